"""Feeds of every format and every kind of damage, from their bytes."""

from __future__ import annotations

import json

import pytest

from briefings.errors import FeedError
from briefings.sources.feeds import MOST_ITEMS, Feed, FeedItem, NotAFeed, parse_feed

URL = "https://courier.example/feeds/world.xml"
TITLE = "Ministers meet in Vienna"

RSS2 = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>The Courier</title><link>https://courier.example/</link>
<language>en-gb</language>
<item><title>Ministers meet in Vienna</title>
<link>https://courier.example/1</link>
<guid isPermaLink="false">id-1</guid><pubDate>Tue, 09 Jul 2024 23:30:00 -0500</pubDate>
<description>&lt;p&gt;They met &lt;b&gt;on Monday&lt;/b&gt;.&lt;/p&gt;
&lt;p&gt;And parted.&lt;/p&gt;</description>
</item></channel></rss>"""
RSS091 = """<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
 "http://my.netscape.com/publish/formats/rss-0.91.dtd">
<rss version="0.91"><channel><title>The Courier</title><language>en</language>
<item><title>Ministers meet in Vienna</title><link>https://courier.example/1</link>
<description>They met on Monday. And parted.</description></item></channel></rss>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://courier.example/"><title>The Courier</title><link>https://courier.example/</link>
<dc:language>en</dc:language></channel>
<item rdf:about="https://courier.example/1"><title>Ministers meet in Vienna</title>
<link>https://courier.example/1</link><dc:date>2024-07-10T04:30:00Z</dc:date>
<description>They met on Monday. And parted.</description></item></rdf:RDF>"""
ATOM1 = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Courier</title>
<entry><id>tag:courier.example,2024:1</id>
<title type="html">Ministers &lt;i&gt;meet&lt;/i&gt; in Vienna</title>
<link rel="alternate" href="/1"/><link rel="enclosure" href="https://courier.example/1.mp3"/>
<published>2024-07-10T04:30:00Z</published><updated>2024-08-01T00:00:00Z</updated>
<summary type="html">&lt;p&gt;They met on Monday.&lt;/p&gt;&lt;p&gt;And parted.&lt;/p&gt;</summary>
</entry></feed>"""
ATOM03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#" xml:lang="en"><title>The Courier</title>
<entry><id>tag:courier.example,2024:1</id><title>Ministers meet in Vienna</title>
<link rel="alternate" type="text/html" href="https://courier.example/1"/><issued>2024-07-10T04:30:00Z</issued>
<summary>They met on Monday. And parted.</summary></entry></feed>"""
JSON1 = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Courier",
        "language": "en-GB",
        "items": [
            {
                "id": 7,
                "url": "/1",
                "title": TITLE,
                "content_html": "<p>They met on Monday.</p><p>And parted.</p>",
                "date_published": "2024-07-09T23:30:00-05:00",
            }
        ],
    }
)


def read(text: str | bytes, **options: str) -> Feed:
    return parse_feed(text.encode() if isinstance(text, str) else text, URL, **options)


def only(text: str | bytes, **options: str) -> FeedItem:
    [item] = read(text, **options).items
    return item


@pytest.mark.parametrize(
    ("text", "form", "dated"),
    [
        (RSS2, "rss20", True),
        (RSS091, "rss091u", False),
        (RDF, "rss10", True),
        (ATOM1, "atom10", True),
        (ATOM03, "atom03", True),
        (JSON1, "json1.1", True),
    ],
    ids=["rss2", "rss0.91", "rdf", "atom1", "atom0.3", "json"],
)
def test_every_format_gives_the_same_item(text: str, form: str, dated: bool) -> None:
    feed = read(text)
    assert (feed.format, feed.title) == (form, "The Courier")
    [item] = feed.items
    assert (item.title, item.url) == (TITLE, "https://courier.example/1")
    assert item.summary.split() == "They met on Monday. And parted.".split()
    assert item.text == ""
    assert item.published == ("2024-07-10" if dated else None)
    if "91" not in form and "03" not in form and form != "atom10":
        assert feed.language == "en"


def test_the_whole_article_in_a_feed_is_its_text() -> None:
    body = "<p>The ministers of both countries met.</p>" * 40
    for content, whole in ((body, True), (body + "<p>Read more</p>", False), (body[:400], False)):
        item = only(
            '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><item>'
            f"<title>x</title><description>Teaser</description><content:encoded><![CDATA[{content}]]>"
            "</content:encoded></item></channel></rss>"
        )
        assert bool(item.text) is whole
        assert item.summary == "Teaser" if whole else item.summary


def test_scripts_styles_and_markup_are_no_text() -> None:
    item = only(
        '<rss version="2.0"><channel><item><title>A &amp;lt;b&amp;gt; B</title><description><![CDATA['
        "<style>p{color:red}</style><script>alert('x')</script><p>One&nbsp;two &amp; three</p>"
        "<!-- hidden --><svg><text>pic</text></svg><img src=x onerror=alert(1)>four]]></description></item>"
        "</channel></rss>"
    )
    assert item.summary == "One two & three\n\nfour"


@pytest.mark.parametrize(
    ("encoding", "charset", "claim"),
    [
        ("iso-8859-1", None, "ISO-8859-1"),
        ("iso-8859-1", "iso-8859-1", "utf-8"),
        ("utf-8", "iso-8859-1", "iso-8859-1"),
        ("utf-8", "no-such-charset", "utf-8"),
        ("utf-8", None, "us-ascii"),
        ("cp1252", "utf-8", "utf-8"),
        ("utf-16", None, "utf-16"),
        ("utf-16-le", None, "utf-16"),
        ("utf-8-sig", "utf-16", "utf-8"),
        ("koi8-r", None, "koi8-r"),
    ],
)
def test_wrong_and_rare_encodings(encoding: str, charset: str | None, claim: str) -> None:
    title = (
        "Встреча" if encoding == "koi8-r" else "Café “talks”" if encoding != "iso-8859-1" else "Café «talks»"
    )
    text = f'<?xml version="1.0" encoding="{claim}"?><rss version="2.0"><channel><item><title>{title}</title>'
    body = (text + "</item></channel></rss>").encode(encoding)
    [item] = parse_feed(body, URL, charset=charset).items
    assert item.title == title


@pytest.mark.parametrize(
    "text",
    [
        RSS2.replace("</channel></rss>", ""),
        RSS2.replace("&lt;b&gt;", "<b>"),
        RSS2.replace("They met", "They & met"),
        RSS2.replace("They met", "They\x00\x0b met"),
        RSS2.replace("The Courier", "The&nbsp;Courier"),
        "\n\n " + RSS2,
    ],
)
def test_damaged_feeds_are_read_as_far_as_they_go(text: str) -> None:
    assert only(text).title == TITLE


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("just words", "neither"),
        ("<svg xmlns='http://www.w3.org/2000/svg'/>", "neither"),
        ("<!doctype html><html><body>Hi</body></html>", "a web page, not a feed"),
        ('{"version": "https://jsonfeed.org/version/1"}', "no JSON Feed"),
        ('{"version": 1, "items": []}', "no JSON Feed"),
        ('{"version"', "no valid JSON"),
        ("{" * 100_000, "no valid JSON"),
        ('{"a":' * 100_000, "no valid JSON"),
    ],
)
def test_what_is_no_feed_is_said_in_a_sentence(text: str, said: str) -> None:
    with pytest.raises(NotAFeed, match=said):
        read(text)


def test_a_page_names_its_feeds() -> None:
    page = (
        "<html><head><link rel='stylesheet' href='/s.css'>"
        '<link rel="alternate" type="application/rss+xml" href="/world.xml?a=1&amp;b=2">'
        "<link type=application/atom+xml rel=alternate href=https://courier.example/atom>"
        '<link rel="alternate" type="application/rss+xml" href="javascript:x"></head></html>'
    )
    with pytest.raises(NotAFeed) as caught:
        read(page)
    assert caught.value.feeds == (
        "https://courier.example/world.xml?a=1&b=2",
        "https://courier.example/atom",
    )
    assert "world.xml" in str(caught.value)


BOMB = '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("doctype", [BOMB, OUTSIDE, BOMB.lower(), '<!DOCTYPE rss SYSTEM "x" [ ]>'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_any_encoding(doctype: str, encoding: str) -> None:
    claim = f'<?xml version="1.0" encoding="{encoding}"?>'
    text = f"{claim}{doctype}<rss version='2.0'><channel><title>&b;&x;</title></channel></rss>"
    with pytest.raises(FeedError, match="entities"):
        read(text.encode(encoding))


@pytest.mark.parametrize(
    "text",
    [
        "<rss version='2.0' " + " ".join(f"a{n}='1'" for n in range(20_000)) + "></rss>",
        "<rss version='2.0'><channel>" + "<item><a>" * 200_000,
    ],
)
def test_feeds_that_would_take_minutes_are_refused(text: str) -> None:
    with pytest.raises(FeedError, match="too many pieces"):
        read(text)


def test_only_the_first_thousand_items_are_looked_at() -> None:
    items = "".join(f"<item><title>Title {n}</title><link>/n/{n}</link></item>" for n in range(1200))
    feed = read(f"<rss version='2.0'><channel>{items}</channel></rss>")
    assert len(feed.items) == 1000
    assert feed.items[0].url == "https://courier.example/n/0"


def test_the_hash_is_of_the_words_alone() -> None:
    first = only(RSS2)
    again = only(RSS2.replace("09 Jul 2024", "19 Jul 2024").replace("id-1", "id-2").replace("<b>", ""))
    other = only(RSS2.replace("Monday", "Tuesday"))
    assert first.hash == again.hash != other.hash


def test_an_id_of_several_addresses_is_no_id() -> None:
    text = RSS2.replace("</channel>", "<item><guid>id-1</guid><link>/2</link></item></channel>").replace(
        "id-1</guid><link>", "id-1</guid><link>"
    )
    assert [item.guid for item in read(text).items] == [None, None]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "mailto:a@b.example", "http://[bad", "x" * 5000])
def test_links_that_lead_nowhere_are_none(link: str) -> None:
    item = only(
        f"<rss version='2.0'><channel><item><title>x</title><link>{link}</link></item></channel></rss>"
    )
    assert item.url is None or item.url.startswith("https://courier.example/")


@pytest.mark.parametrize("date", ["soon", "9999-99-99", "1970-01-01T00:00:00Z", "", "0000-00-00T00:00:00"])
def test_dates_that_cannot_be_are_none(date: str) -> None:
    assert only(ATOM03.replace("2024-07-10T04:30:00Z", date)).published is None
    assert only(JSON1.replace("2024-07-09T23:30:00-05:00", date)).published in (None, "1970-01-01")


def test_days_after_the_latest_are_not_believed() -> None:
    [item] = parse_feed(RSS2.encode(), URL, latest="2024-07-09").items
    assert item.published is None
    [item] = parse_feed(RSS2.encode(), URL, latest="2024-07-10").items
    assert item.published == "2024-07-10"


def test_halves_of_character_pairs_are_replaced_since_no_database_can_keep_them() -> None:
    half = {"id": "1\ud83d", "url": "/\udc00", "title": "Talks \ud83d", "summary": "They met \udc00 today."}
    whole = {"id": "2", "url": "/2", "title": "Fine \ud83d\udc4b"}
    head = {"version": "https://jsonfeed.org/version/1", "title": "\ud800"}
    feed = parse_feed(json.dumps({**head, "items": [half, whole]}).encode(), URL)
    assert [item.title for item in feed.items] == ["Talks \ufffd", "Fine \U0001f44b"]
    str(feed).encode()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("&#xD83D;&#xDC4B;", "\U0001f44b"),
        ("&#55357;", "\ufffd"),
        ("&#x110000;", "\ufffd"),
        ("&#1;", "\ufffd"),
        (f"&#{'9' * 5000};&#x{'f' * 5000};", "\ufffd\ufffd"),
        ("&#8364;&#x26;", "€&"),
        ("&#0;&#60;", "\ufffd<"),
        ("&amp;#xD83D;", "\ufffd"),
    ],
)
def test_numbers_that_are_no_characters_do_not_lose_a_feed(written: str, read: str) -> None:
    feed = parse_feed(RSS2.replace("Ministers", f"Ministers {written}").encode(), URL)
    [item] = feed.items
    str(feed).encode()
    assert item.title == f"Ministers {read} meet in Vienna"


@pytest.mark.parametrize("oldest_first", [True, False])
def test_of_a_feed_without_end_the_newest_items_are_looked_at(oldest_first: bool) -> None:
    days = [f"{1990 + number // 28:04}-03-{number % 28 + 1:02}" for number in range(MOST_ITEMS + 8)]
    listed = days if oldest_first else days[::-1]
    xml = "".join(
        f"<entry><id>{day}</id><title>On {day}</title><updated>{day}T00:00:00Z</updated></entry>"
        for day in listed
    )
    items = [{"id": day, "title": f"On {day}", "date_published": day} for day in listed]
    atom = parse_feed(f'<feed xmlns="http://www.w3.org/2005/Atom">{xml}</feed>'.encode(), URL)
    plain = parse_feed(
        json.dumps({"version": "https://jsonfeed.org/version/1", "items": items}).encode(), URL
    )
    expected = [day for day in listed if day in days[8:]]
    assert [item.guid for item in atom.items] == expected
    assert [item.guid for item in plain.items] == expected
