"""`/briefing` as a manager, a member and the manager of another server meet it, also across a restart."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import discord
import pytest

from bot.discord.bot import DragomanBot
from bot.posting import Unavailable
from briefings.models import Kind, Place, Status

from .conftest import PARTNERS, Clock, Discord, Library, buttons, meeting, shown, texts, walk
from .test_correct import STORY

LAGOON: dict[str, Any] = {
    "kind": Kind.SUMMIT,
    "status": Status.UPCOMING,
    "name": "Lagoon summit",
    "start": "2024-10-22",
    "place": Place("NR", "Yaren"),
    "summary": "Nauru hosts the Lagoon summit.",
    "quote": "Nauru hosts the Lagoon summit on 22 October 2024.",
}


class Office:
    """A server with a digest, its manager, and a manager of another server on which the bot is too."""

    def __init__(self, env: Discord, make: Callable[..., DragomanBot], clock: Clock) -> None:
        self.env = env
        self.clock = clock
        self._make = make
        manages = discord.Permissions(manage_guild=True, view_channel=True)
        self.boss = env.guild.add_member(
            env.env.create_user("boss"), roles=[env.guild.create_role("managers", permissions=manages)]
        )
        self.deputy = env.guild.add_member(
            env.env.create_user("deputy"), roles=[env.guild.create_role("deputies", permissions=manages)]
        )
        self.elsewhere = env.env.create_guild("Elsewhere")
        self.their_channel = self.elsewhere.create_text_channel("theirs")
        self.their_boss = self.elsewhere.add_member(
            env.env.create_user("their_boss"),
            roles=[self.elsewhere.create_role("managers", permissions=manages)],
        )

    async def start(self, *, more: dict[str, Any] | None = None, **digest: Any) -> None:
        morning = {"channel": self.env.channel.id, "countries": ["Nauru"]} | digest
        theirs = {"channel": self.their_channel.id, "countries": ["Nauru"]}
        digests = {"morning": morning, "theirs": theirs} | (more or {})
        await self.env.restart(self._make(digest=digests))

    async def manage(self, command: str, actor: Any = None, **options: Any) -> Any:
        who = actor or self.boss
        channel = self.their_channel if who is self.their_boss else self.env.channel
        result = await who.slash(channel, f"briefing {command}", **options)
        assert result.response is not None
        return result

    async def said(self, command: str, actor: Any = None, **options: Any) -> str:
        return shown(await self.manage(command, actor, **options))

    async def tick(self, iso: str) -> None:
        self.clock.set(iso)
        await self.env.bot.tick()

    def posts(self) -> list[discord.Message]:
        ours = self.env.bot.user.id if self.env.bot.user else 0
        return [message for message in self.env.channel.history() if message.author.id == ours]


@pytest.fixture
async def office(discord_env: Discord, make_bot: Callable[..., DragomanBot], clock: Clock) -> Office:
    return Office(discord_env, make_bot, clock)


async def test_status_says_what_runs_on_this_server_only(office: Office) -> None:
    await office.start(timezone="Europe/Berlin", publish=True)
    text = await office.said("status")
    assert f"Digest “morning” in <#{office.env.channel.id}>" in text
    # It is nine o'clock in Berlin, and the digest of the day about to be posted.
    assert "Next: Monday 30 September 2024, 08:00 (Europe/Berlin), <t:1727676000:R>" in text
    assert "Last: none yet" in text
    assert "⚠ Nothing can be published from this channel" in text
    assert "No feed is followed." in text
    assert "This server sees 0 articles and 0 events; the record takes 1 MB on disk." in text
    assert "running since <t:" in text
    assert "theirs" not in text
    await office.tick("2024-09-30T08:00")
    text = await office.said("status")
    [post] = office.posts()
    assert "Last: Monday 30 September 2024, posted <t:" in text
    assert f"https://discord.com/channels/{office.env.guild.id}/{office.env.channel.id}/{post.id}" in text
    assert "Next: Tuesday 1 October 2024" in text
    theirs = await office.said("status", office.their_boss)
    assert "theirs" in theirs
    assert "morning" not in theirs


async def test_status_names_failing_feeds_of_its_own_server_alone(office: Office) -> None:
    await office.start()
    kept, now = office.env.bot.store.sources, office.clock()
    for guild, url in (
        (office.env.guild, "https://own.example"),
        (office.elsewhere, "https://their.example"),
    ):
        feed, _ = await kept.add(f"guild:{guild.id}", "feed", url, added_by="discord:1", at=now)
        await kept.poll_failed(feed.id, now, now + timedelta(hours=1), "it answers nothing")
    await office.boss.slash(office.env.channel, "read", text=STORY)
    assert "This server sees 0 articles and 0 events" in await office.said("status", office.their_boss)
    said = await office.said("status")
    assert "This server sees 1 article and 1 event" in said
    assert "1 feed is followed" in said
    assert "own.example: it answers nothing" in said
    assert "their.example" not in said


async def test_status_of_many_digests_leaves_none_out(office: Office) -> None:
    more = {f"digest{number}": {"channel": office.env.channel.id, "publish": True} for number in range(24)}
    await office.start(more=more)
    result = await office.manage("status")
    answers = [result.response, *result.followups]
    said = "\n".join(map(texts, answers))
    assert all(f"“{name}”" in said for name in ("morning", *more))
    assert "last sign of life" in said
    assert all(len(texts(answer)) <= 4000 for answer in answers)
    assert len(answers) > 1


async def test_status_counts_scheduled_events(office: Office, library: Library) -> None:
    await library.add("Nauru prepares", meeting("NR", "TV", **LAGOON))
    await office.start(scheduled_events=True, horizon_days=25, time="23:00")
    await office.tick("2024-09-30T08:00")
    assert re.search(
        r"summits? ahead (is a|are) scheduled events? of this server", await office.said("status")
    )
    office.env.env.inject_error("POST", "/guilds/*/scheduled-events", status=403, code=50013, times=5)
    await library.add(
        "Another", meeting("NR", "TV", **(LAGOON | {"name": "Reef summit", "start": "2024-10-09"}))
    )
    await office.tick("2024-09-30T08:30")
    assert "⚠ Scheduled events wait: the bot's role needs Create Events" in await office.said("status")


async def test_status_names_what_is_missing(office: Office, library: Library) -> None:
    everyone = office.env.guild.default_role
    shut = office.env.guild.create_text_channel(
        "shut", overwrites={everyone: discord.PermissionOverwrite(send_messages=False)}
    )
    await office.start(channel=shut.id, mention_role=42)
    await office.tick("2024-09-30T08:00")
    text = await office.said("status")
    assert "⚠ The bot's role needs Send Messages in this channel." in text
    assert "⚠ There is no role 42 on this server" in text
    assert "Last: Monday 30 September 2024, failed: channel" in text


@pytest.mark.parametrize("command", ["status", "why", "post", "preview"])
async def test_members_are_told_that_it_is_for_managers(
    office: Office, make_bot: Callable[..., DragomanBot], command: str
) -> None:
    bot = make_bot(digest={"morning": {"channel": office.env.channel.id}})
    group = bot.tree.get_command("briefing")
    assert isinstance(group, discord.app_commands.Group)
    assert group.default_permissions == discord.Permissions(manage_guild=True)
    assert group.guild_only
    # A server may show the group to everybody all the same.
    group.default_permissions = None
    await office.env.restart(bot)
    text = await office.said(command, office.env.ann)
    assert "Only members with the permission Manage Server" in text


async def test_a_member_who_gets_hold_of_the_button_posts_nothing(office: Office) -> None:
    await office.start()
    result = await office.manage("post")
    for role in list(office.env.env.backend.get_guild(office.env.guild.id).roles.values()):
        if role.name == "managers":
            role.permissions = discord.Permissions(view_channel=True).value
    await office.boss.click(result.response, label="Post it now")
    assert office.posts() == []


async def test_where_no_digest_is_set_up(office: Office, make_bot: Callable[..., DragomanBot]) -> None:
    await office.env.restart(make_bot())
    for command in ("status", "why", "post", "preview"):
        assert "No digest is set up for this server." in await office.said(command)


async def test_another_servers_digest_cannot_be_named(office: Office) -> None:
    await office.start()
    for command in ("why", "post", "preview"):
        text = await office.said(command, digest="theirs")
        assert "This server has no digest “theirs”; it has: morning." in text


async def test_of_several_digests_one_has_to_be_named(office: Office) -> None:
    await office.start(more={"evening": {"channel": office.env.channel.id, "time": "18:00"}})
    assert "several digests: morning, evening. Say which one." in await office.said("why")
    assert "Digest “evening”" in await office.said("why", digest="Evening")
    found = await office.boss.autocomplete(office.env.channel, "briefing why", "digest", "even")
    assert [choice["value"] for choice in found] == ["evening"]
    days = await office.boss.autocomplete(office.env.channel, "briefing why", "day", "2024-09-2")
    assert days[0]["value"] == "2024-09-29"


async def test_why_on_each_kind_of_day(office: Office) -> None:
    await office.start(weekdays="mon-fri")
    assert "comes at 08:00 (UTC), <t:1727683200:R>" in await office.said("why")
    await office.tick("2024-09-30T08:00")
    [post] = office.posts()
    text = await office.said("why", day="2024-09-30")
    assert "Posted <t:" in text
    assert str(post.id) in text
    assert "day of the week" in await office.said("why", day="2024-10-05")
    assert "was not set up then" in await office.said("why", day="2024-09-02")
    assert "is no day that I can read. Write it as 2024-09-30." in await office.said("why", day="last week")
    await office.tick("2024-10-01T20:00")
    text = await office.said("why", day="2024-10-01")
    assert "No digest was posted: more than 6 hours late (12 hours); no bot was running on time." in text


async def test_why_says_what_was_refused_beside_the_digest(office: Office) -> None:
    await office.start(thread=True, publish=True)
    office.env.env.inject_error("POST", "/channels/*/messages/*/threads", status=403, code=50013, times=1)
    await office.tick("2024-09-30T08:00")
    text = await office.said("why")
    assert "Posted <t:" in text
    assert "It has no thread: no thread can be started here" in text
    assert "It was not published: this is no announcement channel" in text


async def test_what_stands_in_the_thread_is_not_called_published(office: Office, library: Library) -> None:
    for number, partner in enumerate(PARTNERS):
        summary = f"The leaders of {partner} are to be seen there. " * 12
        visit = meeting(
            "NR", partner, kind=Kind.VISIT, status=Status.UPCOMING, start=f"2024-10-{number + 1:02}",
            place=Place(partner, f"Port {partner}"), summary=summary,
        )  # fmt: skip
        await library.add(f"Visit {number}", visit)
    await office.start(thread=True, publish=True)
    await office.tick("2024-09-30T08:00")
    text = await office.said("why")
    assert "Part 2: posted" in text
    assert "It was not published: this is no announcement channel" in text
    assert "It is published" not in text


async def test_why_an_event_is_or_is_not_in_it(office: Office, library: Library) -> None:
    [summit] = await library.add("Nauru prepares", meeting("NR", "TV", **LAGOON))
    [other] = await library.add("Talks", meeting("FR", "JP", start="2024-09-20"))
    await office.start()
    text = await office.said("why", event=summit)
    assert "Lagoon summit in Yaren" in text
    assert "among what is ahead" in text
    text = await office.said("why", event=other)
    assert "does not have it" in text
    assert "about Nauru only" in text
    assert "There is no event e99 here" in await office.said("why", event="e99")


async def test_why_knows_the_events_of_its_own_server_and_of_no_other(office: Office) -> None:
    await office.start()
    await office.boss.slash(office.env.channel, "read", text=STORY)
    own = await office.said("why", event="e1")
    assert "Lisbon" in own
    assert "The digest “morning” does not have it." in own
    for_others = await office.said("why", office.their_boss, event="e1")
    assert "There is no event e1 here" in for_others
    assert "Lisbon" not in for_others


async def test_posting_by_hand_asks_first_and_counts_for_the_day(office: Office) -> None:
    await office.start()
    result = await office.manage("post")
    assert f"posts the digest “morning” of Monday 30 September 2024 in <#{office.env.channel.id}>" in shown(
        result
    )
    assert "at 08:00 no other one is posted" in shown(result)
    assert office.posts() == []
    await office.boss.click(result.response, label="Post it now")
    [post] = office.posts()
    assert f"Posted: https://discord.com/channels/{office.env.guild.id}/" in shown(result)
    assert str(post.id) in shown(result)
    assert "Post it now" not in buttons(result.response)
    await office.tick("2024-09-30T08:00")
    assert len(office.posts()) == 1
    again = await office.manage("post")
    assert "is posted already" in shown(again)
    assert "Nothing was posted now." in shown(again)
    assert not buttons(again.response)
    await office.tick("2024-10-01T08:00")
    assert len(office.posts()) == 2


async def test_two_managers_at_once_post_one(office: Office) -> None:
    await office.start()
    first, second = await office.manage("post"), await office.manage("post", office.deputy)
    await asyncio.gather(
        office.boss.click(first.response, label="Post it now"),
        office.env.bot.tick(),
    )
    await office.deputy.click(second.response, label="Post it now")
    assert len(office.posts()) == 1
    assert "Posted: " in shown(first)
    assert "is posted already" in shown(second)


async def test_the_button_outlives_the_bot_but_not_its_day(office: Office) -> None:
    await office.start()
    result = await office.manage("post")
    late = await office.manage("post")
    await office.start()
    await office.boss.click(result.response, label="Post it now")
    assert len(office.posts()) == 1
    await office.tick("2024-10-01T06:00")
    await office.boss.click(late.response, label="Post it now")
    assert len(office.posts()) == 1
    said = "\n".join(texts(message) for message in office.env.channel.history(viewer=office.boss))
    assert "This button was for another day." in said


async def test_a_refusal_by_discord_is_told_to_who_posts(office: Office) -> None:
    everyone = office.env.guild.default_role
    shut = office.env.guild.create_text_channel(
        "shut", overwrites={everyone: discord.PermissionOverwrite(send_messages=False)}
    )
    await office.start(channel=shut.id)
    result = await office.manage("post")
    await office.boss.click(result.response, label="Post it now")
    assert "It could not be posted: channel" in shown(result)


async def test_a_preview_is_what_is_posted_and_seen_by_one_alone(office: Office, library: Library) -> None:
    role = office.env.guild.create_role("desk", mentionable=True)
    await library.add("Nauru prepares", meeting("NR", "TV", **LAGOON))
    await office.start(mention_role=role.id, attach_calendar=True)
    result = await office.manage("preview")
    assert result.ephemeral
    assert office.posts() == []
    await office.tick("2024-09-30T08:00")
    [post] = office.posts()
    assert texts(result.response) == texts(post)
    assert [file.filename for file in result.response.attachments] == ["digest-2024-09-30.ics"]
    assert len(walk(result.response)) == len(walk(post))


@pytest.mark.parametrize("command", ["status", "why", "post", "preview"])
async def test_a_discord_that_does_not_answer_is_named_with_an_id_of_the_log(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, command: str
) -> None:
    await office.start()

    async def silent(_channel: int) -> Any:
        raise Unavailable("no answer")

    monkeypatch.setattr(office.env.bot.places, "of", silent)
    said = await office.said(command)
    assert "Discord does not answer me at the moment." in said
    number = re.search(r"\(error ([0-9a-f]{6})\)", said)
    assert number is not None
    assert f"error {number[1]}" in caplog.text


async def test_a_digest_is_written_in_its_language(office: Office) -> None:
    await office.start(language="de")
    await office.tick("2024-09-30T08:00")
    assert "30. September 2024" in "\n".join(texts(post) for post in office.posts())
