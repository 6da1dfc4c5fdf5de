"""Verbs beside a gathering: who hosts it, who attends it, and that it takes place."""

from __future__ import annotations

from briefings.reading import verbs
from briefings.reading.clauses import Arguments, Clauses, Party
from briefings.reading.drafts import Scene
from briefings.reading.lexicon import Lexicon
from briefings.reading.summits import words as known
from briefings.reading.summits.gathering import Gathering, Ref
from briefings.reading.summits.naming import ref_words
from briefings.reading.summits.roll import Roll
from briefings.reading.summits.telling import Telling
from briefings.world.world import World

Used = list[tuple[Ref, Gathering]]
"""The references of a sentence with the gatherings they mean."""


class Participants:
    """Reads the verbs of one sentence after another."""

    def __init__(self, world: World, lexicon: Lexicon, roll: Roll, telling: Telling) -> None:
        self._world = world
        self._lexicon = lexicon
        self._roll = roll
        self._telling = telling
        self.journeys: set[int] = set()
        """Elements of verbs of motion in this sentence that lead to a gathering."""
        self.hostings: set[int] = set()
        """Elements of verbs in this sentence that tell who hosts a gathering."""

    def verb(self, k: int, scene: Scene, clauses: Clauses, used: Used, told: set[int]) -> None:
        element = scene.elements[k]
        lemma = element.lemma
        group = verbs.group(scene.elements, k, self._lexicon)
        arguments = clauses.arguments(k + 1)
        after = [
            (r, g)
            for r, g in used
            if r.lo > k and (r.lo < max(arguments.end, k + 4) + 1 or self._far(k, r, clauses)) and self._reaches(k, r, scene)
        ]
        before = [(r, g) for r, g in used if r.hi <= k]
        relative = self._relative(k, group, before, scene)
        if (
            lemma == "meet"
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
        if lemma in known.CANCEL and self._cancelled(k, scene, clauses, group, after, told):
            return
        if lemma in ("bring", "unite", "gather") and (gatherer := relative or self._subject_ref(group, before, scene)):
            if lemma != "bring" or "together" in ref_words(scene, k + 1, arguments.end + 4):
                self._members(k, gatherer, scene, clauses, group, told)
        elif lemma == "be" and self._described(k, scene, clauses, group, arguments, after, before, told):
            pass
        elif lemma in known.HOLD and after and after[0][0].lo - k < 5 and not group.passive:
            ref, gathering = after[0]
            party = clauses.subject(group.lo, group.finite)
            several = party is not None and len({a for m in party.mentions for a in m.actors}) > 2
            rest = clauses.arguments(ref.hi)
            self._telling.told(gathering, ref, scene, group, rest, k, party if several else None, "place", told)
        elif lemma in known.START and after and after[0][0].lo - k < 7 and not group.passive:
            self._hosted(k, scene, clauses, group, arguments, after, [], None, told, own=False)
        elif lemma in known.START and after and after[0][0].lo - k < 7 and self._personal(group, clauses):
            self._hosted(k, scene, clauses, group, arguments, after, [], None, told, own=False)
        elif lemma in known.HOST and (after or relative or before) and not (
            lemma == "convene" and clauses.low(k + 1) in ("in", "at", "on", "for")
        ):
            self._hosted(k, scene, clauses, group, arguments, after, before, relative, told)
        elif (
            lemma in known.TOGETHER
            and not after
            and self._collective(k, scene, clauses, group, arguments, used, told)
        ):
            pass
        elif lemma in known.ATTEND or lemma in known.GO:
            self._attended(k, scene, clauses, group, arguments, after, before, relative, told)
        elif lemma in known.OPEN or lemma == "be":
            self._takes_place(k, scene, clauses, group, arguments, before, told)

    @staticmethod
    def _personal(group: verbs.Group, clauses: Clauses) -> bool:
        """Whether people do it: "President X opens the summit", not "the bloc opens its summit"."""
        party = None if group.passive else clauses.subject(group.lo, group.finite)
        return party is not None and any(m.people or (m.form in ("role", "person") and not m.plural) for m in party.mentions)

    def _far(self, k: int, ref: Ref, clauses: Clauses) -> bool:
        """ "will host 20 leaders, including A, B and C, at the summit": only names between the verb and it."""
        elements = clauses.elements
        if elements[k].lemma not in known.HOST or ref.lo - k > 40:
            return False
        return not any(e.lemma and e.low != "including" and clauses.is_verb(i) for i, e in enumerate(elements[k + 1 : ref.lo], k + 1))

    def _reaches(self, k: int, ref: Ref, scene: Scene) -> bool:
        """Whether no clause begins between the verb and the gathering."""
        for i in range(k + 1, ref.lo):
            if scene.elements[i].low in (
                "who",
                "which",
                "where",
                "when",
                "while",
                "because",
                "although",
                ";",
                "but",
            ):
                return False
        return True

    @staticmethod
    def _relative(k: int, group: verbs.Group, before: Used, scene: Scene) -> tuple[Ref, Gathering] | None:
        """The gathering that "which" or "where" before this verb stands for."""
        for ref, gathering in reversed(before):
            between = [scene.elements[i].low for i in range(ref.hi, group.lo)]
            if any(w in ("which", "that", "where", "whose") for w in between[:14]) and ";" not in between:
                return ref, gathering
        return None

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
        if not own and party is not None and not any(m.people or m.form in ("role", "person") for m in party.mentions):
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

    def _guests(self, k: int, ref: Ref, gathering: Gathering, clauses: Clauses) -> None:
        """ "hosts the Quad summit with the prime ministers of A and B", "hosted A, B and C for a summit"."""
        invited = clauses.collect(k + 1) or clauses.including(k + 1)
        if invited is not None and invited.hi <= ref.lo:
            gathering.take([m for m in invited.mentions if m.form != "body"])
        for preposition in ("with", "alongside", "for", "of"):
            for party in clauses.arguments(ref.hi).parties.get(preposition, ()):
                if party.lo - ref.hi < 6 and len({a for m in party.mentions for a in m.actors}) > (preposition != "with"):
                    gathering.take([m for m in party.mentions if m.form not in ("state", "body", "seat")])

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
            if lemma in ("send", "bring") or (lemma == "speak" and low(k + 1) != "at"):
                return
            if lemma == "meet" and not self._bound_for(after[0][0], scene):
                return
            target = after[0]
            if lemma in known.GO and arguments.places and target[1].city is None:
                self._destination(target, arguments)
        elif lemma == "speak" and low(k + 1) == "there" and (before or self._roll.in_focus(scene.number)):
            focus = self._roll.focus
            target = before[-1] if before else (Ref(k, k + 1, "", back=True), focus) if focus is not None else None
        elif lemma in ("send", "bring", "tell", "speak"):
            target = self._sent(k, clauses, arguments, scene) if lemma == "send" else None
        elif relative is not None and lemma in ("attend", "join", "address", "take", "participate"):
            target = relative
        elif lemma == "come":
            if (
                clauses.low(k + 1) == "as"
                and self._roll.in_focus(scene.number)
                and self._roll.focus is not None
            ):
                target = (Ref(k, k + 1, "", back=True), self._roll.focus)
        elif group.passive and before and lemma in ("attend", "join", "represent", "address"):
            target = before[-1]
        elif (
            lemma in ("attend", "take", "participate", "represent", "join")
            and (before or self._roll.focus is not None and scene.number - self._roll.focus.last <= 2)
        ):
            if lemma == "attend" and low(k + 1) not in (".", "", ",", "as", "on", "in", "too"):
                return
            if lemma == "take" and low(clauses.skip(k + 1) + 1) not in (".", "", ",", ";", "too", "in", "as"):
                return
            if lemma == "join" or (
                lemma == "take"
                and "in" in (low(k + 2), low(k + 3))
                and not after
                and not self._points_back(clauses, k)
            ):
                return
            focus = self._roll.focus
            assert before or focus is not None
            target = before[-1] if before else (Ref(k, k + 1, "", back=True), focus)  # type: ignore[assignment]
        if target is None:
            return
        ref, gathering = target
        by = arguments.parties.get("by")
        if group.passive and by and lemma != "represent":
            party: Party | None = by[0]
        elif group.passive and lemma == "represent":
            party = clauses.subject(group.lo, group.finite)
            if party and by:
                party = Party([*party.mentions, *by[0].mentions], party.lo, by[0].hi)
        else:
            party = clauses.subject(group.lo, group.finite)
        if party is None:
            if group.status == verbs.UPCOMING and not ref.back:  # "90 countries will take part in the summit"
                self._telling.told(gathering, ref, scene, group, arguments, k, None, "place", told)
            return
        if not ref.back and lemma in known.GO:
            self.journeys.add(k)
        self._beyond(k, ref, arguments, clauses)
        self._telling.told(gathering, ref, scene, group, arguments, k, party, "attend", told)

    @staticmethod
    def _beyond(k: int, ref: Ref, arguments: Arguments, clauses: Clauses) -> None:
        """Adds day and place behind the gathering where a word of its name ended the clause before them."""
        if ref.back or ref.lo < k or arguments.end > ref.hi:
            return
        rest = clauses.arguments(ref.hi)
        arguments.dates.extend(d for d in rest.dates if d not in arguments.dates)
        arguments.places.extend(rest.places)

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

    def _sent(
        self, k: int, clauses: Clauses, arguments: Arguments, scene: Scene
    ) -> tuple[Ref, Gathering] | None:
        """ "Burundi sent its vice president": to the gathering the story is at."""
        following = scene.elements[k + 1].mention if k + 1 < len(scene.elements) else None
        if (
            following is None
            or following.form not in ("role", "person")
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
                self._roll.focus.take([state])  # "and South Sudan its trade minister"
        return Ref(k, k + 1, "", back=True), self._roll.focus

    @staticmethod
    def _present(k: int, ref: Ref, clauses: Clauses) -> bool:
        """ "will be among the leaders at the summit", "was present at the conference"."""
        between = [clauses.low(i) for i in range(k + 1, ref.lo + 1)]
        while between and between[-1] in ("the", "a", "an", ""):
            between.pop()
        if not between or between[-1] not in ("at", "attending", "in"):
            return False
        if len(between) == 1:
            return between[0] == "at"
        return between[0] in ("among", "present", "represented", "also", "both", "guests", "expected", "there") and len(between) < 8

    def _subject_ref(
        self, group: verbs.Group, before: Used, scene: Scene
    ) -> tuple[Ref, Gathering] | None:
        """The gathering that is the subject of the verb: nothing but places and dates stands between."""
        if not before or group.passive:
            return None
        ref, _ = before[-1]
        for element in scene.elements[ref.hi : group.lo]:
            if element.mention is not None and element.mention.place is None and element.mention.form != "state":
                return None
            if element.low in (";", ":", "and", "but", "who", "that"):
                return None
        return before[-1]

    def _members(
        self,
        k: int,
        gatherer: tuple[Ref, Gathering],
        scene: Scene,
        clauses: Clauses,
        group: verbs.Group,
        told: set[int],
    ) -> None:
        """ "a meeting of the Munich Group, which brings together the ministers of ..."."""
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

    def _cancelled(
        self, k: int, scene: Scene, clauses: Clauses, group: verbs.Group, after: Used, told: set[int]
    ) -> bool:
        """ "Iraq has put off the summit that it was to host"."""
        lemma = scene.elements[k].lemma
        near = [u for u in after if u[0].lo - k < 9]
        if group.passive or not near or (lemma in ("call", "put") and clauses.low(k + 1) not in ("off", "back")):
            return False
        if group.status in (verbs.NONE, verbs.UPCOMING):
            return False
        ref, gathering = near[0]
        arguments = clauses.arguments(ref.hi)
        subject = clauses.subject(group.lo, group.finite)
        if subject is not None and not gathering.actors:
            gathering.take([m for m in subject.mentions if any(a in self._world.states for a in m.actors)])
        for i in range(ref.hi, min(ref.hi + 10, len(scene.elements))):
            if scene.elements[i].lemma in known.HOST:
                arguments = clauses.arguments(i + 1)
                break
        self._telling.cancel(gathering, ref, scene, arguments)
        self._telling.where(gathering, arguments, ref, scene)
        told.add(id(gathering))
        return True

    def _described(
        self,
        k: int,
        scene: Scene,
        clauses: Clauses,
        group: verbs.Group,
        arguments: Arguments,
        after: Used,
        before: Used,
        told: set[int],
    ) -> bool:
        """ "Kazan will be the venue of the summit", "Peru is host to the forum", "X and Y are expected"."""
        words = [clauses.low(i) for i in range(k + 1, k + 5)]
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
            self._telling.told(gathering, ref, scene, group, clauses.arguments(ref.hi), k, party, "attend", told)
            return True
        focus = before[-1][1] if before else self._roll.focus
        if focus is None or not (before or self._roll.in_focus(scene.number)) or focus.status == "cancelled":
            return False
        expected = words[0] in ("expected", "awaited", "present") and words[1] in (
            "", ".", ",", ";", "too", "there", "also", "as", "in", "to", "and", "at",
        )
        if words[0] == "among":
            expected = {"guests", "participants", "those", "attendees", "leaders"} & set(words[1:]) != set()
        if expected and words[1] == "to":
            expected = bool({"attend", "come", "join", "participate"} & set(words[2:4]))
        if not expected or group.status == verbs.NONE:
            return False
        party = clauses.subject(group.lo, group.finite)
        if party is None or len({a for m in party.mentions for a in m.actors}) < (1 if words[1] == "to" else 2):
            return False
        focus.take(party.mentions)
        focus.evidence.add("attend")
        focus.status = focus.status or verbs.UPCOMING
        self._telling.quote(focus, scene, party, Ref(k, k + 1, "", back=True), k, 2)
        told.add(id(focus))
        return True

    def _collective(
        self,
        k: int,
        scene: Scene,
        clauses: Clauses,
        group: verbs.Group,
        arguments: Arguments,
        used: Used,
        told: set[int],
    ) -> bool:
        """ "NATO leaders gather in Vilnius", "West African leaders met in the Nigerian capital"."""
        if group.passive or arguments.parties.get("with") or not (arguments.places or arguments.dates):
            return False
        if scene.elements[k].lemma in ("hold", "spend", "have") and not self._by_video(k, scene, arguments):
            return False
        party = clauses.subject(group.lo, group.finite)
        body = ""
        level = "summit"
        lo = group.lo
        if (
            party is not None
            and len(party.mentions) == 1
            and (mention := party.mentions[0]).plural
            and mention.form in ("role", "group", "pair")
        ):
            bodies = [a for a in mention.actors if a in self._world.organisations]
            if not bodies or len(mention.actors) > 1:
                return False
            body, lo = bodies[0], party.lo
            level = {
                "foreign": "foreign ministers' meeting",
                "minister": "ministerial meeting",
                "defence": "defence ministers' meeting",
            }.get(mention.role, "summit")
        else:
            i = clauses.skip(group.lo - 1, -1)
            if clauses.low(i) not in ("leaders", "ministers", "presidents"):
                return False
            lo = i
            if clauses.party_at(k + 1):
                return False
        name = f"{self._world.organisations[body].short or body} {level}" if body else ""
        ref = Ref(lo, k + 1, "summit", body, name, generic=not body)
        gathering = self._roll.match(ref, scene) if body else None
        if gathering is None:
            gathering = Gathering("summit", body, name, "", True)
            self._roll.all.append(gathering)
        if self._by_video(k, scene, arguments):
            gathering.kind = "call"
        used.append((ref, gathering))
        if scene.elements[k].shape == "ing" and group.status == verbs.INHERIT:
            main = next(
                (
                    i
                    for i in range(arguments.end, min(arguments.end + 6, len(scene.elements)))
                    if scene.elements[i].lemma and clauses.is_verb(i)
                ),
                None,
            )  # "EU ministers, meeting in Luxembourg on Monday, agreed"
            if main is not None:
                group = verbs.Group(group.lo, k, verbs.group(scene.elements, main, self._lexicon).status)
        self._telling.told(gathering, ref, scene, group, arguments, k, None, "place", told)
        return True

    @staticmethod
    def _by_video(k: int, scene: Scene, arguments: Arguments) -> bool:
        words = [scene.elements[i].low for i in range(k, min(arguments.end + 1, len(scene.elements)))]
        return bool(
            {"video", "videoconference", "virtually", "virtual", "online", "teleconference"} & set(words)
        )

    @staticmethod
    def _points_back(clauses: Clauses, k: int) -> bool:
        return any(
            clauses.low(i) in ("session", "summit", "meeting", "talks", "conference")
            for i in range(k + 2, k + 6)
        )

    def _straight(self, k: int, ref: Ref, scene: Scene) -> bool:
        """Whether nothing but places, dates and small words stands between a verb of motion and the gathering."""
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

    def _takes_place(
        self,
        k: int,
        scene: Scene,
        clauses: Clauses,
        group: verbs.Group,
        arguments: Arguments,
        before: Used,
        told: set[int],
    ) -> None:
        lemma = scene.elements[k].lemma
        if not before:
            return
        ref, gathering = before[-1]
        if k - ref.hi > 12 or any(
            scene.elements[i].mention is not None and scene.elements[i].mention.people
            for i in range(ref.hi, k)
        ):
            return
        nearby = {scene.elements[i].low for i in range(group.lo, min(k + 4, len(scene.elements)))}
        if nearby & {"cancelled", "canceled", "postponed", "scrapped"} or (
            "called" in nearby and "off" in nearby
        ):
            self._telling.cancel(gathering, ref, scene, arguments)
            told.add(id(gathering))
            return
        following = scene.elements[k + 1].mention if k + 1 < len(scene.elements) else None
        if lemma == "be" and following is not None and following.title == "host":
            party = clauses.subject(group.lo, group.finite)
            self._telling.told(gathering, ref, scene, group, arguments, k, party, "host", told)
            if party is not None:
                gathering.host = gathering.host or next((a for m in party.mentions for a in m.actors), "")
            return
        if lemma == "be" and not (
            clauses.low(k + 1) in ("due", "scheduled", "set", "planned", "expected", "under", "slated")
            or (arguments.dates and arguments.places)
        ):
            return
        if lemma in ("take", "get", "come") and not ({"place", "under", "underway", "way"} & nearby):
            return
        between = [e for e in scene.elements[ref.hi : group.lo] if e.kind == "w"]
        if between and clauses.low(ref.hi) == "," and clauses.low(group.lo - 1) == ",":
            between = []  # "the summit, to be hosted by Peru, is set for ..."
        if any(e.lemma and e.shape in ("past", "s", "past+participle", "base") for e in between) or any(
            e.low in ("whether", "to", "who") for e in between
        ):
            return
        status_group = group
        if lemma in ("schedule", "plan", "set") or (
            lemma == "be"
            and clauses.low(k + 1) in ("due", "scheduled", "set", "planned", "expected", "slated")
        ):
            status_group = verbs.Group(group.lo, k, verbs.UPCOMING)
        self._telling.told(gathering, ref, scene, status_group, arguments, k, None, "place", told)

    @staticmethod
    def _chance(k: int, scene: Scene) -> bool:
        """ "which will give Putin the opportunity to meet": those met are at the gathering."""
        return bool({"chance", "opportunity", "occasion"} & ref_words(scene, max(0, k - 5), k))
