"""Dates named in the calendar: days, months and years, in words and in figures."""

from __future__ import annotations

import re
from dataclasses import replace

from briefings import dates
from briefings.when import words
from briefings.when.drafts import Base, Draft, Left, Scan, left_of
from briefings.when.meanings import DayOfMonth, Meaning, Named, TwoWays, Vague, Yearless

_STRONG = frozenset({"in", "since", "until", "till", "during"})
_NAMES_TOO = frozenset({"april", "june", "august", "may", "march", "might"})
_WORDS_TOO = frozenset({"may", "march", "might", "mar", "dec", "sep", "sept", "jan", "jun"})
_BELIEF = re.compile(r"\b(?:confidence|faith|trust|belief|believe[sd]?|interest(?:ed)?)\s+in\s+$", re.I)
_A_LEAP_YEAR = 2024
_SHIFTS = {"last": -1, "this": 0, "next": 1}


def read_digit(scan: Scan, cue: re.Match[str]) -> list[Draft]:
    sentence, done = scan.sentence, scan.done
    at = cue.start()
    before = sentence[max(done, at - 4) : at]
    if re.search(r"[\d$€£¥#][.,:/]?$|[^\W\d](?<!id)-$", before):
        return []
    if (m := words.ISO_TIME.match(sentence, at)) or (m := words.NUMERIC.match(sentence, at)):
        meaning = numeric(m)
        return (
            [Draft(at, m.end(), "day", meaning, left_of(sentence, at, done).preposition)] if meaning else []
        )
    if m := words.DAY_MONTH.match(sentence, at):
        return days_of(m, left_of(sentence, at, done), None)
    if m := words.ORDINAL.match(sentence, at):
        left = left_of(sentence, at, done)
        if m["which"] or left.preposition in ("on", "to", "until", "till", "from", "by", "and"):
            which = " ".join((m["which"] or "").lower().split())
            months = _SHIFTS.get(which)
            base: Base = "article" if which in ("that", "the same") else "published"
            meaning = DayOfMonth(int(m["d"]), 0 if base == "article" else months)
            return [Draft(at, m.end(), "relative", meaning, left.preposition, base)]
    if m := words.YEARS.match(sentence, at):
        return _years(sentence, m, done)
    return []


def numeric(m: re.Match[str]) -> Meaning | None:
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


def _years(sentence: str, m: re.Match[str], done: int) -> list[Draft]:
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
    left = left_of(sentence, at, done)
    start = f"{year:04}"
    after = sentence[hi : hi + 2]
    if (end or words.YEAR_BEFORE.search(sentence, max(done, at - 12), at)) and not re.match(
        r"-\w|['’]s", after
    ):
        return [Draft(left.lo, hi, "range" if end else "year", Named(start, end), left.preposition)]
    if re.match(r"['’]s|\s\w|-\w", after) or left.article:
        return [Draft(at, hi, "attributive", Named(start, end), left.preposition)]
    return []


def read_month(scan: Scan, cue: re.Match[str]) -> list[Draft]:
    sentence, drafts, done = scan.sentence, scan.drafts, scan.done
    at = cue.start()
    left = left_of(sentence, at, done)
    name = cue["month"].rstrip(".")
    capital = name[0].isupper()
    plain = name.lower() not in _WORDS_TOO
    if (m := words.MONTH_DAY.match(sentence, at)) and (capital or plain or m["year"]):
        if name.lower() == "might" and not (
            m["year"] or left.preposition in ("on", "since", "from", "until", "to")
        ):
            return []
        return days_of(m, left, None)
    m = words.MONTH_ONLY.match(sentence, at)
    if m is None or not (capital or (plain and len(name) > 4)):
        return []
    month = words.MONTHS[name.lower()]
    if m["year"]:
        named = dates.make(int(m["year"]), month)
        return [Draft(left.lo, m.end(), "month", Named(named), left.preposition)] if named else []
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
    return [Draft(left.lo, hi, kind, meaning, left.preposition, base)]


