"""A complete copy of a database in use, there as a whole or not at all."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sqlite3
from pathlib import Path

import aiosqlite

from briefings.errors import StoreError


async def back_up(database: Path, target: Path) -> None:
    """Copies `database` to `target`, which must not exist. Raises `StoreError`."""
    target = await asyncio.to_thread(_checked, target)
    # A name of its own, so that a backup that fails leaves nothing under the name that was asked for.
    draft = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        connection = await aiosqlite.connect(f"{database.as_uri()}?mode=ro", uri=True, isolation_level=None)
        try:
            await connection.execute("VACUUM INTO ?", (str(draft),))
        finally:
            await connection.close()
        await asyncio.to_thread(_publish, draft, target)
    except sqlite3.Error as error:
        raise StoreError(f"The backup to {target} failed: {error}.") from error
    except OSError as error:
        raise StoreError(f"The backup to {target} failed: {error.strerror or error}.") from error
    finally:
        with contextlib.suppress(OSError):
            await asyncio.to_thread(draft.unlink)


def _checked(target: Path) -> Path:
    target = target.absolute()
    if target.exists():
        raise StoreError(f"{target} exists already; a backup never overwrites. Choose another name.")
    if not target.parent.is_dir():
        raise StoreError(f"The directory {target.parent} does not exist.")
    return target


def _publish(draft: Path, target: Path) -> None:
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    try:
        # Unlike a rename, a link refuses a name that somebody has taken meanwhile.
        os.link(draft, target)
    except FileExistsError:
        raise
    except OSError:
        draft.rename(target)
