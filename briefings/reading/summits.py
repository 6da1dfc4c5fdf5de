"""Named and convened gatherings of many states: which one is meant, who hosts and attends, when and where.

A `Gathering` is built up over the whole article: "the SCO summit" in one sentence, "Putin will attend" in the next.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from briefings import dates as partial
from briefings.reading import verbs
from briefings.reading.clauses import Arguments, Clauses, Party
from briefings.reading.encounters import Draft, Encounters, Scene
from briefings.reading.frames import Claim
from briefings.reading.lexicon import Lexicon
from briefings.reading.mentions import Figure, Mention
from briefings.world.world import World

_STRONG = frozenset(("summit", "summits"))
_MIDDLE = frozenset(("conference", "forum", "congress", "assembly"))
_WEAK = frozenset(("meeting", "session", "retreat", "council", "gathering", "ministerial", "dialogue", "consultation"))
_BACK = frozenset(("summit", "conference", "forum", "gathering", "session", "meeting", "retreat", "event", "talks"))
_CONVENED = frozenset(
    "international peace donor donors reconstruction recovery multilateral ministerial security global world regional humanitarian pledging emergency extraordinary climate".split()
)
_LEVEL = frozenset("leaders leader ministers ministerial ministers' heads foreign defence defense annual ordinary finance economy trade".split())
_FEW = frozenset("bilateral trilateral tripartite two-way three-way inter-korean face-to-face private".split())
_HOST = frozenset("host convene organise organize chair preside co-host cohost".split())
_OPEN = frozenset("open begin start take get convene hold conclude end close kick gather schedule set plan come wrap launch".split())
_ATTEND = frozenset("attend join address participate take represent gather meet assemble convene attended speak skip boycott send bring tell".split())
_TOGETHER = frozenset("meet gather convene assemble hold spend have".split())
_GO = frozenset("travel traveled fly go come arrive head leave depart".split())
_SIDE = frozenset(("sidelines", "margins", "fringes", "sideline", "margin"))
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\Z")
_ORDINALS = {w: str(n) for n, w in enumerate("zeroth first second third fourth fifth sixth seventh eighth ninth tenth".split())}
_CANCELLED = frozenset("cancelled canceled postponed scrapped called put shelved delayed off".split())


@dataclass(slots=True)
class Ref:
    """A gathering named at elements ``lo..hi``; `definite` and nothing else known: a reference back."""

    lo: int
    hi: int
    head: str
    organisation: str = ""
    name: str = ""
    edition: str = ""
    states: tuple[str, ...] = ()
    generic: bool = False
    back: bool = False
    previous: bool = False
    """"their previous summit": another of the same series."""


@dataclass(slots=True)
class Gathering:
    head: str
    organisation: str
    name: str
    edition: str
    generic: bool
    status: str = ""
    start: str | None = None
    end: str | None = None
    country: str | None = None
    city: str | None = None
    host: str = ""
    actors: dict[str, list[Figure]] = field(default_factory=dict)
    sentence: int = -1
    lo: int = 0
    hi: int = 0
    strength: int = 0
    last: int = -1
    evidence: set[str] = field(default_factory=set)
    kind: str = "summit"

    def take(self, mentions: list[Mention]) -> None:
        for mention in mentions:
            if mention.form == "adjective" or mention.former:
                continue
            for actor in mention.actors:
                self.actors.setdefault(actor, [])
            for figure in mention.people:
                if figure.actor and figure not in self.actors.setdefault(figure.actor, []):
                    self.actors[figure.actor].append(figure)


class Gatherings:
    """All gatherings of one article."""

    def __init__(self, world: World, lexicon: Lexicon, encounters: Encounters, titles: dict[str, list[tuple[tuple[str, ...], str, str]]]) -> None:
        self._world = world
        self._lexicon = lexicon
        self._encounters = encounters
        self._titles = titles
        self.all: list[Gathering] = []
        self._focus: Gathering | None = None

    # ------------------------------------------------------------------ one sentence

    def read(self, scene: Scene, clauses: Clauses, claims: list[Claim]) -> list[Claim]:
        """Takes what the sentence says of gatherings; gives back the claims that are not about them."""
        refs = self._refs(scene, clauses)
        used: list[tuple[Ref, Gathering]] = []
        for ref in refs:
            gathering = self._match(ref, scene)
            if gathering is not None:
                used.append((ref, gathering))
        told: set[int] = set()
        for k, element in enumerate(scene.elements):
            if element.lemma in _HOST or element.lemma in _ATTEND or element.lemma in _OPEN or element.lemma in _GO or element.lemma == "be":
                if clauses.is_verb(k):
                    self._verb(k, scene, clauses, used, told)
        for ref, gathering in used:
            if not ref.previous:
                gathering.last = scene.number
            if id(gathering) not in told and not ref.back:
                self._bare(ref, gathering, scene, clauses)
        current = [g for r, g in used if not r.previous]
        if current:
            self._focus = current[-1]
        if scene.sentence.text.lower().startswith("in the chair was") and self._focus is not None and scene.number - self._focus.last <= 3:
            party = next((clauses.collect(i) for i in range(2, 6) if clauses.party_at(i) and scene.elements[i].mention.people), None)  # type: ignore[union-attr]
            if party is not None:
                self._focus.take(party.mentions)
        kept = []
        for claim in claims:
            ref = next((r for r, _ in used if r.lo <= claim.at < r.hi or self._noun_in(claim, r, scene)), None)
            if ref is None and not self.receives(claim, scene):
                kept.append(claim)
        self._sidelines(scene, used, kept)
        return kept

    def _noun_in(self, claim: Claim, ref: Ref, scene: Scene) -> bool:
        if not claim.noun or claim.kind not in ("meeting", "call", "hosting"):
            return False
        first = claim.noun.split()[0]
        return any(
            scene.elements[k].low == first for k in range(max(claim.at, ref.lo), min(ref.hi, claim.at + 14))
        ) and ref.head in claim.noun

    # ------------------------------------------------------------------ finding them

    def _refs(self, scene: Scene, clauses: Clauses) -> list[Ref]:
        found: list[Ref] = []
        elements = scene.elements
        taken = -1
        for k, element in enumerate(elements):
            if k < taken:
                continue
            titled = self._title_at(scene, k)
            if titled:
                found.append(titled)
                taken = titled.hi
                continue
            if element.kind == "w" and (element.low in _STRONG or element.low in _MIDDLE or element.low in _WEAK):
                ref = self._describe(k, scene, clauses)
                if ref:
                    found = [r for r in found if r.hi <= ref.lo]
                    found.append(ref)
                    taken = ref.hi
        if scene.sentence.diary and scene.sentence.first and not found and scene.elements:
            first = scene.elements[0].mention
            if first is not None and first.form == "body" and len(scene.elements) < 16 and not any(e.lemma and clauses.is_verb(i) for i, e in enumerate(elements)):
                found.append(Ref(0, 1, "summit", first.actors[0], ""))
        return found

    def _title_at(self, scene: Scene, k: int) -> Ref | None:
        """A gathering the calendar knows by a name of its own."""
        elements = scene.elements
        tokens = scene.tokens
        i = elements[k].lo
        low = tokens.low[i]
        if not (tokens.cap[i] or low in ("cop",)):
            return None
        for words, name, organisation in self._titles.get(low, ()):
            j, n = i, 0
            while j < len(tokens) and n < len(words):
                if tokens.low[j] in ("-", "'s", "--"):
                    j += 1
                    continue
                if tokens.low[j] != words[n]:
                    break
                j += 1
                n += 1
            if n == len(words):
                hi = k
                while hi < len(elements) and elements[hi].lo < j:
                    hi += 1
                lo = k
                if elements[k].lo < i:
                    return None
                edition = self._edition(scene, lo)
                head = "summit" if "summit" in words else words[-1]
                return Ref(lo, hi, head, organisation, name, edition)
        return None

    def _edition(self, scene: Scene, lo: int) -> str:
        for k in range(lo - 1, max(-1, lo - 4), -1):
            low = scene.elements[k].low
            if _ORDINAL.match(low):
                return low.rstrip("stndrh")
            if low in _ORDINALS:
                return _ORDINALS[low]
        return ""

    def _describe(self, k: int, scene: Scene, clauses: Clauses) -> Ref | None:
        elements = scene.elements
        head = elements[k].low
        if elements[k].lemma and clauses.is_verb(k) and elements[k].shape == "ing":
            return None
        body, edition, determiner = "", "", ""
        states: list[str] = []
        words: list[str] = []
        i = k - 1
        while i >= 0 and k - i < 9:
            element = elements[i]
            low = element.low
            mention = element.mention
            if mention is not None:
                if mention.form == "body" or (mention.form in ("role", "group", "pair") and mention.actors and mention.plural and any(a in self._world.organisations for a in mention.actors)):
                    body = body or next((a for a in mention.actors if a in self._world.organisations), "")
                    states.extend(mention.actors)
                    if mention.plural:
                        words.append("leaders")
                elif mention.form == "state" or mention.form == "adjective" or mention.form == "capital":
                    states.extend(mention.actors)
                elif mention.form == "role" and mention.plural:
                    words.append("leaders" if mention.role in ("leader", "state", "government") else "ministers")
                elif mention.form in ("city", "venue", "region"):
                    words.append("place")
                else:
                    break
            elif element.kind == "w":
                if low in self._lexicon.small["determiners"] or low in self._lexicon.small["possessives"]:
                    determiner = low
                    i -= 1
                    break
                if low in self._lexicon.small["prepositions"] or (element.lemma and clauses.is_verb(i)) or low in ("and", "but", "who", "when", "where", "that"):
                    break
                words.append(low)
                if _ORDINAL.match(low):
                    edition = low.rstrip("stndrh")
                elif low in _ORDINALS:
                    edition = _ORDINALS[low]
            elif element.kind == "p" and low not in ("-", "'"):
                break
            i -= 1
        lo, hi = i + 1, k + 1
        if set(words) & _FEW or elements[min(k + 1, len(elements) - 1)].low in ("talks", "with", "talk") and head != "summits":
            if not body:
                return None
        name = ""
        if clauses.low(k + 1) == "of" or (clauses.low(k + 1) == "between" and head in ("meeting", "summit")):
            hi, body, more, of_name = self._of(k + 2, scene, clauses, body)
            states.extend(more)
            name = of_name
        leaders = bool({"leaders", "leader", "heads"} & set(words)) or "leaders" in name
        ministers = bool({"ministers", "ministerial"} & set(words)) or "minist" in name
        convened = bool(set(words) & _CONVENED)
        distinct = list(dict.fromkeys(states))
        if head in _WEAK and not ((body and (leaders or ministers or edition or set(words) & {"annual", "ordinary", "ministerial", "extraordinary"})) or (len(distinct) > 3 and name) or name):
            return self._backward(lo, hi, head, determiner, words)
        if head in _MIDDLE and not (body or convened or name):
            return self._backward(lo, hi, head, determiner, words)
        if clauses.low(k + 1) in ("with", "between") and not body:
            return None
        pair = [s for s in distinct if s != body]
        if head in _STRONG and not body and len(pair) in (2, 3):
            return None
        if not body and not name and not convened and not (words and self._proper(scene, lo, k)) and not leaders:
            return self._backward(lo, hi, head, determiner, words)
        if "heads" in ref_words(scene, lo, hi) or "authority" in ref_words(scene, lo, hi + 4):
            leaders = True
            head = "summit"
        level = "leaders' meeting" if head == "meeting" and leaders else f"foreign ministers' {head}" if ministers and "foreign" in words else head
        if head in ("summit", "summits"):
            level = "summit"
        if ministers and head not in ("summit", "summits") and "foreign" not in words:
            level = f"ministerial {head}" if head != "ministerial" else "ministerial meeting"
        if not name:
            if body:
                others = [s for s in pair if s != body]
                label = self._world.organisations[body].short or body
                name = f"{label}-{self._world.label(others[0])} {level}" if others else f"{label} {level}"
            else:
                name = self._text(scene, lo, k + 1)
        return Ref(lo, hi, head, body, name, edition, tuple(distinct) if len(distinct) > 1 else (), generic=not body)

    def _backward(self, lo: int, hi: int, head: str, determiner: str, words: list[str]) -> Ref | None:
        if determiner in ("their", "its", "the", "a") and set(words) & {"previous", "last", "earlier"} and head == "summit":
            return Ref(lo, hi, head, previous=True)
        plain = not (set(words) - {"one-day", "annual", "two-day", "three-day", "-", "day", "one", "two"})
        if determiner in ("the", "this", "that") and head in _BACK and plain and head != "meeting":
            return Ref(lo, hi, head, back=True)
        return None

    def _proper(self, scene: Scene, lo: int, k: int) -> bool:
        """Whether the noun and a word before it are written as a name: "Peace Summit", "Caucasus Forum"."""
        tokens = scene.tokens
        caps = [tokens.cap[scene.elements[i].lo] for i in range(lo, k)]
        return tokens.cap[scene.elements[k].lo] and any(caps) and scene.elements[k].lo > 1

    def _of(self, i: int, scene: Scene, clauses: Clauses, body: str) -> tuple[int, str, list[str], str]:
        elements = scene.elements
        states: list[str] = []
        j, steps = i, 0
        while j < len(elements) and steps < 7:
            steps += 1
            element = elements[j]
            mention = element.mention
            if mention is not None:
                if mention.form == "body":
                    return j + 1, body or mention.actors[0], states, ""
                if mention.form in ("group", "role") and mention.plural:
                    bodies = [a for a in mention.actors if a in self._world.organisations]
                    if bodies:
                        return j + 1, body or bodies[0], states, ""
                    states.extend(mention.actors)
                    if len(mention.actors) > 3:
                        return j + 1, body, states, self._text(scene, i - 2, j + 1)
                    if not mention.actors:
                        return j + 1, body, states, self._text(scene, i - 2, j + 1)
                    return j + 1, body, states, ""
                if mention.form in ("adjective", "region"):
                    j += 1
                    continue
                break
            if element.kind != "w" or element.low in ("in", "on", "at", "to", "with", "who"):
                break
            if element.low in ("leaders", "ministers", "heads", "countries", "nations", "group"):
                name = self._text(scene, i - 2, j + 1)
                return j + 1, body, states, name if element.low != "group" else name
            j += 1
        first = next((n for n in range(i, min(i + 3, len(elements))) if elements[n].kind == "w" and scene.tokens.cap[elements[n].lo]), None)
        if first is not None and elements[i - 2].low in _WEAK | _MIDDLE:
            end = first
            while end < len(elements) and elements[end].kind == "w" and (scene.tokens.cap[elements[end].lo] or elements[end].low in ("of", "and", "for", "the")):
                end += 1
            while end > first + 1 and not scene.tokens.cap[elements[end - 1].lo]:
                end -= 1
            return end, body, states, self._text(scene, first, end)
        return i - 1, body, states, ""

    @staticmethod
    def _text(scene: Scene, lo: int, hi: int) -> str:
        text = scene.words(max(lo, 0), hi)
        return re.sub(r"\A(?:the|a|an|its|their|his|her)\s+", "", text, flags=re.I)

    # ------------------------------------------------------------------ which one it is

    def _match(self, ref: Ref, scene: Scene) -> Gathering | None:
        if ref.previous:
            if self._focus is None:
                return None
            made = Gathering(ref.head, self._focus.organisation, self._focus.name, "", self._focus.generic)
            self.all.append(made)
            return made
        if ref.back:
            near = self._focus if self._focus is not None and scene.number - self._focus.last <= 6 else None
            return near
        for gathering in reversed(self.all):
            if ref.organisation and gathering.organisation == ref.organisation and self._alike(ref, gathering) and not self._told_apart(ref, gathering, scene):
                gathering.edition = gathering.edition or ref.edition
                return gathering
            if not ref.organisation and gathering.name and _key(gathering.name) == _key(ref.name):
                return gathering
        last = self._focus
        if last is not None and last.generic and not last.organisation and not last.name and scene.number - last.last <= 2:
            last.organisation, last.name, last.edition, last.generic = ref.organisation, ref.name, ref.edition, ref.generic
            return last
        made = Gathering(ref.head, ref.organisation, ref.name, ref.edition, ref.generic)
        self.all.append(made)
        return made

    @staticmethod
    def _alike(ref: Ref, gathering: Gathering) -> bool:
        if ref.edition and gathering.edition and ref.edition != gathering.edition:
            return False
        mine, theirs = _key(ref.name), _key(gathering.name)
        return mine == theirs

    def _told_apart(self, ref: Ref, gathering: Gathering, scene: Scene) -> bool:
        """Whether the sentence speaks of another edition: an own label, date or "previous"."""
        if scene.sentence.bullet and gathering.sentence >= 0 and gathering.sentence != scene.number:
            day = scene.day[0]
            if day and gathering.start and not partial.compatible(day, gathering.start):
                return True
        before = [scene.elements[k].low for k in range(max(0, ref.lo - 1), ref.hi)]
        return bool({"previous", "last", "next", "first"} & set(before)) and "previous" in before

    # ------------------------------------------------------------------ what the sentence says of it

    def _verb(self, k: int, scene: Scene, clauses: Clauses, used: list[tuple[Ref, Gathering]], told: set[int]) -> None:
        element = scene.elements[k]
        lemma = element.lemma
        group = verbs.group(scene.elements, k, self._lexicon)
        arguments = clauses.arguments(k + 1)
        after = [(r, g) for r, g in used if r.lo > k and r.lo < max(arguments.end, k + 4) + 1 and self._reaches(k, r, scene)]
        before = [(r, g) for r, g in used if r.hi <= k]
        relative = self._relative(k, group, before, scene)
        if lemma == "bring" and relative is not None and "together" in (clauses.low(k + 1), clauses.low(arguments.end - 1)):
            self._members(k, relative, clauses)
        elif lemma in _HOST and (after or relative or before):
            self._hosted(k, scene, clauses, group, arguments, after, before, relative, told)
        elif lemma in _TOGETHER and not after and self._collective(k, scene, clauses, group, arguments, used, told):
            pass
        elif lemma in _ATTEND or lemma in _GO:
            self._attended(k, scene, clauses, group, arguments, after, before, relative, told)
        elif lemma in _OPEN or lemma == "be":
            self._takes_place(k, scene, clauses, group, arguments, before, told)

    def _reaches(self, k: int, ref: Ref, scene: Scene) -> bool:
        """Whether no clause begins between the verb and the gathering."""
        for i in range(k + 1, ref.lo):
            if scene.elements[i].low in ("who", "which", "where", "when", "while", "because", "although", ";", "but"):
                return False
        return True

    @staticmethod
    def _relative(k: int, group: verbs.Group, before: list[tuple[Ref, Gathering]], scene: Scene) -> tuple[Ref, Gathering] | None:
        """The gathering that "which" or "where" before this verb stands for."""
        for ref, gathering in reversed(before):
            between = [scene.elements[i].low for i in range(ref.hi, group.lo)]
            if any(w in ("which", "that", "where", "whose") for w in between[:14]) and ";" not in between:
                return ref, gathering
        return None

    def _hosted(
        self, k: int, scene: Scene, clauses: Clauses, group: verbs.Group, arguments: Arguments,
        after: list[tuple[Ref, Gathering]], before: list[tuple[Ref, Gathering]], relative: tuple[Ref, Gathering] | None, told: set[int],
    ) -> None:
        if after and not group.passive:
            ref, gathering = after[0]
            party = clauses.subject(group.lo, group.finite)
        elif relative is not None and not group.passive:
            ref, gathering = relative
            party = clauses.subject(group.lo, group.finite)
        elif before:
            ref, gathering = before[-1]
            by = arguments.parties.get("by")
            party = by[0] if by else None
            if party is None:
                return
        else:
            return
        if party is None and scene.elements[k].lemma == "chair":
            return
        self._told(gathering, ref, scene, group, arguments, k, party, "host", told)
        if party is not None and scene.elements[k].lemma not in ("chair", "preside", "co-chair"):
            states = [a for m in party.mentions for a in m.actors if a in self._world.states]
            if len(states) == 1 and self._status_of(group, scene, arguments) != verbs.NONE:
                gathering.host = gathering.host or states[0]

    def _attended(
        self, k: int, scene: Scene, clauses: Clauses, group: verbs.Group, arguments: Arguments,
        after: list[tuple[Ref, Gathering]], before: list[tuple[Ref, Gathering]], relative: tuple[Ref, Gathering] | None, told: set[int],
    ) -> None:
        lemma = scene.elements[k].lemma
        low = clauses.low
        if lemma == "take" and low(clauses.skip(k + 1)) != "part":
            return
        if lemma in ("skip", "boycott"):
            return
        target: tuple[Ref, Gathering] | None = None
        if after:
            if lemma in _GO and not self._straight(k, after[0][0], scene):
                return
            if lemma in ("send", "bring") or (lemma == "speak" and low(k + 1) != "at"):
                return
            if lemma == "meet" and not self._bound_for(after[0][0], scene):
                return
            target = after[0]
        elif lemma in ("send", "bring", "tell", "speak"):
            target = self._sent(k, clauses, arguments, scene) if lemma == "send" else None
        elif relative is not None and lemma in ("attend", "join", "address", "take", "participate"):
            target = relative
        elif lemma == "come":
            if clauses.low(k + 1) == "as" and self.in_focus(scene.number) and self._focus is not None:
                target = (Ref(k, k + 1, "", back=True), self._focus)
        elif group.passive and before and lemma in ("attend", "represent", "address"):
            target = before[-1]
        elif lemma in ("attend", "take", "participate", "represent", "join") and self._focus is not None and not before and scene.number - self._focus.last <= 2:
            if lemma == "attend" and low(k + 1) not in (".", "", ",", "as", "on"):
                return
            if lemma == "join" or (lemma == "take" and "in" in (low(k + 2), low(k + 3)) and not after and not self._points_back(clauses, k)):
                return
            target = (Ref(k, k + 1, "", back=True), self._focus)
        if target is None:
            return
        ref, gathering = target
        by = arguments.parties.get("by")
        if group.passive and by and lemma != "represent":
            party: Party | None = by[0]
        elif group.passive and lemma == "represent":
            party = clauses.subject(group.lo, group.finite)
            if party and by:
                party = Party([*party.mentions, *by[0].mentions], party.lo, by[0].hi)
        else:
            party = clauses.subject(group.lo, group.finite)
        if party is None:
            return
        self._told(gathering, ref, scene, group, arguments, k, party, "attend", told)

    def _sent(self, k: int, clauses: Clauses, arguments: Arguments, scene: Scene) -> tuple[Ref, Gathering] | None:
        """"Burundi sent its vice president": to the gathering the story is at."""
        following = scene.elements[k + 1].mention if k + 1 < len(scene.elements) else None
        if following is None or following.form not in ("role", "person") or not following.owner or not self.in_focus(scene.number):
            return None
        assert self._focus is not None
        self._focus.take([following])
        return Ref(k, k + 1, "", back=True), self._focus

    def _members(self, k: int, relative: tuple[Ref, Gathering], clauses: Clauses) -> None:
        """"a meeting of the Munich Group, which brings together the ministers of ..."."""
        i = k + 2 if clauses.low(k + 1) == "together" else k + 1
        party = clauses.collect(i)
        if party is not None:
            relative[1].take(party.mentions)

    def _collective(
        self, k: int, scene: Scene, clauses: Clauses, group: verbs.Group, arguments: Arguments,
        used: list[tuple[Ref, Gathering]], told: set[int],
    ) -> bool:
        """"NATO leaders gather in Vilnius", "West African leaders met in the Nigerian capital"."""
        if group.passive or arguments.parties.get("with") or not (arguments.places or arguments.dates):
            return False
        if scene.elements[k].lemma in ("hold", "spend", "have") and not self._by_video(k, scene, arguments):
            return False
        party = clauses.subject(group.lo, group.finite)
        body = ""
        level = "summit"
        lo = group.lo
        if party is not None and len(party.mentions) == 1 and (mention := party.mentions[0]).plural and mention.form in ("role", "group", "pair"):
            bodies = [a for a in mention.actors if a in self._world.organisations]
            if not bodies or len(mention.actors) > 1:
                return False
            body, lo = bodies[0], party.lo
            level = {"foreign": "foreign ministers' meeting", "minister": "ministerial meeting", "defence": "defence ministers' meeting"}.get(mention.role, "summit")
        else:
            i = clauses.skip(group.lo - 1, -1)
            if clauses.low(i) not in ("leaders", "ministers", "presidents"):
                return False
            lo = i
            if clauses.party_at(k + 1):
                return False
        name = f"{self._world.organisations[body].short or body} {level}" if body else ""
        ref = Ref(lo, k + 1, "summit", body, name, generic=not body)
        gathering = self._match(ref, scene) if body else None
        if gathering is None:
            gathering = Gathering("summit", body, name, "", True)
            self.all.append(gathering)
        if self._by_video(k, scene, arguments):
            gathering.kind = "call"
        used.append((ref, gathering))
        self._told(gathering, ref, scene, group, arguments, k, None, "place", told)
        return True

    @staticmethod
    def _by_video(k: int, scene: Scene, arguments: Arguments) -> bool:
        words = [scene.elements[i].low for i in range(k, min(arguments.end + 1, len(scene.elements)))]
        return bool({"video", "videoconference", "virtually", "virtual", "online", "teleconference"} & set(words))

    def receives(self, claim: Claim, scene: Scene) -> bool:
        """"Magufuli received Museveni, Kenyatta and Kagame": guests of the gathering the story is at."""
        guests = {a for m in claim.right for a in m.actors}
        if self._focus is None or not self.in_focus(scene.number) or len(guests) < 3 or claim.rule != "receive":
            return False
        self._focus.take([*claim.left, *claim.right])
        return True

    def in_focus(self, number: int) -> bool:
        """Whether the story is still at a gathering in that sentence."""
        return self._focus is not None and number - self._focus.last <= 3

    def adopt(self, draft: Draft, scene: Scene) -> bool:
        """Takes a meeting of four or more states, so that later sentences can add to it. Always true."""
        body = draft.organisation or ""
        for gathering in self.all:
            shared = set(gathering.actors) & set(draft.actors)
            if gathering.status in ("", draft.status) and len(shared) * 2 >= len(draft.actors) and partial.compatible(gathering.start, draft.start):
                break
        else:
            gathering = Gathering("meeting", body, draft.name or "", "", True, status=draft.status)
            gathering.evidence.add("attend")
            gathering.sentence, gathering.lo, gathering.hi, gathering.strength = draft.sentence, draft.lo, draft.hi, 3
            self.all.append(gathering)
        for actor in draft.actors:
            gathering.actors.setdefault(actor, [])
        for person in draft.people:
            if person not in gathering.actors.setdefault(person.actor, []):
                gathering.actors[person.actor].append(person)
        if gathering.start is None:
            gathering.start, gathering.end = draft.start, draft.end
        gathering.country = gathering.country or draft.country
        gathering.city = gathering.city or draft.city
        gathering.status = gathering.status or draft.status
        gathering.last = scene.number
        self._focus = gathering
        return True

    @staticmethod
    def _points_back(clauses: Clauses, k: int) -> bool:
        return any(clauses.low(i) in ("session", "summit", "meeting", "talks", "conference") for i in range(k + 2, k + 6))

    def _straight(self, k: int, ref: Ref, scene: Scene) -> bool:
        """Whether nothing but places, dates and small words stands between a verb of motion and the gathering."""
        small = self._lexicon.small
        for element in scene.elements[k + 1 : ref.lo]:
            if element.kind == "w" and element.low not in small["prepositions"] and element.low not in small["determiners"] and element.low not in small["adverbs"] and element.low not in ("and", "attend", "'s", "capital", "city", "resort", "order", "join", "big", "first"):
                return False
        return True

    @staticmethod
    def _bound_for(ref: Ref, scene: Scene) -> bool:
        before = [scene.elements[i].low for i in range(max(0, ref.lo - 3), ref.lo)]
        return any(w in ("for", "to", "at", "in", "attend", "join") for w in before[-1:]) or "attend" in before

    def _takes_place(
        self, k: int, scene: Scene, clauses: Clauses, group: verbs.Group, arguments: Arguments, before: list[tuple[Ref, Gathering]], told: set[int]
    ) -> None:
        lemma = scene.elements[k].lemma
        if not before:
            return
        ref, gathering = before[-1]
        if k - ref.hi > 12 or any(scene.elements[i].mention is not None and scene.elements[i].mention.people for i in range(ref.hi, k)):
            return
        nearby = {scene.elements[i].low for i in range(group.lo, min(k + 4, len(scene.elements)))}
        if nearby & {"cancelled", "canceled", "postponed", "scrapped"} or ("called" in nearby and "off" in nearby):
            self._cancel(gathering, ref, scene, arguments)
            told.add(id(gathering))
            return
        following = scene.elements[k + 1].mention if k + 1 < len(scene.elements) else None
        if lemma == "be" and following is not None and following.title == "host":
            party = clauses.subject(group.lo, group.finite)
            self._told(gathering, ref, scene, group, arguments, k, party, "host", told)
            if party is not None:
                gathering.host = gathering.host or next((a for m in party.mentions for a in m.actors), "")
            return
        if lemma == "be" and not (clauses.low(k + 1) in ("due", "scheduled", "set", "planned", "expected", "under", "slated") or (arguments.dates and arguments.places)):
            return
        if lemma in ("take", "get", "come") and not ({"place", "under", "underway", "way"} & nearby):
            return
        between = [e for e in scene.elements[ref.hi : group.lo] if e.kind == "w"]
        if any(e.lemma and e.shape in ("past", "s", "past+participle", "base") for e in between) or any(e.low in ("whether", "to", "who") for e in between):
            return
        status_group = group
        if lemma in ("schedule", "plan", "set") or (lemma == "be" and clauses.low(k + 1) in ("due", "scheduled", "set", "planned", "expected", "slated")):
            status_group = verbs.Group(group.lo, k, verbs.UPCOMING)
        self._told(gathering, ref, scene, status_group, arguments, k, None, "place", told)

    def _status_of(self, group: verbs.Group, scene: Scene, arguments: Arguments) -> str:
        claim = Claim("summit", group.status, "", [], [], group.at, group.lo, arguments.end, arguments.dates)
        if group.status == verbs.INHERIT:
            claim.status = verbs.HELD
        if claim.status == verbs.PRESENT:
            return self._encounters.status(claim, scene)
        return claim.status

    def _told(
        self, gathering: Gathering, ref: Ref, scene: Scene, group: verbs.Group, arguments: Arguments, k: int,
        party: Party | None, evidence: str, told: set[int],
    ) -> None:
        if group.status == verbs.NONE:
            return
        status = self._status_of(group, scene, arguments)
        if group.status == verbs.INHERIT:
            status = self._inherited(group, scene, arguments)
        if status == verbs.NONE:
            return
        if status == "cancelled":
            self._cancel(gathering, ref, scene, arguments)
            return
        told.add(id(gathering))
        start, end = self._when(scene, arguments, ref, k, status)
        if gathering.status == verbs.UPCOMING and status == verbs.HELD and not start and not scene.day[0] and evidence != "place":
            return
        if not gathering.status or (gathering.status == verbs.HELD and status == verbs.UPCOMING and gathering.evidence <= {"bare"}):
            gathering.status = status
        gathering.evidence.add(evidence)
        if party is not None:
            gathering.take(party.mentions)
        self._quote(gathering, scene, party, ref, k, 3 if evidence == "host" else 2)
        if start and (gathering.start is None or len(start) > len(gathering.start)):
            gathering.start, gathering.end = start, end
        self._where(gathering, arguments, ref, scene)

    def _inherited(self, group: verbs.Group, scene: Scene, arguments: Arguments) -> str:
        from briefings.reading.frames import Matcher

        clauses = Clauses(scene.elements, self._lexicon)
        status, _ = Matcher(clauses, self._lexicon).inherited(group.lo, group.at)
        if status == verbs.PRESENT:
            return self._status_of(verbs.Group(group.lo, group.at, verbs.PRESENT), scene, arguments)
        return status

    def _when(self, scene: Scene, arguments: Arguments, ref: Ref, k: int, status: str) -> tuple[str | None, str | None]:
        numbers = [d for d in arguments.dates if d > ref.lo or ref.lo <= k] or arguments.dates
        near = [i for i in range(ref.hi, min(ref.hi + 10, len(scene.elements))) if scene.elements[i].kind == "d"] if not ref.back else []
        numbers = numbers or near
        claim = Claim("summit", status, "", [], [], k, k, k)
        return self._encounters.when(numbers, scene, status, claim)

    def _where(self, gathering: Gathering, arguments: Arguments, ref: Ref, scene: Scene) -> None:
        places = [m for p, m in arguments.places if p in ("in", "at")]
        for k in range(ref.hi, min(ref.hi + 8, len(scene.elements) - 1)):
            m = scene.elements[k].mention
            if m is not None and scene.elements[k - 1].low in ("in", "at", ",", "(", "the") and (m.place is not None or m.form == "state") and m.form != "person":
                places.append(m)
            if scene.elements[k].low in ("who", "and", "where"):
                break
        for mention in places:
            place = mention.place
            if place is not None and (gathering.country in (None, place.country)):
                gathering.country = place.country
                gathering.city = gathering.city or place.city or None
            elif place is None and mention.actors and mention.actors[0] in self._world.states and gathering.country is None:
                gathering.country = mention.actors[0]
        if gathering.country is None and scene.sentence.diary and scene.spot is not None:
            gathering.country, gathering.city = scene.spot.country, scene.spot.city or None

    @staticmethod
    def _quote(gathering: Gathering, scene: Scene, party: Party | None, ref: Ref, k: int, strength: int) -> None:
        if strength <= gathering.strength:
            return
        lo = min(x for x in (party.lo if party else k, ref.lo, k))
        hi = max(x for x in (party.hi if party else k + 1, ref.hi, k + 1))
        gathering.sentence, gathering.strength = scene.number, strength
        gathering.lo = scene.spans[lo][0]
        gathering.hi = scene.spans[min(hi, len(scene.spans)) - 1][1]

    def _cancel(self, gathering: Gathering, ref: Ref, scene: Scene, arguments: Arguments) -> None:
        start, _ = self._when(scene, arguments, ref, ref.hi, verbs.UPCOMING)
        if gathering.status and gathering.start and not (start and partial.compatible(start, gathering.start)):
            gathering = Gathering(gathering.head, gathering.organisation, gathering.name, "", gathering.generic, actors=dict(gathering.actors))
            self.all.append(gathering)
        gathering.status = "cancelled"
        gathering.evidence.add("cancelled")
        start, end = self._when(scene, arguments, ref, ref.hi, verbs.UPCOMING)
        if start:
            gathering.start, gathering.end = start, end
        self._quote(gathering, scene, None, ref, ref.lo, 4)

    def _bare(self, ref: Ref, gathering: Gathering, scene: Scene, clauses: Clauses) -> None:
        """A mention without a verb of its own: a calendar line, or "ahead of the summit in Bogota on 21 March"."""
        arguments = clauses.arguments(ref.hi)
        if scene.sentence.diary and scene.day[0] and not any(e.lemma and clauses.is_verb(i) for i, e in enumerate(scene.elements)):
            group = verbs.Group(ref.lo, ref.lo, verbs.PRESENT)
            self._told(gathering, ref, scene, group, arguments, ref.lo, None, "list", set())
            self._states(ref, gathering, arguments)
            return
        opening = scene.sentence.text[:14].lower()
        if opening.startswith(("called off", "cancelled", "postponed", "canceled")):
            self._states(ref, gathering, arguments)
            self._cancel(gathering, ref, scene, arguments)
            self._where(gathering, arguments, ref, scene)
            return
        before = clauses.low(ref.lo - 1)
        ahead = before == "before" or (before == "of" and clauses.low(ref.lo - 2) == "ahead")
        coming = any(scene.elements[k].low in ("upcoming", "forthcoming", "coming", "next") for k in range(max(0, ref.lo - 1), ref.hi))
        status = verbs.UPCOMING if ahead or coming else ""
        numbers = [i for i in range(ref.hi, min(ref.hi + 12, len(scene.elements))) if scene.elements[i].kind == "d"]
        if not status and any(scene.elements[i].when.words.lower().startswith(("later", "next", "tomorrow", "in the coming")) for i in numbers if scene.elements[i].when is not None):  # type: ignore[union-attr]
            status = verbs.UPCOMING
        start, end = self._encounters.when(numbers, scene, status or verbs.HELD)
        if not status and start:
            status = verbs.HELD
        if not gathering.status and status:
            gathering.status = status
            gathering.evidence.add("ahead" if status == verbs.UPCOMING else "bare")
            gathering.start, gathering.end = start, end
            self._quote(gathering, scene, None, ref, ref.lo, 1)
        self._where(gathering, arguments, ref, scene)
        self._states(ref, gathering, arguments)

    def _states(self, ref: Ref, gathering: Gathering, arguments: Arguments) -> None:
        if len(ref.states) > 1:
            for code in ref.states:
                if code in self._world.states or code == gathering.organisation:
                    gathering.actors.setdefault(code, [])

    # ------------------------------------------------------------------ sidelines

    def _sidelines(self, scene: Scene, used: list[tuple[Ref, Gathering]], claims: list[Claim]) -> None:
        at = next((k for k, e in enumerate(scene.elements) if e.low in _SIDE), None)
        if at is None:
            return
        gathering = next((g for r, g in used if r.lo >= at), None)
        if gathering is None:
            body = next((e.mention for e in scene.elements[at:] if e.mention is not None and e.mention.form == "body"), None)
            for claim in claims:
                claim.side = body.actors[0] if body is not None else ""
            return
        for claim in claims:
            claim.side, claim.gathering = gathering.organisation, gathering

    # ------------------------------------------------------------------ the end

    def drafts(self, published: str | None) -> list[Draft]:
        found: list[Draft] = []
        for gathering in self.all:
            if gathering.sentence < 0 or not gathering.status:
                continue
            actors = dict(gathering.actors)
            if gathering.host:
                actors.setdefault(gathering.host, [])
            elif gathering.country and gathering.country in self._world.states and self._host_counts(gathering):
                actors.setdefault(gathering.country, [])
            if len(actors) > 1 and gathering.organisation in actors and not actors[gathering.organisation]:
                if len([a for a in actors if a in self._world.states]) > 1 or gathering.host:
                    actors.pop(gathering.organisation)
            if not actors and gathering.organisation:
                actors[gathering.organisation] = []
            if not actors:
                continue
            if gathering.status == verbs.HELD and not gathering.evidence & {"host", "attend", "place"} and not (gathering.start and gathering.country):
                continue
            draft = Draft(
                gathering.kind, gathering.status, tuple(sorted(actors)), [f for people in actors.values() for f in people],
                gathering.sentence, gathering.lo, gathering.hi, "summit",
                start=gathering.start, end=gathering.end, country=gathering.country or gathering.host or None, city=gathering.city,
                organisation=gathering.organisation or None, name=gathering.name or None, host=gathering.host,
            )
            self._calendar(draft, gathering, published)
            found.append(draft)
        return found

    def _host_counts(self, gathering: Gathering) -> bool:
        """A body's own seat does not make its state an actor."""
        body = self._world.organisations.get(gathering.organisation)
        return body is None or body.city != gathering.city or not gathering.city

    def _calendar(self, draft: Draft, gathering: Gathering, published: str | None) -> None:
        """Gives the date that only the packaged calendar knows."""
        if draft.start is not None or draft.status == "cancelled" or published is None:
            return
        known = self._world.calendar.meant_by(
            gathering.organisation or None,
            gathering.name or None,
            published=published,
            tense="future" if draft.status == verbs.UPCOMING else "past",
            country=gathering.country,
            city=gathering.city,
            edition=gathering.edition or None,
        )
        if known is not None:
            draft.start, draft.end, draft.calendar = known.start, known.end, True
            draft.country = draft.country or known.country
            draft.city = draft.city or known.city
            draft.steps.append(("calendar", known.id, f"{known.start} as the packaged calendar has it"))


