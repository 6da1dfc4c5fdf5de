"""Two connections to one SQLite file: one writer behind a lock, one reader that cannot write.

Cancelling a task does not stop the statement it waits for, and two tasks on one connection undo each other's
work. So the writer runs one transaction at a time, and whatever becomes of the task that began it, the
transaction is brought to an end before anybody else may begin one.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

import aiosqlite

from briefings.errors import SchemaTooNew, StoreBusy, StoreError
from briefings.store.sqlite.migrations import latest, migrations
from briefings.world.fold import fold

APPLICATION_ID = 0x44726167
"""Written into the file's header ("Drag"), so that we never migrate somebody else's database."""

BUSY_SECONDS = 10.0
"""How long a writer waits for another process's transaction; ours are short."""

T = TypeVar("T")
Row = Sequence[Any]


class Database:
    """An open database; `writer` is None while read-only. Made by `open_database`."""

    def __init__(self, path: Path, writer: aiosqlite.Connection | None, reader: aiosqlite.Connection) -> None:
        self.path = path
        self._writer = writer
        self._reader = reader
        self._writing = asyncio.Lock()
        self._reading = asyncio.Lock()

    @property
    def readonly(self) -> bool:
        return self._writer is None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[aiosqlite.Connection]:
        """The writer within BEGIN IMMEDIATE: committed at the end of the block, rolled back if it raises."""
        if self._writer is None:
            raise StoreError(f"{self.path} was opened for reading only, so nothing can be stored in it.")
        async with self._writing:
            with _plainly(self.path):
                try:
                    await _to_the_end(self._writer.execute("BEGIN IMMEDIATE"))
                except asyncio.CancelledError:
                    await self._roll_back()
                    raise
                try:
                    yield self._writer
                    await _to_the_end(self._writer.commit())
                except BaseException:
                    await self._roll_back()
                    raise

    async def _roll_back(self) -> None:
        assert self._writer is not None
        if self._writer.in_transaction:
            await _to_the_end(self._writer.rollback())

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[aiosqlite.Connection]:
        """The reader within one snapshot, so that several statements see the same state."""
        async with self._reading:
            with _plainly(self.path):
                try:
                    await _to_the_end(self._reader.execute("BEGIN"))
                    yield self._reader
                finally:
                    if self._reader.in_transaction:
                        await _to_the_end(self._reader.rollback())

    async def rows(self, statement: str, values: Iterable[Any] = ()) -> list[Row]:
        """All rows of one question to the reader."""
        async with self._reading:
            with _plainly(self.path):
                return list(await self._reader.execute_fetchall(statement, values))

    async def row(self, statement: str, values: Iterable[Any] = ()) -> Row | None:
        """The first row of one question to the reader."""
        found = await self.rows(statement, values)
        return found[0] if found else None

    async def close(self) -> None:
        """Closes both connections; an unclosed one would keep the process alive."""
        for connection in (self._reader, self._writer):
            if connection is not None:
                with contextlib.suppress(ValueError):
                    await _to_the_end(connection.close())


async def open_database(path: Path, *, readonly: bool) -> Database:
    """Opens the file, creating and migrating it unless `readonly`. Raises `StoreError` with a sentence."""
    path = await asyncio.to_thread(_checked, path, readonly)
    with _plainly(path):
        writer = None if readonly else await _connect(path, "rwc")
        try:
            if writer is not None:
                await _prepare(writer, path)
            reader = await _connect(path, "ro")
        except BaseException:
            if writer is not None:
                await _to_the_end(writer.close())
            raise
        try:
            await _check_ours(reader, path)
            if await _number(reader, "user_version") != latest():
                raise StoreError(
                    f"{path} is of an older release; a command that writes, like `dragoman add`, updates it."
                )
        except BaseException:
            for connection in (reader, writer):
                if connection is not None:
                    await _to_the_end(connection.close())
            raise
    return Database(path, writer, reader)


