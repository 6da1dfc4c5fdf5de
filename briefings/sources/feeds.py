"""From the bytes of a feed to its items: RSS 0.9 to 2.0, RDF and Atom by feedparser, JSON Feed by ourselves.

Pure: nothing is fetched. feedparser is imported when the first feed in XML comes.
"""

from __future__ import annotations

import calendar
import hashlib
import io
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import urljoin
from xml.sax.saxutils import escape

from briefings import dates
from briefings.errors import DateError, FeedError
from briefings.languages import phrase
from briefings.sources import markup

MOST_ITEMS = 1000
"""Items of one feed that are looked at: the newest by their dates, or those at its top."""

LONGEST_TEXT = 200_000
"""Characters of an item's text that are kept."""

WHOLE = 800
"""Characters from which on an item's text counts as the whole article, unless it says that it goes on."""

_CUT = re.compile(
    r"(?:\[?(?:…|\.\.\.)\]?|\b(?:read|continue|learn|see) (?:more|reading|on)\b.{0,40}"
    r"|\bread the full .{0,40})\s*[»→]?\Z",
    re.I | re.S,
)
_MOST_TAGS = 100_000
_LONG_TAG = re.compile(r"<[^<>]{2000,}")
_ATTRIBUTE = re.compile(r"=\s*[\"']")
_MOST_ATTRIBUTES = 100
_JSON_FEED = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/1")
_HTML = re.compile(r"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html)\b", re.I | re.S)
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));")
_REFERENCES = re.compile(r"(?:&#(?:[xX][0-9a-fA-F]+|[0-9]+);)+")
_LONGEST_NUMBER = 100
_WORD = re.compile(r"\w+")
_EARLIEST = "1990"


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One entry, in plain text. `guid` is the publisher's id, None where there is none or it names several.

    `text` holds the whole article where the feed carries it, else `summary` is all there is.
    `published` is an ISO day (UTC); `stamp` is when it was last changed or published, as written. `hash` is
    the same for the same words, whatever the date and the guid.
    """

    guid: str | None
    url: str | None
    title: str
    summary: str
    text: str
    published: str | None
    hash: str
    stamp: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it was sent; `items` in its own order, without repetition."""

    format: str
    title: str
    site: str | None
    language: str | None
    items: tuple[FeedItem, ...]


