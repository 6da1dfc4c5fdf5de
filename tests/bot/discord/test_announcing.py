"""Scheduled events of a server: one for each confirmed summit, whatever dies, moves or is called off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.discord import announcing
from bot.discord.bot import DragomanBot
from bot.discord.text import width
from bot.posting import Target
from bot.schedule import Schedule
from briefings import agenda, world
from briefings.agenda import Entry
from briefings.cards import CardMaker
from briefings.languages import ENGLISH
from briefings.models import Article, Kind, Place, PublishedBasis, RecordedEvent, Source, Status
from briefings.record import Record
from briefings.store import open_store

from .conftest import Clock, Discord, Library, ScriptedReader, meeting
from .hostile import HOSTILE, faults, plain_faults

LAGOON: dict[str, Any] = {
    "kind": Kind.SUMMIT,
    "status": Status.UPCOMING,
    "name": "Lagoon summit",
    "start": "2024-10-22",
    "end": "2024-10-24",
    "place": Place("NR", "Yaren"),
    "summary": "Nauru hosts the Lagoon summit.",
    "quote": "Nauru hosts the Lagoon summit from 22 to 24 October 2024.",
}


class Crash(BaseException):
    """The process dies."""


class Server:
    """A bot whose digest asks for scheduled events, and the events of its server."""

    def __init__(
        self, env: Discord, make: Callable[..., DragomanBot], clock: Clock, library: Library
    ) -> None:
        self.env = env
        self.clock = clock
        self.library = library
        self._make = make

    async def start(self, *, crash: bool = False, **digest: Any) -> None:
        digest = {"channel": self.env.channel.id, "scheduled_events": True, "time": "23:00"} | digest
        await self.env.restart(self._make(digest={"morning": digest}), crash=crash)

    async def look(self) -> None:
        self.clock.forward(minutes=11)
        await self.env.bot.tick()

    async def tell(self, title: str, published: str = "2024-09-20", **fields: Any) -> str:
        summit = meeting("NR", "TV", **(LAGOON | fields))
        [event] = await self.library.add(title, summit, published=published)
        return event

    async def forget(self, title: str) -> None:
        path = self.env.bot.settings.database
        async with await open_store(path) as store:
            record = Record(store, ScriptedReader({}), self.clock)
            await record.forget(f"https://news.example/{abs(hash(title))}")

    @property
    def events(self) -> list[Any]:
        """Those of the summit; the calendar's own are left out."""
        every = self.env.env.backend.get_guild(self.env.guild.id).scheduled_events.values()
        return [event for event in every if event.name == "Lagoon summit"]

    def calls(self, method: str) -> int:
        return sum(
            "scheduled-events" in one.path and one.method == method for one in self.env.env.http_requests
        )


@pytest.fixture
async def server(
    discord_env: Discord, make_bot: Callable[..., DragomanBot], clock: Clock, library: Library
) -> Server:
    return Server(discord_env, make_bot, clock, library)


async def test_a_summit_becomes_one_event_in_days_and_says_so(server: Server) -> None:
    await server.tell("Nauru prepares")
    await server.start(timezone="Europe/Berlin")
    for _ in range(3):
        await server.look()
    [event] = server.events
    assert event.scheduled_start_time == "2024-10-22T10:00:00+00:00"
    assert event.scheduled_end_time == "2024-10-24T22:00:00+00:00"
    assert event.entity_metadata == {"location": "Yaren, Nauru"}
    assert "Nauru hosts the Lagoon summit" in event.description
    assert "midday of the first day to the end of the last one, by the clock of Europe/Berlin" in (
        event.description
    )
    await server.start(timezone="Europe/Berlin")
    changes = server.calls("PATCH")
    await server.look()
    assert len(server.events) == 1
    assert server.calls("PATCH") == changes


async def test_what_is_vague_unconfirmed_or_far_is_left_out(server: Server) -> None:
    await server.tell("Month only", start="2024-10", end=None)
    await server.tell("Far", name="Distant summit", start="2025-06-01", end=None)
    await server.start(horizon_days=14)
    await server.look()
    every = server.env.env.backend.get_guild(server.env.guild.id).scheduled_events.values()
    names = {event.name for event in every}
    assert not names & {"Lagoon summit", "Distant summit"}
    assert names
    assert max(event.scheduled_start_time[:10] for event in every) <= "2024-10-14"


