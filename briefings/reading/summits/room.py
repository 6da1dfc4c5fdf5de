"""What the readers of verbs beside a gathering share."""

from __future__ import annotations

from briefings.reading import verbs
from briefings.reading.clauses import Arguments, Clauses
from briefings.reading.drafts import Scene
from briefings.reading.lexicon import Lexicon
from briefings.reading.summits import words as known
from briefings.reading.summits.gathering import Gathering, Ref
from briefings.reading.summits.roll import Roll
from briefings.reading.summits.telling import Telling
from briefings.world.world import World

Used = list[tuple[Ref, Gathering]]
"""The references of a sentence with the gatherings they mean."""


class Room:
    """One sentence after another; `journeys` and `hostings` are of the sentence being read."""

    def __init__(self, world: World, lexicon: Lexicon, roll: Roll, telling: Telling) -> None:
        self._world = world
        self._lexicon = lexicon
        self._roll = roll
        self._telling = telling
        self.journeys: set[int] = set()
        """Elements of verbs of motion in this sentence that lead to a gathering."""
        self.hostings: set[int] = set()
        """Elements of verbs in this sentence that tell who hosts a gathering."""

    def _far(self, k: int, ref: Ref, clauses: Clauses) -> bool:
        """ "will host 20 leaders, including A, B and C, at the summit": only names in between."""
        elements = clauses.elements
        if elements[k].lemma not in known.HOST or ref.lo - k > 40:
            return False
        return not any(
            e.lemma and e.low != "including" and clauses.is_verb(i)
            for i, e in enumerate(elements[k + 1 : ref.lo], k + 1)
        )

    def _reaches(self, k: int, ref: Ref, scene: Scene) -> bool:
        """Whether no clause begins between the verb and the gathering."""
        for i in range(k + 1, ref.lo):
            if scene.elements[i].low in (
                "who",
                "which",
                "where",
                "when",
                "while",
                "because",
                "although",
                ";",
                "but",
            ):
                return False
        return True

    @staticmethod
    def _relative(group: verbs.Group, before: Used, scene: Scene) -> tuple[Ref, Gathering] | None:
        """The gathering that "which" or "where" before this verb stands for."""
        for ref, gathering in reversed(before):
            between = [scene.elements[i].low for i in range(ref.hi, group.lo)]
            if any(w in ("which", "that", "where", "whose") for w in between[:14]) and ";" not in between:
                return ref, gathering
        return None

    @staticmethod
    def _beyond(k: int, ref: Ref, arguments: Arguments, clauses: Clauses) -> None:
        """Adds day and place behind the gathering where a word of its name ended the clause before them."""
        if ref.back or ref.lo < k or arguments.end > ref.hi:
            return
        rest = clauses.arguments(ref.hi)
        arguments.dates.extend(d for d in rest.dates if d not in arguments.dates)
        arguments.places.extend(rest.places)

    def _subject_ref(self, group: verbs.Group, before: Used, scene: Scene) -> tuple[Ref, Gathering] | None:
        """The gathering that is the subject of the verb: nothing but places and dates stands between."""
        if not before or group.passive:
            return None
        ref, _ = before[-1]
        for element in scene.elements[ref.hi : group.lo]:
            if (
                element.mention is not None
                and element.mention.place is None
                and element.mention.form != "state"
            ):
                return None
            if element.low in (";", ":", "and", "but", "who", "that"):
                return None
        return before[-1]
