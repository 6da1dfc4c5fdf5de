"""From what people write to what it names: exact look-up, questions, suggestions and completions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from briefings.world.aliases import person_aliases, person_names, place_aliases, place_names
from briefings.world.entities import RANKS, Alias, Location, Match, Organisation, Person, State, covers
from briefings.world.fold import fold
from briefings.world.near import Nearest

_Entry = Alias | Location | Person


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a name in a question means. At most one of `actor`, `ambiguous`, `several` and `suggestions`
    is filled."""

    actor: str | None = None
    """Code of the state or organisation."""
    label: str = ""
    """Its name for the answer's heading: "India", "European Union"."""
    person: Person | None = None
    """The person who was named, when the name was a person's."""
    place: Location | None = None
    """The place that was named, when it was a city or a site."""
    ambiguous: tuple[tuple[str, str], ...] = ()
    """(code, label) of everything it could mean: ask."""
    several: tuple[tuple[str, str], ...] = ()
    """(code, label) of the two that were named in one breath: "Modi Putin", "Russia and China"."""
    suggestions: tuple[str, ...] = ()
    """The nearest known names, best first, each of which resolves."""


class Names:
    """Every name known, folded. Build it by `World.names`."""

    def __init__(
        self,
        aliases: Iterable[Alias],
        states: Mapping[str, State],
        organisations: Mapping[str, Organisation],
        places: Mapping[str, Location],
        people: Mapping[str, Person],
        famous: Mapping[str, str],
        ambiguous: Mapping[str, tuple[str, ...]],
        like: Callable[[str], list[Person]],
    ) -> None:
        self._like = like
        self._states = states
        self._organisations = organisations
        self._places = places
        self._people = people
        self._famous = famous
        self._ambiguous = ambiguous
        self._index: dict[str, _Entry | list[_Entry]] = {}
        """Of places and people the entity alone: its aliases are made when one of its names is met."""
        self._made: dict[str, tuple[Alias, ...]] = {}
        for alias in aliases:
            self._add(alias.folded, alias)
        for place in places.values():
            for name in place_names(place):
                self._add(name, place)
        for person in people.values():
            for name in person_names(person):
                self._add(name, person)

    def _add(self, name: str, entry: _Entry) -> None:
        known = self._index.get(name)
        if known is None:
            self._index[name] = entry
        elif isinstance(known, list):
            known.append(entry)
        else:
            self._index[name] = [known, entry]

    def aliases(self) -> Iterator[Alias]:
        """Every alias of every entity."""
        for name, found in self._index.items():
            yield from self._aliases(name, found)

    def folded_names(self) -> Iterable[str]:
        """Every name there is, folded: what a tagger of running text looks for."""
        return self._index

    def folded(self, name: str) -> tuple[Alias, ...]:
        """The aliases under an already folded name; () if none. The fast path for a tagger."""
        found = self._index.get(name)
        if found is None:
            return ()
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = tuple(self._aliases(name, found))
        return made

    def _aliases(self, name: str, found: _Entry | list[_Entry]) -> Iterator[Alias]:
        for entry in found if isinstance(found, list) else (found,):
            if isinstance(entry, Alias):
                yield entry
            else:
                made = (
                    place_aliases(entry)
                    if isinstance(entry, Location)
                    else person_aliases(entry, self._famous)
                )
                yield next(alias for alias in made if alias.folded == name)

    def lookup(self, text: str, on: str | None = None) -> list[Match]:
        """Everything `text` names, exactly after folding. With a date, people out of office on it are left
        out where the name also means somebody in office then."""
        found = self.folded(fold(text))
        if on:
            serving = [a for a in found if a.kind == "person" and covers(a.since, a.until, on)]
            if serving:
                found = tuple(a for a in found if a.kind != "person" or a in serving)
        return [Match(alias.kind, alias.ref, alias) for alias in found]

    def label(self, code: str) -> str:
        """The name of a state or organisation for people to read."""
        state = self._states.get(code)
        body = self._organisations.get(code)
        # "NC" is the Nordic Council: a territory that shares its code is nobody's actor.
        named = state if state and (state.actor or not body) else body
        return named.name if named else code

    def resolve(self, text: str, on: str | None = None) -> Resolution:
        """Which actor a question means by `text`: a country by any usual name, demonym, capital, ISO code, an
        organisation, a city, a leader. Never raises; what is unknown comes back with suggestions."""
        whole = fold(text)
        folded = whole.removeprefix("the ")
        owner = folded.removesuffix("s") if text.rstrip().endswith(("'s", "’s")) else ""
        for attempt in dict.fromkeys((folded, whole, owner)):
            if attempt and (found := self._resolve(attempt, on)):
                return found
        words = folded.split()
        several = self._several(words, on)
        if several:
            return Resolution(several=several)
        for start in range(1, min(len(words), 4)):
            # "President Putin", "prime minister of India", "French President Macron"
            rest = " ".join(words[start:]).removeprefix("of ").removeprefix("the ")
            found = self._resolve(rest, on)
            if found and (found.person or words[start] == "of"):
                return found
        alike = self._like(folded)[:1]
        if alike:
            return self._person(alike, on)
        return Resolution(suggestions=self.suggestions(folded))

    def _several(self, words: list[str], on: str | None) -> tuple[tuple[str, str], ...]:
        """Two different actors named one after the other, with or without a joining word."""
        for cut in range(1, min(len(words), 8)):
            rest = words[cut:]
            if len(rest) > 1 and rest[0] in ("and", "with", "vs"):
                rest = rest[1:]
            one = self._resolve(" ".join(words[:cut]), on)
            other = self._resolve(" ".join(rest), on) if one and one.actor else None
            if one and other and one.actor and other.actor and one.actor != other.actor:
                return (one.actor, one.label), (other.actor, other.label)
        return ()

    def _resolve(self, folded: str, on: str | None) -> Resolution | None:
        if folded in self._ambiguous:
            codes = self._ambiguous[folded]
            return Resolution(ambiguous=tuple((code, self.label(code)) for code in codes))
        found = self.folded(folded)
        for kind in ("state", "organisation"):
            codes = tuple(dict.fromkeys(alias.ref for alias in found if alias.kind == kind))
            if codes:
                return self._actors(codes if kind == "organisation" else map(self._sovereign, codes))
        code = self._codes.get(folded)
        if code:
            return self._actors((code,))
        places = [self._places[alias.ref] for alias in found if alias.kind == "place"]
        capitals = [place for place in places if place.kind == "capital"]
        people = [self._people[alias.ref] for alias in found if alias.kind == "person"]
        famous = [alias.ref for alias in found if alias.kind == "person" and not alias.weak]
        if len(famous) == 1:
            people = [self._people[famous[0]]]
        if capitals or (places and not any(self._serving(person, on) for person in people)):
            chosen = capitals or places
            return self._actors((self._sovereign(place.country) for place in chosen), place=chosen[0])
        return self._person(people, on) if people else None

    def _actors(self, codes: Iterable[str], place: Location | None = None) -> Resolution:
        own = tuple(dict.fromkeys(codes))
        if len(own) > 1:
            return Resolution(ambiguous=tuple((code, self.label(code)) for code in own))
        return Resolution(actor=own[0], label=self.label(own[0]), place=place)

    def _sovereign(self, code: str) -> str:
        """Who acts for a state: itself, for a mere territory its sovereign."""
        return self._states[code].sovereign or code

    @staticmethod
    def _serving(person: Person, on: str | None) -> bool:
        return any(term.covers(on) if on else not term.until for term in person.terms)

    def _person(self, people: list[Person], on: str | None) -> Resolution:
        """The one in office counts before those who were, a head of state or government before a minister."""

        def weight(person: Person) -> tuple[bool, int]:
            return not self._serving(person, on), RANKS[person.term(on).role]

        best = min(weight(person) for person in people)
        chosen = [person for person in people if weight(person) == best]
        if best[0]:
            latest = max(person.term(on).until for person in chosen)
            chosen = [person for person in chosen if person.term(on).until == latest]
        actors = tuple(dict.fromkeys(person.actor(on) for person in chosen))
        if len(actors) > 1:
            return Resolution(
                ambiguous=tuple(
                    (person.actor(on), f"{person.name} ({self.label(person.actor(on))})") for person in chosen
                )
            )
        return Resolution(
            actor=actors[0], label=self.label(actors[0]), person=chosen[0] if len(chosen) == 1 else None
        )

    def suggestions(self, text: str, limit: int = 5) -> tuple[str, ...]:
        """Known names that look like `text`, nearest first; every one of them resolves."""
        folded = fold(text)
        ranked: dict[str, tuple[int, int, bool, str]] = {}

        def add(edits: int, name: str) -> None:
            for alias in self.folded(name):
                shown = self._shown(alias)
                key = (edits, self._rank(alias), name[:1] != folded[:1], shown)
                if shown not in ranked or key < ranked[shown]:
                    ranked[shown] = key

        for edits, name in self._nearest.near(folded):
            add(edits, name)
        if len(folded) >= 3:
            for name in self._begin(folded):
                add(2, name)
        best = min((key[0] for key in ranked.values()), default=0)
        near = [shown for shown, key in ranked.items() if key[0] == best or (key[0] == 2 and key[1] < 2)]
        return tuple(sorted(near, key=ranked.__getitem__)[:limit])

    def completions(self, prefix: str, limit: int = 25) -> list[str]:
        """Names that begin with `prefix`, also in a later word of a state's or organisation's name.

        Those whose usual name begins so come first, states before organisations before leaders. Each entity
        stands there once, under its usual name, and each resolves. Without a prefix the members of the G20.
        """
        folded = fold(prefix).removeprefix("the ")
        if not folded:
            group = self._organisations.get("G20")
            return sorted(self.label(code) for code in (group.member_states() if group else self._states))[
                :limit
            ]
        ranked: dict[str, tuple[bool, bool, bool, int, str]] = {}
        for name in self._begin(folded):
            for alias in self.folded(name):
                shown = self._shown(alias)
                rank = self._rank(alias)
                key = (name != folded, rank > 4, not fold(shown).startswith(folded), rank, shown)
                if shown not in ranked or key < ranked[shown]:
                    ranked[shown] = key
        for word, shown, rank in self._later_words[bisect_left(self._later_words, (folded, "", 0)) :]:
            if not word.startswith(folded):
                break
            ranked.setdefault(shown, (True, False, True, rank, shown))
        return sorted(ranked, key=ranked.__getitem__)[:limit]

    def warm(self) -> None:
        """Builds what suggestions and completions need, so that the first of them is as fast as the rest."""
        _ = self._sorted, self._nearest, self._later_words, self._codes

    def _shown(self, alias: Alias) -> str:
        if alias.kind == "person":
            return self._people[alias.ref].name
        if alias.kind == "place":
            return self._places[alias.ref].name
        return self.label(alias.ref)

    def _rank(self, alias: Alias) -> int:
        if alias.kind == "state":
            return 0 if self._states[alias.ref].actor else 3
        if alias.kind == "organisation":
            return 1
        if alias.kind == "person":
            return 2 if not alias.until else 5
        return 3 if alias.form == "capital" else 4

    def _begin(self, folded: str) -> Iterator[str]:
        start = bisect_left(self._sorted, folded)
        for name in islice(self._sorted, start, None):
            if not name.startswith(folded):
                return
            yield name

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._index)

    @cached_property
    def _later_words(self) -> list[tuple[str, str, int]]:
        """(folded rest of a name from its second word on, usual name, rank) of states and organisations."""
        found = []
        for alias in self.aliases():
            if alias.kind in ("state", "organisation") and alias.form == "name":
                words = alias.folded.split()
                shown = self._shown(alias)
                found += [(" ".join(words[at:]), shown, self._rank(alias)) for at in range(1, len(words))]
        return sorted(found)

    @cached_property
    def _nearest(self) -> Nearest:
        return Nearest(self._index)

    @cached_property
    def _codes(self) -> dict[str, str]:
        """ISO codes and organisation codes: good in a question, but "it" and "in" in a text are words."""
        territories = [state for state in self._states.values() if not state.actor]
        codes = {code.lower(): state.sovereign for state in territories for code in (state.iso3, state.code)}
        codes.update({code.lower(): code for code in self._organisations})
        actors = [state for state in self._states.values() if state.actor]
        codes.update({code.lower(): state.code for state in actors for code in (state.iso3, state.code)})
        return codes
