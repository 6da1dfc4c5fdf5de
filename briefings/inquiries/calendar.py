"""`/calendar`: what is ahead as a file for a calendar."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from briefings import agenda
from briefings.answers import Answer, AnswerKind
from briefings.ics import calendar_file
from briefings.inquiries.inquiry import Inquiry
from briefings.inquiries.upcoming import FAR_DAYS
from briefings.plain import file_name

MOST = 500
"""Events in one file, the nearest ones."""


async def answer(asked: Inquiry) -> Answer:
    speak, question = asked.speak, asked.question
    who, label = asked.named("who") if question.text("who") else ("", "")
    entries = await agenda.ahead(
        asked.store,
        asked.world,
        today=asked.today,
        to_day=asked.today + timedelta(days=FAR_DAYS),
        actors=(who,) if who else (),
        scope=question.scope,
    )
    title = speak.say("Coming up for {name}", name=label) if who else speak.say("Coming up")
    maker = asked.maker()
    cards = await asyncio.to_thread(
        lambda: [agenda.card(entry, maker, asked.world) for entry in entries[:MOST]]
    )
    name = file_name(f"upcoming-{asked.world.label(who)}" if who else "upcoming")
    made = await calendar_file(cards, asked.store, asked.world, speak, title=title, name=name)
    if not made.events:
        said = speak.say("Nothing ahead has a known day, so there is no calendar file to make.")
        return await asked.nothing(said)
    if made.left_out:
        asked.notes.append(
            speak.count(
                "1 more has no day yet and is left out: /upcoming shows it.",
                "{number} more have no day yet and are left out: /upcoming shows them.",
                made.left_out,
            )
        )
    if len(entries) > MOST:
        asked.notes.append(speak.say("Only the nearest {number} are looked at.", number=speak.number(MOST)))
    asked.notes.append(
        speak.say("Import it again later: what was moved or called off is changed, nothing is added twice.")
    )
    said = speak.count("{title}: 1 event", "{title}: {number} events", made.events, title=title)
    return replace(Answer(said, AnswerKind.FILE, question, notes=tuple(asked.notes)), files=(made.file,))
