"""Telling watchers what is new: each event once, few messages an hour, whatever crashes or restarts.

As with the digests the store comes first, the platform second. A notice is frozen in the transaction in which
what it tells counts as told. It is marked as being sent, sent under a nonce of its own, and marked as sent;
one that was left in between is looked for before it is sent again. Platforms are behind `Carrier`.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from bot.posting import FIRST_BACK_OFF, LONGEST_BACK_OFF, NONCE_LENGTH, Refused, Unavailable

if TYPE_CHECKING:
    from briefings.languages import Tongue
    from briefings.store.protocol import Store
    from briefings.store.watches import KeptNotice, Watcher
    from briefings.watching import Notice
    from briefings.world import World

log = logging.getLogger(__name__)

PATIENCE = 5.0
"""Seconds for which a tick waits for a pass; it then goes on beside everything else."""

STALE = timedelta(hours=2)
"""A notice that could not be sent for so long is written anew, since more may be known by then."""

AT_A_TIME = 25
"""Written events that are compared with the watches in one transaction."""

REFUSED = "refused"
"""Why a watcher is stopped: the platform takes no message for it any more."""


class Carrier(Protocol):
    """A platform that takes notices; addresses are its own. All but `freeze` raise `Refused` or
    `Unavailable`.
    """

    def freeze(self, notice: Notice, marker: str, speak: Tongue) -> str:
        """The notice as the body of one message within the platform's limits, with `marker` in it."""

    async def lost(self, address: str, scope: str) -> str | None:
        """Why whoever is at `address` may no longer see `scope`, in a word; None if they may."""

    async def open(self, address: str) -> str:
        """The channel that leads to an address."""

    async def send(self, channel: str, body: str, nonce: str) -> str:
        """Send one body; the id of the message."""

    async def find(self, channel: str, marker: str, since: datetime) -> str | None:
        """The id of our own message in the channel that carries `marker`, sent at `since` or later."""


def nonce(address: str, news: int) -> str:
    """What the platform recognises a repeated send by. `news` is the number of the first thing told."""
    return hashlib.sha256(f"watch|{address}|{news}".encode()).hexdigest()[:NONCE_LENGTH]


def marker(of: str) -> str:
    """What a notice with the nonce `of` shows at its end."""
    return f"#{of[:8]}"


