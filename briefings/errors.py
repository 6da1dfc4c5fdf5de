"""Everything that goes wrong on purpose, each with a sentence a person can act on.

    DragomanError
    ├── DateError               a date that is written wrongly or does not exist (also a ValueError)
    ├── ArticleError            a file that cannot be taken as an article
    │   ├── EmptyArticle
    │   ├── BinaryArticle
    │   ├── ArticleTooLarge
    │   ├── UndecodableArticle
    │   ├── FrontMatterError
    │   └── PageRefused        a web page that shows no article: paywall, consent wall, check for robots
    ├── FetchError              an address that cannot be fetched
    │   ├── UnsafeAddress
    │   ├── RobotsRefused
    │   ├── HttpStatus
    │   ├── Unreachable
    │   ├── BodyRefused
    │   └── HostResting
    ├── FeedError               bytes that are no feed, or no list of feeds (OPML)
    ├── CalendarError           bytes that are no calendar (iCalendar)
    ├── ChartError              a picture that cannot be drawn
    └── StoreError              the record cannot be opened, read or written
        ├── SchemaTooNew
        ├── StoreBusy
        └── NotStored

`str(error)` is the whole message: what, where, and what to do. Programming mistakes are not in this tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefings.languages import Tongue


class DragomanError(Exception):
    """The root: catch this at an edge (command line, chat platform) and show its message."""

    def said(self, speak: Tongue) -> str:
        """The message in the language of `speak`, where it was made of a `Phrase`; else as it is."""
        return speak.again(self.args[0]) if self.args and isinstance(self.args[0], str) else str(self)


class DateError(DragomanError, ValueError):
    """A date that is not an ISO day, month or year, or that no calendar has."""


class ArticleError(DragomanError):
    """A file that cannot be taken as an article. `name` is the file as the user named it."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name = self._where = name
        self.message = message

    def said(self, speak: Tongue) -> str:
        return f"{self._where}: {speak.again(self.message)}"


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


class FetchError(DragomanError):
    """An address that cannot be fetched. `lasting`: trying again will not help until something is changed.

    `retry_after` is how many seconds the server asks to be left alone, if it says so.
    """

    lasting = False

    def __init__(self, url: str, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(f"{url[:200]}: {message}")
        self.url = url
        self.message = message
        self.retry_after = retry_after

    def said(self, speak: Tongue) -> str:
        return f"{self.url[:200]}: {speak.again(self.message)}"


class UnsafeAddress(FetchError):
    """No address of the public web, or one that leads inside; also where a redirect leads there."""

    lasting = True


class RobotsRefused(FetchError):
    """The site's robots.txt asks programs not to fetch this."""

    lasting = True


class HttpStatus(FetchError):
    """The server answered with an error; `status` is its number."""

    def __init__(self, url: str, message: str, status: int, *, retry_after: float | None = None) -> None:
        super().__init__(url, message, retry_after=retry_after)
        self.status = status
        self.lasting = status in (400, 401, 402, 403, 404, 405, 406, 410, 414, 451)


class Unreachable(FetchError):
    """No answer: the name is unknown, the connection failed or broke, or it took too long."""


class BodyRefused(FetchError):
    """The answer is too large, of another type than asked for, or badly compressed."""

    lasting = True


class HostResting(FetchError):
    """The host failed or asked for patience a moment ago, so it is not asked; see `retry_after`."""


class FeedError(DragomanError):
    """Bytes that are neither a feed nor, where one is wanted, a list of feeds in OPML."""


class CalendarError(DragomanError):
    """Bytes that are no iCalendar file, or one without an entry that can be used."""


class PageRefused(ArticleError):
    """A web page that does not show its article. `reason` is ``paywall``, ``consent``, ``challenge``,
    ``no article`` or ``type``.
    """

    def __init__(self, name: str, message: str, reason: str) -> None:
        super().__init__(name, message)
        self.reason = reason


class ChartError(DragomanError):
    """A picture that cannot be drawn."""


class StoreError(DragomanError):
    """The record cannot be opened, read or written."""


class SchemaTooNew(StoreError):
    """The database was written by a later release; nothing was changed."""


class StoreBusy(StoreError):
    """Another process holds the database, or a bot already runs on it."""


class NotStored(StoreError):
    """What was asked for is not in the record."""
