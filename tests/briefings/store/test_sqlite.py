"""The file itself: opening, refusing, migrating, locking, surviving."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefings.errors import SchemaTooNew, StoreBusy, StoreError
from briefings.record import Record
from briefings.store import open_store
from briefings.store.protocol import EventQuery, Store
from briefings.store.sqlite.migrations import latest
from tests.briefings.notation import NotationReader, article_of

NOW = datetime(2024, 9, 30, 8, tzinfo=UTC)
ROOT = Path(__file__).parents[3]


def started(program: str, database: Path) -> subprocess.Popen[str]:
    """Another process that runs `program` on `database`."""
    command = [sys.executable, "-c", program, str(database)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True)


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if "partial" in path.name]


async def test_a_new_file_is_of_the_latest_schema_and_strict(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite3"
    async with await open_store(path) as store:
        assert (store.path, store.readonly) == (path, False)
    plain = sqlite3.connect(path)
    try:
        assert plain.execute("PRAGMA user_version").fetchone() == (latest(),)
        assert plain.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        tables = plain.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
        )
        for name, sql in tables.fetchall():
            assert name.startswith("event_words") or "STRICT" in sql
    finally:
        plain.close()


async def test_opened_again_and_by_many_at_once(tmp_path: Path) -> None:
    path = tmp_path / "shared.sqlite3"
    stores = await asyncio.gather(*(open_store(path) for _ in range(5)))
    for number, store in enumerate(stores):
        await store.set_note(f"key {number}", "value")
    assert [await stores[0].note(f"key {number}") for number in range(5)] == ["value"] * 5
    for store in stores:
        await store.close()


async def test_a_newer_schema_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "newer.sqlite3"
    await (await open_store(path)).close()
    plain = sqlite3.connect(path)
    plain.execute(f"PRAGMA user_version = {latest() + 1}")
    plain.close()
    for readonly in (False, True):
        with pytest.raises(SchemaTooNew, match="later release"):
            await open_store(path, readonly=readonly)


async def test_what_is_no_database_of_ours(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a directory"):
        await open_store(tmp_path)
    with pytest.raises(StoreError, match="does not exist"):
        await open_store(tmp_path / "nowhere" / "x.sqlite3")
    with pytest.raises(StoreError, match="no database at"):
        await open_store(tmp_path / "missing.sqlite3", readonly=True)
    text = tmp_path / "notes.txt"
    text.write_text("Nothing but words. " * 100)
    with pytest.raises(StoreError, match="not a database"):
        await open_store(text)
    other = tmp_path / "other.sqlite3"
    plain = sqlite3.connect(other)
    plain.execute("CREATE TABLE songs (title TEXT)")
    plain.close()
    with pytest.raises(StoreError, match="another program"):
        await open_store(other)
    assert text.read_text().startswith("Nothing but words.")


async def test_reading_only(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite3"
    async with await open_store(path) as store:
        await store.beat(NOW, '{"ready": true}')
        async with await open_store(path, readonly=True) as beside:
            beat = await beside.heartbeat()
            assert beat is not None
            assert (beat.at, beat.detail) == (NOW, '{"ready": true}')
            with pytest.raises(StoreError, match="for reading only"):
                await beside.set_note("a", "b")


async def test_one_bot_a_database_and_a_crash_frees_it(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    holding = (
        "import asyncio, sys\n"
        "from briefings.store import open_store\n"
        "async def main():\n"
        "    store = await open_store(sys.argv[1])\n"
        "    async with store.lock_for_bot():\n"
        "        print('locked', flush=True)\n"
        "        await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    async with await open_store(path) as store:
        with started(holding, path) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == "locked\n"
            with pytest.raises(StoreBusy, match=f"process {other.pid}"):
                async with store.lock_for_bot():
                    pass
            await store.set_note("short commands", "work beside the bot")
            other.send_signal(signal.SIGKILL)
            other.wait()
        async with store.lock_for_bot():
            with pytest.raises(StoreBusy):
                async with store.lock_for_bot():
                    pass
        async with store.lock_for_bot():
            pass


async def test_killed_in_the_middle_the_file_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "killed.sqlite3"
    adding = (
        "import asyncio, sys\n"
        "from datetime import UTC, datetime\n"
        "from briefings.record import Record\n"
        "from briefings.store import open_store\n"
        "from tests.briefings.notation import NotationReader, article_of\n"
        "async def main():\n"
        "    store = await open_store(sys.argv[1])\n"
        "    record = Record(store, NotationReader(), lambda: datetime.now(UTC))\n"
        "    for n in range(100000):\n"
        "        told = ('held call IN RU | 2024-07-09', 'held call FR DE | 2024')\n"
        "        await record.add(article_of(*told, title=str(n)))\n"
        "        print(n, flush=True)\n"
        "asyncio.run(main())\n"
    )
    with started(adding, path) as other:
        assert other.stdout is not None
        done = -1
        while done < 15:
            done = int(other.stdout.readline())
        other.send_signal(signal.SIGKILL)
        other.wait()
    async with await open_store(path) as store:
        count = await store.articles.count()
        assert count > 15
        events = (await store.events.query(EventQuery())).events
        assert [len(event.sources) for event in events] == [count, count]
        await Record(store, NotationReader(), lambda: NOW).add(article_of("held call IN RU | 2024-07-09"))
    plain = sqlite3.connect(path)
    assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert plain.execute("PRAGMA foreign_key_check").fetchall() == []
    plain.close()


async def test_backup_while_open(tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    async with await open_store(tmp_path / "a.sqlite3") as store:
        await Record(store, NotationReader(), lambda: NOW).add(article_of("held call IN RU | 2024-07-09"))
        async with store.writing():
            await store.backup(copy)
        with pytest.raises(StoreError, match="exists already"):
            await store.backup(copy)
        with pytest.raises(StoreError, match="does not exist"):
            await store.backup(tmp_path / "nowhere" / "copy.sqlite3")
    async with await open_store(copy) as restored:
        assert await restored.articles.count() == 1
    assert leftovers(tmp_path) == []


async def fail(store: Store) -> None:
    async with store.writing() as writing:
        await writing.replace_tellings("a1", ())
        raise ZeroDivisionError


async def test_a_failed_or_cancelled_transaction_leaves_the_writer_free(tmp_path: Path) -> None:
    async with await open_store(tmp_path / "a.sqlite3") as store:
        with pytest.raises(ZeroDivisionError):
            await fail(store)
        entered = asyncio.Event()

        async def hold() -> None:
            async with store.writing():
                entered.set()
                await asyncio.Event().wait()

        for _ in range(5):
            entered.clear()
            task = asyncio.create_task(hold())
            await entered.wait()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await store.set_note("still", "writable")
        assert await store.note("still") == "writable"


async def test_notes_are_forgotten_by_prefix_and_age(tmp_path: Path) -> None:
    async with await open_store(tmp_path / "a.sqlite3") as store:
        await store.set_note("question:1", "old", datetime(2024, 1, 1, tzinfo=UTC))
        await store.set_note("question:2", "new", NOW)
        await store.set_note("other", "old", datetime(2024, 1, 1, tzinfo=UTC))
        assert await store.forget_notes("question:", datetime(2024, 6, 1, tzinfo=UTC)) == 1
        assert [await store.note(key) for key in ("question:1", "question:2", "other")] == [
            None,
            "new",
            "old",
        ]
