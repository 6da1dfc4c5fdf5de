"""Sorts tellings into events. The result depends on what is told, never on the order in which it arrived."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from briefings.merging.comparing import (
    NEAR_DAYS,
    RECALL_DAYS,
    Agreement,
    agreement,
    nobody_known,
    same_city,
    same_place,
)
from briefings.merging.looks import Look, Sides, look_at
from briefings.models import Status, Telling

Fit = tuple[int, int]


@dataclass(slots=True)
class Group:
    """Tellings of one event so far. `first` to `last` are the days of its dated ones, `earliest` to `latest`
    the publications of all; without any they are None.
    """

    looks: list[Look] = field(default_factory=list)
    first: int | None = None
    last: int | None = None
    earliest: int | None = None
    latest: int | None = None

    def take(self, looks: Iterable[Look]) -> None:
        for look in looks:
            self.looks.append(look)
            if not look.vague and look.first is not None and look.last is not None:
                self.first = look.first if self.first is None else min(self.first, look.first)
                self.last = look.last if self.last is None else max(self.last, look.last)
            if look.published is not None:
                self.earliest = (
                    look.published if self.earliest is None else min(self.earliest, look.published)
                )
                self.latest = look.published if self.latest is None else max(self.latest, look.published)


def same_event(a: Telling, b: Telling, sides: Sides = nobody_known) -> bool:
    """Whether two tellings can be of the same event, as far as they themselves say."""
    return agreement(look_at(a), look_at(b), sides) is not None


def cluster(tellings: Iterable[Telling], sides: Sides = nobody_known) -> tuple[tuple[Telling, ...], ...]:
    """The events that `tellings` tell: every telling is in exactly one group, all of a group fit each other.

    Dated tellings come together first, then those whose dates disagree a little, then those that hardly have
    a date join the one that fits best; where two fit equally well and no publication decides, they stay
    alone.
    """
    blocks: dict[str, list[Look]] = {}
    for look in sorted((look_at(telling) for telling in tellings), key=lambda look: look.order):
        blocks.setdefault(look.block, []).append(look)
    found = [group for block in sorted(blocks) for group in _cluster_block(blocks[block], sides)]
    return tuple(tuple(look.telling for look in group.looks) for group in found)


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
    fits = []
    for group in groups:
        if _within_reach(look, group) and (fit := _fit(look, group, sides, least)) is not None:
            fits.append((fit, group))
    if fits:
        best = max(fit for fit, _ in fits)
        chosen = [group for fit, group in fits if fit == best]
        if len(chosen) == 1 or not look.vague:
            chosen[0].take((look,))
            return
    fresh = Group()
    fresh.take((look,))
    groups.append(fresh)


def _within_reach(look: Look, group: Group) -> bool:
    """A quick no, long before every telling is compared: a pair of states may have met a thousand times."""
    if not look.vague:
        assert look.first is not None
        assert look.last is not None
        return (
            group.first is None
            or group.last is None
            or (look.first <= group.last and look.last >= group.first)
        )
    if group.first is not None and group.last is not None:
        if look.first is not None and look.last is not None:
            return look.first <= group.last and look.last >= group.first
        if look.published is None:
            return True
        return (
            look.published - group.last <= RECALL_DAYS + 31
            and group.first - look.published <= RECALL_DAYS + 366
        )
    if look.published is None or group.earliest is None or group.latest is None:
        return True
    return group.earliest - 366 <= look.published <= group.latest + 366


def _fit(look: Look, group: Group, sides: Sides, least: Agreement) -> Fit | None:
    """(how well dates, place and people agree; nearness to publication), None where one telling forbids
    it.
    """
    best = 0
    for other in group.looks:
        found = agreement(look, other, sides)
        if found is None or found < least:
            return None
        points = 8 * found + 4 * same_city(look, other) + 2 * same_place(look, other)
        best = max(best, points + bool(look.people & other.people))
    return best, _nearness(look, group)


def _nearness(look: Look, group: Group) -> int:
    if look.published is None or group.first is None or group.last is None:
        return 0
    return -max(0, look.published - group.last, group.first - look.published)


def _join_near(groups: list[Group], sides: Sides) -> list[Group]:
    """Joins groups whose dates disagree a little, the closest first, if everyone in both fits everyone."""
    by_day = sorted(range(len(groups)), key=lambda place: (groups[place].first or 0, place))
    pairs = []
    for at, i in enumerate(by_day):
        for j in by_day[at + 1 :]:
            gap = (groups[j].first or 0) - (groups[i].last or 0)
            if gap > NEAR_DAYS:
                break  # those that follow begin later still
            if _all_fit(groups[i], groups[j], sides):
                pairs.append((max(0, gap), min(i, j), max(i, j)))
    if not pairs:
        return groups
    joined = dict(enumerate(groups))
    home = list(range(len(groups)))
    for _, i, j in sorted(pairs):
        a, b = home[i], home[j]
        if a != b and _all_fit(joined[a], joined[b], sides):
            joined[a].take(joined.pop(b).looks)
            home = [a if place == b else place for place in home]
    return list(joined.values())


def _all_fit(one: Group, other: Group, sides: Sides) -> bool:
    return all(agreement(a, b, sides) is not None for a in one.looks for b in other.looks)


def _join_moved(groups: list[Group]) -> list[Group]:
    """An article that calls off one day and names another has moved the event: one event, not two."""
    called_off = {
        look.article: place
        for place in range(len(groups) - 1, -1, -1)
        for look in groups[place].looks
        if look.telling.event.status is Status.CANCELLED
    }
    home = list(range(len(groups)))
    for place, group in enumerate(groups):
        for look in group.looks:
            old = called_off.get(look.article)
            if old is None or look.first is None or look.telling.event.status is not Status.UPCOMING:
                continue
            gone, stays = home[old], home[place]
            home = [stays if where == gone else where for where in home]
    joined: dict[int, Group] = {}
    for where, group in zip(home, groups, strict=True):
        joined.setdefault(where, Group()).take(group.looks)
    return list(joined.values())
