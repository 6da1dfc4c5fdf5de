"""What corrections do to the sorting of tellings, without any store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from briefings.corrections.anchors import Holding
from briefings.corrections.grouping import regroup
from briefings.merging import cluster
from briefings.models import Telling
from briefings.store.corrections import Correction, Said, Speaker, What
from tests.briefings.notation import telling_of

ANN = Speaker("discord:1", "Ann", "guild:1")
MOSCOW = "2024-07-12 | held meeting IN RU | 2024-07-09 | RU Moscow | Narendra Modi"
VAGUE = "2024-07-14 | held meeting IN RU | 2024-07 | RU | Narendra Modi"
SOCHI = "2024-07-14 | held meeting IN RU | 2024-07-09 | RU Moscow | Sergey Lavrov; Narendra Modi"


def nobody(_: str) -> frozenset[str]:
    return frozenset()


def said(number: int, what: What, tellings: list[int], others: list[int], **fields: str) -> Holding:
    at = datetime(2026, 7, 3, tzinfo=UTC)
    correction = Correction("all", what, Said(**fields), (), (), "e1", None, "", ANN, at, f"c{number}")
    if others:
        # What it is anchored on says that there are two sides.
        correction = replace(correction, others=(object(),))  # type: ignore[arg-type]
    return Holding(correction, tuple(tellings), tuple(others))


def grouped(tellings: list[Telling], *holdings: Holding) -> set[frozenset[int]]:
    return {group.ids for group in regroup(cluster(tellings), holdings, nobody)}


def tellings(*lines: str) -> list[Telling]:
    return [telling_of(line, number, f"a{number}") for number, line in enumerate(lines, 1)]


def test_what_comes_after_a_split_goes_where_it_fits_better() -> None:
    told = tellings(MOSCOW, SOCHI, MOSCOW, SOCHI)
    split = said(1, What.SPLIT, [1], [2])
    assert grouped(told) == {frozenset({1, 2, 3, 4})}
    assert grouped(told, split) == {frozenset({1, 3}), frozenset({2, 4})}


def test_a_copy_goes_with_its_text() -> None:
    first, second, copy = tellings(MOSCOW, MOSCOW, MOSCOW)
    second, copy = replace(second, family="a2"), replace(copy, family="a2")
    split = said(1, What.SPLIT, [1], [2])
    assert grouped([first, second, copy], split) == {frozenset({1}), frozenset({2, 3})}


def test_the_last_word_holds() -> None:
    told = tellings(MOSCOW, MOSCOW, VAGUE)
    split, merge = said(1, What.SPLIT, [1, 3], [2]), said(2, What.MERGE, [1], [2])
    assert grouped(told, merge, split) == {frozenset({1, 2, 3})}, "they act as they were said"
    later = said(3, What.SPLIT, [1, 3], [2])
    assert grouped(told, split, merge, later) == {frozenset({1, 3}), frozenset({2})}


def test_a_corrected_event_takes_in_who_tells_it_so_but_not_what_was_split_off() -> None:
    elsewhere = MOSCOW.replace("07-09", "09-20").replace("2024-07-12", "2024-09-22")
    told = tellings(MOSCOW, elsewhere)
    date = said(1, What.DATE, [1], [], start="2024-09-20")
    assert grouped(told) == {frozenset({1}), frozenset({2})}
    assert grouped(told, date) == {frozenset({1, 2})}
    both = tellings(MOSCOW, MOSCOW)
    split = said(1, What.SPLIT, [1], [2])
    assert grouped(both, split, said(2, What.DATE, [1], [], start="2024-07-09")) == {
        frozenset({1}),
        frozenset({2}),
    }


def test_events_of_two_kinds_are_of_the_first_one_s() -> None:
    call = "2024-07-12 | held call IN RU | 2024-07-09 | | Narendra Modi"
    summit = "2024-07-13 | held summit IN RU CN | 2024-07-09 | RU Moscow | | SCO | SCO summit"
    told = tellings(call, summit)
    [group] = regroup(cluster(told), [said(1, What.MERGE, [2], [1])], nobody)
    event = group.event(nobody)
    assert (event.kind.value, event.organisation, event.actors) == ("summit", "SCO", ("CN", "IN", "RU"))
    [group] = regroup(cluster(told), [said(1, What.MERGE, [1], [2])], nobody)
    assert group.event(nobody).kind.value == "call"


def test_a_correction_that_finds_nothing_changes_nothing() -> None:
    told = tellings(MOSCOW, VAGUE)
    waiting = [said(1, What.MERGE, [1], []), said(2, What.NOT_AN_EVENT, [], []), said(3, What.DATE, [], [])]
    groups = regroup(cluster(told), waiting, nobody)
    assert {group.ids for group in groups} == {frozenset(group) for group in [{1, 2}]}
    assert not any(group.corrections for group in groups)
