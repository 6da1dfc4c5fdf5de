"""The demo: packaged samples read by the real reader, the morning's digest, lines answered from a pipe."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import dragoman

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def talk() -> str:
    """One conversation with the demo."""
    lines = "/met india\n\n# a comment\n/upcoming\n/mett india\n/met indai\n/about\nhelp\n"
    result = CliRunner().invoke(dragoman, ["demo"], input=lines)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return result.stdout


def part(talk: str, asked: str) -> str:
    """The answer to one line."""
    return talk.split(f"> {asked}\n", 1)[1].split("\n> ", 1)[0]


def test_the_digest_leads_with_the_summit_in_kazan(talk: str) -> None:
    lines = talk.splitlines()
    assert lines[0] == "Diplomatic digest, Monday 30 September 2024"
    assert lines[2] == "Coming up"
    assert lines[3].startswith("  BRICS summit in Kazan — 22–24 October 2024, upcoming, in 22 days")
    expected = next(line for line in lines if line.startswith("    Expected: "))
    for guest in ("Brazil", "China", "Egypt", "Ethiopia", "India", "Iran", "Russia", "South Africa", "UAE"):
        assert guest in expected
    assert "articles say October 2024" in talk


def test_modi_and_putin_met_once_and_three_articles_say_so(talk: str) -> None:
    answer = part(talk, "/met india")
    events = [line for line in answer.splitlines() if line.startswith("  India and Russia")]
    assert len(events) == 1
    event = answer.split("India and Russia: meeting in Moscow", 1)[1]
    assert event.splitlines()[0].startswith(" — July 2024")
    assert "Narendra Modi and Vladimir Putin" in event
    for publisher in ("Harbour Courier", "Northern Dispatch", "Atlas Wire"):
        assert f"    - {publisher}: " in event


def test_what_is_ahead_names_the_guests(talk: str) -> None:
    answer = part(talk, "/upcoming")
    lead = answer.split("Announced in articles\n", 1)[1]
    assert lead.startswith("  BRICS summit in Kazan — 22–24 October 2024")
    assert lead.count("<https://") >= 2
    assert "From the packaged calendar of summits" in answer


def test_wrong_lines_are_answered_too(talk: str) -> None:
    assert "Did you mean /met?" in part(talk, "/mett india")
    assert "- India (ask: /met India)" in part(talk, "/met indai")
    assert "5 articles published 25 June 2024 to 15 July 2024" in part(talk, "/about")
    assert "/upcoming [who]" in part(talk, "help")


def test_the_analysis_tells_no_event(talk: str) -> None:
    assert "countries-in-between" not in talk


def test_another_day_is_another_digest() -> None:
    result = CliRunner().invoke(dragoman, ["demo", "--as-of", "2024-10-23"], input="quit\n/about\n")
    assert result.exit_code == 0
    assert "BRICS summit in Kazan — 22–24 October 2024, under way, until 24 October 2024" in result.stdout
    assert "Version" not in result.stdout


def test_a_person_gets_completion_and_answers_on_a_terminal(tmp_path: Path) -> None:
    leader, follower = pty.openpty()
    person = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo"],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TERM": "xterm", "TMPDIR": str(tmp_path)},
    )
    os.close(follower)
    seen, at = "", 0

    def until(words: str, typed: str) -> None:
        """Waits for `words` after those waited for before, then types."""
        nonlocal seen, at
        deadline = time.monotonic() + 30
        while words not in seen[at:] and time.monotonic() < deadline:
            if select.select([leader], [], [], 0.2)[0]:
                seen += os.read(leader, 65536).decode("utf-8", "replace")
        assert words in seen[at:], seen[-2000:]
        at = seen.index(words, at) + len(words)
        os.write(leader, typed.encode())

    try:
        until("dragoman>", "/met ind\t")
        until("Indonesia", "\x15/met turkmenistan\r")
        until("ncounters of Turkmenistan", "")
        until("dragoman>", "/quit\r")
        assert person.wait(30) == 0
    finally:
        person.kill()
        person.wait()
        os.close(leader)
    assert "BRICS summit in Kazan" in seen


def test_it_starts_quickly_and_leaves_nothing_behind(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "bot", "demo"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        env=environment,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "BRICS summit in Kazan" in done.stdout
    assert list(tmp_path.iterdir()) == []
    assert time.perf_counter() - begun < 60
