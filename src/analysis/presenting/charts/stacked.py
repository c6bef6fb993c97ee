"""How a whole divides into parts, row by row, as stacked bars of 100 %."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.presenting import style
from analysis.presenting.charts.canvas import label_texts, new_sheet, number_ticks, row_inches
from analysis.presenting.charts.rows import drawn_rows, part_shares
from analysis.presenting.formats import Formatter
from analysis.schemas.bundle import ReportTable
from analysis.schemas.charts import Stacked

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROW_INCHES = 0.34
NARROWEST_NAMED = 0.07
"""Share of a bar from which its percentage is written into it."""

FILLS = ("#0b5c8e", "#e69f00", "#cfd6db", "#8fa3ad", "#009e73", "#cc79a7")
INKS = ("#ffffff", "#1b2733", "#1b2733", "#1b2733", "#ffffff", "#1b2733")
HATCHES = ("", "////", "", "....", "", "xxxx")


def draw_stacked(chart: Stacked, table: ReportTable, lang: str) -> Figure:
    """Draw one bar a row, divided by the share of each part."""
    rows = drawn_rows(chart, table)
    shares = part_shares(rows, chart.parts)
    labels = label_texts(replace(table, frame=rows), chart.label, lang)
    height = 1.15 + row_inches(labels, ROW_INCHES) * max(len(rows), 2)
    figure, axes = new_sheet(height=height)
    names = {one.name: one.label[lang] for one in table.columns}
    _draw_parts(axes, shares, names, lang)
    axes.set_yticks(range(len(rows)), labels)
    number_ticks(axes.xaxis, lang, "share")
    axes.set_xlim(0, 1)
    axes.invert_yaxis()
    axes.set(xlabel=chart.axis.get(lang, ""), ylabel="")
    axes.legend(
        loc="lower left", bbox_to_anchor=(0, 1.0), ncols=len(shares.columns), handlelength=1.4
    )
    return figure


def _draw_parts(axes: Axes, shares: pd.DataFrame, names: Mapping[str, str], lang: str) -> None:
    write, start = Formatter(lang), shares.iloc[:, 0] * 0.0
    for place, part in enumerate(shares.columns):
        axes.barh(
            range(len(shares)),
            shares[part],
            left=start,
            height=0.66,
            color=FILLS[place],
            edgecolor=style.PAPER,
            hatch=HATCHES[place],
            linewidth=0.8,
            label=names[part],
        )
        for row, (left, share) in enumerate(zip(start, shares[part], strict=True)):
            if share >= NARROWEST_NAMED:
                axes.annotate(
                    write.share(float(share)),
                    (left + share / 2, row),
                    ha="center",
                    va="center",
                    fontsize=7.5,
                    color=INKS[place],
                    bbox={"boxstyle": "square,pad=0.15", "fc": FILLS[place], "ec": "none"},
                )
        start = start + shares[part]
