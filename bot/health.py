"""Whether the bot is well, by the heartbeat that it leaves in its own record with every tick."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta
from pathlib import Path

from bot.schedule import in_words
from briefings.errors import DragomanError

STALE = timedelta(minutes=3)
"""A heartbeat older than this many ticks' worth means that the bot has stopped or hangs."""


def examine(database: Path, now: datetime) -> tuple[bool, str]:
    """Whether the bot of `database` is well at `now` (aware), and a sentence that says so."""
    if not database.is_file():
        return False, f"No bot has run here: there is no database {database}."
    try:
        beat = asyncio.run(_beat(database))
    except DragomanError as error:
        return False, str(error)
    if beat is None:
        return False, f"No bot has run on {database} yet."
    at, detail = beat
    age = max(timedelta(), now - at)
    if detail.get("closed"):
        ago = f"{in_words(age)} ago" if age >= timedelta(minutes=1) else "a moment ago"
        return False, f"The bot ended {ago} and has not come back."
    if age > STALE:
        return False, f"The bot's last sign of life is {in_words(age)} old; it has stopped or hangs."
    if not detail.get("ready"):
        return False, "The bot runs but is not connected to Discord."
    return True, f"The bot is connected to Discord; its last sign of life is {age.seconds} seconds old."


async def _beat(database: Path) -> tuple[datetime, dict[str, object]] | None:
    from briefings.store import open_store

    async with await open_store(database, readonly=True) as store:
        beat = await store.heartbeat()
    return (beat.at, json.loads(beat.detail)) if beat else None
