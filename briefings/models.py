"""What travels through the house: articles, events as read from one, events as the record keeps them.

Dates are text in ISO form whose length is their precision: ``2024-07-09`` (day), ``2024-07`` (month),
``2024`` (year); ``None`` is unknown. `briefings.dates` compares and words them.

Actors are ISO 3166-1 alpha-2 codes of states (``XK`` Kosovo, ``PS`` Palestine, ``VA`` Holy See, ``TW``
Taiwan) or codes of organisations as listed in ``briefings/world/organisations.csv``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    MEETING = "meeting"
    VISIT = "visit"
    CALL = "call"
    SUMMIT = "summit"
    AGREEMENT = "agreement"


class Status(StrEnum):
    """As the article has it at its publication."""

    HELD = "held"
    UPCOMING = "upcoming"
    CANCELLED = "cancelled"


class DateBasis(StrEnum):
    TEXT = "text"
    """The article's own words give the date."""
    CALENDAR = "calendar"
    """The article names a summit whose date only the packaged calendar gives."""


class PublishedBasis(StrEnum):
    GIVEN = "given"
    STATED = "stated"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Place:
    country: str | None = None
    city: str | None = None

    def __bool__(self) -> bool:
        return bool(self.country or self.city)

    def to_json(self) -> dict[str, str | None]:
        return {"country": self.country, "city": self.city}


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Article:
    """One article, cleaned: page furniture removed, paragraphs separated by a blank line.

    `published` is an ISO day (or coarser) or None; `published_readings` holds every day the article's own
    date could mean where it reads two ways ("11/07/2024") and nothing decides, else it is empty.
    `language` is a lower-case ISO 639-1 code or None. `notes` are sentences about the article itself, such as
    the evidence for its date; they are no part of its identity.
    """

    title: str | None
    text: str
    published: str | None = None
    published_basis: PublishedBasis = PublishedBasis.UNKNOWN
    published_readings: tuple[str, ...] = ()
    url: str | None = None
    source: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """What a summary says beyond the fields, as the article has it; no part of answers."""

    offices: tuple[tuple[str, str, str], ...] = ()
    """(name, code of the actor they speak for or "", title or "") of people, in the order of the text."""
    topic: str = ""
    """A clause that fits behind the date: "to discuss trade", "on the war", "and discussed trade"."""
    manner: str = ""
    """Calls: "by phone", "by video link"; agreements: "signed"; else empty."""
    document: str = ""
    """What was signed, with its article: "a defence agreement"."""
    postponed: bool = False

    def __bool__(self) -> bool:
        return self != NO_WORDING

    def to_json(self) -> dict[str, Any]:
        return {
            "offices": [list(office) for office in self.offices],
            "topic": self.topic,
            "manner": self.manner,
            "document": self.document,
            "postponed": self.postponed,
        }


NO_WORDING = Wording()


@dataclass(frozen=True, slots=True)
class Event:
    """An encounter or agreement as one article tells it.

    `actors` and `people` are sorted and without repetition; `quote` stands in the article, spaces folded.
    """

    kind: Kind
    status: Status
    actors: tuple[str, ...]
    start: str | None = None
    end: str | None = None
    date_basis: DateBasis | None = None
    people: tuple[str, ...] = ()
    organisation: str | None = None
    name: str | None = None
    place: Place = NOWHERE
    summary: str = ""
    quote: str = ""
    wording: Wording = field(default=NO_WORDING, compare=False, repr=False)

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "status": self.status.value,
            "start": self.start,
            "end": self.end,
            "date_basis": self.date_basis.value if self.date_basis else None,
            "actors": list(self.actors),
            "people": list(self.people),
            "organisation": self.organisation,
            "name": self.name,
            "place": self.place.to_json(),
            "summary": self.summary,
            "quote": self.quote,
        }


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a reader's explanation: which rule, on which words, what it gave or why it refused."""

    rule: str
    words: str
    outcome: str
    event: int | None = None
    """Index into `Reading.events`; None for a near-miss."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader found in one article; `published` may be better known after reading than before."""

    events: tuple[Event, ...]
    published: str | None
    published_basis: PublishedBasis
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """One article that supports an event, with the words that say so. `urls`: further addresses of a copy."""

    article: str
    title: str | None
    publisher: str | None
    url: str | None
    published: str | None
    quote: str
    urls: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "article": self.article,
            "title": self.title,
            "publisher": self.publisher,
            "url": self.url,
            "urls": list(self.urls),
            "published": self.published,
            "quote": self.quote,
        }


@dataclass(frozen=True, slots=True)
class Telling:
    """An event as told by one stored article: the raw material of merging.

    Articles of one `family` are near copies of one text, which count as one source; empty for one alone.
    """

    id: int
    event: Event
    source: Source
    published: str | None
    family: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field on which sources disagree: each value with the articles that give it, best supported first."""

    field: str
    values: tuple[tuple[str, tuple[str, ...]], ...]

    def to_json(self) -> dict[str, Any]:
        return {"field": self.field, "values": [{"value": v, "articles": list(a)} for v, a in self.values]}


@dataclass(frozen=True, slots=True)
class Corrected:
    """A field that a member corrected on the ISO day `on`, and what sources say instead: each value with the
    articles that give it, as in `Difference`.

    `field` is date, place or participants; merge and split where events were put together or told apart.
    """

    field: str
    on: str
    told: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def to_json(self) -> dict[str, Any]:
        told = [{"value": value, "articles": list(articles)} for value, articles in self.told]
        return {"field": self.field, "on": self.on, "told": told}


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """One event of the record: the best supported values, all sources and what they disagree on.

    `first_recorded` and `last_changed` are aware UTC datetimes. `confirmed` is False for a calendar entry
    that nobody has announced or that we know from memory alone.
    """

    id: str
    event: Event
    sources: tuple[Source, ...]
    first_recorded: datetime
    last_changed: datetime
    differs: tuple[Difference, ...] = ()
    scope: str = "all"
    confirmed: bool = True
    notes: tuple[str, ...] = field(default=())
    corrected: tuple[Corrected, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            **self.event.to_json(),
            "differs": [d.to_json() for d in self.differs],
            "corrected": [c.to_json() for c in self.corrected],
            "sources": [s.to_json() for s in self.sources],
        }
