"""Watches. Triggers note which events are written; here they meet the watches, all within SQLite."""

# ruff: noqa: S608 - statements are put together of names of ours alone; every value is bound

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

import aiosqlite

from briefings.store.sqlite.articles import marks
from briefings.store.sqlite.database import Database, Row
from briefings.store.sqlite.rows import as_moment, as_text, event_id, serial
from briefings.store.watches import PERSON, KeptNotice, News, Told, Watch, Watcher

MOST_WAITING = 200
"""Events that wait for one watcher one by one; what comes beyond is only counted."""

PORTION, MOST_PORTIONS = 50, 8
"""Written events that are compared at a time, and how many times at most, before a watch is set."""

_WATCHER = "r.id, r.address, r.locale, r.stopped, r.missed"
_WATCH = f"w.id, w.scope, w.subject, w.label, w.set_by, w.since, w.resting, {_WATCHER}"
_NOTICE = f"n.id, n.state, n.body, n.nonce, n.planned, {_WATCHER}"

_STATE = """CASE e.status WHEN 'upcoming'
    THEN 'upcoming ' || coalesce(e.first_day || ' ' || e.last_day, '') ELSE e.status END"""

_LIKENESS = """e.kind || '|' || e.first_day || '|' || e.last_day || '|'
    || (SELECT group_concat(actor) FROM
        (SELECT actor FROM event_actor WHERE event = e.id ORDER BY actor)) || '|'
    || coalesce(json_extract(e.body, '$.event.place.city'), '') || '|'
    || coalesce((SELECT group_concat(person) FROM
        (SELECT person FROM event_person WHERE event = e.id ORDER BY person)), '')"""
"""By what an event is known again that has got another id by being read anew; NULL for one without a date."""

_CHANGED = f"""CREATE TEMP TABLE changed AS
SELECT e.id AS event, c.was, e.scope, e.last_day, {_STATE} AS state, {_LIKENESS} AS likeness,
    (SELECT max(v.added) FROM event_telling et JOIN telling t ON t.id = et.telling
        JOIN article a ON a.id = t.article
        JOIN article_version v ON v.article = a.id AND v.version = a.version
        WHERE et.event = e.id) AS added
FROM event_change c CROSS JOIN event e ON e.id = c.event ORDER BY c.event LIMIT :limit"""

_KIN = """CREATE TEMP TABLE kin AS
SELECT event, event AS other FROM changed
UNION SELECT c.event, r.id FROM changed c CROSS JOIN event_redirect r ON r.event = c.event
UNION SELECT c.event, h.event FROM changed c CROSS JOIN event_hidden h ON h.by_event = c.event
UNION SELECT c.event, r.id FROM changed c CROSS JOIN event_hidden h ON h.by_event = c.event
    CROSS JOIN event_redirect r ON r.event = h.event"""
"""Each event with the ids under which it was told before."""

_HITS = f"""CREATE TEMP TABLE hit AS
SELECT watcher, event, max(fresh) AS fresh FROM (
    SELECT w.watcher, c.event, c.added >= w.since
        AND (SELECT min(k.other) FROM kin k WHERE k.event = c.event) > w.after AS fresh
    FROM (
        SELECT c.event, a.actor AS subject FROM changed c CROSS JOIN event_actor a ON a.event = c.event
        UNION
        SELECT c.event, '{PERSON}' || p.person FROM changed c CROSS JOIN event_person p ON p.event = c.event
    ) s CROSS JOIN changed c ON c.event = s.event
    CROSS JOIN watch w ON w.subject = s.subject AND w.resting IS NULL AND (
        w.scope = c.scope OR c.scope = 'all' AND NOT EXISTS (
            SELECT 1 FROM event_hidden h WHERE h.event = c.event AND h.scope = w.scope))
    CROSS JOIN watcher r ON r.id = w.watcher AND r.stopped IS NULL
) GROUP BY watcher, event"""
"""Whom a changed event concerns, and whether it is new to any of their watches."""

