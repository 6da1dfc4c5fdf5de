"""`/timeline`: the history between two, oldest first, year by year."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby

from briefings import dates
from briefings.answers import Answer, Group, Suggestion
from briefings.inquiries import naming
from briefings.inquiries.inquiry import Inquiry
from briefings.inquiries.periods import period_fact
from briefings.models import Status
from briefings.store.counts import Dated
from briefings.store.protocol import EventQuery

OFFERED = 5
"""Counterparts offered where only one of the two is named."""

LONG = timedelta(days=60)
"""A pause that is worth a line."""


async def answer(asked: Inquiry) -> Answer:
    speak = asked.speak
    (who, label), (partner, partner_label) = await _two(asked)
    since, until = asked.period()
    every = EventQuery(
        actors=(who, partner),
        since=since,
        until=until,
        statuses=(Status.HELD, Status.UPCOMING),
        scopes=asked.scopes,
        begun_by=asked.today.isoformat(),
        limit=asked.question.limit,
        offset=asked.question.offset,
    )
    page = await asked.store.events.query(replace(every, oldest_first=True))
    if not since and not until:
        undated = (await asked.store.events.query(replace(every, limit=0))).total - page.total
        if undated:
            asked.notes.append(
                speak.count(
                    "1 more has no known date: /met shows it.",
                    "{number} more have no known date: /met shows them.",
                    undated,
                )
            )
    two = speak.listed([label, partner_label])
    period = period_fact(speak, since, until)
    if not page.total:
        title = speak.say("No encounter of {two} with a known date is in the record.", two=two)
        return replace(await asked.nothing(title, who), facts=period)
    # What was due is shown, but nobody says that it took place: only what was held counts.
    spans = await asked.store.counts.spans(replace(every, statuses=(Status.HELD,)))
    only_due = replace(every, statuses=(Status.UPCOMING,), oldest_first=True, limit=0)
    due = (await asked.store.events.query(only_due)).total
    if due:
        asked.notes.append(
            speak.count(
                "1 more was due; no article of the record says that it took place.",
                "{number} more were due; no article of the record says that they took place.",
                due,
            )
        )
    years = Counter(span.start[:4] for span in spans)
    maker = asked.maker()
    groups = [
        Group(
            speak.count("{year}: 1 encounter", "{year}: {number} encounters", years[year], year=year)
            if years[year]
            else year,
            tuple(maker.card(one) for one in some),
        )
        for year, some in groupby(page.events, key=lambda one: (one.event.start or "")[:4])
    ]
    pause = await asyncio.to_thread(_longest_pause, spans) if spans else None
    facts = (*period, *_summary(asked, spans, page.total - due, pause))
    return asked.paged(speak.say("{two}: their history", two=two), groups, page.total, facts)


async def _two(asked: Inquiry) -> tuple[tuple[str, str], tuple[str, str]]:
    """The two that are meant; “who” may name both."""
    if asked.question.text("with"):
        return asked.both()
    several = asked.world.names.resolve(asked.question.text("who")[:200]).several
    if several:
        one, other = (
            (code, naming.labelled(code, label, asked.world, asked.speak)) for code, label in several
        )
        return one, other
    who, label = asked.named("who")
    often = await asked.store.counts.actors(
        EventQuery(actors=(who,), statuses=(Status.HELD,), scopes=asked.scopes, limit=OFFERED)
    )
    questions = [
        asked.question.with_options(**{"with": naming.spelling(code, asked.world.label(code), asked.world)})
        for code, _ in often
    ]
    return asked.unclear(
        asked.speak.say("The history between {name} and whom?", name=label),
        asked.speak.say("Name the other one behind “with”: {example}", example="/timeline india with:russia"),
        suggestions=[Suggestion(question.line(), question) for question in questions],
    )


def _summary(
    asked: Inquiry, spans: Sequence[Dated], held: int, pause: tuple[int, str, str] | None
) -> list[tuple[str, str]]:
    if not spans:
        return []
    speak = asked.speak
    facts = [
        (
            speak.say("With a known date"),
            speak.count("1 encounter", "{number} encounters", held),
        ),
        (speak.say("First"), speak.when(spans[0].start)),
    ]
    if len(spans) > 1:
        facts.append((speak.say("Latest"), speak.when(spans[-1].start)))
    if pause is not None:
        days, begun, ended = pause
        long = (
            speak.count("over a year", "over {number} years", days // 365)
            if days >= 365
            else speak.count("about a month", "about {number} months", round(days / 30.4))
        )
        between = speak.say(
            "{long}, from {begun} to {ended}", long=long, begun=speak.when(begun), ended=speak.when(ended)
        )
        facts.append((speak.say("Longest pause"), between))
    return facts


def _longest_pause(spans: Sequence[Dated]) -> tuple[int, str, str] | None:
    """(days, start of the event before, of the event after) of the longest time without any encounter."""
    best: tuple[int, str, str] | None = None
    begun, over = spans[0].start, date.min
    for span in spans:
        first, last = dates.first_day(span.start), dates.first_day(span.last_day)
        days = (first - over).days if over > date.min else 0
        if days > (best[0] if best else LONG.days):
            best = (days, begun, span.start)
        if last >= over:
            begun, over = span.start, last
    return best
