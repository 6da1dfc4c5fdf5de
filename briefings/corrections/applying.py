"""How far corrections reach: which blocks must be sorted together because a correction ties them."""

from __future__ import annotations

from dataclasses import dataclass

from briefings.corrections.anchors import Holding, blocks_of, holding
from briefings.corrections.grouping import Group, regroup
from briefings.merging import Sides, cluster
from briefings.models import Telling
from briefings.store.corrections import Correction, CorrectionsWriting
from briefings.store.protocol import ALL, Placed, Writing


@dataclass(frozen=True, slots=True)
class Reach:
    """`blocks` to sort, all that is told in them as far as somebody sees it, and the events that this makes
    as corrections want them.
    """

    blocks: frozenset[str]
    placed: tuple[Placed, ...]
    groups: list[Group]


async def untouched(writing: Writing, scope: str, blocks: frozenset[str], sides: Sides) -> Reach:
    """What `reach` gives where nobody corrected anything."""
    placed = await writing.tellings_in(scope, blocks)
    groups = cluster((entry.telling for entry in placed), sides)
    return Reach(blocks, placed, [Group(list(group)) for group in groups])


async def reach(writing: Writing, scope: str, blocks: frozenset[str], sides: Sides) -> Reach:
    """All that must be sorted with `blocks` for `scope`, and how: also blocks that a correction ties to them,
    that share an event with them, or in which a corrected event finds others like it.
    """
    done: frozenset[str] = frozenset()
    todo, known = blocks, dict[str, Correction]()
    holdings: tuple[Holding, ...] = ()
    reached = Reach(done, (), [])
    while todo:
        done |= todo
        found = {
            one.id: one
            for one in await writing.corrections.reaching(todo)
            if one.scope in (ALL, scope) and one.id not in known
        }
        tied = await writing.corrections.beside(scope, todo)
        if found:
            known |= found
            holdings, homes = await held(writing.corrections, scope, tuple(known.values()))
            tied |= {homes[t] for one in holdings for t in (*one.tellings, *one.others)}
            # One that found no article until now held for what was told, wherever its articles told it.
            tied |= blocks_of(mark for one in found.values() for mark in one.marks)
        todo = tied - done
        if not todo:
            reached = await untouched(writing, scope, done, sides)
            if holdings:
                groups = regroup([group.tellings for group in reached.groups], holdings, sides)
                reached = Reach(done, reached.placed, groups)
                todo = frozenset(group.block(sides) for group in groups if group.changed) - done
    return reached


async def held(
    store: CorrectionsWriting, scope: str, corrections: tuple[Correction, ...]
) -> tuple[tuple[Holding, ...], dict[int, str]]:
    """What each correction finds of what `scope` sees, and the blocks of the tellings."""
    placed = await store.anchored(scope, corrections)
    told: dict[str, list[Telling]] = {}
    for entry in placed:
        told.setdefault(entry.telling.source.article, []).append(entry.telling)
    identities = await store.identities(told.keys())
    return (
        tuple(holding(one, told, identities) for one in corrections),
        {entry.telling.id: entry.block for entry in placed},
    )
