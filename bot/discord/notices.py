"""A notice as one message of components: a list of events, a menu to open one, buttons to stop watching."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from bot.discord.layout import COLOUR, choice
from bot.discord.text import width, words
from bot.discord.wording import joined, marked, sources
from briefings.answers import Standing
from briefings.store.watches import PERSON

if TYPE_CHECKING:
    from briefings.languages import Tongue
    from briefings.store.watches import Watch
    from briefings.watching import Item, Notice

LONGEST = 3800
"""Characters of all texts of a message, as Discord counts them, with some to spare."""

STOP_ID, OPEN_ID = "dragoman-watch:stop:", "dragoman-watch:open"
MOST_BUTTONS = 5
LONGEST_VALUE = 100

CONTAINER, ROW, BUTTON, SELECT, TEXT = 17, 1, 2, 3, 10
SECONDARY = 2

Component = dict[str, Any]
Write = Callable[["Item", "Tongue"], str]


def components(notice: Notice, marker: str, speak: Tongue) -> list[Component]:
    """The notice in as many words as fit; every event of it is there in any case."""
    texts: list[str] = []
    for write in (_full, _short, _brief):
        texts = _texts(notice, marker, speak, write)
        if sum(map(width, texts)) <= LONGEST:
            break
    inside = [{"type": TEXT, "content": text} for text in texts]
    events = {item.card.event.id: item.card for item in notice.items}
    options = [
        {"label": choice(card.title), "description": choice(card.when), "value": key}
        for key, card in list(events.items())[:25]
        if 0 < len(key) <= LONGEST_VALUE
    ]
    menu = {
        "type": SELECT,
        "custom_id": OPEN_ID,
        "placeholder": choice(speak.say("Open an event…"), 150),
        "options": options,
    }
    buttons = [_stop(watch, speak) for watch in notice.watches[:MOST_BUTTONS]]
    return [
        {"type": CONTAINER, "accent_color": COLOUR, "components": inside},
        *([{"type": ROW, "components": [menu]}] if options else []),
        *([{"type": ROW, "components": buttons}] if buttons else []),
    ]


def _texts(notice: Notice, marker: str, speak: Tongue, write: Write) -> list[str]:
    head = f"### {words(notice.title, 200)}"
    body = "\n".join(f"- {write(item, speak)}" for item in notice.items)
    notes = [words(note, 250) for note in notice.notes]
    foot = speak.say("You are told because of a watch; /watch list shows all of them.")
    return [joined([head, body], "\n"), joined([*notes, f"-# {words(foot, 200)} {words(marker, 20)}"], "\n")]


def _full(item: Item, speak: Tongue) -> str:
    card = item.card
    summary = words(card.summary or card.people or card.who, 300)
    return joined([_brief(item, speak), f"  {summary}" if summary else "", _sources(item, speak)], "\n")


def _short(item: Item, speak: Tongue) -> str:
    summary = words(item.card.summary, 110)
    return joined([_brief(item, speak), f"  {summary}" if summary else ""], "\n")


def _brief(item: Item, _speak: Tongue) -> str:
    """One line: when, what, and how it stands."""
    card = item.card
    stands = "" if card.standing is Standing.HELD else words(card.stands, 30)
    line = joined([marked("**", card.when, 50), stands, words(card.title, 110)], " · ")
    return joined([line, marked("*", item.change, 80)], " ")


def _sources(item: Item, speak: Tongue) -> str:
    said = sources(item.card, 2, speak)
    return f"  {said}" if said else ""


def _stop(watch: Watch, speak: Tongue) -> Component:
    english = watch.label
    name = english if watch.subject.startswith(PERSON) else speak.body(watch.subject, english)
    return {
        "type": BUTTON,
        "style": SECONDARY,
        "custom_id": f"{STOP_ID}{watch.id}",
        "label": choice(speak.say("Stop watching {name}", name=name), 80),
    }
