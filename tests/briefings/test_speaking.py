"""Answers in a made-up language that puts brackets round all it says: what stands outside is English."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from bot.catalogue import COMMANDS, topics
from bot.console.layout import Role, answer_lines
from briefings import world
from briefings.answers import Answer, Card
from briefings.desk import Desk
from briefings.languages import Tongue, tongue
from briefings.models import Event
from briefings.questions import Question

Make = Callable[..., Event]
_DATA = ("Narendra Modi", "Vladimir Putin", "Modi", "Putin", "planned", "meeting of IN RU July Moscow")
_TYPED = re.compile(r"/[a-z]+( [^⟦⟧.,;]*)?|\b[a-z]+:\S+|\be\d+\b|[a-z]+-\d{4}\S*|The \w+ Post|“[^”]*”$")
_OPTIONS = {option.name for known in COMMANDS for option in known.options}


class Brackets(Tongue):
    """Says everything in brackets."""

    code = "xx"

    def say(self, text: str, /, **values: object) -> str:
        return f"⟦{super().say(text, **values)}⟧"

    def count(self, one: str, many: str, number: int, /, **values: object) -> str:
        return f"⟦{super().count(one, many, number, **values)}⟧"

    def listed(self, names: Sequence[str]) -> str:
        return "⟦" + " + ".join(names) + "⟧" if names else ""

    def name(self, code: str, english: str) -> str:
        return f"⟦{english}⟧"

    body = name

    def city(self, english: str) -> str:
        return f"⟦{english}⟧" if english else ""

    gathering = city

    def when(self, start: str | None, end: str | None = None) -> str:
        return f"⟦{super().when(start, end)}⟧"

    def since(self, start: str) -> str:
        return f"⟦{super().since(start)}⟧"

    def until(self, end: str) -> str:
        return f"⟦{super().until(end)}⟧"

    def day(self, day: date) -> str:
        return f"⟦{super().day(day)}⟧"


BRACKETS = Brackets()


def outside(text: str) -> str:
    """The words of `text` that stand in no bracket and are neither typed nor an article's own."""
    before = None
    while before != text:
        before, text = text, re.sub(r"⟦[^⟦⟧]*⟧", " ", text)
    for words in _DATA:
        text = text.replace(words, " ")
    words = re.findall(r"[^\W\d_]{2,}", _TYPED.sub(" ", text))
    return " ".join(word for word in words if word not in _OPTIONS)


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
async def desk(newsroom: Any, an_event: Make) -> Desk:
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
        return BRACKETS

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


@pytest.mark.parametrize(("command", "options"), QUESTIONS, ids=lambda value: str(value)[:60])
async def test_answers_say_nothing_past_their_tongue(
    desk: Desk, command: str, options: dict[str, str | int]
) -> None:
    answer = await desk.answer(Question(command, options, locale="xx"))
    assert [text for text in map(outside, shown(answer)) if text] == []


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


async def test_the_digest_says_nothing_past_its_tongue(newsroom: Any, desk: Desk) -> None:
    for day in ("2024-09-30", "2031-01-01"):
        for since in (None, newsroom.now - timedelta(days=2)):
            made = await newsroom.digest(day, speak=BRACKETS, since=since, horizon_days=30)
            texts = [made.title, *made.notes]
            texts += [text for card in (*made.upcoming, *made.new) for text in of_card(card)]
            assert [text for text in map(outside, texts) if text] == []
