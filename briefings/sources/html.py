"""Web pages: the article's paragraphs by trafilatura, and what the page's metadata says of it.

trafilatura is imported when the first page comes: it takes a quarter of a second that text files need not
pay.
Its own guess at the date is not used, for it reads ambiguous dates one way; dates come from the metadata
only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefings.errors import ArticleError, EmptyArticle
from briefings.languages import phrase
from briefings.sources.metadata import Metadata, metadata_of

_LOOKS_LIKE = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{2,40})", re.I)
_MOST_TAGS = 150_000
"""Ten times a large news page; taking more apart would take half a minute."""
_SHORTEST_TITLE = 10


@dataclass(frozen=True, slots=True)
class Page:
    """The paragraphs a page shows, its title without the publisher's name, and what it says of itself."""

    paragraphs: tuple[str, ...]
    title: str | None
    about: Metadata


def looks_like_html(name: str, text: str) -> bool:
    """Whether a file is a web page, by its ending or its first tag."""
    return name.lower().endswith((".html", ".htm", ".xhtml")) or _LOOKS_LIKE.match(text) is not None


def declared_charset(data: bytes) -> str | None:
    """The encoding a page claims for itself in its first lines."""
    claimed = _CHARSET.search(data[:4096])
    return claimed[1].decode("ascii") if claimed else None


def read_page(name: str, text: str) -> Page:
    """The article on a page. Raises `EmptyArticle` where the page holds none, `ArticleError` where it is
    no HTML.
    """
    if text.count("<") > _MOST_TAGS:
        raise ArticleError(
            name, phrase("this page is made of too many pieces; save the article as plain text")
        )
    from lxml import etree  # type: ignore[import-untyped]
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html

    try:
        tree = load_html(text)
        if tree is None:
            raise EmptyArticle(
                name, phrase("this page holds no text; save the whole page, or the article as plain text")
            )
        about = metadata_of(tree)
        found = bare_extraction(
            tree, include_comments=False, include_tables=True, favor_recall=True, with_metadata=False
        )
    except (etree.LxmlError, ValueError, RecursionError, AssertionError) as error:
        raise ArticleError(
            name, phrase("this page cannot be read as HTML; save the article as plain text")
        ) from error
    body = getattr(found, "text", None)
    if not body:
        raise EmptyArticle(
            name, phrase("no article was found on this page; save its text as a .txt or .md file")
        )
    paragraphs = tuple(line.strip() for line in body.split("\n") if line.strip())
    return Page(paragraphs, _title(about, paragraphs[0]), about)


def _title(about: Metadata, first: str) -> str | None:
    """The page's title without the publisher's name, which the headline at the head of the text lacks."""
    title = " ".join((about.title or about.title_tag or "").split())
    if about.site:
        title = re.sub(rf"\s*[|–—-]\s*{re.escape(about.site)}$", "", title)
    elif len(first) > _SHORTEST_TITLE and title.startswith(first):
        title = first
    return title or None
