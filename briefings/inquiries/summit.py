"""`/summit`: one summit from the record and the calendar, with the meetings on its sidelines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from briefings import agenda, dates
from briefings.answers import Answer, AnswerKind, Card, Group, Suggestion
from briefings.completing import holds, label
from briefings.inquiries.inquiry import Inquiry
from briefings.models import Kind, RecordedEvent, Status
from briefings.plain import plain
from briefings.store.protocol import EventQuery
from briefings.world.calendar import KnownSummit
from briefings.world.fold import fold

OFFERED = 10
"""Editions offered where several are meant."""

BESIDE = 4
"""Other editions offered beside the one that is shown."""

AROUND = timedelta(days=1)
"""Delegations arrive a day early and leave a day late."""

MOST_BESIDE = 1000
"""Events of those days that are looked at for meetings on the sidelines: a bound."""

QUOTED = 5
"""Articles whose words are given."""

_NOISE = frozenset("the of summit summits meeting leaders annual in a conference".split())
_BESIDE = (Kind.MEETING, Kind.VISIT, Kind.AGREEMENT)


@dataclass(frozen=True, slots=True)
class _Edition:
    """One summit: of the calendar, of the record (`told`), or of both; `key` is what to ask for."""

    key: str
    label: str
    start: str
    known: KnownSummit | None = None
    told: RecordedEvent | None = None


async def answer(asked: Inquiry) -> Answer:
    question, speak = asked.question, asked.speak
    said = question.text("name")[:200]
    editions = await _editions(asked, said)
    if not editions:
        return _unknown(asked, said)
    others: tuple[Suggestion, ...] = ()
    if len(editions) > 1 and len({_body(one) for one in editions}) == 1:
        editions = _by_interest(asked, editions)
        asked.notes.append(
            speak.count(
                "This is the edition nearest in time; there is 1 other.",
                "This is the edition nearest in time; there are {number} others. Add a year for one of them.",
                len(editions) - 1,
            )
        )
        others = tuple(_choice(asked, one) for one in editions[1 : 1 + BESIDE])
    elif len(editions) > 1:
        if len(editions) > OFFERED:
            asked.notes.append(
                speak.say("There are {number}: add a year to see others.", number=speak.number(len(editions)))
            )
        title = speak.say("“{name}” can mean several summits. Which one?", name=plain(said)[:60])
        choices = tuple(_choice(asked, one) for one in _by_interest(asked, editions)[:OFFERED])
        return Answer(title, AnswerKind.AMBIGUOUS, question, notes=tuple(asked.notes), suggestions=choices)
    edition = await _with_articles(asked, editions[0])
    maker = asked.maker()
    if edition.told is not None:
        entry = agenda.Entry(agenda.as_ahead(edition.told, asked.world), edition.known)
    else:
        assert edition.known is not None
        recorded = agenda.as_recorded(edition.known, asked.world, asked.today)
        entry = agenda.Entry(recorded, edition.known)
        asked.notes.append(speak.say("No article of the record tells of it; the calendar knows it."))
    card = agenda.card(entry, maker, asked.world)
    beside = [maker.card(one) for one in await _sidelines(asked, entry.recorded)]
    shown = [card, *beside][question.offset : question.offset + question.limit]
    groups = [
        Group(speak.say("The summit"), tuple(one for one in shown if one is card)),
        Group(
            speak.count("1 encounter on its sidelines", "{number} encounters on its sidelines", len(beside)),
            tuple(one for one in shown if one is not card),
        ),
    ]
    if not beside:
        asked.notes.append(speak.say("The record has no meetings on its sidelines."))
    facts = [*_facts(asked, edition, card), *_says(card)] if question.offset == 0 else []
    paged = asked.paged(card.title, [group for group in groups if group.cards], 1 + len(beside), facts)
    # Its further pages are of this edition, also when another has become the nearest.
    asked_again = replace(question, options={**question.options, "name": edition.key})
    return replace(paged, question=asked_again, suggestions=others)


def _choice(asked: Inquiry, edition: _Edition) -> Suggestion:
    return Suggestion(edition.label, asked.question.with_options(name=edition.key))


def _body(edition: _Edition) -> str:
    """Whose summit it is; its own key where no body is known."""
    known, told = edition.known, edition.told
    body = known.organisation if known is not None else told.event.organisation if told is not None else None
    return body or edition.key


def _facts(asked: Inquiry, edition: _Edition, card: Card) -> Iterable[tuple[str, str]]:
    speak = asked.speak
    if card.who:
        yield speak.say("Participants"), card.who
    if edition.known is not None and edition.known.edition:
        yield speak.say("Edition"), edition.known.edition


def _says(card: Card) -> Iterable[tuple[str, str]]:
    """(source, its own words) of the articles."""
    for source in card.sources[:QUOTED]:
        if source.quote:
            told = f"{source.label}, {source.published}" if source.published else source.label
            yield told, f"“{source.quote}”"


async def _editions(asked: Inquiry, said: str) -> list[_Edition]:
    """Every summit that `said` may mean: an id, or words of its name, body, city, year or edition."""
    known = asked.world.calendar.get(said)
    if known is not None:
        return [_of_calendar(asked, known)]
    event = await asked.store.events.get(said, asked.scopes)
    if event is not None and event.event.kind is Kind.SUMMIT:
        return [_of_record(asked, event)]
    words = [word for word in fold(said).split() if word not in _NOISE]
    if not words:
        return []
    summits = [one for one in asked.world.calendar if holds(one, words, whole=True)]
    body = None
    if not summits:
        years = [word for word in words if len(word) == 4 and word.isdecimal()]
        body = asked.world.names.resolve(" ".join(word for word in words if word not in years)).actor
        summits = [
            one
            for one in asked.world.calendar
            if body and one.organisation == body and (not years or one.start[:4] in years)
        ]
    found = [_of_calendar(asked, one) for one in summits]
    taken = {one.id for one in summits}
    query = EventQuery(text=" ".join(words), kinds=(Kind.SUMMIT,), scopes=asked.scopes, limit=50)
    for told in (await asked.store.events.query(query)).events:
        summit = agenda.same_summit(told, asked.world)
        if summit is None:
            found.append(_of_record(asked, told))
        elif summit.id not in taken and _named_so(told, words):
            taken.add(summit.id)
            found.append(_of_calendar(asked, summit))
    return found


def _named_so(told: RecordedEvent, words: Iterable[str]) -> bool:
    """Whether the event's own name, body, place or year holds the words, not only what is said of it."""
    event = told.event
    said = (event.name, event.organisation, event.place.city, (event.start or "")[:4])
    return set(fold(" ".join(part for part in said if part)).split()).issuperset(words)


