"""Native, editable charts of slides: bars, lines and points that a chart's workbook drives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.presenting.charts.series import ChartData
from analysis.products.slides.charts.drawn import Native
from analysis.products.slides.charts.pairs import draw_pairs
from analysis.products.slides.charts.quadrant import draw_quadrant
from analysis.products.slides.charts.ranges import draw_ranges
from analysis.products.slides.charts.stacked import draw_stacked
from analysis.products.slides.charts.trend import draw_trend
from analysis.products.slides.geometry import Box

__all__ = ["DRAWINGS", "Native"]

DRAWINGS: dict[str, Callable[[Any, ChartData, str, Box, ChartData], Native]] = {
    "dots": draw_ranges,
    "bars": draw_ranges,
    "stacked": draw_stacked,
    "pairs": draw_pairs,
    "trend": draw_trend,
    "quadrant": draw_quadrant,
}
"""By kind of chart; what is not here is shown as a native table."""
