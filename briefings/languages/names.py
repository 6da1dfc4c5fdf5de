"""Names of states, organisations, cities, summits and offices where a language's press has its own.

Each language has a table beside its catalogue: ``kind,key,name``. States that are not in it bear the name
that CLDR gives them, anything else its English one.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

KINDS = ("state", "body", "city", "summit", "office")

Names = Mapping[str, Mapping[str, str]]
"""By kind, then by key: a state's or body's code, a city's or summit's English name in small letters.

An office held by a woman has “ (f)” behind its key.
"""


def read(file: Path) -> Names:
    """The table in `file`; empty where a language has none."""
    found: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    if file.exists():
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(line for line in lines if not line.startswith("#")):
                kind, key = row["kind"], row["key"]
                found[kind][key if kind in ("state", "body") else key.casefold()] = row["name"]
    return found
