"""Events in words: one or two plain sentences made of an event's fields and of the words its article used.

Pure; `briefings.reading` words what one article tells and the record what several tell together, by the same
rules.
"""

from __future__ import annotations

from briefings.wording.summary import LONGEST, summary_of

__all__ = ["LONGEST", "summary_of"]
