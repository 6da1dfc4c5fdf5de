"""`/summit`: an edition from record and calendar, and what happened beside it."""

from __future__ import annotations

from briefings.answers import AnswerKind
from tests.briefings.conftest import Newsroom, event


async def told(newsroom: Newsroom) -> None:
    await newsroom.tell(
        "Kazan",
        event(
            "BR CN IN RU",
            "2024-10",
            kind="summit",
            status="upcoming",
            country="RU",
            city="Kazan",
            organisation="BRICS",
            name="BRICS summit",
        ),
        event("CN IN", "2024-10-23", status="upcoming", country="RU", city="Kazan"),
        event("RU TR", "2024-10-23", status="upcoming", country="RU", city="Moscow"),
        event("BR RU", "2024-10-22", status="upcoming", organisation="BRICS"),
        event("RU VN", "2024-10-24", status="upcoming", country="RU"),
        event("CN RU", "2024-09-01", country="RU", city="Kazan"),
    )


async def test_an_edition_with_its_sidelines(newsroom: Newsroom) -> None:
    await told(newsroom)
    for name in ("brics-2024", "BRICS 2024", "Kazan", "the 16th BRICS summit"):
        answer = await newsroom.ask("summit", name=name)
        assert answer.title == "BRICS summit in Kazan", name
    first, *beside = answer.cards
    assert first.when == "22–24 October 2024"
    assert ["+".join(card.event.event.actors) for card in beside] == ["BR+RU", "CN+IN", "RU+VN"]
    assert answer.groups[1].heading == "3 encounters on its sidelines"
    assert ("Edition", "16") in answer.facts
    assert any("“summit of BR CN IN RU" in said for _, said in answer.facts)


async def test_one_that_only_the_calendar_knows(newsroom: Newsroom) -> None:
    answer = await newsroom.ask("summit", name="g20 rio")
    assert answer.title == "G20 summit in Rio de Janeiro"
    assert dict(answer.facts)["Participants"] == "members of G20, hosted by Brazil"
    assert "No article of the record tells of it; the calendar knows it." in answer.notes


async def test_one_that_only_articles_know(newsroom: Newsroom) -> None:
    await newsroom.tell(
        "Peace",
        event(
            "CH UA",
            "2024-06-15",
            end="2024-06-16",
            kind="summit",
            city="Vitznau",
            country="CH",
            name="Conference of the Lake",
        ),
    )
    answer = await newsroom.ask("summit", name="lake conference")
    assert answer.title == "Conference of the Lake in Vitznau"
    assert (await newsroom.ask("summit", name=answer.cards[0].event.id)).title == answer.title


async def test_of_several_editions_the_next_one_is_told_and_others_offered(newsroom: Newsroom) -> None:
    answer = await newsroom.ask("summit", name="G20")
    assert answer.kind is AnswerKind.EVENTS
    assert answer.title == "G20 summit in Rio de Janeiro"
    assert "edition nearest in time" in answer.notes[0]
    assert answer.question.text("name") == "g20-2024", "further pages stay with this edition"
    question = answer.suggestions[0].question
    assert question is not None
    other = await newsroom.desk.answer(question)
    assert other.kind is AnswerKind.EVENTS
    assert other.title != answer.title
    assert not other.suggestions


async def test_summits_of_several_bodies_are_a_choice(newsroom: Newsroom) -> None:
    answer = await newsroom.ask("summit", name="Astana")
    assert answer.kind is AnswerKind.AMBIGUOUS
    assert len({suggestion.text for suggestion in answer.suggestions}) > 1


async def test_a_body_by_its_long_name(newsroom: Newsroom) -> None:
    answer = await newsroom.ask("summit", name="North Atlantic Treaty Organization 2024")
    assert answer.title == "NATO summit in Washington"


async def test_no_such_summit(newsroom: Newsroom) -> None:
    for name in ("the summit of", "zzz", "e1", "%%%"):
        answer = await newsroom.ask("summit", name=name)
        assert answer.kind is AnswerKind.UNKNOWN_NAME, name
        assert answer.suggestions
