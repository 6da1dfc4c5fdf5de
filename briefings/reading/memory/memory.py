"""Goes through an article's sentences in order and fills in what their mentions leave open."""

from __future__ import annotations

from briefings.reading.memory.fitting import LANDS, PARTIES
from briefings.reading.memory.many import Several
from briefings.reading.memory.one import One
from briefings.reading.memory.story import Story
from briefings.reading.mentions import Figure, Mention, Mentions
from briefings.world.world import World

_SETS = 40
"""So many lists of two or three are kept in mind."""


class Memory:
    """Kept for one article; `resolve` is called for its sentences in order."""

    def __init__(self, world: World, cast: Mentions, home: str) -> None:
        self._story = Story(world, cast, home)
        self._one = One(self._story)
        self._several = Several(self._story)

    @property
    def before(self) -> Figure | None:
        """The subject of the sentence before the one resolved last."""
        return self._story.before

    def gathered(self, number: int) -> None:
        """Sentence `number` is about a gathering of many: "the leaders" are then its leaders."""
        self._story.crowd = number

    def resolve(
        self,
        mentions: list[Mention],
        low: list[str],
        prepositions: frozenset[str],
        number: int,
        opening: bool = False,
    ) -> None:
        """Fills in actors and people of what is open; `number` is the sentence's, `opening`: it begins a
        paragraph."""
        self._story.number = number
        self._story.before = self._story.subject
        phrase = ended = False
        last_hi = -9
        first: Figure | None = None
        here: list[tuple[Mention, Figure]] = []
        subjects: list[Figure] = []
        listed = True
        led = -1
        nameless = ""
        run: list[str] = []
        opener = ""
        for at, mention in enumerate(mentions):
            before = low[mention.lo - 1] if mention.lo else ""
            people = mention.form not in LANDS
            joined = before in ("and", ",") and last_hi >= mention.lo - 2
            if before == "," and people and not listed:
                joined, last_hi = False, -9  # "at the summit of the SCO, Putin met": no list goes on
            listed = people
            # "Along with Xi, Putin met": whoever is named first by it is no subject.
            beside = bool(here) and before == "with" and low[mention.lo - 2] in ("together", "along")
            if beside:
                ended = True
            elif before not in ("and", ",") or last_hi < mention.lo - 2 or (before == "," and ended):
                phrase = before in prepositions
                ended = False
                opener, run = before, []
            elif before == "and":
                ended = True
            last_hi = mention.hi
            self._set(mention, before, low)
            if mention.lo == led and not mention.actors and mention.form in ("person", "role"):
                mention.actors = self._story.many_of
                for figure in mention.people:
                    if not figure.actor:
                        figure.actor = mention.actors[0]
            named = mentions[at + 1] if at + 1 < len(mentions) else None
            if self._apposed(mention, named, low):
                assert named is not None
                self._one.person(named, here)
                mention.actors, mention.people = named.actors, named.people
            elif mention.form == "person":
                self._one.person(mention, here)
                if mention.role == "leader" and mention.owner and here:
                    for figure in mention.people:
                        figure.role = here[-1][1].role or figure.role
            elif mention.form == "role":
                self._one.role(mention, low, here)
            elif mention.form == "pronoun" and mention.plural:
                self._several.they(mention, here)
            elif mention.title == "i":
                pass  # whose report it is, is known
            elif mention.form == "pronoun":
                later = next(
                    (
                        m
                        for m in mentions[at + 1 :]
                        if m.form == "person" and low[m.lo - 1] not in prepositions
                    ),
                    None,
                )
                self._one.pronoun(mention, low, here, opening and at == 0, later)
            elif mention.form == "pair":
                self._several.pair(mention, here)
            elif mention.form == "group" and not mention.people:
                self._several.group(mention)
            if mention.plural and mention.form in ("role", "group", "pair") and mention.actors:
                self._story.many = (mention, number)
            run = self._listed(mention, run, opener if phrase else "", ended)
            if not mention.actors and mention.title in PARTIES:
                self._under(mention, mentions, low)
            elif mention.title in PARTIES and mention.actors:
                after = low[mention.hi : mention.hi + 3]
                if after[-3:-1] in (["led", "by"], ["headed", "by"]) or after[1:] in (
                    ["led", "by"],
                    ["headed", "by"],
                ):
                    led = mention.hi + 2 + (after[0] == ",")
                    self._story.many_of = mention.actors
            if first is None and not phrase and not nameless and self._unnamed(mention):
                nameless = self._story.nameless = mention.actors[0]
            if not phrase and mention.people and (joined or not subjects):
                subjects += mention.people
            if mention.form in ("state", "capital") and mention.actors and not phrase:
                self._story.nation = mention.actors[0]
            for figure in mention.people:
                here.append((mention, figure))
                self._story.remember(figure)
                if first is None and not phrase:
                    first = figure
            if len(mention.actors) > 3:
                self._story.crowds.append(mention.actors)
            for actor in mention.actors:
                if mention.form != "adjective" and actor not in self._story.states[-6:]:
                    self._story.states.append(actor)
        self._sides_named_after(mentions, here)
        self._story.recent = [*self._story.last, *(f for _, f in here)]
        self._story.last = list(dict.fromkeys(f for _, f in here))
        self._story.subjects = list(dict.fromkeys(subjects))
        if nameless:
            self._story.subject = None
        elif first is not None:
            self._story.nameless = ""
        if nameless:
            pass
        elif first is not None:
            self._story.subject = first
        elif here:
            self._story.subject = here[0][1]

    @staticmethod
    def _sides_named_after(mentions: list[Mention], here: list[tuple[Mention, Figure]]) -> None:
        """ "The two sides will meet again, Lavrov said after talks with Blinken": named only later."""
        named = dict.fromkeys(f.actor for _, f in here if f.actor and not f.former)
        for mention in mentions:
            several = mention.form == "pair" or (mention.form == "pronoun" and mention.plural)
            if several and not mention.actors and len(named) == (mention.count or 2) == 2:
                mention.actors, mention.opened = tuple(named), True

    @staticmethod
    def _apposed(mention: Mention, named: Mention | None, low: list[str]) -> bool:
        """ "his guest, Lithuania's Gabrielius Landsbergis": the name says who is meant."""
        return (
            mention.form == "role"
            and mention.title in ("guest", "host", "visitor")
            and not mention.plural
            and named is not None
            and named.form == "person"
            and named.lo == mention.hi + 1
            and low[mention.hi] == ","
        )

    def _listed(self, mention: Mention, run: list[str], opener: str, ended: bool) -> list[str]:
        """Notes who stand together: "Kenya and Somalia", "the ministers of A and B"."""
        if mention.form in ("adjective", "city", "venue", "region"):
            return []
        if mention.form in ("group", "pair") and mention.plural:
            run = []
        run += [a for a in mention.actors if a not in run]
        told = opener in ("", "between", "of", "with", "for", "by")
        if told and 1 < len(run) < 4 and (ended or (mention.form == "group" and mention.plural)):
            self._story.sets.append((tuple(run), self._story.number))
            del self._story.sets[:-_SETS]
        return run

    def _unnamed(self, mention: Mention) -> bool:
        """Whether one office-holder is meant of whom the article has told no name."""
        if not mention.actors or mention.people or mention.plural or mention.form not in ("role", "pronoun"):
            return False
        return all(figure.actor != mention.actors[0] for figure in self._story.focus)

    def _under(self, mention: Mention, mentions: list[Mention], low: list[str]) -> None:
        """ "the delegation under Minister Smith", "a team led by Wang Yi": it acts for whom its
        head acts for."""
        after = low[mention.hi : mention.hi + 2]
        skip = (
            1
            if after[:1] in (["under"], ["of"], ["from"]) and after != ["of", "the"]
            else 2
            if after in (["led", "by"], ["headed", "by"], ["of", "the"])
            else 0
        )
        head = next((m for m in mentions if m.lo == mention.hi + skip), None) if skip else None
        if head is not None and head.form in ("role", "group", "state") and head.actors:
            mention.actors, mention.people = head.actors, head.people
        elif head is not None and head.form == "person":
            self._one.person(head, [])
            mention.actors, mention.people = head.actors, head.people

    def _set(self, mention: Mention, before: str, low: list[str]) -> None:
        """Notes where the story is set now: "in Kuwait", "to Doha", "Kuwait, where"."""
        country = (
            mention.place.country
            if mention.place is not None
            else mention.actors[0]
            if mention.form == "state" and mention.actors
            else ""
        )
        if not country or country not in self._story.world.states:
            return
        after = low[mention.hi : mention.hi + 2]
        if (
            before in ("in", "to", "at", "into", "visited", "from", "visit", "visits")
            or after[-1:] == ["where"]
            or len(low) < 7
        ):
            self._story.scene = (country, self._story.number)

    def met(self, actors: tuple[str, ...], people: tuple[Figure, ...], host: str = "") -> None:
        """An encounter was told."""
        self._story.together.append((actors, people))
        self._story.told = self._story.number
        if host:
            self._story.host = host
            self._story.guest = next((a for a in actors if a != host), "")
