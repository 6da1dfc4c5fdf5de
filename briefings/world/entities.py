"""Who and what exists, as plain values: states, organisations, places, people and the names they go by.

Dates are text in ISO form of day, month or year precision (``2024-07-09``, ``2024-07``, ``2024``); an empty
string is an open end. `covers` says whether such a span holds a date, at the precision both have.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


def covers(since: str, until: str, on: str | None) -> bool:
    """Whether `on` falls in `since`..`until`, both inclusive, compared at the coarser precision of each pair.

    An unknown `on` is covered by every span.
    """
    if not on:
        return True
    length = min(len(since), len(on))
    if since and since[:length] > on[:length]:
        return False
    length = min(len(until), len(on))
    return not until or until[:length] >= on[:length]


def overlap(a_since: str, a_until: str, b_since: str, b_until: str) -> bool:
    """Whether two spans share more than the day (month, year) on which one ends and the other begins."""

    def ends_by(until: str, since: str) -> bool:
        length = min(len(until), len(since))
        return bool(until) and bool(since) and until[:length] <= since[:length]

    return not ends_by(a_until, b_since) and not ends_by(b_until, a_since)


@dataclass(frozen=True, slots=True)
class State:
    """A state, or a territory that appears as a place only (`actor` is then False and `sovereign` set)."""

    code: str
    iso3: str
    name: str
    """The name the press uses: "Ivory Coast", "United Kingdom"."""
    short: str
    """The shortest unambiguous name for headings: "UK", "DR Congo"."""
    adjectives: tuple[str, ...]
    """Usual first: ("Turkish",)."""
    people: tuple[str, ...]
    """Nouns for its people: ("Turk", "Turks")."""
    capitals: tuple[tuple[str, ...], ...]
    """Each with its spellings, usual first: (("Kyiv", "Kiev"),)."""
    seats: tuple[str, ...]
    """Buildings and offices that stand for the government: ("Kremlin",)."""
    aliases: tuple[str, ...]
    """Other names, as the data file marks them (a leading "?" is a weak one)."""
    status: str
    """member | observer | other | territory (of the United Nations)."""
    region: str
    leader: str
    """Which office speaks abroad: 'state' (a president) or 'government' (a prime minister)."""
    sovereign: str
    hints: tuple[str, ...]
    """Folded words beside an ambiguous name that speak for this state."""
    against: tuple[str, ...]
    """Folded words beside an ambiguous name that speak against it."""

    @property
    def un_member(self) -> bool:
        return self.status == "member"

    @property
    def actor(self) -> bool:
        return self.status != "territory"

    @property
    def capital(self) -> str:
        return self.capitals[0][0] if self.capitals else ""

    @property
    def demonyms(self) -> tuple[str, ...]:
        return self.adjectives + self.people


@dataclass(frozen=True, slots=True)
class Membership:
    state: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Organisation:
    code: str
    name: str
    short: str
    kind: str
    """union | bloc | format (no secretariat of its own) | agency | court | bank | society."""
    aliases: tuple[str, ...]
    city: str
    """Seat; empty for a format without one."""
    country: str
    members: tuple[Membership, ...]

    def member_states(self, on: str | None = None) -> frozenset[str]:
        """Codes of the members on a date, or of today's members."""
        if on is None:
            return frozenset(m.state for m in self.members if not m.until)
        return frozenset(m.state for m in self.members if covers(m.since, m.until, on))


@dataclass(frozen=True, slots=True)
class Location:
    """A city, venue or site. `city` is what an event there gives as its city: a palace's is where it is."""

    name: str
    country: str
    city: str
    kind: str
    """capital | city | venue | region."""
    aliases: tuple[str, ...]
    hints: tuple[str, ...]
    """Folded words beside an ambiguous name that speak for this place."""

    @property
    def key(self) -> str:
        return f"{self.name}, {self.country}"


@dataclass(frozen=True, slots=True)
class Term:
    """One term of one office; `actor` is a state's or organisation's code, `until` empty while in office."""

    actor: str
    role: str
    """state | government | foreign | defence | deputy | head | envoy."""
    title: str
    since: str
    until: str
    source: str

    def covers(self, on: str | None) -> bool:
        return covers(self.since, self.until, on)


@dataclass(frozen=True, slots=True)
class Person:
    key: str
    """`name`, or "name (XX)" where two people share it."""
    name: str
    surname: str
    """How a second reference calls them: "Xi", "von der Leyen"."""
    aliases: tuple[str, ...]
    terms: tuple[Term, ...]
    """Oldest first."""
    gender: str

    def term(self, on: str | None = None) -> Term:
        """The term that counts on a date: one that covers it (the highest office first), else the nearest
        before, else the first; without a date the latest."""
        if on is None:
            return max(self.terms, key=lambda t: (not t.until, t.until or t.since, -RANKS.get(t.role, 9)))
        holding = [t for t in self.terms if t.covers(on)]
        if holding:
            return min(holding, key=lambda t: RANKS.get(t.role, 9))
        earlier = [t for t in self.terms if t.since <= on]
        return earlier[-1] if earlier else self.terms[0]

    def actor(self, on: str | None = None) -> str:
        return self.term(on).actor


RANKS = {"state": 0, "government": 0, "head": 1, "foreign": 2, "deputy": 3, "defence": 4, "envoy": 5}
"""Offices by weight: who is meant when a name alone is said."""


class Alias(NamedTuple):
    """One name of one entity, as a reader of running text needs it."""

    folded: str
    text: str
    kind: str
    """state | organisation | person | place."""
    ref: str
    """Code of the state or organisation, `Person.key`, or `Location.key`."""
    form: str
    """States and organisations: name | abbreviation | adjective | people | seat; people: full | surname;
    places: capital | city | venue | region."""
    case: str
    """'exact': counts only when written with these very capitals ("US", "WHO"); 'capital': must begin with
    one; 'any': as it comes ("nuclear watchdog")."""
    weak: bool
    """Needs context: a bare surname, "Georgia", "Jordan", "Washington"."""
    since: str
    until: str
    """For people: first and last day in any office listed; else empty."""


class Match(NamedTuple):
    kind: str
    ref: str
    alias: Alias

    @property
    def form(self) -> str:
        return self.alias.form
