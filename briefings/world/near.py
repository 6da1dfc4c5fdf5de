"""Names that look like a misspelt one, found fast enough for an answer while someone waits."""

from __future__ import annotations

from collections.abc import Iterable


def letters(folded: str) -> int:
    """The set of letters of a folded name, as bits: differing sets bound the edit distance from below."""
    bits = 0
    for char in folded:
        bits |= 1 << (ord(char) & 31)
    return bits


def distance(a: str, b: str, limit: int) -> int:
    """Edits (insert, drop, replace, swap of neighbours) from `a` to `b`; `limit + 1` for anything more."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before, last = last, row
    return min(last[-1], limit + 1)


class Nearest:
    """A set of folded names that can be asked for those near a misspelt one."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_length: dict[int, list[tuple[str, int]]] = {}
        for name in names:
            self._by_length.setdefault(len(name), []).append((name, letters(name)))

    def near(self, folded: str) -> list[tuple[int, str]]:
        """(edits, name) of every name within one edit for short words, two from five letters, three from
        nine; nearest first."""
        size = len(folded)
        if size < 3 or size > 40:
            return []
        limit = 1 if size < 5 else 2 if size < 9 else 3
        bits = letters(folded)
        found = []
        for length in range(size - limit, size + limit + 1):
            for name, theirs in self._by_length.get(length, ()):
                if (bits ^ theirs).bit_count() <= 2 * limit:
                    edits = distance(folded, name, limit)
                    if edits <= limit:
                        found.append((edits, name))
        found.sort()
        return found
