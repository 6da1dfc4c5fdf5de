"""Date expressions in a sentence, and what they mean: partial dates, never more precise than the words.

Two steps, because a weekday needs the tense of its clause: `find_dates` finds every expression with its place in the
sentence, `resolve` turns one into (start, end) once the caller knows whether the clause tells of the past or of the
future. `advance` carries what the article itself has fixed from one sentence to the next.

    context = DateContext(published="2024-05-16")
    for sentence in sentences:
        found = find_dates(sentence, context)
        ...  # resolve(found[i], context, "past") for the events of this sentence
        context = advance(context, found, tense)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tense = Literal["past", "future"]
"""past: the encounter has happened or is under way; future: it is announced."""

Span = tuple[str | None, str | None]
"""(start, end) as in `briefings.models.Event`: ISO day, month, year or None; end None where one date is meant."""


@dataclass(frozen=True, slots=True)
class DateContext:
    """What a date may lean on.

    `published` is the article's own date (ISO day, month or year) or None; `readings` all days it could be where it
    reads two ways (then `published` is None). The rest is what the sentences so far have fixed, kept by `advance`:
    `fixed` the last date the text gave (for "the same day", "two days later"), `year` the year of the last date
    that named its year, `listed` the last date at the head of a list line ("December 6: ..."), `heading` the span of
    the last line that was nothing but a date (a diary's "TUESDAY, APRIL 9"), None after a new one that is not.
    """

    published: str | None = None
    readings: tuple[str, ...] = ()
    fixed: str | None = None
    year: int | None = None
    listed: str | None = None
    heading: Span | None = None


@dataclass(frozen=True, slots=True)
class When:
    """One date expression: `words` is ``sentence[lo:hi]``.

    kind: 'day' | 'month' | 'year' | 'range' (named in the calendar), 'weekday', 'relative' (to publication),
    'anaphoric' (to what the article fixed: "the same day"), 'vague' (says that time is meant, not which: "in the
    coming weeks"; resolves to unknown), 'attributive' (a year or month used as a name: "the 2015 accord").
    `preposition`: the word before that governs it, lower case ('on', 'in', 'since', 'by', 'until', 'from', ''):
    "since" and "until" seldom date the event of their clause.
    `leading`: it opens the sentence as a list's or diary's date ("December 6: ..."); `alone`: the sentence is
    nothing else. `needs_tense`: past and future readings differ.
    """

    lo: int
    hi: int
    words: str
    kind: str
    preposition: str = ""
    leading: bool = False
    alone: bool = False
    needs_tense: bool = False
    start: str | None = None
    """Resolved for a clause of unknown tense; see `resolve`."""
    end: str | None = None


def find_dates(sentence: str, context: DateContext | None = None) -> list[When]:
    """Every date expression of the sentence from left to right, not overlapping."""
    raise NotImplementedError


def resolve(when: When, context: DateContext, tense: Tense | None = None) -> Span:
    """What an expression means in this article; (None, None) where nothing supports a date."""
    raise NotImplementedError


def advance(context: DateContext, found: list[When], tense: Tense | None = None) -> DateContext:
    """The context for the next sentence, after a sentence with these expressions."""
    raise NotImplementedError
