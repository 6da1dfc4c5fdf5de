"""`/sources`: the feeds of a server, for members with Manage Server."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
from discord import app_commands

from bot.discord import layout
from bot.discord.completing import in_time
from bot.discord.errors import sentence
from bot.discord.reading import holder
from bot.discord.speaking import speaking
from bot.discord.text import escape, shorten, tidy, words
from bot.feeding import MOST_OF_A_SERVER
from briefings.errors import DragomanError
from briefings.languages import counted, phrase
from briefings.store.protocol import ALL

if TYPE_CHECKING:
    from bot.discord.bot import DragomanBot
    from briefings.gathering import Report
    from briefings.languages import Tongue
    from briefings.sources.feeds import Feed
    from briefings.store.sources import SourceEntry

log = logging.getLogger(__name__)

MEMBER = "discord:"
"""Before a member's number in `SourceEntry.added_by`."""

LONGEST_LIST = 3900

TELL_SECONDS = 30
"""How long telling a member may take: the pass over the feeds waits for it."""
Choices = list[app_commands.Choice[str]]
Url = app_commands.Range[str, 8, 2000]


class SourcesRefused(DragomanError):
    """What a member asked for cannot be done; the message says why."""


class Sources(app_commands.Group):
    """The group; Discord shows it to members with Manage Server, and we check it again."""

    def __init__(self, bot: DragomanBot) -> None:
        super().__init__(
            name="sources",
            description="The feeds that fill this server's record",
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
        )
        self._bot = bot
        self._seen: dict[str, tuple[SourceEntry, ...]] = {}

    @app_commands.command(description="Follow a feed: what is new in it is read into this server's record")
    @app_commands.describe(url="Address of an RSS, Atom, RDF or JSON feed")
    async def add(self, interaction: discord.Interaction[Any], url: Url) -> None:
        await self._answer(interaction, lambda: self._add(interaction, url))

    @app_commands.command(description="Follow a feed no longer; what was read from it stays")
    @app_commands.describe(feed="The feed: choose it, or give its address")
    async def remove(self, interaction: discord.Interaction[Any], feed: str) -> None:
        await self._answer(interaction, lambda: self._remove(interaction, feed))

    @app_commands.command(name="list", description="The feeds that this server sees, and how they are")
    async def show(self, interaction: discord.Interaction[Any]) -> None:
        await self._answer(interaction, lambda: self._show(interaction))

    @app_commands.command(description="Look at a feed now and say what comes, or what is wrong with it")
    @app_commands.describe(feed="The feed: choose it, or give an address")
    async def check(self, interaction: discord.Interaction[Any], feed: str) -> None:
        await self._answer(interaction, lambda: self._check(interaction, feed))

    @app_commands.command(description="Withdraw an article of this server, and what only it supports")
    @app_commands.describe(article="Its address, or its id such as a12")
    async def forget(
        self, interaction: discord.Interaction[Any], article: app_commands.Range[str, 2, 2000]
    ) -> None:
        await self._answer(interaction, lambda: self._forget(interaction, article))

    async def _answer(
        self, interaction: discord.Interaction[Any], work: Callable[[], Awaitable[str]]
    ) -> None:
        """Shows what `work` says, or why it cannot be done, to who asked alone."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            if not _may(interaction):
                raise SourcesRefused(
                    phrase("Only members with the permission Manage Server may look after sources.")
                )
            text = await work()
        except DragomanError as error:
            text = escape(tidy(sentence(error, await speaking(interaction))))
        await interaction.edit_original_response(
            view=layout.note(text), allowed_mentions=discord.AllowedMentions.none()
        )

    async def _add(self, interaction: discord.Interaction[Any], url: str) -> str:
        feeding, scope = self._bot.feeding, self._bot.writes_in(interaction.guild_id)
        from briefings.sources.fetch import parse_url

        address = parse_url(url, feeding.fetcher.allowed).url
        await feeding.follow()
        there = await self._bot.store.sources.all((ALL, self._bot.scope(interaction)))
        same = next((source for source in there if source.url == address), None)
        if same is not None:
            if same.scope == ALL != scope:
                raise SourcesRefused(phrase("{url} is followed for every server already.", url=address))
            raise SourcesRefused(phrase("{url} is followed here already.", url=address))
        if sum(_of_members(source, scope) for source in there) >= MOST_OF_A_SERVER:
            raise SourcesRefused(
                counted(
                    "A server may follow {number} feed; remove one first.",
                    "A server may follow {number} feeds; remove one first.",
                    MOST_OF_A_SERVER,
                )
            )
        feed = await feeding.gatherer.check(address)
        await self._bot.store.sources.add(
            scope,
            "feed",
            address,
            added_by=f"{MEMBER}{interaction.user.id}",
            at=self._bot.clock(),
            title=feed.title,
        )
        speak = await speaking(interaction)
        said = [
            speak.say(
                "I follow {feed} from now on. Its newest items are read within a minute, "
                "what is new later as it appears.",
                feed=_named(feed.title, address),
            )
        ]
        if address.startswith("http:"):
            said.append(
                speak.say("It comes unencrypted (http), so nobody can tell whether it is what was sent.")
            )
        return " ".join(said)

    async def _remove(self, interaction: discord.Interaction[Any], said: str) -> str:
        source = await self._find(interaction, said)
        if source is None:
            raise SourcesRefused(phrase("No such feed is followed here; /sources list shows them."))
        if source.scope == ALL and not _of_members(source, self._bot.writes_in(interaction.guild_id)):
            raise SourcesRefused(
                phrase("That feed belongs to every server; whoever runs the bot looks after it.")
            )
        await self._bot.store.sources.remove(source.id)
        return (await speaking(interaction)).say(
            "I no longer follow {feed}. What was read from it stays.", feed=_named(source.title, source.url)
        )

    async def _show(self, interaction: discord.Interaction[Any]) -> str:
        await self._bot.feeding.follow()
        found = await self._bot.store.sources.all((ALL, self._bot.scope(interaction)))
        speak = await speaking(interaction)
        if not found:
            return speak.say("No feed is followed yet. Add one with /sources add.")
        return _listed(found, self._bot.clock(), speak)

    async def _check(self, interaction: discord.Interaction[Any], said: str) -> str:
        source = await self._find(interaction, said)
        url = source.url if source is not None else said
        feed = await self._bot.feeding.gatherer.check(url)
        if source is not None and source.failures:
            await self._bot.store.sources.call(source.id, self._bot.clock())
        return _described(feed, url, await speaking(interaction))

    async def _forget(self, interaction: discord.Interaction[Any], article: str) -> str:
        wanted = article.strip()
        scope = await holder(self._bot, interaction, wanted)
        done = await (await self._bot.record()).forget(wanted, scope)
        speak = await speaking(interaction)
        title = f" “{escape(tidy(done.title))}”" if done.title else ""
        return speak.count(
            "Article {article} is withdrawn: {number} event went with it, {kept} kept by other sources.",
            "Article {article} is withdrawn: {number} events went with it, {kept} kept by other sources.",
            len(done.removed),
            article=f"{done.article_id}{title}",
            kept=speak.number(len(done.changed)),
        )

    @remove.autocomplete("feed")
    async def _own_feeds(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        return await self._choices(interaction, typed, own=True)

    @check.autocomplete("feed")
    async def _all_feeds(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        return await self._choices(interaction, typed, own=False)

    async def _choices(self, interaction: discord.Interaction[Any], typed: str, *, own: bool) -> Choices:
        """Discord does not run the group's check before completing."""
        if not _may(interaction):
            return []
        scope, shared = self._bot.scope(interaction), self._bot.writes_in(interaction.guild_id)
        read = await in_time(self._bot.store.sources.all((ALL, scope)))
        seen = self._seen.setdefault(scope, ()) if read is None else read
        self._seen[scope] = seen
        found = tuple(s for s in seen if not own or s.scope == scope or _of_members(s, shared))
        labels = [(f"{source.title or source.url} · {source.url}", str(source.id)) for source in found]
        fitting = [pair for pair in labels if typed.casefold() in pair[0].casefold()]
        return [app_commands.Choice(name=layout.choice(label), value=value) for label, value in fitting[:25]]

    async def _find(self, interaction: discord.Interaction[Any], said: str) -> SourceEntry | None:
        """The source of a number or address, of those this server sees."""
        found = await self._bot.store.sources.all((ALL, self._bot.scope(interaction)))
        wanted = said.strip()
        return next((source for source in found if wanted in (str(source.id), source.url)), None)


