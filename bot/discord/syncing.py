"""Telling Discord which commands there are, only when they changed: Discord counts these calls."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import TYPE_CHECKING, Any

import discord

from bot.discord.localising import Translator

if TYPE_CHECKING:
    from discord import app_commands
    from discord.http import HTTPClient

    from briefings.store.protocol import Store

log = logging.getLogger(__name__)

EVERYWHERE = "everywhere"
NOTHING: list[dict[str, Any]] = []


async def sync(
    tree: app_commands.CommandTree[Any],
    http: HTTPClient,
    application: int,
    guilds: tuple[int, ...],
    store: Store,
) -> None:
    """Bring Discord's list of commands up to date: for everybody, or for the `guilds` of development only.

    A list that we registered elsewhere before is withdrawn, so that no command is shown twice. A refusal is
    logged; the bot goes on with what is registered.
    """
    plain = [command.to_dict(tree) for command in tree.get_commands()]
    translator = Translator()
    languages = await translator.fingerprint()
    payload: list[dict[str, Any]] = []
    places = [str(guild) for guild in guilds] or [EVERYWHERE]
    registered = json.loads(await store.note(f"commands:{application}") or "{}")
    wanted = dict.fromkeys(registered, NOTHING) | dict.fromkeys(places, plain)
    for place, commands in wanted.items():
        fingerprint = _fingerprint(commands, languages if commands else "")
        if registered.get(place, _fingerprint(NOTHING)) == fingerprint:
            continue
        if commands and not payload:
            payload = await _in_all_languages(tree, translator)
        try:
            await _put(http, application, place, payload if commands else commands)
        except discord.HTTPException as error:
            log.error("Discord did not take the commands (%s): %s", place, error)
            continue
        registered[place] = fingerprint
        await store.set_note(f"commands:{application}", json.dumps(registered))
        log.info("registered %d commands (%s)", len(commands), place)


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


def _fingerprint(commands: list[dict[str, Any]], languages: str = "") -> str:
    text = json.dumps(commands, sort_keys=True, default=str) + languages
    return hashlib.sha256(text.encode()).hexdigest()
