"""Who does it and with whom: subjects to the left of a verb, objects and complements to its right, without
a parser."""

from briefings.reading.clauses.leftward import Clauses
from briefings.reading.clauses.parties import Arguments, Party

__all__ = ["Arguments", "Clauses", "Party"]
