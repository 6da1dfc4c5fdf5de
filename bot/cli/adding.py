"""`dragoman add` and `dragoman retry`: articles into the record, from files, archives and addresses."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

import click

from bot.cli import fail
from bot.cli.options import database_option, json_option, print_json, readable
from bot.cli.reading import STANDARD_INPUT, Unread, article_in, published_option, say_error
from briefings.errors import ArticleError, DragomanError
from briefings.plain import plain

if TYPE_CHECKING:
    from rich.progress import Progress

    from briefings.intake import Intake, Outcome
    from briefings.record import Added, Record
    from briefings.sources.archives import Entry
    from briefings.sources.fetch import Fetcher
    from briefings.store.protocol import Store

FEW = 3
"""So many arguments or more get a progress bar; an archive always does."""


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(allow_dash=True), metavar="FILE...|-")
@published_option
@database_option
@json_option
def add(files: tuple[str, ...], published: str | None, database: Path, as_json: bool) -> None:
    """Read articles into the record.

    FILE is an article (text, Markdown, HTML, mail, PDF, Word; - is standard input), its address, or many: a
    directory, a .zip, a .jsonl with an article a line (title, published, url, text), a .csv with addresses,
    such as GDELT's article lists. What is known already changes nothing, so after an interruption the same
    command goes on; a corrected text at a known address replaces the old one.

    \b
    Examples:
      dragoman add articles/*.md
      dragoman add archive.zip wire-2024.jsonl
      dragoman add https://news.example/2024/07/a-visit
      pbpaste | dragoman add - --published 2024-07-12
    """
    if not database.parent.is_dir():
        fail(f"There is no directory {database.parent} for the record; create it or choose another.")
    tally = asyncio.run(_add(files, published, database, as_json))
    if not as_json:
        click.echo(tally.summary())
    if tally.failed:
        sys.exit(1)


@click.command()
@click.option("--list", "listed", is_flag=True, help="Only list what is kept aside, with its number and why.")
@click.option("--drop", "dropped", type=int, multiple=True, metavar="N", help="Give number N up for good.")
@database_option
@json_option
def retry(listed: bool, dropped: tuple[int, ...], database: Path, as_json: bool) -> None:
    """Read the articles again that failed before and were kept aside.

    \b
    Examples:
      dragoman retry
      dragoman retry --list
      dragoman retry --drop 3 --drop 4
    """
    from bot.cli.keeping import existing

    if listed or dropped:
        if not asyncio.run(_kept_aside(existing(database), dropped, listed, as_json)):
            sys.exit(1)
        return
    tally = asyncio.run(_retry(existing(database), as_json))
    if not as_json:
        click.echo(tally.summary() if tally.statuses else "No article is kept aside.")
    if tally.failed:
        sys.exit(1)


class _Tally:
    """What became of the articles of one command."""

    def __init__(self) -> None:
        self.statuses: dict[str, int] = {}
        self.new_events = 0
        self.merged_events = 0

    @property
    def failed(self) -> int:
        return self.statuses.get("failed", 0)

    def count(self, status: str, new: int = 0, merged: int = 0) -> None:
        self.statuses[status] = self.statuses.get(status, 0) + 1
        self.new_events += new
        self.merged_events += merged

    def summary(self) -> str:
        """One line: how many articles of each status, how many events new or merged."""
        order = ("new", "updated", "unchanged", "failed")
        articles = ", ".join(f"{self.statuses[name]} {name}" for name in order if name in self.statuses)
        return f"Articles: {articles or 'none'}. Events: {self.new_events} new, {self.merged_events} merged."


class _Report:
    """Says what became of each article: all of those named one by one, of collections only what is amiss."""

    def __init__(self, as_json: bool) -> None:
        self.tally = _Tally()
        self._as_json = as_json

    def failed(self, path: str, message: str) -> None:
        self.tally.count("failed")
        say_error(path, message, self._as_json, status="failed", article=None, events=[])

    def stored(self, path: str, added: Added, *, quiet: bool = False) -> None:
        new, merged = len(added.new_events), len(added.merged_events)
        self.tally.count(added.status.value, new, merged)
        if self._as_json:
            print_json(
                {
                    "path": path,
                    "status": added.status.value,
                    "article": added.article_id,
                    "events": list(added.event_ids),
                    "new_events": new,
                    "merged_events": merged,
                    "error": None,
                }
            )
        elif not quiet:
            click.echo(f"{path}: {added.status.value}, {_counted(new, merged, len(added.event_ids))}")

    def outcome(self, outcome: Outcome, *, quiet: bool) -> None:
        place = readable(outcome.place)
        if outcome.added is None:
            self.failed(place, outcome.error or f"{place}: it was not read")
        else:
            self.stored(place, outcome.added, quiet=quiet)


class _Network:
    """The door to the network, opened when the first address comes."""

    def __init__(self) -> None:
        self._fetcher: Fetcher | None = None

    def fetcher(self) -> Fetcher:
        if self._fetcher is None:
            from bot.feeding import make_fetcher
            from bot.settings import load_settings

            self._fetcher = make_fetcher(load_settings(), _now)
        return self._fetcher

    async def close(self) -> None:
        if self._fetcher is not None:
            await self._fetcher.close()


class _Bar:
    """A progress bar on standard error if that is a terminal; nothing otherwise."""

    def __init__(self, wanted: bool) -> None:
        self._progress: Progress | None = None
        if wanted and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import Progress

            # Lines printed meanwhile stand above the bar on a terminal, else they stay on standard output.
            both = sys.stdout.isatty()
            self._progress = Progress(
                console=Console(stderr=True), transient=True, redirect_stdout=both, redirect_stderr=both
            )

    def __enter__(self) -> Self:
        if self._progress is not None:
            self._progress.start()
        return self

    def __exit__(self, *exc: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    def task(self, title: str, total: int) -> Callable[[int], None]:
        """A line of the bar; what it returns says how far it is."""
        if self._progress is None:
            return _nowhere
        progress, task = self._progress, self._progress.add_task(title, total=total)
        return lambda done: progress.update(task, completed=done)


async def _add(files: tuple[str, ...], published: str | None, database: Path, as_json: bool) -> _Tally:
    from bot.settings import ConfigurationError
    from briefings.intake import Intake
    from briefings.sources.archives import Entry, is_archive, open_archive

    report, network = _Report(as_json), _Network()
    many = [file for file in files if file != STANDARD_INPUT and is_archive(Path(file))]
    async with _record(database) as record:
        intake = Intake(record, fetcher=network.fetcher)
        try:
            with _Bar(len(files) >= FEW or bool(many)) as bar:
                step = bar.task("Adding", len(files)) if len(files) > 1 else _nowhere
                for number, file in enumerate(files, 1):
                    path = readable(file)
                    try:
                        if _is_address(path):
                            await _take(intake, [Entry(path, address=path)], report, again=True)
                        elif file in many:
                            archive = await asyncio.to_thread(open_archive, Path(file), published)
                            inner = bar.task(Path(path).name, archive.total)
                            if not await _take(intake, archive.entries(), report, quiet=True, step=inner):
                                report.failed(path, f"{path}: there is no article in it")
                        else:
                            article = await asyncio.to_thread(article_in, file, published)
                            report.stored(path, await record.add(article))
                    except (ArticleError, Unread) as error:
                        report.failed(path, str(error))
                    except DragomanError as error:
                        report.failed(path, f"{path}: {error}")
                    step(number)
        except ConfigurationError as error:
            fail(str(error), error.exit_code)
        finally:
            await network.close()
    return report.tally


async def _take(
    intake: Intake,
    entries: Iterable[Entry],
    report: _Report,
    *,
    quiet: bool = False,
    again: bool = False,
    step: Callable[[int], None] | None = None,
) -> int:
    """Takes the entries and returns how many there were."""
    count = 0
    async for outcomes in intake.take(entries, again=again):
        count += len(outcomes)
        for outcome in outcomes:
            report.outcome(outcome, quiet=quiet)
        if step is not None:
            step(outcomes[-1].done)
    return count


async def _kept_aside(database: Path, dropped: tuple[int, ...], listed: bool, as_json: bool) -> bool:
    """Gives up what is `dropped`, lists the rest if asked; False where a number is not kept aside."""
    from briefings.store import open_store

    well = True
    async with await open_store(database) as store:
        known = {letter.id for letter in await store.dead_letters.all()}
        for number in dropped:
            if number not in known:
                click.echo(
                    f"Error: nothing is kept aside under {number}; see: dragoman retry --list", err=True
                )
                well = False
                continue
            await store.dead_letters.drop(number)
            if not as_json:
                click.echo(f"Given up: {number}")
        letters = await store.dead_letters.all() if listed else ()
    for letter in letters:
        if as_json:
            print_json(
                {"id": letter.id, "scope": letter.scope, "origin": letter.origin, "reason": letter.reason,
                 "attempts": letter.attempts, "last_failed": letter.last_failed.isoformat()}
            )  # fmt: skip
        else:
            tries = "tried once" if letter.attempts == 1 else f"tried {letter.attempts} times"
            click.echo(f"{letter.id:>4}  {plain(letter.origin)}  ({tries}, {letter.last_failed:%Y-%m-%d})")
            click.echo(f"      {plain(letter.reason)}")
    if listed and not letters and not as_json:
        click.echo("No article is kept aside.")
    return well


async def _retry(database: Path, as_json: bool) -> _Tally:
    from briefings.store import open_store

    report = _Report(as_json)
    async with await open_store(database) as store:
        letters = await store.dead_letters.all()
        articles = [letter for letter in letters if letter.is_article]
        for letter, outcome in zip(articles, await _made(store).retry(), strict=False):
            if isinstance(outcome, Exception):
                report.failed(letter.origin, str(outcome))
            else:
                report.stored(letter.origin, outcome)
    if len(articles) < len(letters):
        from bot.cli.feeding import retry_items

        for letter, became in await retry_items(database):
            if isinstance(became, str):
                report.failed(letter.origin, became)
            else:
                report.stored(letter.origin, became)
    return report.tally


@asynccontextmanager
async def _record(database: Path) -> AsyncIterator[Record]:
    from briefings.store import open_store

    async with await open_store(database) as store:
        yield _made(store)


def _made(store: Store) -> Record:
    from briefings.reading.rules import RulesReader
    from briefings.record import Record

    return Record(store, RulesReader(), _now)


def _now() -> datetime:
    return datetime.now(UTC)


def _nowhere(_done: int) -> None:
    """Where nobody looks at the progress."""


def _is_address(path: str) -> bool:
    return re.match(r"https?://", path, re.I) is not None


def _counted(new: int, merged: int, events: int) -> str:
    if not events:
        return "no events"
    said = "1 event" if events == 1 else f"{events} events"
    parts = [f"{count} {word}" for count, word in ((new, "new"), (merged, "merged")) if count]
    return f"{said} ({', '.join(parts)})" if parts else said
