"""The mentions of one article, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence

from briefings.reading.lexicon import Lexicon
from briefings.reading.mentions.author import author_of
from briefings.reading.mentions.cast import Cast
from briefings.reading.mentions.line import Line
from briefings.reading.mentions.phrases import Phrases
from briefings.reading.mentions.tagging import Tag
from briefings.reading.mentions.things import Figure, Mention
from briefings.reading.tokens import Tokens
from briefings.world.world import World


class Mentions:
    """Reads one article's sentences; what one of them introduces is known to the next."""

    def __init__(self, world: World, lexicon: Lexicon, on: str | None) -> None:
        self._world = world
        self._lexicon = lexicon
        self._cast = Cast(world, on)
        self._read: dict[int, tuple[int, list[Mention]]] = {}
        """By sentence: what it mentions, and how many names the cast had then."""

    def told_by(self, sentences: Sequence[Tokens], tags: Sequence[dict[int, Tag]]) -> None:
        """Finds out for whom the article's "I" acts, where it is a report of somebody's own."""
        self._cast.author = author_of(sentences, tags)

    @property
    def figures(self) -> dict[str, Figure]:
        """Everybody whom the world knows, by key."""
        return self._cast.figures

    def everyone(self) -> list[Figure]:
        """Everybody the article has named so far, known to the world or not."""
        return list(dict.fromkeys(f for figures in self._cast.surnames.values() for f in figures))

    @property
    def seen(self) -> dict[str, int]:
        """How often each state was named by a name that is its alone."""
        return self._cast.seen

    def mentions(self, tokens: Tokens, tags: dict[int, Tag]) -> list[Mention]:
        """What one sentence mentions, in order. Asked again, it is read anew only if the cast has grown."""
        known = self._read.get(id(tokens))
        size = len(self._cast.surnames)
        if known is not None and known[0] == size:
            return known[1]
        line = Line(self._world, self._lexicon, self._cast, tokens, tags)
        mentions = Phrases(line, self._cast).mentions()
        self._read[id(tokens)] = (len(self._cast.surnames), mentions)
        return mentions
