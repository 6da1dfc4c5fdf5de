"""`/briefing post` and `preview`: a digest by hand, and what it would say."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import discord

from bot.discord.poster import files, shown
from bot.discord.text import escape, tidy
from bot.posting import THREAD, Target
from bot.reasons import said_again

if TYPE_CHECKING:
    from bot.discord.bot import DragomanBot
    from briefings.languages import Tongue
    from briefings.store.protocol import LedgerPart


async def question(
    bot: DragomanBot, target: Target, guild: int, day: date, speak: Tongue
) -> tuple[str, bool]:
    """What posting would do, and whether there is anything to confirm."""
    parts = await bot.store.ledger.parts(target.key, day.isoformat())
    states = {part.state for part in parts}
    if parts and states <= {"sent"}:
        return await _posted_already(bot, target, guild, parts, speak), False
    time = f"{target.schedule.time:%H:%M}"
    lines = [
        speak.say(
            "This posts the digest “{name}” of {day} in {channel}, now and for everybody there to see.",
            name=escape(target.name),
            day=speak.day(day),
            channel=f"<#{target.channel}>",
        )
    ]
    if "skipped" in states:
        lines.append(speak.say("That day's digest was skipped; it is posted after all."))
    elif parts:
        lines.append(
            speak.say(
                "It was begun and not finished: what is missing is sent, what arrived is not sent again."
            )
        )
    else:
        lines.append(speak.say("It counts as the day's digest: at {time} no other one is posted.", time=time))
    return "\n".join(lines), True


async def done(bot: DragomanBot, target: Target, guild: int, speak: Tongue) -> str:
    """Post it, unless it is posted; what came of it."""
    outcome = await bot.post_by_hand(target)
    states = {part.state for part in outcome.parts}
    if states <= {"sent"}:
        if not outcome.fresh:
            return await _posted_already(bot, target, guild, outcome.parts, speak)
        address = await link(bot, target, guild, outcome.parts[0])
        return speak.say("Posted: {link}", link=address)
    if states & {"pending", "sending"}:
        return speak.say(
            "Discord is in trouble at the moment. It is tried again by itself until it is posted; "
            "/briefing why says how it stands."
        )
    reasons = dict.fromkeys(said_again(part.reason, speak) for part in outcome.parts if part.reason)
    return speak.say("It could not be posted: {reasons}", reasons=escape(tidy("; ".join(reasons))))


async def _posted_already(
    bot: DragomanBot, target: Target, guild: int, parts: tuple[LedgerPart, ...], speak: Tongue
) -> str:
    return speak.say(
        "The digest “{name}” of {day} is posted already: {link} Nothing was posted now.",
        name=escape(target.name),
        day=speak.day(date.fromisoformat(parts[0].day)),
        link=await link(bot, target, guild, parts[0]),
    )


async def link(bot: DragomanBot, target: Target, guild: int, part: LedgerPart) -> str:
    """The address of a posted part."""
    place = target.channel
    if part.part:
        for step in await bot.store.ledger.steps(target.key, part.day):
            if step.step == THREAD and step.state == "done" and step.result:
                place = step.result
    return f"https://discord.com/channels/{guild}/{place}/{part.message_id}"


async def preview(interaction: discord.Interaction[Any], bodies: Sequence[str]) -> None:
    """Show the bodies that would be posted, message by message, to who asked alone."""
    first, *rest = [json.loads(body) for body in bodies]
    nobody = discord.AllowedMentions.none()
    seen: dict[str, Any] = shown(first)
    await interaction.edit_original_response(**seen, attachments=files(first), allowed_mentions=nobody)
    for held in rest:
        more: dict[str, Any] = shown(held)
        await interaction.followup.send(**more, files=files(held), ephemeral=True, allowed_mentions=nobody)
