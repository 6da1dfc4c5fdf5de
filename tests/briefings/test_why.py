"""Why an event is or is not in a digest, held against what the digest tells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from briefings import world
from briefings.digest import NEW_SHOWN, compose
from briefings.models import Event
from briefings.why import Why, why

Make = Callable[..., Event]
DAY = date(2024, 9, 30)
LATER = datetime(2030, 1, 1, tzinfo=UTC)


async def asked(newsroom: Any, event: str, **wishes: Any) -> Why:
    """The reasons, after a look at whether the digest agrees."""
    found = await why(newsroom.store, world.load(), event, on=DAY, **wishes)
    made = await compose(newsroom.store, world.load(), on=DAY, **wishes)
    told = {card.event.id for card in (*made.upcoming, *made.new)}
    assert found.inside == (found.card is not None and found.card.event.id in told)
    return found


async def test_what_is_ahead_and_what_is_new(newsroom: Any, an_event: Make) -> None:
    await newsroom.tell("Soon", an_event("CL FR", "2024-10-20", status="upcoming"))
    await newsroom.tell("Held", an_event("IN RU", "2024-07-09"))
    assert "among what is ahead" in (await asked(newsroom, "e1")).reasons[0]
    assert "among what is new" in (await asked(newsroom, "e2")).reasons[0]
    assert "among what is ahead" in (await asked(newsroom, "brics-2024")).reasons[0]


@pytest.mark.parametrize(
    ("event", "wishes", "said"),
    [
        (("CL FR", "2024-12-20"), {"horizon_days": 30}, "looks as far as Wednesday 30 October 2024"),
        (("CL FR", "2024-10-20"), {"countries": ("IN", "RU")}, "about India and Russia only"),
        (("CL FR", "2024-09-20"), {"since": LATER}, "its last day is over"),
        (("CL FR", "2024-09-20"), {"since": LATER}, "since the last digest"),
    ],
)
async def test_what_is_left_out(
    newsroom: Any, an_event: Make, event: tuple[str, str], wishes: dict[str, Any], said: str
) -> None:
    await newsroom.tell("One", an_event(*event, status="upcoming"))
    found = await asked(newsroom, "e1", **({"since": LATER} | wishes))
    assert not found.inside
    assert any(said in reason for reason in found.reasons), found.reasons


async def test_a_held_event_of_others_is_told_to_be_of_others(newsroom: Any, an_event: Make) -> None:
    await newsroom.tell("One", an_event("CL FR", "2024-07-20"))
    found = await asked(newsroom, "e1", countries=("JP",))
    assert any("about Japan only" in reason for reason in found.reasons)


async def test_more_is_new_than_is_spelt_out(newsroom: Any, an_event: Make) -> None:
    for number in range(NEW_SHOWN + 1):
        await newsroom.tell(f"Held {number}", an_event("IN RU", f"2024-0{number % 8 + 1}-{number + 10}"))
    verdicts = [await asked(newsroom, f"e{number + 1}") for number in range(NEW_SHOWN + 1)]
    [left] = [verdict for verdict in verdicts if not verdict.inside]
    assert "spells out only the 10 weightiest" in left.reasons[0]


async def test_what_is_not_there_or_of_another_server(newsroom: Any, an_event: Make) -> None:
    await newsroom.tell("One", an_event("CL FR", "2024-10-20", status="upcoming"), scope="guild:1")
    for event in ("e1", "e99", "nonsense"):
        found = await asked(newsroom, event, scope="guild:2")
        assert (found.card, found.inside) == (None, False)
        assert "There is no event" in found.reasons[0]
    assert (await asked(newsroom, "e1", scope="guild:1")).inside


async def test_nothing_new_says_since_when(newsroom: Any) -> None:
    first = await compose(newsroom.store, world.load(), on=DAY)
    assert "Nothing new was recorded since yesterday." in first.notes
    later = await compose(newsroom.store, world.load(), on=DAY, since=LATER)
    assert "Nothing new since the last digest." in later.notes
