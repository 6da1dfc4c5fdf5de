"""What the digest of one day says: what is ahead, nearest first, then what is new, most weighty first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from briefings.answers import Card

if TYPE_CHECKING:
    from briefings.store.protocol import Store
    from briefings.world import World

HORIZON_DAYS = 60
"""How far ahead a digest looks where nobody says."""

NEW_SHOWN = 10
"""New events a digest spells out; the rest is counted in a note."""


@dataclass(frozen=True, slots=True)
class Digest:
    """`upcoming` holds first what articles tell, then what only the calendar knows (no `Card.event.sources`),
    each nearest first. `notes` are whole sentences; a quiet day says so in one of them.
    """

    date: date
    name: str
    upcoming: tuple[Card, ...]
    new: tuple[Card, ...]
    notes: tuple[str, ...] = ()

    @property
    def quiet(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.upcoming and not self.new

    @property
    def title(self) -> str:
        """E.g. “Diplomatic digest, Monday 30 September 2024”."""
        heading = f"Diplomatic digest, {self.date:%A} {self.date.day} {self.date:%B %Y}"
        return heading if self.name in ("", "default") else f"{heading} ({self.name})"

    def to_json(self) -> dict[str, Any]:
        return {
            "date": self.date.isoformat(),
            "upcoming": [card.to_json() for card in self.upcoming],
            "new": [card.to_json() for card in self.new],
            "notes": list(self.notes),
        }


async def compose(
    store: Store,
    world: World,
    *,
    on: date,
    horizon_days: int = HORIZON_DAYS,
    countries: Sequence[str] = (),
    since: datetime | None = None,
    name: str = "default",
    scope: str = "all",
) -> Digest:
    """The digest of the local day `on`.

    `countries` holds codes of states and organisations; empty means all. `since` is the (aware) moment of the
    last digest of this channel: what was recorded after it is new, what changed after it is marked; None
    means there was none, and the last day's records count as new.
    """
    raise NotImplementedError
