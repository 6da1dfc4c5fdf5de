"""The admin's calendars beside the packaged one: who wins, what answers say, what outlives a lost network."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from briefings import world
from briefings.calendars import Calendars
from briefings.desk import Desk
from briefings.errors import Unreachable
from briefings.questions import Question
from briefings.sources.fetch import Fetched
from briefings.store import open_store
from briefings.world.calendar import Calendar, KnownSummit

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
EVENT = (
    "BEGIN:VEVENT\r\nUID:desk-1\r\nSUMMARY:BRICS summit\r\nDTSTART;VALUE=DATE:20270610\r\n"
    "DTEND;VALUE=DATE:20270612\r\nLOCATION:Beijing\\, China\r\nSTATUS:{status}\r\nEND:VEVENT\r\n"
)


def ics(status: str = "CONFIRMED") -> bytes:
    event = EVENT.format(status=status)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Our desk\r\n{event}END:VCALENDAR\r\n".encode()


def summit(summit_id: str, start: str, **fields: Any) -> KnownSummit:
    known: dict[str, Any] = {
        "organisation": "EU", "name": "EU summit", "edition": None, "end": None, "country": None,
        "city": None, "host": None, "announced": True, "source": "x", "note": None, "aliases": (),
    }  # fmt: skip
    return KnownSummit(id=summit_id, start=start, **(known | fields))


def ids(calendar: Calendar) -> list[str]:
    return [known.id for known in calendar]


def test_what_is_added_wins_by_id_or_by_body_name_and_year() -> None:
    packaged = Calendar(
        [
            summit("eu-2027-march", "2027-03-20"),
            summit("eu-2027-june", "2027-06-20"),
            summit("brics-2027", "2027", organisation="BRICS", name="BRICS summit"),
            summit("brics-2026", "2026-09", organisation="BRICS", name="BRICS summit"),
        ]
    )
    added = [
        summit("own-1", "2027-06-27"),
        summit("brics-2027", "2027-05-01", organisation=None, name="A meeting of five"),
        summit("own-2", "2028-06-27"),
    ]
    assert ids(packaged.with_added(added)) == [
        "brics-2026", "eu-2027-march", "brics-2027", "own-1", "own-2"
    ]  # fmt: skip
    gone = packaged.with_added([summit("own-1", "2027-06-27", cancelled=True)])
    assert ids(gone) == ["brics-2026", "eu-2027-march", "brics-2027"]


class Web:
    """Stands where the fetcher does: one calendar, or no network."""

    def __init__(self) -> None:
        self.body: bytes | None = ics()
        self.asked: list[str | None] = []

    async def get(self, url: str, *, etag: str | None = None, **_more: Any) -> Fetched:
        self.asked.append(etag)
        if self.body is None:
            raise Unreachable(url, "there is no network.")
        if etag == "1":
            return Fetched(304, url, {}, b"", "", None, not_modified=True)
        return Fetched(200, url, {"etag": "1"}, self.body, "text/calendar", None)


URL = "https://desk.example/summits.ics"


async def test_an_address_is_fetched_by_its_marks_and_outlives_the_network(tmp_path: Path) -> None:
    web = Web()
    async with await open_store(tmp_path / "record.sqlite3") as store:

        def calendars() -> Calendars:
            return Calendars([URL], store, lambda: web, lambda: NOW, world.load())  # type: ignore[arg-type, return-value]

        assert await calendars().kept() == ()
        [first] = await calendars().refresh()
        [second] = await calendars().refresh()
        assert [s.name for s in first.summits] == ["BRICS summit"]
        assert (second.summits, web.asked) == (first.summits, [None, "1"])
        web.body = None
        assert await calendars().kept() == first.summits
        [third] = await calendars().refresh()
        assert third.summits == first.summits
        assert "no network" in (third.error or "")


async def test_a_file_is_read_as_it_is_and_a_broken_one_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "summits.ics"
    file.write_bytes(ics())
    async with await open_store(tmp_path / "record.sqlite3") as store:
        calendars = Calendars([str(file)], store, lambda: Web(), lambda: NOW, world.load())  # type: ignore[arg-type, return-value]
        assert len(await calendars.kept()) == 1
        assert calendars.is_due()
        await calendars.refresh()
        assert not calendars.is_due()
        file.write_bytes(b"nonsense")
        [report] = await calendars.refresh()
        assert "summits.ics: this is no calendar" in (report.error or "")
        assert len(report.summits) == len(await calendars.kept()) == 1
        file.unlink()
        [report] = await calendars.refresh()
        assert "cannot be opened" in (report.error or "")


@pytest.mark.parametrize("status", ["CONFIRMED", "CANCELLED"])
async def test_answers_show_the_entry_with_its_calendar(tmp_path: Path, status: str) -> None:
    file = tmp_path / "summits.ics"
    file.write_bytes(ics(status))
    async with await open_store(tmp_path / "record.sqlite3") as store:
        known = world.load()
        calendars = Calendars([str(file)], store, lambda: Web(), lambda: NOW, known)  # type: ignore[arg-type, return-value]
        own = known.with_calendar(known.calendar.with_added(await calendars.kept()))
        desk = Desk(store, own, lambda: NOW)
        answer = await desk.answer(Question("upcoming", {"who": "BRICS"}))
        cards = [card for card in answer.cards if card.event.event.start and "2027" in card.event.event.start]
        if status == "CANCELLED":
            assert cards == []
            return
        [card] = cards
        assert (card.when, card.where) == ("10–11 June 2027", "Beijing, China")
        assert card.notes == ("from the calendar “Our desk”",)
        assert "From the calendars of summits" in [group.heading for group in answer.groups]
        event = await desk.answer(Question("event", {"id": card.event.id}))
        assert event.notes[0].startswith("From the calendar “Our desk”")
    assert "brics-2027" in [s.id for s in known.calendar]
