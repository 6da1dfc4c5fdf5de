"""The SQLite store as a whole."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from briefings.store.protocol import Heartbeat
from briefings.store.sqlite.announced import SqliteAnnounced
from briefings.store.sqlite.articles import SqliteArticles
from briefings.store.sqlite.backup import back_up
from briefings.store.sqlite.corrections import SqliteCorrections
from briefings.store.sqlite.counts import SqliteCounts
from briefings.store.sqlite.database import Database
from briefings.store.sqlite.events import SqliteEvents
from briefings.store.sqlite.ledger import SqliteLedger
from briefings.store.sqlite.letters import SqliteDeadLetters
from briefings.store.sqlite.lock import lock_beside
from briefings.store.sqlite.rows import as_moment, as_text
from briefings.store.sqlite.sources import SqliteSources
from briefings.store.sqlite.watches import SqliteWatches
from briefings.store.sqlite.writing import SqliteWriting


class SqliteStore:
    """`briefings.store.protocol.Store` on an open database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.events = SqliteEvents(database)
        self.articles = SqliteArticles(database)
        self.ledger = SqliteLedger(database)
        self.dead_letters = SqliteDeadLetters(database)
        self.sources = SqliteSources(database)
        self.counts = SqliteCounts(database)
        self.corrections = SqliteCorrections(database)
        self.watches = SqliteWatches(database)
        self.announced = SqliteAnnounced(database)

    @property
    def path(self) -> Path:
        return self._database.path

    @property
    def readonly(self) -> bool:
        return self._database.readonly

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[SqliteWriting]:
        async with self._database.transaction() as connection:
            yield SqliteWriting(connection)

    @asynccontextmanager
    async def lock_for_bot(self) -> AsyncIterator[None]:
        with lock_beside(self.path):
            yield

    async def beat(self, at: datetime, detail: str = "{}") -> None:
        async with self._database.transaction() as connection:
            await connection.execute(
                "INSERT INTO heartbeat (id, at, detail) VALUES (1, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET at = excluded.at, detail = excluded.detail",
                (as_text(at), detail),
            )

    async def heartbeat(self) -> Heartbeat | None:
        row = await self._database.row("SELECT at, detail FROM heartbeat")
        return Heartbeat(as_moment(row[0]), row[1]) if row else None

    async def note(self, key: str) -> str | None:
        row = await self._database.row("SELECT value FROM note WHERE key = ?", (key,))
        return row[0] if row else None

    async def set_note(self, key: str, value: str, at: datetime | None = None) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(
                "INSERT INTO note (key, value, set_at) VALUES (?, ?, ?)"
                " ON CONFLICT (key) DO UPDATE SET value = excluded.value, set_at = excluded.set_at",
                (key, value, as_text(at or datetime.now(UTC))),
            )

    async def forget_notes(self, prefix: str, before: datetime) -> int:
        async with self._database.transaction() as connection:
            cursor = await connection.execute(
                "DELETE FROM note WHERE substr(key, 1, length(?1)) = ?1 AND set_at < ?2",
                (prefix, as_text(before)),
            )
            return cursor.rowcount

    async def backup(self, target: Path) -> None:
        await back_up(self.path, target)

    async def close(self) -> None:
        await self._database.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.close()
