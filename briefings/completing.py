"""Completions from memory: people and summits that go on from what is typed."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from briefings.languages import ENGLISH, Tongue, capital
from briefings.world.fold import fold

if TYPE_CHECKING:
    from briefings.world import World
    from briefings.world.calendar import Calendar, KnownSummit

MOST_ADDED = 5000
"""Names from the record that are kept beside those of the world."""


class People:
    """Names of people, found by the beginning of any of their words: those of the world, and those added."""

    def __init__(self, world: World) -> None:
        known = world.people
        self._rank = {
            key: (all(term.until for term in person.terms), person.name) for key, person in known.items()
        }
        self._begun = sorted((tail, key) for key, person in known.items() for tail in _tails(person.name))
        self._known = {fold(person.name) for person in known.values()}
        self._left = MOST_ADDED

    def add(self, names: Iterable[str]) -> None:
        """Also know `names`, as the record spells them."""
        for name in names:
            folded = fold(name)
            if folded and folded not in self._known and self._left:
                self._left -= 1
                self._known.add(folded)
                self._rank[name] = (False, name)
                for tail in _tails(name):
                    insort(self._begun, (tail, name))

    def find(self, typed: str, limit: int = 25) -> list[str]:
        """Names to ask `/who` for, those in office first; any where nothing is typed."""
        wanted = fold(typed)
        found: dict[str, tuple[bool, bool, str]] = {}
        for tail, key in islice(self._begun, bisect_left(self._begun, (wanted, "")), None):
            if not tail.startswith(wanted) or len(found) >= 40 * limit:
                break
            past, name = self._rank[key]
            found.setdefault(key, (past, not fold(name).startswith(wanted), name))
        return sorted(found, key=found.__getitem__)[:limit]


def summits(
    calendar: Calendar, typed: str, today: date, limit: int = 25, speak: Tongue = ENGLISH
) -> list[tuple[str, str]]:
    """(label, id) of the summits whose name, body, place or year hold the words typed, in English or in the
    language of `speak`: those ahead nearest first, then the past ones, newest first.
    """
    wanted = fold(typed).split()
    said = fold(typed)
    fitting = [
        summit
        for summit in calendar
        if holds(summit, wanted) or (said and said in fold(speak.gathering(summit.name)))
    ]
    ahead = [summit for summit in fitting if summit.last_day >= today]
    past = [summit for summit in reversed(fitting) if summit.last_day < today]
    return [(label(summit, speak), summit.id) for summit in (ahead + past)[:limit]]


def holds(summit: KnownSummit, words: Iterable[str], *, whole: bool = False) -> bool:
    """Whether the summit bears each of the folded words, or (unless `whole`) words that begin so."""
    borne = set(_borne(summit))
    if whole:
        return borne.issuperset(words)
    return all(any(one.startswith(word) for one in borne) for word in words)


def label(summit: KnownSummit, speak: Tongue = ENGLISH) -> str:
    """“BRICS summit, Kazan, 22–24 October 2024”."""
    city = speak.city(summit.city) if summit.city else ""
    parts = (capital(speak.gathering(summit.name)), city, speak.when(summit.start, summit.end))
    return ", ".join(part for part in parts if part)


def _borne(summit: KnownSummit) -> list[str]:
    said = (summit.name, *summit.aliases, summit.organisation, summit.city, summit.edition, summit.id)
    words = fold(" ".join(part for part in said if part)).split()
    return [*words, summit.start[:4], *([f"{summit.edition}th"] if summit.edition else [])]


def _tails(name: str) -> Iterable[str]:
    words = fold(name).split()
    return (" ".join(words[place:]) for place in range(len(words)))
