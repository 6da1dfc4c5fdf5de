"""The packaged calendar: its data hold together, and it knows which summit a text means."""

from __future__ import annotations

from datetime import date

import pytest

from briefings import dates
from briefings.world import load
from briefings.world.calendar import RECALLED, Calendar, KnownSummit

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return load().calendar


def test_dates_exist_and_ends_follow_starts(calendar: Calendar) -> None:
    for summit in calendar:
        assert dates.is_valid(summit.start), summit.id
        if summit.end is not None:
            assert dates.is_valid(summit.end), summit.id
            assert summit.start < summit.end, summit.id
            assert (summit.last_day - summit.first_day).days <= 21, summit.id
        assert "2012" <= summit.start[:4] <= "2030", summit.id


def test_ids_are_unique_and_nothing_stands_twice(calendar: Calendar) -> None:
    assert len({s.id for s in calendar}) == len(calendar)
    assert len({(s.name, s.start) for s in calendar}) == len(calendar)


def test_codes_are_known(calendar: Calendar) -> None:
    world = load()
    for summit in calendar:
        assert summit.country is None or summit.country in world.states, summit.id
        assert summit.organisation is None or summit.organisation in world.organisations, summit.id
        assert summit.host in world.states or summit.host in world.organisations, summit.id


def test_host_is_the_country_or_a_body(calendar: Calendar) -> None:
    world = load()
    # COP23 was Fiji's in Bonn, COP25 Chile's in Madrid, and Germany presided over the G7 in March 2022.
    elsewhere = {"cop23-climate-2017", "cop25-climate-2019", "extraordinary-g7-2022"}
    for summit in calendar:
        assert (
            summit.host == summit.country or summit.host in world.organisations or summit.id in elsewhere
        ), summit.id


def test_every_entry_notes_its_source(calendar: Calendar) -> None:
    for summit in calendar:
        assert summit.source == RECALLED or summit.source[-10:-6].isdigit(), summit.id


def test_editions_of_a_series_rise_with_time(calendar: Calendar) -> None:
    latest: dict[str, int] = {}
    for summit in calendar:
        if summit.edition is not None:
            assert latest.get(summit.name, 0) < int(summit.edition), summit.id
            latest[summit.name] = int(summit.edition)


def test_coming_summits_are_confirmed_only_by_a_publication(calendar: Calendar) -> None:
    coming = calendar.between(TODAY, date(2030, 1, 1))
    assert len(coming) >= 12
    for summit in coming:
        assert summit.confirmed_on(TODAY) == (summit.announced and summit.source != RECALLED)
    assert any(s.confirmed_on(TODAY) for s in coming)
    assert any(not s.confirmed_on(TODAY) for s in coming)
    kazan = calendar.get("brics-2024")
    assert kazan is not None
    assert kazan.confirmed_on(TODAY)
    recalled = next(s for s in calendar if s.source == RECALLED and s.last_day < TODAY)
    assert recalled.confirmed_on(date(2011, 1, 1)), (
        "what is known to have taken place is no guess, whatever the clock"
    )


@pytest.mark.parametrize(
    "body",
    """G7 G20 BRICS SCO NATO APEC ASEAN EAS EU EPC AFU LAS GCC OIC CIS CSTO EAEU OAS CELAC MERCOSUR CARICOM
    QUAD CW OIF UN IMF""".split(),
)
def test_each_major_body_is_covered(calendar: Calendar, body: str) -> None:
    assert len([s for s in calendar if s.organisation == body]) >= 4


@pytest.mark.parametrize("name", ["Munich Security Conference", "Davos", "Shangri-La Dialogue", "COP29"])
def test_each_major_forum_is_covered(calendar: Calendar, name: str) -> None:
    assert calendar.find(name=name)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"organisation": "G20", "published": "2024-11-01", "tense": "future"}, "g20-2024"),
        ({"organisation": "G20", "name": "G20 summit", "published": "2024-11", "tense": "past"}, "g20-2024"),
        ({"organisation": "G20", "published": "2024-10-01", "tense": "past"}, "g20-2023"),
        ({"organisation": "BRICS", "country": "RU", "month": 10, "published": "2024-07-12"}, "brics-2024"),
        ({"organisation": "SCO", "city": "Astana", "year": 2024}, "sco-2024"),
        ({"organisation": "SCO", "country": "KZ"}, None),
        ({"name": "Kazan summit"}, "brics-2024"),
        ({"name": "COP29", "organisation": "UN"}, "cop29-climate-2024"),
        ({"organisation": "EU", "name": "EU summit", "published": "2024-10-10", "tense": "future"},
         "european-council-2024-10"),
        ({"organisation": "EU", "name": "EU-China summit", "published": "2023-12-01", "tense": "future"},
         "eu-china-2023"),
        ({"organisation": "ASEAN", "published": "2022-11-12", "tense": "future"}, "asean-2022"),
        ({"name": "East Asia Summit", "published": "2018-01-01", "tense": "future"}, "eas-2018"),
        ({"organisation": "G7", "edition": "49"}, "g7-2023"),
        ({"organisation": "G20"}, None),
        ({"organisation": "IAEA", "published": "2024-01-01"}, None),
        ({"organisation": "CELAC", "published": "2021-01-05", "tense": "past"}, None),
    ],
)  # fmt: skip
def test_which_summit_is_meant(calendar: Calendar, asked: dict[str, object], expected: str | None) -> None:
    meant: KnownSummit | None = calendar.meant_by(**asked)  # type: ignore[arg-type]
    assert (meant.id if meant else None) == expected


def test_between_sees_months_and_running_summits(calendar: Calendar) -> None:
    during = {s.id for s in calendar.between(date(2024, 10, 23), date(2024, 10, 23))}
    assert "brics-2024" in during
    assert "apec-2027" in {s.id for s in calendar.between(date(2027, 11, 30), date(2027, 12, 5))}
