"""The languages in which people are answered. English stands in the code; the others in catalogues beside it.

    speak = tongue("pt-BR")
    speak.say("No meetings of {who} are recorded.", who=speak.name("IN", "India"))

What articles say stays in the words of the articles.
"""

from __future__ import annotations

from functools import lru_cache

from briefings.languages.tongue import ENGLISH, Tongue, later

LANGUAGES = ("en", "fr", "es", "de", "pt", "ru")
"""ISO 639 codes of the languages there is a catalogue for, English first."""

__all__ = ["ENGLISH", "LANGUAGES", "Tongue", "language_of", "later", "tongue"]


def language_of(locale: str | None) -> str:
    """The language of `LANGUAGES` for a locale such as ``pt-BR``; English where there is none."""
    code = (locale or "").replace("_", "-").split("-")[0].casefold()
    return code if code in LANGUAGES else "en"


@lru_cache(maxsize=16)
def tongue(locale: str | None) -> Tongue:  # noqa: ARG001
    """The tongue for a locale; made once for each."""
    return ENGLISH
