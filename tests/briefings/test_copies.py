"""Copies and corrections: one wire text at many addresses, counted once; and what is taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefings.errors import NotStored
from briefings.models import Article, DateBasis, Event, Kind, Place, PublishedBasis, Reading, Status
from briefings.record import AddStatus, Record
from briefings.store import open_store
from briefings.store.protocol import EventQuery, Store

PARAGRAPHS = (
    "The president of Peru received the president of Chad in Lima on Monday for talks on lithium, the first "
    "visit of its kind in two decades, and the two spoke for three hours behind closed doors.",
    "Officials of both sides said afterwards that a commission would look into tariffs before summer, and "
    "that its first report was due in the autumn, after the budget had been passed by both parliaments.",
    "A spokesman called the mood cordial; farmers who had gathered outside the palace since dawn were less "
    "friendly and sang until the guests had left by a side door in the early evening.",
    "The visitor is to travel on to Cusco, where he will see a school that his country helps to pay for, and "
    "is expected home at the end of the week, his office said in a short statement.",
)
OTHER = (
    "Readers of this page know that the market hall has been closed for a year; a new roof is due, and "
    "the mayor wants to open it with a fair to which every village of the valley shall send its best bread."
)


class Finder:
    """Finds the meeting in Lima and the visit to Quito where the text has them."""

    name, version = "finder", "1"

    def read(self, article: Article, *, explain: bool = False) -> Reading:
        events = []
        if "received the president of Chad" in article.text:
            day = "2024-05-14" if "on Tuesday" in article.text else "2024-05-13"
            events.append(_event(Kind.MEETING, day, "Lima", PARAGRAPHS[0][:60]))
        if "a visit to Quito" in article.text:
            events.append(_event(Kind.VISIT, "2024-05-20", "Quito", "a visit to Quito"))
        return Reading(tuple(events), article.published, article.published_basis)


def _event(kind: Kind, day: str, city: str, quote: str) -> Event:
    place = Place("PE" if city == "Lima" else "EC", city)
    actors = ("PE", "TD") if city == "Lima" else ("EC", "TD")
    return Event(
        kind,
        Status.HELD,
        actors,
        day,
        None,
        DateBasis.TEXT,
        (),
        None,
        None,
        place,
        f"{kind} in {city}.",
        quote,
    )


class Desk:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.record = Record(store, Finder(), lambda: datetime(2024, 5, 15, 8, tzinfo=UTC))

    async def add(self, url: str, *paragraphs: str, day: str = "2024-05-14", scope: str = "all") -> AddStatus:
        article = Article(
            "Talks", "\n\n".join(paragraphs), day, PublishedBasis.GIVEN, url=url, source=url[8:13]
        )
        self.last = await self.record.add(article, scope)
        return self.last.status

    async def events(self) -> list[tuple[str | None, str | None, int, set[str]]]:
        """(start, city, number of sources, all their addresses)."""
        page = await self.store.events.query(EventQuery(limit=50))
        return [
            (
                e.event.start,
                e.event.place.city,
                len(e.sources),
                {url for s in e.sources for url in (s.url, *s.urls) if url},
            )
            for e in page.events
        ]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with await open_store(tmp_path / "record.sqlite3") as store:
        yield Desk(store)


def urls(count: int) -> list[str]:
    return [f"https://{name}.example/talks" for name in ("alpha", "bravo", "carol", "delta", "emily")[:count]]


VARIANTS = (
    PARAGRAPHS,
    ("LIMA, May 14 (Wire) -- " + PARAGRAPHS[0], *PARAGRAPHS[1:]),
    (*PARAGRAPHS[:3], OTHER),
    PARAGRAPHS[:3],
    (*PARAGRAPHS, OTHER),
)


async def test_one_wire_text_at_five_addresses_is_one_source(desk: Desk) -> None:
    for url, paragraphs in zip(urls(5), VARIANTS, strict=True):
        await desk.add(url, *paragraphs)
    assert await desk.events() == [("2024-05-13", "Lima", 1, set(urls(5)))]
    assert desk.last.merged_events
    assert not desk.last.new_events


async def test_another_report_of_the_same_event_is_another_source(desk: Desk) -> None:
    own = (
        "The president of Peru received the president of Chad, and this is how our reporter saw that day. "
        + OTHER
    )
    await desk.add(urls(2)[0], *PARAGRAPHS)
    await desk.add(urls(2)[1], own)
    assert [(start, sources) for start, _, sources, _ in await desk.events()] == [("2024-05-13", 2)]


async def test_the_same_words_a_year_later_are_another_text(desk: Desk) -> None:
    await desk.add(urls(1)[0], *PARAGRAPHS)
    await desk.add(urls(2)[1], *VARIANTS[1], day="2025-05-14")
    assert sum(sources for _, _, sources, _ in await desk.events()) == 2


async def test_what_only_a_copy_tells_is_kept_and_counted(desk: Desk) -> None:
    await desk.add(urls(1)[0], *PARAGRAPHS)
    await desk.add(urls(2)[1], *PARAGRAPHS, "He then paid a visit to Quito.")
    assert await desk.events() == [
        ("2024-05-20", "Quito", 1, {urls(2)[1]}),
        ("2024-05-13", "Lima", 1, set(urls(2))),
    ]


async def test_forgetting_one_copy_leaves_the_others(desk: Desk) -> None:
    for url, paragraphs in zip(urls(3), VARIANTS[:3], strict=True):
        await desk.add(url, *paragraphs)
    await desk.record.forget(urls(3)[0])
    assert await desk.events() == [("2024-05-13", "Lima", 1, set(urls(3)[1:]))]
    for url in urls(3)[1:]:
        await desk.record.forget(url)
    assert await desk.events() == []


async def test_a_correction_replaces_and_the_old_text_elsewhere_does_not_bring_it_back(desk: Desk) -> None:
    one, two = urls(2)
    corrected = (PARAGRAPHS[0].replace("on Monday", "on Tuesday"), *PARAGRAPHS[1:])
    await desk.add(one, *PARAGRAPHS)
    assert await desk.add(two, *PARAGRAPHS) is AddStatus.UNCHANGED
    assert await desk.add(one, *corrected) is AddStatus.UPDATED
    for _ in range(2):
        assert await desk.add(two, *PARAGRAPHS) is AddStatus.UNCHANGED
        assert await desk.add(one, *corrected) is AddStatus.UNCHANGED
    assert await desk.events() == [("2024-05-14", "Lima", 1, {one, two})]
    assert await desk.add(two, *corrected) is AddStatus.UNCHANGED


async def test_undo_withdraws_what_was_new(desk: Desk) -> None:
    await desk.add(urls(1)[0], *PARAGRAPHS)
    done = await desk.record.undo(desk.last.article_id, 1)
    assert done.removed == desk.last.event_ids
    assert await desk.events() == []
    with pytest.raises(NotStored):
        await desk.record.undo(desk.last.article_id, 1)


async def test_undo_of_a_correction_brings_the_text_before_back(desk: Desk) -> None:
    url = urls(1)[0]
    await desk.add(url, *PARAGRAPHS)
    before = await desk.events()
    await desk.add(url, *PARAGRAPHS, "He then paid a visit to Quito.")
    assert desk.last.version == 2
    with pytest.raises(NotStored):
        await desk.record.undo(desk.last.article_id, 1)
    await desk.record.undo(desk.last.article_id, 2)
    assert await desk.events() == before
    stored = await desk.store.articles.get(desk.last.article_id)
    assert stored is not None
    assert (stored.version, stored.text) == (1, "\n\n".join(PARAGRAPHS))


async def test_undo_is_for_the_scope_that_added(desk: Desk) -> None:
    await desk.add(urls(1)[0], *PARAGRAPHS, scope="guild:1")
    with pytest.raises(NotStored):
        await desk.record.undo(desk.last.article_id, 1, "guild:2")
    await desk.record.undo(desk.last.article_id, 1, "guild:1")


async def test_an_archive_read_again_brings_no_old_version_back(desk: Desk) -> None:
    texts = ["\n\n".join(PARAGRAPHS), "\n\n".join((*PARAGRAPHS, "He then paid a visit to Quito."))]
    articles = [Article("Talks", text, "2024-05-14", PublishedBasis.GIVEN, url=urls(1)[0]) for text in texts]
    first = await desk.record.add_many(articles, keep_newer=True)
    again = await desk.record.add_many(articles, keep_newer=True)
    assert [a.status for a in first if not isinstance(a, Exception)] == [AddStatus.NEW, AddStatus.UPDATED]
    assert [a.status for a in again if not isinstance(a, Exception)] == [AddStatus.UNCHANGED] * 2
    assert len(await desk.events()) == 2


async def test_the_answer_links_every_address(desk: Desk) -> None:
    from briefings import world
    from briefings.cards import CardMaker

    for url, paragraphs in zip(urls(3), VARIANTS[:3], strict=True):
        await desk.add(url, *paragraphs)
    [event] = (await desk.store.events.query(EventQuery())).events
    card = CardMaker(world.load(), datetime(2024, 5, 15, tzinfo=UTC).date()).card(event)
    [source] = card.sources
    assert {source.url, *source.also} == set(urls(3))
