"""The nouns and particles of a frame: "held TALKS", "sat DOWN WITH"."""

from __future__ import annotations

from briefings.reading.clauses import Clauses, Party
from briefings.reading.frames.table import Frame
from briefings.reading.lexicon import Lexicon

_PREPOSED = frozenset("in at on opposite beside across next alongside face with under to down of by".split())
_THEIRS = frozenset(("his", "her", "their"))
_PRONOUNS = {
    **dict.fromkeys(("himself", "herself", "themselves"), "<self>"),
    **dict.fromkeys(("him", "her", "them"), "<him>"),
}
_SPANS = frozenset("hours hour days nights minutes weeks".split())


class Nouns:
    """The nouns and particles of a frame."""

    def __init__(self, clauses: Clauses, lexicon: Lexicon) -> None:
        self._clauses = clauses
        self._elements = clauses.elements
        self._lexicon = lexicon
        self.used: set[int] = set()
        """Elements that a claim has taken for its noun, so that no nominal frame takes them again."""
        self._further: list[Party] = []
        self._after: dict[int, tuple[int, str, int, str]] = {}
        self.refused: list[tuple[str, int, str]] = []

    def _particle(self, frame: Frame, i: int) -> int:
        if frame.name == "put a name to" and (end := self._fronted(frame, i)) > 0:
            return end
        i, here, skipped, there = self._after_verb(i)
        for words in frame.particle:
            if words[0] != here and words[0] != there:
                continue
            j = skipped if words[0] not in ("together", "face") else i
            for start, first in ((i, here), (j, there if j == skipped else here)):
                if first == words[0] and (end := self._spelt(start, words)):
                    return end
        return -1

    def _after_verb(self, i: int) -> tuple[int, str, int, str]:
        """Where a particle may stand behind a verb, whose words end at element i: there, and behind what may
        be skipped, with the words at both. The same for all frames of the verb.
        """
        known = self._after.get(i)
        if known is None:
            start = i + 1 if self._word(i) == "<self>" else i  # "found himself on Monday at the table of X"
            skipped = self._over_places(self._clauses.skip(start))
            if self._clauses.low(skipped) == "for" and self._clauses.low(skipped + 2) in _SPANS:
                skipped = self._clauses.skip(skipped + 3)  # "was for two days the guest of X"
            known = self._after[i] = start, self._word(start), skipped, self._word(skipped)
        return known

    def _over_places(self, i: int) -> int:
        """Over "in Riga", "in the courtyard in Riga" at element i, if a place and then a particle follow."""
        j, seen = i, False
        while self._clauses.low(j) in ("in", "at"):
            k = j + 1
            while k < min(j + 5, len(self._elements)) and (
                self._placed(k) or (self._elements[k].kind == "w" and self._clauses.low(k) not in _PREPOSED)
            ):
                seen = seen or self._placed(k)
                k += 1
            if k == j + 1:
                break
            j = self._clauses.skip(k)
        return j if seen and self._clauses.low(j) in _PREPOSED else i

    def _fronted(self, frame: Frame, i: int) -> int:
        """ "a treaty, to which A and B set their names", "To a pact both men signed their names"; or 0."""
        if not any(self._clauses.low(k) in ("to", "under", "beneath") for k in range(i - 1)):
            return 0
        for words in frame.particle:
            if words[-1] in ("to", "under") and all(self._word(i + n) == w for n, w in enumerate(words[:-1])):
                pact = any((noun := self.noun_at(k)) is not None and noun[1] == "pact" for k in range(i - 1))
                return i + len(words) - 1 if pact and self._word(i + len(words) - 1) != words[-1] else 0
        return 0

    def _spelt(self, start: int, words: tuple[str, ...]) -> int:
        """The element after the words, or 0: "their hands to", also "their hands, in a tent, to"."""
        k = start
        for word in words:
            if self._word(k) != word and self._word(k) == ",":
                k = next(
                    (n + 1 for n in range(k + 1, min(k + 12, len(self._elements))) if self._word(n) == ","), k
                )
            if self._word(k) != word:
                return 0
            k += 1
        return k

    def _placed(self, i: int) -> bool:
        mention = self._elements[i].mention if i < len(self._elements) else None
        return mention is not None and mention.place is not None

    def _word(self, i: int) -> str:
        """The word at element i; "<guest>" for "the guest" and "his guest", which are mentions, "<self>" for
        "himself"."""
        if not 0 <= i < len(self._elements):
            return ""
        element = self._elements[i]
        mention = element.mention
        if mention is None:
            if element.low in _THEIRS and self._clauses.low(i + 1) in ("office", "table"):
                return "<his>"
            return element.low
        if mention.form == "pronoun":
            return _PRONOUNS.get(mention.title, "")
        if mention.form == "role" and mention.title in ("guest", "host"):
            return f"<{mention.title}>"
        return element.low

    def _noun(self, frame: Frame, i: int) -> tuple[int, str]:
        """The end and the text of the frame's noun after element i; (-1, '') if the object is something
        else."""
        j, steps = i, 0
        while j < len(self._elements) and steps < 12:
            steps += 1
            element = self._elements[j]
            if element.low == "no" and element.kind == "w":
                return -1, ""
            noun = self.noun_at(j)
            if noun and noun[0] == j + 1 and (further := self._further_noun(j + 1)):
                noun = further if further[1] in frame.nouns or further[1] == "call" else noun
                j = noun[0] - 1 if noun is further else j
            if noun and noun[1] in frame.nouns and not self._compound(noun[0]):
                self.used.update(range(j, noun[0]))
                return noun[0], " ".join(self._clauses.low(n) for n in range(j, noun[0]))
            if noun and noun[1] == "call" and "meeting" in frame.nouns:
                return -1, ""
            if element.kind == "p" and element.low not in ("-", ",", '"', "“", "”", "'", "‘", "’"):
                return -1, ""
            if (
                element.kind == "p"
                and element.low == ","
                and not (j + 1 < len(self._elements) and self._elements[j + 1].kind in ("w", "d", "m"))
            ):
                return -1, ""
            if element.low == "to" and j == i and frame.verbs[0] == "sign":
                j += 1  # "subscribed to a declaration"
                continue
            if element.kind == "w" and element.low in (
                "with",
                "by",
                "between",
                "who",
                "which",
                "that",
                "where",
                "when",
                "while",
                "to",
                "for",
                "from",
            ):
                return -1, ""
            if element.kind == "w" and element.low in ("in", "at") and self._clauses.party_at(j + 1):
                j += 2
                continue
            if element.lemma and self._clauses.is_verb(j) and element.shape in ("s", "past") and not noun:
                return -1, ""
            j += 1
        return -1, ""

    def _further_noun(self, j: int) -> tuple[int, str, bool] | None:
        """The noun that the one before element j only describes: the call of "a trilateral phone call"."""
        return self.noun_at(j) if j < len(self._elements) else None

    def _relative_noun(self, frame: Frame, lo: int) -> str:
        """The noun before a relative clause without an object of its own: "the visit that Xi paid to
        Riyadh"."""
        k = self._clauses.skip(lo - 1, -1)
        k -= self._clauses.low(k) == "," and self._clauses.party_at(
            k - 1
        )  # "that Italy's president, X, pays"
        if not self._clauses.party_at(k):
            return ""
        k = self._clauses.leftward(k).lo - 1
        while self._clauses.low(k) in ("that", "which", ","):
            k -= 1
        for start in range(k, max(-1, k - 4), -1):
            noun = self.noun_at(start)
            if noun and noun[0] == k + 1 and noun[1] in frame.nouns:
                self.used.update(range(start, k + 1))
                return " ".join(self._clauses.low(n) for n in range(start, k + 1))
        return ""

    def _compound(self, j: int) -> bool:
        """Whether the noun is only the first half of another: "summit declaration", "talks team"."""
        following = self._clauses.low(j)
        return following in ("-",)

    def noun_at(self, j: int) -> tuple[int, str, bool] | None:
        """(end, class, plural) of an encounter noun at element j; None also behind the last one."""
        if j >= len(self._elements):
            return None
        element = self._elements[j]
        if element.kind != "w":
            return None
        for words, kind, plural in self._lexicon.nouns.get(element.low, ()):
            if all(self._clauses.low(j + n) == w for n, w in enumerate(words)):
                return j + len(words), kind, plural
        return None

    def _follows(self, frame: Frame, i: int, end: int) -> bool:
        words = " ".join(self._word(j) or "*" for j in range(i, min(len(self._elements), end + 8)))
        words = words.replace(" - ", "-")
        return any(phrase in words for phrase in frame.follow)
