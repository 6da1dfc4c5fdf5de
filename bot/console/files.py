"""Files that come with an answer, saved in a directory; what is there already is never overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count
from pathlib import Path

from briefings.answers import Attachment
from briefings.errors import DragomanError


class NotSaved(DragomanError):
    """A file could not be written; the message says where and why."""


def save(files: Iterable[Attachment], directory: Path) -> list[Path]:
    """The paths of the saved files: the file's own name, or with a number where that is taken.

    Raises `NotSaved` where the directory is missing or may not be written.
    """
    return [_saved(file, directory) for file in files]


def _saved(file: Attachment, directory: Path) -> Path:
    path = directory / file.name
    for number in count(2):
        try:
            with path.open("xb") as out:
                out.write(file.data)
        except FileExistsError:
            path = directory / f"{Path(file.name).stem}-{number}{Path(file.name).suffix}"
            continue
        except OSError as error:
            raise NotSaved(f"{path} cannot be written: {error.strerror or error}.") from error
        return path
    raise AssertionError("numbers do not end")
