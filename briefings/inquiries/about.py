"""`/about`: what the record holds, who reads it, and which version runs."""

from __future__ import annotations

from briefings.answers import Answer, AnswerKind
from briefings.inquiries.inquiry import Inquiry, covers


async def answer(asked: Inquiry) -> Answer:
    coverage = await asked.store.articles.coverage(asked.scopes)
    facts = [("The record", covers(coverage))]
    if asked.reader:
        facts.append(("Read by", asked.reader))
    ahead = [summit for summit in asked.world.calendar.all() if summit.last_day >= asked.today]
    facts.append(("Calendar of summits", f"{len(ahead)} ahead, of which articles may tell more"))
    if asked.version:
        facts.append(("Version", asked.version))
    return Answer(
        "Dragoman: who met whom, where and when, with the sources that say so",
        AnswerKind.ABOUT,
        asked.question,
        facts=tuple(facts),
        suggestions=asked.ways(),
    )
