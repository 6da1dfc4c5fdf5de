"""Questions to the desk: a command, its options and the page wanted, free of any platform."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from briefings import dates
from briefings.errors import DateError
from briefings.languages import Phrase, phrase

PAGE_SIZE = 10
"""Cards on one page of an answer where the asker does not say."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WORD = r"[^\W\d_]+"
_OF, _YEAR = r"(?:of |de )?", r"(?: г)?"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: `command` without its slash, `options` by name (text or whole numbers), for one `scope`.

    `offset` and `limit` name the page: the first card wanted and how many. `locale` names the language of the
    answer, as in `briefings.languages`. A question is a value: two equal questions to the same store at the
    same time have equal answers, so a button can carry one.
    """

    command: str
    options: Mapping[str, str | int] = field(default_factory=dict)
    scope: str = "all"
    offset: int = 0
    limit: int = PAGE_SIZE
    locale: str = "en"

    def text(self, name: str) -> str:
        """The option as text with outer white space removed; empty where it was not given."""
        value = self.options.get(name)
        return "" if value is None else str(value).strip()

    def whole(self, name: str, default: int) -> int:
        """The option as a whole number, or `default` where it was not given.

        Raises ValueError where it is no whole number.
        """
        value = self.options.get(name)
        return default if value is None or value == "" else int(value)

    def page(self, offset: int) -> Question:
        """The same question from card `offset` on."""
        return replace(self, offset=max(0, offset))

    def with_options(self, **changes: str | int) -> Question:
        """The same question with other options, from its first page."""
        return replace(self, options={**self.options, **changes}, offset=0)

    def line(self) -> str:
        """The question as it is typed in the terminal, e.g. ``/met india with:china``."""
        words = [f"/{self.command}"]
        for place, (name, value) in enumerate(self.options.items()):
            words.append(str(value) if place == 0 and name in _BARE else f"{name}:{value}")
        return " ".join(words)


_BARE = ("who", "id", "words", "person", "name", "format", "command")


def parse_date(words: str, named: Callable[[str], int | None] = lambda _: None) -> str:
    """A partial ISO date from what people type: 2024, 2024-06, 2024-6-1, june 2024, 1 June 2024, Jun 1, 2024.

    `named` knows months by other names: “juin”. Raises `DateError` with a sentence for the reader where the
    words are no date.
    """
    folded = re.sub(r"[\s,.]+", " ", words.strip().casefold()).strip()
    found = re.fullmatch(r"(\d{4})(?:[-/ ](\d{1,2})(?:[-/ ](\d{1,2}))?)?", folded)
    if found:
        return _checked(words, *(int(part) if part else None for part in found.groups()))
    for pattern in (
        rf"(?P<month>{_WORD}) {_OF}(?P<year>\d{{4}}){_YEAR}",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|er)? {_OF}(?P<month>{_WORD}) {_OF}(?P<year>\d{{4}}){_YEAR}",
        rf"(?P<month>{_WORD}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<year>\d{{4}})",
    ):
        found = re.fullmatch(pattern, folded)
        if found and (month := _month(found["month"]) or named(found["month"])):
            day = found.groupdict().get("day")
            return _checked(words, int(found["year"]), month, int(day) if day else None)
    raise DateError(_complaint(words))


def _month(word: str) -> int | None:
    if word in _FULL_MONTHS:
        return _FULL_MONTHS.index(word) + 1
    return _MONTHS.index(word[:3]) + 1 if word in {*_MONTHS, "sept"} else None


def _checked(words: str, year: int | None, month: int | None, day: int | None) -> str:
    found = dates.make(year or 0, month, day)
    if found is None:
        raise DateError(_complaint(words))
    return found


def _complaint(words: str) -> Phrase:
    return phrase(
        "“{date}” is not a date I can read. Write 2024-06-01, 2024-06, 2024 or june 2024.",
        date=words.strip()[:40],
    )
