"""`/digest`: what the digest would say now."""

from __future__ import annotations

from briefings import digest
from briefings.answers import Answer, AnswerKind, Group
from briefings.inquiries.inquiry import Inquiry
from briefings.inquiries.upcoming import CALENDAR, CALENDARS


async def answer(asked: Inquiry) -> Answer:
    question = asked.question
    made = await digest.compose(
        asked.store, asked.world, on=asked.today, scope=question.scope, speak=asked.speak
    )
    known = tuple(card for card in made.upcoming if not card.event.sources)
    own = any(card.event.notes for card in known)
    say = asked.speak.say
    parts = (
        (say("Coming up"), tuple(card for card in made.upcoming if card.event.sources)),
        (say(CALENDARS if own else CALENDAR), known),
        (say("New in the record"), made.new),
    )
    groups = tuple(Group(heading, cards) for heading, cards in parts if cards)
    total = len(made.upcoming) + len(made.new)
    return Answer(
        made.title, AnswerKind.DIGEST, question, groups, total, limit=max(total, 1), notes=made.notes
    )
