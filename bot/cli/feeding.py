"""`dragoman feeds`: which feeds fill the record; beside a running bot or without one."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli import fail
from bot.cli.options import database_option, json_option, print_json, readable
from briefings.errors import DragomanError, StoreBusy
from briefings.plain import plain

if TYPE_CHECKING:
    from bot.settings import Settings
    from briefings.gathering import Gathered, Gatherer
    from briefings.record import Added
    from briefings.sources.fetch import Fetcher
    from briefings.store.protocol import DeadLetter, Store
    from briefings.store.sources import SourceEntry

ADDED_BY = "command line"


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the commands work with, open for the length of one command."""

    settings: Settings
    store: Store
    fetcher: Fetcher
    gatherer: Gatherer
    bot_runs: bool

    async def find(self, said: str) -> SourceEntry | None:
        """The source of everyone with that number or address."""
        wanted = said.strip()
        try:
            from briefings.sources.fetch import parse_url

            wanted = parse_url(wanted, self.fetcher.allowed).url
        except DragomanError:
            pass
        found = await self.store.sources.all(("all",))
        return next((source for source in found if wanted in (str(source.id), source.url)), None)

    def in_settings(self, source: SourceEntry) -> bool:
        """Whether DRAGOMAN_FEEDS names the source, however the address is written there; the variable of a
        running bot may name more than ours.
        """
        from briefings.gathering.gatherer import SETTINGS
        from briefings.sources.fetch import parse_url

        named = {parse_url(url, self.fetcher.allowed).url for url in self.settings.feeds}
        return source.url in named or (self.bot_runs and source.added_by == SETTINGS)


@asynccontextmanager
async def open_desk(database: Path, *, instead_of_bot: bool = False) -> AsyncIterator[_Desk]:
    """The record with what polls feeds into it; the feeds of the settings are in the table afterwards.

    What the settings name no longer is taken away only `instead_of_bot` and where no bot runs: the variables
    of this terminal need not be those of the bot, whose feeds would silently end.
    """
    from bot.feeding import make_fetcher, make_gatherer
    from bot.settings import ConfigurationError, load_settings
    from briefings.store import open_store

    try:
        settings = load_settings()
    except ConfigurationError as error:
        fail(str(error), error.exit_code)
    async with await open_store(database) as store, make_fetcher(settings, _now) as fetcher:
        gatherer = make_gatherer(settings, store, fetcher, _now)
        bot_runs = await _bot_runs(store)
        for sentence in await gatherer.follow(settings.feeds, exactly=instead_of_bot and not bot_runs):
            click.echo(f"Warning: a feed of the settings is left out. {sentence}", err=True)
        yield _Desk(settings, store, fetcher, gatherer, bot_runs)


async def _bot_runs(store: Store) -> bool:
    try:
        async with store.lock_for_bot():
            return False
    except StoreBusy:
        return True


@click.group()
def feeds() -> None:
    """Feeds that fill the record for everyone: RSS, Atom, RDF and JSON Feed.

    A running bot takes changes up within half a minute. What DRAGOMAN_FEEDS names is followed as well.

    \b
    Examples:
      dragoman feeds add https://news.example.org/feed.xml
      dragoman feeds import subscriptions.opml
      dragoman feeds poll
    """


@feeds.command(short_help="Follow feeds from now on.")
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@database_option
def add(urls: tuple[str, ...], database: Path) -> None:
    """Follow the feeds at URL... from now on. Nothing is fetched yet."""
    _run(database, lambda desk: _add(desk, [(url, "") for url in urls]))


async def _add(desk: _Desk, wanted: list[tuple[str, str]]) -> bool:
    from briefings.sources.fetch import parse_url

    well, known = True, 0
    for url, title in wanted:
        try:
            address = parse_url(readable(url), desk.fetcher.allowed).url
        except DragomanError as error:
            click.echo(f"Error: {error}", err=True)
            well = False
            continue
        _, new = await desk.store.sources.add(
            "all", "feed", address, added_by=ADDED_BY, at=_now(), title=plain(title)[:300]
        )
        known += not new
        if new:
            click.echo(f"Following {address}")
            if address.startswith("http:"):
                click.echo("Warning: it comes unencrypted, so nobody can tell what was sent.", err=True)
    if known:
        click.echo(f"{known} of them {'was' if known == 1 else 'were'} followed already.")
    return well


