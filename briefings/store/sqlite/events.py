"""Recorded events, for those who ask. A page of answers reads the rows it shows and counts on an index."""

# ruff: noqa: S608 - statements are put together of names of ours alone; every value is bound

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from briefings import dates
from briefings.models import RecordedEvent, Source, Status, Telling
from briefings.store.protocol import ALL, MOST_FOUND, EventQuery, Page
from briefings.store.sqlite.articles import marks
from briefings.store.sqlite.database import Database, Row
from briefings.store.sqlite.rows import (
    RECORDED,
    article_id,
    as_text,
    event_from,
    match_expression,
    recorded_from,
    serial,
)
from briefings.world.fold import fold

AT_ONCE = 50
"""Events that are read where they are asked for: a few milliseconds."""

TELLING = """t.id, t.body, t.article, a.title, a.source, a.url, a.published,
    (SELECT json_group_array(url) FROM article_address WHERE article = a.id), t.scope, t.block, a.family"""
"""The columns `telling_from` takes, of telling t and article a."""

OWN_COPY = """t.scope <> 'all' AND EXISTS (
    SELECT 1 FROM article b WHERE b.scope = 'all' AND b.text_hash = a.text_hash)"""
"""A server's telling by an article whose text everyone has by now."""


def telling_from(row: Row) -> Telling:
    event = event_from(json.loads(row[1]))
    addresses = tuple(address for address in json.loads(row[7]) if address != row[5])
    source = Source(article_id(row[2]), row[3], row[4], row[5], row[6], event.quote, addresses)
    return Telling(row[0], event, source, row[6], article_id(row[10]))


def _not_hidden(key: str, scopes: Sequence[str]) -> str:
    """That no event of a server in `scopes` stands for the event `key`."""
    return f"{key} NOT IN (SELECT event FROM event_hidden WHERE scope IN ({marks(scopes)}))"


@dataclass(frozen=True, slots=True)
class Selection:
    """A query as parts of a statement: rows `x` of `tables`, of which `key` is the event's number.

    With actors, `event_actor` alone answers everything but text and people; the first actor's part of it is
    read in the order of answers, and `joins`, which look up the others, stop when the page is full. To count,
    `lists` in their place are faster. `values` are those of either.
    """

    tables: str
    key: str
    joins: str
    lists: str
    where: str
    values: list[object]
    descending: str

    def page(self) -> str:
        """The statement of one page; two more values are its limit and offset."""
        down = self.descending
        return (
            f"SELECT {RECORDED} FROM (SELECT {self.key} AS id, x.sort AS sort FROM {self.tables}{self.joins}"
            f" WHERE {self.where} ORDER BY x.sort{down}, {self.key}{down} LIMIT ? OFFSET ?) p"
            f" JOIN event e ON e.id = p.id ORDER BY p.sort{down}, p.id{down}"
        )

    def chosen(self, columns: str) -> str:
        """The statement for `columns` of x of all that match, in no order."""
        return f"SELECT {columns} FROM {self.tables} WHERE {self.lists}{self.where}"


def selection(query: EventQuery) -> Selection | None:
    """The parts of a statement for `query`; None if nothing can match."""
    partners = list(dict.fromkeys(query.actors[1:]))
    people = list(dict.fromkeys(map(fold, query.people)))
    joins = "".join(
        f" CROSS JOIN event_actor y{n} ON y{n}.actor = ? AND y{n}.sort = x.sort AND y{n}.event = x.event"
        for n in range(len(partners))
    )
    lists = "x.event IN (SELECT event FROM event_actor WHERE actor = ?) AND " * len(partners)
    tables, key, conditions = "event x", "x.id", []
    values: list[object] = []
    if query.actors:
        tables, key, conditions = "event_actor x", "x.event", ["x.actor = ?"]
        values += [*partners, query.actors[0]]
        if people:
            conditions.append(
                f"x.event IN (SELECT event FROM event_person WHERE person IN ({marks(people)}))"
            )
            values += people
    elif len(people) == 1:
        tables, key, conditions = "event_person x", "x.event", ["x.person = ?"]
        values += people
    elif people:
        # An event may name one person in two spellings.
        columns = "DISTINCT event, sort, scope, kind, status, first_day, last_day"
        tables = f"(SELECT {columns} FROM event_person WHERE person IN ({marks(people)})) x"
        key = "x.event"
        values += people
    conditions.append(f"x.scope IN ({marks(query.scopes)})")
    values += query.scopes
    if any(scope != ALL for scope in query.scopes):
        conditions.append(_not_hidden(key, query.scopes))
        values += query.scopes
    for column, wanted in (("kind", query.kinds), ("status", query.statuses)):
        if wanted:
            conditions.append(f"x.{column} IN ({marks(wanted)})")
            values += [value.value for value in wanted]
    if query.since is not None:
        # The order of answers bounds how far we read: no event of ours lasts longer than a year.
        conditions.append("x.last_day >= ? AND x.sort >= ?")
        values += [dates.first_day(query.since).isoformat(), f"1{int(query.since[:4]) - 1:04}"]
    if query.until is not None:
        conditions.append("x.first_day <= ? AND x.sort <= ?")
        last = dates.last_day(query.until).isoformat()
        values += [last, f"1{last}"]
    if query.begun_by is not None:
        conditions.append("(x.status = 'held' OR x.first_day <= ?)")
        values.append(query.begun_by)
    if query.oldest_first:
        conditions.append("x.sort >= '1'")
    if query.text is not None:
        expression = match_expression(query.text)
        if expression is None:
            return None
        found = "SELECT rowid FROM event_words WHERE event_words MATCH ?"
        alone = not (query.actors or people or query.kinds or query.since or query.until)
        newest = f" ORDER BY rowid DESC LIMIT {MOST_FOUND}" if alone else ""
        conditions.append(f"{key} IN ({found}{newest})")
        values.append(expression)
    where = " AND ".join(conditions)
    return Selection(tables, key, joins, lists, where, values, "" if query.oldest_first else " DESC")


