"""Options and streams that several commands share."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, TypeVar

import click

from bot import written
from bot.cli import Misconfigured, fail

F = TypeVar("F", bound=Callable[..., Any])

MORNING = time(8, 0, tzinfo=UTC)
"""The time of a clock that was given only a day."""


def moment(_ctx: click.Context, _option: click.Parameter, said: str | None) -> datetime | None:
    """A day (2024-09-30, taken at 08:00 UTC) or a moment (2024-09-30T17:00, UTC unless it says otherwise)."""
    if said is None:
        return None
    try:
        if len(said) == len("2024-09-30"):
            return datetime.combine(date.fromisoformat(said), MORNING)
        found = datetime.fromisoformat(said)
    except ValueError:
        raise click.BadParameter(f"{said[:40]!r} is not a day. Write it like 2024-09-30.") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def partial_date(_ctx: click.Context, _option: click.Parameter, said: str | None) -> str | None:
    """A day, month or year in ISO form."""
    from briefings import dates
    from briefings.errors import DateError

    try:
        return None if said is None else dates.parse(said)
    except DateError as error:
        raise click.BadParameter(f"{error}.") from None


def discord_id(_ctx: click.Context, _option: click.Parameter, said: str | None) -> int | None:
    """The id of something on Discord, a positive whole number of 63 bits."""
    if said is None:
        return None
    if said.isdecimal() and len(said) < 20 and 0 < int(said) < 2**63:
        return int(said)
    raise click.BadParameter(f"{said[:40]!r} is not an id of Discord, a number such as 123456789012345678.")


def database_option(command: F) -> F:
    """``--database``: where the record is."""
    return click.option(
        "--database",
        type=click.Path(dir_okay=False, path_type=Path),
        callback=_database,
        help="File of the record. [env: DRAGOMAN_DATABASE; default: dragoman.sqlite3]",
    )(command)


def _database(_ctx: click.Context, _option: click.Parameter, given: Path | None) -> Path:
    """The option, else the environment, the file .env or the secrets, else the working directory."""
    if given is not None:
        return given
    name = "DRAGOMAN_DATABASE"
    try:
        said = os.environ.get(name) or written.ours().get(name)
    except written.Unreadable as error:
        fail(str(error), Misconfigured.exit_code)
    return Path(said or "dragoman.sqlite3").expanduser()


def json_option(command: F) -> F:
    """``--json``: one JSON object a line and nothing else on standard output."""
    return click.option(
        "--json", "as_json", is_flag=True, help="Print JSON, one object a line, and nothing else."
    )(command)


def as_of_option(default: str | None = None) -> Callable[[F], F]:
    """``--as-of``: the day from which the answer is given."""
    shown = f" [default: {default}]" if default else " [default: now]"
    return click.option(
        "--as-of",
        callback=moment,
        default=default,
        metavar="DATE",
        help=f"Answer as on this day, e.g. 2024-09-30.{shown}",
    )


def clock(as_of: datetime | None) -> Callable[[], datetime]:
    """A clock that stands still at `as_of`, or the real one."""
    return (lambda: as_of) if as_of is not None else (lambda: datetime.now(UTC))


def print_json(value: dict[str, Any]) -> None:
    """One JSON object on one line of standard output; in ASCII, so that it plays no tricks on a terminal."""
    click.echo(json.dumps(value))


@contextmanager
def progress(items: Iterable[str], title: str) -> Iterator[Iterable[str]]:
    """`items`, with a progress bar on standard error if that is a terminal and there are several."""
    listed = list(items)
    if len(listed) < 3 or not sys.stderr.isatty():
        yield listed
        return
    from rich.console import Console
    from rich.progress import Progress

    # Lines printed meanwhile stand above the bar on a terminal; elsewhere they must stay on standard output.
    both = sys.stdout.isatty()
    with Progress(
        console=Console(stderr=True), transient=True, redirect_stdout=both, redirect_stderr=both
    ) as bar:
        yield bar.track(listed, description=title)


def readable(word: str) -> str:
    """A word of the command line as it was typed in UTF-8, also where the locale could not decode it."""
    return word.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def use_utf8() -> None:
    """Makes the standard streams speak UTF-8 whatever the locale says; what cannot be written is escaped."""
    import io

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
