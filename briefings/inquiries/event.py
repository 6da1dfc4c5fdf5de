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
    maker = asked.maker()
    if found is not None:
        card = maker.card(agenda.as_ahead(found, world))
    elif known is not None:
        entry = agenda.Entry(agenda.as_recorded(known, world, asked.today), known)
        card = agenda.card(entry, maker, world)
    else:
        return Answer(
            f"There is no event “{plain(said)[:60]}” in the record.",
            AnswerKind.NOTHING,
            question,
            notes=("An event's id stands with each event that /met, /upcoming and /search show.",),
            suggestions=asked.ways(),
        )
    notes = (f"This is now event {found.id}.",) if found and not known and found.id != wanted else ()
    if known is not None and not found:
        notes = (f"From {agenda.calendar_name(known)}; no article of the record is about it here.",)
    return Answer(card.title, AnswerKind.EVENT, question, (Group(card.when, (card,)),), 1, notes=notes)
