"""A date expression while it is being read, and the words to its left that govern it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from briefings.when import words
from briefings.when.meanings import Meaning

Base = Literal["published", "article"]
"""What a meaning is counted from: the day of publication, or the last date the article itself fixed."""

_LEFT_REACH = 56


@dataclass(slots=True)
class Draft:
    """An expression being read, before its neighbours are known."""

    lo: int
    hi: int
    kind: str
    meaning: Meaning
    preposition: str = ""
    base: Base = "published"
    leading: bool = False
    before: Draft | None = None


@dataclass(slots=True)
class Scan:
    """A sentence on its way from left to right: what was found in it, and how far it is read."""

    sentence: str
    drafts: list[Draft] = field(default_factory=list)
    done: int = 0


@dataclass(frozen=True, slots=True)
class Left:
    """The words that govern a date from the left. `lo` is where the date begins with them."""

    lo: int
    preposition: str = ""
    part: str = ""
    which: str = ""
    article: str = ""
    number: str = ""


def number_in(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def left_of(sentence: str, at: int, done: int, pattern: re.Pattern[str] = words.LEFT) -> Left:
    floor = max(done, at - _LEFT_REACH)
    m = pattern.search(sentence[floor:at])
    if m is None:
        return Left(at)
    groups = m.groupdict()
    begins = [m.start(g) for g in ("part", "which", "n") if groups.get(g)]
    clean = {name: " ".join(text.lower().split()) for name, text in groups.items() if text}
    return Left(
        lo=floor + min(begins) if begins else at,
        preposition=clean.get("prep", ""),
        part=clean.get("part", ""),
        which=clean.get("which", ""),
        article=clean.get("the", ""),
        number=clean.get("n", ""),
    )
