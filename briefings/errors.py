"""Everything that goes wrong on purpose, each with a sentence a person can act on.

    DragomanError
    ├── DateError               a date that is written wrongly or does not exist (also a ValueError)
    ├── ArticleError            a file that cannot be taken as an article
    │   ├── EmptyArticle
    │   ├── BinaryArticle
    │   ├── ArticleTooLarge
    │   ├── UndecodableArticle
    │   └── FrontMatterError
    └── StoreError              the record cannot be opened, read or written
        ├── SchemaTooNew
        ├── StoreBusy
        └── NotStored

`str(error)` is the whole message: what, where, and what to do. Programming mistakes are not in this tree.
"""

from __future__ import annotations


class DragomanError(Exception):
    """The root: catch this at an edge (command line, chat platform) and show its message."""


class DateError(DragomanError, ValueError):
    """A date that is not an ISO day, month or year, or that no calendar has."""


class ArticleError(DragomanError):
    """A file that cannot be taken as an article. `name` is the file as the user named it."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name = name


class EmptyArticle(ArticleError):
    """No text at all, or none besides front matter, markup and page furniture."""


class BinaryArticle(ArticleError):
    """A picture, an archive, a PDF or the like."""


class ArticleTooLarge(ArticleError):
    """Larger than `briefings.sources.files.MAX_BYTES`."""


class UndecodableArticle(ArticleError):
    """Not UTF-8. `offset` is the position of the first wrong byte, counted from 0."""

    def __init__(self, name: str, message: str, offset: int) -> None:
        super().__init__(name, message)
        self.offset = offset


class FrontMatterError(ArticleError):
    """YAML front matter that cannot be understood. `line` counts from 1 in the file; None where it has no
    line.
    """

    def __init__(self, name: str, message: str, line: int | None = None) -> None:
        super().__init__(name if line is None else f"{name}, line {line}", message)
        self.name = name
        self.line = line


class StoreError(DragomanError):
    """The record cannot be opened, read or written."""


class SchemaTooNew(StoreError):
    """The database was written by a later release; nothing was changed."""


class StoreBusy(StoreError):
    """Another process holds the database, or a bot already runs on it."""


class NotStored(StoreError):
    """What was asked for is not in the record."""
