"""Why an event is or is not in a digest, by what chooses the events of digests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from briefings import agenda, digest
from briefings.agenda import Absence
from briefings.answers import Card
from briefings.cards import CardMaker
from briefings.corrections.wording import name_of
from briefings.languages import ENGLISH, Tongue
from briefings.store.corrections import What
from briefings.store.protocol import scopes_of

if TYPE_CHECKING:
    from briefings.models import RecordedEvent
    from briefings.store.protocol import Store
    from briefings.world import World


@dataclass(frozen=True, slots=True)
class Why:
    """`card` is None where there is no such event; `inside` is whether the digest has it; `reasons` are
    sentences.
    """

    card: Card | None
    inside: bool
    reasons: tuple[str, ...]


async def why(
    store: Store,
    world: World,
    event_id: str,
    *,
    on: date,
    horizon_days: int = digest.HORIZON_DAYS,
    countries: Sequence[str] = (),
    since: datetime | None = None,
    scope: str = "all",
    speak: Tongue = ENGLISH,
) -> Why:
    """Whether `digest.compose` with the same values tells the event, and why or why not."""
    found = await _entry(store, world, event_id, on, scope)
    if found is None:
        return Why(None, False, await _nothing(store, event_id, scope, speak))
    recorded = found.recorded
    card = agenda.card(found, CardMaker(world, on, speak), world)
    reasons = []
    if recorded.id != event_id and (found.known is None or found.known.id != event_id):
        reasons.append(
            speak.say("{old} was merged into {event} or corrected to it.", old=event_id, event=recorded.id)
        )
    chosen = await digest.choose(
        store, world, on=on, horizon_days=horizon_days, countries=countries, since=since, scope=scope
    )
    names = CardMaker(world, on, speak).names(countries)
    to_day = on + timedelta(days=horizon_days)
    if recorded.id in {entry.recorded.id for entry in chosen.ahead}:
        reasons.append(
            speak.say("It is in the digest, among what is ahead: the digest looks as far as {day}.",
                      day=speak.day(to_day))
        )  # fmt: skip
        return Why(card, True, tuple(reasons))
    places = [event.id for event in chosen.fresh]
    if recorded.id in places[: digest.NEW_SHOWN]:
        reasons.append(speak.say("It is in the digest, among what is new."))
        return Why(card, True, tuple(reasons))
    if recorded.id in places:
        reasons.append(
            speak.count(
                "It is new, but the digest spells out only the weightiest one; the others are counted.",
                "It is new, but the digest spells out only the {number} weightiest; the others are counted.",
                digest.NEW_SHOWN,
            )
        )
        return Why(card, False, tuple(reasons))
    reasons += _not_ahead(found, world, on, to_day, countries, names, speak)
    if found.told:
        reasons += _not_new(recorded, chosen.moment, since, countries, names, speak)
    if not reasons:
        reasons.append(speak.say("It is left out, and none of the rules I know says why; the log may."))
    return Why(card, False, tuple(dict.fromkeys(reasons)))


async def _entry(store: Store, world: World, event_id: str, on: date, scope: str) -> agenda.Entry | None:
    """The event as digests see it: with what the calendar knows."""
    recorded = await store.events.get(event_id, scopes_of(scope))
    if recorded is not None:
        summit = agenda.same_summit(recorded, world)
        return agenda.Entry(recorded if summit is None else agenda.refined(recorded, summit), summit)
    known = world.calendar.get(event_id)
    if known is None:
        return None
    told = await agenda.told_of(known, store, world, scope)
    if told is not None:
        return agenda.Entry(agenda.refined(told, known), known)
    return agenda.Entry(agenda.as_recorded(known, world, on), known)


async def _nothing(store: Store, event_id: str, scope: str, speak: Tongue) -> tuple[str, ...]:
    for correction in await store.corrections.history(scopes_of(scope), standing=True):
        if correction.what is What.NOT_AN_EVENT and correction.event == event_id:
            said = speak.say(
                "{event} was marked as no event by {name} on {day}; /correct undo takes that back.",
                event=event_id,
                name=name_of(correction.by, scope, speak),
                day=speak.day(correction.at.date()),
            )
            return (said,)
    return (
        speak.say(
            "There is no event {event} here: it may have gone with its article, or its id may be mistyped.",
            event=event_id,
        ),
    )


def _not_ahead(
    entry: agenda.Entry,
    world: World,
    on: date,
    to_day: date,
    countries: Sequence[str],
    names: str,
    speak: Tongue,
) -> list[str]:
    reason = agenda.absence(entry, world, today=on, to_day=to_day, actors=countries)
    if reason is Absence.OVER:
        return [speak.say("It is not ahead: its last day is over.")]
    if reason is Absence.FAR:
        return [speak.say("It is too far ahead: the digest looks as far as {day}.", day=speak.day(to_day))]
    if reason is Absence.UNDATED:
        return [speak.say("It has no date, and its announcement is old or withdrawn.")]
    if reason is Absence.OTHERS:
        return [_of_others(names, speak)]
    if digest.too_vague(entry):
        return [speak.say("Only its year is known, which is too little for a digest; /upcoming lists it.")]
    return []


def _not_new(
    recorded: RecordedEvent,
    moment: datetime,
    since: datetime | None,
    countries: Sequence[str],
    names: str,
    speak: Tongue,
) -> list[str]:
    if not digest.concerns(recorded, countries):
        return [_of_others(names, speak)]
    if recorded.last_changed > moment:
        return []
    if since is None:
        return [speak.say("It is not new: it was recorded more than a day ago.")]
    return [
        speak.say(
            "It is not new: nothing about it has changed since the last digest, which was composed on {day}.",
            day=speak.day(since.date()),
        )
    ]


def _of_others(names: str, speak: Tongue) -> str:
    return speak.say("This digest is about {names} only, and none of them takes part.", names=names)
