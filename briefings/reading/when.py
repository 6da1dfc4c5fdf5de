"""Date expressions in a sentence, and what they mean: partial dates, never more precise than the words.

Two steps, because a weekday needs the tense of its clause: `find_dates` finds every expression with its place in
the sentence, `resolve` turns one into (start, end) once the caller knows whether the clause tells of the past or of
the future. `advance` carries what the article itself has fixed from one sentence to the next.

    context = survey([title, *sentences], published="2024-05-16")
    for sentence in sentences:
        found = find_dates(sentence, context)
        ...  # resolve(found[i], context, "past") for the events of this sentence
        context = advance(context, found, tense)

What is understood, and what it gives when published on Thursday 16 May 2024:

    phenomenon            words                                          meaning
    --------------------  ---------------------------------------------  ---------------------------------------
    day                   16 May 2024; May 16, 2024; the 16th of May;    the day; without a year the nearest one
                          Thursday (16.May.2024); May 16 last year       that fits tense, weekday, list or text
    numeric               2024-05-16; 16.05.2024; 09/14/13; 05/06/2024   the day; 2024 where day and month can swap
    month, year           in May 2023; in June; last October; in 2022    the month or year
    part                  early May; mid-2023; the end of last month     the month or year it is part of
    range                 13-15 June; June 30 to July 2; 2014-2017;      start and end
                          from Monday to Friday
    weekday               on Tuesday; Tuesday's talks                    past 05-14, future 05-21
                          last / next Tuesday; Tuesday last week         05-14 / 05-21; 05-07
    deictic               today; yesterday; two days ago; last night     the day
                          this / last / next week; earlier this week     the month, if the week lies in one
                          over the weekend                               Saturday to Sunday, by tense
                          last month; next year; three months ago        the month or year
                          two weeks ago                                  the month, if all days near lie in it
                          last summer; in the spring                     the year; a winter nothing
    anaphoric             the same day; the day before; two days later;  from the last date the article fixed,
                          the following week; later that month           else nothing
    vague                 in the coming weeks; days later; recently      nothing, but marked as a time
    attributive           the 2015 accord; the June summit               the date of the noun it names

Not dates: "may", "march" and "second" as ordinary words, Theresa May, Jan Lipavsky, on Tuesdays, Black Friday, the
Sunday Times, the M23's March 23 Movement, 30 February. "Might" is May only where a month must stand ("in Might").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from briefings import dates
from briefings.reading import when_words as words
from briefings.reading.when_meanings import (
    NOTHING,
    DayOfMonth,
    Meaning,
    Named,
    Offset,
    OnWeekday,
    Same,
    Season,
    Span,
    Tense,
    TwoWays,
    Vague,
    Yearless,
    shared,
)

__all__ = [
    "DateContext",
    "Span",
    "Tense",
    "When",
    "advance",
    "find_dates",
    "find_durations",
    "resolve",
    "survey",
]

Base = Literal["published", "article"]

_STRONG = frozenset({"in", "since", "until", "till", "during"})
_NAMES_TOO = frozenset({"april", "june", "august", "may", "march", "might"})
_WORDS_TOO = frozenset({"may", "march", "might", "mar", "dec", "sep", "sept", "jan", "jun"})
_LEFT_REACH = 56
_PAST_PREPOSITIONS = frozenset({"since"})
_NEVER_FIXES = frozenset({"since", "until", "till", "by", "before", "after"})
_BELIEF = re.compile(r"\b(?:confidence|faith|trust|belief|believe[sd]?|interest(?:ed)?)\s+in\s+$", re.I)
_SIDE_BY_SIDE = re.compile(r"\s*(?:,|&|,?\s+and)\s+(?:on\s+|in\s+)?", re.I)
_EDGE = re.compile(r"[\s\-–—•*·■►▪#>(\[_=]*")
_AFTER_LEAD = re.compile(r"\s*(?:[:–—|]|-\s|\(|$)|,\s")
_A_LEAP_YEAR = 2024
_RIGHT_BESIDE = 8
_LONGEST_STAY = 30
_CHAIN = 8
"""How many expressions of a sentence can lean on each other; real sentences hold three."""
_IN_BRACKETS = re.compile(r"\(\s*(?:to|until|till|through)\s+$", re.I)
_SHIFTS = {"last": -1, "this": 0, "next": 1}


@dataclass(frozen=True, slots=True)
class DateContext:
    """What a date may lean on.

    `published` is the article's own date (ISO day, month or year) or None; `readings` all days it could be where
    it reads two ways (then `published` is None). The rest is what the sentences so far have fixed, kept by
    `advance`: `fixed` the last date the text gave (for "the same day", "two days later"), `year` the year of the
    last date that named its year, `told` the last day it named in full (what an undated article's other days are
    near to), `listed` the last date at the head of a list line ("December 6: ..."), `heading` the span of the last
    line that was nothing but a date (a diary's "TUESDAY, APRIL 9").
    """

    published: str | None = None
    readings: tuple[str, ...] = ()
    fixed: str | None = None
    year: int | None = None
    told: str | None = None
    listed: str | None = None
    heading: Span | None = None

    def days(self) -> list[date]:
        """The days the article can be of: one where it is dated, several where it reads two ways or roughly."""
        if self.published is not None:
            return sorted({dates.first_day(self.published), dates.last_day(self.published)})
        return [dates.first_day(reading) for reading in self.readings]


@dataclass(frozen=True, slots=True)
class When:
    """One date expression: `words` is ``sentence[lo:hi]``.

    kind: 'day' | 'month' | 'year' | 'range' (named in the calendar), 'until' (a diary's "(to May 5)"),
    'weekday', 'relative' (to publication),
    'anaphoric' (to what the article fixed: "the same day"), 'vague' (says that time is meant, not which: "in the
    coming weeks"; resolves to unknown), 'attributive' (dates the noun that follows: "the 2015 accord").
    `preposition`: the word before that governs it, lower case ('on', 'in', 'since', 'by', 'until', 'from', ''):
    "since", "by" and "until" seldom date the event of their clause.
    `leading`: it opens the sentence as a list's or diary's date ("December 6: ..."); `alone`: the sentence is
    nothing else. `needs_tense`: past and future readings differ.
    """

    lo: int
    hi: int
    words: str
    kind: str
    preposition: str = ""
    leading: bool = False
    alone: bool = False
    needs_tense: bool = False
    start: str | None = None
    """Resolved for a clause of unknown tense; see `resolve`."""
    end: str | None = None
    meaning: Meaning = field(default=Vague(), repr=False)
    base: Base = field(default="published", repr=False)
    before: When | None = field(default=None, repr=False, compare=False)
    """The expression before it in the sentence: what "the same day" looks back to."""


@dataclass(slots=True)
class _Draft:
    """An expression being read, before its neighbours are known."""

    lo: int
    hi: int
    kind: str
    meaning: Meaning
    preposition: str = ""
    base: Base = "published"


@dataclass(frozen=True, slots=True)
class _Left:
    """The words that govern a date from the left. `lo` is where the date begins with them."""

    lo: int
    preposition: str = ""
    part: str = ""
    which: str = ""
    article: str = ""
    number: str = ""


def find_dates(sentence: str, context: DateContext | None = None) -> list[When]:
    """Every date expression of the sentence from left to right, not overlapping."""
    drafts: list[_Draft] = []
    done = 0
    for cue in words.CUE.finditer(sentence):
        if cue.start() < done:
            continue
        for draft in _READERS[cue.lastgroup or ""](sentence, cue, drafts, done):
            drafts.append(draft)
            done = draft.hi
    drafts = [draft for draft in drafts if draft.kind]
    if not drafts:
        return []
    return _finish(sentence, _joined(sentence, drafts), context or DateContext())


def resolve(when: When, context: DateContext, tense: Tense | None = None) -> Span:
    """What an expression means in this article; (None, None) where nothing supports a date.

    A diary's "(to April 12)", kind 'until', runs from the day of the line it stands under: (heading or None, day).
    """
    if when.kind == "until":
        last = _resolve(when, context, "future")[0]
        first = context.heading[0] if context.heading else None
        return (first, last) if first is None or last is None or first < last else (last, None)
    return _resolve(when, context, tense)


def _resolve(when: When, context: DateContext, tense: Tense | None) -> Span:
    meaning = when.meaning
    if isinstance(meaning, Named):
        return meaning.start, meaning.end
    if isinstance(meaning, Vague):
        return NOTHING
    if when.preposition in _PAST_PREPOSITIONS:
        tense = "past"
    if when.base == "article":
        return _from_article(when, context, tense)
    days = context.days()
    if isinstance(meaning, Yearless):
        year = _year_from_text(when, meaning, context, tense)
        if year is not None:
            return meaning.in_year(year)
        if not days and context.told is not None and not meaning.which:
            return meaning.at(dates.first_day(context.told), None)
        if not days:
            return meaning.in_year(context.year) if context.year and not meaning.which else NOTHING
    if isinstance(meaning, TwoWays) and not days:
        return dates.common((meaning.one, meaning.other)), None
    if isinstance(meaning, OnWeekday) and not days and meaning.which == "last":
        return _from_article(when, context, tense)
    return shared(meaning.at(day, tense) for day in days)


def advance(context: DateContext, found: list[When], tense: Tense | None = None) -> DateContext:
    """The context for the next sentence, after a sentence with these expressions."""
    for when in found:
        if when.kind in ("vague", "attributive") or when.preposition in _NEVER_FIXES:
            continue
        start, end = resolve(when, context, tense)
        if start is None:
            continue
        named = isinstance(when.meaning, Named)
        context = replace(
            context,
            fixed=end or start,
            year=int(start[:4]) if named else context.year,
            told=start if named and len(start) == dates.Precision.DAY else context.told,
            listed=start if when.leading else context.listed,
            heading=(start, end) if when.alone else context.heading,
        )
    return context


def survey(
    sentences: Iterable[str], published: str | None = None, readings: tuple[str, ...] = ()
) -> DateContext:
    """The context for an article's first sentence (give the title first, then all sentences).

    Only an article without a date of its own is looked through: where its text fixes the time it tells of (the
    latest year it names has a day named in full, or "four months earlier, in May 2023" dates what went before),
    days without a year lean on that from the first sentence on.
    """
    context = DateContext(published, readings)
    if published is not None or readings:
        return context
    days: list[str] = []
    implied: list[str] = []
    years: list[int] = []
    for sentence in sentences:
        for when in find_dates(sentence):
            if not isinstance(when.meaning, Named) or when.kind == "attributive":
                continue
            start = when.meaning.start
            years.append(int(start[:4]))
            if len(start) == dates.Precision.DAY:
                days.append(start)
            counted = when.before
            if (
                counted is not None
                and isinstance(counted.meaning, Offset)
                and counted.base == "article"
                and counted.meaning.unit == "month"
                and len(start) == dates.Precision.MONTH
                and when.lo - counted.hi < _RIGHT_BESIDE
            ):
                then = Offset("month", -counted.meaning.amount).at(dates.first_day(start), None)[0]
                implied += [then] if then else []
    latest = max(years, default=0)
    told = next((d for d in days + implied if int(d[:4]) >= latest), None)
    return replace(context, told=told)


def _from_article(when: When, context: DateContext, tense: Tense | None) -> Span:
    fixed = context.fixed
    earlier = when.before
    while earlier is not None:
        start, end = resolve(earlier, context, tense)
        if start is not None:
            fixed = end or start
        if (
            start is not None or earlier.base == "article"
        ):  # one that leans on the article has looked further back
            break
        earlier = earlier.before
    meaning = when.meaning
    if fixed is None:
        return NOTHING
    if isinstance(meaning, Same):
        return meaning.of(fixed), None
    unit = meaning.unit if isinstance(meaning, Offset) else "year" if isinstance(meaning, Yearless) else "day"
    needed = {"year": dates.Precision.YEAR, "month": dates.Precision.MONTH}.get(unit, dates.Precision.DAY)
    if len(fixed) < needed:
        return NOTHING
    return meaning.at(dates.first_day(fixed), tense)


def _year_from_text(when: When, meaning: Yearless, context: DateContext, tense: Tense | None) -> int | None:
    """The year the text itself gives a date without one: the list's, or that of the date just named beside it."""
    if meaning.which:
        return None
    if when.leading and context.listed is not None and len(context.listed) > dates.Precision.YEAR:
        turned = int(context.listed[5:7]) - meaning.month > 6
        return int(context.listed[:4]) + turned
    earlier = when.before
    if earlier is None or not isinstance(earlier.meaning, Named) or len(earlier.meaning.start) < 7:
        return None
    year = int(earlier.meaning.start[:4])
    days = context.days()
    return year if not days or (tense != "future" and year < days[0].year) else None


def find_durations(sentence: str) -> list[tuple[int, int, int]]:
    """(lo, hi, days) of each length of stay the sentence tells: "a three-day visit", "two days of talks"."""
    if "day" not in sentence:
        return []
    found = []
    for m in words.DURATION.finditer(sentence):
        number = (m["n"] or m["m"]).lower()
        days = int(number) if number.isdigit() else words.NUMBERS[number]
        if 0 < days <= _LONGEST_STAY:
            found.append((m.start(), m.end(), days))
    return found


# --- reading one cue ---------------------------------------------------------------------------------------------


def _read_digit(sentence: str, cue: re.Match[str], drafts: list[_Draft], done: int) -> list[_Draft]:
    at = cue.start()
    before = sentence[max(done, at - 4) : at]
    if re.search(r"[\d$€£¥#][.,:/]?$|[^\W\d](?<!id)-$", before):
        return []
    if (m := words.ISO_TIME.match(sentence, at)) or (m := words.NUMERIC.match(sentence, at)):
        meaning = _numeric(m)
        return [_Draft(at, m.end(), "day", meaning, _left(sentence, at, done).preposition)] if meaning else []
    if m := words.DAY_MONTH.match(sentence, at):
        return _days(sentence, m, _left(sentence, at, done), None)
    if m := words.ORDINAL.match(sentence, at):
        left = _left(sentence, at, done)
        if m["which"] or left.preposition in ("on", "to", "until", "till", "from", "by", "and"):
            which = " ".join((m["which"] or "").lower().split())
            months = _SHIFTS.get(which)
            base: Base = "article" if which in ("that", "the same") else "published"
            meaning = DayOfMonth(int(m["d"]), 0 if base == "article" else months)
            return [_Draft(at, m.end(), "relative", meaning, left.preposition, base)]
    if m := words.YEARS.match(sentence, at):
        return _years(sentence, m, done)
    return []


def _numeric(m: re.Match[str]) -> Meaning | None:
    a, b, c = m["a"], m["b"], m["c"]
    if len(a) == 4:
        named = dates.make(int(a), int(b), int(c)) if len(c) == 2 else None
        return Named(named) if named else None
    if m["s"] in "-–" and len(c) == 2:
        return None  # 12-13-14 is no date
    year = int(c) if len(c) == 4 else (2000 if int(c) < 70 else 1900) + int(c)
    day_first = dates.make(year, int(b), int(a))
    month_first = None if m["s"] == "." else dates.make(year, int(a), int(b))
    if m["s"] == "." and len(c) == 2:
        return None  # 3.10.12 is a version or a section
    if day_first and month_first and day_first != month_first:
        return TwoWays(day_first, month_first)
    either = day_first or month_first
    return Named(either) if either else None


def _years(sentence: str, m: re.Match[str], done: int) -> list[_Draft]:
    year = int(m["y1"])
    at, hi = m.start(), m.end()
    if not 1900 <= year <= 2099 or words.COUNTED.match(sentence, m.end("y1")):
        return []
    end = None
    if m["y2"]:
        last = int(m["y2"]) if len(m["y2"]) == 4 else year // 100 * 100 + int(m["y2"])
        if year < last < year + 40:
            end = f"{last:04}"
        else:
            hi = m.end("y1")
    left = _left(sentence, at, done)
    start = f"{year:04}"
    after = sentence[hi : hi + 2]
    if words.YEAR_BEFORE.search(sentence, max(done, at - 12), at) and not re.match(r"-\w|['’]s", after):
        return [_Draft(left.lo, hi, "range" if end else "year", Named(start, end), left.preposition)]
    if re.match(r"['’]s|\s\w|-\w", after) or left.article:
        return [_Draft(at, hi, "attributive", Named(start, end), left.preposition)]
    return []


def _read_month(sentence: str, cue: re.Match[str], drafts: list[_Draft], done: int) -> list[_Draft]:
    at = cue.start()
    left = _left(sentence, at, done)
    name = cue["month"].rstrip(".")
    capital = name[0].isupper()
    plain = name.lower() not in _WORDS_TOO
    if (m := words.MONTH_DAY.match(sentence, at)) and (capital or plain or m["year"]):
        if name.lower() == "might" and not (
            m["year"] or left.preposition in ("on", "since", "from", "until", "to")
        ):
            return []
        return _days(sentence, m, left, None)
    m = words.MONTH_ONLY.match(sentence, at)
    if m is None or not (capital or (plain and len(name) > 4)):
        return []
    month = words.MONTHS[name.lower()]
    if m["year"]:
        named = dates.make(int(m["year"]), month)
        return [_Draft(left.lo, m.end(), "month", Named(named), left.preposition)] if named else []
    if not m["rel"] and not _month_stands(sentence, m, name, left, drafts):
        return []
    meaning, base = _yearless(m["rel"], left.which, month)
    kind = "anaphoric" if base == "article" else "month"
    if (
        left.article
        and not left.preposition
        and not m["rel"]
        and re.match(r"\s+[a-z]", sentence[m.end() :][:3])
    ):
        kind = "attributive"
    hi = m.end("m") if m["own"] else m.end()
    return [_Draft(left.lo, hi, kind, meaning, left.preposition, base)]


def _month_stands(sentence: str, m: re.Match[str], name: str, left: _Left, drafts: list[_Draft]) -> bool:
    """Whether a month's name without day and year is the month, not a person, a verb or a march."""
    low = name.lower()
    follows = sentence[m.end() : m.end() + 2]
    before_capital = bool(re.match(r"\s[A-Z]", follows))
    if len(name) <= 4 and low not in ("may", "june", "july"):
        return (left.preposition in _STRONG or bool(left.which)) and not before_capital
    if drafts and drafts[-1].kind == "month" and drafts[-1].hi > m.start() - 8:
        return True
    governed = left.preposition in _STRONG or bool(left.part) or bool(left.which)
    if low in ("may", "might", "march"):
        if low == "may" and _BELIEF.search(sentence, max(0, m.start() - 16), m.start()):
            return False
        return governed and not (before_capital and low == "might")
    if low in _NAMES_TOO and before_capital:
        return governed
    return True


def _days(sentence: str, m: re.Match[str], left: _Left, weekday: int | None) -> list[_Draft]:
    """Days of a month: one, a run of them, or several that are no run."""
    name = m["m"].rstrip(".")
    low = name.lower()
    if low in _WORDS_TOO and name.islower() and not m["year"]:
        return []
    month = words.MONTHS[low]
    numbers = [_number(d) for d in (m["d1"], *re.findall(r"\d+", m["more"]), m["d2"]) if d]
    separator = (m["sep"] or "").strip().lower()
    lo = left.lo if left.which or left.part else m.start()
    run = len(numbers) > 1 and (
        (separator not in ("and", "&", "/", ", and", ",and") and not m["more"])
        or numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    )
    if separator == "/" or (run and numbers[-1] <= numbers[0]):
        return []
    if run:
        numbers = [numbers[0], numbers[-1]]
    if "week" in left.part:  # "the week of May 5" is no day
        return _week_of(m, left, month)
    year = int(m["year"]) if m["year"] else None
    if year is not None:
        named = [dates.make(year, month, number) for number in numbers]
        if None in named:
            return [_no_date(m)]
        made = [n for n in named if n]
        if run:
            return [_Draft(lo, m.end(), "range", Named(made[0], made[1]), left.preposition)]
        return [
            _Draft(*_place(m, lo, i, len(made)), "day", Named(n), left.preposition)
            for i, n in enumerate(made)
        ]
    if any(dates.make(_A_LEAP_YEAR, month, number) is None for number in numbers):
        return [_no_date(m)]
    shift, base = _yearless(m["rel"], left.which, month)
    if run:
        meaning = replace(shift, day=numbers[0], end_month=month, end_day=numbers[1], weekday=weekday)
        return [_Draft(lo, m.end(), "range", meaning, left.preposition, base)]
    return [
        _Draft(
            *_place(m, lo, i, len(numbers)),
            "day",
            replace(shift, day=n, weekday=weekday),
            left.preposition,
            base,
        )
        for i, n in enumerate(numbers)
    ]


def _no_date(m: re.Match[str]) -> _Draft:
    """30 February: nothing is meant, and its parts are no dates either."""
    return _Draft(m.start(), m.end(), "", Vague())


def _place(m: re.Match[str], lo: int, index: int, count: int) -> tuple[int, int]:
    """Where the index-th of several days stands; they share the month's name, so only the edges are exact."""
    if count == 1:
        return lo, m.end()
    spots = [d.span() for d in re.finditer(r"\d{1,2}", m.string[m.start() : m.end()]) if d]
    spots = [s for s in spots if m.start() + s[0] < (m.end("d2") if m["d2"] else m.end())][:count]
    begin, end = (m.start() + edge for edge in spots[index])
    return (lo if index == 0 else begin), (m.end() if index == count - 1 else end)


def _week_of(m: re.Match[str], left: _Left, month: int) -> list[_Draft]:
    if m["year"]:
        named = dates.make(int(m["year"]), month)
        return [_Draft(left.lo, m.end(), "month", Named(named), left.preposition)] if named else []
    return [_Draft(left.lo, m.end(), "month", Yearless(month), left.preposition)]


def _yearless(rel: str | None, which: str, month: int) -> tuple[Yearless, Base]:
    if rel:
        rel = " ".join(rel.lower().split())
        if rel in _SHIFTS:
            return Yearless(month, which=f"year{_SHIFTS[rel]:+d}"), "published"
        shift = {"the following": 1, "the previous": -1}.get(rel, 0)
        return Yearless(month, which=f"year{shift:+d}"), "article"
    if which in ("last", "past", "this past", "final", "previous"):
        return Yearless(month, which="last"), "published"
    if which in ("next", "coming", "this coming", "upcoming", "subsequent"):
        return Yearless(month, which="next"), "published"
    if which in ("this", "current"):
        return Yearless(month, which="this"), "published"
    if which in ("the following", "the next"):
        return Yearless(month, which="next"), "article"
    return Yearless(month), "published"


def _read_weekday(sentence: str, cue: re.Match[str], drafts: list[_Draft], done: int) -> list[_Draft]:
    at = cue.start()
    if not cue[0][0].isupper():
        return []
    number = words.WEEKDAYS[cue[0].rstrip(".").lower()]
    left = _left(sentence, at, done)
    if lead := words.WEEKDAY_LEAD.match(sentence, at):
        for pattern in (words.DAY_MONTH, words.MONTH_DAY):
            if (m := pattern.match(sentence, lead.end())) and (
                made := _days(sentence, m, replace(left, lo=at), number)
            ):
                made[0].lo = at
                return made
        if m := words.NUMERIC.match(sentence, lead.end()):
            meaning = _numeric(m)
            return [_Draft(at, m.end(), "day", meaning, left.preposition)] if meaning else []
    if cue.lastgroup == "short":
        if left.preposition != "on" or number in (0, 5, 6):
            return []
        return [_Draft(at, cue.end(), "weekday", OnWeekday(number), "on")]
    if words.NAMED_DAY_BEFORE.search(sentence, max(0, at - 12), at) or words.NAMED_DAY_AFTER.match(
        sentence, cue.end()
    ):
        return []
    m = words.WEEKDAY_ONLY.match(sentence, at)
    assert m is not None
    which, base = _weekday_which(m, left.which)
    if which == "same":
        return [_Draft(left.lo, m.end(), "weekday", OnWeekday(number), left.preposition)]
    kind = "anaphoric" if base == "article" else "weekday"
    return [_Draft(left.lo, m.end(), kind, OnWeekday(number, which=which), left.preposition, base)]


def _weekday_which(m: re.Match[str], which: str) -> tuple[str, Base]:
    if m["week"]:
        week = " ".join(m["week"].lower().split())
        if week in _SHIFTS:
            return f"week{_SHIFTS[week]:+d}", "published"
        return f"week{ {'the following': 1, 'the previous': -1}.get(week, 0):+d}", "article"
    if m["last"]:
        return m["last"].lower(), "published"
    if which in ("last", "past", "this past", "final"):
        return "last", "published"
    if which in ("coming", "this coming", "the coming", "upcoming"):
        return "after", "published"
    if which in ("next", "subsequent"):
        return "next", "published"
    if which in ("the following", "the next", "following"):
        return "after", "article"
    if which in ("the previous", "the preceding", "previous", "preceding"):
        return "last", "article"
    if which in ("same", "the same", "that", "that same", "the very same"):
        return "same", "published"
    return "", "published"


def _read_today(sentence: str, cue: re.Match[str], drafts: list[_Draft], done: int) -> list[_Draft]:
    m = words.TODAY.match(sentence, cue.start())
    assert m is not None
    word = m["w"].lower()
    left = _left(sentence, cue.start(), done)
    if word == "today" and left.preposition in ("of", "in", "for") and "s" in m[0][5:7]:
        return []  # "in today's world"
    amount = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
    lo = left.lo if left.part else cue.start()
    return [_Draft(lo, m.end(), "relative", Offset("day", amount), left.preposition)]


def _read_part(sentence: str, cue: re.Match[str], drafts: list[_Draft], done: int) -> list[_Draft]:
    """Parts of a day: "this morning", "last night", "the same evening"."""
    left = _left(sentence, cue.start(), done)
    hi = cue.end()
    if left.which == "this":
        return [_Draft(left.lo, hi, "relative", Offset("day", 0), left.preposition)]
    if left.which in ("last", "final") and cue[0].lower() in ("night", "evening"):
        return [_Draft(left.lo, hi, "relative", Offset("day", -1), left.preposition)]
    if left.which in ("that", "that same", "same", "the same"):
        return [_Draft(left.lo, hi, "anaphoric", Same("day"), left.preposition, "article")]
    if left.which in ("the following", "the next", "following"):
        return [_Draft(left.lo, hi, "anaphoric", Offset("day", 1), left.preposition, "article")]
    if left.which in ("the previous", "the preceding"):
        return [_Draft(left.lo, hi, "anaphoric", Offset("day", -1), left.preposition, "article")]
    return []


_UNITS: dict[str, tuple[Literal["day", "week", "weekend", "month", "year"], int]] = {
    "day": ("day", 1),
    "week": ("week", 1),
    "weekend": ("weekend", 1),
    "fortnight": ("week", 2),
    "month": ("month", 1),
    "year": ("year", 1),
    "yr": ("year", 1),
    "decade": ("year", 10),
}
_VAGUE_WHICH = frozenset(
    "the coming,the next,the past,the last,the recent,coming,next,past,last,recent,the following,the previous".split(
        ","
    )
)


def _read_unit(sentence: str, cue: re.Match[str], drafts: list[_Draft], done: int) -> list[_Draft]:
    """Days, weeks, weekends, months and years: last, this, next, so many ago or later, the same, the following."""
    at, hi = cue.start(), cue.end()
    word = cue["unit"].lower()
    many = word.endswith("s")
    unit, factor = _UNITS[word.removesuffix("s")]
    left = _left(sentence, at, done, words.UNIT_LEFT)
    right = words.UNIT_RIGHT.match(sentence, hi)
    number = words.NUMBERS.get(left.number) if not left.number.isdigit() else int(left.number)
    if right is not None:
        made = _counted(left, right, unit, factor, number, many)
        if made is not None:
            return [made]
    if left.number and not left.which:
        return []
    if many:
        vague = left.which in _VAGUE_WHICH or left.which.removeprefix("the ") in ("coming", "recent")
        return [_Draft(left.lo, hi, "vague", Vague(), left.preposition)] if vague else []
    if left.number or words.PART_OF.match(sentence, hi):
        return []
    return _pointed(left, unit, hi)


def _counted(
    left: _Left,
    right: re.Match[str],
    unit: Literal["day", "week", "weekend", "month", "year"],
    factor: int,
    number: int | None,
    many: bool,
) -> _Draft | None:
    """ "Two days ago", "a week later", "the day before", "in a year's time", "the day after tomorrow"."""
    lo, hi, preposition = left.lo, right.end(), left.preposition
    if right["yesterday"] or right["tomorrow"]:
        if unit != "day" or many:
            return None
        return _Draft(lo, hi, "relative", Offset("day", -2 if right["yesterday"] else 2), preposition)
    if right["out"] or right["end"]:
        if left.article != "the" or left.number or many or unit in ("day", "weekend"):
            return None
        return _Draft(lo, hi, "relative", Offset(unit, 0), preposition)
    if right["side"]:
        sign = 1 if right["side"].lower() == "after" else -1
        if right["free"] is None:
            counted = number is not None or left.number or left.article == "the"
            return _Draft(lo, right.end("side"), "vague", Vague(), preposition) if counted else None
        hi = right.end("side")
        if number is None and left.article == "the" and not many:
            number = 1
    else:
        sign = 1 if right["later"] or right["now"] or right["time"] else -1
    if number is None:
        return _Draft(lo, hi, "vague", Vague(), preposition) if left.number or many else None
    if right["time"] and preposition != "in":
        return None
    deictic = right["ago"] or right["now"] or right["time"]
    amount = sign * number * factor
    rough = unit == "week"
    if unit == "weekend":
        return None
    base: Base = "published" if deictic else "article"
    return _Draft(
        lo, hi, "relative" if deictic else "anaphoric", Offset(unit, amount, rough=rough), preposition, base
    )


def _pointed(left: _Left, unit: Literal["day", "week", "weekend", "month", "year"], hi: int) -> list[_Draft]:
    """ "Last week", "the same day", "the following month", "later this year", "the end of the month"."""
    which, lo = left.which, left.lo
    if which in ("that", "that same", "same", "the same", "that very", "the very same") and unit != "weekend":
        return [_Draft(lo, hi, "anaphoric", Same(unit), left.preposition, "article")]
    shift = {"the following": 1, "following": 1, "the next": 1, "the previous": -1, "the preceding": -1}.get(
        which
    )
    if shift is not None:
        return [_Draft(lo, hi, "anaphoric", Offset(unit, shift), left.preposition, "article")]
    if unit == "day":
        if left.article == "the" and left.part in ("earlier", "later"):
            return [_Draft(lo, hi, "anaphoric", Same("day"), left.preposition, "article")]
        return []
    if which in ("the coming", "the past", "the last"):
        if which == "the past" and left.part and unit in ("month", "year"):
            return [_Draft(lo, hi, "relative", Offset(unit, -1), left.preposition)]
        return [_Draft(lo, hi, "vague", Vague(), left.preposition)]
    amount = {
        "last": -1,
        "past": -1,
        "this past": -1,
        "final": -1,
        "previous": -1,
        "this": 0,
        "this very": 0,
        "current": 0,
        "next": 1,
        "coming": 1,
        "this coming": 1,
        "subsequent": 1,
    }.get(which)
    if amount is None:
        weekend = (
            unit == "weekend" and left.article == "the" and left.preposition in ("at", "over", "on", "during")
        )
        ending = unit != "weekend" and left.article == "the" and bool(left.part)
        if not (weekend or ending):
            return []
        amount = 0
    if unit == "weekend" and which == "next":
        return [_Draft(lo, hi, "relative", Offset("week", 1, rough=True), left.preposition)]
    part = left.part if left.part in ("early", "late", "earlier", "later") else ""
    return [_Draft(lo, hi, "relative", Offset(unit, amount, part), left.preposition)]


def _read_season(sentence: str, cue: re.Match[str], drafts: list[_Draft], done: int) -> list[_Draft]:
    left = _left(sentence, cue.start(), done)
    right = words.SEASON_RIGHT.match(sentence, cue.end())
    month = words.SEASONS[cue[0].lower()]
    if right is not None and right["year"]:
        return [_Draft(left.lo, right.end(), "year", Named(right["year"]), left.preposition)]
    if right is not None and right["rel"]:
        which = f"year{_SHIFTS[right['rel'].lower()]:+d}"
        return [_Draft(left.lo, right.end(), "relative", Season(month, which), left.preposition)]
    which = {
        "last": "last",
        "past": "last",
        "this past": "last",
        "next": "next",
        "this": "this",
        "coming": "next",
    }.get(left.which, "")
    in_the = left.preposition in ("in", "since", "during", "by") and left.article == "the"
    if not (which or in_the) or (right is not None and right["bad"]) or not cue[0].islower():
        return []
    return [_Draft(left.lo, cue.end(), "relative", Season(month, which), left.preposition)]


_READERS = {
    "digit": _read_digit,
    "month": _read_month,
    "weekday": _read_weekday,
    "short": _read_weekday,
    "today": _read_today,
    "part": _read_part,
    "unit": _read_unit,
    "season": _read_season,
}


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _left(sentence: str, at: int, done: int, pattern: re.Pattern[str] = words.LEFT) -> _Left:
    floor = max(done, at - _LEFT_REACH)
    m = pattern.search(sentence[floor:at])
    if m is None:
        return _Left(at)
    groups = m.groupdict()
    begins = [m.start(g) for g in ("part", "which", "n") if groups.get(g)]
    clean = {name: " ".join(text.lower().split()) for name, text in groups.items() if text}
    return _Left(
        lo=floor + min(begins) if begins else at,
        preposition=clean.get("prep", ""),
        part=clean.get("part", ""),
        which=clean.get("which", ""),
        article=clean.get("the", ""),
        number=clean.get("n", ""),
    )


# --- neighbours --------------------------------------------------------------------------------------------------


def _joined(sentence: str, drafts: list[_Draft]) -> list[_Draft]:
    """Two dates with "to" or a dash between them are one range; two side by side may share a year."""
    joined: list[_Draft] = []
    for draft in drafts:
        if joined:
            last = joined[-1]
            gap = sentence[last.hi : draft.lo]
            if len(gap) < 16:
                both = _range(sentence, last, draft, gap)
                if both is not None:
                    joined[-1] = both
                    continue
                if (
                    isinstance(last.meaning, Yearless)
                    and isinstance(draft.meaning, Named)
                    and not last.meaning.which
                    and len(draft.meaning.start) > dates.Precision.YEAR
                    and _SIDE_BY_SIDE.fullmatch(gap)
                ):
                    start, end = last.meaning.in_year(int(draft.meaning.start[:4]))
                    if start is not None:
                        last.meaning = Named(start, end)
        joined.append(draft)
    return joined


def _range(sentence: str, one: _Draft, two: _Draft, gap: str) -> _Draft | None:
    a, b = one.meaning, two.meaning
    run = bool(words.BETWEEN.fullmatch(gap))
    pair = bool(re.fullmatch(r"\s+and\s+(?:on\s+)?", gap))
    if not (run or pair) or (run and words.MOVED.search(sentence, max(0, one.lo - 60), one.lo)):
        return None
    pair = pair and one.preposition != "between"
    meaning: Meaning | None = None
    if isinstance(a, OnWeekday) and isinstance(b, OnWeekday) and a.end_number is None:
        if (not pair or (a.number + 1) % 7 == b.number) and (a.which == b.which or not b.which):
            meaning = OnWeekday(a.number, b.number, a.which)
    elif pair and one.kind != "day":
        return None
    else:
        meaning = _calendar_range(a, b)
        if pair and meaning is not None and not _next_day(meaning):
            return None
    if meaning is None:
        return None
    kind = "weekday" if isinstance(meaning, OnWeekday) else "range"
    return _Draft(one.lo, two.hi, kind, meaning, one.preposition, one.base)


def _calendar_range(a: Meaning, b: Meaning) -> Meaning | None:
    if isinstance(a, Yearless) and isinstance(b, Yearless):
        if a.end_month or b.end_month or (a.day is None) != (b.day is None) or b.which:
            return None
        return replace(a, end_month=b.month, end_day=b.day)
    if (
        isinstance(a, Yearless)
        and isinstance(b, Named)
        and b.end is None
        and len(b.start) > dates.Precision.YEAR
    ):
        year = int(b.start[:4])
        start = a.in_year(year)[0]
        if start is not None and start > b.start:
            start = a.in_year(year - 1)[0]
        a = Named(start) if start else a
    elif isinstance(a, Named) and isinstance(b, Yearless) and len(a.start) > dates.Precision.YEAR:
        year = int(a.start[:4])
        end = b.in_year(year)[0]
        if end is not None and end < a.start:
            end = b.in_year(year + 1)[0]
        b = Named(end) if end else b
    if isinstance(a, Named) and isinstance(b, Named) and not a.end and not b.end:
        return Named(a.start, b.start) if len(a.start) == len(b.start) and a.start < b.start else None
    return None


def _next_day(meaning: Meaning) -> bool:
    span = meaning.in_year(_A_LEAP_YEAR) if isinstance(meaning, Yearless) else meaning.at(date.min, None)
    start, end = span
    if start is None or end is None or len(start) < dates.Precision.DAY:
        return False
    return (dates.first_day(end) - dates.first_day(start)).days == 1


def _finish(sentence: str, drafts: list[_Draft], context: DateContext) -> list[When]:
    found: list[When] = []
    before: When | None = None
    chain = 0
    opening = _EDGE.match(sentence)
    opens = opening.end() if opening else 0
    for draft in drafts:
        if draft.preposition in ("to", "until", "till", "through") and _IN_BRACKETS.search(
            sentence, max(0, draft.lo - 12), draft.lo
        ):
            draft.kind = "until"
        starts = draft.lo == opens
        alone = starts and not re.search(r"\w", sentence[draft.hi :][:200])
        leading = alone or (starts and bool(_AFTER_LEAD.match(sentence, draft.hi)))
        when = When(
            lo=draft.lo,
            hi=draft.hi,
            words=sentence[draft.lo : draft.hi],
            kind=draft.kind,
            preposition=draft.preposition,
            leading=leading,
            alone=alone,
            meaning=draft.meaning,
            base=draft.base,
            before=before,
        )
        start, end = resolve(when, context, None)
        differs = not isinstance(draft.meaning, (Named, Vague)) and resolve(when, context, "past") != resolve(
            when, context, "future"
        )
        when = replace(when, start=start, end=end, needs_tense=differs)
        found.append(when)
        if draft.kind not in ("vague", "attributive"):
            chain = chain + 1 if before is not None else 0
            before = when if chain % _CHAIN else replace(when, before=None)
    return found
