"""Completions from memory: fast, short, and each can be asked for."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pytest

from briefings import world
from briefings.completing import MOST_ADDED, People, summits

TODAY = date(2024, 9, 30)


@pytest.fixture(scope="module")
def people() -> People:
    return People(world.load())


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("merk", "Angela Merkel"),
        ("ANGELA m", "Angela Merkel"),
        ("von der", "Ursula von der Leyen"),
        ("erdoğ", "Recep Tayyip Erdogan"),
    ],
)
def test_any_word_of_a_name_may_be_begun(people: People, typed: str, name: str) -> None:
    assert name in people.find(typed)


def test_who_is_in_office_stands_first(people: People) -> None:
    found = people.find("john")
    serving = [any(not term.until for term in world.load().people[key].terms) for key in found]
    assert serving == sorted(serving, reverse=True)


def test_every_completion_is_somebody(people: People) -> None:
    for typed in ("", "a", "mo", "x"):
        found = people.find(typed)
        assert 0 < len(found) <= 25
        assert all(key in world.load().people for key in found)
    assert people.find("\u202e@everyone") == []


def test_names_of_the_record_are_added_once_and_not_without_end() -> None:
    own = People(world.load())
    own.add(["Carla Muster", "Angela Merkel", ""])
    own.add(["Carla Muster"])
    assert own.find("muster") == ["Carla Muster"]
    assert own.find("angela merkel") == ["Angela Merkel"]
    own.add(f"Envoy Number{number}" for number in range(MOST_ADDED + 10))
    assert own.find(f"number{MOST_ADDED + 9}") == []


def test_summits_by_body_city_and_year_the_next_one_first() -> None:
    calendar = world.load().calendar
    assert summits(calendar, "kazan brics", TODAY)[0] == (
        "BRICS summit, Kazan, 22–24 October 2024",
        "brics-2024",
    )
    found = [key for _, key in summits(calendar, "g20", TODAY)]
    assert found[:3] == ["g20-2024", "g20-2025", "g20-2026"]
    assert found[-1] < "g20-2020"
    assert summits(calendar, "zzz", TODAY) == []
    assert len(summits(calendar, "", TODAY)) == 25


def test_they_are_there_before_the_next_key_is_pressed(people: People) -> None:
    calendar = world.load().calendar
    summits(calendar, "warm", TODAY)
    for ask in (
        lambda: people.find(""),
        lambda: people.find("m"),
        lambda: summits(calendar, "summit 20", TODAY),
    ):
        best = min(_seconds(ask) for _ in range(5))
        assert best < 0.05


def _seconds(ask: Callable[[], object]) -> float:
    begun = time.perf_counter()
    ask()
    return time.perf_counter() - begun
