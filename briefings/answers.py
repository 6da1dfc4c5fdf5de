"""What an answer holds: neutral groups of cards, notes and suggestions, for any platform to render."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from briefings.models import RecordedEvent
from briefings.questions import PAGE_SIZE, Question


class Standing(StrEnum):
    """How an event stands by the clock."""

    HELD = "held"
    UPCOMING = "upcoming"
    UNDER_WAY = "under way"
    WAS_DUE = "was due"
    CANCELLED = "cancelled"


class AnswerKind(StrEnum):
    EVENTS = "events"
    EVENT = "event"
    DIGEST = "digest"
    ABOUT = "about"
    UNKNOWN_NAME = "unknown-name"
    AMBIGUOUS = "ambiguous"
    NOTHING = "nothing"
    HELP = "help"
    FILE = "file"
    """The answer is in `Answer.files`: a picture, a calendar, a table."""
    UNCLEAR = "unclear"
    """An option holds what cannot be read, such as a wrong date; the title says which and how to write it."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One source as shown: `label` is never empty; `url` is http(s) or None; `published` is in words.

    `also` holds the other addresses (http(s)) at which the same text stands.
    """

    label: str
    title: str | None
    url: str | None
    published: str | None
    quote: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One event with everything a renderer needs, in plain words without markup.

    The words may come from articles: a renderer escapes its own markup and strips control characters.
    """

    event: RecordedEvent
    standing: Standing
    title: str
    """What it is: “BRICS summit”, “India and Russia: meeting”."""
    when: str
    """The date in words at its precision: “July 2024”, “22–24 October 2024”, “date not known”."""
    who: str
    """The states and organisations by name, in sentence form: “India and Russia”."""
    people: str
    where: str
    summary: str
    sources: tuple[SourceLine, ...] = ()
    differs: tuple[str, ...] = ()
    """Whole lines: “sources differ on the date: …”."""
    notes: tuple[str, ...] = ()
    days_to: int | None = None
    """Days from the asking day to the first day; None where that is past, vague or unknown."""
    countdown: str = ""
    """`days_to` in words: “today”, “tomorrow”, “in 22 days”; a month away is “in about 3 weeks”, or empty."""
    marks: tuple[str, ...] = ()
    """“new” and “changed” since the last digest."""
    stands: str = ""
    """`standing` in the reader's language; for showing, while `standing` is for deciding."""
    what: str = ""
    """`title` without the place: “India and Russia: meeting”."""
    city: str = ""
    """The city alone, by its name in the reader's language; empty where none is known."""
    ago: str = ""
    """How long it is over, as roughly as its date is known: “3 days ago”; else empty."""

    def to_json(self) -> dict[str, Any]:
        """The event's own fields as everywhere, and how it stands by the clock."""
        return {
            **self.event.to_json(),
            "standing": self.standing.value,
            "when": self.when,
            "days_to": self.days_to,
            "confirmed": self.event.confirmed,
            "marks": list(self.marks),
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class Group:
    """Cards under one heading, e.g. “July 2024”."""

    heading: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to ask instead: `text` is shown, `question` asks it (None where it is only a hint)."""

    text: str
    question: Question | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that comes with an answer. `name` is safe as a file's name; `described` says what it shows, in
    words, for those who cannot see it.
    """

    name: str
    media_type: str
    data: bytes = field(repr=False)
    described: str = ""

    def to_json(self) -> dict[str, Any]:
        """All but the bytes, which are counted."""
        return {
            "name": self.name,
            "media_type": self.media_type,
            "bytes": len(self.data),
            "described": self.described,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """`total` counts all cards, of which this answer holds those from `offset` on, at most `limit`."""

    title: str
    kind: AnswerKind
    question: Question
    groups: tuple[Group, ...] = ()
    total: int = 0
    offset: int = 0
    limit: int = PAGE_SIZE
    notes: tuple[str, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    """Of `/about`: (label, value) in order."""
    files: tuple[Attachment, ...] = ()

    @property
    def cards(self) -> tuple[Card, ...]:
        return tuple(card for group in self.groups for card in group.cards)

    @property
    def next(self) -> Question | None:
        """The question for the page after this one, or None on the last."""
        following = self.offset + self.limit
        return self.question.page(following) if following < self.total else None

    @property
    def previous(self) -> Question | None:
        """The question for the page before this one, or None on the first."""
        return self.question.page(self.offset - self.limit) if self.offset > 0 else None

    def to_json(self) -> dict[str, Any]:
        """`files` stand in it where there are any."""
        body: dict[str, Any] = {
            "title": self.title,
            "events": [card.to_json() for card in self.cards],
            "total": self.total,
            "notes": list(self.notes) + [f"{label}: {value}" for label, value in self.facts],
            "suggestions": [suggestion.text for suggestion in self.suggestions],
        }
        if self.files:
            body["files"] = [file.to_json() for file in self.files]
        return body
