"""What a web page says about its article beside the text: title, publisher, address, language, and the
evidence for its date, ranked.

The rank: structured data (JSON-LD), a time element of the article, meta tags; the address and the visible
text come after them, in `briefings.sources.published`. Days are taken as the page writes them, without
turning them into another time zone. Only unambiguous ISO dates count here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from briefings import dates
from briefings.errors import DateError
from briefings.languages import later
from briefings.sources import markup

STRUCTURED, TIME, META = later("structured data"), later("time element"), later("meta tag")

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
_PUBLISHED_CLASS = re.compile(r"publish|posted|entry-date|dateline|pub-?date|article-?date|timestamp", re.I)
_CHANGED_CLASS = re.compile(r"update|modif|edit", re.I)
_ISO = re.compile(r"\s*((?:19|20)\d{2}-\d{2}-\d{2})(?=\s*$|[T ])")
_EARLIEST_YEAR = 1990
_DEEPEST = 12
_MOST_NODES = 500
_ARTICLE_KINDS = ("Article", "Posting", "Report")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing on the page that dates it: what `kind`, in which `words` (an attribute), and the ISO day."""

    kind: str
    words: str
    day: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """All of it; `free` is False where the page says that one must pay, None where it says nothing."""

    title: str | None = None
    title_tag: str | None = None
    author: str | None = None
    site: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    free: bool | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def published(self) -> str | None:
        """The day of the best evidence."""
        return self.evidence[0].day if self.evidence else None


def metadata_of(tree: Any) -> Metadata:
    """Reads a parsed page (an lxml element); does not change it."""
    structured = _structured_data(tree)
    meta = dict(_meta(tree))
    canonical = next((link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"), None)
    evidence = [
        *_evidence(STRUCTURED, [("datePublished", structured.get("published", ""))]),
        *_evidence(TIME, _times(tree)),
        *_evidence(META, [(key, meta[key]) for key in _DATE_KEYS if key in meta]),
    ]
    free = structured.get("free")
    return Metadata(
        title=meta.get("og:title") or structured.get("headline"),
        title_tag=tree.findtext(".//title"),
        author=_author(structured.get("author") or meta.get("author") or meta.get("article:author")),
        site=meta.get("og:site_name"),
        publisher=meta.get("og:site_name") or meta.get("publisher") or structured.get("publisher"),
        url=_address(canonical) or _address(meta.get("og:url")),
        language=(tree.get("lang") or meta.get("og:locale") or "")[:2].lower() or None,
        free=None if free is None else free == "true",
        evidence=tuple(evidence),
    )


def _evidence(kind: str, found: list[tuple[str, str]]) -> Iterator[Evidence]:
    for words, value in found:
        day = _day(value)
        if day is not None:
            yield Evidence(kind, words, day)


def _day(value: str) -> str | None:
    iso = _ISO.match(value)
    if iso is None or int(iso[1][:4]) < _EARLIEST_YEAR:
        return None
    try:
        return dates.parse(iso[1])
    except DateError:
        return None


def _address(url: str | None) -> str | None:
    """An http(s) address; the front page of a site is no address of an article, whatever the page claims."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return (url or "").strip() if parts.path.strip("/") or parts.query else None


def _author(name: str | None) -> str | None:
    if name is None or "://" in name or len(name) > 120:
        return None
    return " ".join(name.split()) or None


def _meta(tree: Any) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for tag in tree.iter("meta"):
        key = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").strip().lower()
        value = tag.get("content")
        if key and key not in seen and value and value.strip():
            seen.add(key)
            yield key, " ".join(value.split())


def _times(tree: Any) -> list[tuple[str, str]]:
    """Time elements that speak of publication; without such, the article's only one."""
    spoken: list[tuple[str, str]] = []
    inside: list[str] = []
    for tag in tree.iter("time"):
        said = tag.get("datetime") or ""
        about = f"{tag.get('itemprop') or ''} {tag.get('class') or ''}"
        if not said or _CHANGED_CLASS.search(about):
            continue
        if tag.get("pubdate") is not None or _PUBLISHED_CLASS.search(about):
            spoken.append(("datetime", said))
        elif any(parent.tag in ("article", "main", "header") for parent in tag.iterancestors()):
            inside.append(said)
    if spoken:
        return spoken[:1]
    days = {_day(said) for said in inside} - {None}
    return [("datetime", inside[0])] if len(days) == 1 else []


def _structured_data(tree: Any) -> dict[str, str]:
    """Headline, date, author, publisher and freedom of the first article in JSON-LD."""
    for script in tree.iter("script"):
        if (script.get("type") or "").startswith("application/ld+json") and script.text:
            try:
                nodes = json.loads(script.text)
            except (ValueError, RecursionError):
                continue
            for count, node in enumerate(_articles(nodes, 0)):
                if count < _MOST_NODES and (said := _said_by(node)):
                    return said
    return {}


def _articles(node: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(node, list):
        for item in node:
            yield from _articles(item, depth + 1)
    elif isinstance(node, dict):
        yield from _articles(node.get("@graph"), depth + 1)
        kinds = node.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and kind.endswith(_ARTICLE_KINDS) for kind in kinds):
            yield node
        elif "mainEntity" in node:
            yield from _articles(node["mainEntity"], depth + 1)


def _said_by(node: dict[str, Any]) -> dict[str, str]:
    said: dict[str, str] = {}
    for key, name in (("headline", "headline"), ("datePublished", "published")):
        if isinstance(node.get(key), str) and node[key].strip():
            said[name] = " ".join(node[key].split())
    for key in ("publisher", "author"):
        names = [name for name in _names(node.get(key)) if name]
        if names:
            said[key] = ", ".join(names[:3])
    free = node.get("isAccessibleForFree")
    if isinstance(free, bool | str):
        said["free"] = "false" if str(free).strip().lower() == "false" else "true"
    return {key: markup.storable(value) for key, value in said.items()}


def _names(node: Any) -> Iterator[str]:
    for one in node if isinstance(node, list) else [node]:
        if isinstance(one, str):
            yield " ".join(one.split())
        elif isinstance(one, dict) and isinstance(one.get("name"), str):
            yield " ".join(one["name"].split())
