"""Feeds for a program that runs or for one command: what polls them, put together from the settings."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.settings import Settings
    from briefings.gathering import Gathered, Gatherer, Report
    from briefings.record import Record
    from briefings.sources.fetch import Fetcher
    from briefings.store.protocol import Store

log = logging.getLogger(__name__)

PATIENCE = 10.0
"""Seconds for which a digest waits for a pass over the feeds that is under way."""

MOST_OF_A_SERVER = 50
"""Feeds that one server's members may add."""

REPORTS_KEPT = 50

Clock = Callable[[], datetime]


def make_fetcher(settings: Settings, clock: Clock) -> Fetcher:
    """The client as the settings want it; close it at the end."""
    from bot.cli import version
    from briefings.sources.fetch import Fetcher

    return Fetcher(settings.fetch_allow_hosts, clock=clock, contact=settings.fetch_contact, version=version())


def make_gatherer(settings: Settings, store: Store, fetcher: Fetcher, clock: Clock) -> Gatherer:
    """Gathers into `store`; the reader is loaded when the first article comes."""
    from briefings.gathering import Gatherer

    def make_record() -> Record:
        from briefings.reading.rules import RulesReader
        from briefings.record import Record

        return Record(store, RulesReader(), clock)

    return Gatherer(store, fetcher, make_record, clock, every=timedelta(minutes=settings.feed_minutes))


class Feeding:
    """Polls what is due beside everything else. `reports` holds the latest that admins should know, newest
    last; `tell`, if set, is awaited for each.
    """

    def __init__(self, settings: Settings, store: Store, clock: Clock) -> None:
        self.fetcher = make_fetcher(settings, clock)
        self.gatherer = make_gatherer(settings, store, self.fetcher, clock)
        self.reports: deque[Report] = deque(maxlen=REPORTS_KEPT)
        self.tell: Callable[[Report], Awaitable[None]] | None = None
        self._urls = settings.feeds
        self._followed = False
        self._passing: asyncio.Task[Gathered | None] | None = None

    async def look(self) -> None:
        """Begins a pass if something is due and none is under way; waits for it, but not longer than
        `PATIENCE`. It then goes on beside everything else.
        """
        await self.follow()
        if self._passing is None or self._passing.done():
            if not await self.gatherer.is_due():
                return
            self._passing = asyncio.create_task(self._pass(), name="polling feeds")
        await asyncio.wait({self._passing}, timeout=PATIENCE)

    async def follow(self) -> None:
        """Takes the feeds of the settings into the table, once."""
        if not self._followed:
            self._followed = True
            for sentence in await self.gatherer.follow(self._urls):
                log.warning("a feed of the settings is left out: %s", sentence)
            for url in self._urls:
                if url.startswith("http:"):
                    log.warning("%s comes unencrypted: nobody can tell whether it is what was sent", url)

    async def close(self) -> None:
        """Ends a pass that is under way, which loses nothing, and the connections."""
        passing, self._passing = self._passing, None
        if passing is not None:
            passing.cancel()
            await asyncio.gather(passing, return_exceptions=True)
        await self.fetcher.close()

    async def _pass(self) -> Gathered | None:
        try:
            done = await self.gatherer.run()
        except Exception:
            log.exception("the pass over the feeds was broken off; the next one goes on")
            return None
        for poll in done.polls:
            if poll.error:
                log.info("feed: %s", poll.error)
        if done.new or done.updated or done.failed:
            log.info("feeds: %d new, %d corrected, %d failed", done.new, done.updated, done.failed)
        for report in done.reports:
            log.log(logging.WARNING if report.failing else logging.INFO, "%s", report.sentence)
            self.reports.append(report)
            if self.tell is not None:
                await self.tell(report)
        return done
