"""What is said to somebody who handed in an article: what was found in it, and what of that was known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefings.answers import Answer, AnswerKind, Card, Group
from briefings.cards import CardMaker
from briefings.languages import Tongue, capital, later
from briefings.models import Article, RecordedEvent
from briefings.plain import plain
from briefings.questions import Question
from briefings.record import Added, AddStatus

MOST_CARDS = 10
MOST_NOTES = 8

NEW = later("New in the record")
CONFIRMED = later("Known before, now with this source too")
KNOWN = later("In the record from this article")


@dataclass(frozen=True, slots=True)
class Received:
    """An article that was taken in, what became of it, and the events it supports now."""

    article: Article
    added: Added
    events: tuple[RecordedEvent, ...]


def receipt(received: Sequence[Received], failures: Sequence[str], maker: CardMaker) -> Answer:
    """The answer to a reading of one or a few articles; `failures` are sentences on those that gave none."""
    groups: dict[str, dict[str, Card]] = {}
    for one in received:
        for event in one.events:
            groups.setdefault(_heading(one.added, event.id), {}).setdefault(event.id, maker.card(event))
    speak = maker.speak
    notes = [_status(one, speak) for one in received]
    notes += [plain(speak.again(note)) for one in received for note in one.article.notes]
    notes += [plain(failure) for failure in failures]
    total = sum(len(cards) for cards in groups.values())
    shown: list[Group] = []
    left = MOST_CARDS
    for heading in (NEW, CONFIRMED, KNOWN):
        cards = tuple(groups.get(heading, {}).values())[:left]
        left -= len(cards)
        if cards:
            shown.append(Group(speak.say(heading), cards))
    if total > MOST_CARDS:
        more = speak.count(
            "And {number} more; ask with /met or /search.",
            "And {number} more; ask with /met or /search.",
            total - MOST_CARDS,
        )
        notes.append(more)
    return Answer(
        _title(received, total, speak),
        AnswerKind.EVENTS if shown else AnswerKind.NOTHING,
        Question("read", {}, locale=speak.code),
        tuple(shown),
        total=min(total, MOST_CARDS),
        limit=MOST_CARDS,
        notes=tuple(notes[:MOST_NOTES]),
    )


def _heading(added: Added, event_id: str) -> str:
    if event_id in added.new_events:
        return NEW
    return CONFIRMED if event_id in added.merged_events else KNOWN


def _title(received: Sequence[Received], total: int, speak: Tongue) -> str:
    if not received:
        return speak.say("Nothing was read")
    events = speak.count("{number} event", "{number} events", total) if total else speak.say("no event")
    if len(received) > 1:
        return capital(
            speak.count(
                "{events} in {number} article", "{events} in {number} articles", len(received), events=events
            )
        )
    title = plain(received[0].article.title or "")
    if not title:
        return speak.say("Found {events}", events=events)
    return capital(speak.say("{events} in “{title}”", events=events, title=title))


def _status(one: Received, speak: Tongue) -> str:
    article, added = one.article, one.added
    name = f"“{plain(article.title)}”" if article.title else speak.say("The article")
    said = {"article": name, "id": added.article_id}
    if article.published and added.status in (AddStatus.NEW, AddStatus.UPDATED):
        said["article"] = speak.say(
            "{article}, published {day},", article=name, day=speak.when(article.published)
        )
    if added.status is AddStatus.NEW:
        return speak.say("{article} is stored as article {id}.", **said)
    if added.status is AddStatus.UPDATED:
        return speak.say("{article} replaces the version known before of article {id}.", **said)
    return speak.say("{article} was known already as article {id}; nothing was changed.", **said)
