"""Reading the stored articles again: today's rules, one transaction, and the words of merged events."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefings.models import Article, PublishedBasis, Reading
from briefings.reading.rules import RulesReader
from briefings.record import ReadingFailed, Record
from briefings.store import open_store
from briefings.store.protocol import EventQuery, Store

NOW = datetime(2024, 9, 30, 8, tzinfo=UTC)
FIRST = "Indian Prime Minister Narendra Modi met Vladimir Putin in Moscow in July to discuss nuclear power."
SECOND = "The Russian president, Vladimir Putin, met Narendra Modi on July 9."


class Older(RulesReader):
    """Yesterday's rules: everything happened on 1 July, and nothing was put in words."""

    @property
    def version(self) -> str:
        return "0"

    def read(self, article: Article, *, explain: bool = False) -> Reading:
        reading = super().read(article, explain=explain)
        return replace(
            reading, events=tuple(replace(e, summary="", start="2024-07-01") for e in reading.events)
        )


def article(text: str, title: str) -> Article:
    return Article(title, text, "2024-07-12", PublishedBasis.GIVEN, url=f"https://press.example/{title}")


async def everything(store: Store) -> list[tuple[str, str | None, str, int]]:
    page = await store.events.query(EventQuery())
    return [(e.id, e.event.start, e.event.summary, len(e.sources)) for e in page.events]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await open_store(tmp_path / "record.sqlite3") as opened:
        yield opened


async def test_todays_rules_replace_what_yesterdays_said(store: Store) -> None:
    old = Record(store, Older(), lambda: NOW)
    await old.add(article(FIRST, "one"))
    await old.add(article(SECOND, "two"))
    before = await everything(store)
    assert [entry[1:] for entry in before] == [("2024-07-01", before[0][2], 2)]
    today = Record(store, RulesReader(), lambda: NOW)

    shown = await today.reread()
    assert [(c.article_id, c.gone[0].start, c.found[0].start) for c in shown] == [
        ("a1", "2024-07-01", "2024-07"),
        ("a2", "2024-07-01", "2024-07-09"),
    ]
    assert await everything(store) == before

    assert await today.reread(apply=True) == shown
    ((event_id, start, summary, sources),) = await everything(store)
    assert (event_id, start, sources) == (before[0][0], "2024-07-09", 2)
    assert summary == (
        "Indian Prime Minister Narendra Modi and Russian President Vladimir Putin met in Moscow on 9 July"
        " 2024 to discuss nuclear power."
    )
    stored = [await store.articles.get(name) for name in ("a1", "a2")]
    assert [a.reader for a in stored if a] == ["rules 1", "rules 1"]
    assert await today.reread() == ()


async def test_a_reader_that_fails_on_one_article_changes_none(store: Store) -> None:
    old = Record(store, Older(), lambda: NOW)
    await old.add(article("Narendra Modi met Xi Jinping in Kazan on July 3.", "one"))
    await old.add(article(SECOND, "two"))
    before = await everything(store)

    class Fails(RulesReader):
        def read(self, article: Article, *, explain: bool = False) -> Reading:
            if "Putin" in article.text:
                raise ValueError("no longer")
            return super().read(article, explain=explain)

    with pytest.raises(ReadingFailed, match="no longer"):
        await Record(store, Fails(), lambda: NOW).reread(apply=True)
    assert await everything(store) == before
    assert [a.reader for a in [await store.articles.get("a1")] if a] == ["rules 0"]


async def test_a_crash_while_storing_changes_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    old = Record(store, Older(), lambda: NOW)
    await old.add(article(FIRST, "one"))
    await old.add(article("Narendra Modi met Xi Jinping in Kazan on July 3.", "two"))
    before = await everything(store)
    today = Record(store, RulesReader(), lambda: NOW)

    async def crash(*_: object) -> None:
        raise RuntimeError("the lights went out")

    monkeypatch.setattr("briefings.record.derive", crash)
    with pytest.raises(RuntimeError):
        await today.reread(apply=True)
    monkeypatch.undo()
    assert await everything(store) == before
    assert [a.reader for a in [await store.articles.get("a1")] if a] == ["rules 0"]
    assert len(await today.reread()) == 2
