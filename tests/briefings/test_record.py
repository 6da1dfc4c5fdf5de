"""The one door: what is new, corrected, copied, withdrawn or read again, and that nothing is half-stored."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefings.errors import NotStored
from briefings.models import Article, Event, Kind, Place, PublishedBasis, Reading, Status
from briefings.record import Added, AddStatus, ReadingFailed, Record
from briefings.store import open_store
from briefings.store.protocol import ALL, EventQuery, Store, scopes_of
from tests.briefings.notation import NotationReader, article_of

NOW = datetime(2024, 9, 30, 8, tzinfo=UTC)
MODI = "held meeting IN RU | 2024-07-09 | RU Moscow | Narendra Modi; Vladimir Putin"
ORBAN = "held meeting HU RU | 2024-07-05 | RU Moscow | Viktor Orban"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await open_store(tmp_path / "record.sqlite3") as opened:
        yield opened


@pytest.fixture
def reader() -> NotationReader:
    return NotationReader()


@pytest.fixture
def record(store: Store, reader: NotationReader) -> Record:
    return Record(store, reader, lambda: NOW)


async def everything(store: Store, scope: str = ALL) -> list[tuple[str, str, str | None, list[str]]]:
    """(id, who, when, articles) of every event that `scope` sees."""
    page = await store.events.query(EventQuery(scopes=scopes_of(scope), limit=1000))
    assert page.total == len(page.events)
    return [
        (e.id, "+".join(e.event.actors), e.event.start, [source.article for source in e.sources])
        for e in page.events
    ]


async def test_a_new_article_and_its_events(store: Store, record: Record) -> None:
    article = article_of(
        MODI, ORBAN, published="2024-07-10", url="https://News.example/a?utm_source=x", title="Two visits"
    )
    added = await record.add(article)
    assert (added.status, added.article_id) == (AddStatus.NEW, "a1")
    assert (added.event_ids, added.new_events, added.merged_events) == (("e1", "e2"), ("e1", "e2"), ())
    kept = await store.articles.get("a1")
    assert kept is not None
    assert (kept.text, kept.version, kept.reader, kept.published) == (
        article.text,
        1,
        "notation 1",
        "2024-07-10",
    )
    assert kept.urls == ("https://news.example/a",)
    event = await store.events.get("E1")
    assert event is not None
    assert event.first_recorded == event.last_changed == NOW
    assert event.sources[0].url == article.url


async def test_the_same_text_again_changes_nothing_whatever_its_date(
    store: Store, record: Record, reader: NotationReader
) -> None:
    article = article_of(MODI, published="2024-07-10", url="https://news.example/a")
    await record.add(article)
    before = await everything(store)
    again = await record.add(replace(article, published="2024-09-29"))
    assert (again.status, again.article_id) == (AddStatus.UNCHANGED, "a1")
    assert (again.event_ids, again.new_events, again.merged_events) == (("e1",), (), ())
    assert await everything(store) == before
    assert len(reader.read_articles) == 1


async def test_a_corrected_text_replaces_what_the_old_one_said(store: Store, record: Record) -> None:
    url = "https://news.example/a"
    await record.add(article_of(MODI, ORBAN, published="2024-07-10", url=url))
    corrected = await record.add(article_of(MODI.replace("07-09", "07-08"), published="2024-07-10", url=url))
    assert corrected.status is AddStatus.UPDATED
    assert await everything(store) == [("e1", "IN+RU", "2024-07-08", ["a1"])]
    assert await store.events.get("e2") is None
    assert [version.version for version in await store.articles.versions("a1")] == [1, 2]
    restored = await record.add(article_of(MODI, ORBAN, published="2024-07-10", url=url))
    assert restored.status is AddStatus.UPDATED
    assert len(await everything(store)) == 2


async def test_the_same_text_elsewhere_is_one_source_with_two_addresses(store: Store, record: Record) -> None:
    await record.add(article_of(MODI, published="2024-07-10", url="https://news.example/a"))
    copy = await record.add(article_of(MODI, published="2024-07-11", url="https://copy.example/b"))
    assert copy.status is AddStatus.UNCHANGED
    (source,) = (await store.events.query(EventQuery())).events[0].sources
    assert source.urls == ("https://copy.example/b",)
    kept = await store.articles.get("https://copy.example/b")
    assert kept is not None
    assert kept.id == "a1"


async def test_corrected_into_a_copy_of_another(store: Store, record: Record) -> None:
    await record.add(article_of(MODI, published="2024-07-10", url="https://news.example/a"))
    await record.add(article_of(ORBAN, published="2024-07-10", url="https://news.example/b"))
    merged = await record.add(article_of(MODI, published="2024-07-10", url="https://news.example/b"))
    assert (merged.status, merged.article_id) == (AddStatus.UPDATED, "a1")
    assert await everything(store) == [("e1", "IN+RU", "2024-07-09", ["a1"])]


async def test_several_articles_of_one_event_and_a_withdrawal(store: Store, record: Record) -> None:
    first = await record.add(article_of(MODI, published="2024-07-10", url="https://one.example/"))
    second = await record.add(article_of(MODI, ORBAN, published="2024-07-11", url="https://two.example/"))
    assert (first.new_events, first.merged_events) == (("e1",), ())
    assert (second.new_events, second.merged_events) == (("e2",), ("e1",))
    gone = await record.forget("https://two.example/?utm_medium=mail")
    assert (gone.article_id, gone.removed, gone.changed) == ("a2", ("e2",), ("e1",))
    assert await everything(store) == [("e1", "IN+RU", "2024-07-09", ["a1"])]
    with pytest.raises(NotStored, match="a2"):
        await record.forget("a2")
    assert (await record.forget("a1")).removed == ("e1",)
    assert await everything(store) == []
    assert (await record.add(article_of(MODI))).event_ids == ("e3",)  # ids are never used again


async def test_ids_of_merged_events_lead_on(store: Store, record: Record) -> None:
    await record.add(
        article_of("held meeting IN RU | 2024-07 | RU Moscow", published="2024-07-12", title="one")
    )
    await record.add(article_of("held meeting IN RU | 2024-06 | RU", published="2024-05-30", title="two"))
    assert len(await everything(store)) == 2
    url = "https://news.example/three"
    await record.forget("a2")
    await record.add(article_of("held meeting IN RU | 2024-03-01 | RU", published="2024-07-12", url=url))
    assert [row[0] for row in await everything(store)] == ["e1", "e3"]
    await record.add(article_of("held meeting IN RU | 2024-07 | RU", published="2024-07-12", url=url))
    assert [row[0] for row in await everything(store)] == ["e1"]
    led = await store.events.get("e3")
    assert led is not None
    assert led.id == "e1"


async def test_the_day_an_event_was_recorded_survives_and_changes_are_dated(
    store: Store, tmp_path: Path
) -> None:
    moments = iter(datetime(2024, 7, day, tzinfo=UTC) for day in (1, 2, 3))
    record = Record(store, NotationReader(), lambda: next(moments))
    await record.add(
        article_of("upcoming visit IN RU | 2024-07 | RU Moscow", published="2024-07-01", title="one")
    )
    await record.add(
        article_of("upcoming visit IN RU | 2024-07 | RU Moscow", published="2024-07-02", title="two")
    )
    (event,) = (await store.events.query(EventQuery())).events
    assert (event.first_recorded.day, event.last_changed.day, len(event.sources)) == (1, 1, 2)
    await record.add(
        article_of("upcoming visit IN RU | 2024-07-08 | RU Moscow", published="2024-07-03", title="three")
    )
    (event,) = (await store.events.query(EventQuery())).events
    assert (event.first_recorded.day, event.last_changed.day) == (1, 3)
    assert await store.events.since(datetime(2024, 7, 2, tzinfo=UTC)) == (event,)


async def test_a_preview_stores_nothing(store: Store, record: Record) -> None:
    await record.add(article_of(MODI, published="2024-07-10", title="one"))
    preview = await record.preview(article_of(MODI, ORBAN, published="2024-07-11", title="two"))
    assert preview.added.status is AddStatus.NEW
    assert [len(event.sources) for event in preview.events] == [2, 1]
    assert len(preview.reading.events) == 2
    assert len(await everything(store)) == 1
    assert await store.articles.count() == 1


async def test_a_failed_article_leaves_a_letter_and_nothing_else(
    store: Store, record: Record, reader: NotationReader
) -> None:
    broken = article_of(MODI, title="unreadable", url="https://news.example/bad")
    with pytest.raises(ReadingFailed, match="could not be read"):
        await record.add(broken)
    with pytest.raises(ReadingFailed):
        await record.add(broken)
    assert await store.articles.count() == 0
    (letter,) = await store.dead_letters.all()
    assert (letter.attempts, letter.reason) == (2, "this one breaks the reader")
    (still,) = await record.retry()
    assert isinstance(still, ReadingFailed)

    class Mended(NotationReader):
        def read(self, article: Article, *, explain: bool = False) -> Reading:
            return super().read(replace(article, text=article.text.replace("unreadable", "")))

    (mended,) = await Record(store, Mended(), lambda: NOW).retry()
    assert isinstance(mended, Added)
    assert await store.dead_letters.all() == ()


async def test_one_failure_does_not_stop_a_batch(store: Store, record: Record) -> None:
    outcomes = await record.add_many(
        [
            article_of(MODI, title="one"),
            article_of(title="unreadable"),
            article_of(MODI, title="two"),
            article_of(MODI, title="one"),
        ]
    )
    kinds = [o.status if isinstance(o, Added) else "failed" for o in outcomes]
    assert kinds == [AddStatus.NEW, "failed", AddStatus.NEW, AddStatus.UNCHANGED]
    first, _, second, _ = outcomes
    assert isinstance(first, Added)
    assert isinstance(second, Added)
    assert (first.new_events, second.new_events, second.merged_events) == (("e1",), (), ("e1",))


async def test_many_tasks_add_the_same_article_at_once(store: Store, record: Record) -> None:
    article = article_of(MODI, published="2024-07-10", url="https://news.example/a")
    added = await asyncio.gather(*(record.add(article) for _ in range(12)))
    assert sorted(a.status for a in added).count(AddStatus.NEW) == 1
    assert {a.article_id for a in added} == {"a1"}
    assert len(await everything(store)) == 1


async def test_cancelled_in_the_middle_nothing_is_half_stored(store: Store, record: Record) -> None:
    for delay in range(0, 40, 2):
        task = asyncio.create_task(record.add(article_of(MODI, ORBAN, title=f"number {delay}")))
        for _ in range(delay):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    count = await store.articles.count()
    rows = await everything(store)
    assert all(len(articles) == count for *_, articles in rows)
    assert (await record.add(article_of(MODI, ORBAN, title="after"))).status is AddStatus.NEW


async def test_read_again_with_a_better_reader(store: Store, record: Record) -> None:
    await record.add(article_of(MODI, ORBAN, published="2024-07-10", title="one"))
    await record.add(article_of(ORBAN, published="2024-07-11", title="two"))

    class Better(NotationReader):
        def read(self, article: Article, *, explain: bool = False) -> Reading:
            reading = super().read(article)
            kept = [replace(e, start="2024-07-08") if "IN" in e.actors else e for e in reading.events]
            return replace(reading, events=tuple(kept))

    better = Record(store, Better("2"), lambda: NOW)
    before = await everything(store)
    seen: list[tuple[int, int]] = []
    (change,) = await better.reread(progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]
    assert (change.article_id, change.gone[0].start, change.found[0].start) == (
        "a1",
        "2024-07-09",
        "2024-07-08",
    )
    assert await everything(store) == before
    assert len(await better.reread(apply=True)) == 1
    assert await everything(store) == [
        ("e1", "IN+RU", "2024-07-08", ["a1"]),
        ("e2", "HU+RU", "2024-07-05", ["a1", "a2"]),
    ]
    assert [a.reader for a in [await store.articles.get("a1")] if a] == ["notation 2"]
    assert await better.reread(apply=True) == ()


async def test_a_server_sees_its_own_with_everyones(store: Store, record: Record) -> None:
    await record.add(article_of(MODI, published="2024-07-10", title="for all"))
    own = await record.add(article_of(MODI, ORBAN, published="2024-07-11", title="for one"), "guild:1")
    assert [row[3] for row in await everything(store)] == [["a1"]]
    assert [row[3] for row in await everything(store, "guild:2")] == [["a1"]]
    assert [(row[1], row[3]) for row in await everything(store, "guild:1")] == [
        ("IN+RU", ["a1", "a2"]),
        ("HU+RU", ["a2"]),
    ]
    assert own.new_events == ("e2", "e3")
    assert await store.events.get("e3") is None
    assert await store.articles.get("a2") is None
    shown = await store.events.get("e1", scopes_of("guild:1"))
    assert shown is not None
    assert shown.id == "e2"
    known = await record.add(article_of(MODI, published="2024-07-10", title="for all"), "guild:1")
    assert (known.status, known.article_id) == (AddStatus.UNCHANGED, "a1")
    with pytest.raises(NotStored):
        await record.forget("a1", "guild:1")
    await record.forget("a1")
    assert [row[3] for row in await everything(store, "guild:1")] == [["a2"], ["a2"]]


async def test_everyone_learns_what_a_server_knew(store: Store, record: Record) -> None:
    await record.add(article_of(MODI, published="2024-07-10", title="same"), "guild:1")
    await record.add(article_of(MODI, published="2024-07-10", title="same"))
    assert [row[3] for row in await everything(store, "guild:1")] == [["a2"]]
    assert [row[3] for row in await everything(store)] == [["a2"]]
    await record.forget("a2")
    assert [row[3] for row in await everything(store, "guild:1")] == [["a1"]]


async def test_the_order_of_articles_does_not_matter(tmp_path: Path) -> None:
    shuffling = random.Random(5)
    lines = [
        MODI,
        ORBAN,
        "held visit IN RU | | RU",
        "held meeting IN RU | 2024-06 | RU Moscow",
        "upcoming summit RU IN | 2024-10 | RU Kazan | | BRICS",
        "upcoming summit CN | 2024-10-22..2024-10-24 | RU | | BRICS",
    ]
    articles = [
        article_of(*shuffling.sample(lines, 2), published=f"2024-07-{day:02}", title=f"number {day}")
        for day in range(10, 26)
    ]
    outcomes = set()
    for attempt in range(4):
        async with await open_store(tmp_path / f"{attempt}.sqlite3") as store:
            record = Record(store, NotationReader(), lambda: NOW)
            for article in articles:
                await record.add(article)
            events = (await store.events.query(EventQuery(limit=100))).events
            outcomes.add(
                tuple(sorted((str(e.event), tuple(sorted(s.title or "" for s in e.sources))) for e in events))
            )
        shuffling.shuffle(articles)
    assert len(outcomes) == 1


def _gold() -> list[tuple[str, dict[str, object]]]:
    import json

    folder = Path(__file__).parents[2].parent / "shared" / "corpus" / "seeds-gold"
    return [
        (path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.json"))
    ]


class LabelReader:
    """Finds in an article what its label says; the title is the label's name."""

    name, version = "labels", "1"

    def __init__(self, dated: bool) -> None:
        self.dated = dated
        self.labels = dict(_gold())

    def read(self, article: Article, *, explain: bool = False) -> Reading:
        events = []
        label: dict[str, object] = self.labels[article.title or ""]
        for found in label["events"]:  # type: ignore[attr-defined]
            place = found["place"] or {}
            events.append(
                Event(
                    Kind(found["kind"]),
                    Status(found["status"]),
                    tuple(found["actors"]),
                    start=found["start"] if self.dated or found["status"] == "upcoming" else None,
                    people=tuple(sorted(found["people"])),
                    organisation=found["organisation"],
                    name=found["name"],
                    place=Place(place.get("country"), place.get("city")),
                    quote=found["quote"],
                )
            )
        published = str(label["published"]) if self.dated and label["published"] else None
        return Reading(
            tuple(events), published, PublishedBasis.GIVEN if published else PublishedBasis.UNKNOWN
        )


@pytest.mark.skipif(not _gold(), reason="the labelled articles are not here")
@pytest.mark.parametrize("dated", [True, False], ids=["dated", "undated"])
async def test_the_labelled_articles_in_one_store(tmp_path: Path, dated: bool) -> None:
    async with await open_store(tmp_path / "seeds.sqlite3") as store:
        record = Record(store, LabelReader(dated), lambda: NOW)
        for name, _ in _gold():
            await record.add(Article(name, f"The text of {name}."))
        modi = (await store.events.query(EventQuery(actors=("IN", "RU"), kinds=(Kind.MEETING,)))).events
        assert len(modi) == 1
        assert len(modi[0].sources) == 3
        assert modi[0].event.place == Place("RU", "Moscow")
        if dated:
            assert modi[0].event.start == "2024-07"
            assert [difference.field for difference in modi[0].differs] == ["start"]
        summits = (await store.events.query(EventQuery(kinds=(Kind.SUMMIT,), actors=("BRICS",)))).events
        assert [(s.event.place.city, s.event.start, len(s.sources)) for s in summits] == [
            ("Kazan", "2024-10", 2)
        ]
