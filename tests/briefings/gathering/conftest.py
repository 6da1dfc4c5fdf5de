"""A gatherer on a real store, a loopback web and a clock that the test sets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from briefings.gathering import Gathered, Gatherer
from briefings.identity import canonical_url
from briefings.models import Article, Event, Kind, PublishedBasis, Reading, Status
from briefings.record import Record
from briefings.sources.fetch import Fetcher
from briefings.sources.fetch.fetcher import Limits
from briefings.store import open_store
from briefings.store.protocol import Store
from briefings.store.sources import SourceEntry


class Headlines:
    """A reader that finds one event an article, told by its title; a title with "Broken" makes it fail."""

    name = "headlines"
    version = "1"

    def read(self, article: Article, *, explain: bool = False) -> Reading:
        title = article.title or ""
        if "Broken" in title:
            raise ValueError("no verb")
        event = Event(
            Kind.MEETING, Status.HELD, ("IN", "RU"), "2024-07-09", summary=title, quote=article.text[:60]
        )
        return Reading((event,), article.published, PublishedBasis.GIVEN)


class Desk:
    """`poll` is one pass at `now`."""

    def __init__(self, store: Store, fetcher: Fetcher) -> None:
        self.store = store
        self.fetcher = fetcher
        self.now = datetime(2024, 9, 30, 8, tzinfo=UTC)
        self.gatherer = Gatherer(store, fetcher, self._record, self.clock, random_=lambda: 1.0)

    def clock(self) -> datetime:
        return self.now

    def _record(self) -> Record:
        return Record(self.store, Headlines(), self.clock)

    async def follow(self, url: str, scope: str = "all") -> SourceEntry:
        source, _ = await self.store.sources.add(scope, "feed", url, added_by="test", at=self.now)
        return source

    async def poll(self, **later: float) -> Gathered:
        """A pass after the time given, by default a quarter of an hour."""
        self.now += timedelta(**(later or {"minutes": 15}))
        return await self.gatherer.run()

    async def article(self, url: str) -> Any:
        return await self.store.articles.get(canonical_url(url) or "")

    async def titles(self, scope: str = "all") -> list[str]:
        """The titles of all articles of a scope, in the order in which they came."""
        found = []
        async for original in _originals(self.store):
            if original.scope == scope:
                found.append(original.article.title)
        return found


async def _originals(store: Store) -> AsyncIterator[Any]:
    last = 0
    while page := await store.articles.originals(last):
        for original in page:
            yield original
        last = page[-1].serial


@pytest.fixture
async def desk(tmp_path: Path, web: Any) -> AsyncIterator[Desk]:
    names = ("one.example", "two.example", "three.example")

    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async with (
        await open_store(tmp_path / "record.sqlite3") as store,
        Fetcher(
            [web.host, *(f"{name}:{web.port}" for name in names)],
            clock=lambda: desk.clock(),
            limits=Limits(total=5, connect=5, silence=2, delay=0),
            resolve=resolve,
            random_=lambda: 1.0,
        ) as fetcher,
    ):
        desk = Desk(store, fetcher)
        yield desk
