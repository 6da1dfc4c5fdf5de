"""How a correction finds the tellings again that it is about. Pure.

A telling is known by its article (id, else text, else address) and, among all that this article told when the
correction was said, by what it told. Rows come and go when articles are read again, corrected, or withdrawn
and added once more; a correction that finds none of its tellings waits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from briefings import dates
from briefings.merging import block_of
from briefings.models import NO_WORDING, Event, Telling
from briefings.store.corrections import Correction, Identity, Mark

FAR_DAYS = 45
"""Further than this no re-reading moves an event that keeps nothing else but who took part."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A correction with the ids of the tellings that it finds, in the order of its marks."""

    correction: Correction
    tellings: tuple[int, ...]
    others: tuple[int, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether nothing is there that it could be about."""
        pair = self.correction.others
        return not self.tellings or (bool(pair) and not self.others)


def marks_of(
    tellings: Iterable[Telling], told: Mapping[str, Sequence[Telling]], identities: Mapping[str, Identity]
) -> tuple[Mark, ...]:
    """Marks for `tellings`. `told`: all tellings of each article concerned, in its order."""
    made = []
    for telling in tellings:
        article = telling.source.article
        known = identities[article]
        ids = [one.id for one in told[article]]
        events = tuple(_bare(one.event) for one in told[article])
        made.append(Mark(article, known.text_hash, tuple(sorted(known.urls)), events, ids.index(telling.id)))
    return tuple(sorted(made, key=lambda mark: (len(mark.article), mark.article, mark.place)))


def blocks_of(marks: Iterable[Mark]) -> frozenset[str]:
    """The blocks in which the marked events were told."""
    return frozenset(block_of(mark.event) for mark in marks)


def holding(
    correction: Correction,
    told: Mapping[str, Sequence[Telling]],
    identities: Mapping[str, Identity],
) -> Holding:
    """What `correction` is about now. `told` and `identities` are of the articles that can be seen."""
    return Holding(
        correction,
        _found(correction.marks, told, identities),
        _found(correction.others, told, identities),
    )


def _found(
    marks: Sequence[Mark], told: Mapping[str, Sequence[Telling]], identities: Mapping[str, Identity]
) -> tuple[int, ...]:
    found: dict[int, None] = {}
    for mark in marks:
        article = _article(mark, told.keys(), identities)
        if article is not None:
            successor = _succession(mark.told, told[article]).get(mark.place)
            if successor is not None:
                found[successor] = None
    return tuple(found)


def _article(mark: Mark, seen: AbstractSet[str], identities: Mapping[str, Identity]) -> str | None:
    """The article of `mark`, the surest first; the older one where two have its addresses."""
    if mark.article in seen:
        return mark.article
    ordered = sorted(seen, key=lambda article: (len(article), article))
    for article in ordered:
        if identities[article].text_hash == mark.text_hash:
            return article
    return next((one for one in ordered if identities[one].urls.intersection(mark.urls)), None)


def _succession(old: Sequence[Event], new: Sequence[Telling]) -> dict[int, int]:
    """The telling that each of an article's old events has become, by its place; each has one at most.

    What is told decides, never the order of rows: where several are alike, the one nearest in time.
    """
    left = sorted(
        new, key=lambda telling: (telling.event.start or "", telling.event.quote, repr(telling.event))
    )
    heirs: dict[int, int] = {}
    for alike in (_same_words, _same_day, _same_people, _same_sentence, _same_time):
        for place, event in enumerate(old):
            if place in heirs:
                continue
            twins = [telling for telling in left if alike(event, telling.event)]
            if twins:
                twin = min(twins, key=lambda telling: _gap(event, telling.event))
                heirs[place] = twin.id
                left.remove(twin)
    return heirs


def _gap(a: Event, b: Event) -> int:
    if a.start is None or b.start is None:
        return FAR_DAYS
    return dates.gap_days((a.start, a.end), (b.start, b.end))


def _same_words(a: Event, b: Event) -> bool:
    return (a.quote, a.actors) == (b.quote, b.actors)


def _same_day(a: Event, b: Event) -> bool:
    return block_of(a) == block_of(b) and a.start == b.start


def _same_people(a: Event, b: Event) -> bool:
    return block_of(a) == block_of(b) and _gap(a, b) <= FAR_DAYS


def _same_sentence(a: Event, b: Event) -> bool:
    return a.quote == b.quote and bool({*a.actors} & {*b.actors})


def _same_time(a: Event, b: Event) -> bool:
    one, other = {*a.actors}, {*b.actors}
    return a.start is not None and a.start == b.start and a.kind is b.kind and (one <= other or other <= one)


def _bare(event: Event) -> Event:
    """What of an event it is known by."""
    return replace(event, summary="", wording=NO_WORDING)
