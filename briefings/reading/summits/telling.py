"""What a clause tells of a gathering: its status, days and place, and who was there."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from briefings import dates as partial
from briefings.reading import verbs
from briefings.reading.clauses import Arguments, Clauses, Party
from briefings.reading.drafts import Scene
from briefings.reading.encounters import Encounters
from briefings.reading.frames import Claim, Matcher
from briefings.reading.lexicon import Lexicon
from briefings.reading.summits.gathering import Gathering, Ref
from briefings.reading.summits.roll import Roll
from briefings.when import resolve
from briefings.world.world import World

_ENDING = frozenset("end conclude finish close wrap".split())
_DAYS = {"two": 2, "three": 3, "four": 4, "five": 5}


class Telling:
    """Writes what is told into the gatherings of one article."""

    def __init__(self, world: World, lexicon: Lexicon, encounters: Encounters, roll: Roll) -> None:
        self._world = world
        self._lexicon = lexicon
        self._encounters = encounters
        self._roll = roll

    def status_of(self, group: verbs.Group, scene: Scene, arguments: Arguments) -> str:
        claim = Claim("summit", group.status, "", [], [], group.at, group.lo, arguments.end, arguments.dates)
        if group.status == verbs.INHERIT:
            claim.status = verbs.HELD
        if claim.status == verbs.PRESENT:
            return self._encounters.timing.status(claim, scene)
        return claim.status

    def told(
        self,
        gathering: Gathering,
        ref: Ref,
        scene: Scene,
        group: verbs.Group,
        arguments: Arguments,
        k: int,
        party: Party | None,
        evidence: str,
        told: set[int],
    ) -> None:
        if group.status == verbs.NONE or (
            gathering.status == "cancelled" and gathering.sentence == scene.number
        ):
            return
        status = self.status_of(group, scene, arguments)
        if group.status == verbs.INHERIT:
            status = self._inherited(group, scene, arguments)
            if (
                group.passive
                and not ref.back
                and 0 <= group.lo - ref.hi <= 1
                and scene.elements[group.lo].low == "to"
            ):
                status = verbs.UPCOMING  # "the summit, to be hosted by Peru"
        reduced = group.passive or (group.lo == group.at and self._participle(group.at, scene))
        if status == verbs.HELD and scene.sentence.diary and reduced and self._ahead(scene):
            status = verbs.UPCOMING  # "Sunday: EU-CELAC summit, hosted by X"
        if status == verbs.NONE:
            return
        if status == "cancelled":
            self.cancel(gathering, ref, scene, arguments)
            return
        if gathering.status == verbs.UPCOMING and status == verbs.HELD and evidence != "place" and ref.back:
            if group.status != verbs.PRESENT:
                return
            status = verbs.UPCOMING  # "X and Y are taking part"
        start, end = self.when(scene, arguments, ref, k, status)
        if start and gathering.start and start[:4] != gathering.start[:4] and evidence != "place":
            return  # of another year's edition
        told.add(id(gathering))
        if start and not end and scene.sentence.diary:
            end = self._until(start, scene)
        if start and not end and len(start) == 10 and scene.elements[k].lemma in _ENDING:
            start, end = self._over(start, ref, scene)
        if (
            gathering.status == verbs.UPCOMING
            and status == verbs.HELD
            and not start
            and not scene.day[0]
            and evidence != "place"
        ):
            return
        if not gathering.status or (
            gathering.status == verbs.HELD
            and status == verbs.UPCOMING
            and gathering.evidence <= {"bare", "title"}
        ):
            gathering.status = status
        gathering.evidence.add(evidence)
        if party is not None:
            gathering.take(party.mentions)
        many = len(ref.states) > 3 or (ref.organisation and len(ref.states) == 2)
        if ref.organisation and len(ref.states) == 2 and ref.organisation in ref.states:
            gathering.evidence.add("pair")  # "the EU-CELAC summit": the body is one of its sides
        for code in ref.states if many else ():
            if code in self._world.states or code == ref.organisation:
                gathering.actors.setdefault(code, [])
        self.quote(gathering, scene, party, ref, k, 3 if evidence == "host" else 2)
        if start and (gathering.start is None or len(start) > len(gathering.start)):
            gathering.start, gathering.end = start, end
        elif start and start == gathering.start:
            gathering.end = gathering.end or end
        self.where(gathering, arguments, ref, scene)

    @staticmethod
    def _ahead(scene: Scene) -> bool:
        """Whether the day of a diary's entry is still to come."""
        day, published = scene.day[0], scene.context.published
        return bool(day and published and day >= published[: len(day)])

    def _until(self, start: str, scene: Scene) -> str | None:
        """The last day of a diary's "(to May 19)"."""
        for element in scene.elements:
            if element.when is not None and element.when.kind == "until":
                first, last = resolve(element.when, scene.context, "future")
                last = last or first
                return last if last and last > start else None
        return None

    @staticmethod
    def _participle(at: int, scene: Scene) -> bool:
        """ "hosted by", without "was"."""
        after = scene.elements[at + 1].low if at + 1 < len(scene.elements) else ""
        return "participle" in scene.elements[at].shape and after == "by"

    def of_another_year(self, gathering: Gathering, scene: Scene) -> bool:
        """Whether a sentence is about what was in another year than the gathering."""
        numbers = [k for k, e in enumerate(scene.elements) if e.kind == "d"]
        if gathering.start is None or not numbers:
            return False
        years = {
            start[:4]
            for k in numbers
            if (start := self._encounters.timing.when([k], scene, gathering.status or verbs.HELD)[0])
        }
        past = {s[:4] for k in numbers if (s := self._encounters.timing.when([k], scene, verbs.HELD)[0])}
        return bool(past) and gathering.start[:4] not in years | past

    @staticmethod
    def _over(last: str, ref: Ref, scene: Scene) -> tuple[str, str | None]:
        """ "ended a three-day summit on Tuesday": it began two days before."""
        words = " ".join(scene.elements[i].low for i in range(ref.lo, ref.hi)).replace(" ", "")
        days = next((n for word, n in _DAYS.items() if f"{word}-day" in words), 1)
        if days == 1:
            return last, None
        return (date.fromisoformat(last) - timedelta(days=days - 1)).isoformat(), last

    def _inherited(self, group: verbs.Group, scene: Scene, arguments: Arguments) -> str:
        clauses = Clauses(scene.elements, self._lexicon)
        status, _ = Matcher(clauses, self._lexicon).inherited(group.lo, group.at)
        if status == verbs.PRESENT:
            return self.status_of(verbs.Group(group.lo, group.at, verbs.PRESENT), scene, arguments)
        return status

    def when(
        self, scene: Scene, arguments: Arguments, ref: Ref, k: int, status: str
    ) -> tuple[str | None, str | None]:
        numbers = [d for d in arguments.dates if d > ref.lo or ref.lo <= k] or arguments.dates
        near = (
            [i for i in range(ref.hi, min(ref.hi + 10, len(scene.elements))) if scene.elements[i].kind == "d"]
            if not ref.back
            else []
        )
        numbers = numbers or near
        numbers = [d for d in numbers if not self._aside(d, ref, scene)]
        if not numbers and k < ref.lo:
            numbers = [i for i in range(k + 1, ref.lo) if scene.elements[i].kind == "d"]
        claim = Claim("summit", status, "", [], [], k, k, k)
        return self._encounters.timing.when(numbers, scene, status, claim)

    @staticmethod
    def _aside(d: int, ref: Ref, scene: Scene) -> bool:
        """ "the Platform, an initiative launched last year": the day of what is said about it."""
        low = [scene.elements[i].low for i in range(ref.hi, d)]
        return any(a == "," and b in ("a", "an") for a, b in pairwise(low))

    def where(self, gathering: Gathering, arguments: Arguments, ref: Ref, scene: Scene) -> None:
        inside = {id(e.mention) for e in scene.elements[ref.lo : ref.hi] if e.mention is not None}
        places = [m for p, m in arguments.places if p in ("in", "at") and id(m) not in inside]
        for k in range(ref.hi, min(ref.hi + 8, len(scene.elements) - 1)):
            m = scene.elements[k].mention
            if (
                m is not None
                and scene.elements[k - 1].low in ("in", "at", ",", "(", "the", "'s")
                and (m.place is not None or m.form == "state")
                and m.form != "person"
            ):
                places.append(m)
            if scene.elements[k].low in ("who", "and", "where", "by", "with"):
                break
        for mention in places:
            place = mention.place
            if place is not None and (gathering.country in (None, place.country)):
                gathering.country = place.country
                gathering.city = gathering.city or place.city or None
            elif (
                place is None
                and mention.actors
                and mention.actors[0] in self._world.states
                and gathering.country is None
            ):
                gathering.country = mention.actors[0]
        if gathering.country is None and scene.sentence.diary and scene.spot is not None:
            gathering.country, gathering.city = scene.spot.country, scene.spot.city or None

    @staticmethod
    def quote(
        gathering: Gathering, scene: Scene, party: Party | None, ref: Ref, k: int, strength: int
    ) -> None:
        if strength <= gathering.strength:
            return
        lo = min(x for x in (party.lo if party else k, ref.lo, k))
        hi = max(x for x in (party.hi if party else k + 1, ref.hi, k + 1))
        gathering.sentence, gathering.strength = scene.number, strength
        gathering.lo = scene.spans[lo][0]
        gathering.hi = scene.spans[min(hi, len(scene.spans)) - 1][1]

    def cancel(self, gathering: Gathering, ref: Ref, scene: Scene, arguments: Arguments) -> None:
        start, _ = self.when(scene, arguments, ref, ref.hi, verbs.UPCOMING)
        if (
            gathering.status
            and gathering.start
            and not (start and partial.compatible(start, gathering.start))
        ):
            gathering = Gathering(
                gathering.head,
                gathering.organisation,
                gathering.name,
                "",
                gathering.generic,
                actors=dict(gathering.actors),
            )
            self._roll.all.append(gathering)
        self.where(gathering, arguments, ref, scene)
        gathering.status = "cancelled"
        gathering.evidence.add("cancelled")
        start, end = self.when(scene, arguments, ref, ref.hi, verbs.UPCOMING)
        if start:
            gathering.start, gathering.end = start, end
        self.quote(gathering, scene, None, ref, ref.lo, 4)
