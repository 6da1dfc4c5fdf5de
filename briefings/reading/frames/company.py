"""Company: who was somewhere with whom, who joined those that were told of, who told a guest something."""

from __future__ import annotations

from briefings.reading import verbs
from briefings.reading.clauses import Arguments, Party
from briefings.reading.frames.claim import Claim
from briefings.reading.frames.table import Frame
from briefings.reading.frames.visits import Visits

_REMOTE = frozenset(
    "letter letters message messages telegram phone telephone call calls video statement text email"
    " interview reporters cable note writing".split()
)
"""What lets one tell somebody something from afar."""
_OTHERWISE = frozenset(("for", "on", "to", ";", ":", "--", "(", "and", "who", "which", "where"))
_BESIDE = frozenset("between presiding mediating moderating".split())
_PARTS = frozenset(("guest", "host", "visitor"))
_TABLES = frozenset(("meeting", "call"))


class Company(Visits):
    """Those who are in a room because of others."""

    def _over_self(self, i: int) -> int:
        """Over the "herself" of "was herself in Suva"."""
        return self._clauses.skip(i + 1) if self._word(i) == "<self>" else i

    def _there(self, i: int) -> bool:
        """Whether "in Riga with", "at the Chigi Palace, in Rome, with" stands at element i, and nothing that
        the "with" could belong to."""
        clauses = self._clauses
        j = self._over_self(clauses.skip(i))
        if clauses.low(j) not in ("in", "at"):
            return False
        placed = False
        for k in range(j + 1, min(j + 14, len(self._elements))):
            element = self._elements[k]
            if element.mention is not None:
                if element.mention.place is None and element.mention.form not in ("state", "adjective"):
                    return False
                placed = True
            elif element.low == "with":
                return placed
            elif element.low in _OTHERWISE or (element.kind == "w" and self.noun_at(k)) or element.lemma:
                return False
        return False

    def _expected(self, right: Party, arguments: Arguments) -> bool:
        """ "expects Orban on Monday", but not "expects Orban to resign"."""
        low = self._clauses.low
        told = low(right.hi) == "in" and low(right.hi + 2) in ("morning", "afternoon", "evening")
        return low(right.hi) != "to" and bool(arguments.dates or arguments.places or told)

    def _behind(self, i: int) -> Party | None:
        """ "there awaited him, with a guard of honour, the president": who stands behind the object."""
        for k in range(i, min(i + 14, len(self._elements))):
            if self._clauses.party_at(k) and not self._clauses.in_phrase(k):
                return self._clauses.collect(k)
            if self._elements[k].low in (";", ":", "."):
                return None
        return None

    def _third(self, claim: Claim) -> Party | None:
        """Who sat between the two: "with X sitting between them", "in the presence of X"."""
        clauses = self._clauses
        for k in range(len(self._elements) - 1):
            low = clauses.low(k)
            if low == "with" and clauses.party_at(k + 1):
                party = clauses.collect(k + 1)
                if party is not None and self._beside(party.hi):
                    return party
            if low == "presence" and clauses.low(k + 1) == "of" and k > claim.at:
                party = clauses.collect(k + 2)
                if party is not None and all(m.people for m in party.mentions):
                    return party
        return None

    def _at_talks(self, i: int) -> int:
        """The element after "during their talks", "at a meeting" at element i; 0 if nothing such stands."""
        low = self._clauses.low
        if low(i) not in ("during", "at", "in"):
            return 0
        for k in range(i + 1, min(i + 5, len(self._elements))):
            noun = self.noun_at(k)
            if noun is not None and noun[1] == "meeting":
                return noun[0]
            if self._elements[k].kind != "w" or low(k) in self._lexicon.small["prepositions"]:
                return 0
        return 0

    def _placed_at(self, k: int, right: Party | None, arguments: Arguments, frame: Frame) -> bool:
        """Whether the clause says where: for those who only agreed, right behind the verb."""
        if frame.name == "agree in a place":
            at = self._clauses.skip(k + 1)
            fronted = self._clauses.low(0) in ("in", "at") and self._placed(1)
            return fronted or (self._clauses.low(at) in ("in", "at") and self._placed(at + 1))
        if right is not None and frame.name != "be with" and self._anywhere(right.lo):
            return True
        return bool(arguments.places) or (frame.name != "be with" and bool(arguments.dates))

    def _escorted(self, left: Party) -> Party:
        """ "Macron, flanked by Scholz and Tusk, received": they were there too."""
        low = self._clauses.low
        k = left.hi + (low(left.hi) == ",")
        k += 2 * ((low(k), low(k + 1)) == ("who", "was"))
        if low(k) not in ("flanked", "accompanied", "joined") or low(k + 1) != "by":
            return left
        escort = self._clauses.collect(k + 2)
        if escort is None or not any(
            m.form in ("person", "role", "group") and m.actors for m in escort.mentions
        ):
            return left
        return Party([*left.mentions, *escort.mentions], left.lo, left.hi)

    def _beside(self, i: int) -> bool:
        """Whether "sitting between them", "presiding" stands at element i."""
        words = [self._clauses.low(k) for k in range(i, i + 3)]
        if words[0] in ("sitting", "seated"):
            return words[1] in ("between", "beside", "among", "with") or words[1:] == ["at", "the"]
        return words[0] in _BESIDE

    def _in_company(self, k: int, right: Party, arguments: Arguments) -> bool:
        """Whether the one who is told something is there: a guest, a host, or at home where the visit is."""
        low = self._clauses.low
        if any(low(n) in _REMOTE for n in range(len(self._elements))):
            return False
        if right.mentions[0].title in _PARTS:
            return not right.mentions[0].opened  # else the encounter was told before
        where = right.mentions[0].form == "pronoun" and any(
            low(n) == "where" for n in range(max(0, k - 3), k)
        )
        if right.mentions[0].form != "person" and not where:
            return False
        if where and self._anywhere(k):
            return True
        actors = {a for m in right.mentions for a in m.actors}
        speaker = self._clauses.subject(verbs.group(self._elements, k, self._lexicon).lo)
        homes = actors | {a for m in (speaker.mentions if speaker is not None else ()) for a in m.actors}
        said_in = [m for p, m in arguments.places if p in ("in", "at")]
        fronted = self._elements[1].mention if low(0) in ("in", "at") and self._placed(1) else None
        if fronted is not None:
            said_in.append(fronted)
        if len(homes) > 1 and any(m.place is not None and m.place.country in homes for m in said_in):
            return True
        for n in range(k):
            noun = self.noun_at(n)
            if not (noun and noun[1] == "visit") and self._elements[n].lemma != "visit":
                continue
            for element in self._elements[n + 1 : min(n + 6, k)]:
                mention = element.mention
                if mention is not None and (
                    (mention.place is not None and mention.place.country in actors)
                    or (mention.form == "state" and actors.intersection(mention.actors))
                ):
                    return True
        return False

    def _joining(
        self, frame: Frame, k: int, i: int, group: verbs.Group, arguments: Arguments
    ) -> Claim | None:
        """ "They were joined by X", "X joined them", "X also took part in the talks"."""
        clauses = self._clauses
        newcomer: Party | None = None
        if group.passive:
            those = clauses.subject(group.lo, group.finite)
            by = arguments.parties.get("by")
            if by and frame.name == "be hosted":
                newcomer = by[0] if self._the_talks(group.lo - 2) else None
            elif those is not None and by and self._told_before(those):
                newcomer = by[0]
        elif "object" in frame.partner:
            them = clauses.collect(clauses.skip(i))
            if not (self._told_before(them) if them is not None else self._the_talks(i)):
                return None
            if self._elements[k].shape == "ing" and k == 0 and them is not None:
                newcomer = clauses.collect(them.hi + 1) if clauses.low(them.hi) in ("was", "were") else None
            else:
                newcomer = clauses.subject(group.lo, group.finite)
        elif frame.name == "act as host" or self._the_talks(i):
            newcomer = clauses.subject(group.lo, group.finite)
        if newcomer is None or arguments.parties.get("with") or arguments.parties.get("between"):
            return None
        claim = Claim(
            "hosting",
            group.status,
            frame.name,
            newcomer.mentions,
            [],
            k,
            min(newcomer.lo, k),
            arguments.end,
            arguments.dates,
            arguments.places,
            why=group.why,
        )
        self._finish(claim, group)
        return claim

    @staticmethod
    def _told_before(party: Party) -> bool:
        mention = party.mentions[0]
        return len(party.mentions) == 1 and (
            mention.form == "pair" or (mention.form == "pronoun" and mention.plural)
        )

    def _the_talks(self, i: int) -> bool:
        """Whether "the talks", of which the article told, stands at element i."""
        clauses = self._clauses
        if clauses.low(i) not in ("the", "their", "these", "those"):
            return False
        noun = self.noun_at(i + 1) if i + 1 < len(self._elements) else None
        if noun is None or noun[1] not in _TABLES:
            return False
        following = clauses.low(noun[0])
        return following not in ("of", "between", "with", "on", "for", "-") and noun[0] <= i + 3
