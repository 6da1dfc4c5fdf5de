"""Whose an encounter is: "A's visit", "talks between A and B", "his meeting with B"."""

from __future__ import annotations

from briefings.reading import verbs
from briefings.reading.clauses import Party
from briefings.reading.mentions import Mention
from briefings.reading.nominal.room import Room

_NTH = frozenset("first second third fourth fifth sixth latest last tenth seventh eighth ninth".split())
_SAYING = frozenset("say add tell note announce report explain write".split())


class Owners(Room):
    """The parties beside a noun."""

    def _owner(self, j: int) -> tuple[int, Party | None]:
        """Who possesses the noun at j: (start of the noun phrase, owner)."""
        clauses = self._clauses
        k = j - 1
        steps = 0
        while k >= 0 and steps < 8:
            steps += 1
            element = self._elements[k]
            low = element.low
            if clauses.low(k - 1) == "-" and clauses.low(k - 2) == "to" and clauses.low(k - 3) == "-":
                k -= 5  # "face-to-face"
            elif low == "'s":
                if clauses.party_at(k - 1):
                    group = clauses.leftward(k - 1)
                    return group.lo, group
                k -= 1
            elif element.kind == "w" and low in self._lexicon.small["possessives"]:
                return k, self._possessor(k)
            elif element.kind == "w" and (low in self._lexicon.small["determiners"]):
                return k, self._own(j)
            elif (
                element.kind == "m"
                and element.mention is not None
                and element.mention.owner
                and element.mention.form == "adjective"
            ):
                return k, self._possessor(k)
            elif (
                low == "-"
                or element.kind == "d"
                or (
                    element.kind == "m"
                    and element.mention is not None
                    and element.mention.form in ("adjective", "state", "body")
                )
            ) or (
                element.kind == "w"
                and low not in self._lexicon.small["prepositions"]
                and low not in ("and", "or", "but", "then")
                and not (element.lemma and clauses.is_verb(k) and element.shape != "ing")
            ):
                k -= 1
            else:
                break
        return k + 1, None

    def _own(self, j: int) -> Party | None:
        """ "a summit of his own": whose it is."""
        low = self._clauses.low
        if low(j + 1) == "of" and low(j + 2) in self._lexicon.small["possessives"] and low(j + 3) == "own":
            for k in range(j - 1, -1, -1):
                mention = self._elements[k].mention
                if mention is not None and mention.party and mention.people:
                    return self._clauses.collect(k)
        return None

    def _possessor(self, k: int) -> Party | None:
        """Whose "his" or "their" at element k is: the subject of the clause."""
        word = self._elements[k].low
        nearest: Party | None = None
        verb = self._clauses.verb_before(k) if word != "their" else None
        if verb is not None:
            subject = self._clauses.subject(verbs.group(self._elements, verb, self._lexicon).lo)
            if subject is not None and subject.mentions[0].people:
                return subject
        for i in range(k - 1, -1, -1):
            if self._clauses.party_at(i):
                mention = self._elements[i].mention
                assert mention is not None
                if word == "their" or (mention.people or mention.form in ("role", "pronoun")):
                    nearest = Party([mention], i, i + 1)
                    if i == 0 or not self._clauses.in_phrase(i):
                        return nearest
        return nearest

    def _implied(self, start: int) -> Party | None:
        """The party of "after talks with X": the subject of the clause that it belongs to."""
        low = self._clauses.low
        if (low(start - 1), low(start)) in (("as", "are"), ("as", "is")):
            return None  # "A lunch is planned, they added, as are talks with X": it is not said whose
        if low(start - 2) == "," and low(start - 1) in ("in", "during", "after", "over", "following", "on"):
            inserted = self._clauses.leftward(start - 3) if self._clauses.party_at(start - 3) else None
            if inserted is not None:
                return inserted  # "President X, in a telephone conversation with Y, welcomed"
        verb = self._clauses.verb_before(start)
        saying = verb is not None and self._elements[verb].lemma in _SAYING
        if saying and low(start - 1) in ("are", "is", ","):
            return None  # "a tour is planned, they added, as are meetings with X"
        if verb is not None:
            group = verbs.group(self._elements, verb, self._lexicon)
            return self._clauses.subject(group.lo, group.finite)
        for k in range(start, len(self._elements)):
            element = self._elements[k]
            if element.low == "," and self._clauses.party_at(k + 1):
                return self._clauses.collect(k + 1)
        first = next((k for k in range(min(start, 12)) if self._clauses.party_at(k)), None)
        if first is not None and not any(
            e.lemma and self._clauses.is_verb(k) for k, e in enumerate(self._elements)
        ):
            return self._clauses.collect(
                first
            )  # a line without a verb: "Prime Minister X in Tbilisi for talks with Y"
        return None

    def _caller(self, start: int) -> tuple[list[Mention], list[Mention]] | None:
        """ "Boric thanked him in a phone call": the subject and object of the verb spoke to each other."""
        verb = self._clauses.verb_before(start)
        if verb is None:
            return None
        called = self._clauses.collect(self._clauses.skip(verb + 1))
        caller = self._clauses.subject(verbs.group(self._elements, verb, self._lexicon).lo)
        return (caller.mentions, called.mentions) if caller and called else None

    def _compound(self, j: int) -> list[Mention]:
        """ "Putin-Biden summit", "the Zambia–Botswana talks"."""
        found: list[Mention] = []
        k = j - 1
        while k >= max(0, j - 8):
            element = self._elements[k]
            if (
                element.kind == "m"
                and element.mention is not None
                and element.mention.party
                and self._clauses.low(k - 1) == "-"
                and self._elements[k - 2].mention is not None
            ):
                while k >= 0 and (named := self._elements[k].mention) is not None and named.party:
                    found.insert(0, named)
                    if self._clauses.low(k - 1) != "-":
                        break
                    k -= 2
                return found
            if element.kind == "p" or (
                element.kind == "w" and element.low in self._lexicon.small["prepositions"]
            ):
                break
            k -= 1
        return found

    @staticmethod
    def _joined(parties: dict[str, list[Party]]) -> Party | None:
        for preposition in ("between", "among", "amongst", "of", "involving"):
            for party in parties.get(preposition, ()):
                if len({a for m in party.mentions for a in m.actors}) > 1 and (
                    preposition != "of" or any(m.form in ("person", "group", "pair") for m in party.mentions)
                ):
                    return party
        return None

    @staticmethod
    def _of_traveller(parties: dict[str, list[Party]]) -> Party | None:
        for party in parties.get("of", ()):
            if any(m.form in ("person", "role", "group") for m in party.mentions):
                return party
        return None

    def _brought(self, end: int) -> tuple[Party, verbs.Group] | None:
        """ "A video conference brought together the ministers of A and B"."""
        verb = self._clauses.skip(end)
        if verb >= len(self._elements) or self._elements[verb].lemma not in ("bring", "unite"):
            return None
        after = verb + 2 if self._clauses.low(verb + 1) == "together" else verb + 1
        party = self._clauses.collect(after)
        if party is None or len({a for m in party.mentions for a in m.actors}) < 2:
            return None
        return party, verbs.group(self._elements, verb, self._lexicon)

    def _first(self, end: int) -> Party | None:
        """ "The meeting in New York was the first between A and B"."""
        for k in range(end, len(self._elements) - 1):
            low = self._clauses.low(k)
            if low in (";", ":"):
                return None
            if low == "between" and self._clauses.low(k - 1) in _NTH and self._clauses.party_at(k + 1):
                party = self._clauses.collect(k + 1, whole=True)
                return party if party and len({a for m in party.mentions for a in m.actors}) > 1 else None
        return None
