"""`/search`: events by words."""

from __future__ import annotations

from briefings.answers import Answer
from briefings.inquiries.inquiry import Inquiry
from briefings.plain import plain
from briefings.store.protocol import MOST_FOUND, EventQuery

LONGEST = 500
"""Characters of the words that are looked for."""


async def answer(asked: Inquiry) -> Answer:
    words = asked.question.text("words")
    shown, say = plain(words)[:80], asked.speak.say
    if not any(sign.isalnum() for sign in words):
        asked.unclear(
            say("There are no words to look for in “{words}”.", words=shown),
            say("Example: {example}", example="/search nuclear power plant"),
        )
    page = await asked.store.events.query(
        EventQuery(
            text=words[:LONGEST],
            scopes=asked.scopes,
            limit=asked.question.limit,
            offset=asked.question.offset,
        )
    )
    if not page.total:
        return await asked.nothing(say("No event of the record holds “{words}”.", words=shown))
    if page.total >= MOST_FOUND:
        asked.notes.append(
            asked.speak.say(
                "Very many events hold these words: only the {number} recorded last are looked at.",
                number=asked.speak.number(MOST_FOUND),
            )
        )
    return asked.listed(say("Events about “{words}”", words=shown), page.events, page.total)
