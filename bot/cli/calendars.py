"""`dragoman calendars`: the admin's calendars of summits, looked at now."""

from __future__ import annotations

import asyncio
import sys
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli import fail
from bot.cli.options import database_option, json_option, print_json
from briefings.plain import plain

if TYPE_CHECKING:
    from bot.settings import Settings
    from briefings.calendars import Report
    from briefings.sources.fetch import Fetcher


@click.command()
@database_option
@json_option
def calendars(database: Path, as_json: bool) -> None:
    """Look at the calendars of DRAGOMAN_CALENDARS now, keep what they hold, and say what that is.

    A running bot does the same by itself, as often as it looks at feeds.

    \b
    Example:
      DRAGOMAN_CALENDARS=summits.ics dragoman calendars
    """
    from bot.settings import ConfigurationError, load_settings

    try:
        settings = load_settings()
    except ConfigurationError as error:
        fail(str(error), error.exit_code)
    reports = asyncio.run(_look(settings, database))
    if not reports and not as_json:
        click.echo("No calendar is named; set DRAGOMAN_CALENDARS to paths or addresses of .ics files.")
    for report in reports:
        if as_json:
            listed = [
                {"id": s.id, "name": s.name, "organisation": s.organisation, "start": s.start, "end": s.end}
                for s in report.summits
            ]
            print_json({"calendar": report.source, "summits": listed, "error": report.error})
        elif report.error is None:
            click.echo(f"{plain(report.source)}: {_counted(len(report.summits))}")
        if report.error is not None:
            held = (
                f" What it held before holds on: {_counted(len(report.summits))}." if report.summits else ""
            )
            click.echo(f"Error: {plain(report.error)}{held}", err=True)
    if any(report.error for report in reports):
        sys.exit(1)


async def _look(settings: Settings, database: Path) -> tuple[Report, ...]:
    from bot.calendars import make_calendars
    from bot.feeding import make_fetcher
    from briefings import world
    from briefings.store import open_store

    def now() -> datetime:
        return datetime.now(UTC)

    opened: list[Fetcher] = []

    def fetcher() -> Fetcher:
        if not opened:
            opened.append(make_fetcher(settings, now))
            resources.push_async_callback(opened[0].close)
        return opened[0]

    if not settings.calendars:
        return ()
    async with AsyncExitStack() as resources, await open_store(database) as store:
        return await make_calendars(settings, store, fetcher, now, world.load()).refresh()


def _counted(summits: int) -> str:
    return "1 summit" if summits == 1 else f"{summits} summits"
