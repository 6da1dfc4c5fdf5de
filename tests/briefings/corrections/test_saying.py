"""What people type for a correction, and what is understood."""

from __future__ import annotations

import pytest

from briefings import world
from briefings.corrections.saying import Unclear, dates_of, participants_of, place_of
from briefings.errors import DateError
from briefings.languages import ENGLISH, tongue
from briefings.models import NOWHERE, Place
from briefings.store.corrections import Said
from tests.briefings.notation import event_of

WORLD = world.load()
MODI = event_of("held meeting IN RU | 2024-07-09 | RU Moscow | Narendra Modi; Vladimir Putin; Jane Doe")


@pytest.mark.parametrize(
    ("start", "end", "meant"),
    [
        ("2024-07-09", "", ("2024-07-09", None)),
        ("9 July 2024", "2024-07-11", ("2024-07-09", "2024-07-11")),
        ("july 2024", "", ("2024-07", None)),
        ("2024", "2024", ("2024", None)),
        ("Unknown", "", (None, None)),
        ("?", "", (None, None)),
    ],
)
def test_dates(start: str, end: str, meant: tuple[str | None, str | None]) -> None:
    assert dates_of(start, end, ENGLISH) == meant


def test_dates_in_other_languages() -> None:
    assert dates_of("9 juillet 2024", "", tongue("fr")) == ("2024-07-09", None)
    assert dates_of("9. Juli 2024", "", tongue("de")) == ("2024-07-09", None)


def test_dates_that_are_none() -> None:
    for start, end in (("soon", ""), ("2024-02-31", "")):
        with pytest.raises(DateError):
            dates_of(start, end, ENGLISH)
    for start, end in (("2024-07-09", "2024-07-01"), ("unknown", "2024")):
        with pytest.raises(Unclear):
            dates_of(start, end, ENGLISH)


@pytest.mark.parametrize(
    ("country", "city", "meant"),
    [
        ("", "kazan", Place("RU", "Kazan")),
        ("switzerland", "Geneva", Place("CH", "Geneva")),
        ("Switzerland", "", Place("CH", None)),
        ("", "Smalltown on Sea", Place("RU", "Smalltown on Sea")),
        ("France", "Smalltown on Sea", Place("FR", "Smalltown on Sea")),
        ("", "unknown", NOWHERE),
        ("unknown", "", NOWHERE),
    ],
)
def test_places(country: str, city: str, meant: Place) -> None:
    assert place_of(country, city, MODI.place, WORLD, ENGLISH) == meant


@pytest.mark.parametrize(
    ("country", "city", "before"),
    [("", "", MODI.place), ("NATO", "", MODI.place), ("Macron", "", MODI.place), ("", "Smalltown", NOWHERE)],
)
def test_places_that_are_unclear(country: str, city: str, before: Place) -> None:
    with pytest.raises(Unclear):
        place_of(country, city, before, WORLD, ENGLISH)


@pytest.mark.parametrize(
    ("add", "remove", "only", "meant"),
    [
        ("China; the EU", "", "", Said(add=("CN", "EU"))),
        ("Xi Jinping", "", "", Said(add=("CN",), add_people=("Xi Jinping",))),
        ("", "Russia", "", Said(remove=("RU",))),
        ("", "jane doe, Putin", "", Said(remove_people=("Jane Doe", "Vladimir Putin"))),
        ("", "", "India, China, India", Said(add=("IN", "CN"), only=True)),
        ("Moscow", "", "", Said(add=("RU",))),
    ],
)
def test_participants(add: str, remove: str, only: str, meant: Said) -> None:
    assert participants_of(add, remove, only, MODI, WORLD, ENGLISH) == meant


@pytest.mark.parametrize(
    ("add", "remove", "only"),
    [
        ("", "", ""),
        ("China", "", "India"),
        ("Nobody Known", "", ""),
        ("Congo", "", ""),
        ("", "Japan", ""),
        ("", "Emmanuel Macron", ""),
        (", ".join(["India"] * 40), "", ""),
    ],
)
def test_participants_that_are_unclear(add: str, remove: str, only: str) -> None:
    with pytest.raises(Unclear) as unclear:
        participants_of(add, remove, only, MODI, WORLD, ENGLISH)
    assert str(unclear.value).endswith(".")
