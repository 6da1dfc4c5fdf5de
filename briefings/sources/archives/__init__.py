"""Collections of articles, one after the other, so that any number fits in memory: a directory, a zip file,
JSON lines, a list of addresses in CSV.

    archive = open_archive(Path("articles.zip"))
    for entry in archive.entries():
        ...

Nothing is unpacked to disk. What cannot be read becomes an entry with an error, and the next one follows.
"""

from __future__ import annotations

from pathlib import Path

from briefings.sources.archives.entry import Archive, Entry

__all__ = ["Archive", "Entry", "is_archive", "open_archive"]

_JSON_LINES = (".jsonl", ".ndjson")


def is_archive(path: Path) -> bool:
    """Whether a path is one of these collections: a directory, or a file by its ending."""
    return path.is_dir() or path.suffix.lower() in (".zip", ".csv", *_JSON_LINES)


def open_archive(path: Path, published: str | None = None) -> Archive:
    """The collection at `path` (see `is_archive`). `published` wins over what its articles say.

    Raises `ArticleError` if it cannot be opened.
    """
    if path.is_dir():
        from briefings.sources.archives.directory import Directory

        return Directory(path, published)
    if path.suffix.lower() == ".zip":
        from briefings.sources.archives.zipped import Zipped

        return Zipped(path, published)
    from briefings.sources.archives.lines import LinesFile

    return LinesFile(path, published)
