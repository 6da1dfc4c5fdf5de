"""Corrections as said, and the keys by which they find their articles again."""

# ruff: noqa: S608 - statements are put together of names of ours alone; every value is bound

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import asynccontextmanager
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

import aiosqlite

from briefings.errors import NotStored
from briefings.store.corrections import Correction, Identity, Mark, Said, Speaker, What, withheld
from briefings.store.protocol import ALL, Placed
from briefings.store.sqlite.articles import marks
from briefings.store.sqlite.database import Database, Row
from briefings.store.sqlite.events import OWN_COPY, TELLING, telling_from
from briefings.store.sqlite.rows import article_id, as_moment, as_text, event_from, event_id, serial

_COLUMNS = (
    "c.id, c.scope, c.what, c.said, c.marks, c.others, c.event, c.other, c.title, c.by_id, c.by_name,"
    " c.by_place, c.at, c.undone_id, c.undone_name, c.undone_place, c.undone_at"
)

_REACHING = f"""SELECT {_COLUMNS} FROM correction c WHERE c.undone_at IS NULL AND c.id IN (
    SELECT k.correction FROM telling t CROSS JOIN correction_key k
        WHERE t.block IN (:held) AND k.key = 'a' || t.article
    UNION SELECT k.correction FROM telling t JOIN article a ON a.id = t.article CROSS JOIN correction_key k
        WHERE t.block IN (:held) AND k.key = 't:' || a.text_hash
    UNION SELECT k.correction FROM telling t JOIN article_address d ON d.article = t.article
        CROSS JOIN correction_key k WHERE t.block IN (:held) AND k.key = 'u:' || d.url
    UNION SELECT k.correction FROM correction_key k WHERE k.key IN (:keys)) ORDER BY c.id"""


