"""Shares or counts by group as horizontal bars from zero, with intervals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.presenting import style
from analysis.presenting.charts.canvas import label_texts, new_sheet, number_ticks, row_inches
from analysis.presenting.charts.rows import drawn_rows
from analysis.presenting.formats import Formatter, is_missing
from analysis.schemas.bundle import ReportTable
from analysis.schemas.charts import Bars

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW_INCHES = 0.32


def draw_bars(chart: Bars, table: ReportTable, lang: str) -> Figure:
    """Draw one bar a row, beginning at zero, with its value and, if given, its interval."""
    rows = drawn_rows(chart, table)
    labels = label_texts(replace(table, frame=rows), chart.label, lang)
    height = 0.75 + row_inches(labels, ROW_INCHES) * max(len(rows), 2)
    figure, axes = new_sheet(height=height)
    _draw_bars(axes, rows, chart.value)
    high = chart.high if chart.low else ""
    if high:
        low = rows[chart.low]
        axes.hlines(range(len(rows)), low, rows[high], color=style.INK, lw=1.1, zorder=3)
    _write_values(axes, rows, value=chart.value, high=high, fmt=chart.format, lang=lang)
    axes.set_yticks(range(len(rows)), labels)
    number_ticks(axes.xaxis, lang, chart.format)
    axes.margins(x=0.12)
    axes.set_xlim(left=0)
    axes.set(xlabel=chart.axis.get(lang, ""), ylabel="")
    return figure


def _draw_bars(axes: Axes, rows: pd.DataFrame, value: str) -> None:
    import seaborn as sns

    lengths = rows[value].astype("float64")
    places = [str(place) for place in rows.index]
    sns.barplot(
        x=lengths.to_numpy(),
        y=places,
        color=style.ACCENT_SOFT,
        saturation=1,
        width=0.62,
        errorbar=None,
        ax=axes,
    )


def _write_values(
    axes: Axes, rows: pd.DataFrame, *, value: str, high: str, fmt: str, lang: str
) -> None:
    write = Formatter(lang)
    for place, row in enumerate(rows.to_dict("records")):
        end = row[high] if high and not is_missing(row[high]) else row[value]
        axes.annotate(
            write.cell(row[value], fmt),
            (float(end), place),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize=8.5,
        )
