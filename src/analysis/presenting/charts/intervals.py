"""Estimates with their intervals, one line a group, sorted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.presenting import style
from analysis.presenting.charts.canvas import (
    Band,
    draw_bands,
    label_texts,
    new_sheet,
    number_ticks,
    value_range,
    without_totals,
)
from analysis.presenting.formats import Formatter
from analysis.schemas.bundle import ReportTable

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW_INCHES, WRAPPED_ROW_INCHES = 0.255, 0.35


def interval_dots(
    table: ReportTable,
    lang: str,
    *,
    label: str,
    estimate: str = "estimate",
    low: str = "ci_low",
    high: str = "ci_high",
    fmt: str = "index",
    bands: Sequence[Band] = (),
    reference: float | None = None,
    reference_label: str = "",
    x_label: str = "",
    ordered: bool = True,
) -> Figure:
    """Draw one dot with its interval for each group, the highest on top.

    Parameters
    ----------
    table : ReportTable
        Shown rows; totals (missing label) are left out.
    label, estimate, low, high : str
        Columns; an interval that is missing is not drawn.
    bands : sequence of Band
        Tinted ranges of the x axis, named on top.
    reference : float or None
        A dashed line, for example the median unit, named by `reference_label`; always in view.
    ordered : bool
        False keeps the order of the table, the first row on top.
    """
    rows = without_totals(table, label)
    rows = rows[rows[estimate].notna()]
    rows = rows.sort_values(estimate, kind="stable") if ordered else rows.iloc[::-1]
    rows = rows.reset_index(drop=True)
    names = label_texts(replace(table, frame=rows), label, lang)
    each = WRAPPED_ROW_INCHES if any("\n" in name for name in names) else ROW_INCHES
    figure, axes = new_sheet(height=1.05 + each * max(len(rows), 3))
    beside = [] if reference is None else [reference]
    left, right = value_range(rows[estimate], rows[low], rows[high], beside)
    right = min(right, max((band.high for band in bands), default=right))
    axes.set_xlim(left, right)
    draw_bands(axes, bands, low=left, high=right)
    _draw_rows(axes, rows, estimate=estimate, low=low, high=high)
    _write_values(axes, rows[estimate], fmt=fmt, lang=lang)
    if reference is not None:
        _draw_reference(axes, reference, reference_label)
    axes.set_yticks(range(len(rows)), names, linespacing=1.08)
    axes.set_ylim(-0.7, len(rows) - 0.3)
    number_ticks(axes.xaxis, lang, fmt)
    axes.set_xlabel(x_label)
    return figure


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
