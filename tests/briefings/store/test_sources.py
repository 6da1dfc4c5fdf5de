"""What is polled and what it has shown, in the store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from briefings.store import open_store
from briefings.store.protocol import Store
from briefings.store.sources import Sighting, SourceEntry
from briefings.store.sqlite import sources

NOW = datetime(2024, 9, 30, 8, tzinfo=UTC)
SOON = NOW + timedelta(minutes=15)
URL = "https://news.example/feed"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await open_store(tmp_path / "record.sqlite3") as opened:
        yield opened


async def add(store: Store, url: str = URL, scope: str = "all", kind: str = "feed") -> SourceEntry:
    source, _ = await store.sources.add(scope, kind, url, added_by="me", at=NOW, title="News")
    return source


def seen(number: int, *, known: int | None = None, body: str | None = None) -> Sighting:
    return Sighting(known, f"g{number}", f"https://news.example/{number}", f"h{number}", body)


async def test_a_source_is_added_once_in_its_scope_and_kind(store: Store) -> None:
    first = await add(store)
    again, new = await store.sources.add("all", "feed", URL, added_by="you", at=SOON)
    assert (again, new) == (first, False)
    assert (first.added_by, first.first_poll, first.failures, first.next_poll) == ("me", True, 0, NOW)
    server, calendar = await add(store, scope="guild:5"), await add(store, kind="calendar")
    assert len({first.id, server.id, calendar.id}) == 3
    assert await store.sources.all(("all",)) == (first,)
    assert await store.sources.all() == (first, server)
    assert await store.sources.all(kind=None) == (first, server, calendar)
    assert await store.sources.remove(server.id)
    assert not await store.sources.remove(server.id)
    assert await store.sources.get(server.id) is None


async def test_what_is_due_comes_longest_overdue_first(store: Store) -> None:
    one, two = await add(store, "https://a.example/"), await add(store, "https://b.example/")
    await store.sources.postpone(one, SOON)
    assert [s.id for s in await store.sources.due(NOW)] == [two.id]
    assert [s.id for s in await store.sources.due(SOON)] == [two.id, one.id]
    await store.sources.pause(two.id)
    assert [s.id for s in await store.sources.due(SOON)] == [one.id]
    await store.sources.call(two.id, NOW)
    assert [s.id for s in await store.sources.due(SOON, limit=1)] == [two.id]


async def test_a_good_poll_ends_a_row_of_failures(store: Store) -> None:
    source = await add(store)
    for minute in range(3):
        failed = await store.sources.poll_failed(source.id, NOW + timedelta(minutes=minute), SOON, "no")
    assert failed is not None
    assert (failed.failures, failed.failing_since, failed.last_error) == (3, NOW, "no")
    await store.sources.set_reported(source.id, True)
    assert await store.sources.poll_went_well(source.id, SOON, SOON, etag='"1"', title="")
    well = await store.sources.get(source.id)
    assert well is not None
    assert (well.failures, well.failing_since, well.last_error, well.reported) == (0, None, None, True)
    assert (well.title, well.etag, well.last_modified, well.last_ok) == ("News", '"1"', None, SOON)
    assert not well.first_poll


async def test_items_wait_until_they_are_settled(store: Store) -> None:
    source = await add(store)
    await store.sources.poll_went_well(source.id, NOW, SOON, sightings=[seen(1, body="one"), seen(2)])
    [(entry, item)] = await store.sources.waiting(NOW)
    assert (entry.id, item.body, item.attempts) == (source.id, "one", 0)
    await store.sources.try_later(item.id, SOON)
    assert await store.sources.waiting(NOW) == ()
    [(_, item)] = await store.sources.waiting(SOON)
    assert item.attempts == 1
    await store.sources.settle(item.id, "done", "a7")
    assert await store.sources.counts(source.id) == {"done": 2}
    one, two = await store.sources.items(source.id)
    assert (one.article, one.body, two.article) == ("a7", None, None)
    await store.sources.poll_went_well(source.id, SOON, SOON, sightings=[seen(3, known=one.id, body="new")])
    [(_, item)] = await store.sources.waiting(SOON)
    assert (item.id, item.hash, item.article, item.attempts) == (one.id, "h3", "a7", 0)


async def test_a_removed_source_takes_its_items_along_and_takes_no_more(store: Store) -> None:
    source = await add(store)
    await store.sources.poll_went_well(source.id, NOW, SOON, sightings=[seen(1, body="x")])
    await store.sources.remove(source.id)
    assert await store.sources.waiting(SOON) == ()
    assert not await store.sources.poll_went_well(source.id, NOW, SOON, sightings=[seen(2, body="x")])
    assert await store.sources.poll_failed(source.id, NOW, SOON, "no") is None


async def test_old_items_go_but_never_what_waits(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "ITEMS_KEPT", 5)
    source = await add(store)
    await store.sources.poll_went_well(source.id, NOW, SOON, sightings=[seen(0, body="waits")])
    for hour in range(1, 4):
        at = NOW + timedelta(hours=hour)
        marks = [seen(hour * 10 + n) for n in range(4)]
        await store.sources.poll_went_well(source.id, at, at, sightings=marks)
    kept = [item.guid for item in await store.sources.items(source.id)]
    assert kept == ["g0", "g23", "g30", "g31", "g32", "g33"]


async def test_only_one_of_two_who_want_to_poll_may(store: Store) -> None:
    source = await add(store)
    assert await store.sources.postpone(source, SOON)
    assert not await store.sources.postpone(source, SOON)
