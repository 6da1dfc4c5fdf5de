"""The one door for articles: normalise, identify, skip if known, read in a worker, merge, store in one
transaction.

    async with await open_store("dragoman.sqlite3") as store:
        record = Record(store, RulesReader(), lambda: datetime.now(UTC))
        added = await record.add(article)

Adding the same text again changes nothing, whatever its date; another text at a known address is a new
version that replaces what the old one said; the same text at another address is one source with several
addresses.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum

from briefings import copies
from briefings.derive import Derived, derive
from briefings.errors import DragomanError, NotStored
from briefings.identity import canonical_url, signature, text_hash
from briefings.languages import phrase
from briefings.merging import Sides, block_of
from briefings.models import Article, Event, PublishedBasis, Reading, RecordedEvent
from briefings.reading.reader import Reader
from briefings.sides import speaks_for
from briefings.store.protocol import ALL, KnownArticle, NewVersion, Original, Placed, Store, Writing


class ReadingFailed(DragomanError):
    """The reader could not take an article. It is kept as a dead letter with the reason; nothing else is
    stored.
    """


class AddStatus(StrEnum):
    NEW = "new"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of an article. `event_ids`: every event it supports now, in its own order without
    repetition; `new_events`: those that no article told before; `merged_events`: those that others tell too.
    `version` is the number of the version that was stored, None if none was: what `Record.undo` takes back.
    """

    status: AddStatus
    article_id: str
    event_ids: tuple[str, ...]
    new_events: tuple[str, ...] = ()
    merged_events: tuple[str, ...] = ()
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What `add` would do: ids of new events are provisional."""

    added: Added
    reading: Reading
    events: tuple[RecordedEvent, ...]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A withdrawn article: events that only it supported are `removed`, those it shared are `changed`."""

    article_id: str
    title: str | None
    removed: tuple[str, ...]
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """How today's reader reads a stored article differently: events it no longer sees and events it sees
    instead.
    """

    article_id: str
    title: str | None
    gone: tuple[Event, ...]
    found: tuple[Event, ...]


