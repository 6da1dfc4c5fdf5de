"""What went wrong in an interaction: a sentence for who asked, an id for who looks into the log."""

from __future__ import annotations

import logging
import secrets

import aiohttp
import discord
from discord import app_commands

from bot.discord.asking import Unreadable
from bot.discord.layout import note
from bot.discord.speaking import speaking
from bot.discord.text import words
from bot.posting import Unavailable
from briefings.errors import DragomanError, NotStored, StoreBusy, StoreError
from briefings.languages import ENGLISH, Tongue

log = logging.getLogger(__name__)

UNKNOWN_INTERACTION = 10062
ALREADY_ANSWERED = 40060
LONGEST = 1500

_SILENT = (Unavailable, TimeoutError, aiohttp.ClientError, discord.DiscordServerError)
"""How it shows that Discord does not answer."""


class BriefingTree(app_commands.CommandTree):
    """The commands, with one place for what goes wrong in them."""

    async def on_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError) -> None:
        await explain(interaction, error)


async def explain(interaction: discord.Interaction, error: Exception) -> None:
    """Tell who asked what happened, once, and never let a second failure out."""
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    if isinstance(cause, discord.NotFound) and cause.code == UNKNOWN_INTERACTION:
        log.warning("an interaction was answered too late for Discord to accept it")
        return
    try:
        if interaction.type is discord.InteractionType.autocomplete:
            log.warning("completing failed", exc_info=cause)
            if not interaction.response.is_done():
                await interaction.response.autocomplete([])
            return
        await _say(interaction, sentence(cause, await _tongue(interaction)))
    except discord.HTTPException as failed:
        if failed.code not in (UNKNOWN_INTERACTION, ALREADY_ANSWERED):
            log.warning("the explanation could not be delivered: %s", failed)
    except Exception as failed:
        log.warning("the explanation could not be delivered: %s", failed)


async def _tongue(interaction: discord.Interaction) -> Tongue:
    """The reader's language; English where its catalogue is what failed."""
    try:
        return await speaking(interaction)
    except Exception:
        log.exception("the language %s cannot be read", interaction.locale)
        return ENGLISH


def sentence(error: Exception, speak: Tongue = ENGLISH) -> str:
    """`error` for a reader, specific before general. What is nobody's intention is logged under an id."""
    if isinstance(error, StoreError) and not isinstance(error, NotStored):
        # Its own sentence names files of the machine, which are nobody's business here.
        number = secrets.token_hex(3)
        log.error("error %s in an interaction: %s", number, error, exc_info=error)
        if isinstance(error, StoreBusy):
            return speak.say("The record is busy. Please ask again in a moment (error {id}).", id=number)
        return speak.say(
            "The record cannot be used at the moment. The reason is in the log (error {id}).",
            id=number,
        )
    if isinstance(error, DragomanError):
        return error.said(speak)[:1000]
    if isinstance(error, Unreadable):
        return speak.again(error.args[0])[:1000]
    if isinstance(error, app_commands.CommandOnCooldown):
        return speak.count(
            "One moment, please: ask again in {number} second.",
            "One moment, please: ask again in {number} seconds.",
            max(1, round(error.retry_after)),
        )
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return speak.say(
            "This command has just changed. Please restart Discord or try again in a few minutes."
        )
    if isinstance(error, app_commands.NoPrivateMessage):
        return speak.say("This command works in servers only.")
    if isinstance(error, app_commands.CheckFailure):
        return speak.say("You are not allowed to use this command here.")
    if isinstance(error, app_commands.TransformerError):
        return speak.say("One of the values is not of the kind that this command takes.")
    number = secrets.token_hex(3)
    if isinstance(error, _SILENT):
        log.warning("error %s in an interaction: %s", number, error, exc_info=error)
        return speak.say(
            "Discord does not answer me at the moment. Please try again in a minute (error {id}).", id=number
        )
    log.error("error %s in an interaction", number, exc_info=error)
    if isinstance(error, discord.Forbidden):
        return speak.say(
            "Discord does not let me answer here (error {id}). Ask an admin to check my permissions.",
            id=number,
        )
    return speak.say("Something went wrong on my side. It is in the log as error {id}.", id=number)


async def _say(interaction: discord.Interaction, message: str) -> None:
    quiet = discord.AllowedMentions.none()
    view = note(words(message, LONGEST), quiet=True)
    if not interaction.response.is_done():
        await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=quiet)
    elif interaction.type is discord.InteractionType.application_command:
        await interaction.edit_original_response(view=view, attachments=[], allowed_mentions=quiet)
    else:
        await interaction.followup.send(view=view, ephemeral=True, allowed_mentions=quiet)
