"""Whatever the order in which articles come, go, are read anew and are corrected: the record is what its
articles and the standing corrections say, as if they had been there from the beginning.
"""

from __future__ import annotations

import random
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from briefings.correcting import CorrectionRefused, Seat
from briefings.corrections.anchors import blocks_of
from briefings.derive import derive
from briefings.errors import NotStored
from briefings.merging import block_of
from briefings.models import Place, RecordedEvent
from briefings.sides import speaks_for
from briefings.store import open_store
from briefings.store.corrections import Mark, Said
from briefings.store.protocol import ALL
from tests.briefings.notation import event_of

from .conftest import Newsroom, seat

LINES = (
    "held meeting IN RU | 2024-07-09 | RU Moscow | Narendra Modi; Vladimir Putin",
    "held meeting IN RU | 2024-07 | RU | Narendra Modi",
    "held meeting IN RU | 2024-07-20 | RU Sochi | Narendra Modi; Vladimir Putin",
    "held visit IN RU | 2024-07-09 | RU Moscow | Narendra Modi",
    "held meeting CN IN RU | 2024-07-09 | RU Moscow | Xi Jinping; Narendra Modi",
    "held call CN RU | 2024-07-11 | | Xi Jinping; Vladimir Putin",
    "held meeting HU RU | 2024-07-05 | RU Moscow | Viktor Orban",
)
TITLES = ("one", "two", "three", "four", "five")
SEATS = (seat(), seat(1), seat(2))
Facts = tuple[object, ...]


async def facts(room: Newsroom, server: int | None = None) -> list[Facts]:
    """Everything that is seen, without ids and moments, articles by their titles."""

    def of(one: RecordedEvent) -> Facts:
        titles = {source.article: source.title or "" for source in one.sources}

        def named(values: tuple[tuple[str, tuple[str, ...]], ...]) -> Facts:
            return tuple((value, tuple(sorted(titles.get(a, "?") for a in told))) for value, told in values)

        return (
            one.event,
            tuple(sorted(titles.values())),
            tuple((d.field, tuple(sorted(named(d.values)))) for d in one.differs),
            tuple((c.field, c.on, tuple(sorted(named(c.told)))) for c in one.corrected),
        )

    return sorted((of(one) for one in await room.events(server)), key=repr)


async def everything(room: Newsroom) -> list[list[Facts]]:
    return [await facts(room, server) for server in (None, 1, 2)]


