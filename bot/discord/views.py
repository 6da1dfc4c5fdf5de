"""An answer as a whole message: what it says, its files, and the gestures that lead on from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import discord
from discord.ui import ActionRow, LayoutView, Separator

from bot.catalogue import command
from bot.discord import asking, render
from bot.discord.attaching import attached, uploads
from bot.discord.gestures import AskButton, JumpButton, OpenMenu, ShowButton
from bot.discord.layout import COMPONENTS, choice
from bot.languages import prepared
from briefings.answers import Answer, AnswerKind
from briefings.languages import Tongue

if TYPE_CHECKING:
    from bot.discord.bot import DragomanBot

MOST_OPTIONS = 25
MOST_MENUS = 2
IN_A_ROW = 5
FEW_PAGES = 2
"""Up to so many pages, the buttons for the next and the previous one reach every page."""

Item = discord.ui.Item[Any]


async def show(
    interaction: discord.Interaction[Any],
    answer: Answer,
    *,
    private: bool = True,
    over: discord.Message | None = None,
    shown: bool = False,
    more: Sequence[Item] = (),
    speak: Tongue | None = None,
) -> None:
    """Put the answer where the deferred interaction has its message.

    `private` answers can be shown to the channel, unless they were (`shown`). `over` is the message that the
    answer takes the place of, if there is one. `more` are further gestures. `speak` is the tongue of the
    question unless another is given.
    """
    bot: DragomanBot = interaction.client
    speak = speak or await prepared(answer.question.locale)
    answer = attached(answer, interaction.filesize_limit, speak)
    shareable = private and interaction.guild_id is not None
    view = await layout(answer, bot, speak, shareable=shareable, shown=shown, more=more)
    await interaction.edit_original_response(
        view=view,
        attachments=uploads(answer.files),
        allowed_mentions=discord.AllowedMentions.none(),
        **emptying(over),
    )


def emptying(message: discord.Message | None) -> dict[str, Any]:
    """What an edit has to take away, where a message that an older version made becomes one of components."""
    return {} if message is None or message.flags.components_v2 else {"content": None, "embeds": []}


async def layout(
    answer: Answer,
    bot: DragomanBot,
    speak: Tongue,
    *,
    shareable: bool = False,
    shown: bool = False,
    by: str = "",
    more: Sequence[Item] = (),
) -> LayoutView:
    """The message of an answer whose files are `attached`. `by` names who shows it to everyone."""
    rows = await _rows(answer, bot, speak, shareable=shareable, shown=shown, more=more)
    taken = sum(1 + len(row) for row in rows) + bool(rows)
    made = render.answer(answer, speak, COMPONENTS - taken, by)
    if rows:
        made.add_item(Separator())
    for row in rows:
        made.add_item(ActionRow(*row))
    view = LayoutView(timeout=None)
    view.add_item(made)
    return view


async def _rows(
    answer: Answer, bot: DragomanBot, speak: Tongue, *, shareable: bool, shown: bool, more: Sequence[Item]
) -> list[list[Item]]:
    rows = _in_rows(await _hints(answer, bot))
    rows += [[menu] for menu in _menus(answer, speak)]
    last = await _pages(answer, bot, speak)
    if shareable and answer.kind not in render.CALM and command(answer.question.command) is not None:
        custom_id = await asking.encode(answer.question, 0, bot.store, ShowButton.PREFIX)
        label = speak.say("Shown to the channel") if shown else speak.say("Show to channel")
        last.append(ShowButton(custom_id, label, disabled=shown))
    last += more
    return rows + _in_rows(last)


def _in_rows(items: Sequence[Item]) -> list[list[Item]]:
    return [list(items[start : start + IN_A_ROW]) for start in range(0, len(items), IN_A_ROW)]


async def _hints(answer: Answer, bot: DragomanBot) -> list[Item]:
    """The suggestions as buttons; what is beyond them is named in the text."""
    made: list[Item] = []
    asked = [suggestion for suggestion in answer.suggestions if suggestion.question is not None]
    for number, suggestion in enumerate(asked[: render.MOST_HINTS]):
        assert suggestion.question is not None
        custom_id = await asking.encode(suggestion.question, number + IN_A_ROW, bot.store)
        made.append(AskButton(custom_id, choice(suggestion.text, 80), main=True))
    return made


def _menus(answer: Answer, speak: Tongue) -> list[Item]:
    if answer.kind is AnswerKind.EVENT:
        return []
    cards = {card.event.id: card for card in answer.cards if 0 < len(card.event.id) <= 100}
    options = [
        discord.SelectOption(label=choice(card.title), description=choice(card.when), value=key)
        for key, card in cards.items()
    ]
    names = (speak.say("Open an event…"), speak.say("Open a later event…"))
    return [
        OpenMenu(number, names[number], options[number * MOST_OPTIONS : (number + 1) * MOST_OPTIONS])
        for number in range(min(MOST_MENUS, -(-len(options) // MOST_OPTIONS)))
    ]


async def _pages(answer: Answer, bot: DragomanBot, speak: Tongue) -> list[Item]:
    if not answer.next and not answer.previous:
        return []
    before = await asking.encode(answer.previous or answer.question, 0, bot.store)
    after = await asking.encode(answer.next or answer.question, 1, bot.store)
    page = answer.offset // max(1, answer.limit) + 1
    pages = -(-answer.total // max(1, answer.limit))
    made: list[Item] = [AskButton(before, speak.say("◀ Previous"), disabled=answer.previous is None)]
    if pages > FEW_PAGES:
        custom_id = await asking.encode(answer.question, min(pages, 99_999), bot.store, JumpButton.PREFIX)
        label = speak.say("Page {page} of {pages}…", page=speak.number(page), pages=speak.number(pages))
        made.append(JumpButton(custom_id, label))
    return [*made, AskButton(after, speak.say("Next ▶"), disabled=answer.next is None)]
