"""iCalendar files: what their events tell, and bytes that are no calendar."""

from __future__ import annotations

import pytest

from briefings import world
from briefings.errors import CalendarError
from briefings.sources.calendars import MAX_BYTES, read_calendar
from briefings.world.calendar import KnownSummit


def ics(*events: str, name: str = "Desk") -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"X-WR-CALNAME:{name}"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event.strip().splitlines(), "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def one(event: str) -> KnownSummit:
    [found] = read_calendar(ics(event), "a.ics", world.load())
    return found


def test_whole_days_end_the_day_before() -> None:
    found = one("UID:g20-2027@desk\nSUMMARY:22nd G20 Summit 2027\nDTSTART;VALUE=DATE:20271114\n"
                "DTEND;VALUE=DATE:20271116\nLOCATION:London\\, United Kingdom")  # fmt: skip
    assert (found.id, found.organisation, found.name, found.edition) == (
        "g20-2027",
        "G20",
        "G20 Summit",
        "22",
    )
    assert (found.start, found.end) == ("2027-11-14", "2027-11-15")
    assert (found.country, found.city) == ("GB", "London")
    assert (found.calendar, found.source, found.announced) == ("Desk", "Desk", True)


@pytest.mark.parametrize(
    ("times", "start", "end"),
    [
        ("DTSTART;VALUE=DATE:20270604", "2027-06-04", None),
        ("DTSTART:20270604T090000Z\nDTEND:20270604T170000Z", "2027-06-04", None),
        ("DTSTART:20270604T090000Z\nDURATION:PT30H", "2027-06-04", "2027-06-05"),
        ("DTSTART:20270604T090000\nDTEND:20270605T000000", "2027-06-04", None),
        (
            "DTSTART;TZID=Asia/Tokyo:20270604T010000\nDTEND;TZID=Asia/Tokyo:20270604T020000",
            "2027-06-04",
            None,
        ),
        ("DTSTART;VALUE=DATE:20270604\nRRULE:FREQ=YEARLY", "2027-06-04", None),
    ],
)
def test_days_are_those_of_the_events_own_clock(times: str, start: str, end: str | None) -> None:
    found = one(f"UID:x\nSUMMARY:BRICS summit\n{times}")
    assert (found.start, found.end) == (start, end)


@pytest.mark.parametrize(
    ("fields", "body"),
    [
        ("SUMMARY:Summit of the Shanghai Cooperation Organisation", "SCO"),
        ("SUMMARY:ASEAN’s summit", "ASEAN"),
        ("SUMMARY:Leaders meet\nCATEGORIES:Work,NATO", "NATO"),
        ("SUMMARY:Supper of friends", None),
    ],
)
def test_the_body_is_found_by_category_or_name(fields: str, body: str | None) -> None:
    assert one(f"UID:x\n{fields}\nDTSTART;VALUE=DATE:20270604").organisation == body


@pytest.mark.parametrize(
    ("location", "place"),
    [
        ("Kazan\\, Russia", ("RU", "Kazan")),
        ("Grand Hall\\, 1 Square\\, Beijing\\, China", ("CN", "Beijing")),
        ("Brazil", ("BR", None)),
        ("Nairobi", ("KE", "Nairobi")),
        ("Smallville\\, Brazil", ("BR", "Smallville")),
        ("https://video.example/room", (None, None)),
        ("", (None, None)),
    ],
)
def test_places(location: str, place: tuple[str | None, str | None]) -> None:
    found = one(f"UID:x\nSUMMARY:Summit\nDTSTART;VALUE=DATE:20270604\nLOCATION:{location}")
    assert (found.country, found.city) == place


def test_tentative_and_cancelled_events_are_marked() -> None:
    dated = "UID:x\nSUMMARY:Summit\nDTSTART;VALUE=DATE:20270604\nSTATUS:"
    assert not one(dated + "TENTATIVE").announced
    assert one(dated + "CANCELLED").cancelled


def test_events_without_name_or_date_are_left_out() -> None:
    found = read_calendar(
        ics("SUMMARY:No date", "DTSTART;VALUE=DATE:20270604", "SUMMARY:Broken\nDTSTART:soon",
            "SUMMARY:Old\nDTSTART;VALUE=DATE:10660604", "SUMMARY:Good\nDTSTART;VALUE=DATE:20270604"),
        "a.ics",
        world.load(),
    )  # fmt: skip
    assert [summit.name for summit in found] == ["Good"]
    assert found[0].id.startswith("cal-")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no calendar"),
        (b"<html>login</html>", "no calendar"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR", "no calendar"),
        ("BEGIN:VCALENDAR\r\nVERSION:2.0".encode("utf-16"), "not UTF-8"),
        (ics("SUMMARY:No date"), "none of its 1 events"),
        (b"x" * (MAX_BYTES + 1), "5 MB"),
        (b"BEGIN:VCALENDAR\r\n" * 5000, "no calendar"),
    ],
)
def test_what_is_no_calendar_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(CalendarError, match=words) as refused:
        read_calendar(data, "a.ics", world.load())
    assert str(refused.value).startswith("a.ics: ")


def test_an_empty_calendar_is_a_calendar() -> None:
    assert read_calendar(ics(), "a.ics", world.load()) == ()
