"""An encounter as one clause tells it, before dates, places and persons are settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from briefings.reading.mentions import Mention


@dataclass(slots=True)
class Claim:
    """An encounter as one clause tells it.

    `left` and `right` are its sides; without a right side the left met among themselves. Elements ``lo..hi``
    are the clause's words, `destination` is a visited place, `dates` are element numbers.
    """

    kind: str
    status: str
    rule: str
    left: list[Mention]
    right: list[Mention]
    at: int
    lo: int
    hi: int
    dates: list[int] = field(default_factory=list)
    places: list[tuple[str, Mention]] = field(default_factory=list)
    destination: Mention | None = None
    host: str = ""
    why: str = ""
    noun: str = ""
    joint: bool = False
    words: set[str] = field(default_factory=set)
    side: str = ""
    """The body on whose summit's sidelines it took place."""
    gathering: Any = None
    purpose: str = ""
    """The noun of the talks for which a visit is made."""
