"""Roll calls: sentences that only say who else is at the gathering the story is at."""

from __future__ import annotations

from briefings.reading import verbs
from briefings.reading.clauses import Clauses, Party
from briefings.reading.drafts import Scene
from briefings.reading.mentions import Mention
from briefings.reading.summits.gathering import Gathering
from briefings.reading.summits.room import Room

_THERE = frozenset(
    (
        "attending participating present participants guests attendees attendance delegates joining attended "
        "invitees participant guest"
    ).split()
)
_DENYING = frozenset("not no never absent missing without neither nobody".split())
_CHAIRING = frozenset(("chairmanship", "chair", "presidency", "leadership"))
_ALSO = frozenset(("did", "does", "do", "was", "were", "had", "has", "will", "are", "is"))
_STOPS = frozenset((".", ",", "", "too", "as", ";"))
_MOST = 25
"""Elements before the verb; a longer opening is a sentence of its own."""


def _officials(mention: Mention) -> bool:
    """ "the presidents of A and B"."""
    return mention.form in ("group", "role") and bool(mention.actors)


def _in_the_chair(i: int, clauses: Clauses) -> bool:
    """ "with Britain in the chair"; the chair may be taken for an office."""
    if clauses.low(i) != "in":
        return False
    titles = [m.title for e in clauses.elements[i + 1 : i + 3] if (m := e.mention) is not None]
    return "chair" in titles or "chair" in (clauses.low(i + 1), clauses.low(i + 2))


