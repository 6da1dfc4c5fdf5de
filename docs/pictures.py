"""Draws the pictures of the documentation: real answers of the real bot, as simcord renders them.

The bot runs on simcord's in-process Discord with the packaged sample articles, two more that differ on a day,
and the clock of the demo. Each answer is drawn in Discord's dark colours and in its light ones.

    pip install 'simcord[screenshot]==3.2.1' 'matplotlib>=3.10,<4'
    python docs/pictures.py [--chromium /usr/bin/chromium] [--only NAME]
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
from briefings.models import Article, PublishedBasis
from briefings.reading.rules import RulesReader
from briefings.record import Record
from briefings.samples import articles
from briefings.store import open_store

IMAGES = Path(__file__).parent / "images"
AS_OF = datetime(2024, 9, 30, 8, 0, tzinfo=UTC)
WIDTH, HEIGHT = 620, 2600
THEMES = ("dark", "light")

DIFFERING = (
    ("Harbour Courier", "Modi travels on to Kyiv", "2024-08-24", "23 August 2024"),
    ("The Meridian Review", "A handshake in Kyiv", "2024-08-25", "22 August 2024"),
)
"""Source, title, publication and the day that each gives for one meeting."""

QUESTIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "met": ("met", {"who": "russia"}),
    "upcoming": ("upcoming", {"days": 60}),
    "timeline": ("timeline", {"who": "russia", "with": "north korea"}),
    "chart": ("chart", {"who": "russia", "by": "partners"}),
    "help": ("help", {}),
}
LIGHT = {
    "discord-bg": "#ffffff", "discord-surface": "#f2f3f5", "discord-elevated": "#e3e5e8",
    "discord-control": "#e3e5e8", "discord-hover": "#ebedef", "discord-text": "#2e3338",
    "discord-muted": "#5c5e66", "discord-subtle": "#4e5058", "discord-border": "#d4d7dc",
    "component-surface": "#f7f8f9", "component-border": "#d4d7dc", "control-border": "#c4c9ce",
    "chip-surface": "#ebedef", "list-surface": "#f2f3f5", "option-hover": "#e3e5e8",
    "subtle-surface": "#e3e5e8", "subtle-surface-text": "#2e3338",
    "entity-text": "#313338", "entity-dim": "#5c5e66",
    "input-surface": "#ffffff", "button-alt": "#e3e5e8", "code-surface": "#e9ebee", "code-border": "#d4d7dc",
    "code-text": "#2e3338", "link-text": "#0067c7", "link-accent": "#0067c7",
}  # fmt: skip
"""Discord's light colours for the names under which the preview has the dark ones."""

REPAINT = """
const paint = new CSSStyleSheet();
paint.replaceSync(':root { color-scheme: light; background: #fff; color: #2e3338; %s }');
paint.insertRule('.component-container .button-style-2 { background: #e3e5e8; color: #2e3338; }', 1);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, paint];
"""


async def fill(database: Path) -> None:
    """The record: the samples, and two articles that differ on a day."""
    async with await open_store(database) as store:
        record = Record(store, RulesReader(), lambda: AS_OF)
        for article in articles():
            await record.add(article)
        for number, (source, title, published, day) in enumerate(DIFFERING, 1):
            text = (
                "Indian Prime Minister Narendra Modi met Ukrainian President Volodymyr Zelensky in Kyiv "
                f"on {day}. They spoke about trade and about a way to peace."
            )
            url = f"https://news.example/kyiv-{number}"
            given = {"published": published, "published_basis": PublishedBasis.GIVEN}
            await record.add(Article(title, text, url=url, source=source, **given))


async def draw(chromium: str, only: str | None) -> None:
    with tempfile.TemporaryDirectory() as directory:
        database = Path(directory) / "samples.sqlite3"
        await fill(database)
        bot = build_bot(Settings(_env_file=None, database=database), lambda: AS_OF)
        env = simcord.Env(bot)
        env.backend.bot_user.name = "Dragoman"
        env.backend.clock._epoch = AS_OF
        await env.start()
        try:
            guild = env.create_guild("Foreign desk")
            questions, morning = guild.create_text_channel("questions"), guild.create_text_channel("morning")
            ann = guild.add_member(env.create_user("ann"))
            for name, (command, options) in QUESTIONS.items():
                for theme in THEMES if only in (None, name) else ():
                    suited = {"theme": theme} if command == "chart" else {}
                    asked = await ann.slash(questions, command, public=True, **options, **suited)
                    await shoot(env, questions, ann, asked, name, theme, chromium)
            if only in (None, "event"):
                met = await ann.slash(questions, "met", who="india", **{"with": "ukraine"})
                key = next(
                    part["options"][0]["value"] for part in _parts(met.response.message) if part["type"] == 3
                )
                asked = await ann.slash(questions, "event", id=key)
                for theme in THEMES:
                    await shoot(env, questions, ann, asked, "event", theme, chromium)
            if only in (None, "digest"):
                await bot.close()
                digest = {"morning": {"channel": morning.id, "horizon_days": 30}}
                bot = build_bot(Settings(_env_file=None, database=database, digest=digest), lambda: AS_OF)
                await env.restart_bot(bot)
                await bot.tick()
                for theme in THEMES:
                    await shoot(env, morning, ann, morning.history()[0], "digest", theme, chromium)
        finally:
            await bot.close()
            await env.shutdown()


def _parts(message: Any) -> list[dict[str, Any]]:
    from simcord.components import walk_components

    return list(walk_components([part.to_dict() for part in message.components]))


async def shoot(
    env: Any, channel: Any, viewer: Any, target: Any, name: str, theme: str, chromium: str
) -> None:
    """One message as a picture, tall enough to be shown whole."""
    IMAGES.mkdir(exist_ok=True)
    path = IMAGES / f"{name}-{theme}.png"
    async with env.preview(
        channel, viewers=[viewer], layout="message", width=WIDTH, height=HEIGHT, presentation_time=AS_OF
    ) as preview:
        await open_browser(preview, chromium, theme)
        await preview.screenshot(path, target=target, allow_incomplete=True)
    # A palette keeps the words sharp and the file a third of the size.
    Image.open(path).convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    sys.stdout.write(f"{path.name}: {path.stat().st_size // 1024} kB\n")


async def open_browser(preview: Any, chromium: str, theme: str) -> None:
    """Let the preview use an installed browser in place of one that Playwright would download."""
    from playwright.async_api import async_playwright

    manager = preview._capture_manager
    manager._playwright = await async_playwright().start()
    opened = await manager._playwright.chromium.launch(
        executable_path=chromium, args=["--no-sandbox", "--force-color-profile=srgb"]
    )
    manager._browser = opened
    if theme == "light":
        colours = " ".join(f"--{name}: {colour};" for name, colour in LIGHT.items())
        opened.new_context = _painted(opened.new_context, REPAINT % colours)


def _painted(new_context: Any, script: str) -> Any:
    async def made(*given: Any, **named: Any) -> Any:
        context = await new_context(*given, **named)
        await context.add_init_script(script)
        return context

    return made


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--only", choices=[*QUESTIONS, "event", "digest"])
    given = parser.parse_args()
    asyncio.run(draw(given.chromium, given.only))


if __name__ == "__main__":
    main()
