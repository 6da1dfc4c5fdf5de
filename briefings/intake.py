"""Taking many articles into the record: entries of collections and addresses, a bounded batch at a time.

Each batch is one transaction. Whatever ends the process, running it again goes on: what is stored is known
and changes nothing, an older version of a stored article included, so the end is that of an unbroken run.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from briefings.errors import DragomanError, FetchError
from briefings.languages import phrase
from briefings.models import Article, PublishedBasis
from briefings.record import Added, ReadingFailed, Record
from briefings.sources.archives import Entry
from briefings.store.protocol import ALL

if TYPE_CHECKING:
    from briefings.sources.fetch import Fetcher

BATCH = 64
"""Articles of one transaction: few enough that little is lost and others may write in between."""

BATCH_CHARACTERS = 2_000_000
AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one entry: `added`, or the sentence that says why not. `done` as in `Entry`."""

    place: str
    added: Added | None = None
    error: str | None = None
    done: int = 0


class Intake:
    """Takes entries for one scope. `fetcher` is asked for only if there is an address among them."""

    def __init__(
        self, record: Record, *, scope: str = ALL, fetcher: Callable[[], Fetcher] | None = None
    ) -> None:
        self._record = record
        self._scope = scope
        self._fetcher = fetcher

    async def take(self, entries: Iterable[Entry], *, again: bool = False) -> AsyncIterator[list[Outcome]]:
        """The outcomes of `entries`, batch by batch, in their order.

        Addresses that are known are fetched only if `again`. Raises `StoreError` where nothing can be stored.
        """
        waiting = iter(entries)
        while batch := await asyncio.to_thread(_batch, waiting):
            yield await self._take(batch, again)

    async def _take(self, batch: Sequence[Entry], again: bool) -> list[Outcome]:
        outcomes: dict[int, Outcome] = {}
        articles: dict[int, Article] = {}
        addresses: dict[int, Entry] = {}
        for number, entry in enumerate(batch):
            if entry.article is not None:
                articles[number] = entry.article
            elif entry.address is not None:
                addresses[number] = entry
            else:
                outcomes[number] = Outcome(entry.place, error=entry.error, done=entry.done)
        if addresses:
            gate = asyncio.Semaphore(AT_ONCE)
            found = await asyncio.gather(*(self._fetched(e, gate, again) for e in addresses.values()))
            for number, result in zip(addresses, found, strict=True):
                entry = batch[number]
                if isinstance(result, Article):
                    articles[number] = result
                elif isinstance(result, Added):
                    outcomes[number] = Outcome(entry.place, result, done=entry.done)
                else:
                    outcomes[number] = Outcome(entry.place, error=result, done=entry.done)
        order = sorted(articles)
        stored = await self._record.add_many(
            [articles[number] for number in order], self._scope, keep_newer=not again
        )
        for number, added in zip(order, stored, strict=True):
            entry = batch[number]
            if isinstance(added, ReadingFailed):
                outcomes[number] = Outcome(entry.place, error=f"{entry.place}: {added}", done=entry.done)
                continue
            outcomes[number] = Outcome(entry.place, added, done=entry.done)
            if entry.address is not None:
                await self._record.known_as(added.article_id, entry.address)
        return [outcomes[number] for number in range(len(batch))]

    async def _fetched(self, entry: Entry, gate: asyncio.Semaphore, again: bool) -> Article | Added | str:
        address = entry.address or ""
        if not again:
            known = await self._record.known(address, self._scope)
            if known is not None:
                return known
        if self._fetcher is None:
            return f"{entry.place}: addresses are not fetched here"
        try:
            async with gate:
                return _seen(await fetch_article(self._fetcher(), address), entry.seen)
        except DragomanError as error:
            if isinstance(error, FetchError) and not error.lasting:
                await self._record.keep_aside(address, _letter(entry), str(error), self._scope)
            where = "" if entry.place == address else f"{entry.place}: "
            return f"{where}{error}"


async def fetch_article(fetcher: Fetcher, url: str) -> Article:
    """The article at an address. Raises `FetchError` and `ArticleError`, each with a sentence."""
    from briefings.sources.fetch import FILES
    from briefings.sources.pages import page_article

    fetched = await fetcher.get(url, accept=FILES)
    if fetched.not_modified:
        raise FetchError(url, phrase("the server gave nothing"))
    kind = fetched.content_type + (f"; charset={fetched.charset}" if fetched.charset else "")
    return await asyncio.to_thread(page_article, fetched.body, fetched.url, kind)


def _letter(entry: Entry) -> str:
    """An address as a dead letter, in the form of those of feeds: `Gatherer.retry` takes both."""
    from briefings.gathering.news import Waiting
    from briefings.sources.feeds import FeedItem

    item = FeedItem(None, entry.address, title="", summary="", text="", published=entry.seen, hash="")
    return json.dumps({"item": Waiting(item, publisher="").to_json()})


def _seen(article: Article, day: str | None) -> Article:
    """The day on which a list saw the article stands in where the page itself has none."""
    if day is None or article.published is not None or article.published_readings:
        return article
    note = phrase("Published about {day}: a list of addresses has it from that day.", day=day)
    return replace(
        article, published=day, published_basis=PublishedBasis.INFERRED, notes=(*article.notes, note)
    )


def _batch(entries: Iterator[Entry]) -> list[Entry]:
    batch: list[Entry] = []
    characters = 0
    for entry in entries:
        batch.append(entry)
        characters += len(entry.article.text) if entry.article else 0
        if len(batch) >= BATCH or characters >= BATCH_CHARACTERS:
            break
    return batch
