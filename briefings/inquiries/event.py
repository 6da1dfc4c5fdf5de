"""`/event`: one event in full, of the record or of the calendar."""

from __future__ import annotations

import re

from briefings import agenda
from briefings.answers import Answer, AnswerKind, Group
from briefings.inquiries.inquiry import Inquiry
from briefings.plain import plain


async def answer(asked: Inquiry) -> Answer:
    question, store, world = asked.question, asked.store, asked.world
    said = question.text("id").strip().lstrip("#")
    wanted = said.casefold() if re.fullmatch(r"[Ee]\d+", said) else f"e{said}" if said.isdecimal() else said
    found = await store.events.get(wanted, asked.scopes)
    known = None if found else world.calendar.get(wanted)
    if known is not None:
        found = await agenda.told_of(known, store, world, question.scope)
    maker, speak = asked.maker(), asked.speak
    if found is not None:
        card = maker.card(agenda.as_ahead(found, world))
    elif known is not None:
        entry = agenda.Entry(agenda.as_recorded(known, world, asked.today), known)
        card = agenda.card(entry, maker, world)
    else:
        return Answer(
            speak.say("There is no event “{id}” in the record.", id=plain(said)[:60]),
            AnswerKind.NOTHING,
            question,
            notes=(speak.say("An event's id stands with each event that /met, /upcoming and /search show."),),
            suggestions=asked.ways(),
        )
    notes: tuple[str, ...] = ()
    if known is not None and not found:
        calendar = agenda.calendar_name(known)
        notes = (speak.say("From {calendar}; no article of the record is about it here.", calendar=calendar),)
    elif found is not None and known is None and found.id != wanted:
        notes = (speak.say("This is now event {id}.", id=found.id),)
    return Answer(card.title, AnswerKind.EVENT, question, (Group(card.when, (card,)),), 1, notes=notes)
