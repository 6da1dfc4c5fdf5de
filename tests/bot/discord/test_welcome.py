"""The hello on a server that the bot joins, over the wire: once, never where it was before."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.discord import welcome
from bot.languages import tongue

from .conftest import STANDIN, Clock, Discord, texts
from .test_wire import started, wired

NEW = 5000


def said(standin: Any, channel: int = NEW + 1) -> list[str]:
    """The texts of the messages in a channel of a server that was joined."""
    return [
        "\n".join(_contents(message["components"])) for message in standin.elsewhere.get(str(channel), ())
    ]


def _contents(parts: Any) -> list[str]:
    found = []
    for part in parts:
        found += [part["content"]] if "content" in part else _contents(part.get("components", ()))
    return found


async def test_a_server_that_is_joined_is_greeted_once(standin: Any, make_bot: Any, clock: Clock) -> None:
    async with started(make_bot(**wired(standin))):
        assert standin.messages == [], "no word to the servers it has been on"
        await standin.join(NEW)
        await standin.until(lambda: said(standin))
        await standin.leave(NEW)
        await standin.join(NEW)
        await standin.join(NEW + 10)
        await standin.until(lambda: said(standin, NEW + 11))
    [hello] = said(standin)
    for command in ("/help", "/upcoming", "/sources add", "/watch add", "/briefing status"):
        assert command in hello
    assert len(hello) < 1500
    async with started(make_bot(**wired(standin))):
        await standin.join(NEW)
        await standin.join(NEW + 20)
        await standin.until(lambda: said(standin, NEW + 21))
        assert len(said(standin)) == 1
        await standin.leave(NEW)
        clock.forward(days=31)
        await standin.join(NEW)
        await standin.until(lambda: len(said(standin)) == 2)
    assert standin.messages == []


async def test_who_invited_the_bot_before_it_first_ran_is_greeted_when_it_runs(
    standin: Any, make_bot: Any, clock: Clock
) -> None:
    standin.joined = (clock() - timedelta(days=2)).isoformat()
    for _ in range(2):
        async with started(make_bot(**wired(standin))):
            await standin.until(lambda: standin.messages)
    [hello] = standin.messages
    assert "/briefing status" in str(hello)


async def test_many_servers_at_once_are_greeted_one_after_another(
    standin: Any, make_bot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once: list[int] = []
    busy = 0
    place = welcome.place

    def counted(guild: Any) -> Any:
        at_once.append(busy)
        return place(guild)

    monkeypatch.setattr(welcome, "place", counted)
    async with started(make_bot(**wired(standin))) as bot:
        remember = bot.store.set_note

        async def slow(*given: Any) -> None:
            nonlocal busy
            busy += 1
            await asyncio.sleep(0)
            await remember(*given)
            busy -= 1

        monkeypatch.setattr(bot.store, "set_note", slow)
        for number in range(5):
            await standin.join(NEW + 10 * number)
        await standin.until(lambda: all(said(standin, NEW + 10 * number + 1) for number in range(5)))
    assert at_once == [0] * 5


async def test_it_speaks_the_language_of_the_server_in_its_system_channel(
    standin: Any, make_bot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def prepared(locale: str) -> Any:
        asked.append(locale)
        return tongue(locale)

    monkeypatch.setattr(welcome, "prepared", prepared)
    rules = {**standin.channel(), "guild_id": str(NEW), "id": str(NEW + 1), "name": "rules", "position": 0}
    talk = {**rules, "id": str(NEW + 2), "name": "talk", "position": 1}
    standin.elsewhere[str(NEW + 2)] = []
    async with started(make_bot(**wired(standin))):
        await standin.join(NEW, locale="fr", channels=[rules, talk], system_channel_id=str(NEW + 2))
        await standin.until(lambda: said(standin, NEW + 2))
    assert asked == ["fr"]
    assert said(standin, NEW + 1) == []


async def test_it_takes_the_first_channel_where_it_may_speak(standin: Any, make_bot: Any) -> None:
    shut = [{"id": str(NEW), "type": 0, "allow": "0", "deny": str(0x800)}]
    rules = {**standin.channel(), "guild_id": str(NEW), "id": str(NEW + 1), "permission_overwrites": shut}
    talk = {**rules, "id": str(NEW + 2), "position": 7, "permission_overwrites": []}
    standin.elsewhere[str(NEW + 2)] = []
    async with started(make_bot(**wired(standin))):
        await standin.join(NEW, channels=[talk, rules], system_channel_id=str(NEW + 1))
        await standin.until(lambda: said(standin, NEW + 2))
        assert said(standin) == []
        ours = {"id": str(NEW + 11), "guild_id": str(NEW + 10)}
        closed = [{**shut[0], "id": str(NEW + 10)}]
        await standin.join(NEW + 10, channels=[rules | ours | {"permission_overwrites": closed}])
        await standin.join(NEW + 20)
        await standin.until(lambda: said(standin, NEW + 21))
    assert said(standin, NEW + 11) == []


@pytest.mark.parametrize("status", [403, 404, 400])
async def test_a_hello_that_is_refused_is_not_tried_again(standin: Any, make_bot: Any, status: int) -> None:
    standin.statuses = [status]
    async with started(make_bot(**wired(standin))):
        await standin.join(NEW)
        await standin.until(lambda: not standin.statuses)
        await standin.join(NEW)
        await standin.join(NEW + 10)
        await standin.until(lambda: said(standin, NEW + 11))
    assert said(standin) == []


async def test_a_limit_on_hellos_is_waited_out(standin: Any, make_bot: Any) -> None:
    standin.statuses = [429, 429]
    async with started(make_bot(**wired(standin))):
        await standin.join(NEW)
        await standin.until(lambda: said(standin))
    assert len(said(standin)) == 1


async def test_joining_by_dispatch(discord_env: Discord) -> None:
    guild = discord_env.bot.get_guild(discord_env.guild.id)
    assert guild is not None
    for _ in range(3):
        await discord_env.bot.on_guild_join(guild)
    [message] = discord_env.channel.history()
    assert "Hello, I am Dragoman." in texts(message)
    assert not message.mention_everyone


def test_the_numbers_of_the_stand_in_do_not_meet() -> None:
    assert NEW > STANDIN.DIRECT_ID
