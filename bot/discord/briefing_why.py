"""`/briefing why`: what became of a day's digest, and why an event is or is not in it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.discord import briefing_post
from bot.discord.text import escape, tidy, words
from bot.posting import PUBLISH, THREAD, Target
from bot.reasons import said_again
from briefings.languages import later

if TYPE_CHECKING:
    from bot.discord.bot import DragomanBot
    from briefings.languages import Tongue
    from briefings.store.protocol import LedgerPart
    from briefings.store.steps import LedgerStep

_STEPS = {
    (THREAD, "done"): later("Its thread is there."),
    (THREAD, "failed"): later("It has no thread: {reason}."),
    (THREAD, "pending"): later("Its thread is still to be started."),
    (PUBLISH, "done"): later("It is published to the servers that follow the channel."),
    (PUBLISH, "failed"): later("It was not published: {reason}."),
    (PUBLISH, "pending"): later("It is still to be published."),
}


async def of_day(bot: DragomanBot, target: Target, guild: int, day: date, speak: Tongue) -> str:
    """What was posted on a day and when, or why nothing was."""
    iso = day.isoformat()
    parts = await bot.store.ledger.parts(target.key, iso)
    heading = speak.say("Digest “{name}”, {day}", name=escape(target.name), day=speak.day(day))
    lines = [f"**{heading}**"]
    if not parts:
        lines.append(_nothing(target, day, bot.clock(), speak))
    for part in parts:
        lines.append(await _part(bot, target, guild, part, len(parts), speak))
    steps = {
        (step.step, step.state): step
        for step in await bot.store.ledger.steps(target.key, iso)
        if not (step.step == PUBLISH and step.result == THREAD)
    }
    lines += [_step(step, speak) for step in steps.values()]
    return "\n".join(lines)


async def of_event(bot: DragomanBot, target: Target, event: str, speak: Tongue) -> str:
    """Whether the digest would have the event now, and why."""
    from briefings.why import why

    place = await bot.places.of(int(target.channel))
    found = await why(
        bot.store,
        (await bot.desk()).world,
        event,
        on=target.today(bot.clock()),
        horizon_days=target.horizon_days,
        countries=target.countries,
        since=await bot.store.ledger.last_composed(target.key),
        scope=bot.scope_of(place.guild),
        speak=speak,
    )
    lines = []
    if found.card is not None:
        lines.append(f"**{words(found.card.title, 200)}** · {words(found.card.when, 100)}")
        if not found.inside:
            lines.append(speak.say("The digest “{name}” does not have it.", name=escape(target.name)))
    return "\n".join([*lines, *(f"- {words(reason, 500)}" for reason in found.reasons)])


def _nothing(target: Target, day: date, now: datetime, speak: Tongue) -> str:
    """Why nothing is written down for a day."""
    schedule = target.schedule
    instant = schedule.instant(day)
    if day.weekday() not in schedule.weekdays:
        return speak.say("No digest is planned for that day of the week.")
    if instant > now:
        return speak.say(
            "It is not due yet: it comes at {time} ({zone}), {relative}.",
            time=f"{schedule.time:%H:%M}",
            zone=escape(schedule.zone.key),
            relative=f"<t:{int(instant.timestamp())}:R>",
        )
    if day == target.today(now):
        return speak.say(
            "It is due since {time} and comes within a minute, or as soon as Discord answers again.",
            time=f"{schedule.time:%H:%M}",
        )
    return speak.say("Nothing is written down for that day: this digest was not set up then.")


async def _part(
    bot: DragomanBot, target: Target, guild: int, part: LedgerPart, parts: int, speak: Tongue
) -> str:
    at = f"<t:{int(part.updated_at.timestamp())}:f>"
    reason = escape(tidy(said_again(part.reason or "", speak)))
    if part.state == "sent":
        address = await briefing_post.link(bot, target, guild, part)
        said = speak.say("posted {time}: {link}", time=at, link=address)
        if part.late:
            said = speak.say("posted late, {time}: {link}", time=at, link=address)
        if reason:
            said = f"{said} ({reason})"
    elif part.state == "skipped":
        return speak.say("No digest was posted: {reason}.", reason=reason)
    elif part.state == "failed":
        said = speak.say("not posted: {reason}", reason=reason)
    else:
        said = speak.say("not posted yet; it is tried again by itself until it is too late")
    if parts == 1:
        return said[:1].upper() + said[1:]
    return speak.say("Part {number}: {said}", number=part.part + 1, said=said)


def _step(step: LedgerStep, speak: Tongue) -> str:
    return speak.say(_STEPS[step.step, step.state], reason=escape(tidy(said_again(step.reason or "", speak))))
