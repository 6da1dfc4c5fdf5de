"""`/export`: the events of a query as a file."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from briefings import export
from briefings.answers import Answer, AnswerKind, Attachment
from briefings.inquiries.inquiry import Inquiry
from briefings.inquiries.periods import period_fact
from briefings.inquiries.search import LONGEST
from briefings.plain import file_name, plain
from briefings.store.protocol import EventQuery

if TYPE_CHECKING:
    from briefings.cards import CardMaker
    from briefings.store.protocol import Page


async def answer(asked: Inquiry) -> Answer:
    speak, question = asked.speak, asked.question
    form = question.text("format").casefold()
    if form not in export.FORMATS:
        asked.unclear(
            speak.say("“{format}” is no format I can write.", format=plain(form)[:40]),
            speak.say("Write csv or json: {example}", example="/export csv india"),
        )
    (who, label), (partner, partner_label) = asked.both() if question.text("who") else _alone(asked)
    since, until = asked.period()
    words = question.text("words")
    if words and not any(sign.isalnum() for sign in words):
        asked.unclear(
            speak.say("There are no words to look for in “{words}”.", words=plain(words)[:80]),
            speak.say("Example: {example}", example="/export csv words:nuclear power"),
        )
    query = EventQuery(
        actors=tuple(code for code in (who, partner) if code),
        since=since,
        until=until,
        text=words[:LONGEST] if words else None,
        scopes=asked.scopes,
        limit=export.MOST_ROWS,
    )
    page = await asked.store.events.query(query)
    total = page.total
    if not total:
        return await asked.nothing(speak.say("There is nothing to export: no event fits."), who)
    made = await asyncio.to_thread(_written, form, page, asked.maker())
    named = [said for said in (label, partner_label) if said]
    facts = [
        *([(speak.say("Of"), speak.listed(named))] if named else []),
        *period_fact(speak, since, until),
        *([(speak.say("Words"), plain(words)[:80])] if words else []),
    ]
    if made.rows < total:
        asked.notes.append(
            speak.say(
                "The file holds the newest {rows} of {total}: ask for a shorter period to get the rest.",
                rows=speak.number(made.rows),
                total=speak.number(total),
            )
        )
    if since or until:
        asked.notes.append(speak.say("Events without a known date are left out where a period is given."))
    described = speak.count("A file with 1 event.", "A file with {number} events.", made.rows)
    name = file_name("-".join(["events", *map(asked.world.label, query.actors)]))
    file = Attachment(f"{name}.{form}", export.FORMATS[form], made.data, described)
    title = speak.count("1 event as a file", "{number} events as a file", made.rows)
    given = Answer(title, AnswerKind.FILE, question, notes=tuple(asked.notes), facts=tuple(facts))
    return replace(given, files=(file,))


def _alone(asked: Inquiry) -> tuple[tuple[str, str], tuple[str, str]]:
    """“with” without “who” is as good as “who”."""
    return (asked.named("with") if asked.question.text("with") else ("", "")), ("", "")


def _written(form: str, page: Page, maker: CardMaker) -> export.Exported:
    cards = (maker.card(one) for one in page.events)
    return export.as_csv(cards) if form == "csv" else export.as_json(cards, page.total)
