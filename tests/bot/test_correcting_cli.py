"""`dragoman correct` on a real record."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import dragoman
from briefings.record import Record
from briefings.store import open_store
from tests.briefings.notation import NotationReader, article_of

MODI = "held meeting IN RU | 2024-07-09 | RU Moscow | Narendra Modi; Vladimir Putin"
ORBAN = "held meeting HU RU | 2024-07-05 | RU Moscow | Viktor Orban"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DRAGOMAN_DATABASE", str(tmp_path / "record.sqlite3"))
    asyncio.run(_fill(tmp_path / "record.sqlite3"))
    return lambda *words: CliRunner().invoke(dragoman, words)


async def _fill(path: Path) -> None:
    async with await open_store(path) as store:
        record = Record(store, NotationReader(), lambda: datetime(2024, 9, 30, 8, tzinfo=UTC))
        await record.add(
            article_of(MODI, ORBAN, published="2024-07-10", url="https://one.example/", title="one")
        )
        await record.add(article_of(MODI, published="2024-07-11", url="https://two.example/", title="two"))


def test_every_correction_and_its_history(run: Run) -> None:
    said = run("correct", "date", "e1", "12 July 2024")
    assert said.exit_code == 0
    assert "Corrected: Date (c1)" in said.output
    assert "Before: e1 · India and Russia: meeting · 9 July 2024" in said.output
    assert "Now: e1 · India and Russia: meeting · 12 July 2024" in said.output
    assert "every server" in said.output
    assert "dragoman correct undo c1" in said.output
    assert "12 July 2024" in run("ask", "/event e1").output
    assert "Kazan" in run("correct", "place", "e1", "--city", "kazan").output
    assert "China" in run("correct", "participants", "e1", "--add", "China, Xi Jinping").output
    assert "Corrected: Split" in run("correct", "split", "e1", "a2").output
    assert "Corrected: Merge" in run("correct", "merge", "e2", "e3").output
    assert "nowhere" in run("correct", "not-an-event", "e2").output
    assert "Taken back: Not an event" in run("correct", "undo", "c6").output
    history = run("correct", "history").output
    assert "c6 · Not an event" in history
    assert "taken back by whoever runs the bot" in history
    assert "c1 · Date: 12 July 2024" in history
    lines = [
        json.loads(line) for line in run("correct", "history", "--json", "--limit", "2").output.splitlines()
    ]
    assert [line["correction"] for line in lines] == ["c6", "c5"]
    assert lines[0]["state"] == "undone"
    assert lines[1]["what"] == "merge"


def test_json_says_what_was_and_what_is(run: Run) -> None:
    said = json.loads(run("correct", "date", "e1", "2024-07-12", "--until", "2024-07-13", "--json").output)
    assert (said["correction"], said["what"], said["scope"], said["undone"]) == ("c1", "date", "all", False)
    assert said["before"][0]["start"] == "2024-07-09"
    assert (said["after"][0]["start"], said["after"][0]["end"]) == ("2024-07-12", "2024-07-13")
    assert said["after"][0]["corrected"][0]["told"] == [{"value": "2024-07-09", "articles": ["a1", "a2"]}]


def test_for_one_server_only(run: Run) -> None:
    said = run("correct", "date", "e1", "2024-07-12", "--server", "5")
    assert "this server only" in said.output
    assert "undo c1 --server 5" in said.output
    assert "9 July 2024" in run("ask", "/event e1").output
    assert "Nothing has been corrected" in run("correct", "history").output
    assert "c1" in run("correct", "history", "--server", "5").output
    assert run("correct", "undo", "c1").exit_code == 1
    assert run("correct", "undo", "c1", "--server", "5").exit_code == 0


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        (("date", "e1", "soonish"), 1, "not a date"),
        (("date", "e9", "2024"), 1, "no event"),
        (("place", "e1"), 1, "Give a city"),
        (("participants", "e1", "--add", "Atlantis Republic X"), 1, "I know"),
        (("split", "e1", "a9"), 1, "no source"),
        (("split", "e1"), 2, "ARTICLE"),
        (("undo", "c9"), 1, "no correction"),
        (("nonsense",), 2, "nonsense"),
    ],
)
def test_what_cannot_be_corrected_is_said_in_a_sentence(
    run: Run, words: tuple[str, ...], code: int, reason: str
) -> None:
    said = run("correct", *words)
    assert said.exit_code == code
    assert reason in said.stderr
    assert "Traceback" not in said.output


@pytest.mark.parametrize(
    "command", ["date", "place", "participants", "merge", "split", "not-an-event", "undo", "history"]
)
def test_each_shows_examples(run: Run, command: str) -> None:
    said = run("correct", command, "--help")
    assert said.exit_code == 0
    assert f"dragoman correct {command}" in said.output
