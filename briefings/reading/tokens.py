"""A sentence cut into words and marks, each with its place in the sentence and its folded form."""

from __future__ import annotations

import re

from briefings.world.fold import fold

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S. and a.m.
    r"|\d+(?:[.,:/]\d+)*(?:st|nd|rd|th)?(?!\w)(?:\+\d(?!\w))?"  # also 2+2
    r"|[^\W_]+(?:['’ʼʻʿ`](?!s(?!\w))[^\W\d_]+)*(?:\+\d(?!\w))?"  # also C5+1
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


_PLAIN: dict[str, tuple[str, str, bool]] = {}
"""Plain words met before: as written, in lower case, whether with a capital. Most of a text is among them."""
_MOST = 4096


def _remember(word: str) -> tuple[str, str, bool]:
    plain = (word, word.lower(), word[0].isupper())
    if len(word) < 32:
        if len(_PLAIN) >= _MOST:
            _PLAIN.clear()
        _PLAIN[word] = plain
    return plain


class Tokens:
    """Parallel lists over the words and marks of one sentence.

    `text` as written, `low` folded ("U.S." -> "us", "Erdoğan" -> "erdogan"; marks as they are; a possessive
    's, or the bare apostrophe of a plural, is "'s"; a hyphen inside a compound is "-" and a free dash "--"),
    `lo` and `hi` character offsets in the sentence, `cap` whether the word begins with a capital.
    """

    __slots__ = ("cap", "hi", "lo", "low", "text")

    def __init__(self, sentence: str) -> None:
        texts: list[str] = []
        lows: list[str] = []
        los: list[int] = []
        his: list[int] = []
        caps: list[bool] = []
        known = _PLAIN.get
        for match in _TOKEN.finditer(sentence):
            word = match[0]
            lo, hi = match.span()
            plain = known(word)
            if plain is None and word.isascii() and word.isalnum():
                plain = _remember(word)
            if plain is not None:
                texts.append(plain[0])
                lows.append(plain[1])
                los.append(lo)
                his.append(hi)
                caps.append(plain[2])
                continue
            first = word[0]
            if first == "." and lows and lows[-1] in _ABBREVIATED and his[-1] == lo and hi < len(sentence):
                his[-1] = hi
                continue
            texts.append(word)
            lows.append(_mark(sentence, word, lo, hi) or word)
            los.append(lo)
            his.append(hi)
            caps.append(first.isupper() or (first in "ʻʼ'’" and word[1:2].isupper()))
        self.text, self.low, self.lo, self.hi, self.cap = texts, lows, los, his, caps

    def __len__(self) -> int:
        return len(self.text)


def _mark(sentence: str, word: str, lo: int, hi: int) -> str:
    """The folded form of what is no plain word: letters with marks, apostrophes, hyphens, dashes."""
    first = word[0]
    if first.isalnum():
        return fold(word)
    if word in ("'s", "’s") or (
        first in _APOSTROPHES
        and lo
        and sentence[lo - 1] in "sxz"
        and (hi == len(sentence) or not sentence[hi].isalnum())
    ):
        return "'s" if lo and sentence[lo - 1].isalnum() else word
    if first in _HYPHENS:
        before = sentence[lo - 1] if lo else " "
        after = hi < len(sentence) and sentence[hi].isalnum()
        inside = after and (before.isalnum() or (before == "." and lo > 1 and sentence[lo - 2].isalnum()))
        return "-" if inside else "--"
    return "--" if first == "—" else word