def test_what_nobody_has_confirmed_is_left_out() -> None:
    known = world.load()
    kazan = known.calendar.get("brics-2024")
    assert kazan is not None
    doubtful = replace(kazan, start="2027-10-22", end="2027-10-24", announced=False)
    for summit, sure in ((doubtful, False), (replace(doubtful, announced=True), True)):
        entry = Entry(agenda.as_recorded(summit, known, date(2026, 11, 22)), summit)
        assert announcing._dated_summit(entry) is sure


@pytest.mark.parametrize("point", ["before", "after"])
async def test_a_crash_while_it_is_made_makes_no_second_one(
    server: Server, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    await server.tell("Nauru prepares")
    await server.start(countries=["Nauru"], horizon_days=25)
    http = server.env.bot.http
    create = http.create_guild_scheduled_event

    async def mortal(guild: int, **payload: Any) -> Any:
        if payload["name"] != "Lagoon summit":
            return await create(guild, **payload)
        if point == "after":
            await create(guild, **payload)
        raise Crash

    monkeypatch.setattr(http, "create_guild_scheduled_event", mortal)
    with pytest.raises(Crash):
        await server.look()
    await server.start(crash=True)
    await server.look()
    await server.look()
    assert len(server.events) == 1


async def test_it_moves_with_the_record(server: Server, library: Library) -> None:
    await server.tell("Nauru prepares")
    await server.start()
    await server.look()
    await server.forget("Nauru prepares")
    await server.tell("Nauru is ready", start="2024-10-23", end="2024-10-25")
    await server.look()
    standing = [event for event in server.events if event.status == 1]
    assert [event.scheduled_start_time for event in standing] == ["2024-10-23T12:00:00+00:00"]


@pytest.mark.parametrize("down", [False, True])
async def test_it_is_called_off_with_the_record(server: Server, down: bool) -> None:
    await server.tell("Nauru prepares")
    await server.start()
    await server.look()
    await server.tell("Nauru calls it off", status=Status.CANCELLED, published="2024-09-29")
    if down:
        await server.start()
    await server.look()
    await server.look()
    assert [event.status for event in server.events] == [4]


async def test_what_is_forgotten_goes(server: Server) -> None:
    await server.tell("Nauru prepares")
    await server.start()
    await server.look()
    assert len(server.events) == 1
    await server.forget("Nauru prepares")
    await server.look()
    assert server.events == []


async def test_what_a_manager_took_away_is_not_made_again(server: Server) -> None:
    await server.tell("Nauru prepares")
    await server.start()
    await server.look()
    [event] = server.events
    server.env.env.backend.delete_scheduled_event(server.env.guild.id, event.id)
    await server.tell("More about it", summary="The Lagoon summit will last three days.")
    for _ in range(3):
        await server.look()
    assert server.events == []


async def test_where_the_bot_may_not_it_is_said_and_the_digest_is_posted(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.env.env.inject_error("POST", "/guilds/*/scheduled-events", status=403, code=50013, times=5)
    await server.tell("Nauru prepares")
    await server.start(time="07:10")
    for _ in range(4):
        await server.look()
    assert server.calls("POST") == 1
    assert "needs Create Events" in caplog.text
    assert server.env.channel.history()
    assert server.env.bot.announcing is not None
    assert "Create Events" in server.env.bot.announcing.troubles[server.env.guild.id]


async def test_trouble_at_discord_is_waited_out(server: Server) -> None:
    server.env.env.inject_error("POST", "/guilds/*/scheduled-events", status=503, times=3)
    await server.tell("Nauru prepares")
    await server.start()
    for _ in range(5):
        await server.look()
    assert len(server.events) == 1


async def test_no_more_than_discord_allows(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcing, "MOST", 0)
    await server.tell("Nauru prepares")
    await server.start()
    await server.look()
    assert server.events == []
    monkeypatch.setattr(announcing, "MOST", 100)
    await server.look()
    assert len(server.events) == 1


@pytest.mark.parametrize("own", [True, False])
async def test_a_servers_summits_are_announced_there_and_nowhere_else(
    server: Server, clock: Clock, own: bool
) -> None:
    scope = f"guild:{server.env.guild.id}" if own else "guild:1"
    path = server.env.bot.settings.database
    event = meeting("NR", "TV", **LAGOON)
    async with await open_store(path) as store:
        article = Article(
            title="Elsewhere",
            text=event.quote,
            published="2024-09-20",
            published_basis=PublishedBasis.GIVEN,
            url="https://news.example/x",
        )
        await Record(store, ScriptedReader({"Elsewhere": (event,)}), clock).add(article, scope)
    await server.start()
    await server.look()
    assert len(server.events) == own


def test_markers_differ_by_place_and_event() -> None:
    markers = {announcing._marker(place, event) for place in "ab" for event in ("e1", "e2")}
    assert len(markers) == 4


def test_hostile_words_keep_to_discords_limits() -> None:
    at = datetime(2024, 9, 30, tzinfo=UTC)
    target = Target("k", "morning", "1", Schedule(time(8), ZoneInfo("America/Argentina/Buenos_Aires")), 60)
    known = world.load()
    for text in HOSTILE:
        place = Place("NR", text * 2)
        told = meeting("NR", "TV", **(LAGOON | {"name": text * 3, "summary": text * 90, "place": place}))
        sources = [Source(f"a{n}", text, f"https://e.example/{n}", text, None, text) for n in range(3)]
        entry = Entry(RecordedEvent("e1", told, tuple(sources), at, at))
        card = agenda.card(entry, CardMaker(known, at.date()), known)
        wanted = announcing._as_wanted(entry, card, target, at.date(), ENGLISH)
        payload = announcing._marked(wanted.payload, "#0123456789")
        assert 1 <= width(payload["name"]) <= announcing.NAME
        assert 1 <= width(payload["entity_metadata"]["location"]) <= announcing.LOCATION
        assert width(payload["description"]) <= announcing.DESCRIPTION
        assert payload["description"].endswith("\n#0123456789")
        assert "Buenos" in payload["description"]
        assert not faults(payload["description"].rpartition("\n")[0])
        assert not plain_faults(payload["name"]) + plain_faults(payload["entity_metadata"]["location"])


class MortalAnnounced:
    """The real table, but the process dies before or after the n-th write about the summit."""

    def __init__(self, real: Any, at: int, after: bool) -> None:
        self._real = real
        self._at = at
        self._after = after
        self.writes = 0

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._real, name)
        if name not in ("keep", "drop"):
            return method

        async def mortal(*given: Any) -> Any:
            about = given[0].event if name == "keep" else given[1]
            self.writes += about.startswith("e")
            if self.writes == self._at and not self._after:
                raise Crash
            result = await method(*given)
            if self.writes == self._at and self._after:
                raise Crash
            return result

        return mortal


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", [1, 2])
@pytest.mark.parametrize("change", ["made", "moved", "called off", "forgotten"])
async def test_a_crash_at_any_write_leaves_one_event_that_is_right(
    server: Server, monkeypatch: pytest.MonkeyPatch, change: str, at: int, after: bool
) -> None:
    await server.tell("Nauru prepares")
    await server.start()
    if change != "made":
        await server.look()
    if change == "moved":
        # The same event on another day: what the first article said is taken back by its new text.
        await server.tell("Nauru corrects", start="2024-10-22", end="2024-10-25", published="2024-09-29")
        await server.forget("Nauru prepares")
    elif change == "called off":
        await server.tell("Nauru calls it off", published="2024-09-29", status=Status.CANCELLED)
    elif change == "forgotten":
        await server.forget("Nauru prepares")
    store: Any = server.env.bot.store
    mortal = MortalAnnounced(store.announced, at, after)
    monkeypatch.setattr(store, "announced", mortal)
    try:
        await server.look()
    except Crash:
        assert mortal.writes == at
    await server.start(crash=True)
    await server.look()
    await server.look()
    standing = [event.scheduled_end_time[:10] for event in server.events if event.status == 1]
    assert standing == {"made": ["2024-10-25"], "moved": ["2024-10-26"]}.get(change, [])
    assert len(server.events) <= 2
