"""Threads, publishing and scheduled events on a real wire: lost answers, limits of an hour, what is there."""

from __future__ import annotations

from typing import Any

import pytest

from bot.discord import announcing, poster
from bot.discord.bot import DragomanBot
from briefings.store import open_store

from .conftest import STANDIN, Clock
from .test_wire import EIGHT, started, wired


def full(server: Any, **more: Any) -> dict[str, Any]:
    digest = {"channel": STANDIN.CHANNEL_ID, "countries": ["Nauru"], "horizon_days": 1} | more
    return wired(server, digest={"morning": digest})


async def steps(bot: DragomanBot) -> dict[str, tuple[str, str | None]]:
    async with await open_store(bot.settings.database, readonly=True) as store:
        found = await store.ledger.steps(f"discord:{STANDIN.CHANNEL_ID}:morning", "2024-09-30")
    return {step.step: (step.state, step.reason) for step in found}


def asked(server: Any, end: str) -> int:
    return len([path for method, path in server.requests if method == "POST" and path.endswith(end)])


@pytest.mark.parametrize("lost", [{}, {"threads": 9}, {"crosspost": 9}, {"threads": 9, "crosspost": 9}])
async def test_a_lost_answer_to_a_step_is_not_taken_for_a_refusal(
    standin: Any, make_bot: Any, clock: Clock, lost: dict[str, int]
) -> None:
    standin.channel_type = 5
    async with started(make_bot(**full(standin, thread=True, publish=True))) as bot:
        clock.set(EIGHT)
        standin.lost |= lost
        await bot.tick()
        assert len(standin.messages) == 1
        standin.lost.clear()
        for _ in range(4):
            clock.forward(minutes=3)
            await bot.tick()
    assert len(standin.messages) == len(standin.published) == 1
    assert list(standin.elsewhere) == [standin.messages[0]["id"]]
    assert await steps(bot) == {"thread": ("done", None), "publish": ("done", None)}


async def test_a_limit_of_an_hour_holds_neither_the_pass_nor_the_next_digest_up(
    standin: Any, make_bot: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poster, "STEP_SECONDS", 0.2)
    standin.channel_type = 5
    standin.patience["crosspost"] = 3600.0
    async with started(make_bot(**full(standin, publish=True))) as bot:
        clock.set(EIGHT)
        await bot.tick()
        clock.set("2024-10-01T08:00")
        await bot.tick()
        assert len(standin.messages) == 2
        assert standin.published == []
    standin.patience.clear()
    async with started(make_bot(**full(standin, publish=True))) as bot:
        await bot.tick()
    # The one of the day before is given up: news of yesterday.
    assert standin.published == [standin.messages[1]["id"]]
    state, reason = (await steps(bot))["publish"]
    assert (state, reason) == ("failed", "Discord lets the bot wait: it publishes ten messages an hour")


async def test_publishing_where_it_cannot_be_is_asked_once_and_explained(
    standin: Any, make_bot: Any, clock: Clock
) -> None:
    async with started(make_bot(**full(standin, publish=True))) as bot:
        clock.set(EIGHT)
        for _ in range(4):
            await bot.tick()
            clock.forward(minutes=10)
    assert asked(standin, "crosspost") == 1
    state, reason = (await steps(bot))["publish"]
    assert state == "failed"
    assert "no announcement channel" in (reason or "")


async def test_a_ping_is_of_the_role_alone(standin: Any, make_bot: Any, clock: Clock) -> None:
    async with started(make_bot(**full(standin, mention_role=77, attach_calendar=True))) as bot:
        clock.set(EIGHT)
        await bot.tick()
    [message] = standin.messages
    assert message["allowed_mentions"] == {"parse": [], "roles": [77]}


async def test_a_lost_answer_makes_no_second_scheduled_event(
    standin: Any, make_bot: Any, clock: Clock
) -> None:
    standin.lost["scheduled-events"] = 9
    fields = full(standin, scheduled_events=True, countries=["BRICS"], horizon_days=30)
    async with started(make_bot(**fields)) as bot:
        await bot.tick()
        assert len(standin.events) >= 1
        standin.lost.clear()
        for _ in range(3):
            clock.forward(minutes=11)
            await bot.tick()
    names = [event["name"] for event in standin.events]
    assert "BRICS summit" in names
    assert len(names) == len(set(names))
    assert all(event["entity_type"] == 3 and event["privacy_level"] == 2 for event in standin.events)


async def test_a_limit_on_scheduled_events_holds_nothing_up(
    standin: Any, make_bot: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(announcing, "CALL_SECONDS", 0.2)
    standin.patience["scheduled-events"] = 3600.0
    fields = full(standin, scheduled_events=True, countries=["BRICS"], horizon_days=30)
    async with started(make_bot(**fields)) as bot:
        clock.set(EIGHT)
        await bot.tick()
        assert len(standin.messages) == 1
        assert standin.events == []
