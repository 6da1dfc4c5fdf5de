"""Pieces of text that answers and digests share: marked words, labels, sources, lines that fit."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.discord.text import flag, link, width, words
from briefings.answers import Card
from briefings.languages import ENGLISH, Tongue
from briefings.languages.tongue import capital
from briefings.models import Kind

MOST_FLAGS = 4


def standing(card: Card) -> str:
    """How the event stands, in the reader's words."""
    return words(card.stands or card.standing.value, 40)


def extras(card: Card) -> list[str]:
    """Where sources differ and what is to be noted."""
    return [capital(line) for line in (*card.differs, *card.notes)]


def participants(card: Card, speak: Tongue) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Each participant by name, in order, with the flag (empty for organisations) and the names it goes by.

    Empty where the card says of a group who takes part, and does not list it.
    """
    from briefings import world

    known = world.load()
    found: dict[str, tuple[str, tuple[str, ...]]] = {}
    for code in card.event.event.actors:
        if code in known.states:
            state = known.states[code]
            found[speak.name(code, state.short)] = (flag(code), (state.name, state.short))
        elif code in known.organisations:
            body = known.organisations[code]
            found[speak.body(code, body.short)] = ("", (body.name, body.short))
    order = speak.ordered(list(found))
    return {name: found[name] for name in order} if speak.listed(order) == card.who else {}


def flags(card: Card, speak: Tongue) -> str:
    """The flags of a few states, in the order of their names in the title that follows; none where a summit's
    name or an organisation says it better.
    """
    from briefings import world

    event = card.event.event
    states = world.load().states
    if event.kind is Kind.SUMMIT or not 0 < len(event.actors) <= MOST_FLAGS:
        return ""
    places = {
        code: card.title.find(speak.name(code, states[code].short)) for code in event.actors if code in states
    }
    if len(places) < len(set(event.actors)):
        return ""
    return "".join(flag(code) for code in sorted(places, key=lambda code: (places[code] < 0, places[code])))


def key(card: Card) -> str:
    """The event's id, as it is typed to ask for it."""
    known = card.event.id
    return f"`{known}`" if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.:-]{0,59}", known) else words(known, 60)


def sources(card: Card, most: int, speak: Tongue = ENGLISH) -> str:
    """The sources in a line, each a link where it has an address; those left out are counted."""
    if not card.sources:
        return ""
    listed = " · ".join(link(source.label, source.url, 50) for source in card.sources[:most])
    more = len(card.sources) - most
    if more > 0:
        return speak.count(
            "Sources: {list} · and {number} more", "Sources: {list} · and {number} more", more, list=listed
        )
    if len(card.sources) == 1:
        return speak.say("Source: {list}", list=listed)
    return speak.say("Sources: {list}", list=listed)


def fitting(lines: Iterable[str], room: int, speak: Tongue, between: str = "\n") -> str:
    """As many of the lines as fit, and how many do not; empty where not even that fits."""
    given = [line for line in lines if line]
    whole = between.join(given)
    if width(whole) <= room:
        return whole
    for kept in range(len(given) - 1, -1, -1):
        rest = speak.count("… and {number} more line", "… and {number} more lines", len(given) - kept)
        text = between.join([*given[:kept], rest])
        if width(text) <= room:
            return text
    return ""


def marked(sign: str, text: str, limit: int) -> str:
    """Safe words between signs of emphasis; nothing where there are no words, for bare signs would show."""
    safe = words(text, limit)
    return f"{sign}{safe}{sign}" if safe else ""


def labelled(label: str, value: str, speak: Tongue = ENGLISH) -> str:
    """“**Label:** value”; nothing where there is no value, which has to be safe. The label may be foreign."""
    if not value:
        return ""
    head = speak.say("{label}: {value}", label=words(label, 100), value="").rstrip()
    return f"**{head}** {value}"


def heading(text: str, level: int, limit: int) -> str:
    safe = words(text, limit)
    return f"{'#' * level} {safe}" if safe else ""


def small(line: str) -> str:
    """A safe line in small letters, or nothing."""
    return f"-# {line}" if line else ""


def joined(parts: Iterable[str], between: str) -> str:
    return between.join(part for part in parts if part)
