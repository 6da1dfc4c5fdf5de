"""What the tellings of one event say together: the best supported value of each field, and where they
disagree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from briefings import dates
from briefings.models import (
    NOWHERE,
    DateBasis,
    Difference,
    Event,
    Kind,
    Place,
    Source,
    Status,
    Telling,
    Wording,
)

Span = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Combined:
    """One event made of its tellings; `sources` one an article, oldest publication first."""

    event: Event
    differs: tuple[Difference, ...]
    sources: tuple[Source, ...]


def combine(tellings: Sequence[Telling]) -> Combined:
    """One event of `tellings` (at least one), whatever their order; its summary is that of the best telling.

    A value counts for every article that gives it or something less precise; then the more precise one wins,
    then the more recent one. Held beats what was planned, a later cancellation beats a plan, a moved event is
    at its new date.
    """
    ordered = sorted(one_voice(tellings), key=_order)
    status = _status(ordered)
    voters = _after_move(ordered)
    spans, span_differs = _choose_span(voters, status)
    best = _best(voters, status, spans)
    place, place_differs = _choose_place(voters)
    event = Event(
        kind=_kind(ordered),
        status=status,
        actors=tuple(sorted({actor for telling in ordered for actor in telling.event.actors})),
        start=spans[0] if spans else None,
        end=spans[1] if spans else None,
        date_basis=_basis(voters, spans),
        people=tuple(sorted({person for telling in ordered for person in telling.event.people})),
        organisation=_most_told(telling.event.organisation for telling in ordered),
        name=_most_told(telling.event.name for telling in ordered),
        place=place,
        summary=best.event.summary,
        wording=_wording(ordered, best),
        quote=best.event.quote,
    )
    differs = [found for found in (span_differs, place_differs, _status_differs(ordered)) if found]
    return Combined(event, tuple(differs), _sources(ordered, best))


def one_voice(tellings: Sequence[Telling]) -> Sequence[Telling]:
    """The tellings, near copies speaking as their family's first article, which has all their addresses."""
    families: dict[str, dict[str, Source]] = {}
    for telling in tellings:
        families.setdefault(telling.family, {})[telling.source.article] = telling.source
    voices: dict[str, Source] = {}
    for family, members in families.items():
        if family and len(members) > 1:
            ranked = sorted(
                members.values(), key=lambda s: (s.published or "9999", len(s.article), s.article)
            )
            urls = dict.fromkeys(url for source in ranked for url in (source.url, *source.urls) if url)
            first = ranked[0]
            voices[family] = replace(first, urls=tuple(url for url in urls if url != first.url))
    if not voices:
        return tellings
    return [
        replace(t, source=replace(voices[t.family], quote=t.source.quote)) if t.family in voices else t
        for t in tellings
    ]


def _wording(tellings: Sequence[Telling], best: Telling) -> Wording:
    """The words of `best`, with the offices that only others tell, and their topic where it tells none."""
    told = [best, *(telling for telling in reversed(tellings) if telling is not best)]
    offices = {office[0]: office for telling in reversed(told) for office in telling.event.wording.offices}
    names = dict.fromkeys(office[0] for telling in told for office in telling.event.wording.offices)
    alike = [telling.event.wording for telling in told if telling.event.status is best.event.status]
    return replace(
        best.event.wording,
        offices=tuple(offices[name] for name in names),
        topic=next((wording.topic for wording in alike if wording.topic), ""),
        manner=next((wording.manner for wording in alike if wording.manner), ""),
        document=next((wording.document for wording in alike if wording.document), ""),
    )


def _order(telling: Telling) -> tuple[str, str, str, str, int]:
    return (
        telling.published or "",
        telling.source.url or telling.source.title or "",
        telling.event.quote,
        telling.source.article,
        telling.id,
    )


def _kind(tellings: Sequence[Telling]) -> Kind:
    kinds = [telling.event.kind for telling in tellings]
    return Kind.MEETING if Kind.MEETING in kinds else kinds[0]


def _status(tellings: Sequence[Telling]) -> Status:
    """By the latest article: held stays held unless called off later, a plan stands until called off or
    moved.
    """
    if _movers(tellings):
        tellings = _after_move(tellings)
    last: dict[Status, str] = {}
    for telling in tellings:
        last[telling.event.status] = telling.published or ""
    held, cancelled = last.get(Status.HELD), last.get(Status.CANCELLED)
    if held is not None and (cancelled is None or held >= cancelled):
        return Status.HELD
    if cancelled is not None and cancelled >= last.get(Status.UPCOMING, ""):
        return Status.CANCELLED
    return Status.UPCOMING if Status.UPCOMING in last else tellings[-1].event.status


def _movers(tellings: Sequence[Telling]) -> list[Telling]:
    """The tellings of a new day by articles that call off another day of the same event."""
    off = {t.source.article for t in tellings if t.event.status is Status.CANCELLED}
    return [
        t for t in tellings if t.event.status is Status.UPCOMING and t.event.start and t.source.article in off
    ]


def _after_move(tellings: Sequence[Telling]) -> Sequence[Telling]:
    """The tellings that still count once an event was moved: those of its new date and what came later."""
    movers = _movers(tellings)
    if not movers:
        return tellings
    last = movers[-1]
    kept = [
        t
        for t in tellings
        if t.event.status is not Status.CANCELLED
        and (
            (t.published or "") > (last.published or "")
            or (t.event.start is not None and dates.compatible(t.event.start, last.event.start))
        )
    ]
    return kept or [last]


