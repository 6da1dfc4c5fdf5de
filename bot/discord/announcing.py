"""Confirmed summits ahead as scheduled events of a server: made, moved and called off with the record.

Each is written down before Discord is asked for it, and bears a marker in its description. One whose answer
was lost is looked for by that marker before another is made; changes and removals may be repeated.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import aiohttp
import discord

from bot.discord.layout import choice
from bot.discord.text import link, tidy, width, words
from bot.languages import prepared
from bot.posting import Target, Unavailable
from briefings.languages import phrase
from briefings.store.announced import Announcement
from briefings.store.protocol import scopes_of

if TYPE_CHECKING:
    from bot.discord.bot import DragomanBot
    from briefings.agenda import Entry
    from briefings.answers import Card
    from briefings.languages import Tongue
    from briefings.models import RecordedEvent

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=10)
CLOSED = timedelta(hours=1)
"""The pause after Discord said that the bot may not make events: a manager has to act first."""

MOST = 100
"""Scheduled events that Discord allows on one server."""

AT_ONCE = 20
FAR_DAYS = 1000
"""So far ahead a summit may be moved and still be followed."""

CALL_SECONDS = 20
NAME, LOCATION, DESCRIPTION = 100, 100, 1000
MARKER = 20
"""Room for the marker and the line breaks."""

_EXTERNAL, _GUILD_ONLY, _CANCELLED = 3, 2, 4
_FINISHED = 180000
"""Discord's code for a change to an event that is over or called off."""

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A summit that a server's digests follow. `event` is the calendar's id or the event's own, `own` always
    the latter; `near` ones may be made, others are only followed.
    """

    event: str
    own: str
    recorded: RecordedEvent
    payload: Payload
    starts: datetime
    ends: datetime
    near: bool

    @property
    def cancelled(self) -> bool:
        from briefings.models import Status

        return self.recorded.event.status is Status.CANCELLED

    @property
    def fingerprint(self) -> str:
        text = json.dumps(self.payload, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


class Announcing:
    """The scheduled events of every server whose digests ask for them. Calls of `run` must not overlap."""

    def __init__(self, bot: DragomanBot, targets: Sequence[Target]) -> None:
        self._bot = bot
        self._targets = tuple(target for target in targets if target.extras.events)
        self._not_before = datetime.min.replace(tzinfo=UTC)
        self._closed: dict[int, datetime] = {}
        self.troubles: dict[int, str] = {}
        """What the last look at a server's events failed on, as a sentence."""

    async def run(self) -> None:
        """Bring the events of every server up to date, if it is time."""
        now = self._bot.clock()
        if not self._targets or now < self._not_before:
            return
        self._not_before = now + EVERY
        servers: dict[int, list[Target]] = {}
        try:
            for target in self._targets:
                place = await self._bot.places.of(int(target.channel))
                if place.guild is not None:
                    servers.setdefault(place.guild, []).append(target)
        except Unavailable as error:
            log.warning("scheduled events: %s", error)
            return
        for guild, targets in servers.items():
            if now >= self._closed.get(guild, now):
                await self._serve(guild, targets)
        await self._bot.store.announced.drop_ended(now - timedelta(days=30))

    async def _serve(self, guild: int, targets: Sequence[Target]) -> None:
        try:
            await self._follow(guild, targets)
            self.troubles.pop(guild, None)
        except discord.Forbidden as error:
            self._closed[guild] = self._bot.clock() + CLOSED
            self.troubles[guild] = phrase(
                "the bot's role needs Create Events on the server ({error})", error=error.text
            )
        except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
            self.troubles[guild] = phrase(
                "Discord cannot be asked now ({error})", error=str(error) or type(error).__name__
            )
        except Exception:
            log.exception("scheduled events of server %d: the look broke off and is taken up again", guild)
        if guild in self.troubles:
            log.warning("scheduled events of server %d: %s", guild, self.troubles[guild])

    async def _follow(self, guild: int, targets: Sequence[Target]) -> None:
        place = f"discord:{guild}"
        announced = self._bot.store.announced
        every = await self._wanted(guild, targets)
        rows = await self._rows(guild, place, {key for one in every for key in (one.event, one.own)})
        missing: list[tuple[Wanted, Announcement | None]] = []
        for wanted in every:
            row = rows.pop(wanted.event, None) or rows.pop(wanted.own, None)
            if row is not None and row.event != wanted.event:
                row = replace(row, event=wanted.event)
                await announced.keep(row, self._bot.clock(), wanted.own)
            if row is None or row.state == "creating":
                missing.append((wanted, row))
            else:
                await self._change(guild, wanted, row)
        for row in rows.values():
            await self._remove_gone(guild, row)
        await self._make(guild, place, missing)

    async def _rows(self, guild: int, place: str, wanted: set[str]) -> dict[str, Announcement]:
        """What is written down, by its event; under its new one where it was merged into another."""
        rows = {row.event: row for row in await self._bot.store.announced.all(place)}
        for old in [event for event in rows if event not in wanted]:
            event = await self._bot.store.events.get(old, scopes_of(self._bot.scope_of(guild)))
            if event is not None and event.id != old and event.id not in rows:
                rows[event.id] = replace(rows.pop(old), event=event.id)
                await self._bot.store.announced.keep(rows[event.id], self._bot.clock(), old)
        return rows

    async def _make(
        self, guild: int, place: str, missing: Sequence[tuple[Wanted, Announcement | None]]
    ) -> None:
        """Make what is not there, after a look at what is."""
        now = self._bot.clock()
        makeable = [
            (wanted, row)
            for wanted, row in missing
            if row is not None or (wanted.near and not wanted.cancelled and wanted.starts > now)
        ]
        if not makeable:
            return
        http, announced = self._bot.http, self._bot.store.announced
        async with asyncio.timeout(CALL_SECONDS):
            there = await http.get_scheduled_events(guild, with_user_count=False)
        room = MOST - len(there)
        for wanted, row in makeable[:AT_ONCE]:
            marker = row.marker if row else _marker(place, wanted.event)
            known = next((one for one in there if marker in (one.get("description") or "")), None)
            new = Announcement(place, wanted.event, marker, "creating", None, wanted.fingerprint, wanted.ends)
            if known is not None:
                # What it says may be older than what we know: another look changes it.
                found = replace(new, state="standing", remote=str(known["id"]), fingerprint="")
                await announced.keep(found, now)
                await self._change(guild, wanted, found)
                continue
            if wanted.cancelled or wanted.starts <= now:
                await announced.drop(place, wanted.event)
                continue
            if room < 1:
                log.warning("server %d has %d scheduled events; Discord allows no more", guild, MOST)
                return
            await announced.keep(new, now)
            try:
                async with asyncio.timeout(CALL_SECONDS):
                    made = await http.create_guild_scheduled_event(guild, **_marked(wanted.payload, marker))
            except (discord.Forbidden, discord.NotFound):
                raise
            except discord.HTTPException as error:
                if error.status == 429 or error.status >= 500:
                    raise
                log.warning("the scheduled event %s was refused: %s", wanted.event, error.text)
                await announced.keep(replace(new, state="refused", reason=error.text), now)
                continue
            await announced.keep(replace(new, state="standing", remote=str(made["id"])), now)
            room -= 1
            log.info("server %d: scheduled event for %s made", guild, wanted.event)

    async def _change(self, guild: int, wanted: Wanted, row: Announcement) -> None:
        """Bring one event up to what the record says by now."""
        now, announced = self._bot.clock(), self._bot.store.announced
        if row.state == "removed" or row.remote is None:
            if row.state == "refused" and row.fingerprint != wanted.fingerprint:
                await announced.drop(row.place, row.event)
            return
        if wanted.cancelled:
            await self._edit(guild, row, {"status": _CANCELLED})
            await announced.drop(row.place, row.event)
            log.info("server %d: scheduled event for %s called off", guild, row.event)
            return
        if row.fingerprint == wanted.fingerprint:
            return
        changed = _marked(wanted.payload, row.marker)
        if wanted.starts <= now:
            # Discord moves no event whose hour has come, and none to an hour that is past.
            del changed["scheduled_start_time"]
        there = await self._edit(guild, row, changed)
        state = "standing" if there else "removed"
        fresh = replace(row, state=state, fingerprint=wanted.fingerprint, ends=wanted.ends)
        await announced.keep(fresh, now)

    async def _remove_gone(self, guild: int, row: Announcement) -> None:
        """Take away what the record no longer has; what is over goes by itself."""
        from briefings.models import Status

        if row.ends <= self._bot.clock():
            return
        if row.state == "standing" and row.remote is not None:
            event = await self._bot.store.events.get(row.event, scopes_of(self._bot.scope_of(guild)))
            if event is not None and event.event.status is Status.HELD:
                return
            if event is not None and event.event.status is Status.CANCELLED:
                await self._edit(guild, row, {"status": _CANCELLED})
            else:
                try:
                    async with asyncio.timeout(CALL_SECONDS):
                        await self._bot.http.delete_scheduled_event(guild, int(row.remote))
                except discord.NotFound:
                    log.info("server %d: the scheduled event for %s was gone already", guild, row.event)
        elif row.state == "creating":
            # Whether it was made is not known: it is looked for once more, to be taken away if it was.
            async with asyncio.timeout(CALL_SECONDS):
                there = await self._bot.http.get_scheduled_events(guild, with_user_count=False)
                for one in there:
                    if row.marker in (one.get("description") or ""):
                        await self._bot.http.delete_scheduled_event(guild, int(one["id"]))
        await self._bot.store.announced.drop(row.place, row.event)

    async def _edit(self, guild: int, row: Announcement, changed: Payload) -> bool:
        """Change an event; False if it is not there any more."""
        try:
            async with asyncio.timeout(CALL_SECONDS):
                await self._bot.http.edit_scheduled_event(guild, int(row.remote or 0), **changed)
        except discord.NotFound:
            return False
        except discord.HTTPException as error:
            if error.status in (401, 403, 429) or error.status >= 500:
                raise
            if error.code == _FINISHED:
                return False
            log.warning("the scheduled event %s was not changed: %s", row.event, error.text)
        return True

    async def _wanted(self, guild: int, targets: Sequence[Target]) -> list[Wanted]:
        """The summits that the digests of a server follow, nearest first, each once."""
        from briefings import agenda
        from briefings.cards import CardMaker

        world = (await self._bot.desk()).world
        found: dict[str, Wanted] = {}
        for target in targets:
            today = target.today(self._bot.clock())
            place = await self._bot.places.of(int(target.channel))
            speak = await prepared(target.language or place.locale)
            maker = CardMaker(world, today, speak)
            entries = await agenda.ahead(
                self._bot.store,
                world,
                today=today,
                to_day=today + timedelta(days=FAR_DAYS),
                actors=target.countries,
                scope=self._bot.scope_of(guild),
            )
            for entry in entries:
                if not _dated_summit(entry):
                    continue
                card = agenda.card(entry, maker, world)
                wanted = _as_wanted(entry, card, target, today, speak)
                same = found.get(wanted.event)
                if same is None or (wanted.near and not same.near):
                    found[wanted.event] = wanted
        return sorted(found.values(), key=lambda wanted: (wanted.starts, wanted.event))


