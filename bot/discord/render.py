"""Answers and digests as Discord embeds.

Every limit of Discord's is held for any input, and no event is dropped: where room is short, each says less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.discord.text import flag, link, shorten, tidy, width, words
from briefings.answers import Answer, AnswerKind, Card, Group, SourceLine, Standing
from briefings.models import Kind

if TYPE_CHECKING:
    from briefings.digest import Digest

TITLE = 256
DESCRIPTION = 4096
FOOTER = 2048
FIELD_NAME = 256
FIELD_VALUE = 1024
FIELDS = 25
TOTAL = 6000
MARGIN = 100
"""Kept free of the total, for what is added to a message later, such as the marker of a digest."""

COLOUR = 0x2F6F9F
QUIET_COLOUR = 0x6B7280

Embed = dict[str, Any]
"""An embed as Discord's API takes it; `discord.Embed.from_dict` reads it."""


@dataclass(frozen=True, slots=True)
class Detail:
    """How much is told of each event: lengths in characters, number of sources; 0 leaves a line out."""

    title: int
    summary: int
    sources: int
    extras: int
    people: int


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
    room = DESCRIPTION - MARGIN
    rest = _within("\n".join(line for line in tail if line), room // 3 if given.cards else room)
    text = next(
        (both for block in blocks if width(both := _joined([block, rest], "\n\n")) <= room),
        _joined([_within(blocks[-1], room - width(rest) - 2), rest], "\n\n"),
    )
    calm = given.kind in (AnswerKind.NOTHING, AnswerKind.UNKNOWN_NAME, AnswerKind.UNCLEAR)
    return _embed(
        words(given.title, TITLE) or "Answer", text, _footer(given), QUIET_COLOUR if calm else COLOUR
    )


def digest(given: Digest, notice: str, marker: Callable[[int], str]) -> list[list[Embed]]:
    """The digest as messages of one embed each, split between events, each with its marker in the footer."""
    lead = [_marked("*", notice, 300)]
    pieces = [*lead, *_section("Ahead", given.upcoming), *_section("New in the record", given.new)]
    pieces += [words(note, 500) for note in given.notes[:10]]
    parts = _split(pieces, DESCRIPTION - MARGIN)
    messages = []
    for number, text in enumerate(parts):
        title = words(given.title, TITLE) if number == 0 else ""
        place = f"part {number + 1} of {len(parts)} · " if len(parts) > 1 else ""
        footer = f"{given.date.isoformat()} · {place}dates are local to the event · {marker(number)}"
        messages.append([_embed(title, text, footer, QUIET_COLOUR if given.quiet else COLOUR)])
    return messages


def choice(text: str, limit: int = 100) -> str:
    """A label for a button, an option of a menu or a completion: plain, never empty."""
    return shorten(tidy(text), limit) or "…"


def size(embeds: Iterable[Embed]) -> int:
    """What counts towards Discord's total for one message."""
    total = 0
    for embed in embeds:
        total += width(embed.get("title", "")) + width(embed.get("description", ""))
        total += width(embed.get("footer", {}).get("text", ""))
        total += sum(width(f["name"]) + width(f["value"]) for f in embed.get("fields", ()))
    return total


def _embed(title: str, description: str, footer: str, colour: int) -> Embed:
    embed: Embed = {"type": "rich", "color": colour}
    if title:
        embed["title"] = title
    if description:
        embed["description"] = description
    if footer:
        embed["footer"] = {"text": shorten(footer, FOOTER)}
    return embed


def _footer(given: Answer) -> str:
    shown = len(given.cards)
    if given.total > shown and shown:
        return f"{given.offset + 1}–{given.offset + shown} of {given.total}"
    return ""


def _groups(groups: Sequence[Group], detail: Detail) -> str:
    blocks: list[str] = []
    for group in groups:
        heading = _marked("**", group.heading, 120, "__")
        cards = [_card(card, detail) for card in group.cards]
        blocks.append(_joined([heading, *cards[:1]], "\n"))
        blocks.extend(cards[1:])
    return _joined(blocks, "\n\n")


def _card(card: Card, detail: Detail) -> str:
    """An event in a few lines: when and how it stands; what and who; where it says so."""
    flags = _flags(card)
    head = flags + _marked("**", card.title, detail.title)
    lines = [head, _when(card)]
    if detail.people and card.people:
        lines[1] += f" · {words(card.people, detail.people)}"
    if detail.summary and card.summary:
        lines.append(words(card.summary, detail.summary))
    lines += [_marked("*", line, detail.extras) for line in _extras(card)] if detail.extras else []
    if detail.sources:
        lines.append(_sources(card, detail.sources))
    return _joined(lines, "\n")


def _when(card: Card) -> str:
    parts = [words(card.when, 80)]
    if card.standing is not Standing.HELD and card.standing is not Standing.UPCOMING:
        parts.append(f"**{card.standing.value}**")
    if card.countdown:
        parts.append(words(card.countdown, 40))
    parts += [_marked("**", mark, 20) for mark in card.marks[:3]]
    if card.where and card.where not in card.title:
        parts.append(words(card.where, 80))
    parts.append(f"`{shorten(tidy(card.event.id), 60).replace('`', '')}`")
    return " · ".join(part for part in parts if part)


def _extras(card: Card) -> list[str]:
    return [*card.differs[:2], *card.notes[:2]]


def _sources(card: Card, most: int) -> str:
    if not card.sources:
        return ""
    named = [link(source.label, source.url, 50) for source in card.sources[:most]]
    more = len(card.sources) - most
    noun = "Source" if len(card.sources) == 1 else "Sources"
    return f"{noun}: " + " · ".join(named) + (f" · and {more} more" if more > 0 else "")


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
        ("When", _joined([words(card.when, 100), words(card.countdown, 40)], " · ")),
        ("Status", words(card.standing.value, 40)),
        ("Where", words(card.where, 200)),
        ("Who", words(card.who, 900)),
        ("People", words(card.people, 600)),
        ("Sources differ", _joined([words(line, 300) for line in card.differs[:3]], "\n")),
        ("Notes", _joined([words(line, 250) for line in (*card.notes, *given.notes)[:4]], "\n")),
    ]
    embed = _embed(
        words(card.title, TITLE) or "Event", words(card.summary, 1200), f"Event {tidy(card.event.id)}", COLOUR
    )
    embed["fields"] = [
        {"name": name, "value": value, "inline": name in ("When", "Status", "Where")}
        for name, value in lines
        if value
    ]
    for place, source in enumerate(card.sources):
        left = TOTAL - MARGIN - size([embed])
        field = _source_field(source, place, min(FIELD_VALUE, left - 100))
        if len(embed["fields"]) == FIELDS - 1 or left < 500:
            more = len(card.sources) - place
            embed["fields"].append({"name": "More", "value": f"and {more} more sources", "inline": False})
            break
        embed["fields"].append(field)
    return embed


