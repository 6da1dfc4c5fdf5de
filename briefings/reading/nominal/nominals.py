"""Encounters told by a noun: "talks between A and B", "A's visit to B", "a call with A", "A-B summit"."""

from __future__ import annotations

from briefings.reading import verbs
from briefings.reading.clauses import Party
from briefings.reading.frames import Claim
from briefings.reading.mentions import Mention
from briefings.reading.nominal.owners import Owners
from briefings.reading.nominal.pacts import Pacts
from briefings.reading.nominal.room import HAPPENING
from briefings.reading.nominal.rounds import Rounds
from briefings.reading.nominal.standing import Standing

_KIND = {"meeting": "meeting", "call": "call", "visit": "visit", "pact": "agreement"}
_ABSTRACT = frozenset(
    (
        "dialogue",
        "negotiation",
        "negotiations",
        "discussion",
        "discussions",
        "consultation",
        "exchange",
        "exchanges",
        "conversation",
    )
)
_WEAK_NOUNS = frozenset(
    (
        "exchange",
        "round",
        "conversation",
        "dialogue",
        "document",
        "documents",
        "arrangement",
        "framework",
        "contract",
        "instrument",
        "partnership",
        "mission",
        "leg",
        "stop",
        "truce",
        "ceasefire",
        "lease",
        "conference",
        "reception",
        "commission",
        "council",
    )
)
_COUNTING = frozenset("round rounds series day days hour hours session sessions cycle".split())
_WHICH = frozenset("next another further new final formal previous latest subsequent".split())
_DUE = frozenset("expect schedule plan set slate due".split())
_MEDIATING = frozenset("lending mediating brokering mediator facilitating hosting host intermediary".split())
_MEALS = frozenset("dinner lunch breakfast banquet luncheon supper reception".split())
_HOSTING = frozenset("host mediate broker chair convene facilitate moderate".split())
_TOLD = frozenset(
    (
        "hold host open conclude schedule plan set arrange organise organize fix postpone sign mediate move"
    ).split()
)


