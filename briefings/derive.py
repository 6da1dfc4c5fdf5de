"""Recorded events from tellings: sorts those of some blocks anew and writes only what comes out differently.

Ids stay: a group of tellings keeps the oldest id that one of them had; ids that lose their tellings to
another event lead to it. A server sees its own articles together with everyone's: where both tell of one
event, the server has an event of its own, which stands for everyone's there and nowhere else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from briefings.merging import Sides, block_of, cluster, combine
from briefings.models import Event, RecordedEvent, Telling
from briefings.store.protocol import ALL, Kept, Writing


@dataclass(frozen=True, slots=True)
class Derived:
    """The events of one scope in the blocks that were sorted anew, by id; `created` are the new ones among
    them.
    """

    events: dict[str, RecordedEvent]
    created: tuple[str, ...]


async def derive(
    writing: Writing, scope: str, blocks: frozenset[str], now: datetime, sides: Sides
) -> Derived:
    """Sorts the tellings in `blocks` that `scope` sees; after `ALL` also those of every server concerned."""
    if not blocks:
        return Derived({}, ())
    derived = await _derive_scope(writing, scope, blocks, now, sides)
    if scope == ALL:
        for server in await writing.servers_in(blocks):
            await _derive_scope(writing, server, blocks, now, sides)
    return derived


async def _derive_scope(
    writing: Writing, scope: str, blocks: frozenset[str], now: datetime, sides: Sides
) -> Derived:
    placed = await writing.tellings_in(scope, blocks)
    own = {entry.telling.id for entry in placed if entry.scope == scope}
    old = await writing.events_in(scope, blocks)
    groups = [
        group
        for group in cluster((entry.telling for entry in placed), sides)
        if any(telling.id in own for telling in group)
    ]
    groups.sort(key=lambda group: min(telling.id for telling in group if telling.id in own))
    everyones: dict[int, str] = {}
    if scope != ALL:
        others = [telling.id for group in groups for telling in group if telling.id not in own]
        everyones = await writing.homes(ALL, others)
    heirs = _heirs(groups, own, old)
    found: dict[str, RecordedEvent] = {}
    created: list[str] = []
    home: dict[int, str] = {}
    for event_id, group in zip(heirs, groups, strict=True):
        hides = tuple(sorted({everyones[t.id] for t in group if t.id in everyones}, key=_age))
        before = old.get(event_id) if event_id else None
        absorbed = [
            old[gone].event
            for gone in old
            if gone not in heirs and set(old[gone].tellings) & {t.id for t in group}
        ]
        kept = _kept(group, hides, scope, before.event if before else None, absorbed, now)
        if event_id is None:
            event_id = await writing.insert_event(scope, kept)
            created.append(event_id)
        elif before is not None and kept != before:
            await writing.replace_event(event_id, kept)
        found[event_id] = replace(kept.event, id=event_id)
        home |= {telling.id: event_id for telling in group}
    for event_id, gone in old.items():
        if event_id not in found:
            successors = [home[telling] for telling in gone.tellings if telling in home]
            await writing.remove_event(event_id, successors[0] if successors else None)
    return Derived(found, tuple(created))


def _heirs(groups: Sequence[Sequence[Telling]], own: set[int], old: dict[str, Kept]) -> list[str | None]:
    """The id each group keeps, or None for a new one: the oldest that one of its own tellings had and is
    free.
    """
    homes = {
        telling: event_id for event_id, kept in old.items() for telling in kept.tellings if telling in own
    }
    taken: set[str] = set()
    heirs: list[str | None] = []
    for group in groups:
        claims = {homes[telling.id] for telling in group if telling.id in homes} - taken
        heir = min(claims, key=_age) if claims else None
        if heir is not None:
            taken.add(heir)
        heirs.append(heir)
    return heirs


def _kept(
    group: Sequence[Telling],
    hides: tuple[str, ...],
    scope: str,
    before: RecordedEvent | None,
    absorbed: Sequence[RecordedEvent],
    now: datetime,
) -> Kept:
    combined = combine(group)
    recorded = RecordedEvent(
        id=before.id if before else "",
        event=combined.event,
        sources=combined.sources,
        first_recorded=min([event.first_recorded for event in (before, *absorbed) if event], default=now),
        last_changed=now,
        differs=combined.differs,
        scope=scope,
    )
    if before is not None and _facts(before) == _facts(recorded):
        recorded = replace(recorded, last_changed=before.last_changed)
    return Kept(block_of(group[0].event), recorded, tuple(sorted(telling.id for telling in group)), hides)


def _facts(recorded: RecordedEvent) -> tuple[Event, object]:
    """What readers would call a change: the fields, not whose words stand for them nor how many sources
    agree.
    """
    return replace(recorded.event, summary="", quote=""), [
        (d.field, [v for v, _ in d.values]) for d in recorded.differs
    ]


def _age(event_id: str) -> int:
    """Lower for older events."""
    return int(event_id[1:])
