"""What members correct in the record, as the store keeps it: said once, never changed, only undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from briefings.models import Event

if TYPE_CHECKING:
    from briefings.store.protocol import Placed

WITHHELD = "withheld:"
"""Before the scope of events that a correction hides: nobody reads such a scope."""


def withheld(scope: str) -> str:
    """Where the events of `scope` stand that are none by a correction."""
    return f"{WITHHELD}{scope}"


class What(StrEnum):
    DATE = "date"
    PLACE = "place"
    PARTICIPANTS = "participants"
    MERGE = "merge"
    SPLIT = "split"
    NOT_AN_EVENT = "not-an-event"


@dataclass(frozen=True, slots=True)
class Mark:
    """One telling on which a correction is anchored, so that it is found again whatever its row.

    The article by id, text and canonical addresses; `told` is all that it told when the correction was said
    (without summaries), of which the telling is number `place`.
    """

    article: str
    text_hash: str
    urls: tuple[str, ...]
    told: tuple[Event, ...]
    place: int

    @property
    def event(self) -> Event:
        return self.told[self.place]


@dataclass(frozen=True, slots=True)
class Said:
    """What a correction says; only the fields of its kind are filled.

    Date: `start` and `end` (ISO, None unknown). Place: `country`, `city`. Participants: codes and names of
    people to `add` and to `remove`; with `only` they replace those that are told.
    """

    start: str | None = None
    end: str | None = None
    country: str | None = None
    city: str | None = None
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    add_people: tuple[str, ...] = ()
    remove_people: tuple[str, ...] = ()
    only: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said something: `id` as ``discord:123`` or ``terminal``, `name` as shown then, `place` the scope of
    the server where it was said, or ``all``.
    """

    id: str
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction as said. `marks` are of the event it is about; `others` of the event that is merged into
    it, or of what is split off it. `event` and `other` are their ids at that time, `title` names it in lists.

    `scope`: for whom it holds. `undone`: by whom and when it was taken back, None while it holds.
    """

    scope: str
    what: What
    said: Said
    marks: tuple[Mark, ...]
    others: tuple[Mark, ...]
    event: str
    other: str | None
    title: str
    by: Speaker
    at: datetime
    id: str = ""
    undone_by: Speaker | None = None
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """By what an article is known again; see `Mark`."""

    text_hash: str
    urls: frozenset[str] = field(default_factory=frozenset)


class Corrections(Protocol):
    """Corrections, for those who read."""

    async def get(self, correction_id: str, scopes: Sequence[str]) -> Correction | None: ...

    async def history(
        self, scopes: Sequence[str], *, standing: bool = False, limit: int = 1000, offset: int = 0
    ) -> tuple[Correction, ...]:
        """Latest first; with `standing` only those that are not undone."""
        ...

    async def count(self, scopes: Sequence[str]) -> int:
        """How many were ever said."""
        ...

    async def withheld(self) -> Mapping[str, frozenset[str]]:
        """The ids of everyone's events that a correction hides, by the scope for which it does."""
        ...

    def looking(self) -> AbstractAsyncContextManager[CorrectionsWriting]:
        """The same questions as in a transaction, on one state of the store, without writing."""
        ...


class CorrectionsWriting(Protocol):
    """Corrections within an open transaction."""

    async def any(self) -> bool:
        """Whether any correction of any scope holds; cheap, for it is asked each time events are derived."""
        ...

    async def keep(self, correction: Correction, blocks: AbstractSet[str]) -> str:
        """Keeps a new correction; returns its id, such as ``c12``. `blocks`: where its events were told."""
        ...

    async def undo(self, correction_id: str, by: Speaker, at: datetime) -> None:
        """Raises `NotStored` if there is none that holds."""
        ...

    async def get(self, correction_id: str) -> Correction | None: ...

    async def reaching(self, blocks: AbstractSet[str]) -> tuple[Correction, ...]:
        """Those of every scope that hold and are anchored on an article with a telling in `blocks`, or on an
        event that was told in one of them; by id.
        """
        ...

    async def anchored(self, scope: str, corrections: Sequence[Correction]) -> tuple[Placed, ...]:
        """All tellings that `scope` sees of the articles on which `corrections` are anchored, by id."""
        ...

    async def homes(self, scope: str, tellings: Sequence[int]) -> Mapping[int, str]:
        """The event that each of `tellings` supports for a reader of `scope`: its server's own before
        everyone's. Those whose event is withheld there are left out.
        """
        ...

    async def identities(self, articles: AbstractSet[str]) -> Mapping[str, Identity]:
        """By what each of `articles` (ids) is known again."""
        ...

    async def beside(self, scope: str, blocks: AbstractSet[str]) -> frozenset[str]:
        """The blocks of tellings that share an event of exactly this scope, withheld ones included, with one
        in `blocks`; and of those whose event stands in one of `blocks`.
        """
        ...
