"""The address with which an admin invites the bot: the scopes and permissions that it uses, and no others."""

from __future__ import annotations

from urllib.parse import urlencode

import aiohttp
import discord

from bot.discord.permissions import FILES, NEEDED, needed
from bot.discord.routing import RoutedClient, host
from bot.settings import ConfigurationError, Problem, Settings
from briefings.errors import DragomanError

SCOPES = ("bot", "applications.commands")

_AUTHORISE = "https://discord.com/oauth2/authorize"


class NoApplication(DragomanError):
    """Discord did not say which application the token belongs to."""


def wanted(settings: Settings) -> dict[str, str]:
    """The permissions to ask for with these settings: discord.py's name and the name that people see.

    Answers with pictures and calendars take Attach Files, whatever the digests take.
    """
    asked = NEEDED | FILES
    for digest in settings.digest.values():
        asked = asked | needed(digest.extras)
    return asked


def address(application: int, permissions: dict[str, str]) -> str:
    """The address to open in a browser to invite the bot of `application` (its id)."""
    asked = discord.Permissions(**dict.fromkeys(permissions, True)).value
    query = {"client_id": application, "scope": " ".join(SCOPES), "permissions": asked}
    return f"{_AUTHORISE}?{urlencode(query)}"


async def application_of(settings: Settings) -> int:
    """The id of the application whose token is set; asks Discord, without the gateway.

    Raises `ConfigurationError` for a token that is missing or refused, `NoApplication` where Discord cannot
    be reached.
    """
    if settings.discord_token is None:
        raise ConfigurationError(
            [Problem("DRAGOMAN_DISCORD_TOKEN", "is required to talk to Discord.", "<token>")]
        )
    client = RoutedClient(settings)
    try:
        async with client:
            await client.login(settings.discord_token.get_secret_value())
            return int((await client.application_info()).id)
    except discord.LoginFailure:
        from bot.discord.running import refused

        raise ConfigurationError([refused("the token is not valid")]) from None
    except (aiohttp.ClientError, discord.HTTPException, OSError) as error:
        reason = str(error) or type(error).__name__
        raise NoApplication(
            f"{host(settings.discord_api_url)} cannot be asked: {reason}. "
            "Name the application yourself: dragoman invite --application <id>."
        ) from None
