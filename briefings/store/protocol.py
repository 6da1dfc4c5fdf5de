"""What a store offers, whichever database is beneath it. SQLite is the first; another stands beside it.

Scopes: whatever is stored belongs to ``all`` or to one server, ``guild:<id>``. A reader of a server passes
``scopes_of("guild:1")`` and sees its own together with what belongs to all; nobody sees another server's.

Days are ISO text as in `briefings.dates`; moments are aware datetimes in UTC. Every method may raise
`briefings.errors.StoreError`, whose message is a sentence for people.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, Self

from briefings.models import Article, Event, Kind, PublishedBasis, RecordedEvent, Status, Telling
from briefings.store.announced import Announced
from briefings.store.corrections import Corrections, CorrectionsWriting
from briefings.store.counts import Counts
from briefings.store.sources import Sources
from briefings.store.steps import Steps
from briefings.store.watches import Watches

MOST_FOUND = 5000
"""Events that a search for words alone looks at: the commonest words are in nearly all."""

ALL = "all"
"""The scope of what belongs to everyone."""


def scopes_of(scope: str) -> tuple[str, ...]:
    """The scopes that somebody in `scope` sees: its own and `ALL`."""
    return (ALL,) if scope == ALL else (ALL, scope)


@dataclass(frozen=True, slots=True)
class EventQuery:
    """Which events; every condition that is given must hold.

    `actors`: codes that all take part or are the body concerned. `since`, `until`: ISO dates of any
    precision; an event counts whose days may touch that span, one without a date does not. `text`: words that
    all occur (any word order, accents and case do not count, the last word may be a beginning); by itself it
    finds among the `MOST_FOUND` events recorded last that hold the words. `scopes`: see `scopes_of`.
    `begun_by` (ISO day) leaves out what is upcoming or cancelled and begins later or has no date. `people`:
    names of which one must be among the event's people, as the record spells it (accents and case do not
    count). `oldest_first` turns the order round and leaves out what has no date.
    """

    actors: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    kinds: tuple[Kind, ...] = ()
    statuses: tuple[Status, ...] = ()
    text: str | None = None
    scopes: tuple[str, ...] = (ALL,)
    begun_by: str | None = None
    people: tuple[str, ...] = ()
    oldest_first: bool = False
    limit: int = 10
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """`events` newest first (unless asked otherwise): by start, a month after its days, a year after its
    months; undated ones last, by publication. `total` counts all that match, whatever limit and offset.
    """

    events: tuple[RecordedEvent, ...]
    total: int


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as kept: its current version (`version` counts from 1) and every address it was seen at.

    `published` and `published_basis` are as known after reading; `reader` is the name and version of what
    read it.
    """

    id: str
    scope: str
    version: int
    title: str | None
    text: str
    url: str | None
    urls: tuple[str, ...]
    source: str | None
    language: str | None
    published: str | None
    published_basis: PublishedBasis
    reader: str
    first_added: datetime
    last_changed: datetime


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the store holds: counts, and the first and last publication day (or coarser) of its articles."""

    articles: int
    events: int
    first_published: str | None
    last_published: str | None


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An article that could not be read or stored, or an address (mostly of a feed's item) that could not be
    fetched, with the reason. `content` is JSON that `Record.retry` or `briefings.gathering` takes.
    """

    id: int
    scope: str
    origin: str
    content: str
    reason: str
    attempts: int
    first_failed: datetime
    last_failed: datetime

    @property
    def is_article(self) -> bool:
        """Whether it is an article that was read, and not an item of a feed."""
        return not self.content.startswith('{"item": ')


@dataclass(frozen=True, slots=True)
class LedgerPart:
    """One message of the digest of one local day, or (part 0, ``skipped``) the reason why there was none.

    `state` is pending, sending, sent, failed or skipped; `body` is frozen when planned; `part` counts from 0.
    """

    target: str
    day: str
    part: int
    state: str
    body: str
    nonce: str
    message_id: str | None
    reason: str | None
    late: bool
    composed_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """When the bot last said that it lives; `detail` is JSON of its own choosing."""

    at: datetime
    detail: str


