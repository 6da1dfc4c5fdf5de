"""Watches as members, managers and strangers meet them, and what arrives: once, whatever dies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import discord
import pytest

from bot.discord.bot import DragomanBot
from briefings.models import Kind, Place, Status

from .conftest import Clock, Discord, Library, meeting


def text_of(message: Any) -> str:
    """All the text of a message or answer, in whatever form, without the escapes."""
    if message is None:
        return ""
    texts = [message.content or ""]
    for embed in message.embeds:
        texts += [embed.title or "", embed.description or ""]
    for component in message.components:
        data = component if isinstance(component, dict) else component.to_dict()
        texts += _contents(data)
    return "\n".join(texts).replace("\\", "")


def _contents(data: Any) -> list[str]:
    found = [data["content"]] if data.get("type") == 10 else []
    if "label" in data:
        found.append(f"[{data['label']}]")
    for part in data.get("components", ()):
        found += _contents(part)
    return found


class Desk:
    """A bot with a member, a manager and a stranger, and what each was told."""

    def __init__(
        self, env: Discord, make: Callable[..., DragomanBot], clock: Clock, library: Library
    ) -> None:
        self.env = env
        self.clock = clock
        self.library = library
        self._make = make
        role = env.guild.create_role(
            "managers", permissions=discord.Permissions(manage_guild=True, view_channel=True)
        )
        self.boss = env.guild.add_member(env.env.create_user("boss"), roles=[role])
        self.eve = env.guild.add_member(env.env.create_user("eve"))

    @property
    def ann(self) -> Any:
        return self.env.ann

    async def tick(self, **later: float) -> None:
        self.clock.forward(**later)
        await self.env.bot.tick()

    async def restart(self, **settings: Any) -> None:
        await self.env.restart(self._make(**settings))

    async def say(self, command: str, by: Any = None, /, **options: Any) -> str:
        result = await (by or self.ann).slash(self.env.channel, f"watch {command}", **options)
        assert result.ephemeral
        return text_of(result.response)

    def told(self, who: Any = None) -> list[Any]:
        """Direct messages, oldest first."""
        member = who or self.ann
        return list(
            member.user.dm_channel.history() if hasattr(member, "user") else member.dm_channel.history()
        )

    def posts(self, channel: Any) -> list[Any]:
        return [m for m in channel.history() if m.author.id == self.env.bot.user.id]  # type: ignore[union-attr]

    async def news(self, *actors: str, **fields: Any) -> str:
        title = f"{' '.join(actors)} {fields.get('start', '')} {fields.get('summary', '')}"
        [key, *_] = await self.library.add(title, meeting(*actors, **fields))
        return key


@pytest.fixture
async def desk(
    discord_env: Discord, make_bot: Callable[..., DragomanBot], clock: Clock, library: Library
) -> Desk:
    return Desk(discord_env, make_bot, clock, library)


async def test_a_member_is_told_by_direct_message_once(desk: Desk) -> None:
    await desk.news("IN", "US", start="2024-07-01")
    said = await desk.say("add", who="India")
    assert "From now on I tell you by direct message what is recorded about India." in said
    assert "at most 4 messages an hour" in said
    await desk.tick()
    assert desk.told() == []
    await desk.news("IN", "RU", summary="Modi saw Putin in Moscow.")
    await desk.news("FR", "DE")
    await desk.tick()
    [message] = desk.told()
    text = text_of(message)
    assert "News of India" in text
    assert "9 July 2024" in text
    assert "Modi saw Putin in Moscow." in text
    assert "France" not in text
    assert "[Stop watching India]" in text
    for _ in range(3):
        await desk.tick(hours=1)
    await desk.restart()
    await desk.tick(hours=1)
    assert len(desk.told()) == 1


async def test_what_came_together_is_one_message_and_the_limit_is_told(desk: Desk) -> None:
    await desk.restart(watch_per_hour=2)
    await desk.say("add", who="India")
    await desk.say("add", who="Russia")
    for partner in ("US", "CN", "RU"):
        await desk.news("IN", partner)
    await desk.tick()
    [message] = desk.told()
    assert text_of(message).count("9 July 2024") == 3
    assert "News of India and Russia" in text_of(message)
    for number, partner in enumerate(("FR", "DE", "JP", "GB")):
        await desk.news("IN", partner, start=f"2024-09-0{number + 1}")
        await desk.tick(minutes=5)
    assert len(desk.told()) == 2
    assert "This was the last message for 55 minutes" in text_of(desk.told()[1])
    await desk.tick(minutes=50)
    third = text_of(desk.told()[2])
    assert "Some of this has waited: I send at most 2 messages an hour." in third
    assert third.count("September 2024") == 3


async def test_a_person_is_watched_by_name(desk: Desk) -> None:
    assert "Narendra Modi" in await desk.say("add", who="Modi")
    await desk.news("IN", "RU", people=("Narendra Modi", "Vladimir Putin"))
    await desk.news("IN", "US", people=("Subrahmanyam Jaishankar",))
    await desk.tick()
    [message] = desk.told()
    assert "News of Narendra Modi" in text_of(message)
    assert "United States" not in text_of(message)


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Congo", "“Congo” can mean more than one. Say which:"),
        ("Indai", "Did you mean: India"),
        ("Qwxyz **@everyone**", "I know no country, organisation or leader called"),
    ],
)
async def test_a_name_that_is_not_clear_is_asked_for(desk: Desk, who: str, said: str) -> None:
    assert said in await desk.say("add", who=who)
    assert await desk.env.bot.store.watches.all() == ()


async def test_list_and_remove(desk: Desk) -> None:
    assert "You watch nobody yet" in await desk.say("list")
    await desk.say("add", who="India")
    await desk.say("add", who="Moscow")
    assert "is watched already" in await desk.say("add", who="india")
    listed = await desk.say("list")
    assert "- India · since 30 September 2024" in listed
    assert "- Russia" in listed
    choices = await desk.ann.autocomplete(desk.env.channel, "watch remove", "watch", "ind")
    assert [choice["name"] for choice in choices] == ["India"]
    assert "India is watched no longer." in await desk.say("remove", watch=choices[0]["value"])
    assert "Russia is watched no longer." in await desk.say("remove", watch="russia")
    assert "no such watch of yours" in await desk.say("remove", watch="russia")
    await desk.news("IN", "RU")
    await desk.tick()
    assert desk.told() == []


async def test_nobody_touches_the_watches_of_another(desk: Desk) -> None:
    await desk.say("add", who="India")
    [watch] = await desk.env.bot.store.watches.all()
    assert await desk.eve.autocomplete(desk.env.channel, "watch remove", "watch", "") == []
    for other in (desk.eve, desk.boss):
        assert "no such watch of yours" in await desk.say("remove", other, watch=str(watch.id))
        assert "You watch nobody yet" in await desk.say("list", other)
    assert len(await desk.env.bot.store.watches.all()) == 1


async def test_managers_let_a_channel_be_told_and_others_may_not(desk: Desk) -> None:
    channel = desk.env.guild.create_text_channel("wire")
    assert "Manage Server" in await desk.say("add", who="India", channel=channel)
    assert await desk.env.bot.store.watches.all() == ()
    assert f"I tell <#{channel.id}> what is recorded about India" in await desk.say(
        "add", desk.boss, who="India", channel=channel
    )
    await desk.news("IN", "RU")
    await desk.tick()
    [post] = desk.posts(channel)
    assert "News of India" in text_of(post)
    assert desk.told(desk.boss) == []
    refused = await desk.eve.click(post, label="Stop watching India")
    assert "Manage Server" in text_of(refused.response)
    done = await desk.boss.click(post, label="Stop watching India")
    assert "India is watched no longer." in text_of(done.response)
    await desk.news("IN", "US")
    await desk.tick()
    assert len(desk.posts(channel)) == 1


async def test_a_manager_of_another_server_neither_sees_nor_ends_a_channels_watch(desk: Desk) -> None:
    channel = desk.env.guild.create_text_channel("news")
    await desk.say("add", desk.boss, who="India", channel=channel)
    elsewhere = desk.env.env.create_guild("Elsewhere")
    lobby = elsewhere.create_text_channel("lobby")
    manages = discord.Permissions(manage_guild=True, view_channel=True)
    rival = elsewhere.add_member(
        desk.env.env.create_user("rival"), roles=[elsewhere.create_role("managers", permissions=manages)]
    )
    assert "You watch nobody yet" in text_of((await rival.slash(lobby, "watch list")).response)
    assert await rival.autocomplete(lobby, "watch remove", "watch", "") == []
    for watch in ("1", "India"):
        refused = await rival.slash(lobby, "watch remove", watch=watch)
        assert "no such watch of yours" in text_of(refused.response)
    assert "India" in await desk.say("list", desk.boss)


async def test_a_channel_that_is_closed_to_us_is_refused_at_once(desk: Desk) -> None:
    everyone = desk.env.guild.default_role
    shut = desk.env.guild.create_text_channel(
        "shut", overwrites={everyone: discord.PermissionOverwrite(send_messages=False)}
    )
    assert "Send Messages" in await desk.say("add", desk.boss, who="India", channel=shut)


async def test_the_stop_button_works_in_direct_messages_after_a_restart(desk: Desk) -> None:
    await desk.say("add", who="India")
    await desk.news("IN", "RU")
    await desk.tick()
    [message] = desk.told()
    await desk.restart()
    user = desk.ann.user
    done = await user.click(message, label="Stop watching India")
    assert "India is watched no longer." in text_of(done.response)
    again = await user.click(message, label="Stop watching India")
    assert "ended already" in text_of(again.response)


async def test_an_event_of_the_server_opens_in_direct_messages_while_one_is_a_member(desk: Desk) -> None:
    await desk.say("add", who="India")
    bot = desk.env.bot
    from briefings.models import Article, PublishedBasis
    from briefings.record import Record

    from .conftest import ScriptedReader

    own = meeting("IN", "RU", summary="Told here alone.")
    record = Record(bot.store, ScriptedReader({"Own": (own,)}), desk.clock)
    article = Article("Own", own.quote, "2024-09-20", PublishedBasis.GIVEN, url="https://own.example/1")
    await record.add(article, f"guild:{desk.env.guild.id}")
    await desk.tick()
    [message] = desk.told()
    assert "Told here alone." in text_of(message)
    [event] = [option["value"] for option in _select(message)["options"]]
    opened = await desk.ann.user.select(message, [event])
    assert "Told here alone." in text_of(opened.response)
    user = desk.ann.user
    desk.env.guild.remove_member(desk.ann)
    shut = await user.select(message, [event])
    assert "Told here alone." not in text_of(shut.response)


def _select(message: Any) -> dict[str, Any]:
    for component in message.components:
        data = component if isinstance(component, dict) else component.to_dict()
        for part in data.get("components", ()):
            if part.get("type") == 3:
                return dict(part)
    raise AssertionError("no menu")


async def test_whoever_leaves_is_told_nothing_more_and_finds_out_why(desk: Desk) -> None:
    user = desk.ann.user
    await desk.say("add", who="India")
    desk.env.guild.remove_member(desk.ann)
    await desk.news("IN", "RU")
    await desk.tick()
    await desk.tick(hours=1)
    assert list(user.dm_channel.history()) == []
    listed = text_of((await user.slash("watch list")).response)
    assert "rests: you are not a member of that server any more" in listed


async def test_blocked_messages_pause_and_resume(desk: Desk) -> None:
    await desk.say("add", who="India")
    desk.env.env.inject_error("POST", "/channels/*/messages", status=403, code=50007, times=1)
    await desk.news("IN", "RU")
    for _ in range(3):
        await desk.tick(hours=1)
    sends = [e for e in desk.env.env.http_requests if e.method == "POST" and e.path.endswith("/messages")]
    assert len(sends) == 1
    result = await desk.ann.slash(desk.env.channel, "watch list")
    assert "Paused: Discord no longer delivers my direct messages to you." in text_of(result.response)
    await desk.restart()
    done = await desk.ann.click(result.response, label="Resume")
    assert "From now on you are told again." in text_of(done.response)
    await desk.tick()
    assert desk.told() == []
    await desk.news("IN", "US")
    await desk.tick()
    assert len(desk.told()) == 1


async def test_a_deleted_channel_is_not_written_to_again(desk: Desk) -> None:
    channel = desk.env.guild.create_text_channel("wire")
    await desk.say("add", desk.boss, who="India", channel=channel)
    desk.env.env.backend.delete_channel(channel.id)
    await desk.news("IN", "RU")
    for _ in range(3):
        await desk.tick(hours=1)
    assert "Paused: Discord no longer lets me write there." in await desk.say("list", desk.boss)


async def test_a_server_that_removes_the_bot_rests_and_wakes(desk: Desk) -> None:
    await desk.say("add", who="India")
    bot, guild = desk.env.bot, desk.env.bot.get_guild(desk.env.guild.id)
    assert guild is not None
    await bot.on_guild_remove(guild)
    await desk.news("IN", "RU")
    await desk.tick()
    assert desk.told() == []
    await bot.on_guild_join(guild)
    await desk.tick()
    assert desk.told() == []
    await desk.news("IN", "US")
    await desk.tick()
    assert len(desk.told()) == 1


async def test_there_is_room_for_so_many(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.discord.watches.MOST", 2)
    await desk.say("add", who="India")
    await desk.say("add", who="Russia")
    assert "There is room for 2 watches" in await desk.say("add", who="France")


async def test_a_watch_set_in_direct_messages(desk: Desk) -> None:
    user = desk.ann.user
    said = text_of((await user.slash("watch add", who="India")).response)
    assert "From now on I tell you" in said
    await desk.news("IN", "RU")
    await desk.tick()
    assert len(desk.told()) == 1


async def test_a_change_of_what_is_ahead_is_told(desk: Desk) -> None:
    await desk.say("add", who="BRICS")
    plan: dict[str, Any] = {
        "kind": Kind.SUMMIT, "status": Status.UPCOMING, "organisation": "BRICS", "name": "BRICS summit",
        "place": Place("RU", "Kazan"), "summary": "Kazan hosts BRICS.",
    }  # fmt: skip
    await desk.library.add("Plan", meeting("BR", "RU", start="2024-10", quote="in October", **plan))
    await desk.tick()
    later = plan | {"status": Status.CANCELLED}
    await desk.library.add("Plan", meeting("BR", "RU", start="2024-10", quote="called off", **later))
    await desk.tick()
    first, second = map(text_of, desk.told())
    assert "Changed" not in first
    assert "Changed: it will not take place." in second


class Crash(BaseException):
    """The process dies."""


POINTS = (
    "before freezing", "after freezing", "before sending", "after sending", "before it is marked as sent"
)  # fmt: skip


@pytest.mark.parametrize("down", [timedelta(seconds=30), timedelta(hours=3)])
@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("where", ["member", "channel"])
async def test_a_crash_neither_loses_nor_repeats_a_notice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, point: str, down: timedelta, where: str
) -> None:
    channel = desk.env.guild.create_text_channel("wire")
    if where == "channel":
        await desk.say("add", desk.boss, who="India", channel=channel)
    else:
        await desk.say("add", who="India")
    await desk.news("IN", "RU")
    await desk.tick()
    await desk.news("IN", "CN", start="2024-08-01")
    bot = desk.env.bot
    noticing = bot.telling._noticing
    assert noticing is not None
    watches, carrier = noticing._watches, noticing._carrier
    freeze, mark, send = watches.freeze, watches.mark, carrier.send

    async def freezing(*given: Any, **named: Any) -> Any:
        if point == "before freezing":
            raise Crash
        done = await freeze(*given, **named)
        if point == "after freezing":
            raise Crash
        return done

    async def sending(*given: Any) -> str:
        if point == "before sending":
            raise Crash
        done = await send(*given)
        if point == "after sending":
            raise Crash
        return done

    async def marking(number: int, state: str, **named: Any) -> None:
        if point == "before it is marked as sent" and state == "sent":
            raise Crash
        await mark(number, state, **named)

    monkeypatch.setattr(watches, "freeze", freezing)
    monkeypatch.setattr(carrier, "send", sending)
    monkeypatch.setattr(watches, "mark", marking)
    with pytest.raises(Crash):
        await noticing.run()
    monkeypatch.undo()
    desk.clock.forward(seconds=down.total_seconds())
    await desk.restart()
    await desk.tick()
    await desk.tick()
    messages = desk.posts(channel) if where == "channel" else desk.told()
    text = "\n".join(map(text_of, messages))
    assert len(messages) == 2
    assert text.count("1 August 2024") == 1
    assert text.count("9 July 2024") == 1


async def test_hostile_words_are_words_in_a_notice(desk: Desk) -> None:
    nasty = "@everyone **Modi** [click](https://evil.example) <@1> \u202e`x`\n# head"
    await desk.say("add", who="India")
    await desk.news("IN", "RU", summary=nasty * 8, people=(nasty,), place=Place("RU", nasty))
    await desk.tick()
    [message] = desk.told()
    assert not message.mention_everyone
    raw = "\n".join(text for part in message.components for text in _contents(part.to_dict()))
    assert r"\[click\](" in raw
    assert "](https://evil" not in raw.replace(r"\](", "")
    assert "\u202e" not in raw
    assert not [line for line in raw.splitlines() if line.startswith("# ")]


async def test_without_watches_nothing_is_loaded_or_asked(desk: Desk) -> None:
    await desk.tick()
    assert desk.env.bot.telling._noticing is None
