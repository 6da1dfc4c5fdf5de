"""Text from anywhere made safe for a Discord message: no markup, no ping, nothing hidden, no masked link."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit, urlunsplit

from briefings.plain import plain

LONGEST_URL = 400
_MARKUP = re.compile(r"[\\`*_~|\[\]<>#@]|:(?=//)")
_STARTS = re.compile(r"^(\d{1,9})([.)])|^([-+=>])")
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
MOST_MARKS = 2
"""Combining marks kept on one letter; more are there to climb over the lines above."""


def tidy(text: str) -> str:
    """One line without control, zero-width, bidirectional or invisible characters, white space folded."""
    kept: list[str] = []
    marks = 0
    for char in plain(text):
        category = unicodedata.category(char)
        if category == "Cf" or char in _BLANKS:
            continue
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if marks <= MOST_MARKS:
            kept.append(char)
    return " ".join("".join(kept).split())


def width(text: str) -> int:
    """The length as the strictest counter has it, in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, limit: int) -> str:
    """`text` in at most `limit` UTF-16 units, cut at a word where one is near, with an ellipsis if cut."""
    if width(text) <= limit:
        return text
    if limit < 1:
        return ""
    cut, used = 0, 1
    for char in text:
        used += width(char)
        if used > limit:
            break
        cut += 1
    head = text[:cut]
    space = head.rfind(" ")
    return (head[:space] if space > cut * 2 // 3 else head).rstrip(" ,;:.–—-") + "…"


def escape(text: str) -> str:
    """`text` as plain words: every character that could start markup, a mention or a link is escaped."""
    escaped = _MARKUP.sub(r"\\\g<0>", text)
    return _STARTS.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", escaped)


def words(text: str, limit: int) -> str:
    """Foreign text as one safe line whose escaped form keeps to `limit`.

    Text from right to left is kept apart, so that it does not turn round what stands beside it.
    """
    if limit > 2 and _turns(text):
        return f"\u2068{_words(text, limit - 2)}\u2069"
    return _words(text, limit)


def _turns(text: str) -> bool:
    return not text.isascii() and any(unicodedata.bidirectional(char) in ("R", "AL") for char in text)


def _words(text: str, limit: int) -> str:
    clean = shorten(tidy(text), limit)
    escaped = escape(clean)
    while (over := width(escaped) - limit) > 0 and clean:
        # Escaping at most doubles a text, so half of what is over is never cut too much.
        clean = shorten(clean, width(clean) - max(1, over // 2))
        escaped = escape(clean)
    return escaped


def link(label: str, url: str | None, limit: int = 80) -> str:
    """`label` as a masked link, or as plain words where the address is not one we would send a reader to."""
    name = words(label, limit)
    address = web_address(url)
    if address is None or not name:
        return name
    # A label that looks like an address could name another place than the one it leads to.
    return (
        f"[{name}]({address})"
        if "//" not in label and not _looks_like_host(label)
        else f"[source]({address})"
    )


def web_address(url: str | None) -> str | None:
    """The address, encoded so that no character of it ends a link early; None unless it is plain http(s)."""
    if not url or tidy(url) != url or len(url) > LONGEST_URL:
        return None
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc:
        return None
    if not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", host):
        return None
    safe = "/%:;,=&?+$!~-._'"
    path = quote(parts.path, safe=safe).replace("'", "%27")
    query, fragment = (quote(part, safe=safe).replace("'", "%27") for part in (parts.query, parts.fragment))
    address = urlunsplit((parts.scheme, host + port, path, query, fragment))
    return address if len(address) <= LONGEST_URL else None


def _looks_like_host(label: str) -> bool:
    return re.fullmatch(r"\s*(www\.)?[\w-]+(\.[\w-]+)+(/\S*)?\s*", label) is not None


def flag(code: str) -> str:
    """The flag of a two-letter code as Discord shows it; empty for other actors."""
    if len(code) != 2 or not code.isascii() or not code.isalpha():
        return ""
    return "".join(chr(0x1F1E6 + ord(letter) - ord("A")) for letter in code.upper())
