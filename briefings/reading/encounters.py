"""From a clause's claim to drafts of events: which actors met which, in what order of people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefings.reading import verbs
from briefings.reading.drafts import Draft, Scene
from briefings.reading.frames import Claim
from briefings.reading.mentions import Figure, Mention
from briefings.reading.sentences import Sentence
from briefings.reading.timing import Timing
from briefings.reading.where import Where
from briefings.when import DateContext
from briefings.world.world import World

_TOGETHER = frozenset(
    (
        "trilateral",
        "three-way",
        "tripartite",
        "trilaterally",
        "jointly",
        "quadrilateral",
        "four-way",
        "three",
        "together",
    )
)

_JOINT = re.compile(
    r"\b(?:tri|quadri)lateral|\btripartite|\b(?:three|four|five)-(?:way|party|nation|country|sided)\b", re.I
)

_ROOMS = frozenset(
    "palace complex residence villa castle mansion chancellery hotel embassy farmhouse dacha airport"
    " headquarters ministry garden gardens guesthouse person".split()
)
"""Where two who talk are in one room."""

_PAPERS = frozenset("agreements pacts deals accords treaties memorandums memoranda".split())
_ALIKE = frozenset(("similar", "separate", "identical"))

_HOURS = frozenset(("hour", "hours", "minutes"))

_JOINS = frozenset(("act as host", "be joined", "join them", "take part in the talks"))
"""Frames that put somebody beside those who were told to have met."""

_JOINT_NEXT = re.compile(
    _JOINT.pattern
    + r"|\b(?:the|all) three (?:leaders|presidents|ministers|men|sides|countries|heads|premiers)",
    re.I,
)


class Encounters:
    """Turns claims into drafts for one article."""

    def __init__(
        self, world: World, context: DateContext, where: Where, sentences: Sequence[Sentence] = ()
    ) -> None:
        self._world = world
        self.where = where
        self.timing = Timing(context, sentences)
        self._held: set[tuple[str, ...]] = set()
        """Who were told to have met so far."""

    @staticmethod
    def somewhere(scene: Scene, claim: Claim | None = None) -> bool:
        """Whether the sentence, up to the end of the claim's clause, says where its people are: "in Riga",
        "Visiting Tirana", "there", "at the presidential palace"."""
        end = len(scene.elements) if claim is None else claim.hi + 1
        for k, element in enumerate(scene.elements[:end]):
            mention = element.mention
            if element.low in _ROOMS and any(
                e.low in ("at", "in") for e in scene.elements[max(0, k - 4) : k]
            ):
                return True
            before = scene.elements[k - 1].low if k else ""
            if (
                mention is not None
                and (mention.place is not None or mention.form == "state")
                and before in ("in", "at", "to", "visiting", "into", "of")
            ):
                return True
            if element.low == "there":
                return True
        return scene.spot is not None and scene.sentence.diary

    @staticmethod
    def lasting(claim: Claim) -> bool:
        """Whether the talk is said to have lasted: "for two hours"."""
        return bool(claim.words & _HOURS)

    def drafts(self, claim: Claim, scene: Scene) -> list[Draft]:
        left, right = _sides(claim.left), _sides(claim.right)
        if claim.destination is not None:
            return self._visits(claim, scene, left)
        groups = self._groups(claim, scene, left, right)
        found: list[Draft] = []
        status = self.timing.status(claim, scene)
        for actors, people in groups:
            if len(actors) < 2:
                continue
            draft = self._draft(claim, scene, actors, people, status)
            side = left if claim.host == "left" else right
            self.where.find(draft, claim, scene, next(iter(side)) if claim.host and len(side) == 1 else "")
            draft.organisation = claim.side or None
            draft.gathering = claim.gathering
            if draft.status == verbs.HELD:
                if "after" in claim.words and draft.actors in self._held:
                    draft.start = draft.end = None  # "flew home on Tuesday after meeting X": told before
                self._held.add(draft.actors)
            found.append(draft)
        return found

    def _draft(
        self, claim: Claim, scene: Scene, actors: list[str], people: list[Figure], status: str
    ) -> Draft:
        lo, hi = self._quote(claim, scene)
        kind = claim.kind
        if kind == "meeting" and len(actors) >= 4:
            kind = "summit"
        draft = Draft(kind, status, tuple(sorted(actors)), people, scene.number, lo, hi, claim.rule)
        draft.start, draft.end = self.timing.when(claim.dates, scene, status, claim)
        self.timing.same_day(draft, scene)
        return draft

    @staticmethod
    def _quote(claim: Claim, scene: Scene) -> tuple[int, int]:
        lo, hi = claim.lo, min(claim.hi, len(scene.spans))
        for mention in (*claim.left, *claim.right):
            for k, element in enumerate(scene.elements):
                if element.mention is mention:
                    lo, hi = min(lo, k), max(hi, k + 1)
        if claim.destination is not None:
            for k, element in enumerate(scene.elements):
                if element.mention is claim.destination:
                    hi = max(hi, k + 1)
        hi = max(hi, lo + 1)
        while hi > lo + 1 and scene.elements[hi - 1].kind == "p":
            hi -= 1
        return scene.spans[lo][0], scene.spans[hi - 1][1]

    def _groups(
        self, claim: Claim, scene: Scene, left: dict[str, list[Figure]], right: dict[str, list[Figure]]
    ) -> list[tuple[list[str], list[Figure]]]:
        right = {a: p for a, p in right.items() if a not in left or len(left) > 1}
        bilateral = "bilateral" in claim.noun + " ".join(claim.words)
        if not right and len(left) > 2 and claim.kind == "meeting" and bilateral:
            return []  # "A, B and C will hold bilateral meetings": it is not said who with whom
        alike = claim.kind == "agreement" and self._papers(claim, scene, _ALIKE)
        if not right and alike:
            return []  # "A and B signed similar agreements": each with somebody else
        if not right:
            return [(list(left), [f for people in left.values() for f in people])]
        everyone = {**left}
        for actor, people in right.items():
            everyone[actor] = [*everyone.get(actor, []), *people]
        if (
            len(left) > 1
            and len(right) == 1
            and claim.kind in ("call", "meeting")
            and self._apart(claim, scene)
        ):
            ((other, people),) = right.items()
            return [([one, other], [*mine, *people]) for one, mine in left.items() if one != other]
        joint = claim.joint or bool(claim.words & _TOGETHER) or self._trilateral(scene, len(right))
        joint = joint and not (claim.kind == "agreement" and len(left) == 1 and self._papers(claim, scene))
        joint = joint or (claim.rule == "receive" and self._at_once(claim, scene, len(right)))
        if len(left) > 1 or joint or len(right) == 1:
            return [(list(everyone), [f for people in everyone.values() for f in people])]
        if claim.kind == "agreement" and not (len(left) == 1 and self._papers(claim, scene)):
            return [(list(everyone), [f for people in everyone.values() for f in people])]
        if not left:
            return []
        ((one, mine),) = left.items()
        return [([one, other], [*mine, *people]) for other, people in right.items()]

    def _at_once(self, claim: Claim, scene: Scene, guests: int) -> bool:
        """ "receives both leaders", "will host her counterparts from A, B and C": one occasion for all."""
        if self._apart(claim, scene):
            return False
        if len(claim.right) == 1 and claim.right[0].form == "pair":
            return True
        return guests > 2 and scene.elements[claim.at].lemma == "host"

    @staticmethod
    def _papers(claim: Claim, scene: Scene, before: frozenset[str] = frozenset()) -> bool:
        """ "signed pacts with A, B and C": a paper with each; `before`: only behind one of these words."""
        words = [e.low for e in scene.elements[claim.at + 1 : claim.hi + 1]]
        return any(
            word in _PAPERS and (not before or not before.isdisjoint(words[max(0, n - 3) : n]))
            for n, word in enumerate(words)
        )

    @staticmethod
    def _apart(claim: Claim, scene: Scene) -> bool:
        """ "A and B spoke with him separately", "A and B phoned before noon": each on their own."""
        if claim.rule == "phone":
            return True
        near = {e.low for e in scene.elements[max(0, claim.at - 2) : claim.hi + 1]}
        return bool(near & {"separately", "individually", "turn", "both", "each"})

    @staticmethod
    def _trilateral(scene: Scene, guests: int) -> bool:
        """Whether this sentence, or the next, says that more than two were together."""
        return bool(_JOINT.search(scene.sentence.text)) or (
            guests == 2 and bool(_JOINT_NEXT.search(scene.following))
        )

    def add_host(self, claim: Claim, scene: Scene, told: list[Draft]) -> None:
        """ "Gonsalves hosted the talks": a host or mediator was in the room of the meeting told last."""
        joined = claim.rule in _JOINS
        reach = 1 if joined else 2
        near = [d for d in told if d.kind in ("meeting", "call") and scene.number - d.sentence <= reach]
        near = near if joined else [d for d in near if d.kind == "meeting"]
        sides = _sides(claim.left)
        if not near or len(sides) != 1:
            return
        meeting = near[-1]
        ((actor, people),) = sides.items()
        if claim.status not in (meeting.status, verbs.PRESENT):
            return
        meeting.actors = tuple(sorted({*meeting.actors, actor}))
        meeting.people.extend(p for p in people if p not in meeting.people)
        if joined:
            meeting.steps.append(("joined", scene.words(claim.lo, claim.at + 1), f"{actor} was there too"))
            return
        meeting.host = actor
        if not meeting.country and actor in self._world.states:
            meeting.country = actor
        for preposition, mention in claim.places:
            if preposition in ("in", "at"):
                self.where.at(meeting, mention)
        meeting.steps.append(("host", scene.words(claim.lo, claim.at + 1), f"{actor} was in the room"))

    def _visits(self, claim: Claim, scene: Scene, left: dict[str, list[Figure]]) -> list[Draft]:
        found: list[Draft] = []
        status = self.timing.status(claim, scene)
        official = any(m.form in ("person", "role", "group", "pronoun", "pair") for m in claim.left)
        if not official:
            return []
        days = _days_of_stops(claim, scene)
        for _, mention in claim.places:
            target = (
                mention.place.country
                if mention.place is not None
                else (mention.actors[0] if mention.actors else "")
            )
            seat_of = mention.actors[0] if mention.actors else target
            if not target or target in left or seat_of in left or target not in self._world.states:
                continue
            if seat_of in self._world.organisations or self.where.at_a_seat(mention, scene):
                continue
            if self._to_gathering(claim, scene):
                continue
            travellers = list(left)
            told = replace(claim, dates=days[id(mention)]) if id(mention) in days else claim
            draft = self._draft(
                told, scene, [*travellers, target], [f for p in left.values() for f in p], status
            )
            if not told.dates and found and days:
                draft.start = draft.end = None  # the day of an earlier stop is not this one's
            draft.kind = "meeting" if claim.purpose else "visit"
            draft.country = target
            if mention.place is not None and mention.place.country == target:
                draft.city = mention.place.city or None
            elif scene.sentence.diary and scene.spot is not None and scene.spot.country == target:
                draft.city = scene.spot.city or None
            else:
                near = [
                    e.mention.place
                    for e in scene.elements
                    if e.mention is not None and e.mention.place is not None
                ]
                draft.city = (
                    next((p.city for p in near if p.country == target and p.city), None)
                    if len(near) == 1
                    else None
                )
            draft.host = target
            found.append(draft)
        return found

    def _to_gathering(self, claim: Claim, scene: Scene) -> bool:
        """ "flew on to Hiroshima, to the G7": a body without a seat is where it meets, no state's guest."""
        for k in range(claim.at + 1, min(claim.hi + 4, len(scene.elements))):
            mention = scene.elements[k].mention
            if mention is not None and mention.form == "body" and scene.elements[k - 1].low in ("to", "for"):
                body = self._world.organisations.get(mention.actors[0]) if mention.actors else None
                return body is not None and not body.city
        return False


