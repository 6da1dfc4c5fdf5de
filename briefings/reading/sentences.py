"""An article cut into sentences that know where they stand: in which paragraph, under which dateline or day.

A newspaper's dateline ("TEHRAN, June 19 (Agency) -- "), a diary's place ("WARSAW - "), a list's date
("* May 26: ") and a heading that is nothing but a date are taken off the sentence and kept beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefings import dates as partial
from briefings.when import DateContext, find_dates, resolve

LONGEST = 1200
"""Characters of a sentence beyond which it is cut at the next mark or blank: hostile or broken input."""

_END = re.compile(r"[.!?…]['\"”’)\]»]*\s+(?=[\"“‘'(\[«]?(?:[A-ZÀ-ÞŁŚŠŞŽİʻ]|\d))|[.!?]\s*(?=•)|\n+|\s+(?=•\s)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Capt|Sgt|Adm|Maj|Brig|St|Hon|Rev|Gov|Sen|Rep|Pres|Sec|Amb|No|vs|Jan|Feb|Mar"
    r"|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Mon|Tues?|Wed|Thurs?|Fri|Ft|Mt|approx|H\.E)"
    r"|(?:^|[\s(\"“.])[A-ZÀ-Þ])\.\Z"
)
_US = re.compile(r"\b(?:[A-Z]\.){2,}\Z")
_BULLET = re.compile(r"\s*(?:[•*·▪◦‣●■–—-]|\d{1,2}[.)])\s*(?=\S)")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|Might|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DASH = r"\s*[-–—]\s*"
_DAY = (
    rf"(?:(?:{_WEEKDAY}|Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:{_DASH}{_WEEKDAY})?\.?,?\s+)?"
    rf"(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:{_DASH}(?:{_MONTH}\s+)?\d{{1,2}})?(?:,?\s+\d{{4}})?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?:\s+{_MONTH})?(?:{_DASH}\d{{1,2}})?\s+{_MONTH}(?:{_DASH}\d{{1,2}}\s+{_MONTH})?(?:,?\s+\d{{4}})?"
    rf"|{_MONTH}\s+\d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}})"
    rf"|{_WEEKDAY}|{_MONTH}|(?:19|20)\d\d"
)
_HEADING_DAY = re.compile(rf"\W*({_DAY})\W*\Z", re.I)
_LABEL_DAY = re.compile(rf"({_DAY})\s*(?::|--|—|–|(?<=\s)-|-(?=\s))\s*(?=\S)", re.I)
_WEEKDAYS = re.compile(rf"{_WEEKDAY}{_DASH}{_WEEKDAY},?\s+(?=\S)", re.I)
_WEEKDAY_ONLY = re.compile(rf"{_WEEKDAY}\Z", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_HAS_YEAR = re.compile(r"\d{4}|\d[./]\d{1,2}[./]\d")
_YEAR_TITLE = re.compile(
    r"(?:[^.;]*\b(?:timeline|chronolog\w*|chronicle|diary|calendar|the year|review)\b"
    r"[^.;]*?\b((?:19|20)\d\d)\b[^.;\d]*"
    r"|\W*((?:19|20)\d\d)\W+(?:timeline|chronology|in review)\W*)\Z",
    re.I,
)
_AHEAD = re.compile(
    r"\b(?:diary|agenda|ahead|upcoming|coming (?:week|month|year|event)s?|look-?ahead|what to watch"
    r"|week to come)\b",
    re.I,
)
_LABEL_CLOSE = re.compile(r"(\d\d/\d\d/\d\d(?:\d\d)?)\s+(?=[A-Z])")
_CITY = r"[A-ZÀ-ÞŞŁʻ][\w'’ʻ.-]*(?: [A-ZÀ-Þdl][\w'’ʻ.-]*){0,3}"
_DATELINE = re.compile(
    rf"((?:{_CITY})(?:/{_CITY})?(?:,\s*(?!{_MONTH}\b|{_WEEKDAY}){_CITY})?)"
    rf"(?:(?:,\s*|\s*{_DASH}\s*|\s+)({_DAY}))?"
    r"(?:,?\s*(?:[A-Z][A-Za-z]+\.?|\([^()]{1,40}\)|\[[^\][]{1,40}\])){0,2}"
    r"\s*(?:--+|—|–|(?<=\s)-(?=\s)|:(?=\s|\Z)|\.(?=\s))\s*",
    re.I,
)
_MARK = re.compile(r"--|[—–:]|\s-\s")
"""One of these ends every dateline that does not begin in capitals."""
_SHOUTED = re.compile(r"[A-ZÀ-ÞŞŁ][A-ZÀ-ÞŞŁ'’ʻ./, -]+\Z")
_ALONE_PLACE = re.compile(rf"({_CITY}),\s*({_CITY})\Z")


@dataclass(slots=True)
class Sentence:
    """One sentence; `text` is ``article_text[lo:lo + len(text)]`` for all but the title (there `lo` is -1).

    `spot`: the place of the dateline or label over it; `day`: the date words of a label or heading over it (a
    diary, a list), `stamp`: those of the dateline. `diary`: the day stands at the head of a list or entry.
    `paragraph` counts from 0; -1 is the title. `first` marks the first sentence of a paragraph.
    """

    text: str
    lo: int
    paragraph: int
    first: bool
    spot: str = ""
    day: str = ""
    stamp: str = ""
    diary: bool = False
    bullet: bool = False
    ahead: bool = False
    """The article is a list of what is to come: a diary, an agenda."""


@dataclass(slots=True)
class _Over:
    """What stands over the sentences to come."""

    spot: str = ""
    day: str = ""
    stamp: str = ""
    lone: bool = False
    """One line alone is nothing but a date, and that may be the article's own."""
    year: str = ""
    """The year of a chronology's entries, from a line that is only a year or its title."""
    ahead: bool = False


