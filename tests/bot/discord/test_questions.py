"""The questions that answer with histories, people, summits and files, as a member asks them."""

from __future__ import annotations

import pytest

from briefings import charts
from briefings.charts.figures import Figure

from .conftest import Discord, Library, meeting, shown

TALKS = {"people": ("Anna Beispiel", "Vladimir Putin"), "summary": "Beispiel and Putin held talks in Moscow."}


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture at once, and not by matplotlib."""

    async def picture(_figure: Figure) -> bytes:
        return b"\x89PNG\r\n\x1a\n"

    monkeypatch.setattr(charts, "picture", picture)


async def values(env: Discord, command: str, option: str, typed: str) -> list[str]:
    found = await env.ann.autocomplete(env.channel, command, option, typed)
    assert len(found) <= 25
    assert all(1 <= len(choice["name"]) <= 100 for choice in found)
    return [choice["value"] for choice in found]


async def test_people_are_completed_from_the_world_and_the_record(
    discord_env: Discord, library: Library
) -> None:
    await library.add("Talks in Moscow", meeting("AT", "RU", **TALKS))
    await discord_env.bot.tick()
    assert await values(discord_env, "who", "person", "beisp") == ["Anna Beispiel"]
    assert "Angela Merkel" in await values(discord_env, "who", "person", "MERK")
    assert await values(discord_env, "who", "person", "") != []
    text = shown(await discord_env.ask("who", person="Anna Beispiel"))
    assert "Beispiel and Putin held talks in Moscow." in text


async def test_summits_are_completed_and_every_completion_is_answered(discord_env: Discord) -> None:
    found = await values(discord_env, "summit", "name", "brics 202")
    assert "brics-2024" in found
    assert "Kazan" in shown(await discord_env.ask("summit", name="brics-2024"))
    assert await values(discord_env, "summit", "name", "\u202e@everyone[") == []


async def test_commands_are_completed_for_help(discord_env: Discord) -> None:
    assert await values(discord_env, "help", "command", "/ti") == ["timeline"]
    assert await values(discord_env, "help", "command", "wat") == ["watch"]
    text = shown(await discord_env.ask("help"))
    assert "/met" in text
    assert "/watch add|remove|list" in text


async def test_a_timeline(discord_env: Discord, library: Library) -> None:
    await library.add("Talks in Moscow", meeting("AT", "RU", **TALKS))
    text = shown(await discord_env.ask("timeline", **{"who": "austria", "with": "russia"}))
    assert "2024: 1 encounter" in text


@pytest.mark.parametrize(
    ("command", "options", "name"),
    [
        ("chart", {"who": "austria", "by": "partners"}, "chart-austria-partners.png"),
        ("chart", {"who": "austria"}, "chart-austria-months.png"),
        ("calendar", {"who": "brics"}, "upcoming-brics.ics"),
        ("export", {"format": "csv", "who": "austria"}, "events-austria.csv"),
        ("export", {"format": "json"}, "events.json"),
    ],
)
@pytest.mark.usefixtures("drawn")
async def test_files_come_with_the_answer(
    discord_env: Discord, library: Library, command: str, options: dict[str, str], name: str
) -> None:
    await library.add("Talks in Moscow", meeting("AT", "RU", **TALKS))
    result = await discord_env.ask(command, **options)
    assert [file.filename for file in result.response.attachments] == [name]
