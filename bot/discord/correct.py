"""`/correct`: members with Manage Server put right what was read wrongly.

Every answer is for who asked alone, shows the event as it was and as it is, and has a button that takes the
correction back, also after a restart. Discord shows the group to managers; each gesture checks it again.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import UTC
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import app_commands
from discord.ui import ActionRow, Button, Select

from bot.discord import layout
from bot.discord.completing import in_time
from bot.discord.errors import explain
from bot.discord.layout import choice
from bot.discord.speaking import speaking
from bot.discord.text import shorten, tidy, words
from briefings.errors import DragomanError
from briefings.languages import phrase
from briefings.store.protocol import EventQuery

if TYPE_CHECKING:
    from bot.discord.bot import DragomanBot
    from briefings.cards import CardMaker
    from briefings.correcting import Corrector, Done, Seat
    from briefings.languages import Tongue
    from briefings.models import RecordedEvent, Source
    from briefings.world import World

MOST_CHOICES = 25
MOST_SOURCES = 25
"""A menu of Discord's holds no more."""

PAGE_SIZE = 8
LONGEST_LINE = 500

UNDO_ID = "dragoman-correct:undo:"
SPLIT_ID = "dragoman-correct:split:"

Choices = list[app_commands.Choice[str]]
EventId = app_commands.Range[str, 1, 100]
Words = app_commands.Range[str, 1, 200]
View = discord.ui.LayoutView


class NotAllowed(DragomanError):
    """Somebody without Manage Server asks to correct."""


