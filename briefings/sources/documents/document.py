"""What every kind of document gives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """Paragraphs in order, and what the document says of itself. `stated`: ISO day of publication."""

    paragraphs: tuple[str, ...]
    title: str | None = None
    stated: str | None = None
    source: str | None = None
    notes: tuple[str, ...] = ()
