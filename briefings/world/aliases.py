"""Every name of every entity as an `Alias`, with what a reader of running text must know about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefings.world.entities import Alias, Location, Organisation, Person, State
from briefings.world.fold import fold


def _case(text: str) -> str:
    """Abbreviations count only as written: "US" is a state, "us" is not."""
    if text.isupper() and " " not in text:
        return "exact"
    return "any" if text[:1].islower() else "capital"


def _alias(
    text: str, kind: str, ref: str, form: str, weak: bool = False, since: str = "", until: str = ""
) -> Alias:
    if text.startswith("?"):
        text, weak = text[1:], True
    return Alias(fold(text), text, kind, ref, form, _case(text), weak, since, until)


def state_aliases(states: Mapping[str, State]) -> Iterator[Alias]:
    """Names, adjectives, nouns for the people and seats of government; "?" before a name marks it weak."""
    for state in states.values():
        listed = (
            *((name, "name") for name in (state.name, state.short, *state.aliases)),
            *((name, "adjective") for name in state.adjectives),
            *((name, "people") for name in state.people),
            *((name, "seat") for name in state.seats),
        )
        marked = {name[1:] for name, _ in listed if name.startswith("?")}
        seen: set[str] = set()
        for text, form in listed:
            if text in marked:
                continue
            if _case(text.removeprefix("?")) == "exact" and form == "name":
                form = "abbreviation"
            alias = _alias(text, "state", state.code, form)
            if alias.folded not in seen:
                seen.add(alias.folded)
                yield alias


def organisation_aliases(organisations: Mapping[str, Organisation]) -> Iterator[Alias]:
    """Names and abbreviations."""
    for body in organisations.values():
        seen: set[str] = set()
        marked = {name[1:] for name in body.aliases if name.startswith("?")}
        for text in (body.name, body.short, *body.aliases):
            form = "abbreviation" if _case(text.removeprefix("?")) == "exact" else "name"
            alias = _alias(text, "organisation", body.code, form)
            if text not in marked and alias.folded not in seen:
                seen.add(alias.folded)
                yield alias


def place_aliases(place: Location) -> Iterator[Alias]:
    """A city, venue or region with its spellings."""
    weak = bool(place.hints)
    for text in (place.name, *place.aliases):
        yield _alias(text, "place", place.key, place.kind, weak)


def place_names(place: Location) -> frozenset[str]:
    """The folded names of `place_aliases`, without the work of the rest."""
    return frozenset(fold(text.removeprefix("?")) for text in (place.name, *place.aliases))


_NO_SURNAMES = frozenset(
    (
        *(
            "he",
            "she",
            "it",
            "we",
            "you",
            "us",
            "my",
            "an",
            "the",
            "all",
            "no",
            "so",
            "do",
            "be",
            "is",
            "may",
        ),
        *(
            "in",
            "on",
            "at",
            "to",
            "of",
            "by",
            "as",
            "or",
            "and",
            "for",
            "but",
            "not",
            "new",
            "one",
            "ten",
            "two",
        ),
        *(
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
            "sunday",
            "january",
            "february",
        ),
        *("march", "april", "june", "july", "august", "september", "october", "november", "december"),
    )
)
"""Words so common that a surname like them ("He Lifeng", "Theresa May") is no alias on its own."""


def person_names(person: Person) -> dict[str, str]:
    """Folded name -> name as written: full names, other spellings and surnames."""
    found: dict[str, str] = {}
    for text in (person.name, *person.aliases, person.surname, person.surname.split()[-1]):
        folded = fold(text)
        if folded and folded not in _NO_SURNAMES:
            found.setdefault(folded, text)
    return found


def person_aliases(person: Person, famous: Mapping[str, str]) -> Iterator[Alias]:
    """Full names, other spellings and surnames. One word alone is weak unless it is one of the famous."""
    since = person.terms[0].since
    serving = any(not term.until for term in person.terms)
    until = "" if serving else max(term.until for term in person.terms)
    for folded, text in person_names(person).items():
        single = " " not in text or text == person.surname
        form = "surname" if single and text != person.name else "full"
        weak = single and famous.get(folded) != person.name
        yield _alias(text, "person", person.key, form, weak, since, until)
