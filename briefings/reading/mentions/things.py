"""What a sentence mentions: people as the article knows them, and the tokens that stand for parties and
places."""

from __future__ import annotations

from dataclasses import dataclass, field

from briefings.world.entities import Location

_PARTIES = frozenset(
    ("person", "role", "group", "state", "body", "seat", "capital", "people", "pronoun", "pair")
)


@dataclass(slots=True, eq=False)
class Figure:
    """A person of the article. `actor` is the code they act for, '' while unknown; `key` their key in the
    world."""

    name: str
    actor: str
    role: str = ""
    gender: str = ""
    key: str = ""
    former: bool = False
    surnames: frozenset[str] = frozenset()
    title: str = ""
    """The office's words, folded: "emir", "secretary of state"; '' while unknown."""
    owned: bool = True
    """The article or the world says for whom they act; False where it is only guessed from the home state."""


@dataclass(slots=True, eq=False)
class Mention:
    """Tokens ``lo..hi`` of a sentence that stand for one or more parties, or for a place.

    form: 'person' | 'role' (an office without a name) | 'group' (the leaders of A and B) | 'state' | 'body' |
    'seat' | 'capital' | 'adjective' | 'people' | 'pronoun' | 'pair' (the two leaders) | 'city' | 'venue' |
    'region'.
    `actors`: codes; empty while unresolved. `title`: the words of an office, the pronoun itself. `owner`: a
    possessive pronoun before it ("his counterpart").
    """

    lo: int
    hi: int
    form: str
    actors: tuple[str, ...] = ()
    people: tuple[Figure, ...] = ()
    role: str = ""
    title: str = ""
    plural: bool = False
    count: int = 0
    owner: str = ""
    determiner: str = ""
    former: bool = False
    place: Location | None = None
    closed: bool = False
    """The comma that ends its apposition is part of it."""
    opened: bool = False
    """Resolved by memory rather than said in so many words."""
    extra: list[str] = field(default_factory=list)

    @property
    def party(self) -> bool:
        """Whether this can take part in an encounter."""
        return self.form in _PARTIES
