"""Whatever is typed into any option of any command, there is an answer, and it stays in one piece."""

from __future__ import annotations

import json

import pytest

from bot.catalogue import COMMANDS, Command, OptionKind, topics
from briefings import charts, world
from briefings.answers import Answer
from briefings.charts.figures import Figure
from briefings.desk import Desk
from briefings.questions import Question
from tests.briefings.conftest import Newsroom, event

HOSTILE = (
    "@everyone",
    "<@&1234> [x](javascript:alert(1))",
    "\u202egnirts\u202c a\u200bb",
    "\x00\x1b[31mred\x07",
    "'; DROP TABLE event; --",
    '" OR "" NEAR ( *',
    "%s %d {actor} {0} {name}",
    "$\\frac{1}{2}$ `code` ||spoiler||",
    "𝕻𝖚𝖙𝖎𝖓 🇷🇺 中文 العربية",
    "e" * 2000,
    "e99999999999999999999999",
    "-1",
    "  ",
    "2024-02-30",
    "../../etc/passwd",
)


@pytest.fixture
async def desk(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Desk:
    async def picture(_figure: Figure) -> bytes:
        return b"\x89PNG"

    monkeypatch.setattr(charts, "picture", picture)
    said = HOSTILE[6]
    await newsroom.tell(
        "{name} %s @everyone",
        event("FR IN", "2024-07-09", people=(said, HOSTILE[1]), summary=said, city=said),
        event("BR FR IN ZA", "2024-12-01", kind="summit", status="upcoming", name=said, country="FR"),
    )
    return Desk(newsroom.store, world.load(), lambda: newsroom.now, guide=topics)


def in_one_piece(answer: Answer) -> None:
    json.dumps(answer.to_json())
    assert answer.title.strip()
    assert len(answer.title) < 400
    for text in (answer.title, *answer.notes, *(one.text for one in answer.suggestions)):
        assert "\n" not in text
        assert "\x1b" not in text
        assert "\u202e" not in text
    for file in answer.files:
        assert "/" not in file.name
        assert file.name.isascii()


@pytest.mark.parametrize("locale", ["en", "ru"])
@pytest.mark.parametrize("known", COMMANDS, ids=lambda known: known.name)
async def test_any_words_have_an_answer(desk: Desk, known: Command, locale: str) -> None:
    usual = {"who": "france", "with": "india", "format": "csv", "person": "modi", "name": "brics", "id": "e1"}
    for option in known.options:
        if option.kind is OptionKind.WHOLE:
            continue
        others = {one.name: usual.get(one.name, "x") for one in known.options if one.required}
        for said in HOSTILE:
            question = Question(known.name, {**others, option.name: said}, locale=locale)
            in_one_piece(await desk.answer(question))
    for offset in (0, 7, 10**6):
        options = {one.name: usual.get(one.name, "x") for one in known.options if one.required}
        in_one_piece(await desk.answer(Question(known.name, options, "guild:1", offset, 5, locale)))
