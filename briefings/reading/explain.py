"""Why a reading is what it is: which words gave which field of which event, and why near-misses are none.

A `Trail` is kept only while explaining. It looks on while an article is read and afterwards finds for
every value the words that can have given it, nearest to the event's own sentence first. The steps of an event
come in the order kind, status, who, date, place, gathering, what was joined. A step without an event is a
near-miss or speaks of the article.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from briefings.models import Step
from briefings.reading import verbs
from briefings.reading.clauses import Clauses, Party
from briefings.reading.drafts import Draft, Scene
from briefings.reading.elements import Element
from briefings.reading.frames import Claim, Matcher, by_lemma
from briefings.reading.lexicon import Lexicon
from briefings.reading.mentions import Figure, Mention
from briefings.reading.sentences import Sentence
from briefings.when import resolve
from briefings.world.world import World

if TYPE_CHECKING:
    from briefings.reading.summits.gathering import Gathering

_TENSES = ("past", "future")
_TOLD = {
    verbs.HELD: "told as past",
    verbs.UPCOMING: "told as coming",
    verbs.PRESENT: "told in the present: the date decides",
    verbs.NONE: "not told as done or planned",
    "cancelled": "told as called off",
}
_FORMS = {
    "person": "a name",
    "role": "an office",
    "group": "several named together",
    "state": "a state",
    "body": "a body",
    "seat": "a seat of government",
    "capital": "a capital that stands for its state",
    "adjective": "an adjective of a state",
    "people": "a people",
    "pronoun": "a pronoun, resolved by memory",
    "pair": "a pair, resolved by memory",
}


class Trail:
    """What is noted of one article while it is read."""

    def __init__(self, world: World, lexicon: Lexicon) -> None:
        self._world = world
        self._lexicon = lexicon
        self._scenes: dict[int, Scene] = {}
        self._clauses: dict[int, Clauses] = {}
        self._matchers: dict[int, Matcher] = {}
        self._claims: dict[int, list[Claim]] = {}
        self._made: list[tuple[Draft, Claim]] = []
        self._gatherings: tuple[Gathering, ...] = ()
        self.unread = ""
        """Why the article as a whole was passed over."""

    def saw(self, scene: Scene, clauses: Clauses, matcher: Matcher, claims: Sequence[Claim]) -> None:
        """A sentence that was looked at, with all claims it makes, before any was refused."""
        self._scenes[scene.number] = scene
        self._clauses[scene.number] = clauses
        self._matchers[scene.number] = matcher
        self._claims[scene.number] = list(claims)

    def made(self, drafts: Sequence[Draft], claim: Claim) -> None:
        """The drafts that came of a claim."""
        self._made.extend((draft, claim) for draft in drafts)

    def gathered(self, gatherings: Iterable[Gathering]) -> None:
        """All gatherings of the article, told or only named."""
        self._gatherings = tuple(gatherings)

    def steps(
        self,
        kept: Sequence[Draft],
        sentences: Sequence[Sentence],
        misses: Sequence[tuple[int, str, str, str]],
    ) -> tuple[Step, ...]:
        """The whole explanation; `kept` are the drafts that became events, in their order."""
        if self.unread:
            return (Step("parties", "", self.unread),)
        found = [step for index, draft in enumerate(kept) for step in self._of_event(draft, sentences, index)]
        near = [(number, Step(rule, words, f"no event: {why}")) for number, rule, words, why in misses]
        near += self._left_out(kept, sentences)
        near += self._unmatched(kept, misses)
        near += [
            (number, Step("gathering", words, f"no event: {why}"))
            for number, words, why in _unnamed(self._gatherings, kept, sentences)
        ]
        near.sort(key=lambda entry: entry[0])
        seen: set[tuple[str, str, str]] = set()
        for number, step in near:
            key = (step.rule, step.words, step.outcome)
            if key not in seen:
                seen.add(key)
                found.append(Step(step.rule, step.words, f"{step.outcome} ({_place(number, sentences)})"))
        return tuple(found)

    # ------------------------------------------------------------------ an event

    def _of_event(self, draft: Draft, sentences: Sequence[Sentence], index: int) -> Iterator[Step]:
        claim = self._claim_of(draft)
        sentence = sentences[draft.sentence]
        scene = self._scenes.get(draft.sentence)
        if claim is not None and scene is not None and claim.at < len(scene.elements):
            trigger = scene.words(claim.at, claim.at + 1)
            yield Step(
                "kind",
                trigger,
                f"{draft.kind}, by the rule '{draft.rule}' ({_place(draft.sentence, sentences)})",
                index,
            )
            group = verbs.group(scene.elements, claim.at, self._lexicon)
            told = _TOLD.get(claim.status, claim.status)
            yield Step("status", scene.words(group.lo, claim.at + 1), f"{draft.status}: {told}", index)
        else:
            yield Step(
                "kind",
                sentence.text[draft.lo : draft.hi],
                f"{draft.kind}, by the rule '{draft.rule}' ({_place(draft.sentence, sentences)})",
                index,
            )
            yield Step("status", sentence.text[draft.lo : draft.hi], draft.status, index)
        yield from self._who(draft, claim, sentences, index)
        yield from self._when(draft, sentences, index)
        yield from self._where(draft, claim, sentences, index)
        if draft.organisation or draft.name:
            named = ", ".join(part for part in (draft.name, draft.organisation) if part)
            yield Step("gathering", sentence.text[draft.lo : draft.hi], named, index)
        if draft.topic:
            yield Step("topic", draft.topic, "what the summary says it was about", index)
        for rule, words, outcome in draft.steps:
            yield Step("joined" if rule == "merge" else rule, words, outcome, index)

    def _claim_of(self, draft: Draft) -> Claim | None:
        for made, claim in self._made:
            if made is draft:
                return claim
        return next(
            (
                c
                for d, c in self._made
                if d.sentence == draft.sentence and (d.lo, d.hi) == (draft.lo, draft.hi)
            ),
            None,
        )

    def _near(self, draft: Draft) -> list[Scene]:
        """The sentences that were looked at, those of the event first, then the nearest."""
        own = {draft.sentence: 0, **dict.fromkeys(draft.also, 1)}
        return sorted(
            self._scenes.values(),
            key=lambda s: (own.get(s.number, 2), abs(s.number - draft.sentence), s.number),
        )

    def _who(
        self, draft: Draft, claim: Claim | None, sentences: Sequence[Sentence], index: int
    ) -> Iterator[Step]:
        sides = [m for m in (*claim.left, *claim.right, claim.destination) if m is not None] if claim else []
        for actor in draft.actors:
            label = f"{actor} ({self._world.label(actor)})"
            found = self._naming(draft, sides, _stands_for(actor))
            if found is None and actor == draft.country:
                yield Step("who", "", f"{label}: the state where it was", index)
            elif found is None:
                yield Step("who", "", f"{label}: by the rule '{draft.rule}'", index)
            else:
                scene, mention = found
                yield Step(
                    "who", _said(mention, scene), f"{label}: {_how(mention, scene, draft, sentences)}", index
                )
        for figure in draft.people:
            found = self._naming(draft, sides, _is(figure))
            source = "known to the dictionary" if figure.key else "named by the article"
            office = f", {figure.title}" if figure.title else ""
            if found is None:
                yield Step("person", figure.name, f"{figure.name}{office}: {source}", index)
            else:
                scene, mention = found
                how = _how(mention, scene, draft, sentences)
                yield Step("person", _said(mention, scene), f"{figure.name}{office}: {source}; {how}", index)

    def _naming(
        self, draft: Draft, sides: Sequence[Mention], fits: Callable[[Mention], bool]
    ) -> tuple[Scene, Mention] | None:
        for scene in self._near(draft):
            mentions = [e.mention for e in scene.elements if e.mention is not None]
            own = [m for m in mentions if any(m is side for side in sides)]
            for mention in (*own, *mentions):
                if fits(mention):
                    return scene, mention
        return None

    def _when(self, draft: Draft, sentences: Sequence[Sentence], index: int) -> Iterator[Step]:
        if draft.start is None:
            scene = self._scenes.get(draft.sentence)
            for element in scene.elements if scene else ():
                if element.when is not None and scene is not None:
                    said = f"{element.when.preposition} {element.when.words}".strip()
                    yield Step(
                        "date",
                        said,
                        "not the event's date: it belongs to something else or gives no day",
                        index,
                    )
            yield Step("date", "", "unknown: no words near the event give one", index)
            return
        value = f"{draft.start}..{draft.end}" if draft.end else draft.start
        if draft.calendar:
            yield Step(
                "date", "", f"{value}: the packaged calendar's date of the summit that is named", index
            )
            return
        for scene in self._near(draft):
            for element in scene.elements:
                if element.when is None:
                    continue
                for tense in _TENSES:
                    if resolve(element.when, scene.context, tense)[0] == draft.start:  # type: ignore[arg-type]
                        base = (
                            f", read from {scene.context.published}"
                            if element.when.needs_tense and scene.context.published
                            else ""
                        )
                        where = _place(scene.number, sentences)
                        yield Step(
                            "date", element.when.words, f"{value} ({element.when.kind}{base}; {where})", index
                        )
                        return
            if scene.day[0] == draft.start and scene.sentence.day:
                yield Step("date", scene.sentence.day, f"{value}: the heading or label over it", index)
                return
        yield Step(
            "date",
            "",
            f"{value}: reckoned from the length of a stay or taken from what is told beside it",
            index,
        )

    def _where(
        self, draft: Draft, claim: Claim | None, sentences: Sequence[Sentence], index: int
    ) -> Iterator[Step]:
        if not draft.country and not draft.city:
            yield Step("place", "", "unknown: no words near the event give one", index)
            return
        value = ", ".join(part for part in (draft.city, draft.country) if part)
        told = [m for _, m in claim.places] if claim is not None else []
        for scene in self._near(draft):
            mentions = [e.mention for e in scene.elements if e.mention is not None]
            own = [m for m in mentions if any(m is place for place in told)]
            for mention in (*own, *mentions):
                if _is_at(mention, draft):
                    yield Step(
                        "place", _said(mention, scene), f"{value} ({_place(scene.number, sentences)})", index
                    )
                    return
            spot = scene.sentence.spot
            if spot and scene.spot is not None and scene.spot.country == draft.country:
                yield Step("place", spot, f"{value}: the dateline or label", index)
                return
        if draft.host:
            yield Step("place", "", f"{value}: the host's country", index)
        else:
            yield Step("place", "", f"{value}: where the story stands, or the dateline", index)

    # ------------------------------------------------------------------ near-misses

    def _left_out(self, kept: Sequence[Draft], sentences: Sequence[Sentence]) -> Iterator[tuple[int, Step]]:
        """Drafts that neither became events nor joined one."""
        for draft, _ in self._made:
            if any(draft is event for event in kept):
                continue
            if any(
                draft.sentence in (k.sentence, *k.also) and set(draft.actors) <= set(k.actors) for k in kept
            ):
                continue
            words = sentences[draft.sentence].text[draft.lo : draft.hi]
            what = f"{draft.kind} {draft.status} {'-'.join(draft.actors)}"
            if draft.kind == "summit":
                why = "taken into a gathering of which too little is told"
            elif draft.kind == "visit":
                why = "a visit whose talks are told as another event"
            else:
                why = "left out when the article's events were put together"
            yield draft.sentence, Step(draft.rule, words, f"no event of its own: {what}: {why}")

    def _unmatched(
        self, kept: Sequence[Draft], misses: Sequence[tuple[int, str, str, str]]
    ) -> Iterator[tuple[int, Step]]:
        """Words that often tell of an encounter and of which no rule made a claim."""
        quoted = {number for draft in kept for number in (draft.sentence, *draft.also)}
        refused = {number for number, *_ in misses}
        for number, scene in self._scenes.items():
            claims = self._claims[number]
            if number in refused or (number in quoted and claims):
                continue
            for k, element in enumerate(scene.elements):
                if any(claim.lo <= k < max(claim.hi, claim.at + 1) for claim in claims):
                    continue
                why = (
                    "" if number in quoted and element.low in _GATHERED else self._why_not(k, element, scene)
                )
                if why:
                    lo, hi = max(0, k - 4), min(len(scene.elements), k + 6)
                    yield number, Step(element.low, scene.words(lo, hi), f"no rule fits: {why}")

    def _why_not(self, k: int, element: Element, scene: Scene) -> str:
        clauses = self._clauses[scene.number]
        if element.lemma in by_lemma() and element.lemma in _TELLING and clauses.is_verb(k):
            group = verbs.group(scene.elements, k, self._lexicon)
            if group.status == verbs.NONE:
                return group.why or "not told as done or planned"
            subject = clauses.subject(group.lo, group.finite)
            arguments = clauses.arguments(k + 1)
            others = [party for parties in arguments.parties.values() for party in parties]
            direct = clauses.collect(clauses.skip(k + 1))
            partner = direct or (others[0] if others else None)
            return f"before it {_party(subject, scene)}, after it {_party(partner, scene)}"
        noun = self._matchers[scene.number].noun_at(k)
        if noun is not None and noun[1] in ("meeting", "call", "visit"):
            arguments = clauses.arguments(noun[0])
            parties = [party for parties in arguments.parties.values() for party in parties]
            named = ", ".join(_party(party, scene) for party in parties) or "nobody"
            return f"the noun '{element.low}' with {named} beside it"
        return ""


_GATHERED = frozenset("summit summits meeting conference forum dialogue retreat session".split())
"""Nouns of a gathering, which the sentence of an event has explained already."""

_TELLING = frozenset(
    "meet visit host receive welcome call phone telephone travel fly arrive sign confer speak talk".split()
)
"""Verbs whose silence is worth a line."""


def _unnamed(
    gatherings: Sequence[Gathering], kept: Sequence[Draft], sentences: Sequence[Sentence]
) -> Iterator[tuple[int, str, str]]:
    names = {draft.name for draft in kept if draft.name} | {
        draft.organisation for draft in kept if draft.name
    }
    for gathering in gatherings:
        label = gathering.name or gathering.organisation or gathering.head
        if gathering.name in names or (gathering.organisation and gathering.organisation in names):
            continue
        number = gathering.sentence if gathering.sentence >= 0 else max(gathering.last, 0)
        if not gathering.status:
            why = "it is named, but nothing says that it took or will take place"
        elif not gathering.actors and not gathering.organisation:
            why = "nobody is named who took part"
        else:
            why = "too little is told of it: no host, no place, nobody attending"
        if number < len(sentences):
            yield number, label, why


def _stands_for(actor: str) -> Callable[[Mention], bool]:
    return lambda mention: actor in mention.actors


def _is(figure: Figure) -> Callable[[Mention], bool]:
    return lambda mention: figure in mention.people


def _is_at(mention: Mention, draft: Draft) -> bool:
    if mention.place is not None:
        if draft.city:
            return mention.place.city == draft.city or mention.place.name == draft.city
        return mention.place.country == draft.country
    return not draft.city and draft.country in mention.actors and mention.form in ("state", "seat", "capital")


def _said(mention: Mention, scene: Scene) -> str:
    tokens = scene.tokens
    return scene.sentence.text[tokens.lo[mention.lo] : tokens.hi[mention.hi - 1]]


def _how(mention: Mention, scene: Scene, draft: Draft, sentences: Sequence[Sentence]) -> str:
    form = _FORMS.get(mention.form, mention.form)
    if mention.opened and "memory" not in form:
        form += ", resolved by memory"
    return form if scene.number == draft.sentence else f"{form}, {_place(scene.number, sentences)}"


def _party(party: Party | None, scene: Scene) -> str:
    if party is None or not party.mentions:
        return "nobody"
    mention = party.mentions[0]
    codes = "-".join(dict.fromkeys(actor for m in party.mentions for actor in m.actors)) or "for nobody known"
    return f"“{_said(mention, scene)}” ({codes})"


def _place(number: int, sentences: Sequence[Sentence]) -> str:
    """ "the title" or "sentence 4", counted as a reader would."""
    titled = bool(sentences) and sentences[0].lo < 0
    if titled and number == 0:
        return "the title"
    return f"sentence {number + (0 if titled else 1)}"
