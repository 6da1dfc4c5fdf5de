"""One telling prepared for comparison: days as numbers, the days its publication allows, names without
accents.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from briefings import dates
from briefings.merging.blocks import block_of, plain, telling_words
from briefings.models import Kind, Status, Telling

Sides = Callable[[str], frozenset[str]]
"""The actors that a person speaks or spoke for; empty for someone unknown."""

EVER, NEVER = 10**7, -(10**7)

_LEVELS = frozenset(
    "foreign finance defence defense economic economy trade energy interior health agriculture environment "
    "ministers ministerial parliamentary youth business women extraordinary emergency virtual".split()
)
"""Words in a gathering's name that make it another gathering of the same body."""


@dataclass(frozen=True, slots=True)
class Look:
    """`first` to `last` are the days (ordinals) the telling's own date covers, None where it has none; `lo`
    to `hi` those its status allows given its publication: what was held is not later, what is to come not
    earlier.
    """

    telling: Telling
    block: str
    article: str
    precision: int
    first: int | None
    last: int | None
    lo: int
    hi: int
    published: int | None
    published_last: int | None
    country: str | None
    city: frozenset[str]
    people: frozenset[str]
    level: frozenset[str] | None
    order: tuple[object, ...]

    @property
    def vague(self) -> bool:
        """Whether the date is a year at best."""
        return self.precision < dates.Precision.MONTH


def look_at(telling: Telling) -> Look:
    """`telling` as the comparison wants it."""
    event = telling.event
    first = last = published = published_last = None
    if event.start is not None:
        first, last = (day.toordinal() for day in dates.span(event.start, event.end))
    if telling.published is not None:
        published, published_last = (day.toordinal() for day in dates.span(telling.published))
    lo, hi = NEVER, EVER
    if published is not None and published_last is not None:
        if event.status is Status.HELD:
            hi = published_last
        elif event.status is Status.UPCOMING:
            lo = published
    precision = len(event.start) if event.start else 0
    words = telling_words(event.name) if event.name else None
    return Look(
        telling=telling,
        block=block_of(event),
        article=telling.source.article,
        precision=precision,
        first=first,
        last=last,
        lo=lo,
        hi=hi,
        published=published,
        published_last=published_last,
        country=event.place.country if event.kind is not Kind.CALL else None,
        city=frozenset(plain(event.place.city or "").split()) if event.kind is not Kind.CALL else frozenset(),
        people=frozenset(event.people),
        level=None if words is None else words & _LEVELS,
        order=_order(telling, first, published),
    )


def _order(telling: Telling, first: int | None, published: int | None) -> tuple[object, ...]:
    """Sorts tellings by what they say, the precise ones first; ids decide only between equals."""
    event, source = telling.event, telling.source
    return (
        -len(event.start or ""),
        first or 0,
        published or 0,
        event.kind,
        event.status,
        event.end or "",
        event.place.country or "",
        event.place.city or "",
        event.people,
        event.organisation or "",
        event.name or "",
        event.quote,
        event.actors,
        source.url or "",
        source.title or "",
        source.article,
        telling.id,
    )
