"""A digest as messages, in the manner of a wire service's diary: the day, then PLACE — who does what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from bot.discord.layout import COMPONENTS, ROOM, TITLE, frame, parts
from bot.discord.text import width, words
from bot.discord.wording import (
    extras,
    fitting,
    heading,
    joined,
    marked,
    participants,
    small,
    sources,
    standing,
)
from briefings.answers import Card, Standing
from briefings.languages import ENGLISH, Tongue
from briefings.languages.tongue import capital

if TYPE_CHECKING:
    from briefings.digest import Digest

MOST_TEXTS = COMPONENTS // 2 - 4
"""Texts of one message: each comes with a rule, and a few places stay free for files."""

FOOT = 120
"""Room for the last line of a message: date, part and marker."""

Component = dict[str, Any]
Piece = tuple[bool, str]
"""Whether the text goes on the list that the text before it began, and the text."""


def digest(
    given: Digest, notice: str, marker: Callable[[int], str], speak: Tongue = ENGLISH
) -> list[list[Component]]:
    """The digest as the components of its messages, split between events; each ends with its marker."""
    told = [card for card in given.upcoming if card.sources]
    known = [card for card in given.upcoming if not card.sources]
    calendar = speak.say("Also in the calendar") if told else speak.say("In the calendar")
    pieces = [
        (False, heading(given.title, 2, TITLE)),
        (False, marked("*", notice, 300)),
        *_section(speak.say("Ahead"), [_block(card, speak) for card in told]),
        *_section(calendar, [_line(card, speak) for card in known], listed=True),
        *_section(speak.say("New in the record"), [_block(card, speak) for card in given.new]),
        *((False, words(note, 500)) for note in given.notes),
    ]
    split = _split([piece for piece in pieces if piece[1]], ROOM - FOOT)
    split = split or [[speak.say("Nothing to report.")]]
    messages = []
    for number, texts in enumerate(split):
        place = ""
        if len(split) > 1:
            place = speak.say("part {part} of {parts}", part=number + 1, parts=len(split))
        foot = small(joined([given.date.isoformat(), place, marker(number)], " · "))
        made = frame([*texts, foot], quiet=given.quiet)
        messages.append(parts([made]))
    return messages


def _section(title: str, texts: Sequence[str], *, listed: bool = False) -> list[Piece]:
    """The pieces of a section; its heading stays with its first event."""
    if not texts:
        return []
    return [(False, f"### {title}\n{texts[0]}"), *((listed, text) for text in texts[1:])]


def _block(card: Card, speak: Tongue) -> str:
    """An event that articles tell of."""
    lines = [_head(card, speak), words(card.summary or card.people or card.who, 420)]
    if card.summary and not _all_told(card, speak):
        lines.append(words(capital(card.who), 300))
    lines.append(fitting([marked("*", line, 200) for line in extras(card)], 600, speak))
    lines.append(small(sources(card, 4, speak)))
    return joined(lines, "\n")


def _line(card: Card, speak: Tongue) -> str:
    """An event that only the calendar knows, in one line of a list."""
    doubts = "; ".join(extras(card))
    return "- " + joined([_head(card, speak), words(card.who, 120), marked("*", doubts, 160)], " · ")


def _head(card: Card, speak: Tongue) -> str:
    when, what = _when(card), _what(card)
    return speak.say("{label}: {value}", label=when, value=what) if when and what else when or what


def _when(card: Card) -> str:
    parts = [marked("**", card.when, 80), words(card.countdown, 40)]
    if card.standing not in (Standing.UPCOMING, Standing.HELD):
        parts.append(f"**{standing(card)}**")
    return joined([*parts, *(marked("**", mark, 20) for mark in card.marks[:3])], " · ")


def _what(card: Card) -> str:
    """PLACE — what it is; the place is not said again at the end of the title."""
    city = card.city or card.where.rpartition(", ")[2]
    return joined([words(city.upper(), 60), marked("**", card.what or card.title, 140)], " — ")


def _all_told(card: Card, speak: Tongue) -> bool:
    """Whether title and summary name everybody already, by a longer or a shorter name."""
    text = f"{card.title} {card.summary}"
    everybody = participants(card, speak)
    return bool(everybody) and all(
        any(called in text for called in (name, *others)) for name, (_, others) in everybody.items()
    )


def _split(pieces: Sequence[Piece], room: int) -> list[list[str]]:
    """The pieces as the texts of as few messages as fit, never cut between messages."""
    parts: list[list[str]] = []
    used = 0
    for continued, text in pieces:
        need = width(text) + 2
        if not parts or used + need > room or (len(parts[-1]) >= MOST_TEXTS and not continued):
            parts.append([text])
            used = need
        elif continued:
            parts[-1][-1] += f"\n{text}"
            used += need
        else:
            parts[-1].append(text)
            used += need
    return parts
