"""The commands as data: Discord, the terminal, completion and the documentation follow this table.

A command is named once here with its options, their kinds and examples; a platform turns the kinds into its
own gestures (autocompletion for `NAME`, a number field for `WHOLE`) and hands the desk a `Question`.
Descriptions keep to 100 characters and names to 32, the narrowest limits among the platforms.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum


class OptionKind(StrEnum):
    """What a value means, so that each platform can offer the fitting input."""

    NAME = "name"
    """A country, organisation, capital or leader, completed from the world's names."""
    DATE = "date"
    """A day, month or year: 2024-06-01, 2024-06, 2024, june 2024."""
    WHOLE = "whole"
    """A whole number between `minimum` and `maximum`."""
    EVENT = "event"
    """The id of an event."""
    TEXT = "text"
    """Free words."""


@dataclass(frozen=True, slots=True)
class Option:
    name: str
    description: str
    kind: OptionKind
    required: bool = False
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """`examples` are complete lines as typed in the terminal; the first option takes the bare words.

    `paged` commands answer in pages and take `PAGE` where a platform has no buttons.
    """

    name: str
    description: str
    options: tuple[Option, ...] = ()
    examples: tuple[str, ...] = ()
    paged: bool = False

    def option(self, name: str) -> Option | None:
        """The option called `name`, or None; a paged command also knows `page`."""
        if self.paged and name == PAGE.name:
            return PAGE
        return next((option for option in self.options if option.name == name), None)

    @property
    def usage(self) -> str:
        """The line to type, e.g. ``/met <who> [with:…] [since:…] [until:…]``."""
        words = [f"/{self.name}"]
        for place, option in enumerate(self.options):
            if place == 0:
                words.append(f"<{option.name}>" if option.required else f"[{option.name}]")
            else:
                words.append(f"{option.name}:…" if option.required else f"[{option.name}:…]")
        return " ".join(words)


PAGE = Option("page", "Which page of the answer, from 1", OptionKind.WHOLE, minimum=1, maximum=100_000)

_WHO = "A country, capital, organisation or leader: India, Paris, BRICS, Modi"

COMMANDS: tuple[Command, ...] = (
    Command(
        "met",
        "Whom a country, organisation or leader has met, newest first",
        (
            Option("who", _WHO, OptionKind.NAME, required=True),
            Option("with", "Only encounters with this country, organisation or leader", OptionKind.NAME),
            Option("since", "From this day, month or year on: 2024-06-01, 2024-06, 2024", OptionKind.DATE),
            Option("until", "Up to this day, month or year: 2024-06-01, 2024-06, 2024", OptionKind.DATE),
        ),
        ("/met india", "/met dr congo with:china since:2024-06", "/met Modi with:Putin until:2024"),
        paged=True,
    ),
    Command(
        "upcoming",
        "Summits, visits and meetings ahead, nearest first",
        (
            Option("who", _WHO, OptionKind.NAME),
            Option("days", "How many days ahead to look", OptionKind.WHOLE, minimum=1, maximum=1500),
        ),
        ("/upcoming", "/upcoming india", "/upcoming nato days:365"),
        paged=True,
    ),
    Command(
        "event",
        "One event in full: every source and where sources differ",
        (Option("id", "The event's id, as shown with each event", OptionKind.EVENT, required=True),),
        ("/event e12",),
    ),
    Command(
        "search",
        "Events whose summary, people, place or sources hold these words",
        (Option("words", "Words to look for", OptionKind.TEXT, required=True),),
        ("/search nuclear power plant",),
        paged=True,
    ),
    Command("digest", "What the digest would say now: what is ahead and what is new", (), ("/digest",)),
    Command("about", "What the record holds, who reads it, and which version runs", (), ("/about",)),
)


def command(name: str) -> Command | None:
    """The command called `name` (without its slash, in any case), or None."""
    wanted = name.lstrip("/").casefold()
    return next((known for known in COMMANDS if known.name == wanted), None)


def nearest(name: str) -> Command | None:
    """The command that a misspelt `name` most likely means, or None where nothing is near."""
    found = get_close_matches(
        name.lstrip("/").casefold(), [known.name for known in COMMANDS], n=1, cutoff=0.5
    )
    return command(found[0]) if found else None