def _days_of_stops(claim: Claim, scene: Scene) -> dict[int, list[int]]:
    """ "to Beijing on Monday, to Tokyo on Tuesday": the date beside each place, by the mention's id; empty
    where one date is meant for all."""
    at = {id(e.mention): k for k, e in enumerate(scene.elements) if e.mention is not None}
    stops = sorted(at[id(m)] for _, m in claim.places if id(m) in at)
    beside = {k: _date_beside(k, scene) for k in stops}
    own = [k for k in stops[:-1] if beside[k] is not None]
    own += [k for k in stops[1:] if (day := beside[k]) is not None and day < k]
    if not own:
        return {}
    return {id(scene.elements[k].mention): [day] if (day := beside[k]) is not None else [] for k in stops}


def _date_beside(k: int, scene: Scene) -> int | None:
    elements = scene.elements
    for way in (range(k + 1, min(k + 4, len(elements))), range(k - 1, max(-1, k - 4), -1)):
        for i in way:
            element = elements[i]
            if element.kind == "d":
                return i
            if element.kind in ("p", "m") or element.low == "and" or element.lemma:
                break
    return None


def _sides(mentions: list[Mention]) -> dict[str, list[Figure]]:
    """Actor -> the people named for it, in the order of the text."""
    found: dict[str, list[Figure]] = {}
    for mention in mentions:
        if mention.form in ("adjective",) or mention.former:
            continue
        for actor in mention.actors:
            found.setdefault(actor, [])
        for figure in mention.people:
            if figure.actor and not figure.former and figure not in found.setdefault(figure.actor, []):
                found[figure.actor].append(figure)
    return found
