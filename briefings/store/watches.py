"""What the store offers for watches: who wants to be told of whose events, and what was told.

Part of `briefings.store.protocol`; moments are aware datetimes in UTC. A watcher is whom notices go to, under
an address that only its platform reads. The state of an event is ``held``, ``cancelled``, or ``upcoming``
with its first and last day; what is told once is an event in a state.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

PERSON = "person:"
"""Before the folded name of a person in `Watch.subject`."""


@dataclass(frozen=True, slots=True)
class Watcher:
    """`stopped` is why nothing is sent there (a word of the platform's), None while it may be. `missed`
    counts events that came in too great a number to be told one by one.
    """

    id: int
    address: str
    locale: str
    stopped: str | None = None
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Watch:
    """`subject` is the code of an actor, or `PERSON` with a folded name; `label` its English name.

    It brings what `scope` sees. `resting` is why it brings nothing, None while it does.
    """

    id: int
    watcher: Watcher
    scope: str
    subject: str
    label: str
    set_by: str
    since: datetime
    resting: str | None = None


@dataclass(frozen=True, slots=True)
class News:
    """An event that waits to be told; `was` is its state as the watcher knew it, None if it is new there."""

    id: int
    event: str
    was: str | None
    found: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """What becomes of a `News` in a notice: it was told of `event` in `state`."""

    news: int
    event: str
    state: str


@dataclass(frozen=True, slots=True)
class KeptNotice:
    """A notice as frozen; `state` is pending, sending, sent or failed."""

    id: int
    watcher: Watcher
    state: str
    body: str
    nonce: str
    planned: datetime


class Watches(Protocol):
    """The watches, what waits for them and what was told."""

    async def add(
        self,
        address: str,
        locale: str,
        scope: str,
        subject: str,
        label: str,
        *,
        set_by: str,
        at: datetime,
        most: int,
    ) -> tuple[Watch, bool] | None:
        """The watch, and whether it is new; None if its watcher has `most` others already.

        Nothing that was stored before is news to it. Brings back to life a watcher and a watch that rest.
        """
        ...

    async def remove(self, watch_id: int) -> bool:
        """Also what waits for it alone; a watcher without any watch is forgotten. False if there is none."""
        ...

    async def get(self, watch_id: int) -> Watch | None: ...

    async def all(self) -> tuple[Watch, ...]:
        """Every watch, in the order in which they were set."""
        ...

    async def of(self, watcher_id: int) -> tuple[Watch, ...]:
        """Those of one watcher."""
        ...

    async def any(self) -> bool: ...

    async def take_in(self, at: datetime, limit: int = 50) -> bool:
        """Compares some of the events written since with the watches and lets what is new wait, in one short
        transaction; `at` is now. True if there may be more to compare.
        """
        ...

    async def ready(self, at: datetime, per_hour: int) -> tuple[Watcher, ...]:
        """Those for whom a notice is unfinished, or who may be told what waits: not stopped, with fewer than
        `per_hour` notices in the hour before `at`.
        """
        ...

    async def waiting(self, watcher_id: int, limit: int) -> tuple[tuple[News, ...], int]:
        """What waits, oldest first, at most `limit`; and how much waits in all."""
        ...

    async def kin(self, event_id: str) -> frozenset[str]:
        """The ids under which an event was or is known: its own, those merged into it, and those of everyone
        for which it stands in its server.
        """
        ...

    async def told_as(self, watcher_id: int, events: Iterable[str]) -> tuple[str, ...]:
        """The states in which a watcher was told of any of `events`, the latest last."""
        ...

    async def freeze(
        self,
        watcher_id: int,
        body: str,
        nonce: str,
        told: Sequence[Told],
        dropped: Sequence[int],
        at: datetime,
        *,
        rest: bool = False,
    ) -> int | None:
        """Keeps a notice, pending, as having told `told`, and forgets the news `dropped`; with `rest` all
        else that waits counts as told by it, and nothing as missed. Without `told` there is no notice. One
        transaction; the notice's id, None if there is none or if any of `told` waits no more.
        """
        ...

    async def unfinished(self, watcher_id: int) -> tuple[KeptNotice, ...]:
        """Notices that are pending or sending, oldest first."""
        ...

    async def sent_since(self, watcher_id: int, since: datetime) -> tuple[datetime, ...]:
        """When the notices since then were planned, oldest first; none that failed."""
        ...

    async def mark(
        self, notice_id: int, state: str, *, message_id: str | None = None, reason: str | None = None
    ) -> None:
        """Moves a notice to `state`. One that is gone meanwhile stays gone."""
        ...

    async def withdraw(self, notice_id: int) -> None:
        """Takes back a notice that was not sent: what it told waits again."""
        ...

    async def stop(self, watcher_id: int, why: str) -> None:
        """Sends nothing there until `resume`; what waits is forgotten."""
        ...

    async def resume(self, watcher_id: int, at: datetime) -> None:
        """Sends again, also for watches that rest: what is stored from now on."""
        ...

    async def rest(self, scope: str, why: str, watcher_id: int | None = None) -> None:
        """Lets the watches of `scope` (those of one watcher, if given) bring nothing."""
        ...

    async def wake(self, scope: str, why: str, at: datetime) -> None:
        """Lets the watches of `scope` that rest for that reason bring what is stored from now on."""
        ...
