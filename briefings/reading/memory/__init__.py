"""What an article lets its readers remember: who is in focus, who were last together.

The rooms: `fitting` (which title may mean whom), `story` (what was told so far), `one` and `many` (whom a
mention of one or of several means), `memory` (the way through the sentences).
"""

from briefings.reading.memory.memory import Memory

__all__ = ["Memory"]
