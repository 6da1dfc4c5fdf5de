"""The bot in other languages: what Discord's menus show, and that nothing a reader sees stays English."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord

from bot.discord import diary, syncing
from bot.discord.bot import DragomanBot
from bot.discord.localising import Translator
from bot.languages import prepared
from briefings import digest, languages, world
from briefings.models import Kind, Place, Status
from briefings.plain import plain
from briefings.store import open_store

from .conftest import Discord, Library, buttons, meeting, texts, walk
from .test_wire import interaction, started, wired

LOCALES = {"fr", "es-ES", "es-419", "de", "pt-BR", "ru"}
DATA = (
    *("Example Wire", "Talks one", "Talks two", "Table", "Narendra Modi", "India and Russia met."),
    *("IN and RU met on", "Desk", "boss", "general", "rules", "unknown", "localhost"),
)


async def payload(bot: DragomanBot, translator: Translator) -> list[dict[str, Any]]:
    await translator.load()
    return [await command.get_translated_payload(bot.tree, translator) for command in bot.tree.get_commands()]


def parts(commands: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Commands, groups and options, however deep."""
    for part in commands:
        yield part
        yield from parts(part.get("options", []))


async def test_menus_describe_every_command_in_every_language(make_bot: Callable[..., DragomanBot]) -> None:
    commands = await payload(make_bot(), Translator())
    for part in parts(commands):
        if "description" in part:
            there = part["description_localizations"]
            assert set(there) == LOCALES, part["description"]
            assert all(0 < len(text) <= 100 for text in there.values()), there
        if part.get("type") == 3 and "options" not in part and "description" not in part:
            assert set(part["name_localizations"]) == LOCALES
            assert all(0 < len(text) <= 32 for text in part["name_localizations"].values())
        else:
            assert not part.get("name_localizations"), "typed names are the same for everybody"
        for choice in part.get("choices", ()):
            assert all(len(text) <= 100 for text in choice.get("name_localizations", {}).values())


async def test_commands_stay_within_discord_s_total_in_every_language(
    make_bot: Callable[..., DragomanBot],
) -> None:
    for command in await payload(make_bot(), Translator()):
        for locale in ("en", *LOCALES):
            total = sum(
                len(part["name"]) + len(part.get("description_localizations", {}).get(locale, "x" * 100))
                for part in parts([command])
            )
            assert total <= 8000


class Registry:
    """Takes commands as Discord does and counts how often."""

    def __init__(self) -> None:
        self.taken: list[list[dict[str, Any]]] = []

    async def bulk_upsert_global_commands(self, _application: int, *, payload: Any) -> None:
        self.taken.append(payload)


