"""The Discord bot: opens the record, answers commands, and lets the ticker post what is due."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import aiohttp
import discord

from bot.discord import asking, briefing, commands, correct, reading, sources, syncing, watches
from bot.discord.carrier import Telling
from bot.discord.errors import BriefingTree
from bot.discord.gestures import AskButton, JumpButton, OpenMenu, ShowButton, turn_to
from bot.discord.permissions import examine
from bot.discord.places import Places
from bot.discord.poster import DiscordPoster
from bot.discord.recall import Recall
from bot.discord.routing import RoutedClient
from bot.discord.welcome import Welcome
from bot.languages import prepared
from bot.posting import SERVER_OF, Outcome, Posting, Target
from bot.schedule import Schedule
from briefings.errors import DragomanError
from briefings.languages import ENGLISH, Tongue
from briefings.store import open_store
from briefings.store.protocol import ALL, EventQuery

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    from bot.calendars import Almanac
    from bot.discord.announcing import Announcing
    from bot.feeding import Feeding
    from bot.settings import Settings
    from briefings.answers import Answer
    from briefings.completing import People
    from briefings.desk import Desk
    from briefings.digest import Digest
    from briefings.questions import Question
    from briefings.record import Record
    from briefings.store.protocol import Store
    from briefings.world import World

log = logging.getLogger(__name__)

TICK_SECONDS = 30
EVENTS_KNOWN = 300
BUTTONS_KEPT = timedelta(days=180)


class DragomanBot(RoutedClient):
    """Build it with `bot.discord.build_bot`; it works from `setup_hook` to `close`."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime] | None = None) -> None:
        super().__init__(settings)
        self.settings = settings
        self.clock = clock or _now
        self.tree = BriefingTree(self)
        self.places = Places(self)
        self.telling = Telling(self)
        self._welcome = Welcome(self)
        self.posting: Posting | None = None
        self.announcing: Announcing | None = None
        self.started = self.clock()
        self._feeding: Feeding | None = None
        self._open = AsyncExitStack()
        self._store: Store | None = None
        self._desk: Desk | None = None
        self._record: Record | None = None
        self._almanac: Almanac | None = None
        self._warming: asyncio.Task[Desk] | None = None
        self._scheduler: AsyncIOScheduler | None = None
        self._tick = asyncio.Lock()
        self._tidied: date | None = None
        self._channels_checked = False
        self._recall = Recall()
        self._withheld: Mapping[str, frozenset[str]] = {}
        self._people: People | None = None
        self._names_seen: set[str] = set()
        self.showing: set[int] = set()
        """Messages whose answer is being shown to the channel."""
        self.add_dynamic_items(AskButton, OpenMenu, JumpButton, ShowButton)
        commands.install(self)
        sources.install(self)
        briefing.install(self)
        reading.install(self)
        correct.install(self)
        watches.install(self)

    @property
    def store(self) -> Store:
        """The open record; only between `setup_hook` and `close`."""
        if self._store is None:
            raise RuntimeError("the bot has not been started or is closed")
        return self._store

    async def setup_hook(self) -> None:
        """Open the record for this bot alone, load the world, register commands, start the ticker."""
        store = await open_store(self.settings.database)
        self._open.push_async_callback(store.close)
        await self._open.enter_async_context(store.lock_for_bot())
        self._store = store
        self.posting = Posting(
            store.ledger, DiscordPoster(self), self._compose, targets(self.settings), self.clock
        )
        if any(target.extras.events for target in self.posting.targets):
            from bot.discord.announcing import Announcing

            self.announcing = Announcing(self, self.posting.targets)
        await syncing.sync(
            self.tree, self.http, self.application_id or 0, self.settings.discord_guilds, store
        )
        await self._beat()
        self._start_ticker()

    async def on_connect(self) -> None:
        if self._store is not None:
            await self._ready_desk()

    async def desk(self) -> Desk:
        """What answers questions, once the world is loaded."""
        return await self._ready_desk()

    async def _ready_desk(self) -> Desk:
        """The desk; the world is loaded once, in the pause between connecting and the first question."""
        if self._desk is not None:
            return self._desk
        if self._warming is None or self._warming.done():
            # One that failed, because the disk was busy say, is begun anew.
            self._warming = asyncio.create_task(self._warm(self.store), name="loading the world")
        return await asyncio.shield(self._warming)

    async def world(self) -> World:
        """What is known of the world, calendars included, once it is loaded."""
        return (await self._ready_desk()).world

    async def _warm(self, store: Store) -> Desk:
        """What answers need, loaded in a worker. Nothing here reads articles, so no reader is loaded."""
        from briefings import world

        def load() -> world.World:
            loaded = world.load()
            loaded.names.completions("a", 1)
            loaded.calendar.all()
            return loaded

        known = await asyncio.to_thread(load)
        if self.settings.calendars:
            from bot.calendars import Almanac, make_calendars

            calendars = make_calendars(self.settings, store, lambda: self.feeding.fetcher, self.clock, known)
            self._almanac = Almanac(calendars, known)
            known = await self._almanac.open()
        self._desk = self._desk_with(known, store)
        await self._learn_events()
        return self._desk

    def _desk_with(self, known: World, store: Store) -> Desk:
        from bot.cli import version
        from briefings.desk import Desk

        return Desk(
            store,
            known,
            self.clock,
            reader="rules",
            version=version(),
            guide=lambda: commands.topics(self),
            speaking=prepared,
        )

    async def _look_at_calendars(self) -> None:
        """Look at the admin's calendars, if there are any and it is time; answers know them from then on."""
        if not self.settings.calendars:
            return
        await self._ready_desk()
        renewed = await self._almanac.look() if self._almanac is not None else None
        if renewed is not None:
            self._desk = self._desk_with(renewed, self.store)

    @property
    def feeding(self) -> Feeding:
        """What polls the feeds; made when first asked for, so that the start stays light."""
        if self._feeding is None:
            from bot.feeding import Feeding

            self._feeding = Feeding(self.settings, self.store, self.clock)
            self._feeding.tell = lambda report: sources.tell(self, report)
            self._open.push_async_callback(self._feeding.close)
        return self._feeding

    async def _feed(self) -> None:
        """Look at the feeds that are due. Where no feed is followed, nothing for feeds is loaded."""
        if self._feeding is not None or self.settings.feeds or await self.store.sources.all():
            await self.feeding.look()

    async def record(self) -> Record:
        """What members' articles go through; its reader is loaded when the first one comes."""
        if self._record is None:

            def make() -> Record:
                from briefings.reading.rules import RulesReader
                from briefings.record import Record

                return Record(self.store, RulesReader(), self.clock)

            self._record = await asyncio.to_thread(make)
        return self._record

    def _start_ticker(self) -> None:
        from apscheduler.schedulers.asyncio import AsyncIOScheduler
        from apscheduler.triggers.interval import IntervalTrigger

        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(
            self.tick,
            IntervalTrigger(seconds=TICK_SECONDS, timezone=UTC),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        self._scheduler.start()

    async def tick(self) -> None:
        """One pass over everything that is due at the clock's time, as the ticker does it."""
        async with self._tick:
            if self._store is None or self.posting is None:
                return
            await self._beat()
            steps: dict[str, Callable[[], Awaitable[None]]] = {
                "looking at the channels": self._check_channels,
                "the feeds": self._feed,
                "the calendars": self._look_at_calendars,
                "the digests": self.posting.run,
                "the watches": self.telling.look,
                "learning events": self._learn_events,
                "tidying up": self._tidy,
            }
            if self.announcing is not None:
                steps["scheduled events"] = self.announcing.run
            for name, step in steps.items():
                try:
                    await step()
                except Exception:
                    # What one of them trips over must not cost a channel its digest.
                    log.exception("%s: the pass broke off and will be taken up again", name)

    async def _tidy(self) -> None:
        """Forget the questions of old buttons, once a day."""
        today = self.clock().astimezone(UTC).date()
        if self._tidied != today:
            self._tidied = today
            await self.store.forget_notes(asking.NOTES, self.clock() - BUTTONS_KEPT)

    async def post_by_hand(self, target: Target) -> Outcome:
        """Post the digest of the target's today, unless it is posted; never beside a pass of the ticker."""
        async with self._tick:
            if self.posting is None:
                raise RuntimeError("the bot has not been started")
            return await self.posting.post(target)

    async def preview(self, target: Target) -> tuple[str, ...]:
        """The bodies of the messages that would be posted now."""
        if self.posting is None:
            raise RuntimeError("the bot has not been started")
        return await self.posting.preview(target)

    async def answer(self, question: Question) -> Answer:
        """The desk's answer, once the world is loaded."""
        given = await (await self._ready_desk()).answer(question)
        self._recall.learn(card.event for card in given.cards if card.event.scope == ALL)
        return given

    def scope(self, interaction: discord.Interaction[Any]) -> str:
        """Whose part of the record an interaction sees besides everyone's."""
        return self.scope_of(interaction.guild_id)

    def scope_of(self, guild: int | None) -> str:
        """The scope of what belongs to a server."""
        return f"guild:{guild}" if guild else ALL

    def writes_in(self, guild: int | None) -> str:
        """The scope of what members of a server add and correct: everyone's where the server shares."""
        return ALL if guild in self.settings.shared_servers else self.scope_of(guild)

    async def events_corrected(self, events: Iterable[str]) -> None:
        """Forget what completions say of events that members corrected, and learn it anew."""
        for key in events:
            self._recall.forget(key)
        await self._learn_events()

    def names(self, typed: str, limit: int) -> list[str]:
        """Names of countries, organisations and leaders that go on from `typed`; from memory."""
        if self._desk is None:
            return []
        from briefings import world

        return list(world.load().names.completions(typed, limit))

    def named(self, typed: str, limit: int, speak: Tongue) -> list[tuple[str, str]]:
        """(label, name) of those, also by their names in another language; from memory."""
        if self._desk is None:
            return []
        known = self._desk.world
        own = [
            (name, known.label(code))
            for name, code in speak.completions(typed, limit)
            if code in known.states or code in known.organisations
        ]
        there = {name for _, name in own}
        return [*own, *((name, name) for name in self.names(typed, limit) if name not in there)][:limit]

    def known_events(
        self, typed: str, limit: int, scope: str = ALL, speak: Tongue = ENGLISH
    ) -> list[tuple[str, str]]:
        """(label, id) of events that `scope` sees whose label or id holds what is typed; from memory."""
        if self._desk is None:
            return []
        from briefings.cards import CardMaker

        gone = self._withheld.get(ALL, frozenset()) | self._withheld.get(scope, frozenset())
        maker = CardMaker(self._desk.world, self._desk.today, speak)
        return self._recall.find(typed, limit, maker, gone)

    def known_people(self, typed: str, limit: int) -> list[tuple[str, str]]:
        """(label, name) of people of the world and of events seen; from memory."""
        if self._desk is None:
            return []
        if self._people is None:
            from briefings.completing import People

            self._people = People(self._desk.world)
        self._people.add(self._names_seen)
        self._names_seen.clear()
        return [(name, name) for name in self._people.find(typed, limit)]

    def known_summits(self, typed: str, limit: int, speak: Tongue = ENGLISH) -> list[tuple[str, str]]:
        """(label, id) of summits of the calendar; from memory."""
        if self._desk is None:
            return []
        from briefings.completing import summits

        return summits(self._desk.world.calendar, typed, self._desk.today, limit, speak)

    async def _learn_events(self) -> None:
        """Keep the newest events at hand for completion: what belongs to everyone only."""
        if self._desk is None or self._store is None:
            return
        page = await self._store.events.query(EventQuery(limit=EVENTS_KNOWN))
        self._withheld = await self._store.corrections.withheld()
        self._recall.learn(page.events, newest=True)
        self._names_seen.update(name for recorded in page.events for name in recorded.event.people)

    async def _compose(self, target: Target, day: date, since: datetime | None) -> Digest:
        from briefings import digest

        desk = await self._ready_desk()
        place = await self.places.of(int(target.channel))
        await self._note_server(target, place.guild)
        speak = await prepared(target.language or place.locale)
        made = await digest.compose(
            self.store,
            desk.world,
            on=day,
            horizon_days=target.horizon_days,
            countries=target.countries,
            since=since,
            name=target.name,
            scope=self.scope_of(place.guild),
            speak=speak,
        )
        if not target.extras.calendar or not made.upcoming:
            return made
        from briefings.ics import calendar_file

        name = f"digest-{day.isoformat()}"
        ahead = await calendar_file(made.upcoming, self.store, desk.world, speak, title=made.title, name=name)
        return replace(made, files=(ahead.file,)) if ahead.events else made

    async def _note_server(self, target: Target, guild: int | None) -> None:
        """Leave word for the command line, which cannot ask Discord whose record a digest sees."""
        key, known = f"{SERVER_OF}{target.channel}", str(guild or "")
        if await self.store.note(key) != known:
            await self.store.set_note(key, known, self.clock())

    async def _check_channels(self) -> None:
        """Say in the log, once after a start, what a digest would fail on."""
        if self._channels_checked or self.user is None:
            return
        self._channels_checked = True
        for name, wanted in self.settings.digest.items():
            try:
                report = await examine(self.http, self.user.id, wanted.channel, wanted.extras)
            except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
                log.warning("digest %s: the channel could not be checked: %s", name, error)
                continue
            for sentence in report.sentences:
                log.warning("digest %s, %s: %s", name, report.place, sentence)

    async def _beat(self) -> None:
        await self.store.beat(self.clock(), json.dumps({"ready": self.is_ready() and self._connected()}))

    async def _last_beat(self) -> None:
        """A bot that ended in order says so, lest it be taken for alive until the heartbeat is old."""
        if self._store is None:
            return
        try:
            await self._store.beat(self.clock(), json.dumps({"ready": False, "closed": True}))
        except DragomanError as error:
            log.warning("the end could not be noted: %s", error)

    def _connected(self) -> bool:
        return self.ws is not None and getattr(self.ws, "open", True)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        if self._store is not None:
            await turn_to(interaction)

    async def on_ready(self) -> None:
        log.info("ready as %s; servers: %d", self.user, len(self.guilds))
        if self._store is not None:
            await self._beat()
            await sources.servers_known(self)
            await watches.servers_known(self)
            await self._welcome.catch_up(self.guilds)
            servers = [guild.id for guild in self.guilds]
            await syncing.sweep(self.http, self.application_id or 0, servers, self._store)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        if self._store is not None:
            await sources.server_left(self, guild.id)
            await watches.server_left(self, guild.id)

    async def on_guild_available(self, guild: discord.Guild) -> None:
        if self._store is not None:
            await self._welcome.catch_up([guild])

    async def on_guild_join(self, guild: discord.Guild) -> None:
        if self._store is not None:
            await sources.server_joined(self, guild.id)
            await watches.server_joined(self, guild.id)
            await self._welcome.greet(guild)

    async def close(self) -> None:
        """Finish the pass that is under way, then close ticker, record and connection."""
        if self._scheduler is not None:
            self._scheduler.pause()
        async with self._tick:
            scheduler, self._scheduler = self._scheduler, None
            if scheduler is not None:
                scheduler.shutdown(wait=False)
            warming, self._warming = self._warming, None
            if warming is not None:
                await asyncio.gather(warming, return_exceptions=True)
            await self.telling.close()
            await self._last_beat()
            self._store = self._feeding = None
            await self._open.aclose()
        await super().close()


def targets(settings: Settings) -> list[Target]:
    """The digests that the settings ask for, as `bot.posting` takes them."""
    return [
        Target(
            key=f"discord:{wanted.channel}:{name}",
            name=name,
            channel=str(wanted.channel),
            schedule=Schedule(
                wanted.time,
                ZoneInfo(wanted.timezone),
                wanted.weekdays,
                timedelta(hours=settings.catch_up_hours),
            ),
            horizon_days=wanted.horizon_days,
            countries=wanted.countries,
            extras=wanted.extras,
            language=wanted.language,
        )
        for name, wanted in settings.digest.items()
    ]


def _now() -> datetime:
    return datetime.now(UTC)
