"""From the bytes of a file to an article."""

from __future__ import annotations

import codecs
import re
from itertools import pairwise
from pathlib import PurePath

from briefings import dates
from briefings.errors import (
    ArticleTooLarge,
    BinaryArticle,
    EmptyArticle,
    UndecodableArticle,
)
from briefings.languages import later, phrase
from briefings.models import Article
from briefings.sources import documents, frontmatter, html
from briefings.sources.composing import compose

MAX_BYTES = 5 * 1024 * 1024
"""Larger files of text are no articles."""

SUFFIXES = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", *documents.SUFFIXES)
"""Endings of what is read where files are looked for: in directories, archives and attachments."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = {
    b"%PDF": later("a PDF"),
    b"PK\x03\x04": later("an archive or office document"),
    b"\x89PNG": later("a picture"),
    b"\xff\xd8\xff": later("a picture"),
    b"GIF8": later("a picture"),
    b"\x1f\x8b": later("an archive"),
    b"{\\rtf": later("a rich text document"),
}
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_HEADING = re.compile(r"#{1,6}\s+(.+?)\s*#*\Z")
_LINK = re.compile(
    r"(!?)\[([^\[\]\n]{0,300})\]\((?:[^()\s\n]|\([^()\s\n]{0,100}\)){0,500}(?:\s+\"[^\"\n]{0,200}\")?\)"
)
_BOLD = re.compile(r"(\*\*|__)(?=[^\s*_])([^*_\n]{1,500}?)(?<=\S)\1")
_SENTENCE_END = re.compile(r"[.!?:;,…][\"”’')\]]*\Z")
_WRAPPED_FROM, _WRAPPED_TO = 45, 110


def most_bytes(name: str) -> int:
    """How large a file of that name may be."""
    return documents.MAX_BYTES if documents.kind_of(name) else MAX_BYTES


def load_article(path: PurePath | str, data: bytes, *, published: str | None = None) -> Article:
    """The article in `data`; `path` names it in messages and its suffix hints at HTML ("-" is standard
    input).

    `published` (ISO day, month or year) wins over everything the file says. Raises a subclass of
    `briefings.errors.ArticleError` for what is no article, and `DateError` for a wrong `published`.
    """
    name = "standard input" if str(path) == "-" else str(path)
    given = dates.parse(published) if published is not None else None
    kind = documents.kind_of(name, data)
    if kind is not None:
        found = documents.read_document(kind, name, data)
        return compose(
            name,
            found.paragraphs,
            title=found.title,
            given=given,
            stated=found.stated,
            source=found.source,
            notes=found.notes,
        )
    text = decode(name, data)
    matter = frontmatter.split(name, text)
    if not matter.body.strip():
        raise EmptyArticle(name, phrase("there is nothing below the front matter"))
    page = html.read_page(name, matter.body) if html.looks_like_html(name, matter.body) else None
    if page is not None:
        about = page.about
        return compose(
            name,
            page.paragraphs,
            title=matter.title or page.title,
            given=given or matter.published,
            stated=about.published,
            url=matter.url or about.url,
            source=matter.source or about.publisher,
            language=matter.language or about.language,
        )
    return compose(
        name,
        paragraphs_of(matter.body, name.lower().endswith((".md", ".markdown"))),
        title=matter.title,
        given=given or matter.published,
        url=matter.url,
        source=matter.source,
        language=matter.language,
    )


def decode(name: str, data: bytes) -> str:
    """The text of a file: UTF-8, UTF-16 or UTF-32 with a byte order mark, or what a web page declares."""
    if len(data) > MAX_BYTES:
        # Whoever reads files stops behind the limit, so how large this one is may not be known here.
        raise ArticleTooLarge(
            name,
            phrase(
                "the file is too large for an article; the limit is {most} MB",
                most=MAX_BYTES // 1024 // 1024,
            ),
        )
    if not data.strip():
        raise EmptyArticle(name, phrase("the file is empty"))
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise BinaryArticle(
                name,
                phrase(
                    "this is {what}, not text; save the article as text, Markdown or HTML", what=phrase(what)
                ),
            )
    encoding, start = next(((e, len(b)) for b, e in _BOMS if data.startswith(b)), ("utf-8", 0))
    if encoding == "utf-8" and b"\x00" in data:
        raise BinaryArticle(
            name, phrase("this is no text: it holds a NUL byte at offset {index}", index=data.index(0))
        )
    try:
        text = data[start:].decode(encoding)
    except UnicodeDecodeError as error:
        text = _as_declared(name, data, error, start)
    if not text.strip("\ufeff \t\r\n"):
        raise EmptyArticle(name, phrase("the file is empty"))
    head = text[:4096]
    if len(_CONTROLS.findall(head)) > len(head) // 20:
        raise BinaryArticle(name, phrase("this is no text: it is full of control characters"))
    return text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")


def _as_declared(name: str, data: bytes, error: UnicodeDecodeError, start: int) -> str:
    offset = start + error.start
    declared = html.declared_charset(data)
    if declared is not None and start == 0:
        try:
            if codecs.lookup(declared).name != "utf-8":
                return data.decode(declared)
        except (LookupError, UnicodeError):
            declared = None
    line = data.count(b"\n", 0, offset) + 1
    raise UndecodableArticle(
        name,
        phrase(
            "byte 0x{data} at offset {offset} (line {line}) is not UTF-8; save the file as UTF-8",
            data=format(data[offset], "02x"),
            offset=offset,
            line=line,
        ),
        offset,
    ) from error


def paragraphs_of(text: str, markdown: bool = False) -> list[str]:
    """The paragraphs of plain text or Markdown: each line is one, but lines wrapped at a width are joined."""
    paragraphs: list[str] = []
    for block in re.split(r"\n[^\S\n]*\n", text):
        lines = [line.strip() for line in block.split("\n") if line.strip()]
        if _is_wrapped(lines):
            lines = [" ".join(lines)]
        paragraphs += lines
    return [p for p in (_plain(p) if markdown or "](" in p else p for p in paragraphs) if p]


def _is_wrapped(lines: list[str]) -> bool:
    if len(lines) < 2 or not all(_WRAPPED_FROM <= len(line) <= _WRAPPED_TO for line in lines[:-1]):
        return False
    running_on = sum(not _SENTENCE_END.search(one) or other[0].islower() for one, other in pairwise(lines))
    lower = sum(line[0].islower() for line in lines[1:])
    return lower > 0 and running_on * 2 > len(lines) - 1


def _plain(paragraph: str) -> str:
    """A Markdown paragraph without its marks: pictures go, links keep their words."""
    heading = _HEADING.match(paragraph)
    text = heading[1] if heading else paragraph.lstrip("> ") if paragraph.startswith(">") else paragraph
    if "](" in text:
        text = _LINK.sub(lambda m: "" if m[1] else m[2], text)
    return _BOLD.sub(r"\2", text).strip()
