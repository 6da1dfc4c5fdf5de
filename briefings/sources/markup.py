"""XML and scraps of HTML from strangers: decoded by what they say of themselves, entities refused.

lxml is imported at the first scrap of HTML.
"""

from __future__ import annotations

import codecs
import re

from briefings.errors import FeedError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\x00?\x00", "utf-16-le"),
    (b"\x00<\x00?", "utf-16-be"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]{2,40})["']""")
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,300}\?>")
_ENTITY = re.compile(r"<!\s*(?:ENTITY|ELEMENT|ATTLIST|NOTATION)\b", re.I)
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^>\[]{0,500}>", re.I)
_SUBSET = re.compile(r"<!DOCTYPE\b[^>\[]{0,500}\[", re.I)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_HALVES = re.compile("[\ud800-\udfff]")
_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header "
    "hr li main nav ol p pre section table td th tr ul".split()
)
_SILENT = frozenset("script style head template noscript iframe object embed svg math".split())
_DEEPEST = 200


def decode(body: bytes, charset: str | None = None) -> str:
    """The text of an XML or JSON document.

    A byte order mark counts first, then what is valid: the server's `charset`, the document's own claim,
    UTF-8. Where all are wrong the document is read as Windows-1252, as browsers do. Never raises.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body.decode(encoding, "replace").lstrip("\ufeff")
    claim = _DECLARED.match(body.lstrip()[:400])
    for name in (charset, claim[1].decode("ascii") if claim else None, "utf-8"):
        if not name:
            continue
        try:
            encoding = codecs.lookup(name).name
            # Text in UTF-8 is hardly ever anything else, but is "valid" in every one-byte encoding.
            return body.decode("utf-8") if encoding in _ONE_BYTE and _is_utf8(body) else body.decode(encoding)
        except (LookupError, UnicodeError, ValueError):
            continue
    return body.decode("cp1252", "replace")


_ONE_BYTE = frozenset({"iso8859-1", "cp1252", "iso8859-15", "ascii", "latin_1"})


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def without_entities(text: str, name: str) -> str:
    """An XML document without its declaration and document type, safe to parse.

    Raises `FeedError` where the document declares entities: a few lines of them can fill the memory.
    """
    head = text[:20_000] if "<!" in text else ""
    if _SUBSET.search(head) or _ENTITY.search(text):
        raise FeedError(f"{name}: the document declares entities of its own, which is not safe to read.")
    bare = _DECLARATION.sub("", text, count=1) if "<?xml" in text[:200] else text
    return _CONTROLS.sub(" ", _DOCTYPE.sub("", bare, count=1)).strip()


def paragraphs(fragment: str) -> list[str]:
    """The paragraphs of a scrap of HTML as plain text; nothing in it is run or fetched."""
    fragment = storable(fragment)
    if "<" not in fragment and "&" not in fragment:
        return [" ".join(line.split()) for line in fragment.split("\n") if line.strip()]
    from lxml import etree, html  # type: ignore[import-untyped]

    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        tree = html.document_fromstring(f"<div>{_CONTROLS.sub(' ', fragment)}</div>", parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return [" ".join(re.sub(r"<[^<>]{0,2000}>", " ", fragment).split())]
    pieces: list[str] = []
    # Walked with a list of our own: markup nested without end must not exhaust Python's stack.
    waiting: list[tuple[str, object]] = [("open", tree)]
    while waiting:
        what, node = waiting.pop()
        if what == "text":
            pieces.append(str(node))
            continue
        tag = str(node.tag) if isinstance(node.tag, str) else ""  # type: ignore[attr-defined]
        if tag in _SILENT:
            continue
        if tag in _BLOCKS:
            pieces.append("\n")
            waiting.append(("text", "\n"))
        children: list[tuple[str, object]] = [("text", node.text or "")]  # type: ignore[attr-defined]
        for child in node:  # type: ignore[attr-defined]
            children += [("open", child), ("text", child.tail or "")]
        waiting += reversed(children)
    joined = re.sub(r"[^\S\n]+", " ", "".join(pieces))
    return [line.strip() for line in joined.split("\n") if line.strip()]


def storable(text: str) -> str:
    """`text` without halves of character pairs, which JSON and YAML can spell but no database can keep."""
    return _HALVES.sub("\ufffd", text)


def line(fragment: str | None) -> str:
    """A title or a name as one line of plain text."""
    return " ".join(" ".join(paragraphs(fragment)).split()) if fragment else ""
