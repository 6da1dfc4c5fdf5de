"""Inaugurations, coronations, state funerals: who comes to one from abroad visits the state around it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from briefings.reading import verbs
from briefings.reading.clauses import Clauses, Party
from briefings.reading.drafts import Draft, Scene
from briefings.reading.encounters import Encounters
from briefings.reading.frames import Claim
from briefings.reading.lexicon import Lexicon
from briefings.reading.mentions import Mention
from briefings.world.world import World

RULE = "ceremony"
_NAMES = frozenset("inauguration coronation enthronement investiture funeral inaugural".split())
_BACK = frozenset(_NAMES | {"ceremony", "swearing", "event", "celebrations"})
_GUESTS = frozenset("guests attendees dignitaries mourners those guest".split())
_GOING = frozenset("travel traveled fly go come arrive head join".split())
_NEAR = 12
"""So many sentences "the ceremony" means the one told."""
WORDS = _NAMES | {"oath", "ceremony", "sworn"}
"""Words one of which stands in every sentence about one."""


class Ceremonies:
    """Kept for one article; sentences come in order."""

    def __init__(self, world: World, lexicon: Lexicon, encounters: Encounters) -> None:
        self._world = world
        self._lexicon = lexicon
        self._encounters = encounters
        self._host: Mention | None = None
        self._day: str | None = None
        self._told = -9
        self._near: list[int] = []
        """The days beside its name in the sentence being read."""

    def claims(self, scene: Scene, clauses: Clauses) -> list[Claim]:
        """A visit for each party that the sentence says was there."""
        self._near = []
        at = self._named(scene, clauses)
        if self._host is None or scene.number - self._told > _NEAR:
            return []
        found: list[Claim] = []
        for k, element in enumerate(scene.elements):
            if not element.lemma or not clauses.is_verb(k):
                continue
            group = verbs.group(scene.elements, k, self._lexicon)
            guests = self._guests(k, group, at, scene, clauses)
            for mention in [
                replace(m, actors=(a,)) if len(m.actors) > 1 else m for m in guests for a in m.actors
            ]:
                claim = Claim(
                    "visit",
                    group.status,
                    RULE,
                    [mention],
                    [],
                    k,
                    group.lo,
                    k + 1,
                    places=[("to", self._host)],
                )
                claim.destination, claim.why = self._host, group.why
                arguments = clauses.arguments(k + 1)
                claim.dates = self._near if at >= 0 else list(arguments.dates)
                claim.hi = max(k + 1, min(arguments.end, k + 12))
                found.append(claim)
        return found

    def date(self, draft: Draft) -> None:
        """Gives a visit told without a day that of the ceremony."""
        if draft.rule == RULE and draft.start is None:
            draft.start = self._day

    def _named(self, scene: Scene, clauses: Clauses) -> int:
        """The element that names a ceremony in this sentence, or -1."""
        elements = scene.elements
        for k, element in enumerate(elements):
            low = element.low
            oath = low == "oath" and any(e.lemma == "take" for e in elements[max(0, k - 4) : k])
            swearing = low == "swearing" and clauses.low(k + 1) == "-" and clauses.low(k + 2) == "in"
            sworn = low == "sworn" and clauses.low(k + 1) == "in"
            if not (oath or swearing or sworn or low in _NAMES):
                continue
            host = self._owner(k, clauses)
            if host is None:
                if self._host is not None and scene.number - self._told <= _NEAR:
                    return k
                continue
            self._host, self._told, self._day = host, scene.number, None
            near = self._near = [
                i for i in range(max(0, k - 12), min(k + 10, len(elements))) if elements[i].kind == "d"
            ]
            if near:
                day = self._encounters.timing.when(near, scene, verbs.HELD)[0]
                self._day = day if day and len(day) == 10 else None
            return k
        return -1

    def _owner(self, k: int, clauses: Clauses) -> Mention | None:
        """The place or the state of the ceremony at element k: where it is held, else whose it is."""
        elements = clauses.elements
        for i in range(k + 1, min(k + 12, len(elements))):
            mention = elements[i].mention
            if elements[i].low in (";", ":", "who", "and"):
                break
            if mention is not None and mention.place is not None and clauses.low(i - 1) in ("in", "at"):
                return mention
        for i in range(k - 1, max(-1, k - 12), -1):
            mention = elements[i].mention
            if mention is not None and mention.place is not None and clauses.low(i - 1) in ("in", "to"):
                return mention
        whose = clauses.mention(k + 2) if clauses.low(k + 1) == "of" and clauses.party_at(k + 2) else None
        if whose is None and clauses.low(k - 1) == "'s" and clauses.party_at(k - 2):
            whose = clauses.mention(k - 2)
        if whose is None or len(whose.actors) != 1 or whose.actors[0] not in self._world.states:
            return None
        return Mention(whose.lo, whose.hi, "state", whose.actors)

    def _guests(self, k: int, group: verbs.Group, at: int, scene: Scene, clauses: Clauses) -> list[Mention]:
        if group.status not in (verbs.HELD, verbs.UPCOMING, verbs.PRESENT):
            return []
        party: Party | None = None
        lemma, low = scene.elements[k].lemma, clauses.low
        there = self._at_it(k, at, scene, clauses)
        if lemma in ("attend", "watch", "witness"):
            if group.passive:
                by = clauses.collect(k + 2) if low(k + 1) == "by" else None
                subject = {low(i) for i in range(max(0, group.lo - 8), group.lo)}
                party = by if subject & _BACK else None
            elif there or (0 <= at < group.lo and self._relative(at, group.lo, clauses)):
                party = clauses.subject(group.lo, group.finite)
        elif lemma == "be" and (among := self._among(k, clauses)):
            party = clauses.subject(group.lo, group.finite) if there or among == "guests" else None
        elif lemma in _GOING and there and low(self._before(k, at, clauses)) in ("for", "to", "at"):
            party = clauses.subject(group.lo, group.finite)
        elif lemma == "send" and there and not group.passive:
            party = clauses.subject(group.lo, group.finite)
            if party is not None:
                return [replace(m, form="group") for m in party.mentions if m.form == "state"]
        if party is None:
            return []
        return [
            m
            for m in (*party.mentions, *self._along(k, clauses))
            if m.form in ("person", "role", "group", "pronoun") and not m.former and m.actors
        ]

    @staticmethod
    def _along(k: int, clauses: Clauses) -> list[Mention]:
        """ "together with the leaders of A and B", "along with C"."""
        for i in range(k + 1, min(k + 24, len(clauses.elements) - 2)):
            if clauses.low(i) in ("along", "together") and clauses.low(i + 1) == "with":
                more = clauses.collect(i + 2)
                return list(more.mentions) if more is not None else []
        return []

    @staticmethod
    def _before(k: int, at: int, clauses: Clauses) -> int:
        """The preposition before the ceremony: "for the inauguration", "for his inauguration"."""
        for i in range(at - 1, max(k, at - 8), -1):
            if clauses.low(i) in ("for", "to", "at"):
                return i
        return -1

    @staticmethod
    def _at_it(k: int, at: int, scene: Scene, clauses: Clauses) -> bool:
        """Whether the ceremony hangs on the verb at k, without a clause between."""
        if k < at < k + 24:
            return not any(clauses.low(i) in ("who", "which", ";", "but", "while") for i in range(k + 1, at))
        words = [clauses.low(i) for i in range(k + 1, min(k + 10, len(scene.elements)))]
        return any(a in ("the", "his", "her", "at") and b in _BACK for a, b in pairwise(words))

    @staticmethod
    def _relative(at: int, lo: int, clauses: Clauses) -> bool:
        return any(clauses.low(i) == "which" for i in range(at + 1, lo))

    @staticmethod
    def _among(k: int, clauses: Clauses) -> str:
        """ "was among the guests", "were among those who came"."""
        words = [clauses.low(i) for i in range(k + 1, k + 6)]
        if "among" not in words[:2] and words[:2] != ["one", "of"]:
            return ""
        named = {m.title for e in clauses.elements[k + 1 : k + 6] if (m := e.mention) is not None}
        return "guests" if _GUESTS & (set(words) | named) else ""
