from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.schedule import Schedule, Verdict, decide, in_words

ZONES = (
    "UTC", "Europe/Berlin", "Europe/London", "America/New_York", "America/St_Johns", "America/Santiago",
    "America/Havana", "America/Sao_Paulo", "Africa/Cairo", "Africa/Casablanca", "Asia/Beirut", "Asia/Tehran",
    "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo", "Asia/Gaza", "Australia/Sydney", "Australia/Lord_Howe",
    "Pacific/Chatham", "Pacific/Kiritimati", "Pacific/Apia", "Antarctica/Troll", "Atlantic/Azores",
)  # fmt: skip
TIMES = (
    time(0),
    time(0, 30),
    time(1, 30),
    time(2),
    time(2, 30),
    time(3),
    time(8),
    time(23, 30),
    time(23, 59),
)
YEAR = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]


def pass_over(
    schedule: Schedule, start: datetime, end: datetime, step: timedelta
) -> list[tuple[date, datetime]]:
    """What a ticker posts between two moments, with the ledger's newest day as its only memory."""
    posted: list[tuple[date, datetime]] = []
    last: date | None = start.astimezone(schedule.zone).date() - timedelta(days=1)
    now = start
    while now <= end:
        for decision in decide(schedule, now, last):
            last = decision.day
            if decision.verdict is Verdict.POST:
                posted.append((decision.day, now))
        now += step
    return posted


@pytest.mark.parametrize("zone", ZONES)
def test_every_local_date_of_a_year_has_one_moment_in_order(zone: str) -> None:
    for wall in TIMES:
        schedule = Schedule(wall, ZoneInfo(zone))
        moments = [schedule.instant(day) for day in YEAR]
        assert all(earlier < later for earlier, later in pairwise(moments))
        for day, moment in zip(YEAR, moments, strict=True):
            local = moment.astimezone(schedule.zone)
            assert local.date() == day
            meant = datetime.combine(day, wall, schedule.zone)
            exists = meant.astimezone(UTC).astimezone(schedule.zone).replace(fold=0) == meant
            assert local.time() == wall if exists else local.time() > wall


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("wall", [time(0), time(1, 30), time(2, 30), time(8)])
def test_a_ticker_posts_each_date_of_2026_once_and_on_time(zone: str, wall: time) -> None:
    schedule = Schedule(wall, ZoneInfo(zone))
    start = schedule.instant(date(2026, 1, 1)) - timedelta(minutes=5)
    posted = pass_over(schedule, start, schedule.instant(date(2026, 12, 31)), timedelta(minutes=25))
    days = [day for day, _ in posted]
    assert days in (YEAR, YEAR[:-1])
    assert all(at - schedule.instant(day) < timedelta(minutes=25) for day, at in posted)


@pytest.mark.parametrize(
    ("zone", "wall", "day", "utc"),
    [
        ("Europe/Berlin", time(2, 30), date(2026, 3, 29), "2026-03-29T01:30"),
        ("Europe/Berlin", time(2, 30), date(2026, 10, 25), "2026-10-25T00:30"),
        ("Europe/Berlin", time(8), date(2026, 10, 24), "2026-10-24T06:00"),
        ("Europe/Berlin", time(8), date(2026, 10, 25), "2026-10-25T07:00"),
        ("America/New_York", time(1, 30), date(2026, 11, 1), "2026-11-01T05:30"),
        ("Africa/Cairo", time(0), date(2026, 4, 24), "2026-04-23T22:00"),
        ("Asia/Kathmandu", time(8), date(2026, 6, 1), "2026-06-01T02:15"),
    ],
)
def test_days_on_which_clocks_change(zone: str, wall: time, day: date, utc: str) -> None:
    assert Schedule(wall, ZoneInfo(zone)).instant(day) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@settings(max_examples=150, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    minutes=st.integers(0, 1439),
    start=st.integers(0, 350 * 1440).map(lambda n: datetime(2026, 1, 2, tzinfo=UTC) + timedelta(minutes=n)),
    pauses=st.lists(st.integers(1, 60 * 40), min_size=1, max_size=40),
    weekdays=st.sets(st.integers(0, 6), min_size=1),
)
def test_whatever_the_pauses_each_date_is_decided_once(
    zone: str, minutes: int, start: datetime, pauses: list[int], weekdays: set[int]
) -> None:
    schedule = Schedule(time(minutes // 60, minutes % 60), ZoneInfo(zone), tuple(sorted(weekdays)))
    now = start
    first = last = now.astimezone(schedule.zone).date() - timedelta(days=1)
    decided: list[date] = []
    for pause in pauses:
        now += timedelta(minutes=pause)
        for decision in decide(schedule, now, last):
            late = now - schedule.instant(decision.day)
            assert timedelta() <= late
            assert (decision.verdict is Verdict.POST) == (late <= schedule.catch_up)
            assert decision.reason or decision.verdict is Verdict.POST
            decided.append(decision.day)
            last = decision.day
    span = [first + timedelta(days=n) for n in range(1, (now.date() - first).days + 2)]
    due = [day for day in span if day.weekday() in weekdays and schedule.instant(day) <= now]
    assert decided == due


def test_a_first_start_reports_no_gap() -> None:
    schedule = Schedule(time(8), ZoneInfo("UTC"))
    assert decide(schedule, datetime(2026, 5, 4, 7, 59, tzinfo=UTC), None) == ()
    [skipped] = decide(schedule, datetime(2026, 5, 4, 21, tzinfo=UTC), None)
    assert (skipped.day, skipped.verdict) == (date(2026, 5, 4), Verdict.SKIP)
    [evening] = decide(Schedule(time(23), ZoneInfo("UTC")), datetime(2026, 5, 4, 1, tzinfo=UTC), None)
    assert (evening.day, evening.verdict) == (date(2026, 5, 3), Verdict.POST)
    [decision] = decide(schedule, datetime(2026, 5, 4, 8, tzinfo=UTC), None)
    assert (decision.day, decision.verdict, decision.late) == (date(2026, 5, 4), Verdict.POST, timedelta())


def test_a_late_digest_says_so_and_a_very_late_one_is_skipped_with_the_reason() -> None:
    schedule = Schedule(time(8), ZoneInfo("UTC"))
    yesterday = date(2026, 5, 3)
    [late] = decide(schedule, datetime(2026, 5, 4, 11, tzinfo=UTC), yesterday)
    assert (late.verdict, late.late) == (Verdict.POST, timedelta(hours=3))
    [skipped] = decide(schedule, datetime(2026, 5, 4, 15, tzinfo=UTC), yesterday)
    assert skipped.verdict is Verdict.SKIP
    assert "more than 6 hours late (7 hours)" in skipped.reason


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=20), "0 minutes"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=30), "30 hours"),
        (timedelta(days=3), "3 days"),
    ],
)
def test_lengths_of_time_in_words(span: timedelta, words: str) -> None:
    assert in_words(span) == words
