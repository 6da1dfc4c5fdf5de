"""The one door for corrections: keeps what a member says and derives what it is about, in one transaction.

    corrector = Corrector(store, clock)
    done = await corrector.date("e5", "2024-07-12", None, place)

Nothing here knows a platform: who may correct what is decided outside. `Seat` says who speaks and for whom.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from briefings import world
from briefings.cards import CardMaker
from briefings.corrections.anchors import blocks_of, marks_of
from briefings.corrections.applying import held, reach
from briefings.dates import first_day
from briefings.derive import Occasion, derive_on
from briefings.errors import DragomanError, NotStored
from briefings.languages import phrase
from briefings.merging import Sides
from briefings.models import Kind, Place, RecordedEvent, Status
from briefings.sides import speaks_for
from briefings.store.corrections import Correction, Said, Speaker, What
from briefings.store.protocol import ALL, Store, Writing, scopes_of

MOST_SEARCHED = 5000
"""So many of the latest corrections are looked through for those about one event."""

log = logging.getLogger(__name__)


class CorrectionRefused(DragomanError):
    """What was said corrects nothing, or nothing that can be; the message says why."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Who corrects: `speaker`, whose `place` is the scope they see besides everyone's, and for which `scope`
    it is to hold: that of the place, or `ALL`.
    """

    speaker: Speaker
    scope: str

    @property
    def sees(self) -> tuple[str, ...]:
        return scopes_of(self.speaker.place)


@dataclass(frozen=True, slots=True)
class Done:
    """A correction that was made or undone, with the events it is about as they were and as they are now, as
    the speaker sees them.
    """

    correction: Correction
    before: tuple[RecordedEvent, ...]
    after: tuple[RecordedEvent, ...]


class State(StrEnum):
    HOLDS = "holds"
    WAITS = "waits"
    """Its articles are gone; it takes hold again when they come back."""
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history: a correction, how it stands, and the event it is about today, if any."""

    correction: Correction
    state: State
    event: str | None


