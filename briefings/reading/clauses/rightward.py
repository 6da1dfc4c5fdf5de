"""To the right of a verb or noun: objects, complements by preposition, places and dates, and where the
clause ends."""

from __future__ import annotations

from briefings.reading.clauses.parties import Arguments, Party
from briefings.reading.clauses.words import JOIN, NEW_CLAUSE, Words
from briefings.reading.mentions import Mention

_ALONG = (("as", "well", "as"), ("along", "with"), ("together", "with"), ("and", "also"), ("as", "also"))

_AUXILIARY = frozenset("will would shall has had was were is are could should did does wont".split())
_COMPARED = frozenset(("more", "less", "fewer", "longer", "shorter", "rather"))

_PLACES = frozenset(("city", "venue", "region", "capital", "state", "seat"))

_DESCRIBING = frozenset(("who", "whose", "whom"))

_INTRANSITIVE = frozenset(
    "open begin start end conclude resume close continue last arrive travel return happen occur kick"
    " wrap adjourn".split()
)
"""Verbs that end a clause even before "in" or "on": never "talks opened in", as "talks hosted in" may be."""


class Rightward(Words):
    """Finds what follows."""

    def collect(self, i: int, whole: bool = False) -> Party | None:
        """The party that begins at element i with all that is joined to it by commas and "and".

        `whole`: after "between", where the last of two is no subject of the verb that follows.
        """
        if not self.party_at(i):
            return None
        if (
            self.low(i + 1) == "'s"
            and self.party_at(i + 2)
            and self.mention(i + 2).form in ("person", "role")
        ):
            owner, official = self.mention(i), self.mention(i + 2)
            if owner.form == "person" and owner.actors and not official.actors:
                official.actors = owner.actors
            i += 2
        mentions = [self.mention(i)]
        last = i + 1
        j = last
        while j < len(self.elements):
            step = self._joint(j)
            if (step == j and not self._closed(j)) or not self.party_at(step):
                break
            mention = self.mention(step)
            if (self.begins_clause(step) and not (whole and len(mentions) == 1)) or (
                mention.form in ("capital",) and mentions[0].form in ("person", "role")
            ):
                break
            mentions.append(mention)
            j = last = step + 1
        return Party(mentions, i, last)

    def _closed(self, j: int) -> bool:
        before = self.elements[j - 1].mention if j else None
        return before is not None and before.closed

    def mention(self, i: int) -> Mention:
        mention = self.elements[i].mention
        assert mention is not None
        return mention

    def _joint(self, j: int) -> int:
        """The element after a comma, "and", ", and", "as well as" at j; j itself if there is none."""
        start = j
        if self.low(j) == ",":
            j += 1
        if self.low(j) in JOIN:
            j += 1
            if self.low(j) in ("separately", "then", "later", "also", "with", "finally"):
                j += 1
            if self.low(j) == "," and self.low(j + 1) in (
                "one",
                "separately",
                "later",
                "then",
                "finally",
                "at",
            ):
                j = next((k + 1 for k in range(j + 1, j + 7) if self.low(k) == ","), j)
            return j
        for words in _ALONG:
            if all(self.low(j + k) == w for k, w in enumerate(words)):
                return j + len(words)
        return j if j > start else start

    def begins_clause(self, i: int) -> bool:
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
                    resumed = self._behind_relative(i + 1) if self.low(i + 1) in _DESCRIBING else 0
                    if not resumed:
                        break
                    i = resumed
                    continue
            elif element.kind == "d":
                found.dates.append(i)
            elif element.kind == "m":
                if self.party_at(i) and self.begins_clause(i):
                    break
            elif element.kind == "w":
                if low in NEW_CLAUSE and i > 0 and not (low == "than" and self.low(i - 1) in _COMPARED):
                    break
                if low in ("after", "before", "as") and self._finite_follows(i + 1):
                    break
                if low in ("after", "before", "during", "following"):
                    break
                if low in JOIN and (
                    self._verb_after(i + 1) or (self.low(i + 1), self.low(i + 2)) == ("then", "on")
                ):
                    break
                if (element.lemma and self._finite_here(i)) or low in _AUXILIARY:
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
                ) or (prep in ("in", "to", "into") and mention.form == "state"):
                    if prep == "to" and self.low(i - 1) == "way":
                        return j + 1  # "crossed the Alps on the way to Rome"
                    found.places.append((prep, mention))
                    party = self.collect(j)
                    if party and prep in ("to", "from"):
                        found.parties.setdefault(prep, []).append(party)
                    if prep in ("to", "in", "into"):
                        return self._more_places(prep, j, found)
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
            # "in the Polish mountain town of Zakopane", "at the Quirinal Palace in Rome"
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

    def _behind_relative(self, i: int) -> int:
        """ "hosted Fico, whose plane was late, in Baku on Tuesday": the element behind the relative clause
        that begins at i, where a place or a day goes on; or 0."""
        told = False
        for k in range(i + 1, min(i + 16, len(self.elements) - 1)):
            element = self.elements[k]
            told = told or bool(element.lemma)
            if element.kind == "p":
                if element.low != "," or not told:
                    return 0
                after = self.elements[k + 1]
                if after.kind == "d":
                    return k + 1
                if after.low in ("in", "at", "on") and k + 2 < len(self.elements):
                    told_where = self.elements[k + 2]
                    place = told_where.mention is not None and told_where.mention.place is not None
                    return k + 1 if place or told_where.kind == "d" else 0
                return 0
        return 0

    def _more_places(self, prep: str, j: int, found: Arguments) -> int:
        """ "to Israel, the West Bank and Jordan": the places after the one at j; the element after them."""
        last = j + 1
        while self.low(last) in (",", "and"):
            k = last + 1 + ((self.low(last), self.low(last + 1)) == (",", "and"))
            k += self.low(k) == "the"
            mention = self.elements[k].mention if k < len(self.elements) else None
            if mention is None or not (
                mention.form == "state" or (mention.form in _PLACES and mention.place)
            ):
                break
            if self.low(k + 1) == "'s" or self.begins_clause(k):
                break
            found.places.append((prep, mention))
            last = k + 1
        return last

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
        if low in NEW_CLAUSE or low in ("as", "after", "before"):
            return True
        if low in JOIN:
            return self._verb_after(i + 1) or (self.party_at(i + 1) and self.begins_clause(i + 1))
        if self.party_at(i) and self.begins_clause(i):
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
        if before.low in ("was", "were", "been", "is", "are", "be"):
            return True
        if element.shape == "past+participle" and self.low(i + 1) == "by":
            return False  # "a delegation headed by ..."
        if (
            element.shape == "past+participle"
            and before.kind in ("p", "w")
            and before.low not in JOIN
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
