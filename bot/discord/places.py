"""Which server a channel belongs to and which language is set there, looked up once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import aiohttp
import discord

from bot.posting import Unavailable

STEP_SECONDS = 20
"""How long Discord may take to say it: discord.py would wait out any limit."""


@dataclass(frozen=True, slots=True)
class Place:
    """`guild` is None where the channel is not there for us; `locale` is the server's."""

    guild: int | None = None
    locale: str = "en"


class Places:
    """The places of the channels that a client was asked for. What was not found is looked up again."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client
        self._guilds: dict[int, int] = {}

    def known(self, channel: int) -> int | None:
        """The server of a channel as far as it is known already."""
        found = self._client.get_channel(channel)
        guild = getattr(found, "guild", None)
        return guild.id if guild is not None else self._guilds.get(channel)

    async def of(self, channel: int) -> Place:
        """The place of a channel. Raises `Unavailable` where Discord cannot be asked."""
        try:
            async with asyncio.timeout(STEP_SECONDS):
                return await self._ask(channel)
        except (discord.NotFound, discord.Forbidden):
            # Sending will be refused, and explained, all the same.
            return Place()
        except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
            raise Unavailable(f"Discord cannot say where the channel is ({type(error).__name__})") from error

    async def _ask(self, channel: int) -> Place:
        guild = self.known(channel)
        if guild is None:
            said = (await self._client.http.get_channel(channel)).get("guild_id")
            if said is None:
                return Place()
            guild = self._guilds[channel] = int(str(said))
        held = self._client.get_guild(guild)
        if held is not None:
            return Place(guild, held.preferred_locale.value)
        return Place(guild, str((await self._client.http.get_guild(guild)).get("preferred_locale", "en")))
