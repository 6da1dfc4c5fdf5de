# ruff: noqa: E501 - statements and rows
"""A record of very many events, made by SQLite itself, with all that answers are found by."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from briefings.models import Event, Kind, Place, RecordedEvent, Source, Status
from briefings.store.sqlite.database import APPLICATION_ID
from briefings.store.sqlite.migrations import latest, migrations
from briefings.store.sqlite.rows import as_moment, recorded_json

STATES = ("IN", "RU", "US", "CN", "FR", "DE", "GB", "BR", "JP", "ZA", "TR", "EG", "ID", "MX", "KR", "CA")
PEOPLE = ("narendra modi", "vladimir putin", "xi jinping", "emmanuel macron")
RECORDED = "2024-09-01T00:00:00.000000+00:00"

_NUMBERS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :events)"
# The oldest has the lowest number; the last hundredth is ahead.
_DAY = "date('2024-09-29', '-' || ((:events - i) * 6000 / :events) || ' days')"
_AHEAD = "i > :events * 99 / 100"
_WHEN = f"CASE WHEN {_AHEAD} THEN date('2024-10-01', '+' || (i % 300) || ' days') ELSE {_DAY} END"
_STATUS = f"CASE WHEN {_AHEAD} THEN 'upcoming' ELSE 'held' END"


def fill(path: Path, events: int) -> None:
    """Makes the file at `path`, with `events` meetings of two states each."""
    plain = sqlite3.connect(path, isolation_level=None)
    try:
        plain.execute("PRAGMA journal_mode = OFF")
        plain.execute("PRAGMA synchronous = OFF")
        plain.execute("BEGIN")
        plain.create_function("fold", 1, str.casefold)
        for migration in migrations():
            for statement in migration.statements:
                plain.execute(statement)
        plain.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        plain.execute(f"PRAGMA user_version = {latest()}")
        states = ", ".join(f"({place}, '{code}')" for place, code in enumerate(STATES))
        people = ", ".join(f"({place}, '{name}')" for place, name in enumerate(PEOPLE))
        plain.execute(
            f"CREATE TEMP TABLE state AS SELECT column1 AS place, column2 AS code FROM (VALUES {states})"
        )
        plain.execute(
            f"CREATE TEMP TABLE human AS SELECT column1 AS place, column2 AS name FROM (VALUES {people})"
        )
        given = {
            "events": events,
            "states": len(STATES),
            "people": len(PEOPLE),
            "body": _body(),
            "at": RECORDED,
        }
        plain.execute(
            f"""{_NUMBERS} INSERT INTO event (id, scope, block, kind, status, sort, first_day, last_day, published,
            body, first_recorded, last_changed)
            SELECT i, 'all', 'block ' || i, 'meeting', {_STATUS}, '1' || {_WHEN}, {_WHEN}, {_WHEN}, '2024-09-01',
            replace(replace(replace(replace(:body, '@day', {_WHEN}), '@status', {_STATUS}),
                '@one', (SELECT code FROM state WHERE place = i % :states)),
                '@two', (SELECT code FROM state WHERE place = (i + 1 + i / :states % 7) % :states)),
            :at, :at FROM n""",
            given,
        )
        plain.execute(
            """INSERT INTO event_actor (actor, sort, event, scope, kind, status, first_day, last_day)
            SELECT a.value, e.sort, e.id, e.scope, e.kind, e.status, e.first_day, e.last_day
            FROM event e, json_each(e.body, '$.event.actors') a ORDER BY a.value, e.sort DESC, e.id DESC"""
        )
        plain.execute(
            """INSERT INTO event_person (person, sort, event, scope, kind, status, first_day, last_day)
            SELECT h.name, e.sort, e.id, e.scope, e.kind, e.status, e.first_day, e.last_day
            FROM event e JOIN human h ON h.place = e.id % 64 ORDER BY h.name, e.sort DESC, e.id DESC"""
        )
        plain.execute(
            "INSERT INTO event_words (rowid, words) SELECT id, 'talks about trade number ' || id FROM event"
        )
        plain.execute("COMMIT")
    finally:
        plain.close()


def _body() -> str:
    event = Event(
        Kind.MEETING, Status.HELD, ("@one", "@two"), "@day", people=("Narendra Modi",), place=Place("CH", "Geneva"),
        summary="Talks about trade.", quote="They talked about trade.",
    )  # fmt: skip
    source = Source("a1", "Talks", "Wire", "https://wire.example/1", "2024-09-01", "They talked about trade.")
    at = as_moment(RECORDED)
    return recorded_json(RecordedEvent("e1", event, (source,), at, at)).replace('"held"', '"@status"')
