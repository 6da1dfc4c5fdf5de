"""/correct as a manager, a member and a stranger use it, and across servers and restarts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import discord
import pytest
import simcord

from bot.discord import completing
from bot.discord.bot import DragomanBot
from bot.languages import prepared
from briefings.models import Place, Status

from .conftest import Library, buttons, meeting, shown, texts, written

STORY = "LISBON, March 14, 2024 - Chilean President Gabriel Boric met Prime Minister Antonio Costa in Lisbon."
VIEW = discord.Permissions(view_channel=True).value


class Desk:
    """Two servers on one bot, each with a manager and a member."""

    def __init__(self, env: Any) -> None:
        self.env = env
        self.home = env.guild, env.channel
        elsewhere = env.env.create_guild("Elsewhere")
        self.away = elsewhere, elsewhere.create_text_channel("general")
        self.roles: list[Any] = []
        self.boss = self._manager("boss", self.home[0])
        self.rival = self._manager("rival", self.away[0])
        self.eve = self.away[0].add_member(env.env.create_user("eve"))

    def _manager(self, name: str, guild: Any) -> Any:
        role = guild.create_role(
            f"{name}s", permissions=discord.Permissions(manage_guild=True, view_channel=True)
        )
        self.roles.append(role)
        return guild.add_member(self.env.env.create_user(name), roles=[role])

    async def correct(self, command: str, who: Any = None, channel: Any = None, **options: Any) -> Any:
        """What came of `/correct <command>`; by the home server's manager unless told otherwise."""
        result = await (who or self.boss).slash(channel or self.home[1], f"correct {command}", **options)
        assert result.response is not None
        assert result.ephemeral
        return result

    async def said(self, command: str, **options: Any) -> str:
        return shown(await self.correct(command, **options))

    async def event(self, event: str = "e1", who: Any = None, channel: Any = None) -> str:
        return shown(await (who or self.env.ann).slash(channel or self.home[1], "event", id=event))

    async def abroad(self, event: str = "e1") -> str:
        return await self.event(event, self.eve, self.away[1])


@pytest.fixture
async def desk(discord_env: Any, library: Library) -> Desk:
    await library.add("Talks in Moscow", meeting("IN", "RU"), meeting("HU", "RU", start="2024-07-05"))
    await library.add("Talks again", meeting("IN", "RU"), published="2024-09-22", source="Other Wire")
    return Desk(discord_env)


async def test_a_date_before_and_after_with_the_way_back(desk: Desk) -> None:
    result = await desk.correct("date", event="e1", date="12 July 2024")
    said = shown(result)
    assert "Corrected: Date (c1)" in said
    assert said.index("9 July 2024") < said.index("12 July 2024")
    assert "This holds in this server only." in said
    shown_now = await desk.event()
    assert "12 July 2024" in shown_now
    assert "corrected by a member on 30 September 2024; sources say 9 July 2024" in shown_now
    assert "boss" not in shown_now
    assert "12 July" not in await desk.abroad()
    undone = await desk.boss.click(result.response, custom_id="dragoman-correct:undo:c1")
    assert "Taken back: Date (c1)" in texts(undone.response or result.response)
    assert "12 July" not in await desk.event()


async def test_the_undo_button_works_after_a_restart_for_managers_only(
    desk: Desk, make_bot: Callable[..., DragomanBot]
) -> None:
    result = await desk.correct("not-an-event", event="e1")
    assert "nowhere" in shown(result)
    await desk.env.restart(make_bot())
    # Who is a manager no more still has the message.
    manager, desk.roles[0]._role.permissions = desk.roles[0]._role.permissions, VIEW
    refused = await desk.boss.click(result.response, custom_id="dragoman-correct:undo:c1")
    assert "Manage Server" in texts(refused.followups[0])
    assert "no event" in (await desk.event()).lower()
    desk.roles[0]._role.permissions = manager
    await desk.boss.click(result.response, custom_id="dragoman-correct:undo:c1")
    assert "Moscow" in await desk.event()


async def test_place_and_participants_in_words(desk: Desk) -> None:
    assert "Kazan, Russia" in await desk.said("place", event="e1", city="kazan")
    assert "Geneva, Switzerland" in await desk.said("place", event="e1", city="Geneva", country="switzerland")
    said = await desk.said("participants", event="e1", add="China, Xi Jinping", remove="russia")
    assert "China and India" in said
    assert "Xi Jinping" in said
    assert "At least two" in await desk.said("participants", event="e1", only="China")


