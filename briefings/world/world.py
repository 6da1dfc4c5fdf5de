"""The packaged knowledge of the world, loaded part by part when first asked for, and then kept."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import date
from functools import cache, cached_property
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from briefings.world import aliases, geography
from briefings.world.entities import Location, Organisation, Person, State
from briefings.world.names import Names
from briefings.world.offices import Offices
from briefings.world.people import load_famous, load_people
from briefings.world.tables import HERE

if TYPE_CHECKING:
    from briefings.world.calendar import Calendar


class World:
    """States, organisations, places, people, offices, names and the calendar of summits.

    Every part is read from its file on first use, and raises `tables.DataError` if that is broken.
    """

    def __init__(self, directory: Path = HERE) -> None:
        self._directory = directory

    @cached_property
    def states(self) -> Mapping[str, State]:
        """Code -> state, territories included (`State.actor` is False for them)."""
        return MappingProxyType(geography.load_states(self._directory))

    @cached_property
    def organisations(self) -> Mapping[str, Organisation]:
        """Code -> organisation."""
        return MappingProxyType(geography.load_organisations(self._directory))

    @cached_property
    def places(self) -> Mapping[str, Location]:
        """`Location.key` ("Kazan, RU") -> place, capitals first."""
        return MappingProxyType(
            {place.key: place for place in geography.load_places(dict(self.states), self._directory)}
        )

    @cached_property
    def people(self) -> Mapping[str, Person]:
        """`Person.key` -> person."""
        return MappingProxyType({p.key: p for p in load_people(self.organisations, self._directory)})

    @cached_property
    def names(self) -> Names:
        """Every name of all of them."""
        return Names(
            chain(aliases.state_aliases(self.states), aliases.organisation_aliases(self.organisations)),
            self.states,
            self.organisations,
            self.places,
            self.people,
            load_famous(self._directory),
            geography.load_ambiguous(self._directory),
            lambda text: self.offices.like(text),
        )

    @cached_property
    def offices(self) -> Offices:
        """Who held which office when."""
        return Offices(self.people.values(), self.states)

    @cached_property
    def calendar(self) -> Calendar:
        """The known summits."""
        from briefings.world import calendar

        return calendar.load()

    def with_calendar(self, calendar: Calendar) -> World:
        """This world with another calendar; whatever is loaded is shared."""
        other = copy(self)
        other.__dict__["calendar"] = calendar
        return other

    def is_actor(self, code: str) -> bool:
        """Whether `code` names a state (not a mere territory) or an organisation."""
        state = self.states.get(code)
        return code in self.organisations or (state is not None and state.actor)

    def label(self, code: str) -> str:
        """The usual name of a state or organisation; the code itself where it is unknown."""
        return self.names.label(code)

    def member_states(self, organisation: str, on: date | str | None = None) -> frozenset[str]:
        """Codes of the members of `organisation` on a date (a day, or ISO text of any precision), or now.

        Empty for an unknown organisation and for one whose members are not listed.
        """
        body = self.organisations.get(organisation)
        if body is None:
            return frozenset()
        return body.member_states(on.isoformat() if isinstance(on, date) else on)

    def of_few(self, organisation: str, on: date | str | None = None) -> frozenset[str]:
        """The members of a standing format of two to four states (the E3, the Quad), in whose name all of
        them act; empty for every other body."""
        body = self.organisations.get(organisation)
        if body is None or body.kind != "format":
            return frozenset()
        members = self.member_states(organisation, on)
        return members if 2 <= len(members) <= _FEW else frozenset()


_FEW = 4


@cache
def load() -> World:
    """The one `World` of this process. Cheap: nothing is read before it is used."""
    return World()
