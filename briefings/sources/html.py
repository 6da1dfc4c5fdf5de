"""Web pages: the article's paragraphs by trafilatura, and what the page's metadata says of it.

trafilatura is imported when the first page comes: it takes a quarter of a second that text files need not
pay.
Its own guess at the date is not used, for it reads ambiguous dates one way; dates come from the metadata
only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from briefings import dates
from briefings.errors import ArticleError, DateError, EmptyArticle

_LOOKS_LIKE = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{2,40})", re.I)
_DATE_KEYS = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "publishdate",
    "publish-date",
    "pubdate",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
)
_DEEPEST = 12
_MOST_TAGS = 150_000
"""Ten times a large news page; taking more apart would take half a minute."""
_SHORTEST_TITLE = 10


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds; `published` is the ISO day its metadata states."""

    paragraphs: tuple[str, ...]
    title: str | None = None
    published: str | None = None
    url: str | None = None
    publisher: str | None = None
    language: str | None = None


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
        raise ArticleError(name, "this page is made of too many pieces; save the article as plain text")
    from lxml import etree  # type: ignore[import-untyped]
    from trafilatura import bare_extraction
    from trafilatura.utils import load_html

    try:
        tree = load_html(text)
        if tree is None:
            raise EmptyArticle(
                name, "this page holds no text; save the whole page, or the article as plain text"
            )
        metadata = dict(_metadata(tree))
        title_tag = tree.findtext(".//title")
        language = (tree.get("lang") or "")[:2].lower() or None
        canonical = next(
            (link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"), None
        )
        found = bare_extraction(
            tree, include_comments=False, include_tables=True, favor_recall=True, with_metadata=False
        )
    except (etree.LxmlError, ValueError, RecursionError, AssertionError) as error:
        raise ArticleError(
            name, "this page cannot be read as HTML; save the article as plain text"
        ) from error
    body = getattr(found, "text", None)
    if not body:
        raise EmptyArticle(name, "no article was found on this page; save its text as a .txt or .md file")
    url = canonical or metadata.get("og:url")
    paragraphs = tuple(line.strip() for line in body.split("\n") if line.strip())
    return Page(
        paragraphs=paragraphs,
        title=_title(metadata, title_tag, paragraphs[0]),
        published=_published(metadata),
        url=url if url and re.match(r"https?://", url) else None,
        publisher=metadata.get("og:site_name") or metadata.get("publisher"),
        language=language,
    )


def _metadata(tree: Any) -> Iterator[tuple[str, str]]:
    """Names and values of meta tags and of the structured data; the page's own words come last and so win."""
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json" and script.text:
            try:
                structured = json.loads(script.text)
            except (ValueError, RecursionError):
                continue
            yield from _structured(structured, 0)
    for meta in tree.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop")
        value = meta.get("content")
        if key and value and value.strip():
            yield key.strip().lower(), " ".join(value.split())


def _structured(node: Any, depth: int) -> Iterator[tuple[str, str]]:
    """Headline, date and publisher of the first article in JSON-LD."""
    if depth > _DEEPEST:
        return
    if isinstance(node, list):
        for item in node:
            yield from _structured(item, depth + 1)
    elif isinstance(node, dict):
        yield from _structured(node.get("@graph"), depth + 1)
        kinds = node.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if not any(isinstance(k, str) and k.endswith(("Article", "Posting", "Report")) for k in kinds):
            return
        for key in ("headline", "datePublished"):
            if isinstance(node.get(key), str):
                yield key.lower(), node[key]
        publisher = node.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            yield "publisher", publisher["name"]


def _title(metadata: dict[str, str], title_tag: str | None, first: str) -> str | None:
    """The page's title without the publisher's name, which the headline at the head of the text lacks."""
    title = metadata.get("og:title") or metadata.get("headline") or title_tag or ""
    title = " ".join(title.split())
    site = metadata.get("og:site_name")
    if site:
        title = re.sub(rf"\s*[|–—-]\s*{re.escape(site)}$", "", title)
    elif len(first) > _SHORTEST_TITLE and title.startswith(first):
        title = first
    return title or None


def _published(metadata: dict[str, str]) -> str | None:
    """The day of the first date in ISO form; other forms are left to the text, where they can be weighed."""
    for key in _DATE_KEYS:
        iso = re.match(r"\d{4}-\d{2}-\d{2}(?=$|[T ])", metadata.get(key, ""))
        if iso is not None:
            try:
                return dates.parse(iso[0])
            except DateError:
                continue
    return None
