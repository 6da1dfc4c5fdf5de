"""The period of a question in words, as a line of its own below a title."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefings.languages import Tongue


def period_fact(speak: Tongue, since: str | None, until: str | None) -> tuple[tuple[str, str], ...]:
    """(label, value) of the period that is looked at; nothing where there is no bound."""
    if since and until:
        value = speak.when(since) if since == until else speak.when(since, until)
    elif since:
        value = speak.since(since)
    elif until:
        value = speak.until(until)
    else:
        return ()
    return ((speak.say("Period"), value),)
