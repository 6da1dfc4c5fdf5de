"""Buttons and menus: they page, open and suggest, also after the bot was restarted, and fail kindly."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalogue import COMMANDS
from bot.discord import asking
from bot.discord.bot import DragomanBot
from briefings.questions import Question

from .conftest import PARTNERS, Clock, Discord, Library, buttons, meeting, shown


async def fill(library: Library) -> None:
    for number, partner in enumerate(PARTNERS, 1):
        event = meeting("BR", partner, start=f"2024-06-{number:02}", summary=f"Meeting number {number}.")
        await library.add(f"Article {number}", event)


def numbers(result: Any) -> list[int]:
    return [int(number) for number in re.findall(r"Meeting number (\d+)\.", shown(result))]


async def test_an_answer_is_paged_there_and_back(discord_env: Discord, library: Library) -> None:
    await fill(library)
    result = await discord_env.ask("met", who="brazil")
    assert numbers(result) == [12, 11, 10, 9, 8]
    assert "1–5 of 12" in shown(result)
    assert buttons(result.response)["◀ Previous"]["disabled"]
    await discord_env.ann.click(result.response, label="Next ▶")
    assert numbers(result) == [7, 6, 5, 4, 3]
    await discord_env.ann.click(result.response, label="Next ▶")
    assert numbers(result) == [2, 1]
    assert buttons(result.response)["Next ▶"]["disabled"]
    await discord_env.ann.click(result.response, label="◀ Previous")
    assert numbers(result) == [7, 6, 5, 4, 3]


async def test_pages_turn_after_a_restart(
    discord_env: Discord, library: Library, make_bot: Callable[..., DragomanBot]
) -> None:
    await fill(library)
    result = await discord_env.ask("met", who="brazil", public=True)
    await discord_env.restart(make_bot())
    await discord_env.ann.click(result.response, label="Next ▶")
    assert numbers(result) == [7, 6, 5, 4, 3]


async def test_a_question_too_long_for_a_button_survives_too(
    discord_env: Discord, library: Library, make_bot: Callable[..., DragomanBot]
) -> None:
    words = "meeting " * 20
    await fill(library)
    result = await discord_env.ask("search", words=words)
    assert "dragoman:1:@" in buttons(result.response)["Next ▶"]["custom_id"]
    await discord_env.restart(make_bot())
    await discord_env.ann.click(result.response, label="Next ▶")
    assert numbers(result) == [7, 6, 5, 4, 3]


async def test_a_forgotten_button_says_so(
    discord_env: Discord, library: Library, clock: Clock, make_bot: Callable[..., DragomanBot]
) -> None:
    await fill(library)
    result = await discord_env.ask("search", words="meeting " * 20, public=True)
    await discord_env.bot.store.forget_notes(asking.NOTES, clock() + timedelta(days=3650))
    pressed = await discord_env.ann.click(result.response, label="Next ▶")
    assert "too old" in pressed.followups[0].content
    assert pressed.followups[0].ephemeral
    assert numbers(result) == [12, 11, 10, 9, 8]


async def test_an_event_is_opened_from_the_menu_for_who_chose_it(
    discord_env: Discord, library: Library
) -> None:
    await fill(library)
    result = await discord_env.ask("met", who="brazil", public=True)
    menu = buttons(result.response)["Open an event…"]
    opened = await discord_env.ann.select(
        result.response, [menu["options"][1]["value"]], custom_id=menu["custom_id"]
    )
    assert opened.ephemeral
    assert "Meeting number 11." in shown(opened)
    assert numbers(result) == [12, 11, 10, 9, 8]


@pytest.mark.parametrize(
    "garbled", ["dragoman:", "dragoman:0:nonsense", "dragoman:0:met#x?", "dragoman:0:met#0?when=1"]
)
async def test_a_garbled_button_is_answered_kindly(discord_env: Discord, garbled: str) -> None:
    with pytest.raises(asking.Unreadable, match="Please ask again"):
        await asking.decode(garbled, "all", discord_env.bot.store)


texts = st.text(max_size=200)
questions = st.sampled_from(COMMANDS).flatmap(
    lambda known: st.builds(
        Question,
        st.just(known.name),
        st.dictionaries(
            st.sampled_from([option.name for option in known.options] or ["who"]), texts.filter(bool)
        )
        if known.options
        else st.just({}),
        st.just("guild:1"),
        st.integers(0, 999_999),
        st.just(asking.PAGE_SIZE),
    )
)


class Notes:
    """The part of a store that buttons use."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    async def note(self, key: str) -> str | None:
        return self.kept.get(key)

    async def set_note(self, key: str, value: str) -> None:
        self.kept[key] = value


@settings(max_examples=200, deadline=None)
@given(question=questions, slot=st.integers(0, 24))
async def test_any_question_goes_into_a_button_and_comes_out_again(question: Question, slot: int) -> None:
    notes: Any = Notes()
    custom_id = await asking.encode(question, slot, notes)
    assert len(custom_id.encode()) <= asking.LONGEST_ID
    again = await asking.decode(custom_id, "guild:1", notes)
    assert (again.command, again.offset, again.scope) == (question.command, question.offset, "guild:1")
    assert {k: str(v) for k, v in again.options.items()} == dict(question.options) or any(
        str(value) != question.options[key] and int(value) == int(question.options[key])
        for key, value in again.options.items()
    )
