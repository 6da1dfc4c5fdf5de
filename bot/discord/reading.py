"""`/read` and “Read for diplomatic events”: members throw a link, a file or a text at the bot.

What a server's members add belongs to that server. The answer is for them alone, with a button that takes
exactly this reading back, also after a restart. The message menu hands the message itself over, so no
privileged intent is needed.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import app_commands

from bot.discord import layout
from bot.discord.errors import explain, sentence
from bot.discord.speaking import speaking
from bot.discord.text import escape, shorten, tidy
from bot.discord.views import emptying, show
from briefings.errors import ArticleError, DragomanError
from briefings.languages import later, phrase
from briefings.models import Article, PublishedBasis
from briefings.store.protocol import scopes_of

if TYPE_CHECKING:
    from bot.discord.bot import DragomanBot
    from briefings.receipt import Received

MENU = later("Read for diplomatic events")
LONGEST_TEXT = 6000
SHORTEST_TEXT = 40
"""A message shorter than this beside its links and files is talk, not an article."""

MOST_AT_ONCE = 3
"""Links and files of one message that are read."""

OFTEN, SECONDS = 8, 60.0
"""So many readings a member may ask for in so many seconds."""

_LINK = re.compile(r"https?://[^\s<>|\"]+", re.I)

Load = Callable[[], Awaitable[Article]]


class NotReadable(DragomanError):
    """What was handed over cannot be read; the message says why."""


def install(bot: DragomanBot) -> None:
    """Add the command and the menu to the bot's tree."""
    bot.add_dynamic_items(UndoButton)

    @app_commands.command(description="Read an article into this server's record: a link, a file or a text")
    @app_commands.describe(
        url="Address of a page with an article",
        file="Text, Markdown, HTML, mail (.eml), PDF or Word (.docx)",
        text="The article's text, pasted",
    )
    @app_commands.checks.cooldown(OFTEN, SECONDS)
    async def read(
        interaction: discord.Interaction[Any],
        url: app_commands.Range[str, 8, 2000] | None = None,
        file: discord.Attachment | None = None,
        text: app_commands.Range[str, 1, LONGEST_TEXT] | None = None,
    ) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        loads: list[Load] = []
        if url is not None:
            loads.append(lambda: _page(bot, url))
        if file is not None:
            loads.append(lambda: _file(file))
        if text is not None:
            loads.append(lambda: _pasted(text))
        await _answer(bot, interaction, lambda: loads)

    @app_commands.checks.cooldown(OFTEN, SECONDS)
    async def read_message(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await _answer(bot, interaction, lambda: _parts(bot, message))

    bot.tree.add_command(read)
    bot.tree.add_command(app_commands.ContextMenu(name=MENU, callback=read_message))


_UNDO = r"dragoman-undo:(?P<made>a\d+\.\d+(?:,a\d+\.\d+)*)"


class UndoButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=_UNDO):
    """Takes back the versions of articles that its id names."""

    def __init__(self, made: str, label: str = "Undo") -> None:
        super().__init__(
            discord.ui.Button(
                custom_id=f"dragoman-undo:{made}", label=label, style=discord.ButtonStyle.danger
            )
        )
        self.made = made

    @classmethod
    async def from_custom_id(
        cls, _interaction: discord.Interaction[Any], _item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(match["made"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        bot: DragomanBot = interaction.client
        try:
            await interaction.response.defer()
            record = await bot.record()
            speak = await speaking(interaction)
            lines = []
            for one in self.made.split(","):
                article, _, version = one.partition(".")
                scope = await holder(bot, interaction, article)
                done = await record.undo(article, int(version), scope)
                title = f" “{done.title}”" if done.title else ""
                line = speak.count(
                    "Taken back: article {article}, with {number} event that only it supported.",
                    "Taken back: article {article}, with {number} events that only it supported.",
                    len(done.removed),
                    article=f"{done.article_id}{title}",
                )
                lines.append(line)
            text = escape(tidy(shorten(" ".join(lines), 1500)))
            emptied = emptying(interaction.message)
            await interaction.edit_original_response(view=layout.note(text, quiet=True), **emptied)
        except Exception as error:
            await explain(interaction, error)


async def holder(bot: DragomanBot, interaction: discord.Interaction[Any], article: str) -> str:
    """Whose part of the record an article (id or address) is in, of those that members here may change."""
    shared = bot.writes_in(interaction.guild_id)
    found = await bot.store.articles.get(article, (shared,))
    return bot.scope(interaction) if found is None else shared


async def _answer(
    bot: DragomanBot, interaction: discord.Interaction[Any], parts: Callable[[], Sequence[Load]]
) -> None:
    """Reads what was handed over, or says why not: that is an answer, not an error."""
    try:
        if interaction.guild_id is None:
            raise NotReadable(
                phrase(
                    "Reading works in servers only: what members add belongs to their server. Ask me there."
                )
            )
        loads = parts()
        if not loads:
            raise NotReadable(phrase("Give one of url, file and text, for example /read url:https://…."))
        await _read(bot, interaction, loads)
    except DragomanError as error:
        await explain(interaction, error)


async def _read(bot: DragomanBot, interaction: discord.Interaction[Any], loads: Sequence[Load]) -> None:
    """Reads what `loads` give into the server's part of the record and says what was found."""
    from briefings import world
    from briefings.cards import CardMaker
    from briefings.receipt import Received, receipt

    scope, speak = bot.scope(interaction), await speaking(interaction)
    received: list[Received] = []
    failures: list[str] = []
    for load in loads:
        try:
            article = await load()
            record = await bot.record()
            added = await record.add(article, bot.writes_in(interaction.guild_id))
        except DragomanError as error:
            failures.append(sentence(error, speak))
            continue
        found = [await bot.store.events.get(event, scopes_of(scope)) for event in added.event_ids]
        received.append(Received(article, added, tuple(event for event in found if event is not None)))
    if not received:
        raise NotReadable(" ".join(failures) or phrase("There was nothing to read."))
    maker = CardMaker(world.load(), bot.clock().astimezone(UTC).date(), speak)
    answer = receipt(received, failures, maker)
    made = [f"{one.added.article_id}.{one.added.version}" for one in received if one.added.version]
    undo = [UndoButton(",".join(made), speak.say("Undo"))] if made else []
    await show(interaction, answer, speak=speak, more=undo)


def _parts(bot: DragomanBot, message: discord.Message) -> list[Load]:
    """The files and links of a message; where it has none, its own words."""
    from briefings.sources.files import SUFFIXES

    files = [a for a in message.attachments if a.filename.lower().endswith(SUFFIXES)]
    links = [link.rstrip(".,;:!?)]}'*_") for link in _LINK.findall(message.content)]
    links += [embed.url for embed in message.embeds if embed.url and _LINK.fullmatch(embed.url)]
    loads: list[Load] = [_loading(_file, file) for file in files]
    loads += [_loading(_page, bot, link) for link in dict.fromkeys(links)]
    if loads:
        return loads[:MOST_AT_ONCE]
    words = [message.content, *(f"{e.title or ''}\n\n{e.description or ''}" for e in message.embeds)]
    text = "\n\n".join(part.strip() for part in words if part.strip())
    if len(text) >= SHORTEST_TEXT:
        return [_loading(_pasted, text, message.created_at)]
    if message.attachments:
        kinds = ", ".join(SUFFIXES)
        raise NotReadable(
            phrase("I can read {kinds}; this message's files are of another kind.", kinds=kinds)
        )
    raise NotReadable(phrase("This message holds no link, no file that I can read and hardly any text."))


def _loading(load: Callable[..., Awaitable[Article]], *given: Any) -> Load:
    return lambda: load(*given)


async def _page(bot: DragomanBot, url: str) -> Article:
    from briefings.intake import fetch_article

    return await fetch_article(bot.feeding.fetcher, url)


async def _file(file: discord.Attachment) -> Article:
    from briefings.sources.files import SUFFIXES, load_article, most_bytes

    if not file.filename.lower().endswith(SUFFIXES):
        raise ArticleError(file.filename[:100], phrase("I can read {kinds}", kinds=", ".join(SUFFIXES)))
    if file.size > most_bytes(file.filename):
        most = most_bytes(file.filename) // 1024 // 1024
        raise ArticleError(file.filename[:100], phrase("it is larger than {most} MB", most=most))
    try:
        data = await file.read()
    except discord.HTTPException as error:
        why = phrase("Discord did not hand the file over; try again")
        raise ArticleError(file.filename[:100], why) from error
    return await asyncio.to_thread(load_article, file.filename, data)


async def _pasted(text: str, sent: datetime | None = None) -> Article:
    """A pasted text; that of a message is as old as the message where it does not say otherwise."""
    from briefings.sources.files import load_article

    article = await asyncio.to_thread(load_article, "the text", text.encode("utf-8", "replace"))
    if sent is None or article.published is not None or article.published_readings:
        return article
    day = sent.astimezone(UTC).date().isoformat()
    note = phrase("Published about {day}: the message is from that day.", day=lambda s: s.when(day))
    return replace(
        article, published=day, published_basis=PublishedBasis.INFERRED, notes=(*article.notes, note)
    )
