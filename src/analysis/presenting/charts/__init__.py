"""Drawings that studies share, each made from what `schemas.charts` says and shown rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from analysis.presenting.charts.bars import draw_bars
from analysis.presenting.charts.dots import draw_dots
from analysis.presenting.charts.heat import draw_heat
from analysis.presenting.charts.pairs import draw_pairs
from analysis.presenting.charts.quadrant import draw_quadrant
from analysis.presenting.charts.rows import drawn_rows
from analysis.presenting.charts.stacked import draw_stacked
from analysis.presenting.charts.trend import draw_trend
from analysis.presenting.charts.verdicts import draw_verdicts
from analysis.schemas.bundle import ReportTable
from analysis.schemas.charts import Chart

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["DRAWINGS", "draw", "drawn_rows"]

DRAWINGS: dict[str, Callable[[Any, ReportTable, str], Figure]] = {
    "dots": draw_dots,
    "bars": draw_bars,
    "stacked": draw_stacked,
    "heat": draw_heat,
    "trend": draw_trend,
    "quadrant": draw_quadrant,
    "verdicts": draw_verdicts,
    "pairs": draw_pairs,
}


def draw(chart: Chart, table: ReportTable, lang: str) -> Figure:
    """Draw a chart from the shown rows of a protected table, with words in `lang`."""
    return DRAWINGS[chart.kind](chart, table, lang)
