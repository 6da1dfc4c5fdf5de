"""Named and convened gatherings of many states: which one is meant, who hosts and attends, when and where.

A gathering is built up over the whole article: "the SCO summit" in one sentence, "Putin will attend"
in the next.
"""

from briefings.reading.summits.gatherings import Gatherings
from briefings.reading.summits.titles import titles

__all__ = ["Gatherings", "titles"]
