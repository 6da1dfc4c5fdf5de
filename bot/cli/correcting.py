"""`dragoman correct`: putting right in the terminal what was read wrongly, for everyone or for one server."""

from __future__ import annotations

import asyncio
import getpass
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.keeping import existing
from bot.cli.options import F, database_option, discord_id, json_option, print_json, readable
from briefings.languages import ENGLISH
from briefings.plain import plain

if TYPE_CHECKING:
    from briefings.cards import CardMaker
    from briefings.correcting import Corrector, Done, Entry, Seat

Work = Callable[["Corrector", "Seat"], Awaitable["Done"]]


def _options(command: F) -> F:
    """What every correction takes."""
    command = click.option(
        "--server",
        callback=discord_id,
        metavar="ID",
        help="Correct for this Discord server only, and what it has alone; without it, for everyone.",
    )(command)
    return database_option(json_option(command))


@click.group()
def correct() -> None:
    """Put right what was read wrongly; it holds whatever is read later, until it is undone.

    EVENT is an id such as e12, which stands with every event that `dragoman ask` shows.

    \b
    Examples:
      dragoman correct date e12 2024-07-09
      dragoman correct place e12 --city Kazan
      dragoman correct merge e12 e15
      dragoman correct undo c3
    """


@correct.command()
@click.argument("event")
@click.argument("start", metavar="DATE")
@click.option("--until", default="", metavar="DATE", help="The last day, where it lasts longer than one.")
@_options
def date(event: str, start: str, until: str, **options: Any) -> None:
    """Say when EVENT was: a day, a month, a year, or unknown.

    \b
    Examples:
      dragoman correct date e12 2024-07-09
      dragoman correct date e12 2024-10-22 --until 2024-10-24
      dragoman correct date e12 "July 2024"
      dragoman correct date e12 unknown
    """
    from briefings.corrections.saying import dates_of

    first, last = dates_of(readable(start), readable(until), ENGLISH)
    _run(lambda corrector, seat: corrector.date(event, first, last, seat), **options)


@correct.command()
@click.argument("event")
@click.option("--city", default="", help="Such as Geneva, or unknown.")
@click.option("--country", default="", help="Where the city alone does not tell, or none is known.")
@_options
def place(event: str, city: str, country: str, **options: Any) -> None:
    """Say where EVENT was.

    \b
    Examples:
      dragoman correct place e12 --city Kazan
      dragoman correct place e12 --country Switzerland --city "Buergenstock"
      dragoman correct place e12 --city unknown
    """

    async def work(corrector: Corrector, seat: Seat) -> Done:
        from briefings import world
        from briefings.corrections.saying import place_of

        found = await corrector.find(event, seat)
        said = place_of(readable(country), readable(city), found.event.place, world.load(), ENGLISH)
        return await corrector.place(event, said, seat)

    _run(work, **options)


@correct.command()
@click.argument("event")
@click.option("--add", default="", metavar="NAMES", help="Who took part too, with commas between them.")
@click.option("--remove", default="", metavar="NAMES", help="Who did not take part.")
@click.option("--only", default="", metavar="NAMES", help="Everybody who took part: replaces all others.")
@_options
def participants(event: str, add: str, remove: str, only: str, **options: Any) -> None:
    """Say who took part in EVENT. NAMES are countries, organisations or leaders.

    \b
    Examples:
      dragoman correct participants e12 --add China --remove Japan
      dragoman correct participants e12 --add "Xi Jinping"
      dragoman correct participants e12 --only "India, Russia"
    """

    async def work(corrector: Corrector, seat: Seat) -> Done:
        from briefings import world
        from briefings.corrections.saying import participants_of

        found = await corrector.find(event, seat)
        said = participants_of(
            readable(add), readable(remove), readable(only), found.event, world.load(), ENGLISH
        )
        return await corrector.participants(event, said, seat)

    _run(work, **options)


@correct.command()
@click.argument("event")
@click.argument("other")
@_options
def merge(event: str, other: str, **options: Any) -> None:
    """Say that EVENT and OTHER are one. EVENT keeps its id.

    \b
    Example:
      dragoman correct merge e12 e15
    """
    _run(lambda corrector, seat: corrector.merge(event, other, seat), **options)


@correct.command()
@click.argument("event")
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@_options
def split(event: str, articles: tuple[str, ...], **options: Any) -> None:
    """Say that some sources of EVENT tell of another event.

    ARTICLE is an id such as a7; `dragoman ask --json "/event e12"` shows those of an event.

    \b
    Example:
      dragoman correct split e12 a7 a9
    """
    chosen = [article.strip().casefold() for article in articles]
    _run(lambda corrector, seat: corrector.split(event, chosen, seat), **options)


