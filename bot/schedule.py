"""When a digest is due: pure decisions from a schedule, the clock and what the ledger already holds.

A digest belongs to a local date, not to an instant that a timer might miss or meet twice. So nothing here
computes a next run: it asks, for each local date, whether its moment has come and nobody has dealt with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from briefings.languages import ENGLISH, Tongue

LATE_AFTER = timedelta(minutes=10)
"""A digest posted later than this after its time says so."""

LONGEST_GAP = 366
"""How many local dates back a gap is written into the ledger."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A wall-clock time on some weekdays (Monday 0) in a zone, and how late it may be made good."""

    time: time
    zone: ZoneInfo
    weekdays: tuple[int, ...] = tuple(range(7))
    catch_up: timedelta = timedelta(hours=6)

    def instant(self, day: date) -> datetime:
        """The moment (UTC) of the local date `day`.

        A time that the clocks skip in spring is the moment as far after the change as it was meant after it;
        a time that they repeat in autumn is its first occurrence.
        """
        return datetime.combine(day, self.time, self.zone).astimezone(UTC)


class Verdict(StrEnum):
    POST = "post"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do about one local date. `late` is zero unless the digest has to say that it is late."""

    day: date
    verdict: Verdict
    late: timedelta = timedelta()
    reason: str = ""


def decide(schedule: Schedule, now: datetime, last_day: date | None) -> tuple[Decision, ...]:
    """What to do about every local date newer than `last_day` that is due at `now` (aware), oldest first.

    `last_day` is the newest local date that the ledger has dealt with in any way. Without one, nothing was
    ever promised: only today's or a date that can be made good counts, so that a first start reports no gap.
    """
    today = now.astimezone(schedule.zone).date()
    # A zone may be a day ahead of the date on which its moment falls where clocks skip midnight.
    first = max(last_day + timedelta(days=1) if last_day else today, today - timedelta(days=LONGEST_GAP))
    if last_day is None:
        first = today - timedelta(days=1)
    days = [first + timedelta(days=step) for step in range((today - first).days + 1)]
    due = [day for day in days if day.weekday() in schedule.weekdays and schedule.instant(day) <= now]
    decisions = tuple(_decision(schedule, now, day) for day in due)
    if last_day is None:
        return tuple(d for d in decisions[-1:] if d.day == today or d.verdict is Verdict.POST)
    return decisions


def _decision(schedule: Schedule, now: datetime, day: date) -> Decision:
    late = now - schedule.instant(day)
    if late <= schedule.catch_up:
        return Decision(day, Verdict.POST, late if late > LATE_AFTER else timedelta())
    return Decision(
        day, Verdict.SKIP, late, f"{too_late(late, schedule.catch_up)}; no bot was running on time"
    )


def too_late(late: timedelta, bound: timedelta) -> str:
    """Why a digest is not posted any more, e.g. “more than 6 hours late (30 hours)”."""
    return f"more than {in_words(bound)} late ({in_words(late)})"


def next_day(schedule: Schedule, now: datetime, last_day: date | None) -> date:
    """The local date of the next digest at `now` (aware): the first one on its weekdays that nobody has dealt
    with; it may be due already.
    """
    day = now.astimezone(schedule.zone).date()
    if last_day is not None:
        day = max(day, last_day + timedelta(days=1))
    while day.weekday() not in schedule.weekdays:
        day += timedelta(days=1)
    return day


def in_words(span: timedelta, speak: Tongue = ENGLISH) -> str:
    """A length of time as people say it: “25 minutes”, “3 hours”, “2 days”."""
    minutes = max(0, round(span.total_seconds() / 60))
    if minutes >= 2880:
        return speak.count("{number} day", "{number} days", round(minutes / 1440))
    if minutes >= (120 if minutes % 60 else 60):
        return speak.count("{number} hour", "{number} hours", round(minutes / 60))
    return speak.count("{number} minute", "{number} minutes", minutes)
