"""`dragoman read`: articles from files."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.options import json_option, partial_date, print_json, progress, readable
from briefings.errors import DragomanError

if TYPE_CHECKING:
    from bot.console.layout import Line
    from briefings.models import Article, Reading, Step
    from briefings.reading.reader import Reader

STANDARD_INPUT = "-"

published_option = click.option(
    "--published",
    callback=partial_date,
    metavar="DATE",
    help="When the articles were published, e.g. 2024-07-12; wins over what they say.",
)


class Unread(DragomanError):
    """A file that gives no article or no reading, with the reason."""


def article_in(path: str, published: str | None) -> Article:
    """The article in a file or, for ``-``, on standard input. Raises `Unread` or `ArticleError`."""
    from briefings.sources.files import load_article, most_bytes

    shown = readable(path)
    try:
        if path == STANDARD_INPUT:
            data = sys.stdin.buffer.read(most_bytes(path) + 1)
        else:
            with Path(path).open("rb") as file:
                data = file.read(most_bytes(path) + 1)
    except IsADirectoryError:
        raise Unread(
            f"{shown}: is a directory; name the files in it, e.g. {shown.rstrip('/')}/*.md"
        ) from None
    except FileNotFoundError:
        raise Unread(f"{shown}: there is no such file") from None
    except OSError as error:
        raise Unread(f"{shown}: cannot be opened ({error.strerror or error})") from None
    return load_article(shown, data, published=published)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(allow_dash=True), metavar="FILE...")
@published_option
@click.option(
    "--explain", is_flag=True, help="Show which words gave which field, and why near-misses are none."
)
@json_option
def read(files: tuple[str, ...], published: str | None, explain: bool, as_json: bool) -> None:
    """Read articles and print the events found. Stores nothing.

    FILE is text, Markdown, HTML, a mail, a PDF or a Word document; - is standard input.

    \b
    Examples:
      dragoman read article.md
      dragoman read --published 2024-07-12 page.html
      dragoman read --json articles/*.md > events.jsonl
      dragoman read --explain article.md
    """
    from briefings.reading.rules import RulesReader

    reader, failed = RulesReader(), False
    with progress(files, "Reading") as paths:
        for file in paths:
            path = readable(file)
            try:
                article = article_in(file, published)
                reading = _read(reader, path, article, explain)
            except DragomanError as error:
                failed = True
                say_error(path, str(error), as_json)
                continue
            if as_json:
                print_json(_as_json(path, article, reading, explain))
            else:
                _print_reading(path, article, reading)
    if failed:
        sys.exit(1)


def _read(reader: Reader, path: str, article: Article, explain: bool) -> Reading:
    """A failure of the reader is that of one file: the others are still read."""
    try:
        return reader.read(article, explain=explain)
    except Exception as error:
        raise Unread(f"{path}: the reader failed on it ({type(error).__name__}: {error})") from error


def say_error(path: str, message: str, as_json: bool, **more: Any) -> None:
    """One failure among others: a sentence on standard error and, with ``--json``, an object."""
    if as_json:
        print_json({"path": path, **more, "error": message})
    click.echo(f"Error: {message}", err=True)


def _as_json(path: str, article: Article, reading: Reading, explain: bool) -> dict[str, Any]:
    said: dict[str, Any] = {
        "path": path,
        "title": article.title,
        "published": reading.published,
        "published_basis": reading.published_basis.value,
        "events": [event.to_json() for event in reading.events],
    }
    if explain:
        said["steps"] = [
            {"event": step.event, "rule": step.rule, "words": step.words, "outcome": step.outcome}
            for step in reading.steps
        ]
    return said


def _print_reading(path: str, article: Article, reading: Reading) -> None:
    from bot.console.render import write

    write(_reading_lines(path, article, reading), sys.stdout)


def _reading_lines(path: str, article: Article, reading: Reading) -> Iterator[Line]:
    from bot.console.layout import BLANK, Line, Role, card_lines
    from briefings import dates, world
    from briefings.cards import CardMaker
    from briefings.models import RecordedEvent
    from briefings.plain import plain

    maker = CardMaker(world.load(), datetime.now(UTC).date())
    yield Line(Role.TITLE, plain(article.title or path), path if article.title else "")
    if reading.published:
        basis = reading.published_basis.value
        yield Line(Role.DETAIL, f"Published {dates.in_words(reading.published)} ({basis})", indent=2)
    else:
        yield Line(Role.DETAIL, "Publication date not known", indent=2)
    if not reading.events:
        yield Line(Role.NOTE, "No event found.", indent=2)
    for place, event in enumerate(reading.events):
        now = datetime.now(UTC)
        yield from card_lines(maker.card(RecordedEvent("", event, (), now, now)))
        if event.summary:
            yield Line(Role.DETAIL, plain(event.summary), indent=4)
        if event.quote:
            yield Line(Role.DETAIL, f"“{plain(event.quote)}”", indent=4)
        for step in reading.steps:
            if step.event == place:
                yield Line(Role.DETAIL, _explained(step), indent=6)
    near = [step for step in reading.steps if step.event is None]
    if near:
        yield Line(Role.HEADING, "Not taken as events", indent=2)
    for step in near:
        yield Line(Role.DETAIL, _explained(step), indent=4)
    yield BLANK


def _explained(step: Step) -> str:
    from briefings.plain import plain

    words = f"“{plain(step.words)}” → " if step.words else ""
    return f"{plain(step.rule)}: {words}{plain(step.outcome)}"
