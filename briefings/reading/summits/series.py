"""References to a gathering by the story alone: "the summit", "the next one", "their previous meeting"."""

from __future__ import annotations

from briefings.reading.drafts import Scene
from briefings.reading.lexicon import Lexicon
from briefings.reading.summits import words as known
from briefings.reading.summits.gathering import Ref

LEADERS = "leaders' summit"
"""How a summit is called that has no other name than its leaders' region."""


class Series:
    """Tells references back and on from names."""

    _lexicon: Lexicon

    def _backward(
        self, lo: int, hi: int, head: str, determiner: str, words: list[str], scene: Scene
    ) -> Ref | None:
        nexts = self._further(lo, hi, head, words, scene) or self._of_leaders(lo, hi, head, determiner, scene)
        if nexts is not None:
            return nexts
        if (
            determiner in ("their", "its", "the", "a")
            and set(words) & {"previous", "last", "earlier"}
            and head == "summit"
        ):
            return Ref(lo, hi, head, previous=True)
        lasting = {"one-day", "two-day", "three-day", "-", "day", "one", "two", "three"}
        plain = not set(words) - lasting - known.ANY
        led = any(scene.elements[i].lemma in ("preside", "chair") for i in range(max(0, lo - 2), lo))
        spanned = head != "meeting" or led or bool(set(words) & lasting)
        if determiner in ("the", "this", "that") and head in known.BACK and plain and spanned:
            return Ref(lo, hi, head, back=True)
        return None

    def _of_leaders(self, lo: int, hi: int, head: str, determiner: str, scene: Scene) -> Ref | None:
        """ "Caribbean leaders ended a three-day summit": a summit without another name than theirs."""
        if head not in known.STRONG or determiner not in ("a", "an", "their"):
            return None
        verb = next((i for i in range(lo - 1, max(-1, lo - 4), -1) if scene.elements[i].lemma), -1)
        if verb < 0 or scene.elements[verb].lemma not in known.HOLD | {"wrap", "hold", "attend"}:
            return None
        tokens = scene.tokens
        for i in range(verb - 1, max(0, verb - 5), -1):
            first = scene.elements[i].lo
            if tokens.low[first] in ("leaders", "presidents") and first and tokens.cap[first - 1]:
                if tokens.low[first - 1] in self._lexicon.nonstate:
                    return None  # "Party leaders held a crisis summit"
                return Ref(lo, hi, head, name=f"{tokens.text[first - 1]} {LEADERS}", generic=True)
        return None

    @staticmethod
    def _further(lo: int, hi: int, head: str, words: list[str], scene: Scene) -> Ref | None:
        """ "the next summit", "next year's meeting", "the ninth summit": another of the series."""
        after = scene.elements[hi].low if hi < len(scene.elements) else ""
        if head not in known.BACK or head == "talks" or after in ("with", "between", "of", "-"):
            return None
        said = set(words)
        dated = [
            when.words.lower() for e in scene.elements[max(0, lo - 2) : hi] if (when := e.when) is not None
        ]
        edition = next((known.ORDINALS[w] for w in words if w in known.ORDINALS), "")
        if said - known.ANY - {"next", "regular", "another"} - set(known.ORDINALS):
            return None
        if dated and dated[-1].startswith("next year"):
            return Ref(lo, hi, head, previous=True, following=True)
        if "next" in said or (edition and head == "summit" and edition != "1"):
            return Ref(lo, hi, head, edition=edition, following=True)
        return None
