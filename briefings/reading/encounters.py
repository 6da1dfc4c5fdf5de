"""From a clause's claim to drafts of events: which actors met which, held or announced, when and where."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from briefings import dates as partial
from briefings.models import Place
from briefings.reading import verbs
from briefings.reading.elements import Element
from briefings.reading.frames import Claim
from briefings.reading.mentions import Figure, Mention
from briefings.reading.sentences import Sentence
from briefings.reading.tokens import Tokens
from briefings.reading.when import DateContext, Span, find_dates, resolve
from briefings.reading.where import Where
from briefings.world.entities import Location
from briefings.world.world import World

_BACKGROUND = frozenset(
    "last previously ago previous recently since former formerly once past history recent years months weeks ever first earlier predecessor often frequently repeatedly"
    " regularly has have years' decades decade twice times".split()
)
"""Words of a sentence that tells what went before, and not on the day the story is at."""
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
_JOINT = re.compile(r"\b(?:tri|quadri)lateral|\btripartite|\b(?:three|four|five)-(?:way|party|nation|country|sided)\b", re.I)
_JOINT_NEXT = re.compile(_JOINT.pattern + r"|\b(?:the|all) three (?:leaders|presidents|ministers|men|sides|countries|heads|premiers)", re.I)
_CLAUSES = frozenset(("who", "which", "where", "when", "while", "that", "but", "because", "although"))
_DAYS = re.compile(r"\b(two|three|four|five|six|seven|eight)[- ]day\b", re.I)
_COUNT = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_BEGAN = re.compile(r"\b(?:began|started|begun|opened)\s+(?:on\s+)?")
_ENDING = frozenset("end conclude wrap finish complete ends concludes wraps finishes ended concluded wrapped finished completes completed closes left leaves".split())
_NO_DATE = frozenset(("since", "until", "till", "by", "before", "after"))


@dataclass(slots=True)
class Draft:
    """An event in the making; `sentence` and the character span ``lo..hi`` in it are its quote."""

    kind: str
    status: str
    actors: tuple[str, ...]
    people: list[Figure]
    sentence: int
    lo: int
    hi: int
    rule: str
    start: str | None = None
    end: str | None = None
    country: str | None = None
    city: str | None = None
    host: str = ""
    organisation: str | None = None
    name: str | None = None
    topic: str = ""
    calendar: bool = False
    steps: list[tuple[str, str, str]] = field(default_factory=list)
    gathering: Any = None
    """The gathering on whose sidelines it took place."""
    also: list[int] = field(default_factory=list)

    @property
    def place(self) -> Place:
        return Place(self.country, self.city)


@dataclass(slots=True)
class Scene:
    """One sentence with all that was found in it."""

    number: int
    sentence: Sentence
    tokens: Tokens
    elements: list[Element]
    spans: list[tuple[int, int]]
    """Characters of each element in the sentence."""
    context: DateContext
    day: Span
    """What the label or heading over it says."""
    spot: Location | None = None
    following: str = ""
    """The text of the next sentence."""

    def words(self, lo: int, hi: int) -> str:
        hi = min(hi, len(self.spans))
        return self.sentence.text[self.spans[lo][0] : self.spans[max(lo, hi - 1)][1]] if self.spans else ""


class Encounters:
    """Turns claims into drafts for one article."""

    def __init__(self, world: World, context: DateContext, where: Where) -> None:
        self._world = world
        self.where = where
        self._published = context.published
        self._readings = context.readings
        self._ahead = -1
        """The last sentence whose present tense told of what is to come."""
        self._day: tuple[str, int, frozenset[str]] = ("", -9, frozenset())

    @staticmethod
    def somewhere(scene: Scene) -> bool:
        """Whether the sentence says where its people are: "in Riga", "Visiting Tirana", "there"."""
        for k, element in enumerate(scene.elements):
            mention = element.mention
            before = scene.elements[k - 1].low if k else ""
            if mention is not None and (mention.place is not None or mention.form == "state") and before in ("in", "at", "to", "visiting", "into", "of"):
                return True
            if element.low == "there":
                return True
        return scene.spot is not None and scene.sentence.diary

    def drafts(self, claim: Claim, scene: Scene) -> list[Draft]:
        left, right = _sides(claim.left), _sides(claim.right)
        if claim.destination is not None:
            return self._visits(claim, scene, left)
        groups = self._groups(claim, scene, left, right)
        found: list[Draft] = []
        status = self.status(claim, scene)
        for actors, people in groups:
            if len(actors) < 2:
                continue
            draft = self._draft(claim, scene, actors, people, status)
            side = left if claim.host == "left" else right
            self.where.find(draft, claim, scene, next(iter(side)) if claim.host and len(side) == 1 else "")
            draft.organisation = claim.side or None
            draft.gathering = claim.gathering
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
        draft.start, draft.end = self.when(claim.dates, scene, status, claim)
        self._same_day(draft, scene)
        return draft

    def note_day(self, scene: Scene) -> None:
        """Keeps the day a sentence tells of, for the next that goes on from it without one."""
        if scene.sentence.diary:
            return
        for element in scene.elements:
            when = element.when
            if when is None or when.kind not in ("day", "weekday", "relative") or when.preposition in _NO_DATE:
                continue
            start, end = resolve(when, scene.context, "past")
            if start and len(start) == 10 and not end and self._published and start <= self._published:
                actors = {a for e in scene.elements if e.mention is not None for a in e.mention.actors}
                self._day = (start, scene.number, frozenset(actors))
                return

    def _same_day(self, draft: Draft, scene: Scene) -> None:
        """Takes the day of the encounter told before, where the sentence goes on from it: "he also met ..."."""
        if draft.start is not None:
            return
        day, number, actors = self._day
        if (
            day
            and draft.status == "held"
            and 0 <= scene.number - number <= 3
            and actors & set(draft.actors)
            and not {e.low for e in scene.elements} & _BACKGROUND
            and not any(e.when is not None for e in scene.elements)
        ):
            draft.start = day
            draft.steps.append(("same day", scene.sentence.text[:60], f"goes on from {day}"))


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

    # ------------------------------------------------------------------ who

    def _groups(
        self, claim: Claim, scene: Scene, left: dict[str, list[Figure]], right: dict[str, list[Figure]]
    ) -> list[tuple[list[str], list[Figure]]]:
        right = {a: p for a, p in right.items() if a not in left or len(left) > 1}
        if not right:
            return [(list(left), [f for people in left.values() for f in people])]
        everyone = {**left}
        for actor, people in right.items():
            everyone[actor] = [*everyone.get(actor, []), *people]
        if len(left) > 1 and len(right) == 1 and claim.kind in ("call", "meeting") and self._apart(claim, scene):
            ((other, people),) = right.items()
            return [([one, other], [*mine, *people]) for one, mine in left.items() if one != other]
        joint = claim.joint or bool(claim.words & _TOGETHER) or self._trilateral(scene, len(right))
        if len(left) > 1 or joint or len(right) == 1:
            return [(list(everyone), [f for people in everyone.values() for f in people])]
        if claim.kind == "agreement":
            return [(list(everyone), [f for people in everyone.values() for f in people])]
        if not left:
            return []
        ((one, mine),) = left.items()
        return [([one, other], [*mine, *people]) for other, people in right.items()]

    @staticmethod
    def _apart(claim: Claim, scene: Scene) -> bool:
        """ "A and B spoke with him separately", "A and B phoned before noon": each on their own."""
        if claim.rule == "phone":
            return True
        near = {e.low for e in scene.elements[max(0, claim.at - 2) : claim.hi + 1]}
        return bool(near & {"separately", "individually", "turn"})

    @staticmethod
    def _trilateral(scene: Scene, guests: int) -> bool:
        """Whether this sentence, or the next, says that more than two were together."""
        return bool(_JOINT.search(scene.sentence.text)) or (
            guests == 2 and bool(_JOINT_NEXT.search(scene.following))
        )

    # ------------------------------------------------------------------ status and date

    def status(self, claim: Claim, scene: Scene) -> str:
        if claim.status != verbs.PRESENT:
            if claim.status == verbs.UPCOMING:
                self._ahead = scene.number
            return claim.status
        decided = self._present(claim, scene)
        if decided == verbs.HELD and not scene.day[0] and not claim.dates and scene.number - self._ahead <= 2 and self._ahead >= 0:
            simple = claim.at < len(scene.elements) and scene.elements[claim.at].shape in ("s", "base")
            if simple:
                return verbs.UPCOMING  # a programme told in the present: "In the evening he flies to Paris"
        if self._ahead == scene.number and decided == verbs.HELD:
            return verbs.UPCOMING  # "arrives on Saturday and meets the president"
        if decided == verbs.UPCOMING:
            self._ahead = scene.number
        return decided

    def _present(self, claim: Claim, scene: Scene) -> str:
        """Held or upcoming, for what is told in the present tense."""
        if claim.kind == "visit" and scene.elements[min(claim.at, len(scene.elements) - 1)].low in _ENDING and not scene.sentence.diary:
            return verbs.HELD
        if scene.day[0] and self._published and scene.day[0] >= self._published[: len(scene.day[0])]:
            ending = any(
                e.low in _ENDING and not (e.lemma == "leave" and scene.elements[min(n + 1, len(scene.elements) - 1)].low == "for")
                for n, e in enumerate(scene.elements[:12])
            )
            return verbs.HELD if ending or claim.rule == "be in a country" or scene.elements[claim.at].lemma == "be" else verbs.UPCOMING
        if scene.day[0]:
            return verbs.UPCOMING if scene.sentence.ahead and not self._published else verbs.HELD
        for k in claim.dates or self._around(claim, scene):
            when = scene.elements[k].when
            if when is None or when.preposition in _NO_DATE:
                continue
            simple = claim.at < len(scene.elements) and scene.elements[claim.at].shape in ("s", "base")
            if simple and claim.rule != "be in a country" and when.needs_tense and when.kind in ("day", "month", "range"):
                return verbs.UPCOMING  # "Russia hosts the summit in October"
            past, future = resolve(when, scene.context, "past"), resolve(when, scene.context, "future")
            if when.kind == "weekday" and "last" not in when.words.lower():
                return verbs.UPCOMING
            if (
                self._published
                and past == future
                and past[0]
                and past[0][: len(self._published)] > self._published[: len(past[0])]
            ):
                return verbs.UPCOMING
            if self._nearer(past, future):
                return verbs.UPCOMING
            if when.words.lower().startswith(("next", "tomorrow", "coming", "later this", "the coming", "this coming")):
                return verbs.UPCOMING
        return verbs.HELD

    def _nearer(self, past: Span, future: Span) -> bool:
        """Whether a day and month told in the present tense are soon to come rather than most of a year ago."""
        day = self._published
        if not (day and past[0] and future[0] and len(day) == len(past[0]) == len(future[0]) == 10 and past[0] < day < future[0]):
            return False
        return partial.gap_days((day, None), future) * 3 < partial.gap_days(past, (day, None))

    def when(self, numbers: list[int], scene: Scene, status: str, claim: Claim | None = None) -> Span:
        tense = "future" if status == verbs.UPCOMING else "past"
        nearby = list(numbers)
        if status == "cancelled":
            nearby += [k for k, e in enumerate(scene.elements) if e.kind == "d" and k not in nearby and claim is not None and k > claim.at]
        if claim is not None:
            nearby += [k for k in self._around(claim, scene) if k not in nearby]
        best: Span = (None, None)
        days = self._length(scene)
        for k in nearby:
            when = scene.elements[k].when
            if (
                when is None
                or when.kind == "attributive"
                or (when.preposition in _NO_DATE and when.preposition != "after")
            ):
                continue
            if when.preposition == "after":
                continue
            start, end = resolve(when, scene.context, tense)  # type: ignore[arg-type]
            if status == "cancelled":
                start, end = (when.start, when.end) if when.kind in ("day", "range", "month", "year") else resolve(when, scene.context, "future")
            if not start:
                continue
            if (
                status == verbs.HELD
                and self._published
                and len(start) == 10
                and len(self._published) == 10
                and start > self._published
            ):
                continue
            if status == verbs.UPCOMING and self._published and start < self._published[: len(start)]:
                continue
            if best[0] is None or (len(start) > len(best[0]) and start.startswith(best[0])):
                best = (start, end)
        ending = claim is not None and any(e.low in _ENDING for e in scene.elements[: claim.at + 2])
        if claim is not None and claim.kind == "visit" and days:
            best = self._spanned(best, days, ending, scene)
        if best[0] is None and scene.day[0]:
            best = scene.day
            if ending and claim is not None and claim.kind == "visit":
                best = self._since(best, scene) if _BEGAN.search(scene.sentence.text) else self._spanned(best, days, True, scene) if days else best
            for element in scene.elements:
                if (
                    element.when is not None
                    and element.when.preposition in ("to", "until")
                    and best[1] is None
                ):
                    end = resolve(element.when, scene.context, tense)[0]  # type: ignore[arg-type]
                    if end and best[0] and end > best[0]:
                        best = (best[0], end)
        elif (
            best[0]
            and best[1] is None
            and scene.day[0]
            and best[0] > scene.day[0]
            and "(to " in scene.sentence.text
        ):
            best = (scene.day[0], best[0])
        return best

    @staticmethod
    def _since(best: Span, scene: Scene) -> Span:
        """"a visit that began on Sunday", told on its last day."""
        began = _BEGAN.search(scene.sentence.text)
        for element in scene.elements:
            if began and element.when is not None and element.when.lo >= began.end() - 1:
                start = resolve(element.when, scene.context, "past")[0]
                if start and best[0] and start < best[0]:
                    return start, best[0]
        return best

    @staticmethod
    def _length(scene: Scene) -> int:
        """Days of "a three-day visit"; 0 if nothing says so."""
        match = _DAYS.search(scene.sentence.text)
        return _COUNT.get(match.group(1).lower(), 0) if match else 0

    @staticmethod
    def _spanned(best: Span, days: int, ending: bool, scene: Scene) -> Span:
        """First and last day of a visit of so many days that begins or ends on the day told."""
        if best[0] is None or len(best[0]) != 10 or best[1] is not None:
            return best
        day = date.fromisoformat(best[0])
        if not ending:
            return best[0], (day + timedelta(days=days - 1)).isoformat()
        if scene.day[0] == best[0]:
            return (day - timedelta(days=days - 1)).isoformat(), best[0]
        return best

    @staticmethod
    def _around(claim: Claim, scene: Scene) -> list[int]:
        """Dates of the same clause to the left of the trigger, nearest first, then those that open the sentence."""
        found: list[int] = []
        crossed = False
        opening = 0
        if scene.elements and scene.elements[0].low in ("after", "before", "following", "while", "having"):
            # "After meeting Kurz on Monday, Rama flew on": the day is that of the opening clause.
            comma = next((k for k, e in enumerate(scene.elements) if e.low == ","), 0)
            opening = comma if comma < claim.at else 0
        for k in range(min(claim.at, len(scene.elements)) - 1, -1, -1):
            element = scene.elements[k]
            if element.kind == "d":
                if k < opening:
                    break
                found.append(k)
                if crossed:
                    break
            if (element.kind == "w" and element.low in _CLAUSES) or (
                element.kind == "p" and element.low in (";", ":")
            ):
                if found or element.low in (";", "but", "because", "although"):
                    break
                crossed = True
        return found

    def add_host(self, claim: Claim, scene: Scene, told: list[Draft]) -> None:
        """"Gonsalves hosted the talks": a host or mediator was in the room of the meeting told last."""
        near = [d for d in told if d.kind == "meeting" and scene.number - d.sentence <= 2]
        sides = _sides(claim.left)
        if not near or len(sides) != 1:
            return
        meeting = near[-1]
        ((actor, people),) = sides.items()
        if claim.status not in (meeting.status, verbs.PRESENT):
            return
        meeting.actors = tuple(sorted({*meeting.actors, actor}))
        meeting.people.extend(p for p in people if p not in meeting.people)
        meeting.host = actor
        if not meeting.country and actor in self._world.states:
            meeting.country = actor
        for preposition, mention in claim.places:
            if preposition in ("in", "at"):
                self.where.at(meeting, mention)
        meeting.steps.append(("host", scene.words(claim.lo, claim.at + 1), f"{actor} was in the room"))

    # ------------------------------------------------------------------ visits

    def _visits(self, claim: Claim, scene: Scene, left: dict[str, list[Figure]]) -> list[Draft]:
        found: list[Draft] = []
        status = self.status(claim, scene)
        official = any(m.form in ("person", "role", "group", "pronoun", "pair") for m in claim.left)
        if not official:
            return []
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
            travellers = list(left)
            draft = self._draft(
                claim, scene, [*travellers, target], [f for p in left.values() for f in p], status
            )
            draft.kind = "meeting" if claim.purpose else "visit"
            draft.country = target
            if mention.place is not None and mention.place.country == target:
                draft.city = mention.place.city or None
            elif scene.sentence.diary and scene.spot is not None and scene.spot.country == target:
                draft.city = scene.spot.city or None
            else:
                near = [e.mention.place for e in scene.elements if e.mention is not None and e.mention.place is not None]
                draft.city = next((p.city for p in near if p.country == target and p.city), None) if len(near) == 1 else None
            draft.host = target
            found.append(draft)
        return found



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


def label_span(label: str, context: DateContext) -> Span:
    """What the words of a label or heading mean."""
    if not label:
        return (None, None)
    found = find_dates(label, context)
    if not found:
        return (None, None)
    first = found[0]
    start, end = resolve(first, context, "future" if first.needs_tense else None)
    if start and partial.is_valid(start):
        return start, end
    return (None, None)
