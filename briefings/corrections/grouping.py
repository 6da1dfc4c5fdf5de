"""What corrections do to the sorting of tellings into events. Pure.

Corrections act one after the other in the order in which they were said, those of everyone before a server's
own: the last word holds. The grouping is settled first (merge, split), then each field is corrected for the
group that holds most of its tellings, then groups that tell just what was corrected join it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from briefings.corrections.anchors import Holding
from briefings.corrections.effects import corrected_event
from briefings.merging import Combined, Sides, block_of, combine
from briefings.merging.comparing import Agreement, agreement
from briefings.merging.looks import Look, look_at
from briefings.models import Event, Source, Telling
from briefings.store.corrections import Correction, What
from briefings.store.protocol import ALL

FIELDS = (What.DATE, What.PLACE, What.PARTICIPANTS)


@dataclass(slots=True, eq=False)
class Group:
    """Tellings of one event with the corrections that hold for it."""

    tellings: list[Telling]
    corrections: list[Correction] = field(default_factory=list)
    led: frozenset[int] = frozenset()
    """Of a merged group: the tellings of the event that the other one was merged into."""

    @property
    def withheld(self) -> bool:
        """Whether a correction says that this is no event."""
        return any(one.what is What.NOT_AN_EVENT for one in self.corrections)

    @property
    def changed(self) -> bool:
        """Whether a field is corrected."""
        return any(one.what in FIELDS for one in self.corrections)

    @property
    def ids(self) -> frozenset[int]:
        return frozenset(telling.id for telling in self.tellings)

    def event(self, sides: Sides) -> Event:
        """What its tellings say together, as corrected."""
        return corrected_event(self.combined().event, self.corrections, sides)

    def combined(self) -> Combined:
        """What its tellings say together; where events of several kinds were merged, it is of the kind that
        the first one was.
        """
        combined = combine(self.tellings)
        if self.led and len({block_of(telling.event).split(":")[0] for telling in self.tellings}) > 1:
            first = combine([telling for telling in self.tellings if telling.id in self.led]).event
            event = replace(combined.event, kind=first.kind, organisation=first.organisation, name=first.name)
            combined = replace(combined, event=event)
        return combined

    def block(self, sides: Sides) -> str:
        """Where the event, as corrected, finds others like it."""
        if not self.corrections:
            return block_of(self.tellings[0].event)
        return block_of(self.event(sides))


def in_order(holdings: Iterable[Holding]) -> list[Holding]:
    """As they act: everyone's first, then the server's own, each as they were said."""
    return sorted(holdings, key=lambda one: _turn(one.correction))


def regroup(groups: Iterable[Sequence[Telling]], holdings: Collection[Holding], sides: Sides) -> list[Group]:
    """`groups` as the corrections want them."""
    sorted_ = [Group(list(group)) for group in groups]
    apart: list[tuple[frozenset[int], frozenset[int]]] = []
    ordered = in_order(holdings)
    for one in ordered:
        if one.correction.what is What.MERGE and not one.waits:
            _merge(sorted_, one)
            pair = {*one.tellings, *one.others}
            apart = [(a, b) for a, b in apart if not (pair & a and pair & b)]
        elif one.correction.what is What.SPLIT and not one.waits:
            _split(sorted_, one, sides)
            apart.append((frozenset(one.tellings), frozenset(one.others)))
    for one in ordered:
        if one.correction.what is What.NOT_AN_EVENT:
            for group in sorted_:
                if group.ids.intersection(one.tellings):
                    group.corrections.append(one.correction)
        elif one.correction.what in FIELDS:
            about = _main(sorted_, one.tellings) or _as_then(sorted_, one.correction)
            if about is not None:
                about.corrections.append(one.correction)
    _absorb(sorted_, apart, sides)
    return sorted_


def _main(groups: Sequence[Group], tellings: Sequence[int]) -> Group | None:
    """The group that holds most of `tellings`, where several do the one with the first of them."""
    wanted = frozenset(tellings)
    held = [(len(wanted & group.ids), group) for group in groups]
    most = max((count for count, _ in held), default=0)
    if not most:
        return None
    chosen = [group for count, group in held if count == most]
    return min(chosen, key=lambda group: min(tellings.index(t) for t in wanted & group.ids))


def _as_then(groups: Sequence[Group], correction: Correction) -> Group | None:
    """Where the articles are gone: the group that tells what they told, on a day known to both."""
    for mark in correction.marks:
        told = mark.event
        for group in groups:
            if told.start is not None and any(
                (block_of(told), told.start, told.end)
                == (block_of(other.event), other.event.start, other.event.end)
                for other in group.tellings
            ):
                return group
    return None


def _merge(groups: list[Group], one: Holding) -> None:
    into, other = _main(groups, one.tellings), _main(groups, one.others)
    if into is None or other is None or into is other:
        return
    into.led = into.led or into.ids
    into.tellings += other.tellings
    into.corrections += [*other.corrections, one.correction]
    groups[:] = [group for group in groups if group is not other]


def _split(groups: list[Group], one: Holding, sides: Sides) -> None:
    """Takes what was split off out of each group that holds both. What came later goes where it fits better;
    a copy of an article goes with the article.
    """
    for group in list(groups):
        stay = [telling for telling in group.tellings if telling.id in one.tellings]
        leave = [telling for telling in group.tellings if telling.id in one.others]
        if not stay or not leave:
            continue
        for telling in group.tellings:
            if telling.id in one.tellings or telling.id in one.others:
                continue
            here, there = _nearness(telling, stay, sides), _nearness(telling, leave, sides)
            (leave if there > here else stay).append(telling)
        corrections = [*group.corrections, one.correction]
        ids = {telling.id for telling in leave}
        groups.append(Group(leave, list(corrections), group.led & ids))
        group.tellings, group.corrections = stay, corrections
        group.led = group.led - ids


def _nearness(telling: Telling, others: Sequence[Telling], sides: Sides) -> tuple[bool, int, int]:
    """How much `telling` is of one event with `others`: a copy of one, else by date, then by people."""
    looks = [(look_at(telling), look_at(other)) for other in others]
    agreed = max((agreement(a, b, sides) or 0 for a, b in looks), default=0)
    shared = max(
        (
            len({*telling.event.people} & {*other.event.people}) + (telling.event.place == other.event.place)
            for other in others
        ),
        default=0,
    )
    return any(telling.family and telling.family == other.family for other in others), agreed, shared


def _absorb(
    groups: list[Group], apart: Sequence[tuple[frozenset[int], frozenset[int]]], sides: Sides
) -> None:
    """Joins to a corrected event the groups that tell it just as it is corrected."""
    for group in list(groups):
        if group not in groups or not group.changed:
            continue
        told = _look(group.event(sides), "this one")
        for other in list(groups):
            if other is group or other.withheld != group.withheld or _kept_apart(group, other, apart):
                continue
            looks = [_look(other.event(sides), "other")] if other.changed else map(look_at, other.tellings)
            if all((agreement(told, look, sides) or 0) >= Agreement.OVERLAP for look in looks):
                group.tellings += other.tellings
                group.corrections = sorted(
                    {one.id: one for one in (*group.corrections, *other.corrections)}.values(), key=_turn
                )
                groups.remove(other)


def _look(event: Event, article: str) -> Look:
    """A corrected event as comparison wants it: nobody's publication bounds what a member knows."""
    return look_at(Telling(0, event, Source(article, None, None, None, None, ""), None))


def _kept_apart(one: Group, other: Group, apart: Sequence[tuple[frozenset[int], frozenset[int]]]) -> bool:
    return any((a & one.ids and b & other.ids) or (b & one.ids and a & other.ids) for a, b in apart)


def _turn(correction: Correction) -> tuple[bool, int, str]:
    return correction.scope != ALL, len(correction.id), correction.id
