"""What every message is made of: Discord's limits, an embed, and foreign words laid out within them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bot.discord.text import link, shorten, tidy, width, words
from briefings.answers import Card

TITLE = 256
DESCRIPTION = 4096
FOOTER = 2048
FIELD_NAME = 256
FIELD_VALUE = 1024
FIELDS = 25
TOTAL = 6000
MARGIN = 100
"""Kept free of the total, for what is added to a message later, such as the marker of a digest."""

COLOUR = 0x2F6F9F
QUIET_COLOUR = 0x6B7280

Embed = dict[str, Any]
"""An embed as Discord's API takes it; `discord.Embed.from_dict` reads it."""


def embed(title: str, description: str, footer: str, colour: int) -> Embed:
    embed: Embed = {"type": "rich", "color": colour}
    if title:
        embed["title"] = title
    if description:
        embed["description"] = description
    if footer:
        embed["footer"] = {"text": shorten(footer, FOOTER)}
    return embed


def size(embeds: Iterable[Embed]) -> int:
    """What counts towards Discord's total for one message."""
    total = 0
    for embed in embeds:
        total += width(embed.get("title", "")) + width(embed.get("description", ""))
        total += width(embed.get("footer", {}).get("text", ""))
        total += sum(width(f["name"]) + width(f["value"]) for f in embed.get("fields", ()))
    return total


def choice(text: str, limit: int = 100) -> str:
    """A label for a button, an option of a menu or a completion: plain, never empty."""
    return shorten(tidy(text), limit) or "…"


def extras(card: Card) -> list[str]:
    return [*card.differs[:2], *card.notes[:2]]


def named(who: str, summary: str) -> bool:
    """Whether the summary names everybody of “A, B and C” already."""
    return all(name in summary for name in who.replace(" and ", ", ").split(", "))


def sources(card: Card, most: int) -> str:
    if not card.sources:
        return ""
    named = [link(source.label, source.url, 50) for source in card.sources[:most]]
    more = len(card.sources) - most
    noun = "Source" if len(card.sources) == 1 else "Sources"
    return f"{noun}: " + " · ".join(named) + (f" · and {more} more" if more > 0 else "")


def within(text: str, room: int) -> str:
    """`text` without the last lines that do not fit; a single line that is too long is left out too."""
    while width(text) > room and "\n" in text:
        text = text.rpartition("\n")[0]
    return text if width(text) <= room else ""


def marked(sign: str, text: str, limit: int) -> str:
    """Safe words between signs of emphasis; nothing where there are no words, for bare signs would show."""
    safe = words(text, limit)
    return f"{sign}{safe}{sign}" if safe else ""


def joined(parts: Iterable[str], between: str) -> str:
    return between.join(part for part in parts if part)
