"""Whether a summary says more than an event's own fields: a topic, a document, circumstances.

Summaries are English sentences. To a reader of another language the fields are told in that language, and a
sentence that only repeats them in English tells nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from briefings.models import Event
from briefings.world.fold import fold
from briefings.world.world import World

_WORD = re.compile(r"[^\W\d_]+")
_FRAME = frozenset(
    "a an the and or of in on at from to with by for is was were are be been met meet meeting talks held hold"
    " took take part place visit visited travel travelled abroad another country call called off spoke speak"
    " phone telephone video link summit host hosted expected between representatives others parties planned"
    " signed sign signing concluded conclude conclusion agreement calendar s january february march april may"
    " june july august september october november december".split()
)
_LONGEST_TITLE = 3
"""Words of a title; longer ones name matters that may be a topic elsewhere."""


def says_more(event: Event, world: World) -> bool:
    """Whether the summary of `event` has words that stand in none of its fields."""
    said = set(_words(event.summary)) - _FRAME - _titles(world)
    return bool(said - {word for text in _told(event, world) for word in _words(text)})


def _told(event: Event, world: World) -> list[str]:
    """The names by which a summary may call what the fields hold."""
    found = [*event.people, event.name or "", event.place.city or ""]
    for code in (*event.actors, event.organisation, event.place.country):
        state = world.states.get(code or "")
        body = world.organisations.get(code or "")
        if state is not None:
            found += [state.name, state.short, *state.adjectives]
        if body is not None:
            found += [body.name, body.short]
    return found


@lru_cache(maxsize=1)
def _titles(world: World) -> frozenset[str]:
    titles = {term.title for person in world.people.values() for term in person.terms}
    return frozenset(
        word for title in titles if len(title.split()) <= _LONGEST_TITLE for word in _words(title)
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))
