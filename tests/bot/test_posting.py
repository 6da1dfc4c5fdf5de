"""Posting against a real ledger and a platform that remembers, while the process dies at every step."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.extras import Extras
from bot.posting import (
    NONCE_LENGTH,
    THREAD,
    Posting,
    Refused,
    Target,
    Unavailable,
    marker,
    nonce,
)
from bot.schedule import Schedule
from briefings.digest import Digest
from briefings.store import open_store
from briefings.store.protocol import Store

NONCE_WINDOW = timedelta(minutes=3)
EIGHT = datetime(2026, 3, 2, 8, tzinfo=UTC)


class Crash(BaseException):
    """The process dies here: no handler of the program's may see it as an error to deal with."""


@dataclass
class Platform:
    """A chat platform: a channel's messages, a nonce that is remembered for minutes, trouble on request."""

    clock: Callable[[], datetime]
    parts: int = 2
    nonces: bool = True
    messages: list[tuple[str, str, datetime]] = field(default_factory=list)
    trouble: list[Exception] = field(default_factory=list)
    crash_before_send: int = 0
    crash_after_send: int = 0
    sends: int = 0
    notices: list[str] = field(default_factory=list)
    blind: Exception | None = None

    threads: dict[str, str] = field(default_factory=dict)
    published: list[str] = field(default_factory=list)
    step_trouble: list[Exception] = field(default_factory=list)
    crash_before_step: int = 0
    crash_after_step: int = 0
    steps: int = 0
    shut: set[str] = field(default_factory=set)
    places: list[str] = field(default_factory=list)
    heavy: bool = False

    def freeze(
        self, digest: Digest, notice: str, marker: Callable[[int], str], extras: Extras
    ) -> Sequence[str]:
        self.notices.append(notice)
        files = ["file"] if extras.calendar else []
        return [
            json.dumps([str(digest.date), part, digest.notes, marker(part), *files])
            for part in range(self.parts)
        ]

    def lighter(self, body: str) -> str | None:
        held = json.loads(body)
        return json.dumps(held[:4]) if len(held) > 4 else None

    async def take(self, step: str, channel: str, message: str, body: str) -> str:
        self.steps += 1
        if self.crash_before_step == self.steps:
            raise Crash
        if self.step_trouble:
            raise self.step_trouble.pop(0)
        if step == THREAD:
            self.threads[message] = f"thread of {message}"
        elif message not in self.published:
            self.published.append(message)
        if self.crash_after_step == self.steps:
            raise Crash
        return self.threads.get(message, "")

    async def send(self, channel: str, body: str, nonce: str) -> str:
        self.sends += 1
        if channel in self.shut or (self.heavy and self.lighter(body)):
            raise Refused("Missing Permissions", for_good=True)
        if self.crash_before_send == self.sends:
            raise Crash
        if self.trouble:
            raise self.trouble.pop(0)
        known = [
            place
            for place, (_, used, at) in enumerate(self.messages)
            if self.nonces and used == nonce and self.clock() - at < NONCE_WINDOW
        ]
        if not known:
            self.messages.append((body, nonce, self.clock()))
            self.places.append(channel)
        if self.crash_after_send == self.sends:
            raise Crash
        return str(known[0] if known else len(self.messages) - 1)

    async def find(self, channel: str, marker: str, since: datetime) -> str | None:
        if self.blind:
            raise self.blind
        for place, (body, _, at) in enumerate(self.messages):
            if marker in body and at >= since and self.places[place] == channel:
                return str(place)
        return None


class Now:
    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def now() -> Now:
    return Now(EIGHT)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with await open_store(tmp_path / "record.sqlite3") as opened:
        yield opened


@pytest.fixture
def target() -> Target:
    schedule = Schedule(time(8), ZoneInfo("UTC"))
    return Target("chat:1:morning", "morning", "1", schedule, 60)


