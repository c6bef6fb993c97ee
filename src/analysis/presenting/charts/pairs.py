"""Two values of each row as two dots joined by a line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.presenting import style
from analysis.presenting.charts.canvas import label_texts, new_sheet, number_ticks, row_inches
from analysis.presenting.charts.rows import drawn_rows
from analysis.schemas.bundle import ReportTable
from analysis.schemas.charts import Pairs

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROW_INCHES = 0.27


def draw_pairs(chart: Pairs, table: ReportTable, lang: str) -> Figure:
    """Draw a filled dot and an open one for each row, joined by a line."""
    rows = drawn_rows(chart, table).iloc[::-1].reset_index(drop=True)
    labels = label_texts(replace(table, frame=rows), chart.label, lang)
    height = 1.0 + row_inches(labels, ROW_INCHES) * max(len(rows), 3)
    figure, axes = new_sheet(height=height)
    places = range(len(rows))
    filled, opened = (rows[one].astype("float64") for one in (chart.filled, chart.open))
    names = {one.name: one.label[lang] for one in table.columns}
    axes.hlines(places, filled, opened, color=style.RULE, lw=2, zorder=1)
    axes.plot(opened, places, "o", ms=6, mfc=style.PAPER, mec=style.INK, label=names[chart.open])
    axes.plot(filled, places, "o", ms=5.2, color=style.ACCENT, label=names[chart.filled])
    axes.set_yticks(places, labels)
    axes.set_xlim(left=0)
    number_ticks(axes.xaxis, lang, chart.format)
    axes.set_xlabel(chart.axis.get(lang, ""))
    axes.grid(axis="x")
    axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.2)
    return figure
