"""`/watch`: members and channels are told soon of what is recorded about whom they watch."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import app_commands

from bot.discord.carrier import BOT_LEFT, CHANNEL, LEFT, MEMBER
from bot.discord.errors import explain
from bot.discord.layout import choice, note
from bot.discord.notices import OPEN_ID, STOP_ID
from bot.discord.speaking import locale_of, speaking
from bot.discord.text import shorten, tidy, words
from bot.discord.views import show
from briefings.errors import DragomanError
from briefings.languages import counted, later, phrase
from briefings.questions import Question
from briefings.store.protocol import ALL, scopes_of
from briefings.store.watches import PERSON

if TYPE_CHECKING:
    from bot.discord.bot import DragomanBot
    from briefings.languages import Tongue
    from briefings.store.watches import Watch, Watcher

MOST = 25
"""Watches that one member, or one channel, may have."""

LONGEST_NAME = 200
LONGEST_LIST = 3500
MOST_CHOICES = 25
RESUME_ID = "dragoman-watch:resume:"
_TEXT_CHANNELS = (discord.ChannelType.text, discord.ChannelType.news)
Choices = list[app_commands.Choice[str]]

_WHY = {
    LEFT: later("rests: you are not a member of that server any more"),
    BOT_LEFT: later("rests: I am not a member of that server any more"),
}


class WatchRefused(DragomanError):
    """What a member asked for cannot be done; the message says why."""


class Watches(app_commands.Group):
    """The group. Anybody may watch for themselves; for channels only members with Manage Server may."""

    def __init__(self, bot: DragomanBot) -> None:
        super().__init__(name="watch", description="Be told soon when something about a country is recorded")
        self._bot = bot

    @app_commands.command(description="Be told by direct message of new events of a country or person")
    @app_commands.describe(
        who="Country, organisation or leader", channel="For managers: tell this channel instead of you"
    )
    async def add(
        self,
        interaction: discord.Interaction[Any],
        who: app_commands.Range[str, 1, LONGEST_NAME],
        channel: app_commands.AppCommandChannel | None = None,
    ) -> None:
        await self._answer(interaction, lambda speak: self._add(interaction, who, channel, speak))

    @app_commands.command(description="Be told no longer")
    @app_commands.describe(watch="The watch: choose it, or name whom it is about")
    async def remove(
        self, interaction: discord.Interaction[Any], watch: app_commands.Range[str, 1, LONGEST_NAME]
    ) -> None:
        await self._answer(interaction, lambda speak: self._remove(interaction, watch, speak))

    @app_commands.command(name="list", description="Whom you watch, and whether I can reach you")
    async def show(self, interaction: discord.Interaction[Any]) -> None:
        await self._answer(interaction, lambda speak: self._show(interaction, speak))

    @add.autocomplete("who")
    async def _names(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        found = self._bot.named(typed, MOST_CHOICES, await speaking(interaction))
        return [
            app_commands.Choice(name=choice(label), value=name) for label, name in found if len(name) <= 100
        ]

    @remove.autocomplete("watch")
    async def _own(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        known = await self._bot.telling.known()
        mine = [watch for watch in known if _may_change(interaction, watch)]
        speak = await speaking(interaction)
        labels = [(self._named(watch, interaction, speak), str(watch.id)) for watch in mine]
        fitting = [pair for pair in labels if typed.casefold() in pair[0].casefold()]
        return [app_commands.Choice(name=choice(name), value=value) for name, value in fitting[:MOST_CHOICES]]

    def _named(self, watch: Watch, interaction: discord.Interaction[Any], speak: Tongue) -> str:
        """A watch as a choice: whom it is about, and where it tells where that is not here and to you."""
        address, name = watch.watcher.address, _label(watch.subject, watch.label, speak)
        if address.startswith(CHANNEL):
            found = self._bot.get_channel(int(address.removeprefix(CHANNEL)))
            return f"{name} · #{getattr(found, 'name', address.removeprefix(CHANNEL))}"
        elsewhere = watch.scope not in (ALL, self._bot.scope(interaction))
        return f"{name} · {self._server(watch.scope)}" if elsewhere else name

    def _server(self, scope: str) -> str:
        guild = self._bot.get_guild(int(scope.rpartition(":")[2])) if scope != ALL else None
        return guild.name if guild is not None else scope.rpartition(":")[2]

    async def _answer(
        self,
        interaction: discord.Interaction[Any],
        work: Callable[[Tongue], Awaitable[tuple[str, Sequence[ResumeButton]]]],
    ) -> None:
        """Shows what `work` says, or why it cannot be done, to who asked alone."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            text, buttons = await work(await speaking(interaction))
        except DragomanError as error:
            await explain(interaction, error)
            return
        await interaction.edit_original_response(
            view=said(shorten(text, LONGEST_LIST), buttons), allowed_mentions=discord.AllowedMentions.none()
        )

    async def _add(
        self,
        interaction: discord.Interaction[Any],
        who: str,
        channel: app_commands.AppCommandChannel | None,
        speak: Tongue,
    ) -> tuple[str, Sequence[ResumeButton]]:
        bot = self._bot
        if channel is not None:
            await self._check(interaction, channel)
            address = f"{CHANNEL}{channel.id}"
            locale = locale_of(interaction, public=True)
        else:
            address, locale = f"{MEMBER}{interaction.user.id}", locale_of(interaction)
        subject, label, counts = await self._meant(who, bot.scope(interaction), speak)
        added = await bot.store.watches.add(
            address,
            locale,
            bot.scope(interaction),
            subject,
            label,
            set_by=str(interaction.user.id),
            at=bot.clock(),
            most=MOST,
        )
        if added is None:
            raise WatchRefused(
                counted(
                    "There is room for {number} watch, and so many there are; remove one first.",
                    "There is room for {number} watches, and so many there are; remove one first.",
                    MOST,
                )
            )
        _, new = added
        bot.telling.changed()
        name = words(_label(subject, label, speak), 120)
        if not new:
            text = speak.say("{name} is watched already; /watch list shows all watches.", name=name)
        elif channel is None:
            text = speak.say(
                "From now on I tell you by direct message what is recorded about {name}.", name=name
            )
        else:
            text = speak.say(
                "From now on I tell {channel} what is recorded about {name}.",
                channel=channel.mention,
                name=name,
            )
        limit = speak.count(
            "I send at most {number} message an hour; what comes beyond it comes together.",
            "I send at most {number} messages an hour; what comes beyond them comes together.",
            bot.settings.watch_per_hour,
        )
        return " ".join(part for part in (words(counts, 300), text, limit if new else "") if part), ()

    async def _check(
        self, interaction: discord.Interaction[Any], channel: app_commands.AppCommandChannel
    ) -> None:
        """That this member may let this channel be told, and that we can."""
        from bot.discord.permissions import examine

        if interaction.guild_id is None or channel.guild_id != interaction.guild_id:
            raise WatchRefused(phrase("Channels can be told on their own server only."))
        if not interaction.permissions.manage_guild:
            raise WatchRefused(
                phrase(
                    "Only members with the permission Manage Server may let a channel be told. "
                    "Without a channel I tell you by direct message."
                )
            )
        if channel.type not in _TEXT_CHANNELS:
            raise WatchRefused(phrase("I can tell text channels only; choose one."))
        if not channel.permissions.view_channel:
            raise WatchRefused(phrase("You cannot see that channel yourself."))
        report = await examine(self._bot.http, self._bot.user.id if self._bot.user else 0, channel.id)
        if report.problem:
            raise WatchRefused(report.problem)

    async def _meant(self, who: str, scope: str, speak: Tongue) -> tuple[str, str, str]:
        """The subject and English name of whom `who` means, and a note on what it was taken for."""
        from briefings.inquiries import naming
        from briefings.world.fold import fold

        world = await self._bot.world()
        found = world.names.resolve(who)
        if found.person is not None:
            return f"{PERSON}{fold(found.person.name)}", found.person.name, ""
        if found.actor:
            name = found.label or world.label(found.actor)
            counts = (
                speak.say("{name} counts for {actor}.", name=found.place.name, actor=name)
                if found.place
                else ""
            )
            return found.actor, name, counts
        shown = shorten(tidy(who), 60)
        if found.ambiguous or found.several:
            names = [
                naming.spelling(code, label, world) for code, label in (*found.ambiguous, *found.several)
            ]
            raise WatchRefused(
                phrase(
                    "“{name}” can mean more than one. Say which: {choices}.",
                    name=shown,
                    choices=", ".join(names[:10]),
                )
            )
        known = await self._bot.store.counts.people(who, scopes_of(scope), 2)
        if len(known) == 1:
            return f"{PERSON}{fold(known[0][0])}", known[0][0], ""
        if found.suggestions:
            raise WatchRefused(
                phrase(
                    "I know no country, organisation or leader called “{name}”. Did you mean: {choices}?",
                    name=shown,
                    choices=", ".join(found.suggestions),
                )
            )
        raise WatchRefused(phrase("I know no country, organisation or leader called “{name}”.", name=shown))

    async def _remove(
        self, interaction: discord.Interaction[Any], wanted: str, speak: Tongue
    ) -> tuple[str, Sequence[ResumeButton]]:
        store = self._bot.store
        mine = [watch for watch in await store.watches.all() if _may_change(interaction, watch)]
        word = wanted.strip().casefold()
        found = [watch for watch in mine if word == str(watch.id)] or [
            watch
            for watch in mine
            if word in (watch.label.casefold(), _label(watch.subject, watch.label, speak).casefold())
        ]
        if not found:
            raise WatchRefused(phrase("There is no such watch of yours; /watch list shows them."))
        here = [watch for watch in found if watch.scope == self._bot.scope(interaction)] or found
        if len(here) > 1:
            raise WatchRefused(phrase("Several watches are called so; choose one from the list."))
        await store.watches.remove(here[0].id)
        self._bot.telling.changed()
        return _stopped(here[0], speak), ()

    async def _show(
        self, interaction: discord.Interaction[Any], speak: Tongue
    ) -> tuple[str, Sequence[ResumeButton]]:
        every = await self._bot.store.watches.all()
        watchers: dict[int, list[Watch]] = {}
        for watch in every:
            if _may_change(interaction, watch):
                watchers.setdefault(watch.watcher.id, []).append(watch)
        if not watchers:
            return speak.say("You watch nobody yet. Begin with /watch add, for example: /watch add India"), ()
        blocks, buttons = [], []
        for watches in sorted(watchers.values(), key=lambda some: _is_channel(some[0].watcher)):
            watcher = watches[0].watcher
            lines = [self._heading(watcher, speak)]
            if watcher.stopped is not None:
                lines.append(_why_stopped(watcher, speak))
            lines += [self._line(watch, interaction, speak) for watch in watches]
            blocks.append("\n".join(lines))
            if watcher.stopped is not None or any(watch.resting for watch in watches):
                buttons.append(ResumeButton(watcher.id, _resume_label(self._heading(watcher, speak), speak)))
        blocks.append(
            speak.count(
                "At most {number} message an hour is sent to you, and to each channel.",
                "At most {number} messages an hour are sent to you, and to each channel.",
                self._bot.settings.watch_per_hour,
            )
        )
        return "\n\n".join(blocks), buttons[:5]

    def _heading(self, watcher: Watcher, speak: Tongue) -> str:
        if _is_channel(watcher):
            return f"**<#{watcher.address.removeprefix(CHANNEL)}>**"
        return f"**{speak.say('You, by direct message')}**"

    def _line(self, watch: Watch, interaction: discord.Interaction[Any], speak: Tongue) -> str:
        parts = [words(_label(watch.subject, watch.label, speak), 120)]
        elsewhere = watch.scope not in (ALL, self._bot.scope(interaction))
        if elsewhere and not _is_channel(watch.watcher):
            parts.append(words(speak.say("set in {server}", server=self._server(watch.scope)), 120))
        parts.append(words(speak.since(watch.since.date().isoformat()), 60))
        if watch.resting is not None:
            parts.append(words(speak.say(_WHY.get(watch.resting, watch.resting)), 120))
        return "- " + " · ".join(parts)


