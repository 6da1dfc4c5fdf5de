"""`/briefing`: how the digests of a server are, for members with Manage Server."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import app_commands
from discord.ui import Button, DynamicItem

from bot.discord import layout
from bot.discord.errors import explain, sentence
from bot.discord.speaking import speaking
from bot.discord.text import escape, tidy
from bot.posting import Target, Unavailable
from briefings import dates
from briefings.errors import DragomanError
from briefings.languages import phrase

if TYPE_CHECKING:
    from bot.discord.bot import DragomanBot

DAYS_OFFERED = 15
Choices = list[app_commands.Choice[str]]
Digest = app_commands.Range[str, 1, 100]


class BriefingRefused(DragomanError):
    """What a manager asked for cannot be done; the message says why."""


class Briefing(app_commands.Group):
    """The group; Discord shows it to members with Manage Server, and we check it again."""

    def __init__(self, bot: DragomanBot) -> None:
        super().__init__(
            name="briefing",
            description="The digests of this server: how they are, why, and posting one by hand",
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
        )
        self._bot = bot

    @app_commands.command(description="What runs: last and next digest, permissions, feeds, record, version")
    async def status(self, interaction: discord.Interaction[Any]) -> None:
        async def work() -> list[str]:
            from bot.discord import briefing_status

            speak = await speaking(interaction)
            guild = interaction.guild_id or 0
            return await briefing_status.told(self._bot, guild, await here(self._bot, guild), speak)

        await _answer(interaction, work)

    @app_commands.command(description="Why there was no digest on a day, or why an event is or is not in it")
    @app_commands.describe(
        digest="Which digest, where the server has several",
        day="A day such as 2024-09-30; today if left out",
        event="The id of an event: why it is or is not in the digest",
    )
    async def why(
        self,
        interaction: discord.Interaction[Any],
        digest: Digest | None = None,
        day: app_commands.Range[str, 1, 40] | None = None,
        event: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        async def work() -> str:
            from bot.discord import briefing_why

            speak = await speaking(interaction)
            target = await _target(self._bot, interaction, digest)
            if event is not None:
                return await briefing_why.of_event(self._bot, target, event.strip(), speak)
            said = _day(day, target.today(self._bot.clock()))
            return await briefing_why.of_day(self._bot, target, interaction.guild_id or 0, said, speak)

        await _answer(interaction, work)

    @app_commands.command(description="Post the digest of today now, once; asks before it does")
    @app_commands.describe(digest="Which digest, where the server has several")
    async def post(self, interaction: discord.Interaction[Any], digest: Digest | None = None) -> None:
        from bot.discord import briefing_post

        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            speak = await speaking(interaction)
            target = await _target(self._bot, interaction, digest)
            day = target.today(self._bot.clock())
            guild = interaction.guild_id or 0
            text, open_ = await briefing_post.question(self._bot, target, guild, day, speak)
        except (DragomanError, Unavailable) as error:
            await _show(interaction, escape(tidy(sentence(error, await speaking(interaction)))))
            return
        view = layout.note(text)
        if open_:
            button = PostButton(target.key, day.isoformat(), speak.say("Post it now"))
            view.add_item(discord.ui.ActionRow(button))
        await interaction.edit_original_response(view=view, allowed_mentions=_NOBODY)

    @app_commands.command(description="Exactly what would be posted now, shown to you alone")
    @app_commands.describe(digest="Which digest, where the server has several")
    async def preview(self, interaction: discord.Interaction[Any], digest: Digest | None = None) -> None:
        from bot.discord import briefing_post

        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            target = await _target(self._bot, interaction, digest)
            bodies = await self._bot.preview(target)
        except (DragomanError, Unavailable) as error:
            await _show(interaction, escape(tidy(sentence(error, await speaking(interaction)))))
            return
        await briefing_post.preview(interaction, bodies)

    @why.autocomplete("digest")
    @post.autocomplete("digest")
    @preview.autocomplete("digest")
    async def _digests(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        """From memory; Discord does not run the group's check before completing."""
        if not may(interaction) or self._bot.posting is None:
            return []
        names = [
            target.name
            for target in self._bot.posting.targets
            if self._bot.places.known(int(target.channel)) == interaction.guild_id
            and typed.casefold() in target.name
        ]
        return [app_commands.Choice(name=layout.choice(name), value=name[:100]) for name in names[:25]]

    @why.autocomplete("day")
    async def _days(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        if not may(interaction):
            return []
        speak = await speaking(interaction)
        today = self._bot.clock().date()
        days = [today - timedelta(days=back) for back in range(DAYS_OFFERED)]
        labels = [(f"{speak.day(day)} ({day.isoformat()})", day.isoformat()) for day in days]
        return [
            app_commands.Choice(name=layout.choice(label), value=value)
            for label, value in labels
            if typed.casefold() in label.casefold()
        ]

    @why.autocomplete("event")
    async def _events(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        if not may(interaction):
            return []
        known = self._bot.known_events(typed, 25, self._bot.scope(interaction), await speaking(interaction))
        found = [pair for pair in known if 0 < len(pair[1]) <= 100]
        return [app_commands.Choice(name=layout.choice(label), value=value) for label, value in found]


class PostButton(
    DynamicItem[Button[Any]], template=r"briefing-post:(?P<day>\d{4}-\d\d-\d\d):(?P<target>[0-9a-f]{16})"
):
    """Posts a digest for the day it names, as long as that day is today. Outlives the process."""

    def __init__(self, target_key: str, day: str, label: str = "…", *, mark: str = "") -> None:
        self._mark = mark or _mark_of(target_key)
        self._day = day
        super().__init__(
            Button(
                custom_id=f"briefing-post:{day}:{self._mark}",
                label=label[:80],
                style=discord.ButtonStyle.primary,
            )
        )

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls("", match["day"], mark=match["target"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        from bot.discord import briefing_post

        bot: DragomanBot = interaction.client
        try:
            # In place of the question, whose button goes with the answer: nobody presses it twice.
            await interaction.response.defer()
            if not may(interaction):
                raise BriefingRefused(_ONLY_MANAGERS)
            guild = interaction.guild_id or 0
            found = [target for target in await here(bot, guild) if _mark_of(target.key) == self._mark]
            speak = await speaking(interaction)
            if not found:
                raise BriefingRefused(phrase("That digest is not set up for this server any more."))
            if found[0].today(bot.clock()).isoformat() != self._day:
                raise BriefingRefused(
                    phrase("This button was for another day. Use /briefing post again for today's digest.")
                )
            text = await briefing_post.done(bot, found[0], guild, speak)
            await _show(interaction, text)
        except Exception as error:
            await explain(interaction, error)


def install(bot: DragomanBot) -> None:
    """Add the group and its button to the bot."""
    bot.tree.add_command(Briefing(bot))
    bot.add_dynamic_items(PostButton)


async def here(bot: DragomanBot, guild: int) -> list[Target]:
    """The digests whose channel is on a server: nobody is told of another server's. Raises `Unavailable`
    where Discord cannot be asked.
    """
    targets = bot.posting.targets if bot.posting is not None else ()
    return [target for target in targets if (await bot.places.of(int(target.channel))).guild == guild]


def _mark_of(key: str) -> str:
    """What a button names a digest by; the same in every process."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def may(interaction: discord.Interaction[Any]) -> bool:
    """Whether who asks manages the server."""
    return interaction.guild_id is not None and interaction.permissions.manage_guild


_ONLY_MANAGERS = phrase("Only members with the permission Manage Server may look after the digests.")
_NOBODY = discord.AllowedMentions.none()


async def _target(bot: DragomanBot, interaction: discord.Interaction[Any], name: str | None) -> Target:
    """The digest that is meant; refuses where it is not clear which."""
    if not may(interaction):
        raise BriefingRefused(_ONLY_MANAGERS)
    found = await here(bot, interaction.guild_id or 0)
    if not found:
        raise BriefingRefused(
            phrase(
                "No digest is set up for this server. Whoever runs the bot sets one up with "
                "DRAGOMAN_DIGEST__MORNING__CHANNEL and the id of a channel."
            )
        )
    names = ", ".join(target.name for target in found)
    if name is None and len(found) > 1:
        raise BriefingRefused(phrase("This server has several digests: {names}. Say which one.", names=names))
    wanted = name.strip().casefold() if name is not None else found[0].name
    for target in found:
        if target.name == wanted:
            return target
    raise BriefingRefused(
        phrase("This server has no digest “{name}”; it has: {names}.", name=name, names=names)
    )


def _day(said: str | None, today: date) -> date:
    if said is None:
        return today
    text = said.strip()
    if len(text) == len("2024-09-30") and dates.is_valid(text):
        return date.fromisoformat(text)
    raise BriefingRefused(phrase("“{day}” is no day that I can read. Write it as 2024-09-30.", day=text))


async def _answer(
    interaction: discord.Interaction[Any], work: Callable[[], Awaitable[str | list[str]]]
) -> None:
    """Shows what `work` says, in one message or several, or why it cannot be done, to who asked alone."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    try:
        if not may(interaction):
            raise BriefingRefused(_ONLY_MANAGERS)
        said = await work()
    except (DragomanError, Unavailable) as error:
        said = escape(tidy(sentence(error, await speaking(interaction))))
    first, *rest = [said] if isinstance(said, str) else said
    await _show(interaction, first)
    for text in rest:
        await interaction.followup.send(view=layout.note(text), ephemeral=True, allowed_mentions=_NOBODY)


async def _show(interaction: discord.Interaction[Any], text: str) -> None:
    await interaction.edit_original_response(view=layout.note(text), allowed_mentions=_NOBODY)
