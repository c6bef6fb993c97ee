"""Drawings that several studies share, each made from a protected table's shown rows."""

from analysis.presenting.charts.bars import group_bars
from analysis.presenting.charts.canvas import Band
from analysis.presenting.charts.heat import heat_grid
from analysis.presenting.charts.intervals import interval_dots
from analysis.presenting.charts.quadrant import quadrant
from analysis.presenting.charts.stacked import stacked_shares
from analysis.presenting.charts.trend import xmr_chart
from analysis.presenting.charts.verdicts import verdict_grid

__all__ = [
    "Band",
    "group_bars",
    "heat_grid",
    "interval_dots",
    "quadrant",
    "stacked_shares",
    "verdict_grid",
    "xmr_chart",
]