class Noticing:
    """One pass after another over all watchers. `world` and `speaking` give what is loaded late."""

    def __init__(
        self,
        store: Store,
        carrier: Carrier,
        world: Callable[[], Awaitable[World]],
        speaking: Callable[[str], Awaitable[Tongue]],
        clock: Callable[[], datetime],
        per_hour: int,
    ) -> None:
        self._store = store
        self._watches = store.watches
        self._carrier = carrier
        self._world = world
        self._speaking = speaking
        self._clock = clock
        self._per_hour = per_hour
        self._failures: dict[int, tuple[int, datetime]] = {}
        self._passing: asyncio.Task[None] | None = None

    async def look(self) -> None:
        """Begins a pass unless one is under way; waits for it, but not longer than `PATIENCE`."""
        if self._passing is None or self._passing.done():
            self._passing = asyncio.create_task(self._pass(), name="telling watchers")
        await asyncio.wait({self._passing}, timeout=PATIENCE)

    async def close(self) -> None:
        """Breaks off a pass that is under way, which loses nothing."""
        passing, self._passing = self._passing, None
        if passing is not None and not passing.done():
            passing.cancel()
            await asyncio.gather(passing, return_exceptions=True)

    async def _pass(self) -> None:
        try:
            await self.run()
        except Exception:
            log.exception("the pass over the watches was broken off; the next one goes on")

    async def run(self) -> None:
        """Compares what was written with the watches, then tells each watcher what it may be told now."""
        while await self._watches.take_in(self._clock(), AT_A_TIME):
            pass
        for watcher in await self._watches.ready(self._clock(), self._per_hour):
            _, not_before = self._failures.get(watcher.id, (0, None))
            if not_before is not None and self._clock() < not_before:
                continue
            try:
                await self._serve(watcher)
            except Unavailable as error:
                log.warning("notice to %s: %s", watcher.address, error)
                self._back_off(watcher)
            except Exception:
                log.exception("notice to %s: the pass broke off and will be taken up again", watcher.address)
                self._back_off(watcher)
            else:
                self._failures.pop(watcher.id, None)

    async def _serve(self, watcher: Watcher) -> None:
        for kept in await self._watches.unfinished(watcher.id):
            await self._take_up(kept)
        # What was left over may have used up the hour, or shown that nothing arrives there.
        ready = await self._watches.ready(self._clock(), self._per_hour)
        now = next((one for one in ready if one.id == watcher.id), None)
        if now is None or not await self._entitled(now):
            return
        frozen = await self._freeze(now)
        if frozen is not None:
            await self._deliver(frozen)

    async def _entitled(self, watcher: Watcher) -> bool:
        """Lets rest what the watcher may no longer see; whether anything is left."""
        active = [watch for watch in await self._watches.of(watcher.id) if watch.resting is None]
        left = False
        for scope in dict.fromkeys(watch.scope for watch in active):
            why = await self._carrier.lost(watcher.address, scope)
            if why is None:
                left = True
                continue
            log.info("watches of %s in %s rest: %s", watcher.address, scope, why)
            await self._watches.rest(scope, why, watcher.id)
        return left

    async def _freeze(self, watcher: Watcher) -> KeptNotice | None:
        from briefings import watching

        speak = await self._speaking(watcher.locale)
        world, now = await self._world(), self._clock()
        composed = await watching.compose(self._store, world, watcher, now, speak, per_hour=self._per_hour)
        body, key = "", ""
        if composed.notice is not None:
            key = nonce(watcher.address, composed.told[0].news)
            body = self._carrier.freeze(composed.notice, marker(key), speak)
        number = await self._watches.freeze(
            watcher.id, body, key, composed.told, composed.dropped, now, rest=composed.rest
        )
        if number is None:
            return None
        kept = await self._watches.unfinished(watcher.id)
        return next((one for one in kept if one.id == number), None)

    async def _take_up(self, kept: KeptNotice) -> None:
        """Brings a notice that an earlier pass left to its end."""
        if kept.state == "sending":
            channel = await self._open(kept)
            if channel is None:
                return
            since = kept.planned - timedelta(minutes=5)
            try:
                found = await self._carrier.find(channel, marker(kept.nonce), since)
            except Refused as error:
                await self._refused(kept, error)
                return
            if found is not None:
                await self._watches.mark(kept.id, "sent", message_id=found)
                log.info("notice %d to %s: found already sent", kept.id, kept.watcher.address)
                return
        if self._clock() - kept.planned > STALE or not await self._entitled(kept.watcher):
            await self._watches.withdraw(kept.id)
            return
        await self._deliver(kept)

    async def _deliver(self, kept: KeptNotice) -> None:
        channel = await self._open(kept)
        if channel is None:
            return
        await self._watches.mark(kept.id, "sending")
        try:
            message = await self._carrier.send(channel, kept.body, kept.nonce)
        except Refused as error:
            await self._refused(kept, error)
            return
        await self._watches.mark(kept.id, "sent", message_id=message)
        log.info("notice %d to %s: sent", kept.id, kept.watcher.address)

    async def _open(self, kept: KeptNotice) -> str | None:
        try:
            return await self._carrier.open(kept.watcher.address)
        except Refused as error:
            await self._refused(kept, error)
            return None

    async def _refused(self, kept: KeptNotice, error: Refused) -> None:
        await self._watches.mark(kept.id, "failed", reason=str(error))
        log.warning("notice %d to %s failed: %s", kept.id, kept.watcher.address, error)
        if error.for_good:
            await self._watches.stop(kept.watcher.id, REFUSED)

    def _back_off(self, watcher: Watcher) -> None:
        count, _ = self._failures.get(watcher.id, (0, None))
        pause = min(FIRST_BACK_OFF * 2 ** min(count - 1, 10), LONGEST_BACK_OFF) if count else timedelta()
        self._failures[watcher.id] = (count + 1, self._clock() + pause)
