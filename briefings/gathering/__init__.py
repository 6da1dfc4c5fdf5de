"""A record that fills itself: due sources are polled, what is new in them is read and added."""

from __future__ import annotations

from briefings.gathering.gatherer import Gathered, Gatherer
from briefings.gathering.reports import Report

__all__ = ["Gathered", "Gatherer", "Report"]
