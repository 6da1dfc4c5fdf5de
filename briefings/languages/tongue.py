"""One language: fixed texts, dates, lists, numbers and the names of states in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from briefings import dates


def later(text: str) -> str:
    """`text` itself: marks a text in a table for the catalogues; `Tongue.say` is called with it later."""
    return text


class Phrase(str):
    """English text that knows how to be said in other languages: for errors and notes, which are made where
    nobody knows who will read them. Everything that only prints takes it for the text that it is.
    """

    _again: Callable[[Tongue], str]

    def said(self, speak: Tongue) -> str:
        """The phrase in another language."""
        return self._again(speak)

    def changed(self, change: Callable[[str], str]) -> Phrase:
        """The phrase with `change` made to it in every language."""
        return _phrase(lambda speak: change(self._again(speak)))


def phrase(text: str, /, **values: object) -> Phrase:
    """`text` with its values, as `Tongue.say` takes them, to be said again in the language of a reader."""
    return _phrase(lambda speak: speak.say(text, **values))


def counted(one: str, many: str, number: int, /, **values: object) -> Phrase:
    """As `phrase`, for what `Tongue.count` says."""
    return _phrase(lambda speak: speak.count(one, many, number, **values))


def either(words: Sequence[str]) -> Phrase:
    """“A”, “A or B”, “A or B or C”; one word at least."""

    def said(speak: Tongue) -> str:
        joined = words[0]
        for word in words[1:]:
            joined = speak.say("{one} or {other}", one=joined, other=word)
        return joined

    return _phrase(said)


def _phrase(again: Callable[[Tongue], str]) -> Phrase:
    made = Phrase(again(ENGLISH))
    made._again = again
    return made


class Tongue:
    """English, and the base of the others: each text is its own key."""

    code = "en"

    def say(self, text: str, /, **values: object) -> str:
        """`text` in this language, ``{name}`` filled in from `values`, which are never read as templates.

        A value may be a `Phrase`, or a function of the tongue: ``date=lambda speak: speak.when(day)``.
        """
        return self._translated(text).format_map(self._filled(values))

    def count(self, one: str, many: str, number: int, /, **values: object) -> str:
        """`one` or `many` (or this language's own plural) for `number`, which ``{number}`` stands for."""
        text = self._plural(one, many, number)
        return text.format_map({"number": self.number(number), **self._filled(values)})

    def again(self, text: str) -> str:
        """A `Phrase` in this language; any other text as it is."""
        return text.said(self) if isinstance(text, Phrase) else text

    def number(self, number: int) -> str:
        """A whole number with this language's thousands: “10,000”."""
        return f"{number:,}"

    def ordinal(self, number: int) -> str:
        """The number of an edition: “16th”."""
        if number % 100 in (11, 12, 13):
            return f"{number}th"
        return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"

    def listed(self, names: Sequence[str]) -> str:
        """Names as a sentence lists them: “A”, “A and B”, “A, B and C”."""
        return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else ""

    def ordered(self, names: Sequence[str]) -> list[str]:
        """Names in the order of this language's alphabet."""
        return sorted(names)

    def name(self, code: str, english: str) -> str:  # noqa: ARG002
        """The name of the state `code`; `english` where this language has none of its own."""
        return english

    def body(self, code: str, english: str) -> str:  # noqa: ARG002
        """The name of the organisation `code`, which may be a state's code too."""
        return english

    def city(self, english: str) -> str:
        """The name of a city; `english` where this language calls it so or does not know it."""
        return english

    def gathering(self, english: str) -> str:
        """The name of a summit as the calendars have it; as it is where this language has no name for it."""
        return english

    def named(self, words: str) -> str:  # noqa: ARG002
        """The code of the state that this language calls `words`; empty where it is none's name."""
        return ""

    def completions(self, begun: str, limit: int) -> list[tuple[str, str]]:  # noqa: ARG002
        """(name, code) of states and organisations whose own names in this language begin so."""
        return []

    def month(self, word: str) -> int | None:  # noqa: ARG002
        """The month, from 1, that `word` (in small letters) means in this language besides English."""
        return None

    def office(self, english: str, *, woman: bool = False) -> str:  # noqa: ARG002
        """The title of an office as the press has it; as it is where this language has none for it."""
        return english

    def when(self, start: str | None, end: str | None = None) -> str:
        """ISO dates of any precision in words: “22–24 October 2024”, “July 2024”, “date not known”."""
        return dates.in_words(start, end)

    def since(self, start: str) -> str:
        """“since 4 July 2024”, “since July 2024”."""
        return f"since {dates.in_words(start)}"

    def until(self, end: str) -> str:
        """“until 4 July 2024”, “until July 2024”; that day or month is included."""
        return f"until {dates.in_words(end)}"

    def day(self, day: date) -> str:
        """A day with its weekday: “Monday 30 September 2024”."""
        return f"{day:%A} {day.day} {day:%B %Y}"

    def _filled(self, values: Mapping[str, object]) -> dict[str, Any]:
        return {
            name: value.said(self) if isinstance(value, Phrase) else value(self) if callable(value) else value
            for name, value in values.items()
        }

    def _translated(self, text: str) -> str:
        return text

    def _plural(self, one: str, many: str, number: int) -> str:
        return one if number == 1 else many


ENGLISH = Tongue()


def capital(text: str) -> str:
    """`text` with a capital in front, as a heading begins."""
    return text[:1].upper() + text[1:]
