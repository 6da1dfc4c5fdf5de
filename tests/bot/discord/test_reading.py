"""/read and the message menu: links, files and texts of a server's members, and the way back."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import simcord

from bot.discord.bot import DragomanBot
from bot.discord.reading import MENU
from briefings.store.protocol import EventQuery, scopes_of

from .conftest import Discord, buttons, shown, written

STORY = "LISBON, March 14, 2024 - Chilean President Gabriel Boric met Prime Minister Antonio Costa in Lisbon."
PAGE = (
    "<html><head><title>Talks in Lisbon</title></head><body><article><h1>Talks in Lisbon</h1>"
    f"<p>{STORY}</p><p>They spoke about copper and wine for three hours.</p></article></body></html>"
)


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = PAGE.encode() if self.path == "/talks" else b""
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Not into the tests' output."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
async def open_env(make_bot: Callable[..., DragomanBot], site: str) -> AsyncIterator[Discord]:
    """A Discord whose bot may fetch from the site."""
    env = simcord.Env(make_bot(fetch_allow_hosts=(site,)))
    await env.start()
    try:
        yield Discord(env)
    finally:
        assert isinstance(env.bot, DragomanBot)
        await env.bot.close()
        await env.shutdown()
    env._raise_errors_since(env._errors_acknowledged)


async def events(discord_env: Discord, guild: int | None = None) -> int:
    scope = f"guild:{guild or discord_env.guild.id}"
    return (await discord_env.bot.store.events.query(EventQuery(scopes=scopes_of(scope)))).total


async def test_a_text_is_read_into_this_server_alone(discord_env: Discord) -> None:
    result = await discord_env.ask("read", text=STORY)
    text = shown(result)
    assert result.ephemeral
    assert "1 event" in text
    assert "New in the record" in text
    assert "Chile" in text
    assert "stored as article a1" in text
    assert await events(discord_env) == 1
    assert await events(discord_env, guild=1) == 0
    assert "Lisbon" in shown(await discord_env.ask("met", who="chile"))


async def test_undo_withdraws_exactly_that_reading_also_after_a_restart(
    discord_env: Discord, make_bot: Callable[..., DragomanBot]
) -> None:
    await discord_env.ask("read", text=STORY + " They dined.")
    second = await discord_env.ask(
        "read", text=STORY + " It rained all day, and nobody else was in the hall then."
    )
    assert "Known before, now with this source too" in shown(second)
    assert "Undo" in buttons(second.response)
    await discord_env.restart(make_bot())
    await discord_env.ann.click(second.response, label="Undo")
    assert "Taken back: article a2" in shown(second)
    assert "Undo" not in buttons(second.response)
    assert await events(discord_env) == 1
    assert await discord_env.bot.store.articles.count((f"guild:{discord_env.guild.id}",)) == 1


async def test_what_was_known_is_said_and_offers_no_undo(discord_env: Discord) -> None:
    first = await discord_env.ask("read", text=STORY)
    again = await discord_env.ask("read", text=STORY)
    assert "was known already as article a1" in shown(again)
    assert "Undo" not in buttons(again.response)
    await discord_env.ann.click(first.response, label="Undo")
    assert await events(discord_env) == 0


async def test_a_file_is_read_by_its_kind(discord_env: Discord) -> None:
    result = await discord_env.ask("read", file=("talks.html", PAGE.encode()))
    assert "1 event in “Talks in Lisbon”" in shown(result)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("picture.png", b"\x89PNG", "I can read .txt"),
        ("big.txt", b"a" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        ("empty.md", b"", "empty"),
        ("broken.pdf", b"%PDF-1.4 nothing", "damaged"),
    ],
)
async def test_a_file_that_cannot_be_read_is_explained(
    discord_env: Discord, name: str, data: bytes, words: str
) -> None:
    text = shown(await discord_env.ask("read", file=(name, data)))
    assert name in text
    assert words in text


async def test_a_link_is_fetched_and_its_evidence_told(open_env: Discord, site: str) -> None:
    text = shown(await open_env.ask("read", url=f"http://{site}/talks"))
    assert "1 event in “Talks in Lisbon”" in text
    assert "Published 2024-03-14 by the page's visible text." in text


async def test_links_that_fail_or_are_forbidden_are_explained(open_env: Discord, site: str) -> None:
    assert "404" in shown(await open_env.ask("read", url=f"http://{site}/gone"))
    assert "169.254" in shown(await open_env.ask("read", url="http://169.254.169.254/latest"))
    assert await events(open_env) == 0


async def test_one_of_three_is_needed(discord_env: Discord) -> None:
    assert "Give one of url, file and text" in shown(await discord_env.ask("read"))


async def test_the_menu_reads_a_message_and_takes_its_day_for_one_without(discord_env: Discord) -> None:
    message = await discord_env.ann.send(
        discord_env.channel, "Chilean President Gabriel Boric met Prime Minister Antonio Costa in Lisbon."
    )
    result = await discord_env.ann.context_menu(discord_env.channel, MENU, message)
    text = shown(result)
    assert result.ephemeral
    assert "the message is from that day" in text
    assert "Chile" in text


async def test_the_menu_reads_links_and_files_of_a_message(open_env: Discord, site: str) -> None:
    message = await open_env.ann.send(
        open_env.channel,
        f"look: <http://{site}/talks>, and http://{site}/gone.",
        attachments=[("note.txt", (STORY + " They spoke.").encode()), ("x.png", b"\x89PNG")],
    )
    text = shown(await open_env.ann.context_menu(open_env.channel, MENU, message))
    assert "in 2 articles" in text
    assert "404" in text
    assert await events(open_env) == 1


@pytest.mark.parametrize(
    ("content", "attachments", "words"),
    [("hello there", [], "no link"), ("", [("x.png", b"\x89PNG")], "another kind")],
)
async def test_a_message_with_nothing_to_read_is_explained(
    discord_env: Discord, content: str, attachments: list[tuple[str, bytes]], words: str
) -> None:
    message = await discord_env.ann.send(discord_env.channel, content, attachments=attachments)
    assert words in shown(await discord_env.ann.context_menu(discord_env.channel, MENU, message))


async def test_in_a_direct_message_it_says_where_reading_works(discord_env: Discord) -> None:
    user = discord_env.env.create_user("bob")
    dm = await user.slash("read", text=STORY)
    assert "servers only" in shown(dm)


async def test_a_hostile_text_pings_nobody(discord_env: Discord) -> None:
    text = f"@everyone <@123456789012345678> [talks](https://evil.example)\n\n{STORY} @here"
    result = await discord_env.ask("read", text=text)
    assert "evil.example)" not in written(result.response).replace("\\", "?")
    edits = [e for e in discord_env.env.http_requests if "messages/@original" in e.path and e.json]
    assert edits
    assert all(e.json["allowed_mentions"]["parse"] == [] for e in edits)


async def test_a_member_may_not_flood(discord_env: Discord) -> None:
    answers = [shown(await discord_env.ask("read", text="hello")) for _ in range(9)]
    assert "ask again in" in answers[-1]
    assert len(discord_env.env.errors) == 1
