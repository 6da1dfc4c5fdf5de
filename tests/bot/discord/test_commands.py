"""Every command as a member meets it: simcord's Discord, the unmodified bot, a real database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.catalogue import COMMANDS
from bot.discord.bot import DragomanBot
from briefings.models import Kind, Place, Status

from .conftest import Discord, Library, buttons, meeting, shown, walk, written
from .hostile import HOSTILE, faults, plain_faults

TALKS = {"people": ("Narendra Modi", "Vladimir Putin"), "summary": "Modi and Putin held talks in Moscow."}

OTHERS = {"read", "watch add", "watch remove", "watch list"}
"""What members may use besides the commands of the catalogue."""


async def test_met_shows_who_met_with_sources(discord_env: Discord, library: Library) -> None:
    await library.add("Talks in Moscow", meeting("IN", "RU", **TALKS), url="https://wire.example/talks")
    result = await discord_env.ask("met", who="india")
    text = shown(result)
    assert "India and Russia: meeting in Moscow" in text
    assert "9 July 2024" in text
    assert "Modi and Putin held talks in Moscow." in text
    assert "https://wire.example/talks" in text
    callback = next(e for e in discord_env.env.http_requests if e.path.endswith("/callback"))
    assert callback.json["type"] == discord.InteractionResponseType.deferred_channel_message.value
    assert result.ephemeral


async def test_public_answers_are_for_everyone(discord_env: Discord) -> None:
    result = await discord_env.ask("about", public=True)
    assert not result.ephemeral
    assert discord_env.channel.last_message is not None


async def test_upcoming_event_search_digest_and_about(discord_env: Discord, library: Library) -> None:
    [key] = await library.add(
        "Kazan prepares",
        meeting(
            "BR", "IN", "RU", kind=Kind.SUMMIT, status=Status.UPCOMING, organisation="BRICS",
            name="BRICS summit", start="2024-10", place=Place("RU", "Kazan"), summary="Kazan hosts BRICS.",
            quote="The summit will be held in Kazan in October 2024.",
        ),
        url="https://wire.example/kazan",
    )  # fmt: skip
    upcoming = shown(await discord_env.ask("upcoming", who="BRICS"))
    assert "Kazan" in upcoming
    assert "October 2024" in upcoming
    event = shown(await discord_env.ask("event", id=key))
    assert "Kazan" in event
    assert "The summit will be held in Kazan in October 2024." in event
    assert "https://wire.example/kazan" in event
    assert "Kazan" in shown(await discord_env.ask("search", words="kazan"))
    assert "BRICS" in shown(await discord_env.ask("digest"))
    assert "1 article" in shown(await discord_env.ask("about"))


async def test_nothing_found_says_what_the_record_covers(discord_env: Discord) -> None:
    text = shown(await discord_env.ask("met", who="Iceland"))
    assert "Iceland" in text
    assert "no article" in text


async def test_an_unknown_name_is_answered_with_suggestions_to_press(
    discord_env: Discord, library: Library
) -> None:
    await library.add("Talks in Moscow", meeting("IN", "RU", **TALKS))
    result = await discord_env.ask("met", who="Indai")
    assert "India" in buttons(result.response)
    pressed = await discord_env.ann.click(result.response, label="India")
    assert "Modi and Putin held talks" in shown(pressed if pressed.response else result)


async def test_an_ambiguous_name_asks(discord_env: Discord) -> None:
    result = await discord_env.ask("met", who="Congo")
    assert {"DR Congo", "Republic of the Congo"} <= set(buttons(result.response))


@pytest.mark.parametrize("since", ["yesterday-ish", "2024-13", "2024-02-31"])
async def test_an_unreadable_date_is_explained(discord_env: Discord, since: str) -> None:
    assert since in shown(await discord_env.ask("met", who="india", since=since))


async def test_options_narrow_the_answer(discord_env: Discord, library: Library) -> None:
    await library.add("A", meeting("IN", "RU", summary="With Russia."))
    await library.add(
        "B", meeting("IN", "US", start="2024-06-01", place=Place("US", "Washington"), summary="With America.")
    )
    text = shown(await discord_env.ask("met", **{"who": "india", "with": "russia"}))
    assert "With Russia." in text
    assert "With America." not in text
    assert "With America." not in shown(await discord_env.ask("met", who="india", since="2024-07"))


async def test_the_commands_are_those_of_the_catalogue(discord_env: Discord) -> None:
    assert set(discord_env.ann.available_commands(discord_env.channel)) == OTHERS | {
        known.name for known in COMMANDS
    }
    for known in COMMANDS:
        made = discord_env.bot.tree.get_command(known.name)
        assert isinstance(made, discord.app_commands.Command)
        assert made.description == known.description
        expected = [(option.name, option.required) for option in known.options]
        assert [(p.display_name, p.required) for p in made.parameters[:-1]] == expected
        assert made.parameters[-1].display_name == "public"
        assert all(p.description for p in made.parameters)


async def test_names_are_completed_from_memory(discord_env: Discord) -> None:
    choices = await discord_env.ann.autocomplete(discord_env.channel, "met", "who", "ind")
    assert "India" in [choice["value"] for choice in choices]
    everything = await discord_env.ann.autocomplete(discord_env.channel, "met", "with", "", who="india")
    for found in (choices, everything):
        assert len(found) <= 25
        assert all(1 <= len(choice["name"]) <= 100 for choice in found)
    assert await discord_env.ann.autocomplete(discord_env.channel, "met", "who", "\u202e@everyone[") == []


async def test_events_are_completed_after_the_next_tick(discord_env: Discord, library: Library) -> None:
    [key] = await library.add("Talks in Moscow", meeting("IN", "RU", **TALKS))
    await discord_env.bot.tick()
    for typed in (key, "russia", "india july"):
        choices = await discord_env.ann.autocomplete(discord_env.channel, "event", "id", typed)
        assert key in [choice["value"] for choice in choices]


async def test_every_completion_of_an_event_opens_it(discord_env: Discord) -> None:
    await discord_env.ask("upcoming")
    choices = await discord_env.ann.autocomplete(discord_env.channel, "event", "id", "summit")
    assert choices
    text = shown(await discord_env.ask("event", id=choices[0]["value"]))
    assert "There is no event" not in text


async def test_hostile_words_show_as_words(discord_env: Discord, library: Library) -> None:
    nasty = "@everyone **Modi** [click](https://evil.example) <@1> \u202eevil\u202c https://evil.example `x`"
    await library.add("Nasty @here", meeting("IN", "RU", summary=nasty, people=("**Putin**",)))
    result = await discord_env.ask("met", who="india", public=True)
    message = result.response.message
    assert message.mentions == []
    assert not message.mention_everyone
    raw = written(result.response)
    assert "](https://evil" not in raw
    assert "\u202e" not in raw
    assert r"\*\*Modi\*\*" in raw
    assert "<@1>" not in raw.replace(r"\<@1\>", "").replace(r"\<\@1\>", "")
    for command, options in (
        ("met", {"who": nasty[:200]}),
        ("search", {"words": nasty[:200]}),
        ("event", {"id": nasty[:200]}),
    ):
        text = await discord_env.ask(command, **options, public=True)
        assert not text.response.message.mention_everyone


async def test_a_record_of_hostile_words_shows_words_wherever_it_is_asked(
    discord_env: Discord, library: Library
) -> None:
    nasty = [text for text in HOSTILE if text.strip() and text.isprintable()][:60]
    for start in range(0, len(nasty), 12):
        told = [
            meeting(
                "IN", "RU", start=f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}", summary=text[:500],
                people=(text[:80],), quote=text[:500], place=Place("RU", text[:60]),
            )
            for number, text in enumerate(nasty[start : start + 12], start)
        ]  # fmt: skip
        title = nasty[start][:150]
        await library.add(title, *told, source=nasty[start + 1][:80], url=f"https://news.example/{start}")
    seen = 0
    for command, options in (
        ("met", {"who": "india"}),
        ("timeline", {"who": "india", "with": "russia"}),
        ("search", {"words": "evil"}),
        ("digest", {}),
    ):
        result = await discord_env.ask(command, **options, public=True)
        for _ in range(12):
            _check(result.response)
            seen += shown(result).count("2024")
            following = [
                part for part in buttons(result.response).values() if "Next" in part.get("label", "")
            ]
            if not following or following[0]["disabled"]:
                break
            await discord_env.ann.click(result.response, label="Next ▶")
        for option in next(p for p in walk(result.response) if p["type"] == 3)["options"][:3]:
            _check((await discord_env.ask("event", id=option["value"])).response)
    assert seen > 100
    sent = [entry.json for entry in discord_env.env.http_requests if "messages/@original" in entry.path]
    assert all(body["allowed_mentions"]["parse"] == [] for body in sent if body)


def _check(message: Any) -> None:
    for part in walk(message):
        assert faults(part.get("content", "")) == []
        for option in part.get("options", ()):
            assert plain_faults(option["label"] + option["description"]) == []


@pytest.mark.parametrize("known", COMMANDS, ids=lambda known: known.name)
async def test_a_broken_record_is_told_with_an_id_that_is_in_the_log(
    discord_env: Discord, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, known: Any
) -> None:
    async def broken(question: object) -> None:
        raise OSError("disk gone: /secret/path")

    monkeypatch.setattr(discord_env.bot._desk, "answer", broken, raising=False)
    given = {
        option.name: option.choices[0] if option.choices else "india"
        for option in known.options
        if option.required
    }
    text = shown(await discord_env.ask(known.name, **given))
    assert "Something went wrong" in text
    assert "/secret" not in text
    number = text.rstrip(".").rsplit(" ", 1)[-1]
    assert f"error {number}" in caplog.text
    assert "disk gone" in caplog.text
    assert len(discord_env.env.errors) == 1


async def test_commands_are_registered_only_when_they_changed(
    discord_env: Discord, make_bot: Callable[..., DragomanBot]
) -> None:
    def puts() -> list[str]:
        return [entry.path for entry in discord_env.env.http_requests if entry.method == "PUT"]

    assert len(puts()) == 1
    await discord_env.restart(make_bot())
    assert len(puts()) == 1
    once = sorted(listed(discord_env))
    await discord_env.restart(make_bot(discord_guilds=(discord_env.guild.id,)))
    assert len(puts()) == 3
    assert sorted(listed(discord_env)) == once
    assert len(discord_env.ann.available_commands(discord_env.channel)) == len(COMMANDS) + len(OTHERS)
    await discord_env.restart(make_bot())
    assert len(puts()) == 5
    assert sorted(listed(discord_env)) == once
    assert len(discord_env.ann.available_commands(discord_env.channel)) == len(COMMANDS) + len(OTHERS)


def listed(discord_env: Discord) -> list[str]:
    """What Discord lists for the server: commands of both scopes, twice where they are registered twice."""
    held = discord_env.env.backend.commands
    return [name for scope in (None, discord_env.guild.id) for name, _ in held.get(scope, ())]


async def test_a_command_of_another_name_takes_the_place_of_the_old_one(
    discord_env: Discord, make_bot: Callable[..., DragomanBot]
) -> None:
    def renamed() -> DragomanBot:
        bot = make_bot()
        about = bot.tree.remove_command("about")
        assert isinstance(about, app_commands.Command)
        about.name = "imprint"
        bot.tree.add_command(about)
        return bot

    before = sorted(listed(discord_env))
    for make, name in ((renamed, "imprint"), (renamed, "imprint"), (make_bot, "about")):
        await discord_env.restart(make())
        assert sorted(listed(discord_env)) == sorted({*before, name} - ({"about", "imprint"} - {name}))
        assert "who met whom" in shown(await discord_env.ask(name))
    assert len([one for one in discord_env.env.http_requests if one.method == "PUT"]) == 3


@pytest.mark.parametrize("developed", [True, False])
async def test_commands_of_an_older_record_never_show_beside_those_of_a_new_one(
    discord_env: Discord, make_bot: Callable[..., DragomanBot], tmp_path: Path, developed: bool
) -> None:
    guilds = (discord_env.guild.id,)
    before = sorted(listed(discord_env))
    await discord_env.restart(make_bot(discord_guilds=guilds if developed else ()))
    assert sorted(listed(discord_env)) == before
    other = {"database": tmp_path / "new.sqlite3", "discord_guilds": () if developed else guilds}
    await discord_env.restart(make_bot(**other))
    assert sorted(listed(discord_env)) == before
    seen = len(discord_env.env.http_requests)
    await discord_env.restart(make_bot(**other))
    asked = [entry.path for entry in discord_env.env.http_requests[seen:] if "commands" in entry.path]
    assert asked == [], "each server is looked at once"


async def test_no_privileged_intent_and_no_pings(discord_env: Discord) -> None:
    intents = discord_env.bot.intents
    assert intents == discord.Intents(guilds=True)
    quiet = discord_env.bot.allowed_mentions
    assert quiet is not None
    assert quiet.to_dict() == discord.AllowedMentions.none().to_dict()
