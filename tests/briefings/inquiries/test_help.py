"""`/help`: every example it gives has an answer on the record at hand."""

from __future__ import annotations

import pytest

from bot.catalogue import COMMANDS, topics
from bot.line import parse
from briefings import charts, world
from briefings.answers import AnswerKind
from briefings.charts.figures import Figure
from briefings.desk import Desk
from briefings.questions import Question
from tests.briefings.conftest import Newsroom, event


@pytest.fixture
def desk(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Desk:
    async def picture(_figure: Figure) -> bytes:
        return b"\x89PNG"

    monkeypatch.setattr(charts, "picture", picture)
    return Desk(newsroom.store, world.load(), lambda: newsroom.now, guide=topics)


async def told(newsroom: Newsroom) -> None:
    await newsroom.tell(
        "Visitors",
        event("AT CH", "2024-07-09", people=("Carla Muster",), country="CH", city="Bern"),
        event("AT CH", "2024-07-19", people=("Carla Muster",)),
        event("AT HU", "2024-07-12"),
    )


async def test_every_command_stands_there(desk: Desk) -> None:
    answer = await desk.answer(Question("help"))
    assert answer.kind is AnswerKind.HELP
    assert [label for label, _ in answer.facts] == [known.usage for known in COMMANDS]


@pytest.mark.parametrize("filled", [True, False])
async def test_every_example_works_and_is_the_question_it_shows(
    newsroom: Newsroom, desk: Desk, filled: bool
) -> None:
    if filled:
        await told(newsroom)
    for known in [None, *COMMANDS]:
        options = {"command": known.name} if known else {}
        answer = await desk.answer(Question("help", options))
        for suggestion in answer.suggestions:
            assert suggestion.question is not None
            assert suggestion.question == parse(suggestion.text), suggestion.text
            given = await desk.answer(suggestion.question)
            wrong = {AnswerKind.UNKNOWN_NAME, AnswerKind.UNCLEAR}
            assert given.kind not in (wrong | {AnswerKind.NOTHING} if filled else wrong), suggestion.text


async def test_examples_are_of_the_record(newsroom: Newsroom, desk: Desk) -> None:
    await told(newsroom)
    answer = await desk.answer(Question("help", {"command": "/timeline"}))
    assert answer.title.startswith("/timeline <who>")
    assert [one.text for one in answer.suggestions] == ["/timeline Austria with:Switzerland"]
    people = await desk.answer(Question("help", {"command": "WHO"}))
    assert [one.text for one in people.suggestions] == ["/who Carla Muster"]


async def test_an_unknown_command_is_said_beside_all_others(desk: Desk) -> None:
    answer = await desk.answer(Question("help", {"command": "dance"}))
    assert answer.notes[0] == "There is no command “dance”."
    assert len(answer.facts) == len(COMMANDS)
