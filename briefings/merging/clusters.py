"""Sorts tellings into events. The result depends on what is told, never on the order in which it arrived."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefings.merging.comparing import Agreement, agreement, nobody_known, same_city, same_place
from briefings.merging.looks import Look, Sides, look_at
from briefings.models import Status, Telling

Group = list[Look]
Fit = tuple[int, int]


def same_event(a: Telling, b: Telling, sides: Sides = nobody_known) -> bool:
    """Whether two tellings can be of the same event, as far as they themselves say."""
    return agreement(look_at(a), look_at(b), sides) is not None


def cluster(tellings: Iterable[Telling], sides: Sides = nobody_known) -> tuple[tuple[Telling, ...], ...]:
    """The events that `tellings` tell: every telling is in exactly one group, all of a group fit each other.

    Dated tellings come together first, then those whose dates disagree a little, then those that hardly have
    a date join the one that fits best; where two fit equally well and no publication decides, they stay
    alone.
    """
    blocks: dict[str, Group] = {}
    for look in sorted((look_at(telling) for telling in tellings), key=lambda look: look.order):
        blocks.setdefault(look.block, []).append(look)
    found = [group for block in sorted(blocks) for group in _cluster_block(blocks[block], sides)]
    return tuple(tuple(look.telling for look in group) for group in found)


def _cluster_block(looks: Sequence[Look], sides: Sides) -> list[Group]:
    groups: list[Group] = []
    for look in looks:
        if not look.vague:
            _place(look, groups, sides, Agreement.OVERLAP)
    groups = _join_near(groups, sides)
    for look in looks:
        if look.vague:
            _place(look, groups, sides, Agreement.OPEN)
    return _join_moved(groups)


def _place(look: Look, groups: list[Group], sides: Sides, least: Agreement) -> None:
    fits = [(fit, group) for group in groups if (fit := _fit(look, group, sides, least)) is not None]
    if fits:
        best = max(fit for fit, _ in fits)
        chosen = [group for fit, group in fits if fit == best]
        if len(chosen) == 1 or not look.vague:
            chosen[0].append(look)
            return
    groups.append([look])


def _fit(look: Look, group: Group, sides: Sides, least: Agreement) -> Fit | None:
    """(how well dates, place and people agree; nearness to publication), None where one telling forbids
    it.
    """
    best = 0
    for other in group:
        found = agreement(look, other, sides)
        if found is None or found < least:
            return None
        points = 8 * found + 4 * same_city(look, other) + 2 * same_place(look, other)
        best = max(best, points + bool(look.people & other.people))
    return best, _nearness(look, group)


def _nearness(look: Look, group: Group) -> int:
    dated = [other for other in group if not other.vague]
    if look.published is None or not dated:
        return 0
    first, last = (other_day for other_day in (dated[0].first, dated[0].last))
    if first is None or last is None:
        return 0
    return -max(0, look.published - last, first - look.published)


def _join_near(groups: list[Group], sides: Sides) -> list[Group]:
    """Joins groups whose dates disagree a little, the closest first, if everyone in both fits everyone."""
    pairs = []
    for i, one in enumerate(groups):
        for j in range(i + 1, len(groups)):
            gap = _gap(one[0], groups[j][0])
            if gap <= 62 and _all_fit(one, groups[j], sides):
                pairs.append((gap, i, j))
    if not pairs:
        return groups
    joined = dict(enumerate(groups))
    home = list(range(len(groups)))
    for _, i, j in sorted(pairs):
        a, b = home[i], home[j]
        if a != b and _all_fit(joined[a], joined[b], sides):
            joined[a] = joined[a] + joined.pop(b)
            home = [a if place == b else place for place in home]
    return list(joined.values())


def _gap(a: Look, b: Look) -> int:
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return 0
    return max(0, a.first - b.last, b.first - a.last)


def _all_fit(one: Group, other: Group, sides: Sides) -> bool:
    return all(agreement(a, b, sides) is not None for a in one for b in other)


def _join_moved(groups: list[Group]) -> list[Group]:
    """An article that calls off one day and names another has moved the event: one event, not two."""
    called_off: dict[str, Group] = {}
    for group in groups:
        for look in group:
            if look.telling.event.status is Status.CANCELLED:
                called_off.setdefault(look.article, group)
    for group in list(groups):
        for look in group:
            old = called_off.get(look.article)
            if old is None or old is group or look.telling.event.status is not Status.UPCOMING:
                continue
            if old in groups and look.first is not None:
                group.extend(old)
                groups.remove(old)
                break
    return groups
