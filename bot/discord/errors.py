"""What went wrong in an interaction: a sentence for who asked, an id for who looks into the log."""

from __future__ import annotations

import logging
import secrets

import discord
from discord import app_commands

from bot.discord.asking import Unreadable
from bot.discord.speaking import speaking
from briefings.errors import DragomanError
from briefings.languages import ENGLISH, Tongue

log = logging.getLogger(__name__)

UNKNOWN_INTERACTION = 10062
ALREADY_ANSWERED = 40060


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
    if interaction.type is discord.InteractionType.autocomplete:
        log.warning("completing failed", exc_info=cause)
        return
    message = sentence(cause, await speaking(interaction))
    try:
        await _say(interaction, message)
    except discord.HTTPException as failed:
        if failed.code not in (UNKNOWN_INTERACTION, ALREADY_ANSWERED):
            log.warning("the explanation could not be delivered: %s", failed)


def sentence(error: Exception, speak: Tongue = ENGLISH) -> str:
    """`error` for a reader, specific before general. What is nobody's intention is logged under an id."""
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
    log.error("error %s in an interaction", number, exc_info=error)
    if isinstance(error, discord.Forbidden):
        return speak.say(
            "Discord does not let me answer here (error {id}). Ask an admin to check my permissions.",
            id=number,
        )
    return speak.say("Something went wrong on my side. It is in the log as error {id}.", id=number)


async def _say(interaction: discord.Interaction, message: str) -> None:
    quiet = discord.AllowedMentions.none()
    if not interaction.response.is_done():
        await interaction.response.send_message(message, ephemeral=True, allowed_mentions=quiet)
    elif interaction.type is discord.InteractionType.application_command:
        await interaction.edit_original_response(
            content=message, embeds=[], view=None, allowed_mentions=quiet
        )
    else:
        await interaction.followup.send(message, ephemeral=True, allowed_mentions=quiet)
