"""All gatherings of one article: read sentence by sentence, given back as drafts at its end."""

from __future__ import annotations

from collections.abc import Sequence

from briefings.reading import verbs
from briefings.reading.clauses import Arguments, Clauses, Party
from briefings.reading.drafts import Draft, Scene
from briefings.reading.encounters import Encounters
from briefings.reading.frames import Claim
from briefings.reading.lexicon import Lexicon
from briefings.reading.mentions import Mention
from briefings.reading.summits import words as known
from briefings.reading.summits.bare import Bare
from briefings.reading.summits.gathering import Gathering, Ref
from briefings.reading.summits.naming import Naming
from briefings.reading.summits.participants import Participants
from briefings.reading.summits.roll import Roll
from briefings.reading.summits.series import LEADERS
from briefings.reading.summits.telling import Telling
from briefings.reading.summits.titles import Titles
from briefings.world.world import World

_TALKS = frozenset("meeting talks encounter conversation bilateral discussion".split())
"""What a sentence calls the encounter that was told before it."""
_THERE = frozenset(("part", "present", "there", "table", "attendance", "attended"))
"""Words of the sentences that say who else was in the room."""
_CHAIR = frozenset(("chair", "chairing", "presiding"))
_IS = frozenset(("is", "was", "were"))
_INVERTED = 6
"""Elements within which an inverted sentence comes to its verb."""

_LEVELS = {
    "foreign": "foreign ministers' meeting",
    "defence": "defence ministers' meeting",
    "minister": "ministerial meeting",
}


