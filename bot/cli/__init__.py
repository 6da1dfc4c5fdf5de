"""The command line: `dragoman`, one module a group of commands, loaded only when its command is used."""

from __future__ import annotations

import importlib
from typing import Any, NamedTuple, NoReturn

import click

from briefings.errors import DragomanError

EPILOG = """\b
Exit codes:
  0   done
  1   failure, also when any one of several files failed
  2   usage: an unknown command, option or value
  78  configuration: a setting in the environment is missing or wrong

\b
Examples:
  dragoman demo
  dragoman add articles/*.md
  dragoman ask "/met india since:2024-06"
  dragoman digest --as-of 2024-09-30

Shell completion: dragoman completion --help
"""


class _Place(NamedTuple):
    module: str
    summary: str


COMMANDS: dict[str, _Place] = {
    "demo": _Place("demo", "Try everything on packaged sample articles."),
    "read": _Place("reading", "Read articles and print the events found; stores nothing."),
    "add": _Place("adding", "Read articles, archives and addresses into the record."),
    "ask": _Place("asking", "Answer one slash command from the record."),
    "digest": _Place("asking", "Print what the digest would say."),
    "calendars": _Place("calendars", "Look at your own calendars of summits."),
    "invite": _Place("running", "Print the address with which to invite the bot to a server."),
    "run": _Place("running", "Run the Discord bot."),
    "check": _Place("running", "Check the configuration, the login and every digest channel."),
    "retry": _Place("adding", "Read articles again that failed before."),
    "feeds": _Place("feeding", "Name the feeds that fill the record, look at them, read what is new."),
    "correct": _Place("correcting", "Put right what was read wrongly: dates, places, participants."),
    "forget": _Place("keeping", "Withdraw an article and what only it supports."),
    "reread": _Place("keeping", "Read the stored articles again with today's rules."),
    "backup": _Place("keeping", "Copy the record to a new file while it is in use."),
    "health": _Place("running", "Say whether the bot on this database is alive."),
    "completion": _Place("completion", "Print the completion script for a shell."),
}


class LazyGroup(click.Group):
    """Lists its commands from the table and imports a command's module when it is called for.

    What goes wrong on purpose becomes one sentence on standard error and the fitting exit code.
    """

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module = importlib.import_module(f"bot.cli.{place.module}")
        found: click.Command = getattr(module, cmd_name)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            raise _with_nearest(error, args[0]) from None

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, place.summary) for name, place in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DragomanError as error:
            raise click.ClickException(str(error)) from error


def _with_nearest(error: click.UsageError, said: str) -> click.UsageError:
    from difflib import get_close_matches

    if said.startswith("/"):
        return click.UsageError(f'Slash commands are asked with: dragoman ask "{said[:40]} …"', error.ctx)
    near = get_close_matches(said, COMMANDS, n=1, cutoff=0.5)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    return click.UsageError(f"There is no command {said[:40]!r}.{hint}", error.ctx)


def _version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(f"dragoman {version()}")
        ctx.exit()


def version() -> str:
    """The version of the installed package."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("dragoman")
    except PackageNotFoundError:
        return "unknown"


def fail(message: str, code: int = 1) -> NoReturn:
    """Ends the command with a sentence on standard error and the exit code 1 or 78."""
    raise (Misconfigured if code == Misconfigured.exit_code else click.ClickException)(message)


class Misconfigured(click.ClickException):
    """A setting is missing or wrong."""

    exit_code = 78


@click.group(
    cls=LazyGroup,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show the version."
)
def dragoman() -> None:
    """Dragoman reads articles, records who met whom, where and when, and answers with its sources."""
