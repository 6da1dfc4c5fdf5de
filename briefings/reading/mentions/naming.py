"""Names of people in a sentence, known or not."""

from __future__ import annotations

from briefings.reading.mentions.cast import Cast, Named
from briefings.reading.mentions.line import Line
from briefings.reading.mentions.things import Figure
from briefings.reading.mentions.words import INSTITUTIONS, NO_NAME


class Naming:
    """Finds the name that begins at a token of one sentence."""

    __slots__ = ("_cast", "_line")

    def __init__(self, line: Line, cast: Cast) -> None:
        self._line = line
        self._cast = cast

    def name(self, j: int) -> Named | None:
        """A person's name at token j: (end, who if known, text)."""
        low, cap, end = self._line.tokens.low, self._line.tokens.cap, len(self._line.tokens)
        if j >= end or not cap[j]:
            return None
        tag = self._line.tags.get(j)
        if tag and not (tag.hi < end and low[tag.hi] in ("bin", "ibn", "bint") and tag.hi - j < 4):
            person = self._cast.known(tag)
            if person:
                stop = self._name_end(tag.hi, tag.hi)
                if stop - tag.hi > 5 or self._full_name(tag.hi):
                    stop = tag.hi
                return stop, person, self._line.text(j, tag.hi)
            if not any(
                a.form in ("surname", "full") or a.weak or a.form in ("city", "venue", "region")
                for a in tag.aliases
            ):
                return None
        if low[j] in NO_NAME or self._line.title(j):
            return None
        stop = self._name_end(j, j)
        if stop == j:
            return None
        introduced = self._introduced(j, stop)
        if introduced:
            return introduced[0], introduced[1], self._line.text(j, introduced[0])
        if tag and not any(a.kind == "person" for a in tag.aliases) and stop <= tag.hi:
            return None
        if any(low[k] in INSTITUTIONS for k in range(j, stop)):
            return None
        return stop, None, self._line.text(j, stop)

    def _full_name(self, j: int) -> bool:
        """Whether another's full name begins at j: "With Edgars Rinkevics Alar Karis dined"."""
        tag = self._line.tags.get(j)
        return tag is not None and any(
            a.form == "full" and a.kind == "person" and " " in a.folded for a in tag.aliases
        )

    def _introduced(self, j: int, stop: int) -> tuple[int, Figure] | None:
        low = self._line.tokens.low
        for k in range(stop, j, -1):
            found = self._cast.surnames.get(" ".join(w for w in low[j:k] if w != "-"))
            if found and low[k - 1] != "-":
                return k, found[-1]
        return None

    def _name_end(self, j: int, first: int) -> int:
        low, cap, end = self._line.tokens.low, self._line.tokens.cap, len(self._line.tokens)
        stop = k = j
        while k < end and k - first < 9:
            if (
                k in self._line.tags
                and k > first
                and low[k - 1] != "-"
                and low[k - 1] not in self._line.small["particles"]
            ):
                aliases = self._line.tags[k].aliases
                if not any(a.kind == "person" for a in aliases) and not all(
                    a.weak or a.form == "city" for a in aliases
                ):
                    break
            if (
                cap[k]
                and low[k] not in NO_NAME
                and not (k > first and self._line.title(k) and low[k] not in ("prince", "general", "king"))
            ):
                k += 1
                stop = k
            elif (
                (low[k] in self._line.small["particles"] and k + 1 < end and low[k] not in ("e", "y"))
                or (low[k] == "-" and k > first)
                or (low[k] == "." and k > first and len(low[k - 1]) <= 2 and k + 1 < end and cap[k + 1])
            ):
                k += 1
            else:
                break
        return stop
