"""In which language an interaction is answered: its reader's, or its server's where everybody reads along."""

from __future__ import annotations

from typing import Any

import discord

from bot.languages import prepared
from briefings.languages import Tongue


def locale_of(interaction: discord.Interaction[Any], public: bool = False) -> str:
    """The locale of whoever asks, as Discord says it; of the server where the answer is `public`."""
    if public and interaction.guild_locale is not None:
        return interaction.guild_locale.value
    return interaction.locale.value


async def speaking(interaction: discord.Interaction[Any], public: bool = False) -> Tongue:
    """The tongue of `locale_of`, ready to be used."""
    return await prepared(locale_of(interaction, public))
