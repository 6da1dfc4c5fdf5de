"""For whom the "I" of a minister's own report acts: "I have returned to Oslo", "Norway would listen"."""

from __future__ import annotations

from collections.abc import Sequence

from briefings.reading.mentions.tagging import Tag
from briefings.reading.tokens import Tokens

_QUOTES = frozenset('"\u201c\u201d')
_AWAY = frozenset(("in", "at", "to", "from", "with", "of", "for", "between", "and", "visited", "near", ","))
"""What stands before a state that is visited or met."""
_OFTEN = 3


def author_of(sentences: Sequence[Tokens], tags: Sequence[dict[int, Tag]]) -> str:
    """The state's code; '' unless the article speaks of itself as "I" and one state is its own."""
    spoken = sum("i" in t.low and "I" in t.text and _QUOTES.isdisjoint(t.low) for t in sentences)
    if spoken < _OFTEN or 4 * spoken < len(sentences):
        return ""
    scores: dict[str, int] = {}
    for tokens, found in zip(sentences, tags, strict=True):
        low = tokens.low
        for tag in found.values():
            code = next((a.ref for a in tag.aliases if a.kind == "state" and not a.weak), "")
            if not code or low[tag.hi : tag.hi + 1] == ["'s"]:
                continue
            before = low[max(0, tag.lo - 2) : tag.lo]
            if before in (["returned", "to"], ["return", "to"], ["back", "in"], ["back", "to"]):
                scores[code] = scores.get(code, 0) + _OFTEN
            elif not before or before[-1] not in _AWAY:
                scores[code] = scores.get(code, 0) + 1
    ranked = sorted(scores.values(), reverse=True)
    if not ranked or ranked[0] < 2 or ranked[1:2] == ranked[:1]:
        return ""
    return max(scores, key=lambda code: scores[code])
