"""What a digest has besides its text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extras:
    """What a digest has besides its text. `mention` is the platform's name of the role to ping, or empty;
    `calendar` stands for a file, `events` for entries among the platform's own events.
    """

    thread: bool = False
    publish: bool = False
    mention: str = ""
    calendar: bool = False
    events: bool = False


NOTHING = Extras()
