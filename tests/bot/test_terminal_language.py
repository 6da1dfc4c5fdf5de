"""The terminal's language: the setting, its mistakes, and what stays English for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import dragoman


def ask(line: str, *options: str) -> Result:
    return CliRunner().invoke(dragoman, ["ask", line, *options])


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_answers_and_digests_are_in_the_language_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAGOMAN_LANGUAGE", "de")
    assert "Inhalt des Archivs: noch kein Artikel." in ask("/met india").stdout
    assert "Demnächst (30 Tage)" in ask("/upcoming days:30", "--as-of", "2024-09-30").stdout
    made = CliRunner().invoke(dragoman, ["digest", "--as-of", "2024-09-30"]).stdout
    assert made.startswith("Diplomatischer Überblick, Montag, 30. September 2024")
    assert "Ostasiengipfel, Vientiane — 11. Oktober 2024, bevorstehend, in 11 Tagen" in made


def test_programs_get_english_in_any_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAGOMAN_LANGUAGE", "ru")
    assert json.loads(ask("/upcoming", "--json", "--as-of", "2024-09-30").stdout)["title"] == "Coming up"
    made = CliRunner().invoke(dragoman, ["digest", "--json", "--as-of", "2024-09-30"]).stdout
    assert json.loads(made)["upcoming"][0]["when"].endswith("2024")


def test_a_language_there_is_no_catalogue_for_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAGOMAN_LANGUAGE", "tlh")
    result = ask("/about")
    assert result.exit_code == 78
    assert "DRAGOMAN_LANGUAGE: must be one of en, fr, es, de, pt, ru." in result.stderr
