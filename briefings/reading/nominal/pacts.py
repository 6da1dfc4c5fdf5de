"""Papers that are signed: "a treaty was signed by A and B", "the signing of a pact"."""

from __future__ import annotations

from briefings.reading import verbs
from briefings.reading.frames import Claim
from briefings.reading.mentions import Mention
from briefings.reading.nominal.room import HAPPENING, Room

_SHOWING = frozenset("see witness include bring mark feature end".split())
_WATCHING = frozenset("witness attend oversee watch preside see supervise".split())

_NONE = frozenset(("no", "neither", "nor"))


class Pacts(Room):
    """Who signs what."""

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
        if clauses.low(start - 1) in _NONE or clauses.low(start) in _NONE:
            return None  # "No agreement has been signed"
        arguments = clauses.arguments(at + 1 if signed is not None else end)
        near = clauses.arguments(end)
        between = near.parties.get("between") or ()
        whole = between and len({a for m in between[0].mentions for a in m.actors}) > 1
        party = next(
            (
                p[0]
                for p in (
                    between if whole else None,
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
            if after is not None and (after[1] in ("hold", "take") or after[1] in HAPPENING):
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
        if signing is not None and signed is None:
            verb = clauses.verb_before(signing)
            watched = verb is not None and self._elements[verb].lemma in _WATCHING
            few = len({a for m in left for a in m.actors}) < 2
            if verb is not None and (watched or (few and status == "cancelled")):
                watching = verbs.group(self._elements, verb, self._lexicon)
                subject = clauses.subject(watching.lo, watching.finite)
                if few and not watched:
                    left = [*(subject.mentions if subject else ()), *left]
                elif few and subject is not None:
                    left = list(subject.mentions)
                if watched:
                    status, why = watching.status, watching.why
        if signed is not None and not left and not self._reduced(signed, start, end):
            relative = clauses.subject(verbs.group(self._elements, signed, self._lexicon).lo)
            left = list(relative.mentions) if relative else []
        pair = self._pairs.get(verbs.UPCOMING if status == verbs.UPCOMING else verbs.HELD)
        if pair is not None and (not left or self._theirs(left)) and self._at_the_table(j, at, signed):
            left = list(pair.mentions)
        if signing is not None and signed is None and pair is not None and not left:
            seen = self._seen(signing)
            if seen is not None and seen.status == verbs.HELD:
                left, status, why = list(pair.mentions), seen.status, seen.why
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

    def _seen(self, signing: int) -> verbs.Group | None:
        """ "The visit saw the signing of a pact": of the two who are together."""
        k = self._clauses.verb_before(signing)
        if k is None or self._elements[k].lemma not in _SHOWING or signing - k > 4:
            return None
        group = verbs.group(self._elements, k, self._lexicon)
        return None if self._clauses.subject(group.lo, group.finite) is not None else group

    def _reduced(self, signed: int, start: int, end: int) -> bool:
        """ "in the light of the agreement signed in Beijing": who signed it is not told here."""
        group = verbs.group(self._elements, signed, self._lexicon)
        if group.lo != signed or self._clauses.low(start - 1) not in self._lexicon.small["prepositions"]:
            return False
        between = range(end, signed)
        return not any(
            self._clauses.party_at(k) or self._clauses.low(k) in ("that", "which") for k in between
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

    def _by_theirs(self) -> list[Claim]:
        """ "Their ministers then signed four memoranda": of the two who are together, if nobody is named."""
        found: list[Claim] = []
        for k, element in enumerate(self._elements):
            exchanged = element.lemma == "exchange" and self._clauses.low(k + 1) == "signed"
            if (
                not (element.lemma in ("sign", "ink") or exchanged)
                or k in self._signed
                or not self._clauses.is_verb(k)
            ):
                continue
            group = verbs.group(self._elements, k, self._lexicon)
            i = self._clauses.skip(group.lo - 1, -1)
            signer = self._elements[i].mention if i >= 0 else None
            pair = self._pairs.get(verbs.UPCOMING if group.status == verbs.UPCOMING else verbs.HELD)
            nouns = (self._matcher.noun_at(n) for n in range(k + 1, min(k + 8, len(self._elements))))
            if (
                signer is None
                or signer.actors
                or not signer.plural
                or signer.form == "pronoun"
                or group.passive
                or pair is None
                or not any(noun and noun[1] == "pact" for noun in nouns)
            ):
                continue
            rest = self._clauses.arguments(k + 1)
            claim = Claim("agreement", group.status, "noun pact", list(pair.mentions), [], k, i, rest.end)
            claim.dates, claim.places, claim.why = list(rest.dates), list(rest.places), group.why
            self._signed.add(k)
            found.append(claim)
        return found
