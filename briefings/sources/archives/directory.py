"""A directory of files, in order of their paths; collections within it are opened too."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from briefings.errors import ArticleError, DateError
from briefings.sources.archives.entry import Entry
from briefings.sources.files import SUFFIXES, load_article, most_bytes


class Directory:
    """Files of the kinds we read, hidden ones left out. Links are followed to files, not to directories."""

    def __init__(self, path: Path, published: str | None = None) -> None:
        self._published = published
        self._files = sorted(
            Path(place) / name
            for place, folders, names in os.walk(path)
            if _seen(folders)
            for name in names
            if not name.startswith(".")
            and name.lower().endswith((*SUFFIXES, ".zip", ".jsonl", ".ndjson", ".csv"))
            and not _waits(Path(place) / name)
        )

    @property
    def total(self) -> int:
        return len(self._files)

    def entries(self) -> Iterator[Entry]:
        from briefings.sources.archives import is_archive, open_archive

        for done, file in enumerate(self._files, 1):
            if not is_archive(file):
                yield replace(_entry(file, self._published), done=done)
                continue
            try:
                inner = open_archive(file, self._published)
            except ArticleError as error:
                yield Entry(str(file), error=str(error), done=done)
                continue
            for entry in inner.entries():
                yield replace(entry, done=done)


def _waits(file: Path) -> bool:
    """Whether it is a pipe, a socket or a device: opening one could wait without end for its other side."""
    return file.exists() and not file.is_file()


def _seen(folders: list[str]) -> bool:
    """Keeps the walk out of hidden directories."""
    folders[:] = sorted(name for name in folders if not name.startswith("."))
    return True


def _entry(file: Path, published: str | None) -> Entry:
    place = str(file)
    try:
        with file.open("rb") as opened:
            data = opened.read(most_bytes(place) + 1)
        return Entry(place, load_article(place, data, published=published))
    except (ArticleError, DateError) as error:
        return Entry(place, error=str(error))
    except OSError as error:
        return Entry(place, error=f"{place}: cannot be opened ({error.strerror or error})")
