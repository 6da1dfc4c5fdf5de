"""Pictures of numbers, for phones: bars by month and a matrix of who met whom, light and dark.

    if available():
        png = await picture(Bars(...))

matplotlib (the extra ``charts``) runs in a process of its own: in a thread it would hold up whoever waits for
an answer meanwhile, for a tenth of a second at a time, and keep its memory.
"""

from __future__ import annotations

from briefings.charts.drawing import available, picture
from briefings.charts.figures import Bars, Matrix, Series

__all__ = ["Bars", "Matrix", "Series", "available", "picture"]
