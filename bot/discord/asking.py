"""A question inside a button: short enough for Discord's 100 characters, readable again after a restart."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from bot.catalogue import OptionKind, command
from briefings.languages.tongue import phrase
from briefings.questions import Question

if TYPE_CHECKING:
    from briefings.store.protocol import Store

PAGE_SIZE = 5
"""Events on one page of an answer: what a reader takes in on a phone."""

LONGEST_ID = 100
PREFIX = "dragoman:"
NOTES = "question:"
_KEY = "@"


class Unreadable(ValueError):
    """A button whose question cannot be told any more; the message is for whoever pressed it."""


async def encode(question: Question, slot: int, store: Store, prefix: str = PREFIX) -> str:
    """The id of a button that asks `question`. `slot` tells the buttons of one message apart, `prefix` (with
    a colon at its end) what they do with the question.

    What is too long is kept in the store under a key.
    """
    text = _text(question)
    custom_id = f"{prefix}{slot}:{text}"
    if len(custom_id) <= LONGEST_ID:
        return custom_id
    key = hashlib.sha256(text.encode()).hexdigest()[:16]
    await store.set_note(NOTES + key, text)
    return f"{prefix}{slot}:{_KEY}{key}"


async def decode(custom_id: str, scope: str, store: Store, locale: str = "en") -> Question:
    """The question of a button, asked by somebody of `scope` who reads `locale`. Raises `Unreadable`."""
    _, _, text = custom_id.partition(":")[2].partition(":")
    if text.startswith(_KEY):
        kept = await store.note(NOTES + text.removeprefix(_KEY))
        if kept is None:
            raise Unreadable(
                phrase("This button is too old for me to remember what it asked. Please ask again.")
            )
        text = kept
    return _question(text, scope, locale)


def slot(custom_id: str) -> int:
    """The slot that a button's id was made with; 0 where it cannot be read."""
    found = custom_id.partition(":")[2].partition(":")[0]
    return int(found) if found.isdecimal() and len(found) <= 6 else 0


def _text(question: Question) -> str:
    options = urlencode([(name, str(value)) for name, value in question.options.items()], errors="replace")
    return f"{question.command}#{question.offset}?{options}"


def _question(text: str, scope: str, locale: str) -> Question:
    head, _, query = text.partition("?")
    name, _, offset = head.partition("#")
    asked = command(name)
    if asked is None or asked.name != name or not offset.isdecimal() or len(offset) > 6:
        raise _unreadable()
    options: dict[str, str | int] = {}
    for key, value in parse_qsl(query):
        option = asked.option(key)
        if option is None:
            raise _unreadable()
        options[key] = int(value) if option.kind is OptionKind.WHOLE and value.isdecimal() else value
    return Question(asked.name, options, scope, int(offset), PAGE_SIZE, locale)


def _unreadable() -> Unreadable:
    return Unreadable(
        phrase("I cannot read this button; it may come from an older version. Please ask again.")
    )
