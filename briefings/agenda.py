"""What is ahead: the record's announcements and the packaged calendar, one entry where both mean one summit.

Articles come first. The calendar makes “October 2024” into days and says that it did; where an article has
another day, or says that the summit is called off, the article wins.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from briefings import dates
from briefings.answers import Standing
from briefings.cards import STALE_DAYS, CardMaker, standing
from briefings.languages import ENGLISH, Phrase, Tongue, capital, later, phrase
from briefings.models import DateBasis, Event, Kind, Place, RecordedEvent, Status
from briefings.plain import plain
from briefings.store.protocol import EventQuery, scopes_of
from briefings.world.calendar import RECALLED
from briefings.world.fold import fold

if TYPE_CHECKING:
    from briefings.answers import Card
    from briefings.store.protocol import Store
    from briefings.world import World
    from briefings.world.calendar import KnownSummit

MARGIN_DAYS = 120
"""How far beyond the window is looked: a summit may have been moved into it or out of it."""

LIMIT = 2000
"""More events ahead than anyone will read; a bound all the same."""

MOVED_DAYS = 60
"""Within so many days the same body's summit at another date is a moved one, not another edition."""

UNCONFIRMED = later("Unconfirmed: known to the packaged calendar only, without a publication that says so.")
"""What the word means, said once in an answer that uses it."""

PACKAGED = datetime(2000, 1, 1, tzinfo=UTC)
"""When calendar entries count as recorded: before any digest, so that they are never news."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing ahead; `known` is the calendar's summit where there is one."""

    recorded: RecordedEvent
    known: KnownSummit | None = None

    @property
    def told(self) -> bool:
        """Whether an article tells of it."""
        return bool(self.recorded.sources)


async def ahead(
    store: Store,
    world: World,
    *,
    today: date,
    to_day: date,
    actors: Sequence[str] = (),
    scope: str = "all",
) -> list[Entry]:
    """Everything from `today` to `to_day` in which one of `actors` (codes; all if empty) takes part.

    What articles tell comes first, then what only the calendar knows, each nearest first, undated last.
    """
    first, last = today - timedelta(days=MARGIN_DAYS), to_day + timedelta(days=MARGIN_DAYS)
    scopes = scopes_of(scope)
    recorded = await store.events.upcoming(
        first.isoformat(),
        last.isoformat(),
        scopes=scopes,
        undated_since=(today - timedelta(days=STALE_DAYS)).isoformat(),
        limit=LIMIT,
    )
    held = EventQuery(
        since=first.isoformat(),
        until=last.isoformat(),
        kinds=(Kind.SUMMIT,),
        statuses=(Status.HELD,),
        scopes=scopes,
        limit=LIMIT,
    )
    begun = (await store.events.query(held)).events

    def chosen() -> list[Entry]:
        return _chosen(recorded, begun, world, today, to_day, actors)

    # Hundreds of events are much to compare: nobody else waits for it.
    return await asyncio.to_thread(chosen)


def _chosen(
    recorded: Iterable[RecordedEvent],
    held: Iterable[RecordedEvent],
    world: World,
    today: date,
    to_day: date,
    actors: Sequence[str],
) -> list[Entry]:
    """What is announced, what is under way and what the calendar adds, in order."""
    entries, met = _joined(recorded, world)
    begun, begun_met = _joined(held, world)
    entries += [entry for entry in begun if standing(entry.recorded, today) is Standing.UNDER_WAY]
    met |= begun_met
    for summit in world.calendar.between(today, to_day):
        if summit.id not in met:
            entries.append(Entry(as_recorded(summit, world, today), summit))
    chosen = [
        entry for entry in entries if absence(entry, world, today=today, to_day=to_day, actors=actors) is None
    ]
    return sorted(chosen, key=_order)


class Absence(StrEnum):
    """Why something is not ahead."""

    OVER = "over"
    FAR = "far"
    UNDATED = "undated"
    """It has no date, and nobody speaks of it any more or it is called off."""
    OTHERS = "others"
    """None of those who are asked about takes part."""


