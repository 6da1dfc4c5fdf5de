"""The reader's word lists, read once from data/words.toml and put into the shapes the steps look things
up in."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple


class Form(NamedTuple):
    """One form of a verb: shape is 'base', 's', 'past', 'participle', 'ing' or 'past+participle'."""

    lemma: str
    shape: str


@dataclass(frozen=True, slots=True)
class Title:
    role: str
    plural: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    titles: dict[str, list[tuple[tuple[str, ...], Title]]]
    """First word -> titles that begin with it, longest first."""
    small: dict[str, frozenset[str]]
    numbers: dict[str, int]
    modifiers: frozenset[str]
    former: frozenset[str]
    nonstate: frozenset[str]
    nouns: dict[str, list[tuple[tuple[str, ...], str, bool]]]
    """First word -> (words, class, plural), longest first; class: meeting | call | visit | pact |
    gathering."""
    status: dict[str, frozenset[str]]
    irregular: dict[str, tuple[str, str, str, str]]
    starts: frozenset[str]
    """Words with a small first letter at which a mention may begin."""
    pasts: frozenset[str]
    """Past forms of irregular verbs that are no nouns."""
    plain_verbs: tuple[str, ...]
    """Verbs that trigger nothing but end a clause."""

    def forms(self, lemma: str) -> list[tuple[str, Form]]:
        """Every written form of a verb."""
        if lemma in self.irregular:
            s, past, participle, ing = self.irregular[lemma]
        else:
            s, past, participle, ing = _regular(lemma)
        found = [(lemma, Form(lemma, "base")), (s, Form(lemma, "s")), (ing, Form(lemma, "ing"))]
        if past == participle:
            found.append((past, Form(lemma, "past+participle")))
        else:
            found += [(past, Form(lemma, "past")), (participle, Form(lemma, "participle"))]
        if lemma == "be":
            found += [(w, Form(lemma, "s")) for w in ("am", "are")] + [("were", Form(lemma, "past"))]
        return found


def _regular(lemma: str) -> tuple[str, str, str, str]:
    if lemma.endswith("e"):
        return lemma + "s", lemma + "d", lemma + "d", lemma[:-1] + "ing"
    if lemma.endswith("y") and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ies", lemma[:-1] + "ied", lemma[:-1] + "ied", lemma + "ing"
    s = lemma + ("es" if lemma.endswith(("s", "x", "z", "ch", "sh")) else "s")
    return s, lemma + "ed", lemma + "ed", lemma + "ing"


def _plural(words: tuple[str, ...]) -> tuple[str, ...]:
    """'foreign minister' -> 'foreign ministers'; 'secretary of state' -> 'secretaries of state'."""
    at = next((i for i, w in enumerate(words) if w in ("of", "for") and i), len(words)) - 1
    word = words[at]
    if word.endswith("y") and word[-2] not in "aeiou":
        word = word[:-1] + "ies"
    elif not word.endswith("s"):
        word += "s"
    return (*words[:at], word, *words[at + 1 :])


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.replace("-", " - ").split())


@cache
def lexicon() -> Lexicon:
    """The word lists; read on first use."""
    data: dict[str, Any] = tomllib.loads(
        Path(__file__).with_name("data").joinpath("words.toml").read_text("utf-8")
    )
    titles: dict[str, list[tuple[tuple[str, ...], Title]]] = {}
    for role, names in data["titles"].items():
        for name in names:
            words = _split(name)
            titles.setdefault(words[0], []).append((words, Title(role, False)))
            many = _plural(words)
            titles.setdefault(many[0], []).append((many, Title(role, True)))
    nouns: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
    for kind in ("call", "meeting", "visit", "pact", "gathering", "idiom", "time"):
        for name in data["nouns"][kind]:
            words = _split(name)
            forms = {words: False, _plural(words): True} if not name.endswith("s") else {words: True}
            for form, plural in forms.items():
                if not any(form == known for known, _, _ in nouns.get(form[0], ())):
                    nouns.setdefault(form[0], []).append((form, kind, plural))
    for offices in titles.values():
        offices.sort(key=lambda item: -len(item[0]))
    for listed in nouns.values():
        listed.sort(key=lambda item: -len(item[0]))
    small = {name: frozenset(words) for name, words in data["small"].items() if name != "numbers"}
    return Lexicon(
        titles=titles,
        small=small,
        numbers=dict(data["small"]["numbers"]),
        modifiers=frozenset(data["modifiers"]["words"]),
        former=frozenset(data["modifiers"]["former"]),
        nonstate=frozenset(data["modifiers"]["nonstate"]),
        nouns=nouns,
        status={name: frozenset(words) for name, words in data["status"].items()},
        irregular={lemma: tuple(forms) for lemma, forms in data["irregular"].items()},
        starts=frozenset(titles).union(
            *(small[name] for name in ("pronouns", "determiners", "possessives")),
            data["small"]["numbers"],
            data["modifiers"]["words"],
        ),
        pasts=frozenset(forms[1] for lemma, forms in data["irregular"].items() if forms[1] != lemma),
        plain_verbs=tuple(data["plain"]["verbs"]),
    )
