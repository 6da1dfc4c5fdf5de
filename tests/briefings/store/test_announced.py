"""What was announced where: one for each place and event, found under its new event after a merge."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from briefings.store import open_store
from briefings.store.announced import Announcement

NOW = datetime(2024, 9, 30, 8, tzinfo=UTC)
KAZAN = Announcement(
    "discord:1", "brics-2024", "#abc", "creating", None, "f1", datetime(2024, 10, 24, tzinfo=UTC)
)


async def test_one_for_each_place_and_event(tmp_path: Path) -> None:
    async with await open_store(tmp_path / "record.sqlite3") as store:
        await store.announced.keep(KAZAN, NOW)
        standing = replace(KAZAN, state="standing", remote="77")
        await store.announced.keep(standing, NOW)
        assert await store.announced.all("discord:1") == (standing,)
        assert await store.announced.all("discord:2") == ()
        renamed = replace(standing, event="e12", fingerprint="f2", reason="moved")
        await store.announced.keep(renamed, NOW, instead_of="brics-2024")
        assert await store.announced.all("discord:1") == (renamed,)
        await store.announced.keep(replace(KAZAN, place="discord:2"), NOW)
        await store.announced.drop("discord:2", "brics-2024")
        assert await store.announced.all("discord:2") == ()


async def test_what_is_over_is_forgotten(tmp_path: Path) -> None:
    async with await open_store(tmp_path / "record.sqlite3") as store:
        await store.announced.keep(KAZAN, NOW)
        assert await store.announced.drop_ended(KAZAN.ends) == 0
        assert await store.announced.drop_ended(KAZAN.ends + timedelta(days=1)) == 1
        assert await store.announced.all("discord:1") == ()
