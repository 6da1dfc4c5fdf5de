"""Notices keep to Discord's limits and say nothing but words, whatever they are about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord import notices
from briefings.answers import Card, Standing
from briefings.languages import ENGLISH, Tongue
from briefings.models import Event, Kind, RecordedEvent, Status
from briefings.store.watches import PERSON, Watch, Watcher
from briefings.watching import LISTED, Item, Notice

from .hostile import HOSTILE
from .test_render import anything, cards, check, contents, languages, lines, parts, unhurried

AT = datetime(2024, 9, 30, tzinfo=UTC)
ANN = Watcher(1, "discord:user:1", "en")
BUTTON, SELECT = 2, 3

watches = st.builds(
    Watch,
    id=st.integers(1, 10**15),
    watcher=st.just(ANN),
    scope=st.just("all"),
    subject=st.sampled_from(["IN", "BRICS", f"{PERSON}x"]),
    label=anything,
    set_by=st.just("1"),
    since=st.just(AT),
)
told = st.builds(
    Notice,
    title=anything,
    items=st.lists(st.builds(Item, card=cards, change=anything), min_size=1, max_size=LISTED).map(tuple),
    notes=lines.map(lambda some: some[:3]),
    watches=st.lists(watches, max_size=9, unique_by=lambda watch: watch.id).map(tuple),
)


@unhurried
@given(told, languages)
def test_a_notice_keeps_to_every_limit_and_is_found_again(notice: Notice, speak: Tongue) -> None:
    components: list[Any] = notices.components(notice, "#abcdef01", speak)
    check(components)
    assert contents(components)[-1].endswith(r"\#abcdef01") or "#abcdef01" in contents(components)[-1]
    for menu in parts(components, SELECT):
        assert menu["options"]
        assert all(0 < len(option["value"]) <= 100 for option in menu["options"])
    for button in parts(components, BUTTON):
        assert len(button["custom_id"]) <= 100
    assert len(parts(components, BUTTON)) == min(len(notice.watches), notices.MOST_BUTTONS)


def a_card(key: str, text: str) -> Card:
    event = RecordedEvent(key, Event(Kind.MEETING, Status.HELD, ("IN", "RU")), (), AT, AT)
    return Card(event, Standing.HELD, text, text, text, text, text, text)


@pytest.mark.parametrize("nasty", HOSTILE, ids=lambda text: ascii(text)[:24])
def test_hostile_text_is_words_in_a_notice(nasty: str) -> None:
    watch = Watch(1, ANN, "all", f"{PERSON}x", nasty, "1", AT)
    notice = Notice(nasty, (Item(a_card("e1", nasty), nasty),), (nasty,), (watch,))
    check([dict(part) for part in notices.components(notice, "#abcdef01", ENGLISH)])


def test_every_event_is_listed_where_room_is_short() -> None:
    long = "many words of an article " * 30
    items = tuple(Item(replace(a_card(f"e{n}", long), title=f"Event {n} {long}")) for n in range(LISTED))
    made = notices.components(Notice("News of India", items, (long, long, long), ()), "#abcdef01", ENGLISH)
    check([dict(part) for part in made])
    text = "\n".join(contents(made))
    assert all(f"Event {n} " in text for n in range(LISTED))
