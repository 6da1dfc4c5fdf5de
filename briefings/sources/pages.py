"""From the bytes of a fetched web page to an article; what only hides one is refused with a sentence.

Pure: fetching is the business of `briefings.sources.fetch`. The page's own claim to another address
(canonical link) is believed within its site and from the caches of AMP pages, never across sites: else any
page could take the place of another publisher's article in the record.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from briefings.errors import EmptyArticle, PageRefused
from briefings.languages import either, phrase
from briefings.models import Article, PublishedBasis
from briefings.sources import html, walls
from briefings.sources.composing import compose
from briefings.sources.metadata import Metadata
from briefings.sources.published import day_in_address

MAX_BYTES = 5 * 1024 * 1024
"""Larger pages are not taken apart."""

_HTML = ("text/html", "application/xhtml+xml", "application/xml", "text/xml")
_TEXT = ("text/plain", "text/markdown", "text/x-markdown")
_PLACE_PREFIX = re.compile(r"^(?:www|m|mobile|amp|edition)\d?\.")
_AMP_CACHE = re.compile(r"/(?:amp|c|v)/(?:s/)?([\w.-]+\.[a-z]{2,})(?=/|$)", re.I)
_AMP_HOSTS = ("ampproject.org", "google.com", "bing-amp.com")


def page_article(body: bytes, url: str, content_type: str | None = None) -> Article:
    """The article on the page that `url` gave.

    `content_type` is the header of that name with its charset, if there was one. The article's notes name the
    evidence for its date. Raises `PageRefused` for a page that shows no article (paywall, consent wall, check
    for robots, a list, another type of content), other subclasses of `ArticleError` for what cannot be read.
    """
    kind = (content_type or "").partition(";")[0].strip().lower()
    if len(body) > MAX_BYTES:
        raise PageRefused(
            url, phrase("the page is larger than {most} MB", most=MAX_BYTES // 1024 // 1024), "type"
        )
    if not body.strip():
        raise EmptyArticle(url, phrase("the page is empty"))
    if kind in _TEXT:
        from briefings.sources.files import paragraphs_of

        text = page_text(body, content_type).replace("\r\n", "\n").replace("\r", "\n")
        return compose(url, paragraphs_of(text, "markdown" in kind), url=url, source=_site(url))
    if body.startswith(b"%PDF") or kind == "application/pdf":
        from briefings.sources.files import load_article

        return _at(load_article(url, body), url)
    if kind and kind not in _HTML:
        raise PageRefused(
            url, phrase("this address gives {kind}, not a page with an article", kind=kind[:60]), "type"
        )
    return _html_article(page_text(body, content_type), url)


def _html_article(text: str, url: str) -> Article:
    try:
        page = html.read_page(url, text)
    except EmptyArticle as error:
        wall = walls.wall(url, text, "", None)
        if wall is not None:
            raise wall from error
        raise PageRefused(
            url,
            phrase("no article was found on this page; perhaps it needs JavaScript or is a list"),
            "no article",
        ) from error
    about = page.about
    wall = walls.wall(url, text, "\n".join(page.paragraphs), about)
    if wall is not None:
        raise wall
    article = compose(
        url,
        walls.without_stub(page.paragraphs),
        title=page.title,
        stated=about.published,
        url=own_address(url, about.url),
        source=about.publisher or _site(url),
        language=about.language,
    )
    article, told = _by_address(article, about)
    notes = [*_evidence_notes(article, about), *told, *article.notes]
    if about.author:
        notes.append(phrase("By {author}.", author=about.author))
    return _noted(article, notes)


def own_address(url: str, claimed: str | None) -> str:
    """The address by which a page is known: the one it claims if that is of its own site, else `url`."""
    if not claimed:
        return url
    there = urljoin(url, claimed)
    here_host, there_host = _host(url), _host(there)
    if not there_host:
        return url
    hosts = {here_host}
    if here_host == "ampproject.org" or here_host.endswith(tuple(f".{host}" for host in _AMP_HOSTS)):
        cached = _AMP_CACHE.search(urlsplit(url).path)
        if cached is not None:
            hosts.add(_PLACE_PREFIX.sub("", cached[1].lower()))
    elif here_host in _AMP_HOSTS and (cached := _AMP_CACHE.search(urlsplit(url).path)) is not None:
        hosts.add(_PLACE_PREFIX.sub("", cached[1].lower()))
    own = any(host == there_host or there_host.endswith(f".{host}") for host in hosts)
    return there if own or here_host.endswith(f".{there_host}") else url


def page_text(body: bytes, content_type: str | None) -> str:
    """The characters of a page: by byte order mark, header, its own declaration, else as they look."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    header = re.search(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", content_type or "", re.I)
    for claimed in (header[1] if header else None, html.declared_charset(body), "utf-8"):
        text = _decoded(body, claimed)
        if text is not None:
            return text
    return _guessed(body)


