"""Visits told in passing: "During a visit to Tonga on Thursday, the minister announced", "X was in Cairo in
February"."""

from __future__ import annotations

from briefings.reading import verbs
from briefings.reading.clauses import Arguments, Party
from briefings.reading.frames.claim import Claim
from briefings.reading.frames.company import Company
from briefings.reading.frames.table import Frame
from briefings.reading.mentions import Mention

_IN_PASSING = frozenset(("during", "on", "amid", "from"))
_OPENING = frozenset("a an his her this the".split())
_REPORT = frozenset(("visit", "trip", "tour", "stopover", "mission", "journey", "stop"))
_HOURS = frozenset(("hour", "hours", "minutes"))
_TALKS = frozenset(("talks", "negotiations", "consultations", "discussions"))
_TOLD_BY = _HOURS | _TALKS | {"whose"}
_DURING = frozenset(("during", "after", "in", "at", "following"))
_WRITTEN = frozenset("if whether unless should could may might no not without never".split())


class Journeys(Company):
    """Visits that another verb's sentence mentions."""

    def passing(self) -> list[Claim]:
        """The visits of "during a visit to X" phrases whose subject is that of the main clause."""
        found: list[Claim] = []
        for k, element in enumerate(self._elements):
            if element.low not in _REPORT or k in self.used or not k:
                continue
            noun = self.noun_at(k)
            start = self._opened(k)
            if noun is None or noun[1] != "visit" or not start:
                continue
            claim = self._passing(k, start, noun[0])
            if claim is not None:
                self.used.update(range(k, noun[0]))
                found.append(claim)
        return found

    def _opened(self, k: int) -> int:
        """Where "during a two-day official visit" begins whose noun is at element k; 0 for another phrase."""
        low = self._clauses.low
        for i in range(k - 1, max(-1, k - 8), -1):
            element = self._elements[i]
            if element.low in _OPENING:
                before = low(i - 1)
                return i if i and before in _IN_PASSING and low(i - 2) != "based" else 0
            if element.kind == "p" and element.low != "-":
                return 0
            if element.kind == "m" and (element.mention is None or element.mention.form != "adjective"):
                return 0
            if element.low in self._lexicon.small["prepositions"]:
                return 0
        return 0

    def _passing(self, k: int, start: int, end: int) -> Claim | None:
        clauses = self._clauses
        arguments = clauses.arguments(end)
        places = self._onward([m for p, m in arguments.places if p in ("to", "in", "into")])
        if not places or (clauses.low(end) not in ("to", "in", "last", "this") and not self._dated(end)):
            return None
        first = start - 1
        if any(clauses.low(i) in _WRITTEN for i in range(first)):
            return None
        doer, group = self._doer(first, arguments)
        if doer is None or group is None:
            return None
        if group.status not in (verbs.HELD, verbs.UPCOMING, verbs.PRESENT):
            return None
        claim = Claim(
            "visit",
            group.status,
            "during a visit",
            doer.mentions,
            [],
            k,
            min(doer.lo, first),
            arguments.end,
            arguments.dates,
            [("to", m) for m in places],
            noun=clauses.low(k),
        )
        claim.destination = places[0]
        return claim

    def _dated(self, i: int) -> bool:
        return i < len(self._elements) and self._elements[i].kind == "d"

    def _doer(self, first: int, arguments: Arguments) -> tuple[Party | None, verbs.Group | None]:
        """Who travels: the subject of the clause to which the phrase at `first` belongs, and its verb."""
        clauses = self._clauses
        before = clauses.verb_before(first) if first > 1 else None
        if before is not None:
            group = verbs.group(self._elements, before, self._lexicon)
            if not group.finite or group.status == verbs.INHERIT:
                opening = self._afterwards(first, arguments.end) if before == 0 else None
                return (opening, self._main_verb(opening)) if opening else (None, None)
            return clauses.subject(group.lo, True), group
        doer = self._afterwards(first, arguments.end)
        return doer, self._main_verb(doer)

    def _main_verb(self, party: Party | None) -> verbs.Group | None:
        """The verb of which the party is the subject."""
        if party is None:
            return None
        for k in range(party.hi, min(party.hi + 14, len(self._elements))):
            element = self._elements[k]
            if element.lemma and self._clauses.is_verb(k) and element.shape not in ("ing", "participle"):
                group = verbs.group(self._elements, k, self._lexicon)
                if group.lo >= party.hi:
                    return group
            if element.kind == "w" and element.low.endswith("ed") and not element.lemma:
                return verbs.Group(k, k, verbs.HELD)
        return None

    def times(self) -> list[Claim]:
        """ "After half an hour with Macron, she was asked", "between A and B there was half an hour"."""
        found: list[Claim] = []
        for k, element in enumerate(self._elements):
            mention = element.mention
            side = mention is not None and mention.title == "side" and mention.owner in ("his", "her")
            if k in self.used or not (side or element.low in _TOLD_BY):
                continue
            if side:
                claim = self._at_his_side(k)
            elif element.low == "whose":
                claim = self._whose_host(k)
            elif element.low in _TALKS:
                claim = self._among_themselves(k)
            else:
                claim = self._hours_with(k) or self._hours_between(k)
            if claim is not None:
                self.used.add(k)
                found.append(claim)
        return found

    def _at_his_side(self, k: int) -> Claim | None:
        """ "With Karis at his side, Rinkevics stepped before the cameras in Riga"."""
        clauses = self._clauses
        if clauses.low(k - 1) != "at" or not clauses.party_at(k - 2):
            return None
        party = clauses.leftward(k - 2)
        if clauses.low(party.lo - 1) != "with" or not all(m.people for m in party.mentions):
            return None
        arguments = clauses.arguments(k + 1)
        if clauses.low(k + 1) == ",":
            doer = clauses.collect(k + 2)
            group = self._main_verb(doer)
        else:
            doer, group = self._doer(party.lo - 1, arguments)
        if doer is None or group is None or group.status not in (verbs.HELD, verbs.PRESENT):
            return None
        if any(m.form not in ("person", "role", "pronoun") for m in doer.mentions):
            return None
        arguments.dates = [n for n, e in enumerate(self._elements) if e.kind == "d"]
        arguments.places = [
            ("in", e.mention)
            for n, e in enumerate(self._elements)
            if e.mention is not None and e.mention.place is not None and clauses.low(n - 1) in ("in", "at")
        ]
        if not (arguments.places or arguments.dates):
            return None
        claim = self._lasted(k, doer, party.mentions, party.lo - 1, arguments)
        claim.rule, claim.noun = "at his side", ""
        return claim

    def _whose_host(self, k: int) -> Claim | None:
        """ "Karis, whose host in Riga on Monday was Rinkevics"."""
        clauses = self._clauses
        if clauses.low(k + 1) not in ("host", "guest"):
            return None
        was = next((i for i in range(k + 2, min(k + 10, len(self._elements))) if clauses.low(i) == "was"), 0)
        one, other = clauses.antecedent(k - 1), clauses.collect(was + 1) if was else None
        if one is None or other is None:
            return None
        arguments = clauses.arguments(k + 2)
        claim = self._lasted(k, one, other.mentions, one.lo, arguments)
        claim.rule, claim.noun = "whose host", ""
        claim.host = "right" if clauses.low(k + 1) == "host" else "left"
        return claim

    def _among_themselves(self, k: int) -> Claim | None:
        """ "The ministers of A and B agreed during three days of talks in Nairobi to": they met."""
        clauses = self._clauses
        if clauses.low(k + 1) in ("with", "between", "of", "on", "about", "team", "-", "'s"):
            return None
        start = next((i for i in range(k - 1, max(-1, k - 7), -1) if clauses.low(i) in _DURING), -1)
        if start < 1 or any(e.kind == "p" or e.mention is not None for e in self._elements[start + 1 : k]):
            return None
        arguments = clauses.arguments(k + 1)
        if (
            not (arguments.places and arguments.dates)
            or arguments.parties.get("with")
            or arguments.parties.get("between")
        ):
            return None
        doer, group = self._doer(start, arguments)
        if doer is None or group is None or group.status != verbs.HELD or not self._plural(doer):
            return None
        if any(m.form not in ("person", "group", "pair", "role") for m in doer.mentions):
            return None
        claim = self._lasted(k, doer, [], min(doer.lo, start), arguments)
        claim.rule, claim.noun = "during talks", clauses.low(k)
        return claim

    def _hours_with(self, k: int) -> Claim | None:
        clauses = self._clauses
        after = next(
            (i for i in range(k - 1, max(-1, k - 6), -1) if clauses.low(i) in ("after", "following")), -1
        )
        if after < 0 or clauses.low(k + 1) != "with" or not clauses.party_at(k + 2):
            return None
        partner = clauses.collect(k + 2)
        if partner is None or not any(m.people for m in partner.mentions) or clauses.low(partner.hi) == "'s":
            return None
        arguments = clauses.arguments(partner.hi)
        doer, group = self._doer(after, arguments)
        if doer is None or group is None or group.status not in (verbs.HELD, verbs.PRESENT):
            return None
        return self._lasted(k, doer, partner.mentions, after, arguments)

    def _hours_between(self, k: int) -> Claim | None:
        clauses = self._clauses
        first = next((i for i in range(k - 1, -1, -1) if clauses.low(i) in (";", ":")), -1) + 1
        if clauses.low(first) != "between" or not any(
            clauses.low(i) in ("was", "were", "passed") for i in range(max(first, k - 5), k + 4)
        ):
            return None
        both = clauses.collect(first + 1, whole=True)
        if both is None or not self._plural(both) or not all(m.people for m in both.mentions):
            return None
        return self._lasted(k, both, [], first, clauses.arguments(k + 1))

    def _lasted(self, k: int, left: Party, right: list[Mention], lo: int, arguments: Arguments) -> Claim:
        return Claim(
            "meeting",
            verbs.HELD,
            "hours with",
            left.mentions,
            right,
            k,
            min(lo, left.lo),
            max(k + 1, min(arguments.end, k + 12)),
            arguments.dates,
            arguments.places,
            noun=self._clauses.low(k),
        )

    def _stayed(self, frame: Frame, k: int, group: verbs.Group, arguments: Arguments) -> Claim | None:
        """ "The minister was in Cairo in February": in a foreign place on a day that is told."""
        clauses = self._clauses
        left = clauses.subject(group.lo, group.finite)
        j = self._over_self(clauses.skip(k + 1))
        if left is None or clauses.low(j) != "in" or j + 1 >= len(self._elements):
            return None
        place: Mention | None = self._elements[j + 1].mention
        if place is None or place.form not in ("state", "capital") or clauses.low(j + 2) == "'s":
            return None
        if place.place is not None and place.place.name == "Brussels":
            return None
        if not arguments.dates or arguments.dates[0] > j + 6:
            return None
        if any(m.form not in ("person", "role", "pronoun", "pair", "group") for m in left.mentions):
            return None
        claim = Claim(
            "visit",
            group.status,
            frame.name,
            left.mentions,
            [],
            k,
            min(left.lo, k),
            arguments.end,
            arguments.dates,
            [("to", place)],
            why=group.why,
        )
        claim.destination = place
        host = self._to_see(j + 2, place)
        if host is not None:
            claim.kind, claim.right, claim.destination = "meeting", host.mentions, None
            claim.places = [("in", place)]
        self._finish(claim, group)
        return claim

    def _to_see(self, i: int, place: Mention) -> Party | None:
        """Whom the visitor saw: "was in Suva last Friday to assure Bainimarama of help"."""
        clauses = self._clauses
        j = clauses.skip(i)
        if clauses.low(j) != "to" or j + 2 >= len(self._elements):
            return None
        party = clauses.collect(j + 2)
        home = place.place.country if place.place is not None else (*place.actors, "")[0]
        if party is None or party.mentions[0].form != "person" or home not in party.mentions[0].actors:
            return None
        return party
