"""What a store counts without reading its events: for histories, charts and examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from briefings.store.protocol import EventQuery


@dataclass(frozen=True, slots=True)
class Dated:
    """When one event was: `start` as recorded (ISO, any precision), `last_day` the last day it may cover."""

    start: str
    last_day: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many events somebody had with `actor` in `month` (ISO month, or the year where no more is known,
    or None for events without a date).
    """

    month: str | None
    actor: str
    events: int


class Counts(Protocol):
    """Numbers over many events. The limit and offset of a query do not count, except where it is said."""

    async def spans(self, query: EventQuery, limit: int = 20_000) -> tuple[Dated, ...]:
        """When the dated events of `query` were, oldest first, at most `limit`."""
        ...

    async def by_month(self, actor: str, query: EventQuery) -> tuple[Tally, ...]:
        """With whom `actor` had the events of `query`, by month, in no order."""
        ...

    async def between(self, actors: Sequence[str], query: EventQuery) -> Mapping[tuple[str, str], int]:
        """How many events of `query` each two of `actors` share, by the two codes in order of the alphabet;
        pairs with none are left out.
        """
        ...

    async def actors(self, query: EventQuery) -> tuple[tuple[str, int], ...]:
        """Who takes part most in the newest events of `query`, besides `query.actors`: (code, events), at
        most `query.limit` of them.
        """
        ...

    async def people(
        self, words: str, scopes: Sequence[str] = ("all",), limit: int = 10
    ) -> tuple[tuple[str, int], ...]:
        """People in the record whose names hold all `words` (the last may be a beginning): (name as recorded,
        events), those of most events first.
        """
        ...
