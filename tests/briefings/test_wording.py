"""Events in words: by a table of fields, and by what holds for every summary whatever the fields."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings import world
from briefings.merging import combine
from briefings.models import DateBasis, Event, Kind, Place, Status, Wording
from briefings.wording import LONGEST, summary_of
from briefings.wording.labels import clean
from briefings.wording.parties import surname
from tests.briefings.notation import event_of, telling_of

WORLD = world.load()
MODI = ("Narendra Modi", "IN", "Prime Minister")
PUTIN = ("Vladimir Putin", "RU", "President")
BOTH = Wording(offices=(MODI, PUTIN))
PEOPLE = "Narendra Modi; Vladimir Putin"


@pytest.mark.parametrize(
    ("line", "wording", "summary"),
    [
        (
            f"held meeting IN RU | 2024-07-09 | RU Moscow | {PEOPLE}",
            BOTH,
            "Indian Prime Minister Narendra Modi and Russian President Vladimir Putin met in Moscow on 9"
            " July 2024.",
        ),
        (
            f"held meeting IN RU | 2024-07 | RU Moscow | {PEOPLE}",
            Wording(offices=(("Narendra Modi", "IN", ""), ("Vladimir Putin", "RU", ""))),
            "Narendra Modi of India and Vladimir Putin of Russia met in Moscow in July 2024.",
        ),
        ("held meeting IN RU | 2024 | RU", Wording(), "India and Russia held talks in Russia in 2024."),
        ("held meeting IN RU", Wording(topic="on gas"), "India and Russia held talks on gas."),
        (
            f"upcoming meeting IN RU | 2024-07-08..2024-07-09 | RU Sochi | {PEOPLE}",
            replace(BOTH, topic="to discuss gas"),
            "Indian Prime Minister Narendra Modi and Russian President Vladimir Putin are to meet in Sochi,"
            " Russia,"
            " from 8 to 9 July 2024 to discuss gas.",
        ),
        (
            "cancelled meeting IN RU | 2024-07-09 | RU Moscow",
            Wording(postponed=True),
            "A meeting between India and Russia planned for 9 July 2024 in Moscow was postponed.",
        ),
        (
            "cancelled meeting IN RU US",
            Wording(),
            "A meeting of India, Russia and the United States was called off.",
        ),
        (
            "held visit IN RU | 2024-07-08..2024-08-02 | RU Kazan | Narendra Modi",
            Wording(offices=(MODI,)),
            "Indian Prime Minister Narendra Modi visited Kazan, Russia, from 8 July to 2 August 2024.",
        ),
        (
            "upcoming visit GM US | 2024-07 | US New York",
            Wording(),
            "Representatives of the Gambia are to visit New York, US, in July 2024.",
        ),
        (
            "cancelled visit IN RU | 2024-07-09 | RU | Narendra Modi",
            Wording(offices=(MODI,)),
            "A visit by Indian Prime Minister Narendra Modi to Russia planned for 9 July 2024 was called"
            " off.",
        ),
        (
            "held visit EU IN | | BE Brussels | Narendra Modi",
            Wording(offices=(MODI,)),
            "Indian Prime Minister Narendra Modi visited the EU in Brussels.",
        ),
        (
            "held call EU RU | 2024-07-09 | | Vladimir Putin",
            Wording(offices=(PUTIN,), manner="by phone", topic="on gas"),
            "Russian President Vladimir Putin and representatives of the EU spoke by phone on 9 July 2024"
            " about gas.",
        ),
        ("upcoming call IN RU", Wording(), "India and Russia are to hold a call."),
        (
            "upcoming summit BR CN IN RU | 2024-10-22..2024-10-24 | RU Kazan | Vladimir Putin; Xi Jinping "
            "| BRICS | BRICS summit",
            Wording(offices=(PUTIN, ("Xi Jinping", "CN", "President"))),
            "Russia (Vladimir Putin) is to host the BRICS summit in Kazan from 22 to 24 October 2024;"
            " expected are"
            " China (Xi Jinping), Brazil and India.",
        ),
        (
            "held summit NATO | 2024-07-09..2024-07-11 | US Washington | | NATO | NATO summit",
            Wording(),
            "The NATO summit was held in Washington from 9 to 11 July 2024.",
        ),
        (
            "cancelled summit AU | 2023-05 | AU Sydney | | QUAD",
            Wording(),
            "The Quad summit planned for May 2023 in Sydney, Australia, was called off.",
        ),
        (
            "held agreement IR PK | 2024-07-10 | IR Tehran",
            Wording(manner="signed", document="a border pact"),
            "Iran and Pakistan signed a border pact in Tehran on 10 July 2024.",
        ),
        (
            "upcoming agreement IR PK | | | Masoud Pezeshkian | | gas treaty",
            Wording(offices=(("Masoud Pezeshkian", "IR", "President"),)),
            "Iran (Masoud Pezeshkian) and Pakistan are to conclude the gas treaty.",
        ),
        (
            "held meeting JO VA | | | King Abdullah II; Francis",
            Wording(offices=(("King Abdullah II", "JO", "King"), ("Francis", "VA", "Pope"))),
            "King Abdullah II of Jordan and Pope Francis met.",
        ),
        (
            "held meeting CD EU | | | Felix Tshisekedi; Ursula von der Leyen",
            Wording(
                offices=(
                    ("Ursula von der Leyen", "EU", "European Commission President"),
                    ("Felix Tshisekedi", "CD", "President"),
                )
            ),
            "European Commission President Ursula von der Leyen and President Felix Tshisekedi of DR Congo"
            " met.",
        ),
    ],
)
def test_words_the_fields(line: str, wording: Wording, summary: str) -> None:
    assert summary_of(replace(event_of(line), wording=wording), WORLD) == summary


def test_a_date_that_only_the_calendar_knows_is_said_to_be_so() -> None:
    event = replace(event_of("held summit NATO | 2024-07-09 | US | | NATO"), date_basis=DateBasis.CALENDAR)
    assert summary_of(event, WORLD).endswith("on 9 July 2024 (by the calendar).")


def test_a_merged_event_is_worded_anew_from_what_all_tell_together() -> None:
    one = telling_of("2024-07-12 | held meeting IN RU | 2024-07 | RU | Narendra Modi", 1, "a1")
    other = telling_of("2024-07-13 | held meeting IN RU | 2024-07-09 | RU Moscow", 2, "a2")
    first = replace(one, event=replace(one.event, wording=Wording(offices=(MODI,), topic="on gas")))
    second = replace(other, event=replace(other.event, wording=Wording(topic="on arms")))
    for pair in ((first, second), (second, first)):
        assert summary_of(combine(pair).event, WORLD) == (
            "Indian Prime Minister Narendra Modi and representatives of Russia met in Moscow on 9 July 2024"
            " for talks on arms."
        )


CODES = sorted(code for code in WORLD.states if WORLD.is_actor(code)) + sorted(WORLD.organisations)
NAMES = st.sampled_from(sorted(WORLD.people)[::7]) | st.text(min_size=1, max_size=60)
DAYS = st.sampled_from([None, "2024", "2024-02", "2024-02-29", "2024-03-01", "2031-12-31"])
TOPICS = st.sampled_from(
    ["", "on gas", "to discuss gas", "and discussed gas", ", focusing on gas", "about " + "gas and oil " * 10]
)


@st.composite
def events(draw: st.DrawFn) -> Event:
    start = draw(DAYS)
    actors = tuple(sorted(set(draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=25)))))
    people = tuple(sorted(set(draw(st.lists(NAMES, max_size=12)))))
    titles = st.sampled_from(
        ["", "President", "King", "foreign minister of trade", "{}", "Secretary-General"]
    )
    offices = tuple((name, draw(st.sampled_from([*actors, ""])), draw(titles)) for name in people)
    return Event(
        kind=draw(st.sampled_from(Kind)),
        status=draw(st.sampled_from(Status)),
        actors=actors,
        start=start,
        end=draw(DAYS) if start else None,
        date_basis=draw(st.sampled_from(DateBasis)) if start else None,
        people=people,
        organisation=draw(st.sampled_from([None, "BRICS", "XX", "EU"])),
        name=draw(
            st.none() | st.text(max_size=120) | st.sampled_from(["BRICS summit", "the Forum", "talks"])
        ),
        place=Place(
            draw(st.sampled_from([None, "US", "SG", "XX", *actors])),
            draw(st.sampled_from([None, "Kazan", "Singapore"]) | st.text(max_size=40)),
        ),
        wording=Wording(
            offices=draw(st.sampled_from([offices, offices[:1], ()])),
            topic=draw(TOPICS),
            manner=draw(st.sampled_from(["", "by phone", "signed"])),
            document=draw(st.sampled_from(["", "a pact", "the {} treaty"])),
            postponed=draw(st.booleans()),
        ),
    )


@given(events())
def test_every_summary_is_a_plain_sentence(event: Event) -> None:
    said = summary_of(event, WORLD)
    assert said == summary_of(event, WORLD)
    assert 10 < len(said) <= LONGEST
    assert said.endswith(".")
    assert not said.endswith("..")
    assert said[0] == said[0].upper()
    assert said == " ".join(said.split())
    assert not re.search(r"[{}\n\r\x00-\x1f\u202a-\u202e]|,,|, ,| ,| \.|\(\)", said)
    if event.status is not Status.HELD:
        assert not re.search(r"\b(?:met|visited|spoke|hosted|held talks)\b", _without_names(said, event))
    if event.status is Status.UPCOMING:
        assert re.search(r"\b(?:is|are) to\b", said)
    if event.status is Status.CANCELLED:
        assert said.endswith(("was called off.", "was postponed.")) or len(said) > 250
    if event.kind is not Kind.SUMMIT and len(said) < 250 and " others" not in said:
        for name in event.people:
            shown = clean(name).casefold()
            if any(sign.isalnum() for sign in shown):
                assert shown in said.casefold() or surname(clean(name), WORLD).casefold() in said.casefold()


def _without_names(said: str, event: Event) -> str:
    for name in (*event.people, event.name or "", event.place.city or ""):
        if clean(name):
            said = said.replace(clean(name), "")
    return said
