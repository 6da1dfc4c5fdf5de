"""Whose an office is, told behind it: "of Iran", "from Cuba and Chad", "of the Turkish parliament", "in
the Irish government"."""

from __future__ import annotations

from briefings.reading.mentions.line import Line
from briefings.reading.mentions.words import DELEGATIONS, HEADS, HOUSES, OPPOSITES


class Whose:
    """Reads what stands behind an office in one sentence; positions are tokens."""

    __slots__ = ("_line",)

    def __init__(self, line: Line) -> None:
        self._line = line

    def after(self, stop: int, words: str, plural: bool) -> tuple[int, list[str]]:
        """(the token after it, codes) of whose the office `words` is that ends at `stop`; (stop, []) if
        untold."""
        low, end = self._line.tokens.low, len(self._line.tokens)
        if stop + 1 >= end:
            return stop, []
        if words in ("guest", "visitor") and low[stop] == "from" and (tag := self._line.tags.get(stop + 1)):
            return tag.hi, []  # "the guest from Rome" may be the Pope
        if low[stop] in ("of", "from") and (listed := self._line.listed(stop + 1, many=plural)):
            return self._house(listed[0], words), listed[1]
        if plural:
            # "envoys for Havana and Tokyo", "the two foreign ministers, from Ecuador and Peru,"
            comma = low[stop] == ","
            if low[stop + comma] == ("from" if comma else "for") and (
                listed := self._line.listed(stop + comma + 1, many=True)
            ):
                return listed if len(listed[1]) > comma else (stop, [])
        if words in DELEGATIONS and low[stop] in ("of", "from"):
            found = self._members(stop)
            if found[1]:
                return found
        if low[stop] == "of" and (counterpart := self._counterpart(stop)) is not None:
            return counterpart
        if low[stop] in ("of", "in"):
            return self._body_of_state(stop, words)
        return stop, []

    def _body_of_state(self, stop: int, words: str) -> tuple[int, list[str]]:
        """ "of the Turkish parliament", "in the Irish government"."""
        low, end = self._line.tokens.low, len(self._line.tokens)
        k = stop + 2 if low[stop + 1] in ("the", "both") else stop + 1
        tag = self._line.tags.get(k)
        if tag is None or tag.hi >= end or not (codes := self._line.owner(tag)):
            return stop, []
        form = self._line.form(tag)
        if low[stop] == "in":
            if words in OPPOSITES and (low[tag.hi] == "government" or form == "state"):
                return tag.hi + (low[tag.hi] == "government"), codes
            return stop, []
        if form != "adjective":
            return stop, []
        house = next((n for n in range(tag.hi, min(tag.hi + 4, end)) if low[n] in HOUSES), None)
        return (house + 1, codes) if house is not None else (stop, [])

    def _counterpart(self, stop: int) -> tuple[int, list[str]] | None:
        """ "an envoy of his Congolese counterpart": of the counterpart's state."""
        low, end = self._line.tokens.low, len(self._line.tokens)
        if stop + 2 >= end or low[stop + 1] not in self._line.small["possessives"]:
            return None
        tag = self._line.tags.get(stop + 2)
        if tag is None or tag.hi >= end or low[tag.hi] not in OPPOSITES:
            return None
        codes = self._line.owner(tag)
        return (tag.hi + 1, codes) if codes else None

    def _house(self, stop: int, words: str) -> int:
        """Over the house of "the head of Ukraine's presidential office", up to the comma or the name."""
        low, end = self._line.tokens.low, len(self._line.tokens)
        if stop + 1 >= end or low[stop] != "'s" or words.split()[-1] not in HEADS:
            return stop
        house = next((n for n in range(stop + 1, min(stop + 6, end)) if low[n] in HOUSES), None)
        return house + 1 if house is not None else stop

    def _members(self, stop: int) -> tuple[int, list[str]]:
        """Whose a delegation is: the "of Malian officials" or "of senior officials from the World Bank"
        after it."""
        low, end = self._line.tokens.low, len(self._line.tokens)
        j = stop + 1
        owners: list[str] = []
        while j < end and j - stop < 6:
            tag = self._line.tags.get(j)
            if tag is not None and not owners and self._line.form(tag) == "adjective":
                owners, j = self._line.owner(tag), tag.hi
            elif (
                low[j] in self._line.lexicon.modifiers
                or low[j] in self._line.lexicon.numbers
                or low[j] == "the"
            ):
                j += 1
            else:
                break
        title = self._line.title(j) if j < end else None
        if title is None or not title[1].plural:
            return stop, []
        j = title[0]
        if (
            not owners
            and j + 1 < end
            and low[j] in ("of", "from")
            and (listed := self._line.listed(j + 1, many=False))
        ):
            return listed
        return (j, owners) if owners else (stop, [])

    def errand(self, stop: int) -> int:
        """Over what an envoy is for: the "for Yemen" of "the US special envoy for Yemen, X"."""
        low, cap, end = self._line.tokens.low, self._line.tokens.cap, len(self._line.tokens)
        if stop + 2 >= end or low[stop] not in ("for", "to"):
            return stop
        j = stop + 1 + (low[stop + 1] == "the")
        k = j
        while (
            k < end and (cap[k] or (low[k] == "and" and k > j and k + 1 < end and cap[k + 1])) and k - j < 5
        ):
            tag = self._line.tags.get(k)
            if k > j and tag is not None and any(a.kind == "person" for a in tag.aliases):
                break
            k = tag.hi if tag is not None else k + 1
        return k if k > j and k < end and (low[k] == "," or cap[k]) else stop
