"""Texts and the sentences in which their events are told again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from briefings.models import Article, PublishedBasis
from briefings.reading import topics
from briefings.reading.rules import RulesReader

TABLE = Path(__file__).parent / "summaries.txt"


def blocks() -> Iterator[tuple[str, list[str]]]:
    for block in TABLE.read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        text = "\n\n".join(line for line in lines if not line.startswith("="))
        if text:
            yield text, [line[2:] for line in lines if line.startswith("=")]


@pytest.fixture(scope="module")
def reader() -> RulesReader:
    return RulesReader()


@pytest.mark.parametrize(("text", "summaries"), list(blocks()), ids=lambda value: str(value)[:40])
def test_tells_the_event_again(text: str, summaries: list[str], reader: RulesReader) -> None:
    article = Article(None, text, published="2024-07-12", published_basis=PublishedBasis.GIVEN)
    assert sorted(event.summary for event in reader.read(article).events) == sorted(summaries)


@pytest.mark.parametrize(
    ("told", "topic"),
    [
        ("met Xi in Paris to discuss trade, energy and security.", "to discuss trade, energy and security"),
        ("met Xi in Paris to discuss trade, said his office.", "to discuss trade"),
        ("met Xi to discuss trade, a matter of pride for both.", "to discuss trade"),
        ("met Xi to discuss trade after a week of protests.", "to discuss trade"),
        ("met Xi to discuss not the war but the peace.", "to discuss not the war"),
        ("met Xi to discuss what comes next.", "to discuss what comes next"),
        ("met Xi to discuss it.", ""),
        ("met Xi to discuss her plans.", ""),
        ("met Xi to discuss the future of her plans.", ""),
        ("met Xi to discuss cooperation in her country.", "to discuss cooperation"),
        ("met Xi, who had refused to discuss trade.", ""),
        ("met Xi after he had agreed to discuss trade.", ""),
        ("met Xi and asked him to sign the treaty.", ""),
        ("held talks with Xi on Tuesday.", ""),
        ("held talks on Tuesday on tariffs.", "on tariffs"),
        ("held talks on the sidelines of the summit.", ""),
        ("held talks on ending the war in Yemen.", "on ending the war in Yemen"),
        ("spoke by phone about air defence on Sunday.", "about air defence"),
        ("held talks on the outcome of last week's summit.", ""),
        ("held talks on “a new page” in relations.", ""),
        ("held talks on fishing (and whaling).", "on fishing"),
        ("held talks, focusing on gas.", ", focusing on gas"),
        ("met Xi on Friday, with gas on the agenda.", ", with gas on the agenda"),
        ("held talks on \u202egas\u202c prices.", ""),
        ("held talks on " + "gas and oil and " * 40, "on gas and oil and gas and oil and gas and oil"),
    ],
)
def test_takes_a_topic_only_where_it_ends_cleanly(told: str, topic: str) -> None:
    sentence = f"Macron {told}"
    found = topics.topic_of(sentence, 7, len(sentence), "held")
    if topic and len(topic) > 40:
        assert found.startswith(topic)
        assert len(found) <= topics.LONGEST + 20
        assert not found.endswith(("and", " "))
    else:
        assert found == topic


def test_what_only_one_side_did_is_not_told_of_both() -> None:
    told = "Macron met Xi in Paris and agreed to buy pandas."
    assert topics.topic_of(told, 7, len(told), "held") == ""
    assert topics.topic_of(told, 7, len(told), "held", mutual=True) == "and agreed to buy pandas"
    assert topics.topic_of(told, 7, len(told), "upcoming", mutual=True) == ""
