"""A bot on a real database with a clock that the test sets, on simcord or on the loopback stand-in."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import simcord
from simcord.components import walk_components

from bot.discord import build_bot
from bot.discord.bot import DragomanBot
from bot.settings import Settings
from briefings.models import Article, Event, Kind, Place, PublishedBasis, Reading, Status
from briefings.record import Record
from briefings.store import open_store


def _load_standin() -> Any:
    """The stand-in is a program of its own too, so it is loaded from its file."""
    spec = importlib.util.spec_from_file_location("dragoman_standin", Path(__file__).with_name("standin.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


STANDIN = _load_standin()
PARTNERS = ("US", "RU", "CN", "JP", "FR", "DE", "GB", "IT", "IN", "ZA", "AU", "CA")


class Clock:
    """The time as the test has it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def set(self, iso: str) -> None:
        self.now = datetime.fromisoformat(iso).replace(tzinfo=UTC)

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


class ScriptedReader:
    """A reader that finds what the test says, by the article's title."""

    name = "scripted"
    version = "1"

    def __init__(self, script: dict[str, tuple[Event, ...]]) -> None:
        self._script = script

    def read(self, article: Article, *, explain: bool = False) -> Reading:
        return Reading(self._script[article.title or ""], article.published, PublishedBasis.GIVEN)


class Library:
    """Fills the database beside the bot, as the command line does."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock

    async def add(self, title: str, *events: Event, **fields: Any) -> tuple[str, ...]:
        """Add an article that tells these events; the ids of the events."""
        article = Article(
            title=title,
            text="\n\n".join(event.quote for event in events) + f"\n\n{title} {fields.get('url', '')}",
            published=fields.pop("published", "2024-09-20"),
            published_basis=PublishedBasis.GIVEN,
            **{"url": f"https://news.example/{abs(hash(title))}", "source": "Example Wire", **fields},
        )
        async with await open_store(self._path) as store:
            added = await Record(store, ScriptedReader({title: events}), self._clock).add(article)
        return added.event_ids


def meeting(*actors: str, start: str | None = "2024-07-09", **fields: Any) -> Event:
    """A meeting held in Moscow unless told otherwise."""
    defaults: dict[str, Any] = {
        "kind": Kind.MEETING,
        "status": Status.HELD,
        "place": Place("RU", "Moscow"),
        "summary": f"{' and '.join(actors)} met.",
        "quote": f"{' and '.join(actors)} met on {start}.",
    }
    return Event(actors=tuple(sorted(actors)), start=start, **(defaults | fields))


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2024, 9, 30, 7, 0, tzinfo=UTC))


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "record.sqlite3"


@pytest.fixture
def library(database: Path, clock: Clock) -> Library:
    return Library(database, clock)


@pytest.fixture
def settings(database: Path) -> Callable[..., Settings]:
    def make(**fields: Any) -> Settings:
        return Settings(_env_file=None, **({"database": database, "discord_token": STANDIN.TOKEN} | fields))

    return make


@pytest.fixture
def make_bot(settings: Callable[..., Settings], clock: Clock) -> Callable[..., DragomanBot]:
    return lambda **fields: build_bot(settings(**fields), clock)


@pytest.fixture
async def standin(clock: Clock) -> AsyncIterator[Any]:
    async with STANDIN.StandIn(clock=clock) as server:
        yield server


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of the developer's own environment reaches a test."""
    for name in [name for name in os.environ if name.upper().startswith("DRAGOMAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


class Discord:
    """simcord's Discord with one server; every bot that the test starts is closed at the end."""

    def __init__(self, env: simcord.Env) -> None:
        self.env = env
        self.guild = env.create_guild("Desk")
        self.channel = self.guild.create_text_channel("general")
        self.ann = self.guild.add_member(env.create_user("ann"))

    @property
    def bot(self) -> DragomanBot:
        assert isinstance(self.env.bot, DragomanBot)
        return self.env.bot

    async def restart(self, bot: DragomanBot, *, crash: bool = False) -> None:
        """Another process takes over. After a crash the old one has had no chance to tidy up."""
        if crash:
            await abandon(self.bot)
        else:
            await self.bot.close()
        await self.env.restart_bot(bot)

    async def ask(self, command: str, **options: Any) -> Any:
        result = await self.ann.slash(self.channel, command, **options)
        assert result.response is not None
        return result


async def abandon(bot: DragomanBot) -> None:
    """What the operating system does for a process that dies: its files are closed, nothing else happens."""
    await bot.close()


def shown(result: Any) -> str:
    """All the text of an answer as a reader sees it, without the escapes."""
    return texts(result.response)


def texts(message: Any) -> str:
    """All the text of a message as a reader sees it, without the escapes."""
    return written(message).replace("\\", "")


def written(message: Any) -> str:
    """All the text of a message as it was sent."""
    return "\n".join([message.content or "", *(part.get("content", "") for part in walk(message))])


def walk(message: Any) -> list[dict[str, Any]]:
    """Every part of a message as Discord has it, those inside others too."""
    raw = [part if isinstance(part, dict) else part.to_dict() for part in message.components]
    return list(walk_components(raw))


def buttons(message: Any) -> dict[str, dict[str, Any]]:
    """The buttons and menus of a message by label."""
    return {
        part.get("label") or part.get("placeholder", ""): part
        for part in walk(message)
        if part.get("custom_id")
    }


@pytest.fixture
async def discord_env(make_bot: Callable[..., DragomanBot]) -> AsyncIterator[Discord]:
    env = simcord.Env(make_bot())
    await env.start()
    try:
        yield Discord(env)
    finally:
        assert isinstance(env.bot, DragomanBot)
        await env.bot.close()
        await env.shutdown()
    env._raise_errors_since(env._errors_acknowledged)
