"""Digests into Discord channels: frozen as Discord takes them, sent under a nonce, found by a marker."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import aiohttp
import discord

from bot.discord import diary
from bot.discord.layout import Frozen, parts, said
from bot.extras import Extras
from bot.languages import tongue
from bot.posting import THREAD, Refused, Unavailable

if TYPE_CHECKING:
    from briefings.digest import Digest

NEWEST = 200
EARLIEST = 400
"""Messages that are looked through for a part that may have been posted: the newest, whatever our clock says,
then, in a busy channel, the first after the part was written down."""

STEP_SECONDS = 20
"""How long a step may take: discord.py would wait out a limit of an hour."""

SEND_SECONDS = 60
"""The same for sending a message with its files; one that may have arrived is looked for, not sent again."""

THREAD_RESTS: Final = 10080
"""Minutes without a message after which a thread leaves the list of channels."""

_TEN_AN_HOUR = "Discord lets the bot wait: it publishes ten messages an hour"

_TAKEN = {160004, 40033}
"""Discord's codes for a thread that is there and for a message that is published."""


class DiscordPoster:
    """The `bot.posting.Poster` of a connected client."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    def freeze(
        self, digest: Digest, notice: str, marker: Callable[[int], str], extras: Extras
    ) -> Sequence[str]:
        messages = diary.digest(digest, notice, marker, tongue(digest.locale))
        bodies: list[dict[str, Any]] = [{"components": parts} for parts in messages]
        bodies[0] |= _extras(digest, extras)
        return [json.dumps(body, ensure_ascii=False) for body in bodies]

    async def send(self, channel: str, body: str, nonce: str) -> str:
        held = json.loads(body)
        place = self._client.get_partial_messageable(int(channel))
        what = f"{len(body)} characters of message and files"
        async with translated(channel, what), asyncio.timeout(SEND_SECONDS):
            message = await place.send(
                **shown(held), files=files(held), nonce=nonce, allowed_mentions=pings(held)
            )
        return str(message.id)

    def lighter(self, body: str) -> str | None:
        held = json.loads(body)
        return json.dumps(held, ensure_ascii=False) if held.pop("files", None) else None

    async def take(self, step: str, channel: str, message: str, body: str) -> str:
        http = self._client.http
        try:
            async with translated(channel, step), asyncio.timeout(STEP_SECONDS):
                if step == THREAD:
                    name = json.loads(body).get("thread") or message
                    made = await http.start_thread_with_message(
                        int(channel), int(message), name=name, auto_archive_duration=THREAD_RESTS
                    )
                    return str(made["id"])
                await http.publish_message(int(channel), int(message))
                return ""
        except Refused as error:
            code = getattr(error.__cause__, "code", 0)
            if code in _TAKEN:
                # A thread that was started from a message bears the message's id.
                return message if step == THREAD else ""
            raise Refused(_why_not(step, code, error), for_good=False) from error
        except Unavailable as error:
            if step == THREAD or not isinstance(error.__cause__, TimeoutError):
                raise
            raise Unavailable(_TEN_AN_HOUR) from error

    async def find(self, channel: str, marker: str, since: datetime) -> str | None:
        place = self._client.get_partial_messageable(int(channel))
        ours = self._client.user.id if self._client.user else 0
        async with translated(channel, "looking for what was posted"), asyncio.timeout(SEND_SECONDS):
            newest = [message async for message in place.history(limit=NEWEST)]
            found = _marked(newest, marker, ours)
            if found is None and len(newest) == NEWEST:
                busy = place.history(after=since, limit=EARLIEST, oldest_first=True)
                found = _marked([message async for message in busy], marker, ours)
        return found


def _extras(digest: Digest, extras: Extras) -> dict[str, Any]:
    """What the first body holds besides the text."""
    held: dict[str, Any] = {}
    if extras.mention and not digest.quiet:
        held["mention"] = extras.mention
    if extras.thread:
        held["thread"] = tongue(digest.locale).day(digest.date)[:100]
    if digest.files:
        held["files"] = [
            {"name": file.name, "described": file.described[:1024], "data": file.data.decode()}
            for file in digest.files
        ]
    return held


def shown(held: dict[str, Any]) -> dict[str, Any]:
    """What a body shows, for discord.py: components, or the embeds of earlier versions."""
    mention = f"<@&{held['mention']}>" if "mention" in held else None
    if "embeds" in held:
        return {
            "content": mention,
            "embeds": [discord.Embed.from_dict(embed) for embed in held["embeds"]],
        }
    called = [discord.ui.TextDisplay[Any](mention)] if mention else []
    named = [discord.ui.File[Any](f"attachment://{file['name']}") for file in held.get("files", ())]
    return {"view": Frozen([*parts(called), *held["components"], *parts(named)])}


def files(held: dict[str, Any]) -> list[discord.File]:
    """The files of a body."""
    return [
        discord.File(io.BytesIO(file["data"].encode()), file["name"], description=file.get("described"))
        for file in held.get("files", ())
    ]


def pings(held: dict[str, Any]) -> discord.AllowedMentions:
    """Exactly the role of a body, or nobody."""
    roles = [discord.Object(int(held["mention"]))] if "mention" in held else False
    return discord.AllowedMentions(everyone=False, users=False, replied_user=False, roles=roles)


def _why_not(step: str, code: int, error: Refused) -> str:
    """Why a step was refused, and what to do about it."""
    said = getattr(error.__cause__, "text", "") or str(error)
    if step == THREAD:
        needed = "the bot's role needs Create Public Threads and Send Messages in Threads"
        return f"no thread can be started here ({said}); {needed}"
    if code == 50024:
        return (
            "this is no announcement channel: make it one in the channel's settings, "
            "or set the digest's PUBLISH to no"
        )
    return f"Discord does not publish it ({said})"


def _marked(messages: Sequence[discord.Message], marker: str, ours: int) -> str | None:
    for message in messages:
        if message.author.id == ours and any(foot.endswith(marker) for foot in _feet(message)):
            return str(message.id)
    return None


def _feet(message: discord.Message) -> list[str]:
    """The small last lines of a message. Words of an article begin none: their signs are escaped."""
    texts = [text for text in said(message.components) if text.startswith("-# ")]
    return texts + [embed.footer.text for embed in message.embeds if embed.footer.text]


@asynccontextmanager
async def translated(channel: str, what: str) -> AsyncIterator[None]:
    """Discord's errors in the words of `bot.posting`."""
    try:
        yield
    except discord.Forbidden as error:
        raise Refused(
            f"channel {channel} is closed to the bot ({error}); `dragoman check` says what is missing",
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