def absence(
    entry: Entry, world: World, *, today: date, to_day: date, actors: Sequence[str] = ()
) -> Absence | None:
    """Why the entry is not among what `ahead` tells with the same bounds; None where it is."""
    recorded = entry.recorded
    if recorded.event.start is None:
        if standing(recorded, today) is not Standing.UPCOMING:
            return Absence.UNDATED
    else:
        first, last = dates.span(recorded.event.start, recorded.event.end)
        if last < today:
            return Absence.OVER
        if first > to_day:
            return Absence.FAR
    if actors and not parties(entry, world) & frozenset(actors):
        return Absence.OTHERS
    return None


def parties(entry: Entry, world: World) -> frozenset[str]:
    """Everyone the entry is about: participants, the body, the host and, of a calendar entry, its members."""
    event = entry.recorded.event
    codes = {*event.actors, event.organisation, event.place.country}
    if not entry.told:
        codes |= _members(entry, world)
    return frozenset(code for code in codes if code)


def card(entry: Entry, maker: CardMaker, world: World, marks: Iterable[str] = ()) -> Card:
    """The entry's card; of a calendar entry the participants are the body's members, not a list of names."""
    who, speak = "", maker.speak
    if entry.known is not None and not entry.told:
        body, host = entry.known.organisation, entry.known.host
        said = []
        if body and body != host:
            name = maker.body(body)
            said.append(speak.say("members of {body}", body=name) if _members(entry, world) else name)
        if host:
            by = maker.body(host) if host == body else maker.name(host)
            said.append(speak.say("hosted by {host}", host=by))
        who = ", ".join(said)
    return maker.card(entry.recorded, marks=marks, who=who)


def _members(entry: Entry, world: World) -> frozenset[str]:
    known = entry.known
    return (
        world.member_states(known.organisation, known.start) if known and known.organisation else frozenset()
    )


def as_recorded(summit: KnownSummit, world: World, today: date) -> RecordedEvent:
    """The calendar's summit in the shape of an event of the record, without sources and with its own id."""
    over = summit.last_day < today
    place = Place(summit.country, summit.city)
    body = summit.organisation if summit.organisation in world.organisations else None
    event = Event(
        kind=Kind.SUMMIT,
        status=Status.HELD if over else Status.UPCOMING,
        actors=tuple(sorted({code for code in (summit.host, body) if code})),
        start=summit.start,
        end=summit.end,
        date_basis=DateBasis.CALENDAR,
        organisation=summit.organisation,
        name=summit.name,
        place=place,
        summary=_summary(summit, lambda speak: CardMaker(world, today, speak).where(place)),
    )
    confirmed = summit.confirmed_on(today)
    notes = (phrase("from {calendar}", calendar=calendar_name(summit)),) if summit.calendar else ()
    return RecordedEvent(summit.id, event, (), PACKAGED, PACKAGED, confirmed=confirmed, notes=notes)


def _summary(summit: KnownSummit, where: Callable[[Tongue], str]) -> Phrase:
    """“16th BRICS summit in Kazan, Russia.”"""

    def name(speak: Tongue) -> str:
        return speak.gathering(summit.name)

    def edition(speak: Tongue) -> str:
        return speak.ordinal(int(summit.edition or 0))

    counted = bool(summit.edition and summit.edition.isdecimal())
    if where(ENGLISH) and counted:
        said = phrase("{edition} {summit} in {place}.", edition=edition, summit=name, place=where)
    elif where(ENGLISH):
        said = phrase("{summit} in {place}.", summit=name, place=where)
    elif counted:
        said = phrase("{edition} {summit}.", edition=edition, summit=name)
    else:
        said = phrase("{summit}.", summit=name)
    return said.changed(capital)


def _joined(recorded: Iterable[RecordedEvent], world: World) -> tuple[list[Entry], set[str]]:
    """The record's entries, refined by the calendar, and the ids of the summits that they are."""
    entries, met = [], set()
    for one in recorded:
        summit = same_summit(one, world)
        if summit is not None:
            met.add(summit.id)
            one = refined(one, summit)
        entries.append(Entry(one, summit))
    return entries, met


