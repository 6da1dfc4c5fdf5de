"""What the words around a verb make of it: told as past, announced, only possible, denied; active or
passive."""

from __future__ import annotations

from dataclasses import dataclass

from briefings.reading.elements import Element
from briefings.reading.lexicon import Lexicon

HELD, UPCOMING, PRESENT, NONE = "held", "upcoming", "present", "none"
INHERIT = "inherit"

_WILL = frozenset(("will", "shall", "ll", "'ll", "wont"))
_MAYBE = frozenset(
    (
        "need",
        "needs",
        "dare",
        "could",
        "may",
        "might",
        "should",
        "can",
        "must",
        "couldnt",
        "shouldnt",
        "cant",
        "cannot",
    )
)
_HAVE = frozenset(("has", "have", "had", "having", "ve"))
_BE = frozenset(("is", "are", "was", "were", "be", "been", "being", "am", "gets", "got"))
_CONTRACTED = (
    "wouldnt",
    "didnt",
    "dont",
    "doesnt",
    "hasnt",
    "havent",
    "hadnt",
    "isnt",
    "arent",
    "wasnt",
    "werent",
)
_AUXILIARIES = (
    _WILL
    | _MAYBE
    | _HAVE
    | _BE
    | {
        "would",
        "to",
        "do",
        "does",
        "did",
        "not",
        "never",
        "'s",
        *_CONTRACTED,
        "neither",
        "nor",
        "hardly",
    }
)
_NEGATED = frozenset(
    (
        "not",
        "never",
        "neither",
        "nor",
        "wont",
        "cannot",
        "cant",
        "couldnt",
        *_CONTRACTED,
        "no",
        "hardly",
    )
)
_SET = frozenset(
    "due set scheduled expected slated going planning plans plan planned intends intend intending"
    " prepares preparing about poised announced confirmed agreed"
    " gearing arranged booked tipped prepared looks bound ready-to looking likely supposed expects"
    " expect scheduled meant".split()
)
_REPORTED = frozenset(
    "said believed reported thought known claimed understood alleged rumoured seems appears reputed".split()
)
_PURPOSE = frozenset(("order", "so"))


@dataclass(frozen=True, slots=True)
class Group:
    """A verb with its auxiliaries: elements ``lo..at`` (`at` is the verb itself).

    status: 'held' | 'upcoming' | 'present' (either, the date decides) | 'inherit' (a purpose or a gerund: as
    the verb it hangs on) | 'cancelled' | 'none', with `why`. `finite`: it has a subject of its own in front.
    """

    lo: int
    at: int
    status: str
    passive: bool = False
    finite: bool = True
    why: str = ""


def group(elements: list[Element], at: int, lexicon: Lexicon) -> Group:
    """The verb group whose main verb is element `at`."""
    shape = elements[at].shape
    lo = at
    words: list[str] = []
    k = _over_aside(elements, at)
    adverbs = lexicon.small["adverbs"]
    while k >= 0 and at - k < 10:
        element = elements[k]
        if element.kind == "d" and words and words[-1] in _AUXILIARIES:
            k -= 1
            continue
        if element.kind != "w":
            break
        low = element.low
        if low == "'s" and k and (owner := elements[k - 1].mention) is not None and owner.form == "state":
            break  # "Egypt's telephoned Chad's": no "has"
        if low in _AUXILIARIES or (low in _SET and words and words[-1] == "to"):
            words.append(low)
            lo = k
        elif low in adverbs and low not in ("here", "there"):
            pass
        elif low == "course" and k > 0 and elements[k - 1].low == "of":
            k -= 1
        else:
            break
        k -= 1
    if lo > 0 and elements[lo - 1].low == "without":
        return Group(lo, at, NONE, finite=False, why="without")
    words.reverse()
    if not words and shape == "base" and lo > 1 and elements[lo - 1].kind == "m":
        caused = elements[lo - 2]
        if caused.lemma in ("see", "watch", "make", "let", "have", "help") and caused.shape != "ing":
            return group(elements, lo - 2, lexicon)  # "saw him sit down with X"
    if words and words[0] in ("plan", "plans") and lo and elements[lo - 1].low in ("no", "any", "without"):
        return Group(lo, at, NONE, finite=False, why="no plans")
    if words and words[0] in ("plan", "plans"):
        k = lo - 2 if lo > 1 and elements[lo - 1].low in lexicon.small["possessives"] else lo - 1
        if k >= 0 and elements[k].low in lexicon.status["cancelled"]:
            return Group(lo, at, "cancelled", finite=False, why=f"{elements[k].low} plans")
    return _judge(elements, at, lo, words, shape)


