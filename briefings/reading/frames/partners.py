"""Where the other side of an encounter stands."""

from __future__ import annotations

from briefings.reading.clauses import Arguments, Party
from briefings.reading.frames.nouns import Nouns
from briefings.reading.frames.table import Frame
from briefings.reading.mentions import Mention

_PHONE = frozenset(
    "phone telephone telephonically video videolink videoconference teleconference virtually virtual"
    " online zoom hotline call videocall link line".split()
)

_ASIDES = frozenset("for in at on after before during despite within as to".split())
"""Prepositions that may open an aside between a verb and its object."""

_ITS_OWN = frozenset(
    "government administration team delegation cabinet office side aides advisers advisors ministers"
    " officials envoys negotiators emissaries representatives people successor deputy chief lieutenants"
    " diplomats ministry embassy parliament presidency army".split()
)
"""Whose 's stands before them takes part: "with Biden's team", but not "with Putin's critics"."""

_RELATIONS = frozenset(
    "treaty deal agreement pact dispute row war border relations ties trade cooperation conflict"
    " partnership friendship accord links contacts alliance"
    " frontier rivalry peace quarrel differences".split()
)
"""A "with" behind these belongs to them."""
_BORDERS = frozenset(
    "border borders frontier frontiers war wars dispute disputes conflict conflicts ties relations rivalry"
    " quarrel differences".split()
)
"""The same even for those who sign."""


