"""The words around the noun of a gathering: whose it is, of what, written as a name or not."""

from __future__ import annotations

import re

from briefings.reading import verbs
from briefings.reading.clauses import Clauses
from briefings.reading.drafts import Scene
from briefings.reading.lexicon import Lexicon
from briefings.reading.summits import words as known
from briefings.reading.summits.titles import Titles
from briefings.world.world import World


class Phrases:
    """Looks at the words of one sentence after another."""

    def __init__(self, world: World, lexicon: Lexicon, titles: Titles) -> None:
        self._world = world
        self._lexicon = lexicon
        self._titles = titles
        self._latest = ""
        """The body that the article named last: "the group", "the bloc"."""
        self.bodies: list[str] = []
        """All that it has named, each once."""

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
                if elements[i - 2].low == "session" and not states and j == i:
                    return j + 1, body, states, ""  # "the opening session of leaders"
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
                "that",
                "which",
                "who",
                "where",
                "at",
            ):
                break
            if element.lemma:
                break
            end += 1
        return end

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

    @staticmethod
    def _text(scene: Scene, lo: int, hi: int) -> str:
        text = scene.words(max(lo, 0), hi)
        return re.sub(r"\A(?:the|a|an|its|their|his|her)\s+", "", text, flags=re.I)


def ref_words(scene: Scene, lo: int, hi: int) -> set[str]:
    """The words of elements ``lo..hi``."""
    return {scene.elements[k].low for k in range(lo, min(hi, len(scene.elements)))}
