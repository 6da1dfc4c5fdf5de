"""Who and what exists: data files (see README.md) and the few modules that load them.

``load()`` gives the process's one `World`; its parts are read when first used.
"""

from __future__ import annotations

from briefings.world.entities import Alias, Location, Match, Organisation, Person, State, Term
from briefings.world.fold import fold
from briefings.world.names import Names, Resolution
from briefings.world.offices import Offices
from briefings.world.world import World, load

__all__ = [
    "Alias",
    "Location",
    "Match",
    "Names",
    "Offices",
    "Organisation",
    "Person",
    "Resolution",
    "State",
    "Term",
    "World",
    "fold",
    "load",
]
