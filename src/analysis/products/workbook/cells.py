"""What stands in the cells of a table's sheet: numbers as numbers, everything else as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.presenting.formats import BOUNDS, HIDDEN, MISSING, PLACES, is_missing, rounded
from analysis.presenting.tables import RowMarks, row_marks, shown_texts

if TYPE_CHECKING:
    from analysis.schemas.bundle import ReportColumn, ReportTable

"""A number that is written as a limit, such as < 0.1%, is text."""


@dataclass(frozen=True)
class Cell:
    """A cell: its text as shown in the report, and its number, None where it is text only."""

    text: str
    number: float | None = None


@dataclass(frozen=True)
class Row:
    """A row of a table.

    Attributes
    ----------
    cells : tuple of Cell
    marks : RowMarks
    """

    cells: tuple[Cell, ...]
    marks: RowMarks


def rows_of(table: ReportTable, lang: str) -> list[Row]:
    """Return the rows of a protected table as a sheet holds them."""
    records = table.frame.to_dict("records")
    return [
        Row(
            cells=tuple(
                _cell(column, record[column.name], text)
                for column, text in zip(table.columns, texts, strict=True)
            ),
            marks=row_marks(table, record),
        )
        for record, texts in zip(records, shown_texts(table, lang), strict=True)
    ]


def is_numeric(column: ReportColumn) -> bool:
    """Tell whether a column holds numbers."""
    return column.format in PLACES and not column.codes


def _cell(column: ReportColumn, value: Any, text: str) -> Cell:  # noqa: ANN401 - cell of a frame
    if not is_numeric(column) or text in (HIDDEN, MISSING) or text.startswith(BOUNDS):
        return Cell(text)
    return (
        Cell(text) if is_missing(value) else Cell(text, rounded(float(value), column.format) + 0.0)
    )
