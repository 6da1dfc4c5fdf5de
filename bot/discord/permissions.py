"""What the bot may do in a channel by what Discord's API says, and what is missing in plain words."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import discord
from discord.http import HTTPClient

from bot.extras import NOTHING, Extras
from briefings.languages import later, phrase

NEEDED = {
    "view_channel": later("View Channel"),
    "send_messages": later("Send Messages"),
    "embed_links": later("Embed Links"),
    "read_message_history": later("Read Message History"),
}
"""What a digest's channel takes, by discord.py's name and by the name that Discord's settings show."""

THREADS = {
    "create_public_threads": later("Create Public Threads"),
    "send_messages_in_threads": later("Send Messages in Threads"),
}
FILES = {"attach_files": later("Attach Files")}
EVENTS = {"create_events": later("Create Events")}
"""What a server takes, not a channel."""

STEP_SECONDS = 20
"""How long Discord may take to say it: discord.py would wait out any limit."""

_ANNOUNCEMENTS = 5
_THREADS = (10, 11, 12)
_TEXT = (0, 2, _ANNOUNCEMENTS, 13, *_THREADS)


@dataclass(frozen=True, slots=True)
class ChannelReport:
    """`place` names the channel for people; `problem` is a sentence, empty if a digest can be posted.
    `lacking` are sentences on what the digest would have to do without.
    """

    place: str
    problem: str = ""
    lacking: tuple[str, ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        return (self.problem, *self.lacking) if self.problem else self.lacking


def needed(extras: Extras) -> dict[str, str]:
    """The permissions that a digest takes with these extras."""
    return (
        NEEDED
        | (THREADS if extras.thread else {})
        | (FILES if extras.calendar else {})
        | (EVENTS if extras.events else {})
    )


async def examine(http: HTTPClient, user_id: int, channel_id: int, extras: Extras = NOTHING) -> ChannelReport:
    """Whether the bot `user_id` can post a digest with `extras` in the channel. Network trouble is raised as
    it comes, `TimeoutError` where Discord lets us wait.
    """
    async with asyncio.timeout(STEP_SECONDS):
        return await _examined(http, user_id, channel_id, extras)


async def _examined(http: HTTPClient, user_id: int, channel_id: int, extras: Extras) -> ChannelReport:
    unnamed = phrase("channel {id}", id=channel_id)
    try:
        channel: dict[str, Any] = dict(await http.get_channel(channel_id))
    except discord.NotFound:
        return ChannelReport(
            unnamed,
            phrase("There is no such channel. Copy the id again: right-click the channel, Copy Channel ID."),
        )
    except discord.Forbidden:
        return ChannelReport(
            unnamed,
            phrase(
                "The bot cannot see this channel. Invite it to the server and grant it View Channel there."
            ),
        )
    guild_id = channel.get("guild_id")
    if guild_id is None or channel.get("type") not in _TEXT:
        return ChannelReport(unnamed, phrase("This is not a text channel of a server."))
    place = f"#{channel.get('name')}"
    try:
        guild: dict[str, Any] = dict(await http.get_guild(int(guild_id)))
        member: dict[str, Any] = dict(await http.get_member(int(guild_id), user_id))
        rules = channel
        if channel["type"] in _THREADS:
            rules = dict(await http.get_channel(int(channel["parent_id"])))
    except (discord.NotFound, discord.Forbidden):
        return ChannelReport(
            place, phrase("The bot is not a member of this channel's server. Invite it first.")
        )
    granted = permissions(guild, member, rules, user_id)
    wanted = dict(NEEDED)
    if channel["type"] in _THREADS:
        del wanted["send_messages"]
        wanted["send_messages_in_threads"] = later("Send Messages in Threads")
    missing = [label for name, label in wanted.items() if not getattr(granted, name)]
    place = phrase("{channel} in {server}", channel=place, server=guild.get("name"))
    problem = ""
    if missing:
        problem = phrase(
            "The bot's role needs {permissions} in this channel.",
            permissions=lambda speak: speak.listed([speak.say(name) for name in missing]),
        )
    on_server = everywhere(guild, member, user_id)
    return ChannelReport(place, problem, tuple(_lacking(channel, guild, granted, on_server, extras)))


def _lacking(
    channel: dict[str, Any],
    guild: dict[str, Any],
    granted: discord.Permissions,
    on_server: discord.Permissions,
    extras: Extras,
) -> Iterator[str]:
    """What a digest would have to do without, in sentences."""
    in_thread = channel["type"] in _THREADS
    wanted = {name: label for name, label in needed(extras).items() if name not in NEEDED}
    missing = [
        label
        for name, label in wanted.items()
        if not getattr(on_server if name in EVENTS else granted, name) and not (in_thread and name in THREADS)
    ]
    if missing:
        yield phrase(
            "For what this digest is set to do, the bot's role also needs {permissions}.",
            permissions=lambda speak: speak.listed([speak.say(name) for name in missing]),
        )
    if extras.thread and in_thread:
        yield phrase("No thread can be started within a thread; the whole digest goes into this one.")
    if extras.publish and channel["type"] != _ANNOUNCEMENTS:
        yield phrase(
            "Nothing can be published from this channel: make it an announcement channel in its settings, or "
            "set PUBLISH to no."
        )
    if extras.mention:
        role = next((one for one in guild.get("roles", ()) if str(one["id"]) == extras.mention), None)
        if role is None or extras.mention == str(guild["id"]):
            yield phrase(
                "There is no role {id} on this server that could be mentioned. Copy the id again: "
                "right-click the role, Copy Role ID.",
                id=extras.mention,
            )
        elif not role.get("mentionable") and not granted.mention_everyone:
            yield phrase(
                "The role {name} cannot be mentioned by the bot: allow anyone to mention it in the role's "
                "settings.",
                name=role.get("name"),
            )


def everywhere(guild: dict[str, Any], member: dict[str, Any], user_id: int) -> discord.Permissions:
    """What a member may do on the server, before any channel has its say."""
    if str(guild.get("owner_id")) == str(user_id):
        return discord.Permissions.all()
    held = {str(guild["id"]), *(str(role) for role in member.get("roles", ()))}
    base = 0
    for role in guild.get("roles", ()):
        if str(role["id"]) in held:
            base |= int(role["permissions"])
    granted = discord.Permissions(base)
    return discord.Permissions.all() if granted.administrator else granted


def permissions(
    guild: dict[str, Any], member: dict[str, Any], channel: dict[str, Any], user_id: int
) -> discord.Permissions:
    """The permissions of a member in a channel, from the API's payloads, by Discord's documented order."""
    base = everywhere(guild, member, user_id)
    if base.administrator:
        return base
    guild_id = str(guild["id"])
    held = {guild_id, *(str(role) for role in member.get("roles", ()))}
    granted_so_far = base.value
    rules = {str(rule["id"]): rule for rule in channel.get("permission_overwrites", ())}
    roles = [rule for key, rule in rules.items() if key in held and key != guild_id]
    for layer in ([rules.get(guild_id)], roles, [rules.get(str(user_id))]):
        denied = allowed = 0
        for rule in layer:
            if rule:
                denied |= int(rule["deny"])
                allowed |= int(rule["allow"])
        granted_so_far = granted_so_far & ~denied | allowed
    granted = discord.Permissions(granted_so_far)
    # Without seeing the channel nothing else is possible, whatever is granted.
    return granted if granted.view_channel else discord.Permissions.none()
