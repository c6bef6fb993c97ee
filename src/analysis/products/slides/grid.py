"""Tables of the bundle as text, with what sets rows and cells apart, and the parts of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.presenting.tables import KEPT_MARK, NUMERIC, RowKind, RowMarks, row_marks, shown_texts
from analysis.schemas.bundle import ReportTable

PAD, PAD_ABOVE = 7.0, 0.28
"""Room between a cell's text and its sides in points; above and below it in units of its size."""
MARK_ROOM = 1.5
"""Room of the mark before a word, in units of its size."""


@dataclass(frozen=True)
class Mark:
    """A sign before a cell's word, so that form tells what colour tells."""

    sign: str
    colour: str


@dataclass(frozen=True)
class Cell:
    """A cell: its text, and what sets it apart."""

    text: str
    mark: Mark | None = None
    fill: str = ""
    ink: str = ""


@dataclass(frozen=True)
class Column:
    """A column of the bundle's table."""

    name: str
    text: str
    numeric: bool
    label: bool


@dataclass(frozen=True)
class Row:
    """A row of the bundle's table; one kept from the last edition says so in its first cell."""

    cells: tuple[Cell, ...]
    kind: RowKind = "plain"


@dataclass(frozen=True)
class Grid:
    """A table as text, before it is laid out."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    whole: bool = True
    """Whether it has every column of the bundle's table."""


@dataclass(frozen=True)
class Part:
    """What of a table stands on one slide.

    Attributes
    ----------
    grid : Grid
        The whole table.
    columns : tuple of int
    first, last : int
        Rows, the last one included; `last` is `first - 1` where there are none.
    size : float
        Points.
    widths, heights : tuple of float
        Points; the first height is that of the header.
    """

    grid: Grid
    columns: tuple[int, ...]
    first: int
    last: int
    size: float
    widths: tuple[float, ...]
    heights: tuple[float, ...]

    @property
    def spec(self) -> str:
        """How a check finds the cells in the bundle."""
        told = f"table:{self.grid.name}"
        if self.last - self.first + 1 != len(self.grid.rows):
            told += f";rows={self.first}-{self.last}"
        if not self.grid.whole or len(self.columns) != len(self.grid.columns):
            told += f";columns={','.join(self.grid.columns[one].name for one in self.columns)}"
        return told


def text_room(cell: Cell, width: float, size: float) -> float:
    """Return the points that a cell of a given width leaves its text."""
    return width - 2 * PAD - (MARK_ROOM * size if cell.mark else 0.0)


def grid_of(table: ReportTable, lang: str, columns: Sequence[str] = ()) -> Grid:
    """Return a protected table as text; `columns` chooses and orders columns, empty means all."""
    every = [one.name for one in table.columns]
    chosen = [every.index(name) for name in columns or every]
    texts = shown_texts(table, lang)
    marks = [row_marks(table, row) for row in table.frame.to_dict("records")]
    return Grid(
        table.name,
        table.title[lang],
        tuple(
            Column(one.name, one.label[lang], one.role in NUMERIC, one.role == "label")
            for one in (table.columns[place] for place in chosen)
        ),
        tuple(
            _row([row[place] for place in chosen], one)
            for row, one in zip(texts, marks, strict=True)
        ),
        whole=chosen == list(range(len(every))),
    )


def _row(texts: list[str], marks: RowMarks) -> Row:
    first = f"{texts[0]}\u00a0{KEPT_MARK}" if marks.kept else texts[0]
    return Row(tuple(map(Cell, (first, *texts[1:]))), marks.kind)
