"""How long each question takes on a record of 200,000 events, and how long the loop waits meanwhile.

    python benchmarks/answers.py                     # fills a file in the temporary directory, once
    python benchmarks/answers.py --database FILE --events 20000

`fill` is for others who need a large record: it is made of the same events each time, by the store's own
writing, so that every index and search word is there.

Milliseconds on two shared cores with much else to do, 200,000 events in 501 MB, 2,000 of them ahead: `cold`
is the first time on a fresh connection, `warm` the better of two more, `cpu` the least processor time, `loop`
the longest time for which the event loop did nothing else. Charts are counted here and drawn by another
process, which takes a second or two; the larger exports are of 5,000 events.

    question                                          cold    warm     cpu    loop  answer
    /met russia                                         13       5       5       2  events, 24877 in all
    /met russia page:500                                 9       8       8       4  events, 24877 in all
    /met russia with:china                              23      22      21       9  events, 4179 in all
    /met russia with:china since:2020 until:2021        97      15      15      61  events, 558 in all
    /met tuvalu                                          2       2       2       4  events, 18 in all
    /upcoming                                          690     381     230     127  events, 2010 in all
    /upcoming india                                    735     520     251     161  events, 227 in all
    /timeline russia with:china                        282     188      93      56  events, 4090 in all
    /timeline russia with:china page:100               501     142     124      38  events, 4090 in all
    /timeline tuvalu with:vanuatu                      128      21      21       8  nothing
    /timeline russia                                    39      15      15      10  unclear
    /who putin                                          30      10       6       9  events, 12373 in all
    /who zelensky                                      149      40      40      40  events, 8799 in all
    /who Envoy Number 77                               131       5       5       7  events, 18 in all
    /who envoy                                          15      13      13      12  ambiguous
    /who nobody at all                                  16      15      15      15  unknown-name
    /summit brics 2024                                 475     194      92     179  events, 1 in all
    /summit g20                                        154      34      34      21  ambiguous
    /summit nonsense                                    31      14      14      23  unknown-name
    /event e1000                                         2       0       0       1  event, 1 in all
    /search nuclear power plant                         36      19      19       5  events, 688 in all
    /search a                                          104      17      17      15  events, 5000 in all
    /digest                                            511     704     263     313  digest, 616 in all
    /calendar                                         1079     579     357     102  file
    /calendar india                                    466     556     320     151  file
    /help                                              145      37      37      12  help
    /help met                                           37      33      33      21  help
    /about                                             107      91      36      16  about
    /export csv tuvalu                                  36       3       3      16  file
    /export csv russia                                1781    2242     756     227  file
    /export json words:nuclear                        1586    1960     653     318  file
    /chart russia                                     2475    4504     145     159  file
    /chart russia since:2006                          4741    3841     279     133  file
    /chart russia by:partners                         3533    1537     176     136  file
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.catalogue import topics
from bot.line import parse
from briefings import world
from briefings.desk import Desk
from briefings.models import DateBasis, Event, Kind, Place, RecordedEvent, Source, Status
from briefings.store import open_store
from briefings.store.protocol import Kept

EVENTS = 200_000
TODAY = datetime(2026, 11, 21, 8, tzinfo=UTC)
FIRST = date(2006, 1, 1)
BATCH = 4_000

LINES = (
    "/met russia",
    "/met russia page:500",
    "/met russia with:china",
    "/met russia with:china since:2020 until:2021",
    "/met tuvalu",
    "/upcoming",
    "/upcoming india",
    "/timeline russia with:china",
    "/timeline russia with:china page:100",
    "/timeline tuvalu with:vanuatu",
    "/timeline russia",
    "/who putin",
    "/who zelensky",
    "/who Envoy Number 77",
    "/who envoy",
    "/who nobody at all",
    "/summit brics 2024",
    "/summit g20",
    "/summit nonsense",
    "/event e1000",
    "/search nuclear power plant",
    "/search a",
    "/digest",
    "/calendar",
    "/calendar india",
    "/help",
    "/help met",
    "/about",
    "/export csv tuvalu",
    "/export csv russia",
    "/export json words:nuclear",
    "/chart russia",
    "/chart russia since:2006",
    "/chart russia by:partners",
)

_TOPICS = "trade energy nuclear power plant grain water border climate defence gas migration aid".split()
_KINDS = (Kind.MEETING, Kind.MEETING, Kind.MEETING, Kind.VISIT, Kind.CALL, Kind.AGREEMENT, Kind.SUMMIT)


def synthetic(number: int, chance: random.Random) -> RecordedEvent:
    """One event: the busy ones of the world meet often, the others seldom; one in a hundred is ahead."""
    known = world.load()
    states = _states()
    actors = {states[min(int(chance.expovariate(1 / 20)), len(states) - 1)] for _ in range(2)}
    while len(actors) < 2:
        actors.add(chance.choice(states))
    kind = chance.choice(_KINDS)
    if kind is Kind.SUMMIT:
        actors |= set(chance.sample(states[:40], chance.randint(3, 19)))
    ahead = number % 100 == 0
    days = (TODAY.date() - FIRST).days
    day = TODAY.date() + timedelta(days=chance.randint(1, 400)) if ahead else FIRST
    if not ahead:
        day += timedelta(days=int(days * chance.random() ** 0.5))
    start = day.isoformat()[: chance.choice((10, 10, 10, 10, 7, 4))]
    host = chance.choice(sorted(actors))
    city = known.states[host].capital or None
    people = tuple(sorted({_person(code, chance) for code in sorted(actors)[:4]}))
    topic = " ".join(chance.sample(_TOPICS, 3))
    names = " and ".join(known.states[code].short for code in sorted(actors)[:3])
    body = chance.choice(("BRICS", "G20", "NATO", "ASEAN", "EU", "SCO")) if kind is Kind.SUMMIT else None
    summary = f"{names}: {kind.value} on {topic}."
    event = Event(
        kind,
        Status.UPCOMING if ahead else Status.HELD,
        tuple(sorted(actors)),
        start if number % 50 != 7 else None,
        None,
        DateBasis.TEXT,
        people,
        body,
        f"{body} summit" if body else None,
        Place(host, city),
        summary,
        f"They met about {topic} on a {day:%A}.",
    )
    told = (day - timedelta(days=20) if ahead else day).isoformat()
    sources = tuple(
        Source(
            f"a{number}",
            f"{names} and {topic}",
            f"Post number {place}",
            f"https://post{place}.example/{number}",
            min(told, TODAY.date().isoformat()),
            event.quote,
        )
        for place in range(chance.choice((1, 1, 2, 4)))
    )
    moment = TODAY - timedelta(minutes=10 * (EVENTS - number))
    return RecordedEvent(f"e{number}", event, sources, moment, moment)


def _states() -> list[str]:
    first = "US RU CN FR DE GB IN TR UA JP BR IR SA IL EG ZA KR PK ID IT".split()
    known = world.load().states
    return first + sorted(code for code, state in known.items() if state.actor and code not in first)


def _person(code: str, chance: random.Random) -> str:
    """The leader of a state, or now and then somebody whom only the record names."""
    leader = world.load().offices.leader(code)
    return leader.name if leader and chance.random() < 0.8 else f"Envoy Number {chance.randint(1, 5000)}"


def synthetic_events(events: int = EVENTS) -> Iterator[RecordedEvent]:
    """The same events each time."""
    chance = random.Random(5)
    return (synthetic(number, chance) for number in range(1, events + 1))


async def fill(path: Path, events: int = EVENTS) -> None:
    """Fills a new record with `events` events and as many articles; about a minute for 200,000."""
    async with await open_store(path) as store:
        portion: list[tuple[str | None, Kept]] = []
        for recorded in synthetic_events(events):
            portion.append((None, Kept(f"block {recorded.id}", recorded, ())))
            if len(portion) == BATCH:
                async with store.writing() as writing:
                    await writing.write_events("all", portion)
                portion = []
        async with store.writing() as writing:
            await writing.write_events("all", portion)
    plain = sqlite3.connect(path)
    with plain:
        plain.executemany(
            "INSERT INTO article (scope, version, text_hash, signature, title, url, source, published,"
            " first_added, last_changed) VALUES ('all', 1, ?, '', ?, ?, 'Post', ?, ?, ?)",
            (
                (
                    str(one),
                    f"Title {one}",
                    f"https://post0.example/{one}",
                    f"20{6 + one % 20:02}-05-05",
                    at,
                    at,
                )
                for one in range(1, events + 1)
                for at in (TODAY.isoformat(),)
            ),
        )
    plain.close()


@asynccontextmanager
async def large_desk(path: Path) -> AsyncIterator[Desk]:
    """A desk on a filled record, the world loaded."""
    known = world.load()
    known.names.warm()
    known.calendar.all()
    known.names.resolve("russia")
    known.offices.person("putin")
    async with await open_store(path, readonly=True) as store:
        yield Desk(store, known, lambda: TODAY, guide=topics)


class Pulse:
    """The longest time in which the loop did nothing else."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def beat(self) -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(0.001)
            now = time.perf_counter()
            self.longest = max(self.longest, now - last - 0.001)
            last = now


