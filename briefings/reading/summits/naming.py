"""The words of a sentence that name a gathering: "the 16th BRICS summit", "a meeting of Arab ministers"."""

from __future__ import annotations

import re

from briefings.reading.clauses import Clauses
from briefings.reading.drafts import Scene
from briefings.reading.summits import words as known
from briefings.reading.summits.gathering import Ref
from briefings.reading.summits.phrases import Phrases, ref_words
from briefings.reading.summits.series import Series

_LEVELS = {"foreign": ("foreign", "ministers"), "defence": ("ministers",), "minister": ("ministers",)}
"""What the office-holders of a body make of its meeting."""


_BLOC = frozenset("group bloc grouping alliance".split())
_CONCERNS = frozenset(
    "aid peace war crisis ceasefire refugees reconstruction recovery security stability famine".split()
)
_WORKS = frozenset("film book play novel documentary exhibition series opera musical drama movie".split())
_PAIR = re.compile(
    r"\b(?:two|both) (?:countries|leaders|nations|neighbou?rs|sides|presidents|ministers|states)\b"
)


class Naming(Phrases, Series):
    """Gives the references of one sentence after another."""

    def refs(self, scene: Scene, clauses: Clauses) -> list[Ref]:
        """Called for every sentence in order."""
        found = self._refs(scene, clauses)
        for element in scene.elements:
            if element.mention is not None and element.mention.form == "body" and element.mention.actors:
                body = self._world.organisations.get(element.mention.actors[0])
                if body is not None and body.kind in ("union", "format"):
                    self._latest = body.code
                    if body.code not in self.bodies:
                        self.bodies.append(body.code)
        return found

    def _refs(self, scene: Scene, clauses: Clauses) -> list[Ref]:
        found: list[Ref] = []
        elements = scene.elements
        taken = -1
        for k, element in enumerate(elements):
            if k < taken:
                continue
            titled = self._title_at(scene, k)
            if titled:
                if found and found[-1].hi == titled.lo and not found[-1].back:
                    titled.lo = found.pop().lo  # "the climate conference COP28"
                titled.hi = self._abbreviated(titled.hi, scene)
                found.append(titled)
                taken = titled.hi
                continue
            if element.low == "one" and k and elements[k - 1].low == "next" and clauses.low(k + 1) != "of":
                found.append(Ref(k - 1, k + 1, "summit", previous=True, following=True))
                taken = k + 1
            if element.kind == "w" and (
                element.low in known.STRONG or element.low in known.MIDDLE or element.low in known.WEAK
            ):
                ref = self._describe(k, scene, clauses)
                if ref and found and found[-1].name and ref.lo < found[-1].hi <= ref.hi and not ref.back:
                    found[-1].hi = taken = ref.hi  # "the COP28 climate summit"
                    continue
                if ref:
                    found = [r for r in found if r.hi <= ref.lo]
                    found.append(ref)
                    taken = ref.hi
        if scene.sentence.diary and scene.sentence.first and not found and len(elements) < 16:
            alone = self._alone(scene, clauses)
            if alone is not None:
                found.append(alone)
        return found

    def _bound_for_body(self, lo: int, hi: int, body: str, clauses: Clauses) -> bool:
        """ "flew to Jakarta for the meeting of ASEAN": the body's own, and not one of its committees."""
        told = clauses.low(lo - 1) in ("for", "at", "attend", "attended", "attends", "attending")
        last = clauses.elements[hi - 1].mention
        return told and last is not None and last.form == "body" and body in last.actors

    def _named_before(self, lo: int, scene: Scene) -> str:
        for element in reversed(scene.elements[:lo]):
            mention = element.mention
            if mention is not None and mention.form == "body" and mention.actors:
                body = self._world.organisations.get(mention.actors[0])
                return body.code if body is not None and body.kind in ("union", "format") else ""
        return ""

    @staticmethod
    def _called(lo: int, k: int, scene: Scene) -> bool:
        """ "the Lublin group's summit" is that of a group called so, not of the one named before."""
        return any(
            scene.tokens.cap[e.lo] and (e.mention is None or e.mention.form in ("city", "capital"))
            for e in scene.elements[lo:k]
            if e.low not in ("the", "'s")
        )

    @staticmethod
    def _hosted_for_peace(lo: int, k: int, scene: Scene, clauses: Clauses) -> bool:
        """ "co-hosted a conference on aid for Gaza": states had it, on what they have conferences about."""
        verb = clauses.skip(lo - 1, -1)
        hosts = verb >= 0 and scene.elements[verb].lemma in known.HOST
        topic = {e.low for e in scene.elements[k + 2 : k + 7]}
        return hosts and clauses.low(k + 1) in ("on", "for") and bool(topic & _CONCERNS)

    def _before(self, lo: int, scene: Scene) -> str:
        """The body whose ministers are named before in the sentence."""
        for element in scene.elements[:lo]:
            mention = element.mention
            if mention is not None and mention.plural and mention.form in ("role", "group"):
                return next((a for a in mention.actors if a in self._world.organisations), "")
        return ""

    @staticmethod
    def _told_in_a_story(k: int, scene: Scene) -> bool:
        """ "The film about the Reykjavik summit": only the subject of a work."""
        low = [scene.elements[i].low for i in range(max(0, k - 9), k)]
        about = next(
            (n for n, w in enumerate(low) if w in ("about", "on") and n and low[n - 1] in _WORKS), -1
        )
        return about >= 0 and not {",", "at", "during"} & set(low[about + 1 :])

    @staticmethod
    def _abbreviated(hi: int, scene: Scene) -> int:
        """The end of "Forum on China-Africa Cooperation (FOCAC) summit"."""
        low = [e.low for e in scene.elements[hi : hi + 4]]
        if low[:1] == ["("] and low[2:3] == [")"]:
            hi += 4 if low[3:4] and low[3] in known.STRONG | known.MIDDLE | {"meeting"} else 3
        elif low[:1] and low[0] in known.STRONG:
            hi += 1
        return hi

    def _alone(self, scene: Scene, clauses: Clauses) -> Ref | None:
        """A diary line that only names a body or its leaders: "G20 leaders, Rio de Janeiro"."""
        first = scene.elements[0].mention if scene.elements else None
        if first is None or any(e.lemma and clauses.is_verb(i) for i, e in enumerate(scene.elements)):
            return None
        code = next((a for a in first.actors if a in self._world.organisations), "")
        body = self._world.organisations.get(code)
        if body is None or body.kind not in ("union", "format") or "cup" in scene.tokens.low:
            return None
        if first.form == "body":
            return Ref(0, 1, "summit", code, "")
        if not (first.plural and first.form in ("role", "group") and len(first.actors) == 1):
            return None
        level = {"foreign": "foreign ministers' meeting", "defence": "defence ministers' meeting"}
        kind = level.get(
            first.role, "summit" if first.role in ("leader", "state", "government") else "ministerial meeting"
        )
        return Ref(0, 1, kind.split()[-1], code, f"{body.short or code} {kind}")

    def _title_at(self, scene: Scene, k: int) -> Ref | None:
        """A gathering the calendar knows by a name of its own."""
        elements = scene.elements
        tokens = scene.tokens
        i = elements[k].lo
        if tokens.low[i] in ("the", "an", "a") and i + 1 < len(tokens):
            i += 1
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
                if elements[k].lo < i - 1 or elements[hi - 1].hi > j:
                    return None  # "European Council President Donald Tusk" is a man
                edition = self._edition(scene, lo)
                head = "summit" if "summit" in words else words[-1]
                return Ref(lo, hi, head, organisation, name, edition)
        return None

    def _edition(self, scene: Scene, lo: int) -> str:
        for k in range(lo - 1, max(-1, lo - 4), -1):
            low = scene.elements[k].low
            if known.ORDINAL.match(low):
                return low.rstrip("stndrh")
            if low in known.ORDINALS:
                return known.ORDINALS[low]
        return ""

    def _describe(self, k: int, scene: Scene, clauses: Clauses) -> Ref | None:
        elements = scene.elements
        head = elements[k].low
        lasting = clauses.low(k - 1) == "day" and clauses.low(k - 2) == "-"  # "the two-day gathering"
        if elements[k].lemma and clauses.is_verb(k) and elements[k].shape == "ing" and not lasting:
            return None
        if head == "meeting" and self._meeting(k, scene, clauses):
            return None
        if self._told_in_a_story(k, scene):
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
                if mention.form == "body" or (
                    mention.form in ("role", "group", "pair")
                    and mention.actors
                    and mention.plural
                    and any(a in self._world.organisations for a in mention.actors)
                ):
                    body = body or next((a for a in mention.actors if a in self._world.organisations), "")
                    states.extend(mention.actors)
                    if mention.plural:
                        words.extend(_LEVELS.get(mention.role, ("leaders",)))
                elif mention.form == "state" or mention.form == "adjective" or mention.form == "capital":
                    states.extend(mention.actors)
                elif mention.form == "role" and mention.plural:
                    words.append(
                        "leaders" if mention.role in ("leader", "state", "government") else "ministers"
                    )
                elif mention.form in ("city", "venue", "region"):
                    words.append("place")
                else:
                    break
            elif element.kind == "w":
                if low in self._lexicon.small["determiners"] or low in self._lexicon.small["possessives"]:
                    determiner = low
                    i -= 1
                    break
                if (
                    low in self._lexicon.small["prepositions"]
                    or (element.lemma and clauses.is_verb(i))
                    or low in ("and", "but", "who", "when", "where", "that")
                ):
                    break
                words.append(low)
                if known.ORDINAL.match(low):
                    edition = low.rstrip("stndrh")
                elif low in known.ORDINALS:
                    edition = known.ORDINALS[low]
            elif low == ")" and i > 1 and elements[i - 2].low == "(":
                i -= 2  # "the Asia-Pacific Economic Cooperation (APEC) summit"
            elif element.kind == "p" and low not in ("-", "'"):
                break
            i -= 1
        lo, hi = i + 1, k + 1
        talks = elements[min(k + 1, len(elements) - 1)].low in ("talks", "with", "talk") and head != "summits"
        if (set(words) & known.FEW or talks) and not body:
            return None
        name = ""
        if clauses.low(k + 1) == "of" or (clauses.low(k + 1) == "between" and head in ("meeting", "summit")):
            hi, body, more, of_name = self._of(k + 2, scene, body)
            states.extend(more)
            name = of_name
            office = scene.elements[hi - 1].mention if hi > k + 1 else None
            if office is not None and office.plural and body in office.actors:
                words.extend(_LEVELS.get(office.role, ("leaders",)))
            if _PAIR.search(name):
                return None  # "the first summit of the two countries": a meeting of theirs
        if not body and not name and "'s" in words and set(words) & _BLOC and not self._called(lo, k, scene):
            body = self._named_before(lo, scene) or self._latest  # "the group's summit"
        own = clauses.low(k + 3) == "own" or clauses.low(k + 2) in self._lexicon.small["possessives"]
        if head in known.STRONG and clauses.low(k + 1) == "of" and not (name or body or own):
            topic = self._topic(k + 2, scene)
            if topic > k + 2:
                hi, name = topic, self._text(scene, lo, topic)
                if _PAIR.search(name):
                    return None
        leaders = bool({"leaders", "leader", "heads"} & set(words)) or "leaders" in name
        ministers = bool({"ministers", "ministerial"} & set(words)) or "minist" in name
        convened = bool(set(words) & known.CONVENED)
        distinct = list(dict.fromkeys(states))
        if k and elements[k - 1].low in ('"', "”") and head in known.WEAK | known.MIDDLE | known.STRONG:
            opened = next(
                (n for n in range(k - 2, max(-1, k - 12), -1) if elements[n].low in ('"', "“")), None
            )
            if opened is not None:
                return Ref(opened, k + 1, head, body, self._text(scene, opened + 1, k - 1), "", generic=False)
        if head in known.WEAK and not (
            (
                body
                and (
                    leaders
                    or ministers
                    or edition
                    or self._world.organisations[body].kind == "format"
                    or self._bound_for_body(lo, hi, body, clauses)
                    or set(words) & {"annual", "ordinary", "ministerial", "extraordinary"}
                )
            )
            or (len(distinct) > 3 and name)
            or name
        ):
            return self._backward(lo, hi, head, determiner, words, scene)
        convened = convened or (head == "conference" and self._hosted_for_peace(lo, k, scene, clauses))
        if head in known.MIDDLE and not (body or convened or name):
            return self._backward(lo, hi, head, determiner, words, scene)
        if clauses.low(k + 1) in ("with", "between") and not body:
            return None
        pair = [s for s in distinct if s != body]
        if head in known.STRONG and not body and len(pair) in (2, 3):
            return None
        if (
            not body
            and not name
            and determiner in ("a", "an", "its", "their", "the")
            and (holder := self._own(lo, scene, clauses))
        ):
            body = holder
        if (
            not body
            and not name
            and not convened
            and not (words and self._proper(scene, lo, k))
            and not leaders
            and not (head in known.STRONG and (len(pair) > 3 or self._named(scene, lo, k)))
        ):
            return self._backward(lo, hi, head, determiner, words, scene)
        if "heads" in ref_words(scene, lo, hi) or "authority" in ref_words(scene, lo, hi + 4):
            leaders = True
            head = "summit"
        level = (
            "leaders' meeting"
            if head == "meeting" and leaders
            else f"foreign ministers' {head}"
            if ministers and "foreign" in words
            else head
        )
        if head in ("summit", "summits"):
            level = "summit"
        if ministers and head not in ("summit", "summits") and "foreign" not in words:
            level = f"ministerial {head}" if head != "ministerial" else "ministerial meeting"
        if not body and not name and leaders and not (set(words) - {"leaders", "'s", "s"}):
            body = self._before(lo, scene)  # "ministers of the ECO meet ahead of a leaders' summit"
        if not name:
            if body:
                others = [s for s in pair if s != body]
                label = self._world.organisations[body].short or body
                name = f"{label} {level}"
                joined_to = (n for n in range(lo + 1, k - 1) if elements[n].low == "-")
                if not others and any(
                    elements[n - 1].mention is not None and scene.tokens.cap[elements[n + 1].lo]
                    for n in joined_to
                ):
                    name = self._text(scene, lo, k + 1)  # "the CARICOM-Africa summit"
                if others:
                    joined = f"{label}-{self._world.label(others[0])} {level}"
                    name = self._text(scene, lo, k + 1) if len(others) > 1 else joined
            else:
                name = self._text(scene, lo, k + 1)
        if not body and head in known.MIDDLE and clauses.low(hi) in ("on", "for"):
            topic = self._topic(hi + 1, scene)
            if topic > hi + 1:
                name, hi = f"{name} {self._text(scene, hi, topic)}", topic
        made = Ref(
            lo, hi, head, body, name, edition, tuple(distinct) if len(distinct) > 1 else (), generic=not body
        )
        made.virtual = bool({"virtual", "video", "online"} & set(words))
        return made
