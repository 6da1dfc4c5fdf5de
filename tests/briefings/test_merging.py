"""Merging: pairs that are or are not one event, whatever the order, and what one event says in the end."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.merging import block_of, cluster, combine, same_event
from briefings.models import Kind, Status, Telling
from tests.briefings.notation import telling_of

_DATA = tomllib.loads(Path(__file__).with_name("merging_pairs.toml").read_text(encoding="utf-8"))
PAIRS: list[dict[str, Any]] = _DATA["pair"]


def speaks_for(person: str) -> frozenset[str]:
    return frozenset(_DATA["speaks"].get(person, ()))


def tellings(*articles: str | list[str]) -> list[Telling]:
    """The tellings of each article in the notation, numbered through."""
    made: list[Telling] = []
    for number, article in enumerate(articles, 1):
        for line in [article] if isinstance(article, str) else article:
            made.append(telling_of(line, len(made) + 1, f"a{number}"))
    return made


def partition(groups: Iterable[Iterable[Telling]]) -> set[frozenset[int]]:
    return {frozenset(telling.id for telling in group) for group in groups}


def test_there_are_enough_pairs_of_both_sorts() -> None:
    assert len(PAIRS) >= 60
    assert min(sum(pair["same"] for pair in PAIRS), sum(not pair["same"] for pair in PAIRS)) >= 25
    assert len({pair["what"] for pair in PAIRS}) == len(PAIRS)


@pytest.mark.parametrize("pair", PAIRS, ids=[f"{pair['about']}: {pair['what']}" for pair in PAIRS])
@pytest.mark.parametrize("turned", [False, True], ids=["", "turned"])
def test_pair(pair: dict[str, Any], turned: bool) -> None:
    told = tellings(pair["a"], pair["b"])
    first = next(telling.id for telling in told if telling.source.article == "a1")
    last = [telling.id for telling in told if telling.source.article == "a2"][-1]
    groups = partition(cluster(reversed(told) if turned else told, speaks_for))
    assert any({first, last} <= group for group in groups) is pair["same"]


def test_unknown_people_are_not_taken_for_different_ones() -> None:
    a, b = tellings(
        "2024-07-10 | held meeting IN RU | 2024-07-09 | RU Moscow | Someone Unheard",
        "2024-07-10 | held meeting IN RU | 2024-07-09 | RU Moscow | Vladimir Putin",
    )
    assert same_event(a, b)


def test_two_without_date_go_to_the_nearest_before_publication() -> None:
    told = tellings(
        "2023-09-05 | held meeting RU TR | 2023-09-04 | | Vladimir Putin",
        "2024-07-04 | held meeting RU TR | 2024-07-03 | | Vladimir Putin",
        "2024-07-11 | held meeting RU TR | | | Vladimir Putin",
    )
    assert partition(cluster(told)) == {frozenset({1}), frozenset({2, 3})}


def test_without_any_date_it_stays_alone_between_two_candidates() -> None:
    told = tellings(
        "2024-05-17 | held meeting CN RU | 2024-05-16 | CN Beijing",
        "2023-10-19 | held meeting CN RU | 2023-10-18 | CN Beijing",
        "? | held meeting CN RU | | CN Beijing",
    )
    assert len(cluster(told)) == 3


def test_a_third_article_that_knows_both_keeps_two_events_apart() -> None:
    disagreeing = (
        "2024-07-22 | held meeting RU UA | 2024-07-08 | TR Istanbul",
        "2024-07-22 | held meeting RU UA | 2024-07-20 | TR Istanbul",
    )
    both = [
        "2024-07-23 | held meeting RU UA | 2024-07-08 | TR Istanbul",
        "2024-07-23 | held meeting RU UA | 2024-07-20 | TR Istanbul",
    ]
    assert len(cluster(tellings(*disagreeing))) == 1
    assert partition(cluster(tellings(*disagreeing, both))) == {frozenset({1, 3}), frozenset({2, 4})}


def test_blocks() -> None:
    visit, meeting, call = tellings("? | held visit IN RU", "? | held meeting RU IN", "? | held call IN RU")
    assert block_of(visit.event) == block_of(meeting.event) != block_of(call.event)
    named, coded = tellings(
        "? | held summit RU | | | | | the 16th BRICS Summit", "? | held summit CN | | | | BRICS"
    )
    assert block_of(named.event) == block_of(coded.event)


def test_best_supported_date_and_what_differs() -> None:
    combined = combine(
        tellings(
            "2024-07-11 | held meeting IN RU | 2024-06 | RU Moscow | Narendra Modi",
            "2024-07-12 | held meeting IN RU | 2024-07 | RU Moscow | Vladimir Putin",
            "2024-07-12 | held visit IN RU | | RU",
        )
    )
    assert combined.event.start == "2024-07"
    assert combined.event.kind is Kind.MEETING
    assert combined.event.people == ("Narendra Modi", "Vladimir Putin")
    assert [difference.to_json() for difference in combined.differs] == [
        {
            "field": "start",
            "values": [{"value": "2024-07", "articles": ["a2"]}, {"value": "2024-06", "articles": ["a1"]}],
        }
    ]
    assert [source.article for source in combined.sources] == ["a1", "a2", "a3"]


def test_more_articles_outweigh_a_later_one_and_a_month_supports_its_day() -> None:
    combined = combine(
        tellings(
            "2024-07-10 | held meeting IN RU | 2024-07-09 | RU Moscow",
            "2024-07-20 | held meeting IN RU | 2024-07 | RU Moscow",
            "2024-07-25 | held meeting IN RU | 2024-06 | RU Moscow",
        )
    )
    assert combined.event.start == "2024-07-09"
    (difference,) = combined.differs
    assert difference.values == (("2024-07-09", ("a1", "a2")), ("2024-06", ("a3",)))


def test_a_month_does_not_hide_that_days_within_it_differ() -> None:
    combined = combine(
        tellings(
            "2024-07-10 | held meeting IN RU | 2024-07 | RU Moscow",
            "2024-07-11 | held meeting IN RU | 2024-07 | RU Moscow",
            "2024-07-12 | held meeting IN RU | 2024-07-08 | RU Moscow",
            "2024-07-13 | held meeting IN RU | 2024-07-09 | RU Moscow",
        )
    )
    assert combined.event.start == "2024-07-09"
    [differs] = combined.differs
    assert dict(differs.values) == {"2024-07-09": ("a4",), "2024-07-08": ("a3",)}


def test_a_range_that_covers_the_other_days_is_no_difference() -> None:
    combined = combine(
        tellings(
            "2024-10-25 | held summit RU | 2024-10-22..2024-10-24 | RU Kazan | | BRICS",
            "2024-10-24 | held summit IN | 2024-10-23 | RU Kazan | | BRICS",
            "2024-10-26 | held summit CN | 2024-10 | RU | | BRICS | BRICS summit",
        )
    )
    assert (combined.event.start, combined.event.end) == ("2024-10-22", "2024-10-24")
    assert combined.differs == ()
    assert combined.event.actors == ("CN", "IN", "RU")
    assert combined.event.name == "BRICS summit"
    assert combined.event.place.city == "Kazan"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (["2024-07-01 | upcoming", "2024-07-10 | held"], Status.HELD),
        (["2024-07-10 | held", "2024-07-11 | upcoming"], Status.HELD),
        (["2024-07-01 | upcoming", "2024-07-05 | cancelled"], Status.CANCELLED),
        (["2024-07-05 | cancelled", "2024-07-06 | upcoming"], Status.UPCOMING),
        (["2024-07-05 | cancelled", "2024-07-10 | held"], Status.HELD),
        (["2024-07-10 | held", "2024-07-12 | cancelled"], Status.CANCELLED),
        (["? | upcoming", "2024-07-12 | cancelled"], Status.CANCELLED),
    ],
)
def test_status_follows_the_latest_article(told: list[str], expected: Status) -> None:
    made = tellings(*(f"{line} meeting IN RU | 2024-07-09 | RU Moscow" for line in told))
    combined = combine(made)
    assert combined.event.status is expected
    contradiction = {line.split()[2] for line in told} == {"held", "cancelled"}
    assert bool(combined.differs) is contradiction


def test_a_moved_event_is_at_its_new_date() -> None:
    told = tellings(
        "2024-04-02 | upcoming visit IN US | 2024-04-24 | IN New Delhi",
        [
            "2024-04-20 | cancelled visit IN US | 2024-04-24 | IN New Delhi",
            "2024-04-20 | upcoming visit IN US | 2024-07-15 | IN New Delhi",
        ],
    )
    (group,) = cluster(told)
    combined = combine(group)
    assert combined.event.start == "2024-07-15"
    assert combined.event.status is Status.UPCOMING
    assert combined.differs == ()


_LINES = st.builds(
    " | ".join,
    st.tuples(
        st.sampled_from(["?", "2024-06-28", "2024-07-05", "2024-07-12", "2024-08-02"]),
        st.sampled_from(
            ["held meeting IN RU", "held visit IN RU", "upcoming meeting IN RU", "cancelled visit IN RU"]
        ),
        st.sampled_from(
            ["", "2024", "2024-06", "2024-07", "2024-06-27", "2024-07-04", "2024-07-09", "2024-07-20"]
        ),
        st.sampled_from(["", "RU", "RU Moscow", "RU Sochi", "IN"]),
        st.sampled_from(["", "Vladimir Putin", "Narendra Modi; Vladimir Putin", "Sergey Lavrov"]),
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(_LINES, min_size=1, max_size=3), min_size=1, max_size=7), st.randoms())
def test_the_order_of_arrival_does_not_matter(articles: list[list[str]], shuffling: random.Random) -> None:
    told = tellings(*articles)
    shuffled = list(told)
    shuffling.shuffle(shuffled)
    groups = cluster(told, speaks_for)
    assert partition(groups) == partition(cluster(shuffled, speaks_for))
    assert sorted(telling.id for group in groups for telling in group) == [telling.id for telling in told]
    for group in groups:
        turned = list(group)
        shuffling.shuffle(turned)
        assert combine(group) == combine(turned)
