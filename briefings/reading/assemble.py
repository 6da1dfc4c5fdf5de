"""One article's drafts become its events: the same encounter told twice is one."""

from __future__ import annotations

from briefings import dates as partial
from briefings.reading.drafts import Draft
from briefings.world.world import World

_ROOM = frozenset(("meeting", "visit"))


_STAY = 6
"""So many days after it began may a visit bring the talks for which it is made."""
_MOST_PEOPLE = 60
_MOST_TWINS = 200
"""Bounds that no article comes near, so that time grows no faster than any text."""


def assemble(drafts: list[Draft], published: str | None) -> list[Draft]:
    """The drafts merged, in the order of the text."""
    kept = _Kept()
    for draft in drafts:
        target = _best([k for k in kept.like(draft) if same(k, draft)], draft)
        if target is None:
            kept.add(draft)
        else:
            absorb(target, draft)
            kept.note(target)
    _lend(kept.drafts)
    _on_the_day(kept.drafts)
    return _without_told_visits(_without_journeys(kept.drafts), published)


class _Kept:
    """The events so far, found by their parties or by the sentences around another's."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self._numbers: dict[int, int] = {}
        self._by_parties: dict[tuple[str, frozenset[str]], list[int]] = {}
        self._by_sentence: dict[int, list[int]] = {}

    def add(self, draft: Draft) -> None:
        self._numbers[id(draft)] = len(self.drafts)
        self.drafts.append(draft)
        self.note(draft)

    def note(self, draft: Draft) -> None:
        """Files a draft under what it has become."""
        number = self._numbers[id(draft)]
        for filed in (
            self._by_parties.setdefault((draft.status, frozenset(draft.actors)), []),
            self._by_sentence.setdefault(draft.sentence, []),
        ):
            if not filed or filed[-1] != number:
                filed.append(number)

    def like(self, draft: Draft) -> list[Draft]:
        """All that can be the same as `draft`, the oldest first: of the same parties, or told beside it."""
        found = set(self._by_parties.get((draft.status, frozenset(draft.actors)), ())[-_MOST_TWINS:])
        for sentence in range(draft.sentence - 1, draft.sentence + 2):
            found.update(self._by_sentence.get(sentence, ())[-_MOST_TWINS:])
        return [self.drafts[number] for number in sorted(found)]


def sound(drafts: list[Draft], world: World) -> list[Draft]:
    """The drafts whose parties can act: no mere territory, and nobody meets or visits themselves."""
    kept = []
    for draft in drafts:
        lender = any(_private(a, world) for a in draft.actors)
        draft.actors = tuple(a for a in draft.actors if world.is_actor(a) and not _private(a, world))
        few = [world.of_few(actor, draft.start) for actor in draft.actors]
        if any(few):
            states = {a for a, members in zip(draft.actors, few, strict=True) if not members}.union(*few)
            draft.actors = tuple(sorted(states))
            if draft.kind in ("meeting", "summit"):
                draft.kind = "summit" if len(states) > 3 else "meeting"
        alone = draft.kind == "summit" or (draft.kind == "agreement" and not lender)
        if len(draft.actors) > 1 or (draft.actors and alone):
            kept.append(draft)
    return kept


def _private(actor: str, world: World) -> bool:
    """Whether a body is a lender or a society, whose officials are nobody's diplomats."""
    body = world.organisations.get(actor)
    return body is not None and body.kind in ("bank", "society") and actor not in ("IMF", "WB")


def _best(fitting: list[Draft], draft: Draft) -> Draft | None:
    if not fitting:
        return None
    return max(
        fitting,
        key=lambda k: (
            k.start is not None and k.start == draft.start,
            k.country is not None and k.country == draft.country,
            bool({p.name for p in k.people} & {p.name for p in draft.people}),
            k.sentence,
        ),
    )


def same(a: Draft, b: Draft) -> bool:
    """Whether both tell the same event of one article."""
    if (
        a.kind != b.kind
        and not (a.kind in _ROOM and b.kind in _ROOM)
        and {a.kind, b.kind} != {"meeting", "summit"}
    ):
        return False
    if a.status != b.status:
        return False
    if _beside(a, b) or _beside(b, a):
        return False
    if set(a.actors) != set(b.actors):
        smaller, larger = sorted((a, b), key=lambda d: len(d.actors))
        if not (set(smaller.actors) < set(larger.actors) and len(larger.actors) > 2):
            return False
        if a.kind == "agreement":
            return False
        if _told_short(smaller, larger):
            return True
        if not (
            a.start
            and a.start == b.start
            and (a.city == b.city or not a.city or not b.city)
            and abs(a.sentence - b.sentence) <= 1
        ):
            return False
    if _one_clause(a, b):
        return True
    if a.country and b.country and a.country != b.country:
        return False
    if a.city and b.city and a.city != b.city:
        return False
    if a.name and b.name and a.name != b.name:
        return False
    if not _dates_agree(a, b):
        return False
    if a.kind == "agreement" and b.kind == "agreement":
        return a.name == b.name or a.sentence != b.sentence
    return True