async def measure(path: Path) -> None:
    print(f"{'question':<46} {'cold':>7} {'warm':>7} {'cpu':>7} {'loop':>7}  answer")
    for line in LINES:
        async with large_desk(path) as desk:
            pulse = Pulse()
            heart = asyncio.create_task(pulse.beat())
            await asyncio.sleep(0.01)
            pulse.longest = 0.0
            took, worked = [], []
            for _ in range(3):
                begun, spent = time.perf_counter(), time.process_time()
                answer = await desk.answer(parse(line))
                took.append(time.perf_counter() - begun)
                worked.append(time.process_time() - spent)
            heart.cancel()
        said = f"{answer.kind.value}, {answer.total} in all" if answer.total else answer.kind.value
        spans = (took[0], min(took[1:]), min(worked), pulse.longest)
        print(f"{line:<46} " + " ".join(f"{span * 1000:7.0f}" for span in spans) + f"  {said}")


def main() -> None:
    told = argparse.ArgumentParser(description="How long answers take on a large record.")
    told.add_argument("--database", type=Path)
    told.add_argument("--events", type=int, default=EVENTS)
    given = told.parse_args()
    path = given.database or Path(tempfile.gettempdir()) / f"dragoman-answers-{given.events}.sqlite3"
    if not path.exists():
        begun = time.perf_counter()
        asyncio.run(fill(path, given.events))
        size = path.stat().st_size / 2**20
        print(f"filled with {given.events:,} events in {time.perf_counter() - begun:.0f} s: {size:,.0f} MB")
    asyncio.run(measure(path))


if __name__ == "__main__":
    main()
