"""The desk answers questions from the record and the packaged knowledge of the world; it changes nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from briefings.inquiries import answering
from briefings.inquiries.inquiry import Inquiry, Stop
from briefings.languages import prepared

if TYPE_CHECKING:
    from briefings.answers import Answer
    from briefings.guide import Topic
    from briefings.languages import Tongue
    from briefings.questions import Question
    from briefings.store.protocol import Store
    from briefings.world import World


class Desk:
    """Answers questions; safe to share between tasks.

    `clock` returns an aware datetime: how events stand is judged by its day in UTC. `reader` and `version`
    are what `/about` says of the reading engine and the program, `guide` gives what `/help` explains and
    `speaking` the tongue of a locale.
    """

    def __init__(
        self,
        store: Store,
        world: World,
        clock: Callable[[], datetime],
        *,
        reader: str = "",
        version: str = "",
        guide: Callable[[], Sequence[Topic]] = tuple,
        speaking: Callable[[str], Awaitable[Tongue]] = prepared,
    ) -> None:
        self._store = store
        self._world = world
        self._clock = clock
        self._reader = reader
        self._version = version
        self._guide = guide
        self._speaking = speaking

    @property
    def world(self) -> World:
        """What it knows of the world, calendars included."""
        return self._world

    @property
    def today(self) -> date:
        """The day on which it answers."""
        return self._clock().astimezone(UTC).date()

    async def answer(self, question: Question) -> Answer:
        """The answer to `question`; what cannot be understood in its options is an answer too.

        Raises `KeyError` for a command that is none, `StoreError` where the record cannot be read.
        """
        answer = answering(question.command)
        asked = Inquiry(
            question,
            self._store,
            self._world,
            self._clock(),
            await self._speaking(question.locale),
            reader=self._reader,
            version=self._version,
            guide=self._guide,
        )
        try:
            return await answer(asked)
        except Stop as stop:
            return stop.answer
