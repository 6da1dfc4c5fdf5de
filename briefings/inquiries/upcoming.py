"""`/upcoming`: what is ahead, nearest first."""

from __future__ import annotations

from datetime import timedelta
from itertools import groupby

from briefings import agenda
from briefings.answers import Answer, Group
from briefings.inquiries.inquiry import Inquiry
from briefings.languages import later

CALENDAR = later("From the packaged calendar of summits")
CALENDARS = later("From the calendars of summits")
"""Where the admin's own calendars have some of them; each entry then says which."""

ANNOUNCED = later("Announced in articles")

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
    if not entries:
        return await asked.nothing(_nothing(asked, label, days))
    maker = asked.maker()
    shown = entries[question.offset : question.offset + question.limit]
    if any(not entry.recorded.confirmed for entry in shown):
        asked.notes.append(asked.speak.say(agenda.UNCONFIRMED))
    own = any(entry.known and entry.known.calendar and not entry.told for entry in shown)
    groups = [
        Group(
            asked.speak.say(ANNOUNCED if told else CALENDARS if own else CALENDAR),
            tuple(agenda.card(entry, maker, asked.world) for entry in some),
        )
        for told, some in groupby(shown, key=lambda entry: entry.told)
    ]
    return asked.paged(_title(asked, label, days), groups, len(entries))


def _title(asked: Inquiry, who: str, days: int) -> str:
    speak = asked.speak
    if not asked.question.text("days"):
        return speak.say("Coming up for {who}", who=who) if who else speak.say("Coming up")
    if not who:
        return speak.count("Coming up in the next {number} day", "Coming up in the next {number} days", days)
    return speak.count(
        "Coming up for {who} in the next {number} day",
        "Coming up for {who} in the next {number} days",
        days,
        who=who,
    )


def _nothing(asked: Inquiry, who: str, days: int) -> str:
    speak = asked.speak
    if not asked.question.text("days"):
        return speak.say("Nothing announced for {who}.", who=who) if who else speak.say("Nothing announced.")
    if not who:
        return speak.count(
            "Nothing announced in the next {number} day.",
            "Nothing announced in the next {number} days.",
            days,
        )
    return speak.count(
        "Nothing announced for {who} in the next {number} day.",
        "Nothing announced for {who} in the next {number} days.",
        days,
        who=who,
    )
