"""`dragoman demo`: everything on packaged sample articles, in a record that is thrown away."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli import version
from bot.cli.options import as_of_option, clock

if TYPE_CHECKING:
    from briefings.desk import Desk
    from briefings.world import World

DAY = "2024-09-30"
"""A morning on which the samples have something ahead of them."""


@click.command()
@as_of_option(DAY)
def demo(as_of: datetime) -> None:
    """Read five packaged sample articles, print the morning's digest and take slash commands.

    With piped input it answers line by line:

    \b
      printf '/met india\\n/upcoming\\n' | dragoman demo
    """
    asyncio.run(_demo(as_of))


async def _demo(as_of: datetime) -> None:
    from bot.catalogue import topics
    from bot.cli.asking import language
    from bot.console.layout import digest_lines
    from bot.console.render import write
    from bot.languages import prepared
    from briefings import samples, world
    from briefings.desk import Desk
    from briefings.digest import compose
    from briefings.reading.rules import RulesReader
    from briefings.record import Record
    from briefings.store import open_store

    with tempfile.TemporaryDirectory(prefix="dragoman-demo-") as directory:
        async with await open_store(Path(directory) / "demo.sqlite3") as store:
            reader, known = RulesReader(), world.load()
            record = Record(store, reader, clock(as_of))
            for article in samples.articles():
                await record.add(article)
            desk = Desk(
                store,
                known,
                clock(as_of),
                reader=f"{reader.name} {reader.version}",
                version=version(),
                guide=topics,
                speaking=prepared,
            )
            locale = language()
            made = await compose(store, known, on=as_of.date(), speak=await prepared(locale))
            write(digest_lines(made), sys.stdout)
            await _converse(desk, known, locale)


async def _converse(desk: Desk, known: World, locale: str) -> None:
    from bot.console import prompt

    if sys.stdin.isatty() and sys.stdout.isatty():
        await prompt.interactive(desk, known, locale)
    else:
        await prompt.piped(desk, sys.stdin, sys.stdout, locale)
