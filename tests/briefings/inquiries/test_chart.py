"""`/chart`: the picture, the same numbers in words, and what is said where none can be drawn."""

from __future__ import annotations

import sys

import pytest

from briefings import charts
from briefings.answers import AnswerKind
from briefings.charts.figures import Bars, Figure, Matrix, from_json, to_json
from briefings.errors import ChartError
from tests.briefings.conftest import Newsroom, event


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Figure]:
    """The figures that were to be drawn; nothing is."""
    found: list[Figure] = []

    async def picture(figure: Figure) -> bytes:
        found.append(from_json(to_json(figure)))
        return b"\x89PNG"

    monkeypatch.setattr(charts, "picture", picture)
    return found


async def told(newsroom: Newsroom) -> None:
    await newsroom.tell(
        "A year",
        event("IN RU", "2024-07-09"),
        event("IN RU", "2024-07-20", kind="call"),
        event("IN US", "2024-05"),
        event("IN CN", "2023-08-01"),
        event("IN JP", "2024"),
        event("RU US", "2024-06-01", kind="call"),
        event("IN FR", "2024-12-01", status="upcoming"),
        event("BR CN IN RU", "2024-06-11", kind="summit", organisation="BRICS", name="BRICS summit"),
        event("IN CN", "2019-01-01"),
    )


async def test_encounters_a_month_by_counterpart(newsroom: Newsroom, drawn: list[Figure]) -> None:
    await told(newsroom)
    answer = await newsroom.ask("chart", who="india")
    assert answer.kind is AnswerKind.FILE
    (figure,) = drawn
    assert isinstance(figure, Bars)
    assert figure.columns[0] == "2023-08"
    assert figure.columns[-1] == "2024-07"
    assert len(figure.columns) == 12
    counted = {one.label: sum(one.values) for one in figure.series}
    assert counted == {"Russia": 2, "US": 1, "China": 1}
    (file,) = answer.files
    assert (file.name, file.media_type) == ("chart-india-months.png", "image/png")
    assert "Russia: 2" in file.described
    assert "July 2024: 2" in file.described
    assert dict(answer.facts)["Russia"] == "2"
    assert "1 encounter without a known month is left out." in answer.notes


async def test_the_body_at_whose_summit_two_meet_is_nobodys_counterpart(
    newsroom: Newsroom, drawn: list[Figure]
) -> None:
    await newsroom.tell(
        "On the sidelines",
        event("IN RU", "2024-07-04", organisation="SCO"),
        event("EU IN", "2024-07-05", organisation="EU"),
    )
    months = await newsroom.ask("chart", who="india")
    assert dict(months.facts).keys() >= {"Russia", "EU"}
    assert "SCO" not in dict(months.facts)
    partners = await newsroom.ask("chart", who="india", by="partners")
    matrix = drawn[-1]
    assert isinstance(matrix, Matrix)
    assert set(matrix.labels) == {"India", "Russia", "EU"}
    assert "SCO" not in partners.files[0].described
    assert (await newsroom.ask("met", who="SCO")).total == 1, "it is still found by its body"


async def test_long_times_are_drawn_by_quarter_and_year(newsroom: Newsroom, drawn: list[Figure]) -> None:
    await told(newsroom)
    await newsroom.ask("chart", who="india", since="2019")
    await newsroom.tell("Old", event("IN CN", "2001-01-01"))
    await newsroom.ask("chart", who="india", since="2001")
    by_quarter, by_year = drawn
    assert isinstance(by_quarter, Bars)
    assert by_quarter.columns[:2] == ("2019 Q1", "2019 Q2")
    assert by_quarter.axis == "encounters a quarter"
    assert isinstance(by_year, Bars)
    assert (by_year.columns[0], by_year.columns[-1]) == ("2001", "2024")


async def test_many_counterparts_are_top_ones_and_others(newsroom: Newsroom, drawn: list[Figure]) -> None:
    often = "CN US RU FR DE GB JP IT CA BR".split()
    for place, code in enumerate(often):
        days = range(1, len(often) - place + 1)
        await newsroom.tell(f"With {code}", *(event(f"IN {code}", f"2024-07-{day:02}") for day in days))
    await newsroom.ask("chart", who="india")
    (figure,) = drawn
    assert isinstance(figure, Bars)
    assert [one.label for one in figure.series] == [
        "China",
        "US",
        "Russia",
        "France",
        "Germany",
        "UK",
        "4 others",
    ]
    assert figure.series[-1].values == (4 + 3 + 2 + 1,)


async def test_who_met_whom(newsroom: Newsroom, drawn: list[Figure]) -> None:
    await told(newsroom)
    answer = await newsroom.ask("chart", who="india", by="partners", theme="light")
    (figure,) = drawn
    assert isinstance(figure, Matrix)
    assert figure.theme == "light"
    assert figure.labels[0] == "India"
    russia, us = figure.labels.index("Russia"), figure.labels.index("US")
    assert figure.cells[0][russia] == figure.cells[russia][0] == 2
    assert figure.cells[russia][us] == 1
    assert "India and Russia 2." in answer.files[0].described
    body = await newsroom.ask("chart", who="brics", by="partners")
    assert body.title == "Who met whom at BRICS"
    assert ("Russia and India", "1 encounter") in body.facts or (
        "India and Russia",
        "1 encounter",
    ) in body.facts


async def test_nothing_to_draw(newsroom: Newsroom, drawn: list[Figure]) -> None:
    await told(newsroom)
    for options in (
        {"who": "tuvalu"},
        {"who": "india", "since": "2025"},
        {"who": "tuvalu", "by": "partners"},
    ):
        assert (await newsroom.ask("chart", **options)).kind is AnswerKind.NOTHING
    assert (await newsroom.ask("chart", who="india", by="colour")).kind is AnswerKind.UNCLEAR
    assert not drawn


async def test_without_matplotlib_it_is_said_what_to_install(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    answer = await newsroom.ask("chart", who="india")
    assert answer.kind is AnswerKind.NOTHING
    assert "pip install 'dragoman[charts]'" in answer.notes[0]


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_a_real_picture(theme: str) -> None:
    pytest.importorskip("matplotlib")
    hostile = "$x_{1}$ \x00 <b>" + "n" * 300
    figures: list[Figure] = [
        Bars(hostile, ("2024-01", "2024-02"), (charts.Series(hostile, (1, 2)),) * 7, "each", theme),
        Matrix("Кто с кем", ("A", hostile), ((0, 3), (3, 0)), theme),
    ]
    for figure in figures:
        data = await charts.picture(figure)
        assert data[16:24] == (1000).to_bytes(4, "big") * 2, "1000 by 1000 pixels"


async def test_a_picture_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ChartError, match="could not be drawn"):
        await charts.picture(Bars("t", ("a",), (charts.Series("x", (1,)),), "axis", "no such theme"))
    monkeypatch.setattr("briefings.charts.drawing.SECONDS", 0.0)
    with pytest.raises(ChartError, match="too long"):
        await charts.picture(Matrix("t", ("a",), ((0,),)))
