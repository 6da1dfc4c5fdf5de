"""The explanation names the words that gave each field, and says of near-misses why they are none."""

from __future__ import annotations

import pytest

from briefings.models import Article, PublishedBasis, Reading
from briefings.reading.rules import RulesReader


@pytest.fixture(scope="module")
def reader() -> RulesReader:
    return RulesReader()


def explained(reader: RulesReader, text: str, title: str | None = None) -> Reading:
    article = Article(title, text, published="2024-07-12", published_basis=PublishedBasis.GIVEN)
    reading = reader.read(article, explain=True)
    plain = reader.read(article)
    assert plain.events == reading.events
    assert plain.steps == ()
    return reading


def of(reading: Reading, rule: str, event: int | None = 0) -> list[tuple[str, str]]:
    return [(step.words, step.outcome) for step in reading.steps if (step.rule, step.event) == (rule, event)]


def test_every_field_of_an_event_is_traced_to_its_words(reader: RulesReader) -> None:
    reading = explained(
        reader,
        "Indian Prime Minister Narendra Modi met the Russian president, Vladimir Putin, in the Kremlin on"
        " Tuesday to discuss trade.",
    )
    assert of(reading, "kind") == [("met", "meeting, by the rule 'meet' (sentence 1)")]
    assert of(reading, "status") == [("met", "held: told as past")]
    who = of(reading, "who")
    assert [outcome.split(":")[0] for _, outcome in who] == ["IN (India)", "RU (Russia)"]
    assert "Narendra Modi" in who[0][0]
    people = [outcome.split(",")[0] for _, outcome in of(reading, "person")]
    assert people == ["Narendra Modi", "Vladimir Putin"]
    ((words, outcome),) = of(reading, "date")
    assert words == "Tuesday"
    assert outcome.startswith("2024-07-09 (weekday, read from 2024-07-12")
    ((words, outcome),) = of(reading, "place")
    assert "Kremlin" in words
    assert outcome.startswith("Moscow, RU")
    assert of(reading, "topic") == [("to discuss trade", "what the summary says it was about")]


def test_second_references_are_said_to_be_resolved(reader: RulesReader) -> None:
    reading = explained(
        reader,
        "Kenyan President William Ruto flew to Kampala on Monday.\n\nHe met President Yoweri Museveni there.",
    )
    meetings = [n for n, event in enumerate(reading.events) if event.kind.value == "meeting"]
    assert any("memory" in outcome for n in meetings for _, outcome in of(reading, "who", n))


def test_an_unknown_date_or_place_is_said_to_be_unknown(reader: RulesReader) -> None:
    reading = explained(reader, "Narendra Modi met Vladimir Putin.")
    assert of(reading, "date") == [("", "unknown: no words near the event give one")]
    assert of(reading, "place") == [("", "unknown: no words near the event give one")]


def test_a_gathering_and_its_calendar_date_are_explained(reader: RulesReader) -> None:
    reading = explained(reader, "Russia will host the BRICS summit in Kazan in October.")
    assert of(reading, "gathering")[0][1] == "BRICS summit, BRICS"
    assert of(reading, "date")[0][0] == "October"


def test_what_was_told_twice_says_where_again(reader: RulesReader) -> None:
    reading = explained(
        reader,
        "Narendra Modi met Vladimir Putin in Moscow on Tuesday.\n\nThe visit went well.\n\n"
        "Modi and Putin met in Moscow.",
    )
    assert len(reading.events) == 1
    assert any("sentence 3" in outcome for _, outcome in of(reading, "joined"))


@pytest.mark.parametrize(
    ("text", "rule", "why"),
    [
        ("Narendra Modi did not meet Vladimir Putin.", "meet", "negated"),
        ("Narendra Modi may meet Vladimir Putin.", "meet", "only possible"),
        ("Would Narendra Modi meet Vladimir Putin?", "meet", ""),
        ("France met Argentina in the World Cup final.", "meet", "sport"),
        ("In Peru and Chile the minister met reporters on Monday.", "met", "no rule fits: before it"),
        ("While Peru and Chile slept, talks between miners and owners went on.", "talks", "no rule fits"),
    ],
)
def test_a_near_miss_says_why_it_is_none(text: str, rule: str, why: str, reader: RulesReader) -> None:
    reading = explained(reader, text)
    assert reading.events == ()
    assert any(step.event is None and step.rule == rule and why in step.outcome for step in reading.steps)
    assert all(step.outcome.endswith("(sentence 1)") for step in reading.steps)


def test_a_summit_that_is_only_named_is_a_near_miss(reader: RulesReader) -> None:
    reading = explained(reader, "The G20 summit is a talking shop, wrote Lula.")
    assert reading.events == ()
    assert [o for _, o in of(reading, "gathering", None)] == [
        "no event: it is named, but nothing says that it took or will take place (sentence 1)"
    ]


def test_an_article_that_is_not_read_says_so(reader: RulesReader) -> None:
    reading = explained(reader, "Rain fell on the hills all week.")
    assert [step.rule for step in reading.steps] == ["gate"]


def test_an_article_that_names_too_few_says_so(reader: RulesReader) -> None:
    reading = explained(reader, "The minister met reporters in Rome on Monday.")
    assert [(step.rule, step.event) for step in reading.steps] == [("parties", None)]


def test_sentences_are_counted_as_a_reader_counts_them(reader: RulesReader) -> None:
    reading = explained(
        reader, "Narendra Modi met Vladimir Putin. Modi did not meet Xi Jinping.", title="A week of talks"
    )
    assert of(reading, "kind")[0][1].endswith("(sentence 1)")
    assert of(reading, "meet", None) == [("Modi did not meet Xi Jinping.", "no event: negated (sentence 2)")]
