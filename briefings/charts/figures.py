"""What a picture shows: numbers and every word in it, as values that travel to the process that draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers of one counterpart, one for each bar."""

    label: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """Stacked bars: one for each of `columns`, in which the `series` lie on top of each other."""

    title: str
    columns: tuple[str, ...]
    series: tuple[Series, ...]
    axis: str
    theme: str = "dark"


@dataclass(frozen=True, slots=True)
class Matrix:
    """`cells[row][column]` events between two of `labels`; the diagonal does not count."""

    title: str
    labels: tuple[str, ...]
    cells: tuple[tuple[int, ...], ...]
    theme: str = "dark"


Figure = Bars | Matrix


def to_json(figure: Figure) -> dict[str, Any]:
    return {"kind": type(figure).__name__, **asdict(figure)}


def from_json(found: dict[str, Any]) -> Figure:
    """The figure in `to_json`; raises `KeyError` or `TypeError` for anything else."""
    kind = found.pop("kind")
    if kind == "Bars":
        series = tuple(Series(one["label"], tuple(one["values"])) for one in found["series"])
        return Bars(**{**found, "columns": tuple(found["columns"]), "series": series})
    cells = tuple(tuple(row) for row in found["cells"])
    return Matrix(**{**found, "labels": tuple(found["labels"]), "cells": cells})


def totals(series: Sequence[Series]) -> list[int]:
    """The height of each bar."""
    return [sum(values) for values in zip(*(one.values for one in series), strict=True)]
