"""The bot on a real wire: where its token goes, how it logs in and stops, nonces, limits and lost answers."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import health
from bot.check import check
from bot.discord import running
from bot.discord.bot import DragomanBot
from bot.settings import ConfigurationError, Settings
from briefings.store import open_store

from .conftest import STANDIN, Clock

EIGHT = "2024-09-30T08:00"
Make = Callable[..., Settings]


def wired(server: Any, **fields: Any) -> dict[str, Any]:
    digest = {"morning": {"channel": STANDIN.CHANNEL_ID, "countries": ["Nauru"], "horizon_days": 1}}
    urls = {"discord_api_url": server.api_url, "discord_gateway_url": server.gateway_url}
    return urls | {"digest": digest} | fields


@asynccontextmanager
async def started(bot: DragomanBot) -> AsyncIterator[DragomanBot]:
    """The bot, ready, in a task of its own as in a program."""
    ready = asyncio.Event()

    async def on_ready() -> None:
        await DragomanBot.on_ready(bot)
        ready.set()

    bot._connection.guild_ready_timeout = 0
    bot.on_ready = on_ready  # type: ignore[method-assign]
    task = asyncio.create_task(bot.start(STANDIN.TOKEN))
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait((task, waiting), return_when=asyncio.FIRST_COMPLETED, timeout=20)
    waiting.cancel()
    try:
        if task.done():
            task.result()
        yield bot
    finally:
        await bot.close()
        await task


async def test_the_token_goes_to_the_configured_server_only(standin: Any, make_bot: Any) -> None:
    async with started(make_bot(**wired(standin))) as bot:
        assert bot.is_ready()
        assert standin.tokens == {STANDIN.TOKEN}
        assert [command["name"] for command in standin.commands["everywhere"]][:2] == ["met", "upcoming"]
        assert ("GET", "gateway") in standin.requests


async def test_the_gateway_is_asked_of_the_server_where_none_is_set(standin: Any, make_bot: Any) -> None:
    async with started(make_bot(**wired(standin, discord_gateway_url=None))) as bot:
        assert bot.is_ready()


@pytest.mark.parametrize(
    "elsewhere", ["wss://evil.example/", "ws://127.0.0.1:9/", "wss://gateway.discord.gg/"]
)
async def test_a_place_to_resume_at_outside_the_gateway_is_not_followed(
    standin: Any, make_bot: Any, elsewhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialled: list[str] = []
    bot = make_bot(**wired(standin))
    async with started(bot):

        async def dial(self: object, url: str, **kwargs: Any) -> None:
            dialled.append(url)

        monkeypatch.setattr("discord.http.HTTPClient.ws_connect", dial)
        await bot.http.ws_connect(f"{elsewhere}?v=10&encoding=json")
    assert dialled == [f"{standin.gateway_url}?v=10&encoding=json"]


async def test_discords_own_gateways_may_be_resumed_at(
    make_bot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialled: list[str] = []

    async def dial(self: object, url: str, **kwargs: Any) -> None:
        dialled.append(url)

    monkeypatch.setattr("discord.http.HTTPClient.ws_connect", dial)
    bot = make_bot()
    for url in ("wss://gateway-us-east1-b.discord.gg/?v=10", "wss://discord.gg.evil.example/?v=10"):
        await bot.http.ws_connect(url)
    assert dialled == ["wss://gateway-us-east1-b.discord.gg/?v=10", "wss://gateway.discord.gg/?v=10"]


async def test_answers_to_interactions_go_to_the_configured_server(standin: Any, make_bot: Any) -> None:
    async with started(make_bot(**wired(standin))):
        await standin.dispatch("INTERACTION_CREATE", interaction("about"))
        await standin.until(lambda: len(standin.answers) == 2)
    (callback, deferred), (edit, answer) = standin.answers
    assert callback == "interactions/4242/interaction-token/callback"
    assert deferred["type"] == 5
    assert edit.startswith(f"webhooks/{STANDIN.BOT_ID}/interaction-token")
    assert "Dragoman" in answer["components"][0]["components"][0]["content"]
    assert answer["allowed_mentions"] == {"parse": []}


def interaction(command: str) -> dict[str, Any]:
    return {
        "id": "4242",
        "application_id": str(STANDIN.BOT_ID),
        "type": 2,
        "token": "interaction-token",
        "version": 1,
        "guild_id": str(STANDIN.GUILD_ID),
        "channel_id": str(STANDIN.CHANNEL_ID),
        "channel": {"id": str(STANDIN.CHANNEL_ID), "type": 0, "permissions": "0"},
        "data": {"id": "5", "name": command, "type": 1, "options": []},
        "member": {
            "user": {"id": str(STANDIN.USER_ID), "username": "ann", "discriminator": "0", "avatar": None},
            "roles": [],
            "joined_at": "2024-01-01T00:00:00+00:00",
            "deaf": False,
            "mute": False,
            "flags": 0,
            "permissions": "0",
        },
        "locale": "en-US",
        "entitlements": [],
        "authorizing_integration_owners": {},
        "attachment_size_limit": 1,
    }


async def test_a_lost_answer_does_not_double_the_digest(standin: Any, make_bot: Any, clock: Clock) -> None:
    async with started(make_bot(**wired(standin))) as bot:
        clock.set(EIGHT)
        standin.lose = 9
        await bot.tick()
        assert len(standin.messages) == 1
        standin.lose = 0
        clock.forward(hours=1)
        await bot.tick()
    assert len(standin.messages) == 1
    [part] = await ledger(bot)
    assert (part.state, part.message_id) == ("sent", standin.messages[0]["id"])


async def test_the_nonce_is_enforced_and_nobody_is_pinged(standin: Any, make_bot: Any, clock: Clock) -> None:
    async with started(make_bot(**wired(standin))) as bot:
        clock.set(EIGHT)
        await bot.tick()
    [message] = standin.messages
    assert len(message["nonce"]) <= 25


async def test_a_rate_limit_is_waited_out(standin: Any, make_bot: Any, clock: Clock) -> None:
    async with started(make_bot(**wired(standin))) as bot:
        clock.set(EIGHT)
        standin.statuses = [429, 429]
        await bot.tick()
    assert len(standin.messages) == 1


@pytest.mark.parametrize(("status", "state"), [(403, "failed"), (404, "failed"), (400, "failed")])
async def test_a_refusal_is_recorded(
    standin: Any, make_bot: Any, clock: Clock, status: int, state: str
) -> None:
    async with started(make_bot(**wired(standin))) as bot:
        clock.set(EIGHT)
        standin.statuses = [status]
        for _ in range(3):
            await bot.tick()
            clock.forward(minutes=20)
    posts = [path for method, path in standin.requests if method == "POST" and path.endswith("messages")]
    assert len(posts) == 1
    assert [part.state for part in await ledger(bot)] == [state]


async def ledger(bot: DragomanBot) -> Any:
    async with await open_store(bot.settings.database, readonly=True) as store:
        return await store.ledger.parts(f"discord:{STANDIN.CHANNEL_ID}:morning", "2024-09-30")


async def test_one_bot_a_record(standin: Any, make_bot: Any) -> None:
    async with started(make_bot(**wired(standin))):
        with pytest.raises(Exception, match="bot"):
            async with started(make_bot(**wired(standin))):
                pass
        assert standin.connected == 1


async def test_run_stops_on_a_signal_with_exit_code_0(standin: Any, settings: Make) -> None:
    task = asyncio.create_task(running.run(settings(**wired(standin))))
    await standin.until(lambda: standin.connected)
    os.kill(os.getpid(), signal.SIGTERM)
    assert await asyncio.wait_for(task, 20) == 0


@pytest.mark.parametrize("trouble", ["token", "gateway"])
async def test_a_refused_token_is_said_once_and_ends_with_78(
    standin: Any, settings: Make, caplog: pytest.LogCaptureFixture, trouble: str
) -> None:
    if trouble == "token":
        wrong = settings(**wired(standin, discord_token="wrong-secret"))
    else:
        standin.close_code = 4004
        wrong = settings(**wired(standin))
    with caplog.at_level(logging.INFO):
        assert await running.run(wrong) == 78
    assert "DRAGOMAN_DISCORD_TOKEN: Discord refuses it: the token is not valid" in caplog.text
    assert "wrong-secret" not in caplog.text
    assert len([path for _, path in standin.requests if path == "users/@me"]) == 1


async def test_a_missing_token_ends_with_78(settings: Make, caplog: pytest.LogCaptureFixture) -> None:
    assert await running.run(settings(discord_token=None)) == 78
    assert "DRAGOMAN_DISCORD_TOKEN" in caplog.text


async def test_a_discord_out_of_reach_is_tried_again_with_growing_pauses(
    settings: Make, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(running, "LONGEST_PAUSE", 0.02)
    nowhere = {"discord_api_url": "http://127.0.0.1:9/api", "discord_gateway_url": "ws://127.0.0.1:9"}
    task = asyncio.create_task(running.run(settings(**nowhere)))
    tries = asyncio.Semaphore(0)

    class Counter(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if "next try in" in record.getMessage():
                tries.release()

    monkeypatch.setattr(running.log, "handlers", [Counter()])
    for _ in range(3):
        await asyncio.wait_for(tries.acquire(), 20)
    os.kill(os.getpid(), signal.SIGINT)
    assert await asyncio.wait_for(task, 20) == 0
    assert "127.0.0.1 cannot be used now" in caplog.text


async def test_check_says_that_all_is_well(standin: Any, settings: Make) -> None:
    report = await check(settings(**wired(standin)))
    assert report.exit_code == 0
    assert "as dragoman" in report.lines[1]
    assert (
        "#digest in Desk: All that a digest needs is granted; it is posted at 08:00 UTC." in report.lines[2]
    )
    assert not [path for method, path in standin.requests if method != "GET"]
    assert ("GET", "gateway") not in standin.requests


async def test_check_explains_every_problem(standin: Any, settings: Make, tmp_path: Path) -> None:
    standin.permissions = str(0x400)
    digests = {"a": {"channel": STANDIN.CHANNEL_ID}, "b": {"channel": 12345}}
    report = await check(settings(**wired(standin, digest=digests, database=tmp_path / "no" / "x.sqlite3")))
    assert report.exit_code == 1
    text = "\n".join(report.lines)
    assert "There is no directory" in text
    assert "needs Send Messages, Embed Links and Read Message History" in text
    assert "There is no such channel" in text


async def test_check_says_how_the_feeds_are(standin: Any, settings: Make, clock: Clock) -> None:
    made = settings(**wired(standin))
    later = clock() + timedelta(hours=1)
    async with await open_store(made.database) as store:
        good, _ = await store.sources.add("all", "feed", "https://a.example/", added_by="me", at=clock())
        bad, _ = await store.sources.add("all", "feed", "https://b.example/", added_by="me", at=clock())
        await store.sources.poll_went_well(good.id, clock(), later)
        await store.sources.poll_failed(bad.id, clock(), later, "no answer")
    report = await check(made)
    assert report.exit_code == 0
    assert "2 feeds are followed; 1 fails: https://b.example/. See: dragoman feeds list" in report.lines


async def test_check_with_a_wrong_token_or_none(standin: Any, settings: Make) -> None:
    report = await check(settings(**wired(standin, discord_token="wrong")))
    assert report.exit_code == 78
    assert "refuses" in report.lines[-1]
    assert (await check(settings(discord_token=None))).exit_code == 78


async def test_check_where_discord_is_out_of_reach(settings: Make) -> None:
    report = await check(settings(discord_api_url="http://127.0.0.1:9/api"))
    assert report.exit_code == 1
    assert "cannot be reached" in report.lines[-1]


async def test_check_without_a_digest_says_how_to_get_one(standin: Any, settings: Make) -> None:
    report = await check(settings(**wired(standin, digest={})))
    assert report.exit_code == 0
    assert "DRAGOMAN_DIGEST__MORNING__CHANNEL" in report.lines[-1]


async def test_health_follows_the_bots_life(standin: Any, make_bot: Any, clock: Clock) -> None:
    bot = make_bot(**wired(standin))
    path = bot.settings.database

    async def well(later: timedelta = timedelta()) -> tuple[bool, str]:
        return await asyncio.to_thread(health.examine, path, clock() + later)

    assert (await well())[0] is False
    async with started(bot):
        assert (await well()) == (
            True,
            "The bot is connected to Discord; its last sign of life is 0 seconds old.",
        )
        assert (await well(timedelta(minutes=10)))[0] is False
        clock.forward(minutes=10)
        await bot.tick()
        assert (await well())[0] is True
        hanging, sentence = await well(timedelta(hours=2))
        assert not hanging
        assert "2 hours old" in sentence
    assert await well(timedelta(minutes=1)) == (
        False,
        "The bot ended 1 minute ago and has not come back.",
    )


def test_health_without_a_record(tmp_path: Path) -> None:
    ok, sentence = health.examine(tmp_path / "none.sqlite3", datetime(2024, 1, 1, tzinfo=UTC))
    assert not ok
    assert "No bot has run here" in sentence


async def test_an_unsafe_gateway_named_by_the_server_is_refused(
    standin: Any, make_bot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(STANDIN.StandIn, "gateway_url", "ws://gateway.example.org")
    with pytest.raises(ConfigurationError, match="DRAGOMAN_DISCORD_GATEWAY_URL"):
        async with started(make_bot(**wired(standin, discord_gateway_url=None))):
            pass
