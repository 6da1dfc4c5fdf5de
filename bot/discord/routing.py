"""A Discord client whose token goes to the configured API and gateway and nowhere else."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import aiohttp
import discord
import yarl
from discord.http import HTTPClient, Route
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

from bot.settings import DISCORD_API, ConfigurationError, Problem, Settings
from bot.values import is_trusted_url

DISCORD_GATEWAY = "wss://gateway.discord.gg/"
_DISCORD_GATEWAYS = ".discord.gg"


class RoutedHTTP(HTTPClient):
    """discord.py's transport with the addresses of one client instead of those of the module."""

    def __init__(self, *args: Any, api_url: str, gateway_url: str | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._api_url = api_url
        self._gateway_url = gateway_url or (DISCORD_GATEWAY if api_url == DISCORD_API else None)

    async def static_login(self, token: str) -> Any:
        if self._api_url != DISCORD_API:
            # Answers to interactions do not pass through this object; discord.py finds their transport here.
            async_context.set(RoutedWebhooks(self._api_url))
        return await super().static_login(token)

    async def request(self, route: Route, **kwargs: Any) -> Any:
        return await super().request(_routed(route, self._api_url), **kwargs)

    async def ws_connect(self, url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        """Connect to the gateway; an address to resume at is followed only within the gateway's domain."""
        gateway = yarl.URL(self._gateway_url or await self._ask_gateway())
        wanted = yarl.URL(url)
        home = f".{gateway.host}".endswith(_DISCORD_GATEWAYS)
        family = home and wanted.scheme == "wss" and f".{wanted.host}".endswith(_DISCORD_GATEWAYS)
        if not family and wanted.origin() != gateway.origin():
            wanted = gateway.with_query(wanted.query)
        return await super().ws_connect(str(wanted), compress=compress)

    async def _ask_gateway(self) -> str:
        """The gateway that belongs to a compatible server, asked once."""
        data = await self.request(Route("GET", "/gateway"))
        url = str(data.get("url", ""))
        if not is_trusted_url(url, "wss"):
            raise ConfigurationError(
                [
                    Problem(
                        "DRAGOMAN_DISCORD_GATEWAY_URL",
                        "must be set: the server at DRAGOMAN_DISCORD_API_URL names no safe gateway.",
                        "wss://gateway.example.org",
                    )
                ]
            )
        self._gateway_url = url
        return url


class RoutedWebhooks(AsyncWebhookAdapter):
    """The transport of answers to interactions, for a server other than Discord's own."""

    def __init__(self, api_url: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._api_url = api_url

    async def request(self, route: Route, session: Any, **kwargs: Any) -> Any:
        return await super().request(_routed(route, self._api_url), session, **kwargs)


class RoutedClient(discord.Client):
    """A client without any privileged intent that pings nobody and caches no messages."""

    def __init__(self, settings: Settings) -> None:
        intents = discord.Intents.none()
        intents.guilds = True
        # Nobody speaks here; discord.py would warn at every start that voice is not installed.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        # discord.py offers no such parameter; whoever else holds the transport is given it below.
        self.http: HTTPClient = RoutedHTTP(
            self.loop, api_url=settings.discord_api_url, gateway_url=settings.discord_gateway_url
        )
        self._connection.http = self.http


def host(url: str) -> str:
    """The host of an address, for messages."""
    return urlsplit(url).hostname or url


def _routed(route: Route, api_url: str) -> Route:
    if route.url.startswith(Route.BASE):
        route.url = api_url + route.url.removeprefix(Route.BASE)
    return route
