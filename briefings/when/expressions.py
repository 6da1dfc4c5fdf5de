"""Date expressions in a sentence, and what they mean: partial dates, never more precise than the words.

Two steps, because a weekday needs the tense of its clause: `find_dates` finds every expression with its
place in the sentence, `resolve` turns one into (start, end) once the caller knows whether the clause tells
of the past or of the future. `advance` carries what the article itself has fixed from one sentence to the
next.

    context = survey([title, *sentences], published="2024-05-16")
    for sentence in sentences:
        found = find_dates(sentence, context)
        ...  # resolve(found[i], context, "past") for the events of this sentence
        context = advance(context, found, tense)

What is understood, and what it gives when published on Thursday 16 May 2024:

    phenomenon   words                                         meaning
    -----------  --------------------------------------------  -------------------------------------
    day          16 May 2024; May 16, 2024; the 16th of May;   the day; without a year the one nearest
                 Thursday (16.May.2024); May 16 last year      that fits tense, weekday, list or text
    numeric      2024-05-16; 16.05.2024; 09/14/13; 05/06/2024  the day; 2024 where day and month can swap
    month, year  in May 2023; in June; last October; in 2022   the month or year
    part         early May; mid-2023; the end of last month    the month or year it is part of
    range        13-15 June; June 30 to July 2; 2014-2017;     start and end
                 from Monday to Friday
    weekday      on Tuesday; Tuesday's talks                   past 05-14, future 05-21
                 last / next Tuesday; Tuesday last week        05-14 / 05-21; 05-07
    deictic      today; yesterday; two days ago; last night    the day
                 this / last / next week; earlier this week    the month, if the week lies in one
                 over the weekend                              Saturday to Sunday, by tense
                 last month; next year; three months ago       the month or year
                 two weeks ago                                 the month, if all days near lie in it
                 last summer; in the spring                    the year; a winter nothing
    anaphoric    the same day; the day before; two days later  from the last date the article fixed,
                 the following week; later that month          else nothing
    until        a diary's "(to May 18)"                       from the day of its heading
    vague        in the coming weeks; days later               nothing, but marked as a time
    attributive  the 2015 accord; the June summit              the date of the noun it names

Not dates: "may", "march" and "second" as ordinary words, Theresa May, Jan Lipavsky, on Tuesdays, Black
Friday, the Sunday Times, the M23's March 23 Movement, 30 February. "Might" is May only where a month must
stand ("in Might").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from briefings import dates
from briefings.when import words
from briefings.when.calendar import read_digit, read_month
from briefings.when.drafts import Base, Draft, Scan
from briefings.when.meanings import (
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
from briefings.when.ranges import joined
from briefings.when.relative import read_part, read_season, read_today, read_unit, read_weekday

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

_PAST_PREPOSITIONS = frozenset({"since"})
_NEVER_FIXES = frozenset({"since", "until", "till", "by", "before", "after"})
_EDGE = re.compile(r"[\s\-–—•*·■►▪#>(\[_=]*")
_AFTER_LEAD = re.compile(r"\s*(?:[:–—|]|-\s|\(|$)|,\s")
_RIGHT_BESIDE = 8
_LONGEST_STAY = 30
_CHAIN = 8
"""How many expressions of a sentence can lean on each other; real sentences hold three."""
_IN_BRACKETS = re.compile(r"\(\s*(?:to|until|till|through)\s+$", re.I)


@dataclass(frozen=True, slots=True)
class DateContext:
    """What a date may lean on.

    `published` is the article's own date (ISO day, month or year) or None; `readings` all days it could be
    where it reads two ways (then `published` is None). The rest is what the sentences so far have fixed,
    kept by `advance`: `fixed` the last date the text gave (for "the same day", "two days later"), `year`
    the year of the last date that named its year, `told` the last day it named in full (what an undated
    article's other days are near to), `listed` the last date at the head of a list line ("December 6:
    ..."), `heading` the span of the last line that was nothing but a date (a diary's "TUESDAY, APRIL 9").
    """

    published: str | None = None
    readings: tuple[str, ...] = ()
    fixed: str | None = None
    year: int | None = None
    told: str | None = None
    listed: str | None = None
    heading: Span | None = None

    def days(self) -> list[date]:
        """The days the article can be of: one where it is dated, several where it reads two ways or
        roughly.
        """
        if self.published is not None:
            return sorted({dates.first_day(self.published), dates.last_day(self.published)})
        return [dates.first_day(reading) for reading in self.readings]


@dataclass(frozen=True, slots=True)
class When:
    """One date expression: `words` is ``sentence[lo:hi]``.

    kind: 'day' | 'month' | 'year' | 'range' (named in the calendar), 'until' (a diary's "(to May 5)"),
    'weekday', 'relative' (to publication),
    'anaphoric' (to what the article fixed: "the same day"), 'vague' (says that time is meant, not which:
    "in the coming weeks"; resolves to unknown), 'attributive' (dates the noun that follows: "the 2015
    accord").
    `preposition`: the word before that governs it, lower case ('on', 'in', 'since', 'by', 'until', 'from',
    ''):
    "since", "by" and "until" seldom date the event of their clause.
    `leading`: it opens the sentence as a list's or diary's date ("December 6: ..."); `alone`: the sentence is
    nothing else. `needs_tense`: past and future readings can differ.
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


def find_dates(sentence: str, context: DateContext | None = None) -> list[When]:
    """Every date expression of the sentence from left to right, not overlapping."""
    if words.DIGIT.search(sentence) is None and words.TRIGGERS.isdisjoint(
        words.WORD.findall(sentence.lower())
    ):
        return []
    scan = Scan(sentence)
    for cue in words.CUE.finditer(sentence):
        if cue.start() < scan.done:
            continue
        for draft in _READERS[cue.lastgroup or ""](scan, cue):
            scan.drafts.append(draft)
            scan.done = draft.hi
    drafts = [draft for draft in scan.drafts if draft.kind]
    if not drafts:
        return []
    return _finish(sentence, joined(sentence, drafts), context or DateContext())


def resolve(when: When | Draft, context: DateContext, tense: Tense | None = None) -> Span:
    """What an expression means in this article; (None, None) where nothing supports a date.

    A diary's "(to April 12)", kind 'until', runs from the day of the line it stands under: (heading or
    None, day).
    """
    if when.kind == "until":
        last = _resolve(when, context, "future")[0]
        first = context.heading[0] if context.heading else None
        return (first, last) if first is None or last is None or first < last else (last, None)
    return _resolve(when, context, tense)


def _resolve(when: When | Draft, context: DateContext, tense: Tense | None) -> Span:
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

    Only an article without a date of its own is looked through: where its text fixes the time it tells of
    (the latest year it names has a day named in full, or "four months earlier, in May 2023" dates what went
    before),
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


def _from_article(when: When | Draft, context: DateContext, tense: Tense | None) -> Span:
    fixed = context.fixed
    earlier: When | Draft | None = when.before
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


def _year_from_text(
    when: When | Draft, meaning: Yearless, context: DateContext, tense: Tense | None
) -> int | None:
    """The year the text itself gives a date without one: the list's, or that of the date just named beside
    it.
    """
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


def _finish(sentence: str, drafts: list[Draft], context: DateContext) -> list[When]:
    found: list[When] = []
    before: When | None = None
    earlier: Draft | None = None
    chain = 0
    opening = _EDGE.match(sentence)
    opens = opening.end() if opening else 0
    for draft in drafts:
        if draft.preposition in ("to", "until", "till", "through") and _IN_BRACKETS.search(
            sentence, max(0, draft.lo - 12), draft.lo
        ):
            draft.kind = "until"
        starts = draft.lo == opens
        alone = starts and not re.search(r"\w", sentence[draft.hi : draft.hi + 200])
        draft.leading = alone or (starts and bool(_AFTER_LEAD.match(sentence, draft.hi)))
        draft.before = earlier
        start, end = resolve(draft, context, None)
        when = When(
            lo=draft.lo,
            hi=draft.hi,
            words=sentence[draft.lo : draft.hi],
            kind=draft.kind,
            preposition=draft.preposition,
            leading=draft.leading,
            alone=alone,
            needs_tense=_needs_tense(draft.meaning),
            start=start,
            end=end,
            meaning=draft.meaning,
            base=draft.base,
            before=before,
        )
        found.append(when)
        if draft.kind not in ("vague", "attributive"):
            chain = (chain + 1) % _CHAIN
            before, earlier = (when, draft) if chain else (None, None)
    return found


def _needs_tense(meaning: Meaning) -> bool:
    """Whether past and future can differ; where only one fits the calendar they may not."""
    if isinstance(meaning, Offset):
        return meaning.unit == "weekend" and meaning.amount == 0
    return isinstance(meaning, TwoWays | DayOfMonth) or (
        isinstance(meaning, Yearless | OnWeekday | Season) and meaning.which == ""
    )


_READERS = {
    "digit": read_digit,
    "month": read_month,
    "weekday": read_weekday,
    "short": read_weekday,
    "today": read_today,
    "part": read_part,
    "unit": read_unit,
    "season": read_season,
}
