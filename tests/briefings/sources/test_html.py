"""Web pages: text, title, address, publisher and date, and pages that hold no article."""

from __future__ import annotations

import contextlib

import pytest

from briefings.errors import ArticleError, EmptyArticle
from briefings.models import Article, PublishedBasis
from briefings.sources.files import load_article

STORY = (
    "<p>The foreign ministers of Peru and Chad dined in the old town of Bern on Monday, aides said.</p>"
    "<p>They spoke about lithium, and are to meet again in Lima in the spring, their offices added.</p>"
)


def page(head: str = "", body: str = STORY) -> Article:
    html = (
        f"<!DOCTYPE html><html lang='en-GB'><head><title>A dinner in Bern | The Paper</title>{head}</head>"
        f"<body><nav><a href='/'>Home</a></nav><article><h1>A dinner in Bern</h1>{body}</article>"
        "<footer>Share this</footer></body></html>"
    )
    return load_article("page.html", html.encode())


def test_the_article_is_taken_from_the_page() -> None:
    article = page()
    assert article.text.startswith("The foreign ministers of Peru and Chad dined")
    assert "their offices added." in article.text
    assert "Share" not in article.text
    assert "Home" not in article.text
    assert article.language == "en"


def test_metadata_tells_title_date_address_and_publisher() -> None:
    article = page(
        '<meta property="og:title" content="A dinner in Bern - The Paper">'
        '<meta property="og:site_name" content="The Paper">'
        '<meta property="article:published_time" content="2024-05-14T20:00:00+02:00">'
        '<link rel="canonical" href="https://example.org/dinner">'
    )
    assert article.title == "A dinner in Bern"
    assert (article.published, article.published_basis) == ("2024-05-14", PublishedBasis.STATED)
    assert (article.url, article.source) == ("https://example.org/dinner", "The Paper")


def test_structured_data_tells_them_too() -> None:
    article = page(
        '<script type="application/ld+json">{"@graph": [{"@type": "WebPage"}, {"@type": '
        '["NewsArticle"], "headline": "A dinner", "datePublished": "2024-05-14", "publisher": '
        '{"name": "The Paper"}}]}</script>'
        '<script type="application/ld+json">{broken</script>'
    )
    assert (article.title, article.published, article.source) == ("A dinner", "2024-05-14", "The Paper")


def test_an_ambiguous_date_on_the_page_stays_ambiguous() -> None:
    article = page(body=f"<p>Last Updated on 11/07/2024 by Desk</p>{STORY}")
    assert article.published is None
    assert article.published_readings == ("2024-07-11", "2024-11-07")


def test_an_impossible_date_in_the_metadata_is_passed_over() -> None:
    assert page('<meta name="date" content="2024-02-31">').published is None


def test_a_page_is_known_by_its_first_tag_too() -> None:
    html = f"<html><head><title>A dinner</title></head><body><article>{STORY}</article></body></html>"
    article = load_article("-", html.encode())
    assert article.title == "A dinner"
    assert "<p>" not in article.text


def test_a_page_may_declare_another_encoding() -> None:
    html = f"<html><head><meta charset='windows-1252'></head><body><p>Café talks.</p>{STORY}</body></html>"
    assert "Café talks." in load_article("a.html", html.encode("windows-1252")).text


@pytest.mark.parametrize("html", ["<html><body></body></html>", "<html></html>", "<!doctype html><p>"])
def test_a_page_without_an_article_is_refused(html: str) -> None:
    with pytest.raises(EmptyArticle, match=r"a\.html"):
        load_article("a.html", html.encode())


@pytest.mark.parametrize("html", ["<html>" + "<div>" * 20_000 + "deep", "<html>\x01<p>" + "&lt;" * 5000])
def test_a_hostile_page_is_read_or_refused(html: str) -> None:
    with contextlib.suppress(ArticleError):
        assert load_article("a.html", html.encode()).text


def test_a_page_of_endless_pieces_is_refused_at_once() -> None:
    with pytest.raises(ArticleError, match="too many pieces"):
        load_article("a.html", b"<html>" + b"<p>x</p>" * 100_000)
