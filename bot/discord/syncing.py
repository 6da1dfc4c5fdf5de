"""Telling Discord which commands there are, only when they changed: Discord counts these calls."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.discord.localising import Translator

if TYPE_CHECKING:
    from discord import app_commands
    from discord.http import HTTPClient

    from briefings.store.protocol import Store

log = logging.getLogger(__name__)

EVERYWHERE = "everywhere"
UNKNOWN = "unknown"
NOTHING: list[dict[str, Any]] = []
_TROUBLE = (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError)


async def sync(
    tree: app_commands.CommandTree[Any],
    http: HTTPClient,
    application: int,
    guilds: tuple[int, ...],
    store: Store,
) -> None:
    """Bring Discord's list of commands up to date: for everybody, or for the `guilds` of development only.

    A list that we registered elsewhere before is withdrawn, so that no command is shown twice; `sweep`
    does so for what another record knew of. A refusal is logged; the bot goes on with what is registered.
    """
    plain = [command.to_dict(tree) for command in tree.get_commands()]
    translator = Translator()
    languages = await translator.fingerprint()
    payload: list[dict[str, Any]] = []
    places = [str(guild) for guild in guilds] or [EVERYWHERE]
    kept = await store.note(_key(application))
    # A new record does not know whether everybody was told of commands from an older one.
    registered = json.loads(kept) if kept else {EVERYWHERE: UNKNOWN}
    wanted = dict.fromkeys(registered, NOTHING) | dict.fromkeys(places, plain)
    for place, commands in wanted.items():
        fingerprint = _fingerprint(commands, languages if commands else "")
        if registered.get(place, _fingerprint(NOTHING)) == fingerprint:
            continue
        if commands and not payload:
            payload = await _in_all_languages(tree, translator)
        try:
            await _put(http, application, place, payload if commands else commands)
        except _TROUBLE as error:
            log.error("Discord did not take the commands (%s): %s", place, error)
            continue
        registered[place] = fingerprint
        await store.set_note(_key(application), json.dumps(registered))
        log.info("registered %d commands (%s)", len(commands), place)


async def sweep(http: HTTPClient, application: int, guilds: Iterable[int], store: Store) -> None:
    """Withdraw commands of servers of which this record knows nothing: another record's bot of development
    may have registered them, and they would show twice. Each server is asked once for all times.
    """
    registered = json.loads(await store.note(_key(application)) or "{}")
    swept = set(json.loads(await store.note(f"swept:{application}") or "[]"))
    new = sorted({str(guild) for guild in guilds} - registered.keys() - swept)
    for place in new:
        try:
            if await http.get_guild_commands(application, int(place)):
                await _put(http, application, place, NOTHING)
                log.info("withdrew commands that were registered before this record was (%s)", place)
        except _TROUBLE as error:
            log.warning("the commands of server %s could not be looked at: %s", place, error)
            continue
        swept.add(place)
    if new:
        await store.set_note(f"swept:{application}", json.dumps(sorted(swept)))


async def _put(http: HTTPClient, application: int, place: str, commands: list[dict[str, Any]]) -> None:
    payload: Any = commands
    if place == EVERYWHERE:
        await http.bulk_upsert_global_commands(application, payload=payload)
    else:
        await http.bulk_upsert_guild_commands(application, int(place), payload=payload)


async def _in_all_languages(
    tree: app_commands.CommandTree[Any], translator: Translator
) -> list[dict[str, Any]]:
    """What Discord is told, made only when it is told: the catalogues of all languages are read for it."""
    await translator.load()
    return [await command.get_translated_payload(tree, translator) for command in tree.get_commands()]


def _key(application: int) -> str:
    """The note of what is registered where."""
    return f"commands:{application}"


def _fingerprint(commands: list[dict[str, Any]], languages: str = "") -> str:
    text = json.dumps(commands, sort_keys=True, default=str) + languages
    return hashlib.sha256(text.encode()).hexdigest()
