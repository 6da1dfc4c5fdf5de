"""When an article was published, from ranked evidence.

given     the caller or the front matter says so
stated    the page says so: its metadata, "Published on ...", a line at the top that is a date, a full
dateline inferred  it follows: a dateline without its year, an ambiguous date that other evidence decides,
a date in the URL unknown   nothing says so; where the only date reads two ways, both readings are kept
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefings import dates
from briefings.models import PublishedBasis
from briefings.when import When, find_dates
from briefings.when.meanings import Named, TwoWays, Yearless

_HEAD_LINES = 8
_HEAD_DATELINES = 6
_FOLLOWING_SENTENCES = 400
_FIRST_PUBLISHED = re.compile(r"\b(?:published|posted|created|released|issued|publication)\b", re.I)
_AFTER_DATELINE = re.compile(r"\s*(?:[:–—)(|.]|--?(?=\s)|,\s)")
_FUTURE = re.compile(
    r"\b(?:will|shall|would|is to|are to|due|scheduled|planned|plans?|expected|set to|upcoming|next|until|by"
    r"|to be)\b",
    re.I,
)
_URL_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_-]?(\d{2})[/_-]?(\d{2})(?!\d)")
_URL_MONTH = re.compile(r"/((?:19|20)\d\d)/(\d{1,2})/")
_NEAR_DAYS = 10


@dataclass(frozen=True, slots=True)
class Published:
    """A publication date with its basis; `readings` holds both days where the only date reads two ways."""

    date: str | None
    basis: PublishedBasis
    readings: tuple[str, ...] = ()


UNKNOWN = Published(None, PublishedBasis.UNKNOWN)


def infer_published(
    paragraphs: Sequence[str],
    *,
    dated: Sequence[str] = (),
    furniture: Sequence[str] = (),
    given: str | None = None,
    stated: str | None = None,
    title: str | None = None,
    url: str | None = None,
) -> Published:
    """The publication date of an article.

    `paragraphs` is the article's text, `dated` its furniture that speaks of publication, `furniture` all
    of it, `given` what the caller or the front matter says, `stated` what the page's metadata says.
    """
    if given is not None:
        return Published(given, PublishedBasis.GIVEN)
    if stated is not None:
        return Published(stated, PublishedBasis.STATED)
    spoken = _spoken(dated)
    head = _head_dates(paragraphs)
    for when in (*spoken, *head):
        if isinstance(when.meaning, Named) and len(when.meaning.start) == dates.Precision.DAY:
            return Published(when.meaning.start, PublishedBasis.STATED)
    from_url = day_in_address(url)
    for when in (*spoken, *head):
        if isinstance(when.meaning, TwoWays):
            return _decided(when.meaning, paragraphs, furniture, from_url)
    if from_url is not None and len(from_url) == dates.Precision.DAY:
        return Published(from_url, PublishedBasis.INFERRED)
    dateline = next((w.meaning for w in (*head, *spoken) if isinstance(w.meaning, Yearless)), None)
    if dateline is not None:
        day = _with_year(dateline, [title or "", *paragraphs, *furniture], from_url)
        if day is not None:
            return Published(day, PublishedBasis.INFERRED)
    return Published(from_url, PublishedBasis.INFERRED) if from_url else UNKNOWN


def is_date_line(line: str) -> bool:
    """Whether a line is a full date with hardly a word beside it: "18 November 2022", "31 Jan 2013 -
    16:47".
    """
    if len(line) > 80 or not re.search(r"\d", line):
        return False
    found = find_dates(line)
    if len(found) != 1 or found[0].kind != "day" or isinstance(found[0].meaning, Yearless):
        return False
    rest = line[: found[0].lo] + " " + line[found[0].hi :]
    return len(re.findall(r"[^\W\d_]{2,}", rest)) <= 2


def _spoken(dated: Iterable[str]) -> list[When]:
    """Dates in the lines about publication, first publication before updates."""
    found: list[tuple[bool, When]] = []
    for line in dated:
        for when in find_dates(line):
            before = line[: when.lo]
            found.append((_FIRST_PUBLISHED.search(before) is None, when))
            if isinstance(when.meaning, TwoWays | Named):
                break
    return [when for _, when in sorted(found, key=lambda pair: pair[0])]


def _head_dates(paragraphs: Sequence[str]) -> list[When]:
    """The date of a line that is a date, else of a dateline, within the first lines."""
    found = [w for line in paragraphs[:_HEAD_LINES] if is_date_line(line) for w in find_dates(line)]
    for number, paragraph in enumerate(paragraphs[:_HEAD_DATELINES]):
        opening = paragraph[:90]
        for when in find_dates(opening)[:1]:
            place = opening[: when.lo]
            if (
                when.kind == "day"
                and when.lo < 50
                and (_is_place(place) or (number == 0 and not place and isinstance(when.meaning, Named)))
                and _AFTER_DATELINE.match(opening, when.hi)
            ):
                found.append(when)
    return found


def _is_place(before: str) -> bool:
    """What stands before the date in a dateline: capitalised words, a comma or a dash, or an opening
    bracket.
    """
    stripped = before.strip()
    if not stripped or stripped == "(":
        return stripped == "("
    if not re.search(r"[,(–—|/-]$|\)$", stripped) and not stripped.isupper():
        return False
    names = re.findall(r"[^\W\d_][\w’'.-]*", stripped)
    small = {"de", "la", "el", "al", "of", "and", "the", "del", "da", "do", "upon"}
    return (
        0 < len(names) <= 6
        and all(n[0].isupper() or n in small for n in names)
        and names[0] not in ("On", "In")
    )


def day_in_address(url: str | None) -> str | None:
    """The day, or month, that stands in an address; None where there is none."""
    if url is None:
        return None
    for m in _URL_DAY.finditer(url):
        day = dates.make(int(m[1]), int(m[2]), int(m[3]))
        if day is not None:
            return day
    month = _URL_MONTH.search(url)
    return dates.make(int(month[1]), int(month[2])) if month else None


def _decided(
    meaning: TwoWays, paragraphs: Sequence[str], furniture: Sequence[str], from_url: str | None
) -> Published:
    """Both readings, or the one that the URL, the page's other numeric dates or the article's own dates
    leave.
    """
    readings = (meaning.one, meaning.other)  # day first, month first
    left = [r for r in readings if from_url is None or dates.compatible(r, from_url)]
    if len(left) != 1:
        orders = {order for line in furniture for order in _orders(line)}
        if len(orders) == 1:
            left = [readings[orders.pop()]]
    if len(left) != 1:
        left = _possible(list(readings), paragraphs)
    if len(left) == 1:
        return Published(left[0], PublishedBasis.INFERRED)
    return Published(None, PublishedBasis.UNKNOWN, tuple(sorted(readings)))


def _orders(line: str) -> Iterable[int]:
    """0 for each numeric date of the line that can only be day first, 1 for each that can only be month
    first.
    """
    for m in re.finditer(r"(?<!\d)(\d{1,2})/(\d{1,2})/(?:19|20)\d\d(?!\d)", line):
        first, second = int(m[1]), int(m[2])
        if 12 < first <= 31 and second <= 12:
            yield 0
        elif 12 < second <= 31 and first <= 12:
            yield 1


def _possible(readings: list[str], paragraphs: Sequence[str]) -> list[str]:
    """Readings that do not come before what the article tells of as past."""
    past = ""
    sentences = (s for p in paragraphs for s in re.split(r"(?<=[.!?])\s+", p))
    for _, sentence in zip(range(_FOLLOWING_SENTENCES), sentences, strict=False):
        if _FUTURE.search(sentence):
            continue
        for when in find_dates(sentence):
            meaning = when.meaning
            if (
                isinstance(meaning, Named)
                and len(meaning.start) > dates.Precision.YEAR
                and when.kind != "attributive"
            ):
                past = max(past, dates.first_day(meaning.start).isoformat())
    return [r for r in readings if r >= past]


def _with_year(dateline: Yearless, texts: Sequence[str], from_url: str | None) -> str | None:
    """A day whose year stands in the URL or in a date of the text that is near to it in the calendar."""
    if dateline.day is None:
        return None
    if from_url is not None:
        return dateline.in_year(int(from_url[:4]))[0]
    named = [
        when.meaning.start
        for text in texts
        for when in find_dates(text)
        if isinstance(when.meaning, Named) and not when.meaning.end
    ]
    latest = max((int(d[:4]) for d in named), default=0)
    years: set[int] = set()
    for start in named:
        if len(start) == dates.Precision.YEAR:
            continue
        for year in (int(start[:4]) + turn for turn in (-1, 0, 1)):
            day = dateline.in_year(year)[0]
            if (
                day is not None
                and dates.gap_days((day, None), (start, None)) <= _NEAR_DAYS
                and year >= latest
            ):
                years.add(year)
    return dateline.in_year(years.pop())[0] if len(years) == 1 else None
