"""Buttons and menus under an answer. They hold their question themselves, so they outlive the process.

On an answer that only its asker sees, or that the presser asked for, the new answer takes its place. Anybody
else gets an answer of their own: nobody turns the pages of what others read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Self

import discord
from discord.ui import Button, DynamicItem, Label, Modal, Select, TextInput

from bot.discord import asking
from bot.discord.asking import Unreadable
from bot.discord.attaching import attached, uploads
from bot.discord.errors import explain
from bot.discord.speaking import locale_of, speaking
from briefings.answers import Answer
from briefings.errors import DragomanError
from briefings.languages import Tongue
from briefings.languages.tongue import phrase
from briefings.questions import Question

if TYPE_CHECKING:
    from bot.discord.bot import DragomanBot

OPEN_ID = "dragoman-open"
ANSWER_SECONDS = 900.0
"""How long somebody may take to name a page: as long as Discord would take the answer."""


class NotShown(DragomanError):
    """An answer cannot be shown to the channel; the message says why."""


class AskButton(DynamicItem[Button[Any]], template=r"(?s)dragoman:.*"):
    """Asks the question in its id."""

    def __init__(
        self, custom_id: str, label: str = "…", *, disabled: bool = False, main: bool = False
    ) -> None:
        style = discord.ButtonStyle.primary if main else discord.ButtonStyle.secondary
        super().__init__(Button(custom_id=custom_id, label=label[:80], disabled=disabled, style=style))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(match.string)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        try:
            await _ask(interaction, self.custom_id)
        except Exception as error:
            await explain(interaction, error)


class OpenMenu(DynamicItem[Select[Any]], template=rf"{OPEN_ID}(:\d)?"):
    """A menu of the events of an answer; the chosen one is shown in full to who chose it."""

    def __init__(self, number: int, name: str, options: list[discord.SelectOption]) -> None:
        custom_id = f"{OPEN_ID}:{number}" if number else OPEN_ID
        super().__init__(Select(custom_id=custom_id, placeholder=name[:150], options=options))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(
            int(match[1][1:]) if match[1] else 0, "…", item.options if isinstance(item, Select) else []
        )

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        from bot.discord.views import show

        bot: DragomanBot = interaction.client
        try:
            await interaction.response.defer(ephemeral=True, thinking=True)
            question = Question(
                "event", {"id": self.item.values[0]}, bot.scope(interaction), locale=locale_of(interaction)
            )
            await show(interaction, await bot.answer(question))
        except Exception as error:
            await explain(interaction, error)


class JumpButton(DynamicItem[Button[Any]], template=r"(?s)dragoman-page:.*"):
    """Asks which page to go to. Its slot is the number of pages."""

    PREFIX: ClassVar[str] = "dragoman-page:"

    def __init__(self, custom_id: str, label: str = "…") -> None:
        super().__init__(Button(custom_id=custom_id, label=label[:80]))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(match.string)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        try:
            await interaction.response.send_modal(PageModal(self.custom_id, await speaking(interaction)))
        except Exception as error:
            await explain(interaction, error)


class PageModal(Modal):
    """A field for the number of a page. What is sent comes to `turn_to`, also after a restart meanwhile."""

    def __init__(self, custom_id: str, speak: Tongue) -> None:
        super().__init__(title=speak.say("Go to a page")[:45], timeout=ANSWER_SECONDS, custom_id=custom_id)
        pages = speak.number(max(1, asking.slot(custom_id)))
        field = TextInput[Any](custom_id="page", max_length=9, placeholder=f"1–{pages}")
        label = speak.say("Which page, from 1 to {pages}?", pages=pages)
        self.add_item(Label(text=label[:45], component=field))

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        """Nothing: the bot hears of every form that is sent, and knows those of earlier processes too."""


async def turn_to(interaction: discord.Interaction[Any]) -> None:
    """Go to the page that a form of `PageModal` names; other interactions are left alone."""
    data: Any = interaction.data or {}
    custom_id = str(data.get("custom_id", ""))
    if interaction.type is not discord.InteractionType.modal_submit:
        return
    if not custom_id.startswith(JumpButton.PREFIX):
        return
    try:
        typed = "".join(_typed(data.get("components", ()))).strip()
        pages = max(1, asking.slot(custom_id))
        if not typed.isdecimal():
            raise Unreadable(phrase("Please write the number of a page, from 1 to {pages}.", pages=pages))
        await _ask(interaction, custom_id, page=min(max(1, int(typed)), pages))
    except Exception as error:
        await explain(interaction, error)


def _typed(parts: Any) -> list[str]:
    """What the fields of a form hold."""
    found: list[str] = []
    for part in parts:
        inner = [*part.get("components", ()), *([part["component"]] if "component" in part else [])]
        found += [str(part["value"])] if "value" in part else _typed(inner)
    return found


class ShowButton(DynamicItem[Button[Any]], template=r"(?s)dragoman-show:.*"):
    """Shows a private answer to the channel, once, in the language of the server."""

    PREFIX: ClassVar[str] = "dragoman-show:"

    def __init__(self, custom_id: str, label: str = "…", *, disabled: bool = False) -> None:
        super().__init__(Button(custom_id=custom_id, label=label[:80], disabled=disabled))

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(match.string)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        from bot.discord.views import show

        bot: DragomanBot = interaction.client
        message = interaction.message.id if interaction.message else 0
        try:
            await interaction.response.defer()
            if message in bot.showing:
                return
            bot.showing.add(message)
            try:
                await self._show(interaction, f"{asking.NOTES}shown:{message}")
            finally:
                bot.showing.discard(message)
            mine = await asking.decode(
                self.custom_id, bot.scope(interaction), bot.store, locale_of(interaction)
            )
            await show(interaction, await bot.answer(mine), over=interaction.message, shown=True)
        except Exception as error:
            await explain(interaction, error)

    async def _show(self, interaction: discord.Interaction[Any], note: str) -> None:
        """Ask again, as the channel's server: what only the asker may see is no part of that answer."""
        from bot.discord.views import layout

        bot: DragomanBot = interaction.client
        if interaction.guild_id is None or not _may_write(interaction):
            raise NotShown(phrase("You may not write in this channel, so I cannot show this answer here."))
        if await bot.store.note(note) is not None:
            raise NotShown(phrase("This answer was shown to the channel already."))
        speak = await speaking(interaction, public=True)
        question = await asking.decode(
            self.custom_id, bot.scope(interaction), bot.store, locale_of(interaction, public=True)
        )
        answer = attached(await bot.answer(question), interaction.filesize_limit, speak)
        if answer.files and not interaction.permissions.attach_files:
            raise NotShown(
                phrase("You may not attach files in this channel, so I cannot show this answer here.")
            )
        await interaction.followup.send(
            view=await layout(answer, bot, speak, by=interaction.user.display_name),
            files=uploads(answer.files),
            allowed_mentions=discord.AllowedMentions.none(),
            ephemeral=False,
        )
        await bot.store.set_note(note, "")


