"""The admin's calendars for a program that runs, and for one command: put together from the settings."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.settings import Settings
    from briefings.calendars import Calendars
    from briefings.sources.fetch import Fetcher
    from briefings.store.protocol import Store
    from briefings.world import World
    from briefings.world.calendar import KnownSummit

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


def make_calendars(
    settings: Settings, store: Store, fetcher: Callable[[], Fetcher], clock: Clock, world: World
) -> Calendars:
    """Those that the settings name. `world` holds the packaged calendar, which they are added to."""
    from briefings.calendars import Calendars

    every = timedelta(minutes=settings.feed_minutes)
    return Calendars(settings.calendars, store, fetcher, clock, world, every=every)


class Almanac:
    """The world with the admin's calendars in it: what was kept at the start, then looked at like feeds."""

    def __init__(self, calendars: Calendars, packaged: World) -> None:
        self._calendars = calendars
        self._packaged = packaged
        self._failing: dict[str, str] = {}

    async def open(self) -> World:
        """The world as it was known last; asks no network."""
        return self._with(await self._calendars.kept())

    async def look(self) -> World | None:
        """The world after another look, if it is time for one; None if it is not."""
        if not self._calendars.is_due():
            return None
        reports = await self._calendars.refresh()
        failing = {report.source: report.error for report in reports if report.error}
        for source, error in failing.items():
            if self._failing.get(source) != error:
                log.warning("a calendar cannot be read; what it held before holds on: %s", error)
        for source in self._failing.keys() - failing.keys():
            log.info("the calendar %s can be read again", source)
        self._failing = failing
        return self._with(tuple(summit for report in reports for summit in report.summits))

    def _with(self, added: tuple[KnownSummit, ...]) -> World:
        return self._packaged.with_calendar(self._packaged.calendar.with_added(added))
