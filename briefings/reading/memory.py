"""What an article lets its readers remember: who was introduced, who is in focus, which two were last
together."""

from __future__ import annotations

from briefings.reading.mentions import Figure, Mention, Mentions
from briefings.reading.mentions.words import ANY_TITLE
from briefings.world.world import World

_ROLE_FITS = {
    "state": {"state", "deputy"},
    "government": {"government", "deputy"},
    "foreign": {"foreign", "minister"},
    "defence": {"defence", "minister"},
    "deputy": {"deputy"},
    "head": {"head"},
    "leader": {"state", "government", "head", "leader", "deputy"},
    "minister": {"minister", "foreign", "defence"},
    "envoy": {"envoy"},
    "official": {"official", "envoy", "minister"},
}
_SIDES = frozenset(
    (
        "side",
        "sides",
        "countries",
        "nations",
        "states",
        "parties",
        "capitals",
        "governments",
        "delegations",
        "neighbours",
        "neighbors",
        "powers",
        "teams",
    )
)


_PARTIES = frozenset(
    ("delegation", "team", "mission", "government delegation", "high-level delegation", "party")
)
_SERVANTS = frozenset(("foreign", "defence", "minister", "envoy", "deputy", "government"))
"""Roles of those who act for the same state as whose they are: "his foreign minister"."""
_LANDS = frozenset(("state", "body", "seat", "capital", "city", "venue", "region", "adjective", "people"))
_PREMIERS = frozenset(
    ("prime minister", "premier", "pm", "head of government", "chancellor", "federal chancellor", "taoiseach")
)


def _titles_fit(mention: Mention, figure: Figure) -> bool:
    """Whether a bare title may mean this person: "the emir" is no president, "the Secretary" no foreign
    minister."""
    if not figure.title or not mention.title or mention.title in ANY_TITLE:
        return True
    if mention.title in _PREMIERS:
        return figure.role == "government" if figure.title not in _PREMIERS else True
    if mention.role == "foreign" and figure.role == "foreign":
        return True
    if mention.title in ("monarch", "sovereign"):
        return figure.title in ("king", "queen", "emperor", "emir", "sultan")
    said = {word.removesuffix("s") for word in mention.title.split()}
    return bool(said & {word.removesuffix("s") for word in figure.title.replace("-", " ").split()})


