"""Posting the digests: once per channel and local date, whatever crashes or restarts.

The ledger in the store comes first, the platform second. The parts of a digest are frozen in one transaction.
Each part is marked as being sent, sent under a nonce that follows from channel, date and part, and marked as
sent. A part that was left in between is looked for in the channel before anything is sent again. Platforms
are behind `Poster`; nothing here knows Discord.

What belongs to a part besides its message, a thread or its publication, is a step of its own in the ledger:
platforms take the same step twice for one. A step that is refused is explained and never stops the digest.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from bot.extras import NOTHING, Extras
from bot.languages import tongue
from bot.schedule import Schedule, Verdict, decide, in_words, too_late

if TYPE_CHECKING:
    from briefings.digest import Digest
    from briefings.store.protocol import Ledger, LedgerPart
    from briefings.store.steps import LedgerStep

log = logging.getLogger(__name__)

NONCE_LENGTH = 25
FIRST_BACK_OFF = timedelta(minutes=1)
"""The pause after the second failure in a row; after the first one the next tick tries again."""
LONGEST_BACK_OFF = timedelta(minutes=15)
THREAD_PATIENCE = timedelta(minutes=15)
"""How long the rest of a digest waits for its thread before it goes into the channel."""

SERVER_OF = "server-of:"
"""Before a channel's number, the note in which its server stands."""

THREAD, PUBLISH = "thread", "publish"
"""The steps: a thread from the first part, which takes the others; a part shown to the followers."""


class Refused(Exception):
    """The platform will not take this part; with `for_good` it will take no part to this channel."""

    def __init__(self, reason: str, *, for_good: bool) -> None:
        super().__init__(reason)
        self.for_good = for_good


class Unavailable(Exception):
    """The platform could not be reached, is busy or limits us; whether the part arrived is not known."""


class Poster(Protocol):
    """A platform that takes digests. `channel` is the platform's own name of the place."""

    def freeze(
        self, digest: Digest, notice: str, marker: Callable[[int], str], extras: Extras
    ) -> Sequence[str]:
        """The digest as bodies of messages within the platform's limits, to be kept as they are.

        `notice` is a sentence to show at the top, or empty. Body number n carries ``marker(n)`` where `find`
        will see it. A ping and files go with the first one.
        """

    def lighter(self, body: str) -> str | None:
        """The body without what may be refused while its text is taken; None where it holds nothing such."""

    async def take(self, step: str, channel: str, message: str, body: str) -> str:
        """Take a step after the message was sent, or find that it was taken; what came of it, for a thread
        the place that takes the other parts. Raises `Refused` or `Unavailable`.
        """

    async def send(self, channel: str, body: str, nonce: str) -> str:
        """Send one body; the id of the message. Raises `Refused` or `Unavailable`."""

    async def find(self, channel: str, marker: str, since: datetime) -> str | None:
        """The id of our own message in the channel that carries `marker`, sent at `since` (aware) or later.

        Raises `Refused` or `Unavailable`.
        """


@dataclass(frozen=True, slots=True)
class Target:
    """One digest of one channel. `key` names it in the ledger and must not change with the schedule.
    `language` is a code of `briefings.languages`; None is the one that is set where the channel is.
    """

    key: str
    name: str
    channel: str
    schedule: Schedule
    horizon_days: int
    countries: tuple[str, ...] = ()
    extras: Extras = NOTHING
    language: str | None = None

    def today(self, now: datetime) -> date:
        """The local date at `now` (aware)."""
        return now.astimezone(self.schedule.zone).date()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of posting by hand: the day's parts, and whether any of them was sent by this."""

    day: date
    parts: tuple[LedgerPart, ...]
    fresh: bool


Compose = Callable[[Target, date, "datetime | None"], Awaitable["Digest"]]
"""Composes the digest of a target for a local date; the moment is that of the digest before it, if any. May
raise `Unavailable`."""


def nonce(target: str, day: str, part: int) -> str:
    """What the platform recognises a repeated send by: the same for the same part and for no other."""
    return hashlib.sha256(f"{target}|{day}|{part}".encode()).hexdigest()[:NONCE_LENGTH]


def marker(target: str, day: str, part: int) -> str:
    """What the part shows in its footer, short enough not to disturb, and never a word of an article."""
    return f"#{nonce(target, day, part)[:8]}"


