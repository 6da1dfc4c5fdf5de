"""What a word of a sentence is: a party, a verb, something to pass over."""

from __future__ import annotations

from briefings.reading.elements import Element
from briefings.reading.lexicon import Lexicon

JOIN = frozenset(("and", "&", "plus"))
NEW_CLAUSE = frozenset(
    "who which where when while whilst but although though because whom whose if unless until since whether"
    " so that than".split()
)
"""Words that begin a clause of their own, looked at from either side of a verb."""

_BEFORE_VERBS = frozenset(
    "to will would shall can could may might must should not and or but then who which that do does"
    " did leaders ministers presidents officials"
    " sides countries delegations delegates it everyone nobody ll also premiers chiefs envoys"
    " negotiators teams both two three this".split()
)
"""What stands before a verb in its plain or third-person form; after other words "visits" and "round" are
nouns."""

_NEVER_NOUNS = frozenset("take bring receive carry go hold meet sign send await bear".split())
"""Verbs whose third person is no plural of a noun: "the trip takes him"."""

_BEFORE_MEETING = frozenset(
    "of bilateral joint trilateral summit ministerial virtual video annual monthly first second third"
    " official working".split()
)

_ORDER = frozenset(("first", "last", "next", "only", "latest", "second", "third"))
"""Words that count encounters rather than say when somebody does something."""


class Words:
    """The small questions about one sentence's elements."""

    def __init__(self, elements: list[Element], lexicon: Lexicon) -> None:
        self.elements = elements
        self._lexicon = lexicon
        self._prepositions = lexicon.small["prepositions"]
        self._adverbs = lexicon.small["adverbs"]

    def party_at(self, i: int) -> bool:
        if not 0 <= i < len(self.elements):
            return False
        element = self.elements[i]
        return element.mention is not None and element.mention.party

    def low(self, i: int) -> str:
        return self.elements[i].low if 0 <= i < len(self.elements) else ""

    def skip(self, i: int, step: int = 1) -> int:
        """Over adverbs, and dates with their prepositions."""
        while 0 <= i < len(self.elements):
            element = self.elements[i]
            if (
                element.kind == "w"
                and element.low in self._adverbs
                and not (step > 0 and element.low in ("face", "have", "both", "each"))
            ):
                i += step
            elif element.kind == "d":
                i += step
                if step < 0 and self.low(i) in (
                    "on",
                    "in",
                    "at",
                    "by",
                    "since",
                    "until",
                    "from",
                    "to",
                    "of",
                    "late",
                    "early",
                    "for",
                    "during",
                ):
                    i += step
            elif (
                step > 0
                and element.low in ("on", "in", "at", "early", "late", "since")
                and i + 1 < len(self.elements)
                and self.elements[i + 1].kind == "d"
            ):
                i += 2
            else:
                break
        return i

    def _gathering(self, low: str) -> bool:
        """Whether a word alone calls a gathering: "summit", "cop28"."""
        nouns = self._lexicon.nouns.get(low, ())
        return any(kind in ("gathering", "meeting") and not plural for _, kind, plural in nouns) or (
            low.startswith("cop") and low[3:].isdigit()
        )

    def is_verb(self, i: int) -> bool:
        """Whether the word at i works as a verb here rather than as a noun ("visits", "talks", "a
        meeting")."""
        element = self.elements[i]
        if not element.lemma:
            return False
        before = self.elements[i - 1] if i else None
        if self.low(i + 1) == "-" or (self.low(i - 1) == "-" and self.low(i - 2) == "to"):
            return False  # "face-to-face talks"
        if element.shape.startswith("past") or element.shape == "participle":
            return not (
                before is not None and before.low in ("the", "a", "an") and element.shape.startswith("past")
            )
        if before is None:
            return element.shape == "ing"
        if before.kind == "m":
            mention = before.mention
            return mention is not None and mention.form != "adjective" and element.shape != "ing"
        if element.shape == "ing":
            if before.kind == "d":
                return element.lemma != "meet"
            noun_before = before.low in _BEFORE_MEETING or before.low in self._lexicon.modifiers
            return not (
                before.low in self._lexicon.small["determiners"]
                or before.low in self._lexicon.small["possessives"]
                or before.low in ("'s", "-")
                or (noun_before and element.lemma == "meet")
            )
        if before.kind == "d":
            possessive = before.when is not None and before.when.words.endswith(("'s", "’s"))
            return element.shape == "s" and not possessive
        if before.kind == "w":
            if before.low in self._adverbs and element.shape == "base" and self._owned(i - 1):
                return False  # "his first journey"
            if element.low in self._lexicon.nouns and (
                self.low(i - 2) == "-" or (before.low in _ORDER and self._determined(i - 2))
            ):
                return False  # "the first talks", "face-to-face talks"
            if (
                element.shape == "s"
                and element.low not in self._lexicon.nouns
                and self._gathering(before.low)
            ):
                return True  # "the summit opens"
            if before.low in _BEFORE_VERBS or before.low in self._adverbs:
                return True
            if element.shape == "s" and element.lemma in _NEVER_NOUNS and before.low[0].isalpha():
                return before.low not in self._prepositions
            return (
                bool(before.lemma)
                and before.lemma in ("be", "do", "help", "let", "make")
                and element.shape == "base"
            )
        return True

    def _determined(self, i: int) -> bool:
        return self.low(i) in self._lexicon.small["determiners"] or self._owned(i)

    def _owned(self, i: int) -> bool:
        """Whether the adverbs up to element i stand behind a possessive: "his first", "Kenya's only"."""
        while i >= 0 and self.elements[i].kind == "w" and self.elements[i].low in self._adverbs:
            i -= 1
        low = self.low(i)
        return low == "'s" or (low in self._lexicon.small["possessives"] and low != "her")
