"""What the store offers for sources that are polled: feeds and calendars, and what they have shown.

Part of `briefings.store.protocol`; moments are aware datetimes in UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A feed or calendar that is polled for `scope`. `kind` is ``feed`` or ``calendar``.

    `added_by` is free text: who or what added it. `first_poll` is True until a poll has gone well; `failures`
    counts polls that failed since one went well, `failing_since` is when the first of them was. `reported` is
    True while the admins know that it fails.
    """

    id: int
    scope: str
    kind: str
    url: str
    title: str
    added_by: str
    added: datetime
    etag: str | None
    last_modified: str | None
    first_poll: bool
    next_poll: datetime
    last_ok: datetime | None
    failures: int
    failing_since: datetime | None
    last_error: str | None
    reported: bool
    paused: bool


@dataclass(frozen=True, slots=True)
class SourceItem:
    """What a source has shown: `guid`, `url` (canonical) and `hash` are what it is known again by; `stamp` is
    its date as written.

    `state` is waiting, done or failed; `body` is what is read while it waits; `article` is the id of what
    came of it.
    """

    id: int
    source: int
    guid: str | None
    url: str | None
    hash: str
    state: str
    body: str | None = None
    article: str | None = None
    attempts: int = 0
    stamp: str | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """An item in a poll: `known` is the id of the item it is, None for a new one. What was seen before and
    has not changed needs none.

    With a `body` it is to be read, else it only counts as seen.
    """

    known: int | None
    guid: str | None
    url: str | None
    hash: str
    body: str | None = None
    stamp: str | None = None


class Sources(Protocol):
    """What is polled, and what it has shown."""

    async def add(
        self, scope: str, kind: str, url: str, *, added_by: str, at: datetime, title: str = ""
    ) -> tuple[SourceEntry, bool]:
        """The source of that address in `scope`, due at once; False if it was there already."""
        ...

    async def remove(self, source_id: int) -> bool:
        """Stops polling it and forgets what it has shown; the articles stay. False if there is none."""
        ...

    async def get(self, source_id: int) -> SourceEntry | None: ...

    async def all(
        self, scopes: Sequence[str] | None = None, kind: str | None = "feed"
    ) -> tuple[SourceEntry, ...]:
        """Those of exactly these scopes, of every scope if None, in the order in which they were added."""
        ...

    async def due(self, at: datetime, kind: str = "feed", limit: int = 100) -> tuple[SourceEntry, ...]:
        """Those whose time has come, the longest overdue first; none that is paused."""
        ...

    async def call(self, source_id: int, at: datetime) -> None:
        """Makes it due at `at`, and forgets that it is paused."""
        ...

    async def pause(self, source_id: int) -> None:
        """Polls it no more until `call`."""
        ...

    async def poll_went_well(
        self,
        source_id: int,
        at: datetime,
        next_poll: datetime,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        title: str = "",
        sightings: Sequence[Sighting] = (),
    ) -> bool:
        """Keeps what a poll brought, in one transaction; an empty `title` changes none.

        Ends a row of failures. False, and nothing kept, if the source was removed meanwhile.
        """
        ...

    async def poll_failed(
        self, source_id: int, at: datetime, next_poll: datetime, error: str
    ) -> SourceEntry | None:
        """Counts a failure; what it is now, None if it was removed meanwhile."""
        ...

    async def postpone(self, source: SourceEntry, next_poll: datetime) -> bool:
        """Polls it later, if nobody changed its time since `source` was read; counts as nothing.

        Two processes that want to poll the same source do so one after the other.
        """
        ...

    async def set_reported(self, source_id: int, reported: bool) -> None: ...

    async def items(self, source_id: int) -> tuple[SourceItem, ...]:
        """What it has shown, without bodies, oldest first."""
        ...

    async def waiting(self, at: datetime, limit: int = 50) -> tuple[tuple[SourceEntry, SourceItem], ...]:
        """Items to be read at `at`, oldest first."""
        ...

    async def settle(self, item_id: int, state: str, article: str | None = None) -> None:
        """The item is ``done`` or ``failed``; its body goes."""
        ...

    async def try_later(self, item_id: int, next_try: datetime, article: str | None = None) -> None:
        """Counts an attempt that failed; `article` is what stands for the item meanwhile."""
        ...

    async def counts(self, source_id: int) -> dict[str, int]:
        """How many of its items are in each state."""
        ...
