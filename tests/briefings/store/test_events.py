"""Questions to the recorded events: what is found, in which order, by which index."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.models import Kind, Status
from briefings.record import Record
from briefings.store import open_store
from briefings.store.protocol import EventQuery, Store
from briefings.store.sqlite.events import selection
from briefings.store.sqlite.rows import match_expression
from tests.briefings.notation import NotationReader, article_of

NOW = datetime(2024, 9, 30, 8, tzinfo=UTC)
ARTICLE = article_of(
    "held meeting IN RU | 2024-07-09 | RU Moscow | Narendra Modi | | | Modi came to Moscow",
    "held meeting HU RU | 2024-07 | RU Moscow | | | | Orbán flew in",
    "held call BR RU | 2024 | | | | | a call with Brasília",
    "held visit RU VN | | VN | | | | a journey to Vietnam",
    "upcoming summit CN IN RU | 2024-10-22..2024-10-24 | RU Kazan | | BRICS | BRICS summit | all to Kazan",
    "cancelled visit IN US | 2024-12 | IN New Delhi | | | | the journey was called off",
    "held agreement KP RU | 2024-06-19 | | | | | a pact",
    published="2024-07-12",
    title="A busy summer",
)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await open_store(tmp_path / "events.sqlite3") as opened:
        await Record(opened, NotationReader(), lambda: NOW).add(ARTICLE)
        yield opened


async def who(store: Store, query: EventQuery) -> list[str]:
    page = await store.events.query(query)
    assert page.total >= len(page.events)
    return ["+".join(event.event.actors) for event in page.events]


async def test_newest_first_coarse_after_fine_undated_last(store: Store) -> None:
    assert await who(store, EventQuery()) == [
        "IN+US",
        "CN+IN+RU",
        "IN+RU",
        "HU+RU",
        "KP+RU",
        "BR+RU",
        "RU+VN",
    ]
    page = await store.events.query(EventQuery(limit=2, offset=1))
    assert (["+".join(e.event.actors) for e in page.events], page.total) == (["CN+IN+RU", "IN+RU"], 7)
    assert (await store.events.query(EventQuery(limit=2, offset=99))).events == ()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (EventQuery(actors=("IN",)), ["IN+US", "CN+IN+RU", "IN+RU"]),
        (EventQuery(actors=("IN", "RU")), ["CN+IN+RU", "IN+RU"]),
        (EventQuery(actors=("RU", "IN", "IN", "CN")), ["CN+IN+RU"]),
        (EventQuery(actors=("BRICS",)), ["CN+IN+RU"]),
        (EventQuery(actors=("FR",)), []),
        (EventQuery(since="2024-07-20", until="2024-07"), ["HU+RU", "BR+RU"]),
        (EventQuery(since="2024-10-24"), ["IN+US", "CN+IN+RU", "BR+RU"]),
        (EventQuery(until="2024-06"), ["KP+RU", "BR+RU"]),
        (EventQuery(actors=("RU",), since="2025"), []),
        (EventQuery(kinds=(Kind.CALL, Kind.AGREEMENT)), ["KP+RU", "BR+RU"]),
        (EventQuery(statuses=(Status.CANCELLED,)), ["IN+US"]),
        (
            EventQuery(begun_by="2024-09-30", statuses=(Status.HELD, Status.UPCOMING), actors=("IN",)),
            ["IN+RU"],
        ),
        (EventQuery(begun_by="2024-10-22", actors=("IN",), statuses=(Status.UPCOMING,)), ["CN+IN+RU"]),
        (EventQuery(text="modi MOSCOW"), ["IN+RU"]),
        (EventQuery(text="orban"), ["HU+RU"]),
        (EventQuery(text="Brasilia"), ["BR+RU"]),
        (EventQuery(text="kaz"), ["CN+IN+RU"]),
        (EventQuery(text="moscow", actors=("HU",)), ["HU+RU"]),
        (EventQuery(text="busy summer", limit=1), ["IN+US"]),
        (EventQuery(text='"'), []),
        (EventQuery(text=""), []),
    ],
)
async def test_conditions(store: Store, query: EventQuery, expected: list[str]) -> None:
    assert await who(store, query) == expected


async def test_upcoming(store: Store) -> None:
    async def ahead(*args: str, **options: object) -> list[str]:
        found = await store.events.upcoming(*args, **options)  # type: ignore[arg-type]
        return ["+".join(event.event.actors) for event in found]

    assert await ahead("2024-10-24", "2024-12-31") == ["CN+IN+RU", "IN+US"]
    assert await ahead("2024-10-25", "2024-11-30") == []
    assert await ahead("2024-09-30", "2024-12-01", actors=("US", "BRICS")) == ["CN+IN+RU", "IN+US"]
    assert await ahead("2024-09-30", "2024-12-01", statuses=(Status.UPCOMING,)) == ["CN+IN+RU"]
    held = (Status.HELD,)
    assert await ahead("2024-07-09", "2024-07-09", statuses=held, undated_since="2024-07-01") == [
        "BR+RU",
        "HU+RU",
        "IN+RU",
        "RU+VN",
    ]


async def test_coverage_ids_and_tellings(store: Store) -> None:
    coverage = await store.articles.coverage()
    assert (coverage.articles, coverage.events, coverage.first_published) == (1, 7, "2024-07-12")
    for wrong in ("", "e", "e999", "7", "e-1", "е1", "e1; DROP TABLE event", "e" + "9" * 40, "a1"):
        assert await store.events.get(wrong) is None
    (telling,) = await store.events.tellings("e1")
    assert telling.event.quote == "Modi came to Moscow"
    assert telling.source.article == "a1"
    assert len(await store.articles.events("a1")) == 7


async def test_people_are_found_by_any_spelling_once(store: Store) -> None:
    assert await who(store, EventQuery(people=("narendra MODI",))) == ["IN+RU"]
    assert await who(store, EventQuery(people=("Nobody", "Narendra Modi"))) == ["IN+RU"]
    assert await who(store, EventQuery(people=("Narendra Modi",), actors=("HU",))) == []
    assert await who(store, EventQuery(people=("Narendra Modi",), until="2023")) == []


async def test_oldest_first_is_the_other_way_round_without_undated_ones(store: Store) -> None:
    query = EventQuery(actors=("RU",), oldest_first=True)
    assert await who(store, query) == ["BR+RU", "KP+RU", "HU+RU", "IN+RU", "CN+IN+RU"]


async def test_events_are_counted_without_being_read(store: Store) -> None:
    with_russia = EventQuery(actors=("RU",), statuses=(Status.HELD,))
    spans = await store.counts.spans(with_russia)
    assert [span.start for span in spans] == ["2024", "2024-06-19", "2024-07", "2024-07-09"]
    assert spans[0].last_day == "2024-12-31"
    tally = await store.counts.by_month("RU", with_russia)
    assert {(one.month, one.actor): one.events for one in tally} == {
        ("2024-06", "KP"): 1,
        ("2024-07", "IN"): 1,
        ("2024-07", "HU"): 1,
        ("2024", "BR"): 1,
        (None, "VN"): 1,
    }
    assert await store.counts.between(("RU", "IN", "HU"), EventQuery(statuses=(Status.HELD,))) == {
        ("HU", "RU"): 1,
        ("IN", "RU"): 1,
    }
    assert await store.counts.people("modi") == (("Narendra Modi", 1),)
    assert await store.counts.actors(EventQuery(limit=2)) == (("RU", 6), ("IN", 3))


@given(st.text())
def test_no_search_text_breaks_the_expression(text: str) -> None:
    expression = match_expression(text)
    if expression is None:
        return
    plain = sqlite3.connect(":memory:")
    try:
        plain.execute("CREATE VIRTUAL TABLE w USING fts5 (words, tokenize = 'unicode61 remove_diacritics 2')")
        plain.execute("SELECT * FROM w WHERE w MATCH ?", (expression,)).fetchall()
    finally:
        plain.close()


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (EventQuery(actors=("IN",)), "SEARCH x USING PRIMARY KEY (actor=?"),
        (EventQuery(actors=("IN", "RU")), "SEARCH x USING PRIMARY KEY (actor=?"),
        (
            EventQuery(actors=("IN",), since="2024", until="2024-06"),
            "SEARCH x USING PRIMARY KEY (actor=? AND sort>? AND sort<?)",
        ),
        (
            EventQuery(actors=("IN",), kinds=(Kind.CALL,), scopes=("all", "guild:1")),
            "SEARCH x USING PRIMARY KEY (actor=?",
        ),
        (EventQuery(), "SCAN x USING COVERING INDEX event_by_sort"),
        (EventQuery(people=("Narendra Modi",)), "SEARCH x USING PRIMARY KEY (person=?"),
        (
            EventQuery(actors=("IN", "RU"), oldest_first=True),
            "SEARCH x USING PRIMARY KEY (actor=? AND sort>?",
        ),
    ],
)
async def test_a_page_reads_only_what_it_shows(store: Store, query: EventQuery, index: str) -> None:
    chosen = selection(query)
    assert chosen is not None
    plain = sqlite3.connect(store.path)
    try:
        plan = [
            row[3] for row in plain.execute(f"EXPLAIN QUERY PLAN {chosen.page()}", [*chosen.values, 10, 0])
        ]
    finally:
        plain.close()
    assert any(line.startswith(index) for line in plan), plan
    assert any("SEARCH e USING INTEGER PRIMARY KEY" in line for line in plan), plan
    inner = plan[: next(i for i, line in enumerate(plan) if line.startswith("SCAN p"))]
    assert not any("TEMP B-TREE" in line for line in inner), plan
