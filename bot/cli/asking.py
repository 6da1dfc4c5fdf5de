"""`dragoman ask` and `dragoman digest`: answers from the record."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from bot import written
from bot.catalogue import COMMANDS, topics
from bot.cli import Misconfigured, fail, version
from bot.cli.options import as_of_option, clock, database_option, json_option, print_json, readable

if TYPE_CHECKING:
    from bot.settings import DigestSettings
    from briefings.answers import Answer
    from briefings.digest import Digest
    from briefings.questions import Question
    from briefings.store.protocol import Store
    from briefings.world import World


def _complete_line(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    return [
        CompletionItem(f"/{command.name}", help=command.description)
        for command in COMMANDS
        if f"/{command.name}".startswith(incomplete)
    ]


@asynccontextmanager
async def record_at(database: Path) -> AsyncIterator[Store]:
    """The record, read-only; an empty one where there is none yet, so that the calendar can still answer."""
    from briefings.store import open_store

    if await asyncio.to_thread(database.exists):
        async with await open_store(database, readonly=True) as store:
            yield store
        return
    with tempfile.TemporaryDirectory(prefix="dragoman-") as directory:
        async with await open_store(Path(directory) / "empty.sqlite3") as store:
            yield store


@click.command()
@click.argument("line", nargs=-1, required=True, metavar="LINE", shell_complete=_complete_line)
@database_option
@as_of_option()
@click.option(
    "--output",
    type=click.Path(exists=True, file_okay=False, writable=True, path_type=Path),
    default=".",
    show_default="the working directory",
    metavar="DIR",
    help="Where files that come with the answer are saved; none is overwritten.",
)
@json_option
def ask(line: tuple[str, ...], database: Path, as_of: datetime | None, output: Path, as_json: bool) -> None:
    """Answer one slash command from the record.

    \b
    Examples:
      dragoman ask "/met india"
      dragoman ask "/met dr congo with:china since:2024-06"
      dragoman ask "/upcoming nato days:365" --as-of 2024-09-30
      dragoman ask "/search nuclear power plant" --json
      dragoman ask "/calendar india" --output ~/calendars
    """
    from bot.console.files import NotSaved, save
    from bot.line import LineError, parse
    from briefings.answers import AnswerKind
    from briefings.errors import ChartError

    try:
        question = replace(parse(readable(" ".join(line))), locale="en" if as_json else language())
    except LineError as error:
        raise click.UsageError(str(error)) from None
    try:
        answer = asyncio.run(_answer(question, database, as_of))
        saved = save(answer.files, output)
    except (ChartError, NotSaved) as error:
        fail(str(error))
    if as_json:
        body = answer.to_json()
        for file, path in zip(body.get("files", ()), saved, strict=True):
            file["path"] = str(path)
        print_json(body)
    else:
        from bot.console.layout import answer_lines
        from bot.console.render import write

        write(answer_lines(answer, saved), sys.stdout)
        if not database.exists():
            click.echo(f"There is no record at {database} yet: dragoman add FILE starts one.", err=True)
    if answer.kind is AnswerKind.UNCLEAR:
        sys.exit(2)


def language() -> str:
    """The language that the settings ask for; JSON is English in any case."""
    from bot.settings import ConfigurationError, load_settings

    try:
        return load_settings().language if written.sets("LANGUAGE") else "en"
    except written.Unreadable as error:
        fail(str(error), Misconfigured.exit_code)
    except ConfigurationError as error:
        fail(str(error), error.exit_code)


async def _answer(question: Question, database: Path, as_of: datetime | None) -> Answer:
    from bot.languages import prepared
    from briefings import world
    from briefings.desk import Desk

    async with record_at(database) as store:
        reader = reader_name() if question.command == "about" else ""
        known = await with_calendars(world.load(), store)
        desk = Desk(
            store, known, clock(as_of), reader=reader, version=version(), guide=topics, speaking=prepared
        )
        return await desk.answer(question)


async def with_calendars(known: World, store: Store) -> World:
    """The world with the calendars that the settings name, as they were known last."""
    try:
        if not written.sets("CALENDARS"):
            return known
    except written.Unreadable as error:
        fail(str(error), Misconfigured.exit_code)
    from bot.calendars import Almanac, make_calendars
    from bot.feeding import make_fetcher
    from bot.settings import ConfigurationError, load_settings

    try:
        settings = load_settings()
    except ConfigurationError as error:
        fail(str(error), error.exit_code)
    if not settings.calendars:
        return known
    calendars = make_calendars(
        settings, store, lambda: make_fetcher(settings, clock(None)), clock(None), known
    )
    return await Almanac(calendars, known).open()


def reader_name() -> str:
    """The reading engine's name and version, as `/about` shows them."""
    from briefings.reading.rules import RulesReader

    reader = RulesReader()
    return f"{reader.name} {reader.version}"


