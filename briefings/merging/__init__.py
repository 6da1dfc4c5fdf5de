"""Which tellings are of the same event, and what they say together. Pure: no clock, no store, no world.

`block_of` says in which tellings a twin can be found at all, `same_event` compares two, `cluster` sorts the
tellings of any number of articles into events, whatever their order, and `combine` makes one event of such a
group.
"""

from __future__ import annotations

from briefings.merging.blocks import block_of
from briefings.merging.clusters import cluster, same_event
from briefings.merging.combining import Combined, combine
from briefings.merging.looks import Sides

__all__ = ["Combined", "Sides", "block_of", "cluster", "combine", "same_event"]
