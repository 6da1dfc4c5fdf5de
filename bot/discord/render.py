"""Answers as Discord messages.

Every limit of Discord's is held for any input, and nothing is dropped in silence: where room is short, each
event says less, and what does not fit is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.discord import onevent
from bot.discord.layout import COMPONENTS, ROOM, TITLE, Frame, frame
from bot.discord.text import width, words
from bot.discord.wording import (
    extras,
    fitting,
    flags,
    heading,
    joined,
    key,
    labelled,
    marked,
    small,
    sources,
    standing,
)
from briefings.answers import Answer, AnswerKind, Card, Group, Standing
from briefings.languages import Tongue

MOST_HINTS = 10
"""Suggestions that become buttons; the others are named in the text."""

SHARED = 2
"""Spare characters a text, for what stands between those that have to share a place."""


@dataclass(frozen=True, slots=True)
class Detail:
    """How much is told of each event: lengths in characters, number of sources; 0 leaves a line out."""

    title: int
    summary: int
    sources: int
    extras: int
    people: int


DETAILS = (
    Detail(title=160, summary=420, sources=5, extras=300, people=160),
    Detail(title=140, summary=300, sources=3, extras=200, people=120),
    Detail(title=120, summary=200, sources=2, extras=120, people=0),
    Detail(title=100, summary=120, sources=1, extras=80, people=0),
    Detail(title=90, summary=0, sources=1, extras=0, people=0),
    Detail(title=70, summary=0, sources=0, extras=0, people=0),
)
"""From the fullest to the barest; the first that fits is used for a whole message."""

CALM = (AnswerKind.NOTHING, AnswerKind.UNKNOWN_NAME, AnswerKind.AMBIGUOUS, AnswerKind.UNCLEAR)


def answer(given: Answer, speak: Tongue, places: int = COMPONENTS, by: str = "") -> Frame:
    """The answer without its gestures, of at most `places` parts.

    Its files are those that `attaching.attached` let through. `by` names who shows it to everyone.
    """
    if given.kind is AnswerKind.EVENT and given.cards:
        texts = onevent.texts(given, speak, small(_shown_by(by, speak)))
    else:
        texts = _texts(given, speak, small(_shown_by(by, speak)))
    return frame(texts, files=given.files, places=places, quiet=given.kind in CALM)


def _shown_by(by: str, speak: Tongue) -> str:
    name = words(by, 80)
    return speak.say("Shown by {name}", name=name) if name else ""


def _texts(given: Answer, speak: Tongue, last: str) -> list[str]:
    title = heading(given.title, 2, TITLE) or heading(speak.say("Answer"), 2, TITLE)
    head = joined([title, small(_extent(given, speak))], "\n")
    room = ROOM - width(head) - width(last) - 2 * SHARED
    facts = _facts(given, speak, room // 3 if given.cards else room * 2 // 3)
    room -= width(facts) + SHARED
    tail = _tail(given, speak, room // 3 if given.cards else room)
    room -= width(tail) + SHARED
    blocks: list[str] = []
    for detail in DETAILS if given.cards else ():
        blocks = [block for group in given.groups for block in _group(group, detail, speak)]
        if _size(blocks) <= room:
            break
    return [head, facts, *_counted(blocks, room, speak), tail, last]


def _size(texts: Iterable[str]) -> int:
    return sum(width(text) + SHARED for text in texts)


def _counted(blocks: Sequence[str], room: int, speak: Tongue) -> list[str]:
    """The blocks that fit; the others are counted, and can be opened or paged to all the same."""
    if _size(blocks) <= room:
        return list(blocks)
    for kept in range(len(blocks) - 1, -1, -1):
        rest = speak.count(
            "… and {number} more event: open it from the menu.",
            "… and {number} more events: open them from the menu.",
            len(blocks) - kept,
        )
        if _size([*blocks[:kept], rest]) <= room:
            return [*blocks[:kept], rest]
    return []


def _extent(given: Answer, speak: Tongue) -> str:
    shown = len(given.cards)
    if not shown or given.total <= shown:
        return ""
    return speak.say(
        "{first}–{last} of {total}",
        first=speak.number(given.offset + 1),
        last=speak.number(given.offset + shown),
        total=speak.number(given.total),
    )


def _facts(given: Answer, speak: Tongue, room: int) -> str:
    text = ""
    for most in (600, 300, 150, 80):
        text = joined((labelled(label, words(value, most), speak) for label, value in given.facts), "\n")
        if width(text) <= room:
            return text
    return fitting(text.split("\n"), room, speak)


def _tail(given: Answer, speak: Tongue, room: int) -> str:
    """Notes, and the suggestions that are no buttons."""
    hints = [suggestion for suggestion in given.suggestions if suggestion.question is None]
    hints += [suggestion for suggestion in given.suggestions if suggestion.question][MOST_HINTS:]
    listed = " · ".join(text for hint in hints if (text := words(hint.text, 100)))
    perhaps = speak.say("Perhaps: {list}", list=listed) if listed else ""
    text = ""
    for most in (600, 300, 150, 80):
        text = joined([joined((words(note, most) for note in given.notes), "\n"), perhaps], "\n\n")
        if width(text) <= room:
            return text
    return fitting(text.split("\n"), room, speak)


def _group(group: Group, detail: Detail, speak: Tongue) -> list[str]:
    cards = [_card(card, detail, speak) for card in group.cards]
    head = heading(group.heading, 3, 120)
    return [joined([head, *cards[:1]], "\n"), *cards[1:]] if cards else [head] if head else []


def _card(card: Card, detail: Detail, speak: Tongue) -> str:
    """An event in a few lines: what and who; when and how it stands; where it says so."""
    title = marked("**", card.title, detail.title)
    lines = [joined([flags(card, speak), title], " "), _when(card)]
    people = card.event.event.people
    if detail.people and not (people and all(person in card.summary for person in people)):
        lines.append(words(card.people, detail.people))
    lines.append(words(card.summary, detail.summary) if detail.summary else "")
    if detail.extras:
        lines += [marked("*", line, detail.extras) for line in extras(card)]
    if detail.sources:
        lines.append(small(sources(card, detail.sources, speak)))
    return joined(lines, "\n")


def _when(card: Card) -> str:
    parts = [words(card.when, 80)]
    if card.standing is not Standing.HELD and card.standing is not Standing.UPCOMING:
        parts.append(f"**{standing(card)}**")
    parts.append(words(card.countdown, 40))
    parts += [marked("**", mark, 20) for mark in card.marks[:3]]
    if card.where and card.where not in card.title:
        parts.append(words(card.where, 80))
    parts.append(key(card))
    return joined(parts, " · ")