class NotAFeed(FeedError):
    """Something else; `feeds` are addresses that a web page names as its feeds."""

    def __init__(self, message: str, feeds: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.feeds = feeds


def parse_feed(body: bytes, url: str, *, charset: str | None = None, latest: str = "2100") -> Feed:
    """The feed in `body`, which came from `url`; `charset` is what the server said. Days after `latest` (ISO)
    are not believed.

    Raises `FeedError`, `NotAFeed` for what is no feed.
    """
    feed = _parsed(body, url, charset)
    items = (replace(i, published=None) if (i.published or "") > latest else i for i in feed.items)
    return replace(feed, items=tuple(items))


def _parsed(body: bytes, url: str, charset: str | None) -> Feed:
    text = markup.decode(body, charset)
    head = text.lstrip()[:1]
    if not head:
        raise NotAFeed(phrase("{url}: the answer is empty.", url=url))
    if head == "{":
        return _json_feed(text, url)
    if _HTML.match(text):
        found = feeds_of_page(text, url)
        if found:
            said = phrase(
                "{url}: this is a web page, not a feed. It names its feed: {feed}", url=url, feed=found[0]
            )
        else:
            said = phrase("{url}: this is a web page, not a feed. Look for its RSS or Atom address.", url=url)
        raise NotAFeed(said, found)
    if head != "<":
        raise NotAFeed(phrase("{url}: this is neither RSS nor Atom nor JSON Feed.", url=url))
    bare = markup.without_entities(text, url)
    if bare.count("<") > _MOST_TAGS or any(
        len(_ATTRIBUTE.findall(tag[0])) > _MOST_ATTRIBUTES for tag in _LONG_TAG.finditer(bare)
    ):
        raise FeedError(phrase("{url}: the feed is made of too many pieces to be read.", url=url))
    return _xml_feed(bare, url)


def feeds_of_page(text: str, url: str) -> tuple[str, ...]:
    """The feeds that a web page names in its head, at most five."""
    found = []
    for tag in re.findall(r"<link\b[^>]{0,1000}>", text[:300_000], re.I):
        values = {
            name.lower(): double or single or bare
            for name, double, single, bare in re.findall(
                r"([a-z]{2,10})\s*=\s*(?:\"([^\"]{0,500})\"|'([^']{0,500})'|([^\s\"'>]{1,500}))", tag, re.I
            )
        }
        if "alternate" in values.get("rel", "").lower() and re.fullmatch(
            r"application/(?:rss\+xml|atom\+xml|feed\+json)", values.get("type", "").strip().lower()
        ):
            address = _absolute(markup.line(values.get("href")), url)
            if address:
                found.append(address)
    return tuple(dict.fromkeys(found))[:5]


def _xml_feed(text: str, url: str) -> Feed:
    import feedparser  # type: ignore[import-untyped]

    parsed = feedparser.parse(
        io.BytesIO(_REFERENCES.sub(_characters, text).encode("utf-8", "replace")),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not parsed.version and not parsed.entries:
        raise NotAFeed(phrase("{url}: this is neither RSS nor Atom nor JSON Feed.", url=url))
    head = parsed.feed
    return Feed(
        format=parsed.version or "xml",
        title=markup.line(head.get("title"))[:300],
        site=_absolute(head.get("link"), url),
        language=_language(head.get("language")),
        items=_tidy(_xml_item(entry, url) for entry in _newest(parsed.entries, _xml_moment)),
    )


def _characters(references: re.Match[str]) -> str:
    """A run of numbers for characters, where one of them is none: feedparser would give up the whole feed.
    Some publishers write one character as the two halves that their system makes of it.
    """
    numbers = [
        int((hexadecimal or decimal)[:_LONGEST_NUMBER], 16 if hexadecimal else 10)
        for hexadecimal, decimal in _REFERENCE.findall(references[0])
    ]
    if all(_is_character(number) for number in numbers):
        return references[0]
    units = "".join(chr(n) if _is_character(n) or 0xD800 <= n <= 0xDFFF else "\ufffd" for n in numbers)
    return escape(units.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def _is_character(number: int) -> bool:
    return number in (9, 10, 13) or 32 <= number < 0xD800 or 0xE000 <= number <= 0x10FFFF


def _xml_item(entry: Any, url: str) -> FeedItem:
    contents = [part.get("value", "") for part in entry.get("content", ())]
    summary = entry.get("summary", "") if entry.get("summary") not in contents else ""
    return _item(
        guid=entry.get("id"),
        url=_absolute(entry.get("feedburner_origlink") or entry.get("link"), url),
        title=entry.get("title", ""),
        summary=summary,
        content=max(contents, key=len, default=""),
        published=_day(_xml_moment(entry)),
        stamp=dict.get(entry, "updated") or dict.get(entry, "published"),
    )


def _xml_moment(entry: Any) -> Any:
    """feedparser's time of an item, or None; by dict.get, for its own gives one date for another, with a
    warning.
    """
    return dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")


def _newest(entries: list[T], moment: Callable[[T], Any]) -> list[T]:
    """At most `MOST_ITEMS`, in their order: some feeds hold all that ever was in them, oldest first."""
    if len(entries) <= MOST_ITEMS:
        return entries
    dated = [tuple(moment(entry) or ()) for entry in entries]
    order = sorted(range(len(entries)), key=lambda place: (dated[place], -place), reverse=True)
    return [entries[place] for place in sorted(order[:MOST_ITEMS])]


def _json_feed(text: str, url: str) -> Feed:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise NotAFeed(
            phrase("{url}: this begins like a JSON Feed, but is no valid JSON.", url=url)
        ) from None
    version = found.get("version")
    items = found.get("items")
    if not isinstance(version, str) or not _JSON_FEED.match(version) or not isinstance(items, list):
        raise NotAFeed(phrase("{url}: this is JSON, but no JSON Feed.", url=url))
    return Feed(
        format="json" + version.rpartition("/")[2],
        title=markup.line(_text(found.get("title")))[:300],
        site=_absolute(_text(found.get("home_page_url")), url),
        language=_language(found.get("language")),
        items=_tidy(
            _json_item(item, url)
            for item in _newest([item for item in items if isinstance(item, dict)], _json_day)
        ),
    )


def _json_item(item: dict[str, Any], url: str) -> FeedItem:
    plain = _text(item.get("content_text"))
    guid = item.get("id")
    return _item(
        guid=str(guid) if isinstance(guid, str | int | float) else None,
        url=_absolute(_text(item.get("url")) or _text(item.get("external_url")), url),
        title=_text(item.get("title")),
        summary=_text(item.get("summary")),
        content=_text(item.get("content_html")) or plain.replace("&", "&amp;").replace("<", "&lt;"),
        published=_json_day(item),
        stamp=_text(item.get("date_modified")) or _text(item.get("date_published")),
    )


def _item(
    *,
    guid: str | None,
    url: str | None,
    title: str,
    summary: str,
    content: str,
    published: str | None,
    stamp: str | None,
) -> FeedItem:
    headline = markup.line(title)[:500]
    short = "\n\n".join(markup.paragraphs(summary[:LONGEST_TEXT]))
    whole = "\n\n".join(markup.paragraphs(content[:LONGEST_TEXT]))
    # Some publishers put the whole article into the summary and a teaser into the content.
    short, whole = sorted((short, whole), key=len)
    if len(whole) < WHOLE or _CUT.search(whole[-80:]):
        short, whole = whole, ""
    words = _WORD.findall(unicodedata.normalize("NFKC", f"{headline} {short} {whole}").casefold())
    return FeedItem(
        guid=markup.storable(guid or "").strip()[:1000] or None,
        url=url,
        title=headline,
        summary=short,
        text=whole,
        published=published,
        hash=hashlib.sha256(" ".join(words).encode()).hexdigest()[:32],
        stamp=markup.storable(stamp or "").strip()[:100] or None,
    )


def _tidy(items: Iterable[FeedItem]) -> tuple[FeedItem, ...]:
    """The items without repetition. A guid of several addresses is no identity: it is dropped."""
    listed = [item for item in items if item.url or item.title or item.text]
    places = Counter(guid for guid, _ in {(item.guid, item.url) for item in listed if item.guid})
    sure = (replace(item, guid=None) if places[item.guid or ""] > 1 else item for item in listed)
    return tuple({(item.guid, item.url, item.hash): item for item in sure}.values())


def _absolute(address: str | None, base: str) -> str | None:
    """A link as a full http(s) address; None for what is none."""
    if not address or len(address) > 2048:
        return None
    try:
        full = urljoin(base, "".join(markup.storable(address).split()))
    except ValueError:
        return None
    return full if re.match(r"https?://[^/]", full, re.I) else None


def _day(when: Any) -> str | None:
    """The ISO day of feedparser's time, which is in UTC."""
    try:
        found = datetime.fromtimestamp(calendar.timegm(when), UTC).date().isoformat() if when else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None
    return found if found and found >= _EARLIEST else None


def _json_day(item: dict[str, Any]) -> str | None:
    return _iso_day(_text(item.get("date_published")) or _text(item.get("date_modified")))


def _iso_day(written: str) -> str | None:
    try:
        moment = datetime.fromisoformat(written)
        return moment.astimezone(UTC).date().isoformat() if moment.tzinfo else moment.date().isoformat()
    except (ValueError, OverflowError):
        pass
    try:
        return dates.parse(written[:10])
    except DateError:
        return None


def _language(written: Any) -> str | None:
    found = re.match(r"[a-z]{2}(?![a-z])", _text(written).strip().lower())
    return found[0] if found else None


def _text(value: Any) -> str:
    return markup.storable(value) if isinstance(value, str) else ""
