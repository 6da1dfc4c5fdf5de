"""Counting events on the indexes alone, without their bodies."""

# ruff: noqa: S608 - statements are put together of names of ours alone; every value is bound

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from briefings.store.counts import Dated, Tally
from briefings.store.protocol import ALL, EventQuery
from briefings.store.sqlite.articles import marks
from briefings.store.sqlite.database import Database
from briefings.store.sqlite.events import selection
from briefings.store.sqlite.rows import match_expression
from briefings.world.fold import fold

NEWEST = 2000
"""Events that are looked at for who takes part most."""

NAMED = 400
"""Events that are looked at for names of people."""


class SqliteCounts:
    """`briefings.store.counts.Counts`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def spans(self, query: EventQuery, limit: int = 20_000) -> tuple[Dated, ...]:
        chosen = selection(replace(query, oldest_first=True))
        if chosen is None:
            return ()
        rows = await self._database.rows(
            f"{chosen.chosen('substr(x.sort, 2), x.last_day')} ORDER BY x.sort, {chosen.key} LIMIT ?",
            [*chosen.values, limit],
        )
        return tuple(Dated(start, last_day) for start, last_day in rows)

    async def by_month(self, actor: str, query: EventQuery) -> tuple[Tally, ...]:
        chosen = selection(replace(query, actors=(actor, *(code for code in query.actors if code != actor))))
        if chosen is None:
            return ()
        month = "CASE WHEN x.sort >= '1' THEN substr(x.sort, 2, 7) END"
        rows = await self._database.rows(
            f"SELECT month, y.actor, count(*) FROM"
            f" (SELECT x.event, {month} AS month FROM {chosen.tables} WHERE {chosen.lists}{chosen.where}) m"
            " JOIN event_actor y ON y.event = m.event WHERE y.actor <> ? AND NOT y.body_only"
            " GROUP BY month, y.actor",
            [*chosen.values, actor],
        )
        return tuple(Tally(*row) for row in rows)

    async def between(self, actors: Sequence[str], query: EventQuery) -> Mapping[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = {}
        events: dict[str, set[int]] = {}
        for one in sorted(set(actors)):
            chosen = selection(replace(query, actors=(one, *query.actors)))
            if chosen is None:
                return {}
            takes_part = f"{chosen.chosen('x.event')} AND NOT x.body_only"
            rows = await self._database.rows(takes_part, chosen.values)
            events[one] = {row[0] for row in rows}
            # Sets of numbers are compared faster than their rows are joined.
            for other in events:
                if other != one and (shared := len(events[one] & events[other])):
                    found[other, one] = shared
        return found

    async def actors(self, query: EventQuery) -> tuple[tuple[str, int], ...]:
        chosen = selection(query)
        if chosen is None:
            return ()
        rows = await self._database.rows(
            "SELECT y.actor, count(*) FROM"
            f" ({chosen.chosen(f'{chosen.key} AS event')} ORDER BY x.sort DESC, {chosen.key} DESC LIMIT ?) m"
            f" JOIN event_actor y ON y.event = m.event WHERE y.actor NOT IN ({marks(query.actors)})"
            " AND NOT y.body_only GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?",
            [*chosen.values, NEWEST, *query.actors, query.limit],
        )
        return tuple((actor, number) for actor, number in rows)

    async def people(
        self, words: str, scopes: Sequence[str] = (ALL,), limit: int = 10
    ) -> tuple[tuple[str, int], ...]:
        expression = match_expression(words)
        wanted = fold(words).split()
        if expression is None or not wanted:
            return ()
        rows = await self._database.rows(
            "SELECT json_extract(e.body, '$.event.people') FROM"
            " (SELECT rowid AS id FROM event_words WHERE event_words MATCH ? ORDER BY rowid DESC LIMIT ?) w"
            f" JOIN event e ON e.id = w.id WHERE e.scope IN ({marks(scopes)})"
            f" AND e.id NOT IN (SELECT event FROM event_hidden WHERE scope IN ({marks(scopes)}))",
            [expression, NAMED, *scopes, *scopes],
        )
        found: Counter[str] = Counter()
        for (said,) in rows:
            found.update(name for name in json.loads(said) if _holds(fold(name).split(), wanted))
        return tuple(found.most_common(limit))


def _holds(name: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether a folded name has all the words, the last one perhaps only begun."""
    *whole, begun = wanted
    return all(word in name for word in whole) and any(word.startswith(begun) for word in name)