@feeds.command(short_help="Follow feeds no longer; what was read stays.")
@click.argument("said", nargs=-1, required=True, metavar="FEED...")
@database_option
def remove(said: tuple[str, ...], database: Path) -> None:
    """Follow FEED... (address or number) no longer. What was read from them stays."""
    _run(database, lambda desk: _remove(desk, said))


async def _remove(desk: _Desk, said: tuple[str, ...]) -> bool:
    well = True
    for word in said:
        source = await desk.find(readable(word))
        if source is None:
            click.echo(f"Error: {readable(word)} is not followed; see: dragoman feeds list", err=True)
            well = False
        elif desk.in_settings(source):
            click.echo(f"Error: {source.url} stands in DRAGOMAN_FEEDS; remove it there.", err=True)
            well = False
        else:
            await desk.store.sources.remove(source.id)
            click.echo(f"No longer following {source.url}")
    return well


@feeds.command("list", short_help="List the feeds, with how they are.")
@database_option
@json_option
def show(database: Path, as_json: bool) -> None:
    """List the feeds of everyone and of single servers, with how they are."""
    _run(database, lambda desk: _show(desk, as_json))


async def _show(desk: _Desk, as_json: bool) -> bool:
    from briefings.gathering.reports import state

    found = await desk.store.sources.all()
    for source in found:
        if as_json:
            print_json(_as_json(source))
            continue
        whose = "" if source.scope == "all" else f"  [{source.scope}]"
        click.echo(f"{source.id:>4}  {plain(source.title) or '(no title yet)'}{whose}")
        click.echo(f"      {source.url}\n      {plain(state(source, _now()))}")
    if not found and not as_json:
        click.echo("No feed is followed yet. Add one with: dragoman feeds add URL")
    return True


@feeds.command(short_help="Look at feeds and say what comes; stores nothing.")
@click.argument("said", nargs=-1, metavar="[FEED...]")
@database_option
@json_option
def check(said: tuple[str, ...], database: Path, as_json: bool) -> None:
    """Look at FEED... (address or number), or at all feeds, and say what comes. Stores nothing."""
    _run(database, lambda desk: _check(desk, said, as_json))


async def _check(desk: _Desk, said: tuple[str, ...], as_json: bool) -> bool:
    urls = []
    for word in said:
        source = await desk.find(readable(word))
        urls.append(source.url if source is not None else readable(word))
    if not said:
        urls = [source.url for source in await desk.store.sources.all(("all",))]
    well = True
    for url in urls:
        try:
            feed = await desk.gatherer.check(url)
        except DragomanError as error:
            well = False
            if as_json:
                print_json({"url": url, "error": str(error)})
            click.echo(f"Error: {plain(str(error))}", err=True)
            continue
        newest = max((item.published or "" for item in feed.items), default="") or None
        if as_json:
            print_json(
                {"url": url, "title": feed.title, "format": feed.format, "items": len(feed.items),
                 "newest": newest, "error": None}
            )  # fmt: skip
        else:
            until = f", the newest of {newest}" if newest else ""
            click.echo(f"{url}: works. {plain(feed.title)} ({feed.format}), {len(feed.items)} items{until}")
    return well


@feeds.command(short_help="Look at feeds now and read what is new.")
@click.argument("said", nargs=-1, metavar="[FEED...]")
@database_option
@json_option
def poll(said: tuple[str, ...], database: Path, as_json: bool) -> None:
    """Look at all feeds now, or at FEED... (address or number), and read what is new.

    Without FEED, feeds that failed are left alone for as long as a running bot would.
    """
    _run(database, lambda desk: _poll(desk, said, as_json), instead_of_bot=not said)


