"""Encounters told by a noun."""

from briefings.reading.nominal.nominals import Nominals

__all__ = ["Nominals"]
