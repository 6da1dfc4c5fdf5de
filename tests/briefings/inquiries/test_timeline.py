"""`/timeline`: the history between two."""

from __future__ import annotations

from briefings.answers import AnswerKind
from tests.briefings.conftest import Newsroom, event


async def told(newsroom: Newsroom) -> None:
    await newsroom.tell(
        "Two of them",
        event("FR DE", "2019-03-01"),
        event("FR DE", "2019-11-09", kind="call"),
        event("FR DE", "2022-06"),
        event("FR DE", None, kind="visit"),
        event("FR DE", "2025-01-10", status="upcoming"),
        event("FR IT", "2021-05-05"),
    )


async def test_oldest_first_by_year_with_first_latest_and_pause(newsroom: Newsroom) -> None:
    await told(newsroom)
    answer = await newsroom.ask("timeline", who="france", **{"with": "germany"})
    assert answer.title == "France and Germany: their history"
    assert [group.heading for group in answer.groups] == ["2019: 2 encounters", "2022: 1 encounter"]
    assert [card.when for card in answer.cards] == ["1 March 2019", "9 November 2019", "June 2022"]
    assert answer.facts == (
        ("With a known date", "3 encounters"),
        ("First", "1 March 2019"),
        ("Latest", "June 2022"),
        ("Longest pause", "over 2 years, from 9 November 2019 to June 2022"),
    )
    assert answer.notes == ("1 more has no known date: /met shows it.",)


async def test_what_was_due_is_shown_but_not_counted(newsroom: Newsroom) -> None:
    await told(newsroom)
    await newsroom.tell("Announced", event("FR DE", "2023-02-02", status="upcoming"))
    answer = await newsroom.ask("timeline", who="france", **{"with": "germany"})
    assert [group.heading for group in answer.groups] == ["2019: 2 encounters", "2022: 1 encounter", "2023"]
    facts = dict(answer.facts)
    assert (facts["With a known date"], facts["Latest"]) == ("3 encounters", "June 2022")
    assert "1 more was due; no article of the record says that it took place." in answer.notes
    alone = await newsroom.ask("timeline", who="france", since="2023", **{"with": "germany"})
    assert [card.standing.value for card in alone.cards] == ["was due"]
    assert [label for label, _ in alone.facts] == ["Period"]


async def test_pages_and_periods(newsroom: Newsroom) -> None:
    await told(newsroom)
    question = (await newsroom.ask("timeline", who="france", **{"with": "germany"})).question
    small = await newsroom.desk.answer(question.with_options(since="2019-06", until="2023"))
    assert [card.when for card in small.cards] == ["9 November 2019", "June 2022"]
    assert small.facts[0] == ("Period", "June 2019 – 2023")
    second = await newsroom.desk.answer(question.page(2))
    assert [group.heading for group in second.groups] == ["2022: 1 encounter"]
    assert (second.total, second.previous is not None) == (3, True)


async def test_the_bare_words_may_name_both(newsroom: Newsroom) -> None:
    await told(newsroom)
    answer = await newsroom.ask("timeline", who="france germany")
    assert answer.title == "France and Germany: their history"


async def test_who_is_alone_is_asked_for_the_other(newsroom: Newsroom) -> None:
    await told(newsroom)
    answer = await newsroom.ask("timeline", who="france")
    assert answer.kind is AnswerKind.UNCLEAR
    assert [one.text for one in answer.suggestions] == [
        "/timeline france with:Germany",
        "/timeline france with:Italy",
    ]
    question = answer.suggestions[1].question
    assert question is not None
    assert (await newsroom.desk.answer(question)).total == 1


async def test_strangers_and_the_same_one_twice(newsroom: Newsroom) -> None:
    await told(newsroom)
    nothing = await newsroom.ask("timeline", who="tuvalu", **{"with": "peru"})
    assert nothing.kind is AnswerKind.NOTHING
    assert "Tuvalu and Peru" in nothing.title
    twice = await newsroom.ask("timeline", who="france", **{"with": "paris"})
    assert twice.kind is AnswerKind.UNCLEAR


async def test_a_long_event_is_no_pause_and_hides_none(newsroom: Newsroom) -> None:
    await newsroom.tell(
        "Long talks",
        event("FR DE", "2020-01-01", end="2020-08-31"),
        event("FR DE", "2020-02-01", kind="call"),
        event("FR DE", "2020-09-15"),
    )
    answer = await newsroom.ask("timeline", who="france", **{"with": "germany"})
    assert "Longest pause" not in dict(answer.facts)
