"""Buttons and menus under an answer. They hold their question themselves, so they outlive the process."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Self

import discord

from bot.discord import asking, render
from bot.discord.errors import explain
from bot.discord.layout import choice
from briefings.answers import Answer, AnswerKind
from briefings.questions import Question

if TYPE_CHECKING:
    from bot.discord.bot import DragomanBot

OPEN_ID = "dragoman-open"
MOST_HINTS = 10


class AskButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"(?s)dragoman:.*"):
    """A button that asks the question in its id and puts the answer in place of its message."""

    def __init__(
        self, custom_id: str, label: str = "…", *, disabled: bool = False, main: bool = False
    ) -> None:
        style = discord.ButtonStyle.primary if main else discord.ButtonStyle.secondary
        super().__init__(
            discord.ui.Button(custom_id=custom_id, label=label[:80], disabled=disabled, style=style)
        )

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(match.string)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        bot: DragomanBot = interaction.client
        try:
            await interaction.response.defer()
            store = bot.store
            question = await asking.decode(self.custom_id, bot.scope(interaction), store)
            await show(interaction, await bot.answer(question))
        except Exception as error:
            await explain(interaction, error)


class OpenMenu(discord.ui.DynamicItem[discord.ui.Select[Any]], template=OPEN_ID):
    """A menu of the events of an answer; the chosen one is shown in full to who chose it."""

    def __init__(self, options: list[discord.SelectOption]) -> None:
        super().__init__(discord.ui.Select(custom_id=OPEN_ID, placeholder="Open an event…", options=options))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: discord.ui.Item[Any], _match: re.Match[str], /
    ) -> Self:
        return cls(item.options if isinstance(item, discord.ui.Select) else [])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        bot: DragomanBot = interaction.client
        try:
            await interaction.response.defer(ephemeral=True, thinking=True)
            question = Question("event", {"id": self.item.values[0]}, bot.scope(interaction))
            await show(interaction, await bot.answer(question))
        except Exception as error:
            await explain(interaction, error)


async def show(interaction: discord.Interaction[Any], answer: Answer) -> None:
    """Put the answer where the deferred interaction has its message."""
    bot: DragomanBot = interaction.client
    await interaction.edit_original_response(
        content=None,
        embeds=[discord.Embed.from_dict(render.answer(answer))],
        view=await view_of(answer, bot),
        allowed_mentions=discord.AllowedMentions.none(),
    )


async def view_of(answer: Answer, bot: DragomanBot) -> discord.ui.View | None:
    """The gestures that lead on from an answer; None where there is none."""
    view = discord.ui.View(timeout=None)
    slot = 0
    if answer.next or answer.previous:
        pages = (("◀ Previous", answer.previous), ("Next ▶", answer.next))
        for slot, (label, question) in enumerate(pages):
            custom_id = await asking.encode(question or answer.question, slot, bot.store)
            view.add_item(AskButton(custom_id, label, disabled=question is None))
    for suggestion in answer.suggestions[:MOST_HINTS]:
        if suggestion.question is not None:
            slot += 1
            custom_id = await asking.encode(suggestion.question, slot, bot.store)
            view.add_item(AskButton(custom_id, choice(suggestion.text, 80), main=True))
    options = _options(answer) if answer.kind is not AnswerKind.EVENT else []
    if options:
        view.add_item(OpenMenu(options))
    return view if view.children else None


def _options(answer: Answer) -> list[discord.SelectOption]:
    cards = {card.event.id: card for card in answer.cards if 0 < len(card.event.id) <= 100}
    return [
        discord.SelectOption(label=choice(card.title), description=choice(card.when), value=event_id)
        for event_id, card in list(cards.items())[:25]
    ]
