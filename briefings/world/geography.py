"""Loads states, organisations and places from their data files."""

from __future__ import annotations

from pathlib import Path
from sys import intern

from briefings.world.entities import Location, Membership, Organisation, State
from briefings.world.fold import fold
from briefings.world.tables import HERE, DataError, rows, several

STATE_COLUMNS = (
    "code", "iso3", "name", "short", "adjectives", "people", "capitals", "seats", "aliases",
    "status", "region", "leader", "sovereign", "hints", "against",
)  # fmt: skip
ORGANISATION_COLUMNS = ("code", "name", "short", "kind", "aliases", "city", "country", "members")
PLACE_COLUMNS = ("name", "country", "city", "kind", "aliases", "hints")
AMBIGUOUS_COLUMNS = ("name", "codes")


def load_states(directory: Path = HERE) -> dict[str, State]:
    """Code -> state, in the order of the file."""
    states: dict[str, State] = {}
    for row in rows(directory / "states.csv", STATE_COLUMNS):
        (
            code,
            iso3,
            name,
            short,
            adjectives,
            people,
            capitals,
            seats,
            aliases,
            status,
            region,
            leader,
            *rest,
        ) = row
        sovereign, hints, against = rest
        if code in states:
            raise DataError(f"states.csv: {code} stands there twice")
        states[code] = State(
            code=intern(code),
            iso3=iso3,
            name=name.removeprefix("?"),
            short=short or name.removeprefix("?"),
            adjectives=several(adjectives),
            people=several(people),
            capitals=tuple(several(capital, "=") for capital in several(capitals)),
            seats=several(seats),
            aliases=several(aliases) + ((name,) if name.startswith("?") else ()),
            status=intern(status),
            region=intern(region),
            leader=intern(leader),
            sovereign=sovereign,
            hints=tuple(fold(hint) for hint in several(hints)),
            against=tuple(fold(hint) for hint in several(against)),
        )
    return states


def _members(cell: str, groups: dict[str, tuple[str, ...]], code: str) -> tuple[Membership, ...]:
    """'FR DE IT 1958; GB 1973 2020-01-31; +G7 1997': states, then since, then until; both may be left out."""
    found: list[Membership] = []
    for clause in several(cell):
        states: list[str] = []
        dates: list[str] = []
        for word in clause.split():
            if word[0].isdigit():
                dates.append(word)
            elif word.startswith("+"):
                states.extend(groups[word[1:]])
            else:
                states.append(word)
        if len(dates) > 2 or not states:
            raise DataError(f"organisations.csv: {code}: cannot read the members {clause!r}")
        since, until = (*dates, "", "")[:2]
        found.extend(Membership(intern(state), intern(since), intern(until)) for state in states)
    return tuple(found)


def load_organisations(directory: Path = HERE) -> dict[str, Organisation]:
    """Code -> organisation, in the order of the file."""
    organisations: dict[str, Organisation] = {}
    current: dict[str, tuple[str, ...]] = {}
    for row in rows(directory / "organisations.csv", ORGANISATION_COLUMNS):
        code, name, short, kind, aliases, city, country, cell = row
        if code in organisations:
            raise DataError(f"organisations.csv: {code} stands there twice")
        members = _members(cell, current, code)
        current[code] = tuple(m.state for m in members if not m.until)
        organisations[code] = Organisation(
            code=intern(code),
            name=name,
            short=short or name,
            kind=intern(kind),
            aliases=several(aliases),
            city=city,
            country=intern(country),
            members=members,
        )
    return organisations


def load_places(states: dict[str, State], directory: Path = HERE) -> tuple[Location, ...]:
    """Every capital, then every line of places.csv."""
    places = [
        Location(spellings[0], state.code, spellings[0], "capital", spellings[1:], ())
        for state in states.values()
        for spellings in state.capitals
    ]
    for name, country, city, kind, aliases, hints in rows(directory / "places.csv", PLACE_COLUMNS):
        places.append(
            Location(
                name=name,
                country=intern(country),
                city=city or ("" if kind == "region" else name),
                kind=intern(kind),
                aliases=several(aliases),
                hints=tuple(fold(hint) for hint in several(hints)),
            )
        )
    return tuple(places)


def load_ambiguous(directory: Path = HERE) -> dict[str, tuple[str, ...]]:
    """Folded names that must be asked back in a question -> the codes they could mean."""
    return {
        fold(name): several(codes, " ")
        for name, codes in rows(directory / "ambiguous.csv", AMBIGUOUS_COLUMNS)
    }
