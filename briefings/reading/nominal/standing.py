"""Whether an encounter told by a noun was held, is to be held, or is only wished for."""

from __future__ import annotations

from briefings.reading import verbs
from briefings.reading.frames import Claim
from briefings.reading.nominal.room import Room

_WISHING = frozenset(
    (
        "calls call called calling appeal appeals hopes hope push plans pressure demands demand need "
        "press presses pressed pressing lobbied argued "
        "conditions time chance prospects proposal ready"
    ).split()
)
_PREPARING = frozenset(
    "preparations prepare prepares preparing prepared date venue agenda groundwork".split()
)
_SETTLED = frozenset("announce confirm schedule plan happen take occur materialise materialize".split())
_DOUBTFUL = frozenset(
    (
        "unlikely possible impossible conceivable likely doubtful unthinkable uncertain needed necessary "
        "overdue desirable premature"
    ).split()
)


class Standing(Room):
    """The standing of what a noun tells."""

    def _status(self, start: int, j: int, stop: int) -> tuple[str, str]:
        clauses, lexicon = self._clauses, self._lexicon
        before = clauses.low(start - 1)
        inner = {clauses.low(k) for k in range(start, j)}
        if inner & {
            "possible",
            "potential",
            "proposed",
            "hypothetical",
            "no",
            "any",
            "planned-for",
            "eventual",
            "would-be",
            "nor",
            "neither",
        }:
            return verbs.NONE, "only possible"
        if inner & {"planned", "upcoming", "forthcoming", "coming", "next", "scheduled"}:
            upcoming = True
        else:
            upcoming = False
        if self._doubtful(stop):
            return verbs.NONE, "only possible"
        if self._denied(start, stop):
            return verbs.NONE, "denied"
        after = self._verb_after(stop)
        if (
            before not in lexicon.small["prepositions"]
            and before not in ("after", "before")
            and after is not None
        ):
            group, _ = after
            off = next((k for k in range(stop, len(self._elements)) if self._off(k)), None)
            if off is not None:
                return "cancelled", self._elements[off].low
            if group.status in (verbs.HELD, verbs.UPCOMING, verbs.NONE) and not self._object(start):
                return group.status, group.why
        if before == "for" and _PREPARING & {clauses.low(k) for k in range(max(0, start - 8), start - 1)}:
            return verbs.UPCOMING, ""
        if any(
            self._elements[k].when is not None
            and self._elements[k].when.words.lower().startswith(("next", "tomorrow"))  # type: ignore[union-attr]
            for k in range(start, j)
        ):
            upcoming = True
        if before == "for" and _WISHING & {clauses.low(k) for k in range(max(0, start - 8), start - 1)}:
            return verbs.NONE, "only called for"
        if upcoming:
            return verbs.UPCOMING, ""
        if before in ("during", "in", "over") and (verb := clauses.verb_before(start)) is not None:
            own = verbs.group(self._elements, verb, lexicon)
            if (
                own.status == verbs.HELD
                and start - verb < 12
                and self._elements[verb].low in lexicon.status["possible"]
            ):
                return verbs.HELD, ""  # "thanked him in a phone call": the call was held
        if (
            start <= 2
            and before in ("during", "in", "at", "over", "after", "following")
            and after is not None
        ):
            opening = after[0].status  # "During talks with X, Y praised": as the main clause has it
            if opening in (verbs.HELD, verbs.NONE) or (
                opening == verbs.UPCOMING and before not in ("after", "following")
            ):
                return (verbs.HELD if opening != verbs.UPCOMING else opening), ""
        if before in ("after", "following", "since", "during"):
            status, why = self._matcher.inherited(start - 1, j)
            if status == verbs.UPCOMING and before != "during":
                return verbs.UPCOMING if before == "during" else verbs.PRESENT, ""
            return (
                verbs.HELD if status in (verbs.PRESENT, verbs.NONE) and before != "during" else status
            ), why
        return self._matcher.inherited(start, j)

    def _denied(self, start: int, stop: int) -> bool:
        """ "X's trip to Y, which might take place this month, had not been announced"."""
        low = self._clauses.low
        if start > 2 and low(start - 1) not in (",", "and", "but", "the"):
            return False
        for k in range(stop, min(stop + 22, len(self._elements))):
            element = self._elements[k]
            if element.low in (";", "but", "while"):
                return False
            if element.lemma in _SETTLED and self._clauses.is_verb(k):
                group = verbs.group(self._elements, k, self._lexicon)
                return group.status == verbs.NONE and group.why == "negated"
            maybe = element.low in ("might", "may", "could")
            maybe = maybe and low(k + 1) in ("take", "happen", "follow")
            if maybe and (low(k - 1) in ("which", "that", "said", "say") or k <= stop + 1):
                return True
        return False

    def _doubtful(self, stop: int) -> bool:
        """ "A summit between A and B is unlikely": what is said of it leaves it open."""
        low = self._clauses.low
        for k in range(max(0, stop - 1), min(stop + 4, len(self._elements))):
            if low(k) in (
                "is",
                "was",
                "seems",
                "looks",
                "remains",
                "appears",
                "are",
                "were",
                "seemed",
                "looked",
                "remained",
            ):
                following = {low(i) for i in range(k + 1, k + 4)}
                debated = "under" in following and bool(following & {"discussion", "consideration"})
                return bool(following & _DOUBTFUL) or debated
        return False

    def _called_off(self, taken: list[Claim]) -> None:
        """ "The treaty that A and B were to sign has been postponed": taken back by the main clause."""
        for claim in taken:
            if claim.status not in (verbs.UPCOMING, verbs.HELD) or not claim.noun:
                continue
            relative = any(
                self._clauses.low(k) in ("that", "which") for k in range(max(0, claim.lo - 2), claim.at)
            )
            off = next(
                (k for k in range(claim.at + 1, min(claim.hi + 6, len(self._elements))) if self._off(k)), None
            )
            if relative and off is not None and self._clauses.low(off - 1) in ("was", "were", "been"):
                claim.status, claim.why = "cancelled", self._elements[off].low