class Gatherings:
    """Kept for one article."""

    def __init__(self, world: World, lexicon: Lexicon, encounters: Encounters, titles: Titles) -> None:
        self._world = world
        self._lexicon = lexicon
        self._encounters = encounters
        self._roll = Roll()
        self._naming = Naming(world, lexicon, titles)
        self._telling = Telling(world, lexicon, encounters, self._roll)
        self._bare = Bare(world, lexicon, encounters, self._telling)
        self._participants = Participants(world, lexicon, self._roll, self._telling)
        self.in_focus = self._roll.in_focus
        self.adopt = self._roll.adopt
        self.all = self._roll.all

    def read(
        self, scene: Scene, clauses: Clauses, claims: list[Claim], told_before: Sequence[Draft] = ()
    ) -> list[Claim]:
        """Takes what the sentence says of gatherings; gives back the claims that are not about them.

        `told_before`: the encounters of the sentences before, the last of which "the talks" may mean.
        """
        if scene.sentence.diary and scene.sentence.first:
            self._roll.leave(scene)
        refs = self._naming.refs(scene, clauses)
        used: list[tuple[Ref, Gathering]] = []
        for ref in refs:
            gathering = self._roll.match(ref, scene)
            if gathering is not None:
                used.append((ref, gathering))
        told: set[int] = set()
        self._participants.journeys.clear()
        self._participants.hostings.clear()
        if scene.sentence.text[:12].lower().startswith(("called off", "cancelled", "postponed", "canceled")):
            for ref, gathering in used:
                arguments = clauses.arguments(ref.hi)
                self._bare.states(ref, gathering)
                self._telling.cancel(gathering, ref, scene, clauses.arguments(ref.hi + 3))
                self._telling.where(gathering, arguments, ref, scene)
                gathering.last = scene.number
            return [c for c in claims if c.kind == "agreement"]
        seated = len(self._roll.focus.actors) if self._roll.focus is not None else 0
        for k, element in enumerate(scene.elements):
            if element.lemma in known.VERBS and clauses.is_verb(k) and not self._auxiliary(k, clauses):
                self._participants.verb(k, scene, clauses, used, told)
        for ref, gathering in used:
            if not ref.previous:
                gathering.last = scene.number
            if not ref.back and id(gathering) not in told:
                self._bare.read(ref, gathering, scene, clauses)
            elif not ref.back:
                self._bare.attended(ref, gathering, scene, clauses)
        current = [g for r, g in used if not r.previous]
        if current:
            here = [g for g in current if id(g) in told] or current
            self._roll.turn(here[-1], bool(told))
        if self._roll.focus is not None and self._roll.in_focus(scene.number):
            self._participants.roll_call(scene, clauses, current[-1] if current else self._roll.focus)
            if len(self._roll.focus.actors) > seated:
                self._roll.focus.last = scene.number
        chair = self._in_the_chair(scene, clauses)
        if chair and self._roll.focus is not None and scene.number - self._roll.focus.last <= 3:
            self._roll.focus.take(chair)
        elif told_before and not used:
            self._joined_in(scene, clauses, told_before[-1])
        kept: list[Claim] = []
        for claim in claims:
            told_of = any(r.lo <= claim.at < r.hi or self._noun_in(claim, r, scene) for r, _ in used)
            if claim.kind == "visit" and claim.at in self._participants.journeys:
                continue
            if claim.kind in ("meeting", "hosting") and claim.at in self._participants.hostings:
                continue
            if not told_of and self._of_its_own(claim, scene):
                continue
            if not told_of and not self._roll.receives(claim, scene):
                kept.append(claim)
        self._sidelines(scene, used, kept, told_before)
        return kept

    @staticmethod
    def _in_the_chair(scene: Scene, clauses: Clauses) -> list[Mention]:
        """ "In the chair was X", "Presiding over it was X": whom an inverted sentence seats in the chair of
        what was told before.
        """
        low = [element.low for element in scene.elements[:_INVERTED]]
        at = next((i for i, word in enumerate(low) if word in _IS), 0)
        # "The chair" may be a mention of its own; whoever is named before the verb is another subject.
        named = any(e.mention is not None and e.mention.people for e in scene.elements[:at])
        if not at or named or not _CHAIR.intersection(scene.words(0, at).lower().split()):
            return []
        seats = (clauses.collect(i) for i in range(at + 1, at + 5) if clauses.party_at(i))
        return next((p.mentions for p in seats if p is not None and p.mentions[0].people), [])

    def _joined_in(self, scene: Scene, clauses: Clauses, last: Draft) -> None:
        """ "The ministers of A and B also took part": in the encounter told a sentence before."""
        if last.kind != "meeting" or last.status != verbs.HELD or scene.number - last.sentence > 1:
            return
        if not _THERE.intersection(e.low for e in scene.elements):
            return
        table = Gathering("meeting", "", "", "", True, status=last.status)
        self._participants.roll_call(scene, clauses, table)
        if not table.actors or set(table.actors) <= set(last.actors):
            return
        last.actors = tuple(sorted({*last.actors, *table.actors}))
        last.people += [f for known in table.actors.values() for f in known if f not in last.people]
        last.kind = "summit" if len(last.actors) > 3 else "meeting"
        last.steps.append(("joined", scene.sentence.text[:60], "they were in the room too"))

    @staticmethod
    def _auxiliary(k: int, clauses: Clauses) -> bool:
        """Whether "has" only helps the verb behind it."""
        elements = clauses.elements
        after = clauses.skip(k + 1)
        return elements[k].lemma == "have" and after < len(elements) and "participle" in elements[after].shape

    def entitled(self, scene: Scene, clauses: Clauses) -> None:
        """Lets a headline say of which gathering the story is, before its text calls it "the summit"."""
        for ref in self._naming.refs(scene, clauses):
            inside = scene.elements[ref.lo : ref.hi]
            own = any(e.mention is not None and e.mention.form == "body" for e in inside) or any(
                e.kind == "w" and e.lo and scene.tokens.cap[e.lo] for e in inside
            )
            if own and not (ref.back or ref.previous or ref.following) and (ref.organisation or ref.name):
                gathering = self._roll.match(ref, scene)
                if gathering is not None:
                    gathering.evidence.add("title")
                    gathering.last, self._roll.focus = scene.number, gathering

    def _of_its_own(self, claim: Claim, scene: Scene) -> bool:
        """ "Iceland's premier welcomed the heads of state of COE": a member has all in."""
        if claim.rule != "receive" or claim.kind != "meeting" or len(claim.right) != 1:
            return False
        guests = claim.right[0]
        if not guests.plural or guests.form not in ("role", "group") or len(guests.actors) != 1:
            return False
        body, hosts = guests.actors[0], {a for m in claim.left for a in m.actors}
        if len(hosts) != 1 or not hosts <= self._world.member_states(body):
            return False
        status = self._encounters.timing.status(claim, scene)
        if status not in (verbs.HELD, verbs.UPCOMING):
            return False
        label = self._world.organisations[body].short or body
        ref = Ref(claim.lo, claim.hi, "summit", body, f"{label} {_LEVELS.get(guests.role, 'summit')}")
        gathering = self._roll.match(ref, scene)
        if gathering is None:
            return False
        arguments = Arguments(places=list(claim.places), dates=list(claim.dates))
        group = verbs.Group(claim.at, claim.at, status)
        party = Party(claim.left, claim.lo, claim.lo + 1)
        self._telling.told(gathering, ref, scene, group, arguments, claim.at, party, "host", set())
        gathering.host = gathering.host or next(iter(hosts))
        gathering.last = scene.number
        self._roll.focus = gathering
        return True

    def _noun_in(self, claim: Claim, ref: Ref, scene: Scene) -> bool:
        if not claim.noun or claim.kind not in ("meeting", "call", "hosting"):
            return False
        first = claim.noun.split()[0]
        return (
            any(
                scene.elements[k].low == first
                for k in range(max(claim.at, ref.lo), min(ref.hi, claim.at + 14))
            )
            and ref.head in claim.noun
        )

    def _sidelines(
        self,
        scene: Scene,
        used: list[tuple[Ref, Gathering]],
        claims: list[Claim],
        told_before: Sequence[Draft] = (),
    ) -> None:
        at = next((k for k, e in enumerate(scene.elements) if e.low in known.SIDE), None)
        if at is None:
            return
        gathering = next((g for r, g in used if r.lo >= at), None)
        before = scene.elements[at - 1].low if at else ""
        following = scene.elements[at + 1].low if at + 1 < len(scene.elements) else ""
        named = following == "of"
        if gathering is None and (before in ("its", "their") or (before == "the" and not named)):
            gathering = self._roll.focus if self._roll.in_focus(scene.number) else None
        if gathering is None:
            body = next(
                (
                    e.mention
                    for e in scene.elements[at:]
                    if e.mention is not None and e.mention.form == "body"
                ),
                None,
            )
            for claim in claims:
                claim.side = body.actors[0] if body is not None else ""
            return
        for claim in claims:
            claim.side, claim.gathering = gathering.organisation, gathering
            if claim.kind == "talk":
                claim.kind = "meeting"  # "On its sidelines he spoke with X for ten minutes"
        last = told_before[-1] if told_before else None
        if (
            not claims
            and last is not None
            and last.kind == "meeting"
            and last.gathering is None
            and scene.number - last.sentence <= 4
            and _TALKS.intersection(e.low for e in scene.elements[:6])
        ):
            last.gathering, last.organisation = gathering, last.organisation or gathering.organisation or None

    def drafts(self, published: str | None) -> list[Draft]:
        found: list[Draft] = []
        self._name_bodies(published)
        for gathering in self._roll.all:
            if gathering.sentence < 0 or not gathering.status:
                continue
            actors = dict(gathering.actors)
            if gathering.host:
                actors.setdefault(gathering.host, [])
            elif (
                gathering.country
                and gathering.country in self._world.states
                and (gathering.name or gathering.organisation)
                and self._host_counts(gathering)
            ):
                actors.setdefault(gathering.country, [])
            if "body" in gathering.evidence:
                for code in self._world.of_few(gathering.organisation, gathering.start or published):
                    actors.setdefault(code, [])
            states = sum(a in self._world.states for a in actors)
            bare = len(actors) > 1 and not actors.get(gathering.organisation, [None])
            if bare and "pair" not in gathering.evidence and (states > 1 or gathering.host):
                actors.pop(gathering.organisation)
            if not actors and gathering.organisation:
                actors[gathering.organisation] = []
            if not actors:
                continue
            few = self._world.of_few(gathering.organisation, published) and 1 < len(actors) < 4
            body = self._world.organisations.get(gathering.organisation)
            if body is not None and body.kind == "society" and not gathering.actors and not gathering.host:
                continue  # a fair of business people; who of the states comes is not told
            if (
                gathering.status == verbs.HELD
                and not gathering.evidence & {"host", "attend", "place", "list"}
                and not gathering.actors
            ):
                continue
            draft = Draft(
                "meeting" if gathering.kind == "summit" and few else gathering.kind,
                gathering.status,
                tuple(sorted(actors)),
                [f for people in actors.values() for f in people],
                gathering.sentence,
                gathering.lo,
                gathering.hi,
                "summit",
                start=gathering.start,
                end=gathering.end,
                country=gathering.country or gathering.host or None,
                city=gathering.city,
                organisation=gathering.organisation or None,
                name=gathering.name or None,
                host=gathering.host,
            )
            self._calendar(draft, gathering, published)
            found.append(draft)
        return found

    def _name_bodies(self, published: str | None) -> None:
        """ "Caribbean leaders ended a summit": the summit of the body whose members alone were there."""
        for gathering in self._roll.all:
            self._name_whole(gathering, published)
            if gathering.organisation or not gathering.name.endswith(LEADERS):
                continue
            states = {a for a in gathering.actors if a in self._world.states}
            for code in self._naming.bodies:
                if len(states) > 3 and states <= self._world.member_states(code, published):
                    named = self._world.organisations[code].short or code
                    for same in [g for g in self._roll.all if g.name == gathering.name]:
                        same.organisation, same.name = code, f"{named} summit"
                    break

    def _name_whole(self, gathering: Gathering, published: str | None) -> None:
        """A gathering without a name of all members of a body that the article names is that body's."""
        if gathering.organisation or gathering.name or len(gathering.actors) < 4:
            return
        for code in self._naming.bodies:
            if set(gathering.actors) == self._world.member_states(code, published):
                label = self._world.organisations[code].short or code
                gathering.organisation, gathering.name = code, f"{label} meeting"
                return

    def _edition(self, draft: Draft, gathering: Gathering) -> None:
        """ "the 34th summit ... on May 17": the number tells the year where the article does not."""
        if not (gathering.edition and gathering.organisation and draft.start and len(draft.start) > 4):
            return
        known = self._world.calendar.find(
            gathering.organisation, gathering.name or None, edition=gathering.edition
        )
        if len(known) == 1 and known[0].start and known[0].start[4:7] == draft.start[4:7]:
            shift = known[0].start[:4]
            draft.start = shift + draft.start[4:]
            draft.end = shift + draft.end[4:] if draft.end else None

    def _host_counts(self, gathering: Gathering) -> bool:
        """A body's own seat does not make its state an actor."""
        body = self._world.organisations.get(gathering.organisation)
        return body is None or body.city != gathering.city or not gathering.city

    def _calendar(self, draft: Draft, gathering: Gathering, published: str | None) -> None:
        """Gives the date that only the packaged calendar knows, or the year of a numbered edition."""
        self._edition(draft, gathering)
        if draft.start is not None or draft.status == "cancelled" or published is None:
            return
        if not (gathering.organisation or gathering.name):
            return
        known = self._world.calendar.meant_by(
            gathering.organisation or None,
            gathering.name or None,
            published=published,
            tense="future" if draft.status == verbs.UPCOMING else "past",
            country=gathering.country,
            city=gathering.city,
            edition=gathering.edition or None,
        )
        if known is not None:
            draft.start, draft.end, draft.calendar = known.start, known.end, True
            draft.country = draft.country or known.country
            draft.city = draft.city or known.city
            draft.steps.append(("calendar", known.id, f"{known.start} as the packaged calendar has it"))
