"""Discord: build the bot, or run it until it is told to stop."""

from __future__ import annotations

import gc
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.discord.bot import DragomanBot
    from bot.settings import Settings

__all__ = ["build_bot", "run"]


def build_bot(settings: Settings, clock: Callable[[], datetime] | None = None) -> DragomanBot:
    """The bot, not started. `clock` returns an aware datetime: what is due and how events stand."""
    from bot.discord.bot import DragomanBot

    return DragomanBot(settings, clock)


async def run(settings: Settings) -> int:
    """Run the bot until SIGTERM or SIGINT; the exit code of the process. See `bot.discord.running`."""
    # Nothing that is loaded here ever becomes garbage: looking for some meanwhile costs a tenth of the start.
    gc.disable()
    try:
        from bot.discord import running
    finally:
        gc.freeze()
        gc.enable()
    return await running.run(settings)
