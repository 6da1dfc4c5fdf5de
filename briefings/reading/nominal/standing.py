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
_DUE = frozenset("expect schedule plan set slate".split())
_AGREED = frozenset(("agreed", "agree", "agrees"))
_STRUCK = frozenset("struck scrapped cancelled canceled called dropped postponed gone".split())
_REFUSED = frozenset("ruled rejected refused denied vetoed excluded".split())
_HAPPEN = frozenset("materialise materialize happen take come go occur be".split())
_ARRANGED = frozenset(
    (
        "planned scheduled expected announced proposed postponed due set slated supposed intended called "
        "delayed cancelled canceled requested rumoured rumored mooted needed aimed possible unlikely"
    ).split()
)
_PAST = frozenset("drew led made gave brought set saw sent became fell came kept left won lost took".split())
_SUBORDINATE = frozenset(("that", "which", "who", "where", "when", "and", "but", "or", "if", "for"))
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
        if self._struck_out(j):
            return "cancelled", "struck out"
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
            group, lemma = after
            helper = self._elements[group.lo].low
            off = next((k for k in range(stop, len(self._elements)) if self._off(k)), None)
            if off is not None and self._moved(off) is not None:
                return verbs.UPCOMING, ""
            if off is not None:
                return "cancelled", self._elements[off].low
            if group.passive and lemma in _DUE and helper in ("is", "are", "was", "were"):
                return verbs.UPCOMING, ""
            if group.passive and lemma in _DUE and helper == "had":
                return verbs.NONE, "had been expected"
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
        if upcoming or (before == "of" and clauses.low(start - 2) == "ahead" and start < 4):
            return verbs.UPCOMING, ""
        if before not in lexicon.small["prepositions"] and self._told_as_past(j + 1):
            return verbs.HELD, ""
        if before in ("during", "in", "over") and (verb := clauses.verb_before(start)) is not None:
            own = verbs.group(self._elements, verb, lexicon)
            if (
                own.status == verbs.HELD
                and start - verb < 12
                and self._elements[verb].low in lexicon.status["possible"]
            ):
                return verbs.HELD, ""  # "thanked him in a phone call": the call was held
        setting = clauses.verb_before(start) if before == "at" else None
        if setting is not None and clauses.low(setting - 1) == "to" and clauses.low(setting - 2) in _AGREED:
            return verbs.NONE, "open which of the two was there"
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

    def _moved(self, off: int) -> int | None:
        """The new day of "has been postponed to August", "moved to Thursday"."""
        if self._elements[off].low in ("called", "cancelled", "canceled", "scrapped", "dropped"):
            return None
        for k in range(off + 1, off + 5):
            if self._clauses.low(k) in ("to", "until", "till", "for") and k + 1 < len(self._elements):
                return k + 1 if self._elements[k + 1].kind == "d" else None
        return None

    def _told_as_past(self, stop: int) -> bool:
        """ "The visit to Vienna was the first", "his trip to Moscow on 5 July drew criticism"."""
        low = self._clauses.low
        small = self._lexicon.small
        for k in range(stop, min(stop + 12, len(self._elements))):
            element = self._elements[k]
            if element.kind == "p" or element.low in _SUBORDINATE:
                return False
            if element.kind in ("m", "d") or element.low in small["prepositions"]:
                continue
            if element.low in ("was", "were"):
                following = {low(k + 1), low(k + 2)}
                return not following & (_ARRANGED | {"to", "not", "never"})
            if element.lemma and element.low not in _PAST:
                return False
            if self._matcher.noun_at(k) or element.low in small["adverbs"] | small["determiners"]:
                continue
            if element.low in _PAST or (element.low.endswith("ed") and element.low not in _ARRANGED):
                return True
        return False

    def _struck_out(self, j: int) -> bool:
        """ "Struck out with it are A's talks with B", "A's trip to B CANCELLED for security reasons"."""
        low = self._clauses.low
        if low(0) in _STRUCK and (low(1) in ("out", "off", "too", "is", "are", "as", ":") or self._off(0)):
            return j < 16
        for k in range(j + 1, min(j + 6, len(self._elements))):
            if low(k) in ("cancelled", "canceled", "postponed"):
                return self._elements[k - 1].mention is not None or self._elements[k - 1].kind == "d"
        return False

    def _denied(self, start: int, stop: int) -> bool:
        """ "X's trip to Y, which might take place this month, had not been announced"."""
        low = self._clauses.low
        if start > 2 and low(start - 1) not in (",", "and", "but", "the"):
            return False
        for k in range(stop, min(stop + 22, len(self._elements))):
            element = self._elements[k]
            if low(k) in _REFUSED and low(k - 1) in ("was", "were", "been", "is", "are") and k < stop + 6:
                return True
            never = low(k) in ("did", "will", "would") and low(k + 1) == "not" and low(k + 2) in _HAPPEN
            if never and k < stop + 4:
                return True
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