@pytest.mark.parametrize(
    ("command", "options", "said"),
    [
        ("date", {"event": "e1", "date": "soonish"}, "not a date I can read"),
        ("date", {"event": "e1", "date": "2024-07-12", "until": "2024-07-10"}, "before the first"),
        ("date", {"event": "e1", "date": "2024-07-09"}, "already"),
        ("date", {"event": "e99", "date": "2024"}, "no event"),
        ("place", {"event": "e1"}, "Give a city"),
        ("place", {"event": "e1", "country": "Atlantis"}, "I know"),
        ("place", {"event": "e1", "country": "NATO"}, "no country"),
        ("participants", {"event": "e1", "add": "Xqzzy"}, "I know"),
        ("participants", {"event": "e1", "add": "Congo"}, "can mean"),
        ("participants", {"event": "e1", "remove": "Japan"}, "does not take part"),
        ("participants", {"event": "e1"}, "Name somebody"),
        ("merge", {"event": "e1", "other": "e1"}, "one event already"),
        ("split", {"event": "e2"}, "one source only"),
        ("undo", {"correction": "c9"}, "no correction"),
    ],
)
async def test_what_is_not_understood_is_said(
    desk: Desk, command: str, options: dict[str, str], said: str
) -> None:
    assert said in await desk.said(command, **options)
    assert "Nothing has been corrected" in await desk.said("history")


async def test_merge_and_split(desk: Desk) -> None:
    said = await desk.said("merge", event="e1", other="e2")
    assert "Hungary" in said
    assert "Hungary" in await desk.event("e1")
    assert "Hungary" not in await desk.abroad("e1")
    await desk.correct("undo", correction="c1")
    asked = await desk.correct("split", event="e1")
    assert "Which sources" in shown(asked)
    [menu] = [part for part in buttons(asked.response).values() if part.get("options")]
    assert [option["label"] for option in menu["options"]] == ["Example Wire", "Other Wire"]
    assert menu["max_values"] == 1
    done = await desk.boss.select(asked.response, values=["a2"], custom_id=menu["custom_id"])
    assert "Corrected: Split (c2)" in texts(done.response or asked.response)
    assert "Other Wire" not in await desk.event("e1")


async def test_members_without_the_permission_may_not(desk: Desk) -> None:
    group = desk.env.bot.tree.get_command("correct")
    assert group is not None
    assert group.default_permissions == discord.Permissions(manage_guild=True)
    assert group.guild_only
    [known] = [c for c in await desk.env.bot.tree.fetch_commands() if c.name == "correct"]
    desk.env.guild.set_command_permissions(known, {desk.env.ann: True})
    for command, options in (
        ("date", {"event": "e1", "date": "2024"}),
        ("history", {}),
        ("split", {"event": "e1"}),
        ("undo", {"correction": "c1"}),
    ):
        assert "Manage Server" in shown(await desk.correct(command, desk.env.ann, **options))
    assert await desk.env.ann.autocomplete(desk.home[1], "correct date", "event", "") == []
    assert await desk.env.ann.autocomplete(desk.home[1], "correct undo", "correction", "") == []


async def test_nothing_of_one_server_is_seen_by_the_other(desk: Desk) -> None:
    boss, rival = desk.boss, desk.rival
    here, there = desk.home[1], desk.away[1]
    await desk.correct("place", event="e1", city="Kazan")
    await desk.correct("not-an-event", event="e2")
    await boss.slash(here, "read", text=STORY)
    for who, channel, sees in ((boss, here, True), (rival, there, False)):
        met = shown(await who.slash(channel, "met", who="Russia"))
        assert ("Kazan" in met) is sees
        assert ("Hungary" in met) is not sees
        assert ("Lisbon" in shown(await who.slash(channel, "met", who="Chile"))) is sees
        assert ("Kazan, Russia" in shown(await who.slash(channel, "search", words="Kazan"))) is sees
        labels = [c["name"] for c in await who.autocomplete(channel, "correct date", "event", "")]
        assert any("Kazan" in label for label in labels) is sees
        assert any("Hungary" in label for label in labels) is not sees
        assert any("Lisbon" in label for label in labels) is sees
        offered = [c["name"] for c in await who.autocomplete(channel, "event", "id", "")]
        assert not any("Kazan" in label or "Lisbon" in label for label in offered)
        assert any("Hungary" in label for label in offered) is not sees
        assert bool(await who.autocomplete(channel, "correct undo", "correction", "")) is sees
        history = shown(await desk.correct("history", who, channel))
        assert ("Kazan" in history and "boss" in history) is sees
    refused = await desk.correct("undo", rival, there, correction="c1")
    assert "no correction c1" in shown(refused)


async def test_a_slow_disk_keeps_no_completion_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.discord.completing.SECONDS", 0.01)
    turning = asyncio.Event()

    async def slow() -> list[Any]:
        await turning.wait()
        raise OSError("the disk gave up")

    assert await completing.in_time(slow()) is None
    turning.set()
    await asyncio.sleep(0)