class Events(Protocol):
    """The recorded events."""

    async def get(self, event_id: str, scopes: Sequence[str] = (ALL,)) -> RecordedEvent | None:
        """The event of that id, or of the id it was merged into; None if there is none in `scopes`."""
        ...

    async def query(self, query: EventQuery) -> Page: ...

    async def upcoming(
        self,
        from_day: str,
        to_day: str,
        *,
        actors: Sequence[str] = (),
        statuses: Sequence[Status] = (Status.UPCOMING, Status.CANCELLED),
        scopes: Sequence[str] = (ALL,),
        undated_since: str | None = None,
        limit: int = 500,
    ) -> tuple[RecordedEvent, ...]:
        """Events of `statuses` whose days may touch `from_day` to `to_day` (ISO days), earliest first.

        `actors`: codes of which any takes part or is the body concerned; empty for all. With `undated_since`
        (ISO day) also those without a date that an article published since then tells, last.
        """
        ...

    async def since(
        self, moment: datetime, *, scopes: Sequence[str] = (ALL,), limit: int = 500
    ) -> tuple[RecordedEvent, ...]:
        """Events recorded or changed in what they say after `moment`, latest change first."""
        ...

    async def tellings(self, event_id: str, scopes: Sequence[str] = (ALL,)) -> tuple[Telling, ...]:
        """What each article says of the event, in the order of the record."""
        ...


class Articles(Protocol):
    """The stored articles."""

    async def get(self, id_or_url: str, scopes: Sequence[str] = (ALL,)) -> StoredArticle | None: ...

    async def count(self, scopes: Sequence[str] | None = (ALL,)) -> int:
        """How many articles in `scopes`; in every scope if None."""
        ...

    async def coverage(self, scopes: Sequence[str] = (ALL,)) -> Coverage: ...

    async def versions(self, article_id: str) -> tuple[StoredArticle, ...]:
        """Every version that was kept, oldest first."""
        ...

    async def events(self, article_id: str) -> tuple[Event, ...]:
        """The events as the current version of the article tells them."""
        ...

    async def find(self, scope: str, url: str | None, text_hash: str) -> KnownArticle | None:
        """By canonical address or text in `scope`, else by text in `ALL`."""
        ...

    async def originals(self, after: int = 0, limit: int = 100) -> tuple[Original, ...]:
        """Current versions as they were before reading, of every scope, in the order of their serial
        numbers.
        """
        ...


class DeadLetters(Protocol):
    """Articles that failed, until they are read after all or given up."""

    async def keep(self, scope: str, origin: str, content: str, reason: str, at: datetime) -> int:
        """Keeps one and returns its id; the same content of the same scope again counts another attempt."""
        ...

    async def all(self, limit: int = 1000) -> tuple[DeadLetter, ...]:
        """Those first that were not tried for longest, so that each has its turn however many there are."""
        ...

    async def drop(self, letter_id: int) -> None: ...


class Ledger(Steps, Protocol):
    """What was posted where, and what was not and why. Key: (target, local day, part)."""

    async def parts(self, target: str, day: str) -> tuple[LedgerPart, ...]:
        """The parts of that day in order; empty when nothing is decided for it."""
        ...

    async def freeze(
        self,
        target: str,
        day: str,
        parts: Sequence[tuple[str, str]],
        at: datetime,
        *,
        late: bool = False,
        steps: Sequence[tuple[int, str]] = (),
        over_skipped: bool = False,
    ) -> bool:
        """Plans the day: (body, nonce) of each part, all pending, and (part, step) of each step, in one
        transaction.

        False, and nothing changed, if anything is decided for that day already; with `over_skipped` a day
        that was skipped counts as undecided.
        """
        ...

    async def skip(self, target: str, day: str, reason: str, at: datetime) -> bool:
        """Decides that there is no digest that day. False, and nothing changed, if the day is decided
        already.
        """
        ...

    async def mark(
        self,
        target: str,
        day: str,
        part: int,
        state: str,
        at: datetime,
        *,
        message_id: str | None = None,
        reason: str | None = None,
    ) -> None:
        """Moves one part to `state`. Raises `NotStored` for a part that was never planned."""
        ...

    async def unfinished(self, target: str) -> tuple[LedgerPart, ...]:
        """Parts that are pending or sending, oldest day first."""
        ...

    async def last_day(self, target: str) -> str | None:
        """The newest day that is decided; None for a target never seen."""
        ...

    async def last_composed(self, target: str) -> datetime | None:
        """When the newest digest of which a part was sent had been composed."""
        ...

    async def recent(self, target: str, limit: int = 10) -> tuple[LedgerPart, ...]:
        """All parts of the last `limit` days that are decided, newest day first."""
        ...


