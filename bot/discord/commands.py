"""The slash commands, made from the catalogue: one description of them for every platform."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot import catalogue
from bot.catalogue import COMMANDS, Command, Option, OptionKind
from bot.discord import asking
from bot.discord.layout import choice
from bot.discord.speaking import locale_of, speaking
from bot.discord.views import show
from briefings.questions import Question

if TYPE_CHECKING:
    from bot.discord.bot import DragomanBot
    from briefings.guide import Topic

PUBLIC = "public"
LONGEST_TEXT = 200
MOST_CHOICES = 25

Choices = list[app_commands.Choice[str]]
Completion = Callable[[discord.Interaction[Any], str], Coroutine[Any, Any, Choices]]


def install(bot: DragomanBot) -> None:
    """Add every command of the catalogue to the bot's tree."""
    for known in COMMANDS:
        bot.tree.add_command(_command(bot, known))


def topics(bot: DragomanBot) -> tuple[Topic, ...]:
    """What `/help` explains here: the catalogue, and the commands that only Discord has."""
    from briefings.guide import Topic

    known = catalogue.topics()
    taken = {topic.name for topic in known}
    others = []
    for command in bot.tree.get_commands():
        if command.name in taken or isinstance(command, app_commands.ContextMenu):
            continue
        parts = command.commands if isinstance(command, app_commands.Group) else ()
        usage = " ".join([f"/{command.name}", *(["|".join(part.name for part in parts)] if parts else [])])
        options = [(part.name, part.description) for part in parts]
        others.append(Topic(command.name, usage, command.description, tuple(options)))
    return (*known, *others)


def _command(bot: DragomanBot, known: Command) -> app_commands.Command[Any, ..., None]:
    async def callback(interaction: discord.Interaction[Any], **given: Any) -> None:
        public = bool(given.pop(PUBLIC, False))
        await interaction.response.defer(ephemeral=not public, thinking=True)
        options = {name.rstrip("_"): value for name, value in given.items() if value is not None}
        locale = locale_of(interaction, public)
        question = Question(known.name, options, bot.scope(interaction), 0, asking.PAGE_SIZE, locale)
        await show(interaction, await bot.answer(question), private=not public)

    # discord.py reads a command's options from the signature of its function.
    callback.__signature__ = _signature(known.options)  # type: ignore[attr-defined]
    described = {_parameter(option): option.description for option in known.options}
    renamed = {_parameter(option): option.name for option in known.options}
    closed = {
        _parameter(option): [app_commands.Choice(name=word, value=word) for word in option.choices]
        for option in known.options
        if option.choices
    }
    app_commands.describe(**described, public="Show the answer to everyone in this channel")(callback)
    app_commands.rename(**renamed)(callback)
    app_commands.choices(**closed)(callback)
    made: app_commands.Command[Any, ..., None] = app_commands.Command(
        name=known.name, description=known.description, callback=callback
    )
    for option in known.options:
        completion = _completions(bot).get(option.kind)
        if completion:
            made.autocomplete(_parameter(option))(completion)
    return made


def _signature(options: tuple[Option, ...]) -> inspect.Signature:
    kind = inspect.Parameter.KEYWORD_ONLY
    parameters = [inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD)]
    for option in sorted(options, key=lambda option: not option.required):
        default = inspect.Parameter.empty if option.required else None
        parameters.append(
            inspect.Parameter(_parameter(option), kind, default=default, annotation=_annotation(option))
        )
    parameters.append(inspect.Parameter(PUBLIC, kind, default=False, annotation=bool))
    return inspect.Signature(parameters)


def _parameter(option: Option) -> str:
    """The option's name as a parameter of Python's: “with” is none."""
    return f"{option.name}_"


def _annotation(option: Option) -> Any:
    if option.kind is OptionKind.WHOLE:
        return app_commands.Range[int, option.minimum, option.maximum]
    return str if option.kind is OptionKind.CHOICE else app_commands.Range[str, 1, LONGEST_TEXT]


def _completions(bot: DragomanBot) -> dict[OptionKind, Completion]:
    """What completes which kind of option; all of it from memory."""
    return {
        OptionKind.NAME: _names(bot),
        OptionKind.EVENT: _events(bot),
        OptionKind.PERSON: _pairs(bot.known_people),
        OptionKind.SUMMIT: _summits(bot),
        OptionKind.COMMAND: _pairs(partial(_commands, bot)),
    }


def _commands(bot: DragomanBot, typed: str, limit: int) -> list[tuple[str, str]]:
    wanted = typed.lstrip("/").casefold()
    names = [topic.name for topic in topics(bot) if topic.name.startswith(wanted)]
    return [(f"/{name}", name) for name in names[:limit]]


def _names(bot: DragomanBot) -> Completion:
    async def complete(interaction: discord.Interaction[Any], typed: str) -> Choices:
        return _choices(bot.named(typed, MOST_CHOICES, await speaking(interaction)))

    return complete


def _summits(bot: DragomanBot) -> Completion:
    async def complete(interaction: discord.Interaction[Any], typed: str) -> Choices:
        return _choices(bot.known_summits(typed, MOST_CHOICES, await speaking(interaction)))

    return complete


def _events(bot: DragomanBot) -> Completion:
    async def complete(interaction: discord.Interaction[Any], typed: str) -> Choices:
        speak = await speaking(interaction)
        return _choices(bot.known_events(typed, MOST_CHOICES, bot.scope(interaction), speak))

    return complete


def _pairs(known: Callable[[str, int], list[tuple[str, str]]]) -> Completion:
    async def complete(_interaction: discord.Interaction[Any], typed: str) -> Choices:
        return _choices(known(typed, MOST_CHOICES))

    return complete


def _choices(pairs: list[tuple[str, str]]) -> Choices:
    """Discord takes at most 25 choices of 100 characters; a value that is longer could not be sent back."""
    fitting = [(label, value) for label, value in pairs if 0 < len(value) <= 100]
    return [app_commands.Choice(name=choice(label), value=value) for label, value in fitting[:25]]
