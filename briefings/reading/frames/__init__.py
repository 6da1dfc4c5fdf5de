"""The trigger frames, and how a sentence's clauses are matched with them.

A match is a `Claim`: who with whom, of what kind and status, on which words; dates, places
and persons follow in later steps.

The rooms, as they build on each other: `table`, `claim`; `nouns` and `partners` (what stands where), `mood`
(held, announced, only spoken of), `visits`, `company` (who else was in the room), `journeys` (visits and
hours told in passing), `matcher`.
"""

from briefings.reading.frames.claim import Claim
from briefings.reading.frames.matcher import Matcher
from briefings.reading.frames.table import Frame, by_lemma, frames

__all__ = ["Claim", "Frame", "Matcher", "by_lemma", "frames"]