@click.command()
@click.argument("name", required=False)
@database_option
@as_of_option()
@json_option
def digest(name: str | None, database: Path, as_of: datetime | None, as_json: bool) -> None:
    """Print what the digest NAME would say; without any configured, one for all countries.

    \b
    Examples:
      dragoman digest
      dragoman digest morning --as-of 2024-09-30
      dragoman digest --json
    """
    name, settings = _configured(name)
    said = "en" if as_json else settings.language if settings and settings.language else language()
    made = asyncio.run(_digest(name, settings, database, as_of, said))
    if as_json:
        print_json(made.to_json())
        return
    from bot.console.layout import digest_lines
    from bot.console.render import write

    write(digest_lines(made), sys.stdout)


async def _digest(
    name: str, settings: DigestSettings | None, database: Path, as_of: datetime | None, locale: str
) -> Digest:
    from bot.languages import tongue
    from bot.posting import SERVER_OF
    from briefings import world
    from briefings.digest import HORIZON_DAYS, compose
    from briefings.store.protocol import ALL

    on = _local_day(as_of, settings)
    async with record_at(database) as store:
        since = await store.ledger.last_composed(ledger_key(name, settings)) if settings else None
        server = await store.note(f"{SERVER_OF}{settings.channel}") if settings else None
        return await compose(
            store,
            await with_calendars(world.load(), store),
            on=on,
            since=since if since and since.date() < on else None,
            horizon_days=settings.horizon_days if settings else HORIZON_DAYS,
            countries=settings.countries if settings else (),
            name=name,
            scope=f"guild:{server}" if server else ALL,
            speak=tongue(locale),
        )


def ledger_key(name: str, settings: DigestSettings) -> str:
    """Under what the bot keeps the posts of this digest."""
    return f"discord:{settings.channel}:{name}"


def _local_day(as_of: datetime | None, settings: DigestSettings | None) -> date:
    """The day in the digest's own zone; a day that was given is taken as it is."""
    from zoneinfo import ZoneInfo

    moment = clock(as_of)()
    return (
        moment.date() if as_of or settings is None else moment.astimezone(ZoneInfo(settings.timezone)).date()
    )


def _configured(name: str | None) -> tuple[str, DigestSettings | None]:
    """The digest that is meant, from the settings; the default one where none is configured or named."""
    from bot.settings import ConfigurationError, load_settings

    try:
        known = load_settings().digest
    except ConfigurationError as error:
        fail(str(error), error.exit_code)
    if name is None:
        if len(known) > 1:
            raise click.UsageError(f"Which digest? Configured: {', '.join(sorted(known))}.")
        return next(iter(known.items()), ("default", None))
    found = known.get(name.casefold())
    if found is None:
        listed = (
            f"Configured: {', '.join(sorted(known))}." if known else "None is configured; leave the name out."
        )
        raise click.UsageError(f"There is no digest {name!r}. {listed}")
    return name.casefold(), found