class Store(Protocol):
    """An open store; an async context manager that closes itself.

    Writing what articles say is the business of `briefings.record.Record`, through `writing`.
    """

    @property
    def path(self) -> Path: ...

    @property
    def readonly(self) -> bool: ...

    @property
    def events(self) -> Events: ...

    @property
    def articles(self) -> Articles: ...

    @property
    def ledger(self) -> Ledger: ...

    @property
    def dead_letters(self) -> DeadLetters: ...

    @property
    def sources(self) -> Sources: ...

    @property
    def counts(self) -> Counts: ...

    @property
    def corrections(self) -> Corrections: ...

    @property
    def watches(self) -> Watches: ...

    @property
    def announced(self) -> Announced: ...

    def writing(self) -> AbstractAsyncContextManager[Writing]:
        """One transaction: all of it is stored at the end of the block, nothing if the block raises."""
        ...

    def lock_for_bot(self) -> AbstractAsyncContextManager[None]:
        """Holds the database for one bot; raises `StoreBusy` where another bot lives. A crash frees it."""
        ...

    async def beat(self, at: datetime, detail: str = "{}") -> None:
        """Writes the heartbeat that `dragoman health` reads."""
        ...

    async def heartbeat(self) -> Heartbeat | None: ...

    async def note(self, key: str) -> str | None:
        """A small text kept under `key`."""
        ...

    async def set_note(self, key: str, value: str, at: datetime | None = None) -> None:
        """`at`: when, for `forget_notes`; now if None."""
        ...

    async def forget_notes(self, prefix: str, before: datetime) -> int:
        """Removes notes whose key begins with `prefix` and that were set before; returns how many."""
        ...

    async def backup(self, target: Path) -> None:
        """A complete copy, while others read and write. Raises `StoreError` if `target` exists."""
        ...

    async def close(self) -> None: ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(self, *exc: object) -> None: ...


@dataclass(frozen=True, slots=True)
class Original:
    """An article as it was handed in, for a later reader. `serial` orders the articles of a store."""

    serial: int
    id: str
    scope: str
    text_hash: str
    article: Article
    published: str | None
    published_basis: PublishedBasis
    reader_name: str
    reader_version: str


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """An article found by its identity. `matched` says by what: ``url`` (another text was seen there),
    ``text`` or ``old text``. `older`: found by its address, with the text of one of its older versions.
    """

    id: str
    scope: str
    text_hash: str
    matched: str
    older: bool = False


@dataclass(frozen=True, slots=True)
class Resembling:
    """An article that shares runs of words with another, for a closer look at its `signature`."""

    id: str
    family: str
    signature: str
    published: str | None