def _guessed(body: bytes) -> str:
    """Text of which every claim about its encoding is wrong."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    foreign = sum(char > "\x7f" for char in text) - broken
    if foreign > broken:
        return text
    if broken * 10 < len(body):
        return body.decode("windows-1252", "replace")
    from charset_normalizer import from_bytes

    best = from_bytes(body[:200_000]).best()
    return body.decode(best.encoding if best is not None else "windows-1252", "replace")


def _decoded(body: bytes, encoding: str | None) -> str | None:
    """None where the claim is wrong: unknown, no text encoding, or not that of the bytes."""
    if encoding is None:
        return None
    # What is declared as Latin-1 is read as Windows-1252 by every browser.
    name = "windows-1252" if encoding.lower() in ("iso-8859-1", "latin1", "latin-1", "us-ascii") else encoding
    try:
        text = body.decode(name)
    except (LookupError, UnicodeError, ValueError):
        return None
    return text if isinstance(text, str) else None


def _by_address(article: Article, about: Metadata) -> tuple[Article, list[str]]:
    """Where the page's markup is silent, a day in its address goes before the days that its text shows."""
    day = day_in_address(article.url)
    if about.evidence or day is None or len(day) < len("2024-07-09") or day == article.published:
        return article, []
    said = [article.published] if article.published else list(article.published_readings)
    told: list[str] = [phrase("Its visible text says {days} instead.", days=either(said))] if said else []
    basis = PublishedBasis.INFERRED
    return replace(article, published=day, published_basis=basis, published_readings=()), told


def _evidence_notes(article: Article, about: Metadata) -> Sequence[str]:
    """What dates the article, and what on the page says otherwise."""
    if article.published is None:
        if article.published_readings:
            return [phrase("Its date reads two ways: {days}.", days=either(article.published_readings))]
        return [phrase("Nothing on the page says when it was published.")]
    best = about.evidence[0] if about.evidence else None
    if best is not None and best.day == article.published:
        notes = [
            phrase(
                "Published {day} by the page's {kind} ({words}).",
                day=article.published,
                kind=phrase(best.kind),
                words=best.words,
            )
        ]
    elif article.published_basis is PublishedBasis.STATED:
        notes = [phrase("Published {day} by the page's visible text.", day=article.published)]
    elif day_in_address(article.url) == article.published:
        notes = [phrase("Published {day} by the page's address.", day=article.published)]
    else:
        notes = [phrase("Published {day}, inferred from the page's text.", day=article.published)]
    others = {(e.kind, e.day) for e in about.evidence[1:] if e.day != article.published}
    differing = [
        phrase("Its {kind} says {day} instead.", kind=phrase(kind), day=day) for kind, day in sorted(others)
    ]
    return [*notes, *differing]


def _noted(article: Article, notes: Sequence[str]) -> Article:
    return replace(article, notes=tuple(dict.fromkeys(notes)))


def _at(article: Article, url: str) -> Article:
    return replace(article, url=article.url or url, source=article.source or _site(url))


def _host(url: str) -> str:
    """Host and, where it is not the usual one, port; without the prefixes that name the same site."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    return _PLACE_PREFIX.sub("", parts.hostname.lower().rstrip(".")) + port


def _site(url: str) -> str | None:
    """The publisher's name where the page gives none: its host."""
    return _host(url).partition(":")[0] or None