def _of_calendar(asked: Inquiry, summit: KnownSummit) -> _Edition:
    return _Edition(summit.id, label(summit, asked.speak), summit.start, known=summit)


def _of_record(asked: Inquiry, told: RecordedEvent) -> _Edition:
    card = asked.maker().card(told)
    return _Edition(
        told.id,
        f"{card.title}, {card.when}",
        told.event.start or "",
        agenda.same_summit(told, asked.world),
        told,
    )


def _by_interest(asked: Inquiry, editions: list[_Edition]) -> list[_Edition]:
    """The one that is next first, then the latest ones backwards, then those further ahead."""
    today = asked.today.isoformat()
    ahead = sorted((one for one in editions if one.start >= today), key=lambda one: one.start)
    past = sorted((one for one in editions if one.start < today), key=lambda one: one.start, reverse=True)
    return [*ahead[:2], *past, *ahead[2:]]


async def _with_articles(asked: Inquiry, edition: _Edition) -> _Edition:
    """The edition with the record's event, if articles tell of it."""
    if edition.told is not None or edition.known is None:
        return edition
    told = await agenda.told_of(edition.known, asked.store, asked.world, asked.question.scope)
    return replace(edition, told=told)


async def _sidelines(asked: Inquiry, summit: RecordedEvent) -> list[RecordedEvent]:
    """Encounters of the days and the place of a summit, and those said to be part of it, by date."""
    event = summit.event
    if event.start is None:
        return []
    first, last = dates.span(event.start, event.end)
    page = await asked.store.events.query(
        EventQuery(
            since=(first - AROUND).isoformat(),
            until=(last + AROUND).isoformat(),
            kinds=_BESIDE,
            statuses=(Status.HELD, Status.UPCOMING),
            scopes=asked.scopes,
            limit=MOST_BESIDE,
        )
    )
    to_the_day = len(event.start) == dates.Precision.DAY
    found = [one for one in page.events if _beside(one, summit, to_the_day)]
    return sorted(found, key=lambda one: (one.event.start or "", one.id))


def _beside(one: RecordedEvent, summit: RecordedEvent, to_the_day: bool) -> bool:
    """Whether `one` belongs to the summit: the same body, or the same city on the same days."""
    event, place = one.event, summit.event.place
    if one.id == summit.id:
        return False
    if event.organisation and event.organisation == summit.event.organisation:
        return True
    if not to_the_day or len(event.start or "") < dates.Precision.DAY:
        return False
    if event.place.city and place.city:
        return fold(event.place.city) == fold(place.city)
    return event.place.city is None and bool(place.country) and event.place.country == place.country


def _unknown(asked: Inquiry, said: str) -> Answer:
    speak = asked.speak
    today = asked.today
    ahead = [one for one in asked.world.calendar if one.first_day >= today][:5]
    return Answer(
        speak.say("I know no summit called “{name}”.", name=plain(said)[:60]),
        AnswerKind.UNKNOWN_NAME,
        asked.question,
        notes=(speak.say("Try its body, city or year: BRICS 2024. Summits that are next:"),),
        suggestions=tuple(
            Suggestion(label(one, speak), asked.question.with_options(name=one.id)) for one in ahead
        ),
    )
