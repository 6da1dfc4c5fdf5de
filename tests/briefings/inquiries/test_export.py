"""`/export`: tables and JSON that are bounded and harmless."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest

from briefings import export
from briefings.answers import Answer, AnswerKind
from briefings.cards import CardMaker
from briefings.store.protocol import EventQuery
from briefings.world import load
from tests.briefings.conftest import Newsroom, event


def rows(answer: Answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.files[0].data.decode("utf-8-sig"))))


async def test_a_table_that_excel_opens(newsroom: Newsroom) -> None:
    await newsroom.tell("Two", event("FR CI", "2024-07-09", people=("Zoé Ünal",), city="Abidjan"))
    answer = await newsroom.ask("export", format="csv", who="ivory coast")
    assert answer.kind is AnswerKind.FILE
    assert answer.files[0].name == "events-ivory-coast.csv"
    assert answer.files[0].data.startswith(b"\xef\xbb\xbf")
    (row,) = rows(answer)
    assert (row["id"], row["start"], row["actors"], row["people"]) == (
        "e1",
        "2024-07-09",
        "CI;FR",
        "Zoé Ünal",
    )
    assert row["urls"] == "https://press.example/two"


async def test_json_is_of_the_usual_shape(newsroom: Newsroom) -> None:
    await newsroom.tell("Two", event("FR DE", "2024-07-09"), event("FR DE", "2023"))
    answer = await newsroom.ask("export", format="json", who="france", since="2024")
    found = json.loads(answer.files[0].data)
    shown = await newsroom.ask("met", who="france", since="2024")
    assert found == {"total": 1, "events": [card.to_json() for card in shown.cards]}
    assert dict(answer.facts) == {"Of": "France", "Period": "since 2024"}


@pytest.mark.parametrize("said", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "＝1", "=HYPERLINK(1)"])
async def test_no_cell_is_a_formula(newsroom: Newsroom, said: str) -> None:
    await newsroom.tell("Bad", event("FR DE", "2024-07-09", people=(said,), summary=said))
    (row,) = rows(await newsroom.ask("export", format="csv"))
    assert row["people"].startswith("'")
    assert row["summary"].startswith("'")
    assert not any(value.lstrip().startswith(("=", "+", "-", "@")) for value in row.values())


async def test_rows_and_bytes_are_bounded_and_it_is_said(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    await newsroom.tell("Many", *(event("FR DE", f"2024-0{month}-01") for month in range(1, 8)))
    monkeypatch.setattr(export, "MOST_ROWS", 3)
    answer = await newsroom.ask("export", format="csv")
    assert [row["start"] for row in rows(answer)] == ["2024-07-01", "2024-06-01", "2024-05-01"]
    assert answer.notes == ("The file holds the newest 3 of 7: ask for a shorter period to get the rest.",)
    page = await newsroom.store.events.query(EventQuery(limit=7))
    cards = [CardMaker(load(), date(2024, 9, 30)).card(one) for one in page.events]
    for made in (export.as_csv(cards, 1000), export.as_json(cards, 7, 3000)):
        assert 0 < made.rows < 7
        assert len(made.data) <= 3000
    assert len(json.loads(export.as_json(cards, 7, 3000).data)["events"]) > 0


async def test_what_cannot_be_exported(newsroom: Newsroom) -> None:
    assert (await newsroom.ask("export", format="xlsx")).kind is AnswerKind.UNCLEAR
    assert (await newsroom.ask("export", format="csv", words="!!!")).kind is AnswerKind.UNCLEAR
    assert (await newsroom.ask("export", format="csv", who="narnia")).kind is AnswerKind.UNKNOWN_NAME
    assert (await newsroom.ask("export", format="csv", who="tuvalu")).kind is AnswerKind.NOTHING
