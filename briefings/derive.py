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
from briefings.store.protocol import ALL, Kept, Standing, Writing
from briefings.wording import summary_of
from briefings.world import world


@dataclass(frozen=True, slots=True)
class Derived:
    """What was written in one scope: new or changed `events` by id, `created` the new ones among them."""

    events: dict[str, RecordedEvent]
    removed: frozenset[str]
    created: tuple[str, ...]


async def derive(
    writing: Writing,
    scope: str,
    blocks: frozenset[str],
    articles: frozenset[str],
    now: datetime,
    sides: Sides,
) -> Derived:
    """Sorts the tellings in `blocks` that `scope` sees; after `ALL` also those of every server concerned.

    `articles` are those that were added or changed: an event whose tellings are the same as before, none of
    them theirs, is left alone.
    """
    if not blocks:
        return Derived({}, frozenset(), ())
    derived = await _derive_scope(writing, scope, blocks, articles, now, sides)
    if scope == ALL:
        for server in await writing.servers_in(blocks):
            await _derive_scope(writing, server, blocks, articles, now, sides)
    return derived


async def _derive_scope(
    writing: Writing,
    scope: str,
    blocks: frozenset[str],
    articles: frozenset[str],
    now: datetime,
    sides: Sides,
) -> Derived:
    placed = await writing.tellings_in(scope, blocks)
    old = await writing.standing_in(scope, blocks)
    own = {entry.telling.id for entry in placed if entry.scope == scope}
    groups = [
        group
        for group in cluster((entry.telling for entry in placed), sides)
        if any(telling.id in own for telling in group)
    ]
    groups.sort(key=lambda group: min(telling.id for telling in group if telling.id in own))
    heirs = _heirs(groups, own, old)
    hides = await _hidden_by(writing, scope, groups, own)
    changed = [
        (heir, group, hidden)
        for heir, group, hidden in zip(heirs, groups, hides, strict=True)
        if heir is None
        or old[heir] != Standing(tuple(sorted(telling.id for telling in group)), hidden)
        or any(telling.source.article in articles for telling in group)
    ]
    gone = [event_id for event_id in old if event_id not in set(heirs)]
    before = await writing.recorded([*(heir for heir, _, _ in changed if heir), *gone])
    home = {telling: event_id for event_id in gone for telling in old[event_id].tellings}
    kept: list[tuple[str | None, Kept]] = []
    for heir, group, hidden in changed:
        absorbed = {home[telling.id] for telling in group if telling.id in home}
        kept.append(
            (heir, _kept(group, hidden, scope, before.get(heir or ""), [before[e] for e in absorbed], now))
        )
    ids = await writing.write_events(scope, kept)
    successor = {t.id: event_id for event_id, (_, group, _) in zip(ids, changed, strict=True) for t in group}
    ends: list[tuple[str, str | None]] = []
    for event_id in gone:
        told = old[event_id].tellings
        ends.append((event_id, next((successor[t] for t in told if t in successor), None)))
    await writing.remove_events(ends)
    return Derived(
        events={
            event_id: replace(entry.event, id=event_id)
            for event_id, (_, entry) in zip(ids, kept, strict=True)
        },
        removed=frozenset(gone),
        created=tuple(event_id for event_id, (heir, _) in zip(ids, kept, strict=True) if heir is None),
    )


async def _hidden_by(
    writing: Writing, scope: str, groups: Sequence[Sequence[Telling]], own: set[int]
) -> list[tuple[str, ...]]:
    """For each group the events of everyone that it stands for; nothing unless `scope` is a server's."""
    if scope == ALL:
        return [()] * len(groups)
    others = [telling.id for group in groups for telling in group if telling.id not in own]
    everyones = await writing.homes(ALL, others)
    return [
        tuple(sorted({everyones[t.id] for t in group if t.id in everyones}, key=_age)) for group in groups
    ]


def _heirs(groups: Sequence[Sequence[Telling]], own: set[int], old: dict[str, Standing]) -> list[str | None]:
    """The id each group keeps, or None for a new one: the oldest that one of its own tellings had and is
    free.
    """
    homes = {telling: event_id for event_id, was in old.items() for telling in was.tellings if telling in own}
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
    event = combined.event
    if len(group) > 1 and event.wording:
        event = replace(event, summary=summary_of(event, world.load()))
    recorded = RecordedEvent(
        id=before.id if before else "",
        event=event,
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
