"""Answers and digests as Discord embeds.

Every limit of Discord's is held for any input, and no event is dropped: where room is short, each says less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.discord import layout
from bot.discord.layout import Embed, embed, extras, joined, marked, named, sources, within
from bot.discord.text import flag, link, shorten, tidy, width, words
from briefings.answers import Answer, AnswerKind, Card, Group, SourceLine, Standing
from briefings.models import Kind


@dataclass(frozen=True, slots=True)
class Detail:
    """How much is told of each event: lengths in characters, number of sources; 0 leaves a line out."""

    title: int
    summary: int
    sources: int
    extras: int
    people: int


MOST_ALSO = 3
"""Further addresses of one text that are linked."""

DETAILS = (
    Detail(title=160, summary=420, sources=5, extras=300, people=160),
    Detail(title=140, summary=300, sources=3, extras=200, people=120),
    Detail(title=120, summary=200, sources=2, extras=120, people=0),
    Detail(title=100, summary=120, sources=1, extras=80, people=0),
    Detail(title=90, summary=0, sources=1, extras=0, people=0),
    Detail(title=70, summary=0, sources=0, extras=0, people=0),
)
"""From the fullest to the barest; the first that fits is used for a whole message."""


def answer(given: Answer) -> Embed:
    """The answer as one embed."""
    if given.kind is AnswerKind.EVENT and given.cards:
        return _event(given)
    blocks = [_groups(given.groups, detail) for detail in DETAILS] if given.cards else [""]
    notes = [words(note, 400) for note in given.notes[:8]]
    facts = [f"**{words(label, 60)}:** {words(value, 300)}" for label, value in given.facts[:20]]
    hints = [words(suggestion.text, 100) for suggestion in given.suggestions[:25]]
    tail = [*facts, *notes, *(["Perhaps: " + " · ".join(hints)] if hints else [])]
    room = layout.DESCRIPTION - layout.MARGIN
    rest = within("\n".join(line for line in tail if line), room // 3 if given.cards else room)
    text = next(
        (both for block in blocks if width(both := joined([block, rest], "\n\n")) <= room),
        joined([within(blocks[-1], room - width(rest) - 2), rest], "\n\n"),
    )
    calm = given.kind in (AnswerKind.NOTHING, AnswerKind.UNKNOWN_NAME, AnswerKind.UNCLEAR)
    return embed(
        words(given.title, layout.TITLE) or "Answer",
        text,
        _footer(given),
        layout.QUIET_COLOUR if calm else layout.COLOUR,
    )


def _footer(given: Answer) -> str:
    shown = len(given.cards)
    if given.total > shown and shown:
        return f"{given.offset + 1}–{given.offset + shown} of {given.total}"
    return ""


def _groups(groups: Sequence[Group], detail: Detail) -> str:
    blocks: list[str] = []
    for group in groups:
        heading = words(group.heading, 120)
        cards = [_card(card, detail) for card in group.cards]
        blocks.append(joined([f"### {heading}" if heading else "", *cards[:1]], "\n"))
        blocks.extend(cards[1:])
    return joined(blocks, "\n\n")


def _card(card: Card, detail: Detail) -> str:
    """An event in a few lines: when and how it stands; what and who; where it says so."""
    flags = _flags(card)
    head = flags + marked("**", card.title, detail.title)
    lines = [head, _when(card)]
    if detail.people and not named(card.people, card.summary):
        lines.append(words(card.people, detail.people))
    if detail.summary and card.summary:
        lines.append(words(card.summary, detail.summary))
    lines += [marked("*", line, detail.extras) for line in extras(card)] if detail.extras else []
    if detail.sources:
        lines.append(sources(card, detail.sources))
    return joined(lines, "\n")


def _when(card: Card) -> str:
    parts = [words(card.when, 80)]
    if card.standing is not Standing.HELD and card.standing is not Standing.UPCOMING:
        parts.append(f"**{card.standing.value}**")
    if card.countdown:
        parts.append(words(card.countdown, 40))
    parts += [marked("**", mark, 20) for mark in card.marks[:3]]
    if card.where and card.where not in card.title:
        parts.append(words(card.where, 80))
    parts.append(f"`{shorten(tidy(card.event.id), 60).replace('`', '')}`")
    return " · ".join(part for part in parts if part)


def _flags(card: Card) -> str:
    """The flags of a few states; none where a summit's name or an organisation says it better."""
    from briefings import world

    event = card.event.event
    states = world.load().states
    few = event.kind is not Kind.SUMMIT and len(event.actors) <= 4
    flags = [flag(code) if code in states else "" for code in event.actors] if few else []
    return "".join(flags) + " " if flags and all(flags) else ""


def _event(given: Answer) -> Embed:
    """One event in full: its lines as fields, then the sources with their own words while there is room."""
    card = given.cards[0]
    lines = [
        ("When", joined([words(card.when, 100), words(card.countdown, 40)], " · ")),
        ("Status", words(card.standing.value, 40)),
        ("Where", words(card.where, 200)),
        ("Who", words(card.who, 900)),
        ("People", words(card.people, 600)),
        ("Sources differ", joined([words(line, 300) for line in card.differs[:3]], "\n")),
        ("Notes", joined([words(line, 250) for line in (*card.notes, *given.notes)[:4]], "\n")),
    ]
    made = embed(
        words(card.title, layout.TITLE) or "Event",
        words(card.summary, 1200),
        f"Event {tidy(card.event.id)}",
        layout.COLOUR,
    )
    made["fields"] = [
        {"name": name, "value": value, "inline": name in ("When", "Status", "Where")}
        for name, value in lines
        if value
    ]
    for place, source in enumerate(card.sources):
        left = layout.TOTAL - layout.MARGIN - layout.size([made])
        field = _source_field(source, place, min(layout.FIELD_VALUE, left - 100))
        if len(made["fields"]) == layout.FIELDS - 1 or left < 500:
            more = len(card.sources) - place
            made["fields"].append({"name": "More", "value": f"and {more} more sources", "inline": False})
            break
        made["fields"].append(field)
    return made


def _source_field(source: SourceLine, place: int, room: int) -> dict[str, Any]:
    name = joined([f"Source {place + 1}", tidy(source.published or "")], " · ")
    heading = link(source.label, source.url, 90)
    title = words(source.title or "", 150) if source.title and source.title != source.label else ""
    head = joined([heading, title], " · ") or "unnamed"
    quoted = words(source.quote, max(0, min(350, room - width(head) - 10)))
    lines = [head, f"> {quoted}" if quoted else ""]
    also = ", ".join(link(f"copy {number}", url) for number, url in enumerate(source.also[:MOST_ALSO], 1))
    if also and width(joined([*lines, also], "\n")) + 20 <= room:
        lines.append(f"The same text: {also}")
    return {
        "name": shorten(name, layout.FIELD_NAME),
        "value": within(joined(lines, "\n"), layout.FIELD_VALUE),
        "inline": False,
    }
