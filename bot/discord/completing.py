"""Completions that are asked of the record: within the time that Discord gives, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

SECONDS = 2.0
"""Discord gives three, the way there and back included."""

T = TypeVar("T")


async def in_time(work: Awaitable[T]) -> T | None:
    """What comes of `work`; None where it takes too long. It goes on, for no statement can be taken back."""
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait({task}, timeout=SECONDS)
    if done:
        return task.result()
    task.add_done_callback(lambda late: late.cancelled() or late.exception())
    return None
