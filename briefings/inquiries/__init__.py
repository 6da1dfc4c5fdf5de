"""The questions the desk answers, one module each; each has `async def answer(asked: Inquiry) -> Answer`.

A module is imported when its question is asked for the first time.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from briefings.answers import Answer
    from briefings.inquiries.inquiry import Inquiry

QUESTIONS = (
    "met", "upcoming", "timeline", "who", "summit", "chart", "calendar", "export",
    "event", "search", "digest", "help", "about",
)  # fmt: skip
"""Each is a command and the name of its module here."""


def answering(command: str) -> Callable[[Inquiry], Awaitable[Answer]]:
    """What answers `command`. Raises `KeyError` for a command that is none."""
    if command not in QUESTIONS:
        raise KeyError(command)
    answer: Callable[[Inquiry], Awaitable[Answer]] = import_module(f"{__name__}.{command}").answer
    return answer
