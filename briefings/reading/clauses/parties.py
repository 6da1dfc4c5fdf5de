"""Sides of an encounter and what hangs on a verb: the values the clause finders hand on."""

from __future__ import annotations

from dataclasses import dataclass, field

from briefings.reading.mentions import Mention


@dataclass(slots=True)
class Party:
    """Mentions that stand together on one side: elements ``lo..hi``. `joined`: "as well as", "along with"."""

    mentions: list[Mention]
    lo: int
    hi: int


@dataclass(slots=True)
class Arguments:
    """What follows a verb or noun inside its clause: parties and places by preposition, dates, where the
    clause ends."""

    parties: dict[str, list[Party]] = field(default_factory=dict)
    places: list[tuple[str, Mention]] = field(default_factory=list)
    dates: list[int] = field(default_factory=list)
    end: int = 0
    words: set[str] = field(default_factory=set)
