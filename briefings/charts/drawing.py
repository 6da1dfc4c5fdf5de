"""Asks a process of its own for a picture."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from importlib.util import find_spec
from weakref import WeakKeyDictionary

from briefings.charts.figures import Figure, to_json
from briefings.errors import ChartError

SECONDS = 60.0
"""How long drawing may take; the first time after installing takes longest, as fonts are looked for."""

_PRIVATE = "DRAGOMAN_"
_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from briefings.charts.draw import main; main()"
"""Finds modules where we do, and nowhere else: not in whatever directory we were started in."""

_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()
"""One picture at a time, so that many askers cannot fill the memory."""


def available() -> bool:
    """Whether matplotlib is installed."""
    try:
        return find_spec("matplotlib") is not None
    except ValueError:
        return False


async def picture(figure: Figure) -> bytes:
    """The figure as PNG, about 1,000 pixels wide and high. Raises `ChartError` where it cannot be drawn."""
    async with _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(1)):
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",
            "-c",
            _PROGRAM,
            *sys.path,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={name: value for name, value in os.environ.items() if not name.startswith(_PRIVATE)},
        )
        try:
            asked = json.dumps(to_json(figure)).encode()
            drawn, said = await asyncio.wait_for(process.communicate(asked), SECONDS)
        except TimeoutError:
            raise ChartError("The picture took too long to draw; please try again later.") from None
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
    if process.returncode or not drawn.startswith(b"\x89PNG"):
        reason = said.decode(errors="replace").strip().rpartition("\n")[2][:200]
        raise ChartError(f"The picture could not be drawn: {reason or 'no reason was given'}.")
    return drawn
