"""The open transaction in which an article and its events are stored together."""

# ruff: noqa: S608 - statements are put together of names of ours alone; every value is bound

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import count

import aiosqlite

from briefings.errors import NotStored
from briefings.models import Event, RecordedEvent
from briefings.store.corrections import WITHHELD, withheld
from briefings.store.protocol import (
    ALL,
    Kept,
    KnownArticle,
    NewVersion,
    Original,
    Placed,
    Resembling,
    Standing,
)
from briefings.store.sqlite.articles import ORIGINAL, find_article, marks, original_from
from briefings.store.sqlite.corrections import SqliteCorrectionsWriting
from briefings.store.sqlite.database import Row
from briefings.store.sqlite.events import OWN_COPY, TELLING, telling_from
from briefings.store.sqlite.rows import (
    RECORDED,
    article_id,
    as_text,
    days_of,
    event_id,
    event_json,
    latest_published,
    recorded_from,
    recorded_json,
    search_words,
    serial,
    sort_key,
)
from briefings.world.fold import fold


class SqliteWriting:
    """`briefings.store.protocol.Writing` on a connection that is inside a transaction."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self.corrections = SqliteCorrectionsWriting(connection)

    async def find_article(self, scope: str, url: str | None, text_hash: str) -> KnownArticle | None:
        return await find_article(self._connection, scope, url, text_hash)

    async def resembling(
        self, scope: str, runs: Sequence[int], *, beside: str | None = None, limit: int = 8
    ) -> tuple[Resembling, ...]:
        if not runs:
            return ()
        # The newest of each run alone are looked at, so that a phrase that thousands share costs no more.
        newest = (
            "SELECT * FROM (SELECT article FROM article_run WHERE hash = ? ORDER BY article DESC LIMIT 20)"
        )
        rows = await self._rows(
            "SELECT a.id, a.family, a.signature, a.published FROM (SELECT article, count(*) AS shared FROM ("
            + " UNION ALL ".join([newest] * len(runs))
            + ") WHERE article <> ? GROUP BY article) r JOIN article a ON a.id = r.article"
            " WHERE a.scope IN (?, ?) ORDER BY r.shared DESC, a.id LIMIT ?",
            (*runs, _number(beside, "a") if beside else 0, ALL, scope, limit),
        )
        return tuple(Resembling(article_id(row[0]), article_id(row[1]), row[2], row[3]) for row in rows)

    async def add_article(
        self, scope: str, version: NewVersion, at: datetime, family: str | None = None
    ) -> str:
        article = version.article
        cursor = await self._connection.execute(
            "INSERT INTO article (scope, version, text_hash, signature, title, url, source, published,"
            " first_added, last_changed) VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                scope,
                version.text_hash,
                version.signature,
                article.title,
                article.url,
                article.source,
                version.published,
                as_text(at),
                as_text(at),
            ),
        )
        number = cursor.lastrowid
        assert number is not None
        await self._insert_version(number, 1, version, at)
        await self._sign(number, version.runs, family)
        if version.url is not None:
            await self.add_address(article_id(number), version.url, version.text_hash)
        return article_id(number)

    async def add_version(
        self, article_id: str, version: NewVersion, at: datetime, family: str | None = None
    ) -> int:
        number = _number(article_id, "a")
        rows = await self._rows(
            "UPDATE article SET version = version + 1, text_hash = ?, signature = ?, title = ?, url = ?,"
            " source = ?, published = ?, last_changed = ? WHERE id = ? RETURNING version",
            (
                version.text_hash,
                version.signature,
                version.article.title,
                version.article.url,
                version.article.source,
                version.published,
                as_text(at),
                number,
            ),
        )
        if not rows:
            raise NotStored(f"there is no article {article_id}")
        await self._insert_version(number, rows[0][0], version, at)
        await self._connection.execute("DELETE FROM article_run WHERE article = ?", (number,))
        await self._sign(number, version.runs, family)
        if version.url is not None:
            await self.add_address(article_id, version.url, version.text_hash)
        return int(rows[0][0])

    async def drop_version(self, article_id: str) -> Original:
        number = _number(article_id, "a")
        await self._connection.execute(
            "DELETE FROM article_version WHERE article = ?1 AND version > 1"
            " AND version = (SELECT version FROM article WHERE id = ?1)",
            (number,),
        )
        await self._connection.execute(
            "UPDATE article SET (version, text_hash, title, url, source, published) ="
            " (SELECT version, text_hash, title, url, source, published FROM article_version"
            "  WHERE article = ?1 ORDER BY version DESC LIMIT 1) WHERE id = ?1",
            (number,),
        )
        await self._connection.execute(
            "UPDATE article_address SET text_hash = (SELECT text_hash FROM article WHERE id = ?1)"
            " WHERE article = ?1",
            (number,),
        )
        rows = await self._rows(f"{ORIGINAL} WHERE a.id = ?", (number,))
        if not rows:
            raise NotStored(f"there is no article {article_id}")
        return original_from(rows[0])

    async def restate(self, article_id: str, version: NewVersion) -> None:
        number = _number(article_id, "a")
        await self._connection.execute(
            "UPDATE article SET published = ? WHERE id = ?", (version.published, number)
        )
        await self._connection.execute(
            "UPDATE article_version SET published = ?, published_basis = ?, reader_name = ?,"
            " reader_version = ? WHERE article = ? AND version = (SELECT version FROM article WHERE id = ?)",
            (
                version.published,
                version.published_basis.value,
                version.reader_name,
                version.reader_version,
                number,
                number,
            ),
        )

    async def add_address(self, article_id: str, url: str, text_hash: str | None = None) -> bool:
        number = _number(article_id, "a")
        cursor = await self._connection.execute(
            "INSERT INTO article_address (scope, url, article, text_hash)"
            " SELECT scope, ?, id, ? FROM article WHERE id = ? ON CONFLICT DO NOTHING",
            (url, text_hash, number),
        )
        if cursor.rowcount > 0:
            return True
        if text_hash is not None:
            await self._connection.execute(
                "UPDATE article_address SET text_hash = ? WHERE url = ? AND article = ?",
                (text_hash, url, number),
            )
        return False

    async def _sign(self, number: int, runs: Sequence[int], family: str | None) -> None:
        """Keeps what near copies of the current text are found by."""
        await self._connection.execute(
            "UPDATE article SET family = ? WHERE id = ?", (_number(family, "a") if family else number, number)
        )
        await self._many(
            "INSERT INTO article_run (hash, article) VALUES (?, ?)", [(run, number) for run in runs]
        )

    async def remove_article(self, article_id: str) -> frozenset[str]:
        number = _number(article_id, "a")
        touched = await self._touched(number)
        await self._connection.execute("DELETE FROM article WHERE id = ?", (number,))
        return touched

    async def _touched(self, number: int) -> frozenset[str]:
        """The blocks of what an article tells, and of the events that stand on it: corrected ones may stand
        in another block than their tellings.
        """
        rows = await self._rows(
            "SELECT block FROM telling WHERE article = ?1 UNION"
            " SELECT e.block FROM telling t JOIN event_telling et ON et.telling = t.id"
            " JOIN event e ON e.id = et.event WHERE t.article = ?1",
            (number,),
        )
        return frozenset(row[0] for row in rows)

    async def tellings_of(self, article_id: str) -> tuple[Placed, ...]:
        return await self._placed("WHERE t.article = ? ORDER BY t.position", (_number(article_id, "a"),))

    async def replace_tellings(
        self, article_id: str, tellings: Sequence[tuple[int | None, str, Event]]
    ) -> frozenset[str]:
        number = _number(article_id, "a")
        old = await self._rows("SELECT id FROM telling WHERE article = ?", (number,))
        touched = {block for _, block, _ in tellings} | (await self._touched(number) if old else frozenset())
        kept = {telling for telling, _, _ in tellings if telling is not None}
        await self._many("DELETE FROM telling WHERE id = ?", [(row[0],) for row in old if row[0] not in kept])
        await self._many(
            "UPDATE telling SET position = ?, block = ?, body = ? WHERE id = ? AND article = ?",
            [
                (position, block, event_json(event), telling, number)
                for position, (telling, block, event) in enumerate(tellings)
                if telling is not None
            ],
        )
        await self._many(
            "INSERT INTO telling (article, scope, position, block, body)"
            " SELECT id, scope, ?, ?, ? FROM article WHERE id = ?",
            [
                (position, block, event_json(event), number)
                for position, (telling, block, event) in enumerate(tellings)
                if telling is None
            ],
        )
        return frozenset(touched)

    async def servers_in(self, blocks: frozenset[str]) -> tuple[str, ...]:
        found: set[str] = set()
        for some in _slices(blocks):
            held = marks(some)
            rows = await self._rows(
                f"SELECT scope FROM telling WHERE block IN ({held}) AND scope <> 'all'"
                f" UNION SELECT scope FROM event WHERE block IN ({held}) AND scope <> 'all'",
                (*some, *some),
            )
            found |= {row[0].removeprefix(WITHHELD) for row in rows}
        return tuple(sorted(found - {ALL}))

    async def tellings_in(self, scope: str, blocks: frozenset[str]) -> tuple[Placed, ...]:
        found: list[Placed] = []
        seen = tuple(dict.fromkeys((ALL, scope)))
        own_copies = "" if scope == ALL else f" AND NOT ({OWN_COPY})"
        for some in _slices(blocks):
            found += await self._placed(
                f"WHERE t.block IN ({marks(some)}) AND t.scope IN ({marks(seen)}){own_copies} ORDER BY t.id",
                (*some, *seen),
            )
        return tuple(sorted(found, key=lambda placed: placed.telling.id))

    async def standing_in(self, scope: str, blocks: frozenset[str]) -> dict[str, Standing]:
        found: dict[str, Standing] = {}
        for some in _slices(blocks):
            held = marks(some)
            rows = await self._rows(
                f"""SELECT e.id, e.scope, e.corrected,
                (SELECT json_group_array(telling) FROM
                    (SELECT telling FROM event_telling WHERE event = e.id ORDER BY telling)),
                (SELECT json_group_array(event) FROM
                    (SELECT event FROM event_hidden WHERE by_event = e.id ORDER BY event))
                FROM event e WHERE e.scope IN (?, ?) AND e.id IN (
                    SELECT id FROM event WHERE block IN ({held}) UNION
                    SELECT et.event FROM telling t JOIN event_telling et ON et.telling = t.id
                    WHERE t.block IN ({held})) ORDER BY e.id""",
                (scope, withheld(scope), *some, *some),
            )
            for number, stands_in, corrected, tellings, hides in rows:
                found[event_id(number)] = Standing(
                    tuple(json.loads(tellings)),
                    tuple(event_id(hidden) for hidden in json.loads(hides)),
                    stands_in != scope,
                    bool(corrected),
                )
        return found

    async def recorded(self, events: Sequence[str]) -> dict[str, RecordedEvent]:
        found: dict[str, RecordedEvent] = {}
        for some in _slices({_number(event, "e") for event in events}):
            rows = await self._rows(f"SELECT {RECORDED} FROM event e WHERE e.id IN ({marks(some)})", some)
            found |= {event_id(row[0]): recorded_from(row) for row in rows}
        return found

    async def homes(self, scope: str, tellings: Sequence[int]) -> dict[int, str]:
        found: dict[int, str] = {}
        for some in _slices(tellings):
            rows = await self._rows(
                "SELECT et.telling, et.event FROM event_telling et JOIN event e ON e.id = et.event"
                f" WHERE et.telling IN ({marks(some)}) AND e.scope = ?",
                (*some, scope),
            )
            found |= {row[0]: event_id(row[1]) for row in rows}
        return found

    async def write_events(self, scope: str, events: Sequence[tuple[str | None, Kept]]) -> tuple[str, ...]:
        if not events:
            return ()
        last = await self._rows("SELECT seq FROM sqlite_sequence WHERE name = 'event'", ())
        following = count(last[0][0] + 1 if last else 1)
        numbered = [
            (_number(old, "e") if old else next(following), old is None, kept) for old, kept in events
        ]
        replaced = [(number,) for number, new, _ in numbered if not new]
        if replaced:
            for statement in (
                "DELETE FROM event_actor WHERE event = ?",
                "DELETE FROM event_person WHERE event = ?",
                "DELETE FROM event_telling WHERE event = ?",
                "DELETE FROM event_hidden WHERE by_event = ?",
                "DELETE FROM event_words WHERE rowid = ?",
                "DELETE FROM event_redirect WHERE id = ?",
            ):
                await self._connection.executemany(statement, replaced)
        await self._connection.executemany(
            "INSERT INTO event (id, scope, block, kind, status, sort, first_day, last_day, published, body,"
            " first_recorded, last_changed, corrected) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET scope = excluded.scope, block = excluded.block,"
            " kind = excluded.kind, status = excluded.status, sort = excluded.sort,"
            " first_day = excluded.first_day, last_day = excluded.last_day,"
            " published = excluded.published, body = excluded.body,"
            " first_recorded = excluded.first_recorded, last_changed = excluded.last_changed,"
            " corrected = excluded.corrected",
            [(number, _scope(scope, kept), *_columns(kept)) for number, _, kept in numbered],
        )
        await self._connection.executemany(
            "INSERT INTO event_actor"
            " (actor, sort, event, scope, kind, status, first_day, last_day, body_only)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [row for number, _, kept in numbered for row in _actor_rows(number, _scope(scope, kept), kept)],
        )
        await self._many(
            "INSERT INTO event_person (person, sort, event, scope, kind, status, first_day, last_day)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [row for number, _, kept in numbered for row in _person_rows(number, _scope(scope, kept), kept)],
        )
        await self._connection.executemany(
            "INSERT INTO event_telling (event, telling) VALUES (?, ?)",
            [(number, telling) for number, _, kept in numbered for telling in kept.tellings],
        )
        hidden = [(scope, _number(old, "e"), number) for number, _, kept in numbered for old in kept.hides]
        if hidden:
            await self._connection.executemany(
                "INSERT OR REPLACE INTO event_hidden (scope, event, by_event) VALUES (?, ?, ?)", hidden
            )
        await self._connection.executemany(
            "INSERT INTO event_words (rowid, words) VALUES (?, ?)",
            [(number, search_words(kept.event)) for number, _, kept in numbered],
        )
        return tuple(event_id(number) for number, _, _ in numbered)

    async def remove_events(self, events: Sequence[tuple[str, str | None]]) -> None:
        gone = [(_number(event, "e"),) for event, _ in events]
        led = [(_number(into, "e"), _number(event, "e")) for event, into in events if into is not None]
        if not gone:
            return
        await self._connection.executemany("UPDATE event_redirect SET event = ? WHERE event = ?", led)
        await self._connection.executemany("INSERT INTO event_redirect (event, id) VALUES (?, ?)", led)
        await self._connection.executemany("DELETE FROM event_words WHERE rowid = ?", gone)
        await self._connection.executemany("DELETE FROM event WHERE id = ?", gone)

    async def _insert_version(self, number: int, count: int, version: NewVersion, at: datetime) -> None:
        article = version.article
        await self._connection.execute(
            "INSERT INTO article_version (article, version, text_hash, title, text, url, source, language,"
            " given_published, given_basis, given_readings, published, published_basis, reader_name,"
            " reader_version, added, notes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                count,
                version.text_hash,
                article.title,
                article.text,
                article.url,
                article.source,
                article.language,
                article.published,
                article.published_basis.value,
                json.dumps(article.published_readings),
                version.published,
                version.published_basis.value,
                version.reader_name,
                version.reader_version,
                as_text(at),
                json.dumps(article.notes, ensure_ascii=False),
            ),
        )

    async def _placed(self, where: str, values: Iterable[object]) -> tuple[Placed, ...]:
        rows = await self._rows(
            f"SELECT {TELLING} FROM telling t JOIN article a ON a.id = t.article {where}",
            values,
        )
        return tuple(Placed(row[8], row[9], telling_from(row)) for row in rows)

    async def _many(self, statement: str, values: Sequence[Sequence[object]]) -> None:
        """`statement` for each of `values`; asks the connection's thread for nothing where there are none."""
        if values:
            await self._connection.executemany(statement, values)

    async def _rows(self, statement: str, values: Iterable[object]) -> list[Row]:
        return list(await self._connection.execute_fetchall(statement, values))


