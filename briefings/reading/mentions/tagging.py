"""Finds the names that the world knows in a row of tokens."""

from __future__ import annotations

from dataclasses import dataclass

from briefings.reading.tokens import Tokens
from briefings.world.entities import Alias
from briefings.world.world import World


@dataclass(frozen=True, slots=True)
class Tag:
    lo: int
    hi: int
    aliases: tuple[Alias, ...]


class Tagger:
    """Finds the names the world knows; one for the life of a reader."""

    def __init__(self, world: World) -> None:
        self._names = world.names
        self._longest: dict[str, int] = {}
        for name in self._names.folded_names():
            words = name.split(" ")
            if len(words) > self._longest.get(words[0], 0):
                self._longest[words[0]] = min(len(words), 9)

    def tags(self, tokens: Tokens) -> dict[int, Tag]:
        """First token -> the longest name that begins there."""
        low, cap, longest = tokens.low, tokens.cap, self._longest
        found: dict[int, Tag] = {}
        i, end = 0, len(low)
        while i < end:
            size = longest.get(low[i].split(" ")[0]) if cap[i] or low[i][0].isdigit() else None
            tag = self._longest_at(tokens, i, size) if size else None
            if tag:
                found[i] = tag
                i = tag.hi
            else:
                i += 1
        return found

    def _longest_at(self, tokens: Tokens, i: int, size: int) -> Tag | None:
        low = tokens.low
        ends: list[tuple[str, int]] = []
        words: list[str] = []
        j, end = i, len(low)
        while j < end and len(words) < size:
            word = low[j]
            if not word[0].isalnum():
                if word not in ("-", "."):
                    break
                j += 1
                continue
            words.append(word)
            j += 1
            ends.append((" ".join(words), j))
        for name, stop in reversed(ends):
            aliases = tuple(a for a in self._names.folded(name) if _written(a, tokens, i, stop))
            if aliases:
                return Tag(i, stop, aliases)
        return None


def _written(alias: Alias, tokens: Tokens, lo: int, hi: int) -> bool:
    if (
        alias.case == "exact"
        and hi - lo == 1
        and len(alias.text) > 3
        and tokens.text[lo] == alias.text.capitalize()
        and alias.kind == "organisation"
    ):
        return True
    if alias.case == "exact":
        return hi - lo > 1 or tokens.text[lo].replace(".", "") == alias.text.replace(".", "")
    return tokens.cap[lo]
