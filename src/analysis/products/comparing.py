"""What a product shows against the bundle: every cell of a table, every number of a chart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.presenting.figures import shown_rows
from analysis.presenting.formats import MISSING, is_missing, rounded
from analysis.presenting.tables import shown_texts
from analysis.products.inspection import ShownChart, ShownTable
from analysis.products.violations import Violation
from analysis.schemas.bundle import ReportTable

if TYPE_CHECKING:
    from analysis.presenting.charts.series import ChartData
    from analysis.products.inspection.extract import ShownSeries
    from analysis.schemas.charts import Chart

LIMITS = ("<", ">")
"""A number that is written as a limit, such as < 0.1%, is no number that could be compared."""
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
CUT = "…"
_EXACT = 1e-9
"""Difference that a decimal number may have after it was written and read."""


class Sources:
    """The tables of a bundle as their cells are written, each worked out once a language."""

    def __init__(self, tables: Mapping[str, ReportTable]) -> None:
        self.tables = tables
        self._rows: dict[tuple[str, str], list[list[Source]]] = {}

    def rows(self, name: str, lang: str) -> list[list[Source]]:
        """Return the cells of a table, row by row, in the order of its columns."""
        if (name, lang) not in self._rows:
            table = self.tables[name]
            records = table.frame.to_dict("records")
            self._rows[name, lang] = [
                [
                    Source(text, record[column.name], column.format)
                    for column, text in zip(table.columns, texts, strict=True)
                ]
                for record, texts in zip(records, shown_texts(table, lang), strict=True)
            ]
        return self._rows[name, lang]


@dataclass(frozen=True)
class Source:
    """A cell of a table of the bundle: as it is written, its value and its format."""

    text: str
    value: Any
    format: str

    def is_shown(self, text: str, number: float | None, *, in_workbook: bool) -> bool:
        """Tell whether a cell of a product says this.

        Numbers of a workbook must be the value rounded as displayed; where there is none, the
        cell may be empty.
        """
        if _plain(text) == _plain(self.text):
            return True
        if number is None:
            return in_workbook and text == "" and self.text == MISSING
        if is_missing(self.value) or isinstance(self.value, str) or self.text.startswith(LIMITS):
            return False
        return abs(number - rounded(float(self.value), self.format)) < _EXACT


def compare_table(shown: ShownTable, sources: Sources, lang: str) -> Iterator[Violation]:
    """Yield each cell of a shown table, or part of one, that differs from its source.

    Parameters
    ----------
    shown : ShownTable
        Of the bundle's table that it names.
    sources : Sources
    lang : str
        Language in which the cells are written.
    """
    table = sources.tables.get(shown.name)
    if table is None:
        yield Violation(shown.where, "no_source", {"name": shown.name})
        return
    names = [column.name for column in table.columns]
    chosen = list(shown.columns) if shown.is_part else names
    first, last = shown.span or (0, len(table.frame) - 1)
    rows = sources.rows(shown.name, lang)[first : last + 1]
    same_columns = set(chosen) <= set(names) and tuple(shown.columns) in (tuple(chosen), ())
    same_rows = len(rows) == len(shown.rows) == last + 1 - first
    if not (same_columns and same_rows) or any(len(row) != len(chosen) for row in shown.rows):
        yield Violation(shown.where, "shape_differs", {"name": shown.name})
        return
    places = [names.index(name) for name in chosen]
    nothing = (None,) * len(chosen)
    for row, texts in enumerate(shown.rows):
        numbers = shown.numbers[row] if shown.numbers else nothing
        for place, text, number in zip(places, texts, numbers, strict=True):
            if not rows[row][place].is_shown(text, number, in_workbook=bool(shown.numbers)):
                values = {"name": shown.name, "row": str(row + 1), "column": names[place]}
                yield Violation(shown.where, "number_differs", values)


def _plain(text: str) -> str:
    """Return a text without what only guides the breaking of its lines."""
    return " ".join(text.translate(_UNSEEN).replace("\u2011", "-").split())


def compare_chart(
    shown: ShownChart, chart: Chart, table: ReportTable, lang: str
) -> Iterator[Violation]:
    """Yield each series of a native chart that differs from what its figure draws.

    A chart may show some of the rows, as where it goes on over the page, and leave out series.

    Parameters
    ----------
    shown : ShownChart
        From the numbers drawn or from the workbook inside the chart.
    chart : Chart
        Of the figure it names.
    table : ReportTable
        From which the figure is drawn.
    lang : str
        Language of names and categories.
    """
    from analysis.presenting.charts.series import chart_data

    data = chart_data(chart, shown_rows(table), lang)
    for series in shown.series:
        if not _is_drawn(series, data):
            yield Violation(shown.where, "chart_differs", {"name": shown.name})


def _is_drawn(series: ShownSeries, data: ChartData) -> bool:
    if not series.values:
        return True
    named = [one for one in data.series if _plain(one.name) == _plain(series.name)]
    if any(_holds(series, data.categories, one.values) for one in named):
        return True
    across = {one.kind: one.values for one in data.series}
    if "x" not in across or "y" not in across:
        return False
    return _holds(series, tuple(map(str, across["x"])), across["y"])


def _holds(series: ShownSeries, categories: Sequence[str], values: Sequence[float | None]) -> bool:
    """Tell whether every value of a series stands beside the same category in the source."""
    left = list(zip(categories, values, strict=True))
    for category, value in zip(series.categories, series.values, strict=True):
        found = next((one for one in left if _same(one, category, value)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def _same(source: tuple[str, float | None], category: str, value: float | None) -> bool:
    name, number = source
    if number is None or value is None:
        return number is value and _same_category(name, category)
    return abs(number - value) < _EXACT and _same_category(name, category)


def _same_category(name: str, category: str) -> bool:
    """Tell whether a category is the one of the source, perhaps cut short."""
    name, category = _plain(name), _plain(category)
    if category.endswith(CUT):
        return name.startswith(category.removesuffix(CUT).rstrip())
    try:
        return name == category or abs(float(name) - float(category)) < _EXACT
    except ValueError:
        return False
