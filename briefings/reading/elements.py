"""A sentence as the frames see it: mentions, dates, verbs, words and marks in a row."""

from __future__ import annotations

from dataclasses import dataclass

from briefings.reading.mentions import Mention
from briefings.reading.tokens import Tokens
from briefings.when import When


@dataclass(slots=True)
class Element:
    """kind: 'm' mention | 'd' date | 'w' word | 'p' mark.

    `lo..hi` are tokens; `shape` and `lemma` are given where the word can be a verb.
    """

    kind: str
    low: str
    lo: int
    hi: int
    mention: Mention | None = None
    when: When | None = None
    lemma: str = ""
    shape: str = ""


def build(
    tokens: Tokens, mentions: list[Mention], dates: list[When], verbs: dict[str, tuple[str, str]]
) -> list[Element]:
    """Mentions win over dates, dates over words."""
    starts = {m.lo: m for m in mentions}
    found: list[Element] = []
    date_at = 0
    i, end = 0, len(tokens)
    while i < end:
        mention = starts.get(i)
        if mention:
            found.append(Element("m", "", i, mention.hi, mention))
            i = mention.hi
            continue
        while date_at < len(dates) and dates[date_at].hi <= tokens.lo[i]:
            date_at += 1
        if date_at < len(dates) and dates[date_at].lo <= tokens.lo[i]:
            when = dates[date_at]
            j = i + 1
            while j < end and tokens.lo[j] < when.hi and j not in starts:
                j += 1
            found.append(Element("d", "", i, j, None, when))
            i = j
            continue
        low = tokens.low[i]
        if low[0].isalnum() or low == "'s":
            lemma, shape = verbs.get(low, ("", ""))
            found.append(Element("w", low, i, i + 1, None, None, lemma, shape))
        else:
            found.append(Element("p", low, i, i + 1))
        i += 1
    return found
