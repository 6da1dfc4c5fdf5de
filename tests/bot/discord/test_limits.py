"""Rate limits and lost answers, over the wire: everything arrives, and nothing twice."""

from __future__ import annotations

from typing import Any

import pytest

from bot.discord import carrier
from bot.discord.bot import DragomanBot
from bot.discord.carrier import CHANNEL, MEMBER

from .conftest import STANDIN, Clock, Library, meeting
from .test_wire import interaction, started, wired

ANN = f"{MEMBER}{STANDIN.USER_ID}"
DIRECT = str(STANDIN.DIRECT_ID)


async def watching(bot: DragomanBot, address: str = ANN) -> None:
    added = await bot.store.watches.add(
        address, "en", f"guild:{STANDIN.GUILD_ID}", "IN", "India", set_by="1", at=bot.clock(), most=9
    )
    assert added is not None


def edits(standin: Any) -> list[dict[str, Any]]:
    return [body for path, body in standin.answers if not path.endswith("callback")]


async def test_limits_on_answers_to_commands_are_waited_out(standin: Any, make_bot: Any) -> None:
    async with started(make_bot(**wired(standin))):
        standin.limited = {"interactions": 2, "webhooks": 2}
        await standin.dispatch("INTERACTION_CREATE", interaction("about"))
        await standin.until(lambda: edits(standin))
    assert [path.rpartition("/")[2] for path, _ in standin.answers].count("callback") == 1
    [answer] = edits(standin)
    assert "Dragoman" in str(answer["components"])
    assert answer["allowed_mentions"] == {"parse": []}


@pytest.mark.parametrize("limit", ["users/@me/channels", f"channels/{DIRECT}", "guilds/800/members"])
async def test_limits_on_notices_are_waited_out(
    standin: Any, make_bot: Any, library: Library, clock: Clock, limit: str
) -> None:
    async with started(make_bot(**wired(standin))) as bot:
        await watching(bot)
        await library.add("Talks", meeting("IN", "RU"))
        standin.limited = {limit: 2}
        await bot.tick()
        clock.forward(minutes=1)
        await bot.tick()
    assert standin.limited == {limit: 0}
    [message] = standin.elsewhere[DIRECT]
    assert len(message["nonce"]) <= 25
    assert message["flags"] == 1 << 15
    assert message["allowed_mentions"] == {"parse": []}


async def test_a_limit_that_lasts_holds_nobody_else_up(
    standin: Any,
    make_bot: Any,
    library: Library,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(carrier, "STEP_SECONDS", 0.05)
    async with started(make_bot(**wired(standin))) as bot:
        await watching(bot)
        await watching(bot, f"{CHANNEL}{STANDIN.CHANNEL_ID}")
        await library.add("Talks", meeting("IN", "RU"))
        standin.limited = {"users/@me/channels": 10**6}
        await bot.tick()
        assert len(standin.messages) == 1
        assert standin.elsewhere == {}
        standin.limited = {}
        for _ in range(3):
            clock.forward(minutes=2)
            await bot.tick()
    assert len(standin.elsewhere[DIRECT]) == 1
    assert len(standin.messages) == 1


@pytest.mark.parametrize("lost", [1, 9])
async def test_a_lost_answer_does_not_double_a_notice(
    standin: Any, make_bot: Any, library: Library, clock: Clock, lost: int
) -> None:
    async with started(make_bot(**wired(standin, digest={}))) as bot:
        await watching(bot)
        await library.add("Talks", meeting("IN", "RU"))
        standin.lose = lost
        await bot.tick()
        standin.lose = 0
        clock.forward(hours=3)
        await bot.tick()
        clock.forward(minutes=20)
        await bot.tick()
    assert len(standin.elsewhere[DIRECT]) == 1


async def test_a_member_who_left_is_not_written_to(
    standin: Any, make_bot: Any, library: Library, clock: Clock
) -> None:
    async with started(make_bot(**wired(standin))) as bot:
        await watching(bot)
        await library.add("Talks", meeting("IN", "RU"))
        standin.gone = {str(STANDIN.USER_ID)}
        await bot.tick()
        [watch] = await bot.store.watches.all()
        assert watch.resting == carrier.LEFT
    assert standin.elsewhere == {}


@pytest.mark.parametrize(("status", "stopped"), [(403, "refused"), (404, "refused"), (400, None)])
async def test_a_refusal_is_final_where_it_is_meant_so(
    standin: Any, make_bot: Any, library: Library, clock: Clock, status: int, stopped: str | None
) -> None:
    async with started(make_bot(**wired(standin, digest={}))) as bot:
        await watching(bot)
        await library.add("Talks", meeting("IN", "RU"))
        standin.statuses = [status]
        for _ in range(3):
            await bot.tick()
            clock.forward(hours=1)
        [watch] = await bot.store.watches.all()
        assert watch.watcher.stopped == stopped
        posts = [path for method, path in standin.requests if (method, path[-8:]) == ("POST", "messages")]
        assert len(posts) == 1
        await library.add("More talks", meeting("IN", "US"))
        await bot.tick()
        assert len(standin.elsewhere[DIRECT]) == (stopped is None)
