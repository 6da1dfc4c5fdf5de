"""What a running bot does not load: it reads no articles and draws no terminal."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HEAVY = ("trafilatura", "lxml", "rich", "prompt_toolkit", "numpy", "discord.ext.commands", "bot.console")
START = """
import asyncio, sys
from bot.discord import build_bot, running
from bot.discord.poster import DiscordPoster
from bot.settings import Settings
from briefings.questions import Question
from briefings.store import open_store

async def main():
    settings = Settings(_env_file=None, database=sys.argv[1])
    bot = build_bot(settings)
    async with await open_store(settings.database) as store:
        bot._store = store
        desk = await bot._ready_desk()
        bot._start_ticker()
        await desk.answer(Question("digest"))
        await bot.close()

asyncio.run(main())
print("\\n".join(sys.modules))
"""


def test_a_running_bot_loads_neither_readers_nor_the_terminal(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", START, str(tmp_path / "record.sqlite3")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"PYTHONPATH": ":".join(path for path in sys.path if path)},
    )
    assert done.returncode == 0, done.stderr
    loaded = done.stdout.splitlines()
    for name in HEAVY:
        assert not [module for module in loaded if module == name or module.startswith(f"{name}.")]
