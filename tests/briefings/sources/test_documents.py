"""Mails, PDF files and Word documents, whole and hostile, as bytes."""

from __future__ import annotations

import contextlib
import io
import sys
import zipfile
import zlib
from email.message import EmailMessage

import pytest

from briefings.errors import ArticleError, ArticleTooLarge, EmptyArticle
from briefings.models import PublishedBasis
from briefings.sources.documents import MAX_BYTES, kind_of
from briefings.sources.documents.pdf import paragraphs_of_pages
from briefings.sources.files import load_article

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STORY = "The foreign ministers of Peru and Chad dined in Bern on Monday, their aides said afterwards."


def mail(text: str = STORY, **headers: str) -> EmailMessage:
    message = EmailMessage()
    said = {"From": '"The Wire" <desk@wire.example>', "Subject": "Fwd: A dinner in Bern"} | headers
    said.setdefault("Date", "Tue, 14 May 2024 23:30:00 -0500")
    for name, value in said.items():
        message[name] = value
    message.set_content(text)
    return message


def docx(body: str, *, part: str = "word/document.xml", head: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, f'{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
    return file.getvalue()


def paragraph(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf(*lines: str, title: str = "", stream: bytes | None = None) -> bytes:
    """A PDF of one page, written by hand."""
    drawn = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
    content = zlib.compress(f"BT /F1 12 Tf 72 720 Td {drawn}ET".encode() if stream is None else stream)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >> stream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Title (%s) >>" % title.encode(),
    ]
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 7\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % at for at in offsets)
    return out + b"trailer << /Size 7 /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF" % start


def test_a_mail_gives_subject_sender_and_the_day_of_its_own_clock() -> None:
    article = load_article("dinner.eml", mail().as_bytes())
    assert (article.title, article.source, article.text) == ("A dinner in Bern", "The Wire", STORY)
    assert (article.published, article.published_basis) == ("2024-05-14", PublishedBasis.STATED)


def test_a_forwarded_mail_speaks_for_the_message_in_it() -> None:
    text = (
        "FYI\n\n---------- Forwarded message ---------\nFrom: Bern Gazette <news@bern.example>\n"
        f"Date: Mon, 6 May 2024 at 10:00\nSubject: Supper\nTo: me\n\n{STORY}\n\n-- \nAnn"
    )
    article = load_article("x.eml", mail(text).as_bytes())
    assert (article.title, article.source, article.published) == ("Supper", "Bern Gazette", "2024-05-06")
    assert article.text == STORY


def test_a_mail_of_html_alone_is_read_as_a_page() -> None:
    message = mail()
    message.set_content(
        f"<html><body><article><p>{STORY}</p><p>{STORY[:60]} again.</p></article></body>", "html"
    )
    assert STORY in load_article("x.eml", message.as_bytes()).text


def test_a_mail_in_an_unknown_charset_is_read_all_the_same() -> None:
    raw = mail().as_bytes().replace(b'charset="utf-8"', b'charset="x-klingon"')
    assert load_article("x.eml", raw).text == STORY


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"hello\n\nno mail", "no mail"),
        (b"", "empty"),
        (mail("").as_bytes(), "no text"),
        (mail().as_bytes().replace(b'"The Wire" <desk@wire.example>', b"a:;:@[ <x"), "cannot be read"),
        (b"Subject: x\nContent-Type: multipart/mixed; boundary=a\n\n" + b"--a\n" * 50_000, "no text"),
    ],
)
def test_what_is_no_mail_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(ArticleError, match=words):
        load_article("x.eml", data)


def test_a_mail_of_endless_nesting_is_refused_or_read() -> None:
    nested = b"Subject: x\n" + b"Content-Type: message/rfc822\n\n" * 3000 + b"Subject: y\n\nhello there"
    with contextlib.suppress(ArticleError):
        assert load_article("x.eml", nested).text