def posting(store: Store, platform: Platform, target: Target, now: Now, **wrapped: Any) -> Posting:
    async def compose(target: Target, day: date, since: datetime | None) -> Digest:
        return Digest(day, target.name, (), (), (f"since {since}",))

    return Posting(wrapped.get("ledger", store.ledger), platform, compose, [target], now)


def bodies(platform: Platform) -> list[list[Any]]:
    return [json.loads(body)[:2] for body, _, _ in platform.messages]


async def test_each_part_is_posted_once_however_often_the_pass_runs(
    store: Store, target: Target, now: Now
) -> None:
    platform = Platform(now)
    passes = posting(store, platform, target, now)
    now.at = EIGHT - timedelta(minutes=1)
    await passes.run()
    assert platform.messages == []
    for _ in range(5):
        now.at += timedelta(minutes=1)
        await passes.run()
    assert bodies(platform) == [["2026-03-02", 0], ["2026-03-02", 1]]
    states = [(part.state, part.message_id) for part in await store.ledger.parts(target.key, "2026-03-02")]
    assert states == [("sent", "0"), ("sent", "1")]
    now.at += timedelta(days=1)
    await passes.run()
    assert [day for day, _ in bodies(platform)] == ["2026-03-02"] * 2 + ["2026-03-03"] * 2


async def test_the_next_digest_begins_where_the_last_one_ended(
    store: Store, target: Target, now: Now
) -> None:
    platform = Platform(now, parts=1)
    passes = posting(store, platform, target, now)
    await passes.run()
    now.at += timedelta(days=1)
    await passes.run()
    assert [json.loads(body)[2] for body, _, _ in platform.messages] == [["since None"], [f"since {EIGHT}"]]


class MortalLedger:
    """The real ledger, but the process dies before or after the n-th write."""

    def __init__(self, ledger: Any, at: int, after: bool) -> None:
        self._ledger = ledger
        self._at = at
        self._after = after
        self.writes = 0

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._ledger, name)
        if name not in ("freeze", "mark", "skip", "mark_step"):
            return method

        async def mortal(*args: Any, **kwargs: Any) -> Any:
            self.writes += 1
            if self.writes == self._at and not self._after:
                raise Crash
            result = await method(*args, **kwargs)
            if self.writes == self._at and self._after:
                raise Crash
            return result

        return mortal


@pytest.mark.parametrize("down", [timedelta(seconds=20), timedelta(minutes=30), timedelta(hours=4)])
@pytest.mark.parametrize("nonces", [True, False])
@pytest.mark.parametrize("step", range(1, 8))
@pytest.mark.parametrize("after", [False, True])
async def test_a_crash_at_any_write_neither_loses_nor_repeats_a_part(
    store: Store, target: Target, now: Now, step: int, after: bool, nonces: bool, down: timedelta
) -> None:
    platform = Platform(now, parts=3, nonces=nonces)
    with pytest.raises(Crash):
        await posting(store, platform, target, now, ledger=MortalLedger(store.ledger, step, after)).run()
    now.at += down
    restarted = posting(store, platform, target, now)
    await restarted.run()
    await restarted.run()
    assert bodies(platform) == [["2026-03-02", 0], ["2026-03-02", 1], ["2026-03-02", 2]]


@pytest.mark.parametrize("down", [timedelta(seconds=20), timedelta(hours=4)])
@pytest.mark.parametrize("where", ["crash_before_send", "crash_after_send"])
@pytest.mark.parametrize("which", [1, 2, 3])
async def test_a_crash_around_sending_neither_loses_nor_repeats_a_part(
    store: Store, target: Target, now: Now, where: str, which: int, down: timedelta
) -> None:
    platform = Platform(now, parts=3, nonces=False)
    setattr(platform, where, which)
    with pytest.raises(Crash):
        await posting(store, platform, target, now).run()
    now.at += down
    await posting(store, platform, target, now).run()
    assert bodies(platform) == [["2026-03-02", 0], ["2026-03-02", 1], ["2026-03-02", 2]]


