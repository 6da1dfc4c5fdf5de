"""Between rows and models: serial numbers and ids, moments, events as JSON, words for full-text search."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from briefings import dates
from briefings.models import (
    NO_WORDING,
    Corrected,
    DateBasis,
    Difference,
    Event,
    Kind,
    Place,
    RecordedEvent,
    Source,
    Status,
    Wording,
)
from briefings.world.fold import fold


def article_id(serial: int) -> str:
    """``a12``: short enough to type, never used again."""
    return f"a{serial}"


def event_id(serial: int) -> str:
    """``e12``."""
    return f"e{serial}"


def serial(identifier: str, letter: str) -> int | None:
    """The number within an id of that letter; None for anything else."""
    text = identifier.strip().lower()
    digits = text[1:]
    if text[:1] != letter or not (digits.isascii() and digits.isdigit()) or len(digits) > 18:
        return None
    return int(digits)


def as_text(moment: datetime) -> str:
    """An aware moment as UTC text that sorts by time."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def as_moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def event_json(event: Event) -> str:
    """The event of a telling, with the words from which the summary of a merged event is made."""
    body = event.to_json()
    if event.wording:
        body["wording"] = event.wording.to_json()
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def event_from(found: dict[str, Any]) -> Event:
    basis = found["date_basis"]
    return Event(
        kind=Kind(found["kind"]),
        status=Status(found["status"]),
        actors=tuple(found["actors"]),
        start=found["start"],
        end=found["end"],
        date_basis=DateBasis(basis) if basis else None,
        people=tuple(found["people"]),
        organisation=found["organisation"],
        name=found["name"],
        place=Place(found["place"]["country"], found["place"]["city"]),
        summary=found["summary"],
        quote=found["quote"],
        wording=_wording_from(found.get("wording")),
    )


def _wording_from(found: dict[str, Any] | None) -> Wording:
    if not found:
        return NO_WORDING
    return Wording(**{**found, "offices": tuple(tuple(office) for office in found["offices"])})


def recorded_json(recorded: RecordedEvent) -> str:
    """All of a recorded event but its id, scope and moments, which are columns."""
    body = {
        "event": recorded.event.to_json(),
        "sources": [{**source.to_json(), "urls": source.urls} for source in recorded.sources],
        "differs": [[d.field, d.values] for d in recorded.differs],
        "confirmed": recorded.confirmed,
        "notes": recorded.notes,
        "corrected": [[c.field, c.on, c.told] for c in recorded.corrected],
    }
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


RECORDED = "e.id, e.scope, e.body, e.first_recorded, e.last_changed"
"""The columns `recorded_from` takes."""


def recorded_from(row: Any) -> RecordedEvent:
    number, scope, body, first_recorded, last_changed = row
    found = json.loads(body)
    return RecordedEvent(
        id=event_id(number),
        event=event_from(found["event"]),
        sources=tuple(Source(**{**source, "urls": tuple(source["urls"])}) for source in found["sources"]),
        first_recorded=as_moment(first_recorded),
        last_changed=as_moment(last_changed),
        differs=tuple(
            Difference(field, tuple((value, tuple(articles)) for value, articles in values))
            for field, values in found["differs"]
        ),
        scope=scope,
        confirmed=found["confirmed"],
        notes=tuple(found["notes"]),
        corrected=tuple(
            Corrected(field, on, tuple((value, tuple(articles)) for value, articles in told))
            for field, on, told in found.get("corrected", ())
        ),
    )


def latest_published(recorded: RecordedEvent) -> str:
    """The newest publication of its sources; empty text if none is known."""
    return max((source.published or "" for source in recorded.sources), default="")


def sort_key(recorded: RecordedEvent) -> str:
    """Text by which answers sort, greatest first: a month comes after its days, undated events after all
    dated.
    """
    start = recorded.event.start
    return f"1{start}" if start else f"0{latest_published(recorded)}"


def days_of(event: Event) -> tuple[str, str] | tuple[None, None]:
    """First and last day that the event may cover, as ISO days."""
    if event.start is None:
        return None, None
    first, last = dates.span(event.start, event.end)
    return first.isoformat(), last.isoformat()


def search_words(recorded: RecordedEvent) -> str:
    """What `/search` looks in: the event's own words, names and places, the titles of its sources."""
    event = recorded.event
    words = [event.summary, event.quote, event.name, event.organisation, event.place.city, event.kind.value]
    words += [*event.people, *event.actors]
    for source in recorded.sources:
        words += [source.title, source.quote, source.publisher]
    return fold(" ".join(dict.fromkeys(word for word in words if word)))


SHORTEST_BEGINNING = 2


def match_expression(text: str) -> str | None:
    """`text` for FTS5's MATCH: every word quoted, the last one may be a beginning; None without any word.

    One or two letters begin too many words to be of use, and to be looked up in time.
    """
    words = "".join(c if c.isalnum() else " " for c in fold(text)).split()[:32]
    if not words:
        return None
    return " ".join(f'"{word}"' for word in words) + ("*" if len(words[-1]) > SHORTEST_BEGINNING else "")