async def test_history_says_who_when_and_how_it_stands(desk: Desk) -> None:
    await desk.correct("date", event="e1", date="12 July 2024")
    await desk.correct("not-an-event", event="e2")
    await desk.correct("undo", correction="c1")
    said = await desk.said("history")
    assert "c1 · Date: 12 July 2024 · India and Russia: meeting in Moscow (e1)" in said
    assert "by boss on 30 September 2024 · taken back by boss on 30 September 2024" in said
    assert "c2 · Not an event" in said
    assert "holds in this server" in said
    only = await desk.said("history", event="e2")
    assert "c2" in only
    assert "c1" not in only
    [choice] = await desk.boss.autocomplete(desk.home[1], "correct undo", "correction", "hungary")
    assert choice["value"] == "c2"


async def test_what_a_sharing_server_adds_and_corrects_is_everyone_s(
    desk: Desk, make_bot: Callable[..., DragomanBot], web: Any, feed_item: Any
) -> None:
    await desk.env.restart(make_bot(shared_servers=[desk.home[0].id], fetch_allow_hosts=[web.host]))
    assert "This holds for every server." in await desk.said("place", event="e1", city="Kazan")
    assert "Kazan" in await desk.abroad()
    assert "boss" not in await desk.abroad()
    history = shown(await desk.correct("history", desk.rival, desk.away[1]))
    assert "Kazan" in history
    assert "boss" not in history
    assert "a member of another server" in history
    refused = await desk.correct("undo", desk.rival, desk.away[1], correction="c1")
    assert "no correction c1" in shown(refused)
    # Its articles and feeds belong to everyone too, and it may take them back.
    read = await desk.boss.slash(desk.home[1], "read", text=STORY)
    assert "Lisbon" in shown(await desk.eve.slash(desk.away[1], "met", who="Chile"))
    [undo] = [p for p in buttons(read.response).values() if p["custom_id"].startswith("dragoman-undo")]
    await desk.boss.click(read.response, custom_id=undo["custom_id"])
    assert "Lisbon" not in shown(await desk.eve.slash(desk.away[1], "met", who="Chile"))
    # What the other server corrects stays there.
    mine = await desk.correct("date", desk.rival, desk.away[1], event="e1", date="2024-08-01")
    assert "this server only" in shown(mine)
    assert "1 August 2024" in await desk.abroad()
    assert "1 August" not in await desk.event()


async def test_hostile_names_stay_words(desk: Desk, library: Library) -> None:
    await library.add(
        "@everyone [x](https://evil.example)",
        meeting("FR", "DE", place=Place("FR", "**Paris** @everyone <@1>")),
        source="</b> ||hidden|| `code` @here",
    )
    result = await desk.correct("date", event="e3", date="2024-07-12")
    raw = written(result.response)
    assert "@everyone" not in raw.replace("\\@everyone", "")
    assert "**Paris**" not in raw
    assert "[x](" not in raw


async def test_upcoming_digest_and_export_follow_the_server(
    desk: Desk, library: Library, make_bot: Callable[..., DragomanBot]
) -> None:
    channels = {"home": desk.home[1].id, "away": desk.away[1].id}
    digests = {name: {"channel": channel} for name, channel in channels.items()}
    await desk.env.restart(make_bot(digest=digests))
    plan = meeting("DE", "FR", start="2024-10-10", status=Status.UPCOMING, place=Place("FR", "Paris"))
    await library.add("Talks are due", plan)
    await desk.correct("date", event="e3", date="2024-10-20")
    await desk.correct("not-an-event", event="e1")
    for who, channel, sees in ((desk.env.ann, desk.home[1], True), (desk.eve, desk.away[1], False)):
        for command in ("upcoming", "digest"):
            said = shown(await who.slash(channel, command))
            assert ("20 October 2024" in said) is sees, command
            assert ("10 October 2024 · in 10 days · Paris" in said) is not sees, command
        manager = desk.boss if sees else desk.rival
        previewed = shown(await manager.slash(channel, "briefing preview"))
        assert "PARIS" in previewed
        assert ("20 October 2024" in previewed) is sees
        exported = await who.slash(channel, "export", format="json")
        [file] = exported.response.attachments
        events = json.loads(await file.read())
        starts = {event["start"] for event in (events["events"] if isinstance(events, dict) else events)}
        assert ("2024-10-20" in starts, "2024-10-10" in starts) == (sees, not sees)
        assert ("2024-07-09" in starts) is not sees


async def test_it_speaks_the_language_of_who_asks(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    real = simcord.interactions.base_payload

    def abroad(*given: Any, **named: Any) -> Any:
        record, payload = real(*given, **named)
        return record, payload | {"locale": "de"}

    monkeypatch.setattr(simcord.interactions, "base_payload", abroad)
    german = await prepared("de")
    said = await desk.said("date", event="e1", date="12. Juli 2024")
    assert german.say("This holds in this server only.") in said
    assert german.when("2024-07-12") in said
    refused = await desk.said("date", event="e1", date="2024-07-12")
    assert german.say("That is the date it has already; nothing was changed.") in refused
    assert german.say("Date") in await desk.said("history")
