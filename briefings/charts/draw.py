"""The process that draws: a figure as JSON on standard input, a PNG on standard output.

Meaning never lies in colour alone: bars have hatches and a legend in their order, cells their numbers.
"""

from __future__ import annotations

import io
import json
import os
import stat
import sys
import tempfile
from pathlib import Path
from typing import Any

from briefings.charts.figures import Bars, Figure, Matrix, from_json, totals

PIXELS = 1000
_DPI = 100

_THEMES = {
    "light": {"ground": "#ffffff", "ink": "#1a1a1a", "grid": "#d0d0d0", "low": "#eef3fa", "high": "#0b4f8a"},
    "dark": {"ground": "#1e1f22", "ink": "#f2f3f5", "grid": "#4a4d52", "low": "#2b3440", "high": "#7cc0ff"},
}
_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#999999")
"""Told apart by colour-blind people too, on light and dark ground."""
_HATCHES = ("", "//", "..", "xx", "\\\\", "++", "--")
_MOST_TICKS = 12
_MOST_DIGITS = 54
"""Digits that stand side by side above the bars."""


def main() -> None:
    figure = from_json(json.load(sys.stdin))
    _have_a_home()
    sys.stdout.buffer.write(draw(figure))


def draw(figure: Figure) -> bytes:
    """The figure as PNG."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Paper

    theme = _THEMES[figure.theme]
    settings: dict[Any, Any] = {
        "font.family": "DejaVu Sans",
        "font.size": 21,
        "text.parse_math": False,
        "text.color": theme["ink"],
        "axes.labelcolor": theme["ink"],
        "axes.edgecolor": theme["grid"],
        "axes.facecolor": theme["ground"],
        "xtick.color": theme["ink"],
        "ytick.color": theme["ink"],
        "hatch.color": theme["ground"],
        "hatch.linewidth": 1.5,
    }
    with mpl.rc_context(settings):
        paper = Paper(figsize=(PIXELS / _DPI, PIXELS / _DPI), dpi=_DPI, facecolor=theme["ground"])
        FigureCanvasAgg(paper)
        paper.set_layout_engine("constrained")
        axes = paper.add_subplot()
        paper.suptitle(_wrapped(figure.title, 36), fontsize=26, fontweight="bold")
        if isinstance(figure, Bars):
            _bars(axes, figure, theme)
        else:
            _matrix(axes, figure, theme)
        out = io.BytesIO()
        paper.savefig(out, format="png", facecolor=theme["ground"])
    return out.getvalue()


def _bars(axes: Any, figure: Bars, theme: dict[str, str]) -> None:
    from matplotlib.ticker import MaxNLocator

    places = range(len(figure.columns))
    base = [0] * len(figure.columns)
    for number, one in enumerate(figure.series):
        axes.bar(
            places,
            one.values,
            bottom=base,
            width=0.86,
            label=f"{_short(one.label)} ({sum(one.values)})",
            color=_COLOURS[number % len(_COLOURS)],
            hatch=_HATCHES[number % len(_HATCHES)],
            edgecolor=theme["ground"],
            linewidth=0.6,
        )
        base = [below + value for below, value in zip(base, one.values, strict=True)]
    heights = totals(figure.series)
    room = len(str(max(heights))) * len(figure.columns) <= _MOST_DIGITS
    for place, height in zip(places, heights, strict=True):
        if height and room:
            axes.annotate(str(height), (place, height), ha="center", va="bottom", fontsize=17)
    every = -(-len(figure.columns) // _MOST_TICKS)
    shown = list(places)[::every]
    axes.set_xticks(shown, [figure.columns[place] for place in shown], rotation=60, ha="right", fontsize=19)
    axes.yaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    axes.set_ylabel(figure.axis)
    axes.set_axisbelow(True)
    axes.grid(axis="y", color=theme["grid"], linewidth=0.8)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.margins(x=0.01, y=0.08)
    columns = 2 if len(figure.series) > 1 else 1
    axes.figure.legend(
        loc="outside lower center",
        ncols=columns,
        frameon=False,
        fontsize=20,
        handlelength=1.6,
        handleheight=1.4,
        columnspacing=1.2,
    )


def _matrix(axes: Any, figure: Matrix, theme: dict[str, str]) -> None:
    from matplotlib.colors import LinearSegmentedColormap

    size = len(figure.labels)
    most = max((cell for row in figure.cells for cell in row), default=0)
    size_of_digits = 24 if most < 1000 else 20 if most < 10_000 else 16
    scale = LinearSegmentedColormap.from_list("events", [theme["low"], theme["high"]])
    axes.imshow(figure.cells, cmap=scale, vmin=0, vmax=max(1, most))
    for row in range(size):
        for column in range(size):
            if row == column:
                axes.add_patch(_blank(row, theme))
                continue
            value = figure.cells[row][column]
            strong = value > 0.55 * most
            light = figure.theme == "light"
            ink = ("#ffffff" if light else "#101418") if strong else theme["ink"]
            axes.text(column, row, str(value), ha="center", va="center", color=ink, fontsize=size_of_digits)
    names = [_short(label) for label in figure.labels]
    axes.set_xticks(range(size), names, rotation=45, ha="left", fontsize=20)
    axes.set_yticks(range(size), names, fontsize=20)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)


def _blank(place: int, theme: dict[str, str]) -> Any:
    """Nobody meets himself: a cell that is plainly no zero."""
    from matplotlib.patches import Rectangle

    return Rectangle(
        (place - 0.5, place - 0.5), 1, 1, facecolor=theme["ground"], edgecolor=theme["grid"], hatch="//"
    )


def _short(label: str, most: int = 18) -> str:
    return label if len(label) <= most else label[: most - 1] + "…"


def _wrapped(title: str, width: int) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(title, width)[:3])


def _have_a_home() -> None:
    """A place of our own where matplotlib keeps what it knows of fonts, where the user's is read-only."""
    if "MPLCONFIGDIR" in os.environ or not hasattr(os, "getuid"):
        return
    home = Path(os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config"))  # noqa: PTH111 - never raises
    if os.access(home if home.exists() else home.parent, os.W_OK):
        return
    ours = Path(tempfile.gettempdir()) / f"dragoman-charts-{os.getuid()}"
    ours.mkdir(mode=0o700, exist_ok=True)
    found = ours.lstat()
    if stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid():
        os.environ["MPLCONFIGDIR"] = str(ours)
