"""Who hosts, opens or leads a gathering, and whom he has in."""

from __future__ import annotations

from briefings.reading import verbs
from briefings.reading.clauses import Arguments, Clauses
from briefings.reading.drafts import Scene
from briefings.reading.summits import words as known_words
from briefings.reading.summits.gathering import Gathering, Ref
from briefings.reading.summits.room import Room, Used


class Hosting(Room):
    """Verbs of hosting and of being there."""

    def _hosted(
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
        own: bool = True,
    ) -> None:
        """`own`: whose gathering it is; one who opens or leads it is there, but need not be its host."""
        if after and not group.passive:
            ref, gathering = after[0]
            party = clauses.subject(group.lo, group.finite)
        elif relative is not None and not group.passive:
            ref, gathering = relative
            party = clauses.subject(group.lo, group.finite)
        elif before:
            ref, gathering = before[-1]
            by = arguments.parties.get("by")
            party = by[0] if by else None
            if party is None:
                return
        else:
            return
        if party is None and (not own or scene.elements[k].lemma == "chair"):
            return
        named = party is not None and any(m.form not in ("adjective", "people") for m in party.mentions)
        if not named and not group.passive and not gathering.organisation and ref.head == "conference":
            return  # "Three Jordanian grocers hosted a conference"
        if (
            not own
            and party is not None
            and not any(m.people or m.form in ("role", "person") for m in party.mentions)
        ):
            return
        self._beyond(k, ref, arguments, clauses)
        self._telling.told(gathering, ref, scene, group, arguments, k, party, "host", told)
        self.hostings.add(k)
        if party is not None and own and scene.elements[k].lemma not in ("chair", "preside", "co-chair"):
            states = [a for m in party.mentions for a in m.actors if a in self._world.states]
            if len(states) == 1 and self._telling.status_of(group, scene, arguments) != verbs.NONE:
                gathering.host = gathering.host or states[0]
                seat = next((m.place for m in party.mentions if m.place is not None and m.place.city), None)
                if seat is not None and gathering.city is None and gathering.country in (None, seat.country):
                    gathering.country, gathering.city = seat.country, seat.city  # "Baghdad hosts the summit"
        if id(gathering) in told and not group.passive:
            self._guests(k, ref, gathering, clauses)
            self._bound_there(group, gathering, scene, clauses)

    def _guests(self, k: int, ref: Ref, gathering: Gathering, clauses: Clauses) -> None:
        """ "hosts the Quad summit with the prime ministers of A and B", "hosted A, B and C for a summit"."""
        invited = clauses.collect(k + 1) or clauses.including(k + 1)
        if invited is not None and invited.hi <= ref.lo and k in self.hostings:
            gathering.take([m for m in invited.mentions if m.form != "body"])
        if clauses.low(ref.hi) in ("together", "jointly", "along") and clauses.low(ref.hi + 1) == "with":
            beside = clauses.collect(ref.hi + 2)
            if beside is not None:
                gathering.take([m for m in beside.mentions if m.form != "body"])
        for preposition in (
            ("with", "alongside", "for", "of") if k in self.hostings else ("with", "alongside")
        ):
            for party in clauses.arguments(ref.hi).parties.get(preposition, ()):
                if self._next(ref.hi, party.lo, clauses) and len(
                    {a for m in party.mentions for a in m.actors}
                ) > (preposition != "with"):
                    gathering.take([m for m in party.mentions if m.form not in ("state", "body", "seat")])

    def _bound_there(self, group: verbs.Group, gathering: Gathering, scene: Scene, clauses: Clauses) -> None:
        """ "A and B go on to Tokyo, where Japan hosts the summit", "will meet in May, when Laos hosts it"."""
        low = clauses.low
        where = next(
            (i for i in range(group.lo - 1, max(0, group.lo - 6), -1) if low(i) in ("where", "when")), 0
        )
        if not where or low(where - 1) != ",":
            return
        main = clauses.verb_before(where)
        if main is None:
            return
        going = verbs.group(scene.elements, main, self._lexicon)
        party = clauses.subject(going.lo, going.finite)
        known = going.status in (verbs.HELD, verbs.UPCOMING, verbs.PRESENT)
        gone = going.status == verbs.HELD and scene.elements[main].lemma not in known_words.GO
        if not known or party is None or (gone and gathering.status == verbs.UPCOMING):
            return
        if not all(m.people or (m.form in ("pair", "group", "role") and m.actors) for m in party.mentions):
            return
        after = clauses.arguments(main + 1)
        there = {m.place.country for _, m in after.places if m.place is not None}
        if low(where) == "when" or gathering.country in there or gathering.host in there:
            gathering.take(party.mentions)

    @staticmethod
    def _next(i: int, stop: int, clauses: Clauses) -> bool:
        """Whether a party follows at once, or after places and days only."""
        if stop - i < 6:
            return True
        named = 0
        for element in clauses.elements[i:stop]:
            mention = element.mention
            if element.kind == "p" or (
                mention is not None and mention.place is None and mention.form != "state"
            ):
                return False
            named += element.kind == "w"
        return named < 7

    @staticmethod
    def _personal(group: verbs.Group, clauses: Clauses) -> bool:
        """Whether people do it: "President X opens the summit", not "the bloc opens its summit"."""
        party = None if group.passive else clauses.subject(group.lo, group.finite)
        return party is not None and any(
            m.people or (m.form in ("role", "person") and not m.plural) for m in party.mentions
        )

    def _described(
        self,
        k: int,
        scene: Scene,
        clauses: Clauses,
        group: verbs.Group,
        after: Used,
        before: Used,
        told: set[int],
    ) -> bool:
        """ "Kazan will be the venue of the summit", "Peru is host to the forum", "X and Y are expected"."""
        first_ = clauses.skip(k + 1)
        words = [clauses.low(i) for i in range(first_, first_ + 4)]
        hosting = next((n for n, w in enumerate(words) if w in ("venue", "host", "scene", "site")), -1)
        if after and after[0][0].lo - k < 7 and hosting >= 0 and "to" not in words[:hosting]:
            ref, gathering = after[0]
            party = clauses.subject(group.lo, group.finite)
            first = scene.elements[group.lo - 1].mention if group.lo else None
            place = first.place if first is not None else None
            if (party is None and place is None) or group.status == verbs.NONE:
                return False
            if place is not None:
                gathering.country, gathering.city = place.country, gathering.city or place.city or None
                party = None
            rest = clauses.arguments(ref.hi)
            self._telling.told(gathering, ref, scene, group, rest, k, party, "host", told)
            if party is not None:
                states = [a for m in party.mentions for a in m.actors if a in self._world.states]
                gathering.host = gathering.host or (states[0] if len(states) == 1 else "")
            return True
        if words[:3] == ["in", "the", "chair"] and (before or self._roll.in_focus(scene.number)):
            seated = clauses.subject(group.lo, group.finite)
            chaired = before[-1][1] if before else self._roll.focus
            if seated is not None and chaired is not None and group.status != verbs.NONE:
                chaired.take(seated.mentions)
                return True
        if after and self._present(k, after[0][0], clauses):
            ref, gathering = after[0]
            party = clauses.subject(group.lo, group.finite)
            if party is None or group.status == verbs.NONE:
                return False
            rest = clauses.arguments(ref.hi)
            seat = scene.elements[k + 2].mention if clauses.low(k + 1) == "in" else None
            place = seat.place if seat is not None else None
            if place is not None and place.city and gathering.country in (None, place.country):
                gathering.country, gathering.city = place.country, place.city
            self._telling.told(gathering, ref, scene, group, rest, k, party, "attend", told)
            return True
        focus = before[-1][1] if before else self._roll.focus
        if focus is None or not (before or self._roll.in_focus(scene.number)) or focus.status == "cancelled":
            return False
        expected = words[0] in ("expected", "awaited", "present") and words[1] in (
            "",
            ".",
            ",",
            ";",
            "too",
            "there",
            "also",
            "as",
            "in",
            "to",
            "and",
            "at",
        )
        if words[0] == "among":
            expected = {"guests", "participants", "those", "attendees", "leaders"} & set(words[1:]) != set()
        if expected and words[1] == "to":
            expected = bool({"attend", "come", "join", "participate"} & set(words[2:4]))
        if not expected or group.status == verbs.NONE:
            return False
        party = clauses.subject(group.lo, group.finite)
        if party is None or len({a for m in party.mentions for a in m.actors}) < (
            1 if words[1] in ("to", "there") else 2
        ):
            return False
        focus.take(party.mentions)
        focus.evidence.add("attend")
        focus.status = focus.status or verbs.UPCOMING
        self._telling.quote(focus, scene, party, Ref(k, k + 1, "", back=True), k, 2)
        told.add(id(focus))
        return True

    @staticmethod
    def _present(k: int, ref: Ref, clauses: Clauses) -> bool:
        """ "will be among the leaders at the summit", "was present at the conference"."""
        between = [clauses.low(i) for i in range(k + 1, ref.lo + 1)]
        while between and between[-1] in ("the", "a", "an", ""):
            between.pop()
        if len(between) == 3 and between[0] == "in" and between[2] == "for":
            return clauses.elements[k + 2].mention is not None  # "will be in Brussels for a summit"
        if not between or between[-1] not in ("at", "attending", "in"):
            return False
        if len(between) == 1:
            return between[0] == "at"
        return (
            between[0] in ("among", "present", "represented", "also", "both", "guests", "expected", "there")
            and len(between) < 8
        )
