"""Digests into Discord channels: frozen as embeds, sent under a nonce, found again by a marker."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.discord import diary
from bot.discord.layout import size
from bot.posting import Refused, Unavailable

if TYPE_CHECKING:
    from briefings.digest import Digest

NEWEST = 200
EARLIEST = 400
"""Messages that are looked through for a part that may have been posted: the newest, whatever our clock says,
then, in a busy channel, the first after the part was written down."""


class DiscordPoster:
    """The `bot.posting.Poster` of a connected client."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    def freeze(self, digest: Digest, notice: str, marker: Callable[[int], str]) -> Sequence[str]:
        messages = diary.digest(digest, notice, marker)
        return [json.dumps({"embeds": embeds}, ensure_ascii=False) for embeds in messages]

    async def send(self, channel: str, body: str, nonce: str) -> str:
        embeds = [discord.Embed.from_dict(embed) for embed in json.loads(body)["embeds"]]
        place = self._client.get_partial_messageable(int(channel))
        async with _translated(channel, f"{size(json.loads(body)['embeds'])} characters of embeds"):
            message = await place.send(
                embeds=embeds, nonce=nonce, allowed_mentions=discord.AllowedMentions.none()
            )
        return str(message.id)

    async def find(self, channel: str, marker: str, since: datetime) -> str | None:
        place = self._client.get_partial_messageable(int(channel))
        ours = self._client.user.id if self._client.user else 0
        async with _translated(channel, "looking for what was posted"):
            newest = [message async for message in place.history(limit=NEWEST)]
            found = _marked(newest, marker, ours)
            if found is None and len(newest) == NEWEST:
                busy = place.history(after=since, limit=EARLIEST, oldest_first=True)
                found = _marked([message async for message in busy], marker, ours)
        return found


def _marked(messages: Sequence[discord.Message], marker: str, ours: int) -> str | None:
    for message in messages:
        if message.author.id == ours and any(marker in (e.footer.text or "") for e in message.embeds):
            return str(message.id)
    return None


@asynccontextmanager
async def _translated(channel: str, what: str) -> AsyncIterator[None]:
    """Discord's errors in the words of `bot.posting`."""
    try:
        yield
    except discord.Forbidden as error:
        raise Refused(
            f"channel {channel} is closed to the bot ({error.text}); `dragoman check` says what is missing",
            for_good=True,
        ) from error
    except discord.NotFound as error:
        raise Refused(
            f"there is no channel {channel} that the bot can see ({error.text})", for_good=True
        ) from error
    except discord.DiscordServerError as error:
        raise Unavailable(f"Discord is in trouble (status {error.status})") from error
    except discord.RateLimited as error:
        raise Unavailable(f"Discord asks to wait {error.retry_after:.0f} seconds") from error
    except discord.HTTPException as error:
        if error.status == 429 or error.status >= 500:
            raise Unavailable(f"Discord asks to wait (status {error.status})") from error
        raise Refused(f"Discord does not take this message: {error.text} ({what})", for_good=False) from error
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise Unavailable(f"Discord cannot be reached ({type(error).__name__})") from error
