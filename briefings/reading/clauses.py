"""Who does it and with whom: subjects to the left of a verb, objects and complements to its right, without a parser."""

from __future__ import annotations

from dataclasses import dataclass, field

from briefings.reading import verbs
from briefings.reading.elements import Element
from briefings.reading.lexicon import Lexicon
from briefings.reading.mentions import Mention

_REACH = 60
_STOPS = frozenset((";", ":", "--", "(", ")"))
_RELATIVE = frozenset(("who", "which", "that", "whom"))
_JOIN = frozenset(("and", "&", "plus"))
_ALONG = (("as", "well", "as"), ("along", "with"), ("together", "with"), ("and", "also"), ("as", "also"))
_NEW_CLAUSE = frozenset(
    (
        "who",
        "which",
        "where",
        "when",
        "while",
        "whilst",
        "but",
        "although",
        "though",
        "because",
        "whom",
        "whose",
        "if",
        "unless",
        "until",
        "since",
        "whether",
        "so",
        "that",
        "than",
    )
)
_PLACES = frozenset(("city", "venue", "region", "capital", "state", "seat"))
_INTRANSITIVE = frozenset(
    "open begin start end conclude resume close continue last arrive travel return happen occur kick wrap adjourn".split()
)
"""Verbs that end a clause even before "in" or "on": never "talks opened in", as "talks hosted in" may be."""


@dataclass(slots=True)
class Party:
    """Mentions that stand together on one side: elements ``lo..hi``. `joined`: "as well as", "along with"."""

    mentions: list[Mention]
    lo: int
    hi: int


@dataclass(slots=True)
class Arguments:
    """What follows a verb or noun inside its clause: parties and places by preposition, dates, where the clause ends."""

    parties: dict[str, list[Party]] = field(default_factory=dict)
    places: list[tuple[str, Mention]] = field(default_factory=list)
    dates: list[int] = field(default_factory=list)
    end: int = 0
    words: set[str] = field(default_factory=set)


_BEFORE_VERBS = frozenset(
    "to will would shall can could may might must should not and or but then who which that do does did leaders ministers presidents officials"
    " sides countries delegations delegates it everyone nobody ll also premiers chiefs envoys negotiators teams both two three this".split()
)
"""What stands before a verb in its plain or third-person form; after other words "visits" and "round" are nouns."""
_BEFORE_MEETING = frozenset(
    "of bilateral joint trilateral summit ministerial virtual video annual monthly first second third official working".split()
)


