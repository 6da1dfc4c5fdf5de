"""What goes wrong once, or in one corner, must cost nothing else: a pass, a load, a limit, a silence."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import discord
import pytest

from bot.discord import permissions, poster
from bot.discord.bot import DragomanBot

from .conftest import STANDIN, Clock, Discord, shown
from .test_wire import started, wired

EIGHT = "2024-09-30T08:00"


@pytest.mark.parametrize(
    "step",
    [
        "bot.DragomanBot._check_channels",
        "bot.DragomanBot._feed",
        "bot.DragomanBot._look_at_calendars",
        "bot.DragomanBot._learn_events",
        "bot.DragomanBot._tidy",
        "carrier.Telling.look",
    ],
)
async def test_a_step_that_breaks_costs_no_channel_its_digest(
    discord_env: Discord,
    make_bot: Callable[..., DragomanBot],
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    step: str,
) -> None:
    await discord_env.restart(make_bot(digest={"morning": {"channel": discord_env.channel.id}}))
    await discord_env.bot.desk()

    async def breaking(_self: Any) -> None:
        raise LookupError("nobody thought of this")

    monkeypatch.setattr(f"bot.discord.{step}", breaking)
    clock.set(EIGHT)
    for _ in range(2):
        await discord_env.bot.tick()
    assert len(discord_env.channel.history()) == 1
    assert "nobody thought of this" in caplog.text


async def test_a_world_that_could_not_be_loaded_is_loaded_for_the_next_question(
    discord_env: Discord, make_bot: Callable[..., DragomanBot], monkeypatch: pytest.MonkeyPatch
) -> None:
    await discord_env.restart(make_bot())
    bot = discord_env.bot
    await bot.desk()
    bot._desk = bot._warming = None

    def failing() -> Any:
        raise OSError("too many open files")

    with monkeypatch.context() as patched:
        patched.setattr("briefings.world.load", failing)
        with pytest.raises(OSError, match="open files"):
            await bot.desk()
    assert "who met whom" in shown(await discord_env.ask("about"))


async def test_a_limit_of_an_hour_on_one_channel_holds_no_other_digest_up(
    standin: Any, make_bot: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poster, "SEND_SECONDS", 0.3)
    quiet = {"countries": ["Nauru"], "horizon_days": 1}
    standin.elsewhere["7001"] = []
    digests = {
        "alpha": {"channel": STANDIN.CHANNEL_ID, **quiet},
        "beta": {"channel": 7001, **quiet},
    }
    standin.patience[f"channels/{STANDIN.CHANNEL_ID}/messages"] = 3600.0
    async with started(make_bot(**wired(standin, digest=digests))) as bot:
        clock.set(EIGHT)
        await bot.tick()
        assert standin.messages == []
        assert len(standin.elsewhere["7001"]) == 1
        standin.patience.clear()
    async with started(make_bot(**wired(standin, digest=digests))) as bot:
        clock.forward(minutes=5)
        await bot.tick()
    assert len(standin.messages) == 1
    assert len(standin.elsewhere["7001"]) == 1


async def test_a_discord_that_lets_us_wait_is_not_waited_for_by_who_asks(
    discord_env: Discord, make_bot: Callable[..., DragomanBot], monkeypatch: pytest.MonkeyPatch
) -> None:
    await discord_env.restart(make_bot(digest={"morning": {"channel": discord_env.channel.id}}))
    role = discord_env.guild.create_role(
        "managers", permissions=discord.Permissions(manage_guild=True, view_channel=True)
    )
    boss = discord_env.guild.add_member(discord_env.env.create_user("boss"), roles=[role])

    async def silent(_channel: int) -> Any:
        await asyncio.Event().wait()

    monkeypatch.setattr(permissions, "STEP_SECONDS", 0)
    monkeypatch.setattr(discord_env.bot.http, "get_channel", silent)
    said = shown(await boss.slash(discord_env.channel, "briefing status"))
    assert "Discord does not answer now" in said
    assert "last sign of life" in said
    said = shown(await boss.slash(discord_env.channel, "watch add", who="India", channel=discord_env.channel))
    assert "Discord does not answer me at the moment" in said
    assert len(discord_env.env.errors) == 1
