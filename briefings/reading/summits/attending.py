"""Who attends a gathering."""

from __future__ import annotations

from briefings.reading import verbs
from briefings.reading.clauses import Arguments, Clauses, Party
from briefings.reading.drafts import Scene
from briefings.reading.summits import words as known
from briefings.reading.summits.gathering import Gathering, Ref
from briefings.reading.summits.hosting import Hosting
from briefings.reading.summits.phrases import ref_words
from briefings.reading.summits.room import Used


class Attending(Hosting):
    """Verbs of attending, of travelling to it and of being sent."""

    def _attended(
        self,
        k: int,
        scene: Scene,
        clauses: Clauses,
        group: verbs.Group,
        arguments: Arguments,
        after: Used,
        before: Used,
        relative: tuple[Ref, Gathering] | None,
        told: set[int],
    ) -> None:
        lemma = scene.elements[k].lemma
        low = clauses.low
        if lemma == "take" and low(clauses.skip(k + 1)) != "part":
            return
        if lemma in ("skip", "boycott"):
            return
        target: tuple[Ref, Gathering] | None = None
        if before and lemma in ("attend", "join") and low(k + 1) == "by":
            group = verbs.Group(group.lo, k, group.status, passive=True)
        if after:
            if lemma in known.GO and not self._straight(k, after[0][0], scene):
                return
            if lemma == "send" and low(after[0][0].lo - 1) == "to" and not after[0][0].back:
                self._sent_to(k, group, after[0], scene, clauses, told)
                return
            if lemma in ("send", "bring") or (lemma == "speak" and low(k + 1) != "at"):
                return
            if lemma == "meet" and not self._bound_for(after[0][0], scene):
                return
            target = after[0]
        elif (
            lemma == "speak"
            and low(k + 1) == "there"
            and low(k + 2) != "for"
            and (before or self._roll.in_focus(scene.number))
        ):
            focus = self._roll.focus
            target = (
                before[-1] if before else (Ref(k, k + 1, "", back=True), focus) if focus is not None else None
            )
        elif lemma in ("send", "bring", "tell", "speak"):
            target = self._sent(k, clauses, scene) if lemma == "send" else None
        elif relative is not None and lemma in ("attend", "join", "address", "take", "participate"):
            target = relative
        elif lemma == "come":
            if (
                clauses.low(k + 1) == "as"
                and self._roll.in_focus(scene.number)
                and self._roll.focus is not None
            ):
                target = (Ref(k, k + 1, "", back=True), self._roll.focus)
        elif (
            group.passive
            and not before
            and lemma in ("attend", "join")
            and low(k + 1) == "by"
            and low(clauses.skip(group.lo - 1, -1)) in ("it", "which", "gathering", "event")
            and self._roll.in_focus(scene.number)
            and self._roll.focus is not None
        ):
            target = (Ref(k, k + 1, "", back=True), self._roll.focus)  # "It was attended by"
        elif group.passive and before and lemma in ("attend", "join", "represent", "address"):
            target = before[-1]
        elif lemma in ("attend", "take", "participate", "represent", "join") and (
            before or (self._roll.focus is not None and self._roll.in_focus(scene.number))
        ):
            if lemma == "attend" and low(k + 1) not in (".", "", ",", "as", "on", "in", "too"):
                return
            if lemma == "take" and low(clauses.skip(k + 1) + 1) not in (
                ".",
                "",
                ",",
                ";",
                "too",
                "in",
                "as",
                "for",
            ):
                return
            if lemma == "join" or (
                lemma == "take"
                and "in" in (low(k + 2), low(k + 3))
                and "person" not in (low(k + 3), low(k + 4))
                and not after
                and not self._points_back(clauses, k)
            ):
                return
            focus = self._roll.focus
            assert before or focus is not None
            target = before[-1] if before else (Ref(k, k + 1, "", back=True), focus)  # type: ignore[assignment]
        if target is None or self._telling.of_another_year(target[1], scene):
            return
        ref, gathering = target
        by = arguments.parties.get("by")
        if group.passive and by and lemma != "represent":
            party: Party | None = self._and_by(by[0], clauses)
        elif group.passive and lemma == "represent":
            party = clauses.subject(group.lo, group.finite)
            if party and by:
                party = Party([*party.mentions, *by[0].mentions], party.lo, by[0].hi)
        else:
            party = clauses.subject(group.lo, group.finite)
        if after and lemma in known.GO and arguments.places and gathering.city is None:
            self._destination(target, arguments)
        if party is None:
            if group.status == verbs.UPCOMING and not ref.back:  # "90 countries will take part in the summit"
                self._telling.told(gathering, ref, scene, group, arguments, k, None, "place", told)
            return
        if not ref.back and lemma in known.GO:
            self.journeys.add(k)
        if lemma == "join" and not group.passive:
            self.hostings.add(k)  # "joined the ministers of A and B for a meeting of the Quad"
        if lemma in ("meet", "join") and not group.passive:
            party = self._with_partner(k, ref, party, clauses)
        self._beyond(k, ref, arguments, clauses)
        self._telling.told(gathering, ref, scene, group, arguments, k, party, "attend", told)
        if id(gathering) in told and not ref.back:
            self._guests(k, ref, gathering, clauses)

    def _sent_to(
        self,
        k: int,
        group: verbs.Group,
        target: tuple[Ref, Gathering],
        scene: Scene,
        clauses: Clauses,
        told: set[int],
    ) -> None:
        """ "Oman will send its foreign minister to the summit": Oman is there."""
        sender, envoy = clauses.subject(group.lo, group.finite), clauses.collect(k + 1)
        if sender is None or group.passive or envoy is None or not clauses.mention(k + 1).role:
            return
        ref, gathering = target
        states = Party([m for m in sender.mentions if m.form in ("state", "capital")], sender.lo, sender.hi)
        if states.mentions:
            rest = clauses.arguments(ref.hi)
            self._telling.told(gathering, ref, scene, group, rest, k, states, "attend", told)
            if id(gathering) in told:
                gathering.take([m for m in envoy.mentions if m.people])

    @staticmethod
    def _and_by(party: Party, clauses: Clauses) -> Party:
        """ "attended by A and B and by C"."""
        while clauses.low(party.hi) == "and" and clauses.low(party.hi + 1) == "by":
            more = clauses.collect(party.hi + 2)
            if more is None:
                break
            party = Party([*party.mentions, *more.mentions], party.lo, more.hi)
        return party

    @staticmethod
    def _with_partner(k: int, ref: Ref, party: Party, clauses: Clauses) -> Party:
        """ "A met B at the summit": both were there."""
        after = clauses.skip(k + 1)
        partner = clauses.collect(after + 1 if clauses.low(after) == "with" else after)
        if partner is None or partner.hi > ref.lo:
            return party
        return Party([*party.mentions, *partner.mentions], party.lo, partner.hi)

    @staticmethod
    def _destination(target: tuple[Ref, Gathering], arguments: Arguments) -> None:
        """ "travelled to Moscow for the summit": where it is held."""
        gathering = target[1]
        for preposition, mention in arguments.places:
            place = mention.place
            if preposition in ("to", "in", "into") and place is not None and place.city:
                if gathering.country in (None, place.country):
                    gathering.country, gathering.city = place.country, place.city
                return

    def _sent(self, k: int, clauses: Clauses, scene: Scene) -> tuple[Ref, Gathering] | None:
        """ "Burundi sent its vice president": to the gathering the story is at."""
        following = scene.elements[k + 1].mention if k + 1 < len(scene.elements) else None
        focus = self._roll.focus
        if focus is not None and not focus.evidence & {"host", "attend", "place", "list"}:
            return None
        if (
            following is None
            or following.form not in ("role", "person", "group", "pair")
            or not following.owner
            or not self._roll.in_focus(scene.number)
        ):
            return None
        assert self._roll.focus is not None
        self._roll.focus.take([following])
        for i in range(k + 2, min(k + 14, len(scene.elements) - 1)):
            state, sent = scene.elements[i].mention, scene.elements[i + 1].mention
            if (
                state is not None
                and state.form == "state"
                and sent is not None
                and sent.owner in ("its", "their")
                and clauses.low(i - 1) in ("and", ",")
            ):
                self._roll.focus.take([state])  # "and Fiji its finance minister"
        return Ref(k, k + 1, "", back=True), self._roll.focus

    def _members(
        self,
        k: int,
        gatherer: tuple[Ref, Gathering],
        scene: Scene,
        clauses: Clauses,
        group: verbs.Group,
        told: set[int],
    ) -> None:
        """ "a session of the Example Club, which unites the ministers of ..."."""
        i = k + 2 if clauses.low(k + 1) == "together" else k + 1
        party = clauses.collect(i)
        if party is None:
            return
        ref, gathering = gatherer
        arguments = clauses.arguments(party.hi)
        if self._subject_ref(group, [gatherer], scene) is not None:
            self._telling.told(gathering, ref, scene, group, arguments, k, party, "attend", told)
        else:
            gathering.take(party.mentions)

    @staticmethod
    def _points_back(clauses: Clauses, k: int) -> bool:
        return any(
            clauses.low(i) in ("session", "summit", "meeting", "talks", "conference")
            for i in range(k + 2, k + 6)
        )

    def _straight(self, k: int, ref: Ref, scene: Scene) -> bool:
        """Whether only places, dates and small words stand between a verb of motion and the gathering."""
        small = self._lexicon.small
        for element in scene.elements[k + 1 : ref.lo]:
            if (
                element.kind == "w"
                and element.low not in small["prepositions"]
                and element.low not in small["determiners"]
                and element.low not in small["adverbs"]
                and element.low
                not in ("and", "attend", "'s", "capital", "city", "resort", "order", "join", "big", "first")
            ):
                return False
        return True

    @staticmethod
    def _bound_for(ref: Ref, scene: Scene) -> bool:
        before = [scene.elements[i].low for i in range(max(0, ref.lo - 3), ref.lo)]
        return (
            any(w in ("for", "to", "at", "in", "attend", "join") for w in before[-1:]) or "attend" in before
        )

    @staticmethod
    def _chance(k: int, scene: Scene) -> bool:
        """ "which will give Putin the opportunity to meet": those met are at the gathering."""
        return bool({"chance", "opportunity", "occasion"} & ref_words(scene, max(0, k - 5), k))
