"""A cheap look at the words: whether an article, or a sentence of it, can tell of an encounter at all."""

from __future__ import annotations

import re
from functools import cache

from briefings.reading.ceremonies import WORDS as CEREMONIES
from briefings.reading.frames import frames
from briefings.reading.lexicon import lexicon
from briefings.reading.summits import words as gatherings

_WORD = re.compile(r"[a-z]+")
_EMPTY = frozenset("be have do get make take give come go".split())
"""Verbs so common that another word of their frame has to stand beside them."""

_BEING = frozenset(("was", "were", "been", "be"))
"""With a place and a day or a "with" they may tell that somebody was somewhere."""


@cache
def triggers() -> frozenset[str]:
    """Words one of which stands in every sentence that a frame, a noun or a gathering can be found in."""
    words = lexicon()
    found = set(words.nouns)
    lemmas = {verb for frame in frames() if not frame.nouns and not frame.follow for verb in frame.verbs}
    lemmas |= (
        gatherings.HOST | gatherings.ATTEND | gatherings.GO | gatherings.CANCEL | {"sign", "ink", "bring"}
    )
    for lemma in lemmas - _EMPTY:
        found.update(written for written, _ in words.forms(lemma))
    for frame in frames():
        for particle in frame.particle:
            found.update(
                w for w in particle if w not in words.small["possessives"] and w not in words.small["adverbs"]
            )
    found |= {"together", "aside", "castle", "courtyard", "farewell", "garden", "line", "palace", "rooms"}
    found |= {"side", "stairs"}
    found |= gatherings.STRONG | gatherings.MIDDLE | gatherings.WEAK | gatherings.NAMED
    found |= CEREMONIES
    found |= {"came", "come", "comes", "coming", "go", "goes", "went", "going", "signing", "signature", "due"}
    return frozenset(found) - words.small["prepositions"] - words.small["determiners"]


def worth_reading(text: str) -> bool:
    """False only where no word of the text could be the trigger of any frame."""
    return not triggers().isdisjoint(_WORD.findall(text.lower()))


def worth(low: list[str]) -> bool:
    """The same for the folded words of one sentence."""
    if not triggers().isdisjoint(low):
        return True
    if "in" not in low or _BEING.isdisjoint(low):
        return False
    return "with" in low or "on" in low or low.count("in") > 1
