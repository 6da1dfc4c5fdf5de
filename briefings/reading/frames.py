"""The trigger frames, and how a sentence's clauses are matched with them.

The table is data/frames.toml; its examples are tests. A match is a `Claim`: who with whom, of what kind and status, on
which words; dates, places and persons follow in later steps.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any

from briefings.reading import verbs
from briefings.reading.clauses import Arguments, Clauses, Party
from briefings.reading.elements import Element
from briefings.reading.lexicon import Lexicon
from briefings.reading.mentions import Mention


@dataclass(frozen=True, slots=True)
class Frame:
    """One row of the table; the fields are described at its head."""

    name: str
    kind: str
    verbs: tuple[str, ...]
    partner: tuple[str, ...] = ()
    particle: tuple[tuple[str, ...], ...] = ()
    nouns: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    follow: tuple[str, ...] = ()
    host: str = ""
    needs: str = ""
    plain: bool = False
    status: str = ""
    examples: tuple[str, ...] = ()


@dataclass(slots=True)
class Claim:
    """An encounter as one clause tells it. `left` and `right` are its sides; without a right side the left met among
    themselves. Elements ``lo..hi`` are the clause's words; `destination` a visited place; `dates` element numbers."""

    kind: str
    status: str
    rule: str
    left: list[Mention]
    right: list[Mention]
    at: int
    lo: int
    hi: int
    dates: list[int] = field(default_factory=list)
    places: list[tuple[str, Mention]] = field(default_factory=list)
    destination: Mention | None = None
    host: str = ""
    why: str = ""
    noun: str = ""
    joint: bool = False
    words: set[str] = field(default_factory=set)
    side: str = ""
    """The body on whose summit's sidelines it took place."""
    gathering: object = None
    purpose: str = ""
    """The noun of the talks for which a visit is made."""


@cache
def frames() -> tuple[Frame, ...]:
    """The table, read on first use."""
    text = files("briefings.reading").joinpath("data/frames.toml").read_text("utf-8")
    return tuple(_frame(row) for row in tomllib.loads(text)["frame"])


def _frame(row: dict[str, Any]) -> Frame:
    return Frame(
        name=row["name"],
        kind=row["kind"],
        verbs=tuple(row["verbs"]),
        partner=tuple(row.get("partner", ())),
        particle=tuple(tuple(p.split()) for p in row.get("particle", ())),
        nouns=tuple(row.get("nouns", ())),
        place=tuple(row.get("place", ())),
        follow=tuple(row.get("follow", ())),
        host=row.get("host", ""),
        needs=row.get("needs", ""),
        plain=row.get("plain", False),
        status=row.get("status", ""),
        examples=tuple(row.get("examples", ())),
    )


@cache
def by_lemma() -> dict[str, tuple[Frame, ...]]:
    """Lemma -> its frames, in the order of the table."""
    found: dict[str, list[Frame]] = {}
    for frame in frames():
        for verb in frame.verbs:
            found.setdefault(verb, []).append(frame)
    return {lemma: tuple(rows) for lemma, rows in found.items()}


_PHONE = frozenset(
    "phone telephone telephonically video videolink videoconference teleconference virtually virtual online zoom hotline call videocall link line".split()
)
_PERSONAL = frozenset(("person", "role", "group", "pronoun", "pair", "people"))
_MODIFYING = frozenset(("adjective", "state", "body", "capital"))


_RELATIONS = frozenset(
    "treaty deal agreement pact dispute row war border relations ties trade cooperation conflict partnership friendship accord links contacts alliance"
    " frontier rivalry peace quarrel differences".split()
)
"""A "with" behind these belongs to them."""
_GERUND = frozenset(("", ",", "and", "by", "after", "before", "while", "when", "upon", "on", "in", "since", "then", "also", "later", "(", "--", ";", ":", "of", '"', "including", "or"))
"""Before a gerund that tells of something done: "after meeting Xi", but not "talk about meeting Xi"."""


