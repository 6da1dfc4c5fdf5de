"""The store on SQLite, by aiosqlite."""

from __future__ import annotations

from pathlib import Path

from briefings.store.sqlite.database import open_database
from briefings.store.sqlite.store import SqliteStore


async def open_sqlite(path: Path, *, readonly: bool = False) -> SqliteStore:
    """See `briefings.store.open_store`."""
    return SqliteStore(await open_database(path, readonly=readonly))