class Clauses:
    """Reads one sentence's elements; mentions in it must have been resolved before."""

    def __init__(self, elements: list[Element], lexicon: Lexicon) -> None:
        self.elements = elements
        self._lexicon = lexicon
        self._prepositions = lexicon.small["prepositions"]
        self._adverbs = lexicon.small["adverbs"]

    # ------------------------------------------------------------------ small questions

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
                and element.low in ("on", "in", "at", "early", "late")
                and i + 1 < len(self.elements)
                and self.elements[i + 1].kind == "d"
            ):
                i += 2
            else:
                break
        return i

    def is_verb(self, i: int) -> bool:
        """Whether the word at i works as a verb here rather than as a noun ("visits", "talks", "a meeting")."""
        element = self.elements[i]
        if not element.lemma:
            return False
        before = self.elements[i - 1] if i else None
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
            if before.low in _BEFORE_VERBS or before.low in self._adverbs:
                return True
            return (
                bool(before.lemma)
                and before.lemma in ("be", "do", "help", "let", "make")
                and element.shape == "base"
            )
        return True

    # ------------------------------------------------------------------ to the right

    def collect(self, i: int, whole: bool = False) -> Party | None:
        """The party that begins at element i with all that is joined to it by commas and "and".

        `whole`: after "between", where the last of two is no subject of the verb that follows.
        """
        if not self.party_at(i):
            return None
        if self.low(i + 1) == "'s" and self.party_at(i + 2) and self._mention(i + 2).form in ("person", "role"):
            owner, official = self._mention(i), self._mention(i + 2)
            if owner.form == "person" and owner.actors and not official.actors:
                official.actors = owner.actors
            i += 2
        mentions = [self._mention(i)]
        last = i + 1
        j = last
        while j < len(self.elements):
            step = self._joint(j)
            if (step == j and not self._closed(j)) or not self.party_at(step):
                break
            mention = self._mention(step)
            if (
                (self._begins_clause(step) and not (whole and len(mentions) == 1))
                or mention.form in ("capital",)
                and mentions[0].form in ("person", "role")
            ):
                break
            mentions.append(mention)
            j = last = step + 1
        return Party(mentions, i, last)

    def _closed(self, j: int) -> bool:
        before = self.elements[j - 1].mention if j else None
        return before is not None and before.closed

    def _mention(self, i: int) -> Mention:
        mention = self.elements[i].mention
        assert mention is not None
        return mention

    def _joint(self, j: int) -> int:
        """The element after a comma, "and", ", and", "as well as" at j; j itself if there is none."""
        start = j
        if self.low(j) == ",":
            j += 1
        if self.low(j) in _JOIN:
            j += 1
            if self.low(j) in ("separately", "then", "later", "also", "with", "finally"):
                j += 1
            return j
        for words in _ALONG:
            if all(self.low(j + k) == w for k, w in enumerate(words)):
                return j + len(words)
        return j if j > start else start

    def _begins_clause(self, i: int) -> bool:
        """Whether the mention at i is the subject of a verb that follows."""
        j = self.skip(i + 1)
        if j >= len(self.elements):
            return False
        element = self.elements[j]
        if element.kind != "w":
            return False
        if element.low in (
            "has",
            "have",
            "had",
            "will",
            "would",
            "is",
            "are",
            "was",
            "were",
            "said",
            "says",
            "could",
            "may",
            "might",
            "should",
            "can",
            "did",
            "does",
        ):
            return True
        return (
            bool(element.lemma)
            and element.shape in ("s", "past", "past+participle", "base")
            and self.is_verb(j)
            and element.shape != "participle"
        )

    def arguments(self, i: int, limit: int = 45) -> Arguments:
        """Everything that hangs on the verb or noun before i, up to the end of its clause."""
        found = Arguments()
        elements, end = self.elements, min(len(self.elements), i + limit)
        depth = 0
        while i < end:
            element = elements[i]
            low = element.low
            if low == "(":
                depth += 1
            elif low == ")" and depth:
                depth -= 1
            elif depth:
                if element.kind == "d":
                    found.dates.append(i)
            elif element.kind == "p":
                if low in (";", ":") or (low == "--"):
                    break
                if low == "," and self._clause_after(i + 1):
                    break
            elif element.kind == "d":
                found.dates.append(i)
            elif element.kind == "m":
                if self.party_at(i) and self._begins_clause(i):
                    break
            elif element.kind == "w":
                if low in _NEW_CLAUSE and i > 0 and not (low == "that" and False):
                    break
                if low in ("after", "before", "as") and self._finite_follows(i + 1):
                    break
                if low in ("after", "before", "during", "following"):
                    break
                if low in _JOIN and self._verb_after(i + 1):
                    break
                if element.lemma and self._finite_here(i):
                    break
                if low in self._prepositions:
                    i = self._prepositional(i, found)
                    continue
                found.words.add(low)
            i += 1
        found.end = i
        return found

    def _prepositional(self, i: int, found: Arguments) -> int:
        prep = self.low(i)
        j = i + 1
        if prep == "together" or (prep in ("ahead", "out") and self.low(j) == "of"):
            return j + 1
        while self.low(j) in ("both", "the", "nearby", "neighbouring", "neighboring"):
            j += 1
        if j < len(self.elements):
            element = self.elements[j]
            if element.kind == "d":
                found.dates.append(j)
                return j + 1
            mention = element.mention
            if mention is not None:
                if (
                    prep in ("in", "at", "to", "into", "near", "from", "outside", "on", "through")
                    and mention.form in _PLACES
                    and mention.place is not None
                    or (prep in ("in", "to", "into") and mention.form == "state")
                ):
                    found.places.append((prep, mention))
                    party = self.collect(j)
                    if party and prep in ("to", "from"):
                        found.parties.setdefault(prep, []).append(party)
                    if prep in ("to", "in", "into") and party and len(party.mentions) > 1:
                        found.places.extend((prep, m) for m in party.mentions[1:])
                        return party.hi
                    return j + 1
                if mention.party:
                    party = self.collect(j, whole=prep == "between")
                    assert party is not None
                    if prep == "between" or party.mentions:
                        found.parties.setdefault(prep, []).append(party)
                        return party.hi
                return j + 1
        named = self.including(j)
        if named is not None:
            found.parties.setdefault(prep, []).append(named)
            return named.hi
        if prep in ("in", "at") and j < len(self.elements) and self.elements[j].kind == "w":
            # "in the Kyrgyz lakeside resort of Cholpon-Ata", "at the Saadabad Complex in Tehran"
            k = j
            while (
                k < min(j + 6, len(self.elements))
                and self.elements[k].kind == "w"
                and self.low(k) not in self._prepositions
            ):
                k += 1
            if (
                k < len(self.elements)
                and (m := self.elements[k].mention) is not None
                and m.place is not None
                and self.low(k - 1) not in self._prepositions
            ):
                found.places.append((prep, m))
                return k + 1
            if (
                self.low(k) == "of"
                and k + 1 < len(self.elements)
                and (m := self.elements[k + 1].mention) is not None
                and m.place is not None
            ):
                found.places.append((prep, m))
                return k + 2
        return j if j > i + 1 else i + 1

    def including(self, i: int) -> Party | None:
        """ "other leaders, including A and B" at element i: those who are named."""
        k = i
        while (
            k < min(i + 5, len(self.elements))
            and self.elements[k].kind == "w"
            and self.low(k) not in self._prepositions
        ):
            k += 1
        if k == i or not self.low(k - 1).endswith("s"):
            return None
        k += self.low(k) == ","
        if self.low(k) in ("including", "notably"):
            return self.collect(k + 1)
        if (self.low(k), self.low(k + 1)) in (("such", "as"), ("among", "them")):
            return self.collect(k + 2)
        return None

    def _clause_after(self, i: int) -> bool:
        """Whether a new clause begins at i (after a comma)."""
        low = self.low(i)
        if low in _NEW_CLAUSE or low in ("as", "after", "before"):
            return True
        if low in _JOIN:
            return self._verb_after(i + 1) or (self.party_at(i + 1) and self._begins_clause(i + 1))
        if self.party_at(i) and self._begins_clause(i):
            return True
        if i < len(self.elements):
            element = self.elements[i]
            return bool(element.lemma) and self.is_verb(i) and element.shape != "participle"
        return False

    def _verb_after(self, i: int) -> bool:
        i = self.skip(i)
        if i >= len(self.elements):
            return False
        element = self.elements[i]
        if element.low in ("has", "have", "had", "will", "would", "is", "are", "was", "were", "then"):
            return True
        return (
            element.kind == "w"
            and bool(element.lemma)
            and element.shape not in ("participle",)
            and self.is_verb(i)
        )

    def _finite_here(self, i: int) -> bool:
        element = self.elements[i]
        if element.shape not in ("s", "past", "past+participle"):
            return False
        if not self.is_verb(i):
            return False
        before = self.elements[i - 1]
        if (
            element.shape == "past+participle"
            and before.kind in ("p", "w")
            and before.low not in _JOIN
            and element.lemma not in _INTRANSITIVE
        ):
            following = self.low(i + 1)
            if following in ("by", "in", "at", "on", "for", "as", "with", "between"):
                return False  # "talks hosted by ..."
        return True

    def _finite_follows(self, i: int) -> bool:
        return any(
            e.shape in ("past", "s", "past+participle") or e.low in ("had", "has", "was", "were", "is", "are")
            for e in self.elements[i : i + 6]
            if e.kind == "w"
        )

    # ------------------------------------------------------------------ to the left

    def subject(self, at: int, finite: bool = True, depth: int = 0) -> Party | None:
        """The subject of the verb group that begins at element `at`."""
        if depth > 4:
            return None
        i = self.skip(at - 1, -1)
        if self.low(i) == "'s" and self.party_at(i - 1):
            return self._leftward(i - 1)  # "Egypt's telephoned Chad's"
        steps = 0
        while i >= 0 and steps < _REACH:
            steps += 1
            element = self.elements[i]
            low = element.low
            if element.kind == "p":
                if low == ",":
                    if self.party_at(i - 1):
                        listed = self._leftward(i - 1)
                        if not self._in_phrase(listed.lo) and (
                            len(listed.mentions) > 1 or not self._object_of(listed.lo)
                        ):
                            return listed
                    i = self._before_bracket(i)
                    continue
                if low == ")":
                    while i >= 0 and self.low(i) != "(":
                        i -= 1
                    i -= 1
                    continue
                if low == "--":
                    opened = next((k for k in range(i - 1, max(-1, i - 25), -1) if self.low(k) == "--"), -1)
                    if opened > 0:
                        i = opened - 1
                        continue
                    return None
                if low in (";", ":"):
                    return None
                i -= 1
            elif self.party_at(i):
                if self.low(i + 1) == "'s":
                    i -= 1
                    continue
                group = self._leftward(i)
                if steps == 1 and self.low(group.lo - 1) == "with" and self.elements[at].shape == "ing":
                    return group  # "with Biden making ready"
                if self._in_phrase(group.lo):
                    i = group.lo - 2
                    if self.low(i + 1) in ("to", "between") and False:
                        return None
                    continue
                if steps > 1 and self._object_of(group.lo):
                    verb = self.verb_before(group.lo)
                    if verb is not None:
                        return self.subject(
                            verbs.group(self.elements, verb, self._lexicon).lo, True, depth + 1
                        )
                return group
            elif low in _RELATIVE and element.kind == "w" and i > 0:
                return self._antecedent(i - 1)
            elif low in (*_JOIN, "then", "but", "or") or (low == "to" and not finite):
                verb = self.verb_before(i)
                if verb is None:
                    i -= 1
                    continue
                return self.subject(verbs.group(self.elements, verb, self._lexicon).lo, True, depth + 1)
            elif element.lemma and self.is_verb(i) and (steps > 1 or not finite):
                return self.subject(verbs.group(self.elements, i, self._lexicon).lo, True, depth + 1)
            elif element.kind == "m" and element.mention is not None and not element.mention.party:
                i -= 1
                if self.low(i) in self._prepositions:
                    i -= 1
            else:
                i -= 1
        return None

    def verb_before(self, i: int) -> int | None:
        """The nearest verb left of element i in this sentence."""
        for k in range(i - 1, max(-1, i - _REACH), -1):
            element = self.elements[k]
            if element.kind == "p" and element.low in (";", ":"):
                return None
            if (
                element.lemma
                and element.lemma != "be"
                and self.is_verb(k)
                and element.low not in ("has", "have", "had")
            ):
                return k
            if element.low in ("is", "are", "was", "were") and self.low(k + 1) not in ("to",):
                return k
        return None

    def _object_of(self, lo: int) -> bool:
        """Whether the group at lo follows its verb directly: an object, not a subject."""
        i = lo - 1
        return (
            i >= 0
            and bool(self.elements[i].lemma)
            and self.is_verb(i)
            and self.elements[i].lemma not in ("say", "tell", "announce", "confirm", "report", "add")
        )

    def _in_phrase(self, lo: int) -> bool:
        low = self.low(lo - 1)
        return (
            lo > 0
            and self.elements[lo - 1].kind == "w"
            and low in self._prepositions
            and low not in ("than", "like", "unlike", "as")
        )

    def _before_bracket(self, i: int) -> int:
        """The comma at i closes a bracket: go before the comma that opened it."""
        for k in range(i - 1, max(-1, i - 40), -1):
            low = self.low(k)
            if low in (";", ":"):
                return i - 1
            if low == ",":
                after = self.elements[k + 1]
                opening = (
                    after.low in _NEW_CLAUSE
                    or after.low in self._prepositions
                    or after.shape in ("ing", "participle", "past+participle")
                    or after.low in self._lexicon.small["determiners"]
                    or after.kind in ("m", "d")
                    or after.low in self._adverbs
                    or after.low in ("now", "himself", "herself", "aged")
                )
                if opening:
                    return k - 1
                return i - 1
        return i - 1

    def _antecedent(self, i: int) -> Party | None:
        if self.low(i) == ",":
            i -= 1
        if self.low(i) == ")":
            while i >= 0 and self.low(i) != "(":
                i -= 1
            i -= 1
        for k in range(i, max(-1, i - 6), -1):
            if self.party_at(k):
                return Party([self._mention(k)], k, k + 1)
            if self.elements[k].lemma and self.is_verb(k):
                return None
        return None

    def _leftward(self, i: int) -> Party:
        """The whole group whose last member is at i."""
        mentions = [self._mention(i)]
        lo = i
        while lo > 1:
            k = lo - 1
            if self.low(k) in _JOIN:
                k -= 1
                if self.low(k) == ",":
                    k -= 1
            elif self.low(k) == "," and len(mentions) > 1:
                k -= 1
            elif self.low(k) == "with" and self.low(k - 1) in ("along", "together"):
                k -= 2
            elif self.party_at(k) and self._closed(lo):
                pass
            elif self.low(k) == "as" and self.low(k - 1) == "well" and self.low(k - 2) == "as":
                k -= 3
            else:
                break
            if (k == lo - 1 and not self._closed(lo)) or not self.party_at(k):
                break
            if (
                self._mention(k).form in ("capital", "state")
                and self.low(k - 1) in ("in", "at", "to", "into")
                and mentions[0].form not in ("capital", "state")
            ):
                break
            mentions.insert(0, self._mention(k))
            lo = k
        return Party(mentions, lo, i + 1)
