"""What an article has told up to a sentence: who is in focus, who was together, where it is set."""

from __future__ import annotations

from briefings.reading.mentions import Figure, Mention, Mentions
from briefings.world.world import World

_FOCUS = 300
"""So many people are kept in mind; an article names far fewer."""


class Story:
    """Kept for one article; the other rooms read and write it."""

    def __init__(self, world: World, cast: Mentions, home: str) -> None:
        self.world = world
        self.cast = cast
        self.home = home
        self.focus: list[Figure] = []
        """Figures from the oldest to the one last mentioned."""
        self.subject: Figure | None = None
        self.before: Figure | None = None
        """The subjects of the last sentence and of the one before it."""
        self.together: list[tuple[tuple[str, ...], tuple[Figure, ...]]] = []
        """Encounters told so far, as actors and people."""
        self.states: list[str] = []
        self.host = ""
        self.guest = ""
        self.scene = ("", -9)
        """The state the story was last set in, and the sentence that said so."""
        self.number = 0
        self.many: tuple[Mention, int] | None = None
        """The last plural party and its sentence: what "they" may mean."""
        self.many_of: tuple[str, ...] = ()
        """For whom the delegation told last acts."""
        self.nameless = ""
        """For whom the office-holder acts who is the subject of the last sentence, but is not named."""
        self.nation = ""
        """The state that a sentence was last about: what "its" means."""
        self.subjects: list[Figure] = []
        """Who stood together as the subject of the last sentence: what "they" means."""
        self.last: list[Figure] = []
        """The people of the last sentence."""
        self.recent: list[Figure] = []
        """The people of the last two sentences."""
        self.told = -9
        self.crowds: list[tuple[str, ...]] = []
        """The groups of four or more states named so far."""
        self.sets: list[tuple[tuple[str, ...], int]] = []
        """Two or three who were named together, and the sentence: what "the three ministers" means."""
        self._counts: dict[int, int] = {}
        self.crowd = -9
        """The last sentence about a gathering of many: "the leaders" are then its leaders."""

    def home_of(self, here: list[tuple[Mention, Figure]]) -> str:
        """For whom a president without a state acts: where the story is set, unless that is the other
        party."""
        country, number = self.scene
        others = {f.actor for _, f in here}
        if country and self.number - number <= 2 and country not in others:
            return country
        return self.home

    def count(self, figure: Figure) -> int:
        """How often the article has spoken of somebody so far, also by pronoun."""
        return self._counts.get(id(figure), 0)

    def hero(self, gender: str) -> Figure | None:
        """Whom the article is about, where it speaks of nobody else nearly as often."""
        ranked = sorted(
            (f for f in self.focus if f.gender in (gender, "") and not f.former), key=self.count, reverse=True
        )
        if not ranked or self.count(ranked[0]) < 4:
            return None
        second = self.count(ranked[1]) if len(ranked) > 1 else 0
        return ranked[0] if self.count(ranked[0]) >= 2 * second else None

    def remember(self, figure: Figure) -> None:
        self._counts[id(figure)] = self._counts.get(id(figure), 0) + 1
        if figure in self.focus:
            self.focus.remove(figure)
        self.focus.append(figure)
        del self.focus[:-_FOCUS]
