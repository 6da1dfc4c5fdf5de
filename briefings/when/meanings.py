"""What a date expression says, before it is known which day it is said on.

Each meaning answers `at(day, tense)`: the span it denotes when spoken on `day` about the past or the
future. The reader of the article asks it for every day the article can be of and keeps what all answers
share, so an article whose date reads two ways never yields more than both readings support.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Protocol

from briefings import dates

Tense = Literal["past", "future"]
"""past: the encounter has happened or is under way; future: it is announced."""

Span = tuple[str | None, str | None]
"""(start, end): ISO day, month, year or None; end None where one date is meant."""

NOTHING: Span = (None, None)
TIME_ZONE_DAYS = 3
"""An article dated the 15th in one place tells of the 16th in another, and updates keep their old words."""


class Meaning(Protocol):
    """What every meaning offers."""

    def at(self, day: date, tense: Tense | None, /) -> Span:
        """The span meant when spoken on `day`; `tense` None is unknown."""
        ...


@dataclass(frozen=True, slots=True)
class Named:
    """Named in full in the calendar: no context is needed."""

    start: str
    end: str | None = None

    def at(self, _day: date, _tense: Tense | None, /) -> Span:
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class TwoWays:
    """A numeric date that reads day first or month first; the tense may rule one out."""

    one: str
    other: str

    def at(self, day: date, tense: Tense | None, /) -> Span:
        fitting = [d for d in (self.one, self.other) if _fits(d, day, tense)]
        return dates.common(fitting or (self.one, self.other)), None


@dataclass(frozen=True, slots=True)
class Vague:
    """Time is meant, but no date follows from it."""

    def at(self, _day: date, _tense: Tense | None, /) -> Span:
        return NOTHING


@dataclass(frozen=True, slots=True)
class Yearless:
    """A month, or days of a month, without its year: "June 19", "13 to 15 June", "last October", "in May"."""

    month: int
    day: int | None = None
    end_month: int | None = None
    end_day: int | None = None
    weekday: int | None = None
    which: str = ""
    """'' by tense; 'last', 'next' not the month of speaking; 'this' its year; 'year-1', 'year0', 'year+1'."""

    def in_year(self, year: int) -> Span:
        """The span in a given year; (None, None) where it does not exist (29 February)."""
        start = dates.make(year, self.month, self.day)
        if start is None:
            return NOTHING
        if self.end_month is None:
            return start, None
        wraps = (self.end_month, self.end_day or 0) < (self.month, self.day or 0)
        end = dates.make(year + wraps, self.end_month, self.end_day)
        return (start, end) if end else (start, None)

    def at(self, day: date, tense: Tense | None, /) -> Span:
        if self.which.startswith("year"):
            return self.in_year(day.year + int(self.which[4:]))
        if self.which == "this":
            return self.in_year(day.year)
        spans = [s for s in (self.in_year(day.year + shift) for shift in (-1, 0, 1)) if s[0]]
        if self.weekday is not None:
            fitting = [s for s in spans if self._weekday_fits(s)]
            chosen = _choose(fitting, day, tense)
            if chosen == NOTHING:  # the weekday is in the text, the tense is only our reading of it
                chosen = next((s for s in fitting if s[0] and _distance(s, day) < 60), NOTHING)
            if chosen != NOTHING:
                return chosen
        return _choose(spans, day, tense, self.which)

    def _weekday_fits(self, found: Span) -> bool:
        return (
            found[0] is not None
            and len(found[0]) == dates.Precision.DAY
            and date.fromisoformat(found[0]).weekday() == self.weekday
        )


@dataclass(frozen=True, slots=True)
class OnWeekday:
    """A weekday, or a run of them; Monday is 0."""

    number: int
    end_number: int | None = None
    which: str = ""
    """'' and 'this' by tense; 'last', 'next'; 'after' the very next; 'week-1', 'week0', 'week+1' of that
    week.
    """

    def at(self, day: date, tense: Tense | None, /) -> Span:
        start = self._start(day, tense)
        end = None
        if self.end_number is not None:
            end = (start + timedelta((self.end_number - self.number) % 7)).isoformat()
        return start.isoformat(), end

    def _start(self, day: date, tense: Tense | None) -> date:
        if self.which.startswith("week"):
            return _monday(day) + timedelta(7 * int(self.which[4:]) + self.number)
        if self.which == "last":
            return day - timedelta((day.weekday() - self.number - 1) % 7 + 1)
        if self.which == "after":
            return day + timedelta((self.number - day.weekday() - 1) % 7 + 1)
        if self.which == "next":
            later = (self.number - day.weekday() - 1) % 7 + 1
            same_week = self.number > day.weekday()
            return day + timedelta(later + 7 if same_week else later)
        if tense == "future":
            return day + timedelta((self.number - day.weekday()) % 7)
        return day - timedelta((day.weekday() - self.number) % 7)


@dataclass(frozen=True, slots=True)
class Offset:
    """So many days, weeks, weekends, months or years off; `part` narrows a week: 'early', 'late',
    'earlier', 'later'.
    """

    unit: Literal["day", "week", "weekend", "month", "year"]
    amount: int
    part: str = ""
    rough: bool = False
    """Counted, not named: "two weeks ago" is a day or so off, "last week" is not."""

    def at(self, day: date, tense: Tense | None, /) -> Span:
        if self.unit == "day":
            return _whole(day, self.amount, 0 if abs(self.amount) <= 7 else 2), None
        if self.unit == "week":
            return self._week(day), None
        if self.unit == "weekend":
            return self._weekend(day, tense)
        if self.unit == "month" and abs(self.amount) <= 12:
            months = day.year * 12 + day.month - 1 + self.amount
            return dates.make(months // 12, months % 12 + 1), None
        years = self.amount if self.unit == "year" else round(self.amount / 12)
        return dates.make(day.year + years), None

    def _week(self, day: date) -> str | None:
        if self.rough:
            return _whole(day, 7 * self.amount, 3)
        first = _monday(day) + timedelta(7 * self.amount)
        last = first + timedelta(6)
        if self.part == "earlier":
            last = min(last, day)
        elif self.part == "later":
            first = max(first, day)
        elif self.part == "early":
            last = first + timedelta(2)
        elif self.part == "late":
            first += timedelta(3)
        return _month_of(first, last)

    def _weekend(self, day: date, tense: Tense | None, /) -> Span:
        saturday = _monday(day) + timedelta(5)
        if self.amount:
            saturday += timedelta(7 * self.amount)
        elif tense == "past" and saturday > day:
            saturday -= timedelta(7)
        return saturday.isoformat(), (saturday + timedelta(1)).isoformat()


@dataclass(frozen=True, slots=True)
class Same:
    """What the article fixed, seen as a day, week, month or year: "the same day", "that year"."""

    unit: Literal["day", "week", "month", "year"]

    def of(self, fixed: str) -> str | None:
        """`fixed` at this precision; a week is its month where it lies in one."""
        if self.unit == "week":
            if len(fixed) < dates.Precision.DAY:
                return None
            first = _monday(date.fromisoformat(fixed))
            return _month_of(first, first + timedelta(6))
        return fixed[: {"day": 10, "month": 7, "year": 4}[self.unit]]

    def at(self, day: date, _tense: Tense | None, /) -> Span:
        return self.of(day.isoformat()), None


@dataclass(frozen=True, slots=True)
class Season:
    """A season of a year is known to the year; a winter lies in two."""

    first_month: int
    """3 spring, 6 summer, 9 autumn, 12 winter (of the north)."""
    which: str = ""

    def at(self, day: date, tense: Tense | None, /) -> Span:
        if self.first_month == 12:
            return NOTHING
        if self.which.startswith("year"):
            return dates.make(day.year + int(self.which[4:])), None
        if self.which == "this":
            return dates.make(day.year), None
        begun = day.month >= self.first_month
        over = day.month > self.first_month + 2
        if self.which == "last":
            return dates.make(day.year if over else day.year - 1), None
        if self.which == "next":
            return dates.make(day.year + 1 if begun else day.year), None
        if tense == "future":
            return dates.make(day.year + 1 if over else day.year), None
        return dates.make(day.year if begun else day.year - 1), None


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """A day whose month is that of speaking, or so many months off: "the 22nd", "the 5th of next month"."""

    day: int
    months: int | None = None

    def at(self, day: date, tense: Tense | None, /) -> Span:
        if self.months is not None:
            return self._made(day, self.months), None
        found: list[Span] = [(made, None) for made in (self._made(day, m) for m in (-1, 0, 1)) if made]
        return _choose(found, day, tense)

    def _made(self, day: date, months: int) -> str | None:
        month = day.year * 12 + day.month - 1 + months
        return dates.make(month // 12, month % 12 + 1, self.day)


def _choose(spans: list[Span], day: date, tense: Tense | None, which: str = "") -> Span:
    """Of the same date in several years, the one the tense means; the nearest where the tense is not
    known.
    """
    slack = timedelta(TIME_ZONE_DAYS)
    best: tuple[int, Span] | None = None
    for found in spans:
        assert found[0] is not None
        first, last = dates.span(found[0], found[1])
        if which == "last":
            allowed = last < day.replace(day=1) if len(found[0]) == dates.Precision.MONTH else last < day
        elif which == "next":
            allowed = first > dates.last_day(day.isoformat()[:7])
        else:
            allowed = tense is None or (first <= day + slack if tense == "past" else last >= day - slack)
        distance = _distance(found, day)
        if allowed and (best is None or distance <= best[0]):
            best = (distance, found)
    return best[1] if best else NOTHING


def _distance(found: Span, day: date) -> int:
    assert found[0] is not None
    first, last = dates.span(found[0], found[1])
    return max((first - day).days, (day - last).days, 0)


def _fits(found: str, day: date, tense: Tense | None) -> bool:
    if tense is None:
        return True
    on = dates.first_day(found)
    slack = timedelta(TIME_ZONE_DAYS)
    return on <= day + slack if tense == "past" else on >= day - slack


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())


def _month_of(first: date, last: date) -> str | None:
    return first.isoformat()[:7] if (first.year, first.month) == (last.year, last.month) else None


def _whole(day: date, days: int, slack: int) -> str | None:
    """The day so many days off; its month where `slack` days either way stay in it, and None where they do
    not.
    """
    on = day + timedelta(days)
    return _month_of(on - timedelta(slack), on + timedelta(slack)) if slack else on.isoformat()


def shared(spans: Iterable[Span]) -> Span:
    """What all spans agree on."""
    starts: list[str | None] = []
    ends: list[str | None] = []
    for start, end in spans:
        starts.append(start)
        ends.append(end)
    if not starts:
        return NOTHING
    start = dates.common(starts)
    end = dates.common(ends)
    return start, end if end != start and start is not None else None
