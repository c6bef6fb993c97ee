"""The numbers of a chart as a native chart of a slide holds them: drawn rows, rounded as shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from analysis.presenting.charts.rows import drawn_rows, part_shares, row_names, value_columns
from analysis.presenting.charts.trend import short_period
from analysis.presenting.charts.verdicts import verdict_names
from analysis.presenting.formats import is_missing, rounded
from analysis.presenting.tables import cell_text
from analysis.schemas.bundle import ReportColumn, ReportTable
from analysis.schemas.charts import (
    Bars,
    Chart,
    Dots,
    Quadrant,
    Stacked,
    Trend,
    Verdicts,
)
from analysis.wording import say

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["value", "low", "high", "center", "x", "y", "mark", "reference", "band", "signal"]


@dataclass(frozen=True)
class Series:
    """One run of numbers along the categories.

    Attributes
    ----------
    name : str
        Heading of the column in the language of the reader.
    kind : str
        What the numbers are: value, low, high, center, x, y, mark (1 at the verdict), reference
        (the same number everywhere), band (the same: where a named range begins), signal (the
        value of a point that is one).
    format : str
        How the table writes them; shares are proportions.
    values : tuple of float or None
        Rounded as displayed; None where there is no number.
    """

    name: str
    kind: Kind
    format: str
    values: tuple[float | None, ...]


@dataclass(frozen=True)
class ChartData:
    """Categories, the first on top or to the left, and the series over them."""

    categories: tuple[str, ...]
    series: tuple[Series, ...]


def chart_data(chart: Chart, table: ReportTable, lang: str) -> ChartData:
    """Return what a native chart of `chart` holds.

    Parameters
    ----------
    table : ReportTable
        Shown rows (`figures.shown_rows`); its totals and rows without a value are left out.
    """
    rows = drawn_rows(chart, table)
    categories = tuple(_categories(chart, rows, table, lang))
    if isinstance(chart, Verdicts):
        return ChartData(categories, _marks(chart, rows, table, lang))
    if isinstance(chart, Stacked):
        rows = part_shares(rows, chart.parts)
    columns = {one.name: one for one in table.columns}
    formats = {name: one.format for name, one in columns.items()}
    if isinstance(chart, Stacked):
        formats |= dict.fromkeys(chart.parts, "share")
    series = tuple(
        Series(columns[name].label[lang], kind, formats[name], _numbers(rows[name], formats[name]))
        for name, kind in _series_columns(chart)
        if name in columns
    )
    return ChartData(categories, (*series, *_beside(chart, rows, formats, lang)))


def _categories(chart: Chart, rows: pd.DataFrame, table: ReportTable, lang: str) -> Iterable[str]:
    if isinstance(chart, Dots):
        return row_names(chart, rows, table, lang)
    declared = next(one for one in table.columns if one.name == chart.label)
    return (_category(declared, one, lang) for one in rows[chart.label])


def _category(
    column: ReportColumn,
    value: Any,  # noqa: ANN401 - any label of a frame
    lang: str,
) -> str:
    """Return what stands on the category axis: a period in few letters, other labels in full."""
    if column.format == "period":
        return short_period(str(value), lang).replace("\n", " ")
    return cell_text(column, value, lang=lang)


def _beside(
    chart: Chart, rows: pd.DataFrame, formats: Mapping[str, str], lang: str
) -> Iterator[Series]:
    """Yield what is drawn beside the values: a reference line, the points that are signals."""
    match chart:
        case Dots():
            yield from _lines(chart, rows, lang)
        case Trend() if chart.signal in rows and rows[chart.signal].notna().any():
            fmt = formats[chart.value]
            marked = rows[chart.value].where(rows[chart.signal].notna())
            yield Series(say("presenting.chart.signal", lang), "signal", fmt, _numbers(marked, fmt))


def _lines(chart: Dots, rows: pd.DataFrame, lang: str) -> Iterator[Series]:
    """Yield the reference of dots and the beginning of each band that lies among them."""
    if chart.reference is not None:
        line = rounded(chart.reference.value, chart.format)
        yield Series(chart.reference.label[lang], "reference", chart.format, (line,) * len(rows))
    drawn = [name for name in (chart.value, chart.low, chart.high) if name in rows]
    low, high = rows[drawn].min().min(), rows[drawn].max().max()
    for band in chart.bands:
        if low < band.low < high:
            begins = rounded(band.low, chart.format)
            yield Series(band.name, "band", chart.format, (begins,) * len(rows))


def _series_columns(chart: Chart) -> list[tuple[str, Kind]]:
    match chart:
        case Dots() | Bars():
            return [(chart.value, "value"), (chart.low, "low"), (chart.high, "high")]
        case Trend():
            return [
                (chart.value, "value"),
                (chart.center, "center"),
                (chart.lower, "low"),
                (chart.upper, "high"),
            ]
        case Quadrant():
            return [(chart.x, "x"), (chart.y, "y")]
    return [(name, "value") for name in value_columns(chart)]


def _numbers(values: Iterable[float], fmt: str) -> tuple[float | None, ...]:
    return tuple(None if is_missing(one) else rounded(float(one), fmt) for one in values)


def _marks(
    chart: Verdicts, rows: pd.DataFrame, table: ReportTable, lang: str
) -> tuple[Series, ...]:
    verdicts = list(rows[chart.value])
    return tuple(
        Series(name, "mark", "integer", tuple(1.0 if one == code else None for one in verdicts))
        for code, name in verdict_names(chart, table, lang).items()
    )
