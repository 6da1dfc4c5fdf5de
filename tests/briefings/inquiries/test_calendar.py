"""`/calendar`: a file that calendars take, whose entries keep their identity."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from briefings import ics
from briefings.answers import AnswerKind
from tests.briefings.conftest import Newsroom, event

KAZAN = {
    "kind": "summit",
    "status": "upcoming",
    "country": "RU",
    "city": "Kazan",
    "organisation": "BRICS",
    "name": "BRICS summit",
}


def entries(data: bytes) -> dict[str, Any]:
    """The events of a file by UID."""
    calendar = Calendar.from_ical(data.decode())
    return {str(one["UID"]): one for one in calendar.walk("VEVENT")}


async def asked(newsroom: Newsroom, who: str = "") -> tuple[Any, dict[str, Any]]:
    answer = await newsroom.ask("calendar", **({"who": who} if who else {}))
    return answer, entries(answer.files[0].data)


async def test_whole_days_with_place_sources_and_status(newsroom: Newsroom) -> None:
    await newsroom.tell("Visit, planned; soon", event("FR PK", "2024-10-10", status="upcoming", city="Paris"))
    await newsroom.tell("Off", event("PK TR", "2024-10-11", status="cancelled"))
    await newsroom.tell("Vague", event("PK CN", "2024-12", status="upcoming"))
    answer, found = await asked(newsroom, "pakistan")
    (visit,) = [
        one for one in found.values() if str(one["SUMMARY"]) == "France and Pakistan: meeting in Paris"
    ]
    assert visit["DTSTART"].dt == date(2024, 10, 10)
    assert visit["DTEND"].dt == date(2024, 10, 11)
    assert visit["STATUS"] == "CONFIRMED"
    assert "https://press.example/visit,-planned;-soon" in str(visit["DESCRIPTION"])
    (off,) = [one for one in found.values() if "Turkey" in str(one["SUMMARY"])]
    assert off["STATUS"] == "CANCELLED"
    assert not any("China" in str(one["SUMMARY"]) for one in found.values())
    assert any("have no day yet and are left out" in note for note in answer.notes)
    assert answer.files[0].name == "upcoming-pakistan.ics"


async def test_a_summit_keeps_its_uid_when_articles_come_and_when_it_is_moved(newsroom: Newsroom) -> None:
    _, before = await asked(newsroom)
    known = before["brics-2024@dragoman"]
    assert known["DTSTART"].dt == date(2024, 10, 22)
    added = await newsroom.tell("Kazan", event("BR CN IN RU", "2024-10", **KAZAN))
    _, told = await asked(newsroom)
    assert told.keys() == before.keys()
    assert "press.example" in str(told["brics-2024@dragoman"]["DESCRIPTION"])
    newsroom.now += timedelta(days=900)  # the packaged calendar is of 2026
    await newsroom.record.forget(added.article_id)
    await newsroom.tell("Moved", event("BR CN IN RU", "2024-10-23", **KAZAN))
    newsroom.now -= timedelta(days=900)
    _, moved = await asked(newsroom)
    assert moved["brics-2024@dragoman"]["DTSTART"].dt == date(2024, 10, 23)
    assert int(moved["brics-2024@dragoman"]["SEQUENCE"]) > int(known["SEQUENCE"])


async def test_an_event_keeps_its_uid_when_another_article_tells_it(newsroom: Newsroom) -> None:
    await newsroom.tell("One", event("FR PK", "2024-10-10", status="upcoming"))
    _, before = await asked(newsroom, "pakistan")
    newsroom.now += timedelta(hours=1)
    await newsroom.tell("Two", event("FR PK", "2024-10-10", status="upcoming", city="Paris"))
    _, after = await asked(newsroom, "pakistan")
    assert after.keys() == before.keys()
    (uid,) = [key for key in after if "Paris" in str(after[key]["SUMMARY"])]
    assert int(after[uid]["SEQUENCE"]) == int(before[uid]["SEQUENCE"]) + 60
    again, _ = await asked(newsroom, "pakistan")
    assert again.files[0].data == (await newsroom.ask("calendar", who="pakistan")).files[0].data


async def test_an_event_keeps_its_uid_when_it_is_read_anew(newsroom: Newsroom) -> None:
    await newsroom.tell("One", event("FR TV", "2024-10-10", status="upcoming", city="Paris"))
    _, before = await asked(newsroom, "tuvalu")
    newsroom.reader.version = "2"
    newsroom.reader.plans["One"] = (event("FR TV", "2024-10-11", status="upcoming", city="Paris"),)
    await newsroom.record.reread(apply=True)
    _, after = await asked(newsroom, "tuvalu")
    assert after.keys() == before.keys()
    (uid,) = [key for key in after if "Paris" in str(after[key]["SUMMARY"])]
    assert after[uid]["DTSTART"].dt == date(2024, 10, 11)


async def test_two_stores_do_not_share_the_uids_of_their_events(newsroom: Newsroom) -> None:
    await newsroom.tell("One", event("FR TV", "2024-10-10", status="upcoming"))
    _, found = await asked(newsroom, "tuvalu")
    kept = await newsroom.store.note(ics.STORE_NOTE)
    assert kept
    assert f"e1-{kept}@dragoman" in found


async def test_nothing_with_a_day(newsroom: Newsroom) -> None:
    answer = await newsroom.ask("calendar", who="tuvalu")
    assert answer.kind in (AnswerKind.NOTHING, AnswerKind.FILE)
    assert bool(answer.files) == (answer.kind is AnswerKind.FILE)


@given(st.text(max_size=300))
def test_any_text_is_one_value_in_short_lines(said: str) -> None:
    line = ics._fold(f"SUMMARY:{ics._text(said)}")
    for part in line.split("\r\n"):
        assert len(part.encode("utf-8", "surrogatepass")) <= 75
    unfolded = line.replace("\r\n ", "")
    assert "\n" not in unfolded
    assert "\r" not in unfolded
