"""Posting the digests: once per channel and local date, whatever crashes or restarts.

The ledger in the store comes first, the platform second. The parts of a digest are frozen in one transaction.
Each part is marked as being sent, sent under a nonce that follows from channel, date and part, and marked as
sent. A part that was left in between is looked for in the channel before anything is sent again. Platforms
are behind `Poster`; nothing here knows Discord.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from bot.schedule import Schedule, Verdict, decide, in_words, too_late

if TYPE_CHECKING:
    from briefings.digest import Digest
    from briefings.store.protocol import Ledger, LedgerPart

log = logging.getLogger(__name__)

NONCE_LENGTH = 25
FIRST_BACK_OFF = timedelta(minutes=1)
"""The pause after the second failure in a row; after the first one the next tick tries again."""
LONGEST_BACK_OFF = timedelta(minutes=15)


class Refused(Exception):
    """The platform will not take this part; with `for_good` it will take no part to this channel."""

    def __init__(self, reason: str, *, for_good: bool) -> None:
        super().__init__(reason)
        self.for_good = for_good


class Unavailable(Exception):
    """The platform could not be reached, is busy or limits us; whether the part arrived is not known."""


class Poster(Protocol):
    """A platform that takes digests. `channel` is the platform's own name of the place."""

    def freeze(self, digest: Digest, notice: str, marker: Callable[[int], str]) -> Sequence[str]:
        """The digest as bodies of messages within the platform's limits, to be kept as they are.

        `notice` is a sentence to show at the top, or empty. Body number n carries ``marker(n)`` where `find`
        will see it.
        """

    async def send(self, channel: str, body: str, nonce: str) -> str:
        """Send one body; the id of the message. Raises `Refused` or `Unavailable`."""

    async def find(self, channel: str, marker: str, since: datetime) -> str | None:
        """The id of our own message in the channel that carries `marker`, sent at `since` (aware) or later.

        Raises `Refused` or `Unavailable`.
        """


@dataclass(frozen=True, slots=True)
class Target:
    """One digest of one channel. `key` names it in the ledger and must not change with the schedule."""

    key: str
    name: str
    channel: str
    schedule: Schedule
    horizon_days: int
    countries: tuple[str, ...] = ()


Compose = Callable[[Target, date, "datetime | None"], Awaitable["Digest"]]
"""Composes the digest of a target for a local date; the moment is that of the digest before it, if any."""


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

    async def run(self) -> None:
        """Finish what was begun, post what is due, record what is too late, each target for itself."""
        for target in self._targets:
            try:
                await self._serve(target)
            except Exception:
                log.exception("digest %s: the pass broke off and will be taken up again", target.name)
                self._back_off(target)

    async def _serve(self, target: Target) -> None:
        _, not_before = self._failures.get(target.key, (0, None))
        if not_before is not None and self._clock() < not_before:
            return
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
            await self._freeze(target, decision.day, decision.late)
            if not await self._deliver(target, decision.day):
                return
        self._failures.pop(target.key, None)

    async def _freeze(self, target: Target, day: date, late: timedelta) -> None:
        """Compose the digest and write its parts down before anything is sent."""
        now = self._clock()
        digest = await self._compose(target, day, await self._ledger.last_composed(target.key))
        notice = f"Late by {in_words(late)}: this was due at {target.schedule.time:%H:%M}." if late else ""
        iso = day.isoformat()
        bodies = self._poster.freeze(digest, notice, lambda part: marker(target.key, iso, part))
        parts = [(body, nonce(target.key, iso, part)) for part, body in enumerate(bodies)]
        await self._ledger.freeze(target.key, iso, parts, now, late=bool(late))

    async def _deliver(self, target: Target, day: date) -> bool:
        """Send what is left of the day's parts in order; False where the platform needs a pause."""
        iso = day.isoformat()
        for part in await self._ledger.parts(target.key, iso):
            if part.state not in ("pending", "sending"):
                continue
            late = self._clock() - target.schedule.instant(day)
            if late > target.schedule.catch_up + LONGEST_BACK_OFF:
                await self._fail(target, part, too_late(late, target.schedule.catch_up))
                continue
            try:
                await self._send(target, part)
            except Unavailable as error:
                self._back_off(target)
                log.warning("digest %s of %s, part %d: %s", target.name, iso, part.part + 1, error)
                return False
            except Refused as error:
                await self._fail(target, part, str(error))
                if error.for_good:
                    await self._fail_rest(target, iso, str(error))
                    return True
        return True

    async def _send(self, target: Target, part: LedgerPart) -> None:
        found = None
        if part.state == "sending":
            mark = marker(target.key, part.day, part.part)
            found = await self._poster.find(target.channel, mark, part.composed_at - timedelta(minutes=5))
        else:
            await self._ledger.mark(target.key, part.day, part.part, "sending", self._clock())
        message = found or await self._poster.send(target.channel, part.body, part.nonce)
        await self._ledger.mark(target.key, part.day, part.part, "sent", self._clock(), message_id=message)
        self._failures.pop(target.key, None)
        verb = "found already posted" if found else "posted"
        log.info("digest %s of %s, part %d: %s", target.name, part.day, part.part + 1, verb)

    async def _fail(self, target: Target, part: LedgerPart, reason: str) -> None:
        await self._ledger.mark(target.key, part.day, part.part, "failed", self._clock(), reason=reason)
        log.error("digest %s of %s, part %d failed: %s", target.name, part.day, part.part + 1, reason)

    async def _fail_rest(self, target: Target, day: str, reason: str) -> None:
        for part in await self._ledger.parts(target.key, day):
            if part.state in ("pending", "sending"):
                await self._fail(target, part, reason)

    def _back_off(self, target: Target) -> None:
        count, _ = self._failures.get(target.key, (0, datetime.min.replace(tzinfo=UTC)))
        pause = min(FIRST_BACK_OFF * 2 ** min(count - 1, 10), LONGEST_BACK_OFF) if count else timedelta()
        self._failures[target.key] = (count + 1, self._clock() + pause)
