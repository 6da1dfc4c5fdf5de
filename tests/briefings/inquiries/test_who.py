"""`/who`: people of the world, people of the record, and names that mean several."""

from __future__ import annotations

from briefings.answers import AnswerKind
from tests.briefings.conftest import Newsroom, event


async def told(newsroom: Newsroom) -> None:
    await newsroom.tell(
        "Visitors",
        event("IN RU", "2024-07-09", people=("Narendra Modi", "Vladimir Putin")),
        event("RU TR", "2024-07-03", people=("Recep Tayyip Erdoğan", "Vladimir Putin")),
        event("AT IN", "2024-07-10", people=("Anna Beispiel", "Narendra Modi")),
        event("AT CH", "2024-05-10", people=("Anna Beispiel", "Carla Muster")),
        event("CH LI", "2024-04-10", people=("Otto Muster",)),
    )


async def test_offices_and_meetings_newest_first(newsroom: Newsroom) -> None:
    await told(newsroom)
    answer = await newsroom.ask("who", person="modi")
    assert answer.title == "Encounters of Narendra Modi"
    assert answer.facts[0] == ("Prime Minister, India", "since 26 May 2014")
    assert [card.when for card in answer.cards] == ["10 July 2024", "9 July 2024"]


async def test_other_spellings_are_the_same_person(newsroom: Newsroom) -> None:
    await told(newsroom)
    for spelling in ("Erdogan", "Recep Tayyip Erdogan", "Tayyip Erdoğan"):
        answer = await newsroom.ask("who", person=spelling)
        assert [card.when for card in answer.cards] == ["3 July 2024"], spelling


async def test_somebody_whom_only_articles_name(newsroom: Newsroom) -> None:
    await told(newsroom)
    for name in ("anna beispiel", "Beispiel"):
        answer = await newsroom.ask("who", person=name)
        assert answer.title == "Encounters of Anna Beispiel"
        assert answer.total == 2
        assert "articles only" in answer.notes[0]
    several = await newsroom.ask("who", person="muster")
    assert several.kind is AnswerKind.AMBIGUOUS
    assert {one.text for one in several.suggestions} == {
        "Carla Muster (named in articles)",
        "Otto Muster (named in articles)",
    }


async def test_a_surname_of_several_is_asked_about(newsroom: Newsroom) -> None:
    answer = await newsroom.ask("who", person="sullivan")
    assert answer.kind is AnswerKind.AMBIGUOUS
    for suggestion in answer.suggestions:
        assert suggestion.question is not None
        chosen = await newsroom.desk.answer(suggestion.question)
        assert chosen.kind is AnswerKind.NOTHING
        assert chosen.facts, "offices are said though nothing is recorded"


async def test_nobody(newsroom: Newsroom) -> None:
    await told(newsroom)
    for name in ("Zyxwv Qqq", "...", "@everyone"):
        answer = await newsroom.ask("who", person=name)
        assert answer.kind is AnswerKind.UNKNOWN_NAME, name
    near = await newsroom.ask("who", person="Narendra Mody")
    assert near.kind is not AnswerKind.UNKNOWN_NAME or near.suggestions


async def test_a_server_sees_its_own_people_only(newsroom: Newsroom) -> None:
    await newsroom.tell("Ours", event("AT CH", "2024-05-10", people=("Heidi Geheim",)), scope="guild:1")
    assert (await newsroom.ask("who", "guild:1", person="Geheim")).total == 1
    assert (await newsroom.ask("who", "guild:2", person="Geheim")).kind is AnswerKind.UNKNOWN_NAME
