"""A zip file of articles, read entry by entry without unpacking it: no path of it is ever used on disk."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from briefings.errors import ArticleError, DateError
from briefings.sources.archives.entry import Entry
from briefings.sources.archives.lines import LINES, entries_of_lines
from briefings.sources.documents.docx import DAMAGE
from briefings.sources.files import SUFFIXES, load_article, most_bytes

MOST_ENTRIES = 200_000
MOST_RATIO = 200
"""How many times larger an entry may become: text reaches ten or twenty, bombs a thousand."""

_SMALL = 1024 * 1024
_MOST_LINES_BYTES = 8 * 1024**3


class Zipped:
    """The entries whose names end like articles, JSON lines or lists; zips within the zip are refused."""

    def __init__(self, path: Path, published: str | None = None) -> None:
        self._path = path
        self._published = published
        try:
            with zipfile.ZipFile(path) as archive:
                self._names = [info for info in archive.infolist() if not info.is_dir()]
        except FileNotFoundError:
            raise ArticleError(str(path), "there is no such file") from None
        except DAMAGE as error:
            raise ArticleError(str(path), f"this zip file cannot be opened ({error})") from error
        if len(self._names) > MOST_ENTRIES:
            raise ArticleError(str(path), f"a zip file of more than {MOST_ENTRIES:,} entries is not opened")

    @property
    def total(self) -> int:
        return len(self._names)

    def entries(self) -> Iterator[Entry]:
        with zipfile.ZipFile(self._path) as archive:
            for done, info in enumerate(self._names, 1):
                name = info.filename
                if _is_hidden(name) or not name.lower().endswith((*SUFFIXES, *LINES, ".zip")):
                    continue
                place = f"{self._path}/{name}"
                refused = _refusal(info)
                if refused is not None:
                    yield Entry(place, error=f"{place}: {refused}", done=done)
                    continue
                try:
                    for entry in self._of(archive, info, place):
                        yield replace(entry, done=done)
                except (ArticleError, DateError) as error:
                    yield Entry(place, error=str(error), done=done)
                except DAMAGE as error:
                    yield Entry(place, error=f"{place}: this entry is damaged ({error})", done=done)

    def _of(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: str) -> Iterator[Entry]:
        with archive.open(info) as file:
            if place.lower().endswith(LINES):
                yield from entries_of_lines(file, place, self._published)
                return
            # What a zip declares as its size may be a lie: what counts is what comes out.
            data = file.read(most_bytes(place) + 1)
        yield Entry(place, load_article(place, data, published=self._published))


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return not parts or parts[0] == "__MACOSX" or parts[-1].startswith(".")


def _refusal(info: zipfile.ZipInfo) -> str | None:
    parts = PurePosixPath(info.filename.replace("\\", "/")).parts
    if ".." in parts or info.filename.startswith(("/", "\\")) or (parts and parts[0].endswith(":")):
        return "its name leads out of the archive, so it is not read"
    if info.flag_bits & 1:
        return "it is locked by a password"
    if info.filename.lower().endswith(".zip"):
        return "a zip file within a zip file is not opened"
    if info.file_size > _SMALL and info.file_size > MOST_RATIO * max(1, info.compress_size):
        return f"it unpacks to more than {MOST_RATIO} times its size, so it is not read"
    if info.file_size > _MOST_LINES_BYTES:
        return "it is too large"
    return None
