"""Which rows of a table a chart draws, in the order in which it draws them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.periods import Period
from analysis.presenting.charts.canvas import without_totals
from analysis.presenting.formats import Formatter
from analysis.presenting.tables import cell_text
from analysis.schemas.bundle import ReportTable
from analysis.schemas.charts import (
    Bars,
    Chart,
    Dots,
    Heat,
    Pairs,
    Quadrant,
    Stacked,
    Trend,
    Verdicts,
)
from analysis.wording import say

if TYPE_CHECKING:
    import pandas as pd


def drawn_rows(chart: Chart, table: ReportTable) -> pd.DataFrame:
    """Return the rows that are drawn, the first one on top or to the left.

    Parameters
    ----------
    table : ReportTable
        Shown rows; totals (missing label) and rows without any value are left out.
    """
    rows = without_totals(table, chart.label)
    rows = rows[rows[list(value_columns(chart))].notna().any(axis=1)]
    match chart:
        case Dots(ordered=True) | Bars(ordered=True):
            rows = rows.sort_values(chart.value, ascending=False, kind="stable")
        case Trend():
            days = [Period.parse(one).first_day for one in rows[chart.label]]
            rows = rows.assign(_day=days).sort_values("_day", kind="stable").drop(columns="_day")
        case Pairs() | Quadrant():
            rows = rows.dropna(subset=list(value_columns(chart)))
    if isinstance(chart, Bars) and chart.most:
        rows = rows[rows[chart.value] > 0].head(chart.most)
    return rows.reset_index(drop=True)


def row_names(chart: Dots, rows: pd.DataFrame, table: ReportTable, lang: str) -> list[str]:
    """Return what stands before each row of dots: its labels, and its persons where asked for."""
    columns = {one.name: one for one in table.columns}
    labels = [columns[name] for name in (chart.label, chart.beside) if name]
    names = [
        ", ".join(cell_text(one, row[one.name], lang=lang) for one in labels)
        for row in rows.to_dict("records")
    ]
    if not chart.persons:
        return names
    counts = (Formatter(lang).integer(one) for one in rows[chart.persons])
    pairs = zip(names, counts, strict=True)
    return [say("presenting.chart.with_n", lang, name=name, n=n) for name, n in pairs]


def value_columns(chart: Chart) -> tuple[str, ...]:
    """Return the columns whose values are drawn, without intervals and limits."""
    match chart:
        case Dots() | Bars() | Trend() | Verdicts():
            return (chart.value,)
        case Stacked():
            return chart.parts
        case Heat():
            return chart.columns
        case Quadrant():
            return (chart.x, chart.y)
        case Pairs():
            return (chart.filled, chart.open)
    raise TypeError(chart)


def part_shares(rows: pd.DataFrame, parts: Sequence[str]) -> pd.DataFrame:
    """Return the share of each part in the sum of the parts of its row, 0 where that is 0."""
    counts = rows[list(parts)].astype("float64").fillna(0.0)
    return counts.div(counts.sum(axis=1).where(lambda total: total > 0), axis=0).fillna(0.0)
