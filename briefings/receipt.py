"""What is said to somebody who handed in an article: what was found in it, and what of that was known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefings import dates
from briefings.answers import Answer, AnswerKind, Card, Group
from briefings.cards import CardMaker
from briefings.models import Article, RecordedEvent
from briefings.plain import plain
from briefings.questions import Question
from briefings.record import Added, AddStatus

MOST_CARDS = 10
MOST_NOTES = 8

NEW = "New in the record"
CONFIRMED = "Known before, now with this source too"
KNOWN = "In the record from this article"


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
    notes = [_status(one) for one in received]
    notes += [plain(note) for one in received for note in one.article.notes]
    notes += [plain(failure) for failure in failures]
    total = sum(len(cards) for cards in groups.values())
    shown: list[Group] = []
    left = MOST_CARDS
    for heading in (NEW, CONFIRMED, KNOWN):
        cards = tuple(groups.get(heading, {}).values())[:left]
        left -= len(cards)
        if cards:
            shown.append(Group(heading, cards))
    if total > MOST_CARDS:
        notes.append(f"And {total - MOST_CARDS} more; ask with /met or /search.")
    return Answer(
        _title(received, total),
        AnswerKind.EVENTS if shown else AnswerKind.NOTHING,
        Question("read", {}),
        tuple(shown),
        total=min(total, MOST_CARDS),
        limit=MOST_CARDS,
        notes=tuple(notes[:MOST_NOTES]),
    )


def _heading(added: Added, event_id: str) -> str:
    if event_id in added.new_events:
        return NEW
    return CONFIRMED if event_id in added.merged_events else KNOWN


def _title(received: Sequence[Received], total: int) -> str:
    if not received:
        return "Nothing was read"
    found = "no event" if not total else "1 event" if total == 1 else f"{total} events"
    if len(received) == 1:
        title = plain(received[0].article.title or "")
        return f"{found[:1].upper()}{found[1:]} in “{title}”" if title else f"Found {found}"
    return f"{found[:1].upper()}{found[1:]} in {len(received)} articles"


def _status(one: Received) -> str:
    article, added = one.article, one.added
    name = f"“{plain(article.title)}”" if article.title else "The article"
    day = f", published {dates.in_words(article.published)}" if article.published else ""
    if added.status is AddStatus.NEW:
        return f"{name}{day}, is stored as article {added.article_id}."
    if added.status is AddStatus.UPDATED:
        return f"{name}{day}, replaces the version known before of article {added.article_id}."
    return f"{name} was known already as article {added.article_id}; nothing was changed."
