"""Feeds as the members of a server see them, and a record that fills itself while the bot runs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import discord
import pytest
import simcord

from bot.discord.bot import DragomanBot
from briefings.store import open_store

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
        result = await self.boss.slash(self.env.channel, f"sources {command}", **options)
        assert result.response is not None
        return shown(result)

    async def ask(self, command: str, **options: Any) -> str:
        return shown(await self.env.ask(command, **options))

    def digests(self) -> list[str]:
        return [
            "\n".join([m.content or "", *(f"{e.title}\n{e.description}" for e in m.embeds)])
            for m in self.env.channel.history()
        ]


def shown(result: Any) -> str:
    texts = [result.response.content or ""]
    for embed in result.response.embeds:
        texts += [embed.title or "", embed.description or ""]
    return "\n".join(texts).replace("\\", "")


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
