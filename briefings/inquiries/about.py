"""`/about`: what the record holds, who reads it, and which version runs."""

from __future__ import annotations

from briefings.answers import Answer, AnswerKind
from briefings.inquiries.inquiry import Inquiry


async def answer(asked: Inquiry) -> Answer:
    speak = asked.speak
    facts = [(speak.say("The record"), await asked.covers())]
    if asked.reader:
        facts.append((speak.say("Read by"), asked.reader))
    ahead = [summit for summit in asked.world.calendar.all() if summit.last_day >= asked.today]
    counted = speak.count(
        "{number} ahead, of which articles may tell more",
        "{number} ahead, of which articles may tell more",
        len(ahead),
    )
    facts.append((speak.say("Calendar of summits"), counted))
    if asked.version:
        facts.append((speak.say("Version"), asked.version))
    return Answer(
        speak.say("Dragoman: who met whom, where and when, with the sources that say so"),
        AnswerKind.ABOUT,
        asked.question,
        facts=tuple(facts),
        suggestions=asked.ways(),
    )
