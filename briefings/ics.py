"""What is ahead as an iCalendar file (RFC 5545), for `/calendar` and for the digest.

    made = await calendar_file(cards, store, world, speak, title="Coming up for India", name="upcoming-india")
    made.file           # an Attachment
    made.left_out       # cards without a day

A UID is the calendar's own id of a summit (``brics-2027@dragoman``), whether or not articles tell of it, else
the event's id with that of the store: it survives merging, re-reading and moving, so that a second import
changes entries and adds none. SEQUENCE and LAST-MODIFIED follow the last change of what is said.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from briefings import agenda, dates
from briefings.answers import Attachment, Card, Standing
from briefings.world.calendar import COMPILED

if TYPE_CHECKING:
    from briefings.languages import Tongue
    from briefings.store.protocol import Store
    from briefings.world import World

STORE_NOTE = "store"
"""The note that tells one store from another; written when the file is made."""

_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_COMPILED = datetime.combine(COMPILED, time(), UTC)
_MOST_SOURCES = 8
_FOLDED = 74
"""Octets of a line, the sign that begins a folded one not counted."""


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """`events` are in the file, `left_out` have no day."""

    file: Attachment
    events: int
    left_out: int


async def calendar_file(
    cards: Sequence[Card], store: Store, world: World, speak: Tongue, *, title: str, name: str
) -> CalendarFile:
    """The file of those `cards` that have a day; `name` is the file's name without its ending."""
    kept = await store.note(STORE_NOTE) or "record"
    data, events = await asyncio.to_thread(_built, cards, kept, world, speak, title)
    described = speak.count(
        "A calendar file with 1 event: {title}.",
        "A calendar file with {number} events: {title}.",
        events,
        title=title,
    )
    file = Attachment(f"{name}.ics", "text/calendar", data, described)
    return CalendarFile(file, events, len(cards) - events)


def _built(cards: Iterable[Card], kept: str, world: World, speak: Tongue, title: str) -> tuple[bytes, int]:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Dragoman//Briefings//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(title)}",
    ]
    taken: set[str] = set()
    for card in cards:
        event = card.event.event
        if event.start is None or len(event.start) < dates.Precision.DAY:
            continue
        known = agenda.same_summit(card.event, world)
        key = known.id if known is not None else card.event.id
        if world.calendar.get(key) is None:
            key = f"{key}-{kept}"
        if key in taken:
            key = f"{card.event.id}-{kept}"
        taken.add(key)
        lines += _event(card, f"{key}@dragoman", known is not None, speak)
    lines.append("END:VCALENDAR")
    return "".join(f"{_fold(line)}\r\n" for line in lines).encode(), len(taken)


def _event(card: Card, uid: str, known: bool, speak: Tongue) -> Iterable[str]:
    recorded = card.event
    event = recorded.event
    assert event.start is not None
    first, last = dates.span(event.start, event.end)
    changed = recorded.last_changed.astimezone(UTC)
    if known:  # what the calendar adds may be newer than what articles say
        changed = max(changed, _COMPILED)
    stamp = f"{changed:%Y%m%dT%H%M%SZ}"
    yield "BEGIN:VEVENT"
    yield f"UID:{uid}"
    yield f"DTSTAMP:{stamp}"
    yield f"LAST-MODIFIED:{stamp}"
    yield f"SEQUENCE:{max(0, int((changed - _EPOCH).total_seconds() // 60))}"
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(card.title)}"
    if card.where:
        yield f"LOCATION:{_text(card.where)}"
    yield f"DESCRIPTION:{_text(_described(card, speak))}"
    yield f"STATUS:{_status(card)}"
    yield f"CATEGORIES:{event.kind.value.upper()}"
    yield "TRANSP:TRANSPARENT"
    address = next((source.url for source in card.sources if source.url), None)
    if address:
        yield f"URL:{_address(address)}"
    yield "END:VEVENT"


def _status(card: Card) -> str:
    if card.standing is Standing.CANCELLED:
        return "CANCELLED"
    return "CONFIRMED" if card.event.confirmed else "TENTATIVE"


def _described(card: Card, speak: Tongue) -> str:
    lines = [card.summary, card.people, *card.differs, *card.notes]
    if not card.sources:
        lines.append(speak.say("From a calendar of summits; no article of the record tells of it."))
    for source in card.sources[:_MOST_SOURCES]:
        said = [source.label, *([source.title] if source.title and source.title != source.label else [])]
        lines.append(" · ".join(part for part in (*said, source.published, source.url) if part))
    return "\n".join(line for line in lines if line)


def _text(said: str) -> str:
    """A value of type TEXT."""
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n")):
        said = said.replace(sign, written)
    return "".join(sign for sign in said if sign >= " ")


def _address(url: str) -> str:
    return "".join(sign for sign in url if sign > " ")


def _fold(line: str) -> str:
    """`line` in lines of at most 75 octets, never cut within a letter."""
    if len(line) <= _FOLDED and line.isascii():
        return line
    parts, octets = [""], 0
    for sign in line:
        size = len(sign.encode())
        if octets + size > _FOLDED:
            parts.append("")
            octets = 0
        parts[-1] += sign
        octets += size
    return "\r\n ".join(parts)
