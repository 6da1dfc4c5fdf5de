"""A gathering of many states as the article builds it up, and the words that refer to one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from briefings.reading.mentions import Figure, Mention

_MOST_PEOPLE = 30
"""Of one actor; no gathering has as many, and hostile text has no end of them."""


@dataclass(slots=True)
class Ref:
    """A gathering named at elements ``lo..hi``; `definite` and nothing else known: a reference back."""

    lo: int
    hi: int
    head: str
    organisation: str = ""
    name: str = ""
    edition: str = ""
    states: tuple[str, ...] = ()
    generic: bool = False
    back: bool = False
    virtual: bool = False
    """Held by video."""
    previous: bool = False
    """"their previous summit": another of the same series."""
    following: bool = False
    """"the next summit": another of the series, unless the story is at one still to come."""


@dataclass(slots=True)
class Gathering:
    head: str
    organisation: str
    name: str
    edition: str
    generic: bool
    status: str = ""
    start: str | None = None
    end: str | None = None
    country: str | None = None
    city: str | None = None
    host: str = ""
    actors: dict[str, list[Figure]] = field(default_factory=dict)
    sentence: int = -1
    lo: int = 0
    hi: int = 0
    strength: int = 0
    last: int = -1
    evidence: set[str] = field(default_factory=set)
    kind: str = "summit"

    def take(self, mentions: list[Mention]) -> None:
        for mention in mentions:
            if mention.form == "adjective" or mention.former:
                continue
            self.seat(mention.actors, mention.people)

    def seat(self, actors: Iterable[str], people: Iterable[Figure]) -> None:
        """Adds who is there."""
        for actor in actors:
            self.actors.setdefault(actor, [])
        for figure in people:
            known = self.actors.setdefault(figure.actor, []) if figure.actor else None
            if known is not None and len(known) < _MOST_PEOPLE and figure not in known:
                known.append(figure)


@lru_cache(maxsize=512)
def key(name: str) -> tuple[str, ...]:
    """The telling words of a name, by which two names are compared."""
    words = re.findall(r"[a-z0-9]+", name.lower())
    return tuple(
        w
        for w in words
        if w not in ("the", "of", "annual", "summit", "summits", "leaders", "s", "meeting", "conference")
    )