def split(title: str | None, text: str, published: str | None = None) -> Iterator[Sentence]:
    """The title, then the sentences; `published` tells the article's own date line from a diary's."""
    if title:
        yield Sentence(title.strip(), -1, -1, True)
    over = _Over()
    paragraphs = list(_paragraphs(text))
    headings = [m.group(1) for lo, hi in paragraphs if (m := _is_heading(text, lo, hi))]
    over.lone = len(headings) == 1 and _may_be_own(headings[0], published)
    opening = text[paragraphs[0][0] : paragraphs[0][0] + 120] if paragraphs else ""
    over.ahead = bool(_AHEAD.search(title or "") or _AHEAD.search(opening.split("\n", 1)[0]))
    titled = _YEAR_TITLE.match(title or "")
    over.year = (titled.group(1) or titled.group(2)) if titled else ""
    number = 0
    for lo, hi in paragraphs:
        produced = False
        for sentence in _paragraph(text, lo, hi, number, over):
            produced = True
            yield sentence
        number += produced


def _may_be_own(heading: str, published: str | None) -> bool:
    """Whether the only date line can be the article's own date."""
    if _YEAR.match(heading):
        return False
    if published is None:
        return bool(_HAS_YEAR.search(heading))
    context = DateContext(published)
    days = [
        resolve(when, context, tense)[0]
        for when in find_dates(heading, context)[:1]
        for tense in ("past", "future")
    ]
    return any(day is not None and partial.gap_days((day, None), (published, None)) <= 1 for day in days)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in re.finditer(r"\n+|(?<=[.!?”\"])\s+(?=•\s)", text):
        if text[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def _paragraph(text: str, lo: int, hi: int, number: int, over: _Over) -> Iterator[Sentence]:
    while lo < hi and text[lo].isspace():
        lo += 1
    line = text[lo : min(hi, lo + 400)]
    heading = _is_heading(text, lo, hi)
    if heading:
        words = _WEEKDAYS.sub("", heading.group(1))
        if _YEAR.match(words):
            over.year, over.day, over.spot = words, "", ""
        elif over.lone:
            over.stamp = words
        else:
            over.day, over.spot = _in_year(words, over.year), ""
        return
    if hi - lo < 80 and (titled := _YEAR_TITLE.match(text[lo:hi].strip())):
        over.year = titled.group(1) or titled.group(2)
    alone = _ALONE_PLACE.match(line.strip()) if hi - lo < 60 else None
    if alone and (line.split(",")[0].isupper()):
        over.spot = line.strip()
        return
    bullet = _BULLET.match(line)
    if bullet:
        lo += bullet.end()
        line = line[bullet.end() :]
    day, spot, stamp = over.day, over.spot, over.stamp
    diary = bool(over.day)
    label = _LABEL_DAY.match(line) or _LABEL_CLOSE.match(line)
    if label:
        day, diary = _in_year(label.group(1), over.year), True
        lo += label.end()
        line = line[label.end() :]
    dateline = _dateline(line)
    if dateline:
        spot, words, length = dateline
        lo += length
        if words:
            stamp = words
        if not over.day and not bullet and not label:
            over.spot, over.stamp = spot, stamp
    pieces = list(_sentences(text, lo, hi))
    if 1 < len(pieces) < 4 and not day and (closing := _is_heading(text, *pieces[-1])):
        day, diary = _in_year(closing.group(1), over.year), True
        pieces.pop()
    for first, (start, end) in enumerate(pieces):
        yield Sentence(
            text[start:end],
            start,
            number,
            first == 0,
            spot,
            day,
            stamp,
            diary=diary,
            bullet=bool(bullet),
            ahead=over.ahead,
        )


def _in_year(words: str, year: str) -> str:
    """A label's date with the year that stands over the list."""
    if not year or _HAS_YEAR.search(words) or _WEEKDAY_ONLY.match(words):
        return words
    return f"{words}, {year}" if words[-1].isdigit() else f"{words} {year}"


def _is_heading(text: str, lo: int, hi: int) -> re.Match[str] | None:
    return _HEADING_DAY.match(text[lo:hi]) if hi - lo < 60 else None


def _dateline(line: str) -> tuple[str, str, int] | None:
    if not line[:2].isupper() and not _MARK.search(line, 0, 200):
        return None
    match = _DATELINE.match(line)
    if not match:
        return None
    place, words = match.group(1), match.group(2) or ""
    mark = match.group().rstrip()[-1:]
    city = place.split(",")[0]
    shouted = bool(_SHOUTED.match(city)) and len(city) > 2
    if mark == "." and not (shouted and words):
        return None
    if not (shouted or words or (mark == ":" and match.end() >= len(line.rstrip()))):
        return None
    if not shouted and not words and len(city.split()) > 3:
        return None
    if words and re.fullmatch(_DAY, city, re.I):
        return None
    return place, words, match.end()


def _sentences(text: str, lo: int, hi: int) -> Iterator[tuple[int, int]]:
    start = lo
    for match in _END.finditer(text, lo, hi):
        stop = match.start() + len(match.group().rstrip())
        if match.group()[0] == ".":
            before = text[max(start, match.start() - 12) : match.start() + 1]
            if _ABBREVIATION.search(before):
                continue
            if _US.search(before) and not text[match.end() : match.end() + 4].startswith(
                ("The ", "He ", "She ", "It ")
            ):
                continue
        yield from _bounded(text, start, stop)
        start = match.end()
    yield from _bounded(text, start, hi)


def _bounded(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """The sentence, in pieces if it is too long to be one."""
    while stop - start > LONGEST:
        cut = max(text.rfind(mark, start + LONGEST // 2, start + LONGEST) for mark in (". ", "; ", ", ", " "))
        cut = cut + 1 if cut > 0 else start + LONGEST
        if text[start:cut].strip():
            yield _trim(text, start, cut)
        start = cut
    if text[start:stop].strip():
        yield _trim(text, start, stop)


def _trim(text: str, start: int, stop: int) -> tuple[int, int]:
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return start, stop
