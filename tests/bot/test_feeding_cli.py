"""`dragoman feeds` on a loopback web, with and without a bot on the same store."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import dragoman
from briefings.store import open_store

STORY = (
    "Indian Prime Minister Narendra Modi met Russian President Vladimir Putin in Moscow on 29 September "
    "2024. The two leaders spoke about trade and energy for three hours, a spokesman said afterwards."
)

Run = Callable[..., Any]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, web: Any) -> Run:
    """Runs a command in a thread of its own, as the command line has an event loop of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DRAGOMAN_FETCH_ALLOW_HOSTS", web.host)
    for name in ("DRAGOMAN_DATABASE", "DRAGOMAN_FEEDS"):
        monkeypatch.delenv(name, raising=False)

    async def go(*words: str, **options: Any) -> Result:
        return await asyncio.to_thread(CliRunner().invoke, dragoman, ["feeds", *words], **options)

    return go


async def test_from_nothing_to_an_answer(run: Run, web: Any, feed_item: Any) -> None:
    assert "No feed is followed yet" in (await run("list")).output
    link = web.article("/a", "Modi meets Putin", STORY)
    url = web.rss("/feed", feed_item("Modi meets Putin", link, "1"))
    added = await run("add", url)
    assert added.exit_code == 0
    assert f"Following {url}" in added.output
    assert "unencrypted" in added.stderr
    assert "followed already" in (await run("add", url)).output
    checked = await run("check")
    assert "works. The Courier (rss20), 1 items, the newest of 2024-09-29" in checked.output
    polled = await run("poll")
    assert polled.exit_code == 0
    assert "Articles: 1 new" in polled.output
    assert "Articles: 0 new" in (await run("poll", "1")).output
    [line] = (await run("list", "--json")).stdout.splitlines()
    assert json.loads(line)["title"] == "The Courier"
    assert f"No longer following {url}" in (await run("remove", "1")).output
    assert "is not followed" in (await run("remove", url)).stderr


async def test_lists_come_in_and_go_out(run: Run, web: Any, tmp_path: Path) -> None:
    urls = [web.url("/one"), web.url("/two")]
    outlines = "".join(f'<outline title="T{n}" xmlUrl="{url}"/>' for n, url in enumerate(urls))
    inside = '<outline xmlUrl="http://10.0.0.1/feed"/>'
    (tmp_path / "in.opml").write_text(f"<opml><body>{outlines}{inside}</body></opml>")
    imported = await run("import", "in.opml")
    assert imported.exit_code == 1, "one of them may not be fetched"
    assert "10.0.0.1" in imported.stderr
    assert (await run("export", "out.opml")).exit_code == 0
    text = (tmp_path / "out.opml").read_text()
    assert all(url in text for url in urls)
    assert "10.0.0.1" not in text
    assert 'title="T1"' in (await run("export")).stdout
    again = await run("import", "-", input=text)
    assert again.exit_code == 0
    assert "2 of them were followed already" in again.output
    for bad in ("<opml/>", '<!DOCTYPE x [<!ENTITY a "b">]><opml/>'):
        refused = await run("import", "-", input=bad)
        assert refused.exit_code == 1
        assert refused.stderr.startswith("Error: -: ")
    assert "cannot be opened" in (await run("import", "nowhere.opml")).stderr


async def test_what_the_settings_name_is_theirs(run: Run, web: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    url = web.rss("/feed")
    monkeypatch.setenv("DRAGOMAN_FEEDS", url)
    assert url in (await run("list")).output
    refused = await run("remove", url)
    assert refused.exit_code == 1
    assert "DRAGOMAN_FEEDS" in refused.stderr
    monkeypatch.setenv("DRAGOMAN_FEEDS", url.replace("http:", "HTTP:"))
    assert "DRAGOMAN_FEEDS" in (await run("remove", url)).stderr, "another spelling of it"
    monkeypatch.delenv("DRAGOMAN_FEEDS")
    assert url in (await run("list")).output, "this terminal's variables need not be those of the bot"
    assert (await run("poll")).exit_code == 0
    assert url not in (await run("list")).output
    monkeypatch.setenv("DRAGOMAN_FEEDS", "http://10.0.0.1/feed")
    wrong = await run("list")
    assert wrong.exit_code == 78
    assert "private address" in wrong.stderr


async def test_a_terminal_without_the_variables_leaves_a_running_bot_its_feeds(
    run: Run, web: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url = web.rss("/feed")
    monkeypatch.setenv("DRAGOMAN_DATABASE", str(tmp_path / "record.sqlite3"))
    monkeypatch.setenv("DRAGOMAN_FEEDS", url)
    await run("list")
    monkeypatch.delenv("DRAGOMAN_FEEDS")
    async with await open_store(tmp_path / "record.sqlite3") as store, store.lock_for_bot():
        assert (await run("poll")).exit_code == 0
        assert url in (await run("list")).output
        refused = await run("remove", url)
        assert refused.exit_code == 1
        assert "DRAGOMAN_FEEDS" in refused.stderr
    assert f"No longer following {url}" in (await run("remove", url)).output


async def test_failures_have_their_reason_and_exit_code(run: Run, web: Any, reply: Any) -> None:
    web.pages["/page"] = "<!doctype html><html><body>Hello</body></html>"
    web.pages["/down"] = reply(status=503)
    checked = await run("check", web.url("/page"), "http://127.0.0.1:1/")
    assert checked.exit_code == 1
    assert "not a feed" in checked.stderr
    assert "this machine" in checked.stderr
    await run("add", web.url("/down"))
    polled = await run("poll", "--json")
    assert polled.exit_code == 1
    [line] = polled.stdout.splitlines()
    assert "503" in json.loads(line)["error"]
    assert "fails, first a moment ago (once)" in (await run("list")).output
    assert (await run("poll", "77")).exit_code == 1
    asked = web.count("/down")
    again = await run("poll")
    assert again.exit_code == 1
    assert "left alone until" in again.stderr
    assert web.count("/down") == asked, "cron does not undo the patience"
    looked = await run("poll", "1")
    assert web.count("/down") == asked + 1
    assert "1 feed could not be looked at" in looked.output


async def test_an_item_that_could_not_be_fetched_is_retried(run: Run, web: Any, feed_item: Any) -> None:
    await run("add", web.rss("/feed", feed_item("Modi meets Putin", web.url("/a"), "1")))
    polled = await run("poll")
    assert polled.exit_code == 1
    assert "1 failed" in polled.output
    assert "could not be looked at" not in polled.output
    web.article("/a", "Modi meets Putin", STORY)
    retried = await asyncio.to_thread(CliRunner().invoke, dragoman, ["retry"])
    assert retried.exit_code == 0
    assert "Articles: 1 new" in retried.output
