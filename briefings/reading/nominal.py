"""Encounters told by a noun: "talks between A and B", "A's visit to B", "a call with A", "A-B summit"."""

from __future__ import annotations

from collections.abc import Mapping

from briefings.reading import verbs
from briefings.reading.clauses import Clauses, Party
from briefings.reading.frames import Claim, Matcher
from briefings.reading.lexicon import Lexicon
from briefings.reading.mentions import Mention

_KIND = {"meeting": "meeting", "call": "call", "visit": "visit", "pact": "agreement"}
_HAPPEN = frozenset(
    (
        "held",
        "took",
        "place",
        "place",
        "followed",
        "lasted",
        "began",
        "started",
        "opened",
        "ended",
        "concluded",
        "came",
        "focused",
        "underway",
    )
)
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
_NTH = frozenset("first second third fourth fifth sixth latest last tenth seventh eighth ninth".split())
_WISHING = frozenset(
    (
        "calls call called calling appeal appeals hopes hope push plans pressure demands demand need "
        "conditions time chance prospects proposal ready"
    ).split()
)
_PREPARING = frozenset(
    "preparations prepare prepares preparing prepared date venue agenda groundwork".split()
)
_DOUBTFUL = frozenset(
    (
        "unlikely possible impossible conceivable likely doubtful unthinkable uncertain needed necessary "
        "overdue desirable premature"
    ).split()
)
_WATCHING = frozenset("witness attend oversee watch preside see supervise".split())
_HAPPENING = frozenset(
    (
        "open begin start end conclude resume close continue last follow come happen occur focus adjourn "
        "break collapse fail stall"
    ).split()
)
_SAYING = frozenset("say add tell note announce report explain write".split())
_TOLD = frozenset(
    (
        "hold host open conclude schedule plan set arrange organise organize fix postpone sign mediate move"
    ).split()
)


