"""What watches cost on a record of 200,000 events: a pass without news, one with some, one with very much.

    python benchmarks/watches.py                      # makes a record, or uses that of answers.py
    python benchmarks/watches.py --events 20000 --watches 200

Measured on two cores that others used too, with 1,000 watches of 1,000 members: a pass without news takes
10 ms, comparing three new events 5 ms, comparing 50 of them 0.45 s. Telling takes 5 ms for a notice of one
event and 16 ms for one of twelve; the loop never waited for longer than 20 ms with some news, and 60 ms with
some for everybody at once.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import shutil
import tempfile
import time
from collections.abc import Awaitable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from answers import EVENTS, TODAY, Pulse, _states, fill, synthetic

from bot.discord import notices
from bot.languages import prepared
from bot.noticing import Noticing
from briefings import world
from briefings.models import Article, Event, PublishedBasis, Reading
from briefings.record import Record
from briefings.store import open_store
from briefings.store.protocol import Store


class Silent:
    """A platform that takes everything at once."""

    def __init__(self) -> None:
        self.sent = 0

    def freeze(self, notice: Any, marker: str, speak: Any) -> str:
        return str(notices.components(notice, marker, speak))

    async def lost(self, address: str, scope: str) -> str | None:  # noqa: ARG002
        return None

    async def open(self, address: str) -> str:
        return address

    async def send(self, channel: str, body: str, nonce: str) -> str:  # noqa: ARG002
        self.sent += 1
        return str(self.sent)

    async def find(self, channel: str, marker: str, since: datetime) -> str | None:  # noqa: ARG002
        return None


class Scripted:
    """A reader that finds ready events, by the article's title."""

    name, version = "scripted", "1"

    def __init__(self) -> None:
        self.plans: dict[str, tuple[Event, ...]] = {}

    def read(self, article: Article, *, explain: bool = False) -> Reading:  # noqa: ARG002
        return Reading(self.plans[article.title or ""], article.published, PublishedBasis.GIVEN)


class Bench:
    """A record with watches, to which articles are added."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = TODAY
        self.chance = random.Random(11)
        self.reader = Scripted()
        self.record = Record(store, self.reader, lambda: self.now)
        self.carrier = Silent()
        self.noticing = Noticing(store, self.carrier, self._world, prepared, lambda: self.now, 4)
        self._next = EVENTS + 1

    async def _world(self) -> Any:
        return world.load()

    async def watch(self, watches: int) -> None:
        states = _states()
        for number in range(watches):
            subject = states[min(int(self.chance.expovariate(1 / 20)), len(states) - 1)]
            address = f"discord:user:{number}"
            await self.store.watches.add(
                address, "en", "guild:1", subject, subject, set_by="1", at=self.now, most=25
            )

    async def add(self, articles: int, each: int) -> None:
        for _ in range(articles):
            title = f"Article {self._next}"
            events = tuple(synthetic(self._next + n, self.chance).event for n in range(each))
            self._next += each
            self.reader.plans[title] = events
            text = f"{title}\n\n" + "\n\n".join(event.quote for event in events)
            await self.record.add(Article(title, text, TODAY.date().isoformat(), PublishedBasis.GIVEN))

    async def timed(self, what: str, work: Awaitable[object]) -> None:
        pulse = Pulse()
        heart = asyncio.create_task(pulse.beat())
        await asyncio.sleep(0.01)
        pulse.longest = 0.0
        begun, sent = time.perf_counter(), self.carrier.sent
        await work
        took = time.perf_counter() - begun
        heart.cancel()
        told = f"  {self.carrier.sent - sent} notices" if self.carrier.sent > sent else ""
        print(f"{what:<46} {took * 1000:7.0f} ms, the loop waited {pulse.longest * 1000:4.0f} ms{told}")
        self.now += timedelta(minutes=1)


async def measure(path: Path, watches: int) -> None:
    world.load().names.warm()
    async with await open_store(path) as store:
        bench = Bench(store)
        await bench.timed("a pass, nobody watches", store.watches.any())
        await bench.timed(f"setting {watches:,} watches", bench.watch(watches))
        await bench.timed("a pass without news", bench.noticing.run())
        await bench.add(1, 3)
        await bench.timed("comparing 3 new events", store.watches.take_in(bench.now, 50))
        await bench.timed("telling of them", bench.noticing.run())
        await bench.add(30, 10)
        await bench.timed("comparing 50 of 300 new events", store.watches.take_in(bench.now, 50))
        await bench.timed("telling of all 300", bench.noticing.run())
        await bench.timed("telling what is left", bench.noticing.run())


def main() -> None:
    told = argparse.ArgumentParser(description="What watches cost on a large record.")
    told.add_argument("--events", type=int, default=EVENTS)
    told.add_argument("--watches", type=int, default=1000)
    given = told.parse_args()
    filled = Path(tempfile.gettempdir()) / f"dragoman-answers-{given.events}.sqlite3"
    if not filled.exists():
        asyncio.run(fill(filled, given.events))
    with tempfile.TemporaryDirectory() as room:
        asyncio.run(measure(Path(shutil.copy(filled, room)), given.watches))


if __name__ == "__main__":
    main()
