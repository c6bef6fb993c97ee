"""Statements at their verdicts: one row a statement, one column a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.presenting import style
from analysis.presenting.charts.canvas import label_texts, new_sheet, without_totals
from analysis.schemas.bundle import ReportTable

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LINE_INCHES = 0.17
LABEL_WIDTH = 52
MARKERS = ("o", "D", "X", ".")
FILLS = (style.ACCENT, style.REVIEW, style.INK, style.RULE)
SIZE = 110


def verdict_grid(
    table: ReportTable, lang: str, *, label: str, value: str, verdicts: Mapping[str, str]
) -> Figure:
    """Draw a mark for every row in the column of its verdict.

    Parameters
    ----------
    table : ReportTable
        Shown rows; totals (missing label) are left out.
    label, value : str
        Columns of the statement and of its verdict.
    verdicts : mapping of code to text
        Columns from left to right, at most four; form and colour both tell them apart.
    """
    rows = without_totals(table, label)
    texts = label_texts(replace(table, frame=rows), label, lang, width=LABEL_WIDTH)
    lines = sum(text.count("\n") + 2 for text in texts)
    figure, axes = new_sheet(height=0.9 + LINE_INCHES * max(lines, 6))
    for place, code in enumerate(verdicts):
        mine = [row for row, verdict in enumerate(rows[value]) if verdict == code]
        axes.scatter(
            [place] * len(mine), mine, marker=MARKERS[place], s=SIZE, color=FILLS[place], zorder=3
        )
    axes.hlines(range(len(rows)), -0.5, len(verdicts) - 0.5, color=style.TINT, lw=6, zorder=0)
    axes.set_yticks(range(len(rows)), texts, fontsize=8)
    axes.set_xticks(range(len(verdicts)), list(verdicts.values()))
    axes.xaxis.tick_top()
    axes.set_xlim(-0.5, len(verdicts) - 0.5)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.spines["bottom"].set_visible(False)
    axes.set(xlabel="", ylabel="")
    return figure
