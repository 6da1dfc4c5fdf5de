"""Front matter: plain pairs, and mistakes told with their line."""

from __future__ import annotations

import pytest

from briefings.errors import FrontMatterError
from briefings.sources.frontmatter import split


def test_a_file_without_front_matter_is_all_body() -> None:
    for text in ("Just text.", "---\n\nA rule above.", "--- no fence\ntitle: x\n---", "---"):
        assert split("a", text).body == text


def test_values_stay_as_written() -> None:
    matter = split("a", "---\ntitle: No\nsource: 0123\npublished: 2024-05\nlanguage: French\n---\nbody")
    assert (matter.title, matter.source, matter.published, matter.language) == ("No", "0123", "2024-05", "fr")
    assert matter.body == "body"


def test_unknown_keys_and_nested_values_are_let_be() -> None:
    matter = split("a", "---\n# mine\nTitle: T\ntags: {a: [1, 2]}\nauthor: me\n...\nbody")
    assert (matter.title, matter.unknown, matter.body) == ("T", ("tags", "author"), "body")


@pytest.mark.parametrize("nothing", ["", "null", "~"])
def test_an_empty_date_is_none(nothing: str) -> None:
    assert split("a", f"---\npublished: {nothing}\n---\n").published is None


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("---\ntitle: x\npublished: 2024-02-30\n---\n", 3, "does not exist"),
        ("---\npublished: 30 May 2024\n---\n", 2, "write a day as"),
        ("---\ntitle: x\n\nA text that goes on", 1, "not closed"),
        ("---\ntitle: [x\n---\n", None, "cannot be read"),
        ("---\ntitle: a: b\n---\n", 2, "cannot be read"),
        ("---\nurl: javascript:alert(1)\n---\n", 2, "no web address"),
        ("---\n# only\n- a\n- b\n---\n", 2, "key: value"),
        ("---\nx: " + "[" * 5000 + "\n---\n", 1, "cannot be read"),
    ],
)
def test_mistakes_are_told_with_their_line(text: str, line: int | None, words: str) -> None:
    with pytest.raises(FrontMatterError, match=words) as caught:
        split("a.md", text)
    if line is not None:
        assert caught.value.line == line
        assert str(caught.value).startswith(f"a.md, line {line}: ")


def test_aliases_do_not_explode() -> None:
    bomb = "---\na: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(20)
    )
    assert len(split("a", bomb + "title: T\n---\nbody").unknown) == 21
