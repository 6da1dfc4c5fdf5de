"""The other languages: texts from the catalogues, dates, lists and names from CLDR (Babel).

Nothing here is imported while only English is asked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from briefings import dates
from briefings.languages import catalogue, names
from briefings.languages.tongue import Tongue, later

_FRENCH_FIRST = re.compile(r"(?<!\d)1(?= (?:janv|févr|mars|avri|mai|juin|juil|août|sept|octo|nove|déce)|–\d)")
_SPANISH_E = re.compile(r"h?i(?![aeou])", re.IGNORECASE)
_DOUBLE_STOP = re.compile(r"(\bг\.)\.(?!\.)")
"""A Russian date ends in a dot; at the end of a sentence one dot does for both."""
_BLANKS = {0x2009: " ", 0x202F: "\xa0"}
_COP = re.compile(r"(cop\d+) climate summit")


class Foreign(Tongue):
    """A language of the catalogues; made once for each, as making it takes about a tenth of a second."""

    def __init__(self, code: str, catalogues: Sequence[Path], table: Path) -> None:
        self.code = code
        self._texts = catalogue.read(catalogues)
        self._names = names.read(table)
        self._locale = Locale.parse(code)
        self._states: dict[str, str] = {**self._locale.territories, **self._names["state"]}
        self.listed(("a", "b"))  # CLDR's data of the language is read now, not with the first answer
        self.day(date(2024, 9, 30))
        self.number(1000)

    def say(self, text: str, /, **values: object) -> str:
        return _DOUBLE_STOP.sub(r"\1", super().say(text, **values))

    def count(self, one: str, many: str, number: int, /, **values: object) -> str:
        return _DOUBLE_STOP.sub(r"\1", super().count(one, many, number, **values))

    def number(self, number: int) -> str:
        return format_decimal(number, locale=self._locale)

    def ordinal(self, number: int) -> str:
        return self.say(later("1st")) if number == 1 else self.say(later("{number}th"), number=number)

    def listed(self, names: Sequence[str]) -> str:
        said = format_list(list(names), locale=self._locale) if names else ""
        if self.code == "es" and len(names) > 1 and _SPANISH_E.match(names[-1]):
            head = said.removesuffix(f" y {names[-1]}")
            return f"{head} e {names[-1]}"
        return said

    def ordered(self, names: Sequence[str]) -> list[str]:
        return sorted(names, key=_folded)

    def name(self, code: str, english: str) -> str:
        return self._states.get(code, english)

    def body(self, code: str, english: str) -> str:
        return self._names["body"].get(code, english)

    def city(self, english: str) -> str:
        return self._names["city"].get(english.casefold(), english)

    def gathering(self, english: str) -> str:
        known = self._names["summit"]
        wanted = english.casefold()
        numbered = _COP.fullmatch(wanted)
        if numbered and (pattern := known.get("cop climate summit")):
            return pattern.replace("COP", numbered[1].upper())
        return known.get(wanted, english)

    def office(self, english: str, *, woman: bool = False) -> str:
        known, wanted = self._names["office"], english.casefold()
        return known.get(f"{wanted} (f)" if woman else wanted) or known.get(wanted, english)

    def named(self, words: str) -> str:
        return self._codes.get(_folded(words.strip()), "")

    def completions(self, begun: str, limit: int) -> list[tuple[str, str]]:
        wanted = _folded(begun.strip())
        if not wanted:
            return []
        return [(name, code) for folded, name, code in self._sorted if folded.startswith(wanted)][:limit]

    def month(self, word: str) -> int | None:
        return self._months.get(_folded(word))

    def when(self, start: str | None, end: str | None = None) -> str:
        if start is None:
            return self.say(later("date not known")) if end is None else self.until(end)
        if end is None or end <= start:
            return self._one(start)
        if len(start) != len(end):
            return f"{self._one(start)} – {self._one(end)}"
        if len(start) == dates.Precision.YEAR:
            return f"{start}–{end}"
        widest = "d" if start[:7] == end[:7] else "M" if start[:4] == end[:4] else "y"
        first, last = dates.first_day(start), dates.first_day(end)
        if len(start) == dates.Precision.MONTH and widest == "M":
            return f"{self._formatted(first, 'LLLL')} – {self._one(end)}"
        if widest == "y":
            return f"{self._one(start)} – {self._one(end)}"
        opening, closing = self._range[widest]
        return self._written(f"{self._formatted(first, opening)}{self._formatted(last, closing)}")

    def since(self, start: str) -> str:
        if len(start) == dates.Precision.YEAR:
            return self.say(later("since {year}"), year=start)
        if len(start) == dates.Precision.MONTH:
            # Where a month has cases, the one in a date is the one behind “since”.
            pattern = self._month.replace("L", "M")
            return self.say(later("since {month}"), month=self._formatted(dates.first_day(start), pattern))
        return self.say(later("since {day}"), day=self._one(start))

    def until(self, end: str) -> str:
        if len(end) == dates.Precision.YEAR:
            return self.say(later("until {year}"), year=end)
        if len(end) == dates.Precision.MONTH:
            return self.say(later("until {month}"), month=self._one(end))
        return self.say(later("until {day}"), day=self._one(end))

    def day(self, day: date) -> str:
        return self._written(format_date(day, "full", locale=self._locale))

    def _one(self, iso: str) -> str:
        if len(iso) == dates.Precision.YEAR:
            return iso
        first = dates.first_day(iso)
        if len(iso) == dates.Precision.MONTH:
            return self._formatted(first, self._month)
        return self._written(format_date(first, "long", locale=self._locale))

    @cached_property
    def _sorted(self) -> list[tuple[str, str, str]]:
        states = {code: name for code, name in self._states.items() if len(code) == 2 and code.isalpha()}
        named = [*states.items(), *self._names["body"].items()]
        return sorted((_folded(name), name, code) for code, name in named)

    @cached_property
    def _codes(self) -> dict[str, str]:
        bodies = {_folded(name): code for code, name in self._names["body"].items()}
        states = {_folded(name): code for code, name in self._locale.territories.items() if code.isalpha()}
        return bodies | states | {_folded(name): code for code, name in self._names["state"].items()}

    @cached_property
    def _months(self) -> dict[str, int]:
        return {
            _folded(name).rstrip("."): number
            for context in ("format", "stand-alone")
            for width in ("wide", "abbreviated")
            for number, name in self._locale.months[context][width].items()
        }

    def _formatted(self, day: date, pattern: str) -> str:
        return self._written(format_date(day, pattern, locale=self._locale))

    def _written(self, said: str) -> str:
        """With blanks that every font has, and the French first of a month: “1er septembre”."""
        said = said.translate(_BLANKS)
        return _FRENCH_FIRST.sub("1er", said) if self.code == "fr" else said

    @cached_property
    def _month(self) -> str:
        return str(self._locale.datetime_skeletons["yMMMM"].pattern)

    @cached_property
    def _range(self) -> dict[str, tuple[str, str]]:
        """CLDR's patterns of days from … to, by the widest part that changes, with the month spelt out."""
        known = self._locale.interval_formats
        found = known.get("yMMMMd", known["yMMMd"])
        spelt = {part: [re.sub("M{3,4}", "MMMM", pattern) for pattern in found[part]] for part in "dM"}
        return {
            "d": (re.sub(r"\s–\s", "–", spelt["d"][0]), spelt["d"][1]),
            "M": (spelt["M"][0], spelt["M"][1]),
        }

    def _translated(self, text: str) -> str:
        return self._texts.text(text)

    def _plural(self, one: str, many: str, number: int) -> str:
        return self._texts.plural(one, many, number)


def _folded(name: str) -> str:
    bare = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in bare if not unicodedata.combining(sign))