class Record:
    """Adds, previews, withdraws and re-reads articles. Safe to share between tasks."""

    def __init__(
        self,
        store: Store,
        reader: Reader,
        clock: Callable[[], datetime],
        sides: Sides = speaks_for,
    ) -> None:
        """`clock` returns an aware datetime; it stamps what is recorded. `sides` says for whom a person
        speaks.
        """
        self._store = store
        self._reader = reader
        self._clock = clock
        self._sides = sides

    async def add(self, article: Article, scope: str = ALL) -> Added:
        """Reads `article` and stores it with its events, in one transaction.

        Raises `ReadingFailed` if the reader fails, `StoreError` if the store does; nothing is half-stored.
        """
        (outcome,) = await self.add_many((article,), scope)
        if isinstance(outcome, ReadingFailed):
            raise outcome
        return outcome

    async def add_many(
        self, articles: Iterable[Article], scope: str = ALL, *, keep_newer: bool = False
    ) -> tuple[Added | ReadingFailed, ...]:
        """Like `add` for a batch in one transaction: faster; an article that cannot be read gives its
        error. With `keep_newer` an older version of a stored article changes nothing, as in an archive that
        is read once more.
        """
        drafts = await asyncio.to_thread(lambda: [_Draft.of(article) for article in articles])
        for draft in drafts:
            draft.keep_newer = keep_newer
            draft.known = await self._store.articles.find(scope, draft.url, draft.text_hash)
        await asyncio.to_thread(self._read, [draft for draft in drafts if draft.needs_reading])
        async with self._store.writing() as writing:
            outcomes = await self._store_all(writing, drafts, scope)
        for draft in drafts:
            if draft.failure is not None:
                await self._keep_letter(draft, scope)
        return outcomes

    async def known(self, url: str, scope: str = ALL) -> Added | None:
        """The article of that address, as `add` would answer for it unchanged; None if there is none."""
        address = canonical_url(url)
        async with self._store.writing() as writing:
            found = await writing.find_article(scope, address, "") if address else None
            if found is None:
                return None
            told = Derived({}, frozenset(), ())
            return await _added(writing, _Stored(AddStatus.UNCHANGED, found.id, found.scope), told, set())

    async def known_as(self, article_id: str, url: str) -> None:
        """Keeps a further address of an article, under which it will be known from now on."""
        address = canonical_url(url)
        if address is not None:
            async with self._store.writing() as writing:
                await writing.add_address(article_id, address)

    async def keep_aside(self, origin: str, content: str, reason: str, scope: str = ALL) -> None:
        """Keeps what could not be fetched as a dead letter, see `DeadLetter`."""
        await self._store.dead_letters.keep(scope, origin, content, reason, self._clock())

    async def undo(self, article: str, version: int, scope: str = ALL) -> Forgotten:
        """Takes back the adding that stored `version` of an article: the first one withdraws it, a later one
        brings back the text before. Raises `NotStored` if that is not its current version in this scope.
        """
        found = await self._store.articles.get(article, (scope,))
        if found is None or found.version != version:
            raise NotStored(phrase("This has been withdrawn or replaced since; nothing was changed."))
        if version == 1:
            return await self.forget(found.id, scope)
        async with self._store.writing() as writing:
            before = await self._told(writing, found.id, scope)
            original = await writing.drop_version(found.id)
            draft = _Draft.of(original.article)
            await asyncio.to_thread(self._read, [draft])
            if draft.reading is None:
                raise draft.failure or ReadingFailed("nothing was read")
            await writing.restate(found.id, self._version(draft))
            blocks = await self._tell(writing, found.id, draft.reading)
            articles = frozenset((found.id,))
            derived = await derive(writing, scope, blocks, articles, self._clock(), self._sides)
        return Forgotten(
            found.id,
            found.title,
            removed=tuple(event for event in before if event in derived.removed),
            changed=tuple(event for event in before if event not in derived.removed),
        )

    async def preview(self, article: Article, scope: str = ALL) -> Preview:
        """What `add` would do, storing nothing. Raises `ReadingFailed`."""
        draft = await asyncio.to_thread(_Draft.of, article)
        await asyncio.to_thread(self._read, [draft])
        if draft.reading is None:
            raise draft.failure or ReadingFailed("nothing was read")
        made: Preview | None = None
        try:
            async with self._store.writing() as writing:
                (added,) = await self._store_all(writing, [draft], scope)
                assert isinstance(added, Added)
                events = await self._events_of(writing, added)
                made = Preview(added, draft.reading, events)
                raise _Undo
        except _Undo:
            assert made is not None
            return made

    async def forget(self, article: str, scope: str = ALL) -> Forgotten:
        """Withdraws an article, by id or address, and what only it supports. Raises `NotStored` if
        unknown.
        """
        found = await self._store.articles.get(article, (scope,))
        if found is None:
            address = canonical_url(article)
            found = await self._store.articles.get(address, (scope,)) if address else None
        if found is None:
            raise NotStored(
                phrase(
                    "No article {article} is stored; give its id, such as a12, or its address.",
                    article=article,
                )
            )
        async with self._store.writing() as writing:
            before = await self._told(writing, found.id, scope)
            blocks = await writing.remove_article(found.id)
            derived = await derive(writing, scope, blocks, frozenset((found.id,)), self._clock(), self._sides)
        return Forgotten(
            found.id,
            found.title,
            removed=tuple(event for event in before if event in derived.removed),
            changed=tuple(event for event in before if event not in derived.removed),
        )

    async def _told(self, writing: Writing, article_id: str, scope: str) -> tuple[str, ...]:
        """The events of `scope` that an article supports, in its order."""
        told = await writing.tellings_of(article_id)
        homes = await writing.homes(scope, [placed.telling.id for placed in told])
        return tuple(dict.fromkeys(homes[p.telling.id] for p in told if p.telling.id in homes))

    async def reread(
        self, *, apply: bool = False, progress: Callable[[int, int], None] | None = None
    ) -> tuple[Change, ...]:
        """Reads every stored article with today's reader. Tells what changes; with `apply` stores it, in one
        transaction. `progress` is called with (done, total). Raises `ReadingFailed`, nothing stored.
        """
        changes: list[Change] = []
        drafts: list[tuple[Original, _Draft]] = []
        total = await self._store.articles.count(None)
        done = 0
        async for original in self._originals():
            draft = await asyncio.to_thread(_Draft.of, original.article)
            await asyncio.to_thread(self._read, [draft])
            if draft.reading is None:
                raise draft.failure or ReadingFailed("nothing was read")
            change = await self._compare(original, draft.reading)
            if change.gone or change.found:
                changes.append(change)
            if change.gone or change.found or self._outdated(original, draft.reading):
                drafts.append((original, draft))
            done += 1
            if progress:
                progress(done, total)
        if apply and drafts:
            async with self._store.writing() as writing:
                await self._restate(writing, drafts)
        return tuple(changes)

    async def retry(self) -> tuple[Added | ReadingFailed, ...]:
        """Reads the dead letters that are articles again, in order; those that succeed leave the table."""
        outcomes: list[Added | ReadingFailed] = []
        for letter in await self._store.dead_letters.all():
            if not letter.is_article:
                continue  # of a source that could not be fetched; `briefings.gathering` tries those
            try:
                outcomes.append(await self.add(_article_from(letter.content), letter.scope))
            except ReadingFailed as failure:
                outcomes.append(failure)
            else:
                await self._store.dead_letters.drop(letter.id)
        return tuple(outcomes)

    def _read(self, drafts: Sequence[_Draft]) -> None:
        """Reads each draft; runs in a worker thread."""
        for draft in drafts:
            try:
                draft.reading = self._reader.read(draft.article)
                signed = signature(draft.article)
                draft.signature = " ".join(f"{run:x}" for run in signed)
                draft.runs = copies.runs_of(signed)
            except Exception as error:
                draft.failure = ReadingFailed(
                    f"{draft.name} could not be read: {type(error).__name__}: {error}. It is kept aside; "
                    "try again after an update."
                )
                draft.failure.__cause__ = error

    async def _store_all(
        self, writing: Writing, drafts: Sequence[_Draft], scope: str
    ) -> tuple[Added | ReadingFailed, ...]:
        now = self._clock()
        touched: set[str] = set()
        stored: list[_Stored | ReadingFailed] = []
        for draft in drafts:
            if draft.failure is not None:
                stored.append(draft.failure)
                continue
            entry = await self._store_one(writing, draft, scope, now)
            stored.append(entry)
            touched |= entry.blocks
        articles = frozenset(entry.article for entry in stored if not isinstance(entry, ReadingFailed))
        derived = await derive(writing, scope, frozenset(touched), articles, now, self._sides)
        new = set(derived.created)
        outcomes: list[Added | ReadingFailed] = []
        for one in stored:
            outcomes.append(
                one if isinstance(one, ReadingFailed) else await _added(writing, one, derived, new)
            )
        return tuple(outcomes)

    async def _store_one(self, writing: Writing, draft: _Draft, scope: str, now: datetime) -> _Stored:
        # Asked again, now that nobody else can write: another task may have stored it while we were reading.
        known = draft.known = await writing.find_article(scope, draft.url, draft.text_hash)
        if known is not None and not draft.needs_reading:
            blocks = frozenset[str]()
            if (
                draft.url is not None
                and known.scope == scope
                and await writing.add_address(known.id, draft.url, draft.text_hash)
            ):
                blocks = frozenset(placed.block for placed in await writing.tellings_of(known.id))
            return _Stored(AddStatus.UNCHANGED, known.id, known.scope, blocks)
        if draft.reading is None:
            # It was known a moment ago and has been withdrawn since.
            self._read([draft])
            if draft.reading is None:
                raise draft.failure or ReadingFailed("nothing was read")
        version = self._version(draft)
        if known is None:
            family = await copies.family_of(writing, scope, version)
            article_id = await writing.add_article(scope, version, now, family)
            told = _succeed((), draft.reading.events)
            blocks = await writing.replace_tellings(article_id, told) if told else frozenset()
            return _Stored(AddStatus.NEW, article_id, scope, blocks, 1)
        twin = await writing.find_article(scope, None, draft.text_hash)
        if twin is not None and twin.scope == scope and twin.id != known.id and twin.matched == "text":
            # Its new text is that of another article: from now on it is a copy of that one.
            blocks = await writing.remove_article(known.id)
            await writing.add_address(twin.id, draft.url or "", draft.text_hash)
            blocks |= {placed.block for placed in await writing.tellings_of(twin.id)}
            return _Stored(AddStatus.UPDATED, twin.id, scope, blocks)
        family = await copies.family_of(writing, scope, version, beside=known.id)
        number = await writing.add_version(known.id, version, now, family)
        blocks = await self._tell(writing, known.id, draft.reading)
        return _Stored(AddStatus.UPDATED, known.id, scope, blocks, number)

    async def _tell(self, writing: Writing, article_id: str, reading: Reading) -> frozenset[str]:
        old = await writing.tellings_of(article_id)
        return await writing.replace_tellings(article_id, _succeed(old, reading.events))

    def _version(self, draft: _Draft) -> NewVersion:
        reading = draft.reading
        assert reading is not None
        return NewVersion(
            article=draft.article,
            url=draft.url,
            text_hash=draft.text_hash,
            signature=draft.signature,
            published=reading.published,
            published_basis=reading.published_basis,
            reader_name=self._reader.name,
            reader_version=self._reader.version,
            runs=draft.runs,
        )

    async def _events_of(self, writing: Writing, added: Added) -> tuple[RecordedEvent, ...]:
        found = await writing.recorded(added.event_ids)
        return tuple(found[event] for event in added.event_ids if event in found)

    async def _originals(self) -> AsyncIterator[Original]:
        last = 0
        while page := await self._store.articles.originals(last):
            for original in page:
                yield original
            last = page[-1].serial

    async def _compare(self, original: Original, reading: Reading) -> Change:
        before = await self._store.articles.events(original.id)
        return Change(
            original.id,
            original.article.title,
            gone=tuple(event for event in before if event not in reading.events),
            found=tuple(event for event in reading.events if event not in before),
        )

    def _outdated(self, original: Original, reading: Reading) -> bool:
        return (
            original.published != reading.published
            or original.published_basis != reading.published_basis
            or (original.reader_name, original.reader_version) != (self._reader.name, self._reader.version)
        )

    async def _restate(self, writing: Writing, drafts: Sequence[tuple[Original, _Draft]]) -> None:
        touched: dict[str, set[str]] = {}
        articles: set[str] = set()
        for original, draft in drafts:
            known = await writing.find_article(original.scope, draft.url, original.text_hash)
            if known is None or known.id != original.id or known.text_hash != original.text_hash:
                continue  # corrected or withdrawn while we were reading: the newer text counts
            assert draft.reading is not None
            await writing.restate(original.id, self._version(draft))
            blocks = await self._tell(writing, original.id, draft.reading)
            touched.setdefault(original.scope, set()).update(blocks)
            articles.add(original.id)
        for scope in sorted(touched, key=lambda scope: (scope != ALL, scope)):
            await derive(
                writing, scope, frozenset(touched[scope]), frozenset(articles), self._clock(), self._sides
            )

    async def _keep_letter(self, draft: _Draft, scope: str) -> None:
        content = json.dumps(asdict(draft.article), ensure_ascii=False)
        reason = str(draft.failure.__cause__ or draft.failure) if draft.failure else ""
        await self._store.dead_letters.keep(scope, draft.name, content, reason, self._clock())