def ref_words(scene: Scene, lo: int, hi: int) -> set[str]:
    """The words of elements ``lo..hi``."""
    return {scene.elements[k].low for k in range(lo, min(hi, len(scene.elements)))}


def titles(world: World) -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    """First folded word -> (words, name, organisation) of the gatherings with a name of their own."""
    from briefings.world.fold import fold

    seen: dict[tuple[str, ...], tuple[str, str]] = {}
    for summit in world.calendar.all():
        for text in (summit.name, *summit.aliases):
            words = tuple(fold(text).split())
            if len(words) < 2 and not words[0].startswith("cop"):
                continue
            if len(words) == 2 and words[0].startswith("cop") is False and words[1] in ("meetings", "assembly"):
                continue
            seen.setdefault(words, (summit.name, summit.organisation or ""))
            if words[0].startswith("cop") and words[0][3:].isdigit():
                seen.setdefault(("cop", words[0][3:]), (summit.name, summit.organisation or ""))
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for words, (name, organisation) in seen.items():
        found.setdefault(words[0], []).append((words, name, organisation))
    for rows in found.values():
        rows.sort(key=lambda row: -len(row[0]))
    return found


def _key(name: str) -> tuple[str, ...]:
    words = re.findall(r"[a-z0-9]+", name.lower())
    return tuple(w for w in words if w not in ("the", "of", "annual", "summit", "summits", "leaders", "s", "meeting", "conference"))
