"""That a gathering takes place, or does not."""

from __future__ import annotations

from briefings.reading import verbs
from briefings.reading.clauses import Arguments, Clauses, Party
from briefings.reading.drafts import Scene
from briefings.reading.summits import words as known
from briefings.reading.summits.gathering import Gathering, Ref
from briefings.reading.summits.room import Room, Used

_SESSIONS = frozenset("hold wrap wind end conclude begin start open finish close".split())
"""What a body's ministers do with their talks."""


class Happening(Room):
    """Verbs of meeting, opening and calling off."""

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
        if group.passive or not (arguments.places or arguments.dates):
            return False
        partners = arguments.parties.get("with", [])
        if partners and not self._members_of(partners, group, clauses):
            return False
        lemma = scene.elements[k].lemma
        sessions = lemma in _SESSIONS and self._in_session(k, clauses)
        if lemma not in known.TOGETHER and not sessions:
            return False
        party = clauses.subject(group.lo, group.finite)
        beside = clauses.skip(group.lo - 1, -1)
        if clauses.party_at(beside) and clauses.mention(beside).form == "body":
            party = Party([clauses.mention(beside)], beside, beside + 1)
        if (
            lemma in ("hold", "spend", "have")
            and not self._by_video(k, scene, arguments)
            and not (sessions and party is not None and self._body_of(party))
        ):
            return False
        if sessions and not (party is not None and self._body_of(party)):
            return False
        body = ""
        level = "summit"
        lo = group.lo
        if (
            party is not None
            and len(party.mentions) == 1
            and ((mention := party.mentions[0]).plural or mention.form == "body")
            and mention.form in ("role", "group", "pair", "body")
        ):
            body, lo = self._body_of(party), party.lo
            if not body or (clauses.party_at(k + 1) and self._world.of_few(body)):
                return False
            level = {
                "foreign": "foreign ministers' meeting",
                "minister": "ministerial meeting",
                "defence": "defence ministers' meeting",
            }.get(mention.role, "summit")
        else:
            i = clauses.skip(group.lo - 1, -1)
            if clauses.low(i) not in ("leaders", "ministers", "presidents"):
                return False
            if clauses.low(i - 1) in self._lexicon.nonstate:
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
        if body:
            gathering.evidence.add("body")
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
        for partner in partners if id(gathering) in told else ():
            gathering.take(partner.mentions)
        return True

    def _members_of(self, partners: list[Party], group: verbs.Group, clauses: Clauses) -> bool:
        """ "Ministers of the C5+1 met in Astana, with X and the ministers of A and B": its own members."""
        party = clauses.subject(group.lo, group.finite)
        body = self._body_of(party) if party is not None else ""
        members = self._world.member_states(body) if body else frozenset()
        return bool(members) and {a for p in partners for m in p.mentions for a in m.actors} <= members

    def _body_of(self, party: Party) -> str:
        """The body whose leaders or ministers are the subject, and nobody else."""
        mention = party.mentions[0]
        if len(party.mentions) == 1 and mention.form == "body" and len(mention.actors) == 1:
            body = self._world.organisations.get(mention.actors[0])
            return mention.actors[0] if body is not None and body.kind == "format" else ""
        if len(party.mentions) > 1 or not mention.plural or mention.form not in ("role", "group", "pair"):
            return ""
        if len(mention.actors) != 1 or mention.actors[0] not in self._world.organisations:
            return ""
        return mention.actors[0]

    @staticmethod
    def _in_session(k: int, clauses: Clauses) -> bool:
        """ "wrapped up two days of talks": what they hold or end is a session of theirs."""
        words = [clauses.low(i) for i in range(k + 1, k + 8)]
        if {"with", "between"} & set(words):
            return False
        return bool(
            {"talks", "session", "consultations", "negotiations", "discussions", "deliberations", "retreat"}
            & set(words)
        )

    @staticmethod
    def _by_video(k: int, scene: Scene, arguments: Arguments) -> bool:
        words = [scene.elements[i].low for i in range(k, min(arguments.end + 1, len(scene.elements)))]
        return bool(
            {"video", "videoconference", "virtually", "virtual", "online", "teleconference"} & set(words)
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
            e.mention is not None and e.mention.people for e in scene.elements[ref.hi : k]
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
    def _off(k: int, ref: Ref, group: verbs.Group, clauses: Clauses) -> bool:
        """ "The summit, which was to have brought X and Y together, was called off"."""
        if clauses.elements[k].lemma in ("call", "put") and clauses.low(k + 1) not in ("off", "back"):
            return False
        if group.status in (verbs.NONE, verbs.UPCOMING):
            return False
        inserted = clauses.low(ref.hi) == "," and clauses.low(ref.hi + 1) in ("which", "where", "due", "set")
        return inserted and clauses.low(group.lo - 1) == ","

    def _cancelled(
        self, k: int, scene: Scene, clauses: Clauses, group: verbs.Group, after: Used, told: set[int]
    ) -> bool:
        """ "Iraq has put off the summit that it was to host"."""
        lemma = scene.elements[k].lemma
        near = [u for u in after if u[0].lo - k < 9]
        if (
            group.passive
            or not near
            or (lemma in ("call", "put") and clauses.low(k + 1) not in ("off", "back"))
        ):
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
