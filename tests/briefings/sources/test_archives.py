"""Collections of articles: directories, zip files, JSON lines and lists of addresses, whole and hostile."""

from __future__ import annotations

import io
import json
import os
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from briefings.errors import ArticleError
from briefings.models import PublishedBasis
from briefings.sources.archives import Entry, is_archive, open_archive
from briefings.sources.archives.lines import entries_of_lines

STORY = "LIMA, May 14, 2024 - The president of Peru received the president of Chad on Monday."


def lines(*rows: object, name: str = "a.jsonl") -> list[Entry]:
    data = b"\n".join(row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows)
    return list(entries_of_lines(io.BytesIO(data), name))


def table(text: str) -> list[Entry]:
    return list(entries_of_lines(io.BytesIO(text.encode()), "a.csv"))


def packed(path: Path, files: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def test_a_line_is_an_article_with_all_its_fields() -> None:
    [entry] = lines(
        {
            "title": "Talks in Lima",
            "published": "2024-05-14T09:30:00Z",
            "url": "https://a.example/1",
            "text": STORY + "\n\nThey spoke.",
            "source": "The Wire",
            "language": "en-GB",
            "unknown": [1, 2],
        }
    )
    article = entry.article
    assert article is not None
    assert (article.title, article.published, article.published_basis) == (
        "Talks in Lima",
        "2024-05-14",
        PublishedBasis.GIVEN,
    )
    assert (article.url, article.source, article.language) == ("https://a.example/1", "The Wire", "en")
    assert entry.place == "a.jsonl:1"


def test_a_line_without_a_date_is_dated_by_its_text() -> None:
    [entry] = lines({"text": STORY})
    assert entry.article is not None
    assert (entry.article.published, entry.article.published_basis) == ("2024-05-14", PublishedBasis.STATED)


def test_a_line_with_nothing_but_an_address_is_to_be_fetched() -> None:
    [entry] = lines({"url": "https://a.example/1", "published": "20240514T093000Z", "text": None})
    assert (entry.article, entry.address, entry.seen) == (None, "https://a.example/1", "2024-05-14")


def test_html_in_a_line_is_read_as_a_page() -> None:
    page = (
        f"<html><head><title>Lima</title></head><body><article><p>{STORY}</p><p>{STORY}</p></article></body>"
    )
    [entry] = lines({"text": page, "source": "The Wire"})
    assert entry.article is not None
    assert "<p>" not in entry.article.text
    assert entry.article.source == "The Wire"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"{broken", "no JSON"),
        (b"[1, 2]", "no JSON object"),
        (b'{"text": "caf\xe9"}', "not UTF-8"),
        (b"[" * 100_000, "nested too deeply|no JSON"),
        (b'{"text": ' + b'"x' * 3_000_000, "too long"),
        ({"title": "Talks"}, "neither text nor url"),
        ({"text": 7}, "text must be text"),
        ({"text": STORY, "published": "14/05/2024"}, "published"),
        ({"text": STORY, "published": "2024-02-31"}, "published"),
        ({"text": STORY, "url": "javascript:alert(1)"}, "no web address"),
        ({"url": "/relative"}, "no web address"),
    ],
)
def test_a_bad_line_is_named_by_its_number_and_the_others_go_on(line: object, words: str) -> None:
    found = lines({"text": STORY}, line, {"text": STORY})
    assert [entry.article is not None for entry in found] == [True, False, True]
    assert found[1].error is not None
    assert "a.jsonl, line 2" in found[1].error
    assert any(word in found[1].error for word in words.split("|"))
    assert found[1].place == "a.jsonl:2"


def test_empty_lines_and_a_byte_order_mark_are_passed_over() -> None:
    found = lines(b"\xef\xbb\xbf" + json.dumps({"text": STORY}).encode(), b"", b"  ", {"text": STORY})
    assert [entry.place for entry in found] == ["a.jsonl:1", "a.jsonl:4"]
    assert found[-1].done > found[0].done > 0


def test_an_article_list_of_gdelt_gives_addresses_with_the_day_they_were_seen() -> None:
    found = table(
        "\ufeffURL,MobileURL,Date,Title\n"
        'https://a.example/1,,2024-05-14 09:30:00,"Talks, in Lima"\n'
        "https://a.example/2,,20240515T093000Z,Supper\n"
        "\n"
        ",,2024-05-15 09:30:00,No address\n"
        "ftp://a.example/3,,,\n"
    )
    assert [(e.address, e.seen) for e in found[:2]] == [
        ("https://a.example/1", "2024-05-14"),
        ("https://a.example/2", "2024-05-15"),
    ]
    assert "line 5: it has no address" in (found[2].error or "")
    assert "line 6" in (found[3].error or "")


def test_bare_addresses_need_no_header_and_a_table_may_hold_text() -> None:
    assert [e.address for e in table("https://a.example/1\nhttps://a.example/2\n")] == [
        "https://a.example/1",
        "https://a.example/2",
    ]
    [entry] = table(f'title,url,text\nTalks,https://a.example/1,"{STORY}"\n')
    assert entry.article is not None
    assert entry.article.url == "https://a.example/1"