async def test_what_was_frozen_is_sent_as_it_was(store: Store, target: Target, now: Now) -> None:
    platform = Platform(now, crash_before_send=1)
    with pytest.raises(Crash):
        await posting(store, platform, target, now).run()
    now.at += timedelta(hours=1)
    platform.parts = 5
    await posting(store, platform, target, now).run()
    assert len(platform.messages) == 2
    assert len(platform.notices) == 1


async def test_late_within_the_bound_is_posted_and_says_so(store: Store, target: Target, now: Now) -> None:
    platform = Platform(now)
    now.at = EIGHT + timedelta(hours=3)
    await posting(store, platform, target, now).run()
    assert platform.notices == ["Late by 3 hours: this was due at 08:00."]
    assert len(platform.messages) == 2


async def test_later_than_the_bound_is_recorded_as_skipped_with_the_reason(
    store: Store, target: Target, now: Now
) -> None:
    platform = Platform(now)
    await posting(store, platform, target, now).run()
    now.at += timedelta(days=3, hours=7)
    await posting(store, platform, target, now).run()
    assert {day for day, _ in bodies(platform)} == {"2026-03-02"}
    for day in ("2026-03-03", "2026-03-04", "2026-03-05"):
        [part] = await store.ledger.parts(target.key, day)
        assert part.state == "skipped"
        assert "more than 6 hours late" in (part.reason or "")
    now.at = EIGHT + timedelta(days=4)
    await posting(store, platform, target, now).run()
    assert bodies(platform)[-1] == ["2026-03-06", 1]


async def test_a_channel_that_refuses_fails_for_the_day_without_another_try(
    store: Store, target: Target, now: Now, caplog: pytest.LogCaptureFixture
) -> None:
    platform = Platform(now, trouble=[Refused("Missing Access", for_good=True)])
    passes = posting(store, platform, target, now)
    for _ in range(3):
        await passes.run()
        now.at += timedelta(minutes=20)
    assert platform.sends == 1
    parts = await store.ledger.parts(target.key, "2026-03-02")
    assert [(part.state, part.reason) for part in parts] == [("failed", "Missing Access")] * 2
    assert "Missing Access" in caplog.text


async def test_a_part_that_is_refused_does_not_take_the_others_along(
    store: Store, target: Target, now: Now
) -> None:
    platform = Platform(now, parts=3, trouble=[Refused("embeds[0].title too long", for_good=False)])
    await posting(store, platform, target, now).run()
    assert bodies(platform) == [["2026-03-02", 1], ["2026-03-02", 2]]


async def test_trouble_that_passes_is_waited_out_with_growing_pauses(
    store: Store, target: Target, now: Now
) -> None:
    platform = Platform(now, trouble=[Unavailable("status 503") for _ in range(4)])
    passes = posting(store, platform, target, now)
    tries = []
    while len(platform.messages) < 2:
        before = platform.sends
        await passes.run()
        if platform.sends > before:
            tries.append(now.at - EIGHT)
        now.at += timedelta(seconds=30)
        assert now.at < EIGHT + timedelta(hours=1)
    assert tries == [timedelta(seconds=s) for s in (0, 30, 90, 210, 450)]
    assert bodies(platform) == [["2026-03-02", 0], ["2026-03-02", 1]]


async def test_trouble_that_outlasts_the_bound_is_recorded(store: Store, target: Target, now: Now) -> None:
    platform = Platform(now, trouble=[Unavailable("status 503") for _ in range(1000)])
    passes = posting(store, platform, target, now)
    while now.at < EIGHT + timedelta(hours=8):
        await passes.run()
        now.at += timedelta(minutes=1)
    parts = await store.ledger.parts(target.key, "2026-03-02")
    assert {part.state for part in parts} == {"failed"}
    assert all("more than 6 hours late" in (part.reason or "") for part in parts)


async def test_what_cannot_be_looked_up_is_not_sent_twice(store: Store, target: Target, now: Now) -> None:
    platform = Platform(now, crash_after_send=1, nonces=False)
    with pytest.raises(Crash):
        await posting(store, platform, target, now).run()
    platform.blind = Refused("Missing Access to the history", for_good=True)
    now.at += timedelta(hours=1)
    await posting(store, platform, target, now).run()
    assert len(platform.messages) == 1


