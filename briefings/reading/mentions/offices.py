"""Offices in a sentence, with their state and holder: "Zambia's Foreign Minister X", "the leaders of A
and B", "both sides"."""

from __future__ import annotations

from briefings.reading.lexicon import Title
from briefings.reading.mentions.cast import Cast
from briefings.reading.mentions.line import Line
from briefings.reading.mentions.naming import Naming
from briefings.reading.mentions.people import People
from briefings.reading.mentions.things import Figure, Mention
from briefings.reading.mentions.whose import Whose
from briefings.reading.mentions.words import AFTER_TWO, AIDES, DELEGATIONS, PAIR_NOUNS

_AFTER_VERB = ("determiners", "possessives", "prepositions", "adverbs", "pronouns")


class Offices:
    """Reads what begins with an office, one or many."""

    __slots__ = ("_cast", "_line", "_naming", "_people", "_whose")

    def __init__(self, line: Line, cast: Cast, naming: Naming, people: People) -> None:
        self._line = line
        self._cast = cast
        self._naming = naming
        self._people = people
        self._whose = Whose(line)

    def titled(
        self,
        i: int,
        j: int,
        found: tuple[int, Title],
        owners: list[str],
        owner: str,
        determiner: str,
        count: int,
        former: bool,
    ) -> Mention | None:
        low, end = self._line.tokens.low, len(self._line.tokens)
        stop, title = found
        words = " ".join(low[j:stop])
        role, plural = title.role, title.plural
        self._cast.papal = self._cast.papal or words in ("pope", "pontiff")
        if role in ("state", "government") and owners and owners[0] in self._line.world.organisations:
            role = "head"
        stop = self._line.more_title(stop)
        capital = self._line.tokens.cap[j]
        if stop < end and low[stop] == "-" and stop + 1 < end and low[stop + 1] in ("elect", "designate"):
            stop += 2
            former = True
        if not owners:
            stop, owners = self._whose.after(stop, words, plural)
        if not owners and plural and (pair := self._pair_after_of(stop)):
            number = self._line.lexicon.numbers.get(low[pair - 2], 2)
            theirs = Mention(i, pair, "pair", role=role, plural=True, count=number, title=words)
            theirs.determiner, theirs.extra = "the", ["of the countries"]
            return theirs
        if role == "envoy" and not plural:
            stop = self._whose.errand(stop)
        if owners and (chained := self._chained(i, stop, owners)) is not None:
            return chained
        base = Mention(
            i,
            stop,
            "role",
            tuple(owners),
            role=role,
            title=words,
            plural=plural,
            count=count,
            owner=owner,
            determiner=determiner,
            former=former,
        )
        if plural:
            return self._plural(base, stop)
        name = self._naming.name(self._line.skip_honorifics(stop)) if stop < end else None
        apposed = False
        if not name and stop + 1 < end and low[stop] == ",":
            name = self._naming.name(self._line.skip_honorifics(stop + 1))
            apposed = name is not None
            if name and not self._apposition_ends(name[0]):
                name = None
            if (
                name is None
                and (second := self._line.title(stop + 1))
                and not second[1].plural
                and self._line.tokens.cap[stop + 1]
            ):
                name = self._naming.name(self._line.skip_honorifics(self._line.more_title(second[0])))
                apposed = name is not None
                role = second[1].role if role == "leader" else role
        if not name:
            if len(owners) > 1:
                base.form = "group"
            if (
                not owners
                and not owner
                and determiner in ("", "a", "an", "no", "every", "each", "another")
                and not count
                and not (words in DELEGATIONS and self._has_head(stop))
            ):
                return None
            return base
        if not apposed and not capital and not name[1] and not owners:
            return None
        mention = self._people.person(i, name, owners[0] if owners else "", role, former, title=words)
        if apposed and mention and mention.hi < end and low[mention.hi] == ",":
            mention.extra.append("apposed")
        if mention:
            mention.owner, mention.determiner = owner, determiner
        return mention

    def _has_head(self, stop: int) -> bool:
        """Whether a delegation is told by its head: "a team led by Wang Yi"."""
        after = self._line.tokens.low[stop : stop + 2]
        return after in (["led", "by"], ["headed", "by"]) or after[:1] == ["under"]

    def _chained(self, i: int, stop: int, owners: list[str]) -> Mention | None:
        """ "the UN Secretary-General's personal envoy, X": an office that is another office's."""
        low, end = self._line.tokens.low, len(self._line.tokens)
        if stop + 1 >= end or low[stop] != "'s":
            return None
        j = stop + 1
        while j < end and low[j] in self._line.lexicon.modifiers and not self._line.title_here(j):
            j += 1
        if j >= end:
            return None
        j = self._line.portfolio_before(j)
        title = self._line.title(j)
        if title is None or title[1].plural or title[1].role not in AIDES:
            return None
        return self.titled(i, j, title, owners, "", "the", 0, False)

    def _apposition_ends(self, j: int) -> bool:
        """Whether the name after a comma is an apposition and not the next of a list: it ends at a mark
        or a verb."""
        low = self._line.tokens.low
        return (
            j >= len(low)
            or low[j] in (",", ".", ")", "--", ";", ":", "(", "!", "?", '"', "”")
            or low[j] in ("and", "of", "on", "in", "at", "to", "for", "as")
        )

    def _plural(self, base: Mention, stop: int) -> Mention | None:
        low, end = self._line.tokens.low, len(self._line.tokens)
        if (base.count in (2, 3) or base.determiner == "both") and not base.actors:
            base.form = "pair"
        people: list[Figure] = []
        start = stop + 1 if stop < end and low[stop] == "," else stop
        j = start
        while j < end:
            name = self._naming.name(self._line.skip_honorifics(j))
            if not name:
                break
            after = name[0]
            owner = ""
            if after < end and low[after] == "of" and (listed := self._line.listed(after + 1, many=False)):
                after, owner = listed[0], listed[1][0]
            people.append(
                self._cast.figure(
                    name,
                    owner or (base.actors[len(people)] if len(people) < len(base.actors) else ""),
                    base.role,
                    False,
                )
            )
            j = after
            if j < end and low[j] in (",", "and"):
                j += 1
                if j < end and low[j] == "and":
                    j += 1
                continue
            break
        if people:
            while j > start and low[j - 1] in (",", "and"):
                j -= 1
            base.people = tuple(people)
            base.hi = j
            base.actors = tuple(dict.fromkeys((*base.actors, *(p.actor for p in people if p.actor))))
            base.form = "group"
            return base
        if base.form == "pair":
            return base
        if base.actors:
            base.form = "group" if len(base.actors) > 1 else "role"
            return base
        if base.determiner == "the" or base.owner:
            base.form = (
                "pair"
                if base.role
                in ("state", "government", "foreign", "defence", "leader", "minister", "official")
                else "role"
            )
            base.count = base.count or 0
            return base
        return None

    def _acts(self, j: int) -> bool:
        """Whether a verb in the past stands at j: "the two spent a day", "the two agreed to", not "the
        two armed groups"."""
        low = self._line.tokens.low
        if low[j] in self._line.lexicon.pasts:
            return True
        after = low[j + 1] if j + 1 < len(low) else ""
        small = self._line.small
        return low[j].endswith("ed") and (
            not after[:1].isalpha() or after in ("to", "that") or any(after in small[n] for n in _AFTER_VERB)
        )

    def _pair_after_of(self, stop: int) -> int | None:
        """The end of "of the two countries" after the office of many."""
        words = self._line.tokens.low[stop : stop + 4]
        if words[:3] in (["of", "the", "two"], ["of", "the", "three"]) and len(words) == 4:
            return stop + 4
        return stop + 3 if words[:2] == ["of", "both"] and len(words) > 2 else None

    def pair(self, i: int, j: int, count: int, determiner: str) -> Mention | None:
        low = self._line.tokens.low
        if (
            determiner
            and j - i == 2
            and (not low[j][0].isalnum() or low[j] in AFTER_TWO or self._line.tokens.cap[j] or self._acts(j))
        ):
            return Mention(i, j, "pair", plural=True, count=count, title="men", role="leader")
        if low[j] in PAIR_NOUNS:
            theirs = self._line.title(j + 2) if j + 2 < len(low) and low[j + 1] in ("'", "'s") else None
            if theirs is not None and theirs[1].plural:
                mention = Mention(i, theirs[0], "pair", role=theirs[1].role, plural=True, count=count)
                mention.title, mention.extra = low[j], ["of the countries"]
                return mention
            return Mention(i, j + 1, "pair", plural=True, count=count, title=low[j], role="side")
        return None
