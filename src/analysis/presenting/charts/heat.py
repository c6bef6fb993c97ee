"""Means of several measures by group as a grid of tinted cells, each with its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.presenting import style
from analysis.presenting.charts.canvas import label_texts, new_sheet, row_inches
from analysis.presenting.charts.rows import drawn_rows
from analysis.presenting.colours import STOPS, ink_on, tint
from analysis.presenting.formats import Formatter, is_missing
from analysis.schemas.bundle import ReportTable
from analysis.schemas.charts import Heat

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap
    from matplotlib.figure import Figure

ROW_INCHES = 0.36
COLUMN_LABEL_WIDTH = 16


def draw_heat(chart: Heat, table: ReportTable, lang: str) -> Figure:
    """Draw one row a group and one column a measure, the darker the higher, with every number."""
    rows = drawn_rows(chart, table)
    values = rows[list(chart.columns)].astype("float64").to_numpy()
    labels = label_texts(replace(table, frame=rows), chart.label, lang)
    height = 1.15 + row_inches(labels, ROW_INCHES) * max(len(rows), 2)
    figure, axes = new_sheet(height=height)
    low, high = chart.limits
    places = ((values - low) / (high - low)).clip(0, 1)
    axes.imshow(places, cmap=_tints(), vmin=0, vmax=1, aspect="auto")
    _write_numbers(axes, values, places, fmt=chart.format, lang=lang)
    axes.set_xticks(range(len(chart.columns)), _headings(table, chart.columns, lang))
    axes.xaxis.tick_top()
    axes.set_yticks(range(len(rows)), labels)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    _rule_cells(axes, len(rows), len(chart.columns))
    axes.set_xlabel(chart.axis.get(lang, ""))
    return figure


def _tints() -> Colormap:
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("tints", STOPS)


def _write_numbers(
    axes: Axes, values: np.ndarray, places: np.ndarray, *, fmt: str, lang: str
) -> None:
    write = Formatter(lang)
    for row, column in np.ndindex(*values.shape):
        value = float(values[row, column])
        if is_missing(value):
            continue
        axes.text(
            column,
            row,
            write.cell(value, fmt),
            ha="center",
            va="center",
            fontsize=8.5,
            color=ink_on(tint(float(places[row, column]))),
        )


def _headings(table: ReportTable, values: Sequence[str], lang: str) -> list[str]:
    import textwrap

    labels = {one.name: one.label[lang] for one in table.columns}
    return ["\n".join(textwrap.wrap(labels[name], COLUMN_LABEL_WIDTH)) for name in values]


def _rule_cells(axes: Axes, n_rows: int, n_columns: int) -> None:
    axes.set_xticks(np.arange(n_columns + 1) - 0.5, minor=True)
    axes.set_yticks(np.arange(n_rows + 1) - 0.5, minor=True)
    axes.grid(which="minor", color=style.PAPER, linewidth=2)
    axes.tick_params(which="minor", length=0, labelbottom=False, labeltop=False)