def test_a_table_without_addresses_says_what_it_needs() -> None:
    [entry] = table("name,age\nann,7\n")
    assert "one of them url" in (entry.error or "")


def test_a_row_that_is_too_large_is_refused_alone() -> None:
    found = table("url,title\nhttps://a.example/1," + "x" * 200_000 + "\nhttps://a.example/2,y\n")
    assert found[0].error is not None
    assert found[-1].address == "https://a.example/2"


def test_a_directory_gives_its_articles_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.md").write_text(STORY)
    (tmp_path / "b" / "two.txt").write_text(STORY)
    (tmp_path / "one.md").write_text(STORY)
    (tmp_path / "bad.md").write_bytes(b"\xff\xfe\xff")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "more.jsonl").write_text(json.dumps({"text": STORY}) + "\n{}\n")
    archive = open_archive(tmp_path)
    found = list(archive.entries())
    names = [entry.place.removeprefix(f"{tmp_path}/") for entry in found]
    assert names == ["b/two.txt", "bad.md", "more.jsonl:1", "more.jsonl:2", "one.md"]
    assert [entry.error is None for entry in found] == [True, False, True, False, True]
    assert archive.total == found[-1].done == 4


def test_a_zip_gives_its_articles_and_lines(tmp_path: Path) -> None:
    path = packed(
        tmp_path / "a.zip",
        {
            "talks/one.md": STORY,
            "wire.jsonl": json.dumps({"text": STORY}) + "\n{broken\n",
            "__MACOSX/one.md": "x",
            "talks/.hidden.md": "x",
            "picture.png": b"\x89PNG",
        },
    )
    found = list(open_archive(path, "2024-05-15").entries())
    assert [e.place.removeprefix(f"{path}/") for e in found] == [
        "talks/one.md",
        "wire.jsonl:1",
        "wire.jsonl:2",
    ]
    assert all(e.article.published == "2024-05-15" for e in found if e.article)
    assert "line 2" in (found[2].error or "")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("../outside.md", STORY, "leads out of the archive"),
        ("/etc/passwd.txt", STORY, "leads out of the archive"),
        ("a/../../b.md", STORY, "leads out of the archive"),
        ("bomb.md", "a" * 4_000_000, "200 times its size"),
        ("inner.zip", "PK", "zip file within a zip file"),
        ("empty.md", "", "empty"),
    ],
)
def test_hostile_entries_of_a_zip_are_refused_and_the_others_read(
    tmp_path: Path, name: str, data: str, words: str
) -> None:
    path = packed(tmp_path / "a.zip", {name: data, "good.md": STORY})
    bad, good = open_archive(path).entries()
    assert words in (bad.error or "")
    assert good.article is not None
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.zip"]


def test_a_damaged_entry_is_refused_alone(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.zip", {"bad.md": STORY * 50, "good.md": STORY})
    data = bytearray(path.read_bytes())
    data[60:70] = b"\xff" * 10
    path.write_bytes(data)
    bad, good = open_archive(path).entries()
    assert bad.error is not None
    assert good.article is not None


@pytest.mark.parametrize("name", ["no.zip", "broken.zip", "no.jsonl", "no.csv"])
def test_what_cannot_be_opened_says_so(tmp_path: Path, name: str) -> None:
    if name.startswith("broken"):
        (tmp_path / name).write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(ArticleError, match=name):
        open_archive(tmp_path / name)


def test_an_article_is_no_collection(tmp_path: Path) -> None:
    assert is_archive(tmp_path)
    assert is_archive(Path("a.ZIP"))
    assert not is_archive(Path("a.md"))


def test_a_long_archive_is_read_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    row = json.dumps({"text": STORY + " They talked on." * 3000}) + "\n"
    with path.open("w") as file:
        for _ in range(200):
            file.write(row)
    entries = open_archive(path).entries()
    next(entries)
    tracemalloc.start()
    count = sum(entry.article is not None for entry in entries)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 199
    assert peak < 4_000_000 < path.stat().st_size


def test_halves_of_character_pairs_do_not_stop_an_archive() -> None:
    [broken, whole] = lines({"title": "Cut \ud83d", "text": STORY + " \udc00"}, {"text": STORY})
    assert broken.article is not None
    assert broken.article.title == "Cut \ufffd"
    str(broken.article).encode()
    assert whole.article is not None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_pipes_in_a_directory_are_left_alone(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").write_text(STORY)
    (tmp_path / "c.txt").symlink_to("nowhere")
    [read, dangling] = open_archive(tmp_path).entries()
    assert read.article is not None
    assert "cannot be opened" in (dangling.error or "")


def test_a_number_without_end_is_named_as_what_it_is() -> None:
    [entry] = lines(b'{"text": "x", "n": ' + b"9" * 5000 + b"}")
    assert "a number in it is too long" in (entry.error or "")
