"""Files that come with an answer: named so that Discord keeps the name, and within what a server takes."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace

import discord

from bot.discord.layout import described
from bot.discord.text import shorten, tidy
from briefings.answers import Answer, Attachment
from briefings.languages import Tongue

MOST_FILES = 4
LONGEST_NAME = 60


def attached(answer: Answer, limit: int, speak: Tongue) -> Answer:
    """The answer with the files that fit into `limit` bytes; a note says which do not."""
    kept: list[Attachment] = []
    notes: list[str] = []
    left = limit
    for file in answer.files:
        if len(kept) == MOST_FILES or len(file.data) > left:
            notes.append(_too_much(file, limit, speak))
            continue
        left -= len(file.data)
        kept.append(replace(file, name=safe_name(file.name, [other.name for other in kept])))
    return replace(answer, files=tuple(kept), notes=(*answer.notes, *notes))


def _too_much(file: Attachment, limit: int, speak: Tongue) -> str:
    name = shorten(tidy(file.name), LONGEST_NAME)
    if len(file.data) <= limit:
        return speak.say("The file {name} found no room beside the others in this message.", name=name)
    return speak.say(
        "The file {name} has {size} MB; this server takes {limit} MB at most. Ask for less, for example "
        "for a shorter time.",
        name=name,
        size=speak.number(-(-len(file.data) // 1024**2)),
        limit=speak.number(limit // 1024**2),
    )


def safe_name(name: str, taken: Sequence[str] = ()) -> str:
    """A name that is not taken and that Discord keeps, so that the message can point to the file."""
    clean = re.sub(r"[^A-Za-z0-9._-]+", "_", tidy(name)).strip("._-")
    stem, dot, ending = clean.rpartition(".")
    if not dot or not ending.isalnum() or len(ending) > 8:
        stem, ending = clean, ""
    if stem.upper().startswith("SPOILER_"):
        # Discord would hide the file behind a warning.
        stem = stem[len("SPOILER_") :]
    stem = stem[:LONGEST_NAME].strip("._-") or "file"
    tail = f".{ending}" if ending else ""
    number, made = 1, f"{stem}{tail}"
    while made in taken:
        number += 1
        made = f"{stem}-{number}{tail}"
    return made


def uploads(files: Sequence[Attachment]) -> list[discord.File]:
    """The files as discord.py sends them; each can be sent once."""
    return [
        discord.File(io.BytesIO(file.data), filename=file.name, description=described(file)) for file in files
    ]
