"""The coarsest question first: two tellings can only be of one event if they fall into the same block."""

from __future__ import annotations

import unicodedata

from briefings.models import Event, Kind

_FAMILIES = {
    Kind.MEETING: "encounter",
    Kind.VISIT: "encounter",
    Kind.CALL: "call",
    Kind.AGREEMENT: "agreement",
    Kind.SUMMIT: "summit",
}

_GENERAL = frozenset(
    "the a an of on in for at and with its this leaders leader heads state government summit summits "
    "conference gathering meeting forum session annual ordinary regular st nd rd th".split()
)
"""Words that two names of the same gathering may have or lack."""


def plain(text: str) -> str:
    """Lower case without accents; what is no letter or digit is a space."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l").replace("ø", "o"))
    return "".join(c if c.isalnum() else " " for c in bare if not unicodedata.combining(c))


def telling_words(name: str) -> frozenset[str]:
    """The words of a gathering's name that tell it from others: no numbers, no "summit", no "the"."""
    return frozenset(word for word in plain(name).split() if word not in _GENERAL and not word[0].isdigit())


def block_of(event: Event) -> str:
    """The block of `event`: the family of its kind with its actors; for a summit its body or name.

    A visit and a meeting are one family, for a visit turns out to include talks. Actors must be the same: a
    meeting of three is not one of two. At a summit every article names other participants, so only the body
    counts.
    """
    family = _FAMILIES[event.kind]
    if event.kind is not Kind.SUMMIT:
        return f"{family}:{'+'.join(sorted(event.actors))}"
    if event.organisation:
        return f"{family}:{event.organisation.casefold()}"
    words = telling_words(event.name or "")
    if words:
        return f"{family}:{'+'.join(sorted(words))}"
    return f"{family}:in {event.place.country or 'unknown'}"
