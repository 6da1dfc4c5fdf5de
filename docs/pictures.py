"""Draws the pictures of the README: real answers of the real bot, as simcord's preview renders them.

The bot runs on simcord's in-process Discord with the packaged sample articles and the clock of the demo.

    pip install 'simcord[screenshot]==3.2.1'
    python docs/pictures.py [--chromium /usr/bin/chromium]
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import simcord
from PIL import Image

from bot.discord import build_bot
from bot.settings import Settings
from briefings.reading.rules import RulesReader
from briefings.record import Record
from briefings.samples import articles
from briefings.store import open_store

IMAGES = Path(__file__).parent / "images"
AS_OF = datetime(2024, 9, 30, 8, 0, tzinfo=UTC)
WIDTH, HEIGHT = 620, 1900


async def draw(chromium: str) -> None:
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as directory:
        database = Path(directory) / "samples.sqlite3"
        async with await open_store(database) as store:
            record = Record(store, RulesReader(), lambda: AS_OF)
            for article in articles():
                await record.add(article)
        bot = build_bot(Settings(_env_file=None, database=database), lambda: AS_OF)
        env = simcord.Env(bot)
        env.backend.bot_user.name = "Dragoman"
        env.backend.clock._epoch = AS_OF
        await env.start()
        try:
            guild = env.create_guild("Foreign desk")
            questions, morning = guild.create_text_channel("questions"), guild.create_text_channel("morning")
            ann = guild.add_member(env.create_user("ann"))
            asked = await ann.slash(questions, "met", who="india", public=True)
            await shoot(env, questions, ann, asked, IMAGES / "met-india.png", chromium)
            await bot.close()
            digest = {"morning": {"channel": morning.id, "horizon_days": 30}}
            bot = build_bot(Settings(_env_file=None, database=database, digest=digest), lambda: AS_OF)
            await env.restart_bot(bot)
            await bot.tick()
            await shoot(env, morning, ann, morning.history()[0], IMAGES / "digest.png", chromium)
        finally:
            await bot.close()
            await env.shutdown()


async def shoot(env: Any, channel: Any, viewer: Any, target: Any, path: Path, chromium: str) -> None:
    """One message as a picture, tall enough to be shown whole."""
    async with env.preview(
        channel, viewers=[viewer], layout="message", width=WIDTH, height=HEIGHT, presentation_time=AS_OF
    ) as preview:
        await use(preview, chromium)
        await preview.screenshot(path, target=target, allow_incomplete=True)


async def use(preview: Any, chromium: str) -> None:
    """Let the preview use an installed browser in place of one that Playwright would download."""
    from playwright.async_api import async_playwright

    manager = preview._capture_manager
    manager._playwright = await async_playwright().start()
    manager._browser = await manager._playwright.chromium.launch(
        executable_path=chromium, args=["--no-sandbox", "--force-color-profile=srgb"]
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    asyncio.run(draw(parser.parse_args().chromium))
    for path in (IMAGES / "met-india.png", IMAGES / "digest.png"):
        # A palette keeps the words sharp and the file a third of the size.
        Image.open(path).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
        sys.stdout.write(f"{path.name}: {path.stat().st_size // 1024} kB\n")


if __name__ == "__main__":
    main()
