"""Visits: who goes where, and whether to talks."""

from __future__ import annotations

from briefings.reading import verbs
from briefings.reading.clauses import Arguments, Party
from briefings.reading.frames.claim import Claim
from briefings.reading.frames.mood import Mood
from briefings.reading.frames.table import Frame
from briefings.reading.mentions import Mention

_PERSONAL = frozenset(("person", "role", "group", "pronoun", "pair", "people"))
_NIGHTS = frozenset("day days night nights weekend hours afternoon evening".split())
_CARRIED = frozenset(("person", "role", "group", "pronoun"))
"""Who may be taken or sent somewhere."""


class Visits(Mood):
    """Visits."""

    def _visit(self, frame: Frame, k: int, i: int, group: verbs.Group, noun: str) -> Claim | None:
        clauses = self._clauses
        if frame.traveller:
            return self._carried(frame, k, i, group)
        lemma = self._elements[k].lemma
        if frame.name == "be awaited" and not group.passive:
            return None
        if lemma == "set" and not self._set_out(i):
            return None
        if frame.name == "spend days" and not any(self._clauses.low(j) in _NIGHTS for j in range(i, i + 5)):
            return None
        arguments = clauses.arguments(i)
        destinations: list[Mention] = []
        if "object" in frame.place:
            j = clauses.skip(i)
            if (
                j < len(self._elements)
                and (mention := self._elements[j].mention) is not None
                and (
                    mention.form in ("state", "capital", "city")
                    or (frame.name == "be due in" and mention.place is not None)
                )
            ):
                destinations = self._listed_places(j) or [mention]
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
                    arguments
                )
            if self._elements[k].lemma in ("arrive", "land", "touch") and not destinations:
                destinations = [m for p, m in arguments.places if p in ("in", "at", "on")]
        if lemma == "shuttle":
            destinations += [m for party in arguments.parties.get("between", ()) for m in party.mentions]
        alone = not (self._elements[k].lemma == "spend" and arguments.parties.get("with"))
        if not destinations and "of" in frame.place:
            destinations = [
                m
                for party in arguments.parties.get("of", ())
                for m in party.mentions
                if m.form in ("state", "capital", "city")
            ]
        destinations = self._onward(destinations)
        if frame.follow and alone and not self._follows(frame, k, min(arguments.end, k + 14)):
            return None
        if (
            frame.name == "be in a country"
            and self._elements[k].lemma == "be"
            and clauses.low(clauses.skip(i)) not in ("in", "at", "on", "back")
            and not (self._elements[k].low == "been" and clauses.low(clauses.skip(i)) == "to")
        ):
            return None
        if (
            frame.verbs[0] == "be"
            and destinations
            and arguments.places
            and arguments.places[0][0] not in ("in", "to")
        ):
            return None
        left = clauses.subject(group.lo, group.finite)
        if left is None and not group.finite:
            left = self._afterwards(k, arguments.end)
        if left is None and group.finite:
            left, destinations = self._inverted(k, destinations)
        if left is None:
            return None
        return self._arrived(frame, k, i, group, noun, left, destinations, arguments)

    def _inverted(self, k: int, destinations: list[Mention]) -> tuple[Party | None, list[Mention]]:
        """ "To Ankara on Monday came Hungary's prime minister": the place, the verb, then who came."""
        clauses = self._clauses
        if clauses.low(0) not in ("to", "into") or k > 12:
            return None, destinations
        party = clauses.collect(clauses.skip(k + 1))
        first = self._elements[1].mention
        if party is None or first is None or not (first.place is not None or first.form == "state"):
            return None, destinations
        return party, [first]

    def _set_out(self, i: int) -> bool:
        """ "set off for Rome", "set foot in Rome", but no "set terms for Rome"."""
        low = self._clauses.low
        return low(i) in ("off", "out", "forth", "sail", "foot") and low(self._clauses.skip(i + 1)) in (
            "for",
            "to",
            "in",
            "on",
        )

    def _carried(self, frame: Frame, k: int, i: int, group: verbs.Group) -> Claim | None:
        """ "the trip took her to Tonga", "sent his envoy to Juba": the verb's object travels."""
        clauses = self._clauses
        party = clauses.collect(clauses.skip(i))
        if party is None or any(m.form not in _CARRIED for m in party.mentions):
            return None
        if clauses.low(party.hi) == "'s":
            return None
        arguments = clauses.arguments(party.hi)
        destinations = self._onward([m for p, m in arguments.places if p in frame.place])
        if not destinations:
            return None
        if frame.name == "send":
            sender = clauses.subject(group.lo, group.finite)
            if sender is None:
                return None
            for mention in party.mentions:
                if not mention.actors and mention.form == "role" and not mention.former:
                    mention.actors = sender.mentions[0].actors
        elif not self._journey(group.lo):
            return None
        return self._arrived(frame, k, party.hi, group, "", party, destinations, arguments)

    def _journey(self, lo: int) -> bool:
        """Whether the verb group at lo has a trip for its subject: "the last leg of the tour"."""
        for k in range(lo - 1, max(-1, lo - 14), -1):
            element = self._elements[k]
            noun = self.noun_at(k)
            if noun and noun[1] == "visit":
                return True
            if (element.kind == "p" and element.low not in (",", "-")) or (
                element.lemma and element.shape == "past"
            ):
                return False
        return False

    def _arrived(
        self,
        frame: Frame,
        k: int,
        i: int,
        group: verbs.Group,
        noun: str,
        left: Party,
        destinations: list[Mention],
        arguments: Arguments,
    ) -> Claim | None:
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
        hosts = [
            m
            for m in meets
            if m.form in _PERSONAL
            and set(m.actors)
            & {d.place.country if d.place is not None else (d.actors or ("",))[0] for d in destinations}
        ]
        if hosts and destinations:
            claim.kind, claim.right = "meeting", hosts  # "spent that day in Dublin with his Irish colleague"
            claim.places = arguments.places
            self._finish(claim, group)
            return claim
        claim.destination = destinations[0] if destinations else None
        claim.places = [("to", m) for m in destinations]
        self._finish(claim, group)
        return claim

    def _for_talks(self, i: int, end: int) -> str:
        """ "for a summit", "for two days of talks": a visit of which the meeting with the host is the
        purpose."""
        for k in range(i, min(end + 6, len(self._elements))):
            if self._clauses.low(k) in ("for", "on") and k + 1 < len(self._elements):
                for j in range(k + 1, min(k + 8, len(self._elements))):
                    noun = self.noun_at(j)
                    if (
                        noun
                        and noun[1] == "meeting"
                        and self._clauses.low(j)
                        not in (
                            "dinner",
                            "lunch",
                            "breakfast",
                            "conference",
                            "reception",
                            "session",
                            "retreat",
                            "commission",
                        )
                    ):
                        return self._clauses.low(j)
                    if self._closes(j):
                        break
        return ""

    def _for_place(self, arguments: Arguments) -> list[Mention]:
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

    def _onward(self, destinations: list[Mention]) -> list[Mention]:
        """ "visited Beijing on Monday, Tokyo on Tuesday and Seoul": the stops behind a date."""
        found = list(destinations)
        last = next((k for k, e in enumerate(self._elements) if found and e.mention is found[-1]), -1)
        while last >= 0:
            j = self._clauses.skip(last + 1)
            if j == last + 1 or self._clauses.low(j) not in (",", "and"):
                break
            j += 2 if (self._clauses.low(j), self._clauses.low(j + 1)) == (",", "and") else 1
            mention = self._elements[j].mention if j < len(self._elements) else None
            if (
                mention is None
                or mention.form not in ("state", "capital", "city")
                or self._clauses.low(j + 1) == "'s"
                or self._clauses.begins_clause(j)
            ):
                break
            found.append(mention)
            last = j
        return found

    def _closes(self, j: int) -> bool:
        """Whether nothing behind element j can still be the purpose that "for" began."""
        element = self._elements[j]
        if element.mention is not None:
            return element.mention.form == "body"
        return element.kind == "p" or element.low in ("the", "in", "at", "to", "with")