def _dated_summit(entry: Entry) -> bool:
    """A confirmed summit whose day is known."""
    from briefings.models import Kind

    event = entry.recorded.event
    day = event.start is not None and len(event.start) == len("2024-10-22")
    return event.kind is Kind.SUMMIT and entry.recorded.confirmed and day


def _as_wanted(entry: Entry, card: Card, target: Target, today: date, speak: Tongue) -> Wanted:
    from briefings import dates

    event = entry.recorded.event
    first, last = dates.span(event.start or "", event.end)
    zone: ZoneInfo = target.schedule.zone
    starts = datetime.combine(first, time(12), zone)
    ends = datetime.combine(last + timedelta(days=1), time(), zone)
    payload = {
        "name": choice(card.what, NAME),
        "entity_type": _EXTERNAL,
        "privacy_level": _GUILD_ONLY,
        "scheduled_start_time": starts.astimezone(UTC).isoformat(),
        "scheduled_end_time": ends.astimezone(UTC).isoformat(),
        "entity_metadata": {"location": choice(tidy(card.where) or speak.say("Place not known"), LOCATION)},
        "description": _description(card, zone, speak),
    }
    return Wanted(
        event=entry.known.id if entry.known is not None else entry.recorded.id,
        own=entry.recorded.id,
        recorded=entry.recorded,
        payload=payload,
        starts=starts,
        ends=ends,
        near=first <= today + timedelta(days=target.horizon_days),
    )


def _description(card: Card, zone: ZoneInfo, speak: Tongue) -> str:
    """What it is about, where that stands, and that the hours are not the summit's."""
    hours = speak.say(
        "Only the days are known: it stands here from midday of the first day to the end of the last one, by "
        "the clock of {zone}.",
        zone=words(zone.key, 60),
    )
    lines = [words(card.summary or card.who, 400)]
    room = DESCRIPTION - MARKER - width(hours) - width(lines[0])
    for source in card.sources[:2]:
        line = link(source.label, source.url, 60)
        room -= width(line) + 1
        if room > 0:
            lines.append(line)
    return "\n".join([*(line for line in lines if line), hours])


def _marker(place: str, event: str) -> str:
    return f"#{hashlib.sha256(f'{place}|{event}'.encode()).hexdigest()[:10]}"


def _marked(payload: Payload, marker: str) -> Payload:
    return payload | {"description": f"{payload['description']}\n{marker}"}
