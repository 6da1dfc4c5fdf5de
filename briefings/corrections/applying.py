"""How far corrections reach: which blocks must be sorted together because a correction ties them."""

from __future__ import annotations

from dataclasses import dataclass

from briefings.corrections.anchors import Holding, blocks_of, holding
from briefings.corrections.grouping import Group, regroup
from briefings.merging import Sides, cluster
from briefings.models import Telling
from briefings.store.corrections import Correction, CorrectionsWriting
from briefings.store.protocol import ALL, Writing


@dataclass(frozen=True, slots=True)
class Reach:
    """`blocks` to sort and the corrections that hold in them, with the tellings that they find."""

    blocks: frozenset[str]
    holdings: tuple[Holding, ...]

    def sorted(self, tellings: tuple[Telling, ...], sides: Sides) -> list[Group]:
        """The events of `tellings` (all in `blocks` that somebody sees) as the corrections want them."""
        groups = cluster(tellings, sides)
        if not self.holdings:
            return [Group(list(group)) for group in groups]
        return regroup(groups, self.holdings, sides)


async def reach(writing: Writing, scope: str, blocks: frozenset[str], sides: Sides) -> Reach:
    """All that must be sorted with `blocks` for `scope`: blocks that a correction ties to them, that share an
    event with them, or in which a corrected event finds others like it.
    """
    done: frozenset[str] = frozenset()
    todo, known = blocks, dict[str, Correction]()
    holdings: tuple[Holding, ...] = ()
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
        if not todo and holdings:
            placed = await writing.tellings_in(scope, done)
            groups = Reach(done, holdings).sorted(tuple(entry.telling for entry in placed), sides)
            todo = frozenset(group.block(sides) for group in groups if group.changed) - done
    return Reach(done, holdings)


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