def _checked(path: Path, readonly: bool) -> Path:
    """The absolute path, once it is sure that a database can be there."""
    try:
        path = path.absolute()
        if path.is_dir():
            raise StoreError(f"{path} is a directory; the database must be a file.")
        if path.exists():
            return path
        if readonly:
            raise StoreError(f"There is no database at {path}; add an article first, or check the path.")
        if not path.parent.is_dir():
            raise StoreError(f"{path} cannot be created: the directory {path.parent} does not exist.")
    except OSError as error:
        raise StoreError(f"{path} cannot be opened: {error.strerror or error}.") from error
    return path


async def _connect(path: Path, mode: str) -> aiosqlite.Connection:
    uri = f"file:{quote(str(path))}?mode={mode}"
    connection = await aiosqlite.connect(uri, uri=True, isolation_level=None, timeout=BUSY_SECONDS)
    try:
        await connection.execute("PRAGMA foreign_keys = ON")
        await connection.execute("PRAGMA synchronous = NORMAL")
        if mode == "ro":
            await connection.execute("PRAGMA query_only = ON")
    except BaseException:
        await _to_the_end(connection.close())
        raise
    return connection


async def _prepare(writer: aiosqlite.Connection, path: Path) -> None:
    await _check_ours(writer, path)
    await _write_ahead(writer)
    if await _number(writer, "user_version") == latest():
        return
    await writer.create_function("fold", 1, fold, deterministic=True)
    await writer.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have been faster: only what is asked within the transaction holds.
        await _check_ours(writer, path)
        done = await _number(writer, "user_version")
        for migration in migrations()[done:]:
            for statement in migration.statements:
                await writer.execute(statement)
        await writer.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        await writer.execute(f"PRAGMA user_version = {latest()}")
        await writer.commit()
    except BaseException:
        if writer.in_transaction:
            await _to_the_end(writer.rollback())
        raise


async def _write_ahead(writer: aiosqlite.Connection) -> None:
    """Switches to WAL. SQLite does not wait for others here, whatever the time-out, so we ask again."""
    for _ in range(50):
        try:
            await writer.execute_fetchall("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            await asyncio.sleep(0.1)
        else:
            return
    await writer.execute_fetchall("PRAGMA journal_mode = WAL")


async def _check_ours(connection: aiosqlite.Connection, path: Path) -> None:
    # One statement is one snapshot: another process may be creating the schema at this moment.
    ((version, application, filled),) = await connection.execute_fetchall(
        "SELECT (SELECT user_version FROM pragma_user_version),"
        " (SELECT application_id FROM pragma_application_id), EXISTS (SELECT 1 FROM sqlite_schema)"
    )
    if application == APPLICATION_ID:
        if version > latest():
            raise SchemaTooNew(
                f"{path} was written by a later release of Dragoman (schema {version}, this one knows "
                f"{latest()}); nothing was changed. Install that release, or restore a backup."
            )
        return
    if version or filled:
        raise StoreError(f"{path} is a database of another program; choose another path.")


async def _number(connection: aiosqlite.Connection, pragma: str) -> int:
    rows = list(await connection.execute_fetchall(f"PRAGMA {pragma}"))
    return int(rows[0][0])


async def _to_the_end(work: Awaitable[T]) -> T:
    """Waits for `work` even if the waiting task is cancelled; the cancellation is raised afterwards."""
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError as error:
            if task.cancelled():
                raise
            cancelled = error
        except Exception:
            break
    if cancelled is not None:
        task.exception()
        raise cancelled
    return task.result()


@contextlib.contextmanager
def _plainly(path: Path) -> Iterator[None]:
    """Turns what SQLite raises into sentences for people."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translated(error, path) from error


def _translated(error: sqlite3.Error, path: Path) -> StoreError:
    text = str(error)
    if "locked" in text or "busy" in text:
        return StoreBusy(f"{path} is in use by another process; try again in a moment.")
    if "not a database" in text:
        return StoreError(f"{path} is not a database; choose another path, or move that file away.")
    if "malformed" in text:
        return StoreError(f"{path} is damaged ({text}); restore a backup.")
    if "unable to open" in text:
        return StoreError(f"{path} cannot be opened; check that the directory and the file may be written.")
    if "readonly" in text:
        return StoreError(f"{path} may not be written; check the permissions of the file and its directory.")
    if "full" in text:
        return StoreError(f"{path} cannot grow: the disk is full.")
    return StoreError(f"{path}: the database refused: {text}.")
