"""Documents that are no plain text: one module a kind, each with ``read(name, data) -> Document``.

A kind that needs a library of its own says so in one sentence where that is not installed.
"""

from __future__ import annotations

import importlib
from pathlib import PurePath

from briefings.errors import ArticleTooLarge, EmptyArticle
from briefings.languages import phrase
from briefings.sources.documents.document import Document

MAX_BYTES = 20 * 1024 * 1024
"""Documents hold pictures too, so they may be larger than text."""

_KINDS = {".eml": "eml", ".pdf": "pdf", ".docx": "docx"}
_LOCAL_FILE = b"PK\x03\x04"

SUFFIXES = tuple(_KINDS)

__all__ = ["MAX_BYTES", "SUFFIXES", "Document", "kind_of", "read_document"]


def kind_of(name: str, data: bytes = b"") -> str | None:
    """The kind of document by the ending of its name, or by its first bytes where the name has none."""
    suffix = PurePath(name).suffix.lower()
    if suffix in _KINDS:
        return _KINDS[suffix]
    if not suffix or " " in suffix:
        if data.startswith(b"%PDF-"):
            return "pdf"
        if data.startswith(_LOCAL_FILE) and b"word/document.xml" in data:
            return "docx"
    return None


def read_document(kind: str, name: str, data: bytes) -> Document:
    """What a document of that kind holds. Raises subclasses of `ArticleError` with a sentence."""
    if len(data) > MAX_BYTES:
        raise ArticleTooLarge(
            name,
            phrase(
                "{size} MB is too large for a document; the limit is {most} MB",
                size=format(len(data) / 1024 / 1024, ".1f"),
                most=MAX_BYTES // 1024 // 1024,
            ),
        )
    if not data.strip():
        raise EmptyArticle(name, phrase("the file is empty"))
    found: Document = importlib.import_module(f"{__name__}.{kind}").read(name, data)
    return found
