"""What the store offers for events that were announced on a platform under an entry of their own there.

Part of `briefings.store.protocol`; moments are aware datetimes in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Announcement:
    """One event in one `place` (a server, by the platform's own name of it).

    `event` is the id of the event, or of the calendar's summit. `marker` stands in the entry's description
    and never changes; `remote` is the platform's id of the entry. `state` is ``creating`` (asked for, answer
    not known), ``standing``, ``removed`` (somebody took it away by hand) or ``refused``. `fingerprint` stands
    for what the entry says, `ends` is when it is over.
    """

    place: str
    event: str
    marker: str
    state: str
    remote: str | None
    fingerprint: str
    ends: datetime
    reason: str | None = None


class Announced(Protocol):
    """The announcements; at most one for each place and event."""

    async def all(self, place: str) -> tuple[Announcement, ...]:
        """Those of a place, in the order of their end."""
        ...

    async def keep(self, announcement: Announcement, at: datetime, instead_of: str | None = None) -> None:
        """Writes it down, over what is there for its place and event. `instead_of` is the event under which
        it was known before.
        """
        ...

    async def drop(self, place: str, event: str) -> None: ...

    async def drop_ended(self, before: datetime) -> int:
        """Forgets those that ended before; returns how many."""
        ...
