"""From bytes to an article: what is taken, what is cleaned away, and what is refused with which words."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from briefings.errors import (
    ArticleError,
    ArticleTooLarge,
    BinaryArticle,
    DateError,
    EmptyArticle,
    UndecodableArticle,
)
from briefings.models import PublishedBasis
from briefings.sources.files import MAX_BYTES, load_article, paragraphs_of

BODY = "The ministers of Peru and Chad dined in Bern on Monday.\n\nThey are to meet again in Lima."


def test_plain_text_with_a_headline() -> None:
    article = load_article("a.txt", f"Peru and Chad talk lithium\n\n{BODY}\n".encode())
    assert article.title == "Peru and Chad talk lithium"
    assert article.text == BODY
    assert article.published is None
    assert article.published_basis is PublishedBasis.UNKNOWN


def test_a_text_without_a_headline_has_no_title() -> None:
    article = load_article(Path("a.txt"), BODY.encode())
    assert article.title is None
    assert article.text == BODY


@pytest.mark.parametrize(
    "opening", ["LIMA, May 3 (Agency) - The minister left", "- A list of dates", "Tuesday, August 24, 2021"]
)
def test_datelines_lists_and_dates_are_no_headlines(opening: str) -> None:
    assert load_article("a.txt", f"{opening}\n\n{BODY}".encode()).title is None


def test_markdown_loses_its_marks_but_not_its_words() -> None:
    text = (
        "# Peru and Chad talk lithium\n\n![A photo](x.png) The **ministers** dined [in Bern](https://x.org/a_(b)).\n\n"
        "> They meet again.\n"
    )
    article = load_article("a.md", text.encode())
    assert article.title == "Peru and Chad talk lithium"
    assert article.text == "The ministers dined in Bern.\n\nThey meet again."


def test_a_repeated_headline_is_kept_once() -> None:
    text = f"Chad’s envoy in Lima\n\nChad's Envoy in Lima\n\n{BODY}"
    article = load_article("a.txt", text.encode())
    assert article.title == "Chad’s envoy in Lima"
    assert article.text == BODY


def test_lines_wrapped_at_a_width_are_one_paragraph() -> None:
    wrapped = (
        "The ministers of Peru and Chad dined in the old town of Bern on\n"
        "Monday and spoke about lithium, about the price of rice and about\n"
        "a bridge that nobody wants to pay for."
    )
    assert paragraphs_of(wrapped) == [wrapped.replace("\n", " ")]


def test_lines_that_are_paragraphs_stay_apart() -> None:
    lines = [
        "The ministers of Peru and Chad dined in Bern on Monday.",
        "A bridge was the topic of the evening, he said.",
    ]
    assert paragraphs_of("\n".join(lines)) == lines


def test_front_matter_gives_title_date_source_and_address() -> None:
    head = "---\ntitle: 'Lithium: a dinner'\npublished: 2024-05-14T08:00:00Z\nsource: The Paper\n"
    head += "url: https://example.org/a\nlanguage: en-GB\nauthor: X\ntags: [a, b]\n---\n"
    article = load_article("a.md", (head + BODY).encode())
    assert article.title == "Lithium: a dinner"
    assert (article.published, article.published_basis) == ("2024-05-14", PublishedBasis.GIVEN)
    assert (article.source, article.url, article.language) == ("The Paper", "https://example.org/a", "en")
    assert article.text == BODY


def test_the_callers_date_wins_over_front_matter() -> None:
    article = load_article("a.md", f"---\npublished: 2024-05-14\n---\n{BODY}".encode(), published="2024-06")
    assert (article.published, article.published_basis) == ("2024-06", PublishedBasis.GIVEN)


def test_a_wrong_date_of_the_caller_is_refused() -> None:
    with pytest.raises(DateError, match="2024-07-09"):
        load_article("a.md", BODY.encode(), published="14/05/2024")


@pytest.mark.parametrize(
    ("bom", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_byte_order_marks_are_understood(bom: bytes, encoding: str) -> None:
    assert load_article("a.txt", bom + BODY.encode(encoding)).text == BODY


def test_windows_and_old_mac_line_ends() -> None:
    assert load_article("a.txt", BODY.replace("\n", "\r\n").encode()).text == BODY
    assert load_article("a.txt", BODY.replace("\n", "\r").encode()).text == BODY


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (b"", EmptyArticle, "empty"),
        (b" \n\t\n", EmptyArticle, "empty"),
        (codecs.BOM_UTF8, EmptyArticle, "empty"),
        (b"---\ntitle:\n---\n\n", EmptyArticle, "nothing below the front matter"),
        (b"---\ntitle: Talks in Lima\n---", EmptyArticle, "nothing below the front matter"),
        (b"---\ntitle:\n---\nShare\n", EmptyArticle, "besides front matter"),
        (b"Share\n\nLeave a Reply\n", EmptyArticle, "furniture"),
        (b"a\x00b", BinaryArticle, "NUL byte at offset 1"),
        (b"%PDF-1.7 ...", BinaryArticle, "PDF"),
        (b"\x89PNG\r\n\x1a\n", BinaryArticle, "picture"),
        (b"PK\x03\x04....", BinaryArticle, "archive"),
        (bytes(range(1, 32)) * 9, BinaryArticle, "control characters"),
        (b"x" * (MAX_BYTES + 1), ArticleTooLarge, "limit is 5 MB"),
        (b"fine\n\nA caf\xe9 in Bern", UndecodableArticle, r"0xe9 at offset 11 \(line 3\)"),
        (codecs.BOM_UTF16_LE + b"a", UndecodableArticle, "offset 2"),
    ],
)
def test_what_is_no_article_is_refused_in_words(data: bytes, error: type[ArticleError], words: str) -> None:
    with pytest.raises(error, match=words) as caught:
        load_article("dir/a.txt", data)
    assert str(caught.value).startswith("dir/a.txt")
    assert caught.value.name == "dir/a.txt"


def test_standard_input_is_named_in_messages() -> None:
    with pytest.raises(EmptyArticle, match=r"^standard input: "):
        load_article("-", b"")


def test_hostile_text_stays_text() -> None:
    hostile = "@everyone <script>alert(1)</script> ${x} '; DROP TABLE articles; --\u202e dined."
    assert load_article("a.txt", hostile.encode()).text == hostile
