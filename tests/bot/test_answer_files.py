"""Files that come with an answer in the terminal: saved beside, never over another, described."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import dragoman
from bot.console.files import NotSaved, save
from briefings.answers import Attachment

AS_OF = ("--as-of", "2024-09-30")


def ask(folder: Path, *words: str) -> str:
    told = CliRunner().invoke(
        dragoman, ["ask", *words, "--database", str(folder / "none.sqlite3"), *AS_OF], catch_exceptions=False
    )
    assert told.exit_code == 0, told.output
    return told.output


def test_a_calendar_is_saved_and_the_next_one_beside_it(tmp_path: Path) -> None:
    output = ask(tmp_path, "/calendar", "--output", str(tmp_path))
    assert f"Saved: {tmp_path / 'upcoming.ics'}" in output
    first = (tmp_path / "upcoming.ics").read_bytes()
    assert first.startswith(b"BEGIN:VCALENDAR\r\n")
    ask(tmp_path, "/calendar", "--output", str(tmp_path))
    assert (tmp_path / "upcoming-2.ics").read_bytes() == first


def test_the_working_directory_is_where_it_is_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "Saved: upcoming-india.ics" in ask(tmp_path, "/calendar india")


def test_json_describes_the_file_and_says_where_it_is(tmp_path: Path) -> None:
    (line,) = ask(tmp_path, "/calendar", "--json", "--output", str(tmp_path)).splitlines()
    (file,) = json.loads(line)["files"]
    assert file["media_type"] == "text/calendar"
    assert file["bytes"] == Path(file["path"]).stat().st_size
    assert "A calendar file with" in file["described"]


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotSaved, match="cannot be written"):
        save([Attachment("a.csv", "text/csv", b"")], tmp_path / "missing")
    told = CliRunner().invoke(dragoman, ["ask", "/calendar", "--output", str(tmp_path / "missing"), *AS_OF])
    assert told.exit_code == 2
