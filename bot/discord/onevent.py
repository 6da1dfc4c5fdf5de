"""One event in full: what, when, where and who, where sources differ, and what each source says."""

from __future__ import annotations

from dataclasses import dataclass

from bot.discord.layout import ROOM, TITLE
from bot.discord.text import link, width, words
from bot.discord.wording import fitting, heading, joined, key, labelled, marked, participants, small, standing
from briefings.answers import Answer, Card, SourceLine
from briefings.languages import Tongue
from briefings.languages.tongue import capital

MOST_ALSO = 3
"""Further addresses of one text that are linked."""


@dataclass(frozen=True, slots=True)
class Detail:
    """The most characters of each part; `block` is for all notes, and for all on which sources differ."""

    summary: int
    names: int
    people: int
    line: int
    block: int
    quote: int
    also: int


DETAILS = (
    Detail(summary=900, names=900, people=600, line=400, block=900, quote=350, also=MOST_ALSO),
    Detail(summary=600, names=600, people=400, line=300, block=700, quote=200, also=MOST_ALSO),
    Detail(summary=400, names=500, people=300, line=200, block=500, quote=120, also=1),
    Detail(summary=300, names=400, people=200, line=150, block=400, quote=60, also=0),
    Detail(summary=200, names=300, people=150, line=120, block=350, quote=0, also=0),
)
"""From the fullest to the barest; the first with which every source is named is used."""


def texts(given: Answer, speak: Tongue, last: str = "") -> list[str]:
    """The texts of the event's message, within the room of one; `last` is a safe line for its end."""
    card = given.cards[0]
    made: list[str] = []
    for detail in DETAILS:
        head = joined([_title(card, speak), words(card.summary, detail.summary)], "\n")
        facts = _facts(card, detail, speak)
        differs = _block([marked("**", capital(line), detail.line) for line in card.differs], detail, speak)
        notes = _block([words(capital(n), detail.line) for n in (*card.notes, *given.notes)], detail, speak)
        ending = joined([notes, small(_named(card, speak)), last], "\n")
        others = [head, facts, differs]
        left = ROOM - sum(width(text) + 2 for text in (*others, ending)) - 2
        says, all_named = _sources(card, detail, left, speak)
        made = [*others, says, ending]
        if all_named:
            break
    return made


def _title(card: Card, speak: Tongue) -> str:
    return heading(card.title, 2, TITLE) or heading(speak.say("Event"), 2, TITLE)


def _named(card: Card, speak: Tongue) -> str:
    known = key(card)
    return speak.say("Event {id}", id=known) if known else ""


def _facts(card: Card, detail: Detail, speak: Tongue) -> str:
    when = joined([words(card.when, 100), words(card.countdown or card.ago, 40)], " · ")
    lines = [
        labelled(speak.say("When"), when, speak),
        labelled(speak.say("Status"), standing(card), speak),
        labelled(speak.say("Where"), words(card.where, 200), speak),
        labelled(speak.say("Who"), _who(card, detail.names, speak), speak),
        labelled(speak.say("People"), words(card.people, detail.people), speak),
    ]
    return joined(lines, "\n")


def _who(card: Card, room: int, speak: Tongue) -> str:
    """The participants, each state behind its flag; as the card says it where it does not list them."""
    named = participants(card, speak)
    shown = [joined([sign, words(name, 80)], " ") for name, (sign, _) in named.items()]
    for count in range(len(shown), 0, -1):
        left = len(shown) - count
        text = (
            speak.count(
                "{names} and {number} other",
                "{names} and {number} others",
                left,
                names=", ".join(shown[:count]),
            )
            if left
            else speak.listed(shown)
        )
        if width(text) <= room:
            return text
    return words(card.who, room)


def _block(lines: list[str], detail: Detail, speak: Tongue) -> str:
    """The safe lines as a list, those that find no room counted."""
    return fitting([f"- {line}" for line in lines if line], detail.block, speak)


def _sources(card: Card, detail: Detail, room: int, speak: Tongue) -> tuple[str, bool]:
    """What the sources say, as many as fit, those that do not counted; and whether all fit."""
    if not card.sources:
        return "", True
    head = heading(speak.say("What the sources say"), 3, 80)
    blocks = [block for source in card.sources if (block := _source(source, detail, speak))]
    for kept in range(len(blocks), -1, -1):
        left = len(blocks) - kept
        rest = speak.count("… and {number} more source", "… and {number} more sources", left) if left else ""
        text = joined([joined([head, *blocks[:1][:kept]], "\n"), *blocks[1:kept], rest], "\n\n")
        if width(text) <= room:
            return text, not left
    return "", False


def _source(source: SourceLine, detail: Detail, speak: Tongue) -> str:
    title = source.title if source.title and source.title != source.label else ""
    head = [link(source.label, source.url, 90), words(title or "", 150), words(source.published or "", 40)]
    quoted = words(source.quote, detail.quote) if detail.quote else ""
    lines = [
        joined(head, " · ") or speak.say("An unnamed source"),
        small(_also(source, detail, speak)),
        f"> {quoted}" if quoted else "",
    ]
    return joined(lines, "\n")


def _also(source: SourceLine, detail: Detail, speak: Tongue) -> str:
    """The other addresses of the same text, those left out counted."""
    links = [
        link(speak.say("copy {number}", number=number), url)
        for number, url in enumerate(source.also[: detail.also], 1)
    ]
    more = len(source.also) - len(links)
    if not links:
        return speak.count("{number} copy of it", "{number} copies of it", more) if more else ""
    if not more:
        return speak.say("The same text: {links}", links=", ".join(links))
    return speak.count(
        "The same text: {links} and {number} more",
        "The same text: {links} and {number} more",
        more,
        links=", ".join(links),
    )