def _is_channel(watcher: Watcher) -> bool:
    return watcher.address.startswith(CHANNEL)


def _label(subject: str, label: str, speak: Tongue) -> str:
    if subject.startswith(PERSON):
        return label
    from briefings import world

    known = world.load().states
    return speak.name(subject, label) if subject in known else speak.body(subject, label)


def _resume_label(heading: str, speak: Tongue) -> str:
    return (
        choice(speak.say("Resume"), 80)
        if "<#" not in heading
        else choice(speak.say("Resume the channel"), 80)
    )


def _why_stopped(watcher: Watcher, speak: Tongue) -> str:
    if _is_channel(watcher):
        return speak.say("Paused: Discord no longer lets me write there. Check my permissions, then resume.")
    return speak.say(
        "Paused: Discord no longer delivers my direct messages to you. Allow direct messages in the privacy "
        "settings of a server that we share, then resume."
    )


def _stopped(watch: Watch, speak: Tongue) -> str:
    name = words(_label(watch.subject, watch.label, speak), 120)
    return speak.say("{name} is watched no longer.", name=name)


def _may_change(interaction: discord.Interaction[Any], watch: Watch) -> bool:
    """Members look after their own watches, managers after those of their server's channels."""
    if not _is_channel(watch.watcher):
        return watch.watcher.address == f"{MEMBER}{interaction.user.id}"
    here = interaction.guild_id is not None and watch.scope == f"guild:{interaction.guild_id}"
    return here and interaction.permissions.manage_guild


