"""Page furniture: what a web page says around its article. The patterns are data (``furniture.txt``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_LONGEST = 200
_BULLET = re.compile(r"^[\s•*·►▪#>|_-]+(?=\S)")
_FULL_STOP = re.compile(r"[.!?…][\"”’')\]]*$")
_HEADLINE_WORDS = 20


@dataclass(frozen=True, slots=True)
class Cleaned:
    """An article's paragraphs without the furniture, and the furniture in order of appearance.

    `dated` holds those pieces of furniture that speak of publication ("Last Updated on ...", "Posted ...").
    """

    paragraphs: tuple[str, ...]
    removed: tuple[str, ...]
    dated: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Patterns:
    line: re.Pattern[str]
    dated: re.Pattern[str]
    related: re.Pattern[str]
    opening: re.Pattern[str]
    closing: re.Pattern[str]


_YEAR = re.compile(r"(?:19|20)\d\d")
"""The heading of a chronology, where other bare numbers are furniture."""


def clean(paragraphs: list[str]) -> Cleaned:
    """Separates the article's paragraphs from furniture. Time is linear in their length."""
    patterns = _patterns()
    kept: list[str] = []
    removed: list[str] = []
    dated: list[str] = []
    among_related = False
    for paragraph in paragraphs:
        text = _trim(paragraph, patterns, removed)
        if not text:
            continue
        line = " ".join(_BULLET.sub("", text[: _LONGEST + 50]).split())
        if len(line) <= _LONGEST:
            if among_related and _is_headline(line):
                removed.append(text)
                continue
            if patterns.related.fullmatch(line):
                among_related = True
                removed.append(text)
                continue
            if patterns.dated.fullmatch(line) and re.search(r"\d", line) and _is_about_publication(line):
                dated.append(text)
                removed.append(text)
                continue
            if not line or (patterns.line.fullmatch(line) and not _YEAR.fullmatch(line)):
                removed.append(text)
                continue
        among_related = False
        kept.append(text)
    return Cleaned(tuple(kept), tuple(removed), tuple(dated))


def _trim(paragraph: str, patterns: _Patterns, removed: list[str]) -> str:
    text = paragraph.strip()
    if (opening := patterns.opening.match(text)) is not None:
        removed.append(opening[0].strip())
        text = text[opening.end() :]
    tail_from = max(0, len(text) - 60)
    if (closing := patterns.closing.search(text, tail_from)) is not None and closing.end() == len(text):
        removed.append(closing[0].strip())
        text = text[: closing.start()].rstrip()
    return text


def _is_headline(line: str) -> bool:
    return len(line.split()) <= _HEADLINE_WORDS and not _FULL_STOP.search(line)


def _is_about_publication(line: str) -> bool:
    """A sentence of the article may also hold "updated on"; a line about the page is short and no
    sentence.
    """
    return len(line.split()) <= 16 and not (_FULL_STOP.search(line) and len(line.split()) > 9)


@cache
def _patterns() -> _Patterns:
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for raw in files(__package__).joinpath("furniture.txt").read_text("utf-8").splitlines():
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]") and line[1:-1].isalpha():
            current = sections.setdefault(line[1:-1], [])
        else:
            current.append(f"(?:{line})")
    compiled = {name: re.compile("|".join(lines), re.I) for name, lines in sections.items()}
    return _Patterns(**compiled)
