"""`/help`: what can be asked, with examples that give an answer on the record at hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from briefings import agenda
from briefings.answers import Answer, AnswerKind, Suggestion
from briefings.guide import Topic
from briefings.inquiries import naming
from briefings.inquiries.inquiry import Inquiry
from briefings.inquiries.upcoming import FAR_DAYS
from briefings.models import Kind, Status
from briefings.plain import plain
from briefings.questions import Question
from briefings.store.protocol import EventQuery

SHOWN = ("met", "timeline", "who", "summit", "chart", "upcoming", "calendar")
"""Commands of which an example is offered where nobody asks for one command."""

_GAP = re.compile(r"\{(\w+)\}")
_OPTION = re.compile(r"(?:^| )(\w+):")


async def answer(asked: Inquiry) -> Answer:
    speak, question = asked.speak, asked.question
    topics = {topic.name: topic for topic in asked.guide()}
    wanted = question.text("command").lstrip("/").casefold()
    fill = await _names(asked)
    if wanted and wanted not in topics:
        asked.notes.append(speak.say("There is no command “{name}”.", name=plain(wanted)[:40]))
    topic = topics.get(wanted)
    if topic is not None:
        return Answer(
            topic.usage,
            AnswerKind.HELP,
            question,
            notes=(speak.say(topic.description),),
            facts=tuple((name, speak.say(said)) for name, said in topic.options),
            suggestions=tuple(_examples(asked, topic, fill)),
        )
    offered = (next(iter(_examples(asked, topics[name], fill)), None) for name in SHOWN if name in topics)
    return Answer(
        speak.say("What you can ask"),
        AnswerKind.HELP,
        question,
        notes=(*asked.notes, speak.say("More on one command: {example}", example="/help met")),
        facts=tuple((one.usage, speak.say(one.description)) for one in topics.values()),
        suggestions=tuple(one for one in offered if one is not None),
    )


def _examples(asked: Inquiry, topic: Topic, fill: Mapping[str, str]) -> Iterable[Suggestion]:
    """Lines that can be asked as they stand; those with names of the record, else those of the catalogue."""
    filled = [
        _GAP.sub(lambda gap: fill[gap[1]], pattern)
        for pattern in topic.patterns
        if all(gap in fill for gap in _GAP.findall(pattern))
    ]
    first = topic.options[0][0] if topic.options else ""
    for line in dict.fromkeys(filled or topic.examples):
        yield Suggestion(line, _question(asked, topic.name, first, line))


def _question(asked: Inquiry, command: str, first: str, line: str) -> Question:
    """The question that an example asks: the words after the command are its first option."""
    rest = line.partition(" ")[2]
    marks = list(_OPTION.finditer(rest))
    ends = ([mark.start() for mark in marks[1:]] + [len(rest)])[: len(marks)]
    options: dict[str, str | int] = {}
    bare = rest[: marks[0].start()] if marks else rest
    if bare.strip():
        options[first] = bare.strip()
    for mark, end in zip(marks, ends, strict=True):
        value = rest[mark.end() : end].strip()
        options[mark[1]] = int(value) if value.isdecimal() and mark[1] == "days" else value
    return Question(command, options, asked.question.scope, 0, asked.question.limit, asked.question.locale)


async def _names(asked: Inquiry) -> dict[str, str]:
    """What the gaps of patterns are filled with; those are missing for which the record has nothing."""
    world, found = asked.world, dict[str, str]()
    held = EventQuery(statuses=(Status.HELD,), scopes=asked.scopes, limit=1)
    often = await asked.store.counts.actors(held)
    newest = (await asked.store.events.query(EventQuery(scopes=asked.scopes, limit=40))).events
    if often:
        actor = often[0][0]
        found["actor"] = _spelt(asked, actor)
        for code, _ in await asked.store.counts.actors(replace(held, actors=(actor,))):
            found["partner"] = _spelt(asked, code)
    for one in newest:
        event = one.event
        found.setdefault("event", one.id)
        if event.people:
            found.setdefault("person", event.people[0])
        if event.place.city and "city" not in found:
            found["city"] = event.place.city
        if event.start and len(event.start) > len("2024") and event.status is Status.HELD:
            found.setdefault("month", event.start[:7])
        if event.kind is Kind.SUMMIT and "summit" not in found:
            known = agenda.same_summit(one, world)
            found["summit"] = known.id if known else one.id
    ahead = world.calendar.between(asked.today, asked.today + timedelta(days=FAR_DAYS))
    for summit in ahead[:1]:
        found.setdefault("summit", summit.id)
    host = next((summit.country or summit.organisation for summit in ahead), None)
    if host:
        found.setdefault("host", _spelt(asked, host))
    return found


def _spelt(asked: Inquiry, code: str) -> str:
    return naming.spelling(code, asked.world.label(code), asked.world)
