"""Feeds as the members of a server see them, and a record that fills itself while the bot runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import discord
import pytest

from bot.discord import sources
from bot.discord.bot import DragomanBot
from briefings.store import open_store

from .conftest import shown, texts, written

HELD = (
    "MOSCOW, Sept 29 (Courier) - Indian Prime Minister Narendra Modi met Russian President Vladimir Putin in "
    "Moscow on Sunday. The two leaders spoke about trade and energy for three hours, a spokesman said."
)
LATER = (
    "PARIS, Sept 30 (Courier) - French President Emmanuel Macron met Brazilian President Luiz Inacio Lula da "
    "Silva in Paris on Monday. They discussed the protection of forests, the Elysee said in a statement."
)


class Newsroom:
    """A bot with a digest and two feeds of the settings, a loopback web, and a manager of the server."""

    def __init__(self, env: Any, clock: Any, web: Any) -> None:
        self.env = env
        self.clock = clock
        self.web = web
        role = env.guild.create_role(
            "managers", permissions=discord.Permissions(manage_guild=True, view_channel=True)
        )
        self.boss = env.guild.add_member(env.env.create_user("boss"), roles=[role])

    async def tick(self, **later: float) -> None:
        self.clock.forward(**later)
        await self.env.bot.tick()

    async def manage(self, command: str, **options: Any) -> str:
        """The answer of a `/sources` command; simcord does not wait for what comes from the network."""
        result = await self.boss.slash(self.env.channel, f"sources {command}", **options)
        for _ in range(100):
            assert result.response is not None
            if text := shown(result).strip():
                return text
            await asyncio.sleep(0.02)
        raise AssertionError(f"/sources {command} gave no answer")

    async def ask(self, command: str, **options: Any) -> str:
        return shown(await self.env.ask(command, **options))

    def told(self) -> list[str]:
        """What the manager was told by direct message."""
        return [texts(message) for message in self.boss.user.dm_channel.history()]

    def digests(self) -> list[str]:
        return [written(message) for message in self.env.channel.history()]


@pytest.fixture
async def newsroom(
    discord_env: Any, make_bot: Callable[..., DragomanBot], clock: Any, web: Any
) -> AsyncIterator[Newsroom]:
    room = Newsroom(discord_env, clock, web)
    room.web.rss("/feed1")
    room.web.rss("/feed2", title="The Herald")
    bot = make_bot(
        digest={"morning": {"channel": discord_env.channel.id, "time": "08:00"}},
        feeds=[web.url("/feed1"), web.url("/feed2")],
        fetch_allow_hosts=[web.host],
    )
    await discord_env.restart(bot)
    return room


async def test_a_new_item_reaches_met_and_the_next_digest_once(newsroom: Newsroom, feed_item: Any) -> None:
    web = newsroom.web
    newsroom.clock.set("2024-09-30T06:00:00")
    await newsroom.tick()
    assert "Putin" not in await newsroom.ask("met", who="India")
    link = web.article("/modi", "Modi meets Putin in Moscow", HELD)
    web.rss("/feed1", feed_item("Modi meets Putin in Moscow", link, "1"))
    web.rss("/feed2", feed_item("Modi meets Putin in Moscow", link, "99"), title="The Herald")
    await newsroom.tick(minutes=15)
    assert "Putin" in await newsroom.ask("met", who="India")
    for minute in range(0, 180, 15):
        newsroom.clock.set(f"2024-09-30T{7 + minute // 60:02}:{minute % 60:02}:00")
        await newsroom.tick()
    [digest] = [text for text in newsroom.digests() if "Modi" in text]
    assert digest.count("Vladimir Putin") >= 1
    newsroom.clock.set("2024-10-01T08:01:00")
    await newsroom.tick()
    assert len([text for text in newsroom.digests() if "Modi" in text]) == 1


async def test_a_digest_holds_what_its_own_minute_brought(newsroom: Newsroom, feed_item: Any) -> None:
    link = newsroom.web.article("/macron", "Macron receives Lula", LATER)
    newsroom.web.rss("/feed1", feed_item("Macron receives Lula", link, "1", date="2024-09-30T07:00:00Z"))
    newsroom.clock.set("2024-09-30T08:00:00")
    await newsroom.tick()
    assert any("Macron" in text for text in newsroom.digests())


async def test_a_manager_adds_lists_checks_and_removes(newsroom: Newsroom, feed_item: Any) -> None:
    web = newsroom.web
    link = web.article("/macron", "Macron receives Lula", LATER)
    url = web.rss("/own", feed_item("Macron receives Lula", link, "1"), title="Own *News* @everyone")
    said = await newsroom.manage("add", url=url)
    assert "I follow" in said
    assert "unencrypted" in said
    assert "is followed here already" in await newsroom.manage("add", url=url)
    assert "for every server already" in await newsroom.manage("add", url=web.url("/feed1"))
    await newsroom.tick()
    assert "Lula" in await newsroom.ask("met", who="France")
    listed = await newsroom.manage("list")
    assert "3 feeds" in listed
    assert listed.count("for every server") == 2
    assert "works, looked at a moment ago" in listed
    assert "Macron receives Lula" in await newsroom.manage("check", feed=url)
    assert "belongs to every server" in await newsroom.manage("remove", feed=web.url("/feed1"))
    assert "No such feed" in await newsroom.manage("remove", feed="99999")
    assert "no longer follow" in await newsroom.manage("remove", feed=url)
    assert "Lula" in await newsroom.ask("met", who="France"), "what was read stays"


async def test_what_a_server_adds_is_seen_by_that_server_only(newsroom: Newsroom, feed_item: Any) -> None:
    web = newsroom.web
    link = web.article("/macron", "Macron receives Lula", LATER)
    await newsroom.manage("add", url=web.rss("/own", feed_item("Macron receives Lula", link, "1")))
    await newsroom.tick()
    env = newsroom.env.env
    other = env.create_guild("Elsewhere")
    channel = other.create_text_channel("general")
    eve = other.add_member(env.create_user("eve"))
    assert "Lula" in await newsroom.ask("met", who="France")
    assert "Lula" not in shown(await eve.slash(channel, "met", who="France"))


@pytest.mark.parametrize("command", ["list", "add", "remove", "check"])
async def test_others_may_not(newsroom: Newsroom, command: str) -> None:
    options = {"add": {"url": "https://a.example/feed"}, "list": {}}.get(command, {"feed": "1"})
    group = newsroom.env.bot.tree.get_command("sources")
    assert group is not None
    assert group.default_permissions == discord.Permissions(manage_guild=True)
    [known] = [c for c in await newsroom.env.bot.tree.fetch_commands() if c.name == "sources"]
    newsroom.env.guild.set_command_permissions(known, {newsroom.env.ann: True})
    result = await newsroom.env.ann.slash(newsroom.env.channel, f"sources {command}", **options)
    assert "Manage Server" in shown(result)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://169.254.169.254/latest", "metadata"),
        ("http://10.0.0.1/feed", "private address"),
        ("file:///etc/passwd", "https:// or http://"),
        ("http://127.0.0.1:1/feed", "this machine"),
    ],
)
async def test_addresses_inside_are_refused(newsroom: Newsroom, url: str, said: str) -> None:
    assert said in await newsroom.manage("add", url=url)
    assert len(await newsroom.env.bot.store.sources.all(kind=None)) <= 2


async def test_what_is_no_feed_is_not_followed(newsroom: Newsroom) -> None:
    newsroom.web.pages["/page"] = (
        '<html><head><link rel="alternate" type="application/rss+xml" href="/feed1"></head></html>'
    )
    said = await newsroom.manage("add", url=newsroom.web.url("/page"))
    assert "not a feed" in said
    assert "/feed1" in said
    assert "404" in await newsroom.manage("add", url=newsroom.web.url("/nothing"))


async def test_whoever_added_a_feed_is_told_once_that_it_fails_and_that_it_works_again(
    newsroom: Newsroom, reply: Any, caplog: pytest.LogCaptureFixture
) -> None:
    web = newsroom.web
    url = web.rss("/own", title="Own")
    await newsroom.manage("add", url=url)
    await newsroom.tick()
    web.pages["/own"] = reply("gone", status=404)
    for _ in range(12):
        await newsroom.tick(hours=7)
    told = [r for r in newsroom.env.bot.feeding.reports if r.source.url == url]
    assert [report.failing for report in told] == [True]
    assert "has failed" in caplog.text
    assert "fails, first" in await newsroom.manage("list")
    web.rss("/own", title="Own")
    for _ in range(3):
        await newsroom.tick(hours=7)
    told = [r for r in newsroom.env.bot.feeding.reports if r.source.url == url]
    assert [report.failing for report in told] == [True, False]
    failing, working = newsroom.told()
    assert "has failed" in failing
    assert "works again" in working


async def test_a_member_who_cannot_be_told_of_a_feed_keeps_nobody_else_waiting(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, reply: Any
) -> None:
    web = newsroom.web
    await newsroom.manage("add", url=web.rss("/own", title="Own"))
    await newsroom.tick()
    web.pages["/own"] = reply("gone", status=404)

    async def silent(_number: int) -> Any:
        await asyncio.Event().wait()

    monkeypatch.setattr(sources, "TELL_SECONDS", 0.01)
    monkeypatch.setattr(newsroom.env.bot, "fetch_user", silent)
    for _ in range(12):
        await newsroom.tick(hours=7)
    [report] = newsroom.env.bot.feeding.reports
    assert report.failing
    assert newsroom.told() == []


async def test_the_terminal_and_a_running_bot_share_the_table(newsroom: Newsroom, feed_item: Any) -> None:
    web = newsroom.web
    await newsroom.tick()
    link = web.article("/macron", "Macron receives Lula", LATER)
    url = web.rss("/late", feed_item("Macron receives Lula", link, "1"))
    async with await open_store(newsroom.env.bot.store.path) as beside:
        source, _ = await beside.sources.add("all", "feed", url, added_by="x", at=newsroom.clock())
        await newsroom.tick()
        assert "Lula" in await newsroom.ask("met", who="France")
        await beside.sources.remove(source.id)
    asked = web.count("/late")
    await newsroom.tick(minutes=30)
    assert web.count("/late") == asked


async def test_a_feed_that_hangs_does_not_hold_up_the_digest(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.feeding.PATIENCE", 0.05)
    blocked = asyncio.Event()

    async def hang(_: Any) -> Any:
        await blocked.wait()

    newsroom.web.pages["/feed1"] = hang
    newsroom.clock.set("2024-09-30T08:00:00")
    await newsroom.tick()
    assert newsroom.digests()
    await newsroom.env.bot.close()
    blocked.set()


async def test_completion_offers_the_server_s_own_feeds_to_managers_only(newsroom: Newsroom) -> None:
    url = newsroom.web.rss("/own", title="Own News")
    await newsroom.manage("add", url=url)
    channel = newsroom.env.channel
    choices = await newsroom.boss.autocomplete(channel, "sources remove", "feed", "own")
    assert [choice["name"] for choice in choices] == [f"Own News · {url}"]
    assert len(await newsroom.boss.autocomplete(channel, "sources check", "feed", "")) == 3
    [known] = [c for c in await newsroom.env.bot.tree.fetch_commands() if c.name == "sources"]
    newsroom.env.guild.set_command_permissions(known, {newsroom.env.ann: True})
    assert await newsroom.env.ann.autocomplete(channel, "sources check", "feed", "") == []


async def test_an_article_of_the_server_is_withdrawn_and_nobody_else_s(
    newsroom: Newsroom, feed_item: Any
) -> None:
    web = newsroom.web
    link = web.article("/macron", "Macron receives Lula", LATER)
    other = web.article("/modi", "Modi meets Putin in Moscow", HELD)
    await newsroom.manage("add", url=web.rss("/own", feed_item("Macron receives Lula", link, "1")))
    web.rss("/feed1", feed_item("Modi meets Putin in Moscow", other, "1"))
    await newsroom.tick()
    assert "is withdrawn: 1 event went with it" in await newsroom.manage("forget", article=link)
    assert "Lula" not in await newsroom.ask("met", who="France")
    assert "No article" in await newsroom.manage("forget", article=other)
    assert "Putin" in await newsroom.ask("met", who="India")


async def test_the_feeds_of_a_server_that_the_bot_leaves_rest(newsroom: Newsroom) -> None:
    url = newsroom.web.rss("/own")
    await newsroom.manage("add", url=url)
    bot, guild = newsroom.env.bot, newsroom.env.bot.get_guild(newsroom.env.guild.id)
    assert guild is not None
    await bot.on_guild_remove(guild)
    asked = newsroom.web.count("/own")
    await newsroom.tick(hours=1)
    assert newsroom.web.count("/own") == asked
    await bot.on_guild_join(guild)
    await newsroom.tick()
    assert newsroom.web.count("/own") == asked + 1


async def test_the_feeds_of_a_server_that_removed_the_bot_while_it_was_away_rest(newsroom: Newsroom) -> None:
    url = newsroom.web.rss("/own")
    await newsroom.manage("add", url=url)
    bot = newsroom.env.bot
    elsewhere, _ = await bot.store.sources.add(
        "guild:42", "feed", newsroom.web.rss("/theirs"), added_by="member:1", at=bot.clock()
    )
    await bot.on_ready()
    await newsroom.tick(hours=1)
    assert newsroom.web.count("/theirs") == 0
    assert newsroom.web.count("/own") > 0
    assert (await bot.store.sources.get(elsewhere.id)).paused
