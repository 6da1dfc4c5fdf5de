"""Answers and digests as lines with a role each: one layout, printed plainly or with colours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from bot.languages import tongue
from briefings.answers import Answer, AnswerKind, Card, Standing
from briefings.digest import Digest
from briefings.languages import ENGLISH, Tongue, later
from briefings.plain import plain

LONGEST_TITLE = 200
LONGEST_QUOTE = 800
MOST_ALSO = 10


class Role(StrEnum):
    TITLE = "title"
    HEADING = "heading"
    EVENT = "event"
    DETAIL = "detail"
    DIFFERS = "differs"
    SOURCE = "source"
    NOTE = "note"
    CHOICE = "choice"
    BLANK = "blank"


class Line(NamedTuple):
    """`aside` follows the text in a quieter tone; `url` is http(s) or empty."""

    role: Role
    text: str = ""
    aside: str = ""
    url: str = ""
    indent: int = 0


BLANK = Line(Role.BLANK)


def answer_lines(answer: Answer, saved: Iterable[Path] = ()) -> Iterator[Line]:
    """An answer from its title to the hint for the next page; `saved` is where its files are.

    The labels are in the language of its question.
    """
    speak = tongue(answer.question.locale)
    yield Line(Role.TITLE, answer.title)
    for label, value in answer.facts:
        yield Line(Role.DETAIL, _labelled(speak, label, plain(value)), indent=2)
    for path in saved:
        yield Line(Role.EVENT, _labelled(speak, speak.say("Saved"), plain(str(path))), indent=2)
    for file in answer.files:
        if file.described:
            yield Line(Role.DETAIL, plain(file.described), indent=4)
    full = answer.kind is AnswerKind.EVENT
    for group in answer.groups:
        yield BLANK
        yield Line(Role.HEADING, group.heading)
        for card in group.cards:
            yield from card_lines(card, speak, full=full) if full or card.event.sources else [_short(card)]
    if answer.notes or answer.suggestions or answer.next or answer.previous:
        yield BLANK
    yield from (Line(Role.NOTE, plain(note)) for note in answer.notes)
    yield from _choices(answer, speak)
    if answer.total > answer.limit and answer.groups:
        last = min(answer.offset + answer.limit, answer.total)
        page = answer.offset // answer.limit + 1
        where = speak.say(
            "{first} to {last} of {total}.",
            first=speak.number(answer.offset + 1),
            last=speak.number(last),
            total=speak.number(answer.total),
        )
        line = f"{answer.question.line()} page:{page + 1}"
        more = " " + speak.say("More: {command}", command=line) if answer.next else ""
        yield Line(Role.NOTE, where + more)


def digest_lines(digest: Digest) -> Iterator[Line]:
    """A digest: what is ahead, what is new, notes; its headings in its own language."""
    speak = tongue(digest.locale)
    yield Line(Role.TITLE, digest.title)
    told = [card for card in digest.upcoming if card.event.sources]
    known = [card for card in digest.upcoming if not card.event.sources]
    for heading, cards in (
        (later("Coming up"), told),
        (later("Coming up, from the calendar of summits"), known),
        (later("New in the record"), digest.new),
    ):
        if cards:
            yield BLANK
            yield Line(Role.HEADING, speak.say(heading))
        for card in cards:
            yield from [_short(card)] if not card.event.sources else card_lines(card, speak)
    if digest.notes:
        yield BLANK
    yield from (Line(Role.NOTE, plain(note)) for note in digest.notes)


def card_lines(card: Card, speak: Tongue = ENGLISH, *, full: bool = False) -> Iterator[Line]:
    """One event. `full` adds what each source says in its own words."""
    marks = "".join(f" [{mark}]" for mark in card.marks)
    yield Line(
        Role.EVENT,
        f"{plain(card.title)}{marks}",
        _when(card) + (f"  #{card.event.id}" if card.event.id else ""),
        indent=2,
    )
    who = plain(card.who)
    title = plain(card.title)
    # A title that begins so says it already; some languages put a space before the colon.
    if who and not (title.startswith(who) and title.removeprefix(who).lstrip().startswith(":")):
        label = speak.say("Expected") if card.standing is Standing.UPCOMING else speak.say("With")
        yield Line(Role.DETAIL, _labelled(speak, label, who), indent=4)
    if card.people:
        yield Line(Role.DETAIL, _labelled(speak, speak.say("People"), plain(card.people)), indent=4)
    if card.where:
        yield Line(Role.DETAIL, _labelled(speak, speak.say("Place"), plain(card.where)), indent=4)
    if card.summary and card.event.sources:
        yield Line(Role.DETAIL, plain(card.summary), indent=4)
    yield from (Line(Role.DIFFERS, plain(line), indent=4) for line in card.differs)
    for note in card.notes:
        yield Line(Role.NOTE, _labelled(speak, speak.say("Note"), plain(note)), indent=4)
    for source in card.sources:
        title, label = plain(source.title or ""), plain(source.label)
        words = f"{label}: {_shortened(title, LONGEST_TITLE)}" if title and title != label else label
        yield Line(Role.SOURCE, words, source.published or "", source.url or "", indent=4)
        if full:
            copies = source.also[:MOST_ALSO]
            same = speak.say("the same text")
            yield from (Line(Role.SOURCE, same, "", url, indent=6) for url in copies)
        if full and source.quote:
            yield Line(Role.DETAIL, f"“{_shortened(plain(source.quote), LONGEST_QUOTE)}”", indent=6)


def _shortened(text: str, most: int) -> str:
    """`text`, cut at a word where it is longer than anyone reads; ``--json`` has all of it."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return (head.rpartition(" ")[0] or head).rstrip(" ,;:.") + "…"


def _short(card: Card) -> Line:
    """A summit that only the calendar knows, in one line: name and place, when, who, whether confirmed."""
    aside = "; ".join([_when(card), card.who, *card.notes])
    return Line(Role.EVENT, plain(card.title), f"{plain(aside)}  #{card.event.id}", indent=2)


def _when(card: Card) -> str:
    said = [card.when]
    if card.standing is not Standing.HELD:
        said.append(card.stands)
    if card.countdown:
        said.append(card.countdown)
    return ", ".join(said)


def _labelled(speak: Tongue, label: str, value: str) -> str:
    return speak.say("{label}: {value}", label=label, value=value)


def _choices(answer: Answer, speak: Tongue) -> Iterator[Line]:
    for suggestion in answer.suggestions:
        line = suggestion.question.line() if suggestion.question else ""
        aside = speak.say("ask: {command}", command=line) if line and line != suggestion.text else ""
        yield Line(Role.CHOICE, plain(suggestion.text), plain(aside), indent=2)
