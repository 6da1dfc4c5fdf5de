"""Whether two tellings of one block can be of the same event, and how well they agree.

A wrong merge hides an event and a missed one shows it twice, so each rule names the evidence it wants: dates
that disagree need a place that agrees, a telling without a date needs a publication that allows it, one
article is trusted to know its own events apart.
"""

from __future__ import annotations

from enum import IntEnum

from briefings import dates
from briefings.merging.looks import Look, Sides
from briefings.models import Kind

NEAR_DAYS = 30
"""How far two dates of one event may disagree, at their nearest edges: "last month" against "this week"."""

NEAR_PUBLISHED_DAYS = 45
"""How far apart the articles may be published whose dates disagree."""

SLIP_DAYS = 1
"""A call around midnight falls on two days in two capitals; it has no place that could agree instead."""

RECALL_DAYS = 370
"""How long after an event an article may tell of it without a date, when the place agrees."""

LOOSE_RECALL_DAYS = 180
"""The same where only the actors agree."""

UNDATED_APART_DAYS = 60
"""How far apart two articles may be published that tell of one event without any date."""


class Agreement(IntEnum):
    """How well two dates agree."""

    OPEN = 1
    NEAR = 2
    OVERLAP = 3
    EXACT = 4


def nobody_known(_: str) -> frozenset[str]:
    """`Sides` of someone who knows nobody."""
    return frozenset()


def agreement(a: Look, b: Look, sides: Sides = nobody_known) -> Agreement | None:
    """How well the dates of two tellings of one block agree, or None if they cannot be of the same event."""
    if a.block != b.block or not _places_fit(a, b):
        return None
    one, two = a.telling.event, b.telling.event
    if one.organisation and two.organisation and one.organisation != two.organisation:
        return None
    if one.kind is Kind.SUMMIT and a.level is not None and b.level is not None and a.level != b.level:
        return None
    found = _dates_agree(a, b)
    if found is None:
        return None
    if a.article == b.article and not _one_article_repeats_itself(a, b, found):
        return None
    return found if one.kind is Kind.SUMMIT or _people_fit(a, b, found, sides) else None


def same_place(a: Look, b: Look) -> bool:
    """Whether both name the same country, and no two different cities."""
    return a.country is not None and a.country == b.country and _cities_fit(a, b)


def same_city(a: Look, b: Look) -> bool:
    return bool(a.city and b.city) and same_place(a, b)


def _cities_fit(a: Look, b: Look) -> bool:
    return a.city <= b.city or b.city <= a.city


def _places_fit(a: Look, b: Look) -> bool:
    if a.country is not None and b.country is not None and a.country != b.country:
        return False
    return _cities_fit(a, b)


def _dates_agree(a: Look, b: Look) -> Agreement | None:
    if a.vague and b.vague:
        return Agreement.OPEN if _both_vague(a, b) else None
    if a.vague or b.vague:
        return Agreement.OPEN if (_open_joins(a, b) if a.vague else _open_joins(b, a)) else None
    assert a.first is not None
    assert a.last is not None
    assert b.first is not None
    assert b.last is not None
    same_start = a.telling.event.start == b.telling.event.start
    if same_start and a.precision == dates.Precision.DAY:
        return Agreement.EXACT
    lo, hi = max(a.lo, b.lo), min(a.hi, b.hi)
    first, last = max(a.first, b.first), min(a.last, b.last)
    if first <= last and max(first, lo) <= min(last, hi) + SLIP_DAYS:
        return Agreement.EXACT if same_start else Agreement.OVERLAP
    return Agreement.NEAR if _near(a, b, first - last, lo, hi) else None


def _near(a: Look, b: Look, gap: int, lo: int, hi: int) -> bool:
    assert a.first is not None
    assert a.last is not None
    assert b.first is not None
    assert b.last is not None
    if a.article == b.article or a.published is None or b.published is None or gap > NEAR_DAYS:
        return False
    if abs(a.published - b.published) > NEAR_PUBLISHED_DAYS:
        return False
    # Each article must be able to tell of the other's date: one printed before that date tells of another
    # event.
    one, two = a.telling.event, b.telling.event
    if one.kind is Kind.CALL:
        days = a.precision == b.precision == dates.Precision.DAY
        if not days or gap > SLIP_DAYS or abs(a.published - b.published) > 7:
            return False
    elif one.kind is not two.kind or not same_place(a, b):
        return False
    if lo > hi or a.first > hi or a.last < lo or b.first > hi or b.last < lo:
        return gap <= SLIP_DAYS and abs(a.published - b.published) <= 2 and one.status is two.status
    return True


def _open_joins(vague: Look, dated: Look) -> bool:
    assert dated.first is not None
    assert dated.last is not None
    if vague.first is not None and dated.last < vague.first:
        return False
    if vague.last is not None and dated.first > vague.last:
        return False
    if dated.first > vague.hi or dated.last < vague.lo or max(vague.lo, dated.lo) > min(vague.hi, dated.hi):
        return False
    if vague.published is None or vague.published_last is None or vague.first is not None:
        return True
    distance = max(0, vague.published - dated.last, dated.first - vague.published_last)
    return distance <= (RECALL_DAYS if same_place(vague, dated) else LOOSE_RECALL_DAYS)


def _both_vague(a: Look, b: Look) -> bool:
    if a.first is not None and b.first is not None and a.first != b.first:
        return False
    if max(a.lo, b.lo) > min(a.hi, b.hi):
        return False
    if a.published is None or b.published is None:
        return True
    return abs(a.published - b.published) <= UNDATED_APART_DAYS


def _one_article_repeats_itself(a: Look, b: Look, found: Agreement) -> bool:
    if a.telling.event.status is not b.telling.event.status:
        return False
    return found >= Agreement.OVERLAP or (found is Agreement.OPEN and same_place(a, b))


def _people_fit(a: Look, b: Look, found: Agreement, sides: Sides) -> bool:
    """Foreign ministers' talks are not the leaders': nobody in common, and both sides are named.

    Where it is known for whom each speaks, one side without anyone in common is enough, unless day and city
    agree and somebody else is in common (a delegation of which each article names others).
    """
    if not a.people or not b.people:
        return True
    shared = a.people & b.people
    same_room = found is Agreement.EXACT and a.precision == dates.Precision.DAY and same_city(a, b)
    for actor in a.telling.event.actors:
        ours = {person for person in a.people if actor in sides(person)}
        theirs = {person for person in b.people if actor in sides(person)}
        if ours and theirs and not ours & theirs and not (same_room and shared):
            return False
    return bool(shared) or len(a.people) < 2 or len(b.people) < 2
