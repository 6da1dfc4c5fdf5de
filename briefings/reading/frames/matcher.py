"""Matches one sentence's clauses with the table of frames."""

from __future__ import annotations

from dataclasses import replace

from briefings.reading import verbs
from briefings.reading.clauses import Party
from briefings.reading.frames.claim import Claim
from briefings.reading.frames.journeys import Journeys
from briefings.reading.frames.table import Frame, by_lemma
from briefings.reading.mentions import Mention

_PERSONAL = frozenset(("person", "role", "group", "pronoun", "pair", "people"))

_BY_OFFICE = frozenset(("agree in a place", "do something together"))
"""Frames of people of which those told only by their office are enough."""
_IN_PLACE = frozenset(("appear alongside", "agree in a place", "be with", "hand over a letter"))
"""Frames that tell of an encounter only with a place or a day."""
_OCCASIONS = frozenset(("meeting", "summit", "conference", "dinner", "lunch", "roundtable"))


class Matcher(Journeys):
    """Matches one sentence's clauses with the table of frames."""

    def claims(self) -> list[Claim]:
        found: list[Claim] = []
        table = by_lemma()
        for k, element in enumerate(self._elements):
            if (
                element.lemma
                and element.lemma in table
                and k not in self.used
                and self._clauses.is_verb(k)
                and not self._auxiliary(k)
            ):
                group = verbs.group(self._elements, k, self._lexicon)
                for frame in table[element.lemma]:
                    self._further = []
                    claim = self._match(frame, k, group)
                    if claim:
                        for told in (*self._further_claims(claim), claim):
                            self._turn(told, frame)
                            if self._conditional(told):
                                told.status, told.why = verbs.NONE, "a condition or a question"
                            found.append(told)
                        break
        return found + self.passing() + self.times()

    def _next_objects(self, first: Party) -> list[Party]:
        """ "saw A in Rome and B in Paris": the objects after the first one's place."""
        clauses = self._clauses
        found: list[Party] = []
        j, seen_place = first.hi, False
        while j + 1 < len(self._elements) and j - first.hi < 14:
            element = self._elements[j]
            if element.low in ("in", "at", "on") and (
                self._elements[j + 1].kind == "d" or self._elements[j + 1].mention is not None
            ):
                seen_place = seen_place or self._elements[j + 1].kind == "m"
                j += 2
            elif element.kind == "d":
                j += 1
            elif element.low in ("and", ",") and seen_place:
                k = j + 2 if element.low == "," and clauses.low(j + 1) == "and" else j + 1
                if element.low == "," and clauses.low(k) == "with":
                    break  # "met X in Rome, with Y looking on"
                k += clauses.low(k) in ("later", "then", "also", "with")
                party = clauses.collect(k)
                if (
                    party is None
                    or party.mentions[0].form not in ("person", "role")
                    or clauses.begins_clause(party.hi - 1)
                ):
                    break
                found.append(party)
                j = party.hi
                seen_place = False
            else:
                break
        return found

    def _and_with(self, end: int) -> list[Party]:
        """ "talks with A before the summit and with B after it": the second partner."""
        clauses = self._clauses
        if clauses.low(end) not in ("before", "after", "during", "ahead"):
            return []
        for k in range(end + 1, min(end + 8, len(self._elements) - 2)):
            element = self._elements[k]
            if element.kind == "p" or (element.lemma and clauses.is_verb(k)):
                return []
            if element.low == "and" and clauses.low(k + 1) == "with":
                party = clauses.collect(k + 2)
                return [party] if party is not None else []
        return []

    def _further_claims(self, claim: Claim) -> list[Claim]:
        """ "received by A in Rome and by B in Paris": the second host and his place."""
        found = []
        for party in self._further:
            arguments = self._clauses.arguments(party.hi)
            places = arguments.places or self._just_before(party.lo)
            if places:
                others = [m for _, m in places]
                claim.places = [p for p in claim.places if p[1] not in others] or claim.places[:1]
            found.append(
                replace(claim, right=party.mentions, places=places, dates=arguments.dates or claim.dates)
            )
        return found

    def _match(self, frame: Frame, k: int, group: verbs.Group) -> Claim | None:
        clauses = self._clauses
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
                return self._predicate(frame, k, group)
        noun = ""
        if frame.nouns and not (frame.name == "put a name to" and self._fronted(frame, k + 1)):
            after = i
            i, noun = self._noun(frame, i)
            if i < 0:
                noun = self._relative_noun(frame, group.lo) if frame.kind != "hosting" else ""
                i = after
                if not noun:
                    return None
        if frame.kind == "visit" and frame.needs != "date":
            return self._visit(frame, k, i, group, noun)
        arguments = clauses.arguments(i)
        if frame.needs == "date":
            return self._stayed(frame, k, group, arguments)
        if frame.kind == "joining":
            return self._joining(frame, k, i, group, arguments)
        if frame.needs == "there" and not self._there(k + 1):
            return None
        if frame.needs == "phone" and not (self._phoned(k, arguments) and self._over_the_phone(k)):
            return None
        if frame.follow and not self._follows(frame, i, arguments.end):
            return None
        right, host = self._partner(frame, k, i, arguments)
        if "by" in frame.partner and right is not None:
            self._further = arguments.parties["by"][1:]
        elif right is not None and frame.partner[0] in ("with", "object") and len(arguments.places) > 1:
            self._further = [
                p
                for p in arguments.parties.get("with", ())
                if p.lo > right.hi
                and p.mentions != right.mentions
                and any(m.form in _PERSONAL for m in p.mentions)
            ]
        if right is not None and "with" in frame.partner and not self._further:
            self._further = [
                p for p in arguments.parties.get("with", ()) if clauses.low(p.lo - 2) in ("then", "later")
            ]
        if right is not None and "object" in frame.partner and not self._further:
            self._further = self._next_objects(right)
        if right is not None and "with" in frame.partner and not self._further:
            self._further = self._and_with(arguments.end)
        if frame.needs == "place" and not (arguments.places or self._anywhere(k)):
            return None
        whom = self._whom(group.lo, frame) if right is None else None
        if frame.name == "speak with" and right is None and whom is None and clauses.low(k + 1) == "of":
            return None  # "A and B spoke of one passport"
        right = right or whom
        if right is None and "none" not in frame.partner:
            return None
        if frame.kind == "hosting":
            between = self._between(arguments)
            host_party = clauses.subject(group.lo, group.finite)
            if host_party is None or (
                between is None
                and (self._clauses.low(k + 1) not in ("the", "these", "those", "their") or "summit" in noun)
            ):
                return None
            claim = Claim(
                "meeting" if between else "hosting",
                group.status,
                frame.name,
                host_party.mentions,
                between.mentions if between else [],
                k,
                min(host_party.lo, k),
                arguments.end,
                arguments.dates,
                arguments.places,
                noun=noun,
                why=group.why,
                joint=True,
            )
            claim.host = "left"
            self._finish(claim, group)
            return claim
        if frame.name == "expect a guest" and right and not self._expected(right, arguments):
            return None
        if frame.name == "phone each other" and self._elements[k].lemma == "call" and not self._ends(i):
            return None  # "called one another a good many things"
        if frame.name == "call on" and right and clauses.low(right.hi) == "to":
            return None  # "called on X to send weapons"
        if frame.needs == "call" and not (right and self._rung(right)):
            return None
        if (
            right
            and frame.needs in ("person", "there", "visit")
            and not any(m.form in _PERSONAL for m in right.mentions)
        ):
            return None
        if right and frame.needs == "visit":
            talks = self._at_talks(right.hi)
            if talks:
                arguments = clauses.arguments(talks)
            elif not self._in_company(k, right, arguments):
                return None
        if frame.name in _IN_PLACE and not self._placed_at(k, right, arguments, frame):
            return None
        left = self._between(arguments) if right is None else None
        if frame.name == "bear signatures":
            left = clauses.collect(i)
            if left is None or not any(
                (n := self.noun_at(j)) is not None and n[1] == "pact" for j in range(k)
            ):
                return None
        left = left or clauses.subject(group.lo, group.finite) or self._speaker(group.lo)
        if frame.needs == "there sat":
            left = self._behind(k + 1) if clauses.low(group.lo - 1) == "there" else None
        if frame.name == "await" and right is not None and clauses.low(group.lo - 1) == "there":
            left = self._behind(right.hi)
        if left is None and (not group.finite or "by" in frame.partner):
            left = self._afterwards(k, arguments.end)
        if left is None:
            return None
        left = self._escorted(left)
        if right is None and not self._plural(left) and clauses.low(group.lo - 1) == "who":
            left = clauses.leftward(left.lo)  # "Pashinyan and Erdogan, who met in Prague"
        if right is None and not self._plural(left):
            return None
        if right is None and frame.needs == "person" and not any(m.form in _PERSONAL for m in left.mentions):
            return None
        if frame.needs == "people" and not all(
            m.people or (frame.name in _BY_OFFICE and m.form in ("role", "group") and m.role != "official")
            for m in (right or left).mentions
        ):
            return None
        kind = frame.kind
        if frame.name == "be visited" and not any(m.form in _PERSONAL for m in left.mentions):
            kind = "visit"  # "Kenya was visited by X"
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
        if kind in ("meeting", "talk") and (third := self._third(claim)) is not None:
            claim.left = [*claim.left, *third.mentions]
            gathered = True
        claim.host = host
        claim.joint = gathered or (bool(host) and right is not None and self._one_table(right))
        self._finish(claim, group)
        return claim

    def _predicate(self, frame: Frame, k: int, group: verbs.Group) -> Claim | None:
        """ "will be Erdogan's guest", "was his host for talks"."""
        title = {"be the guest of": "guest", "be host to": "host"}.get(frame.name)
        if title is None:
            return None
        clauses, j = self._clauses, self._clauses.skip(k + 1)
        left = clauses.subject(group.lo, group.finite)
        if left is None or j >= len(self._elements):
            return None
        mention = self._elements[j].mention
        if clauses.party_at(j) and clauses.low(j + 1) == "'s" and clauses.low(j + 2) == title:
            others, end = [clauses.mention(j)], j + 3
        elif mention is not None and self._word(j) == f"<{title}>" and mention.owner in ("his", "her"):
            others, end = [mention] if mention.actors else self._other(left), j + 1
        else:
            return None
        arguments = clauses.arguments(end)
        claim = Claim(
            frame.kind,
            group.status,
            frame.name,
            left.mentions,
            others,
            k,
            min(left.lo, k),
            arguments.end,
            arguments.dates,
            arguments.places,
            why=group.why,
        )
        claim.host = {"subject": "left", "object": "right"}[frame.host]
        self._finish(claim, group)
        return claim

    def _other(self, left: Party) -> list[Mention]:
        """Who else was named before: "Putin came to the palace, where X was his host"."""
        for k in range(left.lo):
            if self._clauses.party_at(k) and self._clauses.mention(k).people:
                return [self._clauses.mention(k)]
        return []

    def _one_table(self, right: Party) -> bool:
        """ "hosts A, B and C for a meeting", "at a summit": one occasion for all of them."""
        i, guests = right.hi, {actor for m in right.mentions for actor in m.actors}
        for k in range(i, min(i + 7, len(self._elements) - 1)):
            element = self._elements[k]
            if element.kind == "p" or element.lemma:
                return False
            body = self._elements[k + 1].mention
            same = body is not None and body.form == "body" and {*body.actors} == guests
            if element.low in ("for", "at") and (same or self._clauses.low(k + 1) in ("a", "an")):
                nouns = {self._clauses.low(j) for j in range(k + 2, min(k + 8, len(self._elements)))}
                return bool(nouns & _OCCASIONS)
        return False
