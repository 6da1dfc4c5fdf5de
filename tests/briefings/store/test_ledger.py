"""The ledger: a day is decided once, parts move from state to state."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from briefings.errors import NotStored
from briefings.store import open_store
from briefings.store.protocol import Store

NOW = datetime(2024, 9, 30, 8, tzinfo=UTC)
PARTS = (("first body", "n1"), ("second body", "n2"))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await open_store(tmp_path / "ledger.sqlite3") as opened:
        yield opened


async def test_from_planned_to_sent(store: Store) -> None:
    ledger = store.ledger
    assert await ledger.last_day("morning") is None
    assert await ledger.freeze("morning", "2024-09-30", PARTS, NOW, late=True)
    first, second = await ledger.parts("morning", "2024-09-30")
    assert (first.body, first.nonce, first.state, first.late, second.part) == (
        "first body",
        "n1",
        "pending",
        True,
        1,
    )
    await ledger.mark("morning", "2024-09-30", 0, "sending", NOW)
    assert [part.state for part in await ledger.unfinished("morning")] == ["sending", "pending"]
    assert await ledger.last_composed("morning") is None
    later = NOW + timedelta(seconds=2)
    await ledger.mark("morning", "2024-09-30", 0, "sent", later, message_id="77")
    await ledger.mark("morning", "2024-09-30", 1, "failed", later, reason="no permission")
    assert await ledger.unfinished("morning") == ()
    assert await ledger.last_composed("morning") == NOW
    sent, failed = await ledger.recent("morning")
    assert (sent.message_id, sent.updated_at, failed.reason) == ("77", later, "no permission")
    assert await ledger.unfinished("evening") == ()


async def test_a_day_is_decided_once(store: Store) -> None:
    ledger = store.ledger
    decided = await asyncio.gather(
        *(ledger.freeze("morning", "2024-09-30", ((f"body {n}", "n"),), NOW) for n in range(5)),
        ledger.skip("morning", "2024-09-30", "too late", NOW),
    )
    assert decided.count(True) == 1
    assert len(await ledger.parts("morning", "2024-09-30")) == 1
    assert await ledger.skip("morning", "2024-10-01", "the bot was down", NOW)
    assert not await ledger.freeze("morning", "2024-10-01", PARTS, NOW)
    (skipped,) = await ledger.parts("morning", "2024-10-01")
    assert (skipped.state, skipped.reason) == ("skipped", "the bot was down")
    assert await ledger.last_day("morning") == "2024-10-01"
    assert [part.day for part in await ledger.recent("morning", 1)] == ["2024-10-01"]
    assert await ledger.last_composed("morning") is None


async def test_what_was_never_planned_cannot_move(store: Store) -> None:
    with pytest.raises(NotStored, match="never planned"):
        await store.ledger.mark("morning", "2024-09-30", 0, "sent", NOW)
    with pytest.raises(ValueError, match="at least one part"):
        await store.ledger.freeze("morning", "2024-09-30", (), NOW)


async def test_steps_are_planned_with_their_parts_and_wait_for_them(store: Store) -> None:
    ledger = store.ledger
    steps = ((0, "thread"), (0, "publish"), (1, "publish"))
    assert await ledger.freeze("morning", "2024-09-30", PARTS, NOW, steps=steps)
    assert not await ledger.freeze("morning", "2024-09-30", PARTS, NOW, steps=((0, "other"),))
    assert await ledger.unfinished_steps("morning") == ()
    await ledger.mark("morning", "2024-09-30", 0, "sent", NOW, message_id="77")
    publish, thread = await ledger.unfinished_steps("morning")
    assert (publish.step, thread.step, thread.state) == ("publish", "thread", "pending")
    await ledger.mark_step(thread, "done", NOW, result="88")
    await ledger.mark_step(publish, "failed", NOW, reason="no announcement channel")
    assert await ledger.unfinished_steps("morning") == ()
    states = [(one.part, one.step, one.state) for one in await ledger.steps("morning", "2024-09-30")]
    assert states == [(0, "publish", "failed"), (0, "thread", "done"), (1, "publish", "pending")]
    with pytest.raises(NotStored):
        await ledger.mark_step(replace(thread, step="never planned"), "done", NOW)


async def test_a_skipped_day_may_be_decided_otherwise_when_asked(store: Store) -> None:
    ledger = store.ledger
    assert await ledger.skip("morning", "2024-09-30", "too late", NOW)
    assert await ledger.freeze("morning", "2024-09-30", PARTS, NOW, over_skipped=True)
    assert [part.state for part in await ledger.parts("morning", "2024-09-30")] == ["pending", "pending"]
    assert not await ledger.freeze("morning", "2024-09-30", PARTS, NOW, over_skipped=True)
