"""Commands in the languages of Discord's own menus: descriptions, and the names of what is only clicked.

Names of slash commands and of their options stay English everywhere: help, examples and buttons show them.
"""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

from discord import Locale, app_commands
from discord.app_commands import TranslationContextLocation as Where
from discord.app_commands import locale_str

from bot.languages import ROOM
from briefings.languages import LANGUAGES, language_of

LONGEST_NAME, LONGEST_DESCRIPTION = 32, 100

_DESCRIPTIONS = (Where.command_description, Where.group_description, Where.parameter_description)


class Translator(app_commands.Translator):
    """Says commands in the languages of the catalogues. They are read by `load`, which `sync` calls."""

    def __init__(self, room: Path = ROOM) -> None:
        self._files = {code: room / f"{code}.po" for code in LANGUAGES[1:]}
        self._texts: dict[str, dict[str, str]] = {}

    async def load(self) -> None:
        self._texts = await asyncio.to_thread(self._read)

    def _read(self) -> dict[str, dict[str, str]]:
        from briefings.languages import catalogue

        return {code: catalogue.read([file]).texts for code, file in self._files.items() if file.exists()}

    async def fingerprint(self) -> str:
        """Changes with the catalogues."""

        def digest() -> str:
            contents = [file.read_bytes() for file in self._files.values() if file.exists()]
            return hashlib.sha256(b"".join(contents)).hexdigest()

        return await asyncio.to_thread(digest)

    async def translate(
        self, string: locale_str, locale: Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        said = self._texts.get(language_of(locale.value), {}).get(string.message)
        if said is None:
            return None
        if context.location in _DESCRIPTIONS:
            return said if len(said) <= LONGEST_DESCRIPTION else None
        menu = context.location is Where.command_name and isinstance(context.data, app_commands.ContextMenu)
        if menu or context.location is Where.choice_name:
            return said if len(said) <= (LONGEST_NAME if menu else LONGEST_DESCRIPTION) else None
        return None