async def test_one_digest_in_trouble_leaves_the_others_alone(store: Store, target: Target, now: Now) -> None:
    platform = Platform(now, parts=1)
    other = Target("chat:2:broken", "broken", "2", target.schedule, 60)

    async def compose(wanted: Target, day: date, since: datetime | None) -> Digest:
        if wanted is other:
            raise RuntimeError("a mistake of ours")
        return Digest(day, wanted.name, (), ())

    passes = Posting(store.ledger, platform, compose, [other, target], now)
    await passes.run()
    await passes.run()
    assert len(platform.messages) == 1


ALL = Extras(thread=True, publish=True, mention="7", calendar=True)


@pytest.mark.parametrize("down", [timedelta(seconds=20), timedelta(minutes=30)])
@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("step", range(1, 12))
async def test_a_crash_at_any_write_neither_loses_nor_repeats_a_step(
    store: Store, target: Target, now: Now, step: int, after: bool, down: timedelta
) -> None:
    platform = Platform(now, parts=3, nonces=False)
    full = replace(target, extras=ALL)
    with pytest.raises(Crash):
        await posting(store, platform, full, now, ledger=MortalLedger(store.ledger, step, after)).run()
    now.at += down
    restarted = posting(store, platform, full, now)
    await restarted.run()
    await restarted.run()
    assert bodies(platform) == [["2026-03-02", 0], ["2026-03-02", 1], ["2026-03-02", 2]]
    assert platform.places == ["1", "thread of 0", "thread of 0"]
    assert platform.published == ["0"]
    assert await store.ledger.unfinished_steps(target.key) == ()


@pytest.mark.parametrize("where", ["crash_before_step", "crash_after_step"])
@pytest.mark.parametrize("which", [1, 2])
async def test_a_crash_around_a_step(store: Store, target: Target, now: Now, where: str, which: int) -> None:
    platform = Platform(now, nonces=False)
    setattr(platform, where, which)
    full = replace(target, extras=ALL)
    with pytest.raises(Crash):
        await posting(store, platform, full, now).run()
    await posting(store, platform, full, now).run()
    assert (platform.places, platform.published) == (["1", "thread of 0"], ["0"])


async def test_every_part_is_published_where_there_is_no_thread(
    store: Store, target: Target, now: Now
) -> None:
    platform = Platform(now)
    await posting(store, platform, replace(target, extras=Extras(publish=True)), now).run()
    assert platform.published == ["0", "1"]


async def test_a_refused_step_is_explained_and_stops_nothing(
    store: Store, target: Target, now: Now, caplog: pytest.LogCaptureFixture
) -> None:
    platform = Platform(now, step_trouble=[Refused("no threads here", for_good=True)])
    await posting(store, platform, replace(target, extras=Extras(thread=True)), now).run()
    assert platform.places == ["1", "1"]
    [step] = await store.ledger.steps(target.key, "2026-03-02")
    assert (step.state, step.reason) == ("failed", "no threads here")
    assert "goes without its thread: no threads here" in caplog.text


async def test_a_thread_that_may_not_be_written_to_is_left(store: Store, target: Target, now: Now) -> None:
    platform = Platform(now, shut={"thread of 0"})
    await posting(store, platform, replace(target, extras=Extras(thread=True)), now).run()
    assert platform.places == ["1", "1"]
    [step] = await store.ledger.steps(target.key, "2026-03-02")
    assert step.state == "failed"


async def test_files_that_are_refused_are_left_out(store: Store, target: Target, now: Now) -> None:
    platform = Platform(now, parts=1, heavy=True)
    await posting(store, platform, replace(target, extras=Extras(calendar=True)), now).run()
    [part] = await store.ledger.parts(target.key, "2026-03-02")
    assert (part.state, part.reason) == ("sent", "posted without its files: Missing Permissions")


