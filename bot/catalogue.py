"""The commands as data: Discord, the terminal, completion and the documentation follow this table.

A command is named once here with its options, their kinds and examples; a platform turns the kinds into its
own gestures (autocompletion for `NAME`, a number field for `WHOLE`) and hands the desk a `Question`.
Descriptions keep to 100 characters and names to 32, the narrowest limits among the platforms.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefings.guide import Topic


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
    CHOICE = "choice"
    """One of the option's `choices`."""
    PERSON = "person"
    """Somebody by name, completed from the people of the world and of the newest events."""
    SUMMIT = "summit"
    """A summit by name, body, city or year, completed from the calendar."""
    COMMAND = "command"
    """The name of a command."""


@dataclass(frozen=True, slots=True)
class Option:
    name: str
    description: str
    kind: OptionKind
    required: bool = False
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """`examples` are complete lines as typed in the terminal; the first option takes the bare words.

    `paged` commands answer in pages and take `PAGE` where a platform has no buttons. `patterns` are examples
    with gaps (see `briefings.guide`), which `/help` fills with names of the record at hand.
    """

    name: str
    description: str
    options: tuple[Option, ...] = ()
    examples: tuple[str, ...] = ()
    paged: bool = False
    patterns: tuple[str, ...] = ()

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
_WITH = "Only encounters with this country, organisation or leader"
_SINCE = Option("since", "From this day, month or year on: 2024-06-01, 2024-06, 2024", OptionKind.DATE)
_UNTIL = Option("until", "Up to this day, month or year: 2024-06-01, 2024-06, 2024", OptionKind.DATE)

COMMANDS: tuple[Command, ...] = (
    Command(
        "met",
        "Whom a country, organisation or leader has met, newest first",
        (
            Option("who", _WHO, OptionKind.NAME, required=True),
            Option("with", _WITH, OptionKind.NAME),
            _SINCE,
            _UNTIL,
        ),
        ("/met india", "/met dr congo with:china since:2024-06", "/met Modi with:Putin until:2024"),
        paged=True,
        patterns=("/met {actor}", "/met {actor} with:{partner}", "/met {actor} since:{month}"),
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
        patterns=("/upcoming", "/upcoming {host}", "/upcoming days:30"),
    ),
    Command(
        "timeline",
        "The history between two: every encounter, oldest first, year by year",
        (
            Option("who", _WHO, OptionKind.NAME, required=True),
            Option("with", "The other one of the two", OptionKind.NAME, required=True),
            _SINCE,
            _UNTIL,
        ),
        ("/timeline india with:russia", "/timeline france germany", "/timeline india with:russia since:2020"),
        paged=True,
        patterns=("/timeline {actor} with:{partner}",),
    ),
    Command(
        "who",
        "A person's offices and meetings, newest first",
        (Option("person", "A leader or official by name: Modi, Angela Merkel", OptionKind.PERSON, True),),
        ("/who Modi", "/who Angela Merkel"),
        paged=True,
        patterns=("/who {person}",),
    ),
    Command(
        "summit",
        "A summit: dates, place, participants, what articles say, meetings on its sidelines",
        (Option("name", "Its name, body, city or year: BRICS 2024, Kazan", OptionKind.SUMMIT, True),),
        ("/summit BRICS 2024", "/summit Kazan"),
        paged=True,
        patterns=("/summit {summit}",),
    ),
    Command(
        "chart",
        "A picture: meetings a month by counterpart, or who met whom",
        (
            Option("who", _WHO, OptionKind.NAME, required=True),
            Option(
                "by",
                "month: meetings a month (default); partners: who met whom",
                OptionKind.CHOICE,
                choices=("month", "partners"),
            ),
            _SINCE,
            _UNTIL,
            Option("theme", "Colours of the picture", OptionKind.CHOICE, choices=("dark", "light")),
        ),
        ("/chart india", "/chart russia by:partners since:2024", "/chart brics theme:light"),
        patterns=("/chart {actor}", "/chart {actor} by:partners"),
    ),
    Command(
        "calendar",
        "A calendar file (.ics) of what is ahead, to import as often as you like",
        (Option("who", _WHO, OptionKind.NAME),),
        ("/calendar", "/calendar india"),
        patterns=("/calendar", "/calendar {host}"),
    ),
    Command(
        "export",
        "Events as a file: a table (CSV) or JSON",
        (
            Option("format", "Which kind of file", OptionKind.CHOICE, required=True, choices=("csv", "json")),
            Option("who", _WHO, OptionKind.NAME),
            Option("with", _WITH, OptionKind.NAME),
            _SINCE,
            _UNTIL,
            Option("words", "Only events that hold these words", OptionKind.TEXT),
        ),
        ("/export csv who:india", "/export json who:russia since:2024", "/export csv words:nuclear power"),
        patterns=("/export csv who:{actor}", "/export json who:{actor} with:{partner}"),
    ),
    Command(
        "event",
        "One event in full: every source and where sources differ",
        (Option("id", "The event's id, as shown with each event", OptionKind.EVENT, required=True),),
        ("/event e12",),
        patterns=("/event {event}",),
    ),
    Command(
        "search",
        "Events whose summary, people, place or sources hold these words",
        (Option("words", "Words to look for", OptionKind.TEXT, required=True),),
        ("/search nuclear power plant",),
        paged=True,
        patterns=("/search {city}",),
    ),
    Command("digest", "What the digest would say now: what is ahead and what is new", (), ("/digest",)),
    Command(
        "help",
        "What can be asked, with examples from the record at hand",
        (Option("command", "The command to explain: met, upcoming, …", OptionKind.COMMAND),),
        ("/help", "/help met"),
    ),
    Command("about", "What the record holds, who reads it, and which version runs", (), ("/about",)),
)


def command(name: str) -> Command | None:
    """The command called `name` (without its slash, in any case), or None."""
    wanted = name.lstrip("/").casefold()
    return next((known for known in COMMANDS if known.name == wanted), None)


def topics() -> tuple[Topic, ...]:
    """The commands as `/help` explains them."""
    from briefings.guide import Topic

    return tuple(
        Topic(
            known.name,
            known.usage,
            known.description,
            tuple((option.name, option.description) for option in known.options),
            known.patterns,
            known.examples,
        )
        for known in COMMANDS
    )


def nearest(name: str) -> Command | None:
    """The command that a misspelt `name` most likely means, or None where nothing is near."""
    found = get_close_matches(
        name.lstrip("/").casefold(), [known.name for known in COMMANDS], n=1, cutoff=0.5
    )
    return command(found[0]) if found else None