def _one_clause(a: Draft, b: Draft) -> bool:
    """ "travels to Singapore for talks with X, which are scheduled for Thursday": the journey and the talks
    are told by words that overlap."""
    noun = [d for d in (a, b) if d.rule.startswith("noun")]
    return (
        len(noun) == 1
        and a.sentence == b.sentence
        and set(a.actors) == set(b.actors)
        and a.kind in _ROOM
        and b.kind in _ROOM
        and a.lo < b.hi
        and b.lo < a.hi
    )


def _told_short(smaller: Draft, larger: Draft) -> bool:
    """ "The two presidents have met", and in the next sentence where, when and who brought them together."""
    return (
        smaller.kind == larger.kind == "meeting"
        and smaller.start is None
        and not smaller.city
        and smaller.gathering is None
        and bool(larger.start and larger.city)
        and 1 <= larger.sentence - smaller.sentence <= 2
        and (not smaller.country or smaller.country == larger.country)
        and {p.name for p in smaller.people} <= {p.name for p in larger.people}
        and smaller.rule != "noun bilateral"
    )


def _beside(meeting: Draft, summit: Draft) -> bool:
    """Whether two met at a gathering that has a name: both are told."""
    return (
        meeting.kind in _ROOM
        and summit.kind == "summit"
        and bool(summit.name or summit.organisation)
        and (len(meeting.actors) < 3 or meeting.gathering is not None)
    )


def _dates_agree(a: Draft, b: Draft) -> bool:
    if partial.compatible(a.start, b.start):
        return True
    assert a.start
    assert b.start
    for one, other in ((a, b), (b, a)):
        if (
            one.end
            and other.start
            and len(other.start) == len(one.start or "") == 10
            and (one.start or "") <= other.start <= one.end
            and "visit" in (one.kind, other.kind)
        ):
            return True
    if "visit" in (a.kind, b.kind) and a.kind != b.kind and len(a.start) == 10 and len(b.start) == 10:
        visit, other = (a, b) if a.kind == "visit" else (b, a)
        days = partial.gap_days((a.start, a.end), (b.start, b.end))
        there = (
            bool(visit.country)
            and visit.country == other.country
            and (visit.start or "") <= (other.start or "")
        )
        return days <= (_STAY if there and visit.status == "held" else 2)
    return False


def absorb(target: Draft, draft: Draft) -> None:
    """Puts what `draft` knows into `target`."""
    rank = {"visit": 0, "meeting": 1, "summit": 2}
    higher = rank.get(draft.kind, 1) > rank.get(target.kind, 1)
    if higher:
        target.kind, target.sentence, target.lo, target.hi, target.rule = (
            draft.kind,
            draft.sentence,
            draft.lo,
            draft.hi,
            draft.rule,
        )
        if draft.start and not (target.start and len(target.start) > len(draft.start)):
            target.start, target.end = draft.start, draft.end
    if len(draft.actors) > len(target.actors):
        target.actors = draft.actors
    if target.start is None or (
        draft.start and len(draft.start) > len(target.start) and draft.start.startswith(target.start)
    ):
        target.start, target.end = draft.start, draft.end
    elif target.start == draft.start and target.end is None:
        target.end = draft.end
    target.country = target.country or draft.country
    target.city = target.city or draft.city
    target.organisation = target.organisation or draft.organisation
    target.name = target.name or draft.name
    target.host = target.host or draft.host
    target.topic = target.topic or draft.topic
    for person in draft.people:
        if len(target.people) < _MOST_PEOPLE and person not in target.people:
            target.people.append(person)
    if draft.sentence not in target.also[-1:]:
        target.also.append(draft.sentence)
    target.steps.append(("merge", draft.rule, f"the same as told in sentence {draft.sentence + 1}"))


def lend_gatherings(drafts: list[Draft]) -> None:
    """A meeting on the sidelines was where the gathering was, and at its time as far as the text gives it;
    those who met there attended it."""
    for draft in drafts:
        gathering = draft.gathering
        if gathering is not None and draft.kind == "meeting" and draft.status == gathering.status:
            gathering.seat(draft.actors, draft.people)
        if (
            gathering is not None
            and gathering.start is None
            and draft.start is not None
            and draft.status == "held"
        ):
            gathering.start = draft.start[:7]
    for draft in drafts:
        gathering = draft.gathering
        if gathering is None or draft.kind == "call":
            continue
        if draft.start is None and gathering.start is not None and gathering.status in ("", draft.status):
            draft.start = gathering.start
        if draft.country is None and gathering.country is not None:
            draft.country, draft.city = gathering.country, gathering.city
        elif draft.country == gathering.country and draft.city is None:
            draft.city = gathering.city


