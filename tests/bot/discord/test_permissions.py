"""What the bot may do, worked out from payloads, agrees with discord.py and is said in plain words."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from discord import PermissionOverwrite as Rule
from discord import app_commands

from bot.discord.asking import Unreadable
from bot.discord.errors import sentence
from bot.discord.permissions import NEEDED, ChannelReport, examine, needed, permissions
from bot.extras import Extras
from briefings.errors import StoreBusy

from .conftest import Discord

SILENT = Rule(send_messages=False, embed_links=False)
BLIND = Rule(view_channel=False)
WELCOME = Rule(view_channel=True, send_messages=True, embed_links=True, read_message_history=True)


async def report(env: Discord, channel: Any) -> ChannelReport:
    assert env.bot.user is not None
    return await examine(env.bot.http, env.bot.user.id, channel.id)


@pytest.mark.parametrize(
    ("everyone", "ours", "problem"),
    [
        (Rule(), None, ""),
        (SILENT, None, "The bot's role needs Send Messages and Embed Links in this channel."),
        (SILENT, WELCOME, ""),
        (BLIND, Rule(view_channel=True), ""),
        (
            Rule(read_message_history=False),
            None,
            "The bot's role needs Read Message History in this channel.",
        ),
    ],
)
async def test_rules_of_the_channel_are_followed(
    discord_env: Discord, everyone: Rule, ours: Rule | None, problem: str
) -> None:
    rules: dict[Any, Rule] = {discord_env.guild.default_role: everyone}
    if ours:
        assert discord_env.bot.user is not None
        rules[discord_env.bot.user] = ours
    channel = discord_env.guild.create_text_channel("digest", overwrites=rules)
    found = await report(discord_env, channel)
    assert found.problem == problem
    assert found.place == "#digest in Desk"
    cached = discord_env.bot.get_channel(channel.id)
    assert isinstance(cached, discord.TextChannel)
    theirs = cached.permissions_for(cached.guild.me)
    assert bool(problem) != all(
        (theirs.view_channel, theirs.send_messages, theirs.embed_links, theirs.read_message_history)
    )


async def test_a_channel_that_is_none_or_no_text(discord_env: Discord) -> None:
    voice = discord_env.guild.create_category("Folder")
    assert "not a text channel" in (await report(discord_env, voice)).problem
    missing = await examine(discord_env.bot.http, 1, 424242)
    assert "There is no such channel" in missing.problem


def payload(**roles: int) -> dict[str, Any]:
    return {
        "id": "1",
        "owner_id": "9",
        "roles": [{"id": key.removeprefix("r"), "permissions": str(value)} for key, value in roles.items()],
    }


def test_owners_and_administrators_may_do_everything() -> None:
    shut = {"permission_overwrites": [{"id": "1", "allow": "0", "deny": str(2**40)}]}
    assert permissions(payload(r1=0), {"roles": []}, shut, 9).send_messages
    assert permissions(payload(r1=0, r5=8), {"roles": ["5"]}, shut, 7).send_messages


def test_roles_add_up_and_a_members_own_rule_comes_last() -> None:
    view, send = discord.Permissions(view_channel=True).value, discord.Permissions(send_messages=True).value
    guild = payload(r1=view, r5=send, r6=0)
    rules = [
        {"id": "6", "allow": "0", "deny": str(send)},
        {"id": "5", "allow": str(send), "deny": "0"},
    ]
    both = {"roles": ["5", "6"]}
    assert permissions(guild, both, {"permission_overwrites": rules}, 7).send_messages
    rules.append({"id": "7", "allow": "0", "deny": str(send)})
    assert not permissions(guild, both, {"permission_overwrites": rules}, 7).send_messages
    rules.append({"id": "1", "allow": "0", "deny": str(view)})
    assert permissions(guild, both, {"permission_overwrites": rules}, 7).value == 0


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Unreadable("Please ask again."), "Please ask again."),
        (StoreBusy("The record is busy."), "The record is busy."),
        (app_commands.CommandNotFound("x", []), "has just changed"),
        (app_commands.NoPrivateMessage(), "in servers only"),
        (app_commands.CheckFailure("secret rule"), "You are not allowed"),
    ],
)
def test_every_kind_of_error_has_its_sentence(error: Exception, words: str) -> None:
    told = sentence(error)
    assert words in told
    assert "secret" not in told


ALL = Extras(thread=True, publish=True, mention="1", calendar=True, events=True)


async def test_what_a_digest_has_to_do_without_is_no_obstacle(discord_env: Discord) -> None:
    everyone = discord_env.guild.default_role
    rules = {everyone: Rule(create_public_threads=False, attach_files=False)}
    channel = discord_env.guild.create_text_channel("digest", overwrites=rules)
    assert discord_env.bot.user is not None
    found = await examine(discord_env.bot.http, discord_env.bot.user.id, channel.id, ALL)
    assert found.problem == ""
    permissions_said, publishing, role = found.sentences
    assert permissions_said == (
        "For what this digest is set to do, the bot's role also needs Create Public Threads and Attach Files."
    )
    assert "make it an announcement channel" in publishing
    assert "There is no role 1 on this server" in role


@pytest.mark.parametrize(("mentionable", "ours", "said"), [
    (True, Rule(mention_everyone=False), 0), (False, Rule(mention_everyone=False), 1), (False, Rule(), 0),
])  # fmt: skip
async def test_whether_a_role_can_be_pinged(
    discord_env: Discord, mentionable: bool, ours: Rule, said: int
) -> None:
    role = discord_env.guild.create_role("desk", mentionable=mentionable)
    assert discord_env.bot.user is not None
    channel = discord_env.guild.create_text_channel("digest", overwrites={discord_env.bot.user: ours})
    extras = Extras(mention=str(role.id))
    found = await examine(discord_env.bot.http, discord_env.bot.user.id, channel.id, extras)
    assert len(found.sentences) == said
    assert all("The role desk cannot be mentioned by the bot" in sentence for sentence in found.sentences)
    everybody = Extras(mention=str(discord_env.guild.id))
    found = await examine(discord_env.bot.http, discord_env.bot.user.id, channel.id, everybody)
    assert "that could be mentioned" in found.sentences[0]


async def test_an_announcement_channel_with_all_that_is_needed(discord_env: Discord) -> None:
    channel = discord_env.guild.create_news_channel("news")
    assert discord_env.bot.user is not None
    extras = Extras(thread=True, publish=True, calendar=True, events=True)
    found = await examine(discord_env.bot.http, discord_env.bot.user.id, channel.id, extras)
    assert found.sentences == ()


def test_permissions_follow_the_settings() -> None:
    assert set(needed(Extras())) == set(NEEDED)
    assert set(needed(ALL)) - set(NEEDED) == {
        "create_public_threads",
        "send_messages_in_threads",
        "attach_files",
        "create_events",
    }
    assert all(hasattr(discord.Permissions, name) for name in needed(ALL))


async def test_events_are_a_matter_of_the_server(discord_env: Discord) -> None:
    """A server whose members see a channel only where they are let in may make events all the same."""
    assert discord_env.bot.user is not None
    http, user = discord_env.bot.http, discord_env.bot.user.id
    backend = discord_env.env.backend
    for role in backend.get_guild(discord_env.guild.id).roles.values():
        allowed = discord.Permissions(role.permissions)
        allowed.update(view_channel=False, administrator=False)
        role.permissions = allowed.value
    rules = {discord_env.bot.user: WELCOME}
    channel = discord_env.guild.create_text_channel("digest", overwrites=rules)
    assert (await examine(http, user, channel.id, Extras(events=True))).sentences == ()
