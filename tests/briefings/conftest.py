"""A newsroom for tests of answers: a real store and record, and a reader that reads what the test planned."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefings import dates, world
from briefings.answers import Answer
from briefings.desk import Desk
from briefings.digest import Digest, compose
from briefings.models import Article, DateBasis, Event, Kind, Place, PublishedBasis, Reading, Status
from briefings.questions import Question
from briefings.store import open_store

if TYPE_CHECKING:
    from briefings.record import Added
    from briefings.store.protocol import Store

MORNING = datetime(2024, 9, 30, 8, tzinfo=UTC)


class PlannedReader:
    """Finds in an article what was planned for its title."""

    name = "planned"
    version = "1"

    def __init__(self) -> None:
        self.plans: dict[str, tuple[Event, ...]] = {}

    def read(self, article: Article, *, explain: bool = False) -> Reading:
        return Reading(self.plans[article.title or ""], article.published, article.published_basis)


class Newsroom:
    """`tell` adds an article; `ask` and `digest` answer as on `now`."""

    def __init__(self, store: Store) -> None:
        from briefings.record import Record

        self.store = store
        self.now = MORNING
        self.reader = PlannedReader()
        self.record = Record(store, self.reader, lambda: self.now)
        self.desk = Desk(store, world.load(), lambda: self.now, reader="planned 1", version="9.9")

    async def tell(
        self,
        title: str,
        *events: Event,
        published: str | None = "2024-07-12",
        publisher: str = "",
        scope: str = "all",
    ) -> Added:
        self.reader.plans[title] = events
        text = "\n\n".join([title, *(event.quote for event in events)])
        basis = PublishedBasis.GIVEN if published else PublishedBasis.UNKNOWN
        url = "https://press.example/" + title.casefold().replace(" ", "-")
        return await self.record.add(
            Article(title, text, published, basis, url=url, source=publisher or f"The {title} Post"), scope
        )

    async def ask(self, command: str, scope: str = "all", **options: str | int) -> Answer:
        return await self.desk.answer(Question(command, options, scope))

    async def digest(self, day: str = "2024-09-30", **wishes: object) -> Digest:
        on = date.fromisoformat(day)
        return await compose(self.store, world.load(), on=on, **wishes)  # type: ignore[arg-type]


def event(
    actors: str,
    start: str | None = None,
    *,
    kind: str = "meeting",
    status: str = "held",
    end: str | None = None,
    people: tuple[str, ...] = (),
    country: str | None = None,
    city: str | None = None,
    organisation: str | None = None,
    name: str | None = None,
    summary: str = "",
) -> Event:
    """An event in few words; its quote and summary name what tells it from others."""
    told = f"{kind} of {actors} {dates.in_words(start, end)} {city or ''} {name or ''}".strip()
    return Event(
        Kind(kind),
        Status(status),
        tuple(sorted(actors.split())),
        start,
        end,
        DateBasis.TEXT if start else None,
        tuple(sorted(people)),
        organisation,
        name,
        Place(country, city),
        summary or told.capitalize() + ".",
        told,
    )


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with await open_store(tmp_path / "record.sqlite3") as store:
        yield Newsroom(store)


@pytest.fixture
def an_event() -> object:
    return event
