"""What a watcher is to be told: which of the events that wait, in what words. Knows no platform."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from briefings import dates
from briefings.cards import CardMaker
from briefings.models import RecordedEvent, Status
from briefings.store.protocol import scopes_of
from briefings.store.watches import PERSON, News, Told, Watch, Watcher
from briefings.world.fold import fold

if TYPE_CHECKING:
    from briefings.answers import Card
    from briefings.languages import Tongue
    from briefings.store.protocol import Store
    from briefings.world import World

LISTED = 12
"""Events that one notice lists."""

FLOOD = 60
"""Where more than this still waits after a notice, the notice says how many and they are not listed."""

HELD_BACK = timedelta(minutes=10)
"""What waited for longer than this waited because of the limit, and the notice says so."""


@dataclass(frozen=True, slots=True)
class Item:
    """One event of a notice; `change` is a sentence where it was told before or known already."""

    card: Card
    change: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a watcher reads, in its own language. `watches` are those it comes from."""

    title: str
    items: tuple[Item, ...]
    notes: tuple[str, ...]
    watches: tuple[Watch, ...]


@dataclass(frozen=True, slots=True)
class Composed:
    """A notice, if there is any, with what becomes of the news: see `Watches.freeze`."""

    notice: Notice | None
    told: tuple[Told, ...] = ()
    dropped: tuple[int, ...] = ()
    rest: bool = False


def state_of(recorded: RecordedEvent) -> str:
    """The state of an event as the store writes it: what is told once."""
    event = recorded.event
    if event.status is not Status.UPCOMING:
        return event.status.value
    if event.start is None:
        return f"{event.status.value} "
    first, last = dates.span(event.start, event.end)
    return f"{event.status.value} {first.isoformat()} {last.isoformat()}"


def subjects_of(recorded: RecordedEvent) -> frozenset[str]:
    """Whom one must watch to be told of an event."""
    event = recorded.event
    body = (event.organisation,) if event.organisation else ()
    return frozenset((*event.actors, *body, *(f"{PERSON}{fold(name)}" for name in event.people)))


def label_of(watch: Watch, maker: CardMaker) -> str:
    """Whom a watch is about, in the maker's language."""
    return watch.label if watch.subject.startswith(PERSON) else maker.name(watch.subject) or watch.label


async def compose(
    store: Store, world: World, watcher: Watcher, now: datetime, speak: Tongue, *, per_hour: int
) -> Composed:
    """What to tell `watcher` at `now` of all that waits for it."""
    waiting, total = await store.watches.waiting(watcher.id, 5 * LISTED)
    watches = [watch for watch in await store.watches.of(watcher.id) if watch.resting is None]
    maker = CardMaker(world, now.astimezone(UTC).date(), speak)
    items: list[Item] = []
    told: list[Told] = []
    dropped: list[int] = []
    matched: dict[int, Watch] = {}
    seen: set[str] = set()
    for news in waiting:
        if len(items) == LISTED:
            break
        found, of = await _found(store, news, watches)
        known = await _known(store, watcher, news, found, seen) if found is not None else ""
        if found is None or known == state_of(found):
            dropped.append(news.id)
            continue
        matched |= {watch.id: watch for watch in of}
        told.append(Told(news.id, found.id, state_of(found)))
        items.append(Item(maker.card(found), change(known, found, speak)))
    if not items:
        return Composed(None, dropped=tuple(dropped))
    left = total - len(told) - len(dropped)
    rest = watcher.missed > 0 or left > FLOOD
    notes = []
    if rest:
        notes.append(
            speak.count(
                "{number} more event is not listed here.",
                "{number} more events are not listed here.",
                left + watcher.missed,
            )
        )
    notes += await _limits(store, watcher, waiting, now, per_hour, 0 if rest else left, speak)
    about = tuple(sorted(matched.values(), key=lambda watch: watch.id))
    title = speak.say("News of {names}", names=speak.listed(_labels(about, maker)))
    return Composed(Notice(title, tuple(items), tuple(notes), about), tuple(told), tuple(dropped), rest=rest)


async def _found(
    store: Store, news: News, watches: Sequence[Watch]
) -> tuple[RecordedEvent | None, list[Watch]]:
    """The event as it is now, for the first scope in which it concerns a watch, and the watches of that."""
    for scope in dict.fromkeys(watch.scope for watch in watches):
        found = await store.events.get(news.event, scopes_of(scope))
        if found is None:
            continue
        subjects = subjects_of(found)
        of = [watch for watch in watches if watch.scope == scope and watch.subject in subjects]
        if of:
            return found, of
    return None, []


async def _known(
    store: Store, watcher: Watcher, news: News, found: RecordedEvent, seen: set[str]
) -> str | None:
    """The state in which the watcher knows the event: its present one if nothing is to be told."""
    kin = {news.event, found.id, *await store.watches.kin(found.id)}
    if kin & seen:
        return state_of(found)
    seen |= kin
    states = await store.watches.told_as(watcher.id, kin)
    return states[-1] if states else news.was


def change(known: str | None, found: RecordedEvent, speak: Tongue) -> str:
    """A sentence on how an event differs from what the watcher knew; empty for a new one."""
    if known is None:
        return ""
    status = found.event.status
    if status is Status.CANCELLED:
        return speak.say("Changed: it will not take place.")
    if status is Status.HELD:
        return speak.say("Changed: it has taken place.")
    before = known.split()[1:]
    if len(before) == 2:
        return speak.say("Changed: the date was {date}.", date=speak.when(*_as_written(*before)))
    if known == Status.CANCELLED.value:
        return speak.say("Changed: it was called off before.")
    return speak.say("Changed: there was no date before.")


def _as_written(first: str, last: str) -> tuple[str, str | None]:
    """Days that make up a month or year as that; others as they are."""
    for length in (4, 7):
        whole = first[:length]
        span = dates.first_day(whole).isoformat(), dates.last_day(whole).isoformat()
        if span == (first, last):
            return whole, None
    return (first, None) if first == last else (first, last)


async def _limits(
    store: Store,
    watcher: Watcher,
    waiting: Iterable[News],
    now: datetime,
    per_hour: int,
    left: int,
    speak: Tongue,
) -> list[str]:
    """Sentences on what the limit of messages an hour has held back or will hold back."""
    notes = []
    if any(now - news.found > HELD_BACK for news in waiting):
        notes.append(
            speak.count(
                "Some of this has waited: I send at most {number} message an hour.",
                "Some of this has waited: I send at most {number} messages an hour.",
                per_hour,
            )
        )
    if left:
        notes.append(speak.count("{number} more event follows.", "{number} more events follow.", left))
    sent = await store.watches.sent_since(watcher.id, now - timedelta(hours=1))
    if len(sent) == per_hour - 1:
        oldest = min((*sent, now))
        minutes = max(1, round((oldest + timedelta(hours=1) - now).total_seconds() / 60))
        notes.append(
            speak.count(
                "This was the last message for {number} minute; what comes until then will come together.",
                "This was the last message for {number} minutes; what comes until then will come together.",
                minutes,
            )
        )
    return notes


def _labels(watches: Iterable[Watch], maker: CardMaker, most: int = 4) -> list[str]:
    return list(dict.fromkeys(label_of(watch, maker) for watch in watches))[:most]
