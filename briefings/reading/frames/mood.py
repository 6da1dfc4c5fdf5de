"""Held, announced, called off or only spoken of: what governs a verb or noun makes of it."""

from __future__ import annotations

from briefings.reading import verbs
from briefings.reading.frames.claim import Claim
from briefings.reading.frames.partners import Partners
from briefings.reading.frames.table import Frame

_NOT_PAST = frozenset(
    "need feed speed indeed hundred seed united naked sacred shed weed greed breed creed exceed proceed"
    " succeed".split()
)
_ARRANGED = frozenset("plan plans arrangements preparations date schedule programme".split())
_UNVOUCHED = frozenset("not denied denies false untrue unconfirmed dismissed rejected".split())
_UNTOLD = frozenset("not no unclear unknown unsaid open nor never refused declined didnt wouldnt".split())
_GERUND = frozenset(
    (
        "",
        ",",
        "and",
        "by",
        "after",
        "before",
        "while",
        "when",
        "upon",
        "on",
        "in",
        "since",
        "then",
        "also",
        "later",
        "(",
        "--",
        ";",
        ":",
        "of",
        '"',
        "including",
        "or",
    )
)
"""Before a gerund that tells of something done: "after meeting Xi", but not "talk about meeting Xi"."""


class Mood(Partners):
    """Held, announced, called off or only spoken of."""

    def _finish(self, claim: Claim, group: verbs.Group) -> None:
        if claim.status == verbs.INHERIT:
            claim.status, claim.why = self.inherited(group.lo, claim.at)
            if self._clauses.low(group.lo - 1) == "after" and not claim.dates:
                claim.words.add("after")
            clauses, subject = self._clauses, group.lo - 1
            alone = clauses.party_at(subject) and clauses.leftward(subject).lo == 0
            if claim.status == verbs.PRESENT and clauses.low(group.lo) == "to" and alone:
                claim.status = verbs.UPCOMING  # a headline: "Erdogan to meet Tokayev"

    def _turn(self, claim: Claim, frame: Frame) -> None:
        """What the verb's own meaning, an inversion or "after all" makes of the status."""
        low = self._clauses.low
        if frame.status and claim.status in (verbs.HELD, verbs.PRESENT, verbs.UPCOMING):
            if frame.name == "await" and claim.status == verbs.HELD and claim.right:
                return  # "there awaited him the president": he came
            claim.status = frame.status
            return
        before = low(min(claim.lo, claim.at) - 1)
        if claim.status == verbs.PRESENT and before in ("did", "had"):
            claim.status = verbs.HELD  # "Not only did the president meet ..."
        elif claim.status in (verbs.PRESENT, verbs.HELD) and before in ("will", "would"):
            claim.status = verbs.UPCOMING
        elif before in ("could", "may", "might", "should", "can", "must"):
            claim.status, claim.why = verbs.NONE, "only possible"
        if claim.status == verbs.UPCOMING and self._came_to_nothing(claim):
            claim.status, claim.why = verbs.NONE, "expected in vain"
        often = "times" in claim.words and low(claim.at - 1) in ("have", "has", "had")
        if claim.status == verbs.HELD and often and not claim.dates:
            claim.status, claim.why = verbs.NONE, "only how often"  # "have met more than 40 times"
        if claim.status == verbs.NONE and claim.why == "negated":
            words = " ".join(e.low for e in self._elements[claim.at :])
            modal = {low(n) for n in range(max(0, claim.at - 5), claim.at)} & {
                "will",
                "would",
                "is",
                "are",
                "was",
                "were",
                "wont",
            }
            if (
                modal
                and claim.kind != "agreement"
                and (
                    "after all" in words
                    or "as planned" in words
                    or "as scheduled" in words
                    or "as announced" in words
                )
            ):
                claim.status = "cancelled"

    def _conditional(self, claim: Claim) -> bool:
        """Whether the clause is only a condition, a question or a denial: "whether", "no sign that" before
        its subject."""
        low = self._clauses.low
        first = min(claim.lo, claim.at)
        if low(0) == "gone" and low(1) in ("are", "were"):
            return True  # "Gone are the days when they met every month"
        if low(0) in ("when", "whenever") and claim.status == verbs.PRESENT and not claim.dates:
            return True  # "When they meet, which is seldom, ..."
        if low(0) in ("had", "should", "were") and first <= 2 and claim.at < 30:
            return True  # "Had they met in time, ..."
        for k in range(claim.at - 1, max(-1, first - 3), -1):
            if low(k) in ("whether", "if", "unless"):
                return True
        if claim.status == verbs.UPCOMING and low(claim.at - 1) == "would":
            opened = next((k for k in range(first - 1, -1, -1) if low(k) in (";", "if", "unless")), -1)
            if opened >= 0 and low(opened) != ";":
                return True  # "said that if he came he would receive him"
        if low(first - 1) in ("when", "where", "how") and _UNTOLD & {
            low(k) for k in range(max(0, first - 6), first - 1)
        }:
            return True  # "did not say when they would meet"
        for k in range(first - 1, max(-1, first - 4), -1):
            if low(k) == "that":
                before = [low(n) for n in range(max(0, k - 4), k)]
                behind = {low(n) for n in range(claim.at, len(self._elements))}
                if {"reports", "report", "claims", "claim"} & {*before} and behind & _UNVOUCHED:
                    return True
                return bool(
                    {
                        "no",
                        "denied",
                        "denies",
                        "denying",
                        "doubt",
                        "doubts",
                        "unlikely",
                        "possibility",
                        "rejected",
                        "suggestions",
                        "rumours",
                        "rumors",
                        "speculation",
                        "demanded",
                        "insisted",
                        "proposed",
                        "suggested",
                        "hoped",
                        "hopes",
                        "wished",
                        "idea",
                        "chance",
                        "ruled",
                        "condition",
                    }
                    & set(before)
                )
        return False

    def inherited(self, lo: int, at: int) -> tuple[str, str]:
        """The status of a purpose, a gerund or a noun phrase: that of what governs it, and why none where
        it is none."""
        clauses = self._clauses
        possible = self._lexicon.status["possible"]
        cancelled = self._lexicon.status["cancelled"]
        before = clauses.low(lo - 1)
        if before in ("in", "of") and "no" in (clauses.low(lo - 3), clauses.low(lo - 4)):
            return verbs.NONE, "no point in it"
        if before == "without" or (before == "of" and clauses.low(lo - 2) in ("instead", "idea", "hope")):
            return verbs.NONE, "without" if before == "without" else f"{clauses.low(lo - 2)} of"
        if (
            at < len(self._elements)
            and self._elements[at].shape == "ing"
            and not (
                before in _GERUND or clauses.party_at(lo - 1) or (lo and self._elements[lo - 1].kind == "d")
            )
        ):
            return verbs.NONE, f"only spoken of: {before}"
        for_whom = clauses.leftward(lo - 1).lo if clauses.low(lo) == "to" and clauses.party_at(lo - 1) else 0
        if for_whom > 1 and clauses.low(for_whom - 1) == "for":
            return self._for_them(for_whom - 2)
        k = lo - 1
        ahead = before == "before" or (before == "of" and clauses.low(lo - 2) == "ahead")
        steps = 0
        while k >= 0 and steps < 40:
            element = self._elements[k]
            steps += 1
            if element.kind == "p" and element.low in (";", ":", "--"):
                break
            if element.kind == "w":
                if (
                    element.low in cancelled
                    and steps < 14
                    and not (element.low == "called" and clauses.low(k + 1) != "off")
                ):
                    return "cancelled", element.low
                if element.low == "ready" and clauses.low(k - 1) in (
                    "making",
                    "getting",
                    "made",
                    "make",
                    "got",
                    "get",
                ):
                    return verbs.UPCOMING, ""
                if element.low in possible and steps < 9 and (k == lo - 1 or not self._harmless(k)):
                    return verbs.NONE, f"only possible: {element.low}"
                if element.lemma and clauses.is_verb(k):
                    group = verbs.group(self._elements, k, self._lexicon)
                    if group.status == verbs.INHERIT:
                        k = group.lo - 1
                        continue
                    if element.lemma == "be" and self._elements[k].shape == "ing":
                        k -= 1
                        continue
                    status = group.status
                    if status == verbs.UPCOMING and element.lemma == "be" and clauses.low(k - 1) == "would":
                        return verbs.NONE, "only wished"
                    if status == verbs.UPCOMING and self._carried_on(group):
                        return verbs.NONE, "only carried on"
                    if ahead and status in (verbs.HELD, verbs.PRESENT):
                        dated = any(e.kind == "d" for e in self._elements[at:])
                        return (verbs.PRESENT if dated else status), ""
                    return status, group.why
                if element.low in ("will", "would", "shall"):
                    return verbs.UPCOMING, ""
                if element.low in ("due", "scheduled", "expected", "set", "slated") and steps < 10:
                    return verbs.UPCOMING, ""
                if element.low in ("has", "have", "had", "was", "were") and steps < 14:
                    return verbs.HELD, ""
            k -= 1
        opening = at == 0 and self._elements[0].shape == "ing"
        if (before in ("after", "having") and lo <= 2) or opening:
            return self._afterwards_told(at)
        if before == "," and clauses.party_at(lo - 2) and self._elements[at].shape == "ing":
            return self._main_told(at)
        if any(
            e.kind == "w"
            and not e.lemma
            and e.low.endswith("ed")
            and len(e.low) > 3
            and e.low not in _NOT_PAST
            for e in self._elements[max(0, lo - 12) : lo]
        ):
            return verbs.HELD, ""  # a verb that no list knows, told in the past
        return verbs.PRESENT, ""

    def _afterwards_told(self, at: int) -> tuple[str, str]:
        """ "After meeting X on Monday, Y flew on": done, unless the clause that follows is still to come."""
        low = self._clauses.low
        comma = next((k for k in range(at, len(self._elements)) if low(k) == ","), len(self._elements))
        ahead = {low(k) for k in range(comma, min(comma + 8, len(self._elements)))}
        return (verbs.UPCOMING if ahead & {"will", "shall", "due"} else verbs.HELD), ""

    def _main_told(self, at: int) -> tuple[str, str]:
        """ "X, ringing up Y on Sunday, obtained gas": as the verb behind the aside is told."""
        comma = next((k for k in range(at, len(self._elements)) if self._clauses.low(k) == ","), -1)
        for k in range(comma + 1, min(comma + 8, len(self._elements)) if comma > 0 else 0):
            if self._elements[k].lemma and self._clauses.is_verb(k):
                return verbs.group(self._elements, k, self._lexicon).status, ""
        return verbs.PRESENT, ""

    def _for_them(self, noun: int) -> tuple[str, str]:
        """ "There are plans for X to meet Y": what the noun before "for" makes of it."""
        low = self._clauses.low
        near = {low(k) for k in range(max(0, noun - 3), noun)}
        if low(noun) in _ARRANGED and not near & {"no", "any", "not", "without"}:
            return verbs.UPCOMING, ""
        return verbs.NONE, f"only spoken of: {low(noun)}"

    def _came_to_nothing(self, claim: Claim) -> bool:
        """ "Putin was expected to meet X on Monday but stayed at home"."""
        low = self._clauses.low
        group = verbs.group(self._elements, claim.at, self._lexicon)
        if not {"was", "were"} & {low(k) for k in range(group.lo, group.at)}:
            return False
        but = next(
            (k for k in range(claim.at, min(claim.at + 20, len(self._elements))) if low(k) == "but"), 0
        )
        return bool(but) and any(e.shape.startswith("past") for e in self._elements[but + 1 : but + 4])

    def _carried_on(self, group: verbs.Group) -> bool:
        """ "They agreed to go on talking": nothing that is still to come."""
        agreed = "agreed" in (self._clauses.low(k) for k in range(group.lo, group.at))
        return agreed and self._elements[group.at].lemma in ("go", "keep", "continue", "stay", "remain")

    def _harmless(self, k: int) -> bool:
        """Whether a word of possibility does not govern what follows: "after the call"."""
        low = self._elements[k].low
        before = self._clauses.low(k - 1)
        if low in ("call", "calls", "called", "calling"):
            return before in ("a", "the", "phone", "telephone", "video", "of", "'s") or self._clauses.low(
                k + 1
            ) not in ("for", "on", "upon")
        if low in ("may",):
            return False
        return low in (
            "discuss",
            "open",
            "request",
            "invitation",
            "rules",
            "interest",
            "efforts",
            "effort",
            "scope",
            "invite",
            "invited",
        ) and before in ("to", "at", "the", "of", "an", "in")

    def _auxiliary(self, k: int) -> bool:
        """ "is going to meet", "went on to say", "came to agree": no motion of its own."""
        if self._elements[k].lemma == "be" and k + 1 < len(self._elements):
            verb = self._elements[k + 1]
            return "participle" in verb.shape and verb.lemma not in ("expect", "see")
        if self._elements[k].lemma == "have":
            after = self._clauses.skip(k + 1)
            if after < len(self._elements) and "participle" in self._elements[after].shape:
                return True
        if self._elements[k].lemma in ("go", "come", "get"):
            after = k + 2 if self._clauses.low(k + 1) == "on" else k + 1
            if (
                self._clauses.low(after) == "to"
                and after + 1 < len(self._elements)
                and self._elements[after + 1].kind == "w"
            ):
                return self._elements[after + 1].shape == "base"
        return False
