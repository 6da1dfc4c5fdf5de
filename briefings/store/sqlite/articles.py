"""Stored articles, their versions and addresses, for those who read."""

# ruff: noqa: S608 - statements are put together of names of ours alone; every value is bound

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from briefings.models import Article, Event, PublishedBasis
from briefings.store.protocol import ALL, Coverage, KnownArticle, Original, StoredArticle
from briefings.store.sqlite.database import Database, Row
from briefings.store.sqlite.rows import article_id, as_moment, event_from, serial

_ADDRESSES = "(SELECT json_group_array(url) FROM article_address WHERE article = a.id)"

_STORED = f"""SELECT a.id, a.scope, v.version, v.title, v.text, v.url, {_ADDRESSES}, v.source, v.language,
    v.published, v.published_basis, v.reader_name || ' ' || v.reader_version, a.first_added, v.added
    FROM article a JOIN article_version v ON v.article = a.id"""

ORIGINAL = """SELECT a.id, a.scope, a.text_hash, v.title, v.text, v.url, v.source, v.language,
    v.given_published, v.given_basis, v.given_readings, v.published, v.published_basis,
    v.reader_name, v.reader_version, v.notes
    FROM article a JOIN article_version v ON v.article = a.id AND v.version = a.version"""
"""The columns `original_from` takes."""


def marks(values: Sequence[object]) -> str:
    """As many question marks as there are values."""
    return ", ".join("?" * len(values))


class SqliteArticles:
    """`briefings.store.protocol.Articles`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, id_or_url: str, scopes: Sequence[str] = (ALL,)) -> StoredArticle | None:
        number = serial(id_or_url, "a")
        where = "a.id = ?"
        if number is None:
            where = (
                f"a.id IN (SELECT article FROM article_address WHERE url = ? AND scope IN ({marks(scopes)}))"
            )
        values = [number] if number is not None else [id_or_url, *scopes]
        row = await self._database.row(
            f"{_STORED} AND v.version = a.version WHERE {where} AND a.scope IN ({marks(scopes)})"
            " ORDER BY a.scope = 'all' LIMIT 1",
            [*values, *scopes],
        )
        return _stored(row) if row else None

    async def count(self, scopes: Sequence[str] | None = (ALL,)) -> int:
        where = "" if scopes is None else f" WHERE scope IN ({marks(scopes)})"
        row = await self._database.row(f"SELECT count(*) FROM article{where}", scopes or ())
        return int(row[0]) if row else 0

    async def coverage(self, scopes: Sequence[str] = (ALL,)) -> Coverage:
        held = marks(scopes)
        row = await self._database.row(
            f"SELECT (SELECT count(*) FROM article WHERE scope IN ({held})),"
            f" (SELECT count(*) FROM event WHERE scope IN ({held}))"
            f" - (SELECT count(*) FROM event_hidden WHERE scope IN ({held})),"
            f" (SELECT min(published) FROM article WHERE scope IN ({held})),"
            f" (SELECT max(published) FROM article WHERE scope IN ({held}))",
            [*scopes, *scopes, *scopes, *scopes, *scopes],
        )
        assert row is not None
        return Coverage(*row)

    async def versions(self, article_id: str) -> tuple[StoredArticle, ...]:
        rows = await self._database.rows(
            f"{_STORED} WHERE a.id = ? ORDER BY v.version", [serial(article_id, "a")]
        )
        return tuple(_stored(row) for row in rows)

    async def events(self, article_id: str) -> tuple[Event, ...]:
        rows = await self._database.rows(
            "SELECT body FROM telling WHERE article = ? ORDER BY position", [serial(article_id, "a")]
        )
        return tuple(event_from(json.loads(row[0])) for row in rows)

    async def find(self, scope: str, url: str | None, text_hash: str) -> KnownArticle | None:
        async with self._database.reading() as connection:
            return await find_article(connection, scope, url, text_hash)

    async def originals(self, after: int = 0, limit: int = 100) -> tuple[Original, ...]:
        rows = await self._database.rows(f"{ORIGINAL} WHERE a.id > ? ORDER BY a.id LIMIT ?", [after, limit])
        return tuple(original_from(row) for row in rows)


async def find_article(connection: Any, scope: str, url: str | None, text_hash: str) -> KnownArticle | None:
    """By address or text in `scope`, else by text in `ALL`; `connection` is inside a transaction."""
    if url is not None:
        rows = list(
            await connection.execute_fetchall(
                "SELECT a.id, a.scope, a.text_hash, d.text_hash, EXISTS (SELECT 1 FROM article_version v"
                " WHERE v.article = a.id AND v.text_hash = ? AND v.version < a.version)"
                " FROM article_address d JOIN article a ON a.id = d.article"
                " WHERE d.scope = ? AND d.url = ?",
                [text_hash, scope, url],
            )
        )
        if rows:
            number, found_in, current, seen, older = rows[0]
            # The text that was last seen at this address is no news, even where another one has newer words.
            by = "text" if text_hash in (current, seen) else "url"
            return KnownArticle(article_id(number), found_in, current, by, bool(older))
    questions: list[tuple[str, str, list[str]]] = []
    old = "id IN (SELECT article FROM article_version WHERE text_hash = ?) AND scope = ?"
    for place in dict.fromkeys((scope, ALL)):
        questions.append(("text", "scope = ? AND text_hash = ?", [place, text_hash]))
        questions.append(("old text", old, [text_hash, place]))
    for matched, where, values in questions:
        rows = list(
            await connection.execute_fetchall(
                f"SELECT id, scope, text_hash FROM article WHERE {where} ORDER BY id LIMIT 1",
                values,
            )
        )
        if rows:
            number, found_in, current = rows[0]
            return KnownArticle(article_id(number), found_in, current, matched)
    return None


def _stored(row: Row) -> StoredArticle:
    urls = tuple(json.loads(row[6]))
    return StoredArticle(
        id=article_id(row[0]),
        scope=row[1],
        version=row[2],
        title=row[3],
        text=row[4],
        url=row[5],
        urls=urls,
        source=row[7],
        language=row[8],
        published=row[9],
        published_basis=PublishedBasis(row[10]),
        reader=row[11],
        first_added=as_moment(row[12]),
        last_changed=as_moment(row[13]),
    )


def original_from(row: Row) -> Original:
    article = Article(
        title=row[3],
        text=row[4],
        url=row[5],
        source=row[6],
        language=row[7],
        published=row[8],
        published_basis=PublishedBasis(row[9]),
        published_readings=tuple(json.loads(row[10])),
        notes=tuple(json.loads(row[15])),
    )
    return Original(
        serial=row[0],
        id=article_id(row[0]),
        scope=row[1],
        text_hash=row[2],
        article=article,
        published=row[11],
        published_basis=PublishedBasis(row[12]),
        reader_name=row[13],
        reader_version=row[14],
    )
