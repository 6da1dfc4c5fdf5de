"""People in a sentence: a name with the office, the state and the description that stand around it."""

from __future__ import annotations

from briefings.reading.mentions.cast import Cast, Named
from briefings.reading.mentions.line import Line
from briefings.reading.mentions.naming import Naming
from briefings.reading.mentions.things import Mention
from briefings.reading.mentions.words import ANY_TITLE, INSTITUTIONS, OUT_OF_OFFICE


class People:
    """Puts a name of one sentence together with what is said of its bearer."""

    __slots__ = ("_cast", "_line", "_naming")

    def __init__(self, line: Line, cast: Cast, naming: Naming) -> None:
        self._line = line
        self._cast = cast
        self._naming = naming

    def person(
        self,
        i: int,
        name: Named,
        actor: str,
        role: str,
        former: bool,
        title: str = "",
    ) -> Mention | None:
        low, end = self._line.tokens.low, len(self._line.tokens)
        stop = name[0]
        if not actor and stop + 1 < end and low[stop] == "of":
            listed = self._line.listed(stop + 1, many=False)
            if listed:
                stop, (actor, *_) = listed
        if stop + 2 < end and low[stop] == "(":
            close = next((k for k in range(stop + 1, min(stop + 5, end)) if low[k] == ")"), 0)
            tag = self._line.tags.get(stop + 1)
            if close:
                if tag and not actor and (codes := self._line.owner(tag)):
                    actor = codes[0]
                stop = close + 1
        before = stop
        role, actor, stop, former = self._apposition(stop, role, actor, former)
        figure = self._cast.figure(name, actor, role, former)
        if title and not former and not (title in ANY_TITLE and figure.title):
            figure.title = title
        closed = stop > before and stop < end and low[stop] == ","
        former = former or any(word in OUT_OF_OFFICE for word in low[max(0, i - 2) : name[0]])
        return Mention(
            i,
            stop + closed,
            "person",
            (figure.actor,) if figure.actor else (),
            (figure,),
            role=role or figure.role,
            title=title,
            former=former or figure.former,
            closed=closed,
        )

    def _apposition(self, stop: int, role: str, actor: str, former: bool) -> tuple[str, str, int, bool]:
        """A description after a name: ", the foreign minister of Uzbekistan," or ", Kenya's Cabinet
        Secretary ...,"."""
        low, end = self._line.tokens.low, len(self._line.tokens)
        if stop + 1 >= end or low[stop] != ",":
            return role, actor, stop, former
        j = stop + 1
        if (
            low[j] == "who"
            and j + 1 < end
            and low[j + 1] in ("heads", "leads", "headed", "led", "chairs", "directs", "runs")
        ):
            return self._heads(j + 2, stop, role, actor, former)
        if low[j] in ("who", "which") and j + 1 < end and low[j + 1] in ("is", "was", "as"):
            j += 2
            while j < end and low[j] in ("both", "the", "also", "currently", "as"):
                j += 1
            after = self._description(j)
            if not after:
                return role, actor, stop, former
            return role or after[0], actor or after[1], after[2] if low[j - 1] != "as" else stop, former
        after = self._description(j)
        if not after:
            return role, actor, stop, former
        kind, owner, k, was = after
        if not (k >= end or low[k] in (",", ".", ";", ":", ")", "--", "and", "said", "on", "in")):
            return role, actor, stop, former
        return role or kind, actor or owner, k, former or was

    def _heads(self, j: int, stop: int, role: str, actor: str, former: bool) -> tuple[str, str, int, bool]:
        """ ", who runs the planning office in Accra,": an official of the state that is named
        there."""
        low, end = self._line.tokens.low, len(self._line.tokens)
        for k in range(j, min(j + 16, end)):
            if low[k] in (",", "."):
                return role or "envoy", actor, k, former
            tag = self._line.tags.get(k)
            if tag and not actor and (codes := self._line.owner(tag)):
                actor = codes[0]
        return role, actor, stop, former

    def _description(self, j: int) -> tuple[str, str, int, bool] | None:
        """(role, owner, end, former) of "the foreign minister of Uzbekistan" at token j, where no name
        follows."""
        low, end = self._line.tokens.low, len(self._line.tokens)
        former = False
        owner = ""
        steps = 0
        while j < end and steps < 8:
            steps += 1
            tag = self._line.tags.get(j)
            if tag and (codes := self._line.owner(tag)) and not self._line.title(j):
                owner = owner or codes[0]
                j = tag.hi + (tag.hi < end and low[tag.hi] == "'s")
            elif (
                low[j] in self._line.small["determiners"]
                or low[j] in self._line.lexicon.modifiers
                or low[j] == "-"
                or low[j] in ("its", "whose")
            ):
                if self._line.title_here(j):
                    break
                former = former or low[j] in self._line.lexicon.former
                j += 1
            else:
                break
        if j >= end:
            return None
        title = self._line.title(j)
        if not title or title[1].plural or low[j] in ("host", "guest"):
            return None
        stop = self._line.more_title(title[0])
        while stop + 1 < end and low[stop] == "and" and (second := self._line.title(stop + 1)):
            stop = self._line.more_title(second[0])
        if stop < end and low[stop] in ("of", "for", "in") and not owner:
            listed = self._line.listed(stop + 1, many=False)
            if listed:
                stop, (owner, *_) = listed
        if stop + 1 < end and low[stop] == "'s":  # "the head of China's customs"
            stop = next((k for k in range(stop + 1, min(stop + 5, end)) if not low[k].isalpha()), stop)
        if stop < end and self._line.tokens.cap[stop] and self._naming.name(stop):
            return None
        return title[1].role, owner, stop, former

    def bare_name(self, i: int, start: int, name: Named) -> Mention | None:
        low, end = self._line.tokens.low, len(self._line.tokens)
        stop, who, _ = name
        if who is not None:
            return self.person(i, name, "", "", False)
        if stop - start < 2:
            return self._line.place(i)
        if stop < end and low[stop] == ",":
            role, actor, after, former = self._apposition(stop, "", "", False)
            if role and (after > stop or low[stop + 1 : stop + 2] == ["who"]):
                return self.person(i, name, actor, role, former)
        named = not any(low[k] in INSTITUTIONS for k in range(start, stop))
        if named and low[stop : stop + 1] == ["of"] and (listed := self._line.listed(stop + 1, many=False)):
            return self.person(i, name, listed[1][0], "", False)
        return self._line.place(i)