def install(bot: DragomanBot) -> None:
    """Add the group to the bot's tree."""
    bot.tree.add_command(Sources(bot))


async def server_left(bot: DragomanBot, guild: int) -> None:
    """Nobody is left to read what that server's feeds bring: they rest until the bot is invited again."""
    for source in await bot.store.sources.all((f"guild:{guild}",)):
        await bot.store.sources.pause(source.id)


async def server_joined(bot: DragomanBot, guild: int) -> None:
    """Feeds that rest since the bot left are followed again."""
    for source in await bot.store.sources.all((f"guild:{guild}",)):
        if source.paused:
            await bot.store.sources.call(source.id, bot.clock())


async def servers_known(bot: DragomanBot) -> None:
    """What happened while the bot was away: feeds of servers that removed it rest, those of others go on."""
    there = {f"guild:{guild.id}" for guild in bot.guilds}
    for source in await bot.store.sources.all():
        if source.scope == ALL:
            continue
        if source.scope not in there and not source.paused:
            await bot.store.sources.pause(source.id)
        elif source.scope in there and source.paused:
            await bot.store.sources.call(source.id, bot.clock())


async def tell(bot: DragomanBot, report: Report) -> None:
    """Tell the member who added a source that it fails, or works again; the log has it anyway."""
    added_by = report.source.added_by
    if not added_by.startswith(MEMBER):
        return
    said = words(str(report.sentence), 1900)
    try:
        async with asyncio.timeout(TELL_SECONDS):
            member = await bot.fetch_user(int(added_by.removeprefix(MEMBER)))
            await member.send(said, allowed_mentions=discord.AllowedMentions.none())
    except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
        log.info("whoever added %s could not be told: %s", report.source.url, error)


