"""A sentence cut into words and marks, each with its place in the sentence and its folded form."""

from __future__ import annotations

import re

from briefings.world.fold import fold

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S. and a.m.
    r"|\d+(?:[.,:/]\d+)*(?:st|nd|rd|th)?(?!\w)"
    r"|[^\W_]+(?:['’ʼʻʿ`](?!s(?!\w))[^\W\d_]+)*"
    r"|['’]s(?!\w)"
    r"|\S"
)
_ABBREVIATED = frozenset(
    "mr mrs ms dr prof gen lt col capt sgt adm maj brig st jr sr hon rev gov sen rep pres sec amb min fm pm"
    " jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun no vs etc"
    " approx est inc ltd co corp dept gmt".split()
)
_APOSTROPHES = frozenset("'’")
_HYPHENS = frozenset("-‐‑–−")


class Tokens:
    """Parallel lists over the words and marks of one sentence.

    `text` as written, `low` folded ("U.S." -> "us", "Erdoğan" -> "erdogan"; marks as they are; a possessive 's, or the
    bare apostrophe of a plural, is "'s"; a hyphen inside a compound is "-" and a free dash "--"), `lo` and `hi`
    character offsets in the sentence, `cap` whether the word begins with a capital.
    """

    __slots__ = ("cap", "hi", "lo", "low", "text")

    def __init__(self, sentence: str) -> None:
        self.text: list[str] = []
        self.low: list[str] = []
        self.lo: list[int] = []
        self.hi: list[int] = []
        self.cap: list[bool] = []
        end = len(sentence)
        for match in _TOKEN.finditer(sentence):
            word = match.group()
            lo, hi = match.span()
            first = word[0]
            if first.isalnum():
                low = word.lower() if word.isalpha() and word.isascii() else fold(word)
            elif word in ("'s", "’s") or (
                first in _APOSTROPHES
                and lo
                and sentence[lo - 1] in "sxz"
                and (hi == end or not sentence[hi].isalnum())
            ):
                low = "'s" if lo and sentence[lo - 1].isalnum() else word
            elif first in _HYPHENS:
                before = sentence[lo - 1] if lo else " "
                inside = hi < end and sentence[hi].isalnum() and (before.isalnum() or (before == "." and lo > 1 and sentence[lo - 2].isalnum()))
                low = "-" if inside else "--"
            elif first == "—":
                low = "--"
            elif (
                first == "." and self.low and self.low[-1] in _ABBREVIATED and self.hi[-1] == lo and hi < end
            ):
                self.hi[-1] = hi
                continue
            else:
                low = word
            self.text.append(word)
            self.low.append(low or word)
            self.lo.append(lo)
            self.hi.append(hi)
            self.cap.append(first.isupper() or (first in "ʻʼ'’" and word[1:2].isupper()))

    def __len__(self) -> int:
        return len(self.text)
