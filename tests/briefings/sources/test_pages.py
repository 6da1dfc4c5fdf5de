"""Fetched pages: whose words, which address and which day, and the walls that some sites put in front."""

from __future__ import annotations

import json

import pytest

from briefings.errors import ArticleError, EmptyArticle, PageRefused
from briefings.models import Article, PublishedBasis
from briefings.sources.pages import MAX_BYTES, own_address, page_article, page_text

URL = "https://www.paper.example/2024/world/a-dinner-in-bern"
STORY = (
    "<p>The foreign ministers of Peru and Chad dined in the old town of Bern on Monday, aides said.</p>"
    "<p>They spoke about lithium for two hours, and are to meet again in Lima next spring, they added.</p>"
)
LONG = STORY + "".join(
    f"<p>Paragraph {n}: the two sides went through item {n} of a list that officials had agreed on "
    "before the guests came, and they left the hard questions for the end of a long evening.</p>"
    for n in range(12)
)


def page(head: str = "", body: str = STORY, url: str = URL, kind: str | None = "text/html") -> Article:
    html = (
        f"<!DOCTYPE html><html lang='en'><head><title>A dinner in Bern</title>{head}</head><body>"
        f"<article><h1>A dinner in Bern</h1>{body}</article></body></html>"
    )
    return page_article(html.encode(), url, kind)


def ld(**said: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **said})}</script>'


def test_a_page_gives_text_title_publisher_author_and_language() -> None:
    article = page(
        '<meta property="og:site_name" content="The Paper">'
        + ld(headline="A dinner in Bern", author=[{"name": "Ada Byron"}, {"name": "Max Frisch"}])
    )
    assert article.text.startswith("The foreign ministers of Peru and Chad dined")
    assert (article.title, article.source, article.language) == ("A dinner in Bern", "The Paper", "en")
    assert "By Ada Byron, Max Frisch." in article.notes


def test_halves_of_character_pairs_in_structured_data_are_replaced() -> None:
    article = page(ld(headline="Cut \ud83d", author="Ada \udc00", publisher={"name": "\ud83d Paper"}))
    str(article).encode()


def test_the_host_stands_for_a_publisher_without_a_name() -> None:
    assert page().source == "paper.example"


@pytest.mark.parametrize(
    ("head", "body", "day", "basis", "words"),
    [
        (ld(datePublished="2024-05-14T23:30:00-05:00"), "", "2024-05-14", "stated", "structured data"),
        (
            ld(datePublished="2024-05-14") + '<meta name="date" content="2024-05-20">',
            '<time class="published" datetime="2024-05-16">today</time>',
            "2024-05-14",
            "stated",
            "structured data",
        ),
        (
            '<meta name="date" content="2024-05-20">',
            '<time class="published" datetime="2024-05-16T08:00Z">today</time>',
            "2024-05-16",
            "stated",
            "time element",
        ),
        ("", '<time datetime="2024-05-16">x</time>', "2024-05-16", "stated", "time element"),
        ('<meta name="date" content="2024-05-20">', "", "2024-05-20", "stated", "meta tag"),
        ("", "<p>Published on 21 May 2024</p>", "2024-05-21", "stated", "visible text"),
        (ld(datePublished="1970-01-01"), "", None, "unknown", "Nothing on the page"),
        ("", '<time class="updated" datetime="2024-06-16">x</time>', None, "unknown", "Nothing on the page"),
        (
            "",
            '<time datetime="2024-05-16">x</time><time datetime="2024-05-18">y</time>',
            None,
            "unknown",
            "Nothing on the page",
        ),
    ],
)
def test_evidence_for_the_day_is_ranked_and_noted(
    head: str, body: str, day: str | None, basis: str, words: str
) -> None:
    article = page(head, body + STORY, url="https://paper.example/a-dinner")
    assert (article.published, article.published_basis) == (day, PublishedBasis(basis))
    assert words in " ".join(article.notes)


def test_the_address_dates_a_page_that_says_nothing_itself() -> None:
    article = page(url="https://paper.example/2024/05/14/dinner")
    assert (article.published, article.published_basis) == ("2024-05-14", PublishedBasis.INFERRED)


def test_the_address_goes_before_the_visible_text() -> None:
    body = "<p>Published on 21 May 2024</p>" + STORY
    article = page(body=body, url="https://paper.example/2024/05/14/dinner")
    assert (article.published, article.published_basis) == ("2024-05-14", PublishedBasis.INFERRED)
    assert article.notes[:2] == (
        "Published 2024-05-14 by the page's address.",
        "Its visible text says 2024-05-21 instead.",
    )
    same = page(body=body, url="https://paper.example/2024/05/21/dinner")
    assert (same.published, same.published_basis) == ("2024-05-21", PublishedBasis.STATED)


def test_contradicting_evidence_is_noted() -> None:
    article = page(ld(datePublished="2024-05-14") + '<meta name="date" content="2024-05-20">')
    assert "Its meta tag says 2024-05-20 instead." in article.notes