class Posting:
    """One pass after another over everything that is due. Calls of `run` must not overlap."""

    def __init__(
        self,
        ledger: Ledger,
        poster: Poster,
        compose: Compose,
        targets: Sequence[Target],
        clock: Callable[[], datetime],
    ) -> None:
        self._ledger = ledger
        self._poster = poster
        self._compose = compose
        self._targets = tuple(targets)
        self._clock = clock
        self._failures: dict[str, tuple[int, datetime]] = {}

    @property
    def targets(self) -> tuple[Target, ...]:
        return self._targets

    async def run(self) -> None:
        """Finish what was begun, post what is due, record what is too late, each target for itself."""
        for target in self._targets:
            try:
                if not self._paused(target.key):
                    await self._serve(target)
                await self._finish(target)
            except Exception:
                log.exception("digest %s: the pass broke off and will be taken up again", target.name)
                self._back_off(target.key)

    async def post(self, target: Target) -> Outcome:
        """Post the digest of the target's today at once, unless it is posted: it is the day's digest then.

        What is due is served first. A day that was skipped is posted after all; parts that failed are tried
        again, once it is clear that they did not arrive. Calls must not overlap with `run`.
        """
        day = target.today(self._clock())
        iso = day.isoformat()
        before = await self._ledger.parts(target.key, iso)
        self._failures.pop(target.key, None)
        await self._serve(target)
        parts = await self._ledger.parts(target.key, iso)
        if all(part.state == "skipped" for part in parts):
            await self._freeze(target, day, timedelta())
        for part in before:
            if part.state == "failed":
                await self._ledger.mark(target.key, iso, part.part, "sending", self._clock())
        await self._deliver(target, day, by_hand=True)
        await self._finish(target)
        parts = await self._ledger.parts(target.key, iso)
        sent = {part.part for part in before if part.state == "sent"}
        return Outcome(day, parts, any(part.state == "sent" and part.part not in sent for part in parts))

    async def preview(self, target: Target) -> tuple[str, ...]:
        """The bodies that would be posted now; nothing is written down."""
        day = target.today(self._clock())
        digest = await self._compose(target, day, await self._ledger.last_composed(target.key))
        iso = day.isoformat()
        return tuple(
            self._poster.freeze(digest, "", lambda part: marker(target.key, iso, part), target.extras)
        )

    async def _serve(self, target: Target) -> None:
        for day in dict.fromkeys(part.day for part in await self._ledger.unfinished(target.key)):
            if not await self._deliver(target, date.fromisoformat(day)):
                return
        now = self._clock()
        last = await self._ledger.last_day(target.key)
        for decision in decide(target.schedule, now, date.fromisoformat(last) if last else None):
            if decision.verdict is Verdict.SKIP:
                await self._ledger.skip(target.key, decision.day.isoformat(), decision.reason, now)
                log.warning("digest %s of %s skipped: %s", target.name, decision.day, decision.reason)
                continue
            try:
                await self._freeze(target, decision.day, decision.late)
            except Unavailable as error:
                self._back_off(target.key)
                log.warning("digest %s of %s: %s", target.name, decision.day, error)
                return
            if not await self._deliver(target, decision.day):
                return
        self._failures.pop(target.key, None)

    async def _freeze(self, target: Target, day: date, late: timedelta) -> None:
        """Compose the digest and write its parts and their steps down before anything is sent."""
        now = self._clock()
        digest = await self._compose(target, day, await self._ledger.last_composed(target.key))
        notice = ""
        if late:
            speak = tongue(digest.locale)
            notice = speak.say(
                "Late by {span}: this was due at {time}.",
                span=in_words(late, speak),
                time=f"{target.schedule.time:%H:%M}",
            )
        iso = day.isoformat()
        bodies = self._poster.freeze(
            digest, notice, lambda part: marker(target.key, iso, part), target.extras
        )
        parts = [(body, nonce(target.key, iso, part)) for part, body in enumerate(bodies)]
        steps = [(0, THREAD)] if target.extras.thread else []
        if target.extras.publish:
            steps += [(part, PUBLISH) for part in range(len(parts))]
        await self._ledger.freeze(
            target.key, iso, parts, now, late=bool(late), steps=steps, over_skipped=True
        )

    async def _deliver(self, target: Target, day: date, *, by_hand: bool = False) -> bool:
        """Send what is left of the day's parts in order; False where the platform needs a pause."""
        iso = day.isoformat()
        for part in await self._ledger.parts(target.key, iso):
            if part.state not in ("pending", "sending"):
                continue
            late = self._clock() - _due(target, part)
            if late > target.schedule.catch_up + LONGEST_BACK_OFF and not by_hand:
                await self._fail(target, part, too_late(late, target.schedule.catch_up))
                continue
            try:
                place = await self._place(target, iso) if part.part else target.channel
                await self._send(target, part, place)
            except Unavailable as error:
                self._back_off(target.key)
                log.warning("digest %s of %s, part %d: %s", target.name, iso, part.part + 1, error)
                return False
            except Refused as error:
                await self._fail(target, part, str(error))
                if error.for_good:
                    await self._fail_rest(target, iso, str(error))
                    return True
        return True

    async def _send(self, target: Target, part: LedgerPart, place: str) -> None:
        found, remark = None, None
        if part.state == "sending":
            mark = marker(target.key, part.day, part.part)
            found = await self._poster.find(place, mark, part.composed_at - timedelta(minutes=5))
        else:
            await self._ledger.mark(target.key, part.day, part.part, "sending", self._clock())
        message = found
        if message is None:
            message, remark = await self._post(target, part, place)
        await self._ledger.mark(
            target.key, part.day, part.part, "sent", self._clock(), message_id=message, reason=remark
        )
        self._failures.pop(target.key, None)
        verb = "found already posted" if found else "posted"
        log.info("digest %s of %s, part %d: %s", target.name, part.day, part.part + 1, verb)

    async def _post(self, target: Target, part: LedgerPart, place: str) -> tuple[str, str | None]:
        """Send the part; without what may be left out, and into the channel, where it is refused otherwise.

        The id of the message, and what had to be done without.
        """
        try:
            return await self._poster.send(place, part.body, part.nonce), None
        except Refused as error:
            lighter = self._poster.lighter(part.body)
            if lighter is not None:
                message = await self._poster.send(place, lighter, part.nonce)
                log.warning("digest %s of %s goes without its files: %s", target.name, part.day, error)
                return message, f"posted without its files: {error}"
            if place == target.channel:
                raise
            for step in await self._ledger.steps(target.key, part.day):
                if step.step == THREAD:
                    await self._fail_step(target, step, str(error))
            return await self._poster.send(target.channel, part.body, part.nonce), None

    async def _place(self, target: Target, day: str) -> str:
        """Where the parts after the first one go: into the thread if there is to be one and can be one."""
        for step in await self._ledger.steps(target.key, day):
            if step.step == THREAD:
                if step.state == "pending":
                    step = await self._take(target, step, THREAD_PATIENCE)
                return step.result or target.channel
        return target.channel

    async def _finish(self, target: Target) -> None:
        """Take the steps that are left, apart from the messages: those never wait for them."""
        key = f"{target.key}|steps"
        if self._paused(key):
            return
        for step in await self._ledger.unfinished_steps(target.key):
            try:
                await self._take(target, step, target.schedule.catch_up)
            except Unavailable as error:
                self._back_off(key)
                log.warning("digest %s of %s, %s: %s", target.name, step.day, step.step, error)
                return
        self._failures.pop(key, None)

    async def _take(self, target: Target, step: LedgerStep, patience: timedelta) -> LedgerStep:
        """Take one pending step; as it stands afterwards. Raises `Unavailable` within its patience."""
        parts = await self._ledger.parts(target.key, step.day)
        part = parts[step.part]
        if part.message_id is None:
            return await self._fail_step(target, step, "its message was not posted")
        if step.step == PUBLISH and part.part and await self._in_thread(target, step.day):
            # What stands in a thread cannot be published, and need not be.
            await self._ledger.mark_step(step, "done", self._clock(), result=THREAD)
            return replace(step, state="done", result=THREAD)
        try:
            result = await self._poster.take(step.step, target.channel, part.message_id, part.body)
        except Refused as error:
            return await self._fail_step(target, step, str(error))
        except Unavailable as error:
            if self._clock() - part.composed_at <= patience:
                raise
            return await self._fail_step(target, step, str(error))
        await self._ledger.mark_step(step, "done", self._clock(), result=result)
        log.info("digest %s of %s, %s: done", target.name, step.day, step.step)
        return replace(step, state="done", result=result)

    async def _in_thread(self, target: Target, day: str) -> bool:
        return any(
            step.step == THREAD and step.state == "done" for step in await self._ledger.steps(target.key, day)
        )

    async def _fail_step(self, target: Target, step: LedgerStep, reason: str) -> LedgerStep:
        await self._ledger.mark_step(step, "failed", self._clock(), reason=reason)
        missing = "thread" if step.step == THREAD else "publication"
        log.warning("digest %s of %s goes without its %s: %s", target.name, step.day, missing, reason)
        return replace(step, state="failed", result=None, reason=reason)

    async def _fail(self, target: Target, part: LedgerPart, reason: str) -> None:
        await self._ledger.mark(target.key, part.day, part.part, "failed", self._clock(), reason=reason)
        log.error("digest %s of %s, part %d failed: %s", target.name, part.day, part.part + 1, reason)

    async def _fail_rest(self, target: Target, day: str, reason: str) -> None:
        for part in await self._ledger.parts(target.key, day):
            if part.state in ("pending", "sending"):
                await self._fail(target, part, reason)

    def _paused(self, key: str) -> bool:
        _, not_before = self._failures.get(key, (0, None))
        return not_before is not None and self._clock() < not_before

    def _back_off(self, key: str) -> None:
        count, _ = self._failures.get(key, (0, datetime.min.replace(tzinfo=UTC)))
        pause = min(FIRST_BACK_OFF * 2 ** min(count - 1, 10), LONGEST_BACK_OFF) if count else timedelta()
        self._failures[key] = (count + 1, self._clock() + pause)


def _due(target: Target, part: LedgerPart) -> datetime:
    """Since when a part is late: its day's time, or when it was composed if that was by hand and later."""
    instant = target.schedule.instant(date.fromisoformat(part.day))
    return part.composed_at if part.composed_at - instant > target.schedule.catch_up else instant