async def _poll(desk: _Desk, said: tuple[str, ...], as_json: bool) -> bool:
    if said:
        named = [await desk.find(readable(word)) for word in said]
        for word, source in zip(said, named, strict=True):
            if source is None:
                fail(f"{readable(word)} is not followed; see: dragoman feeds list")
        wanted = [source for source in named if source is not None]
    else:
        wanted = [source for source in await desk.store.sources.all() if not source.paused]
    # Of all feeds, those in trouble keep the pause that they are due, however often cron asks.
    resting = [s for s in wanted if not said and s.failures and s.next_poll > _now()]
    for source in resting:
        reason = (
            f"{source.url}: left alone until {source.next_poll:%Y-%m-%d %H:%M} UTC; name it to look now. "
            f"{source.last_error or ''}"
        )
        if as_json:
            print_json({"url": source.url, "found": 0, "error": plain(reason)})
        click.echo(f"Error: {plain(reason)}", err=True)
    done = await desk.gatherer.run([source for source in wanted if source not in resting])
    for result in done.polls:
        if as_json:
            print_json({"url": result.source.url, "found": result.found, "error": result.error})
        elif result.error is None:
            click.echo(f"{result.source.url}: {_items(result.found)}")
        if result.error is not None:
            click.echo(f"Error: {plain(result.error)}", err=True)
    if not as_json:
        click.echo(_summary(done))
    return not (resting or done.failed) and all(result.error is None for result in done.polls)


@feeds.command("import", short_help="Follow the feeds that an OPML file lists.")
@click.argument("file", type=click.Path(allow_dash=True), metavar="FILE")
@database_option
def import_(file: str, database: Path) -> None:
    """Follow the feeds that FILE lists: OPML, as feed readers export it (- is standard input)."""
    from briefings.sources.opml import MAX_BYTES, read_opml

    try:
        if file == "-":
            body = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(file).open("rb") as stream:
                body = stream.read(MAX_BYTES + 1)
    except OSError as error:
        fail(f"{readable(file)}: cannot be opened ({error.strerror or error})")
    listed = [(found.url, found.title) for found in read_opml(body, readable(file))]
    _run(database, lambda desk: _add(desk, listed))


@feeds.command(short_help="Write the feeds of everyone as OPML.")
@click.argument("file", type=click.Path(allow_dash=True), default="-", metavar="[FILE]")
@database_option
def export(file: str, database: Path) -> None:
    """Write the feeds of everyone as OPML to FILE, or to standard output."""
    _run(database, lambda desk: _export(desk, file))


async def _export(desk: _Desk, file: str) -> bool:
    from briefings.sources.opml import Subscription, write_opml

    found = await desk.store.sources.all(("all",))
    text = write_opml([Subscription(source.url, source.title) for source in found], _now())
    if file == "-":
        click.echo(text, nl=False)
        return True
    try:
        Path(file).write_text(text, encoding="utf-8")  # noqa: ASYNC240 - nobody else waits for this command
    except OSError as error:
        fail(f"{readable(file)}: cannot be written ({error.strerror or error})")
    return True


async def retry_items(database: Path) -> tuple[tuple[DeadLetter, Added | str], ...]:
    """Tries again what feeds named and could not be fetched."""
    async with open_desk(database) as desk:
        return await desk.gatherer.retry()


def _run(
    database: Path, work: Callable[[_Desk], Coroutine[Any, Any, bool]], *, instead_of_bot: bool = False
) -> None:
    """Runs one command; exit code 1 where something in it failed."""

    async def whole() -> bool:
        async with open_desk(database, instead_of_bot=instead_of_bot) as desk:
            return await work(desk)

    if not asyncio.run(whole()):
        sys.exit(1)


def _as_json(source: SourceEntry) -> dict[str, Any]:
    return {
        "id": source.id,
        "scope": source.scope,
        "url": source.url,
        "title": source.title,
        "added_by": source.added_by,
        "next_poll": source.next_poll.isoformat(),
        "last_ok": source.last_ok.isoformat() if source.last_ok else None,
        "failures": source.failures,
        "error": source.last_error,
    }


def _items(found: int) -> str:
    return {0: "nothing new", 1: "1 item"}.get(found, f"{found} items")


def _summary(done: Gathered) -> str:
    later = f", {done.later} to be tried later" if done.later else ""
    lost = sum(poll.error is not None for poll in done.polls)
    feeds = f" {lost} {'feed' if lost == 1 else 'feeds'} could not be looked at." if lost else ""
    return (
        f"Articles: {done.new} new, {done.updated} updated, {done.unchanged} unchanged, "
        f"{done.failed} failed{later}.{feeds}"
    )


def _now() -> datetime:
    return datetime.now(UTC)
