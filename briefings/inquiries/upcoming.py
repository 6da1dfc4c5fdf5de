"""`/upcoming`: what is ahead, nearest first."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby

from briefings import agenda
from briefings.answers import Answer, Group
from briefings.inquiries.inquiry import Inquiry

CALENDAR = "From the packaged calendar of summits"
CALENDARS = "From the calendars of summits"
"""Where the admin's own calendars have some of them; each entry then says which."""

FAR_DAYS = 1500
"""How far ahead is looked where nobody says: everything that is announced."""


async def answer(asked: Inquiry) -> Answer:
    question = asked.question
    who, label = asked.named("who") if question.text("who") else ("", "")
    days = question.whole("days", FAR_DAYS)
    entries = await agenda.ahead(
        asked.store,
        asked.world,
        today=asked.today,
        to_day=asked.today + timedelta(days=days),
        actors=(who,) if who else (),
        scope=question.scope,
    )
    title = "Coming up" + (f" for {label}" if who else "")
    title += f" in the next {days} days" if question.text("days") else ""
    if not entries:
        return await asked.nothing(f"Nothing announced{title.removeprefix('Coming up')}.")
    maker = asked.maker()
    shown = entries[question.offset : question.offset + question.limit]
    if any(not entry.recorded.confirmed for entry in shown):
        asked.notes.append(agenda.UNCONFIRMED)
    own = any(entry.known and entry.known.calendar and not entry.told for entry in shown)
    groups = [
        Group(
            "Announced in articles" if told else CALENDARS if own else CALENDAR,
            tuple(agenda.card(entry, maker, asked.world) for entry in some),
        )
        for told, some in groupby(shown, key=lambda entry: entry.told)
    ]
    return asked.paged(title, groups, len(entries))
