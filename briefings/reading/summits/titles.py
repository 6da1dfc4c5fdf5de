"""Gatherings that have a name of their own in the packaged calendar."""

from __future__ import annotations

from briefings.world.fold import fold
from briefings.world.world import World

Titles = dict[str, list[tuple[tuple[str, ...], str, str]]]


def titles(world: World) -> Titles:
    """First folded word -> (words, name, organisation) of the gatherings with a name of their own."""
    seen: dict[tuple[str, ...], tuple[str, str]] = {}
    said_of: dict[str, set[str]] = {}
    for summit in world.calendar.all():
        for alias in summit.aliases:
            said_of.setdefault(fold(alias), set()).add(summit.name)
    known = [(summit.name, summit) for summit in world.calendar.all()]
    known += [(alias, summit) for summit in world.calendar.all() for alias in summit.aliases]
    for text, summit in known:  # names first: a name that is also another's alias means itself
        words = tuple(fold(text).split())
        if len(words) < 2 and not words[0].startswith("cop"):
            continue
        if len(words) == 2 and words[0].startswith("cop") is False and words[1] in ("meetings", "assembly"):
            continue
        many = len(said_of.get(" ".join(words), ())) > 1
        seen.setdefault(words, (text if many else summit.name, summit.organisation or ""))
        if words[0].startswith("cop") and words[0][3:].isdigit():
            seen.setdefault(("cop", words[0][3:]), (summit.name, summit.organisation or ""))
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for words, (name, organisation) in seen.items():
        found.setdefault(words[0], []).append((words, name, organisation))
    for rows in found.values():
        rows.sort(key=lambda row: -len(row[0]))
    return found
