"""What went wrong in an interaction: a sentence for who asked, an id for who looks into the log."""

from __future__ import annotations

import logging
import secrets

import discord
from discord import app_commands

from bot.discord.asking import Unreadable
from briefings.errors import DragomanError

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
    message = sentence(cause)
    try:
        await _say(interaction, message)
    except discord.HTTPException as failed:
        if failed.code not in (UNKNOWN_INTERACTION, ALREADY_ANSWERED):
            log.warning("the explanation could not be delivered: %s", failed)


def sentence(error: Exception) -> str:
    """`error` for a reader, specific before general. What is nobody's intention is logged under an id."""
    if isinstance(error, Unreadable | DragomanError):
        return str(error)[:1000]
    if isinstance(error, app_commands.CommandOnCooldown):
        return f"One moment, please: ask again in {error.retry_after:.0f} seconds."
    if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
        return "This command has just changed. Please restart Discord or try again in a few minutes."
    if isinstance(error, app_commands.NoPrivateMessage):
        return "This command works in servers only."
    if isinstance(error, app_commands.CheckFailure):
        return "You are not allowed to use this command here."
    if isinstance(error, app_commands.TransformerError):
        return "One of the values is not of the kind that this command takes."
    number = secrets.token_hex(3)
    log.error("error %s in an interaction", number, exc_info=error)
    if isinstance(error, discord.Forbidden):
        return f"Discord does not let me answer here (error {number}). Ask an admin to check my permissions."
    return f"Something went wrong on my side. It is in the log as error {number}."


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
