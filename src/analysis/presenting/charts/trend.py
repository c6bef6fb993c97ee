"""Values over time with the natural limits of an XmR chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.periods import Period
from analysis.presenting import style
from analysis.presenting.charts.canvas import new_sheet, number_ticks, value_range
from analysis.presenting.charts.rows import drawn_rows
from analysis.presenting.formats import is_missing
from analysis.schemas.bundle import ReportTable
from analysis.schemas.charts import Trend
from analysis.wording import say

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ROMAN = ("I", "II", "III", "IV")
MOST_TICKS = 16


def draw_trend(chart: Trend, table: ReportTable, lang: str) -> Figure:
    """Draw a run of values with centre line and limits; signals have a shape of their own."""
    rows = drawn_rows(chart, table)
    figure, axes = new_sheet(height=3.3)
    limits = [rows[name] for name in (chart.center, chart.lower, chart.upper) if name in rows]
    axes.set_ylim(*value_range(rows[chart.value], *limits, margin=0.12))
    _draw_limits(axes, rows, chart, lang=lang)
    _draw_points(axes, rows, value=chart.value, signal=chart.signal, lang=lang)
    _period_ticks(axes, rows[chart.label].tolist(), lang)
    number_ticks(axes.yaxis, lang, chart.format)
    axes.grid(axis="y")
    axes.set_ylabel(chart.axis.get(lang, ""))
    axes.set_xlim(-0.5, len(rows) - 0.5 + 0.08 * len(rows))
    return figure


def short_period(text: str, lang: str) -> str:
    """Return a period in a few letters over two lines, for ticks."""
    period = Period.parse(text)
    if period.rhythm == "M":
        from babel.dates import format_date

        return format_date(period.first_day, "LLL\ny", locale=lang)
    return say(
        f"presenting.short_period.{period.rhythm}",
        lang,
        year=period.year,
        number=period.index,
        roman=ROMAN[period.index - 1],
    ).replace(" / ", "\n")


def _draw_limits(axes: Axes, rows: pd.DataFrame, chart: Trend, *, lang: str) -> None:
    center, lower, upper = chart.center, chart.lower, chart.upper
    places = range(len(rows))
    if {lower, upper} <= set(rows) and rows[[lower, upper]].notna().any(axis=None):
        low, high = (rows[name].astype("float64") for name in (lower, upper))
        axes.fill_between(places, low, high, step="mid", color=style.TINT, lw=0, zorder=0)
        for edge in (low, high):
            axes.step(places, edge, where="mid", color=style.MUTED, lw=0.8, ls=(0, (4, 3)))
        _edge_label(axes, high, say("presenting.chart.upper", lang))
        _edge_label(axes, low, say("presenting.chart.lower", lang))
    if center in rows and rows[center].notna().any():
        middle = rows[center].astype("float64")
        axes.step(places, middle, where="mid", color=style.ACCENT_SOFT, lw=1.4, zorder=1)
        _edge_label(axes, middle, say("presenting.chart.center", lang))


def _edge_label(axes: Axes, edge: pd.Series, text: str) -> None:
    known = edge.dropna()
    axes.annotate(
        text,
        (float(known.index[-1]), float(known.iloc[-1])),
        xytext=(9, 0),
        textcoords="offset points",
        va="center",
        fontsize=8,
        color=style.MUTED,
    )


def _draw_points(axes: Axes, rows: pd.DataFrame, *, value: str, signal: str, lang: str) -> None:
    import seaborn as sns

    marked = [
        signal in rows and not is_missing(one) for one in rows.get(signal, [None] * len(rows))
    ]
    values = rows[value].astype("float64")
    sns.lineplot(x=rows.index, y=values, color=style.ACCENT, lw=1.3, ax=axes, errorbar=None)
    plain = [not one for one in marked]
    axes.plot(rows.index[plain], values[plain], "o", ms=4.8, color=style.ACCENT, mec=style.PAPER)
    if any(marked):
        axes.plot(
            rows.index[marked],
            values[marked],
            "D",
            ms=7,
            color=style.STAMP,
            mec=style.PAPER,
            label=say("presenting.chart.signal", lang),
        )
        axes.legend(loc="upper left", bbox_to_anchor=(0, 1.1), borderaxespad=0)


def _period_ticks(axes: Axes, periods: list[str], lang: str) -> None:
    step = -(-len(periods) // MOST_TICKS)
    places = list(range(len(periods) - 1, -1, -step))[::-1]
    axes.set_xticks(places, [short_period(periods[place], lang) for place in places])
    axes.set_xlabel("")