_ARRANGED = re.compile(
    r"\b(?:set|scheduled|planned|due|slated|arranged|foreseen|postponed|delayed|put off|deferred|booked"
    r"|pencilled in) (?:for|until|till|to) \Z"
)
"""What makes the word behind it a month: "is set for May"."""


def _month_stands(sentence: str, m: re.Match[str], name: str, left: Left, drafts: list[Draft]) -> bool:
    """Whether a month's name without day and year is the month, not a person, a verb or a march."""
    low = name.lower()
    follows = sentence[m.end() : m.end() + 2]
    before_capital = bool(re.match(r"\s[A-Z]", follows))
    if len(name) <= 4 and low not in ("may", "june", "july"):
        return (left.preposition in _STRONG or bool(left.which)) and not before_capital
    if drafts and drafts[-1].kind == "month" and drafts[-1].hi > m.start() - 8:
        return True
    governed = left.preposition in _STRONG or bool(left.part) or bool(left.which)
    governed = governed or (not before_capital and bool(_ARRANGED.search(sentence, 0, m.start())))
    if low in ("may", "might", "march"):
        if low == "may" and _BELIEF.search(sentence, max(0, m.start() - 16), m.start()):
            return False
        return governed and not (before_capital and low == "might")
    if low in _NAMES_TOO and before_capital:
        return governed
    return True


def days_of(m: re.Match[str], left: Left, weekday: int | None) -> list[Draft]:
    """Days of a month: one, a run of them, or several that are no run."""
    name = m["m"].rstrip(".")
    low = name.lower()
    if low in _WORDS_TOO and name.islower() and not m["year"]:
        return []
    month = words.MONTHS[low]
    numbers = [number_in(d) for d in (m["d1"], *re.findall(r"\d+", m["more"]), m["d2"]) if d]
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
            return [Draft(lo, m.end(), "range", Named(made[0], made[1]), left.preposition)]
        return [
            Draft(*_place(m, lo, i, len(made)), "day", Named(n), left.preposition) for i, n in enumerate(made)
        ]
    if any(dates.make(_A_LEAP_YEAR, month, number) is None for number in numbers):
        return [_no_date(m)]
    shift, base = _yearless(m["rel"], left.which, month)
    if run:
        meaning = replace(shift, day=numbers[0], end_month=month, end_day=numbers[1], weekday=weekday)
        return [Draft(lo, m.end(), "range", meaning, left.preposition, base)]
    return [
        Draft(
            *_place(m, lo, i, len(numbers)),
            "day",
            replace(shift, day=n, weekday=weekday),
            left.preposition,
            base,
        )
        for i, n in enumerate(numbers)
    ]


def _no_date(m: re.Match[str]) -> Draft:
    """30 February: nothing is meant, and its parts are no dates either."""
    return Draft(m.start(), m.end(), "", Vague())


def _place(m: re.Match[str], lo: int, index: int, count: int) -> tuple[int, int]:
    """Where the index-th of several days stands; they share the month's name, so only the edges are exact."""
    if count == 1:
        return lo, m.end()
    spots = [d.span() for d in re.finditer(r"\d{1,2}", m.string[m.start() : m.end()]) if d]
    spots = [s for s in spots if m.start() + s[0] < (m.end("d2") if m["d2"] else m.end())][:count]
    begin, end = (m.start() + edge for edge in spots[index])
    return (lo if index == 0 else begin), (m.end() if index == count - 1 else end)


def _week_of(m: re.Match[str], left: Left, month: int) -> list[Draft]:
    if m["year"]:
        named = dates.make(int(m["year"]), month)
        return [Draft(left.lo, m.end(), "month", Named(named), left.preposition)] if named else []
    return [Draft(left.lo, m.end(), "month", Yearless(month), left.preposition)]


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


def number_in(text: str) -> int:
    return int(re.sub(r"\D", "", text))
