"""What a collection gives, whatever its kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from briefings.models import Article


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of a collection, an address where one is to be fetched, or an error.

    `place` names it for people: ``wire.jsonl:12``, ``old.zip/talks.md``. `seen` is the ISO day on which a
    list of addresses has it. `done` is how far in the collection it ends, in the unit of `Archive.total`.
    """

    place: str
    article: Article | None = None
    address: str | None = None
    seen: str | None = None
    error: str | None = None
    done: int = 0


class Archive(Protocol):
    """A collection; `total` is its size in bytes or entries, for a progress bar."""

    @property
    def total(self) -> int: ...

    def entries(self) -> Iterator[Entry]:
        """All entries in order, read one by one."""
        ...
