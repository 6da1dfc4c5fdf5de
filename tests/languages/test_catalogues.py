"""The catalogues: every text is there in every language, with its placeholders, and none that is gone."""

from __future__ import annotations

import importlib.util
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest


def _load() -> Any:
    """The tool is a program of its own too, so it is loaded from its file."""
    path = Path(__file__).with_name("catalogues.py")
    spec = importlib.util.spec_from_file_location("dragoman_catalogues", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


TOOL = _load()
ALL = [(package, language) for package in TOOL.PACKAGES for language in TOOL.PLURALS]
_PLACE = re.compile(r"\{(\w*)\}")


@cache
def said(package: str, language: str) -> dict[Any, tuple[str, ...]]:
    """Every text with its translation, in as many forms as it has."""
    known = TOOL.translations(TOOL.read(package, language))
    return {key: (text,) if isinstance(text, str) else text for key, text in known.items()}


@pytest.mark.parametrize(("package", "language"), ALL)
def test_every_text_is_translated_and_no_other(package: str, language: str) -> None:
    known, wanted = said(package, language), TOOL.expected(package)
    hint = "run python tests/languages/catalogues.py and translate what it lists"
    assert not set(wanted) - set(known), hint
    assert not set(known) - set(wanted), hint
    assert not [key for key, texts in known.items() if not all(texts)], hint


@pytest.mark.parametrize(("package", "language"), ALL)
def test_translations_fill_in_what_the_text_fills_in(package: str, language: str) -> None:
    for key, texts in said(package, language).items():
        english = "".join(key)
        for text in texts:
            assert set(_PLACE.findall(text)) == set(_PLACE.findall(english)), (key, text)
            assert text.startswith(" ") <= english.startswith(" "), (key, text)
            assert text == text.rstrip(), (key, text)
            assert text.count("{") == text.count("}") == len(_PLACE.findall(text)), (key, text)


@pytest.mark.parametrize(("package", "language"), ALL)
def test_plural_forms_are_those_of_the_language(package: str, language: str) -> None:
    catalogue = TOOL.read(package, language)
    assert f"nplurals={catalogue.num_plurals}; plural={catalogue.plural_expr};" == re.sub(
        r"\s+", " ", TOOL.PLURALS[language]
    ) or catalogue.num_plurals == TOOL.forms(language)
    for message in catalogue:
        assert not message.fuzzy, message.id
        if message.id and not isinstance(message.id, str):
            assert len(message.string) == TOOL.forms(language), message.id


@pytest.mark.parametrize("package", TOOL.PACKAGES)
def test_french_keeps_its_marks_on_the_line_of_their_word(package: str) -> None:
    for texts in said(package, "fr").values():
        for text in texts:
            assert not re.search(r" [:;?!»]|« ", text), text


@pytest.mark.parametrize("package", TOOL.PACKAGES)
def test_commands_and_options_keep_their_names(package: str) -> None:
    """What is typed is the same in every language."""
    typed = re.compile(r"(?<![\w/])/[a-z]+|\b[a-z]+:(?=…|https)|\ba12\b|\be12\b|`[^`]+`")
    for language in TOOL.PLURALS:
        for key, texts in said(package, language).items():
            for text in texts:
                english = set(typed.findall("".join(key)))
                assert english == set(typed.findall(text)), (language, key, text)


def test_texts_stand_whole_in_the_code() -> None:
    """Or no catalogue could hold them."""
    for package in TOOL.PACKAGES:
        assert TOOL.expected(package)


def test_the_bot_takes_its_tongues_where_its_own_texts_are_known() -> None:
    taken = re.compile(r"from briefings\.languages import [^\n]*\b(tongue|prepared|make)\b")
    modules = sorted((TOOL.ROOT / "bot").rglob("*.py"))
    found = [module for module in modules if taken.search(module.read_text(encoding="utf-8"))]
    assert found == [TOOL.ROOT / "bot" / "languages" / "__init__.py"]


def test_the_tool_changes_nothing_that_is_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {one: TOOL.file_of(*one).read_bytes() for one in ALL}
    known = {one: TOOL.translations(TOOL.read(*one)) for one in ALL[:2] + ALL[-1:]}
    monkeypatch.setattr(TOOL, "file_of", lambda package, language: tmp_path / f"{package}.{language}.po")
    for one, texts in known.items():
        TOOL.write(*one, texts)
        assert TOOL.file_of(*one).read_bytes() == before[one]
