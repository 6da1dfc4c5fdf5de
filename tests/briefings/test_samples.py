"""The packaged samples are real articles in our own words, with all that the demo needs."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import pytest

from briefings import samples
from briefings.models import PublishedBasis

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def test_there_are_five_with_publisher_date_and_address() -> None:
    articles = samples.articles()
    assert len(articles) == len(samples.names()) == 5
    for article in articles:
        assert article.title
        assert article.source
        assert article.url is not None
        assert article.url.split("/")[2].endswith(".example")
        assert article.published is not None
        assert len(article.published) == len("2024-07-12")
        assert article.published_basis is PublishedBasis.GIVEN
        assert 150 <= len(article.text.split()) <= 350
    assert len({article.url for article in articles}) == 5


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    said = words(text)
    return {tuple(said[start : start + length]) for start in range(len(said) - length + 1)}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the articles whose facts they tell are not here")
def test_they_are_told_in_our_own_words() -> None:
    theirs = set(chain.from_iterable(runs(file.read_text("utf-8"), 9) for file in SEEDS.glob("*.txt")))
    assert theirs
    for name in samples.names():
        assert not runs(samples.data(name).decode(), 9) & theirs, name
