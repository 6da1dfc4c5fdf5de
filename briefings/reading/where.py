"""Where an encounter took place: in its own clause, in those around it, where the story stands, at the
dateline."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from briefings import dates as partial
from briefings.reading.frames import Claim
from briefings.reading.mentions import Mention
from briefings.reading.tokens import Tokens
from briefings.when import resolve
from briefings.world.entities import Location
from briefings.world.world import World

if TYPE_CHECKING:
    from briefings.reading.drafts import Draft, Scene

_INTO = frozenset(("in", "at", "to", "into", "near", "outside", "visiting", "visited", "reached", "left"))
_STAY = frozenset(("in", "at", "near", "outside", "on"))
_HAPPEN = frozenset("hold take be open begin start conclude end finish resume go continue last close".split())
_ELSEWHERE = frozenset(
    (
        "but",
        "while",
        "after",
        "before",
        "when",
        "whereas",
        "although",
        "since",
        "ahead",
        "following",
        ";",
        ":",
    )
)
_VENUE = re.compile(
    r"\bat (?:the |his |her )?(?:[\w'’-]+ ){0,3}"
    r"(?:State House|[Pp]alace|[Rr]esidence|[Pp]residency|Guest House"
    r"|State Lodge|[Cc]hancellery|Government House|presidential office|[Ff]oreign [Mm]inistry)\b"
)
_OTHER_TIME = frozenset(("after", "before", "following", "since"))
_SCENE = frozenset(("see", "host", "witness", "watch"))
_MEANWHILE = frozenset(("during", "sidelines", "margins", "fringes"))
_STAGED = frozenset(("host", "hold", "organise", "organize", "stage", "convene"))
_TOPIC = frozenset(
    "situation war crisis conflict ceasefire truce fighting developments violence peace elections"
    " troops coup invasion"
    " forces unrest hostages interests influence investment projects stability security".split()
)
_ABOUT = frozenset(
    "talks discussions consultations negotiations views focus focused agreement meeting summit".split()
)
_CITY_STATES = frozenset(("VA", "SG", "MC"))
_TO_STATE = frozenset(("in", "to", "into", "visiting", "visited"))
_ENCOUNTERS = frozenset(
    "talks meeting signing conversation encounter negotiations discussions ceremony session"
    " consultations lunch dinner".split()
)
_HELD = frozenset(("took", "held", "happened", "hosted", "ended", "concluded", "began", "opened"))
_STORY = 3
"""So many sentences the story stays where it was set."""
_COMPANY = 8
"""So many sentences after a gathering its guests still meet there."""
_TOGETHER = 2
"""So many days apart two may meet again at the same place."""
_NEWS = 1
"""So many days around its publication an article tells the news of its dateline."""
_GUESTS = 12
"""So many sentences after a gathering its guests may still be told to meet."""
_FRESH = 4
"""So many days after a gathering it is still the news."""
_ASIDE = frozenset(("sidelines", "margins", "fringes", "margin"))
_OCCASIONS = frozenset(("summit", "conference", "forum", "gathering"))
_MOST = 200
"""So many events are compared with each; no article has as many, so that time grows no faster than text."""
_LEAD = 4
"""So many sentences from the top tell what happened at the dateline."""


class Where:
    """Kept for one article."""

    def __init__(self, world: World, dateline: Location | None) -> None:
        self._world = world
        self._dateline = dateline
        self._last: tuple[str, str | None] | None = None
        """The last place that was told, for "there"."""
        self._open: list[tuple[int, Draft]] = []
        """What was told last without a place, and its sentence."""
        self._settings: list[tuple[int, str, str | None]] = []
        """(sentence, country, city) of every place the people of the story were in or went to."""
        self._aside: set[int] = set()
        """Sentences that tell of what happened beside a gathering."""

    # ------------------------------------------------------------------ reading

    def look(self, number: int, tokens: Tokens, mentions: list[Mention]) -> None:
        """Notes the places a sentence is about, for a "there" in the next and for what happens after it."""
        low = tokens.low
        if not _ASIDE.isdisjoint(low) or any(
            low[k + 1] == "the" and low[k + 2] in _OCCASIONS and word in ("at", "after")
            for k, word in enumerate(low[:-2])
        ):
            self._aside.add(number)
        self._took_place(number, low, mentions)
        for mention in mentions:
            place = mention.place
            if place is None:
                if (
                    mention.form == "state"
                    and mention.actors
                    and mention.lo
                    and low[mention.lo - 1] in _TO_STATE
                ):
                    self._settings.append((number, mention.actors[0], None))
                continue
            if place.city:
                self._last = (place.country, place.city)
            if mention.lo and low[mention.lo - 1] in _INTO:
                self._settings.append((number, place.country, place.city or None))

    def _took_place(self, number: int, low: list[str], mentions: list[Mention]) -> None:
        """ "The talks took place in Ruse": where the encounter was of which the sentences before told."""
        if low[:1] not in (["the"], ["their"], ["these"], ["both"]) or not _ENCOUNTERS.intersection(low[1:5]):
            return
        if not _HELD.intersection(low[:12]):
            return
        place = next((m for m in mentions if m.place is not None and m.lo and low[m.lo - 1] in _STAY), None)
        for sentence, draft in self._open if place is not None else ():
            if number - sentence <= 2 and not draft.country and place is not None:
                self.at(draft, place)

    def find(self, draft: Draft, claim: Claim, scene: Scene, host: str) -> None:
        """Fills in the place of a draft from its sentence; `host`: in whose country it was, '' if unknown."""
        if draft.kind == "call":
            return
        for preposition, mention in claim.places:
            if preposition not in ("from", "through") and not _is_topic(preposition, mention, scene):
                self.at(draft, mention)
        if not draft.country:
            self._beside(draft, claim, scene)
        if not draft.country:
            self._earlier(draft, claim, scene)
        if not draft.country:
            self._later(draft, claim, scene)
        if not draft.country:
            self._pointed(draft, scene)
        if host and draft.kind != "agreement":
            draft.host = host
            if not draft.country and host in self._world.states:
                draft.country = host
        spot = scene.spot
        here = draft.country and not draft.city and spot is not None and spot.country == draft.country
        if here and spot is not None and (scene.sentence.diary or _VENUE.search(scene.sentence.text)):
            draft.city = spot.city or None
        if draft.country in _CITY_STATES and not draft.city:
            draft.city = self._world.states[draft.country].capital
        if draft.country and draft.city:
            self._last = (draft.country, draft.city)
        if not draft.country:
            self._open = [*self._open[-3:], (scene.number, draft)]

    def _beside(self, draft: Draft, claim: Claim, scene: Scene) -> None:
        """ "visits Vienna for talks", "had an audience at the Vatican", "met her there on Monday"."""
        elements = scene.elements
        for k in range(claim.at + 1, min(claim.hi + 1, len(elements))):
            element, before = elements[k], elements[k - 1]
            mention = element.mention
            if element.low == "there" and (elements[k - 1].kind == "m" or k == claim.at + 1):
                if (there := self._there(scene)) is not None:
                    draft.country, draft.city = there
                return
            if mention is None:
                continue
            if k == claim.at + 1 and before.lemma == "visit" and mention.place is not None:
                self.at(draft, mention)
                return
            if before.low == "at" and mention.form == "state" and mention.actors[:1] == ("VA",):
                draft.country = "VA"
                return

    def _earlier(self, draft: Draft, claim: Claim, scene: Scene) -> None:
        """The nearest place before the trigger: "In Hanoi on Monday, X met Y", "in Accra, where he will
        meet X"."""
        elements = scene.elements
        if claim.rule.startswith("noun") and claim.lo > 0 and elements[claim.lo - 1].low in _OTHER_TIME:
            return  # "and flew to China after his talks in Moscow"
        where = False
        for k in range(min(claim.at, len(elements)) - 1, -1, -1):
            element = elements[k]
            if element.kind == "p" and element.low in (";", ":"):
                return
            where = where or element.low == "where"
            if element.when is not None and element.when.kind in ("day", "month") and draft.start:
                told = resolve(element.when, scene.context, "past")[0]
                if told and len(told) >= 7 and told[:7] != draft.start[:7] and draft.status == "held":
                    return  # "was in Beijing in October and received Macron in May"
            mention = element.mention
            if mention is None or not (k or where):
                continue
            before = elements[k - 1].low if k else ""
            if mention.place is not None and (before in _INTO or where):
                self.at(draft, mention)
                return
            inside = (
                before in _TO_STATE and mention.actors != () and (mention.actors[0] in draft.actors or k == 1)
            )
            if mention.form == "state" and (inside or where) and len(mention.actors) == 1:
                draft.country = mention.actors[0]
                return

    def _later(self, draft: Draft, claim: Claim, scene: Scene) -> None:
        """The place behind another verb or noun: "The talks between A and B were held in Moscow", "during
        a visit to Doha", "at the summit that Peru hosted in Lima"."""
        elements = scene.elements
        verb = False
        for k in range(max(claim.at + 1, 1), min(len(elements), claim.at + 40)):
            element = elements[k]
            if verb and element.low in _ELSEWHERE:
                return
            if element.when is not None and element.when.words.endswith((" after", " before")):
                return  # "a year after Biden's visit to Hanoi"
            if element.low in _MEANWHILE or (element.lemma in _HAPPEN and claim.rule.startswith("noun")):
                verb = True
            elif element.low in _ELSEWHERE and element.low != "when":
                return
            elif (
                element.lemma in _STAGED
                and elements[k - 1].kind == "m"
                and elements[k - 2].low in ("that", "which")
            ):
                verb = True
            mention = element.mention
            if verb and mention is not None and elements[k - 1].low in _STAY | {"to"}:
                self.at(draft, mention)
                if draft.country:
                    return

    def _pointed(self, draft: Draft, scene: Scene) -> None:
        """ "there", "here", "in this city", "in the capital"; and the place that stands over a diary's
        entry."""
        low = scene.tokens.low
        spot = scene.spot
        head = _label(scene)
        if head is not None:
            self.at(draft, head)
            return
        if (scenery := self._scenery(scene)) is not None:
            self.at(draft, scenery)
            return
        if "there" in low and (there := self._there(scene)) is not None:
            draft.country, draft.city = there
        elif spot is not None and (
            scene.sentence.diary or "here" in low or _follow(low, "this", ("city", "capital"))
        ):
            draft.country, draft.city = spot.country, spot.city or None
        elif _follow(low, "the", ("capital",)) and (capital := self._capital(draft)) is not None:
            draft.country, draft.city = capital.country, capital.city

    def _there(self, scene: Scene) -> tuple[str, str | None] | None:
        """What "there" means: the place named before it in the sentence ("back from Tehran"), else the
        last one."""
        found = self._last
        for element in scene.elements:
            if element.low == "there":
                break
            place = element.mention.place if element.mention is not None else None
            if place is not None and place.city:
                found = (place.country, place.city)
        return found

    @staticmethod
    def _scenery(scene: Scene) -> Mention | None:
        """The place that is the subject: "Marrakesh saw the two negotiate", "the palace was the scene of
        talks"."""
        elements = scene.elements
        for k in range(min(5, len(elements) - 3)):
            mention = elements[k].mention
            if mention is None or mention.place is None or (k and elements[k - 1].kind == "p"):
                continue
            after = elements[k + 1]
            is_scene = after.lemma == "be" and elements[k + 3].low in ("scene", "setting", "venue", "stage")
            if is_scene or (after.lemma in _SCENE and mention.form in ("city", "venue")):
                return mention
        return None

    def _capital(self, draft: Draft) -> Location | None:
        """The capital that is meant where no state is named with it: that of the state the story is in."""
        known = [code for _, code, _ in reversed(self._settings)]
        if self._dateline is not None:
            known.append(self._dateline.country)
        for code in known:
            if code in draft.actors and (state := self._world.states.get(code)) is not None and state.capital:
                return self._world.places.get(f"{state.capital}, {code}")
        return None

    def at(self, draft: Draft, mention: Mention) -> None:
        """Puts the draft at a place that is named, unless it stands in another state already."""
        place = mention.place
        if place is not None:
            if draft.country and draft.country != place.country:
                return
            draft.country = draft.country or place.country
            draft.city = draft.city or place.city or None
        elif mention.form in ("state", "seat") and mention.actors and mention.actors[0] in self._world.states:
            draft.country = draft.country or mention.actors[0]
            state = self._world.states[draft.country]
            if draft.country == mention.actors[0] and draft.country in _CITY_STATES:
                draft.city = draft.city or state.capital

    def at_a_seat(self, mention: Mention, scene: Scene) -> bool:
        """Whether a trip is to a body at its seat (the UN in New York), which is no visit to the state
        around it."""
        if mention.place is None or not mention.place.city:
            return False
        for element in scene.elements:
            if element.mention is None or element.mention is mention:
                continue
            for actor in element.mention.actors:
                body = self._world.organisations.get(actor)
                if body is not None and body.city == mention.place.city:
                    return True
        return False

    # ------------------------------------------------------------------ afterwards

    def settle(self, drafts: list[Draft], published: str | None) -> None:
        """Gives what was told without a place the place where the story stood, or that of the dateline; and
        takes from what was held a day that is still to come."""
        for draft in drafts:
            if draft.status == "held" and published and _is_day(published) and _is_day(draft.start):
                start = draft.start or ""
                if start > published and partial.gap_days((start, None), (published, None)) > 2:
                    draft.start = draft.end = None
        somewhere = [d for d in drafts if d.kind != "call" and d.status != "cancelled"]
        for draft in somewhere:
            if not draft.country or (not draft.city and draft.host == draft.country):
                self._by_story(draft, drafts)
        many = [d for d in drafts if len(d.actors) > 2 and d.kind in ("summit", "meeting")][:_MOST]
        gatherings = [d for d in drafts if d.kind == "summit" and d.status == "held"][:_MOST]
        for draft in sorted(somewhere, key=lambda d: d.kind != "summit"):
            if not draft.country:
                self._by_company(draft, many)
            if not draft.country:
                self._by_pair(draft, somewhere)
            if not draft.country or draft.start is None:
                self._by_gathering(draft, gatherings, published)
            if not draft.country or (not draft.city and draft.kind != "visit"):
                self._by_dateline(draft, published)

    def _by_story(self, draft: Draft, drafts: list[Draft]) -> None:
        """The place told last before it, where that is one of the parties' own and the day is no other."""
        for number, country, city in reversed(self._settings):
            if number > draft.sentence:
                continue
            if draft.sentence - number > _STORY:
                return
            told = [d for d in drafts if d.country == country and number in (d.sentence, *d.also)]
            if country not in draft.actors or (draft.country and draft.country != country):
                if told and not draft.country:
                    return  # the story has moved on since it stood in a party's own state
                continue
            if all(
                d is draft or (d.status == draft.status and partial.compatible(d.start, draft.start))
                for d in told
            ):
                near = (
                    c
                    for n, code, c in reversed(self._settings)
                    if code == country and 0 <= draft.sentence - n <= _STORY
                )
                draft.country, draft.city = country, city or next((c for c in near if c), None)
                draft.steps.append(("place", city or country, "where the story stood"))
            return

    @staticmethod
    def _by_company(draft: Draft, drafts: list[Draft]) -> None:
        """Those who were at a gathering met where it was, if no other day is told."""
        if draft.status == "upcoming":
            return
        for other in drafts:
            if not (
                other.country
                and other.kind in ("summit", "meeting")
                and len(other.actors) > 2
                and other.status == draft.status
                and set(draft.actors) < set(other.actors)
            ):
                continue
            near = -1 <= draft.sentence - other.sentence <= _COMPANY
            if draft.start is None and draft.kind == "meeting" and near and other.kind == "summit":
                if other.start is not None:
                    draft.start = other.start[:7]
            elif draft.start is None or (
                partial.gap_days((draft.start, draft.end), (other.start or draft.start, other.end)) > 3
            ):
                continue
            draft.country, draft.city = other.country, other.city
            draft.steps.append(("place", other.city or other.country, "where they were together"))
            return

    @staticmethod
    def _by_pair(draft: Draft, drafts: list[Draft]) -> None:
        """Where the same two met in those days: "received the king on Thursday; the prime minister is to
        meet him on Friday"."""
        if not _is_day(draft.start):
            return
        near = [
            (partial.gap_days((draft.start or "", None), (d.start or "", d.end)), d)
            for d in drafts[:_MOST]
            if d.country in draft.actors and set(draft.actors) <= set(d.actors) and _is_day(d.start)
        ]
        near = [(days, d) for days, d in near if days <= _TOGETHER and d.kind != "call"]
        if len({d.country for _, d in near}) != 1:
            return
        cities = {d.city for days, d in near if d.city and days < _TOGETHER}
        draft.country = near[0][1].country
        draft.city = cities.pop() if len(cities) == 1 else None
        draft.steps.append(("place", draft.city or draft.country or "", "where they met in those days"))

    def _by_gathering(self, draft: Draft, drafts: list[Draft], published: str | None) -> None:
        """Guests of the gathering of the news who met in its days, or "on the sidelines", met there."""
        if draft.kind != "meeting" or draft.status != "held" or not published:
            return
        beside = draft.sentence in self._aside or draft.sentence - 1 in self._aside
        for other in drafts:
            if not (
                (other.name or other.organisation)
                and other.start is not None
                and 0 <= draft.sentence - other.sentence <= _GUESTS
                and set(draft.actors) & {*other.actors, other.organisation}
                and partial.gap_days((other.start, other.end), (published, None)) <= _FRESH
                and (not draft.country or draft.country == other.country)
            ):
                continue
            if draft.start is None and beside:
                whole = _is_day(other.start) and other.end is None
                draft.start = other.start if whole else other.start[:7]
                draft.steps.append(("same day", other.name or "", "beside the gathering"))
            elif (
                not _is_day(draft.start)
                or partial.gap_days((draft.start or "", draft.end), (other.start, other.end)) > 1
            ):
                continue
            if not draft.country and other.country:
                draft.country, draft.city = other.country, other.city
                draft.steps.append(("place", other.city or other.country, "where the gathering was"))
            return

    def _by_dateline(self, draft: Draft, published: str | None) -> None:
        """The day's own news happened at its dateline, if that is in a party's state or the news leads
        the article."""
        spot = self._dateline
        if spot is None or draft.kind == "visit":
            return
        if not draft.country and spot.country in draft.actors and _is_day(draft.start) and published:
            near = partial.gap_days((draft.start or "", draft.end), (published, None)) <= _NEWS
        else:
            near = False
        if draft.status != "held" and not near:
            return
        if draft.country and draft.country != spot.country:
            return
        lead = min((draft.sentence, *draft.also)) <= _LEAD
        if not (lead or near) or (spot.country not in draft.actors and draft.sentence > 2):
            return
        if published and draft.start and partial.gap_days((draft.start, draft.end), (published, None)) > 3:
            return
        draft.country, draft.city = spot.country, spot.city or None
        draft.steps.append(("place", spot.name, "the dateline"))


def _is_day(start: str | None) -> bool:
    return start is not None and len(start) == 10


def _follow(low: list[str], first: str, second: tuple[str, ...]) -> bool:
    return any(word == first and after in second for word, after in pairwise(low))


def _label(scene: Scene) -> Mention | None:
    """The place at the head of a list's line: "* WASHINGTON - Blinken meets Cameron"."""
    for k, element in enumerate(scene.elements[:4]):
        mention = element.mention
        if mention is not None:
            after = scene.elements[k + 1].low if k + 1 < len(scene.elements) else ""
            return mention if mention.place is not None and after in ("--", ":") else None
        if element.kind == "w":
            return None
    return None


def _is_topic(preposition: str, mention: Mention, scene: Scene) -> bool:
    """Whether a place is what was talked about: "talks on Gaza", "the situation in Afghanistan"."""
    elements = scene.elements
    k = next((k for k, e in enumerate(elements) if e.mention is mention), 0)
    before = elements[k - 2].low if k > 1 else ""
    return before in (_ABOUT if preposition == "on" else _TOPIC)
