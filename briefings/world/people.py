"""Loads people and their terms of office from people/*.csv."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from sys import intern

from briefings.world.entities import RANKS, Person, Term
from briefings.world.fold import fold
from briefings.world.tables import HERE, DataError, rows, several

PEOPLE_COLUMNS = ("state", "role", "name", "since", "until", "title", "aliases", "gender", "source")
FAMOUS_COLUMNS = ("surname", "name")

_PARTICLES = frozenset(
    (
        *(
            "al",
            "el",
            "bin",
            "ibn",
            "ben",
            "bint",
            "abu",
            "ould",
            "von",
            "van",
            "der",
            "den",
            "ter",
            "ten",
            "zu",
        ),
        *("de", "del", "della", "di", "da", "das", "do", "dos", "du", "la", "le", "las", "los", "st", "san"),
    )
)
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "v"))


def surname_of(name: str) -> str:
    """The last word of `name`, with the particles before it: "Ursula von der Leyen" -> "von der Leyen"."""
    words = name.split()
    while len(words) > 1 and fold(words[-1]) in _SUFFIXES:
        words.pop()
    first = len(words) - 1
    while first > 1 and fold(words[first - 1]) in _PARTICLES:
        first -= 1
    return " ".join(words[first:])


def _person(key: str, name: str, lines: list[tuple[str, ...]]) -> Person:
    terms = []
    aliases: dict[str, None] = {}
    surname = ""
    gender = ""
    for state, role, _, since, until, title, names, sex, source in lines:
        terms.append(Term(state, role, title, since, until, source))
        gender = gender or sex
        for alias in several(names):
            if alias.startswith("="):
                alias = alias[1:]
                surname = surname or alias
            aliases[alias] = None
    terms.sort(key=lambda term: (term.since, RANKS[term.role]))
    return Person(key, name, surname or surname_of(name), tuple(aliases), tuple(terms), gender)


def load_people(organisations: Iterable[str], directory: Path = HERE) -> tuple[Person, ...]:
    """Everyone of people/*.csv, one `Person` for the lines that share a name and a state.

    A term in an organisation joins the person of that name, whichever the state.
    Raises `DataError` for a line that is not of the documented shape.
    """
    codes = frozenset(organisations)
    by_name: dict[str, dict[str, list[tuple[str, ...]]]] = {}
    days: dict[str, str] = {}
    for path in sorted((directory / "people").glob("*.csv")):
        for row in rows(path, PEOPLE_COLUMNS):
            if row[1] not in RANKS or not row[3]:
                raise DataError(
                    f"{path.name}: {row[2]}: a known role and a first day are needed, not {row[1:4]}"
                )
            # one string for each of the few thousand different cells, or loading takes twice the room
            state, role, name, since, until, title, names, sex, source = row
            since, until = days.setdefault(since, since), days.setdefault(until, until)
            shared = intern(state), intern(role), name, since, until, intern(title)
            line = (*shared, names, intern(sex), intern(source))
            by_name.setdefault(name, {}).setdefault(line[0], []).append(line)
    people: list[Person] = []
    for name in list(by_name):
        homes = by_name.pop(name)
        states = [code for code in homes if code not in codes]
        elsewhere = [line for code in homes if code in codes for line in homes[code]]
        if len(states) < 2:
            people.append(_person(name, name, [line for lines in homes.values() for line in lines]))
            continue
        for state in states:
            people.append(_person(f"{name} ({state})", name, homes[state]))
        if elsewhere:
            people.append(_person(f"{name} ({elsewhere[0][0]})", name, elsewhere))
    twice = [key for key, count in Counter(person.key for person in people).items() if count > 1]
    assert not twice, twice
    return tuple(people)


def load_famous(directory: Path = HERE) -> dict[str, str]:
    """Folded surname -> name of the person it means even where no one introduced them."""
    return {fold(surname): name for surname, name in rows(directory / "famous.csv", FAMOUS_COLUMNS)}