def _may_write(interaction: discord.Interaction[Any]) -> bool:
    may = interaction.permissions
    return (
        may.send_messages_in_threads if isinstance(interaction.channel, discord.Thread) else may.send_messages
    )


async def _ask(interaction: discord.Interaction[Any], custom_id: str, *, page: int | None = None) -> None:
    """Answer the question in `custom_id`, from its own page on or from `page`, counted from 1."""
    from bot.discord.views import show

    bot: DragomanBot = interaction.client
    own, message = _own(interaction), interaction.message
    if own:
        await interaction.response.defer()
    else:
        await interaction.response.defer(ephemeral=True, thinking=True)
    public = own and message is not None and not message.flags.ephemeral
    question = await asking.decode(
        custom_id, bot.scope(interaction), bot.store, locale_of(interaction, public)
    )
    if page is not None:
        question = question.page((page - 1) * question.limit)
    answer = await _on_a_page(bot, question)
    await show(interaction, answer, private=not public, over=message if own else None)


async def _on_a_page(bot: DragomanBot, question: Question) -> Answer:
    """The answer; its last page, where there are fewer pages by now."""
    answer = await bot.answer(question)
    if answer.cards or not answer.total or not question.offset:
        return answer
    return await bot.answer(replace(question, offset=(answer.total - 1) // question.limit * question.limit))


def _own(interaction: discord.Interaction[Any]) -> bool:
    """Whether the message is the presser's: seen by them alone, or asked for by them."""
    message = interaction.message
    if message is None or message.flags.ephemeral or interaction.guild_id is None:
        return True
    asked = message.interaction_metadata
    return asked is not None and asked.user.id == interaction.user.id
