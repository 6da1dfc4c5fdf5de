"""What every message is made of: Discord's limits, and texts between rules in one frame.

Messages are Components V2: one container of texts, rules, files and gestures, read from top to bottom.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import discord
from discord.ui import Container, File, LayoutView, MediaGallery, Separator, TextDisplay

from bot.discord.text import shorten, tidy
from briefings.answers import Attachment

TEXT = 4000
"""Characters of all texts of one message."""

COMPONENTS = 40
"""Parts of one message, those inside others counted too."""

DESCRIBED = 1024
"""Characters of what is said of a picture for those who cannot see it."""

TITLE = 256
PICTURES = 10
MARGIN = 100
"""Characters kept free, for the blank lines between texts that have to share a place."""

ROOM = TEXT - MARGIN
COLOUR = 0x2F6F9F
QUIET_COLOUR = 0x6B7280

Frame = Container[Any]


def frame(
    texts: Sequence[str],
    *,
    files: Sequence[Attachment] = (),
    places: int = COMPONENTS,
    quiet: bool = False,
) -> Frame:
    """The texts with rules between them, then the files; of at most `places` parts, the frame included.

    Texts share a place where there are more of them than places. Files have the names they are sent under.
    """
    pictures = [file for file in files if file.media_type.startswith("image/")][:PICTURES]
    others = [file for file in files if file not in pictures]
    made: Frame = Container(accent_colour=QUIET_COLOUR if quiet else COLOUR)
    room = max(1, (places - bool(pictures) - len(others)) // 2)
    for number, text in enumerate(_sharing([text for text in texts if text], room)):
        if number:
            made.add_item(Separator())
        made.add_item(TextDisplay(text))
    if pictures:
        made.add_item(MediaGallery(*map(_picture, pictures)))
    for file in others:
        made.add_item(File(f"attachment://{file.name}"))
    return made


def _picture(file: Attachment) -> discord.MediaGalleryItem:
    return discord.MediaGalleryItem(f"attachment://{file.name}", description=described(file))


def described(file: Attachment) -> str | None:
    """What a file shows, in words; None where nobody said."""
    return shorten(tidy(file.described), DESCRIBED) or None


def _sharing(texts: Sequence[str], places: int) -> list[str]:
    each = -(-len(texts) // places) or 1
    return ["\n\n".join(texts[start : start + each]) for start in range(0, len(texts), each)]


def note(text: str, *, quiet: bool = False) -> LayoutView:
    """A message of one text, which has to be safe; cut where it is longer than a message may be."""
    view = LayoutView(timeout=None)
    view.add_item(frame([shorten(text, ROOM) or "…"], quiet=quiet))
    return view


class Frozen(LayoutView):
    """A message laid out before, perhaps by an older version, from Discord's own form of it."""

    def __init__(self, components: list[dict[str, Any]]) -> None:
        super().__init__(timeout=None)
        self._components = components

    def has_components_v2(self) -> bool:
        return True

    def to_components(self) -> list[dict[str, Any]]:
        return self._components


def parts(items: Iterable[discord.ui.Item[Any]]) -> list[dict[str, Any]]:
    """The items in Discord's own form."""
    return [item.to_component_dict() for item in items]


def said(components: Iterable[Any]) -> list[str]:
    """Every text in the parts of a received message, in their order."""
    texts: list[str] = []
    for part in components:
        content = getattr(part, "content", None)
        texts += [content] if isinstance(content, str) else said(getattr(part, "children", ()))
    return texts


def choice(text: str, limit: int = 100) -> str:
    """A label for a button, an option of a menu or a completion: plain, never empty."""
    return shorten(tidy(text), limit) or "…"
