"""A file of an older release is brought up to date, and what it holds can be asked for in the new ways."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from briefings.models import Event, Kind, RecordedEvent, Status
from briefings.store import open_store
from briefings.store.protocol import EventQuery
from briefings.store.sqlite.database import APPLICATION_ID
from briefings.store.sqlite.migrations import latest, migrations
from briefings.store.sqlite.rows import recorded_json

NOW = datetime(2024, 9, 30, 8, tzinfo=UTC)


def older(path: Path, version: int) -> None:
    """A file as the release of that schema left it, with one event."""
    event = Event(Kind.MEETING, Status.HELD, ("ID", "TR"), "2024-07-10", people=("Recep Tayyip Erdoğan",))
    body = recorded_json(RecordedEvent("e1", event, (), NOW, NOW))
    plain = sqlite3.connect(path, isolation_level=None)
    try:
        for migration in migrations()[:version]:
            for statement in migration.statements:
                plain.execute(statement)
        plain.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        plain.execute(f"PRAGMA user_version = {version}")
        plain.execute(
            "INSERT INTO event (scope, block, kind, status, sort, first_day, last_day, published, body,"
            " first_recorded, last_changed) VALUES ('all', 'b', 'meeting', 'held', '12024-07-10',"
            " '2024-07-10', '2024-07-10', '2024-07-11', ?, ?, ?)",
            (body, NOW.isoformat(), NOW.isoformat()),
        )
        plain.executemany(
            "INSERT INTO event_actor (actor, sort, event, scope, kind, status, first_day, last_day)"
            " VALUES (?, '12024-07-10', 1, 'all', 'meeting', 'held', '2024-07-10', '2024-07-10')",
            [("ID",), ("NATO",), ("TR",)],
        )
    finally:
        plain.close()


async def test_people_of_an_older_file_are_found(tmp_path: Path) -> None:
    path = tmp_path / "older.sqlite3"
    older(path, 3)
    async with await open_store(path) as store:
        page = await store.events.query(EventQuery(people=("recep tayyip erdogan",)))
        assert [event.id for event in page.events] == ["e1"]
    plain = sqlite3.connect(path)
    try:
        assert plain.execute("PRAGMA user_version").fetchone() == (latest(),)
    finally:
        plain.close()


async def test_bodies_of_an_older_file_are_told_from_those_who_take_part(tmp_path: Path) -> None:
    path = tmp_path / "older.sqlite3"
    older(path, 3)
    async with await open_store(path) as store:
        partners = await store.counts.actors(EventQuery(actors=("ID",)))
        assert partners == (("TR", 1),)
        assert (await store.events.query(EventQuery(actors=("NATO",)))).total == 1
