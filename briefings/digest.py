"""What the digest of one day says: what is ahead, nearest first, then what is new, most weighty first."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from briefings import agenda, dates
from briefings.answers import Attachment, Card
from briefings.cards import CardMaker
from briefings.languages import ENGLISH, Tongue
from briefings.models import Kind, RecordedEvent
from briefings.store.protocol import scopes_of

if TYPE_CHECKING:
    from briefings.store.protocol import Store
    from briefings.world import World

HORIZON_DAYS = 60
"""How far ahead a digest looks where nobody says."""

NEW_SHOWN = 10
"""New events a digest spells out; the rest is counted in a note."""

_LEVELS = {"state": 3, "government": 3, "foreign": 2, "deputy": 2, "defence": 2, "head": 2}
"""How high an office stands; others whom the record names count 1."""


@dataclass(frozen=True, slots=True)
class Digest:
    """`upcoming` holds first what articles tell, then what only the calendar knows (no `Card.event.sources`),
    each nearest first. `notes` are whole sentences; a quiet day says so in one of them.
    """

    date: date
    name: str
    upcoming: tuple[Card, ...]
    new: tuple[Card, ...]
    notes: tuple[str, ...] = ()
    locale: str = "en"
    heading: str = ""
    """What it is and of which day; in English where it is empty."""
    files: tuple[Attachment, ...] = ()
    """What goes with it where it is posted."""

    @property
    def quiet(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.upcoming and not self.new

    @property
    def title(self) -> str:
        """E.g. “Diplomatic digest, Monday 30 September 2024”."""
        heading = self.heading or _heading(self.date, ENGLISH)
        return heading if self.name in ("", "default") else f"{heading} ({self.name})"

    def to_json(self) -> dict[str, Any]:
        return {
            "date": self.date.isoformat(),
            "upcoming": [card.to_json() for card in self.upcoming],
            "new": [card.to_json() for card in self.new],
            "notes": list(self.notes),
        }


async def compose(
    store: Store,
    world: World,
    *,
    on: date,
    horizon_days: int = HORIZON_DAYS,
    countries: Sequence[str] = (),
    since: datetime | None = None,
    name: str = "default",
    scope: str = "all",
    speak: Tongue = ENGLISH,
) -> Digest:
    """The digest of the local day `on`, in the language of `speak`.

    `countries` holds codes of states and organisations; empty means all. `since` is the (aware) moment of the
    last digest of this channel: what was recorded after it is new, what changed after it is marked; None
    means there was none, and the last day's records count as new.
    """
    maker = CardMaker(world, on, speak)
    chosen = await choose(
        store, world, on=on, horizon_days=horizon_days, countries=countries, since=since, scope=scope
    )
    moment, fresh = chosen.moment, chosen.fresh
    upcoming = await asyncio.to_thread(
        lambda: tuple(
            agenda.card(entry, maker, world, _marks(entry.recorded, since) if entry.told else ())
            for entry in chosen.ahead
        )
    )
    new = tuple(
        maker.card(event, marks=() if event.first_recorded > moment else ("changed",))
        for event in fresh[:NEW_SHOWN]
    )
    notes = []
    if any(not card.event.confirmed for card in upcoming):
        notes.append(speak.say(agenda.UNCONFIRMED))
    if len(fresh) > NEW_SHOWN:
        left = len(fresh) - NEW_SHOWN
        more = speak.count(
            "{number} more is new: /met and /search show it.",
            "{number} more are new: /met and /search show them.",
            left,
        )
        notes.append(more)
    if not upcoming and not new:
        quiet = speak.count(
            "A quiet day: nothing is announced for the next day and nothing is new.",
            "A quiet day: nothing is announced for the next {number} days and nothing is new.",
            horizon_days,
        )
        notes.append(quiet)
    elif not new and since is not None:
        notes.append(speak.say("Nothing new since the last digest."))
    elif not new:
        notes.append(speak.say("Nothing new was recorded since yesterday."))
    elif not upcoming:
        empty = speak.count(
            "Nothing is announced for the next day.",
            "Nothing is announced for the next {number} days.",
            horizon_days,
        )
        notes.append(empty)
    return Digest(on, name, upcoming, new, tuple(notes), speak.code, _heading(on, speak))


@dataclass(frozen=True, slots=True)
class Choice:
    """What a digest is made of: what is ahead, and all that is new since `moment`, most weighty first."""

    ahead: tuple[agenda.Entry, ...]
    fresh: tuple[RecordedEvent, ...]
    moment: datetime


async def choose(
    store: Store,
    world: World,
    *,
    on: date,
    horizon_days: int = HORIZON_DAYS,
    countries: Sequence[str] = (),
    since: datetime | None = None,
    scope: str = "all",
) -> Choice:
    """What `compose` tells with the same values."""
    to_day = on + timedelta(days=horizon_days)
    entries = await agenda.ahead(store, world, today=on, to_day=to_day, actors=countries, scope=scope)
    entries = [entry for entry in entries if not too_vague(entry)]
    ahead = {entry.recorded.id for entry in entries}
    moment = since or datetime.combine(on, time(), UTC) - timedelta(days=1)
    fresh = [
        event
        for event in await store.events.since(moment, scopes=scopes_of(scope))
        if event.id not in ahead and concerns(event, countries)
    ]
    await asyncio.to_thread(fresh.sort, key=lambda event: _weight(event, world, moment), reverse=True)
    return Choice(tuple(entries), tuple(fresh), moment)


def too_vague(entry: agenda.Entry) -> bool:
    """A calendar's year alone says too little for a day's digest; /upcoming lists it."""
    return not entry.told and len(entry.recorded.event.start or "") <= len("2024")


def concerns(event: RecordedEvent, countries: Sequence[str]) -> bool:
    """Whether what is new is about one of `countries` (codes; everybody if empty)."""
    parties = {*event.event.actors, event.event.organisation, event.event.place.country}
    return not countries or bool(parties & set(countries))


def _heading(day: date, speak: Tongue) -> str:
    return speak.say("Diplomatic digest, {day}", day=speak.day(day))


def level(event: RecordedEvent, world: World) -> int:
    """At which level people met: 3 heads of state or government, or a summit; 2 ministers; 1 others; 0."""
    if event.event.kind is Kind.SUMMIT:
        return 3
    best = 0
    for name in event.event.people:
        roles = [person.term(event.event.start).role for person in world.offices.person(name)[:1]]
        best = max(best, _LEVELS.get(roles[0], 1) if roles else 1)
    return best


def _weight(event: RecordedEvent, world: World, moment: datetime) -> tuple[int, bool, date, str]:
    when = dates.first_day(event.event.start) if event.event.start else date.min
    weight = level(event, world) + min(len(event.sources), 5)
    return weight, event.first_recorded > moment, when, event.id


def _marks(event: RecordedEvent, since: datetime | None) -> tuple[str, ...]:
    if since is None:
        return ()
    if event.first_recorded > since:
        return ("new",)
    return ("changed",) if event.last_changed > since else ()
