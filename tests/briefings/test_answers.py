"""What the desk answers from a real store: names, order, standing by the clock, sources, pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from briefings.answers import AnswerKind, Standing
from briefings.models import Event
from briefings.questions import Question

Make = Callable[..., Event]


@pytest.fixture
async def busy(newsroom: Any, an_event: Make) -> Any:
    """Three sources for one meeting in Moscow, and some others."""
    moscow = {"people": ("Narendra Modi", "Vladimir Putin"), "country": "RU", "city": "Moscow"}
    await newsroom.tell("Kremlin talks", an_event("IN RU", "2024-07", **moscow), published="2024-07-12")
    await newsroom.tell("A first in five years", an_event("IN RU", **moscow), published="2024-07-12")
    await newsroom.tell("Trade by rail", an_event("IN RU", "2024-07-09", **moscow), published="2024-07-10")
    await newsroom.tell("Spring in Paris", an_event("FR IN", "2024-04-02", country="FR", city="Paris"))
    await newsroom.tell("A year ago", an_event("IN US", "2023", country="US"))
    await newsroom.tell("Once", an_event("IN JP", kind="call"))
    await newsroom.tell("Called off", an_event("AU IN", "2024-08-01", status="cancelled"))
    await newsroom.tell(
        "Announced", an_event("IN UA", "2024-08-23", status="upcoming", country="UA", city="Kyiv")
    )
    await newsroom.tell("Next month", an_event("DE IN", "2024-10-25", status="upcoming", country="IN"))
    return newsroom


async def test_newest_first_by_month_with_what_was_due_and_without_what_is_ahead(busy: Any) -> None:
    answer = await busy.ask("met", who="india")
    assert answer.title == "Encounters of India"
    assert answer.kind is AnswerKind.EVENTS
    assert [group.heading for group in answer.groups] == [
        "August 2024",
        "July 2024",
        "April 2024",
        "2023, month not known",
        "Date not known",
    ]
    due, moscow = answer.cards[:2]
    assert (due.standing, due.when, due.where) == (Standing.WAS_DUE, "23 August 2024", "Kyiv, Ukraine")
    assert moscow.who == "India and Russia"
    assert moscow.people == "Narendra Modi and Vladimir Putin"
    assert (moscow.when, moscow.where, moscow.standing) == ("9 July 2024", "Moscow, Russia", Standing.HELD)
    assert len(moscow.sources) == 3
    assert all(source.url and source.url.startswith("https://press.example/") for source in moscow.sources)
    assert answer.total == 5


@pytest.mark.parametrize(
    "who", ["India", "indian", "IN", "IND", "New Delhi", "Modi", "narendra modi", "the Indian PM"]
)
async def test_any_usual_name_finds_it(busy: Any, who: str) -> None:
    answer = await busy.ask("met", who=who)
    if who == "the Indian PM":
        assert answer.kind in (AnswerKind.EVENTS, AnswerKind.UNKNOWN_NAME)
    else:
        assert answer.total == 5
    if "odi" in who:
        assert answer.notes == ("Narendra Modi counts for India.",)


async def test_with_narrows_to_both_and_a_period_to_its_dates(busy: Any) -> None:
    both = await busy.ask("met", **{"who": "india", "with": "Putin"})
    assert both.title == "Encounters of India with Russia"
    assert both.total == 1
    since = await busy.ask("met", who="india", since="2024-05")
    assert since.title == "Encounters of India since May 2024"
    assert since.total == 2
    assert "Events without a known date are left out where a period is given." in since.notes
    until = await busy.ask("met", who="india", until="april 2024")
    assert [card.when for card in until.cards] == ["2 April 2024", "2023"]
    within = await busy.ask("met", who="india", since="2024-07-01", until="2024-07-31")
    assert [card.when for card in within.cards] == ["9 July 2024"]


async def test_a_wrong_date_is_an_answer_that_says_how_to_write_one(busy: Any) -> None:
    answer = await busy.ask("met", who="india", since="lately")
    assert answer.kind is AnswerKind.UNCLEAR
    assert "“since”: “lately” is not a date I can read" in answer.title
    swapped = await busy.ask("met", who="india", since="2024", until="2023")
    assert swapped.kind is AnswerKind.UNCLEAR
    assert "later than" in swapped.title
    alone = await busy.ask("met", **{"who": "india", "with": "Modi"})
    assert (alone.kind, alone.title) == (AnswerKind.UNCLEAR, "“who” and “with” both mean India.")


async def test_an_unknown_name_suggests_the_nearest(busy: Any) -> None:
    answer = await busy.ask("met", who="Indai")
    assert answer.kind is AnswerKind.UNKNOWN_NAME
    assert "India" in [suggestion.text for suggestion in answer.suggestions]
    first = next(one for one in answer.suggestions if one.text == "India")
    assert first.question == Question("met", {"who": "India"})
    assert (await busy.desk.answer(first.question)).total == 5
    assert (await busy.ask("met", who="qqqqqqqqqq")).kind is AnswerKind.UNKNOWN_NAME
    assert (await busy.ask("met", **{"who": "india", "with": "Rusia"})).kind is AnswerKind.UNKNOWN_NAME


@pytest.mark.parametrize("who", ["Congo", "Korea", "Guinea"])
async def test_an_ambiguous_name_asks_and_each_choice_can_be_asked(newsroom: Any, who: str) -> None:
    answer = await newsroom.ask("met", who=who)
    assert answer.kind is AnswerKind.AMBIGUOUS
    assert len(answer.suggestions) >= 2
    for suggestion in answer.suggestions:
        assert suggestion.question is not None
        assert (await newsroom.desk.answer(suggestion.question)).kind is AnswerKind.NOTHING


async def test_two_names_in_one_offer_to_ask_for_both(busy: Any) -> None:
    answer = await busy.ask("met", who="Modi and Putin")
    assert answer.kind is AnswerKind.AMBIGUOUS
    assert [s.text for s in answer.suggestions] == ["/met India with:Russia", "/met India", "/met Russia"]
    both = answer.suggestions[0].question
    assert both is not None
    assert (await busy.desk.answer(both)).title == (
        await busy.ask("met", who="India", **{"with": "Russia"})
    ).title


async def test_nothing_found_says_so_and_what_the_record_covers(busy: Any) -> None:
    answer = await busy.ask("met", who="Fiji")
    assert answer.kind is AnswerKind.NOTHING
    assert answer.title == "No encounters of Fiji in the record."
    assert answer.notes == (
        "The record covers 9 articles published 10 July 2024 to 12 July 2024, with 7 events.",
    )
    assert answer.to_json()["events"] == []
    assert answer.suggestions[0].question == Question("upcoming", {"who": "Fiji"})


async def test_an_empty_record_says_that_it_is_empty(newsroom: Any) -> None:
    answer = await newsroom.ask("met", who="India")
    assert answer.notes == ("The record covers no article yet.",)


async def test_sources_that_differ_are_told(newsroom: Any, an_event: Make) -> None:
    place = {"country": "RU", "city": "Moscow", "people": ("Narendra Modi", "Vladimir Putin")}
    await newsroom.tell("First", an_event("IN RU", "2024-07", **place), published="2024-07-12")
    await newsroom.tell("Second", an_event("IN RU", "2024-07", **place), published="2024-07-12")
    await newsroom.tell("Third", an_event("IN RU", "2024-06", **place), published="2024-07-11")
    card = (await newsroom.ask("met", who="india")).cards[0]
    assert card.when == "July 2024"
    assert len(card.differs) == 1
    assert card.differs[0].startswith(
        "sources differ on the date: July 2024 (The First Post, The Second Post)"
    )
    assert "June 2024 (The Third Post)" in card.differs[0]
    said = card.to_json()
    assert said["differs"][0]["field"] == "start"
    assert len(said["sources"]) == 3


async def test_pages_follow_each_other(newsroom: Any, an_event: Make) -> None:
    partners = "AR AU BE BO CA CL CN CO CU DE EG ES FR GB IN IT JP KE MX NG PE PT US".split()
    for day, partner in enumerate(partners, 1):
        await newsroom.tell(f"Day {day}", an_event(f"BR {partner}", f"2024-05-{day:02}", kind="call"))
    first = await newsroom.ask("met", who="Brazil")
    assert (first.total, len(first.cards), first.previous) == (23, 10, None)
    second = await newsroom.desk.answer(first.next)
    last = await newsroom.desk.answer(second.next)
    assert [len(page.cards) for page in (second, last)] == [10, 3]
    assert last.next is None
    assert last.previous == second.question
    days = [card.when for page in (first, second, last) for card in page.cards]
    assert days == [f"{day} May 2024" for day in range(23, 0, -1)]
    beyond = await newsroom.desk.answer(first.question.page(500))
    assert beyond.notes == ("There is no such page; this answer has fewer.",)


async def test_one_event_in_full_or_the_calendar_s_or_none(busy: Any) -> None:
    event_id = (await busy.ask("met", **{"who": "india", "with": "russia"})).cards[0].event.id
    answer = await busy.ask("event", id=event_id)
    assert answer.kind is AnswerKind.EVENT
    assert answer.title == "India and Russia: meeting in Moscow"
    assert answer.cards[0].sources[0].quote
    calendar = await busy.ask("event", id="brics-2024")
    assert calendar.cards[0].where == "Kazan, Russia"
    assert calendar.cards[0].sources == ()
    for said in (f"#{event_id}", event_id.upper(), event_id[1:], f" {event_id} "):
        again = await busy.ask("event", id=said)
        assert (again.title, again.notes) == (answer.title, ()), said
    assert "no article of the record is about it" in calendar.notes[0]
    missing = await busy.ask("event", id="e99999")
    assert missing.kind is AnswerKind.NOTHING
    assert missing.total == 0


async def test_a_summit_is_told_alike_by_either_of_its_ids(newsroom: Any, an_event: Make) -> None:
    kazan = {"organisation": "BRICS", "name": "BRICS summit", "country": "RU", "city": "Kazan"}
    table = an_event("BR RU", "2024-10", kind="summit", status="upcoming", **kazan)
    [event_id] = (await newsroom.tell("Table", table)).event_ids
    for said in (event_id, "brics-2024"):
        answer = await newsroom.ask("event", id=said)
        [card] = answer.cards
        assert (card.event.id, card.when, card.days_to) == (event_id, "22–24 October 2024", 22), said
        assert card.notes == ("days from the packaged calendar of summits; articles say October 2024",)
        assert answer.notes == ()


async def test_search_finds_words_and_survives_any(busy: Any) -> None:
    assert (await busy.ask("search", words="moscow")).total == 1
    assert (await busy.ask("search", words='" OR * NEAR( -')).kind in (AnswerKind.NOTHING, AnswerKind.UNCLEAR)
    assert (await busy.ask("search", words="zebra")).title == "No event of the record holds “zebra”."
    assert (await busy.ask("search", words="?!")).kind is AnswerKind.UNCLEAR


async def test_what_a_server_added_is_told_there_only(newsroom: Any, an_event: Make) -> None:
    await newsroom.tell("Ours", an_event("BR CL", "2024-05-01"), scope="guild:1")
    assert (await newsroom.ask("met", "guild:1", who="Chile")).total == 1
    assert (await newsroom.ask("met", "guild:2", who="Chile")).total == 0
    assert (await newsroom.ask("met", who="Chile")).total == 0


async def test_the_same_announcement_was_due_once_its_day_is_over(newsroom: Any, an_event: Make) -> None:
    await newsroom.tell("Plan", an_event("BR CL", "2024-10-02", end="2024-10-04", status="upcoming"))

    async def standing(day: int) -> Standing:
        newsroom.now = datetime(2024, 10, day, 23, 59, tzinfo=UTC)
        card = (await newsroom.ask("search", words="meeting")).cards[0]
        assert card.event.event.status.value == "upcoming"
        return card.standing

    assert [await standing(day) for day in (1, 2, 4, 5)] == [
        Standing.UPCOMING,
        Standing.UNDER_WAY,
        Standing.UNDER_WAY,
        Standing.WAS_DUE,
    ]
    assert (await newsroom.ask("met", who="Chile")).cards[0].standing is Standing.WAS_DUE


async def test_about_tells_what_there_is(busy: Any) -> None:
    answer = await busy.ask("about")
    facts = dict(answer.facts)
    assert facts["The record"].startswith("9 articles published 10 July 2024 to 12 July 2024")
    assert facts["Read by"] == "planned 1"
    assert facts["Version"] == "9.9"
    assert "The record: 9 articles" in answer.to_json()["notes"][0]


async def test_the_digest_is_an_answer_too(busy: Any) -> None:
    answer = await busy.ask("digest")
    assert answer.kind is AnswerKind.DIGEST
    assert answer.groups[0].heading == "Coming up"
    assert answer.total == len(answer.cards) > 0
