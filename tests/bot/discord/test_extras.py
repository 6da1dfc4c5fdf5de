"""What a digest has besides its text, and whose part of the record it sees, on simcord's Discord."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import discord
import pytest

from bot.discord import poster as posting_to
from bot.discord.bot import DragomanBot
from briefings.models import Article, Kind, Place, PublishedBasis, Status
from briefings.record import Record
from briefings.store import open_store

from .conftest import PARTNERS, Clock, Discord, Library, ScriptedReader, meeting, texts

EIGHT = "2024-09-30T08:00"


class Crash(BaseException):
    """The process dies."""


class Desk:
    """A bot with one digest, and what its channel shows."""

    def __init__(
        self, env: Discord, make: Callable[..., DragomanBot], clock: Clock, library: Library
    ) -> None:
        self.env = env
        self.clock = clock
        self.library = library
        self.channel = env.channel
        self._make = make

    async def start(self, *, crash: bool = False, **digest: Any) -> None:
        settings = {"channel": self.channel.id, "countries": ["Brazil"]} | digest
        await self.env.restart(self._make(digest={"morning": settings}), crash=crash)

    async def tick(self, iso: str | None = None, **later: float) -> None:
        if iso:
            self.clock.set(iso)
        self.clock.forward(**later)
        await self.env.bot.tick()

    async def long(self) -> None:
        """Enough events for several messages."""
        for number, partner in enumerate(PARTNERS):
            summary = f"Lula is to see the leaders of {partner} there. " * 12
            event = meeting(
                "BR", partner, kind=Kind.VISIT, status=Status.UPCOMING, start=f"2024-10-{number + 1:02}",
                place=Place(partner, f"Port {partner}"), summary=summary,
            )  # fmt: skip
            await self.library.add(f"Visit {number}", event)

    def posts(self, channel: Any = None) -> list[discord.Message]:
        ours = self.env.bot.user.id if self.env.bot.user else 0
        history = (channel or self.channel).history()
        return [
            message
            for message in history
            if message.author.id == ours and message.type is discord.MessageType.default
        ]

    async def parts(self, day: str = "2024-09-30") -> Any:
        return await self.env.bot.store.ledger.parts(f"discord:{self.channel.id}:morning", day)


@pytest.fixture
async def desk(
    discord_env: Discord, make_bot: Callable[..., DragomanBot], clock: Clock, library: Library
) -> Desk:
    return Desk(discord_env, make_bot, clock, library)


async def test_a_thread_takes_all_but_the_first_message(desk: Desk) -> None:
    await desk.long()
    await desk.start(thread=True)
    await desk.tick(EIGHT)
    assert len(desk.posts()) == 1
    [thread] = desk.channel.threads
    assert thread.name == "Monday 30 September 2024"
    assert len(desk.posts(thread)) == len(await desk.parts()) - 1 > 0
    await desk.tick(minutes=5)
    await desk.tick("2024-10-01T08:00")
    assert len(desk.channel.threads) == 2


@pytest.mark.parametrize("point", ["before", "after", "in the thread"])
async def test_a_crash_around_the_thread_starts_no_second_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    await desk.long()
    await desk.start(thread=True)
    poster: Any = desk.env.bot.posting._poster  # type: ignore[union-attr]
    take, send = poster.take, poster.send

    async def mortal(*given: Any) -> str:
        if point == "after":
            await take(*given)
        if point != "in the thread":
            raise Crash
        return str(await take(*given))

    async def dying(channel: str, *given: Any) -> str:
        sent = await send(channel, *given)
        if channel != str(desk.channel.id):
            raise Crash
        return str(sent)

    monkeypatch.setattr(poster, "take", mortal)
    monkeypatch.setattr(poster, "send", dying)
    with pytest.raises(Crash):
        await desk.tick(EIGHT)
    desk.clock.forward(minutes=20)
    await desk.start(crash=True, thread=True)
    await desk.tick()
    await desk.tick(minutes=5)
    [thread] = desk.channel.threads
    shown = [texts(message) for message in (*desk.posts(), *desk.posts(thread))]
    assert len(shown) == len(set(shown)) == len(await desk.parts())
    assert len(desk.posts()) == 1
    said = "\n".join(shown)
    assert [said.count(f"PORT {partner} — **") for partner in PARTNERS] == [1] * len(PARTNERS)


async def test_where_no_thread_may_be_the_digest_stays_in_the_channel(desk: Desk) -> None:
    everyone = desk.env.guild.default_role
    desk.channel = desk.env.guild.create_text_channel(
        "plain", overwrites={everyone: discord.PermissionOverwrite(create_public_threads=False)}
    )
    await desk.long()
    await desk.start(thread=True)
    await desk.tick(EIGHT)
    assert desk.channel.threads == []
    assert len(desk.posts()) == len(await desk.parts()) > 1


async def test_every_message_is_published_from_an_announcement_channel(desk: Desk) -> None:
    desk.channel = desk.env.guild.create_news_channel("news")
    await desk.long()
    await desk.start(publish=True)
    await desk.tick(EIGHT)
    assert len(desk.posts()) > 1
    await desk.tick(minutes=5)
    calls = [one.path.split("/")[-2] for one in desk.env.env.http_requests if one.path.endswith("/crosspost")]
    assert calls == [str(message.id) for message in desk.posts()]
    steps = await desk.env.bot.store.ledger.steps(f"discord:{desk.channel.id}:morning", "2024-09-30")
    assert {step.state for step in steps} == {"done"}


async def test_one_role_is_pinged_and_only_by_the_first_message(desk: Desk) -> None:
    role = desk.env.guild.create_role("desk", mentionable=True)
    other = desk.env.guild.create_role("others", mentionable=True)
    event = meeting(
        "BR", "IN", kind=Kind.VISIT, status=Status.UPCOMING, start="2024-10-01",
        summary=f"Lula greets <@&{other.id}> and @everyone and <@{desk.env.ann.id}> there.",
    )  # fmt: skip
    await desk.library.add("Greetings", event)
    await desk.long()
    await desk.start(mention_role=role.id)
    await desk.tick(EIGHT)
    first, *rest = desk.posts()
    assert [one.id for one in first.role_mentions] == [role.id]
    assert texts(first).strip().startswith(f"<@&{role.id}>")
    assert rest
    for message in (first, *rest):
        assert not message.mention_everyone
        assert not message.mentions
    assert all(not message.role_mentions for message in rest)


async def test_a_quiet_day_pings_nobody(desk: Desk) -> None:
    role = desk.env.guild.create_role("desk", mentionable=True)
    await desk.start(mention_role=role.id, countries=("XK",), horizon_days=1)
    await desk.tick(EIGHT)
    [post] = desk.posts()
    assert "A quiet day" in texts(post)
    assert not post.role_mentions


async def test_what_is_ahead_comes_as_a_calendar(desk: Desk) -> None:
    await desk.long()
    await desk.start(attach_calendar=True)
    await desk.tick(EIGHT)
    first, *rest = desk.posts()
    assert [file.filename for file in first.attachments] == ["digest-2024-09-30.ics"]
    assert b"BEGIN:VCALENDAR" in await first.attachments[0].read()
    assert all(not message.attachments for message in rest)


async def test_a_calendar_that_is_refused_is_left_out(desk: Desk) -> None:
    desk.env.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=1)
    await desk.long()
    await desk.start(attach_calendar=True)
    await desk.tick(EIGHT)
    first = desk.posts()[0]
    assert not first.attachments
    parts = await desk.parts()
    assert len(desk.posts()) == len(parts)
    assert parts[0].state == "sent"
    assert "posted without its files: " in parts[0].reason


async def test_what_an_older_version_froze_is_still_sent(desk: Desk) -> None:
    await desk.start()
    ledger = desk.env.bot.store.ledger
    body = json.dumps({"embeds": [{"type": "rich", "description": "From before", "footer": {"text": "#1"}}]})
    key = f"discord:{desk.channel.id}:morning"
    await ledger.freeze(key, "2024-09-30", [(body, "n1")], desk.clock())
    await desk.tick(EIGHT)
    [message] = desk.posts()
    assert message.embeds[0].description == "From before"


async def test_a_digest_sees_its_own_servers_part_of_the_record(desk: Desk) -> None:
    there = desk.env.guild.id
    async with await open_store(desk.env.bot.settings.database) as store:
        for number, scope in enumerate((f"guild:{there}", "guild:1")):
            event = meeting(
                "BR", PARTNERS[number], kind=Kind.VISIT, status=Status.UPCOMING, start=f"2024-10-1{number}",
                summary=f"Lula travels for {'us' if number == 0 else 'strangers'}.",
            )  # fmt: skip
            article = Article(
                title=scope,
                text=event.quote,
                published="2024-09-20",
                published_basis=PublishedBasis.GIVEN,
                url=f"https://news.example/{number}",
            )
            await Record(store, ScriptedReader({scope: (event,)}), desk.clock).add(article, scope)
    await desk.start()
    await desk.tick(EIGHT)
    said = "\n".join(texts(message) for message in desk.posts())
    assert "Lula travels for us." in said
    assert "strangers" not in said


@pytest.mark.parametrize(
    ("locale", "set_to", "said"),
    [
        ("fr", None, "30 septembre 2024"),
        ("fr", "es", "30 de septiembre de 2024"),
        ("ja", None, "30 September 2024"),
    ],
)
async def test_a_digest_speaks_the_servers_language_unless_told_otherwise(
    desk: Desk, locale: str, set_to: str | None, said: str
) -> None:
    guild = desk.env.env.create_guild("Bureau", preferred_locale=locale)
    desk.channel = guild.create_text_channel("digest")
    await desk.start(language=set_to)
    await desk.tick(EIGHT)
    assert said in "\n".join(texts(message) for message in desk.posts())


def test_nobody_is_pinged_where_nobody_is_to_be() -> None:
    assert posting_to.pings({}).to_dict() == {"parse": []}
    assert posting_to.pings({"mention": "7"}).to_dict() == {"parse": [], "roles": [7]}
