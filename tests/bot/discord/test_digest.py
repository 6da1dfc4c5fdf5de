"""The digest in a channel of simcord's Discord: once, on time, whatever dies."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import discord
import pytest

from bot.discord.bot import DragomanBot
from bot.schedule import Schedule
from briefings.models import Kind, Place, Status

from .conftest import PARTNERS, Clock, Discord, Library, meeting, texts

KAZAN: dict[str, Any] = {
    "kind": Kind.SUMMIT,
    "status": Status.UPCOMING,
    "organisation": "BRICS",
    "name": "BRICS summit",
    "start": "2024-10",
    "place": Place("RU", "Kazan"),
    "summary": "Kazan hosts the leaders of BRICS.",
    "quote": "Kazan hosts the leaders of BRICS in October 2024.",
}
EIGHT = "2024-09-30T08:00"


class Morning:
    """A bot with a digest for the test's channel, and what that channel shows."""

    def __init__(self, env: Discord, make: Callable[..., DragomanBot], clock: Clock) -> None:
        self.env = env
        self.clock = clock
        self._make = make
        self.digest: dict[str, Any] = {"channel": env.channel.id}

    async def start(self, **digest: Any) -> None:
        self.digest |= digest
        await self.env.restart(self._make(digest={"morning": self.digest}))

    async def tick(self, iso: str | None = None) -> None:
        if iso:
            self.clock.set(iso)
        await self.env.bot.tick()

    def posts(self) -> list[discord.Message]:
        return [m for m in self.env.channel.history() if m.author.id == self.env.bot.user.id]  # type: ignore[union-attr]

    def text(self) -> str:
        return "\n".join(texts(message) for message in self.posts())


def foot(message: discord.Message) -> str:
    """The last line of a message, which tells its parts apart."""
    return texts(message).splitlines()[-1]


@pytest.fixture
async def morning(discord_env: Discord, make_bot: Callable[..., DragomanBot], clock: Clock) -> Morning:
    return Morning(discord_env, make_bot, clock)


async def test_the_digest_is_posted_once_at_its_time(morning: Morning, library: Library) -> None:
    await library.add("Kazan prepares", meeting("BR", "IN", "RU", **KAZAN))
    await morning.start()
    await morning.tick("2024-09-30T07:59")
    assert morning.posts() == []
    for minute in (0, 1, 30):
        await morning.tick(f"2024-09-30T08:{minute:02}")
    assert len(morning.posts()) == 1
    text = morning.text()
    assert "Monday 30 September 2024" in text
    assert "Kazan hosts the leaders of BRICS." in text
    assert text.index("Kazan") < text.index("Francophonie") or "Francophonie" not in text
    await morning.tick("2024-10-01T08:00")
    assert len(morning.posts()) == 2


async def test_a_quiet_day_is_one_line(morning: Morning) -> None:
    await morning.start(countries=["Nauru"], horizon_days=1)
    await morning.tick("2024-08-05T08:00")
    [post] = morning.posts()
    title, note, last = [line for line in texts(post).splitlines() if line]
    assert title.startswith("## Diplomatic digest")
    assert note.startswith("A quiet day")
    assert last.startswith("-# 2024-08-05")


async def test_a_restart_does_not_repeat_it(morning: Morning) -> None:
    await morning.start()
    await morning.tick(EIGHT)
    posted = len(morning.posts())
    await morning.start()
    await morning.tick("2024-09-30T08:05")
    assert len(morning.posts()) == posted


class Crash(BaseException):
    """The process dies."""


@pytest.mark.parametrize("year", [2024, 2027], ids=["channel's clock ahead", "our clock ahead"])
@pytest.mark.parametrize("down", [timedelta(seconds=30), timedelta(hours=2)])
@pytest.mark.parametrize("point", ["before sending", "after sending", "before the second part"])
async def test_a_crash_neither_loses_nor_repeats_a_part(
    morning: Morning,
    library: Library,
    monkeypatch: pytest.MonkeyPatch,
    point: str,
    down: timedelta,
    year: int,
) -> None:
    for number, partner in enumerate(PARTNERS):
        summary = f"Lula is to see the leaders of {partner} there. " * 12
        event = meeting(
            "BR", partner, kind=Kind.VISIT, status=Status.UPCOMING, start=f"{year}-10-{number + 1:02}",
            place=Place(partner, f"Port {partner}"), summary=summary,
        )  # fmt: skip
        await library.add(f"Visit {number}", event, published=f"{year}-09-20")
    await morning.start()
    poster = morning.env.bot.posting._poster  # type: ignore[union-attr]
    send, sends = poster.send, 0

    async def mortal(channel: str, body: str, nonce: str) -> str:
        nonlocal sends
        sends += 1
        if point == "before sending" or (point == "before the second part" and sends == 2):
            raise Crash
        sent = await send(channel, body, nonce)
        if point == "after sending":
            raise Crash
        return sent

    monkeypatch.setattr(poster, "send", mortal)
    with pytest.raises(Crash):
        await morning.tick(f"{year}-09-30T08:00")
    morning.clock.forward(seconds=down.total_seconds())
    await morning.start()
    await morning.tick()
    await morning.tick()
    text = morning.text()
    assert len(morning.posts()) > 1
    assert [text.count(f"PORT {partner} — **") for partner in PARTNERS] == [1] * len(PARTNERS)
    assert len({foot(message) for message in morning.posts()}) == len(morning.posts())


