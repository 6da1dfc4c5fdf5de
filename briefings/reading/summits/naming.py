"""The words of a sentence that name a gathering: "the 16th BRICS summit", "a meeting of Arab ministers"."""

from __future__ import annotations

import re

from briefings.reading import verbs
from briefings.reading.clauses import Clauses
from briefings.reading.drafts import Scene
from briefings.reading.lexicon import Lexicon
from briefings.reading.summits import words as known
from briefings.reading.summits.gathering import Ref
from briefings.reading.summits.titles import Titles
from briefings.world.world import World

_LEVELS = {"foreign": ("foreign", "ministers"), "defence": ("ministers",), "minister": ("ministers",)}
"""What the office-holders of a body make of its meeting."""

LEADERS = "leaders' summit"
"""How a summit is called that has no other name than its leaders' region."""


class Naming:
    """Gives the references of one sentence after another."""

    def __init__(self, world: World, lexicon: Lexicon, titles: Titles) -> None:
        self._world = world
        self._lexicon = lexicon
        self._titles = titles
        self._latest = ""
        """The body that the article named last: "the group", "the bloc"."""
        self.bodies: list[str] = []
        """All that it has named, each once."""

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
        if elements[k].lemma and clauses.is_verb(k) and elements[k].shape == "ing":
            return None
        if head == "meeting" and self._meeting(k, scene, clauses):
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
        own = clauses.low(k + 3) == "own" or clauses.low(k + 2) in self._lexicon.small["possessives"]
        if head in known.STRONG and clauses.low(k + 1) == "of" and not (name or body or own):
            topic = self._topic(k + 2, scene)
            if topic > k + 2:
                hi, name = topic, self._text(scene, lo, topic)
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
                    or set(words) & {"annual", "ordinary", "ministerial", "extraordinary"}
                )
            )
            or (len(distinct) > 3 and name)
            or name
        ):
            return self._backward(lo, hi, head, determiner, words, scene)
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
        if not name:
            if body:
                others = [s for s in pair if s != body]
                label = self._world.organisations[body].short or body
                name = f"{label} {level}"
                if others:
                    joined = f"{label}-{self._world.label(others[0])} {level}"
                    name = self._text(scene, lo, k + 1) if len(others) > 1 else joined
            else:
                name = self._text(scene, lo, k + 1)
        if not body and head in known.MIDDLE and clauses.low(hi) in ("on", "for"):
            topic = self._topic(hi + 1, scene)
            name = f"{name} {self._text(scene, hi, topic)}" if topic > hi + 1 else name
        made = Ref(
            lo, hi, head, body, name, edition, tuple(distinct) if len(distinct) > 1 else (), generic=not body
        )
        made.virtual = bool({"virtual", "video", "online"} & set(words))
        return made

    @staticmethod
    def _meeting(k: int, scene: Scene, clauses: Clauses) -> bool:
        """ "Gulf leaders meeting in the desert agreed": what they do, not what it is called."""
        before = scene.elements[k - 1].mention if k else None
        return (
            before is not None
            and before.plural
            and before.form in ("role", "group")
            and clauses.low(k - 2) not in ("the", "a", "an", "of")
            and clauses.low(k + 1) in ("in", "at", "on")
            and not scene.tokens.cap[scene.elements[k].lo]
            and any(e.lemma and clauses.is_verb(n) for n, e in enumerate(scene.elements) if n > k)
        )

    @staticmethod
    def _topic(i: int, scene: Scene) -> int:
        """The end of the few words that say what a conference is about."""
        end = i
        while end < min(i + 5, len(scene.elements)):
            element = scene.elements[end]
            if (element.kind in ("p", "d") and element.low not in ("-", "'s")) or element.low in (
                "in",
                "on",
                "at",
                "to",
                "from",
                "with",
                "by",
            ):
                break
            if element.lemma:
                break
            end += 1
        return end

    def _own(self, lo: int, scene: Scene, clauses: Clauses) -> str:
        """The body that holds it: "EU leaders will hold a summit", "the CIS holds its annual summit"."""
        k = clauses.skip(lo - 1, -1)
        if k < 0 or scene.elements[k].lemma not in known.HOLD or not clauses.is_verb(k):
            return ""
        group = verbs.group(scene.elements, k, self._lexicon)
        for i in range(1, min(6, group.lo)):
            mention = scene.elements[i].mention
            before = [scene.elements[n].low for n in range(i)]
            members = {"ministers", "leaders", "heads", "members"} & set(before)
            if mention is None or mention.form != "body" or before[-1] not in ("the", "of", "from"):
                continue
            if members and not clauses.verb_before(i):
                return next((a for a in mention.actors if a in self._world.organisations), "")
        party = clauses.subject(group.lo)
        if party is None or len(party.mentions) > 1:
            return ""
        mention = party.mentions[0]
        if mention.form == "body" or (mention.plural and mention.form in ("role", "group")):
            return next((a for a in mention.actors if a in self._world.organisations), "")
        return ""

    def _backward(
        self, lo: int, hi: int, head: str, determiner: str, words: list[str], scene: Scene
    ) -> Ref | None:
        nexts = self._further(lo, hi, head, words, scene) or self._of_leaders(lo, hi, head, determiner, scene)
        if nexts is not None:
            return nexts
        if (
            determiner in ("their", "its", "the", "a")
            and set(words) & {"previous", "last", "earlier"}
            and head == "summit"
        ):
            return Ref(lo, hi, head, previous=True)
        lasting = {"one-day", "two-day", "three-day", "-", "day", "one", "two", "three"}
        plain = not set(words) - lasting - known.ANY
        led = any(scene.elements[i].lemma in ("preside", "chair") for i in range(max(0, lo - 2), lo))
        spanned = head != "meeting" or led or bool(set(words) & lasting)
        if determiner in ("the", "this", "that") and head in known.BACK and plain and spanned:
            return Ref(lo, hi, head, back=True)
        return None

    @staticmethod
    def _of_leaders(lo: int, hi: int, head: str, determiner: str, scene: Scene) -> Ref | None:
        """ "Caribbean leaders ended a three-day summit": a summit without another name than theirs."""
        if head not in known.STRONG or determiner not in ("a", "an", "their"):
            return None
        verb = next((i for i in range(lo - 1, max(-1, lo - 4), -1) if scene.elements[i].lemma), -1)
        if verb < 0 or scene.elements[verb].lemma not in known.HOLD | {"wrap", "hold", "attend"}:
            return None
        tokens = scene.tokens
        for i in range(verb - 1, max(0, verb - 5), -1):
            first = scene.elements[i].lo
            if tokens.low[first] in ("leaders", "presidents") and first and tokens.cap[first - 1]:
                return Ref(lo, hi, head, name=f"{tokens.text[first - 1]} {LEADERS}", generic=True)
        return None

    @staticmethod
    def _further(lo: int, hi: int, head: str, words: list[str], scene: Scene) -> Ref | None:
        """ "the next summit", "next year's meeting", "the ninth summit": another of the series."""
        after = scene.elements[hi].low if hi < len(scene.elements) else ""
        if head not in known.BACK or head == "talks" or after in ("with", "between", "of", "-"):
            return None
        said = set(words)
        dated = [
            when.words.lower() for e in scene.elements[max(0, lo - 2) : hi] if (when := e.when) is not None
        ]
        edition = next((known.ORDINALS[w] for w in words if w in known.ORDINALS), "")
        if said - known.ANY - {"next", "regular", "another"} - set(known.ORDINALS):
            return None
        if dated and dated[-1].startswith("next year"):
            return Ref(lo, hi, head, previous=True, following=True)
        if "next" in said or (edition and head == "summit" and edition != "1"):
            return Ref(lo, hi, head, edition=edition, following=True)
        return None

    def _named(self, scene: Scene, lo: int, k: int) -> bool:
        """Whether a summit has a proper name before it that no list knows: "the Crimea Platform summit"."""
        tokens = scene.tokens
        first = scene.elements[k - 1].lo if k > lo else 0
        if tokens.cap[scene.elements[k].lo] or scene.elements[k - 1].kind != "w":
            return False
        return first > 0 and tokens.cap[first] and (k - 1 > lo or lo > 0)

    def _proper(self, scene: Scene, lo: int, k: int) -> bool:
        """Whether the noun and a word before it are written as a name: "Peace Summit", "Caucasus Forum"."""
        tokens = scene.tokens
        caps = [tokens.cap[scene.elements[i].lo] for i in range(lo, k)]
        return tokens.cap[scene.elements[k].lo] and any(caps) and scene.elements[k].lo > 1

    def _of(self, i: int, scene: Scene, body: str) -> tuple[int, str, list[str], str]:
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
            if element.low in ("group", "grouping", "bloc") and j == i + 1 and self._latest:
                return j + 1, self._latest, states, ""
            if element.low in ("leaders", "ministers", "heads", "countries", "nations", "states", "group"):
                return j + 1, body, states, self._text(scene, i - 2, j + 1)
            j += 1
        first = next(
            (
                n
                for n in range(i, min(i + 3, len(elements)))
                if elements[n].kind == "w" and scene.tokens.cap[elements[n].lo]
            ),
            None,
        )
        if first is not None and elements[i - 2].low in known.WEAK | known.MIDDLE:
            end = first
            while (
                end < len(elements)
                and elements[end].kind == "w"
                and (scene.tokens.cap[elements[end].lo] or elements[end].low in ("of", "and", "for", "the"))
            ):
                end += 1
            while end > first + 1 and not scene.tokens.cap[elements[end - 1].lo]:
                end -= 1
            return end, body, states, self._text(scene, first, end)
        return i - 1, body, states, ""

    @staticmethod
    def _text(scene: Scene, lo: int, hi: int) -> str:
        text = scene.words(max(lo, 0), hi)
        return re.sub(r"\A(?:the|a|an|its|their|his|her)\s+", "", text, flags=re.I)


def ref_words(scene: Scene, lo: int, hi: int) -> set[str]:
    """The words of elements ``lo..hi``."""
    return {scene.elements[k].low for k in range(lo, min(hi, len(scene.elements)))}
