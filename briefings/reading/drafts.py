"""An event in the making, and the sentence it was told in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from briefings.models import Place
from briefings.reading.elements import Element
from briefings.reading.mentions import Figure
from briefings.reading.sentences import Sentence
from briefings.reading.tokens import Tokens
from briefings.when import DateContext, Span
from briefings.world.entities import Location


@dataclass(slots=True)
class Draft:
    """An event in the making; `sentence` and the character span ``lo..hi`` in it are its quote."""

    kind: str
    status: str
    actors: tuple[str, ...]
    people: list[Figure]
    sentence: int
    lo: int
    hi: int
    rule: str
    start: str | None = None
    end: str | None = None
    country: str | None = None
    city: str | None = None
    host: str = ""
    organisation: str | None = None
    name: str | None = None
    topic: str = ""
    calendar: bool = False
    steps: list[tuple[str, str, str]] = field(default_factory=list)
    gathering: Any = None
    """The gathering on whose sidelines it took place."""
    also: list[int] = field(default_factory=list)

    @property
    def place(self) -> Place:
        return Place(self.country, self.city)


@dataclass(slots=True)
class Scene:
    """One sentence with all that was found in it."""

    number: int
    sentence: Sentence
    tokens: Tokens
    elements: list[Element]
    spans: list[tuple[int, int]]
    """Characters of each element in the sentence."""
    context: DateContext
    day: Span
    """What the label or heading over it says."""
    spot: Location | None = None
    following: str = ""
    """The text of the next sentence."""

    def words(self, lo: int, hi: int) -> str:
        hi = min(hi, len(self.spans))
        return self.sentence.text[self.spans[lo][0] : self.spans[max(lo, hi - 1)][1]] if self.spans else ""
