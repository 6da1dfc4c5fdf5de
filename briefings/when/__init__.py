"""When something is: date expressions in running text and what they mean. Knows calendars and words, nobody
else: the reader asks it for the days of events, the sources for the day of publication.
"""

from __future__ import annotations

from briefings.when.expressions import (
    DateContext,
    When,
    advance,
    find_dates,
    find_durations,
    resolve,
    survey,
)
from briefings.when.meanings import Span, Tense

__all__ = [
    "DateContext",
    "Span",
    "Tense",
    "When",
    "advance",
    "find_dates",
    "find_durations",
    "resolve",
    "survey",
]
