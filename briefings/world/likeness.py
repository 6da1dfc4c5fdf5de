"""People by a full name that is spelt or filled out another way: "Dean Oliver Barrow" is Dean Barrow,
"Gurbanguly Berdimuhamedow" is Gurbanguly Berdymukhamedov."""

from __future__ import annotations

import re
from collections.abc import Iterable

from briefings.world.entities import Person
from briefings.world.fold import fold

_SOUNDS = (
    ("kh", "h"),
    ("gh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("zh", "j"),
    ("dj", "j"),
    ("tch", "ch"),
    ("sch", "sh"),
    ("ck", "k"),
    ("x", "ks"),
    ("c", "k"),
    ("q", "k"),
    ("g", "k"),
    ("w", "v"),
    ("z", "s"),
    ("j", "y"),
)
_SILENT = re.compile(r"[aeiouyh]+")
_DOUBLED = re.compile(r"(.)\1+")
_LINKS = frozenset(("al", "el", "bin", "ibn", "de", "da", "di", "do", "dos", "del", "la", "jr"))
"""Particles, which one spelling has and the next leaves out."""


def sound(word: str) -> str:
    """The consonants of a folded word as most transliterations agree on them; the word if it has none."""
    heard = word
    for written, said in _SOUNDS:
        heard = heard.replace(written, said)
    return _DOUBLED.sub(r"\1", _SILENT.sub("", heard)) or word


def _sounds(name: str) -> frozenset[str]:
    return frozenset(sound(word) for word in fold(name).split() if word not in _LINKS and len(word) > 1)


class Likeness:
    """Finds people of whom a longer or differently spelt full name speaks."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._by_sound: dict[str, list[tuple[frozenset[str], str, Person]]] = {}
        for person in people:
            for name in (person.name, *person.aliases):
                sounds = _sounds(name)
                entry = (sounds, name, person)
                if len(sounds) > 1:
                    for heard in sounds:
                        self._by_sound.setdefault(heard, []).append(entry)

    def find(self, text: str) -> list[Person]:
        """People whose whole name sounds in `text`, or the other way round, by two words or more.

        Best match first; empty for a single word.
        """
        wanted = _sounds(text)
        if len(wanted) < 2:
            return []
        words = set(fold(text).split())
        found: dict[str, tuple[int, int, int, Person]] = {}
        for heard in wanted:
            for sounds, name, person in self._by_sound.get(heard, ()):
                if sounds <= wanted or wanted <= sounds:
                    shared = sounds & wanted
                    alike = len(words & set(fold(name).split()))
                    if alike < 2 and sum(map(len, shared)) < 4:
                        continue  # "Jer" and "Or" have one consonant each: that is nobody's name
                    key = (-len(shared), len(sounds ^ wanted), -alike, person)
                    if person.key not in found or key[:3] < found[person.key][:3]:
                        found[person.key] = key
        return [person for *_, person in sorted(found.values(), key=lambda item: (*item[:3], item[3].key))]
