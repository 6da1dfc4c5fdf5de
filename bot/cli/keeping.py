"""`dragoman forget`, `reread` and `backup`: looking after the record."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli import fail
from bot.cli.options import database_option, json_option, print_json
from briefings.plain import plain

if TYPE_CHECKING:
    from briefings.models import Event
    from briefings.record import Change, Forgotten


def existing(database: Path) -> Path:
    """`database`, or a failure that says what to do where there is none."""
    if not database.exists():
        fail(f"There is no record at {database}. Add articles with: dragoman add FILE --database {database}")
    return database


@click.command()
@click.argument("article")
@database_option
@json_option
def forget(article: str, database: Path, as_json: bool) -> None:
    """Withdraw ARTICLE (its id or address) from the record, with the events that only it supports.

    \b
    Examples:
      dragoman forget https://news.example/2024/07/a-visit
      dragoman forget a12
    """
    done = asyncio.run(_forget(existing(database), article))
    if as_json:
        print_json({"article": done.article_id, "removed": list(done.removed), "changed": list(done.changed)})
        return
    title = f" “{plain(done.title)}”" if done.title else ""
    click.echo(
        f"Withdrew article {done.article_id}{title}: {_events(len(done.removed))} removed, "
        f"{_events(len(done.changed))} kept by other sources."
    )


async def _forget(database: Path, article: str) -> Forgotten:
    from briefings.reading.rules import RulesReader
    from briefings.record import Record
    from briefings.store import open_store

    async with await open_store(database) as store:
        return await Record(store, RulesReader(), lambda: datetime.now(UTC)).forget(article)


@click.command()
@click.option("--apply", "apply_", is_flag=True, help="Store what changes; without it, only show.")
@database_option
@json_option
def reread(apply_: bool, database: Path, as_json: bool) -> None:
    """Read the stored articles again with today's rules and show what changes.

    \b
    Examples:
      dragoman reread
      dragoman reread --apply
    """
    changes = asyncio.run(_reread(existing(database), apply_))
    for change in changes:
        if as_json:
            print_json(
                {
                    "article": change.article_id,
                    "title": change.title,
                    "gone": [event.to_json() for event in change.gone],
                    "found": [event.to_json() for event in change.found],
                }
            )
            continue
        click.echo(f"{change.article_id} {plain(change.title or '')}".rstrip())
        for line in _differences(change.gone, change.found):
            click.echo(f"  {line}")
    if as_json:
        return
    articles = f"{len(changes)} article{'' if len(changes) == 1 else 's'}"
    if not changes:
        click.echo("Today's rules read every stored article as before.")
    elif apply_:
        click.echo(f"{articles} read differently; the record has been brought up to date.")
    else:
        click.echo(f"{articles} would be read differently. Store it with: dragoman reread --apply")


async def _reread(database: Path, apply: bool) -> tuple[Change, ...]:
    from briefings.reading.rules import RulesReader
    from briefings.record import Record
    from briefings.store import open_store

    async with await open_store(database) as store:
        record = Record(store, RulesReader(), lambda: datetime.now(UTC))
        if not sys.stderr.isatty():
            return await record.reread(apply=apply)
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("Reading", total=None)
            return await record.reread(
                apply=apply, progress=lambda done, total: bar.update(task, completed=done, total=total)
            )


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@database_option
def backup(file: Path, database: Path) -> None:
    """Copy the record to FILE, complete and consistent, also while the bot runs.

    \b
    Example:
      dragoman backup backups/dragoman-2024-09-30.sqlite3
    """
    if file.exists():
        fail(f"{file} exists already; choose another name, nothing was overwritten.")
    if not file.parent.is_dir():
        fail(f"There is no directory {file.parent}; create it first.")
    asyncio.run(_backup(existing(database), file))
    click.echo(f"Copied {database} to {file} ({file.stat().st_size:,} bytes).")


async def _backup(database: Path, file: Path) -> None:
    from briefings.store import open_store

    async with await open_store(database, readonly=True) as store:
        await store.backup(file)


def _differences(gone: Iterable[Event], found: Iterable[Event]) -> Iterator[str]:
    """``-`` what is no longer read, ``+`` what is read instead, ``~`` what is only told in other words."""
    new = list(found)
    for event in gone:
        twin = next((other for other in new if _short(other) == _short(event)), None)
        if twin is None:
            yield f"- {_short(event)}"
        else:
            new.remove(twin)
            before, after = event.to_json(), twin.to_json()
            changed = ", ".join(name for name in before if before[name] != after[name])
            yield f"~ {_short(event)}: other {changed}"
    for event in new:
        yield f"+ {_short(event)}"


def _events(count: int) -> str:
    return "1 event" if count == 1 else f"{count} events"


def _short(event: Event) -> str:
    from briefings import dates

    place = event.place.city or event.place.country or ""
    return ", ".join(
        part
        for part in (
            f"{event.kind.value} {event.status.value}",
            " ".join(event.actors),
            dates.in_words(event.start, event.end),
            plain(place),
        )
        if part
    )
