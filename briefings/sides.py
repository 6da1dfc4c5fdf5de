"""For whom a person speaks: what merging must know of the world to tell ministers' talks from leaders'."""

from __future__ import annotations

from functools import lru_cache

from briefings import world


@lru_cache(maxsize=4096)
def speaks_for(person: str) -> frozenset[str]:
    """Codes of the states and organisations in which the person of that full name held an office, ever.

    Empty for someone unknown. People of one name count together: better to keep a doubt than two events.
    """
    known = [found for found in world.load().offices.person(person) if found.name == person]
    return frozenset(term.actor for found in known for term in found.terms)
