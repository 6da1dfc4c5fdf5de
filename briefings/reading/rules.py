"""The rules reader: runs the steps in the order in which the text flows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from briefings import dates as partial
from briefings.models import Article, DateBasis, Event, Kind, Place, Reading, Status, Step
from briefings.reading import assemble, filters, gate, summarise, topics, verbs
from briefings.reading.calling_off import take_back
from briefings.reading.ceremonies import Ceremonies
from briefings.reading.clauses import Clauses, Party
from briefings.reading.drafts import Draft, Scene
from briefings.reading.elements import build
from briefings.reading.encounters import Encounters
from briefings.reading.frames import Claim, Matcher, by_lemma
from briefings.reading.lexicon import Lexicon, lexicon
from briefings.reading.memory import Memory
from briefings.reading.mentions import Mention, Mentions, Tag, Tagger
from briefings.reading.nominal import Nominals
from briefings.reading.sentences import Sentence, split
from briefings.reading.spans import label_span
from briefings.reading.summits import Gatherings, titles
from briefings.reading.tokens import Tokens
from briefings.reading.where import Where
from briefings.when import advance, find_dates, survey
from briefings.world import world as known
from briefings.world.entities import Location
from briefings.world.world import World

if TYPE_CHECKING:
    from briefings.reading.explain import Trail


class RulesReader:
    """Reads by rules and word lists alone; constructing is cheap, the world is loaded on first use or by
    `warm`."""

    def __init__(self, world: World | None = None) -> None:
        self._world = world
        self._tagger: Tagger | None = None
        self._verbs: dict[str, tuple[str, str]] = {}
        self._titles: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}

    @property
    def name(self) -> str:
        return "rules"

    @property
    def version(self) -> str:
        return "1"

    def warm(self) -> None:
        """Loads what the first reading would load."""
        self._ready()

    def read(self, article: Article, *, explain: bool = False) -> Reading:
        """The events of `article`; with `explain`, also the steps that led to them and the near-misses."""
        if not gate.worth_reading(article.text):
            skipped = Step("gate", "", "no word of the article can tell of an encounter: it was not read")
            return Reading((), article.published, article.published_basis, (skipped,) if explain else ())
        world, tagger, words = self._ready()
        work = _Article(article, world, tagger, words, self._verbs, self._titles)
        trail = _trail(world, words) if explain else None
        drafts = work.read(trail)
        events = tuple(_event(d, work) for d in drafts)
        steps = trail.steps(drafts, work.sentences, work.misses) if trail else ()
        return Reading(events, article.published, article.published_basis, steps)

    def _ready(self) -> tuple[World, Tagger, Lexicon]:
        words = lexicon()
        if self._tagger is None:
            self._world = self._world or known.load()
            self._tagger = Tagger(self._world)
            self._verbs = _verb_forms(words)
            self._titles = titles(self._world)
        assert self._world is not None
        return self._world, self._tagger, words


def _verb_forms(words: Lexicon) -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for lemma in (*words.plain_verbs, *by_lemma()):
        for written, form in words.forms(lemma):
            found[written] = (form.lemma, form.shape)
    for auxiliary in ("has", "have", "had", "having"):
        if auxiliary == "having":
            found.pop(auxiliary, None)
    return found


def _trail(world: World, words: Lexicon) -> Trail:
    from briefings.reading.explain import Trail

    return Trail(world, words)


class _Article:
    """The reading of one article."""

    def __init__(
        self,
        article: Article,
        world: World,
        tagger: Tagger,
        words: Lexicon,
        verb_forms: dict[str, tuple[str, str]],
        gathering_titles: dict[str, list[tuple[tuple[str, ...], str, str]]],
    ) -> None:
        self.article = article
        self._world = world
        self._tagger = tagger
        self._words = words
        self._verbs = verb_forms
        self._titles = gathering_titles
        self.sentences: list[Sentence] = list(split(article.title, article.text, article.published))
        self._tokens = [Tokens(s.text) for s in self.sentences]
        self._tags: list[dict[int, Tag]] = [tagger.tags(t) for t in self._tokens]
        self._cast = Mentions(world, words, article.published)
        self._cast.told_by(self._tokens, self._tags)
        for tags in self._tags:
            for tag in tags.values():
                for alias in tag.aliases:
                    code = alias.ref if alias.kind == "state" and not alias.weak else ""
                    if alias.form == "capital":
                        code = world.places[alias.ref].country
                    if code:
                        self._cast.seen[code] = self._cast.seen.get(code, 0) + 1
        self._sporting: bool | None = None
        self._phoned = bool(_PHONED.search(article.text) or _PHONED.search(article.title or ""))
        self._trail: Trail | None = None
        self.misses: list[tuple[int, str, str, str]] = []

    def read(self, trail: Trail | None = None) -> list[Draft]:
        self._trail = trail
        if len(self._parties()) < 2 and not any(_ALONE.intersection(t.low) for t in self._tokens):
            if trail:
                trail.unread = "fewer than two who could have met are named: its sentences were not read"
            return []
        context = survey(
            (s.text for s in self.sentences), self.article.published, self.article.published_readings
        )
        for tokens, tags in zip(self._tokens, self._tags, strict=True):
            self._cast.mentions(tokens, tags)
        memory = self._memory = Memory(self._world, self._cast, self._home())
        where = Where(self._world, self._dateline())
        encounters = Encounters(self._world, context, where, self.sentences)
        gatherings = Gatherings(self._world, self._words, encounters, self._titles)
        self._ceremonies = Ceremonies(self._world, self._words, encounters)
        drafts: list[Draft] = []
        prepositions = self._words.small["prepositions"]
        for number, sentence in enumerate(self.sentences):
            tokens = self._tokens[number]
            mentions = self._cast.mentions(tokens, self._tags[number])
            memory.resolve(mentions, tokens.low, prepositions, number, sentence.first)
            if sentence.day and sentence.diary and sentence.first:
                label = f"{sentence.day}: -"
                context = advance(context, find_dates(label, context), None)
            found = find_dates(sentence.text, context)
            told_of = sentence.diary or sentence.bullet or gatherings.in_focus(number)
            entitled = sentence.lo < 0 and not _ALONE.isdisjoint(tokens.low)
            if entitled or (sentence.lo >= 0 and (told_of or gate.worth(tokens.low))):
                elements = build(tokens, mentions, found, self._verbs)
                spans = [(tokens.lo[e.lo], tokens.hi[e.hi - 1]) for e in elements]
                scene = Scene(
                    number,
                    sentence,
                    tokens,
                    elements,
                    spans,
                    context,
                    label_span(sentence.day, context),
                    self._spot(sentence.spot),
                    following=self.sentences[number + 1].text if number + 1 < len(self.sentences) else "",
                )
                if entitled:
                    gatherings.entitled(scene, Clauses(elements, self._words))
                else:
                    for draft in self._sentence(scene, encounters, gatherings, drafts):
                        memory.met(draft.actors, tuple(draft.people), draft.host)
                        drafts.append(draft)
                    encounters.timing.note_day(scene)
                if gatherings.in_focus(number):
                    memory.gathered(number)
            where.look(number, tokens, mentions)
            encounters.timing.look(number, found, context)
            context = advance(context, found, None)
        assemble.lend_gatherings(drafts)
        drafts += gatherings.drafts(self.article.published)
        if trail:
            trail.gathered(gatherings.all)
        kept = assemble.assemble(assemble.sound(drafts, self._world), self.article.published)
        where.settle(kept, self.article.published)
        return kept

    def _parties(self) -> set[str]:
        """States and bodies that the article names, also by a person or place; two make an encounter."""
        found: set[str] = {spot.country for s in self.sentences if s.diary and (spot := self._spot(s.spot))}
        for tags in self._tags:
            for tag in tags.values():
                for alias in tag.aliases:
                    if alias.kind == "place":
                        found.add(self._world.places[alias.ref].country)
                    elif alias.kind == "person":
                        found.update(term.actor for term in self._world.people[alias.ref].terms)
                    else:
                        found.add(alias.ref)
            if len(found) > 1:
                break
        return found

    def _sentence(
        self, scene: Scene, encounters: Encounters, gatherings: Gatherings, told: list[Draft]
    ) -> list[Draft]:
        clauses = Clauses(scene.elements, self._words)
        matcher = Matcher(clauses, self._words)
        before = self._memory.before
        background = (
            Party([Mention(0, 0, "pronoun", (before.actor,), (before,))], 0, 0)
            if before is not None
            else None
        )
        claims = matcher.claims()
        pairs = {
            d.status: Party([Mention(0, 0, "pair", d.actors, tuple(d.people))], 0, 0)
            for d in told[-8:]
            if d.kind in ("meeting", "visit") and len(d.actors) == 2 and scene.number - d.sentence <= 5
        }
        if told and scene.number - told[-1].sentence <= 4 and len(told[-1].actors) > 1:
            pairs["last"] = Party([Mention(0, 0, "pair", told[-1].actors)], 0, 0)
        claims += Nominals(clauses, matcher, self._words, background, pairs).claims(claims)
        claims += self._ceremonies.claims(scene, clauses)
        claims.sort(key=lambda c: c.at)
        if self._trail:
            self._trail.saw(scene, clauses, matcher, claims)
        claims = gatherings.read(scene, clauses, claims, told[-3:])
        found: list[Draft] = []
        for claim in claims:
            if claim.kind == "talk":
                somewhere = bool(claim.places) or encounters.somewhere(scene, claim)
                somewhere = somewhere or (not self._phoned and encounters.lasting(claim))
                if not (self._phoned or somewhere or claim.dates):
                    continue
                claim.kind = (
                    "call"
                    if not somewhere and (self._phoned or claim.status != verbs.UPCOMING)
                    else "meeting"
                )
            if claim.status == verbs.NONE:
                self._miss(scene, claim, claim.why)
                continue
            told_before = scene.words(0, claim.at) if claim.at else ""
            objection = filters.objection(claim, scene.sentence.text, told_before, self._about_sport)
            if objection:
                self._miss(scene, claim, objection)
                continue
            if claim.kind == "hosting":
                encounters.add_host(claim, scene, [*told, *found])
                continue
            drafts = encounters.drafts(claim, scene)
            if not drafts:
                self._miss(scene, claim, "not two different parties")
            topic = _topic(claim, claims, scene)
            for draft in drafts:
                draft.topic = topic
                self._ceremonies.date(draft)
            if self._trail:
                self._trail.made(drafts, claim)
            found.extend(d for d in drafts if d.kind != "summit" or not gatherings.adopt(d, scene))
        take_back(scene, [*told[-4:], *found])
        return found

    def _about_sport(self) -> bool:
        if self._sporting is None:
            self._sporting = filters.sporting(self.article.text)
        return self._sporting

    def _miss(self, scene: Scene, claim: Claim, why: str) -> None:
        self.misses.append((scene.number, claim.rule, scene.words(claim.lo, claim.hi), why))

    def _home(self) -> str:
        """The state whose office-holders the article calls by title alone."""
        place = self._dateline()
        if place is not None:
            return place.country
        counted = self._cast.seen
        return max(counted, key=lambda code: counted[code]) if counted else ""

    def _dateline(self) -> Location | None:
        """The place the article was written at."""
        for sentence in self.sentences:
            if sentence.spot and not sentence.diary:
                return self._spot(sentence.spot)
        return None

    def _spot(self, words: str) -> Location | None:
        if not words:
            return None
        for part in (words, words.split(",")[0], words.split("/")[0]):
            for match in self._world.names.lookup(part.strip()):
                if match.kind == "place":
                    return self._world.places[match.ref]
        return None


_PHONED = re.compile(r"\b(?:tele)?phone|\bcalls? with\b", re.I)
_ALONE = frozenset(("summit", "summits", "conference", "forum", "secretary"))
"""Words of gatherings, which one party is enough for."""
_SPACE = re.compile(r"\s+")


def _parties(claim: Claim) -> set[str]:
    return {actor for mention in (*claim.left, *claim.right) for actor in mention.actors}


def _topic(claim: Claim, claims: list[Claim], scene: Scene) -> str:
    """What the encounter was about, as the words between its trigger and the next encounter tell."""
    parties = _parties(claim)
    others = (c.at for c in claims if c.at > claim.at and c.status != verbs.NONE and _parties(c) != parties)
    following = min(others, default=len(scene.spans))
    end = scene.spans[following][0] if following < len(scene.spans) else len(scene.sentence.text)
    at, pact = scene.spans[claim.at][0], claim.kind == "agreement"
    return topics.topic_of(scene.sentence.text, at, end, claim.status, not claim.right, pact)


def _event(draft: Draft, work: _Article) -> Event:
    sentence = work.sentences[draft.sentence]
    quote = _SPACE.sub(" ", sentence.text[draft.lo : draft.hi]).strip()
    start = draft.start if partial.is_valid(draft.start) else None
    end = draft.end if start and partial.is_valid(draft.end) and (draft.end or "") > start else None
    basis = None if start is None else DateBasis.CALENDAR if draft.calendar else DateBasis.TEXT
    event = Event(
        kind=Kind(draft.kind),
        status=Status(draft.status),
        actors=tuple(sorted(set(draft.actors))),
        start=start,
        end=end,
        date_basis=basis,
        people=tuple(sorted({p.name for p in draft.people})),
        organisation=draft.organisation,
        name=draft.name,
        place=Place(draft.country or None, draft.city or None) if draft.country or draft.city else Place(),
        quote=quote,
    )
    return summarise.with_summary(event, draft, sentence.text, work.article.published, work._world)