class Corrector:
    """Corrects the record. Safe to share between tasks."""

    def __init__(self, store: Store, clock: Callable[[], datetime], sides: Sides = speaks_for) -> None:
        """`clock` returns an aware datetime. `sides` says for whom a person speaks."""
        self._store = store
        self._clock = clock
        self._sides = sides

    async def date(self, event: str, start: str | None, end: str | None, seat: Seat) -> Done:
        """Says when `event` (an id) was: ISO dates of any precision, None for unknown.

        Every method raises `NotStored` for an event that the speaker does not see and `CorrectionRefused`
        where there is nothing to correct.
        """
        found = await self.find(event, seat)
        if (found.event.start, found.event.end) == (start, end) and not _disputed(found, "start"):
            raise CorrectionRefused(phrase("That is the date it has already; nothing was changed."))
        # A day's grace: a server's own clock may be ahead of ours.
        if start and found.event.status is Status.HELD:
            tomorrow = self._clock().date() + timedelta(days=1)
            if first_day(start) > tomorrow:
                raise CorrectionRefused(
                    phrase("{event} has taken place, so it cannot be on a day to come.", event=found.id)
                )
        return await self._say(What.DATE, Said(start=start, end=end), found, seat)

    async def place(self, event: str, place: Place, seat: Seat) -> Done:
        """Says where `event` was; an empty place for unknown."""
        found = await self.find(event, seat)
        if found.event.place == place and not _disputed(found, "place"):
            raise CorrectionRefused(phrase("That is the place it has already; nothing was changed."))
        return await self._say(What.PLACE, Said(country=place.country, city=place.city), found, seat)

    async def participants(self, event: str, said: Said, seat: Seat) -> Done:
        """Says who took part: `Said.add`, `remove`, `add_people`, `remove_people` and `only`."""
        found = await self.find(event, seat)
        told = found.event
        kept = set() if said.only else {*told.actors}
        actors = (kept | {*said.add}) - {*said.remove}
        people = ({*told.people} | {*said.add_people}) - {*said.remove_people}
        if actors == {*told.actors} and people == {*told.people}:
            raise CorrectionRefused(phrase("Those are its participants already; nothing was changed."))
        if len(actors) < 2 and told.kind is not Kind.SUMMIT:
            raise CorrectionRefused(
                phrase("At least two must take part. If it is no event at all, say so with not-an-event.")
            )
        return await self._say(What.PARTICIPANTS, said, found, seat)

    async def merge(self, event: str, other: str, seat: Seat) -> Done:
        """Says that `event` and `other` are one; `event` keeps its id."""
        found, second = await self.find(event, seat), await self.find(other, seat)
        if found.id == second.id:
            raise CorrectionRefused(
                phrase("{event} and {other} are one event already.", event=event, other=other)
            )
        if ALL in (found.scope, second.scope) and found.scope != second.scope:
            # One of them is not everyone's, so their being one cannot be either.
            seat = replace(seat, scope=next(s for s in (found.scope, second.scope) if s != ALL))
        return await self._say(What.MERGE, Said(), found, seat, other=second)

    async def split(self, event: str, articles: Sequence[str], seat: Seat) -> Done:
        """Says that `articles` (ids among the event's sources) tell of another event than the rest."""
        found = await self.find(event, seat)
        known = {source.article for source in found.sources}
        chosen = known.intersection(articles)
        if strange := sorted({*articles} - known):
            raise CorrectionRefused(
                phrase("{article} is no source of {event}.", article=strange[0], event=found.id)
            )
        if len(known) < 2:
            raise CorrectionRefused(
                phrase("{event} has one source only, so there is nothing to split.", event=found.id)
            )
        if not chosen or chosen == known:
            raise CorrectionRefused(
                phrase("Choose some of its sources, not all: those that tell of another event.")
            )
        return await self._say(What.SPLIT, Said(), found, seat, apart=frozenset(chosen))

    async def not_an_event(self, event: str, seat: Seat) -> Done:
        """Says that `event` is none: nobody whom the correction concerns is shown it."""
        return await self._say(What.NOT_AN_EVENT, Said(), await self.find(event, seat), seat)

    async def undo(self, correction: str, seat: Seat) -> Done:
        """Takes a correction back. Raises `NotStored` for one that the speaker may not take back, and
        `CorrectionRefused` for one that is undone already.
        """
        async with self._store.writing() as writing:
            said = await writing.corrections.get(correction.strip().casefold())
            if said is None or said.scope not in (seat.scope, seat.speaker.place):
                raise NotStored(
                    phrase("There is no correction {correction} here to take back.", correction=correction)
                )
            if said.undone_at is not None:
                raise CorrectionRefused(
                    phrase("{correction} has been taken back already.", correction=said.id)
                )
            (holding,), homes = await held(writing.corrections, said.scope, (said,))
            about = (*holding.tellings, *holding.others)
            before = await self._seen(writing, seat, about)
            told_in = blocks_of((*said.marks, *said.others)) | {homes[telling] for telling in about}
            reached = await reach(writing, said.scope, told_in, self._sides)
            now = self._clock()
            await writing.corrections.undo(said.id, seat.speaker, now)
            revived = {}
            if said.other is not None and not await writing.recorded((said.other,)):
                revived = dict.fromkeys(holding.others, said.other)
            occasion = Occasion(frozenset(), now, self._sides, revived=revived)
            await derive_on(writing, said.scope, reached.blocks, occasion)
            after = await self._seen(writing, seat, about)
        log.info("%s taken back by %s", said.id, seat.speaker.id)
        undone = replace(said, undone_by=seat.speaker, undone_at=now)
        return Done(undone, before, after)

    async def history(
        self, seat: Seat, *, event: str | None = None, limit: int = 10, offset: int = 0
    ) -> tuple[tuple[Entry, ...], int]:
        """Corrections that concern the speaker, latest first, and how many there are; with `event` (an id)
        only those about it.
        """
        said = self._store.corrections
        if event is None:
            page = await said.history(seat.sees, limit=limit, offset=offset)
            return await self._entries(page, seat), await said.count(seat.sees)
        found = await self._store.events.get(_plain_id(event), seat.sees)
        wanted = {_plain_id(event), *([found.id] if found else [])}
        entries = tuple(
            entry
            for entry in await self._entries(await said.history(seat.sees, limit=MOST_SEARCHED), seat)
            if wanted & {entry.event, entry.correction.event, entry.correction.other}
        )
        return entries[offset : offset + limit], len(entries)

    async def undoable(self, seat: Seat, limit: int = 25) -> tuple[Correction, ...]:
        """Those that the speaker may take back, latest first."""
        scopes = tuple(dict.fromkeys((seat.scope, seat.speaker.place)))
        return await self._store.corrections.history(scopes, standing=True, limit=limit)

    async def _entries(self, corrections: Iterable[Correction], seat: Seat) -> tuple[Entry, ...]:
        async with self._store.corrections.looking() as look:
            holdings, _ = await held(look, seat.speaker.place, tuple(corrections))
            homes = await look.homes(
                seat.speaker.place, [telling for one in holdings for telling in one.tellings]
            )
        entries = []
        for one in holdings:
            event = next((homes[telling] for telling in one.tellings if telling in homes), None)
            state = State.WAITS if one.waits else State.HOLDS
            if one.correction.undone_at is not None:
                state = State.UNDONE
            entries.append(Entry(one.correction, state, event))
        return tuple(entries)

    async def find(self, event: str, seat: Seat) -> RecordedEvent:
        """The event of an id, however it was typed. Raises `NotStored`."""
        found = await self._store.events.get(_plain_id(event), seat.sees)
        if found is None:
            raise NotStored(
                phrase(
                    "There is no event “{event}” in the record. Answers show each event's id, such as e12.",
                    event=event[:40],
                )
            )
        return found

    async def _say(
        self,
        what: What,
        said: Said,
        found: RecordedEvent,
        seat: Seat,
        *,
        other: RecordedEvent | None = None,
        apart: frozenset[str] = frozenset(),
    ) -> Done:
        """`apart`: the sources that are split off; copies of an article go with it."""
        # What only a server has can be corrected for that server alone, also where it shares.
        scope = seat.scope if found.scope == ALL else seat.speaker.place
        tellings = await self._store.events.tellings(found.id, seat.sees)
        more = await self._store.events.tellings(other.id, seat.sees) if other else ()
        if apart:
            families = {t.family for t in tellings if t.source.article in apart and t.family}
            more = tuple(t for t in tellings if t.source.article in apart or t.family in families)
            left = {telling.id for telling in more}
            tellings = tuple(telling for telling in tellings if telling.id not in left)
            if not tellings:
                raise CorrectionRefused(
                    phrase("All its sources are copies of one text, so there is nothing to split.")
                )
        now = self._clock()
        async with self._store.writing() as writing:
            known = await writing.recorded([found.id, *([other.id] if other else [])])
            told = {
                article: [placed.telling for placed in await writing.tellings_of(article)]
                for article in {t.source.article for t in (*tellings, *more)}
            }
            there = {telling.id for each in told.values() for telling in each}
            if len(known) != (2 if other else 1) or not there.issuperset(t.id for t in (*tellings, *more)):
                raise NotStored(phrase("This event has changed just now; please look at it and try again."))
            identities = await writing.corrections.identities(told.keys())
            correction = Correction(
                scope=scope,
                what=what,
                said=said,
                marks=marks_of(tellings, told, identities),
                others=marks_of(more, told, identities),
                event=found.id,
                other=other.id if other else None,
                title=_title(found, now),
                by=seat.speaker,
                at=now,
            )
            blocks = blocks_of((*correction.marks, *correction.others))
            correction = replace(correction, id=await writing.corrections.keep(correction, blocks))
            await derive_on(writing, scope, blocks, Occasion(frozenset(), now, self._sides))
            about = [telling.id for telling in (*tellings, *more)]
            after = await self._seen(writing, seat, about)
        log.info("%s (%s) for %s by %s", correction.id, what, scope, seat.speaker.id)
        before = (found, other) if other else (found,)
        return Done(correction, before, after)

    async def _seen(self, writing: Writing, seat: Seat, tellings: Sequence[int]) -> tuple[RecordedEvent, ...]:
        """The events that `tellings` support, as the speaker sees them."""
        homes = await writing.corrections.homes(seat.speaker.place, tellings)
        ids = list(dict.fromkeys(homes[telling] for telling in tellings if telling in homes))
        known = await writing.recorded(ids)
        return tuple(known[event] for event in ids if event in known)


def _disputed(found: RecordedEvent, field: str) -> bool:
    return any(difference.field == field for difference in found.differs)


def _title(found: RecordedEvent, now: datetime) -> str:
    """The event in a few words, for lists of corrections where it is gone."""
    card = CardMaker(world.load(), now.date()).card(found)
    return f"{card.title}, {card.when}"


def _plain_id(said: str) -> str:
    """An event's id however it was typed: e12, E12, #e12, 12."""
    text = said.strip().lstrip("#").casefold()
    return f"e{text}" if text.isascii() and text.isdecimal() else text
