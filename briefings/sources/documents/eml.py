"""Mails: subject, sender and date of the message, or of the one that was forwarded in it; the text part."""

from __future__ import annotations

import re
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime

from briefings.errors import ArticleError, BinaryArticle, EmptyArticle
from briefings.languages import phrase
from briefings.sources.documents.document import Document

_MOST_PARTS = 200
_MOST_TEXT = 5 * 1024 * 1024
_PREFIX = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr|rv)\s*(?:\[\d+\])?\s*:\s*)+", re.I)
_FORWARDED = re.compile(
    r"^[ \t>]*-{2,}\s*(?:forwarded|original) message\s*-{2,}[ \t]*$|^begin forwarded message:[ \t]*$",
    re.I | re.M,
)
_HEADER = re.compile(r"^[ \t>]*(from|date|sent|subject|to|cc|reply-to):[ \t]*(.*)$", re.I)
_DASHES = re.compile(r"^-- $", re.M)


def read(name: str, data: bytes) -> Document:
    """The text of a mail. Attachments are left alone."""
    try:
        message = BytesParser(policy=policy.default).parsebytes(data)
        if not isinstance(message, EmailMessage) or not any(
            message.get(h) for h in ("From", "Subject", "Date")
        ):
            raise BinaryArticle(name, phrase("this is no mail: it has neither sender nor subject nor date"))
        text, is_html = _text(message)
        sender, subject, sent = (_header(message, key) for key in ("From", "Subject", "Date"))
    except ArticleError:
        raise
    except Exception as error:  # the standard library's parser lets through whatever a broken header provokes
        raise ArticleError(name, phrase("this mail cannot be read; save its text as a .txt file")) from error
    if not text.strip():
        raise EmptyArticle(name, phrase("this mail holds no text; its attachments are not read"))
    if is_html:
        from briefings.sources.html import read_page

        page = read_page(name, text)
        return Document(page.paragraphs, _subject(subject) or page.title, _day(sent), _sender(sender))
    inner, text = _forwarded(text)
    from briefings.sources.files import paragraphs_of

    return Document(
        tuple(paragraphs_of(_DASHES.split(text, maxsplit=1)[0].replace("\r\n", "\n"))),
        _subject(inner.get("subject") or subject),
        _day(inner.get("date") or inner.get("sent") or sent),
        _sender(inner.get("from") or sender),
    )


def _text(message: EmailMessage) -> tuple[str, bool]:
    """The first plain part, else the first HTML part, and whether it is the latter."""
    pages: list[str] = []
    for count, part in enumerate(message.walk()):
        if count >= _MOST_PARTS:
            break
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        kind = part.get_content_type()
        if kind not in ("text/plain", "text/html"):
            continue
        raw = part.get_payload(decode=True)
        body = raw if isinstance(raw, bytes) else b""
        text = _decoded(body[:_MOST_TEXT], part.get_content_charset())
        if kind == "text/plain" and text.strip():
            return text, False
        pages.append(text)
    return (pages[0], True) if pages else ("", False)


def _decoded(body: bytes, charset: str | None) -> str:
    for claimed in (charset, "utf-8"):
        try:
            return body.decode(claimed or "utf-8")
        except (LookupError, UnicodeError):
            continue
    return body.decode("windows-1252", "replace")


def _forwarded(text: str) -> tuple[dict[str, str], str]:
    """Headers and text of a message that was forwarded; without one, no headers and all the text."""
    mark = _FORWARDED.search(text)
    if mark is None:
        return {}, text
    headers: dict[str, str] = {}
    lines = text[mark.end() :].split("\n")
    for number, line in enumerate(lines[:30]):
        found = _HEADER.match(line.rstrip("\r"))
        if found is not None:
            headers[found[1].lower()] = found[2].strip()
        elif headers and not line.strip():
            rest = "\n".join(lines[number:])
            return headers, rest
    return {}, text


def _header(message: EmailMessage, key: str) -> str:
    return " ".join(str(message.get(key, "")).split())[:500]


def _subject(subject: str) -> str | None:
    return _PREFIX.sub("", subject).strip() or None


def _sender(sender: str) -> str | None:
    """The name of who sent it, else the host of the address."""
    shown, address = parseaddr(sender.replace("*", ""))
    return " ".join(shown.split()) or address.rpartition("@")[2] or None


def _day(sent: str) -> str | None:
    """The day as the sender's clock had it."""
    try:
        found: datetime = parsedate_to_datetime(sent.replace(" at ", " "))
    except (ValueError, TypeError, IndexError):
        return None
    return found.date().isoformat()
