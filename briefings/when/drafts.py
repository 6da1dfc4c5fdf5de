"""A date expression while it is being read, and the words to its left that govern it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
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


_WORD = re.compile(r"\w+")
_LETTERS = re.compile(r"[a-z]+")


@cache
def _words_in(pattern: re.Pattern[str]) -> frozenset[str]:
    """The words that a pattern is made of, with their plurals; some more do no harm."""
    words_in = _LETTERS.findall(re.sub(r"\\[a-zA-Z]|th\(\?:is\|at\)", " this that ", pattern.pattern).lower())
    return frozenset(word + ending for word in words_in for ending in ("", "s"))


def left_of(sentence: str, at: int, done: int, pattern: re.Pattern[str] = words.LEFT) -> Left:
    floor = max(done, at - _LEFT_REACH)
    window = sentence[floor:at]
    # Nothing but words of the pattern can stand in a match: it begins behind the last other word.
    governing = _words_in(pattern)
    begin = len(window)
    for word in reversed(list(_WORD.finditer(window))):
        if word[0].lower() not in governing and not word[0].isdigit():
            break
        begin = word.start()
    m = pattern.search(window, begin)
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
