"""The next encounter of those who met in the sentences before: "A second round will be held in May"."""

from __future__ import annotations

from briefings.reading import verbs
from briefings.reading.frames import Claim
from briefings.reading.nominal.room import HAPPENING, Room

_AGAIN = frozenset(
    (
        "next second third fourth fifth sixth another new further follow-up first fresh formal final "
        "subsequent renewed regular annual"
    ).split()
)
_MEETINGS = frozenset("round rounds talks meeting session negotiations consultations dialogue".split())
_ARRANGED = frozenset("hold schedule set plan expect arrange fix slate resume".split())
_JOINT = frozenset("joint mixed intergovernmental bilateral binational steering".split())
_BODIES = frozenset("commission committee council".split())
_CALLED = frozenset("talks negotiations consultations discussions".split())


class Rounds(Room):
    """Encounters without a word who meets."""

    def _further(self, j: int, end: int, start: int) -> Claim | None:
        party = self._pairs.get("last")
        word = self._elements[j].low
        low = self._clauses.low
        inner = {low(k) for k in range(start, j)} | {low(j - 1)}
        mixed = word in _BODIES and bool(inner & _JOINT)
        if party is None or not (word in _MEETINGS or mixed):
            return None
        if low(start - 1) in self._lexicon.small["prepositions"] or not self._unnamed(start):
            return None
        stop = self._phrase(end)
        if stop is None:
            return None
        arguments = self._clauses.arguments(stop)
        if any(m.people for parties in arguments.parties.values() for p in parties for m in p.mentions):
            return None
        again = bool(inner & _AGAIN)
        if not again and not (word in _CALLED and inner & {"the", "those", "these", "such"}):
            return None
        after = self._arranged(stop)
        if after is None:
            return None
        group, status = after
        if not again and status != verbs.UPCOMING:
            return None
        rest = self._clauses.arguments(group.at + 1)
        dates = [*arguments.dates, *(d for d in rest.dates if d not in arguments.dates)]
        dates += [k for k in range(start, j) if self._elements[k].kind == "d"]
        behind = next((k for k in range(group.at + 1, group.at + 3) if self._dated(k)), None)
        if behind is not None and behind not in dates:
            dates.insert(0, behind)  # "is set for May"
        places = arguments.places or rest.places
        if not dates and not places:
            return None
        claim = Claim("meeting", status, f"noun {word}", list(party.mentions), [], j, start, group.at + 1)
        claim.dates, claim.places, claim.noun, claim.joint = dates, places, word, True
        claim.why = group.why
        return claim

    def _dated(self, k: int) -> bool:
        return k < len(self._elements) and self._elements[k].kind == "d"

    def _unnamed(self, start: int) -> bool:
        """Whether nobody is named before the noun: it begins its clause."""
        for k in range(start - 1, -1, -1):
            element = self._elements[k]
            if element.low in (";", ":", "but", "that", "said", "says"):
                return True
            if self._clauses.party_at(k):
                return False
        return True

    def _phrase(self, end: int) -> int | None:
        """Where the noun phrase ends: "round of talks", "session of the joint commission"; None if it is of
        something else."""
        low = self._clauses.low
        if low(end) != "of":
            return end
        words = [low(k) for k in range(end + 1, end + 7)]
        for n, word in enumerate(words):
            if word in _CALLED or word == "talks":
                return end + 2 + n
            if word in ("committee", "commission", "council", "group", "cabinet"):
                return end + 2 + n if _JOINT & set(words[:n]) else None
        return None

    def _arranged(self, stop: int) -> tuple[verbs.Group, str] | None:
        """The verb that says it takes place, and the standing it gives."""
        for k in range(stop, min(stop + 8, len(self._elements))):
            element = self._elements[k]
            if element.kind == "p" or element.low in ("that", "which", "who", "and", "but"):
                return None
            due = element.lemma == "be" and self._clauses.low(k + 1) in (
                "due",
                "scheduled",
                "set",
                "expected",
            )
            if due:
                if element.low in ("was", "were"):
                    return None
                at = k + 3 if self._clauses.low(k + 2) == "to" else k + 1
                at += self._clauses.low(at + 1) == "place"
                return verbs.Group(k, at, verbs.UPCOMING), verbs.UPCOMING
            if not element.lemma or element.lemma in ("be", "have") or not self._clauses.is_verb(k):
                continue
            group = verbs.group(self._elements, k, self._lexicon)
            placed = element.lemma == "take" and self._clauses.low(k + 1) == "place"
            if element.lemma not in HAPPENING and element.lemma not in _ARRANGED and not placed:
                return None
            if group.status == verbs.UPCOMING:
                return group, verbs.UPCOMING
            planned = group.passive and element.lemma in ("schedule", "set", "plan", "expect", "slate")
            if planned and self._elements[group.lo].low in ("is", "are", "has", "have"):
                return group, verbs.UPCOMING
            held = group.status == verbs.HELD and (
                element.lemma in ("hold", "begin", "open", "start") or placed
            )
            return (group, verbs.HELD) if held else None
        return None
