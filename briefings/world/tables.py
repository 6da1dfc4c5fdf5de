"""Reading the data files: CSV with a header line, blank lines and lines that begin with '#' left out.

A cell with several values separates them by ';'. What each column means stands in README.md beside this file.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent


class DataError(ValueError):
    """A data file does not hold what its header promises; the message names file and line."""


def rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The lines of `path` as tuples of exactly `columns`, stripped. Raises `DataError` for another shape."""
    header: tuple[str, ...] | None = None
    wanted = len(columns)
    with path.open(encoding="utf-8", newline="") as stream:
        kept = ("\n" if line.startswith("#") else line for line in stream)
        reader = csv.reader(kept, strict=True)
        try:
            for cells in reader:
                if not cells:
                    continue
                row = tuple(cell.strip() for cell in cells)
                if header is None:
                    header = row
                    if header != columns:
                        raise DataError(
                            f"{path.name}: the header is {','.join(row)}, not {','.join(columns)}"
                        )
                elif len(row) != wanted:
                    raise DataError(
                        f"{path.name}, line {reader.line_num}: {len(row)} cells, {wanted} expected: {row[:3]}"
                    )
                else:
                    yield row
        except csv.Error as error:
            raise DataError(f"{path.name}, line {reader.line_num}: {error}") from error
    if header is None:
        raise DataError(f"{path.name}: no header line")


def several(cell: str, separator: str = ";") -> tuple[str, ...]:
    """The values of a cell that may hold many."""
    if not cell:
        return ()
    return tuple(part for value in cell.split(separator) if (part := value.strip()))
