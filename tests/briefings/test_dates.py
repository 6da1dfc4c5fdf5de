"""Partial dates: their precision is their length, and nothing is known beyond it."""

from __future__ import annotations

from datetime import date

import pytest

from briefings import dates
from briefings.errors import DateError, DragomanError

TODAY = date(2024, 9, 30)


@pytest.mark.parametrize("text", ["2024-07-09", "2024-07", "2024", " 2024-02-29 "])
def test_a_date_that_exists_is_taken_as_written(text: str) -> None:
    assert dates.parse(text) == text.strip()


@pytest.mark.parametrize(
    "text", ["2024-13", "2023-02-29", "09/07/2024", "", "soon", "2024-7-9", "0000", "20240709"]
)
def test_a_wrong_date_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(DateError, match=r"2024-07-09") as caught:
        dates.parse(text)
    assert isinstance(caught.value, DragomanError)
    assert not dates.is_valid(text)


def test_parts_that_make_no_date_make_none() -> None:
    assert dates.make(2024, 2, 30) is None
    assert dates.make(2024, None, 3) is None
    assert dates.make(999) is None
    assert dates.make(2024, 2) == "2024-02"


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2024-07-09", date(2024, 7, 9), date(2024, 7, 9), dates.Precision.DAY),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), dates.Precision.MONTH),
        ("2023", date(2023, 1, 1), date(2023, 12, 31), dates.Precision.YEAR),
    ],
)
def test_first_and_last_day(text: str, first: date, last: date, precision: dates.Precision) -> None:
    assert (dates.first_day(text), dates.last_day(text), dates.precision(text)) == (first, last, precision)


@pytest.mark.parametrize(
    ("one", "other", "fit", "refined"),
    [
        ("2024-07", "2024-07-09", True, "2024-07-09"),
        ("2024-07-09", "2024-07", True, "2024-07-09"),
        (None, "2024", True, "2024"),
        ("2024", None, True, "2024"),
        ("2024-07", "2024-08", False, "2024-07"),
        ("2024-07-09", "2024-07-08", False, "2024-07-09"),
    ],
)
def test_compatible_dates_refine_each_other(
    one: str | None, other: str | None, fit: bool, refined: str | None
) -> None:
    assert dates.compatible(one, other) is fit
    assert dates.refine(one, other) == refined


@pytest.mark.parametrize(
    ("readings", "agreed"),
    [
        (["2024-07-11", "2024-11-07"], "2024"),
        (["2024-07-11", "2024-07-12", "2024-07"], "2024-07"),
        (["2024-07-11", "2024-07-11"], "2024-07-11"),
        (["2023-12-31", "2024-01-01"], None),
        (["2024", None], None),
        ([], None),
    ],
)
def test_readings_agree_on_what_they_share(readings: list[str | None], agreed: str | None) -> None:
    assert dates.common(readings) == agreed


def test_gap_is_counted_between_the_nearest_edges() -> None:
    assert dates.gap_days(("2024-07-08", "2024-07-09"), ("2024-07-12", None)) == 3
    assert dates.gap_days(("2024-07-12", None), ("2024-07-08", "2024-07-09")) == 3
    assert dates.gap_days(("2024-07", None), ("2024-07-12", None)) == 0
    assert dates.span("2024-07-12", "2024-07-01") == (date(2024, 7, 12), date(2024, 7, 12))


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2024-10-22", "2024-10-24", 22),
        ("2024-09-30", None, 0),
        ("2024-09-28", "2024-10-02", 0),
        ("2024-09-28", None, -2),
        ("2024-10", None, None),
        ("2024-09", None, None),
        ("2024-08", None, -30),
        (None, None, None),
    ],
)
def test_days_to_go(start: str | None, end: str | None, days: int | None) -> None:
    assert dates.days_to(start, TODAY, end) == days


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2024-07-09", None, "9 July 2024"),
        ("2024-07", None, "July 2024"),
        ("2024", None, "2024"),
        ("2024-10-22", "2024-10-24", "22–24 October 2024"),
        ("2024-10-04", "2024-11-02", "4 October – 2 November 2024"),
        ("2024-12-30", "2025-01-02", "30 December 2024 – 2 January 2025"),
        ("2024-06", "2024-08", "June – August 2024"),
        ("2014", "2017", "2014–2017"),
        ("2024-10-22", "2024-10-22", "22 October 2024"),
        ("2024-10-22", "2024-10-01", "22 October 2024"),
        (None, "2024-10-24", "until 24 October 2024"),
        (None, None, "date not known"),
    ],
)
def test_dates_in_words_keep_their_precision(start: str | None, end: str | None, words: str) -> None:
    assert dates.in_words(start, end) == words
