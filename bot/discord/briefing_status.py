"""`/briefing status`: what runs, for the managers of one server."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.discord import briefing_post
from bot.discord.layout import ROOM
from bot.discord.permissions import examine
from bot.discord.text import escape, shorten, tidy, width
from bot.posting import Target
from bot.reasons import said_again
from bot.schedule import next_day
from briefings.languages import later
from briefings.store.protocol import ALL, scopes_of

if TYPE_CHECKING:
    from bot.discord.bot import DragomanBot
    from briefings.languages import Tongue
    from briefings.store.protocol import LedgerPart

MOST_FAILING = 5

_STATES = {
    "sent": later("Last: {day}, posted {relative}: {link}"),
    "skipped": later("Last: {day}, skipped: {reason}"),
    "failed": later("Last: {day}, failed: {reason}"),
    "pending": later("Last: {day}, not posted yet; it is tried again by itself"),
}


async def told(bot: DragomanBot, guild: int, targets: list[Target], speak: Tongue) -> list[str]:
    """The status of the server's digests, its feeds, the record and the program, in as many messages as it
    takes.
    """
    blocks = [await _digest(bot, guild, target, speak) for target in targets]
    if not blocks:
        blocks.append(
            speak.say(
                "No digest is set up for this server. Whoever runs the bot sets one up with "
                "DRAGOMAN_DIGEST__MORNING__CHANNEL and the id of a channel."
            )
        )
    if any(target.extras.events for target in targets):
        blocks.append(await _events(bot, guild, speak))
    blocks.append(await _feeds(bot, guild, speak))
    blocks.append(await _record(bot, guild, speak))
    blocks.append(await _program(bot, speak))
    return _messages(blocks)


def _messages(blocks: Iterable[str]) -> list[str]:
    """The blocks in texts of which each fits a message."""
    made: list[str] = []
    for block in blocks:
        both = f"{made[-1]}\n\n{block}" if made else block
        if made and width(both) <= ROOM:
            made[-1] = both
        else:
            made.append(block)
    return made


async def _digest(bot: DragomanBot, guild: int, target: Target, speak: Tongue) -> str:
    ledger = bot.store.ledger
    schedule = target.schedule
    last = await ledger.last_day(target.key)
    day = next_day(schedule, bot.clock(), date.fromisoformat(last) if last else None)
    heading = speak.say(
        "Digest “{name}” in {channel}", name=escape(target.name), channel=f"<#{target.channel}>"
    )
    following = speak.say(
        "Next: {day}, {time} ({zone}), {relative}",
        day=speak.day(day),
        time=f"{schedule.time:%H:%M}",
        zone=escape(schedule.zone.key),
        relative=f"<t:{int(schedule.instant(day).timestamp())}:R>",
    )
    lines = [f"**{heading}**", following]
    parts = await ledger.recent(target.key, 1)
    lines.append(await _last(bot, guild, target, parts, speak) if parts else speak.say("Last: none yet"))
    lines += [f"⚠ {escape(tidy(said))}" for said in await _problems(bot, target, speak)]
    return "\n".join(lines)


async def _last(
    bot: DragomanBot, guild: int, target: Target, parts: tuple[LedgerPart, ...], speak: Tongue
) -> str:
    """How the newest decided day stands, by the part that went worst."""
    order = ("failed", "pending", "sending", "skipped", "sent")
    worst = min(parts, key=lambda part: order.index(part.state))
    state = "pending" if worst.state == "sending" else worst.state
    return speak.say(
        _STATES[state],
        day=speak.day(date.fromisoformat(worst.day)),
        relative=f"<t:{int(worst.updated_at.timestamp())}:R>",
        link=await briefing_post.link(bot, target, guild, parts[0]),
        reason=escape(tidy(said_again(worst.reason or "", speak))),
    )


async def _problems(bot: DragomanBot, target: Target, speak: Tongue) -> Iterable[str]:
    """What is missing for the digest, in sentences."""
    user = bot.user.id if bot.user is not None else 0
    try:
        report = await examine(bot.http, user, int(target.channel), target.extras)
    except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
        return (
            speak.say(
                "Discord does not answer now, so the permissions could not be looked at ({error}).",
                error=type(error).__name__,
            ),
        )
    return tuple(speak.again(sentence) for sentence in report.sentences)


async def _events(bot: DragomanBot, guild: int, speak: Tongue) -> str:
    """How many summits are scheduled events of the server, and what they wait for."""
    rows = await bot.store.announced.all(f"discord:{guild}")
    standing = sum(row.state == "standing" and row.ends > bot.clock() for row in rows)
    said = speak.count(
        "{number} summit ahead is a scheduled event of this server.",
        "{number} summits ahead are scheduled events of this server.",
        standing,
    )
    trouble = bot.announcing.troubles.get(guild) if bot.announcing is not None else None
    if trouble is None:
        return said
    reason = escape(tidy(speak.again(trouble)))
    return f"{said}\n⚠ {speak.say('Scheduled events wait: {reason}.', reason=reason)}"


async def _feeds(bot: DragomanBot, guild: int, speak: Tongue) -> str:
    found = await bot.store.sources.all((ALL, bot.scope_of(guild)))
    if not found:
        return speak.say("No feed is followed. /sources add follows one.")
    failing = [source for source in found if source.failing_since is not None]
    said = speak.count("{number} feed is followed.", "{number} feeds are followed.", len(found))
    if not failing:
        return f"{said} {speak.say('None of them fails.')}"
    bad = speak.count("{number} fails:", "{number} fail:", len(failing))
    lines = [f"{said} ⚠ {bad}"]
    for source in failing[:MOST_FAILING]:
        name = shorten(tidy(source.title or source.url), 120)
        why = shorten(tidy(speak.again(source.last_error or "")), 160)
        lines.append(f"- {escape(name)}: {escape(why)}")
    if len(failing) > MOST_FAILING:
        lines.append(speak.say("/sources list shows them all."))
    return "\n".join(lines)


async def _record(bot: DragomanBot, guild: int, speak: Tongue) -> str:
    covered = await bot.store.articles.coverage(scopes_of(bot.scope_of(guild)))
    size = await asyncio.to_thread(_size, bot.store.path)
    articles = speak.count("{number} article", "{number} articles", covered.articles)
    events = speak.count("{number} event", "{number} events", covered.events)
    return speak.say(
        "This server sees {articles} and {events}; the record takes {size} MB on disk.",
        articles=articles,
        events=events,
        size=speak.number(max(1, round(size / 1_000_000))),
    )


def _size(path: Path) -> int:
    """Bytes of the database with what SQLite keeps beside it."""
    files = [path, *(path.with_name(f"{path.name}-{end}") for end in ("wal", "shm"))]
    return sum(file.stat().st_size for file in files if file.exists())


async def _program(bot: DragomanBot, speak: Tongue) -> str:
    from bot.cli import version

    beat = await bot.store.heartbeat()
    lived = int((beat.at if beat is not None else bot.clock()).timestamp())
    return speak.say(
        "Dragoman {version}, running since {started}; last sign of life {beat}.",
        version=version(),
        started=f"<t:{int(bot.started.timestamp())}:f>",
        beat=f"<t:{lived}:R>",
    )