class SqliteCorrections:
    """`briefings.store.corrections.Corrections`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, correction_id: str, scopes: Sequence[str]) -> Correction | None:
        row = await self._database.row(
            f"SELECT {_COLUMNS} FROM correction c WHERE c.id = ? AND c.scope IN ({marks(scopes)})",
            [serial(correction_id, "c"), *scopes],
        )
        return _correction(row) if row else None

    async def history(
        self, scopes: Sequence[str], *, standing: bool = False, limit: int = 1000, offset: int = 0
    ) -> tuple[Correction, ...]:
        undone = " AND c.undone_at IS NULL" if standing else ""
        rows = await self._database.rows(
            f"SELECT {_COLUMNS} FROM correction c WHERE c.scope IN ({marks(scopes)}){undone}"
            " ORDER BY c.id DESC LIMIT ? OFFSET ?",
            [*scopes, limit, offset],
        )
        return tuple(_correction(row) for row in rows)

    async def count(self, scopes: Sequence[str]) -> int:
        row = await self._database.row(
            f"SELECT count(*) FROM correction WHERE scope IN ({marks(scopes)})", scopes
        )
        return int(row[0]) if row else 0

    async def withheld(self) -> Mapping[str, frozenset[str]]:
        rows = await self._database.rows(
            "SELECT h.scope, h.event FROM event e JOIN event_hidden h ON h.by_event = e.id"
            " WHERE e.scope >= 'withheld:' UNION ALL"
            " SELECT 'all', e.id FROM event e WHERE e.scope >= 'withheld:' AND e.scope = 'withheld:all'"
        )
        found: dict[str, set[str]] = {}
        for scope, event in rows:
            found.setdefault(scope, set()).add(event_id(event))
        return {scope: frozenset(events) for scope, events in found.items()}

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[SqliteCorrectionsWriting]:
        async with self._database.reading() as connection:
            yield SqliteCorrectionsWriting(connection)


class SqliteCorrectionsWriting:
    """`briefings.store.corrections.CorrectionsWriting` on a connection that is inside a transaction."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def any(self) -> bool:
        return bool(await self._rows("SELECT 1 FROM correction WHERE undone_at IS NULL LIMIT 1", ()))

    async def keep(self, correction: Correction, blocks: AbstractSet[str]) -> str:
        by, undone = correction.by, correction.undone_by
        cursor = await self._connection.execute(
            "INSERT INTO correction (scope, what, said, marks, others, event, other, title, by_id, by_name,"
            " by_place, at, undone_id, undone_name, undone_place, undone_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                correction.scope,
                correction.what.value,
                json.dumps(asdict(correction.said), ensure_ascii=False),
                _as_json(correction.marks),
                _as_json(correction.others),
                correction.event,
                correction.other,
                correction.title,
                by.id,
                by.name,
                by.place,
                as_text(correction.at),
                undone.id if undone else None,
                undone.name if undone else None,
                undone.place if undone else None,
                as_text(correction.undone_at) if correction.undone_at else None,
            ),
        )
        number = cursor.lastrowid
        keys = {f"b:{block}" for block in blocks}
        for mark in (*correction.marks, *correction.others):
            keys |= {mark.article, f"t:{mark.text_hash}", *(f"u:{url}" for url in mark.urls)}
        await self._connection.executemany(
            "INSERT INTO correction_key (key, correction) VALUES (?, ?)",
            [(key, number) for key in sorted(keys)],
        )
        return f"c{number}"

    async def undo(self, correction_id: str, by: Speaker, at: datetime) -> None:
        cursor = await self._connection.execute(
            "UPDATE correction SET undone_id = ?, undone_name = ?, undone_place = ?, undone_at = ?"
            " WHERE id = ? AND undone_at IS NULL",
            (by.id, by.name, by.place, as_text(at), serial(correction_id, "c")),
        )
        if cursor.rowcount < 1:
            raise NotStored(f"there is no correction {correction_id} that holds")

    async def get(self, correction_id: str) -> Correction | None:
        rows = await self._rows(
            f"SELECT {_COLUMNS} FROM correction c WHERE c.id = ?", (serial(correction_id, "c"),)
        )
        return _correction(rows[0]) if rows else None

    async def reaching(self, blocks: AbstractSet[str]) -> tuple[Correction, ...]:
        found: dict[str, Correction] = {}
        for some in _slices(blocks, 100):
            # One name for a list of values that stands there three times.
            held = ", ".join(f"?{place}" for place in range(1, len(some) + 1))
            keys = ", ".join(f"'b:' || ?{place}" for place in range(1, len(some) + 1))
            statement = _REACHING.replace(":held", held).replace(":keys", keys)
            for row in await self._rows(statement, some):
                one = _correction(row)
                found[one.id] = one
        return tuple(sorted(found.values(), key=lambda one: int(one.id[1:])))

    async def anchored(self, scope: str, corrections: Sequence[Correction]) -> tuple[Placed, ...]:
        named = [mark for one in corrections for mark in (*one.marks, *one.others)]
        seen = tuple(dict.fromkeys((ALL, scope)))
        held = marks(seen)
        articles: set[int] = set()
        for some in _slices({serial(mark.article, "a") for mark in named}):
            rows = await self._rows(
                f"SELECT id FROM article WHERE id IN ({marks(some)}) AND scope IN ({held})", (*some, *seen)
            )
            articles |= {row[0] for row in rows}
        for some in _slices({mark.text_hash for mark in named}):
            rows = await self._rows(
                f"SELECT id FROM article WHERE scope IN ({held}) AND text_hash IN ({marks(some)})",
                (*seen, *some),
            )
            articles |= {row[0] for row in rows}
        for some in _slices({url for mark in named for url in mark.urls}):
            rows = await self._rows(
                f"SELECT article FROM article_address WHERE scope IN ({held}) AND url IN ({marks(some)})",
                (*seen, *some),
            )
            articles |= {row[0] for row in rows}
        own_copies = "" if scope == ALL else f" AND NOT ({OWN_COPY})"
        found: list[Placed] = []
        for some in _slices(articles):
            rows = await self._rows(
                f"SELECT {TELLING} FROM telling t JOIN article a ON a.id = t.article"
                f" WHERE t.article IN ({marks(some)}){own_copies}",
                some,
            )
            found += [Placed(row[8], row[9], telling_from(row)) for row in rows]
        return tuple(sorted(found, key=lambda placed: placed.telling.id))

    async def homes(self, scope: str, tellings: Sequence[int]) -> Mapping[int, str]:
        found: dict[int, str] = {}
        withheld_here: set[int] = set()
        seen = tuple(dict.fromkeys((scope, ALL)))
        for some in _slices(tellings):
            rows = await self._rows(
                "SELECT et.telling, et.event, e.scope FROM event_telling et JOIN event e ON e.id = et.event"
                f" WHERE et.telling IN ({marks(some)}) AND e.scope IN ({marks(seen)}, ?)"
                " ORDER BY e.scope <> 'all'",
                (*some, *seen, withheld(scope)),
            )
            for telling, event, stands_in in rows:
                found[telling] = event_id(event)
                if stands_in == withheld(scope):
                    withheld_here.add(telling)
        return {telling: event for telling, event in found.items() if telling not in withheld_here}

    async def identities(self, articles: AbstractSet[str]) -> Mapping[str, Identity]:
        found: dict[str, Identity] = {}
        for some in _slices({serial(article, "a") for article in articles}):
            rows = await self._rows(
                "SELECT id, text_hash, (SELECT json_group_array(url) FROM article_address"
                f" WHERE article = a.id) FROM article a WHERE id IN ({marks(some)})",
                some,
            )
            found |= {article_id(row[0]): Identity(row[1], frozenset(json.loads(row[2]))) for row in rows}
        return found

    async def beside(self, scope: str, blocks: AbstractSet[str]) -> frozenset[str]:
        found: set[str] = set()
        for some in _slices(blocks):
            held = marks(some)
            rows = await self._rows(
                f"""SELECT DISTINCT t2.block FROM event e JOIN event_telling et ON et.event = e.id
                JOIN telling t2 ON t2.id = et.telling WHERE e.scope IN (?, ?) AND e.id IN (
                    SELECT id FROM event WHERE block IN ({held}) UNION
                    SELECT l.event FROM telling t JOIN event_telling l ON l.telling = t.id
                    WHERE t.block IN ({held}))""",
                (scope, withheld(scope), *some, *some),
            )
            found |= {row[0] for row in rows}
        return frozenset(found)

    async def _rows(self, statement: str, values: Iterable[object]) -> list[Row]:
        return list(await self._connection.execute_fetchall(statement, values))