def same_summit(recorded: RecordedEvent, world: World) -> KnownSummit | None:
    """The calendar's summit that an event is, or None. A moved one is found too, another edition is not."""
    event, calendar = recorded.event, world.calendar
    if event.kind is not Kind.SUMMIT or not (event.organisation or event.name):
        return None
    if event.start is None:
        if event.status is not Status.UPCOMING:
            return None
        return calendar.meant_by(
            event.organisation,
            event.name,
            published=max(
                (source.published for source in recorded.sources if source.published), default=None
            ),
            tense="future",
            country=event.place.country,
            city=event.place.city,
        )
    named = calendar.find(event.organisation, event.name)
    fits = []
    for summit in named or (calendar.find(event.organisation) if event.organisation else ()):
        gap = dates.gap_days((event.start, event.end), (summit.start, summit.end))
        if gap > MOVED_DAYS:
            continue
        elsewhere = bool(event.place.city and summit.city and fold(event.place.city) != fold(summit.city))
        if gap <= (0 if elsewhere else MOVED_DAYS):
            fits.append((gap, elsewhere, summit.start, summit.id, summit))
    return min(fits)[-1] if fits else None


def refined(recorded: RecordedEvent, summit: KnownSummit) -> RecordedEvent:
    """The event with the calendar's days and place where articles leave them open, and a note saying so."""
    event, told = recorded.event, recorded.event.start
    if event.status is Status.CANCELLED:
        return recorded
    place = Place(event.place.country or summit.country, event.place.city or summit.city)
    event = replace(event, place=place, name=event.name or summit.name)
    start, end = summit.start, summit.end
    packaged = calendar_name(summit)
    notes = recorded.notes
    vague = told is None or (len(told) < len(start) and _within(told, event.end, start))
    if vague and summit.announced:
        notes = (*notes, _filled_in(packaged, told, event.end))
        event = replace(event, start=start, end=end, date_basis=DateBasis.CALENDAR)
    elif told == start and event.end is None and end:
        event = replace(event, end=end)
    elif told is None or vague or dates.gap_days((told, event.end), (start, end)):
        notes = (*notes, _otherwise(packaged, start, end))
    return replace(recorded, event=event, notes=notes)


def _filled_in(calendar: Phrase, told: str | None, end: str | None) -> Phrase:
    if told is None:
        return phrase("days from {calendar}, articles give none", calendar=calendar)
    return phrase(
        "days from {calendar}; articles say {date}",
        calendar=calendar,
        date=lambda speak: speak.when(told, end),
    )


def _otherwise(calendar: Phrase, start: str, end: str | None) -> Phrase:
    return phrase("{calendar} has {date}", calendar=calendar, date=lambda speak: speak.when(start, end))


def as_ahead(recorded: RecordedEvent, world: World) -> RecordedEvent:
    """An event as `ahead` would tell it: what is announced with the days that the calendar knows."""
    if recorded.event.status is not Status.UPCOMING:
        return recorded
    summit = same_summit(recorded, world)
    return recorded if summit is None else refined(recorded, summit)


async def told_of(
    summit: KnownSummit, store: Store, world: World, scope: str = "all"
) -> RecordedEvent | None:
    """The record's event that is this summit, if an article tells of it with a date."""
    first = dates.first_day(summit.start) - timedelta(days=MOVED_DAYS)
    about = EventQuery(
        since=first.isoformat(),
        until=(summit.last_day + timedelta(days=MOVED_DAYS)).isoformat(),
        kinds=(Kind.SUMMIT,),
        scopes=scopes_of(scope),
        limit=LIMIT,
    )
    page = await store.events.query(about)

    def found() -> RecordedEvent | None:
        matches = ((one, same_summit(one, world)) for one in page.events)
        return next((one for one, known in matches if known is not None and known.id == summit.id), None)

    return await asyncio.to_thread(found)


def calendar_name(summit: KnownSummit) -> Phrase:
    """Which calendar has the summit, within a sentence."""
    if summit.calendar:
        return phrase("the calendar “{name}”", name=plain(summit.calendar))
    if summit.source == RECALLED:
        return phrase("the packaged calendar of summits, from memory")
    return phrase("the packaged calendar of summits")


def _within(told: str, end: str | None, start: str) -> bool:
    first, last = dates.span(told, end)
    return first <= dates.first_day(start) <= last


def _order(entry: Entry) -> tuple[bool, date, bool, int, str]:
    event = entry.recorded.event
    start = dates.last_day(event.start) if event.start else date.max  # a month stands behind its days
    return (
        not entry.told,
        start,
        event.status is Status.CANCELLED,
        -len(entry.recorded.sources),
        entry.recorded.id,
    )
