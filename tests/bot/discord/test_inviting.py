"""`dragoman invite` prints an address that asks for what the bot uses, and explains what stops it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import discord
import pytest
from click.testing import CliRunner, Result

from bot.cli import dragoman
from bot.discord import inviting
from bot.discord.permissions import NEEDED
from bot.settings import ConfigurationError

from .conftest import STANDIN
from .test_wire import Make, wired


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.chdir(tmp_path)
    for name in ("DRAGOMAN_DISCORD_TOKEN", "DRAGOMAN_DISCORD_API_URL"):
        monkeypatch.delenv(name, raising=False)

    def invoke(*arguments: str) -> Result:
        return CliRunner().invoke(dragoman, ["invite", *arguments])

    return invoke


def test_the_address_asks_for_what_a_digest_needs_and_no_more(run: Any) -> None:
    result = run("--application", "4242")
    assert result.exit_code == 0, result.output
    address = urlsplit(result.stdout.strip())
    asked = {name: value[0] for name, value in parse_qs(address.query).items()}
    assert f"{address.scheme}://{address.netloc}{address.path}" == "https://discord.com/oauth2/authorize"
    assert asked["client_id"] == "4242"
    assert asked["scope"] == "bot applications.commands"
    granted = discord.Permissions(int(asked["permissions"]))
    assert all(getattr(granted, name) for name in NEEDED)
    assert not granted.administrator
    assert not granted.mention_everyone
    assert "View Channel" in result.stderr


async def test_the_application_is_asked_of_discord_without_the_gateway(standin: Any, settings: Make) -> None:
    assert await inviting.application_of(settings(**wired(standin))) == STANDIN.BOT_ID
    assert {method for method, _ in standin.requests} == {"GET"}
    assert ("GET", "gateway") not in standin.requests


async def test_a_wrong_token_is_explained_without_showing_it(standin: Any, settings: Make) -> None:
    with pytest.raises(ConfigurationError, match="DRAGOMAN_DISCORD_TOKEN: Discord refuses it") as refused:
        await inviting.application_of(settings(**wired(standin, discord_token="wrong-secret")))
    assert "wrong-secret" not in str(refused.value)


async def test_out_of_reach_it_says_what_to_do_instead(settings: Make) -> None:
    with pytest.raises(inviting.NoApplication, match="dragoman invite --application"):
        await inviting.application_of(settings(discord_api_url="http://127.0.0.1:9/api"))


def test_without_token_and_id_it_ends_as_a_matter_of_configuration(run: Any) -> None:
    result = run()
    assert result.exit_code == 78
    assert "DRAGOMAN_DISCORD_TOKEN" in result.stderr


@pytest.mark.parametrize("said", ["abc", "0", "-5", "1.5", "9" * 19, "9" * 5000])
def test_an_id_that_is_none_is_a_matter_of_usage(run: Any, said: str) -> None:
    result = run("--application", said)
    assert result.exit_code == 2
    assert "is not an id of Discord, a number such as 123456789012345678." in result.stderr


def test_the_address_asks_for_what_the_digests_are_set_to_do(settings: Any) -> None:
    plain = inviting.wanted(settings(digest={"a": {"channel": 1}}))
    full = inviting.wanted(
        settings(digest={"a": {"channel": 1}, "b": {"channel": 2, "thread": True, "scheduled_events": True}})
    )
    assert set(full) - set(plain) == {"create_public_threads", "send_messages_in_threads", "create_events"}
