"""A record whose articles are lines of notation, and members of two servers who correct it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from briefings.correcting import Corrector, Seat
from briefings.models import Article, Event, PublishedBasis, Reading, RecordedEvent
from briefings.record import Added, Record
from briefings.store import open_store
from briefings.store.corrections import Speaker
from briefings.store.protocol import ALL, EventQuery, Store, scopes_of
from tests.briefings.notation import event_of

BEGIN = datetime(2026, 7, 3, 8, tzinfo=UTC)


class LineReader:
    """Reads the events that `lines` holds for an article's title: what a test changes to read differently."""

    name = "lines"
    version = "1"

    def __init__(self) -> None:
        self.lines: dict[str, tuple[str, ...]] = {}

    def read(self, article: Article, *, explain: bool = False) -> Reading:
        told: tuple[Event, ...] = tuple(event_of(line) for line in self.lines[article.title or ""])
        return Reading(told, article.published, article.published_basis)


def seat(server: int | None = None, *, shared: bool = False, name: str = "Ann") -> Seat:
    """A member of a server, or the terminal."""
    place = f"guild:{server}" if server else ALL
    return Seat(Speaker(f"discord:{name}", name, place), ALL if shared or not server else place)


class Newsroom:
    """`tell` adds an article; `seen` is what a server sees: id, who, when, where, articles by title."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.now = BEGIN
        self.reader = LineReader()
        self.record = Record(store, self.reader, lambda: self.now)
        self.corrector = Corrector(store, self.tick)

    def tick(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now

    async def tell(
        self, title: str, *lines: str, published: str = "2024-07-12", scope: str = ALL, version: int = 1
    ) -> Added:
        self.reader.lines[title] = lines
        # Words of its own, lest two articles of the same lines pass for copies of one another.
        own = " ".join(f"{title}{number}".replace(" ", "") for number in range(80))
        text = f"{title}, version {version}\n\n" + "\n".join(lines) + f"\n\n{own}"
        url = f"https://press.example/{title.replace(' ', '-')}"
        article = Article(title, text, published, PublishedBasis.GIVEN, url=url, source=f"The {title} Post")
        self.now += timedelta(minutes=1)
        return await self.record.add(article, scope)

    async def forget(self, title: str, scope: str = ALL) -> None:
        await self.record.forget(f"https://press.example/{title.replace(' ', '-')}", scope)

    async def reread(self) -> None:
        self.reader.version = str(int(self.reader.version) + 1)
        await self.record.reread(apply=True)

    async def events(self, server: int | None = None) -> tuple[RecordedEvent, ...]:
        scope = f"guild:{server}" if server else ALL
        page = await self.store.events.query(EventQuery(scopes=scopes_of(scope), limit=500))
        assert page.total == len(page.events)
        return page.events

    async def event(self, event_id: str, server: int | None = None) -> RecordedEvent:
        scope = f"guild:{server}" if server else ALL
        found = await self.store.events.get(event_id, scopes_of(scope))
        assert found is not None
        return found

    async def seen(self, server: int | None = None) -> list[tuple[str, str, str | None, str, str]]:
        return list(map(shown, await self.events(server)))


def shown(one: RecordedEvent) -> tuple[str, str, str | None, str, str]:
    place = " ".join(part for part in (one.event.place.country, one.event.place.city) if part)
    titles = ", ".join(sorted(source.title or "" for source in one.sources))
    return one.id, "+".join(one.event.actors), one.event.start, place, titles


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with await open_store(tmp_path / "record.sqlite3") as store:
        yield Newsroom(store)
