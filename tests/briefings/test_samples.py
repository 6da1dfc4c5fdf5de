"""The packaged samples are real articles in our own words, with all that the demo needs."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import pytest

from briefings import samples
from briefings.models import PublishedBasis
from briefings.reading.rules import RulesReader
from briefings.record import Record
from briefings.store import open_store
from briefings.store.protocol import EventQuery

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def test_there_are_five_with_publisher_date_and_address() -> None:
    articles = samples.articles()
    assert len(articles) == len(samples.names()) == 5
    for article in articles:
        assert article.title
        assert article.source
        assert article.url is not None
        assert article.url.split("/")[2].endswith(".example")
        assert article.published is not None
        assert len(article.published) == len("2024-07-12")
        assert article.published_basis is PublishedBasis.GIVEN
        assert 150 <= len(article.text.split()) <= 350
    assert len({article.url for article in articles}) == 5


EVENTS = """
agreement held 2024-06 KP RU, Pyongyang
agreement held 2024-06 RU VN, Hanoi
meeting held 2024-05 CN RU, Beijing
meeting held 2024-06 KP RU, Pyongyang
meeting held 2024-06 RU VN, Hanoi
meeting held 2024-07 CN RU, Astana
meeting held 2024-07 HU RU, Moscow
meeting held 2024-07 IN RU, Moscow
meeting held 2024-07 RU TR, Astana
meeting held None HU UA, Kyiv
summit held 2024-07 CN KZ RU TR, Astana
summit upcoming 2024-10 AE BR CN EG ET IN IR RU ZA, Kazan
""".strip().splitlines()
"""What a newcomer sees in the demo: a false one among them is the first impression."""


async def test_together_they_tell_these_events_and_no_other(tmp_path: Path) -> None:
    async with await open_store(tmp_path / "samples.sqlite3") as store:
        record = Record(store, RulesReader(), lambda: datetime(2024, 9, 30, 8, tzinfo=UTC))
        for article in samples.articles():
            await record.add(article)
        page = await store.events.query(EventQuery(limit=100))
    told = [
        f"{e.kind} {e.status} {e.start} {' '.join(e.actors)}, {e.place.city}"
        for e in (one.event for one in page.events)
    ]
    assert sorted(told) == sorted(EVENTS)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    said = words(text)
    return {tuple(said[start : start + length]) for start in range(len(said) - length + 1)}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the articles whose facts they tell are not here")
def test_they_are_told_in_our_own_words() -> None:
    theirs = set(chain.from_iterable(runs(file.read_text("utf-8"), 9) for file in SEEDS.glob("*.txt")))
    assert theirs
    for name in samples.names():
        assert not runs(samples.data(name).decode(), 9) & theirs, name
