"""A short hello on a server that the bot joins: once, where it may speak, in the server's language."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import discord

from bot.discord.layout import note
from bot.languages import prepared

if TYPE_CHECKING:
    from bot.discord.bot import DragomanBot
    from briefings.languages import Tongue

log = logging.getLogger(__name__)

AGAIN = timedelta(days=30)
"""A server that removed the bot and invites it again is greeted again after so long."""

LATELY = timedelta(days=7)
"""Who invited the bot so short a time before it first ran is greeted when it runs."""

KEY = "welcome:"


class Welcome:
    """Greets servers one after another; the store remembers which."""

    def __init__(self, bot: DragomanBot) -> None:
        self._bot = bot
        self._greeting = asyncio.Lock()

    async def catch_up(self, guilds: Iterable[discord.Guild]) -> None:
        """Greets the servers that invited the bot lately, while it was away: most admins do so before they
        first start it.
        """
        now = self._bot.clock()
        for guild in guilds:
            joined = guild.me.joined_at if guild.me is not None else None
            if joined is not None and not guild.unavailable and abs(now - joined) < LATELY:
                await self.greet(guild)

    async def greet(self, guild: discord.Guild) -> None:
        """Greets a server that the bot has just joined, unless it has been greeted lately."""
        async with self._greeting:
            key = f"{KEY}{guild.id}"
            kept = await self._bot.store.note(key)
            now = self._bot.clock()
            if kept is not None and now - datetime.fromisoformat(kept) < AGAIN:
                return
            channel = place(guild)
            if channel is None:
                log.info("server %d was not greeted: there is no channel where I may write", guild.id)
                return
            # Remembered first: better no greeting after a crash than two.
            await self._bot.store.set_note(key, now.isoformat(), now)
            speak = await prepared(guild.preferred_locale.value)
            try:
                await channel.send(view=note(hello(speak)), allowed_mentions=discord.AllowedMentions.none())
            except (discord.HTTPException, OSError) as error:
                log.warning("server %d was not greeted: %s", guild.id, error)
                return
            log.info("server %d was greeted", guild.id)


def place(guild: discord.Guild) -> discord.TextChannel | None:
    """The system channel, or the first text channel, in which the bot may write; None if there is none."""
    channels = sorted(guild.text_channels, key=lambda channel: (channel.position, channel.id))
    first = [guild.system_channel] if guild.system_channel is not None else []
    for channel in (*first, *channels):
        granted = channel.permissions_for(guild.me)
        if granted.view_channel and granted.send_messages:
            return channel
    return None


def hello(speak: Tongue) -> str:
    """What the bot does, and the first steps; our own words alone."""
    lines = [
        "### " + speak.say("Hello, I am Dragoman."),
        speak.say(
            "I read diplomatic news and remember who met whom, where and when, and what is planned, "
            "each with the articles that say so."
        ),
        "**" + speak.say("To begin") + "**",
        "- " + speak.say("/help shows what I can be asked, /upcoming what lies ahead."),
        "- " + speak.say("/sources add lets me follow a feed; /read takes a single article."),
        "- " + speak.say("/watch add tells you by direct message when something new comes up."),
        "- "
        + speak.say("/briefing status shows admins whether the daily digest is set up and what is missing."),
        "-# " + speak.say("I see no messages here but those that are handed to me, and I ping nobody."),
    ]
    return "\n".join(lines)
