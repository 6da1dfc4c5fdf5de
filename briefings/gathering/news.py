"""Which items of a feed are new, which are corrected and which only look new. Pure.

Publishers change the id of an item, its date, its address, or bring it again after weeks. An item is known by
any of its id, its address and its words. It is read again when its words have changed, or when it has a new
date: its page may have been corrected. A feed that dates many items anew at once only says when it was made.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from briefings.identity import canonical_url
from briefings.sources.feeds import Feed, FeedItem
from briefings.store.sources import Sighting, SourceItem

FEW = 5
"""Items that a feed may date anew at once and still be believed."""

BASELINE = 20
"""Items of a first poll that are read; the others only count as seen."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An item on its way: what the feed said, and the title of the feed.

    With `shared` its address is that of other items too (some feeds link everything to the front page): it
    names neither the article nor a page to fetch.
    """

    item: FeedItem
    publisher: str
    language: str | None = None
    shared: bool = False

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, body: str) -> Waiting:
        found = json.loads(body)
        return cls(FeedItem(**found["item"]), found["publisher"], found["language"], found["shared"])


def baseline(feed: Feed) -> tuple[Sighting, ...]:
    """All items of a first poll: the newest are to be read, oldest first, the others count as seen."""
    items = _with_addresses(feed)
    order = sorted(
        range(len(items)), key=lambda place: (items[place].item.published or "", -place), reverse=True
    )
    newest = order[:BASELINE]
    # Oldest first, so that a correction within the list comes after what it corrects.
    return tuple(_sighting(None, items[place], read=place in newest) for place in reversed(order))


def news(feed: Feed, known: Sequence[SourceItem]) -> tuple[Sighting, ...]:
    """What a later poll brings, oldest first: items to read, and known ones under a new id or address."""
    by_guid = {item.guid: item for item in known if item.guid}
    by_url = {item.url: item for item in known if item.url}
    by_hash = {item.hash: item for item in known}
    found: list[Sighting] = []
    dated: list[Sighting] = []
    taken: set[int] = set()
    for waiting in reversed(_with_addresses(feed)):
        item, url = waiting.item, _address(waiting)
        before = by_guid.get(item.guid or "") or by_url.get(url or "")
        if before is None and url is None:
            before = by_hash.get(item.hash)
        if before is None:
            found.append(_sighting(None, waiting, read=True))
            continue
        changed = before.hash != item.hash or (url is not None and before.url != url)
        renamed = item.guid is not None and before.guid != item.guid
        redated = item.stamp is not None and before.stamp != item.stamp and not item.text
        if before.id in taken:
            continue
        taken.add(before.id)
        if redated and not changed:
            dated.append(_sighting(before.id, waiting, read=True))
        elif changed or renamed:
            found.append(_sighting(before.id, waiting, read=changed))
    if len(dated) > FEW:
        dated = [replace(sighting, body=None) for sighting in dated]
    return (*found, *dated)


def _with_addresses(feed: Feed) -> list[Waiting]:
    urls = Counter(canonical_url(item.url) for item in feed.items)
    front = canonical_url(feed.site)
    return [
        Waiting(
            item,
            feed.title,
            feed.language,
            shared=urls[url := canonical_url(item.url)] > 1 and (url == front or not _one_article(feed, url)),
        )
        for item in feed.items
    ]


def _one_article(feed: Feed, url: str | None) -> bool:
    """Whether the items of one address are the same article, listed twice."""
    return len({item.title.casefold() for item in feed.items if canonical_url(item.url) == url}) == 1


def _address(waiting: Waiting) -> str | None:
    return None if waiting.shared else canonical_url(waiting.item.url)


def _sighting(known: int | None, waiting: Waiting, *, read: bool) -> Sighting:
    item = waiting.item
    body = waiting.to_json() if read else None
    return Sighting(known, item.guid, _address(waiting), item.hash, body, item.stamp)
