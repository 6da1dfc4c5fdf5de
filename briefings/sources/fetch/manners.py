"""Good manners towards servers: few requests at a time, pauses between them, and patience after trouble."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

AT_ONCE = 2
"""Requests to one server at the same time."""

FIRST_REST = 30.0
LONGEST_REST = 6 * 3600.0
LONGEST_WISH = 24 * 3600.0
"""The longest `Retry-After` we follow, in seconds; more is a mistake of the server."""

_MOST_REMEMBERED = 2000

Clock = Callable[[], datetime]


@dataclass(slots=True)
class _Server:
    slots: asyncio.Semaphore
    failures: int = 0
    rests_until: datetime | None = None
    pause: float = 0.0
    free_at: float = 0.0
    """On the monotonic clock: when the next request may start."""
    guests: int = field(default=0)


class Manners:
    """What is remembered of each server (host and port).

    `delay` is the least time in seconds between the starts of two requests. The pauses of trouble go by
    `clock`; `random` (0 to 1) spreads them, so that many feeds of one server do not all come back at once.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        delay: float,
        random: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._clock = clock
        self._delay = delay
        self._random = random
        self._sleep = sleep
        self._servers: dict[str, _Server] = {}

    def rest(self, authority: str) -> float | None:
        """How many seconds the server is still to be left alone; None if it may be asked."""
        server = self._servers.get(authority)
        if server is None or server.rests_until is None:
            return None
        left = (server.rests_until - self._clock()).total_seconds()
        return left if left > 0 else None

    @asynccontextmanager
    async def turn(self, authority: str, *, own: bool = False) -> AsyncIterator[None]:
        """Waits for our turn at the server; the block is the request. `own` servers are those that the
        settings name: there only what their robots.txt asks for lies between two requests.
        """
        server = self._server(authority)
        server.guests += 1
        try:
            async with server.slots:
                interval = max(0.0 if own else self._delay, server.pause)
                now = time.monotonic()
                # Never longer than for those before us: a clock that was set back must not stop us for hours.
                wait = min(max(server.free_at - now, 0.0), interval * server.guests)
                server.free_at = now + wait + interval
                if wait > 0:
                    await self._sleep(wait)
                yield
        finally:
            server.guests -= 1

    def went_well(self, authority: str) -> None:
        server = self._server(authority)
        server.failures, server.rests_until = 0, None

    def went_wrong(self, authority: str, wish: float | None = None) -> float:
        """Leaves the server alone for what it wishes, or twice as long as last time; returns the seconds."""
        server = self._server(authority)
        server.failures += 1
        rest = min(FIRST_REST * 2.0 ** min(server.failures - 1, 20), LONGEST_REST)
        rest *= 0.5 + 0.5 * self._random()
        if wish is not None:
            rest = max(rest, min(wish, LONGEST_WISH))
        until = self._clock() + timedelta(seconds=rest)
        server.rests_until = max(until, server.rests_until or until)
        return rest

    def wants_pause(self, authority: str, seconds: float) -> None:
        """What the server's robots.txt asks for between two requests."""
        self._server(authority).pause = seconds

    def _server(self, authority: str) -> _Server:
        server = self._servers.get(authority)
        if server is None:
            if len(self._servers) >= _MOST_REMEMBERED:
                self._forget_some()
            server = self._servers[authority] = _Server(asyncio.Semaphore(AT_ONCE))
        return server

    def _forget_some(self) -> None:
        """Drops the servers we have nothing to say about, else the oldest half of those nobody visits."""
        idle = [key for key, server in self._servers.items() if not server.guests]
        quiet = [key for key in idle if self.rest(key) is None]
        for key in quiet or idle[: len(idle) // 2]:
            del self._servers[key]