@pytest.mark.parametrize(
    ("zone", "wall", "day"),
    [
        ("Europe/Berlin", "02:30", date(2026, 3, 29)),
        ("Europe/Berlin", "02:30", date(2026, 10, 25)),
        ("America/New_York", "01:30", date(2026, 11, 1)),
        ("Africa/Cairo", "00:00", date(2026, 4, 24)),
    ],
)
async def test_once_a_day_where_clocks_change(morning: Morning, zone: str, wall: str, day: date) -> None:
    await morning.start(timezone=zone, time=wall)
    schedule = Schedule(time.fromisoformat(wall), ZoneInfo(zone))
    morning.clock.now = schedule.instant(day - timedelta(days=1)) - timedelta(hours=1)
    until = schedule.instant(day + timedelta(days=1)) + timedelta(hours=2)
    while morning.clock() < until:
        await morning.tick()
        morning.clock.forward(minutes=30)
    titles = {line for line in morning.text().splitlines() if line.startswith("## ")}
    days = [day + timedelta(days=n) for n in (-1, 0, 1)]
    assert len(titles) == 3
    assert all(any(f"{d.day} {d:%B %Y}" in title for title in titles) for d in days)
    feet = [foot(message) for message in morning.posts()]
    assert len(set(feet)) == len(feet)


async def test_a_late_digest_says_so_and_a_very_late_one_is_recorded(morning: Morning) -> None:
    await morning.start()
    await morning.tick("2024-09-30T11:00")
    assert "Late by 3 hours" in morning.text()
    posted = len(morning.posts())
    await morning.tick("2024-10-01T20:00")
    assert len(morning.posts()) == posted
    key = f"discord:{morning.env.channel.id}:morning"
    [part] = await morning.env.bot.store.ledger.parts(key, "2024-10-01")
    assert part.state == "skipped"


async def test_a_digest_frozen_by_an_older_version_is_sent_and_found(
    morning: Morning, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its embeds are sent as they were frozen, and a crash after that does not repeat them."""

    def freeze(_digest: Any, _notice: str, marker: Callable[[int], str], _extras: Any) -> list[str]:
        return [json.dumps({"embeds": [{"title": "Older digest", "footer": {"text": f"1 · {marker(0)}"}}]})]

    await morning.start()
    poster: Any = morning.env.bot.posting._poster  # type: ignore[union-attr]
    send = poster.send

    async def mortal(*given: Any) -> str:
        await send(*given)
        raise Crash

    monkeypatch.setattr(poster, "freeze", freeze)
    monkeypatch.setattr(poster, "send", mortal)
    with pytest.raises(Crash):
        await morning.tick(EIGHT)
    await morning.start()
    await morning.tick("2024-09-30T08:05")
    assert [post.embeds[0].title for post in morning.posts()] == ["Older digest"]
    key = f"discord:{morning.env.channel.id}:morning"
    [part] = await morning.env.bot.store.ledger.parts(key, "2024-09-30")
    assert part.state == "sent"


async def test_words_of_an_article_are_not_taken_for_the_marker(morning: Morning, library: Library) -> None:
    """A part that was not sent is sent, whatever an event in the channel says."""
    await morning.start()
    poster: Any = morning.env.bot.posting._poster  # type: ignore[union-attr]
    since = morning.clock() - timedelta(hours=1)
    quoted = "-# 2024-09-30 · #0123abcd"
    await library.add("Markers", meeting("IN", "RU", summary=quoted, quote=quoted))
    result = await morning.env.ask("met", who="india", public=True)
    assert "#0123abcd" in texts(result.response)
    assert await poster.find(str(morning.env.channel.id), "#0123abcd", since) is None


async def test_trouble_at_discord_is_waited_out(morning: Morning) -> None:
    await morning.start(countries=["Nauru"], horizon_days=1)
    morning.env.env.inject_error("POST", "/channels/*/messages", status=503, times=2)
    for minute in range(10):
        await morning.tick(f"2024-09-30T08:{minute:02}")
    assert len(morning.posts()) == 1


async def test_a_closed_channel_fails_once_and_is_explained(
    morning: Morning, caplog: pytest.LogCaptureFixture
) -> None:
    everyone = morning.env.guild.default_role
    shut = morning.env.guild.create_text_channel(
        "shut", overwrites={everyone: discord.PermissionOverwrite(send_messages=False, embed_links=False)}
    )
    await morning.start(channel=shut.id)
    for minute in range(4):
        await morning.tick(f"2024-09-30T08:{minute * 10:02}")
    sends = [e for e in morning.env.env.http_requests if e.method == "POST" and e.path.endswith("/messages")]
    assert len(sends) == 1
    assert "Send Messages and Embed Links" in caplog.text
    key = f"discord:{shut.id}:morning"
    parts = await morning.env.bot.store.ledger.parts(key, "2024-09-30")
    assert {part.state for part in parts} == {"failed"}


async def test_two_digests_each_in_its_own_zone(
    morning: Morning, make_bot: Callable[..., DragomanBot]
) -> None:
    other = morning.env.guild.create_text_channel("asia")
    digests = {
        "europe": {"channel": morning.env.channel.id, "timezone": "Europe/Berlin"},
        "asia": {"channel": other.id, "timezone": "Asia/Tokyo"},
    }
    await morning.env.restart(make_bot(digest=digests))
    at = datetime(2024, 9, 29, 22, 59, tzinfo=UTC)
    first: dict[str, datetime] = {}
    while at < datetime(2024, 9, 30, 7, tzinfo=UTC):
        morning.clock.now = at
        await morning.tick()
        for name, channel in (("europe", morning.env.channel), ("asia", other)):
            if channel.history() and name not in first:
                first[name] = at
        at += timedelta(minutes=1 if at.minute == 59 else 59)
    assert first == {
        "asia": datetime(2024, 9, 29, 23, tzinfo=UTC),
        "europe": datetime(2024, 9, 30, 6, tzinfo=UTC),
    }
