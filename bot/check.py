"""`dragoman check`: tries the configuration against Discord before anything depends on it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import aiohttp
import discord

from bot.discord.permissions import examine
from bot.discord.routing import RoutedClient, host
from bot.discord.running import FAILED, MISCONFIGURED, refused
from bot.settings import Problem, Settings
from briefings.errors import DragomanError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Report:
    """`lines` are whole sentences in order; `exit_code` is 0, 1 (something is missing) or 78 (no token)."""

    lines: tuple[str, ...]
    exit_code: int


async def check(settings: Settings) -> Report:
    """Log in, look at each digest's channel and say what is right and what is wrong; posts nothing."""
    lines = [await _database(settings)]
    if settings.discord_token is None:
        missing = Problem("DRAGOMAN_DISCORD_TOKEN", "is required to talk to Discord.", "<token>")
        return Report((*lines, str(missing)), MISCONFIGURED)
    client = RoutedClient(settings)
    try:
        async with client:
            await client.login(settings.discord_token.get_secret_value())
            lines.append(f"Logged in to {host(settings.discord_api_url)} as {client.user}.")
            problems, told = await _channels(settings, client)
    except discord.LoginFailure:
        return Report((*lines, str(refused("the token is not valid"))), MISCONFIGURED)
    except (aiohttp.ClientError, discord.HTTPException, OSError) as error:
        reason = str(error) or type(error).__name__
        return Report((*lines, f"Discord cannot be reached at {settings.discord_api_url}: {reason}."), FAILED)
    bad = problems or lines[0].startswith("Database:")
    return Report((*lines, *told), FAILED if bad else 0)


async def _channels(settings: Settings, client: discord.Client) -> tuple[int, Sequence[str]]:
    """How many digests would fail, and a sentence on each."""
    if not settings.digest:
        return 0, (
            "No digest is configured. To get one, set DRAGOMAN_DIGEST__MORNING__CHANNEL=<channel id>.",
        )
    problems, lines = 0, []
    for name, wanted in settings.digest.items():
        report = await examine(client.http, client.user.id if client.user else 0, wanted.channel)
        problems += bool(report.problem)
        when = f"at {wanted.time:%H:%M} {wanted.timezone}"
        outcome = report.problem or f"All that a digest needs is granted; it is posted {when}."
        lines.append(f"Digest {name}, {report.place}: {outcome}")
    return problems, lines


async def _database(settings: Settings) -> str:
    path = settings.database
    if not path.exists():
        if path.absolute().parent.is_dir():
            return f"The record {path} will be made at the first start."
        return (
            f"Database: there is no directory {path.absolute().parent}; make it or change DRAGOMAN_DATABASE."
        )
    from briefings.store import open_store

    try:
        async with await open_store(path, readonly=True) as store:
            count = await store.articles.count()
    except DragomanError as error:
        return f"Database: {error}"
    return f"The record {path} holds {count} article{'' if count == 1 else 's'}."
