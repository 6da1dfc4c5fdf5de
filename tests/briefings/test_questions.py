"""Dates as people type them, and questions as values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings import dates
from briefings.questions import Question, parse_date


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2024", "2024"),
        ("2024-06", "2024-06"),
        ("2024-6", "2024-06"),
        ("2024-06-01", "2024-06-01"),
        ("2024/6/1", "2024-06-01"),
        ("june 2024", "2024-06"),
        ("Jun 2024", "2024-06"),
        ("Sept. 2023", "2023-09"),
        ("1 June 2024", "2024-06-01"),
        ("1st of June, 2024", "2024-06-01"),
        ("June 1, 2024", "2024-06-01"),
        (" 29 February 2024 ", "2024-02-29"),
    ],
)
def test_dates_as_people_type_them(typed: str, meant: str) -> None:
    assert parse_date(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "soon",
        "2024-13",
        "2024-02-30",
        "30 February 2024",
        "0000",
        "0999",
        "2024-06-00",
        "24",
        "june",
        "٢٠٢٤x",
        "2024-06-01-05",
    ],
)
def test_what_is_no_date_is_said_with_examples(typed: str) -> None:
    with pytest.raises(ValueError, match="2024-06-01, 2024-06, 2024 or june 2024"):
        parse_date(typed)


def test_a_question_is_a_value() -> None:
    asked = Question("met", {"who": "india", "with": "china"})
    assert asked == Question("met", {"who": "india", "with": "china"})
    assert asked.page(20).offset == 20
    assert asked.page(-5).offset == 0
    assert asked.page(20).with_options(who="iran") == Question("met", {"who": "iran", "with": "china"})
    assert asked.line() == "/met india with:china"
    assert asked.text("since") == ""
    assert Question("upcoming", {"days": 30}).whole("days", 60) == 30
    assert asked.whole("days", 60) == 60


@given(st.text(max_size=30))
def test_any_words_are_a_date_that_exists_or_a_complaint(words: str) -> None:
    try:
        found = parse_date(words)
    except ValueError:
        return
    assert dates.is_valid(found)
