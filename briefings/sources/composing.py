"""From paragraphs to an article: furniture away, headline apart, date weighed, length bounded.

Every kind of source ends here, so that the same words make the same article wherever they come from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefings.errors import EmptyArticle
from briefings.languages import counted, phrase
from briefings.models import Article
from briefings.sources.furniture import clean
from briefings.sources.published import infer_published, is_date_line

MOST_TEXT = 400_000
"""Characters of one article that are read: a book's worth. What follows is left out, and a note says so."""

_HEADLINE_WORDS = 24
_SENTENCE_END = re.compile(r"[.!?:;,…][\"”’')\]]*\Z")
_NEVER_HEADLINE = re.compile(
    r"[-–•*·►|(]|\d{1,2}:\d{2}"
    r"|[A-Z]{3}[A-Z '’./-]{0,40}(?:,[^,]{1,30}|\s\([^)]{1,30}\)){0,2}\s*(?:--|[-–—])\s"
)
_TITLE_LINES = 3


def compose(
    name: str,
    blocks: Sequence[str],
    *,
    title: str | None = None,
    given: str | None = None,
    stated: str | None = None,
    url: str | None = None,
    source: str | None = None,
    language: str | None = None,
    notes: Sequence[str] = (),
) -> Article:
    """The article in `blocks`. `given` is the day the caller or the front matter says, `stated` the one
    that the metadata does. Raises `EmptyArticle`, naming `name`, where nothing but furniture is left.
    """
    cleaned = clean(list(blocks))
    kept = list(cleaned.paragraphs)
    if title is None:
        title = _headline(kept)
    kept = _without_title(kept, title)
    day = infer_published(
        kept,
        dated=cleaned.dated,
        furniture=cleaned.removed,
        given=given,
        stated=stated,
        title=title,
        url=url,
    )
    body = [p for number, p in enumerate(kept) if number >= _TITLE_LINES or not is_date_line(p)]
    if not body and title is None:
        raise EmptyArticle(name, phrase("it holds no article text besides front matter and page furniture"))
    text, cut = _bounded(body)
    return Article(
        title=title,
        text=text,
        published=day.date,
        published_basis=day.basis,
        published_readings=day.readings,
        url=url,
        source=source,
        language=language,
        notes=(*notes, *cut),
    )


def _bounded(paragraphs: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    text = "\n\n".join(paragraphs)
    if len(text) <= MOST_TEXT:
        return text, ()
    head = text[:MOST_TEXT]
    end = max(head.rfind("\n\n"), head.rfind(". ") + 1)
    kept = head[: end if end > MOST_TEXT // 2 else MOST_TEXT].rstrip()
    note = counted(
        "Only the first {number} character of this long text was read.",
        "Only the first {number} characters of this long text were read.",
        MOST_TEXT,
    )
    return kept, (note,)


def _headline(paragraphs: list[str]) -> str | None:
    """The first line, where it looks like a headline and not like a sentence, a dateline or a list."""
    for line in paragraphs[:_TITLE_LINES]:
        if is_date_line(line):
            continue
        plain = line.lstrip("# ").strip()
        looks = (
            len(plain) <= 200
            and 2 <= len(plain.split()) <= _HEADLINE_WORDS
            and not _SENTENCE_END.search(plain)
        )
        return " ".join(plain.split()) if looks and not _NEVER_HEADLINE.match(plain) else None
    return None


def _without_title(paragraphs: list[str], title: str | None) -> list[str]:
    """The paragraphs without the headline, which pages repeat in several spellings of its quotation marks."""
    if title is None:
        return paragraphs
    same = _folded(title)
    head = [p for p in paragraphs[: _TITLE_LINES + 2] if _folded(p) != same]
    return head + paragraphs[_TITLE_LINES + 2 :]


def _folded(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
