"""Who held which office when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from briefings.world.entities import RANKS, Person, State, Term
from briefings.world.fold import fold
from briefings.world.likeness import Likeness

_ROLES = {"head_of_state": "state", "head_of_government": "government"}

_TITLES = {
    "president": ("state", "head"),
    "king": ("state",),
    "queen": ("state",),
    "emperor": ("state",),
    "monarch": ("state",),
    "emir": ("state",),
    "sultan": ("state",),
    "pope": ("state",),
    "pontiff": ("state",),
    "supreme leader": ("state", "head"),
    "head of state": ("state",),
    "prime minister": ("government",),
    "premier": ("government",),
    "chancellor": ("government",),
    "taoiseach": ("government",),
    "head of government": ("government",),
    "foreign minister": ("foreign",),
    "minister of foreign affairs": ("foreign",),
    "minister for foreign affairs": ("foreign",),
    "foreign secretary": ("foreign",),
    "secretary of state": ("foreign",),
    "top diplomat": ("foreign",),
    "chief diplomat": ("foreign",),
    "external affairs minister": ("foreign",),
    "defence minister": ("defence",),
    "defense minister": ("defence",),
    "defence secretary": ("defence",),
    "defense secretary": ("defence",),
    "secretary of defense": ("defence",),
    "minister of defence": ("defence",),
    "minister of defense": ("defence",),
    "vice president": ("deputy",),
    "deputy prime minister": ("deputy",),
    "crown prince": ("deputy", "government"),
    "secretary general": ("head",),
    "chief": ("head",),
    "head": ("head",),
    "chair": ("head",),
    "chairman": ("head",),
    "chairperson": ("head",),
    "director general": ("head",),
    "managing director": ("head",),
}
"""Words for an office -> the roles they may name, when no term bears that very title."""

_LEADER_WORDS = frozenset(("leader", "ruler", "head", "counterpart", "strongman"))
_MONARCHS = frozenset(("king", "queen", "emperor", "grand duke", "prince", "sultan", "governor general"))


class Offices:
    """Terms of office of everyone known, by state and role."""

    def __init__(self, people: Iterable[Person], states: Mapping[str, State]) -> None:
        self._states = states
        self._held: dict[str, list[tuple[Term, Person]]] = {}
        self._people = tuple(people)
        for person in self._people:
            for term in person.terms:
                self._held.setdefault(term.actor, []).append((term, person))
        for held in self._held.values():
            held.sort(key=lambda pair: pair[0].since)

    @cached_property
    def _by_name(self) -> dict[str, list[Person]]:
        named: dict[str, list[Person]] = {}
        for person in self._people:
            for name in {fold(name) for name in (person.name, person.surname, *person.aliases)}:
                named.setdefault(name, []).append(person)
        return named

    @cached_property
    def _likeness(self) -> Likeness:
        return Likeness(self._people)

    def like(self, text: str) -> list[Person]:
        """People of whom a fuller or differently spelt full name speaks, best match first."""
        return self._likeness.find(text)

    def person(self, text: str, on: str | None = None) -> list[Person]:
        """Everyone called `text`: full name, other spelling or surname, else the one of whom a fuller or
        differently spelt name speaks. Who is in office on the date, or now, comes first."""
        found = self._by_name.get(fold(text)) or self.like(text)[:1]
        return sorted(found, key=lambda p: not any(t.covers(on) if on else not t.until for t in p.terms))

    def terms(self, actor: str) -> tuple[tuple[Term, Person], ...]:
        """Every term known of a state or organisation, oldest first."""
        return tuple(self._held.get(actor, ()))

    def holder(self, actor: str, role: str, on: str | None = None) -> Person | None:
        """Who held `role` (state | head_of_state | government | head_of_government | foreign | defence |
        deputy | head | envoy) of `actor` on a date of any precision; the later where the date leaves two.

        Without a date: who holds it now, None where the last known term has ended. A president who heads the
        government too answers to both.
        """
        found = self.term(actor, role, on)
        return found[1] if found else None

    def term(self, actor: str, role: str, on: str | None = None) -> tuple[Term, Person] | None:
        """As `holder`, with the term."""
        role = _ROLES.get(role, role)
        held = self._held.get(actor, ())
        found = self._last(held, role, on)
        if found is None and role == "government":
            sole = not any(term.role == role for term, _ in held)
            head = self._last(held, "state", on)
            # A king does not govern only because we do not know his prime minister.
            if head and (sole or fold(head[0].title) not in _MONARCHS):
                return head
        return found

    @staticmethod
    def _last(held: Iterable[tuple[Term, Person]], role: str, on: str | None) -> tuple[Term, Person] | None:
        found = None
        for term, person in held:
            if term.role == role and (term.covers(on) if on else not term.until):
                found = (term, person)
        return found

    def leader(self, actor: str, on: str | None = None) -> Person | None:
        """Who speaks abroad for a state ("the Turkish leader"), or the head of an organisation."""
        state = self._states.get(actor)
        if state is None:
            return self.holder(actor, "head", on)
        first, second = ("government", "state") if state.leader == "government" else ("state", "government")
        return self.holder(actor, first, on) or self.holder(actor, second, on)

    def titled(self, actor: str, title: str, on: str | None = None) -> Person | None:
        """Who is meant by "the <actor> <title>" on a date: "prime minister", "leader", "top diplomat",
        "Secretary of State", "crown prince", "emir". None where nobody of that title is known."""
        wanted = fold(title)
        if wanted in _LEADER_WORDS:
            return self.leader(actor, on)
        # "Commission chief" is the European Commission President; in a state, deputies are called so.
        ends = (
            ()
            if actor in self._states or " " not in wanted
            else (wanted, wanted.replace("chief", "president"))
        )
        best: tuple[Term, Person] | None = None
        for term, person in self._held.get(actor, ()):
            serving = term.covers(on) if on else not term.until
            outranked = best is not None and RANKS[term.role] > RANKS[best[0].role]
            title = fold(term.title)
            if serving and not outranked and (title == wanted or (ends and title.endswith(ends))):
                best = (term, person)
        if best:
            return best[1]
        for role in _TITLES.get(wanted, ()):
            found = self._last(self._held.get(actor, ()), role, on)
            # "The president" of a kingdom is nobody.
            if found and not (
                role == "state" and wanted == "president" and fold(found[0].title) in _MONARCHS
            ):
                return found[1]
        return None