class _Undo(Exception):
    """Leaves a transaction without storing anything."""


@dataclass(slots=True)
class _Draft:
    """An article on its way into the record."""

    article: Article
    url: str | None
    text_hash: str
    signature: str = ""
    runs: tuple[int, ...] = ()
    keep_newer: bool = False
    known: KnownArticle | None = None
    reading: Reading | None = None
    failure: ReadingFailed | None = None

    @classmethod
    def of(cls, article: Article) -> _Draft:
        return cls(article, canonical_url(article.url) if article.url else None, text_hash(article))

    @property
    def name(self) -> str:
        """What to call it in a message."""
        return self.article.url or self.article.title or "An article without title or address"

    @property
    def needs_reading(self) -> bool:
        """Whether its text is new: unknown, or another than the one stored for this address."""
        if self.known is None:
            return True
        return self.known.matched == "url" and not (self.known.older and self.keep_newer)


@dataclass(frozen=True, slots=True)
class _Stored:
    """What became of a draft: `scope` is that of the article, `blocks` are touched, `version` was stored."""

    status: AddStatus
    article: str
    scope: str
    blocks: frozenset[str] = frozenset()
    version: int | None = None


def _succeed(old: Sequence[Placed], events: Sequence[Event]) -> list[tuple[int | None, str, Event]]:
    """Each event with its block and the id of the old telling it continues, so that recorded events keep
    their ids.
    """
    left = [(_likenesses(placed.block, placed.telling.event), placed.telling.id) for placed in old]
    new = [_likenesses(block_of(event), event) for event in events]
    heirs: list[int | None] = [None] * len(events)
    for degree in range(3):
        for index, likenesses in enumerate(new):
            if heirs[index] is not None:
                continue
            twin = next((entry for entry in left if entry[0][degree] == likenesses[degree]), None)
            if twin is not None:
                heirs[index] = twin[1]
                left.remove(twin)
    return [(heir, block_of(event), event) for heir, event in zip(heirs, events, strict=True)]


