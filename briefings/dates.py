"""A date as far as a text supports it: ISO text whose length is its precision.

``2024-07-09`` is a day, ``2024-07`` a month, ``2024`` a year, ``None`` unknown. A span is a `start` and an
`end`; an `end` of None means that only one date is known. Everything here is pure and knows no clock.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date
from enum import IntEnum
from functools import lru_cache

from briefings.errors import DateError

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
FIRST_YEAR, LAST_YEAR = 1000, 2999
"""Years outside are slips of the pen in articles of our time."""


class Precision(IntEnum):
    """How much of a date is known; the value is the length of its ISO text."""

    YEAR = 4
    MONTH = 7
    DAY = 10


def parse(text: str) -> str:
    """`text` itself if it is an ISO day, month or year that exists, else `DateError`, whose message says
    why.
    """
    candidate = text.strip()
    shape = _SHAPE.match(candidate)
    if shape is None:
        raise DateError(
            f"{text!r} is not a date; write a day as 2024-07-09, a month as 2024-07 or a year as 2024"
        )
    year, month, day = (int(part) if part else None for part in shape.groups())
    made = make(year or 0, month, day)
    if made is None:
        raise DateError(f"{text!r} does not exist in the calendar; write a day as 2024-07-09")
    return made


def is_valid(text: str | None) -> bool:
    """Whether `text` is an ISO day, month or year that exists."""
    if text is None:
        return False
    try:
        return parse(text) == text
    except DateError:
        return False


def make(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """The ISO text of the parts that are given, or None where no such date exists."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if month is None:
        return f"{year:04}" if day is None else None
    if not 1 <= month <= 12:
        return None
    if day is None:
        return f"{year:04}-{month:02}"
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return f"{year:04}-{month:02}-{day:02}"


def precision(text: str) -> Precision:
    """How precise an ISO date is."""
    return Precision(len(text))


def first_day(text: str) -> date:
    """The first day an ISO date can mean."""
    return date.fromisoformat(text + "-01-01"[len(text) - 4 :])


def last_day(text: str) -> date:
    """The last day an ISO date can mean."""
    first = first_day(text)
    if len(text) == Precision.DAY:
        return first
    if len(text) == Precision.YEAR:
        return first.replace(month=12, day=31)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def compatible(one: str | None, other: str | None) -> bool:
    """Whether both can be the same date: unknown fits everything, a month fits its days, a year its
    months.
    """
    return one is None or other is None or one.startswith(other) or other.startswith(one)


def refine(one: str | None, other: str | None) -> str | None:
    """The more precise of two compatible dates; `one` where they contradict each other."""
    if one is None or (other is not None and len(other) > len(one) and other.startswith(one)):
        return other
    return one


def common(readings: Iterable[str | None]) -> str | None:
    """The most precise date on which all readings agree; None where one is unknown or the years differ."""
    agreed: str | None = None
    for reading in readings:
        if reading is None:
            return None
        if agreed is None:
            agreed = reading
            continue
        for length in (Precision.DAY, Precision.MONTH, Precision.YEAR):
            if len(agreed) >= length and len(reading) >= length and agreed[:length] == reading[:length]:
                agreed = agreed[:length]
                break
        else:
            return None
    return agreed


@lru_cache(maxsize=8192)
def span(start: str, end: str | None = None) -> tuple[date, date]:
    """First and last day that `start` to `end` can cover. An `end` before `start` is ignored."""
    first = first_day(start)
    last = last_day(end or start)
    return (first, last) if last >= first else (first, last_day(start))


def gap_days(one: tuple[str, str | None], other: tuple[str, str | None]) -> int:
    """Days between two spans (start, end): 0 where they touch or overlap, counted at their nearest edges."""
    a, b = span(*one), span(*other)
    return max(0, (b[0] - a[1]).days, (a[0] - b[1]).days)


def days_to(start: str | None, today: date, end: str | None = None) -> int | None:
    """Days from `today` to `start`: 0 on the day and while the span lasts, negative days since its last day.

    None where the date is not known to the day and `today` falls within what it may cover or before it:
    nobody can count days to "October". A month or year that is over counts from its last day.
    """
    if start is None:
        return None
    first, last = span(start, end)
    if last < today:
        return (last - today).days
    if len(start) < Precision.DAY:
        return None
    return max(0, (first - today).days)


def in_words(start: str | None, end: str | None = None) -> str:
    """The date in words at its precision: "9 July 2024", "22–24 October 2024", "4 October – 2 November
    2024".
    """
    if start is None:
        return "date not known" if end is None else f"until {_one_in_words(end)}"
    if end is None or end == start or end < start:
        return _one_in_words(start)
    if len(start) == len(end):
        if len(start) == Precision.YEAR:
            return f"{start}–{end}"
        if start[:4] == end[:4]:
            if len(start) == Precision.DAY and start[:7] == end[:7]:
                return f"{int(start[8:])}–{_one_in_words(end)}"
            without_year = _one_in_words(start).removesuffix(f" {start[:4]}")
            return f"{without_year} – {_one_in_words(end)}"
    return f"{_one_in_words(start)} – {_one_in_words(end)}"


def month_name(number: int) -> str:
    """The English name of month 1 to 12."""
    return _MONTHS[number - 1]


def _one_in_words(text: str) -> str:
    if len(text) == Precision.YEAR:
        return text
    month = f"{month_name(int(text[5:7]))} {text[:4]}"
    return month if len(text) == Precision.MONTH else f"{int(text[8:])} {month}"
