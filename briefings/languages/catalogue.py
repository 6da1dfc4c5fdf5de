"""Catalogues of translated texts: gettext files (.po), read as they lie beside the code."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import read_po


@dataclass(frozen=True, slots=True)
class Catalogue:
    """`texts` by the English text; `plurals` by the English singular, in the order of the forms."""

    texts: dict[str, str]
    plurals: dict[str, tuple[str, ...]]
    form: Callable[[int], int]

    def text(self, english: str) -> str:
        """The translation, or the English text where there is none yet."""
        return self.texts.get(english, english)

    def plural(self, one: str, many: str, number: int) -> str:
        """The form of the language for `number`, or the English one."""
        forms = self.plurals.get(one)
        return forms[self.form(number)] if forms else one if number == 1 else many


def read(files: Iterable[Path]) -> Catalogue:
    """The catalogues in `files` as one; a text that is not translated, or not surely, is left out."""
    texts: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    form: Callable[[int], int] = gettext.c2py("n != 1")
    for file in files:
        with file.open("rb") as stream:
            found = read_po(stream)
        form = gettext.c2py(found.plural_expr)
        for message in found:
            if not message.id or message.fuzzy:
                continue
            said = message.string
            if isinstance(message.id, str):
                if said and isinstance(said, str):
                    texts[message.id] = said
            elif isinstance(said, tuple | list) and all(said):
                plurals[message.id[0]] = tuple(said)
    return Catalogue(texts, plurals, form)