@pytest.mark.parametrize(
    ("url", "claimed", "own"),
    [
        (URL, "https://paper.example/a-dinner", True),
        ("https://m.paper.example/a-dinner?x=1", "https://www.paper.example/a-dinner", True),
        ("https://news.paper.example/a", "https://paper.example/a", True),
        (URL, "https://other.example/a-dinner", False),
        (URL, "https://evilpaper.example/a", False),
        (
            "https://www-paper-example.cdn.ampproject.org/c/s/www.paper.example/a/amp",
            "https://paper.example/a",
            True,
        ),
        ("https://www.google.com/amp/s/www.paper.example/a", "https://paper.example/a", True),
        ("https://x.cdn.ampproject.org/c/s/www.paper.example/a", "https://other.example/a", False),
        (URL, None, False),
    ],
)
def test_a_page_may_claim_an_address_of_its_own_site_only(url: str, claimed: str | None, own: bool) -> None:
    assert own_address(url, claimed) == (claimed if own else url)


def test_the_front_page_is_no_address_of_an_article() -> None:
    assert page('<link rel="canonical" href="https://paper.example/">').url == URL


@pytest.mark.parametrize(
    ("reason", "head", "body"),
    [
        ("paywall", ld(isAccessibleForFree=False), STORY),
        ("paywall", ld(isAccessibleForFree="False"), STORY),
        ("paywall", "", STORY + "<p>Subscribe now to continue reading this article, from 1 euro a week.</p>"),
        ("paywall", "", STORY + "<p>This article is only available to subscribers of the paper.</p>"),
        ("paywall", "", STORY + "<p>Already a subscriber? Log in here to go on with the story.</p>"),
        (
            "consent",
            "",
            "<p>We value your privacy. We and our 812 partners store cookies on your device to measure.</p>"
            "<p>You can accept all or manage options at any time in the settings of this site.</p>",
        ),
        (
            "challenge",
            "",
            "<p>Checking your browser. Please wait a moment. Enable JavaScript and cookies to continue.</p>",
        ),
        ("challenge", "", "<p>Please verify you are human by completing the action below, it is quick.</p>"),
    ],
)
def test_walls_are_recognised(reason: str, head: str, body: str) -> None:
    with pytest.raises(PageRefused) as refused:
        page(head, body)
    assert refused.value.reason == reason
    assert URL in str(refused.value)


def test_a_consent_host_is_a_wall_whatever_it_says() -> None:
    with pytest.raises(PageRefused, match="consent"):
        page(body=LONG, url="https://consent.google.com/ml?continue=https://paper.example")


@pytest.mark.parametrize(
    "extra",
    [
        "<p>Subscribe to continue reading our other stories.</p>",
        "<p>The minister said that the site uses cookies; accept all, a clerk joked, and manage options.</p>",
    ],
)
def test_a_whole_article_is_no_wall(extra: str) -> None:
    article = page(ld(isAccessibleForFree=False), LONG + extra)
    assert "item 11 of a list" in article.text
    assert "Subscribe to continue" not in article.text


def test_an_empty_page_and_other_types_are_refused() -> None:
    with pytest.raises(EmptyArticle):
        page_article(b"  ", URL)
    with pytest.raises(PageRefused, match="image/png"):
        page_article(b"\x89PNG", URL, "image/png")
    with pytest.raises(PageRefused, match="no article"):
        page_article(b"<html><body><script>app()</script></body></html>", URL, "text/html")
    with pytest.raises(PageRefused, match="5 MB"):
        page_article(b"<p>" * MAX_BYTES, URL, "text/html")


def test_plain_text_is_an_article_too() -> None:
    article = page_article(b"A dinner in Bern\n\nBERN, May 14, 2024 - They dined.", URL, "text/plain")
    assert (article.title, article.published) == ("A dinner in Bern", "2024-05-14")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("Café".encode(), "text/html; charset=utf-8"),
        ("Café talks in Bern".encode("windows-1252"), "text/html; charset=utf-8"),
        ("Café".encode("windows-1252"), "text/html; charset=iso-8859-1"),
        ("Café".encode("utf-16"), "text/html"),
        (b"<meta charset=windows-1252>" + "Café".encode("windows-1252"), None),
        ("Café".encode(), "text/html; charset=no-such-thing"),
        ("Café".encode(), "text/html; charset=base64"),
    ],
)
def test_the_encoding_is_found(body: bytes, content_type: str | None) -> None:
    assert "Café" in page_text(body, content_type)
    assert "\ufffd" not in page_text(body, content_type)


@pytest.mark.parametrize("hostile", [b"<html>" + b"<div>" * 30_000, b"\x00" * 1000, b"<" * 10_000])
def test_hostile_bytes_are_refused_or_read(hostile: bytes) -> None:
    with pytest.raises(ArticleError):
        page_article(hostile, URL, "text/html")


def test_a_text_without_end_is_bounded() -> None:
    article = page(body=STORY + "<p>" + "They talked on and on. " * 40_000 + "</p>")
    assert len(article.text) <= 400_000
    assert "Only the first 400,000 characters" in " ".join(article.notes)