class Matcher:
    """Matches one sentence's clauses with the table."""

    def __init__(self, clauses: Clauses, lexicon: Lexicon) -> None:
        self._clauses = clauses
        self._elements = clauses.elements
        self._lexicon = lexicon
        self.used: set[int] = set()
        """Elements that a claim has taken for its noun, so that no nominal frame takes them again."""
        self._further: list[Party] = []
        self.refused: list[tuple[str, int, str]] = []

    def claims(self) -> list[Claim]:
        found: list[Claim] = []
        table = by_lemma()
        for k, element in enumerate(self._elements):
            if element.lemma and element.lemma in table and self._clauses.is_verb(k) and not self._auxiliary(k):
                for frame in table[element.lemma]:
                    self._further = []
                    claim = self._match(frame, k)
                    if claim:
                        found.extend(self._further_claims(claim))
                        self._turn(claim, frame)
                        if self._conditional(claim):
                            claim.status, claim.why = verbs.NONE, "a condition or a question"
                        found.append(claim)
                        break
        return found

    def _further_claims(self, claim: Claim) -> list[Claim]:
        """"received by A in Rome and by B in Paris": the second host and his place."""
        found = []
        for party in self._further:
            arguments = self._clauses.arguments(party.hi)
            places = arguments.places or self._just_before(party.lo)
            if places:
                others = [m for _, m in places]
                claim.places = [p for p in claim.places if p[1] not in others] or claim.places[:1]
            found.append(replace(claim, right=party.mentions, places=places, dates=arguments.dates or claim.dates))
        return found

    def _just_before(self, lo: int) -> list[tuple[str, Mention]]:
        """The place that stands right before "with": "and in Yerevan with Pashinyan"."""
        for k in range(lo - 1, max(-1, lo - 5), -1):
            mention = self._elements[k].mention
            if mention is not None and mention.place is not None and self._clauses.low(k - 1) in ("in", "at"):
                return [("in", mention)]
        return []

    def _auxiliary(self, k: int) -> bool:
        """"is going to meet", "went on to say", "came to agree": no motion of its own."""
        if self._elements[k].lemma == "have":
            after = self._clauses.skip(k + 1)
            if after < len(self._elements) and "participle" in self._elements[after].shape:
                return True
        if self._elements[k].lemma in ("go", "come", "get"):
            after = k + 2 if self._clauses.low(k + 1) == "on" else k + 1
            if self._clauses.low(after) == "to" and after + 1 < len(self._elements) and self._elements[after + 1].kind == "w":
                return self._elements[after + 1].shape == "base"
        return False

    def _turn(self, claim: Claim, frame: Frame) -> None:
        """What the verb's own meaning, an inversion or "after all" makes of the status."""
        low = self._clauses.low
        if frame.status and claim.status in (verbs.HELD, verbs.PRESENT, verbs.UPCOMING):
            claim.status = frame.status
            return
        before = low(min(claim.lo, claim.at) - 1)
        if claim.status == verbs.PRESENT and before in ("did", "had"):
            claim.status = verbs.HELD  # "Not only did the president meet ..."
        elif claim.status in (verbs.PRESENT, verbs.HELD) and before in ("will", "would"):
            claim.status = verbs.UPCOMING
        elif before in ("could", "may", "might", "should", "can", "must"):
            claim.status, claim.why = verbs.NONE, "only possible"
        if claim.status == verbs.NONE and claim.why == "negated":
            words = " ".join(e.low for e in self._elements[claim.at :])
            modal = {low(n) for n in range(max(0, claim.at - 5), claim.at)} & {"will", "would", "is", "are", "was", "were", "wont"}
            if modal and claim.kind != "agreement" and ("after all" in words or "as planned" in words or "as scheduled" in words or "as announced" in words):
                claim.status = "cancelled"

    def _speaker(self, lo: int) -> Party | None:
        """Who says "I met ..." in a quotation: the party beside a verb of saying outside the marks."""
        if self._clauses.low(lo - 1) not in ("i", "we"):
            return None
        for k, element in enumerate(self._elements):
            if element.lemma in ("say", "tell", "add", "write", "post", "recall", "explain", "announce"):
                near = self._clauses.skip(k - 1, -1)
                if self._clauses.low(near) == ",":
                    near -= 1
                for at in (near, k + 1):
                    if self._clauses.party_at(at) and self._elements[at].mention.people:  # type: ignore[union-attr]
                        return Party([self._elements[at].mention], at, at + 1)  # type: ignore[list-item]
        return None

    def _conditional(self, claim: Claim) -> bool:
        """Whether the clause is only a condition, a question or a denial: "whether", "no sign that" before its subject."""
        low = self._clauses.low
        first = min(claim.lo, claim.at)
        if low(0) in ("had", "should", "were") and first <= 2 and claim.at < 30:
            return True  # "Had they met in time, ..."
        for k in range(claim.at - 1, max(-1, first - 3), -1):
            if low(k) in ("whether", "if", "unless"):
                return True
        for k in range(first - 1, max(-1, first - 4), -1):
            if low(k) == "that":
                before = [low(n) for n in range(max(0, k - 4), k)]
                return bool({"no", "denied", "denies", "denying", "doubt", "doubts", "unlikely", "possibility", "rejected", "suggestions", "rumours", "rumors", "speculation", "demanded", "insisted", "proposed", "suggested", "hoped", "hopes", "wished", "idea", "chance", "ruled", "condition"} & set(before))
        return False

    # ------------------------------------------------------------------ one frame at one verb

    def _match(self, frame: Frame, k: int) -> Claim | None:
        clauses = self._clauses
        group = verbs.group(self._elements, k, self._lexicon)
        if (
            "by" in frame.partner
            and not group.passive
            and self._elements[k].shape not in ("past+participle", "participle")
        ):
            return None
        if (
            group.passive
            and "by" not in frame.partner
            and frame.kind != "agreement"
            and "none" not in frame.partner
        ):
            return None
        i = k + 1
        if frame.status == "cancelled" and self._elements[k].lemma in ("call", "put"):
            if clauses.low(i) not in ("off", "back"):
                return None
            i += 1
        if frame.particle:
            i = self._particle(frame, i)
            if i < 0:
                return None
        noun = ""
        if frame.nouns:
            after = i
            i, noun = self._noun(frame, i)
            if i < 0:
                noun = self._relative_noun(frame, group.lo) if frame.kind != "hosting" else ""
                i = after
                if not noun:
                    return None
        if frame.plain and self._elements[k].shape == "ing" and False:
            return None
        if frame.kind == "visit":
            return self._visit(frame, k, i, group, noun)
        arguments = clauses.arguments(i)
        if frame.needs == "phone" and not self._phoned(k, arguments):
            return None
        if frame.follow and not self._follows(frame, i, arguments.end):
            return None
        right, host = self._partner(frame, k, i, arguments, group)
        if "by" in frame.partner and right is not None:
            self._further = arguments.parties["by"][1:]
        elif right is not None and frame.partner[0] in ("with", "object") and len(arguments.places) > 1:
            self._further = [p for p in arguments.parties.get("with", ()) if p.lo > right.hi and p.mentions != right.mentions]
        if frame.needs == "place" and not (arguments.places or self._anywhere(k)):
            return None
        whom = self._whom(group.lo) if right is None and "with" in frame.partner else None
        right = right or whom
        if right is None and "none" not in frame.partner:
            return None
        if frame.kind == "hosting":
            between = self._between(arguments)
            host_party = clauses.subject(group.lo, group.finite)
            if host_party is None or (between is None and (self._clauses.low(k + 1) not in ("the", "these", "those", "their") or "summit" in noun)):
                return None
            claim = Claim("meeting" if between else "hosting", group.status, frame.name, host_party.mentions, between.mentions if between else [], k, min(host_party.lo, k), arguments.end, arguments.dates, arguments.places, noun=noun, why=group.why, joint=True)
            claim.host = "left"
            self._finish(claim, group, host_party)
            return claim
        if right and frame.needs == "person" and not any(m.form in _PERSONAL for m in right.mentions):
            return None
        left = self._between(arguments) if right is None else None
        left = left or clauses.subject(group.lo, group.finite) or self._speaker(group.lo)
        if left is None and not group.finite:
            left = self._afterwards(k, arguments.end)
        if left is None:
            return None
        if right is None and not self._plural(left) and clauses.low(group.lo - 1) == "who":
            left = clauses._leftward(left.lo)  # "Pashinyan and Erdogan, who met in Prague"
        if right is None and not self._plural(left):
            return None
        if right is None and frame.needs == "person" and not any(m.form in _PERSONAL for m in left.mentions):
            return None
        if frame.needs == "people" and not all(m.people for m in left.mentions):
            return None
        kind = frame.kind
        gathered = kind == "gather"
        if gathered:
            kind = "meeting"
        if kind == "meeting" and self._phoned(k, arguments, strict=True):
            kind = "call"
        claim = Claim(
            kind,
            group.status,
            frame.name,
            left.mentions,
            right.mentions if right else [],
            k,
            min(left.lo, k),
            arguments.end,
            arguments.dates,
            arguments.places,
            noun=noun,
            why=group.why,
            words=arguments.words,
        )
        claim.host = host
        claim.joint = gathered
        self._finish(claim, group, left)
        return claim

    def _finish(self, claim: Claim, group: verbs.Group, left: Party | None) -> None:
        if claim.status == verbs.INHERIT:
            claim.status, claim.why = self.inherited(group.lo, claim.at)

    def _particle(self, frame: Frame, i: int) -> int:
        for words in sorted(frame.particle, key=len, reverse=True):
            j = self._clauses.skip(i) if words[0] not in ("together", "face") else i
            for start in (i, j):
                if all(self._clauses.low(start + n) == w for n, w in enumerate(words)):
                    return start + len(words)
        return -1

    def _noun(self, frame: Frame, i: int) -> tuple[int, str]:
        """The end and the text of the frame's noun after element i; (-1, '') if the object is something else."""
        j, steps = i, 0
        while j < len(self._elements) and steps < 12:
            steps += 1
            element = self._elements[j]
            noun = self.noun_at(j)
            if noun and noun[1] in frame.nouns and not self._compound(noun[0]):
                self.used.update(range(j, noun[0]))
                return noun[0], " ".join(self._clauses.low(n) for n in range(j, noun[0]))
            if noun and noun[1] == "call" and "meeting" in frame.nouns:
                return -1, ""
            if element.kind == "p" and element.low not in ("-", ",", '"', "“", "”", "'", "‘", "’"):
                return -1, ""
            if (
                element.kind == "p"
                and element.low == ","
                and not (j + 1 < len(self._elements) and self._elements[j + 1].kind in ("w", "d", "m"))
            ):
                return -1, ""
            if (
                element.kind == "w"
                and element.low
                in (
                    "with",
                    "by",
                    "between",
                    "who",
                    "which",
                    "that",
                    "where",
                    "when",
                    "while",
                    "to",
                    "for",
                    "from",
                )
                and not (element.low == "for" and False)
            ):
                return -1, ""
            if element.kind == "w" and element.low in ("in", "at") and self._clauses.party_at(j + 1):
                j += 2
                continue
            if element.lemma and self._clauses.is_verb(j) and element.shape in ("s", "past") and not noun:
                return -1, ""
            j += 1
        return -1, ""

    def _relative_noun(self, frame: Frame, lo: int) -> str:
        """The noun before a relative clause without an object of its own: "the visit that Xi paid to Riyadh"."""
        k = self._clauses.skip(lo - 1, -1)
        if not self._clauses.party_at(k):
            return ""
        k = self._clauses._leftward(k).lo - 1
        while self._clauses.low(k) in ("that", "which", ","):
            k -= 1
        for start in range(k, max(-1, k - 4), -1):
            noun = self.noun_at(start)
            if noun and noun[0] == k + 1 and noun[1] in frame.nouns:
                self.used.update(range(start, k + 1))
                return " ".join(self._clauses.low(n) for n in range(start, k + 1))
        return ""

    def _compound(self, j: int) -> bool:
        """Whether the noun is only the first half of another: "summit declaration", "talks team"."""
        following = self._clauses.low(j)
        return following in ("-",)

    def noun_at(self, j: int) -> tuple[int, str, bool] | None:
        """(end, class, plural) of an encounter noun at element j."""
        element = self._elements[j]
        if element.kind != "w":
            return None
        for words, kind, plural in self._lexicon.nouns.get(element.low, ()):
            if all(self._clauses.low(j + n) == w for n, w in enumerate(words)):
                return j + len(words), kind, plural
        return None

    def _phoned(self, k: int, arguments: Arguments, strict: bool = False) -> bool:
        low = self._clauses.low
        for i in range(max(0, k - 4), min(arguments.end + 1, len(self._elements))):
            word = low(i)
            if word in _PHONE and not (
                word in ("call", "link", "line", "online", "virtual", "virtually")
                and low(i - 1)
                not in (
                    "phone",
                    "telephone",
                    "video",
                    "conference",
                    "a",
                    "virtual",
                    "by",
                    "via",
                    "met",
                    "over",
                    "-",
                    "secure",
                )
            ):
                if (
                    not strict
                    or low(i - 1) in ("by", "via", "over", "the", "virtual", "a")
                    or word in ("virtually", "online", "videoconference", "teleconference")
                ):
                    return True
        return False

    def _follows(self, frame: Frame, i: int, end: int) -> bool:
        words = " ".join(self._clauses.low(j) or "*" for j in range(i, min(len(self._elements), end + 8)))
        words = words.replace(" - ", "-")
        return any(phrase in words for phrase in frame.follow)

    def _partner(
        self, frame: Frame, k: int, i: int, arguments: Arguments, group: verbs.Group
    ) -> tuple[Party | None, str]:
        clauses = self._clauses
        if "by" in frame.partner:
            found = arguments.parties.get("by")
            return (found[0], "right") if found else (None, "")
        if "object" in frame.partner:
            j = clauses.skip(i)
            if clauses.low(j) == "with" and "with" in frame.partner:
                j = clauses.skip(j + 1)
            party = self._including(clauses.collect(j)) or clauses.including(j)
            if party and not (party.mentions[0].form == "adjective"):
                if clauses.low(party.hi) == "'s" and frame.name != "meet":
                    return None, ""
                arguments_after = clauses.arguments(party.hi)
                arguments.parties = arguments_after.parties | arguments.parties
                arguments.places = arguments_after.places or arguments.places
                arguments.dates = [
                    *[d for d in range(k, party.lo) if self._elements[d].kind == "d"],
                    *arguments_after.dates,
                ]
                arguments.end = arguments_after.end
                arguments.words |= arguments_after.words
                return party, {"subject": "left", "object": "right"}.get(frame.host, "")
            if frame.partner == ("object",):
                return None, ""
        for preposition in ("with", "to", "from", "for", "on"):
            if preposition in frame.partner and arguments.parties.get(preposition):
                parties = arguments.parties[preposition]
                chosen = parties[0]
                if self._clauses.low(chosen.lo - 2) in _RELATIONS:
                    continue  # "met about a treaty with Canada"
                if len(parties) > 1:
                    for other in parties[1:]:
                        if self._elements[other.lo - 1].low == "with" and clauses.low(other.lo - 2) in (
                            "and",
                            ",",
                        ):
                            chosen = Party([*chosen.mentions, *other.mentions], chosen.lo, other.hi)
                return chosen, {"subject": "left", "object": "right"}.get(frame.host, "")
        return None, ""

    def _anywhere(self, at: int) -> bool:
        """Whether the clauses before the verb say where its people are: "flew to Kyiv and discussed grain with him"."""
        return any(
            e.mention is not None and e.mention.place is not None and self._clauses.low(k - 1) in ("in", "at", "to")
            for k, e in enumerate(self._elements[:at])
        )

    def _whom(self, lo: int) -> Party | None:
        """"his host, with whom he talked for an hour": the other side stands before the clause."""
        clauses = self._clauses
        k = clauses.skip(lo - 1, -1)
        if clauses.party_at(k):
            k = clauses._leftward(k).lo - 1
        if clauses.low(k) == "whom" and clauses.low(k - 1) in ("with", "to"):
            return clauses._antecedent(k - 2)
        return None

    def _afterwards(self, k: int, end: int) -> Party | None:
        """"After meeting Kurz in Vienna, Rama flew on": the subject follows the comma."""
        if any(self._clauses.party_at(i) and not self._clauses._in_phrase(i) for i in range(k)):
            return None
        comma = next((i for i in range(max(k, end - 1), min(end + 4, len(self._elements))) if self._clauses.low(i) == ","), None)
        return self._clauses.collect(comma + 1) if comma is not None else None

    def _including(self, party: Party | None) -> Party | None:
        """"other leaders, including A and B": those who are named."""
        if party is None or not party.mentions[-1].plural or party.mentions[-1].actors:
            return party
        i = party.hi + (self._clauses.low(party.hi) == ",")
        if self._clauses.low(i) in ("including", "notably", "like") or (self._clauses.low(i), self._clauses.low(i + 1)) in (("such", "as"), ("among", "them")):
            i += 2 if self._clauses.low(i) in ("such", "among") else 1
            named = self._clauses.collect(i)
            if named is not None:
                return Party([*party.mentions, *named.mentions], party.lo, named.hi)
        return party

    @staticmethod
    def _between(arguments: Arguments) -> Party | None:
        for preposition in ("between", "among", "amongst", "involving"):
            for party in arguments.parties.get(preposition, ()):
                if len({a for m in party.mentions for a in m.actors}) > 1:
                    return party
        return None

    @staticmethod
    def _plural(party: Party) -> bool:
        return len({a for m in party.mentions for a in m.actors}) > 1

    # ------------------------------------------------------------------ visits

    def _visit(self, frame: Frame, k: int, i: int, group: verbs.Group, noun: str) -> Claim | None:
        clauses = self._clauses
        arguments = clauses.arguments(i)
        destinations: list[Mention] = []
        if "object" in frame.place:
            j = clauses.skip(i)
            if (
                j < len(self._elements)
                and (mention := self._elements[j].mention) is not None
                and mention.form in ("state", "capital", "city")
            ):
                destinations = [m for m in self._listed_places(j)]
            elif self._clauses.low(j) and not self._clauses.party_at(j):
                destinations = [m for p, m in arguments.places if p in ("in", "at")][:1]
        else:
            for preposition, mention in arguments.places:
                if preposition in frame.place or (
                    preposition in ("into", "in", "at") and "in" in frame.place
                ):
                    destinations.append(mention)
            if frame.verbs[0] == "travel" and self._elements[k].lemma in ("leave", "depart", "head", "set"):
                destinations = [m for p, m in arguments.places if p in ("for", "to")] or self._for_place(
                    arguments, i
                )
            if self._elements[k].lemma in ("arrive", "land", "touch") and not destinations:
                destinations = [m for p, m in arguments.places if p in ("in", "at", "on")]
        if frame.follow and not self._follows(frame, k, min(arguments.end, k + 14)):
            return None
        if frame.name == "be in a country" and self._elements[k].lemma == "be" and clauses.low(clauses.skip(i)) not in ("in", "at", "on", "back"):
            return None
        if (
            frame.verbs[0] == "be"
            and destinations
            and arguments.places
            and arguments.places[0][0] not in ("in", "to")
        ):
            return None
        left = clauses.subject(group.lo, group.finite)
        if left is None:
            return None
        meets = [m for p in ("with",) for party in arguments.parties.get(p, ()) for m in party.mentions]
        talks = self._for_talks(i, arguments.end)
        if noun and not destinations and not meets:
            return None
        if not destinations and not noun:
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
            arguments.places,
            noun=noun,
            why=group.why,
            words=arguments.words,
        )
        claim.purpose = talks
        hosts = [m for m in meets if m.form in _PERSONAL and set(m.actors) & {d.place.country if d.place is not None else (d.actors or ("",))[0] for d in destinations}]
        if hosts and destinations:
            claim.kind, claim.right = "meeting", hosts  # "spent that day in Dublin with his Irish colleague"
            claim.places = arguments.places
            self._finish(claim, group, left)
            return claim
        claim.destination = destinations[0] if destinations else None
        claim.places = [("to", m) for m in destinations]
        self._finish(claim, group, left)
        return claim

    def _for_talks(self, i: int, end: int) -> str:
        """"for a summit", "for two days of talks": a visit of which the meeting with the host is the purpose."""
        for k in range(i, min(end + 6, len(self._elements))):
            if self._clauses.low(k) in ("for", "on") and k + 1 < len(self._elements):
                for j in range(k + 1, min(k + 8, len(self._elements))):
                    noun = self.noun_at(j)
                    if noun and noun[1] == "meeting" and self._clauses.low(j) not in ("dinner", "lunch", "breakfast", "conference", "reception", "session", "retreat", "commission"):
                        return self._clauses.low(j)
                    if self._elements[j].kind == "p" or (self._elements[j].kind == "w" and self._clauses.low(j) in ("the", "in", "at", "to", "with")) or self._elements[j].mention is not None and self._elements[j].mention.form == "body":
                        break
        return ""

    def _for_place(self, arguments: Arguments, i: int) -> list[Mention]:
        return [
            m
            for party in arguments.parties.get("for", ())
            for m in party.mentions
            if m.form in ("state", "capital", "city")
        ]

    def _listed_places(self, j: int) -> list[Mention]:
        found: list[Mention] = []
        while (
            j < len(self._elements)
            and (mention := self._elements[j].mention) is not None
            and mention.form in ("state", "capital", "city")
        ):
            found.append(mention)
            j += 1
            if self._clauses.low(j) in (",", "and"):
                j += 1
                if self._clauses.low(j) == "and":
                    j += 1
            else:
                break
        return found

    # ------------------------------------------------------------------ status that hangs on another verb

    def inherited(self, lo: int, at: int) -> tuple[str, str]:
        """The status of a purpose, a gerund or a noun phrase: that of what governs it, and why none where it is none."""
        clauses = self._clauses
        possible, announced = self._lexicon.status["possible"], self._lexicon.status["announced"]
        cancelled = self._lexicon.status["cancelled"]
        before = clauses.low(lo - 1)
        if before == "without":
            return verbs.NONE, "without"
        if at < len(self._elements) and self._elements[at].shape == "ing" and not (before in _GERUND or clauses.party_at(lo - 1) or (lo and self._elements[lo - 1].kind == "d")):
            return verbs.NONE, f"only spoken of: {before}"
        k = lo - 1
        ahead = before == "before" or (before == "of" and clauses.low(lo - 2) == "ahead")
        steps = 0
        while k >= 0 and steps < 40:
            element = self._elements[k]
            steps += 1
            if element.kind == "p" and element.low in (";", ":", "--"):
                break
            if element.kind == "w":
                if (
                    element.low in cancelled
                    and steps < 14
                    and not (element.low == "called" and clauses.low(k + 1) != "off")
                ):
                    return "cancelled", element.low
                if element.low == "ready" and clauses.low(k - 1) in ("making", "getting", "made", "make", "got", "get"):
                    return verbs.UPCOMING, ""
                if element.low in possible and steps < 9 and not self._harmless(k):
                    return verbs.NONE, f"only possible: {element.low}"
                if element.lemma and clauses.is_verb(k):
                    group = verbs.group(self._elements, k, self._lexicon)
                    if group.status == verbs.INHERIT:
                        k = group.lo - 1
                        continue
                    if element.lemma == "be" and self._elements[k].shape == "ing":
                        k -= 1
                        continue
                    status = group.status
                    if ahead and status in (verbs.HELD, verbs.PRESENT):
                        return verbs.PRESENT, ""
                    return status, group.why
                if element.low in ("will", "would", "shall"):
                    return verbs.UPCOMING, ""
                if element.low in ("due", "scheduled", "expected", "set", "slated") and steps < 10:
                    return verbs.UPCOMING, ""
                if element.low in ("has", "have", "had", "was", "were") and steps < 14:
                    return verbs.HELD, ""
            k -= 1
        if any(e.kind == "w" and not e.lemma and e.low.endswith("ed") and len(e.low) > 4 for e in self._elements[max(0, lo - 12) : lo]):
            return verbs.HELD, ""  # a verb that no list knows, told in the past
        return verbs.PRESENT, ""

    def _harmless(self, k: int) -> bool:
        """Whether a word of possibility does not govern what follows: "after the call", "the call between"."""
        low = self._elements[k].low
        before = self._clauses.low(k - 1)
        if low in ("call", "calls", "called", "calling"):
            return before in ("a", "the", "phone", "telephone", "video", "of", "'s") or self._clauses.low(
                k + 1
            ) not in ("for", "on", "upon")
        if low in ("may",):
            return False
        return low in (
            "discuss",
            "open",
            "request",
            "invitation",
            "rules",
            "interest",
            "efforts",
            "effort",
            "scope",
            "invite",
            "invited",
        ) and before in ("to", "at", "the", "of", "an", "in")
