"""The bot's own texts in the languages of `briefings.languages`; a tongue from here knows both."""

from __future__ import annotations

from pathlib import Path

from briefings import languages
from briefings.languages import Tongue, language_of, make

ROOM = Path(__file__).parent


def tongue(locale: str | None) -> Tongue:
    """The tongue for a locale such as ``pt-BR``; English where there is none.

    The first time for a language takes a moment: in the event loop `prepared` comes first.
    """
    return make(language_of(locale), ROOM)


async def prepared(locale: str | None) -> Tongue:
    """The tongue for a locale, read in a worker where it has not been read yet."""
    return await languages.prepared(locale, ROOM)
