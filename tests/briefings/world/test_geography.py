"""States, organisations and places: complete, consistent, and every name of theirs leads back to them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from briefings.world import World, load
from briefings.world.geography import load_states
from briefings.world.tables import DataError, rows


@pytest.fixture(scope="module")
def world() -> World:
    return load()


def test_every_member_and_observer_of_the_united_nations_is_known(world: World) -> None:
    counts = Counter(state.status for state in world.states.values())
    assert counts["member"] == 193
    assert counts["observer"] == 2
    assert {"VA", "PS", "XK", "TW"} <= {state.code for state in world.states.values() if state.actor}
    assert world.member_states("UN") == {state.code for state in world.states.values() if state.un_member}


def test_every_state_has_what_an_answer_needs(world: World) -> None:
    for state in world.states.values():
        assert len(state.code) == 2, state
        assert len(state.iso3) == 3, state
        assert state.name, state
        assert not state.name.startswith("?"), state
        assert state.demonyms or not state.actor, state
        assert state.leader in ("state", "government"), state
        assert state.capital or not state.actor, state
        assert state.status in ("member", "observer", "other", "territory"), state
    assert len({state.iso3 for state in world.states.values()}) == len(world.states)


def test_territories_are_places_and_belong_to_somebody(world: World) -> None:
    for code in ("HK", "MO", "GL", "PR"):
        assert not world.states[code].actor
        assert not world.is_actor(code)
    for state in world.states.values():
        assert state.actor or world.states[state.sovereign].un_member, state


def test_members_are_states_that_exist(world: World) -> None:
    for body in world.organisations.values():
        for member in body.members:
            known = member.state in world.states or member.state in world.organisations
            assert known, (body.code, member)
            assert not member.until or member.since < member.until, (body.code, member)


def test_nobody_is_a_member_twice_at_once(world: World) -> None:
    for body in world.organisations.values():
        for year in ("2010", "2014", "2019", "2024"):
            present = [
                m.state for m in body.members if m.since <= year and (not m.until or m.until > year + "-99")
            ]
            twice = [state for state, count in Counter(present).items() if count > 1]
            assert not twice, (body.code, twice)


@pytest.mark.parametrize(
    ("body", "on", "count"),
    [
        ("EU", "2019-06", 28),
        ("EU", "2020-06", 27),
        ("EU", None, 27),
        ("NATO", "2010", 28),
        ("NATO", "2023-05", 31),
        ("NATO", None, 32),
        ("BRICS", "2010-06", 4),
        ("BRICS", "2015", 5),
        ("BRICS", "2024-10-22", 9),
        ("BRICS", None, 10),
        ("SCO", "2016", 6),
        ("SCO", "2018", 8),
        ("SCO", "2024-07-05", 10),
        ("ASEAN", "2024", 10),
        ("ASEAN", None, 11),
        ("AFU", None, 55),
        ("LAS", None, 22),
        ("OIC", None, 57),
        ("GCC", None, 6),
        ("G7", None, 8),
        ("ECOWAS", "2024", 15),
        ("ECOWAS", None, 12),
        ("SADC", None, 16),
        ("EAC", None, 8),
        ("CARICOM", None, 15),
        ("PIF", None, 18),
        ("COE", None, 46),
        ("OECD", None, 38),
        ("CW", None, 56),
        ("OTS", None, 5),
        ("MERCOSUR", None, 5),
        ("CELAC", None, 33),
        ("APEC", None, 21),
        ("OSCE", None, 57),
        ("CSTO", None, 6),
        ("QUAD", None, 4),
        ("AUKUS", None, 3),
        ("E3", None, 3),
        ("NORMANDY", None, 4),
        ("V4", None, 4),
    ],
)
def test_members_by_date(world: World, body: str, on: str | None, count: int) -> None:
    assert len(world.member_states(body, on)) == count


def test_the_bodies_that_articles_name_are_there(world: World) -> None:
    guide = (
        "EU NATO UN ASEAN AFU SCO BRICS G7 G20 GCC LAS OIC CIS EAEU CSTO OPEC IAEA WHO WTO IMF WB ECOWAS "
        "MERCOSUR APEC CARICOM OAS OSCE SADC EAC IGAD CELAC PIF OTS V4 NC QUAD AUKUS E3 NORMANDY COE OECD "
        "SAARC BIMSTEC "
        "ECO COMESA ECCAS CEMAC AMU G77 NAM CW OIF EPC EAS CPLP ADB AIIB ICC ICJ ICRC UNSC UNHCR UNICEF "
        "UNESCO WFP"
    )
    assert set(guide.split()) <= set(world.organisations)


def test_places_are_many_and_stand_in_known_states(world: World) -> None:
    listed = [place for place in world.places.values() if place.kind != "capital"]
    assert len(listed) >= 900
    for place in world.places.values():
        assert place.country in world.states, place
        assert place.kind in ("capital", "city", "venue", "region"), place
        assert place.city or place.kind == "region", place


@pytest.mark.parametrize(
    ("name", "country", "city"),
    [
        ("Great Hall of the People", "CN", "Beijing"),
        ("Sa'dabad Palace", "IR", "Tehran"),
        ("Hyderabad House", "IN", "New Delhi"),
        ("Élysée Palace", "FR", "Paris"),
        ("Dolmabahce", "TR", "Istanbul"),
        ("Malacañang", "PH", "Manila"),
        ("Palais des Nations", "CH", "Geneva"),
        ("Mar-a-Lago", "US", "Palm Beach"),
        ("Chequers", "GB", "Chequers"),
        ("Kiev", "UA", "Kyiv"),
        ("Peking", "CN", "Beijing"),
        ("Nur-Sultan", "KZ", "Astana"),
        ("Borgo Egnazia", "IT", "Borgo Egnazia"),
        ("Sharm El Sheikh", "EG", "Sharm el-Sheikh"),
        ("Buergenstock", "CH", "Bürgenstock"),
    ],
)
def test_venues_and_spellings_lead_to_city_and_state(
    world: World, name: str, country: str, city: str
) -> None:
    found = [world.places[m.ref] for m in world.names.lookup(name) if m.kind == "place"]
    assert (country, city) in {(place.country, place.city) for place in found}


def test_summit_towns_are_known(world: World) -> None:
    towns = (
        "Hiroshima, Taormina, Brdo, Sochi, Kazan, Camp David, Panmunjom, Sunnylands, Davos, Bali, Osaka, "
        "Hangzhou, Schloss Elmau, Carbis Bay, Ufa, Samarkand, Johannesburg, Durban, Goa, Fortaleza, Xiamen, "
        "Bletchley, Versailles, Meseberg, Ramstein, Jeddah, Aqaba, AlUla, Neom, Munich, Palm Beach, "
        "Anchorage, Valdai, Zavidovo, Dilijan, Batumi, Kananaskis, Charlevoix, Biarritz, Lough Erne, "
        "Cholpon-Ata, Awaza, Khujand, "
        "Kasane, Gyeongju, Sanya, Foz do Iguaçu, Montego Bay, Arusha, Antalya"
    )
    for town in towns.split(", "):
        assert any(m.kind == "place" for m in world.names.lookup(town)), town


def test_a_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    path.write_text("# why\na,b\n1,2\n\n3\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"some\.csv, line 5: 1 cells, 2 expected"):
        list(rows(path, ("a", "b")))
    with pytest.raises(DataError, match="header is a,b"):
        list(rows(path, ("a", "c")))
    path.write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(DataError, match="no header"):
        list(rows(path, ("a", "b")))


def test_a_state_twice_is_refused(tmp_path: Path) -> None:
    source = (Path(__file__).parents[3] / "briefings/world/states.csv").read_text(encoding="utf-8")
    india = next(line for line in source.splitlines() if line.startswith("IN,"))
    (tmp_path / "states.csv").write_text(source + india + "\n", encoding="utf-8")
    with pytest.raises(DataError, match="IN stands there twice"):
        load_states(tmp_path)
