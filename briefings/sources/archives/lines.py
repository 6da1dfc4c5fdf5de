"""Files of one article a line: JSON lines with the article itself, or CSV with addresses (GDELT's lists).

JSON lines: an object a line with `text` and any of `title`, `published`, `url`, `source`, `language`;
without `text` its `url` is an address to be fetched. CSV: a header line with a column `url`, and any of
`title`, `date` or the columns above; a list of bare addresses needs no header.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from briefings import dates
from briefings.errors import ArticleError, DateError
from briefings.models import Article
from briefings.sources import html, markup
from briefings.sources.archives.entry import Entry
from briefings.sources.composing import compose
from briefings.sources.files import MAX_BYTES, load_article, paragraphs_of

LINES = (".jsonl", ".ndjson", ".csv")

_LONGEST_LINE = MAX_BYTES + 64 * 1024
_FIELDS = ("title", "published", "url", "text", "source", "language")
_ADDRESS_COLUMNS = ("url", "documentidentifier", "sourceurl", "link", "address")
_DAY_COLUMNS = ("date", "seendate", "published", "datetime")
_CLOCK = re.compile(r"(?<=\d)(?:[T ]\d{1,2}:?\d{2}.*)\Z")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}Z?)?\Z")
_MOST_TITLE = 500


class LinesFile:
    """One such file on disk."""

    def __init__(self, path: Path, published: str | None = None) -> None:
        self._path = path
        self._published = published
        try:
            self._size = path.stat().st_size
            with path.open("rb"):
                pass
        except FileNotFoundError:
            raise ArticleError(str(path), "there is no such file") from None
        except OSError as error:
            raise ArticleError(str(path), f"cannot be opened ({error.strerror or error})") from error

    @property
    def total(self) -> int:
        return self._size

    def entries(self) -> Iterator[Entry]:
        with self._path.open("rb") as file:
            yield from entries_of_lines(file, str(self._path), self._published)


def entries_of_lines(file: IO[bytes], name: str, published: str | None = None) -> Iterator[Entry]:
    """The entries of an open file, read line by line; `name` says by its ending which kind it is."""
    lines = _lines(file)
    return (
        _csv_entries(lines, name) if name.lower().endswith(".csv") else _json_entries(lines, name, published)
    )


def _lines(file: IO[bytes]) -> Iterator[tuple[int, int, bytes | None]]:
    """(number from 1, offset of its end, line); None for a line that is too long to be an article."""
    number = end = 0
    while line := file.readline(_LONGEST_LINE):
        number += 1
        end += len(line)
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if len(line) < _LONGEST_LINE or line.endswith(b"\n"):
            yield number, end, line
            continue
        while rest := file.readline(_LONGEST_LINE):
            end += len(rest)
            if rest.endswith(b"\n"):
                break
        yield number, end, None


def _json_entries(
    lines: Iterator[tuple[int, int, bytes | None]], name: str, published: str | None
) -> Iterator[Entry]:
    for number, end, line in lines:
        place = f"{name}:{number}"
        if line is not None and not line.strip():
            continue
        try:
            if line is None:
                raise ArticleError(f"{name}, line {number}", "too long for an article; the limit is 5 MB")
            yield replace(_json_entry(line, name, number, published), done=end)
        except (ArticleError, DateError) as error:
            yield Entry(place, error=str(error), done=end)


def _json_entry(line: bytes, name: str, number: int, published: str | None) -> Entry:
    where, place = f"{name}, line {number}", f"{name}:{number}"
    try:
        found = json.loads(line)
    except UnicodeDecodeError as error:
        raise ArticleError(where, f"not UTF-8 (byte {error.start} of the line)") from error
    except (ValueError, RecursionError) as error:
        deep = isinstance(error, RecursionError)
        said = getattr(error, "msg", "nested too deeply" if deep else "a number in it is too long")
        raise ArticleError(where, f"no JSON: {said}") from error
    if not isinstance(found, dict):
        raise ArticleError(where, 'no JSON object; write {"title": …, "text": …} on each line')
    fields = {key: _field(found, key, where) for key in _FIELDS}
    if fields["text"]:
        return Entry(place, article_of(fields, where, published))
    if fields["url"]:
        return Entry(place, address=_address(fields["url"], where), seen=_day(fields["published"]))
    raise ArticleError(where, "it has neither text nor url")


def article_of(fields: Mapping[str, str | None], where: str, published: str | None = None) -> Article:
    """The article of named fields; `where` names it in messages. Raises `ArticleError`."""
    text = fields.get("text") or ""
    given = published or _given(fields.get("published"), where)
    said = fields.get("url")
    url = _address(said, where) if said else None
    title = " ".join((fields.get("title") or "").split())[:_MOST_TITLE] or None
    if html.looks_like_html("", text):
        page = load_article(where, text.encode("utf-8", "replace"), published=given)
        return replace(
            page,
            title=title or page.title,
            url=url or page.url,
            source=fields.get("source") or page.source,
            language=_language(fields.get("language")) or page.language,
        )
    return compose(
        where,
        paragraphs_of(text.replace("\r\n", "\n").replace("\r", "\n")),
        title=title,
        given=given,
        url=url,
        source=" ".join((fields.get("source") or "").split()) or None,
        language=_language(fields.get("language")),
    )


def _csv_entries(lines: Iterator[tuple[int, int, bytes | None]], name: str) -> Iterator[Entry]:
    ends = [0]

    def texts() -> Iterator[str]:
        for _, end, line in lines:
            ends[0] = end
            # A line that is too long would be refused by the csv module too: an empty one keeps the numbers.
            yield "\n" if line is None else line.decode("utf-8", "replace").replace("\0", "")

    rows = csv.reader(texts())
    columns: dict[str, int] | None = None
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            where = f"{name}, line {rows.line_num}"
            yield Entry(f"{name}:{rows.line_num}", error=f"{where}: no CSV: {error}", done=ends[0])
            continue
        if not any(cell.strip() for cell in row):
            continue
        if columns is None:
            columns = _columns(row)
            if columns is None:
                wrong = f"{name}, line {rows.line_num}: the first line must name the columns, one of them url"
                yield Entry(f"{name}:{rows.line_num}", error=wrong, done=ends[0])
                return
            if not _is_address(row[columns["url"]]):
                continue
        where = f"{name}, line {rows.line_num}"
        try:
            entry = _csv_entry(row, columns, f"{name}:{rows.line_num}", where)
        except (ArticleError, DateError) as error:
            entry = Entry(f"{name}:{rows.line_num}", error=str(error))
        yield replace(entry, done=ends[0])


def _columns(row: list[str]) -> dict[str, int] | None:
    """Which column is what: by the header, or by where the address stands if there is none."""
    names = [cell.strip().lower() for cell in row]
    for address in _ADDRESS_COLUMNS:
        if address in names:
            return {**{name: place for place, name in enumerate(names)}, "url": names.index(address)}
    place = next((place for place, cell in enumerate(row) if _is_address(cell)), None)
    return None if place is None else {"url": place}


def _csv_entry(row: list[str], columns: dict[str, int], place: str, where: str) -> Entry:
    def cell(name: str) -> str | None:
        at = columns.get(name)
        return row[at].strip() or None if at is not None and at < len(row) else None

    if cell("text"):
        return Entry(place, article_of({name: cell(name) for name in _FIELDS}, where))
    address = cell("url")
    if address is None:
        raise ArticleError(where, "it has no address")
    seen = next((day for day in (_day(cell(name)) for name in _DAY_COLUMNS) if day), None)
    return Entry(place, address=_address(address, where), seen=seen)


def _field(found: Mapping[str, Any], key: str, where: str) -> str | None:
    value = found.get(key)
    if value is None or isinstance(value, str):
        return markup.storable(value).strip() or None if value else None
    raise ArticleError(where, f"{key} must be text, not {type(value).__name__}")


def _given(said: str | None, where: str) -> str | None:
    if said is None:
        return None
    try:
        return dates.parse(_day(said) or _CLOCK.sub("", said))
    except DateError as error:
        raise ArticleError(where, f"published: {error}") from error


def _day(said: str | None) -> str | None:
    """The ISO day in a moment, written with or without dashes; None where there is none."""
    compact = _COMPACT.match(said or "")
    text = "-".join(compact.groups()) if compact else _CLOCK.sub("", said or "")
    try:
        return dates.parse(text) if len(text) == len("2024-07-09") else None
    except DateError:
        return None


def _language(said: str | None) -> str | None:
    return re.split(r"[-_]", said.strip().lower())[0][:3] or None if said and len(said) <= 12 else None


def _is_address(cell: str) -> bool:
    return re.match(r"\s*https?://[^\s/]", cell, re.I) is not None


def _address(said: str, where: str) -> str:
    if not _is_address(said) or len(said) > 2000:
        raise ArticleError(where, f"url: {said[:80]!r} is no web address; it begins with https://")
    return said.strip()
