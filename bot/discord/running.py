"""Running the bot to its end: signals, a refused token, a Discord that cannot be reached, one exit code."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable
from datetime import datetime

import aiohttp
import discord

from bot.discord.bot import DragomanBot
from bot.discord.routing import host
from bot.settings import ConfigurationError, Problem, Settings
from briefings.errors import DragomanError

log = logging.getLogger(__name__)

STOPPED, FAILED, MISCONFIGURED = 0, 1, 78
FIRST_PAUSE = 5.0
LONGEST_PAUSE = 300.0
_REFUSED_CLOSES = {
    4004: "the token is not valid",
    4012: "this version of the gateway is no longer offered",
    4013: "the intents are not valid",
    4014: "an intent is not granted",
}


async def run(settings: Settings, clock: Callable[[], datetime] | None = None) -> int:
    """Run the bot until a signal or a failure that waiting does not mend; the exit code.

    0 after SIGTERM or SIGINT, 78 where Discord refuses the token, 1 where the record cannot be used.
    """
    configure_logging(settings.log_level)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)
    for number in signals:
        loop.add_signal_handler(number, stop.set)
    try:
        return await _until(stop, settings, clock)
    except (DragomanError, ConfigurationError) as error:
        log.error("%s", error)
        return MISCONFIGURED if isinstance(error, ConfigurationError) else FAILED
    finally:
        for number in signals:
            loop.remove_signal_handler(number)


async def _until(stop: asyncio.Event, settings: Settings, clock: Callable[[], datetime] | None) -> int:
    """Start again after trouble of the network, with growing pauses: logins are counted by Discord."""
    pause = FIRST_PAUSE
    while not stop.is_set():
        bot = DragomanBot(settings, clock)
        working = asyncio.create_task(_work(bot, settings), name="bot")
        stopping = asyncio.create_task(stop.wait(), name="signal")
        try:
            await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
            if stop.is_set():
                # Whatever it is at, opening the record or logging in, ends here; then all is closed in order.
                log.info("stopping")
                working.cancel()
                await asyncio.gather(working, return_exceptions=True)
                break
        finally:
            stopping.cancel()
            await bot.close()
        try:
            await working
        except (aiohttp.ClientError, discord.HTTPException, discord.GatewayNotFound, OSError) as error:
            reason = str(error) or type(error).__name__
            log.warning(
                "%s cannot be used now (%s); next try in %.0f s",
                host(settings.discord_api_url),
                reason,
                pause,
            )
            try:
                await asyncio.wait_for(stop.wait(), pause)
            except TimeoutError:
                pause = min(pause * 2, LONGEST_PAUSE)
        else:
            break
    return STOPPED


async def _work(bot: DragomanBot, settings: Settings) -> None:
    if settings.discord_token is None:
        raise ConfigurationError(
            [Problem("DRAGOMAN_DISCORD_TOKEN", "is required to talk to Discord.", "<token>")]
        )
    try:
        await bot.start(settings.discord_token.get_secret_value())
    except discord.LoginFailure:
        raise ConfigurationError([refused("the token is not valid")]) from None
    except discord.PrivilegedIntentsRequired:
        raise ConfigurationError([refused(_REFUSED_CLOSES[4014])]) from None
    except discord.ConnectionClosed as closed:
        if closed.code in _REFUSED_CLOSES:
            raise ConfigurationError([refused(_REFUSED_CLOSES[closed.code])]) from None
        raise OSError(f"the gateway closed the connection, code {closed.code}") from None


def refused(reason: str) -> Problem:
    """Discord's refusal of the token as a problem of its variable, without the token."""
    return Problem(
        "DRAGOMAN_DISCORD_TOKEN",
        f"Discord refuses it: {reason}. Make a new one in the developer portal (Bot, Reset Token).",
        "<token>",
    )


def configure_logging(level: str) -> None:
    """Lines on standard error; discord.py's own chatter only from warnings up unless debugging."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger().setLevel(level)
    for name in ("discord", "apscheduler"):
        logging.getLogger(name).setLevel("INFO" if level == "DEBUG" else "WARNING")
