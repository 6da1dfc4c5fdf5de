"""To the left of a verb: its subject, also across relative clauses, brackets and joined verbs."""

from __future__ import annotations

from briefings.reading import verbs
from briefings.reading.clauses.parties import Party
from briefings.reading.clauses.rightward import Rightward
from briefings.reading.clauses.words import JOIN, NEW_CLAUSE

_REACH = 60

_RELATIVE = frozenset(("who", "which", "that", "whom"))
_VEHICLES = frozenset("plane aircraft jet airliner helicopter motorcade convoy train flight".split())
"""What arrives with its passenger."""


class Clauses(Rightward):
    """Reads one sentence's elements, both ways; mentions in it must have been resolved before."""

    def subject(self, at: int, finite: bool = True, depth: int = 0) -> Party | None:
        """The subject of the verb group that begins at element `at`."""
        if depth > 4:
            return None
        i = self.skip(at - 1, -1)
        if self.low(i) == "'s" and self.party_at(i - 1):
            return self.leftward(i - 1)  # "Egypt's telephoned Chad's"
        steps = 0
        while i >= 0 and steps < _REACH:
            steps += 1
            element = self.elements[i]
            low = element.low
            if element.kind == "p":
                if low == ",":
                    if self.party_at(i - 1):
                        listed = self.leftward(i - 1)
                        if not self.in_phrase(listed.lo) and (
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
                    if self.low(i + 2) in _VEHICLES:
                        return self.leftward(i)  # "Orban's plane touched down"
                    i -= 1
                    continue
                group = self.leftward(i)
                if (
                    steps == 1
                    and self.low(group.lo - 1) == "with"
                    and (
                        self.elements[at].shape == "ing"
                        or self.low(at) in ("due", "set", "expected", "scheduled")
                    )
                ):
                    return group  # "with Biden making ready", "with Xi due to attend"
                if steps == 1 and self.low(group.lo - 1) == "for" and self.low(at) == "to":
                    return group  # "plans for Putin to meet Zelensky"
                if (
                    steps == 1
                    and self.low(at) == "to"
                    and self.low(group.lo - 1) == "to"
                    and self.low(group.lo - 2) in ("fell", "falls", "fallen", "left", "up")
                ):
                    return group  # "it fell to Karis to receive him"
                if (
                    steps == 1
                    and self.low(at) == "to"
                    and group.lo
                    and self.elements[group.lo - 1].lemma == "be"
                ):
                    be = verbs.group(self.elements, group.lo - 1, self._lexicon)
                    return self.subject(be.lo, True, depth + 1)  # "X was the first EU minister to visit"
                if self.low(group.lo - 1) == "by" and self.low(group.lo - 2) in ("led", "headed"):
                    return group  # "a delegation led by X arrived"
                if self.in_phrase(group.lo):
                    i = group.lo - 2
                    continue
                if steps > 1 and self._object_of(group.lo):
                    verb = self.verb_before(group.lo)
                    if verb is not None:
                        return self.subject(
                            verbs.group(self.elements, verb, self._lexicon).lo, True, depth + 1
                        )
                return group
            elif low in _RELATIVE and element.kind == "w" and i > 0:
                if self.low(i - 1) == "those" and self.low(i - 2) == "among":
                    return self.subject(i - 3, True, depth + 1)  # "X was among those who greeted Y"
                return self.antecedent(i - 1)
            elif low in (*JOIN, "then", "but", "or") or (low == "to" and not finite):
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
            if element.low == "be" and self.low(k - 1) == "will" and self._stays(k + 1):
                return k
        return None

    def _stays(self, i: int) -> bool:
        """ "Ruto was on Monday with guests": no other verb makes use of the "be"."""
        i = self.skip(i)
        return i < len(self.elements) and not self.elements[i].lemma

    def _object_of(self, lo: int) -> bool:
        """Whether the group at lo follows its verb directly: an object, not a subject."""
        i = lo - 1
        return (
            i >= 0
            and bool(self.elements[i].lemma)
            and self.is_verb(i)
            and self.elements[i].lemma not in ("say", "tell", "announce", "confirm", "report", "add")
        )

    def in_phrase(self, lo: int) -> bool:
        low = self.low(lo - 1)
        return (
            lo > 0
            and self.elements[lo - 1].kind == "w"
            and low in self._prepositions
            and low not in ("than", "like", "unlike", "as")
        )

    def _aside_before(self, i: int) -> int:
        """ "Karis and, at his side, Rinkevics": the element before the "and" of the aside up to i, or -1."""
        opened = next((k for k in range(i - 1, max(1, i - 7), -1) if self.low(k) == ","), 0)
        return opened - 2 if opened and self.low(opened - 1) in JOIN else -1

    def _before_bracket(self, i: int) -> int:
        """The comma at i closes a bracket: go before the comma that opened it."""
        for k in range(i - 1, max(-1, i - 40), -1):
            low = self.low(k)
            if low in (";", ":"):
                return i - 1
            if low == ",":
                after = self.elements[k + 1]
                opening = (
                    after.low in NEW_CLAUSE
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

    def antecedent(self, i: int) -> Party | None:
        if self.low(i) == ",":
            i -= 1
        if self.low(i) == ")":
            while i >= 0 and self.low(i) != "(":
                i -= 1
            i -= 1
        for k in range(i, max(-1, i - 6), -1):
            if self.party_at(k):
                return Party([self.mention(k)], k, k + 1)
            if (
                self.low(k) == ","
                and k < i
                and all(e.kind in ("w", "p") for e in self.elements[k + 1 : i + 1])
            ):
                described = self.low(k + 1)
                if (
                    described not in self._lexicon.small["determiners"]
                    and described not in self._prepositions
                ):
                    return None  # "an envoy to both states, Ann Unknown, who": a name nobody knows
            if self.elements[k].lemma and self.is_verb(k):
                return None
        return None

    def leftward(self, i: int) -> Party:
        """The whole group whose last member is at i."""
        mentions = [self.mention(i)]
        lo = i
        while lo > 1:
            k = lo - 1
            if self.low(k) in JOIN:
                k -= 1
                if self.low(k) == ",":
                    k -= 1
            elif self.low(k) == "," and len(mentions) > 1:
                k -= 1
            elif self.low(k) == "," and (opened := self._aside_before(k)) >= 0:
                k = opened
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
                self.mention(k).form in ("capital", "state")
                and self.low(k - 1) in ("in", "at", "to", "into")
                and mentions[0].form not in ("capital", "state")
            ):
                break
            if self.mention(k).form == "pronoun" and self.low(k + 1) == ",":
                break  # "between them, Abiy and Hassan met": no list
            mentions.insert(0, self.mention(k))
            lo = k
        return Party(mentions, lo, i + 1)
