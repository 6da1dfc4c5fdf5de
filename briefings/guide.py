"""What can be asked, as `/help` explains it: the platform hands its commands in, the desk fills the gaps."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """One command. `usage` is the line to type; `options` are (name, description).

    `patterns` are lines with gaps: ``{actor}``, ``{partner}`` (whom the actor met), ``{person}``,
    ``{summit}``, ``{host}`` (of something ahead), ``{event}`` (an id), ``{city}``, ``{month}``. A line of
    which a gap cannot be filled is left out; `examples` are whole lines for when none is left.
    """

    name: str
    usage: str
    description: str
    options: tuple[tuple[str, str], ...] = ()
    patterns: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