def _choose_span(tellings: Sequence[Telling], status: Status) -> tuple[Span | None, Difference | None]:
    given = [t for t in tellings if t.event.start is not None]
    told: dict[Span, list[Telling]] = {}
    for telling in given:
        told.setdefault((telling.event.start or "", telling.event.end), []).append(telling)
    if not told:
        return None, None

    def weight(span: Span) -> tuple[int, int, int, int, int, str, Span]:
        # Days within a month do not speak for the month alone: where they differ, the difference is told.
        coarse = [t for t in given if len(t.event.start or "") <= len(span[0])]
        backers = [t for t in coarse if _span_fits((t.event.start or "", t.event.end), span)]
        words = [t for t in backers if t.event.date_basis is not DateBasis.CALENDAR]
        matching = [t for t in words if t.event.status is status]
        return (
            _articles(matching),
            _articles(words),
            len(span[0]),
            _articles(told[span]),
            len(span[1] or ""),
            max(t.published or "" for t in told[span]),
            (span[0], span[1] or ""),
        )

    ranked = sorted(told, key=weight, reverse=True)
    best = ranked[0]
    others = [span for span in ranked[1:] if not _span_fits(span, best)]
    if not others:
        return best, None
    values: dict[str, set[str]] = {best[0]: set()}
    for span in ranked:
        if span != best and span not in others and any(_span_fits(span, other) for other in others):
            continue  # it fits both and speaks for neither
        label = best[0] if span not in others else span[0]
        values.setdefault(label, set()).update(t.source.article for t in told[span])
    return best, _difference("start", values)


def _span_fits(one: Span, other: Span) -> bool:
    """Whether one span lies within the other, so that both can be true."""
    a, b = dates.span(*one), dates.span(*other)
    return (a[0] <= b[0] and b[1] <= a[1]) or (b[0] <= a[0] and a[1] <= b[1])


def _basis(tellings: Sequence[Telling], span: Span | None) -> DateBasis | None:
    if span is None:
        return None
    bases = {t.event.date_basis for t in tellings if t.event.start == span[0]}
    return DateBasis.CALENDAR if bases == {DateBasis.CALENDAR} else DateBasis.TEXT


def _choose_place(tellings: Sequence[Telling]) -> tuple[Place, Difference | None]:
    told: dict[Place, set[str]] = {}
    for telling in tellings:
        if telling.event.place:
            told.setdefault(telling.event.place, set()).add(telling.source.article)
    if not told:
        return NOWHERE, None

    def weight(place: Place) -> tuple[int, int, int, str]:
        backers = {a for other, articles in told.items() if _place_fits(other, place) for a in articles}
        return len(backers), bool(place.country) + bool(place.city), len(told[place]), f"{place.city}"

    ranked = sorted(told, key=weight, reverse=True)
    best = ranked[0]
    if best.country is None:
        known = [place.country for place in ranked if place.country and _place_fits(place, best)]
        best = replace(best, country=known[0] if known else None)
    values: dict[str, set[str]] = {}
    for place in ranked:
        label = _in_words(best if _place_fits(place, best) else place)
        values.setdefault(label, set()).update(told[place])
    return best, _difference("place", values) if len(values) > 1 else None


def _place_fits(one: Place, other: Place) -> bool:
    def fits(a: str | None, b: str | None) -> bool:
        return a is None or b is None or a == b

    return fits(one.country, other.country) and fits(one.city, other.city)


def _in_words(place: Place) -> str:
    return ", ".join(part for part in (place.city, place.country) if part)


def _status_differs(tellings: Sequence[Telling]) -> Difference | None:
    """Only a contradiction: that a plan was carried out, moved or called off is news, not disagreement."""
    values: dict[str, set[str]] = {}
    for telling in tellings:
        if telling.event.status is not Status.UPCOMING:
            values.setdefault(telling.event.status.value, set()).add(telling.source.article)
    return _difference("status", values) if len(values) > 1 else None


def _difference(field: str, values: dict[str, set[str]]) -> Difference:
    return Difference(field, tuple((value, tuple(sorted(articles))) for value, articles in values.items()))


def _most_told(values: Iterable[str | None]) -> str | None:
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], -len(value), value)) if counts else None


def _articles(tellings: Iterable[Telling]) -> int:
    return len({telling.source.article for telling in tellings})


def _best(tellings: Sequence[Telling], status: Status, span: Span | None) -> Telling:
    """The telling whose words stand for all: of the final status and date, the fullest, the latest."""

    def weight(telling: Telling) -> tuple[bool, bool, bool, int, int, str]:
        event = telling.event
        fits = span is None or event.start is None or _span_fits((event.start, event.end), span)
        fields = sum(map(bool, (event.start, event.place.country, event.place.city, event.organisation)))
        return (
            event.status is status,
            fits,
            bool(event.summary or event.quote),
            fields + min(len(event.people), 4),
            len(event.start or ""),
            telling.published or "",
        )

    return max(tellings, key=weight)


def _sources(tellings: Sequence[Telling], best: Telling) -> tuple[Source, ...]:
    """One source an article, with the words of its fullest telling."""
    by_article: dict[str, list[Telling]] = {}
    for telling in tellings:
        by_article.setdefault(telling.source.article, []).append(telling)
    found = []
    for told in by_article.values():
        chosen = (
            best if best in told else max(told, key=lambda t: (len(t.event.people), len(t.event.start or "")))
        )
        found.append(replace(chosen.source, quote=chosen.event.quote or chosen.source.quote))
    return tuple(sorted(found, key=lambda source: (source.published or "9999", source.article)))
