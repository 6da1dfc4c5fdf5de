"""From what people type to what a correction says: dates, places and names as in every other question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from briefings import dates
from briefings.errors import DragomanError
from briefings.languages import later, phrase
from briefings.models import NOWHERE, Event, Place
from briefings.plain import plain
from briefings.questions import parse_date
from briefings.store.corrections import Said
from briefings.world.fold import fold

if TYPE_CHECKING:
    from briefings.languages import Tongue
    from briefings.world import World
    from briefings.world.names import Resolution

UNKNOWN = later("unknown")
"""What to write for a date or place that nobody knows."""

LONGEST_CITY = 60
MOST_NAMES = 30


class Unclear(DragomanError):
    """What was typed cannot be understood; the message says what to write instead."""


def dates_of(start: str, end: str, speak: Tongue) -> tuple[str | None, str | None]:
    """First and last day (ISO, any precision). Raises `DateError` and `Unclear`."""
    if _unknown(start, speak):
        if end.strip():
            raise Unclear(phrase("Give no last day where the first is unknown."))
        return None, None
    first = parse_date(start, speak.month)
    last = parse_date(end, speak.month) if end.strip() else None
    if last is not None and dates.last_day(last) < dates.first_day(first):
        raise Unclear(
            phrase(
                "The last day ({last}) is before the first ({first}).",
                last=lambda tongue: tongue.when(last),
                first=lambda tongue: tongue.when(first),
            )
        )
    return first, None if last == first else last


def place_of(country: str, city: str, before: Place, world: World, speak: Tongue) -> Place:
    """The place that a country, a city or both name; “unknown” is nowhere. A city without its country is in
    the one it is known in, else in that of the place `before`. Raises `Unclear`.
    """
    if not country.strip() and not city.strip():
        raise Unclear(phrase("Give a city, a country or both; “unknown” takes the place away."))
    if _unknown(country or city, speak):
        return NOWHERE
    code = _state(country, world, speak) if country.strip() else None
    name = plain(city)[:LONGEST_CITY].strip()
    if not name:
        return Place(code)
    known = world.names.resolve(name).place
    if known is not None and code in (None, known.country) and known.city:
        return Place(known.country, known.city)
    if code is None and before.country is None:
        raise Unclear(phrase("I do not know where “{city}” is; give its country too.", city=name))
    return Place(code or before.country, name)


def participants_of(add: str, remove: str, only: str, event: Event, world: World, speak: Tongue) -> Said:
    """Whom to add and to remove, or who alone took part; lists with commas. A person brings whom they speak
    for, and goes alone. Raises `Unclear`.
    """
    if only.strip() and (add.strip() or remove.strip()):
        raise Unclear(phrase("Give either who alone took part, or whom to add and remove, not both."))
    if not (only.strip() or add.strip() or remove.strip()):
        raise Unclear(phrase("Name somebody to add or to remove, or everybody who took part."))
    actors, people = [], []
    for name in _names(only or add):
        found = _named(name, world, speak, event.start)
        assert found.actor is not None
        actors.append(found.actor)
        people += [found.person.name] if found.person else []
    gone, gone_people = [], []
    known = {fold(person): person for person in event.people}
    for name in _names(remove):
        if fold(name) in known:
            gone_people.append(known[fold(name)])
            continue
        found = _named(name, world, speak, event.start)
        if found.person is not None and found.person.name in event.people:
            gone_people.append(found.person.name)
        elif found.actor in event.actors and found.person is None:
            gone.append(found.actor)
        else:
            raise Unclear(phrase("“{name}” does not take part in it.", name=name))
    return Said(
        add=tuple(dict.fromkeys(actors)),
        remove=tuple(dict.fromkeys(code for code in gone if code)),
        add_people=tuple(dict.fromkeys(people)),
        remove_people=tuple(dict.fromkeys(gone_people)),
        only=bool(only.strip()),
    )


def _unknown(words: str, speak: Tongue) -> bool:
    return words.strip().casefold() in {"unknown", "?", speak.say(UNKNOWN).casefold()}


def _names(words: str) -> Iterator[str]:
    found = [name for part in re.split(r"[,;\n]", words) if (name := plain(part).strip())]
    if len(found) > MOST_NAMES:
        raise Unclear(phrase("That is more than {number} names.", number=MOST_NAMES))
    yield from found


def _state(words: str, world: World, speak: Tongue) -> str:
    found = _named(words, world, speak, None)
    if found.actor is None or found.actor not in world.states or found.person is not None:
        raise Unclear(phrase("“{name}” is no country.", name=plain(words)[:60]))
    return found.actor


def _named(words: str, world: World, speak: Tongue, on: str | None) -> Resolution:
    """Whom a name means, with an actor; of several office holders the one of that time."""
    shown = plain(words)[:60]
    found = world.names.resolve(words[:200], on)
    if not found.actor and (own := speak.named(words)):
        found = world.names.resolve(own)
    if found.actor:
        return found
    choices = [label for _, label in (*found.ambiguous, *found.several)] or list(found.suggestions)
    if found.ambiguous or found.several:
        raise Unclear(
            phrase(
                "“{name}” can mean {choices}. Write which.",
                name=shown,
                choices=lambda tongue: tongue.listed(choices),
            )
        )
    if choices:
        raise Unclear(
            phrase(
                "I know nobody called “{name}”. The nearest names: {choices}.",
                name=shown,
                choices=lambda tongue: tongue.listed(choices),
            )
        )
    raise Unclear(phrase("I know no country, organisation or leader called “{name}”.", name=shown))
