"""Lists of feeds go out and come back, and hostile ones are refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from briefings.errors import FeedError
from briefings.sources.opml import MOST_FEEDS, Subscription, read_opml, write_opml

MADE = datetime(2024, 9, 30, 8, tzinfo=UTC)


def test_what_is_written_is_read_again() -> None:
    listed = (
        Subscription("https://a.example/feed?x=1&y=2", 'The "Courier" & <sons>'),
        Subscription("https://b.example/", ""),
        Subscription("https://c.example/", "Новости\u202e\x00"),
    )
    text = write_opml(listed, MADE)
    back = read_opml(text.encode(), "list.opml")
    assert [found.url for found in back] == [found.url for found in listed]
    assert [found.title for found in back] == ['The "Courier" & <sons>', "https://b.example/", "Новости"]
    assert "Mon, 30 Sep 2024 08:00:00 +0000" in text


def test_folders_capitals_and_repetitions() -> None:
    body = b"""<?xml version="1.0" encoding="ISO-8859-1"?><OPML version="1.0"><body><outline text="World">
    <outline text="A\xe9" XMLURL=" https://a.example/ "/><outline title="B" xmlUrl="https://b.example/"/></outline>
    <outline text="again" xmlUrl="https://a.example/"/><outline text="no feed"/></body></OPML>"""
    assert read_opml(body, "x") == (
        Subscription("https://a.example/", "Aé"),
        Subscription("https://b.example/", "B"),
    )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "not well-formed|no element"),
        (b"<opml><body>", "not well-formed"),
        (b"<rss version='2.0'/>", "begins with <rss>"),
        (b"<opml/>", "names no feeds"),
        (b'<!DOCTYPE x [<!ENTITY a "aaa">]><opml/>', "entities"),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml>&a;</opml>', "entities"),
        (
            b"<opml>" + b"".join(b"<outline xmlUrl='u%d'/>" % n for n in range(MOST_FEEDS + 1)) + b"</opml>",
            "more than",
        ),
        (b" " * (6 * 1024 * 1024), "larger than"),
    ],
)
def test_what_is_no_list_is_said_in_a_sentence(body: bytes, said: str) -> None:
    with pytest.raises(FeedError, match=f"list.opml: .*(?:{said})"):
        read_opml(body, "list.opml")
