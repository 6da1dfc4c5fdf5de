"""Reading dates: a table of sentences by phenomenon (``when.txt``), then what no table can show."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings import dates
from briefings.when import (
    DateContext,
    Tense,
    advance,
    find_dates,
    find_durations,
    resolve,
    survey,
)

_TABLE = Path(__file__).with_name("when.txt")
_PUBLISHED = DateContext(published="2024-05-16")
_WORDS = (
    "on in the of Monday Friday, May Might 13 2 to and - 2024 last next week month year days ago later same "
    "day June (to until since spring 31 February 0 99 12/11/2024 2024-02-30 yesterday two a before after "
    "early mid- 's"
).split()


def _cases() -> Iterator[Any]:
    phenomenon = ""
    for number, line in enumerate(_TABLE.read_text("utf-8").splitlines(), start=1):
        if line.startswith("=="):
            phenomenon = line.strip("= ")
        elif line and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("|")]
            published, tense = cells[0].split()
            yield pytest.param(
                published, tense, cells[1], cells[2] if len(cells) > 2 else None, id=f"{phenomenon}-{number}"
            )


def _context(published: str) -> DateContext:
    readings = tuple(published.split("/"))
    if len(readings) > 1:
        return DateContext(readings=readings)
    return DateContext(published=None if published == "-" else published)


def _tense(text: str) -> Tense | None:
    return "past" if text == "past" else "future" if text == "future" else None


def test_the_table_is_large() -> None:
    assert len(list(_cases())) >= 150


@pytest.mark.parametrize(("published", "tense", "marked", "meaning"), list(_cases()))
def test_sentence(published: str, tense: str, marked: str, meaning: str | None) -> None:
    sentence = re.sub(r"[\[\]]", "", marked)
    context = _context(published)
    found = find_dates(sentence, context)
    if meaning is None:
        assert found == []
        return
    expected = re.findall(r"\[(.*?)\]", marked)[-1]
    lo = sentence.rindex(expected)
    when = next((w for w in found if w.words == expected and w.lo == lo), None)
    assert when is not None, [w.words for w in found]
    start, end = resolve(when, context, _tense(tense))
    assert (f"{start}..{end}" if end else start or "?") == meaning


def test_an_article_fixes_its_own_time() -> None:
    """What one sentence names, the next can lean on."""
    context = _PUBLISHED
    context = advance(context, find_dates("They dined in Bern on 25 January 2023.", context), "past")
    (before,) = find_dates("They had met the day before.", context)
    assert resolve(before, context, "past") == ("2023-01-24", None)
    (later,) = find_dates("She returned three months later.", context)
    assert resolve(later, context, "past") == ("2023-04", None)


def test_since_and_by_fix_nothing() -> None:
    context = advance(
        _PUBLISHED, find_dates("Since 3 March 2021 the border has been shut.", _PUBLISHED), "past"
    )
    assert context.fixed is None


def test_list_lines_take_their_year_from_the_line_above() -> None:
    context = DateContext(published="2024-01-24")
    met = []
    for line in (
        "• December 3, 2022: A vote.",
        "• December 6: A call.",
        "• January 9: A visit.",
        "Nothing here.",
    ):
        found = find_dates(line, context)
        met += [resolve(w, context, "past")[0] for w in found]
        assert all(w.leading for w in found)
        context = advance(context, found, "past")
    assert met == ["2022-12-03", "2022-12-06", "2023-01-09"]


def test_a_diary_heading_dates_what_stands_under_it() -> None:
    context = DateContext(published="2024-04-09")
    heading = find_dates("THURSDAY, APRIL 11", context)
    assert heading[0].alone
    context = advance(context, heading, "future")
    (until,) = find_dates("The premier of Fiji visits Chile (to April 13).", context)
    assert (until.kind, resolve(until, context, "future")) == ("until", ("2024-04-11", "2024-04-13"))


def test_an_undated_article_leans_on_the_day_it_names_in_full() -> None:
    sentences = (
        "The envoy landed in Oslo on 3 March.",
        "A first round had ended on March 1, 2023.",
        "In December 2022 nobody expected it.",
        "They met again on March 9.",
    )
    context = survey(sentences)
    met = []
    for sentence in sentences:
        found = find_dates(sentence, context)
        met.append(resolve(found[0], context, "past")[0])
        context = advance(context, found, "past")
    assert met == ["2023-03-03", "2023-03-01", "2022-12", "2023-03-09"]


def test_counting_back_from_a_named_month_dates_an_undated_article() -> None:
    sentences = (
        "Ten states came to Bern on 29 September.",
        "Only four months earlier, in May 2023, nobody had.",
    )
    context = survey(sentences)
    (when,) = find_dates(sentences[0], context)
    assert resolve(when, context, "past") == ("2023-09-29", None)


def test_history_does_not_date_an_undated_article() -> None:
    context = survey(("A treaty was signed on 5 May 1955.", "It was renewed in 2019.", "They met on 7 May."))
    (when,) = find_dates("They met on 7 May.", context)
    assert resolve(when, context, "past") == (None, None)


def test_last_monday_of_an_undated_article_is_told_from_its_own_day() -> None:
    context = advance(
        DateContext(), find_dates("He was there on Sunday, September 15, 2013.", DateContext()), "past"
    )
    (when,) = find_dates("They had met last Monday.", context)
    assert resolve(when, context, "past") == ("2013-09-09", None)


def test_lengths_of_stay() -> None:
    sentence = "A three-day visit, a stay of two days and two days of talks beside a 5-day-old baby."
    assert [days for _, _, days in find_durations(sentence)] == [3, 2, 2]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(_WORDS), max_size=14), st.sampled_from(["2024-05-16", "2023-12", "2020", None])
)
def test_whatever_the_words_dates_exist_and_stand_in_the_sentence(
    chosen: list[str], published: str | None
) -> None:
    sentence = " ".join(chosen)
    context = DateContext(published=published)
    for tense in ("past", "future"):
        reached = 0
        found = find_dates(sentence, context)
        assert found == find_dates(sentence, context)
        for when in found:
            assert when.lo >= reached
            assert when.words == sentence[when.lo : when.hi] != ""
            reached = when.hi
            start, end = resolve(when, context, tense)  # type: ignore[arg-type]
            assert start is None or dates.is_valid(start)
            assert end is None or dates.is_valid(end)
            assert start is None or end is None or start < end
        context = replace(advance(context, found, "past"), published=published)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_read_without_complaint(text: str) -> None:
    for when in find_dates(text):
        assert when.words == text[when.lo : when.hi]


@pytest.mark.parametrize(
    "piece",
    [
        "on Tuesday ",
        "the same day ",
        "May ",
        "13, ",
        "1 and 2 ",
        "early ",
        "2024-",
        "the last of the ",
        "a few ",
    ],
)
def test_time_is_linear_in_the_length(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        taken = []
        for _ in range(3):
            begun = time.process_time()
            find_dates(text)
            taken.append(time.process_time() - begun)
        return min(taken)

    assert seconds(40_000) < 12 * max(seconds(10_000), 0.001)
