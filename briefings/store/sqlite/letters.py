"""Articles that failed, with the reason."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from briefings.store.protocol import DeadLetter
from briefings.store.sqlite.database import Database
from briefings.store.sqlite.rows import as_moment, as_text


class SqliteDeadLetters:
    """`briefings.store.protocol.DeadLetters`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, scope: str, origin: str, content: str, reason: str, at: datetime) -> int:
        moment = as_text(at)
        digest = sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
        async with self._database.transaction() as connection:
            rows = await connection.execute_fetchall(
                "INSERT INTO dead_letter"
                " (scope, origin, content, content_hash, reason, attempts, first_failed, last_failed)"
                " VALUES (?, ?, ?, ?, ?, 1, ?, ?) ON CONFLICT (scope, content_hash) DO UPDATE SET"
                " attempts = attempts + 1, reason = excluded.reason, last_failed = excluded.last_failed"
                " RETURNING id",
                (scope, origin, content, digest, reason, moment, moment),
            )
            return int(next(iter(rows))[0])

    async def all(self, limit: int = 1000) -> tuple[DeadLetter, ...]:
        rows = await self._database.rows(
            "SELECT id, scope, origin, content, reason, attempts, first_failed, last_failed"
            " FROM dead_letter ORDER BY last_failed, id LIMIT ?",
            (limit,),
        )
        return tuple(
            DeadLetter(number, scope, origin, content, reason, attempts, as_moment(first), as_moment(last))
            for number, scope, origin, content, reason, attempts, first, last in rows
        )

    async def drop(self, letter_id: int) -> None:
        async with self._database.transaction() as connection:
            await connection.execute("DELETE FROM dead_letter WHERE id = ?", (letter_id,))
