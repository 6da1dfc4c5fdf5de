"""Discord's part of `dragoman check`: log in over REST alone and look at each digest's channel."""

from __future__ import annotations

import aiohttp
import discord

from bot.check import FAILED, MISCONFIGURED, PASSED, Report
from bot.discord.permissions import examine
from bot.discord.routing import RoutedClient, host
from bot.discord.running import refused
from bot.settings import Problem, Settings

NO_DIGEST = "No digest is configured. To get one, set DRAGOMAN_DIGEST__MORNING__CHANNEL=<channel id>."


async def check(settings: Settings) -> Report:
    """Whether the token works and every digest can be posted. The gateway is not used: no login is spent."""
    if settings.discord_token is None:
        missing = Problem("DRAGOMAN_DISCORD_TOKEN", "is required to talk to Discord.", "<token>")
        return Report((str(missing),), MISCONFIGURED)
    client = RoutedClient(settings)
    try:
        async with client:
            await client.login(settings.discord_token.get_secret_value())
            login = f"Logged in to {host(settings.discord_api_url)} as {client.user}."
            return Report((login,), PASSED) + await _channels(settings, client)
    except discord.LoginFailure:
        return Report((str(refused("the token is not valid")),), MISCONFIGURED)
    except (aiohttp.ClientError, discord.HTTPException, OSError) as error:
        reason = str(error) or type(error).__name__
        return Report((f"Discord cannot be reached at {settings.discord_api_url}: {reason}.",), FAILED)


async def _channels(settings: Settings, client: discord.Client) -> Report:
    """A sentence on each digest; failed if one of them could not be posted."""
    if not settings.digest:
        return Report((NO_DIGEST,), PASSED)
    problems, lines = 0, []
    for name, wanted in settings.digest.items():
        ours = client.user.id if client.user else 0
        report = await examine(client.http, ours, wanted.channel, wanted.extras)
        problems += bool(report.sentences)
        when = f"at {wanted.time:%H:%M} {wanted.timezone}"
        outcome = " ".join(report.sentences) or f"All that a digest needs is granted; it is posted {when}."
        lines.append(f"Digest {name}, {report.place}: {outcome}")
    return Report(tuple(lines), FAILED if problems else PASSED)
