"""The one door for articles: normalise, identify, skip if known, read in a worker, merge, store in one
transaction.

    async with await open_store("dragoman.sqlite3") as store:
        record = Record(store, RulesReader(), lambda: datetime.now(UTC))
        added = await record.add(article)

Adding the same text again changes nothing, whatever its date; another text at a known address is a new
version that replaces what the old one said; the same text at another address is one source with several
addresses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from briefings.errors import DragomanError
from briefings.models import Article, Event, Reading, RecordedEvent
from briefings.reading.reader import Reader
from briefings.store.protocol import ALL, Store


class ReadingFailed(DragomanError):
    """The reader could not take an article. It is kept as a dead letter with the reason; nothing else is
    stored.
    """


class AddStatus(StrEnum):
    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of an article. `event_ids`: every event it supports now, in its own order without
    repetition; `new_events`: those that no article told before; `merged_events`: those that others tell too.
    """

    status: AddStatus
    article_id: str
    event_ids: tuple[str, ...]
    new_events: tuple[str, ...] = ()
    merged_events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What `add` would do: ids of new events are provisional."""

    added: Added
    reading: Reading
    events: tuple[RecordedEvent, ...]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A withdrawn article: events that only it supported are `removed`, those it shared are `changed`."""

    article_id: str
    title: str | None
    removed: tuple[str, ...]
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """How today's reader reads a stored article differently: events it no longer sees and events it sees
    instead.
    """

    article_id: str
    title: str | None
    gone: tuple[Event, ...]
    found: tuple[Event, ...]


class Record:
    """Adds, previews, withdraws and re-reads articles. Safe to share between tasks."""

    def __init__(self, store: Store, reader: Reader, clock: Callable[[], datetime]) -> None:
        """`clock` returns an aware datetime; it stamps what is recorded."""
        self._store = store
        self._reader = reader
        self._clock = clock

    async def add(self, article: Article, scope: str = ALL) -> Added:
        """Reads `article` and stores it with its events, in one transaction.

        Raises `ReadingFailed` if the reader fails, `StoreError` if the store does; nothing is half-stored.
        """
        raise ReadingFailed(f"not yet: {article.title} {scope}")

    async def add_many(
        self, articles: Iterable[Article], scope: str = ALL
    ) -> tuple[Added | ReadingFailed, ...]:
        """Like `add` for a batch in one transaction: much faster; an article that cannot be read gives its
        error.
        """
        raise ReadingFailed(f"not yet: {articles} {scope}")

    async def preview(self, article: Article, scope: str = ALL) -> Preview:
        """What `add` would do, storing nothing."""
        raise ReadingFailed(f"not yet: {article.title} {scope}")

    async def forget(self, article: str, scope: str = ALL) -> Forgotten:
        """Withdraws an article, by id or address, and what only it supports. Raises `NotStored` if
        unknown.
        """
        raise ReadingFailed(f"not yet: {article} {scope}")

    async def reread(
        self, *, apply: bool = False, progress: Callable[[int, int], None] | None = None
    ) -> tuple[Change, ...]:
        """Reads every stored article with today's reader. Tells what changes; with `apply` stores it, in one
        transaction. `progress` is called with (done, total).
        """
        raise ReadingFailed(f"not yet: {apply} {progress}")

    async def retry(self) -> tuple[Added | ReadingFailed, ...]:
        """Reads the dead letters again; those that succeed leave their table."""
        raise ReadingFailed("not yet")
