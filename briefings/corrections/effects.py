"""What corrections do to the fields of an event, and what its card says about it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC

from briefings import dates
from briefings.merging import Combined, Sides
from briefings.merging.combining import one_voice
from briefings.models import Corrected, DateBasis, Event, Place, Telling
from briefings.store.corrections import Correction, Said, What

_DIFFERS = {What.DATE: "start", What.PLACE: "place"}
"""Under which name sources differ on what is corrected."""


def corrected_event(event: Event, corrections: Iterable[Correction], sides: Sides) -> Event:
    """`event` with every field as the last correction of it says."""
    for one in corrections:
        said = one.said
        if one.what is What.DATE:
            basis = DateBasis.TEXT if said.start else None
            event = replace(event, start=said.start, end=said.end, date_basis=basis)
        elif one.what is What.PLACE:
            event = replace(event, place=Place(said.country, said.city))
        elif one.what is What.PARTICIPANTS:
            event = _with_participants(event, said, sides)
    return event


def _with_participants(event: Event, said: Said, sides: Sides) -> Event:
    """Whoever speaks for nobody that is left goes with whom they spoke for."""
    kept = () if said.only else event.actors
    actors = {*kept, *said.add} - {*said.remove}
    lost = {*event.actors} - actors
    people = {person for person in event.people if not (sides(person) & lost and not sides(person) & actors)}
    people = (people | {*said.add_people}) - {*said.remove_people}
    offices = list(event.wording.offices)
    for person in said.add_people:
        speaks_for = sorted(sides(person) & actors)
        if len(speaks_for) == 1 and person not in {name for name, _, _ in offices}:
            offices.append((person, speaks_for[0], ""))
    return replace(
        event,
        actors=tuple(sorted(actors)),
        people=tuple(sorted(people)),
        wording=replace(event.wording, offices=tuple(offices)),
    )


def correct(
    combined: Combined, tellings: Sequence[Telling], corrections: Sequence[Correction], sides: Sides
) -> tuple[Combined, tuple[Corrected, ...]]:
    """`combined` of `tellings` as corrected, without the disagreements that are settled by it, and what
    readers are told of it: each field once, and the last that was done to the grouping.
    """
    event = corrected_event(combined.event, corrections, sides)
    last: dict[str, Correction] = {}
    for one in corrections:
        field = "grouping" if one.what in (What.MERGE, What.SPLIT) else one.what.value
        last.pop(field, None)
        last[field] = one
    voiced = one_voice(tellings)
    notes = tuple(
        Corrected(one.what.value, one.at.astimezone(UTC).date().isoformat(), _told(one.what, event, voiced))
        for one in last.values()
        if one.what is not What.NOT_AN_EVENT
    )
    settled = {_DIFFERS.get(one.what) for one in last.values()}
    differs = tuple(difference for difference in combined.differs if difference.field not in settled)
    return replace(combined, event=event, differs=differs), notes


def _told(what: What, event: Event, tellings: Sequence[Telling]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What sources say that cannot be true beside the corrected value, best supported first."""
    values: dict[str, set[str]] = {}
    for telling in tellings:
        value = _claim(what, telling.event, event)
        if value:
            values.setdefault(value, set()).add(telling.source.article)
    ranked = sorted(values.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple((value, tuple(sorted(articles))) for value, articles in ranked)


def _claim(what: What, told: Event, event: Event) -> str:
    if what is What.DATE and told.start is not None:
        if event.start is not None and _within((told.start, told.end), (event.start, event.end)):
            return ""
        return f"{told.start}/{told.end}" if told.end else told.start
    if what is What.PLACE and told.place:
        one, other = told.place, event.place
        if all(a is None or a == b for a, b in ((one.country, other.country), (one.city, other.city))):
            return ""
        return ", ".join(part for part in (one.city, one.country) if part)
    if what is What.PARTICIPANTS and told.actors != event.actors:
        return ", ".join(told.actors)
    return ""


def _within(one: tuple[str, str | None], other: tuple[str, str | None]) -> bool:
    """Whether one span lies within the other, so that both can be true."""
    a, b = dates.span(*one), dates.span(*other)
    return (a[0] <= b[0] and b[1] <= a[1]) or (b[0] <= a[0] and a[1] <= b[1])
