"""Dates told from where the speaker stands: weekdays, "last week", "two days later", "in the spring"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from briefings.when import words
from briefings.when.calendar import days_of, numeric
from briefings.when.drafts import Base, Draft, Left, Scan, left_of
from briefings.when.meanings import Named, Offset, OnWeekday, Same, Season, Vague

Unit = Literal["day", "week", "weekend", "month", "year"]

_SHIFTS = {"last": -1, "this": 0, "next": 1}


def read_weekday(scan: Scan, cue: re.Match[str]) -> list[Draft]:
    sentence, done = scan.sentence, scan.done
    at = cue.start()
    if not cue[0][0].isupper():
        return []
    number = words.WEEKDAYS[cue[0].rstrip(".").lower()]
    left = left_of(sentence, at, done)
    if lead := words.WEEKDAY_LEAD.match(sentence, at):
        for pattern in (words.DAY_MONTH, words.MONTH_DAY):
            if (m := pattern.match(sentence, lead.end())) and (
                made := days_of(m, replace(left, lo=at), number)
            ):
                made[0].lo = at
                made[-1].hi += "(" in lead[0] and sentence.startswith(")", made[-1].hi)
                return made
        if m := words.NUMERIC.match(sentence, lead.end()):
            meaning = numeric(m)
            return [Draft(at, m.end(), "day", meaning, left.preposition)] if meaning else []
    if cue.lastgroup == "short":
        if left.preposition != "on" or number in (0, 5, 6):
            return []
        return [Draft(at, cue.end(), "weekday", OnWeekday(number), "on")]
    if words.NAMED_DAY_BEFORE.search(sentence, max(0, at - 12), at) or words.NAMED_DAY_AFTER.match(
        sentence, cue.end()
    ):
        return []
    m = words.WEEKDAY_ONLY.match(sentence, at)
    assert m is not None
    which, base = _weekday_which(m, left.which)
    if which == "same":
        return [Draft(left.lo, m.end(), "weekday", OnWeekday(number), left.preposition)]
    kind = "anaphoric" if base == "article" else "weekday"
    return [Draft(left.lo, m.end(), kind, OnWeekday(number, which=which), left.preposition, base)]


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


def read_today(scan: Scan, cue: re.Match[str]) -> list[Draft]:
    sentence, done = scan.sentence, scan.done
    m = words.TODAY.match(sentence, cue.start())
    assert m is not None
    word = m["w"].lower()
    left = left_of(sentence, cue.start(), done)
    if word == "today" and left.preposition in ("of", "in", "for") and "s" in m[0][5:7]:
        return []  # "in today's world"
    amount = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
    lo = left.lo if left.part else cue.start()
    return [Draft(lo, m.end(), "relative", Offset("day", amount), left.preposition)]


def read_part(scan: Scan, cue: re.Match[str]) -> list[Draft]:
    """Parts of a day: "this morning", "last night", "the same evening"."""
    sentence, done = scan.sentence, scan.done
    left = left_of(sentence, cue.start(), done)
    hi = cue.end()
    if left.which == "this":
        return [Draft(left.lo, hi, "relative", Offset("day", 0), left.preposition)]
    if left.which in ("last", "final") and cue[0].lower() in ("night", "evening"):
        return [Draft(left.lo, hi, "relative", Offset("day", -1), left.preposition)]
    if left.which in ("that", "that same", "same", "the same"):
        return [Draft(left.lo, hi, "anaphoric", Same("day"), left.preposition, "article")]
    if left.which in ("the following", "the next", "following"):
        return [Draft(left.lo, hi, "anaphoric", Offset("day", 1), left.preposition, "article")]
    if left.which in ("the previous", "the preceding"):
        return [Draft(left.lo, hi, "anaphoric", Offset("day", -1), left.preposition, "article")]
    return []


_UNITS: dict[str, tuple[Unit, int]] = {
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
    "the coming,the next,the past,the last,coming,next,past,last,recent,the following,the previous".split(",")
)


def read_unit(scan: Scan, cue: re.Match[str]) -> list[Draft]:
    """Days, weeks, weekends, months and years: last, this, next, so many ago or later, the same, the
    following.
    """
    sentence, done = scan.sentence, scan.done
    at, hi = cue.start(), cue.end()
    word = cue["unit"].lower()
    many = word.endswith("s")
    unit, factor = _UNITS[word.removesuffix("s")]
    left = left_of(sentence, at, done, words.UNIT_LEFT)
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
        return [Draft(left.lo, hi, "vague", Vague(), left.preposition)] if vague else []
    if left.number or words.PART_OF.match(sentence, hi):
        return []
    return _pointed(left, unit, hi)


def _counted(
    left: Left,
    right: re.Match[str],
    unit: Unit,
    factor: int,
    number: int | None,
    many: bool,
) -> Draft | None:
    """ "Two days ago", "a week later", "the day before", "in a year's time", "the day after tomorrow"."""
    lo, hi, preposition = left.lo, right.end(), left.preposition
    if right["yesterday"] or right["tomorrow"]:
        if unit != "day" or many:
            return None
        return Draft(lo, hi, "relative", Offset("day", -2 if right["yesterday"] else 2), preposition)
    if right["out"] or right["end"]:
        if left.article != "the" or left.number or many or unit in ("day", "weekend"):
            return None
        return Draft(lo, hi, "relative", Offset(unit, 0), preposition)
    if right["side"]:
        sign = 1 if right["side"].lower() == "after" else -1
        if right["free"] is None:
            counted = number is not None or left.number or left.article == "the"
            return Draft(lo, right.end("side"), "vague", Vague(), preposition) if counted else None
        hi = right.end("side")
        if number is None and left.article == "the" and not many:
            number = 1
    else:
        sign = 1 if right["later"] or right["now"] or right["time"] else -1
    if number is None:
        return Draft(lo, hi, "vague", Vague(), preposition) if left.number or many else None
    if right["time"] and preposition != "in":
        return None
    deictic = right["ago"] or right["now"] or right["time"]
    amount = sign * number * factor
    rough = unit == "week"
    if unit == "weekend":
        return None
    base: Base = "published" if deictic else "article"
    return Draft(
        lo, hi, "relative" if deictic else "anaphoric", Offset(unit, amount, rough=rough), preposition, base
    )


def _pointed(left: Left, unit: Unit, hi: int) -> list[Draft]:
    """ "Last week", "the same day", "the following month", "later this year", "the end of the month"."""
    which, lo = left.which, left.lo
    if which in ("that", "that same", "same", "the same", "that very", "the very same") and unit != "weekend":
        return [Draft(lo, hi, "anaphoric", Same(unit), left.preposition, "article")]
    shift = {"the following": 1, "following": 1, "the next": 1, "the previous": -1, "the preceding": -1}.get(
        which
    )
    if shift is not None:
        return [Draft(lo, hi, "anaphoric", Offset(unit, shift), left.preposition, "article")]
    if unit == "day":
        if left.article == "the" and left.part in ("earlier", "later"):
            return [Draft(lo, hi, "anaphoric", Same("day"), left.preposition, "article")]
        return []
    if which in ("the coming", "the past", "the last"):
        if which == "the past" and left.part and unit in ("month", "year"):
            return [Draft(lo, hi, "relative", Offset(unit, -1), left.preposition)]
        return [Draft(lo, hi, "vague", Vague(), left.preposition)]
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
        return [Draft(lo, hi, "relative", Offset("week", 1, rough=True), left.preposition)]
    part = left.part if left.part in ("early", "late", "earlier", "later") else ""
    return [Draft(lo, hi, "relative", Offset(unit, amount, part), left.preposition)]


def read_season(scan: Scan, cue: re.Match[str]) -> list[Draft]:
    sentence, done = scan.sentence, scan.done
    left = left_of(sentence, cue.start(), done)
    right = words.SEASON_RIGHT.match(sentence, cue.end())
    month = words.SEASONS[cue[0].lower()]
    if right is not None and right["year"]:
        return [Draft(left.lo, right.end(), "year", Named(right["year"]), left.preposition)]
    if right is not None and right["rel"]:
        which = f"year{_SHIFTS[right['rel'].lower()]:+d}"
        return [Draft(left.lo, right.end(), "relative", Season(month, which), left.preposition)]
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
    return [Draft(left.lo, cue.end(), "relative", Season(month, which), left.preposition)]
