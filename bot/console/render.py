"""Lines to a stream: with colours and links on a terminal, as plain text anywhere else.

Words from articles are made of text objects, never of markup, and were freed of control signs by the layout.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

from bot.console.layout import Line, Role

if TYPE_CHECKING:
    from rich.console import Console

_STYLES = {
    Role.TITLE: "bold",
    Role.HEADING: "bold cyan",
    Role.EVENT: "bold",
    Role.DETAIL: "",
    Role.DIFFERS: "yellow",
    Role.SOURCE: "blue",
    Role.NOTE: "italic",
    Role.CHOICE: "green",
}


def write(lines: Iterable[Line], stream: TextIO) -> None:
    """Prints `lines` to `stream` in the manner that fits it."""
    if is_terminal(stream):
        _write_rich(lines, stream)
    else:
        stream.write("".join(f"{as_text(line)}\n" for line in lines))
    stream.flush()


def as_text(line: Line) -> str:
    """One line without colours: aside and address follow the text."""
    if line.role is Role.BLANK:
        return ""
    bullet = "- " if line.role in (Role.SOURCE, Role.CHOICE) else ""
    aside = f" ({line.aside})" if line.aside and line.role is not Role.EVENT else ""
    if line.role is Role.EVENT and line.aside:
        aside = f" — {line.aside}"
    url = f" <{line.url}>" if line.url else ""
    return f"{' ' * line.indent}{bullet}{line.text}{aside}{url}"


def is_terminal(stream: TextIO) -> bool:
    """Whether colours make sense: a terminal that can show them, and nobody asked for none."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    try:
        return stream.isatty()
    except ValueError:
        return False


def console_on(stream: TextIO) -> Console:
    """A rich console on `stream`."""
    from rich.console import Console

    return Console(file=stream, highlight=False, markup=False, emoji=False)


def _write_rich(lines: Iterable[Line], stream: TextIO) -> None:
    from rich.padding import Padding
    from rich.style import Style
    from rich.text import Text

    console = console_on(stream)
    for line in lines:
        if line.role is Role.BLANK:
            console.print()
            continue
        style = _STYLES[line.role]
        text = Text()
        if line.role in (Role.SOURCE, Role.CHOICE):
            text.append("• ")
        text.append(line.text, style=style)
        if line.aside:
            text.append(f"  {line.aside}", style="dim")
        if line.url:
            # The address stays visible: not every terminal follows hidden links.
            text.append(f"  {line.url}", style=Style(dim=True, link=line.url))
        console.print(Padding(text, (0, 0, 0, line.indent), expand=False))
