"""`dragoman add` with collections and addresses, killed in the middle and resumed; `dragoman retry`."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
import signal
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import dragoman
from briefings.models import Article, Reading
from briefings.record import ReadingFailed, Record
from briefings.store import open_store

STORY = "LISBON, March 14, 2024 - Chilean President Gabriel Boric met Prime Minister Antonio Costa in Lisbon."


def _benchmark() -> Any:
    """The benchmark is a program of its own, so it is loaded from its file."""
    path = Path(__file__).parents[2] / "benchmarks" / "archive.py"
    spec = importlib.util.spec_from_file_location("dragoman_archive_benchmark", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


BENCHMARK = _benchmark()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, and no settings from outside."""
    for name in [name for name in os.environ if name.upper().startswith("DRAGOMAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def call(*words: str) -> Result:
    return CliRunner().invoke(dragoman, words)


def objects(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def line(number: int, text: str = STORY) -> str:
    return json.dumps(
        {"title": f"Talks {number}", "text": f"{text} ({number})", "url": f"https://a.example/{number}"}
    )


def test_lines_are_added_and_bad_ones_named(place: Path) -> None:
    Path("wire.jsonl").write_text(f"{line(1)}\n{{broken\n{line(2)}\n", encoding="utf-8")
    result = call("add", "wire.jsonl", "--json")
    assert result.exit_code == 1
    said = objects(result)
    assert [(one["path"], one["status"]) for one in said] == [
        ("wire.jsonl:1", "new"),
        ("wire.jsonl:2", "failed"),
        ("wire.jsonl:3", "new"),
    ]
    assert set(said[0]) == {"path", "status", "article", "events", "new_events", "merged_events", "error"}
    assert "line 2" in said[1]["error"]
    assert said[0]["events"] == said[2]["events"]


def test_of_a_collection_only_the_sum_and_what_is_amiss_is_said(place: Path) -> None:
    Path("wire.jsonl").write_text("\n".join(line(n) for n in range(5)), encoding="utf-8")
    result = call("add", "wire.jsonl")
    assert result.exit_code == 0
    assert result.stdout.startswith("Articles: 5 new. Events: 1 new")
    assert call("add", "wire.jsonl").stdout == "Articles: 5 unchanged. Events: 0 new, 0 merged.\n"


def test_directories_zips_and_files_are_taken_together(place: Path) -> None:
    Path("folder").mkdir()
    Path("folder/one.md").write_text(STORY + " One.", encoding="utf-8")
    with zipfile.ZipFile("more.zip", "w") as archive:
        archive.writestr("two.txt", STORY + " Two.")
        archive.writestr("../three.txt", STORY)
    Path("four.md").write_text(STORY + " Four.", encoding="utf-8")
    result = call("add", "folder", "more.zip", "four.md", "--published", "2024-03-15", "--json")
    assert result.exit_code == 1
    assert [one["status"] for one in objects(result)] == ["new", "new", "failed", "new"]


@pytest.mark.parametrize("name", ["empty", "no.zip", "no.jsonl", "empty.jsonl"])
def test_a_collection_without_an_article_is_a_failure(place: Path, name: str) -> None:
    Path("empty").mkdir()
    Path("empty.jsonl").touch()
    result = call("add", name, "--json")
    assert result.exit_code == 1
    [said] = objects(result)
    assert (said["path"], said["status"]) == (name, "failed")
    assert name in said["error"]


def test_killed_in_the_middle_and_resumed_it_ends_like_an_unbroken_run(place: Path) -> None:
    archive = place / "wire.jsonl"
    BENCHMARK.write(archive, 300)
    whole, broken = place / "whole.sqlite3", place / "broken.sqlite3"
    assert BENCHMARK.start(archive, whole).wait(120) == 0
    child = BENCHMARK.start(archive, broken)
    deadline = time.monotonic() + 60
    while BENCHMARK.stored(broken) == 0 and child.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait(60)
    assert 0 < BENCHMARK.stored(broken) < BENCHMARK.stored(whole)
    assert BENCHMARK.start(archive, broken).wait(120) == 0
    articles, events = BENCHMARK.contents(whole)
    assert len(articles) > 200
    assert len(events) > 50
    assert BENCHMARK.contents(broken) == (articles, events)


class Site(BaseHTTPRequestHandler):
    """A paper with one story, one that one must pay for, and a list of what was asked of it."""

    asked: list[str]
    trouble = True
    """While it lasts, ``/later`` cannot be had."""

    def do_GET(self) -> None:
        self.asked.append(self.path)
        pages = {
            "/story": f"<h1>Talks</h1><p>{STORY}</p><p>They spoke for hours about copper and wine.</p>",
            "/paid": "<p>Subscribe now to continue reading this story, it costs next to nothing.</p>",
        }
        status = 200 if self.path in pages else 404
        if self.path == "/later":
            status = 503 if self.trouble else 200
            pages[self.path] = pages["/story"]
        body = f"<html><body><article>{pages.get(self.path, '')}</article></body></html>".encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Not into the tests' output."""


@pytest.fixture
def site(place: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    Site.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    host = f"127.0.0.1:{server.server_port}"
    monkeypatch.setenv("DRAGOMAN_FETCH_ALLOW_HOSTS", host)
    yield f"http://{host}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_an_address_is_fetched_and_known_again(site: str) -> None:
    [first] = objects(call("add", f"{site}/story", "--json"))
    assert (first["path"], first["status"], first["error"]) == (f"{site}/story", "new", None)
    [again] = objects(call("add", f"{site}/story", "--json"))
    assert (again["status"], again["article"]) == ("unchanged", first["article"])


def test_a_list_of_addresses_is_fetched_once(site: str) -> None:
    Path("list.csv").write_text(
        f"URL,Date\n{site}/story,2024-03-15\n{site}/paid,\n{site}/gone,\n", encoding="utf-8"
    )
    result = call("add", "list.csv", "--json")
    assert result.exit_code == 1
    said = objects(result)
    assert [one["status"] for one in said] == ["new", "failed", "failed"]
    assert "only the first lines of this article are free" in said[1]["error"]
    assert "404" in said[2]["error"]
    assert objects(call("add", "list.csv", "--json"))[0]["status"] == "unchanged"
    assert Site.asked.count("/story") == 1


def test_an_address_in_trouble_is_kept_aside_and_retried(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("list.csv").write_text(f"URL,Date\n{site}/gone,\n{site}/later,2024-03-15\n", encoding="utf-8")
    assert call("add", "list.csv").exit_code == 1
    still = call("retry")
    assert still.exit_code == 1
    assert "/later" in still.stderr
    assert "/gone" not in still.stderr, "what is gone for good is not tried again"
    monkeypatch.setattr(Site, "trouble", False)
    [after] = objects(call("retry", "--json"))
    assert (after["path"], after["status"]) == (f"{site}/later", "new")
    assert call("retry").stdout == "No article is kept aside.\n"


def test_what_never_succeeds_is_listed_and_given_up(site: str) -> None:
    Path("list.csv").write_text(f"URL,Date\n{site}/later,2024-03-15\n", encoding="utf-8")
    call("add", "list.csv")
    [kept] = objects(call("retry", "--list", "--json"))
    assert kept["origin"] == f"{site}/later"
    assert kept["attempts"] == 1
    assert f"{site}/later" in call("retry", "--list").stdout
    wrong = call("retry", "--drop", str(kept["id"] + 1))
    assert wrong.exit_code == 1
    assert "nothing is kept aside under" in wrong.stderr
    assert call("retry", "--drop", str(kept["id"])).exit_code == 0
    assert call("retry", "--list").stdout == "No article is kept aside.\n"


def test_an_address_inside_the_network_is_refused(place: Path) -> None:
    result = call("add", "http://127.0.0.1:9/story", "--json")
    assert result.exit_code == 1
    assert objects(result)[0]["status"] == "failed"


def test_retry_reads_again_what_failed(place: Path) -> None:
    class Broken:
        name, version = "broken", "1"

        def read(self, article: Article, *, explain: bool = False) -> Reading:
            raise ValueError("no idea")

    async def fail() -> None:
        async with await open_store("dragoman.sqlite3") as store:
            record = Record(store, Broken(), lambda: datetime.now(UTC))
            with pytest.raises(ReadingFailed):
                await record.add(Article("Talks", STORY, "2024-03-14", url="https://a.example/1"))

    asyncio.run(fail())
    result = call("retry")
    assert result.exit_code == 0
    assert result.stdout.startswith("https://a.example/1: new, 1 event")
    assert call("retry").stdout == "No article is kept aside.\n"
