"""What the digest says of a day, and in which order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from briefings import dates
from briefings.digest import NEW_SHOWN, Digest
from briefings.models import Event

Make = Callable[..., Event]

KAZAN = {
    "kind": "summit",
    "status": "upcoming",
    "country": "RU",
    "city": "Kazan",
    "organisation": "BRICS",
    "name": "BRICS summit",
}


async def test_what_articles_tell_leads_then_the_calendar_each_nearest_first(
    newsroom: Any, an_event: Make
) -> None:
    await newsroom.tell("Late", an_event("CL FR", "2024-11-20", status="upcoming"))
    await newsroom.tell("Table", an_event("BR CN IN RU", "2024-10", **KAZAN))
    made = await newsroom.digest()
    told = [card for card in made.upcoming if card.event.sources]
    known = [card for card in made.upcoming if not card.event.sources]
    assert made.upcoming == (*told, *known)
    assert [card.title for card in told] == ["BRICS summit in Kazan", "Chile and France: meeting"]
    assert told[0].countdown == "in 22 days"
    starts = [dates.last_day(card.event.event.start) for card in known]
    assert starts
    assert starts == sorted(starts)
    assert "brics-2024" not in {card.event.id for card in known}


async def test_the_horizon_bounds_what_is_ahead(newsroom: Any, an_event: Make) -> None:
    await newsroom.tell("Table", an_event("BR RU", "2024-10-22", **KAZAN))
    assert (await newsroom.digest(horizon_days=22)).upcoming[0].title == "BRICS summit in Kazan"
    near = await newsroom.digest(horizon_days=21)
    assert "BRICS summit in Kazan" not in [card.title for card in near.upcoming]


async def test_new_events_by_sources_and_level(newsroom: Any, an_event: Make) -> None:
    await newsroom.tell("Officials", an_event("BR CL", "2024-09-28"))
    await newsroom.tell(
        "Ministers",
        an_event("FR JP", "2024-09-27", people=("Jean-Noel Barrot", "Yoko Kamikawa"), city="Paris"),
    )
    leaders = an_event("IN RU", "2024-09-20", people=("Narendra Modi", "Vladimir Putin"), city="Moscow")
    await newsroom.tell("Leaders", leaders)
    await newsroom.tell("Leaders again", leaders)
    made = await newsroom.digest()
    assert [card.event.event.actors for card in made.new] == [("IN", "RU"), ("FR", "JP"), ("BR", "CL")]


async def test_only_what_came_after_the_last_digest_is_new(newsroom: Any, an_event: Make) -> None:
    newsroom.now = datetime(2024, 9, 28, 8, tzinfo=UTC)
    await newsroom.tell("Old", an_event("BR CL", "2024-09-27"))
    await newsroom.tell("Table", an_event("BR RU", "2024-10", **KAZAN))
    since = datetime(2024, 9, 29, 8, tzinfo=UTC)
    newsroom.now = datetime(2024, 9, 29, 12, tzinfo=UTC)
    await newsroom.tell("News", an_event("FR JP", "2024-09-28"))
    await newsroom.tell("Another", an_event("PE CL", "2024-10-11", status="upcoming"))
    made = await newsroom.digest(since=since)
    assert [card.event.event.actors for card in made.new] == [("FR", "JP")]
    marks = {card.title: card.marks for card in made.upcoming if card.event.sources}
    assert marks == {"BRICS summit in Kazan": (), "Chile and Peru: meeting": ("new",)}


async def test_what_changed_is_marked(newsroom: Any, an_event: Make) -> None:
    newsroom.now = datetime(2024, 9, 28, 8, tzinfo=UTC)
    await newsroom.tell("Plan", an_event("CL PE", "2024-10", status="upcoming", city="Lima", country="PE"))
    newsroom.now = datetime(2024, 9, 29, 12, tzinfo=UTC)
    await newsroom.tell(
        "Day fixed",
        an_event("CL PE", "2024-10-11", status="upcoming", city="Lima", country="PE"),
        published="2024-09-29",
    )
    made = await newsroom.digest(since=datetime(2024, 9, 29, 8, tzinfo=UTC))
    lead = made.upcoming[0]
    assert (lead.when, lead.marks, len(lead.sources)) == ("11 October 2024", ("changed",), 2)


async def test_countries_narrow_both_parts(newsroom: Any, an_event: Make) -> None:
    await newsroom.tell("One", an_event("BR CL", "2024-09-27"))
    await newsroom.tell("Two", an_event("FR JP", "2024-09-28"))
    await newsroom.tell("Three", an_event("FR JP", "2024-10-10", status="upcoming"))
    made = await newsroom.digest(countries=("JP", "NATO"))
    assert [card.title for card in made.new] == ["France and Japan: meeting"]
    assert [card.title for card in made.upcoming if card.event.sources] == ["France and Japan: meeting"]
    bodies = {card.event.event.organisation for card in made.upcoming if not card.event.sources}
    assert "BRICS" not in bodies
    assert "APEC" in bodies, "Japan is a member"


async def test_a_flood_is_counted_not_told(newsroom: Any, an_event: Make) -> None:
    partners = "AR AU BE BO CA CL CN CO CU DE EG ES FR GB IN".split()
    assert len(partners) == NEW_SHOWN + 5
    for day, partner in enumerate(partners, 1):
        await newsroom.tell(f"Day {day}", an_event(f"BR {partner}", f"2024-05-{day:02}", kind="call"))
    made = await newsroom.digest()
    assert len(made.new) == NEW_SHOWN
    assert "5 more are new: /met and /search show them." in made.notes
    fewer = await newsroom.digest(countries=tuple(partners[4:]))
    assert "1 more is new: /met and /search show it." in fewer.notes


async def test_a_quiet_day_is_one_line(newsroom: Any) -> None:
    made = await newsroom.digest("2024-12-25", countries=("TV",), horizon_days=1)
    assert made.quiet
    assert made.notes == ("A quiet day: nothing is announced for the next day and nothing is new.",)


def test_shape_and_title() -> None:
    made = Digest(date(2024, 9, 30), "asia", (), (), ("Quiet.",))
    assert made.to_json() == {"date": "2024-09-30", "upcoming": [], "new": [], "notes": ["Quiet."]}
    assert made.title == "Diplomatic digest, Monday 30 September 2024 (asia)"
