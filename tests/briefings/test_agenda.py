"""What is ahead: articles first, the calendar behind them, and one entry where both mean the same summit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from briefings import dates
from briefings.answers import Standing
from briefings.models import DateBasis, Event

Make = Callable[..., Event]

GUESTS = "AE BR CN EG ET IN IR RU ZA"
KAZAN = {
    "kind": "summit",
    "status": "upcoming",
    "country": "RU",
    "city": "Kazan",
    "organisation": "BRICS",
    "name": "BRICS summit",
}


async def test_an_empty_record_lists_the_calendar_from_today_on(newsroom: Any) -> None:
    newsroom.now = datetime(2026, 11, 21, 9, tzinfo=UTC)
    answer = await newsroom.ask("upcoming")
    assert answer.total >= 5
    assert [group.heading for group in answer.groups] == ["From the packaged calendar of summits"]
    starts = [dates.last_day(card.event.event.start) for card in answer.cards]
    assert starts == sorted(starts)
    assert all(card.standing in (Standing.UPCOMING, Standing.UNDER_WAY) for card in answer.cards)
    for card in answer.cards:
        said = any(note.startswith("unconfirmed") for note in card.notes)
        assert said is not card.event.confirmed
        assert card.event.event.date_basis is DateBasis.CALENDAR


async def test_articles_and_calendar_make_one_entry_and_the_calendar_gives_the_days(
    newsroom: Any, an_event: Make
) -> None:
    await newsroom.tell("Table", an_event(GUESTS, "2024-10", **KAZAN))
    answer = await newsroom.ask("upcoming")
    lead = answer.cards[0]
    assert lead.title == "BRICS summit in Kazan"
    assert lead.when == "22–24 October 2024"
    assert (lead.days_to, lead.countdown) == (22, "in 22 days")
    assert lead.who == ("Brazil, China, Egypt, Ethiopia, India, Iran, Russia, South Africa and UAE")
    assert any("articles say October 2024" in note for note in lead.notes)
    assert len(lead.sources) == 1
    assert [card.event.id for card in answer.cards].count("brics-2024") == 0
    assert answer.groups[0].heading == "Announced in articles"
    assert "October 2024" in (await newsroom.ask("search", words="brics")).cards[0].when


async def test_an_announcement_without_a_date_gets_the_calendar_s(newsroom: Any, an_event: Make) -> None:
    await newsroom.tell("Some day", an_event("CN RU", **KAZAN))
    lead = (await newsroom.ask("upcoming", who="russia", days=30)).cards[0]
    assert lead.when == "22–24 October 2024"
    assert any("articles give none" in note for note in lead.notes)
    assert lead.event.event.date_basis is DateBasis.CALENDAR


async def test_an_article_moves_or_cancels_what_the_calendar_has(newsroom: Any, an_event: Make) -> None:
    await newsroom.tell("Moved", an_event("RU", "2024-11-05", end="2024-11-07", **KAZAN))
    moved = (await newsroom.ask("upcoming", who="brics", days=60)).cards
    assert [card.when for card in moved] == ["5–7 November 2024"]
    assert any("has 22–24 October 2024" in note for note in moved[0].notes)


async def test_a_summit_called_off_is_shown_as_such_and_not_as_announced(
    newsroom: Any, an_event: Make
) -> None:
    await newsroom.tell("Off", an_event("RU", "2024-10-22", **{**KAZAN, "status": "cancelled"}))
    shown = (await newsroom.ask("upcoming", who="russia", days=60)).cards
    brics = [card for card in shown if card.event.event.organisation == "BRICS"]
    assert [card.standing for card in brics] == [Standing.CANCELLED]
    assert brics[0].days_to is None


async def test_a_summit_under_way_appears_once(newsroom: Any, an_event: Make) -> None:
    newsroom.now = datetime(2024, 10, 23, 9, tzinfo=UTC)
    await newsroom.tell(
        "Opened", an_event(GUESTS, "2024-10-22", **{**KAZAN, "status": "held"}), published="2024-10-22"
    )
    cards = (await newsroom.ask("upcoming", days=10)).cards
    brics = [card for card in cards if card.event.event.organisation == "BRICS"]
    assert [(card.standing, card.countdown) for card in brics] == [
        (Standing.UNDER_WAY, "until 24 October 2024")
    ]
    newsroom.now = datetime(2024, 10, 24, 9, tzinfo=UTC)
    cards = (await newsroom.ask("upcoming", days=10)).cards
    assert [card.countdown for card in cards if card.event.event.organisation == "BRICS"] == ["final day"]
    newsroom.now = datetime(2024, 10, 25, 9, tzinfo=UTC)
    cards = (await newsroom.ask("upcoming", days=10)).cards
    assert not [card for card in cards if card.event.event.organisation == "BRICS"]


async def test_who_is_a_participant_the_body_or_a_member(newsroom: Any, an_event: Make) -> None:
    await newsroom.tell(
        "Visit", an_event("CL FR", "2024-10-09", status="upcoming", kind="visit", country="CL")
    )
    chile = await newsroom.ask("upcoming", who="Chile")
    assert chile.cards[0].title == "Chile and France: visit in Chile"
    assert any(card.event.event.organisation == "APEC" for card in chile.cards), "Chile is a member"
    brics = await newsroom.ask("upcoming", who="BRICS")
    assert {card.event.event.organisation for card in brics.cards} == {"BRICS"}
    nobody = await newsroom.ask("upcoming", who="Vatican", days=2)
    assert nobody.title == "Nothing announced for Holy See in the next 2 days."


async def test_within_the_days_asked_for(newsroom: Any, an_event: Make) -> None:
    await newsroom.tell("Soon", an_event("CL FR", "2024-10-09", status="upcoming"))
    await newsroom.tell("Some day", an_event("CL PE", status="upcoming"))
    await newsroom.tell("Long ago", an_event("CL BO", status="upcoming"), published="2021-03-01")
    near = await newsroom.ask("upcoming", who="Chile", days=9)
    assert [card.when for card in near.cards if card.sources] == ["9 October 2024", "date not known"]
    assert near.title == "Coming up for Chile in the next 9 days"
    nearer = await newsroom.ask("upcoming", who="Chile", days=8)
    assert [card.when for card in nearer.cards if card.sources] == ["date not known"]


async def test_pages_of_what_is_ahead(newsroom: Any) -> None:
    first = await newsroom.ask("upcoming")
    second = await newsroom.desk.answer(first.next)
    assert len(first.cards) == 10
    assert not {card.event.id for card in first.cards} & {card.event.id for card in second.cards}
