"""The admin's calendars at the edges: in a running bot and on the command line."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import dragoman
from bot.settings import ConfigurationError, load_settings

ICS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Our desk\r\nBEGIN:VEVENT\r\nUID:desk-1\r\n"
    "SUMMARY:BRICS summit\r\nDTSTART;VALUE=DATE:20241022\r\nDTEND;VALUE=DATE:20241026\r\n"
    "LOCATION:Kazan\\, Russia\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with one calendar, named by the environment."""
    for name in [name for name in os.environ if name.upper().startswith("DRAGOMAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.ics").write_text(ICS, encoding="utf-8")
    monkeypatch.setenv("DRAGOMAN_CALENDARS", "own.ics")
    return tmp_path


def test_answers_and_digests_of_the_terminal_know_it(place: Path) -> None:
    for words in (("ask", "/upcoming BRICS"), ("digest",)):
        said = CliRunner().invoke(dragoman, (*words, "--as-of", "2024-09-30"))
        assert said.exit_code == 0
        assert "22–25 October 2024" in said.stdout
        assert "Our desk" in said.stdout


def test_answers_ask_for_no_other_setting(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DRAGOMAN_CALENDARS")
    (place / ".env").write_text("DRAGOMAN_FEED_MINUTES=often\n", encoding="utf-8")
    assert CliRunner().invoke(dragoman, ("ask", "/upcoming")).exit_code == 0
    (place / ".env").write_text("DRAGOMAN_CALENDARS=own.ics\n", encoding="utf-8")
    said = CliRunner().invoke(dragoman, ("ask", "/upcoming BRICS", "--as-of", "2024-09-30"))
    assert "Our desk" in said.stdout


def test_the_command_looks_at_them_now(place: Path) -> None:
    said = CliRunner().invoke(dragoman, ("calendars",))
    assert (said.exit_code, said.stdout) == (0, "own.ics: 1 summit\n")
    (place / "own.ics").write_text("nonsense", encoding="utf-8")
    said = CliRunner().invoke(dragoman, ("calendars", "--json"))
    assert said.exit_code == 1
    found = json.loads(said.stdout)
    assert found["summits"][0]["organisation"] == "BRICS"
    assert "no calendar" in found["error"]
    assert "What it held before holds on: 1 summit." in said.stderr


def test_without_one_it_says_how_to_name_one(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DRAGOMAN_CALENDARS")
    assert "set DRAGOMAN_CALENDARS" in CliRunner().invoke(dragoman, ("calendars",)).stdout


def test_paths_and_addresses_are_told_apart(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "DRAGOMAN_CALENDARS", "own.ics, webcal://desk.example/a.ics;https://desk.example/a.ics"
    )
    assert load_settings().calendars == ("own.ics", "https://desk.example/a.ics")
    for wrong in ("ftp://desk.example/a.ics", "http://127.0.0.1/a.ics"):
        monkeypatch.setenv("DRAGOMAN_CALENDARS", wrong)
        with pytest.raises(ConfigurationError, match="DRAGOMAN_CALENDARS"):
            load_settings()