def _lend(drafts: list[Draft]) -> None:
    """What was signed was signed where and when the parties met, where one of both is told without date or
    place."""
    told: dict[int, list[int]] = {}
    for number, draft in enumerate(drafts):
        if draft.kind in ("meeting", "summit", "visit") and draft.status == "held":
            for sentence in {draft.sentence, *draft.also}:
                told.setdefault(sentence, []).append(number)
    for pact in drafts:
        if pact.kind != "agreement" or pact.status != "held":
            continue
        beside = {
            n for at in range(pact.sentence - 2, pact.sentence + 3) for n in told.get(at, ())[-_MOST_TWINS:]
        }
        near = [
            d
            for d in (drafts[number] for number in sorted(beside))
            if set(pact.actors) <= set(d.actors)
            and partial.compatible(pact.start, d.start)
            and (not pact.country or not d.country or pact.country == d.country)
        ]
        if not near:
            continue
        meeting = min(near, key=lambda d: abs(pact.sentence - d.sentence))
        if pact.start is None:
            pact.start = meeting.start
        elif meeting.start is None and len(meeting.actors) == len(pact.actors):
            meeting.start = pact.start
        if not pact.country:
            pact.country, pact.city = meeting.country, meeting.city
        elif not meeting.country:
            meeting.country, meeting.city = pact.country, pact.city


def _on_the_day(drafts: list[Draft]) -> None:
    """ "In Calakmul, X also met Y apart": on the day on which both were there with others, as told before."""
    larger = [d for d in drafts if d.status == "held" and d.city and len(d.actors) > 2 and d.kind != "call"]
    for draft in drafts:
        if draft.kind != "meeting" or draft.status != "held" or draft.start is not None or not draft.city:
            continue
        days = {
            other.start
            for other in larger[:_MOST_TWINS]
            if other.city == draft.city
            and 0 <= draft.sentence - other.sentence <= 8
            and set(draft.actors) < set(other.actors)
        }
        day = days.pop() if len(days) == 1 else None
        if day is not None:
            draft.start = day
            draft.steps.append(("same day", draft.city, f"both were there on {day}"))


def _without_journeys(drafts: list[Draft]) -> list[Draft]:
    """A visit that led to a gathering in that state is told by the gathering."""
    gatherings = [d for d in drafts if d.kind == "summit" and d.country][:_MOST_TWINS]
    return [
        draft
        for draft in drafts
        if not (
            draft.kind == "visit"
            and draft.country
            and any(
                g.country == draft.country and set(draft.actors) <= set(g.actors) and _journey_to(draft, g)
                for g in gatherings
            )
        )
    ]


def _journey_to(visit: Draft, gathering: Draft) -> bool:
    """Whether the dates allow that the visit is the journey to the gathering; of who has arrived before it
    begins that must be told in one breath, or just before it.
    """
    possible = partial.compatible(visit.start, gathering.start)
    if visit.status == gathering.status:
        return possible or _close(visit, gathering)
    arrived = (gathering.status, visit.status) == ("upcoming", "held")
    together = possible and visit.sentence == gathering.sentence
    return arrived and (together or _close(visit, gathering))


def _close(a: Draft, b: Draft) -> bool:
    return bool(a.start and b.start) and partial.gap_days((a.start or "", a.end), (b.start or "", b.end)) <= 3


def _without_told_visits(drafts: list[Draft], published: str | None) -> list[Draft]:
    """A visit that has begun, with its talks still to come, is the one coming meeting."""
    ahead: dict[tuple[str, ...], list[Draft]] = {}
    for draft in drafts:
        if draft.kind == "meeting" and draft.status == "upcoming":
            ahead.setdefault(draft.actors, []).append(draft)
    kept = []
    for draft in drafts:
        if draft.kind == "visit" and draft.status == "held":
            coming = [
                d
                for d in ahead.get(draft.actors, ())[:_MOST_TWINS]
                if (not d.country or not draft.country or d.country == draft.country)
            ]
            recent = not draft.start or not published or published[:7] == draft.start[:7]
            if coming and recent:
                first = coming[0]
                first.country = first.country or draft.country
                first.city = first.city or draft.city
                continue
        kept.append(draft)
    return kept
