"""`dragoman invite`, `run`, `check` and `health`: the bot and whether it is well."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli import fail
from bot.cli.options import database_option, discord_id

if TYPE_CHECKING:
    from bot.settings import Settings


def _settings(*, need_token: bool = True) -> Settings:
    """The settings, or a failure with exit code 78 that lists every problem."""
    from bot.settings import ConfigurationError, load_settings

    try:
        return load_settings(need_token=need_token)
    except ConfigurationError as error:
        fail(str(error), error.exit_code)


@click.command()
def run() -> None:
    """Run the Discord bot until it is stopped. Its settings come from the environment and the file .env.

    \b
    Example:
      DRAGOMAN_DISCORD_TOKEN=… dragoman run
    """
    settings = _settings()
    from bot.discord import run as run_bot

    sys.exit(asyncio.run(run_bot(settings)))


@click.command()
def check() -> None:
    """Check the settings, log in, look at each digest channel and explain every problem."""
    settings = _settings()
    from bot.check import check as examine

    report = asyncio.run(examine(settings))
    for line in report.lines:
        click.echo(line)
    sys.exit(report.exit_code)


@click.command()
@click.option(
    "--application",
    callback=discord_id,
    metavar="ID",
    help="Id of the application (General Information in the developer portal); nothing is asked of Discord.",
)
def invite(application: int | None) -> None:
    """Print the address with which to invite the bot, and say which permissions it asks for.

    \b
    Examples:
      dragoman invite
      dragoman invite --application 123456789012345678
    """
    settings = _settings(need_token=application is None)
    from bot.discord import inviting
    from bot.settings import ConfigurationError

    try:
        known = application or asyncio.run(inviting.application_of(settings))
    except ConfigurationError as error:
        fail(str(error), error.exit_code)
    permissions = inviting.wanted(settings)
    click.echo(inviting.address(known, permissions))
    click.echo(
        f"Open it in a browser and choose a server. It asks for: {', '.join(permissions.values())}.",
        err=True,
    )


@click.command()
@database_option
def health(database: Path) -> None:
    """Say whether the bot on this database is alive: exit code 0 if so, else 1."""
    from bot.health import examine

    alive, sentence = examine(database, datetime.now(UTC))
    click.echo(sentence, err=not alive)
    sys.exit(0 if alive else 1)
