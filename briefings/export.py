"""Events as a file: a table for a spreadsheet (CSV) or JSON, bounded in rows and bytes.

A table holds no formulas: text from articles that a spreadsheet would take for one is marked as text.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from briefings.answers import Card

MOST_ROWS = 5000
MOST_BYTES = 8 * 1024 * 1024

FORMATS = {"csv": "text/csv", "json": "application/json"}

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_COLUMNS: dict[str, Callable[[Card], object]] = {
    "id": lambda card: card.event.id,
    "kind": lambda card: card.event.event.kind.value,
    "standing": lambda card: card.standing.value,
    "start": lambda card: card.event.event.start,
    "end": lambda card: card.event.event.end,
    "actors": lambda card: ";".join(card.event.event.actors),
    "who": lambda card: card.who,
    "people": lambda card: "; ".join(card.event.event.people),
    "organisation": lambda card: card.event.event.organisation,
    "name": lambda card: card.event.event.name,
    "country": lambda card: card.event.event.place.country,
    "city": lambda card: card.event.event.place.city,
    "summary": lambda card: card.summary,
    "differs": lambda card: " | ".join(card.differs),
    "sources": lambda card: len(card.sources),
    "publishers": lambda card: "; ".join(dict.fromkeys(source.label for source in card.sources)),
    "urls": lambda card: " ".join(source.url for source in card.sources if source.url),
}


@dataclass(frozen=True, slots=True)
class Exported:
    """`rows` of the cards are in `data`; fewer than were given where they did not fit."""

    data: bytes
    rows: int


def as_csv(cards: Iterable[Card], most_bytes: int = MOST_BYTES) -> Exported:
    """A table in UTF-8 with a byte order mark, by which Excel knows it."""
    head = ("\ufeff" + _line(_COLUMNS)).encode()
    return _joined(
        (_line(_cell(value(card)) for value in _COLUMNS.values()).encode() for card in cards),
        head,
        b"",
        b"",
        most_bytes,
    )


def as_json(cards: Iterable[Card], total: int, most_bytes: int = MOST_BYTES) -> Exported:
    """The events as `--json` shows them everywhere, one a line, within one object."""
    rows = (json.dumps(card.to_json(), ensure_ascii=False).encode() for card in cards)
    return _joined(rows, b'{"total": %d, "events": [\n' % total, b",\n", b"\n]}\n", most_bytes)


def _joined(rows: Iterable[bytes], head: bytes, between: bytes, tail: bytes, most: int) -> Exported:
    parts, size = [], len(head) + len(tail)
    for row in rows:
        size += len(row) + len(between)
        if size > most:
            break
        parts.append(row)
    return Exported(head + between.join(parts) + tail, len(parts))


def _line(cells: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()


def _cell(value: object) -> object:
    """The value as a cell that is never a formula."""
    if not isinstance(value, str):
        return value
    said = "".join(sign for sign in value if sign >= " ")
    return f"'{said}" if said.lstrip().startswith(_FORMULA) else said
