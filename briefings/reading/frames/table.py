"""The table of trigger frames: data/frames.toml, whose head describes its fields and whose examples are
tests."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Frame:
    """One row of the table; the fields are described at its head."""

    name: str
    kind: str
    verbs: tuple[str, ...]
    partner: tuple[str, ...] = ()
    particle: tuple[tuple[str, ...], ...] = ()
    nouns: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    follow: tuple[str, ...] = ()
    host: str = ""
    needs: str = ""
    plain: bool = False
    status: str = ""
    traveller: str = ""
    examples: tuple[str, ...] = ()


@cache
def frames() -> tuple[Frame, ...]:
    """The table, read on first use."""
    text = Path(__file__).parents[1].joinpath("data/frames.toml").read_text("utf-8")
    return tuple(_frame(row) for row in tomllib.loads(text)["frame"])


def _frame(row: dict[str, Any]) -> Frame:
    return Frame(
        name=row["name"],
        kind=row["kind"],
        verbs=tuple(row["verbs"]),
        partner=tuple(row.get("partner", ())),
        particle=tuple(sorted((tuple(p.split()) for p in row.get("particle", ())), key=len, reverse=True)),
        nouns=tuple(row.get("nouns", ())),
        place=tuple(row.get("place", ())),
        follow=tuple(row.get("follow", ())),
        host=row.get("host", ""),
        needs=row.get("needs", ""),
        plain=row.get("plain", False),
        status=row.get("status", ""),
        traveller=row.get("traveller", ""),
        examples=tuple(row.get("examples", ())),
    )


@cache
def by_lemma() -> dict[str, tuple[Frame, ...]]:
    """Lemma -> its frames, in the order of the table."""
    found: dict[str, list[Frame]] = {}
    for frame in frames():
        for verb in frame.verbs:
            found.setdefault(verb, []).append(frame)
    return {lemma: tuple(rows) for lemma, rows in found.items()}
