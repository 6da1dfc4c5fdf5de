"""`dragoman check`: tries the configuration before anything depends on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import Settings
from briefings.errors import DragomanError

if TYPE_CHECKING:
    from briefings.store.sources import SourceEntry

PASSED, FAILED, MISCONFIGURED = 0, 1, 78


@dataclass(frozen=True, slots=True)
class Report:
    """`lines` are whole sentences in order; `exit_code` is 0, 1 (something is missing) or 78 (no token)."""

    lines: tuple[str, ...]
    exit_code: int

    def __add__(self, other: Report) -> Report:
        return Report(self.lines + other.lines, max(self.exit_code, other.exit_code))


async def check(settings: Settings) -> Report:
    """Look at the record, log in, look at each digest's channel; says what is right and what is wrong.

    Posts nothing and changes nothing.
    """
    from bot.discord.checking import check as check_discord

    return await _record(settings.database) + await check_discord(settings)


async def _record(path: Path) -> Report:
    if missing := _missing(path):
        return missing
    from briefings.store import open_store

    try:
        async with await open_store(path, readonly=True) as store:
            count = await store.articles.count()
            feeds = await store.sources.all()
    except DragomanError as error:
        return Report((str(error),), FAILED)
    lines = [f"The record {path} holds {count} article{'' if count == 1 else 's'}."]
    if feeds:
        lines.append(_health(feeds))
    return Report(tuple(lines), PASSED)


def _health(feeds: Sequence[SourceEntry]) -> str:
    """How the feeds are, by their last look; a feed in trouble is no fault of the configuration."""
    followed = "1 feed is followed" if len(feeds) == 1 else f"{len(feeds)} feeds are followed"
    failing = [feed.url for feed in feeds if feed.failing_since is not None and not feed.paused]
    if not failing:
        return f"{followed}; none fails."
    more = f" and {len(failing) - 1} more" if len(failing) > 1 else ""
    fail = "fails" if len(failing) == 1 else "fail"
    return f"{followed}; {len(failing)} {fail}: {failing[0]}{more}. See: dragoman feeds list"


def _missing(path: Path) -> Report | None:
    """What to say where there is no record yet."""
    if path.exists():
        return None
    home = path.absolute().parent
    if home.is_dir():
        return Report((f"The record {path} will be made at the first start.",), PASSED)
    return Report((f"There is no directory {home}: make it, or change DRAGOMAN_DATABASE.",), FAILED)
