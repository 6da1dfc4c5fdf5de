"""Identity: the address in one form, else the words; never the date."""

from __future__ import annotations

from dataclasses import replace

import pytest

from briefings.identity import canonical_url, resemblance, signature, text_hash
from briefings.models import Article

ARTICLE = Article(
    title="Ministers dine in Bern",
    text="The ministers of Peru and Chad dined in Bern on Monday.\n\nThey spoke about lithium, “a bridge”.",
    published="2024-05-14",
)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("http://www.Example.org/News/a-b/", "https://example.org/News/a-b"),
        ("https://example.org/a?utm_source=x&id=7&fbclid=9", "https://example.org/a?id=7"),
        ("https://example.org/a?b=2&a=1#top", "https://example.org/a?a=1&b=2"),
        ("https://m.example.org/a/amp/", "https://example.org/a"),
        ("https://example.org:443//a//index.html", "https://example.org/a"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org/caf%C3%A9", "https://example.org/caf%C3%A9"),
        ("https://example.org/café", "https://example.org/caf%C3%A9"),
        ("ftp://example.org/a", None),
        ("no address", None),
        ("https://[broken", None),
        (None, None),
    ],
)
def test_canonical_url(url: str | None, canonical: str | None) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


def test_the_same_words_have_the_same_hash_whatever_the_date_and_the_marks() -> None:
    other = replace(
        ARTICLE,
        text="The ministers of Peru and Chad  dined in Bern on Monday. They spoke about lithium, 'a bridge'.",
        published="2025-01-01",
        url="https://example.org/x",
        source="Elsewhere",
    )
    assert text_hash(other) == text_hash(ARTICLE)


def test_a_title_that_opens_the_text_counts_once() -> None:
    repeated = replace(ARTICLE, text=f"{ARTICLE.title}\n\n{ARTICLE.text}")
    assert text_hash(repeated) == text_hash(ARTICLE)


def test_a_corrected_word_changes_the_hash() -> None:
    assert text_hash(replace(ARTICLE, text=ARTICLE.text.replace("Chad", "Mali"))) != text_hash(ARTICLE)


def test_near_copies_resemble_each_other() -> None:
    long = replace(ARTICLE, text=" ".join(f"word{n} of sentence{n // 7}" for n in range(300)))
    near = replace(long, text=long.text.replace("word150", "term150"))
    far = replace(long, text=" ".join(f"other{n} in paragraph{n // 5}" for n in range(300)))
    assert resemblance(signature(long), signature(near)) > 0.8
    assert resemblance(signature(long), signature(far)) < 0.1
    assert len(signature(long)) == 64
    assert resemblance(signature(Article(None, "")), signature(Article(None, ""))) == 1
