"""Verbs beside a gathering: who hosts it, who attends it, and that it takes place."""

from __future__ import annotations

from briefings.reading import verbs
from briefings.reading.clauses import Clauses
from briefings.reading.drafts import Scene
from briefings.reading.summits import words as known
from briefings.reading.summits.attending import Attending
from briefings.reading.summits.gathering import Ref
from briefings.reading.summits.happening import Happening
from briefings.reading.summits.phrases import ref_words
from briefings.reading.summits.present import Present
from briefings.reading.summits.room import Used

_SESSIONS = frozenset("talks discussions deliberations proceedings negotiations".split())


class Participants(Attending, Happening, Present):
    """Reads the verbs of one sentence after another."""

    def _that_one(self, k: int, scene: Scene, clauses: Clauses) -> bool:
        """ "hosted the talks", "chaired the discussions": of the gathering the story is at."""
        if clauses.low(k + 1) != "the" or clauses.low(k + 2) not in _SESSIONS:
            return False
        if clauses.low(k + 3) in ("with", "between", "of") or self._roll.focus is None:
            return False
        return self._roll.in_focus(scene.number) and self._roll.focus.status == verbs.HELD

    @staticmethod
    def _place(k: int, clauses: Clauses) -> bool:
        """ "takes place"."""
        return clauses.elements[k].lemma == "take" and clauses.low(clauses.skip(k + 1)) == "place"

    def verb(self, k: int, scene: Scene, clauses: Clauses, used: Used, told: set[int]) -> None:
        element = scene.elements[k]
        lemma = element.lemma
        group = verbs.group(scene.elements, k, self._lexicon)
        arguments = clauses.arguments(k + 1)
        after = [
            (r, g)
            for r, g in used
            if r.lo > k
            and (r.lo < max(arguments.end, k + 4) + 1 or self._far(k, r, clauses))
            and self._reaches(k, r, scene)
        ]
        before = [(r, g) for r, g in used if r.hi <= k]
        relative = self._relative(group, before, scene)
        if (
            lemma in ("meet", "satisfy")
            and self._roll.focus is not None
            and self._roll.in_focus(scene.number)
            and self._roll.focus.status == verbs.UPCOMING
            and self._chance(k, scene)
        ):
            party = next(
                (p for prep in ("with",) for p in arguments.parties.get(prep, ())), None
            ) or clauses.collect(k + 1)
            if party is not None and len({a for m in party.mentions for a in m.actors}) > 2:
                self._roll.focus.take(party.mentions)
                giver = next(
                    (scene.elements[i].mention for i in range(k - 1, -1, -1) if clauses.party_at(i)), None
                )
                if giver is not None:
                    self._roll.focus.take([giver])
        if lemma in known.CANCEL and group.passive and before and self._off(k, before[-1][0], group, clauses):
            ref, gathering = before[-1]
            self._telling.cancel(gathering, ref, scene, arguments)
            told.add(id(gathering))
            return
        if lemma in known.CANCEL and self._cancelled(k, scene, clauses, group, after, told):
            return
        if lemma in ("bring", "unite", "gather") and (
            gatherer := relative or self._subject_ref(group, before, scene)
        ):
            if lemma != "bring" or "together" in ref_words(scene, k + 1, arguments.end + 4):
                self._members(k, gatherer, scene, clauses, group, told)
        elif lemma == "be" and self._described(k, scene, clauses, group, after, before, told):
            pass
        elif lemma in known.START and after and after[0][0].lo - k < 7 and self._personal(group, clauses):
            self._hosted(k, scene, clauses, group, arguments, after, [], None, told, own=False)
        elif lemma in known.HOLD and after and after[0][0].lo - k < 5 and not group.passive:
            ref, gathering = after[0]
            party = clauses.subject(group.lo, group.finite)
            several = party is not None and len({a for m in party.mentions for a in m.actors}) > 2
            rest = clauses.arguments(ref.hi)
            self._telling.told(
                gathering, ref, scene, group, rest, k, party if several else None, "place", told
            )
        elif lemma in known.HOST and not (after or relative or before) and self._that_one(k, scene, clauses):
            focus = self._roll.focus
            assert focus is not None
            back = [(Ref(k + 1, k + 3, "", back=True), focus)]
            self._hosted(k, scene, clauses, group, arguments, back, [], None, told)
        elif (
            lemma in known.HOST
            and (after or relative or before)
            and not (lemma == "convene" and clauses.low(k + 1) in ("in", "at", "on", "for"))
        ):
            self._hosted(k, scene, clauses, group, arguments, after, before, relative, told)
        elif (
            (lemma in known.TOGETHER or lemma in known.HOLD or lemma in ("wrap", "wind"))
            and all(clauses.low(r.lo - 1) == "before" or clauses.low(r.lo - 2) == "ahead" for r, _ in after)
            and not before
            and self._collective(k, scene, clauses, group, arguments, used, told)
        ):
            pass
        elif (lemma in known.ATTEND or lemma in known.GO) and not self._place(k, clauses):
            self._attended(k, scene, clauses, group, arguments, after, before, relative, told)
        elif lemma in known.OPEN or lemma == "be":
            self._takes_place(k, scene, clauses, group, arguments, before, told)