def _may(interaction: discord.Interaction[Any]) -> bool:
    return interaction.guild_id is not None and interaction.permissions.manage_guild


def _of_members(source: SourceEntry, scope: str) -> bool:
    """Whether members added it to exactly that scope; the settings and the terminal have others."""
    return source.scope == scope and source.added_by.startswith(MEMBER)


def _named(title: str, url: str) -> str:
    return f"**{escape(tidy(title))}** ({escape(url)})" if title else escape(url)


def _listed(found: tuple[SourceEntry, ...], now: datetime, speak: Tongue) -> str:
    """One entry a feed within Discord's length, what fails first."""
    from briefings.gathering.reports import state

    lines = [f"**{speak.count('{number} feed', '{number} feeds', len(found))}**"]
    ordered = sorted(found, key=lambda source: (source.failing_since is None, source.scope == ALL, source.id))
    used = 0
    for place, source in enumerate(ordered):
        whose = f" · {speak.say('for every server')}" if source.scope == ALL else ""
        condition = shorten(escape(tidy(speak.again(state(source, now)))), 200)
        line = f"{shorten(_named(source.title, source.url), 300)}{whose}\n{condition}"
        used += len(line) + 2
        if used > LONGEST_LIST:
            left = len(ordered) - place
            lines.append(speak.count("and {number} more", "and {number} more", left))
            break
        lines.append(line)
    return "\n\n".join(lines)


def _described(feed: Feed, url: str, speak: Tongue) -> str:
    newest = max((item.published or "" for item in feed.items), default="")
    items = speak.count("{number} item", "{number} items", len(feed.items))
    holds = (
        speak.say(
            "Format {format}, {items}, the newest of {date}.", format=feed.format, items=items, date=newest
        )
        if newest
        else speak.say("Format {format}, {items}.", format=feed.format, items=items)
    )
    lines = [speak.say("{feed} works.", feed=_named(feed.title, url)), holds]
    lines += [f"- {escape(shorten(tidy(item.title or item.summary), 150))}" for item in feed.items[:3]]
    return "\n".join(lines)
