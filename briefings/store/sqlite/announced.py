"""Announced events in SQLite."""

from __future__ import annotations

from datetime import datetime

from briefings.store.announced import Announcement
from briefings.store.sqlite.database import Database
from briefings.store.sqlite.rows import as_moment, as_text


class SqliteAnnounced:
    """`briefings.store.announced.Announced`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self, place: str) -> tuple[Announcement, ...]:
        rows = await self._database.rows(
            "SELECT place, event, marker, state, remote, fingerprint, ends, reason FROM announced"
            " WHERE place = ? ORDER BY ends, event",
            (place,),
        )
        return tuple(
            Announcement(row[0], row[1], row[2], row[3], row[4], row[5], as_moment(row[6]), row[7])
            for row in rows
        )

    async def keep(self, announcement: Announcement, at: datetime, instead_of: str | None = None) -> None:
        one = announcement
        async with self._database.transaction() as connection:
            if instead_of is not None and instead_of != one.event:
                await connection.execute(
                    "DELETE FROM announced WHERE place = ? AND event = ?", (one.place, instead_of)
                )
            await connection.execute(
                "INSERT OR REPLACE INTO announced (place, event, marker, state, remote, fingerprint, ends,"
                " reason, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    one.place,
                    one.event,
                    one.marker,
                    one.state,
                    one.remote,
                    one.fingerprint,
                    as_text(one.ends),
                    one.reason,
                    as_text(at),
                ),
            )

    async def drop(self, place: str, event: str) -> None:
        async with self._database.transaction() as connection:
            await connection.execute("DELETE FROM announced WHERE place = ? AND event = ?", (place, event))

    async def drop_ended(self, before: datetime) -> int:
        async with self._database.transaction() as connection:
            cursor = await connection.execute("DELETE FROM announced WHERE ends < ?", (as_text(before),))
            return cursor.rowcount
