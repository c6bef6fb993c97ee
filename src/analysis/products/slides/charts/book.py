"""The workbook inside a native chart: the numbers that are drawn and nothing else."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

from analysis.presenting.charts.series import ChartData
from analysis.products.workbook.look import number_format

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

SHEET = "Data"


def chart_book(data: ChartData, lang: str, *, moment: datetime, points: bool = False) -> bytes:
    """Return a workbook with the categories in column A and a series in each column after it.

    Parameters
    ----------
    data : ChartData
        Rounded as displayed.
    lang : {"id", "en"}
        Whose signs the number formats carry.
    moment : datetime
        Written as the date of making.
    points : bool
        The first series stands in column A, as a chart of points reads it, and the categories in
        the last column.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"author": "", "created": moment.replace(tzinfo=None)})
    sheet = book.add_worksheet(SHEET)
    formats = {
        one.format: book.add_format({"num_format": number_format(one.format, lang)})
        for one in data.series
    }
    names = len(data.series) if points else 0
    for row, name in enumerate(data.categories, 1):
        sheet.write_string(row, names, name)
    sheet.set_column(names, names, 40)
    for place, one in enumerate(data.series):
        column = place if points else place + 1
        sheet.write_string(0, column, one.name)
        _write_numbers(sheet, column, one.values, formats[one.format])
    book.close()
    return buffer.getvalue()


def _write_numbers(
    sheet: Worksheet,
    column: int,
    values: tuple[float | None, ...],
    style: Any,  # noqa: ANN401 - a format of xlsxwriter
) -> None:
    for row, value in enumerate(values, 1):
        if value is not None:
            sheet.write_number(row, column, value, style)