def _over_aside(elements: list[Element], at: int) -> int:
    """The element before the verb at `at`, or before a day or place between it and its auxiliary: "had on
    Monday given", "will in Riga meet"."""
    k = at - 1
    if k < 2 or elements[k].kind == "w" or elements[k].kind == "p":
        return k
    mention = elements[k].mention
    if mention is not None and mention.place is None:
        return k
    before = k - 2 if elements[k - 1].low in ("on", "in", "at", "since") else k - 1
    ahead = elements[before]
    return before if ahead.low in _HAVE or ahead.low in _BE or ahead.low in _WILL else k


def _judge(elements: list[Element], at: int, lo: int, words: list[str], shape: str) -> Group:
    bare = words
    if any(w in _NEGATED for w in bare):
        return Group(lo, at, NONE, why="negated")
    passive = (
        shape.endswith("participle") and any(w in _BE for w in bare[-3:]) and (not bare or bare[-1] in _BE)
    )
    if "agreed" in bare and elements[at].lemma in ("continue", "go", "keep", "remain", "stay"):
        return Group(lo, at, NONE, why="only carried on")
    if any(w in _MAYBE for w in bare):
        return Group(lo, at, NONE, passive, why="only possible")
    if (
        "to" in bare
        and any(w in ("have", "having") for w in bare[bare.index("to") :])
        and "participle" in shape
    ):
        # "was to have met" never came about; "is said to have met" did.
        said = elements[lo - 1].low if lo else ""
        reported = said in _REPORTED or any(w in _REPORTED for w in bare)
        return Group(lo, at, HELD if reported else NONE, passive, why="" if reported else "was to have")
    if ("to" in bare and shape in ("base",)) or ("to" in bare and passive):
        return _infinitive(at, lo, bare, passive)
    if any(w in _WILL for w in bare):
        if any(w in _HAVE for w in bare):
            return Group(lo, at, NONE, passive, why="will have")
        return Group(lo, at, UPCOMING, passive)
    if "would" in bare and elements[at].lemma in ("like", "love", "prefer", "welcome"):
        return Group(lo, at, NONE, passive, why="only wished")
    if "would" in bare:
        if any(w in _HAVE for w in bare):
            return Group(lo, at, NONE, passive, why="would have")
        return Group(lo, at, UPCOMING, passive)
    if any(w in ("do", "does", "did") for w in bare):
        return Group(lo, at, HELD if "did" in bare else PRESENT, passive)
    if shape == "ing":
        if any(w in ("was", "were", "been", "had") for w in bare):
            return Group(lo, at, HELD)
        if any(w in ("is", "are", "am", "'s") for w in bare):
            return Group(lo, at, PRESENT)
        return Group(lo, at, INHERIT, finite=False)
    if passive:
        if any(w in ("was", "were", "been", "has", "have", "had", "got") for w in bare):
            return Group(lo, at, HELD, True)
        if any(w in ("is", "are", "being", "gets") for w in bare):
            return Group(lo, at, PRESENT, True)
        return Group(lo, at, HELD, True)
    if shape.endswith("participle") and any(w in _HAVE or w in ("'s",) for w in bare):
        return Group(lo, at, HELD, finite=bare[0] != "having")
    if shape.startswith("past"):
        return Group(lo, at, HELD)
    if shape == "participle":
        return Group(lo, at, HELD, True, finite=False)
    return Group(lo, at, PRESENT)


def _infinitive(at: int, lo: int, words: list[str], passive: bool) -> Group:
    before = words[: len(words) - words[::-1].index("to") - 1]
    if before:
        if "had" in before and "been" in before and any(w in _SET for w in before):
            return Group(lo, at, "cancelled", passive, why="had been due")
        if any(w in _SET for w in before) or before[-1] in (
            "is",
            "are",
            "was",
            "were",
            "be",
            "'s",
            "has",
            "have",
            "had",
        ):
            if any(w in ("has", "have", "had") for w in before) and not any(w in _SET for w in before):
                return Group(lo, at, NONE, passive, why="obliged, not done")
            return Group(lo, at, UPCOMING, passive)
        return Group(lo, at, INHERIT, passive, finite=False)
    return Group(lo, at, INHERIT, passive, finite=False)