class Story:
    """One run of random acts; it remembers which articles are there, in which version and whose."""

    def __init__(self, room: Newsroom, seed: int) -> None:
        self.room = room
        self.choose = random.Random(seed)
        self.there: dict[tuple[str, str], tuple[tuple[str, ...], int]] = {}
        self.versions = 0

    async def act(self) -> None:
        acts = [self.tell] * 5 + [self.forget] + [self.reread] + [self.correct] * 6 + [self.undo] * 2
        await self.choose.choice(acts)()

    async def tell(self) -> None:
        scope = self.choose.choice([ALL, ALL, ALL, "guild:1"])
        title = self.choose.choice(TITLES) + ("" if scope == ALL else " of ours")
        lines = tuple(self.choose.sample(LINES, self.choose.randrange(1, 4)))
        self.versions += 1
        self.there[(title, scope)] = (lines, self.versions)
        await tell(self.room, title, scope, lines, self.versions)

    async def forget(self) -> None:
        if self.there:
            title, scope = self.choose.choice(sorted(self.there))
            del self.there[(title, scope)]
            await self.room.forget(title, scope)

    async def reread(self) -> None:
        """Today's reader finds what it found in another order, and in some articles something else."""
        for key, (lines, version) in self.there.items():
            turned = tuple(reversed(lines))
            if self.choose.random() < 0.3:
                turned = tuple(self.choose.sample(LINES, self.choose.randrange(0, 4)))
            self.there[key] = (turned, version)
            self.room.reader.lines[key[0]] = turned
        await self.room.reread()

    async def correct(self) -> None:
        who = self.choose.choice(SEATS)
        server = None if who.speaker.place == ALL else int(who.speaker.place[6:])
        events = await self.room.events(server)
        if not events:
            return
        one, other = self.choose.choice(events), self.choose.choice(events)
        corrector = self.room.corrector
        articles = [source.article for source in one.sources]
        some = self.choose.sample(articles, max(1, len(articles) // 2))
        works = {
            "date": lambda: corrector.date(
                one.id, self.choose.choice(["2024-07-09", "2024-07-20", "2024-08", "2024-09-01"]), None, who
            ),
            "place": lambda: corrector.place(
                one.id, self.choose.choice([Place("RU", "Kazan"), Place("RU", "Moscow"), Place()]), who
            ),
            "participants": lambda: corrector.participants(
                one.id, self.choose.choice([Said(add=("CN",)), Said(remove=("RU",), add=("KZ",))]), who
            ),
            "merge": lambda: corrector.merge(one.id, other.id, who),
            "split": lambda: corrector.split(one.id, some, who),
            "not": lambda: corrector.not_an_event(one.id, who),
        }
        with suppress(CorrectionRefused, NotStored):
            await works[self.choose.choice([*works, "date", "split"])]()

    async def undo(self) -> None:
        who = self.choose.choice(SEATS)
        standing = await self.room.corrector.undoable(who)
        if standing:
            await self.room.corrector.undo(self.choose.choice(standing).id, who)


async def tell(room: Newsroom, title: str, scope: str, lines: tuple[str, ...], version: int) -> None:
    published = f"2024-07-{10 + len(title)}"
    await room.tell(title, *lines, published=published, scope=scope, version=version)


async def fresh(story: Story, path: Path, stack: AsyncExitStack, *, corrected: bool) -> Newsroom:
    """Another record of the same articles, in another order, with the same corrections said beforehand."""
    store = await stack.enter_async_context(await open_store(path))
    room = Newsroom(store)
    said = await story.room.store.corrections.history((ALL, "guild:1", "guild:2"), standing=True)
    if corrected:
        async with store.writing() as writing:
            for one in reversed(said):
                marks, others = elsewhere(one.marks), elsewhere(one.others)
                await writing.corrections.keep(
                    replace(one, marks=marks, others=others), blocks_of((*marks, *others))
                )
    left = sorted(story.there.items())
    random.Random(len(left)).shuffle(left)
    for (title, scope), (lines, version) in left:
        await tell(room, title, scope, lines, version)
    return room


def elsewhere(marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """The marks without the ids of articles, which mean others in another record."""
    return tuple(replace(mark, article=f"a99{mark.article[1:]}") for mark in marks)


@pytest.mark.parametrize("seed", range(20))
async def test_the_record_is_what_articles_and_corrections_say(tmp_path: Path, seed: int) -> None:
    async with AsyncExitStack() as stack:
        room = Newsroom(await stack.enter_async_context(await open_store(tmp_path / "a.sqlite3")))
        story = Story(room, seed)
        for _ in range(30):
            await story.act()
        seen = await everything(room)
        # Deriving once more changes nothing: nothing was left behind by the way it came about.
        blocks = {block_of(event_of(line)) for line in LINES}
        async with room.store.writing() as writing:
            await derive(writing, ALL, frozenset(blocks), frozenset(), room.now, speaks_for)
        assert await everything(room) == seen
        again = await fresh(story, tmp_path / "b.sqlite3", stack, corrected=True)
        assert await everything(again) == seen
        await undo_all(room)
        plain = await fresh(story, tmp_path / "c.sqlite3", stack, corrected=False)
        assert await everything(room) == await everything(plain)


async def undo_all(room: Newsroom) -> None:
    for who in SEATS:
        for one in await room.corrector.undoable(Seat(who.speaker, who.scope), 1000):
            await room.corrector.undo(one.id, who)