_NEWS = """CREATE TEMP TABLE news AS
SELECT h.watcher, h.event, c.likeness, c.state, o.known AS was,
    row_number() OVER (PARTITION BY h.watcher ORDER BY h.event) AS place
FROM hit h CROSS JOIN changed c ON c.event = h.event
CROSS JOIN (
    SELECT h.watcher, h.event, coalesce(
        (SELECT n.state FROM kin k CROSS JOIN watch_news n ON n.watcher = h.watcher AND n.event = k.other
            WHERE k.event = h.event ORDER BY n.id DESC LIMIT 1),
        CASE WHEN NOT h.fresh THEN (SELECT was FROM changed WHERE event = h.event) END) AS known
    FROM hit h
) o ON o.watcher = h.watcher AND o.event = h.event
WHERE NOT EXISTS (
        SELECT 1 FROM kin k CROSS JOIN watch_news n ON n.watcher = h.watcher AND n.event = k.other
        WHERE k.event = h.event AND n.notice IS NULL)
    AND CASE
        WHEN o.known IS NULL THEN h.fresh AND NOT EXISTS (
            SELECT 1 FROM watch_news n WHERE n.watcher = h.watcher AND n.likeness = c.likeness)
        ELSE o.known NOT IN ('held', c.state)
            AND (c.state = 'held' OR c.last_day IS NULL AND c.state = 'cancelled' OR c.last_day >= :today)
        END"""
"""What is to be told: a new event once; what was ahead once more where it was moved, called off or held."""


