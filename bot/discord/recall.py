"""Events at hand for completion, each under a label in the language of whoever types."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from briefings.cards import CardMaker
from briefings.models import RecordedEvent

MOST = 600
"""Events kept at hand; the ones that nobody was told of lately go first."""


class Recall:
    """From memory alone: a completion may not wait for the disk."""

    def __init__(self) -> None:
        self._events: dict[str, RecordedEvent] = {}
        self._labels: dict[str, dict[str, str]] = {}

    def learn(self, events: Iterable[RecordedEvent], *, newest: bool = False) -> None:
        """Have `events` at hand too; the `newest` of the record before those that are known."""
        given = {event.id: event for event in events if event.id}
        for key, event in given.items():
            if self._events.get(key) != event:
                self._drop(key)
        self._events = (
            given | {k: v for k, v in self._events.items() if k not in given}
            if newest
            else (self._events | given)
        )
        for key in list(self._events)[MOST:]:
            self.forget(key)

    def forget(self, key: str) -> None:
        """Know an event no longer, because it was corrected or is gone."""
        self._events.pop(key, None)
        self._drop(key)

    def find(
        self, typed: str, limit: int, maker: CardMaker, without: Collection[str] = ()
    ) -> list[tuple[str, str]]:
        """(label, id) of events whose label or id holds every word that is typed."""
        wanted = typed.casefold().split()
        labels = self._labels.setdefault(maker.speak.code, {})
        found: list[tuple[str, str]] = []
        for key, recorded in self._events.items():
            if key in without:
                continue
            if key not in labels:
                when = maker.speak.when(recorded.event.start, recorded.event.end)
                labels[key] = f"{when}: {maker.title(recorded)} ({key})"
            if all(word in labels[key].casefold() for word in wanted):
                found.append((labels[key], key))
                if len(found) == limit:
                    break
        return found

    def _drop(self, key: str) -> None:
        for labels in self._labels.values():
            labels.pop(key, None)