class Memory:
    """Kept for one article; `resolve` is called for its sentences in order."""

    def __init__(self, world: World, cast: Mentions, on: str | None, home: str) -> None:
        self._world = world
        self._cast = cast
        self._on = on
        self.home = home
        self.focus: list[Figure] = []
        """Figures from the oldest to the one last mentioned."""
        self.subject: Figure | None = None
        self.before: Figure | None = None
        """The subject of the sentence before this one."""
        """Of the last sentence."""
        self.together: list[tuple[tuple[str, ...], tuple[Figure, ...]]] = []
        """Encounters told so far, as actors and people."""
        self.states: list[str] = []
        self.host = ""
        self.guest = ""
        self._scene = ("", -9)
        """The state the story was last set in, and the sentence that said so."""
        self._number = 0
        self._many: tuple[Mention, int] | None = None
        """The last plural party and its sentence: what "they" may mean."""
        self._many_of: tuple[str, ...] = ()
        """For whom the delegation told last acts."""
        self._nameless = ""
        """For whom the office-holder acts who is the subject of the last sentence, but is not named."""
        self._nation = ""
        """The state that a sentence was last about: what "its" means."""
        self._subjects: list[Figure] = []
        """Who stood together as the subject of the last sentence: what "they" means."""
        self._last: list[Figure] = []
        self._recent: list[Figure] = []
        """The people of the last two sentences."""
        """The people of the last sentence."""
        self._told = -9
        self._crowds: list[tuple[str, ...]] = []
        """The groups of four or more states named so far."""
        self.crowd = -9
        """The last sentence about a gathering of many: "the leaders" are then its leaders."""

    # ------------------------------------------------------------------ resolving

    def resolve(
        self, mentions: list[Mention], low: list[str], prepositions: frozenset[str], number: int
    ) -> None:
        """Fills in actors and people of what is open; `number` is the sentence's."""
        self._number = number
        self.before = self.subject
        phrase = ended = False
        last_hi = -9
        first: Figure | None = None
        here: list[tuple[Mention, Figure]] = []
        subjects: list[Figure] = []
        listed = True
        led = -1
        nameless = ""
        for mention in mentions:
            before = low[mention.lo - 1] if mention.lo else ""
            people = mention.form not in _LANDS
            joined = before in ("and", ",") and last_hi >= mention.lo - 2
            if before == "," and people and not listed:
                joined, last_hi = False, -9  # "at the summit of the SCO, Putin met": no list goes on
            listed = people
            if before not in ("and", ",") or last_hi < mention.lo - 2 or (before == "," and ended):
                phrase = before in prepositions
                ended = False
            elif before == "and":
                ended = True
            last_hi = mention.hi
            self._set(mention, before, low)
            if mention.lo == led and not mention.actors and mention.form in ("person", "role"):
                mention.actors = self._many_of
                for figure in mention.people:
                    if not figure.actor:
                        figure.actor = mention.actors[0]
            if mention.form == "person":
                self._person(mention, here)
                if mention.role == "leader" and mention.owner and here:
                    for figure in mention.people:
                        figure.role = here[-1][1].role or figure.role
            elif mention.form == "role":
                self._role(mention, low, here)
            elif mention.form == "pronoun":
                self._pronoun(mention, low, here)
            elif mention.form == "pair":
                self._pair(mention, here)
            elif mention.form == "group" and not mention.people:
                self._group(mention)
            if mention.plural and mention.form in ("role", "group", "pair") and mention.actors:
                self._many = (mention, number)
            if not mention.actors and mention.title in _PARTIES:
                self._under(mention, mentions, low)
            elif mention.title in _PARTIES and mention.actors:
                after = low[mention.hi : mention.hi + 3]
                if after[-3:-1] in (["led", "by"], ["headed", "by"]) or after[1:] in (
                    ["led", "by"],
                    ["headed", "by"],
                ):
                    led = mention.hi + 2 + (after[0] == ",")
                    self._many_of = mention.actors
            if first is None and not phrase and not nameless and self._unnamed(mention):
                nameless = self._nameless = mention.actors[0]
            if not phrase and mention.people and (joined or not subjects):
                subjects += mention.people
            if mention.form in ("state", "capital") and mention.actors and not phrase:
                self._nation = mention.actors[0]
            for figure in mention.people:
                here.append((mention, figure))
                self._remember(figure)
                if first is None and not phrase:
                    first = figure
            if len(mention.actors) > 3:
                self._crowds.append(mention.actors)
            for actor in mention.actors:
                if mention.form != "adjective" and actor not in self.states[-6:]:
                    self.states.append(actor)
        self._recent = [*self._last, *(f for _, f in here)]
        self._last = list(dict.fromkeys(f for _, f in here))
        self._subjects = list(dict.fromkeys(subjects))
        if nameless:
            self.subject = None
        elif first is not None:
            self._nameless = ""
        if nameless:
            pass
        elif first is not None:
            self.subject = first
        elif here:
            self.subject = here[0][1]

    def _unnamed(self, mention: Mention) -> bool:
        """Whether one office-holder is meant of whom the article has told no name."""
        if not mention.actors or mention.people or mention.plural or mention.form not in ("role", "pronoun"):
            return False
        return all(figure.actor != mention.actors[0] for figure in self.focus)

    def _under(self, mention: Mention, mentions: list[Mention], low: list[str]) -> None:
        """ "the delegation under Prime Minister Harris", "a team led by Wang Yi": it acts for whom its
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
            self._person(head, [])
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
        if not country or country not in self._world.states:
            return
        after = low[mention.hi : mention.hi + 2]
        if (
            before in ("in", "to", "at", "into", "visited", "from", "visit", "visits")
            or after[-1:] == ["where"]
            or len(low) < 7
        ):
            self._scene = (country, self._number)

    def _home_of(self, here: list[tuple[Mention, Figure]]) -> str:
        """For whom a president without a state acts: where the story is set, unless that is the other
        party."""
        country, number = self._scene
        others = {f.actor for _, f in here}
        if country and self._number - number <= 2 and country not in others:
            return country
        return self.home

    def _remember(self, figure: Figure) -> None:
        if figure in self.focus:
            self.focus.remove(figure)
        self.focus.append(figure)

    def _person(self, mention: Mention, here: list[tuple[Mention, Figure]]) -> None:
        for figure in mention.people:
            if not figure.actor:
                figure.actor = self._owner(mention, here) or self._home_of(here)
                figure.owned = False
        if not mention.actors:
            mention.actors = tuple(dict.fromkeys(f.actor for f in mention.people if f.actor))

    def _owner(self, mention: Mention, here: list[tuple[Mention, Figure]]) -> str:
        """For whom "his foreign minister" and "its emir" act; '' where nothing says so."""
        if mention.owner in ("his", "her"):
            gender = "f" if mention.owner == "her" else "m"
            near = [f for _, f in here[:1]] + ([self.subject] if self.subject is not None else [])
            return next((f.actor for f in near if f.gender in (gender, "") and f.actor), "")
        return self._nation if mention.owner == "its" else ""

    def _role(self, mention: Mention, low: list[str], here: list[tuple[Mention, Figure]]) -> None:
        if mention.title in ("host", "guest", "visitor") and not mention.actors:
            self._by_part(mention, here)
            return
        fits = _ROLE_FITS.get(mention.role, {mention.role})
        counterpart = mention.title in ("counterpart", "opposite number", "colleague", "peer", "homologue")
        if mention.former and mention.determiner == "the" and mention.lo == 0 and self.subject is not None:
            # "The former Polish premier will be received by ...": another name for whom the story is about.
            figure = self.subject
            mention.people, mention.actors, mention.former = (figure,), (figure.actor,), False
            return
        if mention.former or mention.determiner in ("a", "an", "another", "no", "every", "each"):
            return
        if not counterpart and mention.owner and not mention.actors and not mention.plural:
            owner = self._owner(mention, here) if mention.role in _SERVANTS else ""
            mention.actors = (owner,) if owner else ()
        if counterpart:
            if not mention.actors and mention.plural:
                return
            if not mention.actors:
                others = [f for f in reversed(self.focus) if not here or f.actor != here[-1][1].actor]
                fitting = [f for f in others if not here or f.role == here[-1][1].role]
                if fitting and low[mention.lo] in ("his", "her"):
                    mention.people, mention.actors, mention.opened = (fitting[0],), (fitting[0].actor,), True
                return
            if here:
                fits = {here[-1][1].role}
        for figure in reversed(self.focus):
            if mention.actors and figure.actor not in mention.actors:
                continue
            if not counterpart and not _titles_fit(mention, figure):
                continue
            if (
                (
                    figure.role in fits
                    or (mention.role == "head" and figure.actor in self._world.organisations)
                )
                and not figure.former
                and (mention.determiner == "the" or mention.actors or mention.owner)
            ):
                if not mention.actors and figure.actor == "":
                    continue
                mention.people, mention.actors, mention.opened = (figure,), (figure.actor,), True
                return
        if (
            not mention.actors
            and mention.determiner == "the"
            and mention.role in ("state", "government", "foreign", "defence", "deputy")
            and self.home
        ):
            mention.actors, mention.opened = (self.home,), True
        if mention.actors and mention.role in ("state", "government", "leader", "foreign", "defence"):
            self._by_office(mention)

    def _by_office(self, mention: Mention) -> None:
        """ "The Turkish president" where a sentence elsewhere names him."""
        actor = mention.actors[0]
        named = [f for f in self._cast.everyone() if f.actor == actor]
        fits = _ROLE_FITS[mention.role]
        fitting = [f for f in named if f.role in fits and not f.former]
        if len(fitting) == 1:
            mention.people = (fitting[0],)

    def _by_part(self, mention: Mention, here: list[tuple[Mention, Figure]]) -> None:
        wanted = self.host if mention.title == "host" else self.guest
        if not wanted and here:
            other = next(
                (
                    f
                    for f in reversed(self.focus)
                    if f.actor and f.actor != here[-1][1].actor and f in self._recent
                ),
                None,
            )
            wanted = other.actor if other is not None else ""
        if not wanted and here and self.together:
            actors, _ = self.together[-1]
            others = [a for a in actors if a != here[-1][1].actor]
            wanted = others[0] if len(others) == 1 else ""
        if wanted:
            mention.actors, mention.opened = (wanted,), True
            figure = next((f for f in reversed(self.focus) if f.actor == wanted), None)
            mention.people = (figure,) if figure else ()

    def _pronoun(self, mention: Mention, low: list[str], here: list[tuple[Mention, Figure]]) -> None:
        word = low[mention.lo]
        if mention.plural:
            self._they(mention, here)
            return
        gender = "f" if word in ("she", "her", "herself") else "m"
        candidates = [f for _, f in here]
        if word in ("him", "her") and candidates:
            others = [*(f for f in (self.focus[::-1]) if f not in candidates[-1:]), candidates[-1]]
            chosen = next(
                (f for f in candidates[:1] if f is not candidates[-1] and f.gender in (gender, "")), None
            )
            again = next((f for m, f in here if m.form == "pronoun" and low[m.lo] == word), None)
            chosen = again or chosen or next((f for f in others if f.gender in (gender, "")), None)
        else:
            chosen = next((f for f in candidates if f.gender in (gender, "")), None)
            if chosen is None and self.subject is None and self._nameless:
                mention.actors, mention.opened = (self._nameless,), True
                return
            if chosen is None and self.subject is not None and self.subject.gender in (gender, ""):
                chosen = self.subject
            if chosen is None:
                chosen = next((f for f in reversed(self.focus) if f.gender in (gender, "")), None)
        if chosen is not None:
            mention.people, mention.actors, mention.opened = (chosen,), (chosen.actor,), True
            mention.role = chosen.role

    def _they(self, mention: Mention, here: list[tuple[Mention, Figure]]) -> None:
        named: dict[str, Figure] = {}
        for _, figure in here:
            if figure.actor and not figure.former:
                named.setdefault(figure.actor, figure)
        many, number = self._many or (None, -9)
        if many is not None and number == self._number:
            mention.actors, mention.people, mention.opened = many.actors, many.people, True
        elif len(named) > 1:
            mention.actors, mention.people, mention.opened = tuple(named), tuple(named.values()), True
        elif len(self._subjects) > 1:
            mention.people, mention.opened = tuple(self._subjects), True
            mention.actors = tuple(dict.fromkeys(f.actor for f in self._subjects if f.actor))
        elif self.together and self._number - self._told <= 2:
            mention.actors, mention.people = self.together[-1]
            mention.opened = True
        elif many is not None and self._number - number <= 1:
            mention.actors, mention.people, mention.opened = many.actors, many.people, True
        elif len({f.actor for f in self._last}) == 2:
            mention.people = tuple(self._last)
            mention.actors, mention.opened = tuple(dict.fromkeys(f.actor for f in self._last)), True

    def _group(self, mention: Mention) -> None:
        """ "The presidents of Brazil and Colombia", whom the article names elsewhere."""
        if mention.role not in ("state", "government", "foreign", "defence", "leader"):
            return
        found: list[Figure] = []
        for actor in mention.actors:
            fitting = [
                f
                for f in self._cast.everyone()
                if f.actor == actor
                and f.role in _ROLE_FITS[mention.role]
                and not f.former
                and _titles_fit(mention, f)
            ]
            if len(fitting) == 1:
                found.append(fitting[0])
        mention.people = tuple(found)

    def _pair(self, mention: Mention, here: list[tuple[Mention, Figure]]) -> None:
        count = mention.count
        named: dict[str, Figure] = {}
        for _, figure in here:
            if (
                figure.actor
                and not (figure.former and mention.title != "men")
                and self._role_fits(mention, figure)
            ):
                named.setdefault(figure.actor, figure)
        if len(named) > (count or 2):
            said = {f.actor: f for m, f in here if not m.opened and named.get(f.actor) is not None}
            named = said if len(said) == (count or 2) else named
        if len(named) == (count or 2) and mention.title not in _SIDES:
            mention.people, mention.actors, mention.opened = tuple(named.values()), tuple(named), True
            return
        if count > 3:
            # "the five leaders": of the last group of as many states; never a guess from who was named
            mention.actors = next((c for c in reversed(self._crowds) if len(c) == count), ())
            mention.opened = bool(mention.actors)
            return
        if not count and (
            self._number - self.crowd <= 3 or not self.together or self._number - self._told > 3
        ):
            return
        for actors, people in reversed(self.together[-3:]):
            if len(actors) != (count or len(actors)) or len(actors) > 3:
                continue
            fitting = tuple(p for p in people if self._role_fits(mention, p))
            if (
                mention.title not in _SIDES
                and people
                and {p.actor for p in fitting} != {p.actor for p in people}
            ):
                continue
            mention.actors, mention.opened = actors, True
            if mention.title not in _SIDES:
                mention.people = fitting
            return
        many, number = self._many or (None, -9)
        if (
            many is not None
            and self._number - number <= 2
            and len(many.actors) == (count or 2)
            and (not many.people or mention.title in _SIDES)
        ):
            mention.actors, mention.people, mention.opened = many.actors, many.people, True
            return
        if mention.title in _SIDES and mention.role == "side":
            recent = list(dict.fromkeys(reversed([f.actor for f in self.focus] or self.states)))[: count or 2]
            if len(recent) == (count or 2):
                mention.actors, mention.opened = tuple(recent), True
            return
        chosen: list[Figure] = []
        for figure in reversed(self.focus):
            if (
                figure.actor
                and figure.actor not in [c.actor for c in chosen]
                and not figure.former
                and self._role_fits(mention, figure)
            ):
                chosen.append(figure)
            if len(chosen) == (count or 2):
                break
        if len(chosen) == (count or 2):
            mention.people = tuple(reversed(chosen))
            mention.actors, mention.opened = tuple(f.actor for f in mention.people), True

    @staticmethod
    def _role_fits(mention: Mention, figure: Figure) -> bool:
        if mention.role in ("side", "leader", "", "official"):
            return True
        return figure.role in _ROLE_FITS.get(mention.role, {mention.role})

    # ------------------------------------------------------------------ remembering

    def met(self, actors: tuple[str, ...], people: tuple[Figure, ...], host: str = "") -> None:
        """An encounter was told."""
        self.together.append((actors, people))
        self._told = self._number
        if host:
            self.host = host
            self.guest = next((a for a in actors if a != host), "")
