"""What the admins are told of a source: once that it fails for long, once that it works again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from briefings.store.sources import SourceEntry

LONG = timedelta(hours=24)
MANY = 8


@dataclass(frozen=True, slots=True)
class Report:
    """`sentence` is for people; `failing` is False for a recovery. `source` has scope and `added_by`."""

    source: SourceEntry
    failing: bool
    sentence: str


def failing(source: SourceEntry, now: datetime) -> Report | None:
    """The report that is due for a source that has just failed; None if it is early or known."""
    since = source.failing_since
    if source.reported or since is None or (source.failures < MANY and now - since < LONG):
        return None
    return Report(
        source,
        True,
        f"{name(source)} has failed {source.failures} times since {since:%Y-%m-%d %H:%M} UTC. "
        f"{source.last_error or ''} It is still tried now and then.".replace("  ", " "),
    )


def recovered(source: SourceEntry) -> Report | None:
    """The report for a source that works again; `source` is as it was before. None if nobody was told."""
    return Report(source, False, f"{name(source)} works again.") if source.reported else None


def state(source: SourceEntry, now: datetime) -> str:
    """How a source is, in a few words: works, fails and since when, not polled yet."""
    if source.paused:
        return "paused"
    if source.failing_since is not None:
        times = "once" if source.failures == 1 else f"{source.failures} times"
        return f"fails, first {_ago(now - source.failing_since)} ({times}): {source.last_error or ''}"
    if source.last_ok is None:
        return "not looked at yet"
    return f"works, looked at {_ago(now - source.last_ok)}"


def _ago(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    if minutes < 2:
        return "a moment ago"
    if minutes < 120:
        return f"{minutes} minutes ago"
    hours = minutes // 60
    return f"{hours} hours ago" if hours < 48 else f"{hours // 24} days ago"


def name(source: SourceEntry) -> str:
    """The source for people: its title with its address."""
    return f"{source.title} ({source.url})" if source.title else source.url
