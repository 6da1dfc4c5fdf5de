"""The terminal's conversation: one line in, one answer out; with completion where a person types."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from bot.catalogue import COMMANDS, Option, OptionKind, command
from bot.console import files
from bot.console.layout import BLANK, Line, Role, answer_lines
from bot.console.render import write
from bot.languages import tongue
from bot.line import LineError, parse
from briefings.errors import DragomanError

if TYPE_CHECKING:
    from briefings.completing import People
    from briefings.desk import Desk
    from briefings.world import World

LEAVING = frozenset(("quit", "exit", "bye", "q"))
HELPING = frozenset(("?", "h"))


async def piped(desk: Desk, lines: Iterable[str], out: TextIO, locale: str = "en") -> None:
    """Answers each line of `lines`, in the language of `locale`. Passes over empty ones and comments (#)."""
    for line in lines:
        said = line.strip().lstrip("\ufeff")
        if not said or said.startswith("#"):
            continue
        if said.lstrip("/").casefold() in LEAVING:
            return
        write([BLANK, Line(Role.NOTE, f"> {said}")], out)
        await reply(desk, said, out, locale)


async def reply(desk: Desk, said: str, out: TextIO, locale: str = "en") -> None:
    """Answers one line; what is wrong with it, or with the record, is an answer too.

    Files that come with an answer are saved in the working directory.
    """
    line = "/help" if said.lstrip("/").casefold() in HELPING else said
    try:
        answer = await desk.answer(replace(parse(line), locale=locale))
        write(answer_lines(answer, files.save(answer.files, Path())), out)
    except (LineError, DragomanError) as error:
        speak = tongue(locale)
        said = error.said(speak) if isinstance(error, DragomanError) else speak.again(error.args[0])
        write([Line(Role.NOTE, said)], out)


async def interactive(desk: Desk, known: World, locale: str = "en") -> None:
    """Takes lines from a person until Ctrl-D or quit."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import CompleteEvent, Completer, Completion
    from prompt_toolkit.document import Document

    class Words(Completer):
        def get_completions(self, document: Document, _event: CompleteEvent) -> Iterator[Completion]:
            for text, start in completions(document.text_before_cursor, known):
                yield Completion(text, start_position=start)

    hint = tongue(locale).say("Ask with a slash command, e.g. /met india. help lists them; quit leaves.")
    write([BLANK, Line(Role.NOTE, hint)], sys.stdout)
    session: PromptSession[str] = PromptSession("dragoman> ", completer=Words(), complete_while_typing=False)
    while True:
        try:
            said = (await session.prompt_async()).strip()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        if said.lstrip("/").casefold() in LEAVING:
            return
        if said:
            await reply(desk, said, sys.stdout, locale)


def completions(typed: str, known: World) -> Iterator[tuple[str, int]]:
    """What may follow `typed`: (words, where they start, counted back from its end).

    Commands first, then names for a `NAME` option, and the names of options not used yet.
    """
    head, space, rest = typed.partition(" ")
    if not space:
        for one in COMMANDS:
            if one.name.startswith(head.lstrip("/").casefold()):
                yield f"/{one.name} " if one.options else f"/{one.name}", -len(head)
        return
    asked = command(head)
    if asked is None or not asked.options:
        return
    last_word = rest.rpartition(" ")[2]
    current, begun = asked.options[0], rest
    for option in asked.options:
        place = rest.rfind(f"{option.name}:")
        if place >= 0 and (place == 0 or rest[place - 1] == " "):
            tail = rest[place + len(option.name) + 1 :]
            if len(tail) < len(begun):
                current, begun = option, tail
    if begun.strip() or current.kind in (OptionKind.CHOICE, OptionKind.COMMAND):
        for value in _values(current, begun.lstrip(), known):
            yield value, -len(begun.lstrip())
    if ":" not in last_word:
        for option in asked.options[1:]:
            if option.name.startswith(last_word.casefold()) and f"{option.name}:" not in rest:
                yield f"{option.name}:", -len(last_word)


@cache
def _people(known: World) -> People:
    from briefings.completing import People

    return People(known)


def _values(option: Option, begun: str, known: World) -> Iterable[str]:
    """What the value of an option may go on as."""
    if option.kind is OptionKind.NAME:
        return known.names.completions(begun)
    if option.kind is OptionKind.PERSON:
        return _people(known).find(begun)
    if option.kind is OptionKind.SUMMIT:
        from briefings.completing import summits

        return [key for _, key in summits(known.calendar, begun, datetime.now(UTC).date())]
    closed = [one.name for one in COMMANDS] if option.kind is OptionKind.COMMAND else option.choices
    return [word for word in closed if word.startswith(begun.casefold())]
