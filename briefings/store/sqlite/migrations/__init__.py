"""The schema as a row of numbered steps, ``NNNN_what.sql``; `PRAGMA user_version` is the number of the last
one done.

A step is never edited once released: a change of the schema is a new file.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Migration:
    number: int
    name: str
    statements: tuple[str, ...]


@cache
def migrations() -> tuple[Migration, ...]:
    """All steps in order; they are numbered from 1 without a gap."""
    found = []
    for file in files(__name__).iterdir():
        if file.name.endswith(".sql"):
            number = int(file.name.split("_", 1)[0])
            found.append(Migration(number, file.name, _statements(file.read_text(encoding="utf-8"))))
    found.sort(key=lambda migration: migration.number)
    assert [migration.number for migration in found] == list(range(1, len(found) + 1))
    return tuple(found)


def latest() -> int:
    """The schema version this release writes."""
    return len(migrations())


def _statements(script: str) -> tuple[str, ...]:
    """The statements of a script one by one: `executescript` would commit the transaction we are in."""
    statements = []
    gathered = ""
    for line in script.splitlines(keepends=True):
        gathered += line
        if sqlite3.complete_statement(gathered):
            statements.append(gathered.strip())
            gathered = ""
    assert not gathered.strip(), gathered
    return tuple(statements)
