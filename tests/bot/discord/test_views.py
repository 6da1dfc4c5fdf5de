"""Buttons and menus: they page, open and suggest, also after the bot was restarted, and fail kindly."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import discord
import pytest
import simcord
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalogue import COMMANDS
from bot.discord import asking
from bot.discord.bot import DragomanBot
from bot.discord.gestures import JumpButton
from bot.languages import prepared
from briefings.answers import Answer, AnswerKind, Attachment
from briefings.questions import Question

from .conftest import PARTNERS, Clock, Discord, Library, buttons, meeting, shown, texts, walk

PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
)


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
    assert "too old" in texts(pressed.followups[0])
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


anything = st.text(max_size=200)
questions = st.sampled_from(COMMANDS).flatmap(
    lambda known: st.builds(
        Question,
        st.just(known.name),
        st.dictionaries(
            st.sampled_from([option.name for option in known.options] or ["who"]), anything.filter(bool)
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


async def test_a_page_is_named_in_a_form_also_after_a_restart(
    discord_env: Discord, library: Library, make_bot: Callable[..., DragomanBot]
) -> None:
    await fill(library)
    result = await discord_env.ask("met", who="brazil")
    form = await discord_env.ann.click(result.response, label="Page 1 of 3…")
    await discord_env.ann.submit_modal(form, {"page": "3"})
    assert numbers(result) == [2, 1]
    form = await discord_env.ann.click(result.response, label="Page 3 of 3…")
    await discord_env.restart(make_bot())
    await discord_env.ann.submit_modal(form, {"page": " 2"})
    assert numbers(result) == [7, 6, 5, 4, 3]
    form = await discord_env.ann.click(result.response, label="Page 2 of 3…")
    await discord_env.ann.submit_modal(form, {"page": "999"})
    assert numbers(result) == [2, 1]


@pytest.mark.parametrize("typed", ["two", "-1", "²", "1.5"])
async def test_what_is_no_page_is_explained(discord_env: Discord, library: Library, typed: str) -> None:
    await fill(library)
    result = await discord_env.ask("met", who="brazil")
    form = await discord_env.ann.click(result.response, label="Page 1 of 3…")
    sent = await discord_env.ann.submit_modal(form, {"page": typed})
    assert "from 1 to 3" in texts(sent.response)
    assert sent.ephemeral
    assert numbers(result) == [12, 11, 10, 9, 8]


async def test_a_page_that_is_gone_leads_to_the_last_one(discord_env: Discord, library: Library) -> None:
    await fill(library)
    notes = discord_env.bot.store
    question = Question("met", {"who": "brazil"}, discord_env.bot.scope(_Nobody()), 5, asking.PAGE_SIZE)
    custom_id = await asking.encode(question, 9, notes, "dragoman-page:")
    view = discord.ui.LayoutView(timeout=None)
    row: discord.ui.ActionRow[Any] = discord.ui.ActionRow(JumpButton(custom_id, "Page 1 of 9…"))
    view.add_item(row)
    message = await discord_env.bot.get_channel(discord_env.channel.id).send(view=view)  # type: ignore[union-attr]
    form = await discord_env.ann.click(message, label="Page 1 of 9…")
    turned = await discord_env.ann.submit_modal(form, {"page": "9"})
    assert numbers(turned) == [2, 1]


class _Nobody:
    guild_id = None


async def test_nobody_turns_the_pages_of_what_others_read(discord_env: Discord, library: Library) -> None:
    await fill(library)
    bob = discord_env.guild.add_member(discord_env.env.create_user("bob"))
    result = await discord_env.ask("met", who="brazil", public=True)
    mine = await bob.click(result.response, label="Next ▶")
    assert mine.ephemeral
    assert numbers(mine) == [7, 6, 5, 4, 3]
    assert numbers(result) == [12, 11, 10, 9, 8]
    assert "Show to channel" in buttons(mine.response)
    form = await bob.click(result.response, label="Page 1 of 3…")
    assert numbers(await bob.submit_modal(form, {"page": "3"})) == [2, 1]
    assert numbers(result) == [12, 11, 10, 9, 8]
    await discord_env.ann.click(result.response, label="Next ▶")
    assert numbers(result) == [7, 6, 5, 4, 3]


async def test_a_private_answer_is_shown_to_the_channel_once(
    discord_env: Discord, library: Library, make_bot: Callable[..., DragomanBot]
) -> None:
    await fill(library)
    result = await discord_env.ask("met", who="brazil")
    assert discord_env.channel.history() == []
    await discord_env.restart(make_bot())
    held = buttons(result.response)["Show to channel"]
    await discord_env.ann.click(result.response, label="Show to channel")
    [post] = discord_env.channel.history()
    assert "Meeting number 12." in texts(post)
    assert "Shown by ann" in texts(post)
    assert "Show to channel" not in buttons(post)
    assert buttons(result.response)["Shown to the channel"]["disabled"]
    assert numbers(result) == [12, 11, 10, 9, 8]
    # A press that was under way when the button went out.
    pressed = await _press(discord_env, result, held)
    assert "shown to the channel already" in texts(pressed.followups[0])
    assert len(discord_env.channel.history()) == 1


async def test_what_is_shown_to_the_channel_pings_nobody(discord_env: Discord, library: Library) -> None:
    await library.add("Nasty", meeting("BR", "US", summary=f"@everyone <@{discord_env.ann.id}> met."))
    result = await discord_env.ask("met", who="brazil")
    await discord_env.ann.click(result.response, label="Show to channel")
    [post] = discord_env.channel.history()
    assert "everyone" in texts(post)
    assert not post.mention_everyone
    assert post.mentions == []


async def _press(env: Discord, result: Any, part: dict[str, Any]) -> Any:
    """A press that Discord lets through although the button is not there any more."""
    stored = env.env.backend.get_message(env.channel.id, result.response.message.id)
    stored.components = [{"type": 17, "id": 1, "components": [{"type": 1, "id": 2, "components": [part]}]}]
    return await env.ann.click(result.response, custom_id=part["custom_id"])


async def test_who_may_not_write_cannot_show(discord_env: Discord, library: Library) -> None:
    await fill(library)
    everyone = discord_env.guild.default_role
    quiet = discord_env.guild.create_text_channel(
        "quiet", overwrites={everyone: discord.PermissionOverwrite(send_messages=False)}
    )
    result = await discord_env.ann.slash(quiet, "met", who="brazil")
    pressed = await discord_env.ann.click(result.response, label="Show to channel")
    assert "You may not write in this channel" in texts(pressed.followups[0])
    assert quiet.history() == []


async def test_in_direct_messages_there_is_nobody_to_show_to(discord_env: Discord, library: Library) -> None:
    await fill(library)
    asked = await discord_env.env.create_user("cleo").slash("met", who="brazil")
    assert "Next ▶" in buttons(asked.response)
    assert "Show to channel" not in buttons(asked.response)


async def test_a_message_of_an_older_version_is_still_turned(discord_env: Discord, library: Library) -> None:
    await fill(library)
    channel: Any = discord_env.bot.get_channel(discord_env.channel.id)
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(custom_id="dragoman:1:met#5?who=brazil", label="Next ▶"))
    view.add_item(
        discord.ui.Select(custom_id="dragoman-open", options=[discord.SelectOption(label="x", value="e1")])
    )
    old = await channel.send(embed=discord.Embed(title="Encounters of Brazil"), view=view)
    turned = await discord_env.ann.click(old, label="Next ▶")
    assert numbers(turned) == [7, 6, 5, 4, 3]
    opened = await discord_env.ann.select(old, ["e1"], custom_id="dragoman-open")
    assert "Meeting number" in shown(opened)


async def test_files_come_with_the_answer_and_leave_with_it(
    discord_env: Discord, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = Question("met", {"who": "brazil"}, limit=5)
    files = (
        Attachment("meetings.png", "image/png", PIXEL, "Meetings a month, July most"),
        Attachment("meetings.csv", "text/csv", b"a,b\n"),
        Attachment("huge.csv", "text/csv", b"x" * (26 * 1024 * 1024)),
    )
    answer = Answer("Meetings", AnswerKind.EVENTS, question, total=9, limit=5, files=files)

    async def canned(asked: Question) -> Answer:
        return replace(answer, question=asked, offset=asked.offset, files=() if asked.offset else files)

    monkeypatch.setattr(discord_env.bot, "answer", canned)
    result = await discord_env.ask("met", who="brazil", public=True)
    assert "huge.csv has 26 MB; this server takes 25 MB" in shown(result)
    message = discord_env.channel.history()[0]
    assert [file.filename for file in message.attachments] == ["meetings.png", "meetings.csv"]
    kinds = {part["type"]: part for part in walk(message)}
    assert kinds[12]["items"][0]["description"] == "Meetings a month, July most"
    assert kinds[13]["file"]["url"].endswith("meetings.csv")
    await discord_env.ann.click(result.response, label="Next ▶")
    assert discord_env.channel.history()[0].attachments == []
    private = await discord_env.ask("met", who="brazil")
    await discord_env.ann.click(private.response, label="Show to channel")
    assert len(discord_env.channel.history()[-1].attachments) == 2


async def test_private_answers_speak_the_reader_s_language_public_ones_the_server_s(
    discord_env: Discord, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = simcord.interactions.base_payload

    def abroad(*given: Any, **named: Any) -> Any:
        record, payload = real(*given, **named)
        return record, payload | {"locale": "de", "guild_locale": "fr"}

    monkeypatch.setattr(simcord.interactions, "base_payload", abroad)
    await fill(library)
    german, french = await prepared("de"), await prepared("fr")
    private = await discord_env.ask("met", who="brazil")
    assert german.say("Next ▶") in buttons(private.response)
    await discord_env.ann.click(private.response, label=german.say("Show to channel"))
    post = discord_env.channel.history()[0]
    assert french.say("Next ▶") in buttons(post)
    assert french.when("2024-06-12") in texts(post)
    assert german.when("2024-06-12") in shown(private)
    await discord_env.ann.click(post, label=french.say("Next ▶"))
    assert french.when("2024-06-07") in texts(discord_env.channel.history()[0])
