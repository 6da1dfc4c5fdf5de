"""Brings the catalogues up to date with the texts in the code: ``python tests/languages/catalogues.py``.

New texts are added without a translation, texts that are gone are dropped, translations stay. With ``--list``
it prints what is not translated yet and writes nothing. The tests hold the catalogues by the same functions.
"""

from __future__ import annotations

import ast
import gettext
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

PLURALS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "de": "nplurals=2; plural=(n != 1);",
    "pt": "nplurals=2; plural=(n > 1);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 :"
    " n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
}
PACKAGES = ("briefings", "bot")
_SINGLE, _DOUBLE = {"say", "later", "phrase"}, {"count", "counted"}
_HEADER = """# Texts of Dragoman in the language of the file's name; docs/languages.md says how to work on it.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""

Key = str | tuple[str, str]


class Text(NamedTuple):
    """A text that readers see: itself, or (singular, plural), and the file that says it."""

    key: Key
    file: str


class NotLiteral(ValueError):
    """A text is put together in the code, so that no catalogue can hold it."""


def texts_in(file: Path) -> Iterator[Text]:
    """What a module says through a tongue; with what Discord's decorators describe. Raises `NotLiteral`."""
    where = str(file.relative_to(ROOT))
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in _SINGLE and node.args:
            found = _literal(node.args[0], where)
            yield from [Text(found, where)] if found is not None else []
        elif name in _DOUBLE and len(node.args) >= 3:
            one, many = (_literal(argument, where) for argument in node.args[:2])
            yield from [Text((one, many), where)] if one is not None and many is not None else []
        if where.startswith("bot/discord"):
            shown = [word.value for word in node.keywords if word.arg == "description" or name == "describe"]
            for value in shown:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield Text(value.value, where)


def _literal(node: ast.expr, where: str) -> str | None:
    """The text that stands there; None for one that comes out of a table."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    put_together = isinstance(node, ast.JoinedStr | ast.BinOp) or (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"
    )
    if put_together:
        raise NotLiteral(f"{where}, line {node.lineno}: the text must stand there as a whole")
    return None


def commands() -> Iterator[Text]:
    """What the table of commands says."""
    from bot.catalogue import COMMANDS, PAGE

    for option in (PAGE, *(option for known in COMMANDS for option in known.options)):
        yield Text(option.description, "bot/catalogue.py")
    for known in COMMANDS:
        yield Text(known.description, "bot/catalogue.py")


@cache
def expected(package: str) -> dict[Key, str]:
    """Every text of a package by its file; the bot's without those that the briefings have."""
    found: dict[Key, str] = {}
    for file in sorted((ROOT / package).rglob("*.py")):
        for text in texts_in(file):
            found.setdefault(text.key, text.file)
    if package == "bot":
        for text in commands():
            found.setdefault(text.key, text.file)
        for key in expected("briefings"):
            found.pop(key, None)
    return found


def file_of(package: str, language: str) -> Path:
    return ROOT / package / "languages" / f"{language}.po"


def read(package: str, language: str) -> Catalog:
    """The catalogue as it is; an empty one where there is no file."""
    file = file_of(package, language)
    if not file.exists():
        return Catalog(locale=language)
    with file.open("rb") as stream:
        return read_po(stream)


def forms(language: str) -> int:
    """How many plural forms a language has."""
    plural = gettext.c2py(PLURALS[language].partition("plural=")[2].rstrip(";"))
    return len({plural(number) for number in range(200)})


def translations(catalogue: Catalog) -> dict[Key, str | tuple[str, ...]]:
    """By the English text, plural forms in order."""
    return {
        message.id if isinstance(message.id, str) else (message.id[0], message.id[1]): (
            message.string if isinstance(message.string, str) else tuple(message.string)
        )
        for message in catalogue
        if message.id
    }


def write(package: str, language: str, said: dict[Key, str | tuple[str, ...]]) -> None:
    """Write the catalogue of what is expected, with the translations in `said`."""
    catalogue = Catalog(locale=language)
    empty = ("",) * forms(language)
    for key, file in sorted(expected(package).items(), key=lambda item: (item[1], str(item[0]))):
        catalogue.add(key, said.get(key, "" if isinstance(key, str) else empty), [(file, None)])
    with file_of(package, language).open("wb") as stream:
        stream.write(_HEADER.format(language=language, plurals=PLURALS[language]).encode())
        write_po(stream, catalogue, width=110, omit_header=True, include_lineno=False)


def missing(package: str, language: str) -> list[Key]:
    """What is not translated."""
    known = translations(read(package, language))
    return [key for key in expected(package) if not all(known.get(key) or [""])]


def main() -> None:
    for package in PACKAGES:
        for language in PLURALS:
            if "--list" not in sys.argv:
                write(package, language, translations(read(package, language)))
            for key in missing(package, language):
                print(f"{file_of(package, language).relative_to(ROOT)}: {key}")


if __name__ == "__main__":
    main()
