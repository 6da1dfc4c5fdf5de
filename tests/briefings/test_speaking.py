"""Answers in a made-up language that puts brackets round all it says: what stands outside is English."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from bot.catalogue import topics
from bot.console.layout import Role, answer_lines
from briefings import world
from briefings.answers import Answer, Card
from briefings.desk import Desk
from briefings.languages import Tongue, tongue
from briefings.models import Event
from briefings.questions import Question

Make = Callable[..., Event]
DATA = (
    "Narendra Modi",
    "Vladimir Putin",
    "Modi",
    "Putin",
    "planned",
    "meeting of IN RU July Moscow",
    "The Kremlin talks Post",
    "The Other day Post",
    "The Table Post",
)


def shown(answer: Answer) -> Iterator[str]:
    """What an answer shows, apart from the words of articles."""
    yield answer.title
    yield from answer.notes
    yield from (part for fact in answer.facts for part in fact)
    yield from (suggestion.text for suggestion in answer.suggestions)
    yield from (file.described for file in answer.files)
    for group in answer.groups:
        yield group.heading
        for card in group.cards:
            yield from of_card(card)


def of_card(card: Card) -> Iterator[str]:
    yield from (card.title, card.what, card.when, card.who, card.people, card.where, card.stands)
    yield from (card.countdown, card.ago, *card.differs, *card.notes, *card.marks)
    yield from (source.published or "" for source in card.sources)
    if not card.event.sources:
        yield card.summary


@pytest.fixture
async def desk(newsroom: Any, an_event: Make, brackets: Any) -> Desk:
    """A record with something for every kind of line."""
    moscow = {"people": ("Narendra Modi", "Vladimir Putin"), "country": "RU", "city": "Moscow"}
    await newsroom.tell("Kremlin talks", an_event("IN RU", "2024-07-09", **moscow), published="2024-07-12")
    await newsroom.tell("Other day", an_event("IN RU", "2024-07-08", **moscow), published="2024-07-12")
    await newsroom.tell("Call", an_event("IN RU", kind="call", people=("Narendra Modi",)))
    await newsroom.tell("Before", an_event("IN RU", "2021-12-06", country="IN", city="New Delhi"))
    kazan = {"organisation": "BRICS", "name": "BRICS summit", "country": "RU", "city": "Kazan"}
    await newsroom.tell("Table", an_event("BR IN RU", "2024-10", kind="summit", status="upcoming", **kazan))
    await newsroom.tell("Off", an_event("AU IN", "2024-11-02", status="cancelled", country="AU"))
    await newsroom.tell("On", an_event("EU IN", "2024-09-29", end="2024-10-01", kind="visit"))
    many = "IN CN FR DE GB US JP"
    await newsroom.tell("Many", an_event(many, "2024-08-01", kind="agreement", country="CH", city="Geneva"))

    async def speaking(_locale: str) -> Tongue:
        return brackets.Brackets()

    return Desk(
        newsroom.store,
        world.load(),
        lambda: newsroom.now,
        reader="planned 1",
        version="9.9",
        guide=topics,
        speaking=speaking,
    )


QUESTIONS: tuple[tuple[str, dict[str, str | int]], ...] = (
    ("met", {"who": "india"}),
    ("met", {"who": "india", "with": "russia", "since": "2024-01", "until": "2024-12"}),
    ("met", {"who": "india", "since": "2024"}),
    ("met", {"who": "india", "until": "2024-08"}),
    ("met", {"who": "Modi"}),
    ("met", {"who": "tonga"}),
    ("met", {"who": "india", "with": "india"}),
    ("met", {"who": "india", "since": "2024", "until": "2020"}),
    ("met", {"who": "india", "since": "someday"}),
    ("met", {"who": "indai"}),
    ("met", {"who": "korea"}),
    ("met", {"who": "Modi Putin"}),
    ("met", {"who": "qqqqqq"}),
    ("upcoming", {}),
    ("upcoming", {"who": "india"}),
    ("upcoming", {"who": "india", "days": 400}),
    ("upcoming", {"who": "tuvalu", "days": 2}),
    ("upcoming", {"days": 30}),
    ("event", {"id": "e1"}),
    ("event", {"id": "brics-2025"}),
    ("event", {"id": "brics-2024"}),
    ("event", {"id": "e99"}),
    ("search", {"words": "kremlin"}),
    ("search", {"words": "volcano"}),
    ("search", {"words": "…"}),
    ("digest", {}),
    ("about", {}),
    ("timeline", {"who": "india", "with": "russia"}),
    ("timeline", {"who": "india"}),
    ("timeline", {"who": "tonga", "with": "peru"}),
    ("who", {"person": "Modi"}),
    ("who", {"person": "Nobody Nowhere"}),
    ("summit", {"name": "BRICS 2024"}),
    ("summit", {"name": "BRICS"}),
    ("summit", {"name": "qqqqqq"}),
    ("chart", {"who": "india"}),
    ("chart", {"who": "india", "by": "partners"}),
    ("chart", {"who": "tonga"}),
    ("calendar", {}),
    ("calendar", {"who": "india"}),
    ("export", {"format": "csv", "who": "india", "since": "2024"}),
    ("export", {"format": "json", "words": "volcano"}),
    ("help", {}),
    ("help", {"command": "met"}),
    ("help", {"command": "qqqqqq"}),
)


async def test_answers_say_nothing_past_their_tongue(desk: Desk, brackets: Any) -> None:
    left: dict[str, list[str]] = {}
    for command, options in QUESTIONS:
        answer = await desk.answer(Question(command, options, locale="xx"))
        english = [words for text in shown(answer) if (words := brackets.outside(text, DATA))]
        left |= {f"/{command} {options}": english} if english else {}
    assert left == {}


@pytest.mark.parametrize("locale", ["fr", "es-419", "de", "pt-BR", "ru"])
async def test_the_terminal_speaks_every_language(newsroom: Any, an_event: Make, locale: str) -> None:
    place = {"country": "RU", "city": "Moscow"}
    await newsroom.tell("Kremlin talks", an_event("IN RU", "2024-07-09", **place), published="2024-07-12")
    answer = await newsroom.desk.answer(Question("met", {"who": "india"}, locale=locale))
    said = [line for line in answer_lines(answer) if line.role is not Role.SOURCE]
    speak = tongue(locale)
    assert said[0].text == speak.say("Encounters of {who}{period}", who=speak.name("IN", ""), period="")
    [event] = [line for line in said if line.role is Role.EVENT]
    assert speak.city("Moscow") in event.text
    assert speak.say("meeting") in event.text
    assert speak.when("2024-07-09") in event.aside
    digest = await newsroom.digest(speak=speak)
    assert speak.day(date(2024, 9, 30)) in digest.title
    assert [card.when for card in digest.upcoming] == [
        speak.when(card.event.event.start, card.event.event.end) for card in digest.upcoming
    ]


async def test_the_digest_says_nothing_past_its_tongue(newsroom: Any, desk: Desk, brackets: Any) -> None:
    for day in ("2024-09-30", "2031-01-01"):
        for since in (None, newsroom.now - timedelta(days=2)):
            made = await newsroom.digest(day, speak=brackets.Brackets(), since=since, horizon_days=30)
            texts = [made.title, *made.notes]
            texts += [text for card in (*made.upcoming, *made.new) for text in of_card(card)]
            assert [left for text in texts if (left := brackets.outside(text, DATA))] == []


async def test_an_english_summary_is_shown_abroad_only_where_it_says_more(
    newsroom: Any, an_event: Make
) -> None:
    people = {"people": ("Narendra Modi", "Vladimir Putin"), "country": "RU", "city": "Moscow"}
    bare = "Indian Prime Minister Narendra Modi and Vladimir Putin met in Moscow on 9 July 2024."
    await newsroom.tell("Bare", an_event("IN RU", "2024-07-09", summary=bare, **people))
    full = "India and Japan held talks in Tokyo on 2 May 2024 on high-speed trains."
    await newsroom.tell("Full", an_event("IN JP", "2024-05-02", country="JP", city="Tokyo", summary=full))
    for locale, said in (("en", [bare, full]), ("fr", ["", full]), ("ru", ["", full])):
        answer = await newsroom.desk.answer(Question("met", {"who": "india"}, locale=locale))
        assert [card.summary for card in answer.cards] == said
        assert [card.to_json()["summary"] for card in answer.cards] == [bare, full]
