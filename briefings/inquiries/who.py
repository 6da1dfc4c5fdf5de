"""`/who`: a person's offices and meetings, of those the world knows and of those only the record names."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from briefings.answers import Answer, AnswerKind, Suggestion
from briefings.inquiries.inquiry import Inquiry
from briefings.inquiries.naming import labelled
from briefings.languages import capital
from briefings.models import Status
from briefings.plain import plain
from briefings.store.protocol import EventQuery
from briefings.world.fold import fold

if TYPE_CHECKING:
    from briefings.world.entities import Person, Term

OFFERED = 10
"""People offered where a name can mean several."""

OFFICES = 8
"""Terms of office that are listed, the latest ones."""


@dataclass(frozen=True, slots=True)
class _Found:
    """Somebody: `names` are the spellings to look for in the record, `key` is what to ask for him."""

    key: str
    name: str
    names: tuple[str, ...]
    person: Person | None = None


async def answer(asked: Inquiry) -> Answer:
    speak, question = asked.speak, asked.question
    said = question.text("person")[:200]
    found = await _candidates(asked, said)
    shown = plain(said)[:60]
    if not found:
        return _unknown(asked, said, shown)
    if len(found) > 1:
        asked.which(
            speak.say("“{name}” can mean more than one person. Whom do you mean?", name=shown),
            [Suggestion(_labelled(asked, one), question.with_options(person=one.key)) for one in found],
        )
    one = found[0]
    page = await asked.store.events.query(
        EventQuery(
            people=one.names,
            statuses=(Status.HELD, Status.UPCOMING),
            begun_by=asked.today.isoformat(),
            scopes=asked.scopes,
            limit=question.limit,
            offset=question.offset,
        )
    )
    facts = tuple(_offices(asked, one.person)) if one.person else ()
    name = plain(one.name)
    if not page.total:
        title = speak.say("No encounter of {name} is in the record.", name=name)
        return replace(await asked.nothing(title, one.person.actor() if one.person else ""), facts=facts)
    if one.person is None:
        asked.notes.append(speak.say("Offices are not known to me: the name stands in articles only."))
    return asked.listed(speak.say("Encounters of {name}", name=name), page.events, page.total, facts)


async def _candidates(asked: Inquiry, said: str) -> list[_Found]:
    """Whom a name may mean, likeliest first."""
    world, folded = asked.world, fold(said)
    chosen = world.people.get(said)
    if chosen is not None:
        return [_known(asked, chosen)]
    if not folded:
        return []
    strong = {alias.ref for alias in world.names.folded(folded) if alias.kind == "person" and not alias.weak}
    if len(strong) == 1:
        return [_known(asked, world.people[strong.pop()])]
    # The first look at all the names takes a while.
    people = await asyncio.to_thread(world.offices.person, said)
    known = [_known(asked, person) for person in people]
    recorded = await asked.store.counts.people(said, asked.scopes, limit=OFFERED)
    taken = {fold(name) for one in known for name in one.names}
    others: dict[str, _Found] = {}
    for name, _ in recorded:
        if fold(name) in taken:
            continue
        alike = world.offices.person(name)[:1]
        if not alike:
            others.setdefault(fold(name), _Found(name, name, (name,)))
        elif alike[0] not in people and len(folded.split()) == 1:
            taken |= {fold(alias) for alias in (alike[0].name, *alike[0].aliases)}
            known.append(_known(asked, alike[0]))
    if folded in others:
        return [others[folded]]
    if len(folded.split()) > 1 and known:
        return known[:OFFERED]
    return [*known, *others.values()][:OFFERED]


def _known(asked: Inquiry, person: Person) -> _Found:
    """Somebody of the world, under every spelling that means nobody else."""
    offices = asked.world.offices
    spellings = [
        alias for alias in person.aliases if " " in alias or "-" in alias or offices.person(alias) == [person]
    ]
    return _Found(person.key, person.name, tuple(dict.fromkeys((person.name, *spellings))), person)


def _labelled(asked: Inquiry, one: _Found) -> str:
    if one.person is None:
        return asked.speak.say("{name} (named in articles)", name=plain(one.name))
    term = one.person.term()
    title = asked.speak.office(term.title, woman=one.person.gender == "f")
    label = _country(asked, term)
    return asked.speak.say("{name} ({title}, {country})", name=one.name, title=title, country=label)


def _country(asked: Inquiry, term: Term) -> str:
    return labelled(term.actor, asked.world.label(term.actor), asked.world, asked.speak)


def _offices(asked: Inquiry, person: Person) -> Iterable[tuple[str, str]]:
    """(office, when) of the latest terms, latest first."""
    for term in islice(reversed(person.terms), OFFICES):
        title = capital(asked.speak.office(term.title, woman=person.gender == "f"))
        office = asked.speak.say("{title}, {country}", title=title, country=_country(asked, term))
        yield office, _span(asked, term)


def _span(asked: Inquiry, term: Term) -> str:
    speak = asked.speak
    if not term.until:
        return speak.since(term.since)
    return speak.say("{since} to {until}", since=speak.when(term.since), until=speak.when(term.until))


def _unknown(asked: Inquiry, said: str, shown: str) -> Answer:
    speak = asked.speak
    near = [name for name in asked.world.names.suggestions(said) if asked.world.offices.person(name)]
    return Answer(
        speak.say("I know nobody called “{name}”, and no article of the record names them.", name=shown),
        AnswerKind.UNKNOWN_NAME,
        asked.question,
        notes=(
            speak.say("Did you mean one of these?")
            if near
            else speak.say("Try a full name or a surname: Modi, Angela Merkel."),
        ),
        suggestions=tuple(Suggestion(name, asked.question.with_options(person=name)) for name in near),
    )