@dataclass(frozen=True, slots=True)
class NewVersion:
    """All that is kept of one version of an article: as it was handed in, and what reading made of its date.

    `url` is the canonical address, by which it is found again; `article.url` is the one to show. `runs` are
    the few hashes (64 bits with sign) by which near copies are looked up.
    """

    article: Article
    url: str | None
    text_hash: str
    signature: str
    published: str | None
    published_basis: PublishedBasis
    reader_name: str
    reader_version: str
    runs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A stored telling with the scope of its article and its block."""

    scope: str
    block: str
    telling: Telling


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds an event together: its tellings, and the events of `ALL` that it stands for in its
    server. `withheld`: whether a correction says that it is none; `corrected`: whether one changed it.
    """

    tellings: tuple[int, ...]
    hides: tuple[str, ...] = ()
    withheld: bool = False
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """An event to be stored: the rest as in `Standing`; the id within `event` is ignored. One that is
    `withheld` keeps its id, but nobody is shown it.
    """

    block: str
    event: RecordedEvent
    tellings: tuple[int, ...]
    hides: tuple[str, ...] = ()
    withheld: bool = False


class Writing(Protocol):
    """The open transaction that `Store.writing` gives. Knows tables, not diplomacy."""

    @property
    def corrections(self) -> CorrectionsWriting: ...

    async def find_article(self, scope: str, url: str | None, text_hash: str) -> KnownArticle | None:
        """As `Articles.find`, within the transaction."""
        ...

    async def resembling(
        self, scope: str, runs: Sequence[int], *, beside: str | None = None, limit: int = 8
    ) -> tuple[Resembling, ...]:
        """Articles that `scope` sees and that share some of the `runs` (see `NewVersion`), most shared first;
        without the article `beside`.
        """
        ...

    async def add_article(
        self, scope: str, version: NewVersion, at: datetime, family: str | None = None
    ) -> str:
        """Stores a first version and its address; returns the id. Without `family` it begins its own."""
        ...

    async def add_version(
        self, article_id: str, version: NewVersion, at: datetime, family: str | None = None
    ) -> int:
        """Stores a corrected text beside the old ones and makes it the current one; returns its number."""
        ...

    async def drop_version(self, article_id: str) -> Original:
        """Removes the current version of an article that has an older one, which becomes the current one."""
        ...

    async def restate(self, article_id: str, version: NewVersion) -> None:
        """The same text read again: new publication and reader of the current version."""
        ...

    async def add_address(self, article_id: str, url: str, text_hash: str | None = None) -> bool:
        """False if some article of the scope is known by that address already; if it is this one, the text
        that was last seen there becomes `text_hash`.
        """
        ...

    async def remove_article(self, article_id: str) -> frozenset[str]:
        """Removes the article with its versions, addresses and tellings; returns the blocks of its
        tellings.
        """
        ...

    async def tellings_of(self, article_id: str) -> tuple[Placed, ...]:
        """What the article tells, in its order."""
        ...

    async def replace_tellings(
        self, article_id: str, tellings: Sequence[tuple[int | None, str, Event]]
    ) -> frozenset[str]:
        """Sets what the article tells: (id of the telling this replaces or None, block, event) in its order.

        Returns the blocks that were touched.
        """
        ...

    async def servers_in(self, blocks: frozenset[str]) -> tuple[str, ...]:
        """Servers' scopes that have tellings or events in `blocks`."""
        ...

    async def tellings_in(self, scope: str, blocks: frozenset[str]) -> tuple[Placed, ...]:
        """What `scope` sees told in `blocks`, by id, without a server's own copy of what all have."""
        ...

    async def standing_in(self, scope: str, blocks: frozenset[str]) -> dict[str, Standing]:
        """The events of exactly this scope in `blocks`, or that a telling in `blocks` supports, by id;
        withheld ones too.
        """
        ...

    async def recorded(self, events: Sequence[str]) -> dict[str, RecordedEvent]:
        """The events of these ids."""
        ...

    async def homes(self, scope: str, tellings: Sequence[int]) -> dict[int, str]:
        """The event of exactly this scope that each telling supports."""
        ...

    async def write_events(self, scope: str, events: Sequence[tuple[str | None, Kept]]) -> tuple[str, ...]:
        """Overwrites what is stored under each id, None for a new event; returns the ids in the same
        order. An id that led to another event stands for itself again.
        """
        ...

    async def remove_events(self, events: Sequence[tuple[str, str | None]]) -> None:
        """Removes each; its id leads to the second one from then on, if given."""
        ...