def _scope(scope: str, kept: Kept) -> str:
    """Where an event of `scope` stands."""
    return withheld(scope) if kept.withheld else scope


def _columns(kept: Kept) -> tuple[object, ...]:
    recorded = kept.event
    return (
        kept.block,
        recorded.event.kind.value,
        recorded.event.status.value,
        sort_key(recorded),
        *days_of(recorded.event),
        latest_published(recorded),
        recorded_json(recorded),
        as_text(recorded.first_recorded),
        as_text(recorded.last_changed),
        int(bool(recorded.corrected)),
    )


def _actor_rows(number: int, scope: str, kept: Kept) -> list[tuple[object, ...]]:
    event = kept.event.event
    parties = dict.fromkeys((*event.actors, *((event.organisation,) if event.organisation else ())))
    return [(*row, row[0] not in event.actors) for row in _asked_for(parties, number, scope, kept)]


def _person_rows(number: int, scope: str, kept: Kept) -> list[tuple[object, ...]]:
    return _asked_for(dict.fromkeys(map(fold, kept.event.event.people)), number, scope, kept)


def _asked_for(names: Iterable[str], number: int, scope: str, kept: Kept) -> list[tuple[object, ...]]:
    """A row for each of `names`, with all that a question may ask for."""
    event = kept.event.event
    of_event = (sort_key(kept.event), number, scope, event.kind.value, event.status.value, *days_of(event))
    return [(name, *of_event) for name in names]


def _number(identifier: str, letter: str) -> int:
    number = serial(identifier, letter)
    if number is None:
        raise NotStored(f"{identifier!r} is no id of ours")
    return number


def _slices(values: Iterable[object], size: int = 400) -> list[tuple[object, ...]]:
    """`values` in portions that fit SQLite's limit of parameters."""
    every = sorted(values, key=str)
    return [tuple(every[start : start + size]) for start in range(0, len(every), size)]
