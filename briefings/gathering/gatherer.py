"""One pass over what is due: poll the feeds, keep what is new in one transaction, then read item by item.

A crash at any point loses nothing and doubles nothing: new items wait in the store together with the marks by
which the server would leave them out next time, and the record knows an article it has.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from briefings.errors import DragomanError, FeedError, FetchError, HostResting, StoreError
from briefings.gathering import news, reports
from briefings.gathering.articles import ItemFailed, article_of, summary_of
from briefings.gathering.reports import Report
from briefings.identity import resemblance, signature
from briefings.models import Article
from briefings.sources.fetch import FEEDS, Fetcher, parse_url
from briefings.store.protocol import ALL, DeadLetter, Store
from briefings.store.sources import Sighting, SourceEntry, SourceItem

if TYPE_CHECKING:
    from briefings.record import Added, Record
    from briefings.sources.feeds import Feed

log = logging.getLogger(__name__)

SETTINGS = "settings"
"""`added_by` of what DRAGOMAN_FEEDS names."""

MAX_BYTES = 5 * 1024 * 1024
AT_ONCE = 4
"""Feeds polled, and items read, at the same time."""

MOST_READ = 300
"""Items read in one pass; what is left waits for the next."""

TRIES = 6
LONGEST_PAUSE = timedelta(hours=6)
FIRST_PAUSE = timedelta(minutes=10)
LEASE = timedelta(minutes=5)
SAME_STORY = 0.5
"""Share of common words from which an item's new address is a move of the article, not another article."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Poll:
    """What a poll gave: `found` items to read; `error` says why there are none, None where it went well."""

    source: SourceEntry
    found: int = 0
    error: str | None = None


@dataclass(slots=True)
class Gathered:
    """What one pass did. Articles: `new`, `updated`, `unchanged`; `failed` items went to the dead letters,
    `later` are tried again. `reports` are for the admins.
    """

    polls: list[Poll] = field(default_factory=list)
    new: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    later: int = 0
    reports: list[Report] = field(default_factory=list)


