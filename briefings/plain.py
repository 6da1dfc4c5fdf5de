"""Words from articles made safe to show anywhere: no control sequences, no invisible or turning signs."""

from __future__ import annotations

import re
import unicodedata

_SEQUENCE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours, cursor
    r"|(?:\x1b\]|\x9d)[^\x07\x1b\x9c]{0,2000}(?:\x07|\x1b\\|\x9c)?"  # titles, links
    r"|\x1b[PX^_][^\x1b]{0,2000}(?:\x1b\\)?"
    r"|\x1b[ -/]*[0-~]?"
)
_JOINERS = "\u200c\u200d"


def plain(text: str) -> str:
    """`text` in one line, as it can be printed: terminal sequences, control and format signs removed."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    without = _SEQUENCE.sub("", text)
    kept = (
        " " if sign.isspace() else sign
        for sign in without
        if sign.isspace()
        or sign in _JOINERS
        or unicodedata.category(sign) not in ("Cc", "Cf", "Co", "Cs", "Cn")
    )
    return " ".join("".join(kept).split())


def web_address(url: str | None) -> str | None:
    """`url` if it is an ordinary http or https address that can be shown and followed, else None."""
    if not url or len(url) > 2000 or not re.fullmatch(r"https?://[^\s<>\"'`\\^{|}]+", url, re.IGNORECASE):
        return None
    return url if plain(url) == url and "@" not in url.split("/")[2] else None


def file_name(words: str) -> str:
    """`words` as the safe beginning of a file's name: small ASCII letters, digits and hyphens."""
    from briefings.world.fold import fold

    safe = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in fold(words))
    return "-".join(part for part in safe.split("-") if part)[:60] or "dragoman"
