"""Notices on Discord: to members by direct message, to channels of a server."""

from __future__ import annotations

import asyncio
import json
import logging
from datetime import datetime
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord.http import Route

from bot.discord import notices
from bot.discord.completing import in_time
from bot.discord.poster import translated
from bot.languages import prepared
from bot.noticing import Noticing
from bot.posting import Unavailable
from briefings.errors import StoreError

if TYPE_CHECKING:
    from bot.discord.bot import DragomanBot
    from briefings.languages import Tongue
    from briefings.store.watches import Watch
    from briefings.watching import Notice

MEMBER, CHANNEL = "discord:user:", "discord:channel:"
"""What addresses of watchers begin with; the rest is Discord's number."""

log = logging.getLogger(__name__)

LEFT, BOT_LEFT = "left", "bot-left"
"""Why watches rest: the member, or the bot, is not in the server any more."""

NEWEST = 100
"""Messages that are looked through for a notice that may have been sent."""

STEP_SECONDS = 30
"""How long a step may take: discord.py would wait out a limit of an hour, and others wait for their news."""

_COMPONENTS = discord.MessageFlags(components_v2=True).value
_UNKNOWN_MEMBER = (10007, 10013)


class DiscordCarrier:
    """The `bot.noticing.Carrier` of a connected client."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._channels: dict[str, str] = {}

    def freeze(self, notice: Notice, marker: str, speak: Tongue) -> str:
        return json.dumps({"components": notices.components(notice, marker, speak)}, ensure_ascii=False)

    async def lost(self, address: str, scope: str) -> str | None:
        guild = int(scope.rpartition(":")[2]) if scope.startswith("guild:") else None
        if guild is None:
            return None
        if not address.startswith(MEMBER):
            # A channel that is gone, or closed, is found out by sending there.
            return None if self._client.get_guild(guild) else BOT_LEFT
        try:
            async with asyncio.timeout(STEP_SECONDS):
                await self._client.http.get_member(guild, int(address.removeprefix(MEMBER)))
        except discord.NotFound as error:
            return LEFT if error.code in _UNKNOWN_MEMBER else BOT_LEFT
        except discord.Forbidden:
            return BOT_LEFT
        except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
            raise Unavailable(f"Discord cannot say who is in a server ({type(error).__name__})") from error
        return None

    async def open(self, address: str) -> str:
        if address.startswith(CHANNEL):
            return address.removeprefix(CHANNEL)
        if address not in self._channels:
            async with translated(address, "opening direct messages"), asyncio.timeout(STEP_SECONDS):
                made = await self._client.http.start_private_message(int(address.removeprefix(MEMBER)))
            self._channels[address] = str(made["id"])
        return self._channels[address]

    async def send(self, channel: str, body: str, nonce: str) -> str:
        said = {
            **json.loads(body),
            "flags": _COMPONENTS,
            "nonce": nonce,
            "enforce_nonce": True,
            "allowed_mentions": {"parse": []},
        }
        async with translated(channel, f"{len(body)} characters"), asyncio.timeout(STEP_SECONDS):
            route = Route("POST", "/channels/{channel_id}/messages", channel_id=int(channel))
            message = await self._client.http.request(route, json=said)
        return str(message["id"])

    async def find(self, channel: str, marker: str, since: datetime) -> str | None:  # noqa: ARG002
        ours = str(self._client.user.id) if self._client.user else ""
        async with translated(channel, "looking for what was sent"), asyncio.timeout(STEP_SECONDS):
            newest: list[Any] = list(await self._client.http.logs_from(int(channel), NEWEST))
        for message in newest:
            if message["author"]["id"] == ours and marker in json.dumps(message.get("components", [])):
                return str(message["id"])
        return None


class Telling:
    """What tells the bot's watchers; loaded when there is the first watch, so that the start stays light."""

    def __init__(self, bot: DragomanBot) -> None:
        self._bot = bot
        self._carrier = DiscordCarrier(bot)
        self._noticing: Noticing | None = None
        self._known: tuple[Watch, ...] | None = None
        self._reading: asyncio.Task[None] | None = None

    async def look(self) -> None:
        """One pass over the watches, if there are any."""
        store = self._bot.store
        if self._noticing is None:
            if not await store.watches.any():
                return
            bot = self._bot
            per_hour = bot.settings.watch_per_hour
            self._noticing = Noticing(store, self._carrier, bot.world, prepared, bot.clock, per_hour)
        await self._noticing.look()

    async def known(self) -> tuple[Watch, ...]:
        """Every watch, for completions: from memory, or as many as can be read in a moment."""
        if self._known is None:
            if self._reading is None or self._reading.done():
                self._reading = asyncio.create_task(self._read(), name="reading watches")
            await in_time(self._reading)
        return self._known or ()

    def changed(self) -> None:
        """The watches are others than those that are kept in memory."""
        self._known = None

    async def _read(self) -> None:
        try:
            self._known = await self._bot.store.watches.all()
        except StoreError as error:
            log.warning("the watches could not be read for a completion: %s", error)

    async def lost(self, address: str, scope: str) -> str | None:
        """As `Carrier.lost`."""
        return await self._carrier.lost(address, scope)

    async def close(self) -> None:
        reading, self._reading = self._reading, None
        if reading is not None:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
        noticing, self._noticing = self._noticing, None
        if noticing is not None:
            await noticing.close()
