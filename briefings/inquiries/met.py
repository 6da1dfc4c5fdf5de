"""`/met`: whom somebody has met, newest first."""

from __future__ import annotations

from briefings.answers import Answer
from briefings.inquiries.inquiry import Inquiry, within
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
    title = f"Encounters of {label}" + (f" with {partner_label}" if partner else "")
    title += within(since, until)
    if not page.total:
        return await asked.nothing(f"No {title[0].lower()}{title[1:]} in the record.", who)
    if since or until:
        asked.notes.append("Events without a known date are left out where a period is given.")
    return asked.listed(title, page.events, page.total)
