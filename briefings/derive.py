"""Recorded events from tellings: sorts those of some blocks anew and writes only what comes out differently.

Ids stay: a group of tellings keeps the oldest id that one of them had; ids that lose their tellings to
another event lead to it. A server sees its own articles together with everyone's: where both tell of one
event, or where the server corrected it, the server has an event of its own, which stands for everyone's there
and nowhere else. Corrections are applied each time, so they outlive whatever happens to articles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from briefings.corrections.applying import Reach, reach, untouched
from briefings.corrections.effects import correct
from briefings.corrections.grouping import Group
from briefings.merging import Sides
from briefings.models import Event, RecordedEvent
from briefings.store.protocol import ALL, Kept, Standing, Writing
from briefings.wording import summary_of
from briefings.world import world


@dataclass(frozen=True, slots=True)
class Derived:
    """What was written in one scope: new or changed `events` by id, `created` the new ones among them."""

    events: dict[str, RecordedEvent]
    removed: frozenset[str]
    created: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why tellings are sorted anew: `articles` were added or changed `now`. `revived`: the events that
    tellings had before a merge that was undone; they get them back.
    """

    articles: frozenset[str]
    now: datetime
    sides: Sides
    revived: Mapping[int, str] = field(default_factory=dict)


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
    return await derive_on(writing, scope, blocks, Occasion(articles, now, sides))


async def derive_on(writing: Writing, scope: str, blocks: frozenset[str], occasion: Occasion) -> Derived:
    """`derive` on any occasion."""
    if not blocks:
        return Derived({}, frozenset(), ())
    corrected = await writing.corrections.any()
    sorting = reach if corrected else untouched
    reached = await sorting(writing, scope, blocks, occasion.sides)
    derived = await _derive_scope(writing, scope, reached, occasion)
    if scope == ALL:
        servers = {*await writing.servers_in(reached.blocks)}
        if corrected:
            servers |= {one.scope for one in await writing.corrections.reaching(reached.blocks)} - {ALL}
        # An id comes back once, to whom it belonged.
        beside = replace(occasion, revived={})
        for server in sorted(servers):
            theirs = await sorting(writing, server, reached.blocks, occasion.sides)
            await _derive_scope(writing, server, theirs, beside)
    return derived


async def _derive_scope(writing: Writing, scope: str, reached: Reach, occasion: Occasion) -> Derived:
    old = await writing.standing_in(scope, reached.blocks)
    own = {entry.telling.id for entry in reached.placed if entry.scope == scope}
    groups = [
        group
        for group in reached.groups
        if own & group.ids or any(one.scope == scope for one in group.corrections)
    ]
    groups.sort(key=lambda group: min(own & group.ids or group.ids))
    heirs = _heirs(groups, own, old, occasion.revived)
    hides = await _hidden_by(writing, scope, groups, own)
    changed = [
        (heir, group, hidden)
        for heir, group, hidden in zip(heirs, groups, hides, strict=True)
        if heir is None
        or group.corrections
        or old.get(heir) != Standing(tuple(sorted(group.ids)), hidden)
        or any(telling.source.article in occasion.articles for telling in group.tellings)
    ]
    gone = [event_id for event_id in old if event_id not in set(heirs)]
    home = {telling: event_id for event_id in gone for telling in old[event_id].tellings}
    absorbed = [{home[telling] for telling in group.ids if telling in home} for _, group, _ in changed]
    for (_, group, hidden), known in zip(changed, absorbed, strict=True):
        if group.corrections:
            # What was known of it under another id is not new because members see it otherwise.
            known |= {*hidden, *(event for event in old if group.ids.intersection(old[event].tellings))}
    before = await writing.recorded([*{*(heir for heir, _, _ in changed if heir), *gone}.union(*absorbed)])
    kept: list[tuple[str | None, Kept]] = [
        (
            heir,
            _kept(
                group,
                hidden,
                scope,
                before.get(heir or ""),
                [before[event] for event in known if event in before],
                occasion,
            ),
        )
        for (heir, group, hidden), known in zip(changed, absorbed, strict=True)
    ]
    ids = await writing.write_events(scope, kept)
    successor = {t: event_id for event_id, (_, group, _) in zip(ids, changed, strict=True) for t in group.ids}
    if scope != ALL and gone:
        # What a server had of its own is everyone's again.
        told = [telling for event_id in gone for telling in old[event_id].tellings]
        successor = {**await writing.homes(ALL, told), **successor}
    ends: list[tuple[str, str | None]] = []
    for event_id in gone:
        heirs_of = (successor[t] for t in old[event_id].tellings if t in successor)
        ends.append((event_id, next(heirs_of, None)))
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
    writing: Writing, scope: str, groups: Sequence[Group], own: set[int]
) -> list[tuple[str, ...]]:
    """For each group the events of everyone that it stands for; nothing unless `scope` is a server's."""
    if scope == ALL:
        return [()] * len(groups)
    others = [telling for group in groups for telling in group.ids if telling not in own]
    everyones = await writing.homes(ALL, others)
    taken: set[str] = set()
    hides: list[tuple[str, ...]] = []
    for group in groups:
        # Where a server splits what everyone has, one of its events is enough to hide it.
        found = {everyones[telling] for telling in group.ids if telling in everyones} - taken
        taken |= found
        hides.append(tuple(sorted(found, key=_age)))
    return hides


def _heirs(
    groups: Sequence[Group], own: set[int], old: Mapping[str, Standing], revived: Mapping[int, str]
) -> list[str | None]:
    """The id each group keeps, or None for a new one: the oldest that one of its own tellings had and is
    free. A server's version of what everyone has goes by everyone's tellings.
    """
    homes = {telling: event_id for event_id, was in old.items() for telling in was.tellings}
    taken: set[str] = set()
    heirs: list[str | None] = []
    for group in groups:
        known = own & group.ids or group.ids
        claims = {homes[telling] for telling in known if telling in homes} - taken
        if not claims:
            claims = {revived[telling] for telling in known if telling in revived} - taken - {*old}
        heir = min(claims, key=_age) if claims else None
        if heir is not None:
            taken.add(heir)
        heirs.append(heir)
    return heirs


def _kept(
    group: Group,
    hides: tuple[str, ...],
    scope: str,
    before: RecordedEvent | None,
    earlier: Sequence[RecordedEvent],
    occasion: Occasion,
) -> Kept:
    combined, corrected = correct(group.combined(), group.tellings, group.corrections, occasion.sides)
    event = combined.event
    if group.corrections or (len(group.tellings) > 1 and event.wording):
        event = replace(event, summary=summary_of(event, world.load()))
    recorded = RecordedEvent(
        id=before.id if before else "",
        event=event,
        sources=combined.sources,
        first_recorded=min(
            [event.first_recorded for event in (before, *earlier) if event], default=occasion.now
        ),
        last_changed=occasion.now,
        differs=combined.differs,
        scope=scope,
        corrected=corrected,
    )
    if before is not None and _facts(before) == _facts(recorded):
        recorded = replace(recorded, last_changed=before.last_changed)
    block = group.block(occasion.sides)
    return Kept(block, recorded, tuple(sorted(group.ids)), hides, group.withheld)


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
