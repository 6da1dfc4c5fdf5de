"""What the rooms of the nominal encounters share: the words of one sentence and the verb behind a noun."""

from __future__ import annotations

from collections.abc import Mapping

from briefings.reading import verbs
from briefings.reading.clauses import Clauses, Party
from briefings.reading.frames import Matcher
from briefings.reading.lexicon import Lexicon

HAPPENING = frozenset(
    (
        "open begin start end conclude resume close continue last follow come happen occur focus adjourn "
        "break collapse fail stall"
    ).split()
)


class Room:
    """Looks at one sentence."""

    def __init__(
        self,
        clauses: Clauses,
        matcher: Matcher,
        lexicon: Lexicon,
        background: Party | None = None,
        pairs: Mapping[str, Party] | None = None,
    ) -> None:
        """`pairs`: the two who are together in the sentences before, by the status of what they do."""
        self._background = background
        self._pairs = pairs or {}
        self._clauses = clauses
        self._elements = clauses.elements
        self._matcher = matcher
        self._lexicon = lexicon
        self._signed: set[int] = set()

    def _off(self, at: int) -> bool:
        word = self._elements[at].low
        if self._clauses.low(at - 1) in ("the", "a", "an", "all", "many"):
            return False  # "for all the cancelled trains"
        cancelled = self._lexicon.status["cancelled"] - {"called", "pulled", "dropped", "suspended"}
        return word in cancelled or (
            word in ("called", "put", "calls", "puts") and self._clauses.low(at + 1) in ("off", "back")
        )

    def _object(self, start: int) -> bool:
        before = self._elements[start - 1] if start else None
        return bool(before is not None and before.lemma and self._clauses.is_verb(start - 1))

    def _verb_after(self, stop: int) -> tuple[verbs.Group, str] | None:
        reach = 13 if self._clauses.low(stop) in ("that", "which") else 8
        for k in range(max(0, stop - 1), min(stop + reach, len(self._elements))):
            element = self._elements[k]
            if k < stop and self._matcher.noun_at(k):
                continue
            if element.kind == "p" and element.low in (";", ":", "."):
                return None
            if "participle" in element.shape and self._clauses.low(k + 1) == "by" and element.lemma:
                helped = self._clauses.low(self._clauses.skip(k - 1, -1)) in (
                    "was",
                    "were",
                    "been",
                    "be",
                    "is",
                    "are",
                )
                if not helped:
                    continue  # "the summit, hosted by X"
            if element.low in ("will", "would"):
                be = self._clauses.skip(k + 1)
                after = self._clauses.skip(be + 1)
                told = after < len(self._elements) and "participle" in self._elements[after].shape
                if self._clauses.low(be) == "be" and not told:
                    return verbs.Group(k, be, verbs.UPCOMING), "be"
            if (
                element.kind == "w"
                and (element.lemma or element.low in self._lexicon.status["cancelled"])
                and element.lemma not in ("be", "have")
                and element.shape != "ing"
            ):
                if not element.lemma:
                    return verbs.Group(k, k, verbs.HELD), element.low
                return verbs.group(self._elements, k, self._lexicon), element.lemma
        return None