def _likenesses(block: str, event: Event) -> tuple[tuple[object, ...], ...]:
    """What two readings of one event have in common, the surest first."""
    return (event.quote, event.actors), (block, event.start), (block,)


async def _added(writing: Writing, entry: _Stored, derived: Derived, new: set[str]) -> Added:
    """`new` holds the events of this transaction that no article before this one told; it is used up."""
    status, article_id = entry.status, entry.article
    told = await writing.tellings_of(article_id)
    homes = await writing.homes(entry.scope, [placed.telling.id for placed in told]) if told else {}
    events = tuple(dict.fromkeys(homes[p.telling.id] for p in told if p.telling.id in homes))
    if status is AddStatus.UNCHANGED:
        return Added(status, article_id, events)
    first = tuple(event for event in events if event in new)
    new.difference_update(first)
    # A near copy of another article is no source of its own, but what it tells was told before.
    shared = tuple(
        event
        for event in events
        if event not in first and (status is AddStatus.NEW or len(derived.events[event].sources) > 1)
    )
    return Added(status, article_id, events, first, shared, entry.version)


def _article_from(content: str) -> Article:
    found = json.loads(content)
    article = Article(**found)
    return replace(
        article,
        published_basis=PublishedBasis(found["published_basis"]),
        published_readings=tuple(found["published_readings"]),
        notes=tuple(found.get("notes", ())),
    )
