"""One bot a database: a lock on a file beside it, which the operating system frees when the process ends."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from briefings.errors import StoreBusy, StoreError


@contextlib.contextmanager
def lock_beside(database: Path) -> Iterator[None]:
    """Holds ``<database>.lock``; raises `StoreBusy` at once if another process (or another holder here) has
    it.

    The file stays, for removing it would let two processes lock two files of the same name.
    """
    path = database.with_name(database.name + ".lock")
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise StoreError(f"{path} cannot be created: {error.strerror or error}.") from error
    try:
        try:
            _take(descriptor)
        except OSError as error:
            holder = _holder(path)
            raise StoreBusy(
                f"A bot already runs on {database}{holder}. Stop it first, or give this one another database."
            ) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _holder(path: Path) -> str:
    with contextlib.suppress(OSError, ValueError):
        return f" (process {int(path.read_text())})"
    return ""


if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> None:
        os.lseek(descriptor, 1 << 20, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