class Partners(Nouns):
    """Where the other side of an encounter stands."""

    def _partner(self, frame: Frame, k: int, i: int, arguments: Arguments) -> tuple[Party | None, str]:
        clauses = self._clauses
        if "by" in frame.partner:
            found = arguments.parties.get("by")
            return (found[0], "left" if frame.host == "subject" else "right") if found else (None, "")
        if "object" in frame.partner:
            j = self._over_aside(clauses.skip(i))
            if clauses.low(j) == "with" and "with" in frame.partner:
                j = clauses.skip(j + 1)
            party = self._including(clauses.collect(j)) or clauses.including(j)
            if party and party.mentions[0].form != "adjective":
                delegation = party.mentions[-1].role == "official" and frame.name == "receive"
                if (frame.name != "meet" and not delegation and clauses.low(party.hi) == "'s") or (
                    self._possesses(party)
                ):
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
        if "in honour of" in frame.partner and (honoured := self._honoured(k, arguments)) is not None:
            return honoured, "left"
        for preposition in ("with", "to", "from", "for", "on", "of"):
            if preposition in frame.partner and arguments.parties.get(preposition):
                parties = arguments.parties[preposition]
                chosen = parties[0]
                of_what = self._clauses.low(chosen.lo - 2)
                if of_what in _BORDERS or (frame.kind != "agreement" and of_what in _RELATIONS):
                    continue  # "met about a treaty with Canada"
                if self._possesses(chosen):
                    continue
                if len(parties) > 1:
                    for other in parties[1:]:
                        before = self._elements[other.lo - 3].mention if other.lo > 2 else None
                        if before is not None and before.place is not None:
                            break  # "with A in Berlin and with B in Paris"
                        if self._elements[other.lo - 1].low == "with" and clauses.low(other.lo - 2) in (
                            "and",
                            ",",
                        ):
                            chosen = Party([*chosen.mentions, *other.mentions], chosen.lo, other.hi)
                return chosen, {"subject": "left", "object": "right"}.get(frame.host, "")
        return None, ""

    def _over_aside(self, i: int) -> int:
        """ "met, for the first time this year, Emmanuel Macron": behind what stands between two commas."""
        clauses = self._clauses
        if clauses.low(i) != "," or clauses.low(i + 1) not in _ASIDES:
            return i
        for k in range(i + 2, min(i + 12, len(self._elements) - 1)):
            element = self._elements[k]
            if element.low == ",":
                return k + 1
            if element.kind == "p" or (element.mention is not None and element.mention.party):
                return i
        return i

    def _possesses(self, party: Party) -> bool:
        """Whether somebody's rivals, lawyers or plans are meant and not they themselves."""
        low = self._clauses.low
        if low(party.hi) != "'s" or party.mentions[-1].form not in ("person", "role", "pronoun"):
            return False
        words = [low(k) for k in range(party.hi + 1, min(party.hi + 4, len(self._elements)))]
        return bool(words and words[0][:1].isalpha()) and not _ITS_OWN.intersection(words)

    def _honoured(self, k: int, arguments: Arguments) -> Party | None:
        """ "gave a dinner in honour of X", "in his honour": the guest."""
        clauses = self._clauses
        for n in range(k + 1, min(arguments.end + 6, len(self._elements))):
            mention = self._elements[n].mention
            if mention is not None and mention.extra == ["honour"]:
                return Party([mention], n, n + 1)
            if clauses.low(n) in ("honour", "honor") and clauses.low(n + 1) == "of":
                return clauses.collect(n + 2)
        return None

    def _over_the_phone(self, k: int) -> bool:
        """ "agreed by telephone to send aid", but not "agreed to speak by telephone"."""
        lemma, low = self._elements[k].lemma, self._clauses.low
        if lemma == "exchange":
            return low(k + 1) not in ("telephone", "phone")
        if lemma not in ("agree", "decide"):
            return True
        j = self._clauses.skip(k + 1)
        return low(j) in ("by", "over", "in", "via", "during") or (low(j), low(j + 1)) == ("on", "the")

    def _ends(self, i: int) -> bool:
        """Whether nothing but a day, a purpose or the end of the clause stands at element i."""
        if i >= len(self._elements) or self._elements[i].kind in ("d", "p"):
            return True
        return self._clauses.low(i) in ("on", "in", "at", "to", "again", "after", "before", "late", "early")

    def _rung(self, party: Party) -> bool:
        """Whether "called X" is a call: a day, a purpose or the end follows, and X is no "liar" or
        "partner"."""
        if not any(m.form in ("person", "role", "pronoun") for m in party.mentions):
            return False
        if party.hi >= len(self._elements):
            return True
        following = self._elements[party.hi]
        if following.kind == "d" or following.low in (
            ".",
            "late",
            "early",
            "again",
            "shortly",
            "separately",
            "after",
            "before",
        ):
            return True
        after = self._elements[party.hi + 1] if party.hi + 1 < len(self._elements) else None
        if after is None:
            return False
        if following.low in ("on", "in"):
            return after.kind == "d"
        return following.low == "to" and after.shape == "base"

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

    def _including(self, party: Party | None) -> Party | None:
        """ "other leaders, including A and B": those who are named."""
        if party is None or not party.mentions[-1].plural or party.mentions[-1].actors:
            return party
        i = party.hi + (self._clauses.low(party.hi) == ",")
        if self._clauses.low(i) in ("including", "notably", "like") or (
            self._clauses.low(i),
            self._clauses.low(i + 1),
        ) in (("such", "as"), ("among", "them")):
            i += 2 if self._clauses.low(i) in ("such", "among") else 1
            named = self._clauses.collect(i)
            if named is not None:
                return Party([*party.mentions, *named.mentions], party.lo, named.hi)
        return party

    def _whom(self, lo: int, frame: Frame) -> Party | None:
        """ "his host, with whom he talked for an hour", "X, whom he received", "with X he talked": the other
        side stands before the clause."""
        clauses = self._clauses
        if (cleft := self._cleft(lo, frame)) is not None:
            return cleft
        k = clauses.skip(lo - 1, -1)
        named = clauses.party_at(k) and bool(clauses.mention(k).actors)
        if clauses.party_at(k):
            k = clauses.leftward(k).lo - 1
        if clauses.low(k) == "whom":
            before = clauses.low(k - 1)
            if before in ("with", "to") and "with" in frame.partner:
                return clauses.antecedent(k - 2)
            if before == "by" and "by" in frame.partner and named:
                return clauses.antecedent(k - 2)
            return (
                clauses.antecedent(k - 1) if "object" in frame.partner and before == "," and named else None
            )
        return self._fronted_with(lo, k) if "with" in frame.partner else None

    def _fronted_with(self, lo: int, k: int) -> Party | None:
        """ "With Macron she conferred", "; with Sisi, who had avoided him, Tamim sat for an hour": whom
        the clause that ends at element k puts first."""
        clauses = self._clauses
        for s in range(min(k, lo - 1), max(-1, lo - 20), -1):
            low = clauses.low(s)
            if low in (";", ":", "--"):
                return None
            if low != "with" or not clauses.party_at(s + 1):
                continue
            if s and clauses.low(s - 1) not in (",", ";", ":", "--", "and", '"'):
                return None
            party = clauses.collect(s + 1)
            if party is None:
                return None
            aside = clauses.low(party.hi) == "," and clauses.low(k) == "," and party.hi < k
            return party if aside or party.hi >= k else None
        return None

    def _cleft(self, lo: int, frame: Frame) -> Party | None:
        """ "It was with X that Y dined", "It was by X that Y was received": the other side stands first."""
        low = self._clauses.low
        if low(0) != "it" or low(1) not in ("was", "is") or low(2) not in ("with", "by", "from", "to"):
            return None
        if low(2) not in frame.partner or not self._clauses.party_at(3):
            return None
        that = next((k for k in range(4, lo) if low(k) == "that"), 0)
        return self._clauses.collect(3) if that and lo - that < 12 else None

    def _afterwards(self, k: int, end: int) -> Party | None:
        """ "After meeting Kurz in Vienna, Rama flew on": the subject follows the comma."""
        if any(self._clauses.party_at(i) and not self._clauses.in_phrase(i) for i in range(k)):
            return None
        comma = next(
            (
                i
                for i in range(max(k, end - 1), min(end + 4, len(self._elements)))
                if self._clauses.low(i) == ","
            ),
            None,
        )
        return self._clauses.collect(comma + 1) if comma is not None else None

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

    def _anywhere(self, at: int) -> bool:
        """Whether the clauses before the verb say where its people are: "flew to Kyiv and discussed grain
        with him"."""
        return any(
            e.mention is not None
            and e.mention.place is not None
            and self._clauses.low(k - 1) in ("in", "at", "to")
            for k, e in enumerate(self._elements[:at])
        )

    def _just_before(self, lo: int) -> list[tuple[str, Mention]]:
        """The place that stands right before "with": "and in Yerevan with Pashinyan"."""
        for k in range(lo - 1, max(-1, lo - 5), -1):
            mention = self._elements[k].mention
            if mention is not None and mention.place is not None and self._clauses.low(k - 1) in ("in", "at"):
                return [("in", mention)]
        return []

    def _phoned(self, k: int, arguments: Arguments, strict: bool = False) -> bool:
        low = self._clauses.low
        start = k
        while start > max(0, k - 4) and not (strict and low(start - 1) in ("and", "but", ",", ";")):
            start -= 1
        for i in range(start, min(arguments.end + 1, len(self._elements))):
            word = low(i)
            if (
                word in _PHONE
                and not (
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
                )
                and (
                    not strict
                    or low(i - 1) in ("by", "via", "over", "the", "virtual", "a")
                    or word in ("virtually", "online", "videoconference", "teleconference")
                )
            ):
                return True
        return False
