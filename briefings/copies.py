"""Near copies: the same wire text with another headline, dateline or paragraph is one source with several
addresses.

Each copy is stored as an article of its own, so that nothing it adds is lost and its corrections are its own;
articles of one family count once where an event's sources are told and weighed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefings import dates
from briefings.identity import resemblance

if TYPE_CHECKING:
    from briefings.store.protocol import NewVersion, Writing

ALIKE = 0.4
"""The share of runs of five words that copies have in common at least. Of a text of four paragraphs one may
be another; two reporters' own words on one event share next to nothing.
"""

FEWEST_RUNS = 30
"""Shorter texts share their phrases by chance."""

DAYS_APART = 10
"""Copies appear within days; a yearly statement in the same words is another one."""

_LOOKED_UP = 8
"""So many smallest runs are looked up: one of them is shared by 99 of 100 pairs that are half alike."""

_SIGN = 1 << 63


def runs_of(signature: tuple[int, ...]) -> tuple[int, ...]:
    """The runs by which near copies of a text are looked up, as 64 bits with sign; none for a short text."""
    return tuple(run - _SIGN for run in signature[:_LOOKED_UP]) if len(signature) >= FEWEST_RUNS else ()


async def family_of(
    writing: Writing, scope: str, version: NewVersion, *, beside: str | None = None
) -> str | None:
    """The family of the stored article that `version` is a near copy of, the most alike; None if it is none.

    `beside` is the article itself, where it is stored already.
    """
    own = _parsed(version.signature)
    best: tuple[float, str] | None = None
    for other in await writing.resembling(scope, version.runs, beside=beside):
        if not _near(version.published, other.published):
            continue
        theirs = _parsed(other.signature)
        alike = resemblance(own, theirs) if len(theirs) >= FEWEST_RUNS else 0.0
        if alike >= ALIKE and (best is None or alike > best[0]):
            best = alike, other.family
    return best[1] if best else None


def _parsed(signature: str) -> tuple[int, ...]:
    return tuple(int(run, 16) for run in signature.split())


def _near(one: str | None, other: str | None) -> bool:
    """Whether two publications may lie within days of each other; an unknown one may."""
    return not one or not other or dates.gap_days((one, None), (other, None)) <= DAYS_APART
