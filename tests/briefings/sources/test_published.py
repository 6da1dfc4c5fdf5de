"""When an article was published: evidence by rank, and ambiguity kept where nothing decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefings.models import PublishedBasis
from briefings.sources.files import load_article
from briefings.sources.published import infer_published, is_date_line

STORY = "The ministers of Peru and Chad dined in Bern on Monday."


@pytest.mark.parametrize(
    ("text", "published", "basis"),
    [
        (f"Last Updated 03 September 2019, 19:41 IST\n\n{STORY}", "2019-09-03", "stated"),
        (f"Posted May. 03, 2023 08:01,\n\nUpdated May. 04, 2023 09:00\n\n{STORY}", "2023-05-03", "stated"),
        (f"Updated May. 04, 2023 09:00\n\nPosted May. 03, 2023 08:01,\n\n{STORY}", "2023-05-03", "stated"),
        (f"Published By : Desk | September 10, 2024 | 20:10 IST\n\n{STORY}", "2024-09-10", "stated"),
        (f"18 November 2022\n\n{STORY}", "2022-11-18", "stated"),
        (f"Tuesday, August 24, 2021\n\nLIMA, Peru\n\n{STORY}", "2021-08-24", "stated"),
        (f"Ena January 27/2020\n\n{STORY}", "2020-01-27", "stated"),
        (f"31 Jan 2013 - 16:47\n\n{STORY}", "2013-01-31", "stated"),
        (f"LIMA, Jun 30, 2019, Agency. {STORY}", "2019-06-30", "stated"),
        (f"Lima, 11 March 2023 (TDI): {STORY}", "2023-03-11", "stated"),
        (f"PORT OF SPAIN, Trinidad, Nov. 3, 2021 -- {STORY}", "2021-11-03", "stated"),
        (f"May 4, 2022 (Agency) -- {STORY}", "2022-05-04", "stated"),
        (f"Last Updated on 25/07/2024 by Desk\n\n{STORY}", "2024-07-25", "stated"),
        (f"LIMA, Sept 8: {STORY} A photo shows them on September 7, 2023.", "2023-09-08", "inferred"),
        (f"LIMA, Sept 8: {STORY}", None, "unknown"),
        (f"LIMA, Sept 8: {STORY} They first met on 5 March 2019.", None, "unknown"),
        (f"{STORY} He was born on 3 May 1961, in Lima.", None, "unknown"),
        (STORY, None, "unknown"),
    ],
)
def test_evidence_in_the_text(text: str, published: str | None, basis: str) -> None:
    article = load_article("a.txt", text.encode())
    assert (article.published, article.published_basis) == (published, PublishedBasis(basis))
    assert article.published_readings == ()
    assert STORY in article.text


def test_a_date_that_reads_two_ways_keeps_both_readings() -> None:
    text = f"Last Updated on 11/07/2024 by Desk\n\n{STORY} In June 2024 they were in Lima."
    article = load_article("a.txt", text.encode())
    assert article.published is None
    assert article.published_basis is PublishedBasis.UNKNOWN
    assert article.published_readings == ("2024-07-11", "2024-11-07")


@pytest.mark.parametrize(
    ("furniture", "story", "url", "published"),
    [
        (["Comment of 25/07/2024"], STORY, None, "2024-07-11"),
        (["Comment of 07/25/2024"], STORY, None, "2024-11-07"),
        ([], "They parted on 20 September 2024 in Lima.", None, "2024-11-07"),
        ([], "They met in August 2024 in Lima.", None, "2024-11-07"),
        ([], "They will meet on 20 September 2024 in Lima.", None, None),
        ([], STORY, "https://example.org/2024/07/dinner", "2024-07-11"),
        ([], STORY, "https://example.org/2023/dinner", None),
        (["25/07/2024", "07/25/2024"], STORY, None, None),
    ],
)
def test_other_evidence_decides(
    furniture: list[str], story: str, url: str | None, published: str | None
) -> None:
    found = infer_published([story], dated=["Last Updated on 11/07/2024"], furniture=furniture, url=url)
    assert found.date == published
    assert found.basis is (PublishedBasis.INFERRED if published else PublishedBasis.UNKNOWN)
    assert len(found.readings) == (0 if published else 2)


def test_rank_of_evidence() -> None:
    paragraphs = [f"LIMA, Jun 30, 2019 - {STORY}"]
    url = "https://example.org/2018/05/04/dinner"
    assert infer_published(paragraphs, given="2020", stated="2021-01-01", url=url).date == "2020"
    assert infer_published(paragraphs, stated="2021-01-01", url=url).date == "2021-01-01"
    assert infer_published(paragraphs, url=url).date == "2019-06-30"
    assert infer_published([STORY], url=url).date == "2018-05-04"
    assert infer_published([STORY], url="https://example.org/2018/05/dinner").date == "2018-05"
    assert infer_published([STORY], url="https://example.org/id/20189999").date is None


@pytest.mark.parametrize(
    ("line", "is_date"),
    [
        ("18 November 2022", True),
        ("31 Jan 2013 - 16:47", True),
        ("Tuesday, August 24, 2021", True),
        ("SATURDAY, APRIL 13", False),
        ("They dined on 18 November 2022", False),
        ("November 2022", False),
        ("6-18 Nov 2022", False),
    ],
)
def test_a_line_that_is_a_date(line: str, is_date: bool) -> None:
    assert is_date_line(line) is is_date


_SEEDS = Path(__file__).parents[3].parent / "shared" / "seeds"


@pytest.mark.skipif(not _SEEDS.is_dir(), reason="the seed articles are not at hand")
def test_pages_as_they_are_found() -> None:
    articles = [load_article(path, path.read_bytes()) for path in sorted(_SEEDS.glob("*.txt"))]
    assert all(article.published is None for article in articles)
    assert [article.published_readings for article in articles if article.published_readings] == [
        ("2024-07-11", "2024-11-07")
    ]
    for article in articles:
        for furniture in ("Skip to content", "Leave a Reply", "Last Updated", "Exit mobile", "Source link"):
            assert furniture.lower() not in article.text.lower()
