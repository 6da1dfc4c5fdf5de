"""A gathering beside a verb that is not about it: "X said at the summit", "ahead of Friday's summit"."""

from __future__ import annotations

from briefings.reading import verbs
from briefings.reading.clauses import Clauses, Party
from briefings.reading.drafts import Scene
from briefings.reading.encounters import Encounters
from briefings.reading.frames import Claim
from briefings.reading.lexicon import Lexicon
from briefings.reading.mentions import Mention
from briefings.reading.summits.gathering import Gathering, Ref
from briefings.reading.summits.telling import Telling
from briefings.world.world import World

_THERE = frozenset(("at", "during"))
_AROUND = frozenset(("at", "during", "after", "following", "since"))
_SOON = ("later", "next", "tomorrow", "in the coming")
_FUTURE = frozenset(("will", "would", "wont", "ll"))
_SPEAKING = frozenset("speak address attend open arrive".split())
_AIMING = frozenset("fail agree try struggle manage decide vow pledge promise begin".split())
_PERSONAL = frozenset(("person", "role", "group", "pair", "pronoun"))


class Bare:
    """Reads references without an own verb."""

    def __init__(self, world: World, lexicon: Lexicon, encounters: Encounters, telling: Telling) -> None:
        self._world = world
        self._lexicon = lexicon
        self._encounters = encounters
        self._telling = telling

    def read(self, ref: Ref, gathering: Gathering, scene: Scene, clauses: Clauses) -> None:
        """Writes what the words around `ref` tell into its gathering."""
        arguments = clauses.arguments(ref.hi)
        if (
            scene.sentence.diary
            and scene.day[0]
            and (ref.lo < 3 or not any(e.lemma and clauses.is_verb(i) for i, e in enumerate(scene.elements)))
        ):
            group = verbs.Group(ref.lo, ref.lo, verbs.PRESENT)
            self._telling.told(gathering, ref, scene, group, arguments, ref.lo, None, "list", set())
            self.states(ref, gathering)
            return
        if self.attended(ref, gathering, scene, clauses):
            return
        if self._telling.of_another_year(gathering, scene):
            return
        around, _ = self._clause(ref, scene, clauses)
        self._dated(ref, gathering, scene, clauses, around)
        self._telling.where(gathering, arguments, ref, scene)
        self.states(ref, gathering)

    def attended(self, ref: Ref, gathering: Gathering, scene: Scene, clauses: Clauses) -> bool:
        """Seats whoever does something at the gathering."""
        if clauses.low(ref.lo - 1) not in _THERE:
            return False
        around, party = self._clause(ref, scene, clauses)
        if around is None or party is None or not self._present(around, party):
            return False
        told: set[int] = set()
        rest = clauses.arguments(ref.hi)
        self._telling.told(gathering, ref, scene, around, rest, around.at, party, "attend", told)
        if told:
            gathering.take(self._together(ref, around, clauses))
            self.states(ref, gathering)
        return bool(told)

    def _dated(
        self, ref: Ref, gathering: Gathering, scene: Scene, clauses: Clauses, around: verbs.Group | None
    ) -> None:
        before = clauses.low(ref.lo - 1)
        ahead = before == "before" or (before == "of" and clauses.low(ref.lo - 2) == "ahead")
        coming = any(
            scene.elements[k].low in ("upcoming", "forthcoming", "coming", "next")
            for k in range(max(0, ref.lo - 1), ref.hi)
        )
        status = verbs.UPCOMING if ahead or coming else ""
        numbers = [
            i
            for i in range(max(0, ref.lo - 1), min(ref.hi + 12, len(scene.elements)))
            if scene.elements[i].kind == "d" and (i >= ref.hi or self._possessive(scene, i))
        ]
        told = [when.words.lower() for i in numbers if (when := scene.elements[i].when) is not None]
        if not status and any(w.startswith(_SOON) for w in told):
            status = verbs.UPCOMING
        told_of = around is not None and around.status in (verbs.HELD, verbs.UPCOMING)
        if not status and before in _AROUND and around is not None and told_of:
            status = around.status
        if not status and numbers:
            status = self._tense(ref, numbers, scene, clauses, around)
        start, end = self._encounters.timing.when(numbers, scene, status or verbs.HELD)
        if ahead and not numbers:
            start = end = None  # "the ministers meet ahead of a summit": on a day before it
        if not start and status == verbs.HELD:
            status = ""
        if not gathering.status and status:
            gathering.status = status
            gathering.evidence.add("ahead" if status == verbs.UPCOMING else "bare")
            gathering.start, gathering.end = start, end
            self._telling.quote(gathering, scene, None, ref, ref.lo, 1)

    def _tense(
        self, ref: Ref, numbers: list[int], scene: Scene, clauses: Clauses, around: verbs.Group | None
    ) -> str:
        """Held or upcoming, for a day that can be either: as the verbs on both sides have it."""
        behind = {clauses.low(i) for i in range(ref.hi, min(numbers[-1] + 4, len(scene.elements)))}
        if behind & _FUTURE:
            return verbs.UPCOMING
        open_ = all((when := scene.elements[i].when) is not None and when.needs_tense for i in numbers)
        weekday = all(
            (when := scene.elements[i].when) is not None and when.kind == "weekday" for i in numbers
        )
        if around is not None and open_:
            words = {clauses.low(i) for i in range(around.lo, around.at)}
            if words & _FUTURE or around.status == verbs.UPCOMING:
                return verbs.UPCOMING
            if weekday and around.status == verbs.HELD:
                return verbs.HELD
        present = Claim("summit", verbs.PRESENT, "", [], [], ref.lo, ref.lo, ref.hi, numbers)
        return self._encounters.timing.status(present, scene)

    def _clause(self, ref: Ref, scene: Scene, clauses: Clauses) -> tuple[verbs.Group | None, Party | None]:
        """The verb that the reference belongs to, and its subject."""
        opening = self._opening(ref, scene, clauses)
        if opening is not None:
            return opening
        unknown = self._unlisted(ref, scene, clauses)
        if unknown is not None:
            return unknown
        verb = clauses.verb_before(ref.lo)
        if verb is None:
            return None, None
        group = verbs.group(scene.elements, verb, self._lexicon)
        if group.status == verbs.INHERIT and clauses.low(group.lo) == "to":
            main = clauses.skip(group.lo - 1, -1)
            if main >= 0 and scene.elements[main].lemma in _AIMING and clauses.is_verb(main):
                group = verbs.group(scene.elements, main, self._lexicon)  # "failed to agree at the summit"
        return group, clauses.subject(group.lo, group.finite)

    def _opening(
        self, ref: Ref, scene: Scene, clauses: Clauses
    ) -> tuple[verbs.Group | None, Party | None] | None:
        """ "At the summit in Accra on Friday, X and Y backed", "Speaking at the summit, X called for"."""
        first = scene.elements[0] if scene.elements else None
        speaking = first is not None and first.shape == "ing" and first.lemma in _SPEAKING and ref.lo < 4
        if not speaking and not (ref.lo == 1 and clauses.low(0) in _THERE):
            return None
        start = ref.hi
        for i in range(ref.hi, min(ref.hi + 8, len(scene.elements))):
            if clauses.low(i) in ("which", "where") and clauses.low(i - 1) == ",":
                start = next(
                    (n for n in range(i, min(i + 14, len(scene.elements))) if clauses.low(n) == ","), i
                )
        for i in range(start, min(start + 10, len(scene.elements))):
            element = scene.elements[i]
            if clauses.low(i - 1) == "," and clauses.party_at(i):
                at = next(
                    (k for k in range(i + 1, min(i + 20, len(scene.elements))) if self._tells(k, clauses)), 0
                )
                if not at:
                    return None
                known = bool(scene.elements[at].lemma)
                group = (
                    verbs.group(scene.elements, at, self._lexicon)
                    if known
                    else verbs.Group(at, at, verbs.HELD)
                )
                return group, clauses.subject(group.lo)
            if element.low in (";", ":") or (element.lemma and clauses.is_verb(i)):
                return None
        return None

    @staticmethod
    def _tells(k: int, clauses: Clauses) -> bool:
        element = clauses.elements[k]
        if element.kind != "w":
            return False
        return (bool(element.lemma) and element.lemma != "be" and clauses.is_verb(k)) or element.low.endswith(
            "ed"
        )

    @staticmethod
    def _together(ref: Ref, around: verbs.Group, clauses: Clauses) -> list[Mention]:
        """ "clashed with Orban at the summit", "at the summit in Harare with X and Y": who was there too."""
        found: list[Mention] = []
        for k in range(around.at + 1, ref.lo - 1):
            partner = clauses.collect(k + 1) if clauses.low(k) in ("with", "alongside") else None
            if partner is not None and partner.hi < ref.lo:
                found.extend(partner.mentions)
        for preposition in ("with", "alongside"):
            for party in clauses.arguments(ref.hi).parties.get(preposition, ()):
                found.extend(party.mentions)
        return [m for m in found if m.people and m.form == "person" and not m.former]

    @staticmethod
    def _unlisted(ref: Ref, scene: Scene, clauses: Clauses) -> tuple[verbs.Group, Party] | None:
        """ "Scholz clashed with Orban at the summit": a past tense that no list knows, behind its subject."""
        for k in range(ref.lo - 1, max(0, ref.lo - 16), -1):
            element = scene.elements[k]
            if element.kind == "p" or element.lemma:
                return None
            if element.kind == "w" and element.low.endswith("ed") and clauses.party_at(k - 1):
                subject = clauses.leftward(k - 1)
                if clauses.in_phrase(subject.lo):
                    return None
                return verbs.Group(k, k, verbs.HELD), subject
        return None

    @staticmethod
    def _present(group: verbs.Group, party: Party) -> bool:
        """Whether those who are the subject were there themselves."""
        if group.passive or group.status not in (verbs.HELD, verbs.UPCOMING):
            return False
        return all(m.form in _PERSONAL and not m.former for m in party.mentions)

    @staticmethod
    def _possessive(scene: Scene, i: int) -> bool:
        """ "next month's summit"."""
        when = scene.elements[i].when
        return when is not None and (when.words.endswith(("'s", "’s")) or when.kind == "attributive")

    def states(self, ref: Ref, gathering: Gathering) -> None:
        """Seats the states that the name of the gathering itself gives."""
        if len(ref.states) > 1:
            for code in ref.states:
                if code in self._world.states or code == gathering.organisation:
                    gathering.actors.setdefault(code, [])
