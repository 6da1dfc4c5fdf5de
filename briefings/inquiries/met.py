"""`/met`: whom somebody has met, newest first."""

from __future__ import annotations

from briefings.answers import Answer
from briefings.inquiries.inquiry import Inquiry
from briefings.models import Status
from briefings.store.protocol import EventQuery


async def answer(asked: Inquiry) -> Answer:
    (who, label), (partner, partner_label) = asked.both()
    since, until = asked.period()
    page = await asked.store.events.query(
        EventQuery(
            actors=tuple(dict.fromkeys(code for code in (who, partner) if code)),
            since=since,
            until=until,
            statuses=(Status.HELD, Status.UPCOMING),
            scopes=asked.scopes,
            limit=asked.question.limit,
            offset=asked.question.offset,
            begun_by=asked.today.isoformat(),
        )
    )
    say = asked.speak.say
    named = {"who": label, "partner": partner_label, "period": asked.within(since, until)}
    if not page.total:
        said = (
            say("No encounters of {who} with {partner}{period} in the record.", **named)
            if partner
            else say("No encounters of {who}{period} in the record.", **named)
        )
        return await asked.nothing(said, who)
    if since or until:
        asked.notes.append(say("Events without a known date are left out where a period is given."))
    title = (
        say("Encounters of {who} with {partner}{period}", **named)
        if partner
        else say("Encounters of {who}{period}", **named)
    )
    return asked.listed(title, page.events, page.total)