async def test_commands_are_registered_again_only_when_they_or_a_catalogue_change(
    make_bot: Callable[..., DragomanBot], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = tmp_path / "languages"
    room.mkdir()
    (room / "de.po").write_text('msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n')
    monkeypatch.setattr(syncing, "Translator", lambda: Translator(room))
    registry: Any = Registry()
    bot = make_bot()
    async with await open_store(tmp_path / "store.sqlite3") as store:
        for _ in range(2):
            await syncing.sync(bot.tree, registry, 1, (), store)
        assert len(registry.taken) == 1
        with (room / "de.po").open("a") as catalogue:
            catalogue.write('\nmsgid "Words to look for"\nmsgstr "Suchwörter"\n')
        for _ in range(2):
            await syncing.sync(bot.tree, registry, 1, (), store)
    assert len(registry.taken) == 2
    [words] = [part for part in parts(registry.taken[1]) if part["name"] == "words" and part["required"]]
    assert words["description_localizations"] == {"de": "Suchwörter"}


@pytest.fixture
def abroad(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lets simcord's people use their Discord in another language."""
    real = simcord.interactions.base_payload

    def use(locale: str, server: str = "en-US") -> None:
        def base_payload(*given: Any, **named: Any) -> Any:
            record, sent = real(*given, **named)
            return record, sent | {"locale": locale, "guild_locale": server}

        monkeypatch.setattr(simcord.interactions, "base_payload", base_payload)

    return use


@pytest.fixture
async def told(library: Library) -> Library:
    """Two meetings that contradict each other in a day, and a summit ahead."""
    fields: dict[str, Any] = {"people": ("Narendra Modi",), "summary": "India and Russia met."}
    await library.add("Talks one", meeting("IN", "RU", start="2024-07-08", **fields))
    await library.add("Talks two", meeting("IN", "RU", start="2024-07-09", **fields))
    summit: dict[str, Any] = {"kind": Kind.SUMMIT, "status": Status.UPCOMING, "organisation": "BRICS"}
    summit |= {"name": "BRICS summit", "place": Place("RU", "Kazan"), "summary": ""}
    await library.add("Table", meeting("BR", "IN", "RU", start="2024-10", **summit))
    return library


ASKED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("met", {"who": "india"}),
    ("met", {"who": "india", "public": True}),
    ("met", {"who": "indai"}),
    ("met", {"who": "tonga"}),
    ("upcoming", {}),
    ("upcoming", {"who": "india", "days": 30}),
    ("timeline", {"who": "india", "with": "russia"}),
    ("who", {"person": "Modi"}),
    ("summit", {"name": "BRICS 2024"}),
    ("event", {"id": "e1"}),
    ("event", {"id": "e77"}),
    ("search", {"words": "talks"}),
    ("digest", {}),
    ("about", {}),
    ("help", {}),
    ("help", {"command": "met"}),
    ("export", {"format": "csv", "who": "india"}),
    ("calendar", {"who": "india"}),
    ("read", {}),
    ("sources list", {}),
    ("sources check", {"feed": "http://localhost/feed"}),
    ("watch list", {}),
    ("watch add", {"who": "india"}),
    ("watch remove", {"watch": "nobody"}),
    ("briefing status", {}),
    ("briefing why", {"event": "e1"}),
    ("briefing preview", {}),
    ("correct history", {}),
    ("correct date", {"event": "e1", "date": "2024-07-07"}),
    ("correct date", {"event": "e1", "date": "someday"}),
    ("correct place", {"event": "e1", "city": "Geneva"}),
    ("correct participants", {"event": "e1", "add": "qqqq"}),
    ("correct not-an-event", {"event": "e77"}),
)


@pytest.fixture
async def bracketed(
    discord_env: Discord, told: Library, brackets: Any, monkeypatch: pytest.MonkeyPatch, abroad: Any
) -> Discord:
    """A server where everybody reads the language of brackets."""
    made = brackets.Brackets()
    monkeypatch.setattr(languages, "make", lambda *_: made)
    abroad("de", "fr")
    return discord_env


async def test_nothing_that_a_reader_sees_stays_english(bracketed: Discord, brackets: Any) -> None:
    role = bracketed.guild.create_role("managers", permissions=discord.Permissions.all())
    boss = bracketed.guild.add_member(bracketed.env.create_user("boss"), roles=[role])
    left: dict[str, list[str]] = {}
    for command, options in ASKED:
        result = await boss.slash(bracketed.channel, command, **options)
        shown = [*texts(result.response).splitlines(), *buttons(result.response)]
        for part in walk(result.response):
            shown += [option["label"] for option in part.get("options", ())]
            shown += [part["description"]] if part.get("description") else []
        english = [words for text in shown if (words := brackets.outside(text, DATA))]
        left |= {f"/{command} {options}": english} if english else {}
    assert left == {}


async def test_nothing_of_a_digest_stays_english(told: Library, brackets: Any, database: Path) -> None:
    speak = brackets.Brackets()
    async with await open_store(database) as store:
        for day, since in ((date(2024, 9, 30), None), (date(2031, 1, 1), datetime(2030, 12, 31, tzinfo=UTC))):
            made = await digest.compose(store, world.load(), on=day, since=since, speak=speak)
            messages = diary.digest(made, speak.say("Late"), lambda _: "#1a2b", speak)
            written = "\n".join(
                part["content"] for m in messages for part in walk_all(m) if "content" in part
            )
            left = [words for line in written.splitlines() if (words := brackets.outside(line, DATA))]
            assert left == []
            assert speak.say("part {part} of {parts}", part=1, parts=2) in written or len(messages) == 1


def walk_all(parts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for part in parts:
        yield part
        yield from walk_all(part.get("components", []))


async def test_a_french_digest_has_french_datelines(told: Library, database: Path) -> None:
    speak = await prepared("fr")
    async with await open_store(database) as store:
        made = await digest.compose(store, world.load(), on=date(2024, 9, 30), speak=speak)
    first = diary.digest(made, "", lambda _: "#1a2b", speak)[0]
    written = "\n".join(part["content"] for part in walk_all(first) if "content" in part)
    assert "dans 8 jours\xa0: MOSCOU — **Sommet de la CEI**" in written


@pytest.mark.parametrize("locale", sorted(LOCALES))
async def test_a_private_answer_is_in_the_reader_s_language(
    discord_env: Discord, told: Library, abroad: Any, locale: str
) -> None:
    abroad(locale)
    speak = await prepared(locale)
    said = plain(texts((await discord_env.ask("met", who="russia")).response))
    assert plain(speak.say("Encounters of {who}{period}", who=speak.name("RU", ""), period="")) in said
    assert plain(speak.when("2024-07-09")) in said
    assert speak.city("Moscow") in said
    public = texts((await discord_env.ask("met", who="russia", public=True)).response)
    assert "Encounters of Russia" in public


async def test_names_complete_in_the_reader_s_language(
    discord_env: Discord, told: Library, abroad: Any
) -> None:
    abroad("ru")
    await discord_env.ask("about")
    offered = await discord_env.ann.autocomplete(discord_env.channel, "met", "who", "Герм")
    assert [(choice["name"], choice["value"]) for choice in offered][:1] == [("Германия", "Germany")]
    summits = await discord_env.ann.autocomplete(discord_env.channel, "summit", "name", "БРИКС")
    assert "Саммит БРИКС" in summits[0]["name"]


async def test_the_wire_carries_menus_and_answers_in_their_languages(standin: Any, make_bot: Any) -> None:
    """On our own stand-in, as simcord's people all use English."""
    public = {"options": [{"name": "public", "type": 5, "value": True}]}
    asked = interaction("about") | {"locale": "ru", "guild_locale": "de"}
    async with started(make_bot(**wired(standin))):
        await standin.dispatch("INTERACTION_CREATE", asked)
        await standin.until(lambda: len(standin.answers) == 2)
        await standin.dispatch("INTERACTION_CREATE", asked | {"data": asked["data"] | public})
        await standin.until(lambda: len(standin.answers) == 4)
    about = {command["name"]: command for command in standin.commands["everywhere"]}["about"]
    assert set(about["description_localizations"]) == LOCALES
    private, shown = (str(standin.answers[place][1]["components"]) for place in (1, 3))
    assert "Календарь саммитов" in private
    assert "Gipfelkalender" in shown


@pytest.mark.parametrize("locale", sorted(LOCALES))
async def test_what_discord_cuts_off_is_short_in_every_language(locale: str) -> None:
    speak = await prepared(locale)
    window = [speak.say("Go to a page"), speak.say("Which page, from 1 to {pages}?", pages=99_999)]
    assert max(map(len, window)) <= 45
    pressed = ("◀ Previous", "Next ▶", "Show to channel", "Shown to the channel", "Undo", "Post it now")
    assert max(len(speak.say(text)) for text in pressed) <= 40, "a row of three fits a phone"
