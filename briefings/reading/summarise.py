"""One or two plain sentences about an event, made of its fields."""

from __future__ import annotations

from dataclasses import replace

from briefings.models import Event
from briefings.reading.encounters import Draft
from briefings.world.world import World


def with_summary(event: Event, draft: Draft, world: World) -> Event:
    names = [world.label(a) for a in event.actors]
    text = f"{' and '.join(names)}: {event.kind.value}, {event.status.value}."
    return replace(event, summary=text)