class Correct(app_commands.Group):
    """The group."""

    def __init__(self, bot: DragomanBot) -> None:
        super().__init__(
            name="correct",
            description="Put right what was read wrongly, for this server",
            guild_only=True,
            default_permissions=discord.Permissions(manage_guild=True),
        )
        self._bot = bot

    @app_commands.command(description="Say when an event was")
    @app_commands.describe(
        event="The event: choose it, or give its id such as e12",
        date="2024-07-09, 9 July 2024, July 2024, 2024 or unknown",
        until="The last day, where it lasts longer than one",
    )
    async def date(
        self, interaction: discord.Interaction[Any], event: EventId, date: Words, until: Words | None = None
    ) -> None:
        async def work(desk: _Desk) -> Done:
            from briefings.corrections.saying import dates_of

            start, end = dates_of(date, until or "", desk.speak)
            return await desk.corrector.date(event, start, end, desk.seat)

        await self._correct(interaction, work)

    @app_commands.command(description="Say where an event was")
    @app_commands.describe(
        event="The event: choose it, or give its id such as e12",
        city="Such as Geneva, or unknown",
        country="Where the city alone does not tell, or no city is known",
    )
    async def place(
        self,
        interaction: discord.Interaction[Any],
        event: EventId,
        city: Words | None = None,
        country: Words | None = None,
    ) -> None:
        async def work(desk: _Desk) -> Done:
            from briefings.corrections.saying import place_of

            found = await desk.event(event)
            place = place_of(country or "", city or "", found.event.place, await desk.world(), desk.speak)
            return await desk.corrector.place(event, place, desk.seat)

        await self._correct(interaction, work)

    @app_commands.command(description="Say who took part in an event")
    @app_commands.describe(
        event="The event: choose it, or give its id such as e12",
        add="Countries, organisations or people who took part too, with commas between them",
        remove="Who did not take part",
        only="Everybody who took part: replaces all others",
    )
    async def participants(
        self,
        interaction: discord.Interaction[Any],
        event: EventId,
        add: Words | None = None,
        remove: Words | None = None,
        only: Words | None = None,
    ) -> None:
        async def work(desk: _Desk) -> Done:
            from briefings.corrections.saying import participants_of

            found = await desk.event(event)
            world = await desk.world()
            said = participants_of(add or "", remove or "", only or "", found.event, world, desk.speak)
            return await desk.corrector.participants(event, said, desk.seat)

        await self._correct(interaction, work)

    @app_commands.command(description="Say that two events are one")
    @app_commands.describe(event="The event that stays", other="The event that is the same one")
    async def merge(self, interaction: discord.Interaction[Any], event: EventId, other: EventId) -> None:
        await self._correct(interaction, lambda desk: desk.corrector.merge(event, other, desk.seat))

    @app_commands.command(description="Choose sources of an event that tell of another one")
    @app_commands.describe(event="The event: choose it, or give its id such as e12")
    async def split(self, interaction: discord.Interaction[Any], event: EventId) -> None:
        async def work(desk: _Desk) -> View:
            found = await desk.event(event)
            return _asking_for_sources(found, await desk.maker())

        await self._answer(interaction, work)

    @app_commands.command(name="not-an-event", description="Say that something is no event at all: hide it")
    @app_commands.describe(event="The event: choose it, or give its id such as e12")
    async def not_an_event(self, interaction: discord.Interaction[Any], event: EventId) -> None:
        await self._correct(interaction, lambda desk: desk.corrector.not_an_event(event, desk.seat))

    @app_commands.command(description="Take a correction back")
    @app_commands.describe(correction="The correction: choose it, or give its id such as c12")
    async def undo(self, interaction: discord.Interaction[Any], correction: EventId) -> None:
        await self._correct(interaction, lambda desk: desk.corrector.undo(correction, desk.seat))

    @app_commands.command(description="What was corrected, by whom and when")
    @app_commands.describe(event="Only what concerns this event", page="The page, from 1")
    async def history(
        self,
        interaction: discord.Interaction[Any],
        event: EventId | None = None,
        page: app_commands.Range[int, 1, 1000] = 1,
    ) -> None:
        await self._answer(interaction, lambda desk: _history(desk, event, page))

    async def _correct(
        self, interaction: discord.Interaction[Any], work: Callable[[_Desk], Awaitable[Done]]
    ) -> None:
        async def corrected(desk: _Desk) -> View:
            return await _told(desk, await work(desk))

        await self._answer(interaction, corrected)

    async def _answer(
        self, interaction: discord.Interaction[Any], work: Callable[[_Desk], Awaitable[View]]
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            await _show(interaction, await work(await _desk(self._bot, interaction)))
        except DragomanError as error:
            await explain(interaction, error)

    @date.autocomplete("event")
    @place.autocomplete("event")
    @participants.autocomplete("event")
    @merge.autocomplete("event")
    @merge.autocomplete("other")
    @split.autocomplete("event")
    @not_an_event.autocomplete("event")
    @history.autocomplete("event")
    async def _events(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        """Discord does not run the group's check before completing."""
        if not _may(interaction):
            return []
        found = await in_time(_event_choices(self._bot, interaction, typed))
        if found is not None:
            return found
        speak = await speaking(interaction)
        known = self._bot.known_events(typed, MOST_CHOICES, self._bot.scope(interaction), speak)
        return [app_commands.Choice(name=choice(label), value=value) for label, value in known]

    @undo.autocomplete("correction")
    async def _corrections(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        if not _may(interaction):
            return []
        return await in_time(_correction_choices(self._bot, interaction, typed)) or []

    @place.autocomplete("country")
    async def _countries(self, _interaction: discord.Interaction[Any], typed: str) -> Choices:
        return _named(self._bot.names(typed, MOST_CHOICES))

    @participants.autocomplete("add")
    @participants.autocomplete("remove")
    @participants.autocomplete("only")
    async def _participants(self, _interaction: discord.Interaction[Any], typed: str) -> Choices:
        """Completes the last name of a list."""
        before, comma, last = typed.rpartition(",")
        head = f"{before}{comma} " if comma else ""
        return _named(f"{head}{name}" for name in self._bot.names(last.strip(), MOST_CHOICES))


class _Desk:
    """What one correction takes: who corrects, in which language, and the record."""

    def __init__(self, bot: DragomanBot, seat: Seat, speak: Tongue, corrector: Corrector) -> None:
        self.bot = bot
        self.seat = seat
        self.speak = speak
        self.corrector = corrector

    async def world(self) -> World:
        return await self.bot.world()

    async def maker(self) -> CardMaker:
        from briefings.cards import CardMaker

        return CardMaker(await self.world(), self.bot.clock().astimezone(UTC).date(), self.speak)

    async def event(self, said: str) -> RecordedEvent:
        return await self.corrector.find(said, self.seat)


def _may(interaction: discord.Interaction[Any]) -> bool:
    """Whether whoever asks may correct the record of this server."""
    return interaction.guild_id is not None and interaction.permissions.manage_guild


async def _desk(bot: DragomanBot, interaction: discord.Interaction[Any]) -> _Desk:
    if not _may(interaction):
        raise NotAllowed(phrase("Only members with the permission Manage Server may correct the record."))
    from briefings.correcting import Corrector

    return _Desk(bot, _seat(bot, interaction), await speaking(interaction), Corrector(bot.store, bot.clock))


def _seat(bot: DragomanBot, interaction: discord.Interaction[Any]) -> Seat:
    from briefings.correcting import Seat
    from briefings.store.corrections import Speaker

    who = interaction.user
    name = shorten(tidy(who.display_name), 80) or str(who.id)
    speaker = Speaker(f"discord:{who.id}", name, bot.scope_of(interaction.guild_id))
    return Seat(speaker, bot.writes_in(interaction.guild_id))


async def _told(desk: _Desk, done: Done) -> View:
    """What became of the event, with a button that takes it back."""
    from briefings.corrections.wording import told

    corrected = {event.id for event in (*done.before, *done.after)} | {done.correction.event}
    await desk.bot.events_corrected(corrected)
    said, speak = told(done, await desk.maker()), desk.speak
    texts = [f"**{words(said.title, 200)}**"]
    texts.append(f"**{words(speak.say('Before'), 40)}**\n{_lines(said.before)}")
    if said.after:
        texts.append(f"**{words(speak.say('Now'), 40)}**\n{_lines(said.after)}")
    texts.append("\n".join(words(note, 300) for note in said.notes))
    view = layout.note("\n\n".join(text for text in texts if text))
    if done.correction.undone_at is None:
        view.add_item(ActionRow(UndoCorrection(done.correction.id, speak.say("Undo"))))
    return view


def _lines(lines: Sequence[str]) -> str:
    return "\n".join(f"- {words(line, LONGEST_LINE)}" for line in lines[:4])


async def _history(desk: _Desk, event: str | None, page: int) -> View:
    from briefings.corrections.wording import entry_lines

    entries, total = await desk.corrector.history(
        desk.seat, event=event, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE
    )
    speak, maker = desk.speak, await desk.maker()
    if not entries:
        said = speak.say("There is no such page.") if total else speak.say("Nothing has been corrected yet.")
        return layout.note(words(said, 200), quiet=True)
    texts = []
    for entry in entries:
        about = await desk.bot.store.events.get(entry.event, desk.seat.sees) if entry.event else None
        head, below = entry_lines(entry, desk.seat, about, maker)
        texts.append(f"**{words(head, 250)}**\n{words(below, 200)}")
    shown = speak.count("{number} correction", "{number} corrections", total)
    pages = -(-total // PAGE_SIZE)
    if pages > 1:
        shown = speak.say("{corrections}, page {page} of {pages}", corrections=shown, page=page, pages=pages)
    return layout.note("\n\n".join([*texts, words(shown, 100)]))


def _asking_for_sources(found: RecordedEvent, maker: CardMaker) -> View:
    """The sources of an event to choose from."""
    speak = maker.speak
    if len(found.sources) < 2:
        from briefings.correcting import CorrectionRefused

        raise CorrectionRefused(
            phrase("{event} has one source only, so there is nothing to split.", event=found.id)
        )
    title = maker.card(found).title
    texts = [
        speak.say("Which sources of “{title}” tell of another event?", title=title),
        speak.say("They become an event of their own, whatever articles come later."),
    ]
    if len(found.sources) > MOST_SOURCES:
        texts.append(
            speak.count(
                "The menu holds the first {number} source; the command line takes all.",
                "The menu holds the first {number} sources; the command line takes all.",
                MOST_SOURCES,
            )
        )
    view = layout.note("\n".join(words(text, 300) for text in texts))
    options = [_option(source, maker) for source in found.sources[:MOST_SOURCES]]
    most = len(options) if len(found.sources) > len(options) else len(options) - 1
    view.add_item(ActionRow(SplitMenu(found.id, options, most, speak.say("Choose sources…"))))
    return view


def _option(source: Source, maker: CardMaker) -> discord.SelectOption:
    name = source.publisher or source.title or source.url or source.article
    day = maker.speak.when(source.published) if source.published else ""
    said = " · ".join(part for part in (day, source.title or source.quote) if part)
    return discord.SelectOption(
        label=choice(name), value=source.article, description=choice(said) if said else None
    )


async def _show(interaction: discord.Interaction[Any], view: View) -> None:
    await interaction.edit_original_response(view=view, allowed_mentions=discord.AllowedMentions.none())


class UndoCorrection(discord.ui.DynamicItem[Button[Any]], template=UNDO_ID + r"(?P<correction>c\d{1,18})"):
    """Takes back the correction that its id names, if whoever presses it may."""

    def __init__(self, correction: str, label: str = "Undo") -> None:
        super().__init__(
            Button(
                custom_id=f"{UNDO_ID}{correction}", label=choice(label, 80), style=discord.ButtonStyle.danger
            )
        )
        self.correction = correction

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(match["correction"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        async def work(desk: _Desk) -> View:
            return await _told(desk, await desk.corrector.undo(self.correction, desk.seat))

        await _gesture(interaction, work)


class SplitMenu(discord.ui.DynamicItem[Select[Any]], template=SPLIT_ID + r"(?P<event>e\d{1,18})"):
    """Splits the chosen sources off the event that its id names."""

    def __init__(
        self,
        event: str,
        options: list[discord.SelectOption],
        most: int = MOST_SOURCES,
        placeholder: str | None = None,
    ) -> None:
        super().__init__(
            Select(
                custom_id=f"{SPLIT_ID}{event}",
                placeholder=placeholder,
                options=options,
                min_values=1,
                max_values=max(1, min(most, len(options))),
            )
        )
        self.event = event

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(match["event"], item.options if isinstance(item, Select) else [])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        chosen = list(self.item.values)

        async def work(desk: _Desk) -> View:
            return await _told(desk, await desk.corrector.split(self.event, chosen, desk.seat))

        await _gesture(interaction, work)


async def _gesture(interaction: discord.Interaction[Any], work: Callable[[_Desk], Awaitable[View]]) -> None:
    bot: DragomanBot = interaction.client
    try:
        await interaction.response.defer()
        await _show(interaction, await work(await _desk(bot, interaction)))
    except Exception as error:
        await explain(interaction, error)


async def _event_choices(bot: DragomanBot, interaction: discord.Interaction[Any], typed: str) -> Choices:
    """Events of this server and of everyone that hold what is typed, the newest first."""
    from briefings.cards import CardMaker

    seat, speak = _seat(bot, interaction), await speaking(interaction)
    said = typed.strip().lstrip("#")
    found: list[RecordedEvent] = []
    if re.fullmatch(r"[Ee]?\d{1,18}", said):
        one = await bot.store.events.get(f"e{said.lower().removeprefix('e')}", seat.sees)
        found = [one] if one else []
    if not found:
        text = said if any(sign.isalnum() for sign in said) else None
        query = EventQuery(text=text, scopes=seat.sees, limit=MOST_CHOICES)
        found = list((await bot.store.events.query(query)).events)
    maker = CardMaker(await bot.world(), bot.clock().astimezone(UTC).date(), speak)
    cards = [maker.card(one) for one in found]
    return [
        app_commands.Choice(name=choice(f"{card.when}: {card.title} ({card.event.id})"), value=card.event.id)
        for card in cards
    ]


async def _correction_choices(bot: DragomanBot, interaction: discord.Interaction[Any], typed: str) -> Choices:
    from briefings.cards import CardMaker
    from briefings.correcting import Corrector
    from briefings.corrections.wording import label

    seat, speak = _seat(bot, interaction), await speaking(interaction)
    found = await Corrector(bot.store, bot.clock).undoable(seat, 200)
    maker = CardMaker(await bot.world(), bot.clock().astimezone(UTC).date(), speak)
    labels = [(label(one, maker, seat), one.id) for one in found]
    fitting = [pair for pair in labels if typed.strip().casefold() in pair[0].casefold()]
    return [app_commands.Choice(name=choice(name), value=value) for name, value in fitting[:MOST_CHOICES]]


def _named(names: Iterable[str]) -> Choices:
    return [app_commands.Choice(name=choice(name), value=name) for name in names if len(name) <= 100]


def install(bot: DragomanBot) -> None:
    """Add the group, its button and its menu to the bot."""
    bot.add_dynamic_items(UndoCorrection, SplitMenu)
    bot.tree.add_command(Correct(bot))