def _source_field(source: SourceLine, place: int, room: int) -> dict[str, Any]:
    name = _joined([f"Source {place + 1}", tidy(source.published or "")], " · ")
    heading = link(source.label, source.url, 90)
    title = words(source.title or "", 150) if source.title and source.title != source.label else ""
    head = _joined([heading, title], " · ") or "unnamed"
    quoted = words(source.quote, max(0, min(350, room - width(head) - 10)))
    return {
        "name": shorten(name, FIELD_NAME),
        "value": _within(_joined([head, f"> {quoted}" if quoted else ""], "\n"), FIELD_VALUE),
        "inline": False,
    }


def _section(heading: str, cards: Sequence[Card]) -> list[str]:
    """The pieces of a section; its heading stays with its first event."""
    pieces = [_diary(card) for card in cards]
    return [f"__**{heading}**__\n{pieces[0]}", *pieces[1:]] if pieces else []


def _diary(card: Card) -> str:
    """An event as a wire service's diary has it: the day, then PLACE — who does what."""
    when = [_marked("**", card.when, 80), words(card.countdown, 40)]
    if card.standing not in (Standing.UPCOMING, Standing.HELD):
        when.append(f"**{card.standing.value}**")
    when += [_marked("**", mark, 20) for mark in card.marks[:3]]
    city = (card.event.event.place.city or card.where or "").upper()
    place = f"{words(city, 60)} — " if city else ""
    what = place + _marked("**", card.title, 140)
    told = card.summary or card.who
    lines = [" · ".join(part for part in when if part), what, words(told, 420)]
    if card.event.event.name and card.who and card.who not in told:
        lines.append(words(card.who[:1].upper() + card.who[1:], 300))
    lines += [_marked("*", line, 200) for line in _extras(card)]
    lines.append(_sources(card, 4))
    return _joined(lines, "\n")


def _split(pieces: Sequence[str], room: int) -> list[str]:
    """The pieces joined into as few texts as fit, never cutting a piece that fits by itself."""
    parts: list[str] = []
    for piece in pieces:
        fitting = _within(piece, room)
        if not fitting:
            continue
        if parts and width(parts[-1]) + width(fitting) + 2 <= room:
            parts[-1] += "\n\n" + fitting
        else:
            parts.append(fitting)
    return parts or ["Nothing to report."]


def _within(text: str, room: int) -> str:
    """`text` without the last lines that do not fit; a single line that is too long is left out too."""
    while width(text) > room and "\n" in text:
        text = text.rpartition("\n")[0]
    return text if width(text) <= room else ""


def _marked(sign: str, text: str, limit: int, outer: str = "") -> str:
    """Safe words between signs of emphasis; nothing where there are no words, for bare signs would show."""
    safe = words(text, limit)
    return f"{outer}{sign}{safe}{sign}{outer}" if safe else ""


def _joined(parts: Iterable[str], between: str) -> str:
    return between.join(part for part in parts if part)
