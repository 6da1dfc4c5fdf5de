"""The admin's calendars: read from files, fetched from addresses, and kept, so that a start without network
has the last good ones.

    calendars = Calendars(sources, store, lambda: fetcher, clock, world)
    added = await calendars.kept()          # what is known without the network
    reports = await calendars.refresh()     # look at each again
    world = world.with_calendar(world.calendar.with_added(added))
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefings.errors import CalendarError, DragomanError
from briefings.world.calendar import KnownSummit

if TYPE_CHECKING:
    from briefings.sources.fetch import Fetcher
    from briefings.store.protocol import Store
    from briefings.world import World

NOTES = "calendar:"
"""Before the keys of the store's notes that keep what was read last."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a look at one calendar gave; `error` is a sentence, and then `summits` are the last good ones."""

    source: str
    summits: tuple[KnownSummit, ...]
    error: str | None = None


@dataclass(frozen=True, slots=True)
class _Kept:
    """`mark` says what was read: the hash of a file, or the ETag and Last-Modified of an answer."""

    summits: tuple[KnownSummit, ...] = ()
    mark: tuple[str | None, str | None] = (None, None)


class Calendars:
    """Those that `sources` (paths or http(s) addresses) name; later ones win over earlier ones.

    `fetcher` is asked for only if there is an address. `every`: time between two looks.
    """

    def __init__(
        self,
        sources: Iterable[str],
        store: Store,
        fetcher: Callable[[], Fetcher],
        clock: Callable[[], datetime],
        world: World,
        *,
        every: timedelta = timedelta(minutes=15),
    ) -> None:
        self._sources = tuple(dict.fromkeys(sources))
        self._store = store
        self._fetcher = fetcher
        self._clock = clock
        self._world = world
        self._every = every
        self._looked: datetime | None = None

    def is_due(self) -> bool:
        """Whether it is time to look again."""
        return self._looked is None or self._clock() - self._looked >= self._every

    async def kept(self) -> tuple[KnownSummit, ...]:
        """What was read last, of files what they hold now; asks no network and stores nothing."""
        found: list[KnownSummit] = []
        for source in self._sources:
            kept = await self._kept(source)
            if not is_address(source):
                # What is wrong with a file is said by `refresh`; until then the last good one holds.
                with contextlib.suppress(CalendarError):
                    kept = await asyncio.to_thread(self._of_file, source)
            found += kept.summits
        return tuple(found)

    async def refresh(self) -> tuple[Report, ...]:
        """Looks at every calendar and keeps what is good. Raises `StoreError` only."""
        self._looked = self._clock()
        reports = []
        for source in self._sources:
            before = await self._kept(source)
            try:
                now = await (self._fetched(source, before) if is_address(source) else self._read(source))
            except DragomanError as error:
                reports.append(Report(source, before.summits, str(error)))
                continue
            if now != before:
                await self._keep(source, now)
            reports.append(Report(source, now.summits))
        return tuple(reports)

    async def _read(self, path: str) -> _Kept:
        return await asyncio.to_thread(self._of_file, path)

    def _of_file(self, path: str) -> _Kept:
        from briefings.sources.calendars import MAX_BYTES, read_calendar

        try:
            with Path(path).expanduser().open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise CalendarError(f"{path}: cannot be opened ({error.strerror or error}).") from error
        digest = hashlib.sha256(data).hexdigest()
        return _Kept(read_calendar(data, Path(path).name, self._world), (digest, None))

    async def _fetched(self, url: str, before: _Kept) -> _Kept:
        from briefings.sources.calendars import MAX_BYTES, read_calendar
        from briefings.sources.fetch import CALENDARS

        etag, modified = before.mark
        answer = await self._fetcher().get(
            url, max_bytes=MAX_BYTES, accept=CALENDARS, etag=etag, last_modified=modified
        )
        if answer.not_modified:
            return before
        found = await asyncio.to_thread(read_calendar, answer.body, url, self._world)
        return _Kept(found, (answer.etag, answer.last_modified))

    async def _kept(self, source: str) -> _Kept:
        said = await self._store.note(_key(source))
        if said is None:
            return _Kept()
        try:
            found = json.loads(said)
            return _Kept(tuple(_summit(one) for one in found["summits"]), tuple(found["mark"]))
        except (ValueError, KeyError, TypeError):
            return _Kept()  # written by another release: it is read again at the next look

    async def _keep(self, source: str, kept: _Kept) -> None:
        body = {"summits": [asdict(summit) for summit in kept.summits], "mark": kept.mark}
        await self._store.set_note(_key(source), json.dumps(body, ensure_ascii=False), self._clock())


def is_address(source: str) -> bool:
    """Whether a calendar is fetched; all else is a path."""
    return source.lower().startswith(("http://", "https://"))


def _key(source: str) -> str:
    return NOTES + hashlib.sha256(source.encode("utf-8", "replace")).hexdigest()[:24]


def _summit(fields: dict[str, Any]) -> KnownSummit:
    return KnownSummit(**{**fields, "aliases": tuple(fields["aliases"])})
