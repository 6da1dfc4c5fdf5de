"""A made-up language that puts brackets round all it says: what an answer has outside of them is English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from bot.catalogue import COMMANDS
from briefings.languages import Tongue

_TYPED = re.compile(r"/[a-z]+( [^⟦⟧.,;·]*)?|\b[a-z]+:\S+|\be\d+\b|[a-z]+-\d{4}\S*|“[^”]*”$|`[^`]*`")
_OPTIONS = {option.name for known in COMMANDS for option in known.options}


class Brackets(Tongue):
    """Says everything in brackets."""

    code = "xx"

    def say(self, text: str, /, **values: object) -> str:
        return f"⟦{super().say(text, **values)}⟧"

    def count(self, one: str, many: str, number: int, /, **values: object) -> str:
        return f"⟦{super().count(one, many, number, **values)}⟧"

    def listed(self, names: Sequence[str]) -> str:
        return "⟦" + " + ".join(names) + "⟧" if names else ""

    def name(self, code: str, english: str) -> str:
        return f"⟦{english}⟧"

    body = name

    def city(self, english: str) -> str:
        return f"⟦{english}⟧" if english else ""

    gathering = city

    def office(self, english: str, *, woman: bool = False) -> str:
        return f"⟦{english}⟧"

    def when(self, start: str | None, end: str | None = None) -> str:
        return f"⟦{super().when(start, end)}⟧"

    def since(self, start: str) -> str:
        return f"⟦{super().since(start)}⟧"

    def until(self, end: str) -> str:
        return f"⟦{super().until(end)}⟧"

    def day(self, day: date) -> str:
        return f"⟦{super().day(day)}⟧"


def outside(text: str, data: Iterable[str] = ()) -> str:
    """The words of `text` that stand in no bracket and are neither typed, an option's name nor `data`."""
    before = None
    while before != text:
        before, text = text, re.sub(r"⟦[^⟦⟧]*⟧", " ", text)
    for words in data:
        text = text.replace(words, " ")
    words = re.findall(r"[^\W\d_]{2,}", _TYPED.sub(" ", text))
    return " ".join(word for word in words if word not in _OPTIONS)
