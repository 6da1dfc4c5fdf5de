"""A typed line becomes a question: ``/met dr congo with:china since:2024-06``.

The words after the command are its first option; the others are named. What is wrong is said with an example.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches

from bot.catalogue import COMMANDS, PAGE, Command, Option, OptionKind, command, nearest
from briefings.languages import Phrase, either, later, phrase
from briefings.questions import PAGE_SIZE, Question

_NAMED = re.compile(r"(?:(?<=\s)|^)([A-Za-z]+):(?!//)")
_SHOWN = 40

_WANTED = {
    OptionKind.NAME: later("a country, organisation or leader"),
    OptionKind.EVENT: later("an event's id"),
    OptionKind.DATE: later("a date"),
    OptionKind.WHOLE: later("a number"),
    OptionKind.TEXT: later("words to look for"),
    OptionKind.PERSON: later("a person's name"),
    OptionKind.SUMMIT: later("a summit's name"),
    OptionKind.COMMAND: later("a command's name"),
}

_DISCORD_ONLY = {
    "read": "dragoman add FILE",
    "sources": "dragoman feeds",
    "correct": "dragoman correct",
    "briefing": "dragoman digest",
    "watch": "",
}
"""Commands that only Discord has, and what does the same from a shell, if anything."""


class LineError(ValueError):
    """A line that is no question; the message says what is wrong and shows what would be right."""


class UnknownCommand(LineError):
    """`nearest` is the command most likely meant, or None."""

    def __init__(self, message: str, near: Command | None) -> None:
        super().__init__(message)
        self.nearest = near


def parse(line: str, *, scope: str = "all", limit: int = PAGE_SIZE) -> Question:
    """The question in `line`; raises `LineError`. The slash before the command may be left out."""
    head, _, rest = line.strip().partition(" ")
    asked = command(head) if head.strip("/") else None
    if asked is None:
        raise _unknown(head)
    options = _options(asked, rest.strip())
    page = int(options.pop(PAGE.name, 1)) if asked.paged else 1
    return Question(asked.name, options, scope, (page - 1) * limit, limit)


def _unknown(head: str) -> UnknownCommand:
    if not head.strip("/"):
        example = COMMANDS[0].examples[0]
        return UnknownCommand(phrase("Type a command, for example {example}", example=example), None)
    name = _short(head.lstrip("/"))
    if (there := name.casefold()) in _DISCORD_ONLY:
        instead = _DISCORD_ONLY[there]
        hint = (
            phrase("In the terminal there is: {command}", command=instead)
            if instead
            else phrase("The terminal has nothing like it.")
        )
        return UnknownCommand(phrase("/{name} is for Discord only. {hint}", name=there, hint=hint), None)
    near = nearest(head)
    if near:
        hint = phrase(
            "Did you mean /{command}? Example: {example}", command=near.name, example=near.examples[0]
        )
    else:
        names = ", ".join(f"/{known.name}" for known in COMMANDS)
        hint = phrase("The commands are {commands}.", commands=names)
    return UnknownCommand(phrase("There is no command /{name}. {hint}", name=name, hint=hint), near)


def _options(asked: Command, rest: str) -> dict[str, str | int]:
    bare, named = _split(asked, rest)
    first = asked.options[0] if asked.options else None
    options: dict[str, str | int] = {}
    if bare and first is None:
        raise LineError(
            phrase(
                "/{command} takes nothing after it, but got “{words}”. {example}",
                command=asked.name,
                words=_short(bare),
                example=_example(asked),
            )
        )
    if bare and first:
        word, _, rest = bare.partition(" ")
        if first.kind is OptionKind.CHOICE and rest and len(asked.options) > 1:
            # A choice is one word: what follows is the next option.
            second = asked.options[1]
            options[first.name] = _value(asked, first, word)
            options[second.name] = _value(asked, second, _unquoted(rest))
        else:
            options[first.name] = _value(asked, first, bare)
    for name, words in named:
        option = asked.option(name)
        if option is None:
            raise LineError(_no_option(asked, name))
        if option.name in options:
            raise LineError(
                phrase(
                    "/{command} got “{option}” twice. {example}",
                    command=asked.name,
                    option=name,
                    example=_example(asked),
                )
            )
        options[option.name] = _value(asked, option, words)
    for option in asked.options:
        if option.required and option.name not in options and not _may_name_two(asked, option, options):
            raise LineError(
                phrase(
                    "/{command} needs {what}: {usage}. {example}",
                    command=asked.name,
                    what=_article(option),
                    usage=asked.usage,
                    example=_example(asked),
                )
            )
    return options


def _may_name_two(asked: Command, option: Option, options: Mapping[str, str | int]) -> bool:
    """Whether the bare words may name this one too, as in “/timeline france germany”: the desk knows."""
    first = asked.options[0]
    return option.kind is first.kind is OptionKind.NAME and option is not first and first.name in options


def _split(asked: Command, rest: str) -> tuple[str, list[tuple[str, str]]]:
    """The bare words and the named options. In free text only names of real options count as such."""
    free = bool(asked.options) and asked.options[0].kind is OptionKind.TEXT
    marks = [
        found for found in _NAMED.finditer(rest) if not free or asked.option(found[1].casefold()) is not None
    ]
    bare = rest[: marks[0].start()] if marks else rest
    ends = ([mark.start() for mark in marks[1:]] + [len(rest)])[: len(marks)]
    named = [
        (mark[1].casefold(), _unquoted(rest[mark.end() : end])) for mark, end in zip(marks, ends, strict=True)
    ]
    return _unquoted(bare), named


def _unquoted(words: str) -> str:
    stripped = words.strip()
    if len(stripped) > 1 and stripped[0] == stripped[-1] and stripped[0] in "\"'":
        return stripped[1:-1].strip()
    return stripped


def _value(asked: Command, option: Option, words: str) -> str | int:
    if not words:
        raise LineError(
            phrase(
                "/{command}: nothing stands after “{option}:”. {example}",
                command=asked.name,
                option=option.name,
                example=_example(asked),
            )
        )
    if option.kind is OptionKind.CHOICE:
        return _choice(asked, option, words)
    if option.kind is not OptionKind.WHOLE:
        return words
    low, high = option.minimum or 0, option.maximum or 10**9
    if not re.fullmatch(r"\d{1,9}", words, re.ASCII) or not low <= int(words) <= high:
        raise LineError(
            phrase(
                "/{command}: “{option}” must be a whole number from {low} to {high}, not “{words}”. "
                "Example: {option}:{example}",
                command=asked.name,
                option=option.name,
                low=low,
                high=high,
                words=_short(words),
                example=min(max(30, low), high),
            )
        )
    return int(words)


def _choice(asked: Command, option: Option, words: str) -> str:
    if words.casefold() in option.choices:
        return words.casefold()
    near = get_close_matches(words.casefold(), option.choices, n=1, cutoff=0.5)
    raise LineError(
        phrase(
            "/{command}: “{option}” is {choices}, not “{words}”. Example: {option}:{example}",
            command=asked.name,
            option=option.name,
            choices=either(option.choices),
            words=_short(words),
            example=(near or option.choices)[0],
        )
    )


def _no_option(asked: Command, name: str) -> Phrase:
    known = [option.name for option in asked.options]
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    hint = (
        phrase("Did you mean “{option}:”?", option=near[0])
        if near
        else phrase("It is written {usage}.", usage=asked.usage)
    )
    return phrase(
        "/{command} has no option “{option}”. {hint} {example}",
        command=asked.name,
        option=_short(name),
        hint=hint,
        example=_example(asked),
    )


def _article(option: Option) -> Phrase:
    if option.kind is OptionKind.CHOICE:
        return either(option.choices)
    return phrase(_WANTED[option.kind])


def _example(asked: Command) -> Phrase:
    return phrase("Example: {example}", example=asked.examples[-1])


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else words[:_SHOWN] + "…"