class Nominals:
    """Finds nominal claims in one sentence, after the verbs have taken theirs."""

    def __init__(
        self,
        clauses: Clauses,
        matcher: Matcher,
        lexicon: Lexicon,
        background: Party | None = None,
        pairs: Mapping[str, Party] | None = None,
    ) -> None:
        """`pairs`: the two who are together in the sentences before, by the status of what they do."""
        self._background = background
        self._pairs = pairs or {}
        self._clauses = clauses
        self._elements = clauses.elements
        self._matcher = matcher
        self._lexicon = lexicon
        self._signed: set[int] = set()

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
            if self._outer(j, end):
                j = end
                continue
            if j not in self._matcher.used and (claim := self._claim(j, end, kind)):
                found.append(claim)
            j = end
        for claim in found:
            self._hosted(claim, taken)
        return found

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

    def _called_off(self, taken: list[Claim]) -> None:
        """ "The treaty that A and B were to sign has been postponed": taken back by the main clause."""
        for claim in taken:
            if claim.status not in (verbs.UPCOMING, verbs.HELD) or not claim.noun:
                continue
            relative = any(
                self._clauses.low(k) in ("that", "which") for k in range(max(0, claim.lo - 2), claim.at)
            )
            off = next(
                (k for k in range(claim.at + 1, min(claim.hi + 6, len(self._elements))) if self._off(k)), None
            )
            if relative and off is not None and self._clauses.low(off - 1) in ("was", "were", "been"):
                claim.status, claim.why = "cancelled", self._elements[off].low

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
        brought = self._brought(end) if joined is None and kind in ("meeting", "call") else None
        if brought is not None:
            joined, arguments = brought[0], clauses.arguments(brought[0].hi)
        if joined is None and kind in ("meeting", "call"):
            joined = self._first(end)
        if joined is not None:
            left = joined.mentions
        elif kind == "visit":
            taken = (
                clauses.collect(start - 2)
                if clauses.low(start - 1) == "on" and clauses.party_at(start - 2)
                else None
            )
            traveller = (
                owner or (agent[0] if agent else None) or self._of_traveller(arguments.parties) or taken
            )
            if traveller is None:
                return self._taking(j, end, start)
            left = traveller.mentions
        elif kind == "agreement" or kind == "pact":
            return self._pact(j, end, start)
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
        else:
            return None
        if word in _WEAK_NOUNS and joined is None and not (partner and owner):
            return None
        if (
            word in _ABSTRACT
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
        for k in range(start, j):
            if self._elements[k].kind == "d":
                claim.dates.insert(0, k)
        if kind == "visit":
            places = [m for p, m in arguments.places if p in ("to", "in", "into")]
            if not places:
                return None
            claim.destination, claim.places = places[0], [("to", m) for m in places]
        claim.status, claim.why = self._status(start, j, arguments.end)
        if brought is not None and claim.status != "cancelled":
            claim.status, claim.why = brought[1].status, brought[1].why
        self._happening(claim, arguments.end)
        return claim

    def _happening(self, claim: Claim, stop: int) -> None:
        """Takes day and place from "took place in Arica on 2 March" behind the noun."""
        after = self._verb_after(stop)
        if after is None or after[0].lo > stop + 4:
            return
        if self._clauses.low(after[0].lo - 1) == "and" and self._clauses.low(claim.lo - 1) in ("for", "with"):
            return  # "goes on to Paris for talks with X and ends in Brussels"
        group, lemma = after
        told = (
            lemma in _HAPPENING
            or (group.passive and lemma in _TOLD)
            or (lemma == "take" and self._clauses.low(group.at + 1) == "place")
        )
        if not told:
            return
        rest = self._clauses.arguments(group.at + 1)
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

    def _brought(self, end: int) -> tuple[Party, verbs.Group] | None:
        """ "A video conference brought together the ministers of A and B"."""
        verb = self._clauses.skip(end)
        if verb >= len(self._elements) or self._elements[verb].lemma not in ("bring", "unite"):
            return None
        after = verb + 2 if self._clauses.low(verb + 1) == "together" else verb + 1
        party = self._clauses.collect(after)
        if party is None or len({a for m in party.mentions for a in m.actors}) < 2:
            return None
        return party, verbs.group(self._elements, verb, self._lexicon)

    def _first(self, end: int) -> Party | None:
        """ "The meeting in New York was the first between A and B"."""
        for k in range(end, len(self._elements) - 1):
            low = self._clauses.low(k)
            if low in (";", ":"):
                return None
            if low == "between" and self._clauses.low(k - 1) in _NTH and self._clauses.party_at(k + 1):
                party = self._clauses.collect(k + 1, whole=True)
                return party if party and len({a for m in party.mentions for a in m.actors}) > 1 else None
        return None

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

    def _off(self, at: int) -> bool:
        word = self._elements[at].low
        cancelled = self._lexicon.status["cancelled"] - {"called", "pulled", "dropped", "suspended"}
        return word in cancelled or (
            word in ("called", "put", "calls", "puts") and self._clauses.low(at + 1) in ("off", "back")
        )

    @staticmethod
    def _joined(parties: dict[str, list[Party]]) -> Party | None:
        for preposition in ("between", "among", "amongst", "of", "involving"):
            for party in parties.get(preposition, ()):
                if len({a for m in party.mentions for a in m.actors}) > 1 and (
                    preposition != "of" or any(m.form in ("person", "group", "pair") for m in party.mentions)
                ):
                    return party
        return None

    @staticmethod
    def _of_traveller(parties: dict[str, list[Party]]) -> Party | None:
        for party in parties.get("of", ()):
            if any(m.form in ("person", "role", "group") for m in party.mentions):
                return party
        return None

    def _owner(self, j: int) -> tuple[int, Party | None]:
        """Who possesses the noun at j: (start of the noun phrase, owner)."""
        clauses = self._clauses
        k = j - 1
        steps = 0
        while k >= 0 and steps < 8:
            steps += 1
            element = self._elements[k]
            low = element.low
            if low == "'s":
                if clauses.party_at(k - 1):
                    group = clauses.leftward(k - 1)
                    return group.lo, group
                k -= 1
            elif element.kind == "w" and low in self._lexicon.small["possessives"]:
                return k, self._possessor(k)
            elif element.kind == "w" and (low in self._lexicon.small["determiners"]):
                return k, self._own(j)
            elif (
                element.kind == "m"
                and element.mention is not None
                and element.mention.owner
                and element.mention.form == "adjective"
            ):
                return k, self._possessor(k)
            elif (
                low == "-"
                or element.kind == "d"
                or (
                    element.kind == "m"
                    and element.mention is not None
                    and element.mention.form in ("adjective", "state", "body")
                )
            ) or (
                element.kind == "w"
                and low not in self._lexicon.small["prepositions"]
                and low not in ("and", "or", "but", "then")
                and not (element.lemma and clauses.is_verb(k) and element.shape != "ing")
            ):
                k -= 1
            else:
                break
        return k + 1, None

    def _own(self, j: int) -> Party | None:
        """ "a summit of his own": whose it is."""
        low = self._clauses.low
        if low(j + 1) == "of" and low(j + 2) in self._lexicon.small["possessives"] and low(j + 3) == "own":
            for k in range(j - 1, -1, -1):
                mention = self._elements[k].mention
                if mention is not None and mention.party and mention.people:
                    return self._clauses.collect(k)
        return None

    def _possessor(self, k: int) -> Party | None:
        """Whose "his" or "their" at element k is: the subject of the clause."""
        word = self._elements[k].low
        nearest: Party | None = None
        verb = self._clauses.verb_before(k) if word != "their" else None
        if verb is not None:
            subject = self._clauses.subject(verbs.group(self._elements, verb, self._lexicon).lo)
            if subject is not None and subject.mentions[0].people:
                return subject
        for i in range(k - 1, -1, -1):
            if self._clauses.party_at(i):
                mention = self._elements[i].mention
                assert mention is not None
                if word == "their" or (mention.people or mention.form in ("role", "pronoun")):
                    nearest = Party([mention], i, i + 1)
                    if i == 0 or not self._clauses.in_phrase(i):
                        return nearest
        return nearest

    def _implied(self, start: int) -> Party | None:
        """The party of "after talks with X": the subject of the clause that it belongs to."""
        low = self._clauses.low
        if low(start - 2) == "," and low(start - 1) in ("in", "during", "after", "over", "following", "on"):
            inserted = self._clauses.leftward(start - 3) if self._clauses.party_at(start - 3) else None
            if inserted is not None:
                return inserted  # "President X, in a telephone conversation with Y, welcomed"
        verb = self._clauses.verb_before(start)
        saying = verb is not None and self._elements[verb].lemma in _SAYING
        if saying and low(start - 1) in ("are", "is", ","):
            return None  # "a tour is planned, they added, as are meetings with X"
        if verb is not None:
            group = verbs.group(self._elements, verb, self._lexicon)
            return self._clauses.subject(group.lo, group.finite)
        for k in range(start, len(self._elements)):
            element = self._elements[k]
            if element.low == "," and self._clauses.party_at(k + 1):
                return self._clauses.collect(k + 1)
        first = next((k for k in range(min(start, 12)) if self._clauses.party_at(k)), None)
        if first is not None and not any(
            e.lemma and self._clauses.is_verb(k) for k, e in enumerate(self._elements)
        ):
            return self._clauses.collect(
                first
            )  # a line without a verb: "Prime Minister X in Tbilisi for talks with Y"
        return None

    def _caller(self, start: int) -> tuple[list[Mention], list[Mention]] | None:
        """ "Karis invited him in a phone call": the subject and object of the verb spoke to each other."""
        verb = self._clauses.verb_before(start)
        if verb is None:
            return None
        called = self._clauses.collect(self._clauses.skip(verb + 1))
        caller = self._clauses.subject(verbs.group(self._elements, verb, self._lexicon).lo)
        return (caller.mentions, called.mentions) if caller and called else None

    def _compound(self, j: int) -> list[Mention]:
        """ "Putin-Biden summit", "the Zambia–Botswana talks"."""
        found: list[Mention] = []
        k = j - 1
        while k >= max(0, j - 8):
            element = self._elements[k]
            if (
                element.kind == "m"
                and element.mention is not None
                and element.mention.party
                and self._clauses.low(k - 1) == "-"
                and self._elements[k - 2].mention is not None
            ):
                while k >= 0 and (named := self._elements[k].mention) is not None and named.party:
                    found.insert(0, named)
                    if self._clauses.low(k - 1) != "-":
                        break
                    k -= 2
                return found
            if element.kind == "p" or (
                element.kind == "w" and element.low in self._lexicon.small["prepositions"]
            ):
                break
            k -= 1
        return found

    def _status(self, start: int, j: int, stop: int) -> tuple[str, str]:
        clauses, lexicon = self._clauses, self._lexicon
        before = clauses.low(start - 1)
        inner = {clauses.low(k) for k in range(start, j)}
        if inner & {
            "possible",
            "potential",
            "proposed",
            "hypothetical",
            "no",
            "any",
            "planned-for",
            "eventual",
            "would-be",
        }:
            return verbs.NONE, "only possible"
        if inner & {"planned", "upcoming", "forthcoming", "coming", "next", "scheduled"}:
            upcoming = True
        else:
            upcoming = False
        if self._doubtful(stop):
            return verbs.NONE, "only possible"
        after = self._verb_after(stop)
        if (
            before not in lexicon.small["prepositions"]
            and before not in ("after", "before")
            and after is not None
        ):
            group, _ = after
            off = next((k for k in range(stop, len(self._elements)) if self._off(k)), None)
            if off is not None:
                return "cancelled", self._elements[off].low
            if group.status in (verbs.HELD, verbs.UPCOMING, verbs.NONE) and not self._object(start):
                return group.status, group.why
        if before == "for" and _PREPARING & {clauses.low(k) for k in range(max(0, start - 8), start - 1)}:
            return verbs.UPCOMING, ""
        if any(
            self._elements[k].when is not None
            and self._elements[k].when.words.lower().startswith(("next", "tomorrow"))  # type: ignore[union-attr]
            for k in range(start, j)
        ):
            upcoming = True
        if before == "for" and _WISHING & {clauses.low(k) for k in range(max(0, start - 8), start - 1)}:
            return verbs.NONE, "only called for"
        if upcoming:
            return verbs.UPCOMING, ""
        if before in ("during", "in", "over") and (verb := clauses.verb_before(start)) is not None:
            own = verbs.group(self._elements, verb, lexicon)
            if (
                own.status == verbs.HELD
                and start - verb < 12
                and self._elements[verb].low in lexicon.status["possible"]
            ):
                return verbs.HELD, ""  # "invited him in a phone call": the call was held
        if (
            start <= 2
            and before in ("during", "in", "at", "over", "after", "following")
            and after is not None
        ):
            opening = after[0].status  # "During talks with X, Y praised": as the main clause has it
            if opening in (verbs.HELD, verbs.NONE) or (
                opening == verbs.UPCOMING and before not in ("after", "following")
            ):
                return (verbs.HELD if opening != verbs.UPCOMING else opening), ""
        if before in ("after", "following", "since", "during"):
            status, why = self._matcher.inherited(start - 1, j)
            if status == verbs.UPCOMING and before != "during":
                return verbs.UPCOMING if before == "during" else verbs.PRESENT, ""
            return (
                verbs.HELD if status in (verbs.PRESENT, verbs.NONE) and before != "during" else status
            ), why
        return self._matcher.inherited(start, j)

    def _doubtful(self, stop: int) -> bool:
        """ "A summit between A and B is unlikely": what is said of it leaves it open."""
        low = self._clauses.low
        for k in range(max(0, stop - 1), min(stop + 4, len(self._elements))):
            if low(k) in (
                "is",
                "was",
                "seems",
                "looks",
                "remains",
                "appears",
                "are",
                "were",
                "seemed",
                "looked",
                "remained",
            ):
                following = {low(i) for i in range(k + 1, k + 4)}
                return bool(following & _DOUBTFUL)
        return False

    def _object(self, start: int) -> bool:
        before = self._elements[start - 1] if start else None
        return bool(before is not None and before.lemma and self._clauses.is_verb(start - 1))

    def _verb_after(self, stop: int) -> tuple[verbs.Group, str] | None:
        reach = 13 if self._clauses.low(stop) in ("that", "which") else 8
        for k in range(max(0, stop - 1), min(stop + reach, len(self._elements))):
            element = self._elements[k]
            if k < stop and self._matcher.noun_at(k):
                continue
            if element.kind == "p" and element.low in (";", ":", "."):
                return None
            if "participle" in element.shape and self._clauses.low(k + 1) == "by" and element.lemma:
                helped = self._clauses.low(self._clauses.skip(k - 1, -1)) in (
                    "was",
                    "were",
                    "been",
                    "be",
                    "is",
                    "are",
                )
                if not helped:
                    continue  # "the summit, hosted by X"
            if element.low in ("will", "would"):
                be = self._clauses.skip(k + 1)
                after = self._clauses.skip(be + 1)
                told = after < len(self._elements) and "participle" in self._elements[after].shape
                if self._clauses.low(be) == "be" and not told:
                    return verbs.Group(k, be, verbs.UPCOMING), "be"
            if (
                element.kind == "w"
                and (element.lemma or element.low in self._lexicon.status["cancelled"])
                and element.lemma not in ("be", "have")
                and element.shape != "ing"
            ):
                if not element.lemma:
                    return verbs.Group(k, k, verbs.HELD), element.low
                return verbs.group(self._elements, k, self._lexicon), element.lemma
        return None

    def _pact(self, j: int, end: int, start: int) -> Claim | None:
        """ "a treaty was signed by A and B", "the signing of a memorandum between A and B"."""
        clauses = self._clauses
        signed = next(
            (
                k
                for k in range(end, min(end + 14, len(self._elements)))
                if self._elements[k].lemma in ("sign", "ink", "seal", "conclude")
            ),
            None,
        )
        signing = next(
            (
                k
                for k in range(start - 1, max(-1, start - 5), -1)
                if self._elements[k].low in ("signing", "signature")
            ),
            None,
        )
        if signed is None and signing is None:
            return None
        at = signed if signed is not None else signing
        assert at is not None
        if at in self._signed:
            return None
        self._signed.add(at)
        arguments = clauses.arguments(at + 1 if signed is not None else end)
        near = clauses.arguments(end)
        party = next(
            (
                p[0]
                for p in (
                    arguments.parties.get("by"),
                    near.parties.get("between"),
                    arguments.parties.get("between"),
                    near.parties.get("with"),
                    arguments.parties.get("with"),
                )
                if p
            ),
            None,
        )
        status = verbs.HELD
        why = ""
        if signed is not None:
            group = verbs.group(self._elements, signed, self._lexicon)
            status, why = group.status, group.why
            if status == verbs.INHERIT:
                status, why = self._matcher.inherited(group.lo, signed)
        else:
            status, why = self._matcher.inherited(signing or 0, signing or 0)
            after = self._verb_after(near.end) if signing is not None and signing <= 3 else None
            if after is not None and (after[1] in ("hold", "take") or after[1] in _HAPPENING):
                status, why = after[0].status, after[0].why
        left: list[Mention] = list(party.mentions) if party else []
        if party and near.parties.get("with") and party is near.parties["with"][0]:
            subject = clauses.subject(at)
            left = [*(subject.mentions if subject else ()), *left]
        if (
            party
            and not left[1:]
            and party in (*near.parties.get("with", ()), *arguments.parties.get("with", ()))
        ):
            main = next(
                (
                    k + 1
                    for k in range(party.hi, len(self._elements) - 1)
                    if clauses.low(k) == "," and clauses.party_at(k + 1)
                ),
                None,
            )
            if main is not None and start <= 2:
                left = [clauses.mention(main), *left]  # "Under a deal signed with Qatar, Germany will"
        if signing is not None and signed is None and len({a for m in left for a in m.actors}) < 2:
            verb = clauses.verb_before(signing)
            watched = verb is not None and self._elements[verb].lemma in _WATCHING
            if verb is not None and (watched or status == "cancelled"):
                watching = verbs.group(self._elements, verb, self._lexicon)
                subject = clauses.subject(watching.lo, watching.finite)
                left = (
                    [*(subject.mentions if subject else ()), *left]
                    if not watched
                    else list(subject.mentions)
                    if subject
                    else left
                )
                if watched:
                    status, why = watching.status, watching.why
        if signed is not None and not left:
            relative = clauses.subject(verbs.group(self._elements, signed, self._lexicon).lo)
            left = list(relative.mentions) if relative else []
        pair = self._pairs.get(verbs.UPCOMING if status == verbs.UPCOMING else verbs.HELD)
        if pair is not None and (not left or self._theirs(left)) and self._at_the_table(j, at, signed):
            left = list(pair.mentions)
        return Claim(
            "agreement",
            status,
            "noun pact",
            left,
            [],
            at,
            start,
            arguments.end,
            list(arguments.dates or near.dates),
            list(arguments.places),
            noun=self._elements[j].low,
            why=why,
            words=arguments.words,
        )

    @staticmethod
    def _theirs(left: list[Mention]) -> bool:
        """ "signed by the ministers", "by officials": of the two whom the story is about."""
        return all(m.form in ("role", "group", "pronoun", "pair") and not m.actors for m in left)

    def _at_the_table(self, j: int, at: int, signed: int | None) -> bool:
        """Whether papers are told of without a word who signed them: "Six documents were signed"."""
        if signed is None or "participle" not in self._elements[at].shape:
            return False
        group = verbs.group(self._elements, at, self._lexicon)
        if not group.passive or self._clauses.low(group.lo - 1) in ("which", "that"):
            return False
        return not any(self._clauses.party_at(k) for k in range(j, at))
