"""Statements at their verdicts: one row a statement, one column a verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.presenting import style
from analysis.presenting.charts.canvas import label_texts, new_sheet
from analysis.presenting.charts.rows import drawn_rows
from analysis.schemas.bundle import ReportTable
from analysis.schemas.charts import Verdicts

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LINE_INCHES = 0.17
LABEL_WIDTH = 52
MARKERS = ("o", "D", "X", ".")
FILLS = (style.ACCENT, style.REVIEW, style.INK, style.RULE)
SIZE = 110


def draw_verdicts(chart: Verdicts, table: ReportTable, lang: str) -> Figure:
    """Draw a mark for every row in the column of its verdict; form and colour both tell."""
    rows = drawn_rows(chart, table)
    names = verdict_names(chart, table, lang)
    texts = label_texts(replace(table, frame=rows), chart.label, lang, width=LABEL_WIDTH)
    lines = sum(text.count("\n") + 2 for text in texts)
    figure, axes = new_sheet(height=0.9 + LINE_INCHES * max(lines, 6))
    for place, code in enumerate(names):
        mine = [row for row, verdict in enumerate(rows[chart.value]) if verdict == code]
        axes.scatter(
            [place] * len(mine), mine, marker=MARKERS[place], s=SIZE, color=FILLS[place], zorder=3
        )
    axes.hlines(range(len(rows)), -0.5, len(names) - 0.5, color=style.TINT, lw=6, zorder=0)
    axes.set_yticks(range(len(rows)), texts, fontsize=8)
    axes.set_xticks(range(len(names)), list(names.values()))
    axes.xaxis.tick_top()
    axes.set_xlim(-0.5, len(names) - 0.5)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.spines["bottom"].set_visible(False)
    axes.set(xlabel="", ylabel="")
    return figure


def verdict_names(chart: Verdicts, table: ReportTable, lang: str) -> dict[str, str]:
    """Return the verdicts from left to right, with their names."""
    column = next(one for one in table.columns if one.name == chart.value)
    return {code: names[lang] for code, names in column.codes.items()}
