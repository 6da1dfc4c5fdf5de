"""One language: fixed texts, dates, lists, numbers and the names of states in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from briefings import dates


def later(text: str) -> str:
    """`text` itself: marks a text in a table for the catalogues; `Tongue.say` is called with it later."""
    return text


class Tongue:
    """English, and the base of the others: each text is its own key."""

    code = "en"

    def say(self, text: str, /, **values: object) -> str:
        """`text` in this language, ``{name}`` filled in from `values`, which are never read as templates."""
        return self._translated(text).format_map(values)

    def count(self, one: str, many: str, number: int, /, **values: object) -> str:
        """`one` or `many` (or this language's own plural) for `number`, which ``{number}`` stands for."""
        text = self._plural(one, many, number)
        return text.format_map({"number": self.number(number), **values})

    def number(self, number: int) -> str:
        """A whole number with this language's thousands: “10,000”."""
        return f"{number:,}"

    def listed(self, names: Sequence[str]) -> str:
        """Names as a sentence lists them: “A”, “A and B”, “A, B and C”."""
        return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else ""

    def name(self, code: str, english: str) -> str:  # noqa: ARG002
        """The name of the state or organisation `code`; `english` where this language has none of its own."""
        return english

    def when(self, start: str | None, end: str | None = None) -> str:
        """ISO dates of any precision in words: “22–24 October 2024”, “July 2024”, “date not known”."""
        return dates.in_words(start, end)

    def day(self, day: date) -> str:
        """A day with its weekday: “Monday 30 September 2024”."""
        return f"{day:%A} {day.day} {day:%B %Y}"

    def _translated(self, text: str) -> str:
        return text

    def _plural(self, one: str, many: str, number: int) -> str:
        return one if number == 1 else many


ENGLISH = Tongue()
