"""A digest as messages, in the manner of a wire service's diary: the day, then PLACE — who does what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bot.discord.layout import (
    COLOUR,
    DESCRIPTION,
    MARGIN,
    QUIET_COLOUR,
    TITLE,
    Embed,
    embed,
    extras,
    joined,
    marked,
    named,
    sources,
    within,
)
from bot.discord.text import width, words
from briefings.answers import Card, Standing

if TYPE_CHECKING:
    from briefings.digest import Digest

BLOCK, LINE = "\n\n", "\n"

Piece = tuple[str, str]
"""What stands before a text if it is not the first of its message, and the text."""


def digest(given: Digest, notice: str, marker: Callable[[int], str]) -> list[list[Embed]]:
    """The digest as messages of one embed each, split between events, each with its marker in the footer."""
    told = [card for card in given.upcoming if card.sources]
    known = [card for card in given.upcoming if not card.sources]
    pieces = [
        (BLOCK, marked("*", notice, 300)),
        *_section("Ahead", told, _block, BLOCK),
        *_section("Also in the calendar" if told else "In the calendar", known, _line, LINE),
        *_section("New in the record", given.new, _block, BLOCK),
        *((BLOCK, words(note, 500)) for note in given.notes[:10]),
    ]
    parts = _split(pieces, DESCRIPTION - MARGIN)
    messages = []
    for number, text in enumerate(parts):
        title = words(given.title, TITLE) if number == 0 else ""
        place = f"part {number + 1} of {len(parts)} · " if len(parts) > 1 else ""
        footer = f"{given.date.isoformat()} · {place}{marker(number)}"
        messages.append([embed(title, text, footer, QUIET_COLOUR if given.quiet else COLOUR)])
    return messages


def _section(heading: str, cards: Sequence[Card], write: Callable[[Card], str], before: str) -> list[Piece]:
    """The pieces of a section; its heading stays with its first event."""
    texts = [write(card) for card in cards]
    return [(BLOCK, f"### {heading}\n{texts[0]}"), *((before, text) for text in texts[1:])] if texts else []


def _block(card: Card) -> str:
    """An event that articles tell of."""
    lines = [_head(card), words(card.summary or card.who, 420)]
    if card.summary and not _all_told(card):
        lines.append(words(card.who[:1].upper() + card.who[1:], 300))
    lines += [marked("*", line, 200) for line in extras(card)]
    lines.append(sources(card, 4))
    return joined(lines, "\n")


def _line(card: Card) -> str:
    """An event that only the calendar knows, in one line of a list."""
    doubts = "; ".join(extras(card))
    return "- " + joined([_head(card), words(card.who, 120), marked("*", doubts, 160)], " · ")


def _head(card: Card) -> str:
    return joined([_when(card), _what(card)], ": ")


def _when(card: Card) -> str:
    parts = [marked("**", card.when, 80), words(card.countdown, 40)]
    if card.standing not in (Standing.UPCOMING, Standing.HELD):
        parts.append(f"**{card.standing.value}**")
    return joined([*parts, *(marked("**", mark, 20) for mark in card.marks[:3])], " · ")


def _what(card: Card) -> str:
    """PLACE — what it is; the place is not said again at the end of the title."""
    city = card.event.event.place.city or card.where.rpartition(", ")[2]
    title = card.title.removesuffix(f" in {city}") if city else card.title
    return joined([words(city.upper(), 60), marked("**", title, 140)], " — ")


def _all_told(card: Card) -> bool:
    """Whether title and summary name everybody already, by a longer or a shorter name."""
    from briefings import world

    states, text = world.load().states, f"{card.title} {card.summary}"
    named_by = [(states[code].name, states[code].short) for code in card.event.event.actors if code in states]
    everybody = len(named_by) == len(card.event.event.actors)
    return (everybody or named(card.who, text)) and all(any(n in text for n in names) for names in named_by)


def _split(pieces: Sequence[Piece], room: int) -> list[str]:
    """The pieces joined into as few texts as fit, never cutting a piece that fits by itself."""
    parts: list[str] = []
    for before, piece in pieces:
        fitting = within(piece, room)
        if not fitting:
            continue
        if parts and width(parts[-1]) + width(fitting) + len(before) <= room:
            parts[-1] += before + fitting
        else:
            parts.append(fitting)
    return parts or ["Nothing to report."]