class Nominals(Pacts, Rounds, Owners, Standing):
    """Finds nominal claims in one sentence, after the verbs have taken theirs."""

    def claims(self, taken: list[Claim]) -> list[Claim]:
        found: list[Claim] = []
        verbs_at = {c.at for c in taken}
        self._called_off(taken)
        self._signed = {c.at for c in taken if c.kind == "agreement"}
        j = 0
        while j < len(self._elements):
            noun = self._matcher.noun_at(j)
            if (
                not noun
                or noun[1] not in _KIND
                or j in verbs_at
                or (self._elements[j].lemma and self._clauses.is_verb(j) and not self._noun_use(j))
            ):
                j += 1
                continue
            end, kind, _ = noun
            if self._outer(j, end) or (self._elements[j].low == "bilateral" and self._matcher.noun_at(end)):
                j = end
                continue
            if j not in self._matcher.used and (claim := self._claim(j, end, kind)):
                found.append(claim)
            j = end
        for claim in found:
            self._hosted(claim, taken)
        return found + self._by_theirs()

    def _hosted(self, claim: Claim, taken: list[Claim]) -> None:
        """ "talks between A and B, hosted by C": C was in the room too, and it is one meeting."""
        if claim.kind != "meeting":
            return
        for other in [c for c in taken if c.rule == "be received"]:
            between = {self._clauses.low(k) for k in range(claim.at + 1, other.at)}
            if claim.at < other.at <= claim.hi + 4 and not between & {"was", "were", "been", "who", ";"}:
                claim.left = [*claim.left, *other.right]
                claim.joint = True
                taken.remove(other)

    def _outer(self, j: int, end: int) -> bool:
        """Whether the noun only counts another: "the next round of talks", "two days of consultations"."""
        if self._elements[j].low not in _COUNTING or self._clauses.low(end) != "of":
            return False
        nested = self._nested(end + 1)
        return nested is not None

    def _nested(self, k: int) -> int | None:
        """The encounter noun of "of the Iran-U.S. negotiations"."""
        for i in range(k, min(k + 6, len(self._elements))):
            element = self._elements[i]
            noun = self._matcher.noun_at(i)
            if noun and noun[1] in _KIND and self._elements[i].low not in _COUNTING:
                return i
            if element.kind == "w" and element.low in self._lexicon.small["prepositions"]:
                return None
        return None

    def _noun_use(self, j: int) -> bool:
        element = self._elements[j]
        if element.low == "meeting" and self._clauses.low(j - 1) in _WHICH:
            return True
        return (
            element.low in ("talks", "meeting", "meetings", "visits", "calls", "trip", "summit")
            and self._clauses.low(j + 1) in ("between", "with", "of", "in", "to")
            and element.shape != "ing"
        )

    def _claim(self, j: int, end: int, kind: str) -> Claim | None:
        clauses = self._clauses
        arguments = clauses.arguments(end)
        start, owner = self._owner(j)
        if clauses.low(start - 1) == "of" and start > 1 and self._elements[start - 2].low in _COUNTING:
            start = self._owner(start - 2)[0]
        word = self._elements[j].low
        joined = self._joined(arguments.parties)
        partner = arguments.parties.get("with")
        agent = arguments.parties.get("by")
        left: list[Mention] = []
        right: list[Mention] = []
        pair: list[Mention] = []
        host = ""
        if end == j + 1 and word in ("call", "calls") and self._appealing(end):
            return None
        if kind == "pact":
            return self._pact(j, end, start)
        brought = self._brought(end) if joined is None and kind in ("meeting", "call") else None
        if brought is not None:
            joined, arguments = brought[0], clauses.arguments(brought[0].hi)
        if joined is None and kind in ("meeting", "call"):
            joined = self._first(end)
        if joined is not None:
            left = [*joined.mentions, *self._go_between(arguments.parties.get("with", []))]
        elif kind == "visit":
            taken = (
                clauses.collect(start - 2)
                if clauses.low(start - 1) == "on" and clauses.party_at(start - 2)
                else None
            )
            traveller = (
                owner or (agent[0] if agent else None) or self._of_traveller(arguments.parties) or taken
            )
            traveller = traveller or self._announced_later(start, arguments.end)
            if traveller is None:
                return self._taking(j, end, start)
            left = traveller.mentions
        elif word in _MEALS and agent and (guest := arguments.parties.get("for")):
            left, right, host = agent[0].mentions, guest[0].mentions, "left"
        elif partner:
            right = partner[0].mentions
            if owner:
                left = owner.mentions
            else:
                subject = self._implied(start)
                if subject is None and self._elements[0].low in (
                    "this",
                    "these",
                    "it",
                    "among",
                    "other",
                    "such",
                ):
                    subject = self._background
                if subject is None:
                    return None
                left = subject.mentions
        elif owner and len({a for m in owner.mentions for a in m.actors}) > 1:
            left = owner.mentions
        elif (
            kind == "call"
            and clauses.low(start - 1) in ("in", "during", "over", "by", "through")
            and (pair_ := self._caller(start))
        ):
            left, right = pair_
        elif pair := self._compound(j):
            left = pair
        elif kind == "meeting" and (further := self._further(j, end, start)) is not None:
            return further
        else:
            return None
        if word in _WEAK_NOUNS and joined is None and not (partner and owner):
            return None
        if (
            word in _ABSTRACT
            and not self._sat_down(arguments.end)
            and not pair
            and not any(m.form in ("person", "role", "group", "pair", "pronoun") for m in left)
        ):
            return None
        claim = Claim(
            _KIND[kind],
            verbs.PRESENT,
            f"noun {word}",
            left,
            right,
            j,
            start,
            arguments.end,
            list(arguments.dates),
            list(arguments.places),
            noun=word,
            words=arguments.words,
        )
        claim.host = host
        claim.joint = word == "summit" and len({a for m in right for a in m.actors}) > 2
        for k in range(start, j):
            if self._elements[k].kind == "d":
                claim.dates.insert(0, k)
        if kind == "visit":
            places = [m for p, m in arguments.places if p in ("to", "in", "into")]
            if not places:
                return None
            claim.destination, claim.places = places[0], [("to", m) for m in places]
        claim.status, claim.why = self._status(start, j, arguments.end)
        if claim.status == verbs.UPCOMING and (day := self._new_day(arguments.end)) is not None:
            claim.dates = [day]
        if brought is not None and claim.status != "cancelled":
            claim.status, claim.why = brought[1].status, brought[1].why
        self._happening(claim, arguments.end)
        if claim.kind == "meeting":
            self._mediated(claim, arguments.end)
        return claim

    def _go_between(self, partners: list[Party]) -> list[Mention]:
        """ "talks between A and B, with Turkey lending its good offices": the third is in the room."""
        for party in partners:
            words = {self._clauses.low(k) for k in range(party.hi, party.hi + 3)}
            if words & _MEDIATING:
                return list(party.mentions)
        return []

    def _sat_down(self, stop: int) -> bool:
        """ "Negotiations between A and B resumed in Montevideo on Monday": somewhere, on a day."""
        after = self._verb_after(stop)
        if after is None or after[0].status not in (verbs.HELD, verbs.UPCOMING):
            return False
        group, lemma = after
        if lemma not in HAPPENING and lemma not in _TOLD and self._clauses.low(group.at + 1) != "place":
            return False
        rest = self._clauses.arguments(group.at + 1)
        return bool(rest.dates) and any(m.place is not None for p, m in rest.places if p in ("in", "at"))

    def _new_day(self, stop: int) -> int | None:
        """The day to which it has been put off, told behind the noun."""
        off = next((k for k in range(stop, min(stop + 14, len(self._elements))) if self._off(k)), None)
        return self._moved(off) if off is not None else None

    def _announced_later(self, start: int, stop: int) -> Party | None:
        """ "During a visit to Tonga on Thursday, Penny Wong announced": the subject of the main clause."""
        low = self._clauses.low
        if start > 3 or low(start - 1) not in (
            "during",
            "on",
            "after",
            "following",
            "of",
            "concluding",
            "ending",
        ):
            return None
        for k in range(stop, min(stop + 8, len(self._elements))):
            if low(k) == "," and self._clauses.party_at(k + 1):
                party = self._clauses.collect(k + 1)
                personal = party is not None and any(m.people or m.form == "role" for m in party.mentions)
                return party if personal else None
        return None

    def _mediated(self, claim: Claim, stop: int) -> None:
        """ "A meeting between A and B that C was going to host in Luanda": C's too, and held there."""
        if self._clauses.low(stop) not in ("that", "which") or not claim.left:
            return
        verb = next((k for k in range(stop + 1, stop + 9) if self._hosts(k)), None)
        if verb is None:
            return
        host = self._clauses.collect(stop + 1)
        if host is None or any(not m.people and m.form not in ("state", "capital") for m in host.mentions):
            return
        group = verbs.group(self._elements, verb, self._lexicon)
        if group.why == "negated":
            return
        claim.left, claim.joint = [*claim.left, *host.mentions], True
        rest = self._clauses.arguments(verb + 1)
        claim.dates = [*claim.dates, *(d for d in rest.dates if d not in claim.dates)]
        claim.places = claim.places or rest.places

    def _hosts(self, k: int) -> bool:
        return k < len(self._elements) and self._elements[k].lemma in _HOSTING and self._clauses.is_verb(k)

    def _happening(self, claim: Claim, stop: int) -> None:
        """Takes day and place from "took place in Arica on 2 March" behind the noun."""
        after = self._verb_after(stop)
        if after is None or after[0].lo > stop + 4:
            return
        if self._clauses.low(after[0].lo - 1) == "and" and self._clauses.low(claim.lo - 1) in ("for", "with"):
            return  # "goes on to Paris for talks with X and ends in Brussels"
        group, lemma = after
        told = (
            lemma in HAPPENING
            or (group.passive and (lemma in _TOLD or lemma in _DUE))
            or (lemma == "take" and self._clauses.low(group.at + 1) == "place")
            or (lemma == "get" and self._clauses.low(group.at + 1) in ("under", "underway", "going"))
        )
        at = group.at + (lemma == "get") + (self._clauses.low(group.at + 2) == "way")
        if lemma in _DUE and self._clauses.low(at + 1) == "to":
            told, at = True, at + 2  # "is expected to take place in June"
            at += self._clauses.low(at + 1) == "place"
        if not told:
            return
        rest = self._clauses.arguments(at + 1)
        claim.dates = [*claim.dates, *(d for d in rest.dates if d not in claim.dates)]
        if claim.kind != "visit" and (not claim.places or claim.places[0][0] == "on"):
            claim.places = rest.places or claim.places
        claim.hi = max(claim.hi, group.at + 1)

    def _appealing(self, end: int) -> bool:
        """ "a call for talks", "calls on Moscow to withdraw": nobody was rung."""
        low = self._clauses.low(end)
        dated = end + 1 < len(self._elements) and self._elements[end + 1].kind == "d"
        return (
            low == "for"
            or (low in ("on", "to") and not dated and not self._clauses.party_at(end + 1))
            or (low == "on" and not dated)
        )

    def _taking(self, j: int, end: int, start: int) -> Claim | None:
        """ "the trip that was to take the minister to Tashkent"."""
        clauses = self._clauses
        verb = next(
            (
                k
                for k in range(end, min(end + 8, len(self._elements)))
                if self._elements[k].lemma in ("take", "bring")
            ),
            None,
        )
        if verb is None or clauses.low(end) not in ("that", "which", ",", "to"):
            return None
        party = clauses.collect(verb + 1)
        if party is None:
            return None
        arguments = clauses.arguments(party.hi)
        places = [m for p, m in arguments.places if p in ("to", "in", "into")]
        if not places:
            return None
        claim = Claim(
            "visit",
            verbs.PRESENT,
            "noun trip",
            party.mentions,
            [],
            j,
            start,
            arguments.end,
            list(arguments.dates),
            [("to", m) for m in places],
            noun=self._elements[j].low,
        )
        claim.destination = places[0]
        group = verbs.group(self._elements, verb, self._lexicon)
        claim.status, claim.why = group.status, group.why
        after = self._verb_after(arguments.end)
        if after is not None and self._off(after[0].at):
            claim.status = "cancelled"
        return claim
