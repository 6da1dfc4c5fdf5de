"""Word documents: a zip with XML in it, read with bounds and without entities, so no library is needed."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from briefings.errors import ArticleError, ArticleTooLarge, EmptyArticle
from briefings.languages import phrase
from briefings.sources.documents.document import Document

_BODY = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MOST_XML = 40 * 1024 * 1024
_MOST_ENTRIES = 5000

DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    RuntimeError,
    EOFError,
    ValueError,
    OSError,
    struct.error,
    zlib.error,
    lzma.LZMAError,
)
"""What the standard library raises for zip files that are damaged, locked or made up."""


def read(name: str, data: bytes) -> Document:
    """The paragraphs of a document, tables included; without headers, footers, notes and deleted words."""
    xml = _body(name, data)
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(xml, parser)
    except (etree.LxmlError, ValueError) as error:
        raise ArticleError(
            name, phrase("this document is damaged; save it again or as plain text")
        ) from error
    if tree.getroottree().docinfo.internalDTD is not None:
        raise ArticleError(
            name, phrase("this document declares entities of its own, which no text program writes")
        )
    title = None
    paragraphs: list[str] = []
    for paragraph in tree.iter(f"{_W}p"):
        if any(parent.tag == _FALLBACK for parent in paragraph.iterancestors()):
            continue
        text = " ".join("".join(_words(paragraph)).split())
        if text and title is None and _style(paragraph) == "title":
            title = text
        elif text:
            paragraphs.append(text)
    if not paragraphs:
        raise EmptyArticle(name, phrase("this document holds no text"))
    return Document(tuple(paragraphs), title)


def _body(name: str, data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > _MOST_ENTRIES:
                raise ArticleError(name, phrase("this document has too many parts"))
            with archive.open(_BODY) as entry:
                # The size that a zip declares may be a lie: what counts is what comes out.
                xml = entry.read(_MOST_XML + 1)
    except KeyError as error:
        raise ArticleError(name, phrase("this is no Word document: it has no text part")) from error
    except DAMAGE as error:
        raise ArticleError(name, phrase("this document is damaged or locked by a password")) from error
    if len(xml) > _MOST_XML:
        raise ArticleTooLarge(name, phrase("this document unpacks to more than 40 MB of text"))
    return xml


def _words(paragraph: Any) -> Iterator[str]:
    for part in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}noBreakHyphen"):
        if next(part.iterancestors(f"{_W}p"), None) is not paragraph:
            continue  # a text box within the paragraph is a paragraph of its own
        if part.tag == f"{_W}t":
            yield part.text or ""
        else:
            yield "-" if part.tag == f"{_W}noBreakHyphen" else " "


def _style(paragraph: Any) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return (style.get(f"{_W}val") or "").lower() if style is not None else ""
