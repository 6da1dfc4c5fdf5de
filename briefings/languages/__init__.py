"""The languages in which people are answered. English stands in the code; the others in catalogues beside it.

    speak = tongue("pt-BR")
    speak.say("No meetings of {who} are recorded.", who=speak.name("IN", "India"))

What articles say stays in the words of the articles.
"""

from __future__ import annotations

import asyncio
from functools import lru_cache
from pathlib import Path

from briefings.languages.tongue import ENGLISH, Phrase, Tongue, capital, counted, either, later, phrase

LANGUAGES = ("en", "fr", "es", "de", "pt", "ru")
"""ISO 639 codes of the languages there is a catalogue for, English first."""

ROOM = Path(__file__).parent
_read: set[tuple[str, tuple[Path, ...]]] = set()

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "Phrase",
    "Tongue",
    "capital",
    "counted",
    "either",
    "language_of",
    "later",
    "make",
    "phrase",
    "prepared",
    "tongue",
]


def language_of(locale: str | None) -> str:
    """The language of `LANGUAGES` for a locale such as ``pt-BR``; English where there is none."""
    code = (locale or "").replace("_", "-").split("-")[0].casefold()
    return code if code in LANGUAGES else "en"


def tongue(locale: str | None) -> Tongue:
    """The tongue for a locale. Reading a new one takes a moment: in the event loop ask `prepared`."""
    return make(language_of(locale))


async def prepared(locale: str | None, *rooms: Path) -> Tongue:
    """The tongue for a locale, with the catalogues in `rooms`; read in a worker where it is new."""
    code = language_of(locale)
    if code != "en" and (code, rooms) not in _read:
        await asyncio.to_thread(make, code, *rooms)
        _read.add((code, rooms))
    return make(code, *rooms)


@lru_cache(maxsize=32)
def make(code: str, *rooms: Path) -> Tongue:
    """The tongue of the language `code`, with the catalogues that lie in `rooms` besides our own."""
    if code == "en":
        return ENGLISH
    from briefings.languages.foreign import Foreign

    found = [room / f"{code}.po" for room in (ROOM, *rooms)]
    return Foreign(code, [file for file in found if file.exists()], ROOM / f"{code}.csv")
