"""Estimates with their intervals, one line a group, sorted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.presenting import style
from analysis.presenting.charts.canvas import (
    draw_bands,
    even_lines,
    new_sheet,
    number_ticks,
    row_inches,
    value_range,
)
from analysis.presenting.charts.rows import drawn_rows, row_names
from analysis.presenting.formats import Formatter
from analysis.schemas.bundle import ReportTable
from analysis.schemas.charts import Dots

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW_INCHES = 0.255


def draw_dots(chart: Dots, table: ReportTable, lang: str) -> Figure:
    """Draw one dot with its interval for each row."""
    rows = drawn_rows(chart, table).iloc[::-1].reset_index(drop=True)
    names = [even_lines(one) for one in row_names(chart, rows, table, lang)]
    figure, axes = new_sheet(height=1.05 + row_inches(names, ROW_INCHES) * max(len(rows), 3))
    left, right = _value_limits(chart, rows)
    axes.set_xlim(left, right)
    draw_bands(axes, chart.bands, low=left, high=right)
    _draw_rows(axes, rows, estimate=chart.value, low=chart.low, high=chart.high)
    _write_values(axes, rows[chart.value], fmt=chart.format, lang=lang)
    if chart.reference is not None:
        _draw_reference(axes, chart.reference.value, chart.reference.label[lang])
    axes.set_yticks(range(len(rows)), names, linespacing=1.08)
    axes.set_ylim(-0.7, len(rows) - 0.3)
    number_ticks(axes.xaxis, lang, chart.format)
    axes.set_xlabel(chart.axis.get(lang, ""))
    return figure


def _value_limits(chart: Dots, rows: pd.DataFrame) -> tuple[float, float]:
    beside = [] if chart.reference is None else [chart.reference.value]
    left, right = value_range(rows[chart.value], rows[chart.low], rows[chart.high], beside)
    return left, min(right, max((band.high for band in chart.bands), default=right))


def _draw_rows(axes: Axes, rows: pd.DataFrame, *, estimate: str, low: str, high: str) -> None:
    places = range(len(rows))
    axes.hlines(places, rows[low], rows[high], color=style.ACCENT_SOFT, lw=3.2, zorder=2)
    axes.plot(
        rows[estimate],
        places,
        "o",
        ms=5.2,
        color=style.ACCENT,
        mec=style.PAPER,
        mew=0.8,
        zorder=3,
    )


def _write_values(axes: Axes, values: pd.Series, *, fmt: str, lang: str) -> None:
    write = Formatter(lang)
    for place, value in enumerate(values):
        axes.annotate(
            write.cell(float(value), fmt),
            (1, place),
            xycoords=("axes fraction", "data"),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=8.5,
            color=style.INK,
        )


def _draw_reference(axes: Axes, reference: float, text: str) -> None:
    axes.axvline(reference, color=style.INK, lw=0.9, ls=(0, (4, 3)), zorder=1)
    axes.annotate(
        text,
        (reference, 0),
        xycoords=("data", "axes fraction"),
        xytext=(4, 3),
        textcoords="offset points",
        fontsize=8,
        color=style.INK,
        zorder=4,
    )
