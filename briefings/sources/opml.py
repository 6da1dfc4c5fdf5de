"""Lists of feeds in OPML, as feed readers export and import them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from briefings.errors import FeedError
from briefings.sources import markup

MOST_FEEDS = 2000
MAX_BYTES = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed in a list; `title` may be empty."""

    url: str
    title: str = ""


def read_opml(body: bytes, name: str) -> tuple[Subscription, ...]:
    """The feeds in a list, folders flattened, each address once, in order. Raises `FeedError`.

    `name` is the file as the user named it. Addresses are as written: whether they may be fetched is not
    judged here.
    """
    if len(body) > MAX_BYTES:
        raise FeedError(f"{name}: this is larger than any list of feeds.")
    text = markup.without_entities(markup.decode(body), name)
    try:
        # Without entities and document type nothing in it can grow or reach out.
        root = ElementTree.fromstring(text)  # noqa: S314
    except ElementTree.ParseError as error:
        line, column = error.position
        raise FeedError(
            f"{name}: this is no OPML: not well-formed near line {line}, column {column}."
        ) from None
    if root.tag.lower() != "opml":
        raise FeedError(
            f"{name}: this is no OPML; it begins with <{root.tag[:40]}>. Export the list as OPML."
        )
    found: dict[str, Subscription] = {}
    for outline in root.iter("outline"):
        values = {key.lower(): " ".join(value.split()) for key, value in outline.attrib.items()}
        url = values.get("xmlurl", "")
        if url and url not in found:
            found[url] = Subscription(url, values.get("title") or values.get("text") or "")
        if len(found) > MOST_FEEDS:
            raise FeedError(
                f"{name}: more than {MOST_FEEDS} feeds are more than we would poll; split the list."
            )
    if not found:
        raise FeedError(f"{name}: the list names no feeds (no outline has an xmlUrl).")
    return tuple(found.values())


def write_opml(subscriptions: Iterable[Subscription], made: datetime) -> str:
    """The list as a document; `made` is an aware datetime."""
    outlines = "\n".join(
        f'    <outline type="rss" text={_value(s.title or s.url)} title={_value(s.title or s.url)} '
        f"xmlUrl={_value(s.url)}/>"
        for s in subscriptions
    )
    date = escape(format_datetime(made))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head>\n'
        f"    <title>Sources of Dragoman</title>\n    <dateCreated>{date}</dateCreated>\n"
        f"  </head>\n  <body>\n{outlines}\n  </body>\n</opml>\n"
    )


def _value(text: str) -> str:
    """`text` as a quoted attribute, without what XML cannot hold."""
    return quoteattr("".join(ch for ch in text if ch.isprintable()))