def said(text: str, buttons: Sequence[discord.ui.Item[Any]] = ()) -> discord.ui.LayoutView:
    """A text, which must be safe already, with buttons below."""
    view = note(text)
    if buttons:
        view.add_item(discord.ui.ActionRow(*buttons))
    return view


class StopButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=STOP_ID + r"(?P<watch>\d{1,18})"):
    """Ends the watch that its id names."""

    def __init__(self, watch: int) -> None:
        super().__init__(discord.ui.Button(custom_id=f"{STOP_ID}{watch}", label="…"))
        self.watch = watch

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["watch"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        bot: DragomanBot = interaction.client
        try:
            await interaction.response.defer(ephemeral=True, thinking=True)
            speak = await speaking(interaction)
            watch = await bot.store.watches.get(self.watch)
            if watch is None:
                text = speak.say("This watch has been ended already.")
            elif not _may_change(interaction, watch):
                raise WatchRefused(
                    phrase("Only members with the permission Manage Server may end a channel's watch.")
                )
            else:
                await bot.store.watches.remove(watch.id)
                bot.telling.changed()
                text = _stopped(watch, speak)
            await interaction.edit_original_response(view=said(text))
        except Exception as error:
            await explain(interaction, error)


class ResumeButton(
    discord.ui.DynamicItem[discord.ui.Button[Any]], template=RESUME_ID + r"(?P<watcher>\d{1,18})"
):
    """Lets a watcher be told again, of what is stored from now on."""

    def __init__(self, watcher: int, label: str = "…") -> None:
        super().__init__(
            discord.ui.Button(
                custom_id=f"{RESUME_ID}{watcher}", label=label, style=discord.ButtonStyle.primary
            )
        )
        self.watcher = watcher

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(int(match["watcher"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        bot: DragomanBot = interaction.client
        try:
            await interaction.response.defer(ephemeral=True, thinking=True)
            speak = await speaking(interaction)
            watches = await bot.store.watches.of(self.watcher)
            if not watches or not _may_change(interaction, watches[0]):
                raise WatchRefused(phrase("There is no such watch of yours; /watch list shows them."))
            await bot.store.watches.resume(self.watcher, bot.clock())
            text = speak.say(
                "From now on you are told again. What was recorded meanwhile is not made up for."
            )
            await interaction.edit_original_response(view=said(text))
        except Exception as error:
            await explain(interaction, error)


class ToldMenu(discord.ui.DynamicItem[discord.ui.Select[Any]], template=OPEN_ID):
    """The events of a notice; the chosen one is shown in full to who chose it, in direct messages too."""

    def __init__(self, options: list[discord.SelectOption]) -> None:
        super().__init__(discord.ui.Select(custom_id=OPEN_ID, options=options))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: discord.ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        return cls(item.options if isinstance(item, discord.ui.Select) else [])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        bot: DragomanBot = interaction.client
        try:
            await interaction.response.defer(ephemeral=True, thinking=True)
            event = self.item.values[0]
            scope = await _scope_of(bot, interaction, event)
            question = Question("event", {"id": event}, scope, locale=locale_of(interaction))
            await show(interaction, await bot.answer(question))
        except Exception as error:
            await explain(interaction, error)


async def _scope_of(bot: DragomanBot, interaction: discord.Interaction[Any], event: str) -> str:
    """Where who opens an event sees it: in direct messages also what the servers of their watches have, as
    long as they are members there.
    """
    if interaction.guild_id is not None:
        return bot.scope(interaction)
    if await bot.store.events.get(event) is not None:
        return ALL
    address = f"{MEMBER}{interaction.user.id}"
    scopes = {w.scope for w in await bot.store.watches.all() if w.watcher.address == address}
    for scope in sorted(scopes - {ALL}):
        found = await bot.store.events.get(event, scopes_of(scope))
        if found is not None and await bot.telling.lost(address, scope) is None:
            return scope
    return ALL


def install(bot: DragomanBot) -> None:
    """Add the group, the buttons and the menu to the bot."""
    bot.add_dynamic_items(StopButton, ResumeButton, ToldMenu)
    bot.tree.add_command(Watches(bot))


async def server_left(bot: DragomanBot, guild: int) -> None:
    """Nobody there is told any more until the bot is invited again."""
    await bot.store.watches.rest(f"guild:{guild}", BOT_LEFT)


async def server_joined(bot: DragomanBot, guild: int) -> None:
    """Watches that rest since the bot left go on with what is stored from now on."""
    await bot.store.watches.wake(f"guild:{guild}", BOT_LEFT, bot.clock())


async def servers_known(bot: DragomanBot) -> None:
    """What happened to the bot's servers while it was away."""
    scopes = {watch.scope for watch in await bot.store.watches.all()} - {ALL}
    for scope in sorted(scopes):
        guild = int(scope.rpartition(":")[2])
        await (server_joined if bot.get_guild(guild) is not None else server_left)(bot, guild)
