"""The command line through click's runner and real processes: output, exit codes, bad input, streams."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import COMMANDS, dragoman

ROOT = Path(__file__).parents[2]

LISBON = """---
title: "Portugal receives Chile's president"
published: 2024-03-14
source: The Quay Gazette
url: https://quay.example/lisbon
---

LISBON, March 14 - Chilean President Gabriel Boric met Prime Minister Antonio Costa in Lisbon on Tuesday.
"""


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory with one article, and no settings from outside."""
    for name in list(os.environ):
        if name.upper().startswith("DRAGOMAN_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "lisbon.md").write_text(LISBON, encoding="utf-8")
    return tmp_path


def call(*words: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(dragoman, words, input=stdin)


def objects(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def process(*words: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    plain = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "bot", *words],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=plain,
        timeout=60,
        check=False,
    )


def test_help_shows_every_command_exit_codes_and_examples() -> None:
    said = call("--help").stdout
    for name in COMMANDS:
        assert f"\n  {name} " in said
    assert "78  configuration" in said
    assert call("-h").stdout == said


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_with_an_example(name: str) -> None:
    result = call(name, "--help")
    assert result.exit_code == 0
    assert name in ("check", "health") or f"dragoman {name}" in result.stdout


def test_help_and_version_import_nothing_heavy() -> None:
    script = (
        "import sys\nfrom bot.__main__ import main\nsys.argv = ['dragoman', '--version']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'rich', 'discord', 'pydantic', 'prompt_toolkit', 'yaml', 'aiosqlite'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, timeout=60, check=True
    )
    assert done.stdout.startswith("dragoman ")
    assert done.stdout.endswith("[]\n")


def test_usage_errors_are_two_and_name_the_nearest(files: Path) -> None:
    unknown = call("aks")
    assert unknown.exit_code == 2
    assert "Did you mean 'ask'?" in unknown.stderr
    slash = call("/met", "india")
    assert slash.exit_code == 2
    assert 'dragoman ask "/met' in slash.stderr
    command = call("ask", "/mett india")
    assert command.exit_code == 2
    assert "Did you mean /met?" in command.stderr
    assert command.stdout == ""
    option = call("ask", "/met india wiht:china")
    assert option.exit_code == 2
    assert "Did you mean “with:”?" in option.stderr
    assert call("read").exit_code == 2
    assert "Write it like 2024-09-30" in call("ask", "/met india", "--as-of", "yesterday").stderr
    assert call("read", "--published", "2024-13-01", "lisbon.md").exit_code == 2


def test_read_prints_events_and_stores_nothing(files: Path) -> None:
    result = call("read", "lisbon.md")
    assert result.exit_code == 0
    assert "Chile and Portugal: meeting in Lisbon — 12 March 2024" in result.stdout
    assert "Published 14 March 2024 (given)" in result.stdout
    assert sorted(path.name for path in files.iterdir()) == ["lisbon.md"]


def test_read_as_json_has_the_promised_shape(files: Path) -> None:
    (said,) = objects(call("read", "--json", "lisbon.md"))
    assert list(said) == ["path", "title", "published", "published_basis", "events"]
    assert said["published_basis"] == "given"
    assert set(said["events"][0]) == {
        "kind", "status", "start", "end", "date_basis", "actors", "people", "organisation", "name", "place",
        "summary", "quote",
    }  # fmt: skip
    assert said["events"][0]["actors"] == ["CL", "PT"]
    (later,) = objects(call("read", "--json", "--published", "2024-03-22", "lisbon.md"))
    assert (later["published"], later["published_basis"]) == ("2024-03-22", "given")


def test_read_explains_itself(files: Path) -> None:
    result = call("read", "--explain", "lisbon.md")
    assert "→" in result.stdout
    (said,) = objects(call("read", "--explain", "--json", "lisbon.md"))
    assert {"event", "rule", "words", "outcome"} == set(said["steps"][0])


def bad_files(directory: Path) -> list[str]:
    (directory / "empty.md").write_bytes(b"")
    (directory / "binary.md").write_bytes(bytes(range(256)) * 20)
    (directory / "huge.md").write_bytes(b"word " * 4_200_000)
    (directory / "latin.md").write_bytes("Türkiye und Ägypten".encode("latin-1"))
    (directory / "date.md").write_text(
        "---\ntitle: X\npublished: 2024-02-31\n---\n\nText.\n", encoding="utf-8"
    )
    (directory / "folder").mkdir()
    return ["empty.md", "binary.md", "huge.md", "latin.md", "date.md", "folder", "missing.md"]


def test_bad_files_are_named_and_the_others_done(files: Path) -> None:
    bad = bad_files(files)
    result = call("read", "--json", *bad, "lisbon.md")
    assert result.exit_code == 1
    said = objects(result)
    assert [one["path"] for one in said] == [*bad, "lisbon.md"]
    for one in said[:-1]:
        assert set(one) == {"path", "error"}
        assert one["error"].startswith(one["path"])
        assert "Traceback" not in one["error"]
    assert said[-1]["events"]
    assert result.stderr.count("Error: ") == len(bad)


def test_bad_files_leave_nothing_in_the_record(files: Path) -> None:
    bad = bad_files(files)
    result = call("add", "--json", *bad, "lisbon.md")
    assert result.exit_code == 1
    said = objects(result)
    assert [one["status"] for one in said] == ["failed"] * len(bad) + ["new"]
    assert all(one["article"] is None and one["events"] == [] and one["error"] for one in said[:-1])
    about = objects(call("ask", "--json", "/about"))[0]
    assert "1 article published 14 March 2024" in about["notes"][0]


def test_add_ask_event_forget(files: Path) -> None:
    first = objects(call("add", "--json", "lisbon.md"))[0]
    assert (first["status"], first["error"], first["new_events"]) == ("new", None, 1)
    assert len(first["events"]) == 1
    again = call("add", "lisbon.md")
    assert "lisbon.md: unchanged" in again.stdout
    assert "Articles: 1 unchanged. Events: 0 new, 0 merged." in again.stdout
    (answer,) = objects(call("ask", "/met chile", "--json"))
    assert set(answer) == {"title", "events", "total", "notes", "suggestions"}
    assert answer["total"] == 1
    event = answer["events"][0]
    assert event["id"] == first["events"][0]
    assert event["place"] == {"country": "PT", "city": "Lisbon"}
    assert set(event["sources"][0]) == {"article", "title", "publisher", "url", "urls", "published", "quote"}
    assert event["differs"] == []
    said = call("ask", "/event", event["id"]).stdout
    assert (
        "The Quay Gazette: Portugal receives Chile's president (14 March 2024) <https://quay.example/lisbon>"
        in said
    )
    gone = call("forget", "https://quay.example/lisbon")
    assert "1 event removed" in gone.stdout
    assert objects(call("ask", "/met chile", "--json"))[0]["total"] == 0
    missing = call("forget", "https://quay.example/lisbon")
    assert missing.exit_code == 1
    assert missing.stderr.startswith("Error: ")


def test_add_takes_standard_input(files: Path) -> None:
    result = call("add", "-", "--json", stdin=LISBON.encode())
    assert objects(result)[0]["path"] == "-"
    assert objects(result)[0]["status"] == "new"


def test_the_record_is_where_one_says(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    call("add", "lisbon.md", "--database", "named.sqlite3")
    assert (files / "named.sqlite3").exists()
    monkeypatch.setenv("DRAGOMAN_DATABASE", "environment.sqlite3")
    call("add", "lisbon.md")
    assert (files / "environment.sqlite3").exists()
    monkeypatch.delenv("DRAGOMAN_DATABASE")
    (files / ".env").write_text("DRAGOMAN_DATABASE=dotenv.sqlite3\n", encoding="utf-8")
    call("add", "lisbon.md")
    assert (files / "dotenv.sqlite3").exists()
    nowhere = call("add", "lisbon.md", "--database", "no/such/record.sqlite3")
    assert nowhere.exit_code == 1
    assert "There is no directory no/such" in nowhere.stderr


def test_a_file_that_is_no_record_is_refused(files: Path) -> None:
    for words in (("ask", "/met chile"), ("add", "lisbon.md"), ("digest",), ("reread",)):
        result = call(*words, "--database", "lisbon.md")
        assert result.exit_code == 1
        assert result.stderr.startswith("Error: ")
        assert "lisbon.md" in result.stderr
    assert (files / "lisbon.md").read_text("utf-8") == LISBON


def test_without_a_record_the_calendar_answers_and_nothing_is_created(files: Path) -> None:
    (said,) = objects(call("ask", "/upcoming", "--json", "--as-of", "2026-11-21"))
    assert said["total"] >= 5
    for event in said["events"]:
        assert event["start"] >= "2026-11-21"[: len(event["start"])]
        assert event["date_basis"] == "calendar"
    assert {event["confirmed"] for event in said["events"]} <= {True, False}
    (made,) = objects(call("digest", "--json", "--as-of", "2024-09-30"))
    assert list(made) == ["date", "upcoming", "new", "notes"]
    assert made["date"] == "2024-09-30"
    assert "brics-2024" in [event["id"] for event in made["upcoming"]]
    assert [path.name for path in files.iterdir()] == ["lisbon.md"]
    assert "There is no record at dragoman.sqlite3 yet" in call("ask", "/met chile").stderr


def test_unknown_names_are_answers_and_unclear_dates_are_usage(files: Path) -> None:
    unknown = call("ask", "--json", "/met indai")
    assert unknown.exit_code == 0
    assert "India" in objects(unknown)[0]["suggestions"]
    ambiguous = objects(call("ask", "--json", "/met congo"))[0]
    assert len(ambiguous["suggestions"]) == 2
    unclear = call("ask", "/met india since:lately")
    assert unclear.exit_code == 2
    assert "2024-06-01, 2024-06, 2024 or june 2024" in unclear.stdout


def test_digests_by_name(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert call("digest", "morning").exit_code == 2
    monkeypatch.setenv("DRAGOMAN_DIGEST__MORNING__CHANNEL", "1")
    monkeypatch.setenv("DRAGOMAN_DIGEST__MORNING__COUNTRIES", "brics")
    monkeypatch.setenv("DRAGOMAN_DIGEST__MORNING__HORIZON_DAYS", "30")
    made = objects(call("digest", "Morning", "--json", "--as-of", "2024-09-30"))[0]
    assert {event["organisation"] for event in made["upcoming"]} == {"BRICS"}
    assert objects(call("digest", "--json", "--as-of", "2024-09-30"))[0] == made
    assert "(morning)" in call("digest", "--as-of", "2024-09-30").stdout
    monkeypatch.setenv("DRAGOMAN_DIGEST__NOON__CHANNEL", "2")
    assert "Configured: morning, noon" in call("digest", "evening").stderr
    assert "Which digest? Configured: morning, noon" in call("digest").stderr
    monkeypatch.setenv("DRAGOMAN_DIGEST__NOON__TIME", "noon")
    wrong = call("digest", "noon")
    assert wrong.exit_code == 78
    assert "DRAGOMAN_DIGEST__NOON__TIME" in wrong.stderr


def test_a_digest_sees_the_record_of_its_server(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.posting import SERVER_OF
    from briefings.reading.rules import RulesReader
    from briefings.record import Record
    from briefings.sources.files import load_article
    from briefings.store import open_store

    async def fill() -> None:
        article = load_article(files / "lisbon.md", (files / "lisbon.md").read_bytes())
        async with await open_store(Path("dragoman.sqlite3")) as store:
            await Record(store, RulesReader(), lambda: datetime(2024, 9, 30, tzinfo=UTC)).add(
                article, "guild:5"
            )
            await store.set_note(f"{SERVER_OF}77", "5")

    asyncio.run(fill())
    for name, channel in (("OURS", "77"), ("THEIRS", "78")):
        monkeypatch.setenv(f"DRAGOMAN_DIGEST__{name}__CHANNEL", channel)
    ours, theirs = (
        objects(call("digest", name, "--json", "--as-of", "2024-09-30"))[0] for name in ("ours", "theirs")
    )
    assert len(ours["new"]) + len(ours["upcoming"]) > len(theirs["new"]) + len(theirs["upcoming"])


def test_a_digest_is_looked_up_where_the_bot_keeps_it(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.cli.asking import ledger_key
    from bot.discord.bot import targets
    from bot.settings import load_settings

    monkeypatch.setenv("DRAGOMAN_DIGEST__MORNING__CHANNEL", "77")
    settings = load_settings()
    assert [target.key for target in targets(settings)] == [ledger_key("morning", settings.digest["morning"])]


@pytest.mark.parametrize("name", ["run", "check"])
def test_without_a_token_the_bot_does_not_start(files: Path, name: str) -> None:
    result = call(name)
    assert result.exit_code == 78
    assert "DRAGOMAN_DISCORD_TOKEN" in result.stderr


def test_backup_copies_and_never_overwrites(files: Path) -> None:
    assert "There is no record at" in call("backup", "copy.sqlite3").stderr
    call("add", "lisbon.md")
    assert call("backup", "copy.sqlite3").exit_code == 0
    assert objects(call("ask", "/met chile", "--json", "--database", "copy.sqlite3"))[0]["total"] == 1
    again = call("backup", "copy.sqlite3")
    assert again.exit_code == 1
    assert "nothing was overwritten" in again.stderr
    assert call("backup", "no/such/copy.sqlite3").exit_code == 1


def test_reread_shows_what_todays_rules_would_change_and_stores_it_when_told(
    files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from briefings.models import Article, Reading
    from briefings.reading.rules import RulesReader

    read = RulesReader.read

    def older(self: RulesReader, article: Article, *, explain: bool = False) -> Reading:
        reading = read(self, article, explain=explain)
        return replace(
            reading, events=tuple(replace(e, start="2023", summary="Old.") for e in reading.events)
        )

    with monkeypatch.context() as yesterday:
        yesterday.setattr(RulesReader, "read", older)
        call("add", "lisbon.md")
    shown = call("reread").stdout
    assert "  - meeting held, CL PT, 2023, Lisbon" in shown
    assert "  + meeting held, CL PT, " in shown
    assert "would be read differently. Store it with: dragoman reread --apply" in shown
    assert "2023" in call("ask", "/met chile").stdout
    (said,) = objects(call("reread", "--json"))
    assert (said["article"], said["gone"][0]["start"]) == ("a1", "2023")
    assert "has been brought up to date" in call("reread", "--apply").stdout
    assert "2023" not in call("ask", "/met chile").stdout
    assert "read every stored article as before" in call("reread").stdout


def test_reread_says_where_only_the_words_differ(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from briefings.models import Article, Reading
    from briefings.reading.rules import RulesReader

    read = RulesReader.read

    def terse(self: RulesReader, article: Article, *, explain: bool = False) -> Reading:
        reading = read(self, article, explain=explain)
        return replace(reading, events=tuple(replace(e, summary="Met.") for e in reading.events))

    with monkeypatch.context() as yesterday:
        yesterday.setattr(RulesReader, "read", terse)
        call("add", "lisbon.md")
    assert "Lisbon: other summary" in call("reread").stdout


def test_reread_with_the_same_rules_changes_nothing(files: Path) -> None:
    call("add", "lisbon.md")
    assert "read every stored article as before" in call("reread").stdout
    assert call("reread", "--apply").exit_code == 0
    assert call("reread", "--json").stdout == ""


def test_health_without_a_bot_is_a_failure(files: Path) -> None:
    result = call("health")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str) -> None:
    assert "_DRAGOMAN_COMPLETE" in call("completion", shell).stdout
    assert call("completion", "cmd").exit_code == 2


def test_a_shell_gets_slash_commands_completed() -> None:
    done = process("", _DRAGOMAN_COMPLETE="bash_complete", COMP_WORDS="dragoman ask /me", COMP_CWORD="2")
    assert "/met" in done.stdout


def test_utf8_comes_out_whatever_the_locale(files: Path) -> None:
    done = process("ask", "/met côte d'ivoire", LANG="C", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 0
    assert "No encounters of" in done.stdout
    assert "dragoman add" in done.stderr
    named = files / "Ærøskøbing.md"
    named.write_text(LISBON, encoding="utf-8")
    read = process("read", str(named), LANG="C", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert read.returncode == 0, read.stderr
    assert "“" in read.stdout


def test_a_reader_that_closes_early_is_no_error(files: Path) -> None:
    command = f"{sys.executable} -m bot digest --as-of 2024-09-30 | head -1"
    done = subprocess.run(
        command,
        shell=True,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
    )
    assert done.stdout == "Diplomatic digest, Monday 30 September 2024\n"
    assert done.stderr == ""


def test_what_fails_inside_is_one_sentence(files: Path) -> None:
    (files / "sitecustomize.py").write_text(
        "import briefings.questions\n"
        "def broken(*_a, **_k):\n    raise ZeroDivisionError('nothing to share')\n"
        "briefings.questions.Question.__init__ = broken\n",
        encoding="utf-8",
    )
    done = process("ask", "/about", PYTHONPATH=f"{files}{os.pathsep}{ROOT}")
    assert done.returncode == 1
    assert done.stderr.startswith("Error: Dragoman itself failed (ZeroDivisionError: nothing to share)")
    loud = process("ask", "/about", PYTHONPATH=f"{files}{os.pathsep}{ROOT}", DRAGOMAN_LOG_LEVEL="debug")
    assert "Traceback" in loud.stderr
