"""Every reason that the ledger may hold is known again and can be said in another language."""

from __future__ import annotations

from datetime import timedelta

import aiohttp
import discord
import pytest

from bot.discord.poster import _TEN_AN_HOUR, _why_not, translated
from bot.posting import PUBLISH, THREAD, Refused, Unavailable
from bot.reasons import REASONS, said_again
from bot.schedule import too_late
from briefings.languages import ENGLISH, Tongue


class Shouting(Tongue):
    """Translates every text in a way that shows."""

    code = "xx"

    def _translated(self, text: str) -> str:
        return f"<{text}>"

    def _plural(self, one: str, many: str, number: int) -> str:
        return f"<{super()._plural(one, many, number)}>"


class Answer:
    """A response as discord.py's errors want it."""

    def __init__(self, status: int) -> None:
        self.status = status
        self.reason = "said the server"


def errors() -> list[Exception]:
    kinds: list[tuple[type[discord.HTTPException], int]] = [
        (discord.Forbidden, 403),
        (discord.NotFound, 404),
        (discord.HTTPException, 400),
        (discord.HTTPException, 429),
        (discord.DiscordServerError, 503),
    ]
    made: list[Exception] = [
        kind(Answer(status), {"code": 1, "message": "no (really)"}) for kind, status in kinds
    ]
    return [*made, discord.RateLimited(70.0), aiohttp.ClientError("x"), TimeoutError()]


@pytest.mark.parametrize("error", errors(), ids=lambda error: f"{type(error).__name__}")
async def test_discords_errors(error: Exception) -> None:
    with pytest.raises((Refused, Unavailable)) as raised:
        async with translated("900", "thread"):
            raise error
    reason = str(raised.value)
    assert said_again(reason, ENGLISH) == reason
    assert said_again(reason, Shouting()) == f"<{reason}>"
    if isinstance(raised.value, Refused):
        for step, code in ((THREAD, 1), (PUBLISH, 50024), (PUBLISH, 1)):
            said = _why_not(step, code, raised.value)
            assert said_again(said, Shouting()).startswith("<")


def test_our_own() -> None:
    late = too_late(timedelta(hours=30), timedelta(hours=6))
    speak = Shouting()
    assert said_again(late, speak) == "<more than <6 hours> late (<30 hours>)>"
    assert said_again(f"{late}; no bot was running on time", speak).endswith("no bot was running on time>")
    inner = "posted without its files: Discord does not publish it (x)"
    assert said_again(inner, speak) == "<posted without its files: <Discord does not publish it (x)>>"
    assert said_again(_TEN_AN_HOUR, speak) == f"<{_TEN_AN_HOUR}>"
    assert said_again("something else", speak) == "something else"


def test_no_reason_is_taken_for_another() -> None:
    for text in REASONS:
        assert said_again(text, Shouting()) == f"<{text}>"