class SqliteWatches:
    """`briefings.store.watches.Watches`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(
        self,
        address: str,
        locale: str,
        scope: str,
        subject: str,
        label: str,
        *,
        set_by: str,
        at: datetime,
        most: int,
    ) -> tuple[Watch, bool] | None:
        async with self._database.transaction() as connection:
            # What was changed before the watch is set is no news to it. Of an archive that is being read in,
            # not all can be compared while others wait for this transaction.
            for _ in range(MOST_PORTIONS):
                if not await _take_in(connection, at, PORTION):
                    break
            await connection.execute(
                "INSERT INTO watcher (address, locale) VALUES (?, ?)"
                " ON CONFLICT (address) DO UPDATE SET locale = excluded.locale",
                (address, locale),
            )
            ((number, stopped),) = await connection.execute_fetchall(
                "SELECT id, stopped FROM watcher WHERE address = ?", (address,)
            )
            held = {
                (row[0], row[1])
                for row in await connection.execute_fetchall(
                    "SELECT scope, subject FROM watch WHERE watcher = ?", (number,)
                )
            }
            new = (scope, subject) not in held
            if new and len(held) >= most:
                return None
            if stopped is not None:
                await _resume(connection, number, at)
            await connection.execute(
                "INSERT INTO watch (watcher, scope, subject, label, set_by, since, after)"
                " VALUES (?, ?, ?, ?, ?, ?, (SELECT coalesce(max(seq), 0) FROM sqlite_sequence"
                " WHERE name = 'event')) ON CONFLICT (watcher, scope, subject) DO UPDATE SET"
                " since = iif(resting IS NULL, since, excluded.since),"
                " after = iif(resting IS NULL, after, excluded.after), resting = NULL",
                (number, scope, subject, label, set_by, as_text(at)),
            )
            rows = await connection.execute_fetchall(
                f"SELECT {_WATCH} FROM watch w JOIN watcher r ON r.id = w.watcher"
                " WHERE w.watcher = ? AND w.scope = ? AND w.subject = ?",
                (number, scope, subject),
            )
            return _watch(next(iter(rows))), new

    async def remove(self, watch_id: int) -> bool:
        async with self._database.transaction() as connection:
            cursor = await connection.execute("DELETE FROM watch WHERE id = ?", (watch_id,))
            await connection.execute("DELETE FROM watcher WHERE id NOT IN (SELECT watcher FROM watch)")
            await connection.execute("DELETE FROM event_change WHERE NOT EXISTS (SELECT 1 FROM watch)")
            return cursor.rowcount > 0

    async def get(self, watch_id: int) -> Watch | None:
        found = await self._watches("WHERE w.id = ?", watch_id)
        return found[0] if found else None

    async def all(self) -> tuple[Watch, ...]:
        return await self._watches("ORDER BY w.id")

    async def of(self, watcher_id: int) -> tuple[Watch, ...]:
        return await self._watches("WHERE w.watcher = ? ORDER BY w.id", watcher_id)

    async def any(self) -> bool:
        return await self._database.row("SELECT 1 FROM watch LIMIT 1") is not None

    async def take_in(self, at: datetime, limit: int = 50) -> bool:
        if await self._database.row("SELECT 1 FROM event_change LIMIT 1") is None:
            return False
        async with self._database.transaction() as connection:
            return await _take_in(connection, at, limit)

    async def ready(self, at: datetime, per_hour: int) -> tuple[Watcher, ...]:
        rows = await self._database.rows(
            f"SELECT {_WATCHER} FROM watcher r WHERE r.stopped IS NULL AND ("
            " EXISTS (SELECT 1 FROM watch_notice n WHERE n.watcher = r.id"
            "  AND n.state IN ('pending', 'sending'))"
            " OR EXISTS (SELECT 1 FROM watch_news n WHERE n.watcher = r.id AND n.notice IS NULL)"
            "  AND (SELECT count(*) FROM watch_notice n WHERE n.watcher = r.id AND n.planned > ?"
            "   AND n.state <> 'failed') < ?) ORDER BY r.id",
            (_hour_before(at), per_hour),
        )
        return tuple(Watcher(*row) for row in rows)

    async def waiting(self, watcher_id: int, limit: int) -> tuple[tuple[News, ...], int]:
        rows = await self._database.rows(
            "SELECT id, event, was, found, count(*) OVER () FROM watch_news"
            " WHERE watcher = ? AND notice IS NULL ORDER BY id LIMIT ?",
            (watcher_id, limit),
        )
        found = tuple(News(row[0], event_id(row[1]), row[2], as_moment(row[3])) for row in rows)
        return found, rows[0][4] if rows else 0

    async def kin(self, event_id_: str) -> frozenset[str]:
        rows = await self._database.rows(
            "WITH own (id) AS (SELECT ?1 UNION SELECT event FROM event_hidden WHERE by_event = ?1)"
            " SELECT id FROM own UNION SELECT id FROM event_redirect WHERE event IN (SELECT id FROM own)",
            (serial(event_id_, "e"),),
        )
        return frozenset(event_id(row[0]) for row in rows)

    async def told_as(self, watcher_id: int, events: Iterable[str]) -> tuple[str, ...]:
        numbers = [serial(event, "e") for event in events]
        rows = await self._database.rows(
            f"SELECT state FROM watch_news WHERE watcher = ? AND event IN ({marks(numbers)})"
            " AND notice IS NOT NULL ORDER BY id",
            (watcher_id, *numbers),
        )
        return tuple(row[0] for row in rows)

    async def freeze(
        self,
        watcher_id: int,
        body: str,
        nonce: str,
        told: Sequence[Told],
        dropped: Sequence[int],
        at: datetime,
        *,
        rest: bool = False,
    ) -> int | None:
        async with self._database.transaction() as connection:
            await connection.executemany(
                "DELETE FROM watch_news WHERE id = ? AND notice IS NULL", [(number,) for number in dropped]
            )
            wanted = [one.news for one in told]
            ((there,),) = await connection.execute_fetchall(
                f"SELECT count(*) FROM watch_news WHERE id IN ({marks(wanted)}) AND notice IS NULL", wanted
            )
            if not told or there != len(told):
                return None
            cursor = await connection.execute(
                "INSERT INTO watch_notice (watcher, state, body, nonce, planned)"
                " VALUES (?, 'pending', ?, ?, ?)",
                (watcher_id, body, nonce, as_text(at)),
            )
            notice = cursor.lastrowid
            assert notice is not None
            await connection.executemany(
                "UPDATE watch_news SET notice = ?, event = ?, state = ? WHERE id = ?",
                [(notice, serial(one.event, "e"), one.state, one.news) for one in told],
            )
            if rest:
                await connection.execute(
                    "UPDATE watch_news SET notice = ? WHERE watcher = ? AND notice IS NULL",
                    (notice, watcher_id),
                )
                await connection.execute("UPDATE watcher SET missed = 0 WHERE id = ?", (watcher_id,))
            return notice

    async def unfinished(self, watcher_id: int) -> tuple[KeptNotice, ...]:
        rows = await self._database.rows(
            f"SELECT {_NOTICE} FROM watch_notice n JOIN watcher r ON r.id = n.watcher"
            " WHERE n.watcher = ? AND n.state IN ('pending', 'sending') ORDER BY n.id",
            (watcher_id,),
        )
        return tuple(
            KeptNotice(row[0], Watcher(*row[5:]), row[1], row[2], row[3], as_moment(row[4])) for row in rows
        )

    async def sent_since(self, watcher_id: int, since: datetime) -> tuple[datetime, ...]:
        rows = await self._database.rows(
            "SELECT planned FROM watch_notice WHERE watcher = ? AND planned > ? AND state <> 'failed'"
            " ORDER BY planned",
            (watcher_id, as_text(since)),
        )
        return tuple(as_moment(row[0]) for row in rows)

    async def mark(
        self, notice_id: int, state: str, *, message_id: str | None = None, reason: str | None = None
    ) -> None:
        # What was said need not be kept; what it was about is.
        body = "" if state == "sent" else None
        async with self._database.transaction() as connection:
            await connection.execute(
                "UPDATE watch_notice SET state = ?, message_id = coalesce(?, message_id), reason = ?,"
                " body = coalesce(?, body) WHERE id = ?",
                (state, message_id, reason, body, notice_id),
            )

    async def withdraw(self, notice_id: int) -> None:
        async with self._database.transaction() as connection:
            await connection.execute("UPDATE watch_news SET notice = NULL WHERE notice = ?", (notice_id,))
            await connection.execute("DELETE FROM watch_notice WHERE id = ?", (notice_id,))

    async def stop(self, watcher_id: int, why: str) -> None:
        async with self._database.transaction() as connection:
            await connection.execute("UPDATE watcher SET stopped = ? WHERE id = ?", (why, watcher_id))
            await _forget_waiting(connection, watcher_id)

    async def resume(self, watcher_id: int, at: datetime) -> None:
        async with self._database.transaction() as connection:
            await _resume(connection, watcher_id, at)

    async def rest(self, scope: str, why: str, watcher_id: int | None = None) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(
                "UPDATE watch SET resting = ?1 WHERE scope = ?2 AND resting IS NULL"
                " AND (?3 IS NULL OR watcher = ?3)",
                (why, scope, watcher_id),
            )

    async def wake(self, scope: str, why: str, at: datetime) -> None:
        async with self._database.transaction() as connection:
            await connection.execute(
                f"UPDATE watch SET {_ANEW} WHERE scope = ? AND resting = ?", (as_text(at), scope, why)
            )

    async def _watches(self, where: str, *values: object) -> tuple[Watch, ...]:
        rows = await self._database.rows(
            f"SELECT {_WATCH} FROM watch w JOIN watcher r ON r.id = w.watcher {where}", values
        )
        return tuple(_watch(row) for row in rows)


_ANEW = (
    "resting = NULL, since = ?,"
    " after = (SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'event')"
)


async def _take_in(connection: aiosqlite.Connection, at: datetime, limit: int) -> bool:
    """See `SqliteWatches.take_in`; within a transaction."""
    for table in ("changed", "kin", "hit", "news"):
        await connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
    await connection.execute(_CHANGED, {"limit": limit})
    ((compared, last),) = await connection.execute_fetchall("SELECT count(*), max(event) FROM changed")
    if compared:
        await connection.execute(_KIN)
        await connection.execute("CREATE INDEX temp.kin_of ON kin (event, other)")
        await connection.execute(_HITS)
        await connection.execute(_NEWS, {"today": at.astimezone(UTC).date().isoformat()})
        await connection.execute(
            "INSERT INTO watch_news (watcher, event, likeness, state, was, found)"
            " SELECT watcher, event, likeness, state, was, ?1 FROM news n WHERE place <= ?2 -"
            " (SELECT count(*) FROM watch_news w WHERE w.watcher = n.watcher AND w.notice IS NULL)",
            (as_text(at), MOST_WAITING),
        )
        await connection.execute(
            "UPDATE watcher SET missed = missed + (SELECT count(*) FROM news n WHERE n.watcher = watcher.id"
            " AND NOT EXISTS (SELECT 1 FROM watch_news w WHERE w.watcher = n.watcher AND w.event = n.event"
            " AND w.notice IS NULL)) WHERE id IN (SELECT watcher FROM news)"
        )
    # Up to the last one compared; those before it that are gone need nobody.
    bound = last if compared == limit else None
    await connection.execute("DELETE FROM event_change WHERE ?1 IS NULL OR event <= ?1", (bound,))
    return bool(compared == limit)


async def _resume(connection: aiosqlite.Connection, watcher_id: int, at: datetime) -> None:
    await connection.execute("UPDATE watcher SET stopped = NULL WHERE id = ?", (watcher_id,))
    await _forget_waiting(connection, watcher_id)
    await connection.execute(f"UPDATE watch SET {_ANEW} WHERE watcher = ?", (as_text(at), watcher_id))


async def _forget_waiting(connection: aiosqlite.Connection, watcher_id: int) -> None:
    await connection.execute("DELETE FROM watch_news WHERE watcher = ? AND notice IS NULL", (watcher_id,))
    await connection.execute("UPDATE watcher SET missed = 0 WHERE id = ?", (watcher_id,))


def _hour_before(at: datetime) -> str:
    return as_text(at - timedelta(hours=1))


def _watch(row: Row) -> Watch:
    number, scope, subject, label, set_by, since, resting, *watcher = row
    return Watch(number, Watcher(*watcher), scope, subject, label, set_by, as_moment(since), resting)
