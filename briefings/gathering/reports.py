"""What the admins are told of a source: once that it fails for long, once that it works again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from briefings.languages import Phrase, counted, phrase
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
    said = counted(
        "{feed} has failed {number} time since {moment} UTC. {error} It is still tried now and then.",
        "{feed} has failed {number} times since {moment} UTC. {error} It is still tried now and then.",
        source.failures,
        feed=name(source),
        moment=f"{since:%Y-%m-%d %H:%M}",
        error=source.last_error or "",
    )
    return Report(source, True, said.changed(lambda text: text.replace("  ", " ")))


def recovered(source: SourceEntry) -> Report | None:
    """The report for a source that works again; `source` is as it was before. None if nobody was told."""
    return (
        Report(source, False, phrase("{feed} works again.", feed=name(source))) if source.reported else None
    )


def state(source: SourceEntry, now: datetime) -> Phrase:
    """How a source is, in a few words: works, fails and since when, not polled yet."""
    if source.paused:
        return phrase("paused")
    if source.failing_since is not None:
        times = phrase("once")
        if source.failures != 1:
            times = counted("{number} time", "{number} times", source.failures)
        return phrase(
            "fails, first {ago} ({times}): {error}",
            ago=_ago(now - source.failing_since),
            times=times,
            error=source.last_error or "",
        )
    if source.last_ok is None:
        return phrase("not looked at yet")
    return phrase("works, looked at {ago}", ago=_ago(now - source.last_ok))


def _ago(span: timedelta) -> Phrase:
    minutes = int(span.total_seconds() // 60)
    if minutes < 2:
        return phrase("a moment ago")
    if minutes < 120:
        return counted("{number} minute ago", "{number} minutes ago", minutes)
    hours = minutes // 60
    if hours < 48:
        return counted("{number} hour ago", "{number} hours ago", hours)
    return counted("{number} day ago", "{number} days ago", hours // 24)


def name(source: SourceEntry) -> str:
    """The source for people: its title with its address."""
    return f"{source.title} ({source.url})" if source.title else source.url
