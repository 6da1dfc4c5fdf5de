"""The one way names are compared: case, accents, hyphens, apostrophes and dots do not count.

``fold("Côte d'Ivoire") == "cote divoire"``, ``fold("U.S.") == "us"``, ``fold("Guinea-Bissau")`` is
``"guinea bissau"``. A folded name is a run of folded words with one space between them, and folding works
word by word: ``fold(a + " " + b) == fold(a) + " " + fold(b)`` where both fold to something. Someone who
matches names in running text can therefore fold each word once and join.
"""

from __future__ import annotations

import unicodedata

_LETTERS = {
    "ł": "l",
    "ø": "o",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ı": "i",
    "ə": "a",
    "ħ": "h",
    "ŋ": "n",
    "&": " and ",
}
_DROPPED = "'’‘‛ʼʻʹʾʿ`´′.\u00ad\u200b\u200c\u200d\u2060\ufeff"
_SPACES = '-‐‑‒–—―−_/,;:!?()[]{}"“”„«»*|·•…\u00a0'

_TABLE: dict[int, str | None] = {ord(c): None for c in _DROPPED}
_TABLE.update({ord(c): " " for c in _SPACES})
_TABLE.update({ord(c): to for c, to in _LETTERS.items()})


def fold(text: str) -> str:
    """`text` as names are compared: lower case ASCII-like words separated by single spaces; may be empty."""
    lowered = text.lower()
    if lowered.isascii():
        if lowered.isalpha():
            return lowered
    else:
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        lowered = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(lowered.translate(_TABLE).split())
