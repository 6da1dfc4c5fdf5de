"""What polls feeds, put together from the settings: the same for the bot and for the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from briefings.gathering import Gatherer
from briefings.sources.fetch import Fetcher

if TYPE_CHECKING:
    from bot.settings import Settings
    from briefings.record import Record
    from briefings.store.protocol import Store

Clock = Callable[[], datetime]


def make_fetcher(settings: Settings, clock: Clock) -> Fetcher:
    """The shared client; close it at the end."""
    from bot.cli import version

    return Fetcher(settings.fetch_allow_hosts, clock=clock, contact=settings.fetch_contact, version=version())


def make_gatherer(settings: Settings, store: Store, fetcher: Fetcher, clock: Clock) -> Gatherer:
    """Gathers into `store`; the reader is loaded when the first article comes."""

    def make_record() -> Record:
        from briefings.reading.rules import RulesReader
        from briefings.record import Record

        return Record(store, RulesReader(), clock)

    return Gatherer(store, fetcher, make_record, clock, every=timedelta(minutes=settings.feed_minutes))