def test_a_word_document_gives_its_paragraphs_and_title() -> None:
    body = paragraph("A dinner in Bern", "Title") + paragraph(STORY) + "<w:p/>"
    body += f"<w:tbl><w:tr><w:tc>{paragraph('Lima, June')}</w:tc></w:tr></w:tbl>"
    body += "<w:p><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>"
    article = load_article("dinner.docx", docx(body))
    assert article.title == "A dinner in Bern"
    assert article.text == f"{STORY}\n\nLima, June"


def test_text_boxes_are_read_once() -> None:
    box = (
        f"<mc:Choice>{paragraph('In a box.')}</mc:Choice><mc:Fallback>{paragraph('In a box.')}</mc:Fallback>"
    )
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = paragraph(STORY) + f"<w:p><w:r><mc:AlternateContent {mc}>{box}</mc:AlternateContent></w:r></w:p>"
    assert load_article("x.docx", docx(body)).text.count("In a box.") == 1


ENTITIES = (
    '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04 broken", "damaged"),
        (docx(paragraph(STORY), part="other.xml"), "no Word document"),
        (docx("<w:p>"[:-1]), "damaged"),
        (docx(""), "no text"),
        (docx(paragraph(STORY))[:40] + docx(paragraph(STORY))[60:], "damaged"),
        (docx(paragraph("&b;&x;"), head=ENTITIES), "entities"),
    ],
)
def test_broken_and_hostile_word_documents_are_refused(data: bytes, words: str) -> None:
    with pytest.raises(ArticleError, match=words):
        load_article("x.docx", data)


def test_a_word_document_that_unpacks_without_end_is_refused() -> None:
    with pytest.raises(ArticleTooLarge, match="40 MB"):
        load_article("x.docx", docx(paragraph("a" * (41 * 1024 * 1024))))


def test_a_pdf_gives_its_text_with_lines_joined() -> None:
    lines = ("BERN, May 14, 2024 - The foreign ministers of Peru and Chad dined to-", "gether in Bern.")
    article = load_article("dinner.pdf", pdf(*lines, title="A dinner in Bern"))
    assert article.title == "A dinner in Bern"
    assert (
        article.text == "BERN, May 14, 2024 - The foreign ministers of Peru and Chad dined together in Bern."
    )
    assert article.published == "2024-05-14"


def test_running_heads_and_page_numbers_are_left_out() -> None:
    metals = ("lithium", "copper", "cobalt", "nickel")
    body = "The ministers spoke for hours about the price of {} and of other metals that day"
    pages = [
        [f"The Paper {n}", body.format(metal), f"and went home with {metal}.", f"- {n} -"]
        for n, metal in enumerate(metals)
    ]
    found = paragraphs_of_pages(pages)
    assert found == [f"{body.format(metal)} and went home with {metal}." for metal in metals]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.4 nothing follows", "damaged"),
        (pdf(), "pictures but no text"),
        (pdf(stream=b"BT (" + b"(" * 5000), "PDF"),
        (b"", "empty"),
        (b"%PDF" + b"x" * MAX_BYTES, "20 MB"),
    ],
)
def test_broken_and_hostile_pdf_files_are_refused(data: bytes, words: str) -> None:
    with pytest.raises(ArticleError, match=words):
        load_article("x.pdf", data)


def test_without_its_library_a_pdf_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(ArticleError, match=r"pip install 'dragoman\[documents\]'"):
        load_article("x.pdf", pdf(STORY))


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.PDF", b"", "pdf"),
        ("mail.eml", b"", "eml"),
        ("standard input", pdf(STORY), "pdf"),
        ("standard input", docx(paragraph(STORY)), "docx"),
        ("standard input", b"PK\x03\x04", None),
        ("a.txt", pdf(STORY), None),
    ],
)
def test_kinds_are_told_by_name_or_first_bytes(name: str, data: bytes, kind: str | None) -> None:
    assert kind_of(name, data) == kind


def test_an_empty_document_is_refused() -> None:
    with pytest.raises(EmptyArticle):
        load_article("x.docx", b" ")
