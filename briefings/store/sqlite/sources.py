"""What is polled and what it has shown."""

# ruff: noqa: S608 - statements are put together of names of ours alone; every value is bound

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from briefings.store.sources import Sighting, SourceEntry, SourceItem
from briefings.store.sqlite.database import Database, Row
from briefings.store.sqlite.rows import as_moment, as_text

ITEMS_KEPT = 3000
"""Done items kept of each source, the newest: far more than any feed lists at a time."""

_COLUMNS = (
    "id, scope, kind, url, title, added_by, added, etag, last_modified, first_poll, next_poll, last_ok, "
    "failures, failing_since, last_error, reported, paused"
)
_ITEM = "id, source, guid, url, hash, state, article, attempts, stamp"


class SqliteSources:
    """`briefings.store.sources.Sources`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self, scope: str, kind: str, url: str, *, added_by: str, at: datetime, title: str = ""
    ) -> tuple[SourceEntry, bool]:
        moment = as_text(at)
        async with self._database.transaction() as connection:
            cursor = await connection.execute(
                "INSERT INTO source (scope, kind, url, title, added_by, added, first_poll, next_poll,"
                " failures, reported, paused) VALUES (?, ?, ?, ?, ?, ?, 1, ?, 0, 0, 0)"
                " ON CONFLICT (scope, kind, url) DO NOTHING",
                (scope, kind, url, title, added_by, moment, moment),
            )
            new = cursor.rowcount > 0
            rows = await connection.execute_fetchall(
                f"SELECT {_COLUMNS} FROM source WHERE scope = ? AND kind = ? AND url = ?", (scope, kind, url)
            )
            return _entry(next(iter(rows))), new

    async def remove(self, source_id: int) -> bool:
        async with self._database.transaction() as connection:
            cursor = await connection.execute("DELETE FROM source WHERE id = ?", (source_id,))
            return cursor.rowcount > 0

    async def get(self, source_id: int) -> SourceEntry | None:
        row = await self._database.row(f"SELECT {_COLUMNS} FROM source WHERE id = ?", (source_id,))
        return _entry(row) if row else None

    async def all(
        self, scopes: Sequence[str] | None = None, kind: str | None = "feed"
    ) -> tuple[SourceEntry, ...]:
        conditions, values = ["1"], list[str]()
        if scopes is not None:
            conditions.append(f"scope IN ({', '.join('?' * len(scopes))})")
            values += scopes
        if kind is not None:
            conditions.append("kind = ?")
            values.append(kind)
        return await self._entries(f"WHERE {' AND '.join(conditions)} ORDER BY id", *values)

    async def due(self, at: datetime, kind: str = "feed", limit: int = 100) -> tuple[SourceEntry, ...]:
        return await self._entries(
            "WHERE paused = 0 AND kind = ? AND next_poll <= ? ORDER BY next_poll, id LIMIT ?",
            kind,
            as_text(at),
            limit,
        )

    async def call(self, source_id: int, at: datetime) -> None:
        await self._change(source_id, "next_poll = ?, paused = 0", as_text(at))

    async def pause(self, source_id: int) -> None:
        await self._change(source_id, "paused = 1")

    async def postpone(self, source: SourceEntry, next_poll: datetime) -> bool:
        async with self._database.transaction() as connection:
            cursor = await connection.execute(
                "UPDATE source SET next_poll = ? WHERE id = ? AND next_poll = ?",
                (as_text(next_poll), source.id, as_text(source.next_poll)),
            )
            return cursor.rowcount > 0

    async def set_reported(self, source_id: int, reported: bool) -> None:
        await self._change(source_id, "reported = ?", reported)

    async def poll_went_well(
        self,
        source_id: int,
        at: datetime,
        next_poll: datetime,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        title: str = "",
        sightings: Sequence[Sighting] = (),
    ) -> bool:
        moment = as_text(at)
        async with self._database.transaction() as connection:
            cursor = await connection.execute(
                "UPDATE source SET first_poll = 0, next_poll = ?, last_ok = ?, etag = ?, last_modified = ?,"
                " title = coalesce(nullif(?, ''), title), failures = 0, failing_since = NULL,"
                " last_error = NULL WHERE id = ?",
                (as_text(next_poll), moment, etag, last_modified, title, source_id),
            )
            if not cursor.rowcount:
                return False
            new = [s for s in sightings if s.known is None]
            await connection.executemany(
                "INSERT INTO source_item"
                " (source, guid, url, hash, stamp, body, next_try, last_seen, state, attempts)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
                [
                    (
                        source_id,
                        s.guid,
                        s.url,
                        s.hash,
                        s.stamp,
                        s.body,
                        moment,
                        moment,
                        _state(s),
                    )
                    for s in new
                ],
            )
            await connection.executemany(
                "UPDATE source_item SET guid = ?, url = ?, hash = ?, stamp = ?, last_seen = ? WHERE id = ?",
                [(s.guid, s.url, s.hash, s.stamp, moment, s.known) for s in sightings if s.known is not None],
            )
            await connection.executemany(
                "UPDATE source_item SET state = 'waiting', body = ?, attempts = 0, next_try = ? WHERE id = ?",
                [(s.body, moment, s.known) for s in sightings if s.known is not None and s.body],
            )
            await connection.execute(
                "DELETE FROM source_item WHERE source = ?1 AND state != 'waiting' AND last_seen < ?2"
                " AND id NOT IN (SELECT id FROM source_item WHERE source = ?1"
                " ORDER BY last_seen DESC, id DESC LIMIT ?3)",
                (source_id, moment, ITEMS_KEPT),
            )
            return True

    async def poll_failed(
        self, source_id: int, at: datetime, next_poll: datetime, error: str
    ) -> SourceEntry | None:
        await self._change(
            source_id,
            "failures = failures + 1, failing_since = coalesce(failing_since, ?), next_poll = ?,"
            " last_error = ?",
            as_text(at),
            as_text(next_poll),
            error,
        )
        return await self.get(source_id)

    async def items(self, source_id: int) -> tuple[SourceItem, ...]:
        rows = await self._database.rows(
            f"SELECT {_ITEM} FROM source_item WHERE source = ? ORDER BY last_seen, id", (source_id,)
        )
        return tuple(_item(row) for row in rows)

    async def waiting(self, at: datetime, limit: int = 50) -> tuple[tuple[SourceEntry, SourceItem], ...]:
        rows = await self._database.rows(
            f"SELECT {_ITEM}, body FROM source_item WHERE state = 'waiting' AND next_try <= ?"
            " ORDER BY next_try, id LIMIT ?",
            (as_text(at), limit),
        )
        found = []
        entries: dict[int, SourceEntry | None] = {}
        for row in rows:
            item = _item(row)
            if item.source not in entries:
                entries[item.source] = await self.get(item.source)
            entry = entries[item.source]
            if entry is not None:
                found.append((entry, item))
        return tuple(found)

    async def settle(self, item_id: int, state: str, article: str | None = None) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(
                "UPDATE source_item SET state = ?, article = coalesce(?, article), body = NULL,"
                " next_try = NULL WHERE id = ?",
                (state, article, item_id),
            )

    async def try_later(self, item_id: int, next_try: datetime, article: str | None = None) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(
                "UPDATE source_item SET attempts = attempts + 1, next_try = ?,"
                " article = coalesce(?, article) WHERE id = ?",
                (as_text(next_try), article, item_id),
            )

    async def counts(self, source_id: int) -> dict[str, int]:
        rows = await self._database.rows(
            "SELECT state, count(*) FROM source_item WHERE source = ? GROUP BY state", (source_id,)
        )
        return {str(row[0]): int(row[1]) for row in rows}

    async def _change(self, source_id: int, assignments: str, *values: object) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(f"UPDATE source SET {assignments} WHERE id = ?", (*values, source_id))

    async def _entries(self, where: str, *values: object) -> tuple[SourceEntry, ...]:
        rows = await self._database.rows(f"SELECT {_COLUMNS} FROM source {where}", values)
        return tuple(_entry(row) for row in rows)


def _entry(row: Row) -> SourceEntry:
    return SourceEntry(
        id=row[0],
        scope=row[1],
        kind=row[2],
        url=row[3],
        title=row[4],
        added_by=row[5],
        added=as_moment(row[6]),
        etag=row[7],
        last_modified=row[8],
        first_poll=bool(row[9]),
        next_poll=as_moment(row[10]),
        last_ok=_moment(row[11]),
        failures=row[12],
        failing_since=_moment(row[13]),
        last_error=row[14],
        reported=bool(row[15]),
        paused=bool(row[16]),
    )


def _state(sighting: Sighting) -> str:
    return "waiting" if sighting.body else "done"


def _moment(text: str | None) -> datetime | None:
    return as_moment(text) if text else None


def _item(row: Row) -> SourceItem:
    return SourceItem(
        id=row[0],
        source=row[1],
        guid=row[2],
        url=row[3],
        hash=row[4],
        state=row[5],
        article=row[6],
        attempts=row[7],
        stamp=row[8],
        body=row[9] if len(row) > 9 else None,
    )
