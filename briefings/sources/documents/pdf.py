"""PDF files by pypdf: lines joined into paragraphs, running heads and page numbers left out."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from briefings.errors import ArticleError, EmptyArticle
from briefings.languages import phrase
from briefings.sources.composing import MOST_TEXT
from briefings.sources.documents.document import Document

MOST_PAGES = 300
_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:of|/)\s*\d{1,4})?", re.I)
_END = re.compile(r"[.!?:…][\"”’')\]]*$")
_EDGE_LINES = 2
_REPEATED = 3


def read(name: str, data: bytes) -> Document:
    """The text of a PDF. Raises `ArticleError` where pypdf is missing, or the file is locked or broken."""
    try:
        import pypdf
    except ImportError as error:
        raise ArticleError(
            name, phrase("PDF files need one more library: pip install 'dragoman[documents]'")
        ) from error
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise ArticleError(name, phrase("this PDF is locked by a password; save an unlocked copy"))
        count = len(reader.pages)
        pages = _pages(reader)
        title = _title(reader)
    except ArticleError:
        raise
    except Exception as error:  # pypdf lets through whatever a broken file provokes
        raise ArticleError(
            name, phrase("this PDF is damaged; save it again, or its text as a .txt file")
        ) from error
    paragraphs = paragraphs_of_pages(pages)
    if not paragraphs:
        raise EmptyArticle(
            name, phrase("this PDF holds pictures but no text; run text recognition (OCR) over it")
        )
    read_pages = len(pages)
    notes: tuple[str, ...] = ()
    if read_pages < count:
        notes = (phrase("Only the first {read} of {pages} pages were read.", read=read_pages, pages=count),)
    return Document(tuple(paragraphs), title, notes=notes)


def _pages(reader: Any) -> list[list[str]]:
    pages: list[list[str]] = []
    characters = 0
    for page in reader.pages[:MOST_PAGES]:
        text = page.extract_text() or ""
        characters += len(text)
        pages.append([" ".join(line.split()) for line in text[:MOST_TEXT].split("\n")])
        if characters > MOST_TEXT:
            break
    return pages


def paragraphs_of_pages(pages: Sequence[Sequence[str]]) -> list[str]:
    """The paragraphs of pages of lines, without what stands at the edge of many pages."""
    edges = Counter(
        line
        for page in pages
        for line in {_folded(line) for line in (*page[:_EDGE_LINES], *page[-_EDGE_LINES:])}
        if line
    )
    lines: list[str] = []
    for page in pages:
        for number, line in enumerate(page):
            edge = number < _EDGE_LINES or number >= len(page) - _EDGE_LINES
            if edge and (edges[_folded(line)] >= _REPEATED or _PAGE_NUMBER.fullmatch(line)):
                continue
            lines.append(line)
    return _joined(lines)


def _joined(lines: Sequence[str]) -> list[str]:
    """A paragraph ends at an empty line, or where a line that closes a sentence is clearly short."""
    lengths = sorted(len(line) for line in lines if line)
    width = lengths[int(len(lengths) * 0.8)] if lengths else 0
    paragraphs: list[str] = []
    current = ""
    for line in lines:
        if not line:
            if current:
                paragraphs.append(current)
            current = ""
            continue
        if re.search(r"[^\W\d_]-$", current) and line[0].islower():
            current = current[:-1] + line
        else:
            current = f"{current} {line}" if current else line
        short = len(line) < width * 0.75
        if short and (_END.search(line) or not paragraphs):
            paragraphs.append(current)
            current = ""
    return [*paragraphs, current] if current else paragraphs


def _folded(line: str) -> str:
    return re.sub(r"\d+", "0", line).casefold()


def _title(reader: Any) -> str | None:
    """The title in the file's properties, unless a program has put a file name there."""
    title = " ".join(str((reader.metadata or {}).get("/Title") or "").split())
    if len(title.split()) < 3 or re.search(r"\.(?:docx?|pdf|indd|qxd|rtf)\b|^microsoft word", title, re.I):
        return None
    return title[:300]