def _as_json(given: Sequence[Mark]) -> str:
    """Articles once, with what each told, and the places of the marks in it."""
    articles: dict[str, dict[str, Any]] = {}
    for mark in given:
        entry = articles.setdefault(
            mark.article,
            {
                "article": mark.article,
                "text": mark.text_hash,
                "urls": mark.urls,
                "told": [event.to_json() for event in mark.told],
                "places": [],
            },
        )
        entry["places"].append(mark.place)
    return json.dumps(list(articles.values()), ensure_ascii=False, separators=(",", ":"))


def _marks(text: str) -> tuple[Mark, ...]:
    found = []
    for entry in json.loads(text):
        told = tuple(event_from(event) for event in entry["told"])
        found += [
            Mark(entry["article"], entry["text"], tuple(entry["urls"]), told, place)
            for place in entry["places"]
        ]
    return tuple(found)


def _said(text: str) -> Said:
    known = {one.name for one in fields(Said)}
    found: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in json.loads(text).items()
        if name in known
    }
    return Said(**found)


def _correction(row: Row) -> Correction:
    return Correction(
        id=f"c{row[0]}",
        scope=row[1],
        what=What(row[2]),
        said=_said(row[3]),
        marks=_marks(row[4]),
        others=_marks(row[5]),
        event=row[6],
        other=row[7],
        title=row[8],
        by=Speaker(row[9], row[10], row[11]),
        at=as_moment(row[12]),
        undone_by=Speaker(row[13], row[14], row[15]) if row[16] else None,
        undone_at=as_moment(row[16]) if row[16] else None,
    )


def _slices(values: Iterable[object], size: int = 400) -> list[tuple[object, ...]]:
    """`values` in portions that fit SQLite's limit of parameters."""
    every = sorted((value for value in values if value is not None), key=str)
    return [tuple(every[start : start + size]) for start in range(0, len(every), size)]
