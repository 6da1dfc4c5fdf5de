"""What the store offers for what belongs to a posted part besides its message: a thread, its publication.

Part of `briefings.store.protocol.Ledger`; moments are aware datetimes in UTC, days ISO text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class LedgerStep:
    """One thing to be done once the part is sent. `state` is pending, done or failed; `result` is what the
    platform calls what came of it; `reason` is why it failed.
    """

    target: str
    day: str
    part: int
    step: str
    state: str
    result: str | None
    reason: str | None


class Steps(Protocol):
    """Steps are planned with their parts, by `Ledger.freeze`, in the same transaction."""

    async def steps(self, target: str, day: str) -> tuple[LedgerStep, ...]:
        """The steps of that day in the order of its parts."""
        ...

    async def mark_step(
        self, step: LedgerStep, state: str, at: datetime, *, result: str | None = None, reason: str = ""
    ) -> None:
        """Moves one step to `state`. Raises `NotStored` for a step that was never planned."""
        ...

    async def unfinished_steps(self, target: str) -> tuple[LedgerStep, ...]:
        """Pending steps of parts that are sent, oldest day first."""
        ...