class Gatherer:
    """Polls and reads. One pass at a time; several processes may gather into one store.

    `every`: time between two polls of a feed that works. `make_record` is called when there is something to
    read. `random_` gives 0 to 1: it spreads polls over time.
    """

    def __init__(
        self,
        store: Store,
        fetcher: Fetcher,
        make_record: Callable[[], Record],
        clock: Callable[[], datetime],
        *,
        every: timedelta = timedelta(minutes=15),
        random_: Callable[[], float] = random.random,
    ) -> None:
        self._store = store
        self._fetcher = fetcher
        self._make_record = make_record
        self._record_made: Record | None = None
        self._clock = clock
        self._every = every
        self._random = random_
        self._pass = asyncio.Lock()
        self._making = asyncio.Lock()
        self._adding = asyncio.Lock()

    async def follow(self, urls: Iterable[str], *, exactly: bool = True) -> tuple[str, ...]:
        """Makes the sources that the settings name exactly these; without `exactly` none is taken away.
        Returns a sentence for each address that may not be fetched.
        """
        wanted: dict[str, None] = {}
        refused = []
        for url in urls:
            try:
                wanted[parse_url(url, self._fetcher.allowed).url] = None
            except FetchError as error:
                refused.append(str(error))
        there = await self._store.sources.all((ALL,))
        for source in there if exactly else ():
            if source.added_by == SETTINGS and source.url not in wanted:
                await self._store.sources.remove(source.id)
        for url in wanted:
            if all(source.url != url for source in there):
                await self._store.sources.add(ALL, "feed", url, added_by=SETTINGS, at=self._clock())
        return tuple(refused)

    async def run(self, sources: Sequence[SourceEntry] | None = None) -> Gathered:
        """One pass over `sources`, or over all that are due, and over the items that wait."""
        done = Gathered()
        async with self._pass:
            due = await self._store.sources.due(self._clock()) if sources is None else sources
            await _a_few(due, lambda source: self._poll(source, done))
            left = MOST_READ
            while left > 0:
                waiting = await self._store.sources.waiting(self._clock(), min(50, left))
                if not waiting:
                    break
                left -= len(waiting)
                await _a_few(waiting, lambda pair: self._read(*pair, done))
        return done

    async def is_due(self) -> bool:
        """Whether a pass would do anything now: two small questions to the store."""
        now = self._clock()
        sources = self._store.sources
        return bool(await sources.due(now, limit=1) or await sources.waiting(now, limit=1))

    async def check(self, url: str) -> Feed:
        """The feed at `url` as it is now, storing nothing. Raises `FetchError` or `FeedError`."""
        fetched = await self._fetcher.get(url, max_bytes=MAX_BYTES, accept=FEEDS)

        def parse() -> Feed:
            from briefings.sources.feeds import parse_feed

            return parse_feed(fetched.body, fetched.url, charset=fetched.charset)

        return await asyncio.to_thread(parse)

    async def retry(self) -> tuple[tuple[DeadLetter, Added | str], ...]:
        """Tries the dead letters of feeds again: what became of each, or why it still fails. Those that
        succeed leave their table.
        """
        outcomes: list[tuple[DeadLetter, Added | str]] = []
        for letter in await self._store.dead_letters.all():
            if letter.is_article:
                continue  # the record's own, which it tries itself
            waiting = news.Waiting.from_json(json.loads(letter.content)["item"])
            record = await self._record()
            try:
                article = await article_of(waiting, self._fetcher, last_try=False)
                added = await record.add(article, letter.scope)
            except (ItemFailed, DragomanError) as error:
                await self._store.dead_letters.keep(
                    letter.scope, letter.origin, letter.content, str(error), self._clock()
                )
                outcomes.append((letter, str(error)))
            else:
                await self._store.dead_letters.drop(letter.id)
                outcomes.append((letter, added))
        return tuple(outcomes)

    async def _record(self) -> Record:
        """Made in a worker: loading a reader takes longer than anybody else should wait."""
        async with self._making:
            if self._record_made is None:
                self._record_made = await asyncio.to_thread(self._make_record)
            return self._record_made

    async def _poll(self, source: SourceEntry, done: Gathered) -> None:
        """A poll never raises for what a server does; trouble of the store ends the pass."""
        if not await self._store.sources.postpone(source, self._clock() + LEASE):
            return  # removed, or another process was faster
        try:
            found = await self._look(source)
        except HostResting as error:
            # It was asked a moment ago, perhaps for another feed: this is no failure of its own.
            again = self._clock() + timedelta(seconds=error.retry_after or 0)
            current = await self._store.sources.get(source.id)
            if current is not None:
                await self._store.sources.postpone(current, max(again, self._next()))
            done.polls.append(Poll(source, error=str(error)))
        except (FetchError, FeedError) as error:
            await self._failed(source, error, done)
        except (StoreError, asyncio.CancelledError):
            raise
        except Exception as error:
            log.exception("the feed %s could not be read", source.url)
            await self._failed(source, FeedError(f"{source.url}: {type(error).__name__}: {error}"), done)
        else:
            done.polls.append(Poll(source, found))
            report = reports.recovered(source)
            if report is not None:
                await self._store.sources.set_reported(source.id, False)
                done.reports.append(report)

    async def _look(self, source: SourceEntry) -> int:
        """Fetches and keeps what is new; how many items are to be read."""
        fetched = await self._fetcher.get(
            source.url,
            max_bytes=MAX_BYTES,
            accept=FEEDS,
            etag=source.etag,
            last_modified=source.last_modified,
        )
        if fetched.not_modified:
            await self._store.sources.poll_went_well(
                source.id,
                self._clock(),
                self._next(),
                etag=source.etag,
                last_modified=source.last_modified,
            )
            return 0
        known = await self._store.sources.items(source.id)
        tomorrow = (self._clock() + timedelta(days=1)).date().isoformat()

        def parse() -> tuple[str, tuple[Sighting, ...]]:
            from briefings.sources.feeds import parse_feed

            feed = parse_feed(fetched.body, fetched.url, charset=fetched.charset, latest=tomorrow)
            return feed.title, news.baseline(feed) if source.first_poll else news.news(feed, known)

        title, sightings = await asyncio.to_thread(parse)
        await self._store.sources.poll_went_well(
            source.id,
            self._clock(),
            self._next(),
            etag=fetched.etag,
            last_modified=fetched.last_modified,
            title=title,
            sightings=sightings,
        )
        return sum(sighting.body is not None for sighting in sightings)

    async def _failed(self, source: SourceEntry, error: FetchError | FeedError, done: Gathered) -> None:
        now = self._clock()
        pause = self._every * 2 ** min(source.failures, 10)
        pause = min(pause, max(LONGEST_PAUSE, self._every)) * (0.8 + 0.2 * self._random())
        if isinstance(error, FetchError) and error.retry_after is not None:
            pause = max(pause, min(timedelta(seconds=error.retry_after), timedelta(days=1)))
        done.polls.append(Poll(source, error=str(error)))
        after = await self._store.sources.poll_failed(source.id, now, now + pause, str(error))
        report = reports.failing(after, now) if after is not None else None
        if report is not None:
            await self._store.sources.set_reported(source.id, True)
            done.reports.append(report)

    async def _read(self, source: SourceEntry, item: SourceItem, done: Gathered) -> None:
        """Reads one item that waits; whatever becomes of it is written down."""
        waiting = news.Waiting.from_json(item.body or "")
        last_try = item.attempts + 1 >= TRIES
        record = await self._record()
        try:
            article = await article_of(
                waiting, self._fetcher, last_try=last_try, stand_in=item.article is None
            )
            async with self._adding:  # fetching goes in parallel; reading would only share one processor
                added = await record.add(article, source.scope)
        except ItemFailed as error:
            if (error.lasting or last_try) and item.article is not None:
                await self._store.sources.settle(item.id, "done")  # what was read of it before stays
                return
            if error.lasting or last_try:
                await self._bury(source, item, waiting, str(error), done)
                return
            await self._meanwhile(record, source, item, waiting, error, done)
            done.later += 1
        except StoreError:
            raise
        except DragomanError as error:
            # The record has kept it as a dead letter.
            log.warning("%s", error)
            await self._store.sources.settle(item.id, "failed")
            done.failed += 1
        except Exception as error:
            log.exception("%s could not be read", waiting.item.url)
            await self._bury(source, item, waiting, f"{type(error).__name__}: {error}", done)
        else:
            await self._store.sources.settle(item.id, "done", added.article_id)
            self._count(added, done)
            if item.article not in (None, added.article_id) and added.status == "new":
                await self._replace(item.article or "", article, source.scope)

    async def _meanwhile(
        self,
        record: Record,
        source: SourceEntry,
        item: SourceItem,
        waiting: news.Waiting,
        error: ItemFailed,
        done: Gathered,
    ) -> None:
        """The page is tried again; until then the feed's summary stands for it, if there is one."""
        pause = min(FIRST_PAUSE * 3**item.attempts, LONGEST_PAUSE) * (0.8 + 0.2 * self._random())
        wish = timedelta(seconds=min(error.retry_after or 0, 86_400))
        again = self._clock() + max(pause, wish)
        added = None
        try:
            summary = await summary_of(waiting, error) if item.article is None else None
            if summary is not None:
                async with self._adding:
                    added = await record.add(summary, source.scope)
                self._count(added, done)
        except StoreError:
            raise
        except (ItemFailed, DragomanError) as failure:
            log.warning("%s", failure)
        await self._store.sources.try_later(item.id, again, added.article_id if added else None)

    async def _bury(
        self, source: SourceEntry, item: SourceItem, waiting: news.Waiting, reason: str, done: Gathered
    ) -> None:
        origin = waiting.item.url or waiting.item.title or source.url
        content = json.dumps({"item": waiting.to_json()})
        await self._store.dead_letters.keep(source.scope, origin, content, reason, self._clock())
        await self._store.sources.settle(item.id, "failed")
        done.failed += 1

    async def _replace(self, old_id: str, article: Article, scope: str) -> None:
        """The publisher moved and corrected an article: what the old version said goes."""
        old = await self._store.articles.get(old_id, (scope,))
        if old is None:
            return

        def alike() -> float:
            return resemblance(signature(Article(old.title, old.text)), signature(article))

        if await asyncio.to_thread(alike) >= SAME_STORY:
            await (await self._record()).forget(old_id, scope)

    def _count(self, added: Added, done: Gathered) -> None:
        status = added.status.value
        setattr(done, status, getattr(done, status) + 1)

    def _next(self) -> datetime:
        """A little early rather than late, so that feeds of one moment drift apart."""
        return self._clock() + self._every * (0.9 + 0.1 * self._random())


async def _a_few(items: Sequence[T], work: Callable[[T], Awaitable[None]]) -> None:
    """Works on all `items`, a few at the same time. The first error ends the others and is raised."""
    slots = asyncio.Semaphore(AT_ONCE)

    async def one(item: T) -> None:
        async with slots:
            await work(item)

    try:
        async with asyncio.TaskGroup() as group:
            for item in items:
                group.create_task(one(item))
    except BaseExceptionGroup as errors:
        raise errors.exceptions[0] from None