async def _read(rows: Iterable[Row]) -> tuple[RecordedEvent, ...]:
    """The events of `rows`; many are read in a worker, so that nobody else waits."""
    listed = list(rows)
    if len(listed) <= AT_ONCE:
        return tuple(map(recorded_from, listed))
    return await asyncio.to_thread(lambda: tuple(map(recorded_from, listed)))


class SqliteEvents:
    """`briefings.store.protocol.Events`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, event_id: str, scopes: Sequence[str] = (ALL,)) -> RecordedEvent | None:
        number = serial(event_id, "e")
        if number is None:
            return None
        # What was merged leads on; what a server's own event stands for leads there.
        row = await self._database.row(
            f"""WITH target (id) AS (SELECT coalesce((SELECT event FROM event_redirect WHERE id = ?), ?))
            SELECT {RECORDED} FROM event e WHERE e.scope IN ({marks(scopes)}) AND e.id = coalesce(
                (SELECT by_event FROM event_hidden WHERE event = (SELECT id FROM target)
                 AND scope IN ({marks(scopes)})), (SELECT id FROM target))""",
            [number, number, *scopes, *scopes],
        )
        return recorded_from(row) if row else None

    async def query(self, query: EventQuery) -> Page:
        chosen = selection(query)
        if chosen is None:
            return Page((), 0)
        async with self._database.reading() as connection:
            counted = list(await connection.execute_fetchall(chosen.chosen("count(*)"), chosen.values))
            limits = [max(0, query.limit), max(0, query.offset)]
            rows = await connection.execute_fetchall(chosen.page(), [*chosen.values, *limits])
        return Page(await _read(rows), int(counted[0][0]))

    async def upcoming(
        self,
        from_day: str,
        to_day: str,
        *,
        actors: Sequence[str] = (),
        statuses: Sequence[Status] = (Status.UPCOMING, Status.CANCELLED),
        scopes: Sequence[str] = (ALL,),
        undated_since: str | None = None,
        limit: int = 500,
    ) -> tuple[RecordedEvent, ...]:
        conditions = f"e.status IN ({marks(statuses)}) AND e.scope IN ({marks(scopes)})"
        conditions += f" AND {_not_hidden('e.id', scopes)}"
        values: list[object] = [*[status.value for status in statuses], *scopes, *scopes]
        if actors:
            takes_part = "SELECT 1 FROM event_actor x WHERE x.event = e.id"
            conditions += f" AND EXISTS ({takes_part} AND x.actor IN ({marks(actors)}))"
            values += actors
        dated = await self._database.rows(
            f"SELECT {RECORDED} FROM event e WHERE e.last_day >= ? AND e.first_day <= ? AND {conditions}"
            " ORDER BY e.first_day, e.last_day, e.id LIMIT ?",
            [from_day, to_day, *values, limit],
        )
        undated: list[Row] = []
        if undated_since is not None and len(dated) < limit:
            undated = await self._database.rows(
                f"SELECT {RECORDED} FROM event e WHERE e.last_day IS NULL AND e.published >= ?"
                f" AND {conditions} ORDER BY e.published DESC, e.id DESC LIMIT ?",
                [undated_since, *values, limit - len(dated)],
            )
        return await _read([*dated, *undated])

    async def since(
        self, moment: datetime, *, scopes: Sequence[str] = (ALL,), limit: int = 500
    ) -> tuple[RecordedEvent, ...]:
        rows = await self._database.rows(
            f"SELECT {RECORDED} FROM event e WHERE e.last_changed > ? AND e.scope IN ({marks(scopes)})"
            f" AND {_not_hidden('e.id', scopes)}"
            " ORDER BY e.last_changed DESC, e.id LIMIT ?",
            [as_text(moment), *scopes, *scopes, limit],
        )
        return await _read(rows)

    async def tellings(self, event_id: str, scopes: Sequence[str] = (ALL,)) -> tuple[Telling, ...]:
        rows = await self._database.rows(
            f"SELECT {TELLING} FROM event e JOIN event_telling et ON et.event = e.id"
            " JOIN telling t ON t.id = et.telling JOIN article a ON a.id = t.article"
            f" WHERE e.id = ? AND e.scope IN ({marks(scopes)}) ORDER BY t.id",
            [serial(event_id, "e"), *scopes],
        )
        return tuple(telling_from(row) for row in rows)