async def test_the_rest_waits_for_its_thread_for_a_while_only(store: Store, target: Target, now: Now) -> None:
    platform = Platform(now, step_trouble=[Unavailable("status 503") for _ in range(1000)])
    passes = posting(store, platform, replace(target, extras=Extras(thread=True)), now)
    while len(platform.messages) < 2:
        await passes.run()
        now.at += timedelta(minutes=1)
        assert now.at < EIGHT + timedelta(hours=1)
    assert now.at > EIGHT + timedelta(minutes=10)
    assert platform.places == ["1", "1"]


async def test_publishing_in_trouble_holds_no_digest_up(store: Store, target: Target, now: Now) -> None:
    platform = Platform(now, parts=1, step_trouble=[Unavailable("ten an hour") for _ in range(1000)])
    passes = posting(store, platform, replace(target, extras=Extras(publish=True)), now)
    await passes.run()
    now.at += timedelta(days=1)
    await passes.run()
    assert len(platform.messages) == 2
    platform.step_trouble = []
    now.at += timedelta(minutes=30)
    await passes.run()
    assert platform.published == ["1"]


async def test_posted_by_hand_it_is_the_digest_of_the_day(store: Store, target: Target, now: Now) -> None:
    platform = Platform(now)
    passes = posting(store, platform, target, now)
    now.at = EIGHT - timedelta(hours=3)
    done = await passes.post(target)
    assert done.fresh
    assert [part.state for part in done.parts] == ["sent", "sent"]
    assert not (await passes.post(target)).fresh
    now.at = EIGHT
    await passes.run()
    assert bodies(platform) == [["2026-03-02", 0], ["2026-03-02", 1]]
    now.at += timedelta(days=1)
    await passes.run()
    assert len(platform.messages) == 4


async def test_by_hand_a_day_is_made_good_whatever_the_hour(store: Store, target: Target, now: Now) -> None:
    platform = Platform(now, parts=1, trouble=[Unavailable("status 503")])
    passes = posting(store, platform, target, now)
    now.at = EIGHT - timedelta(days=1)
    await passes.run()
    now.at = EIGHT - timedelta(days=1) + timedelta(hours=1)
    await passes.run()
    now.at = EIGHT + timedelta(hours=9)
    await passes.run()
    [part] = await store.ledger.parts(target.key, "2026-03-02")
    assert part.state == "skipped"
    platform.trouble = [Unavailable("status 503")]
    assert not (await passes.post(target)).fresh
    now.at += timedelta(minutes=1)
    await passes.run()
    assert bodies(platform)[-1] == ["2026-03-02", 0]
    assert platform.notices[-1] == ""


async def test_by_hand_what_failed_is_tried_again_unless_it_arrived(
    store: Store, target: Target, now: Now
) -> None:
    platform = Platform(now, shut={"1"})
    passes = posting(store, platform, target, now)
    await passes.run()
    assert not (await passes.post(target)).fresh
    platform.shut.clear()
    now.at += timedelta(hours=10)
    assert (await passes.post(target)).fresh
    assert bodies(platform) == [["2026-03-02", 0], ["2026-03-02", 1]]


async def test_a_preview_is_what_is_posted_and_leaves_no_trace(
    store: Store, target: Target, now: Now
) -> None:
    platform = Platform(now)
    passes = posting(store, platform, target, now)
    shown = await passes.preview(target)
    assert platform.messages == []
    assert await store.ledger.last_day(target.key) is None
    await passes.run()
    assert tuple(body for body, _, _ in platform.messages) == shown


def test_nonce_and_marker_follow_from_the_part_alone() -> None:
    parts = [(t, d, p) for t in ("a", "b") for d in ("2026-01-01", "2026-01-02") for p in range(3)]
    nonces = {nonce(*part) for part in parts}
    assert len(nonces) == len(parts) == len({marker(*part) for part in parts})
    assert all(len(one) <= NONCE_LENGTH for one in nonces)
    assert nonce(*parts[0]) == nonce(*parts[0])
