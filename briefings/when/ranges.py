"""Two dates side by side: a range, or two that share a year."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from briefings import dates
from briefings.when import words
from briefings.when.drafts import Draft
from briefings.when.meanings import Meaning, Named, OnWeekday, Yearless

_SIDE_BY_SIDE = re.compile(r"\s*(?:,|&|,?\s+and)\s+(?:on\s+|in\s+)?", re.I)
_A_LEAP_YEAR = 2024


def joined(sentence: str, drafts: list[Draft]) -> list[Draft]:
    """Two dates with "to" or a dash between them are one range; two side by side may share a year."""
    joined: list[Draft] = []
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


def _range(sentence: str, one: Draft, two: Draft, gap: str) -> Draft | None:
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
    return Draft(one.lo, two.hi, kind, meaning, one.preposition, one.base)


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