class Present(Room):
    """Takes "Taking part were A, B and C", "as are X and Y", "Ministers stood in for the leaders of D"."""

    def roll_call(self, scene: Scene, clauses: Clauses, gathering: Gathering) -> None:
        """Adds to `gathering` whom the sentence calls present."""
        if gathering.status in ("", "cancelled"):
            return
        low = clauses.low
        seated = len(gathering.actors)
        ahead = gathering.status == verbs.UPCOMING
        for k, element in enumerate(scene.elements):
            if (called := self._by_word(k, scene, clauses)) is not None:
                if not (ahead and element.low in ("was", "were")):
                    self._seat(gathering, called)
            elif element.lemma == "represent" and low(k + 1) == "by":
                self._stand_ins(k, scene, clauses, gathering)
            elif element.low in ("stand", "stands", "stood") and low(k + 1) == "in" and low(k + 2) == "for":
                group = verbs.group(scene.elements, k, self._lexicon)
                i = k + 4 if low(k + 3) == "the" else k + 3
                absent = clauses.collect(i)
                if absent is not None and group.status != verbs.NONE:
                    gathering.seat([a for m in absent.mentions for a in m.actors], ())
                    if (envoy := clauses.subject(group.lo, group.finite)) is not None:
                        self._seat(gathering, envoy)
            if self._at_the_table(k, clauses):
                group = verbs.group(scene.elements, k, self._lexicon)
                party = clauses.subject(group.lo, group.finite)
                coming = element.lemma in ("say", "confirm")
                if party is not None and group.status == verbs.HELD and ahead and not coming:
                    continue  # told of another, past one
                if party is not None and group.status == verbs.HELD and self._told_by_name(party):
                    self._seat(gathering, party)
                    self._likewise(k, scene, clauses, gathering)
            elif element.low in ("take", "took", "attend", "attended") and low(k + 1) in ("part", ",", "."):
                self._likewise(k, scene, clauses, gathering)
        if len(gathering.actors) > seated:
            gathering.last = scene.number

    def _by_word(self, k: int, scene: Scene, clauses: Clauses) -> Party | None:
        """The party that the word at element k says was there, if it is such a word."""
        element = scene.elements[k]
        if element.lemma == "be":
            return self._called(k, scene, clauses)
        if element.low in _CHAIRING and clauses.low(k - 1) == "the" and clauses.low(k + 1) == "of":
            return clauses.collect(k + 2) if clauses.low(k - 2) == "under" else None
        if element.low == "among" and (called := self._among_those(k, scene, clauses)) is not None:
            return called
        if element.lemma == "attend" and clauses.low(k + 1) == "by":
            before = {clauses.low(i) for i in range(max(0, k - 6), k)}
            return clauses.collect(k + 2) if before & {"it", "which", "meeting", "talks", "session"} else None
        if element.lemma == "include":
            return self._included(k, scene, clauses)
        return self._with_them(k, clauses) if element.low == "with" else None

    @staticmethod
    def _among_those(k: int, scene: Scene, clauses: Clauses) -> Party | None:
        """A line without a verb: "among those at table X, Y and Z"."""
        words = [clauses.low(i) for i in range(k + 1, k + 5)]
        if words[0] not in ("those", "the") or not {"table", "present", "expected", "attending"} & set(words):
            return None
        if any(e.lemma and clauses.is_verb(i) for i, e in enumerate(scene.elements) if i > k + 4):
            return None
        return next((clauses.collect(i) for i in range(k + 2, k + 8) if clauses.party_at(i)), None)

    def _of_a_bank(self, mention: Mention) -> bool:
        """The head of a bank or a society may be present; no party comes with them."""
        bodies = (self._world.organisations.get(actor) for actor in mention.actors)
        return any(body is not None and body.kind in ("bank", "society", "court") for body in bodies)

    def _likewise(self, k: int, scene: Scene, clauses: Clauses, gathering: Gathering) -> None:
        """ "took part, as did A and B", "came, and so did C, for D, and E", "were there, and so was F"."""
        for i in range(k + 1, k + 6):
            if clauses.low(i) in ("along", "together") and clauses.low(i + 1) == "with":
                more = clauses.collect(i + 2)
                if more is not None and all(m.people or _officials(m) for m in more.mentions):
                    self._seat(gathering, more)  # "took part, along with ministers from A and B"
        at = next((i for i in range(k + 1, k + 12) if clauses.low(i) in ("as", "so")), 0)
        if not at or clauses.low(at + 1) not in _ALSO:
            return
        for i in range(at + 2, len(scene.elements)):
            element = scene.elements[i]
            mention = element.mention
            verb = element.lemma and element.lemma != "rule" and clauses.is_verb(i)
            if verb or element.low in ("who", "which", "where", "but", ";"):
                return
            if mention is not None and clauses.party_at(i):
                named = mention.people or _officials(mention)
                stands_for = mention.form == "state" and clauses.low(i - 1) in ("for", "the")
                if (named or stands_for) and not mention.former:
                    self._seat(gathering, Party([mention], i, i + 1))

    @staticmethod
    def _at_the_table(k: int, clauses: Clauses) -> bool:
        """ "X and Y sat at the round table", "X made the trip", "X and Y came", "X and Y were there"."""
        low, element = clauses.low, clauses.elements[k]
        if element.lemma == "be" and element.low in ("was", "were"):
            n = clauses.skip(k + 1) if low(k + 1) in ("also", "both", "all") else k + 1
            seated = low(n) == "at" and "table" in (low(n + 2), low(n + 3))
            return seated or (low(n) in ("there", "present") and low(n + 1) in _STOPS)
        if element.lemma == "come":
            return element.shape != "ing" and low(k + 1) in _STOPS and low(k - 1) != "to"
        if element.lemma == "say" and low(k + 1) in ("they", "he", "she"):
            return (
                low(k + 2) == "will"
                and low(k + 3) in ("be", "attend", "come")
                and low(k + 4) in ("there", ".")
            )
        if element.lemma == "confirm":
            return low(k - 1) in ("have", "has", "had") and low(k + 1) in _STOPS
        if element.shape not in ("past", "past+participle"):
            return False
        if element.lemma == "take" and low(k + 1) == "part":
            return low(k + 2) in _STOPS or low(k + 2) == "along"
        if element.lemma == "sit":
            return low(k + 1) == "at" and "table" in (low(k + 3), low(k + 4))
        if element.lemma == "make":
            return low(k + 1) == "the" and low(k + 2) in ("trip", "journey")
        if element.lemma in ("preside", "speak"):
            return low(k + 1) in (".", ",", "")
        return element.lemma == "take" and low(k + 1) == "their" and low(k + 2) in ("seats", "places")

    @staticmethod
    def _told_by_name(party: Party) -> bool:
        return all((m.people or (_officials(m) and not m.opened)) and not m.former for m in party.mentions)

    @staticmethod
    def _included(k: int, scene: Scene, clauses: Clauses) -> Party | None:
        """ "Those present included A and B", "The participants include C"."""
        before = {scene.elements[i].low for i in range(max(0, k - 6), k)}
        if k > 8 or not before & _THERE or _DENYING & before:
            return None
        return clauses.collect(k + 1)

    @staticmethod
    def _with_them(k: int, clauses: Clauses) -> Party | None:
        """ "with A, B and C among the participants", "with A and B in attendance"."""
        party = clauses.collect(k + 1)
        chaired = party is not None and _in_the_chair(party.hi, clauses)
        if party is None or any(
            m.former or not (m.people or _officials(m) or chaired) for m in party.mentions
        ):
            return None
        after = [clauses.low(i) for i in range(party.hi, party.hi + 5)]
        if after[:1] == ["also"]:
            after = after[1:]
        there = after[0] in ("attending", "participating", "present") or after[:2] in (
            ["taking", "part"],
            ["in", "attendance"],
        )
        among = after[0] == "among" and bool(_THERE & set(after))
        at_table = after[:2] == ["at", "the"] and after[2] == "table"
        at_table = at_table or chaired
        return party if there or among or at_table else None

    @staticmethod
    def _called(k: int, scene: Scene, clauses: Clauses) -> Party | None:
        """The party behind "taking part were", "also present are", "as is"."""
        after = clauses.skip(k + 1)
        party = clauses.collect(after)
        if party is None:
            return None
        before = [scene.elements[i].low for i in range(max(0, k - _MOST), k)]
        if before[-1:] == ["as"] and {"attending", "expected", "present", "there", "came"} & set(before):
            return party
        if k > 12 or _DENYING & set(before) or any(clauses.party_at(i) for i in range(k)):
            return None
        said = " ".join(before)
        if (
            "taking part" not in said
            and not _THERE & set(before)
            and not any(w in said for w in ("around the table", "round the table", "at the table"))
        ):
            return None
        while (
            clauses.low(party.hi) == "of"
            and clauses.party_at(party.hi + 1)
            and set(clauses.mention(party.hi + 1).actors) <= set(party.mentions[-1].actors)
            and clauses.low(party.hi + 2) in (",", "and")
            and (more := clauses.collect(clauses.skip(party.hi + 3))) is not None
        ):
            party = Party([*party.mentions, *more.mentions], party.lo, more.hi)  # "X of The Bahamas, Y"
        return party

    def _stand_ins(self, k: int, scene: Scene, clauses: Clauses, gathering: Gathering) -> None:
        """ "A was represented by X and B by Y"."""
        low = clauses.low
        for i in range(k + 2, min(k + 12, len(scene.elements) - 1)):
            if low(i) == "and" and clauses.party_at(i + 1) and low(i + 2) == "by":
                self._seat(gathering, Party([clauses.mention(i + 1)], i + 1, i + 2))
                if (envoy := clauses.collect(i + 3)) is not None:
                    self._seat(gathering, envoy)

    def _seat(self, gathering: Gathering, party: Party) -> None:
        gathering.take([m for m in party.mentions if m.form != "adjective" and not self._of_a_bank(m)])
        gathering.evidence.add("attend")