@correct.command("not-an-event")
@click.argument("event")
@_options
def not_an_event(event: str, **options: Any) -> None:
    """Say that EVENT is none. It is shown nowhere, whatever articles tell it.

    \b
    Example:
      dragoman correct not-an-event e12
    """
    _run(lambda corrector, seat: corrector.not_an_event(event, seat), **options)


@correct.command()
@click.argument("correction")
@_options
def undo(correction: str, **options: Any) -> None:
    """Take CORRECTION (an id such as c3) back.

    \b
    Example:
      dragoman correct undo c3
    """
    _run(lambda corrector, seat: corrector.undo(correction, seat), **options)


@correct.command()
@click.argument("event", required=False)
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True, help="How many.")
@_options
def history(event: str | None, limit: int, database: Path, as_json: bool, server: int | None) -> None:
    """Show what was corrected, by whom and when. Latest first; of EVENT only, if given.

    \b
    Examples:
      dragoman correct history
      dragoman correct history e12
      dragoman correct history --server 123456789012345678 --json
    """
    asyncio.run(_history(existing(database), server, event, limit, as_json))


def _run(work: Work, *, database: Path, as_json: bool, server: int | None) -> None:
    done = asyncio.run(_do(existing(database), server, work))
    if as_json:
        one = done.correction
        print_json(
            {
                "correction": one.id,
                "what": one.what.value,
                "scope": one.scope,
                "undone": one.undone_at is not None,
                "before": [event.to_json() for event in done.before],
                "after": [event.to_json() for event in done.after],
            }
        )
        return
    from briefings.corrections.wording import told

    said = told(done, _maker())
    click.echo(plain(said.title))
    for heading, lines in (("Before", said.before), ("Now", said.after)):
        for line in lines:
            click.echo(f"  {heading}: {plain(line)}")
    for note in said.notes:
        click.echo(plain(note))
    if done.correction.undone_at is None:
        server_option = f" --server {server}" if server else ""
        click.echo(f"Take it back with: dragoman correct undo {done.correction.id}{server_option}")


async def _do(database: Path, server: int | None, work: Work) -> Done:
    from briefings.correcting import Corrector
    from briefings.store import open_store

    async with await open_store(database) as store:
        return await work(Corrector(store, _now), _seat(server))


async def _history(database: Path, server: int | None, event: str | None, limit: int, as_json: bool) -> None:
    from briefings.correcting import Corrector
    from briefings.corrections.wording import entry_lines
    from briefings.store import open_store

    async with await open_store(database, readonly=True) as store:
        seat, maker = _seat(server), _maker()
        entries, total = await Corrector(store, _now).history(seat, event=event, limit=limit)
        for entry in entries:
            if as_json:
                print_json(_as_json(entry))
                continue
            about = await store.events.get(entry.event, seat.sees) if entry.event else None
            head, below = entry_lines(entry, seat, about, maker)
            click.echo(plain(head))
            click.echo(f"  {plain(below)}")
    if as_json:
        return
    if not entries:
        click.echo("Nothing has been corrected yet.")
    elif total > len(entries):
        click.echo(f"{total - len(entries)} older ones: --limit {total}")


def _as_json(entry: Entry) -> dict[str, Any]:
    one = entry.correction
    undone = one.undone_by
    return {
        "correction": one.id,
        "what": one.what.value,
        "state": entry.state.value,
        "scope": one.scope,
        "event": entry.event,
        "event_then": one.event,
        "other_then": one.other,
        "title": one.title,
        "by": {"id": one.by.id, "name": one.by.name, "place": one.by.place},
        "at": one.at.isoformat(),
        "undone_by": {"id": undone.id, "name": undone.name, "place": undone.place} if undone else None,
        "undone_at": one.undone_at.isoformat() if one.undone_at else None,
    }


def _seat(server: int | None) -> Seat:
    from briefings.correcting import Seat
    from briefings.corrections.wording import TERMINAL
    from briefings.store.corrections import Speaker
    from briefings.store.protocol import ALL

    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = TERMINAL
    scope = f"guild:{server}" if server else ALL
    return Seat(Speaker(TERMINAL, name, scope), scope)


def _maker() -> CardMaker:
    from briefings import world
    from briefings.cards import CardMaker

    return CardMaker(world.load(), _now().date())


def _now() -> datetime:
    return datetime.now(UTC)
