"""A protected table as it stands on pages: its cells as text, split where it does not fit.

The cells are those of `presenting.tables.shown_texts`. A table of up to `MOST_WIDE_COLUMNS` columns
that is too wide for an upright page goes on a sheet turned on its side; a wider one becomes
several, each with the labels again. What is left out is said under the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.presenting.formats import Formatter
from analysis.presenting.tables import NUMERIC, RowMarks, notes, row_marks, shown_texts
from analysis.presenting.typography import glued
from analysis.products.document.blocks import Align, TableBlock, TableColumn, TableRow
from analysis.products.document.widths import TEXT_MM, WIDE_MM, Demand, demand, fits, gaps, shared
from analysis.schemas.bundle import ReportColumn, ReportTable
from analysis.wording import say

MOST_ROWS = 60
MOST_WIDE_COLUMNS = 12


def table_blocks(
    table: ReportTable, lang: str, *, label: str = "", floor: int | None = None
) -> list[TableBlock]:
    """Return a table as one block, or as several that together show its columns.

    Parameters
    ----------
    table : ReportTable
        After disclosure control.
    label : str
        Number as printed, such as `Tabel 1`.
    floor : int or None
        Smallest base that is shown, named in the note; None means the floor of the class.

    Returns
    -------
    list of TableBlock
        The notes stand under the last part. At most `MOST_ROWS` rows are shown; a note then names
        the workbook's sheet that has them all.
    """
    texts = shown_texts(table, lang)
    marks = [row_marks(table, row) for row in table.frame.to_dict("records")]
    demands = _demands(table, texts, lang)
    parts, wide = _parts(table, demands)
    small_print = _small_print(table, lang, floor)
    return [
        TableBlock(
            name=table.name,
            caption=_caption(table, lang, continued=place > 0),
            columns=_columns(table, part, demands, lang, page=WIDE_MM if wide else TEXT_MM),
            rows=tuple(_rows(texts[:MOST_ROWS], marks, part)),
            label=label,
            notes=small_print if place == len(parts) - 1 else (),
            source=_source(table, part),
            wide=wide,
        )
        for place, part in enumerate(parts)
    ]


def _demands(table: ReportTable, texts: Sequence[Sequence[str]], lang: str) -> list[Demand]:
    free = gaps([_align(column) for column in table.columns])
    return [
        demand(
            column.label[lang],
            [row[place] for row in texts[:MOST_ROWS]],
            numeric=column.role in NUMERIC,
            gap=free[place],
        )
        for place, column in enumerate(table.columns)
    ]


def _align(column: ReportColumn) -> Align:
    return "right" if column.role in NUMERIC else "left"


def _parts(table: ReportTable, demands: Sequence[Demand]) -> tuple[list[list[int]], bool]:
    """Return the places of the columns of each part, and whether the sheet is turned."""
    every = list(range(len(demands)))
    if fits(demands, TEXT_MM):
        return [every], False
    if len(every) <= MOST_WIDE_COLUMNS and fits(demands, WIDE_MM):
        return [every], True
    heads = [place for place in every if table.columns[place].role == "label"] or every[:1]
    if not fits([demands[place] for place in heads], TEXT_MM / 2):
        heads = heads[:1]
    rest = [place for place in every if place not in heads]
    return list(_filled(heads, rest, demands)), False


def _filled(
    heads: list[int], rest: Sequence[int], demands: Sequence[Demand]
) -> Iterator[list[int]]:
    """Yield the columns of each part: the heads, then as many others as fit, at least one."""
    part: list[int] = []
    for place in rest:
        if part and not fits([demands[one] for one in [*heads, *part, place]], TEXT_MM):
            yield [*heads, *part]
            part = []
        part.append(place)
    yield [*heads, *part]


def _columns(
    table: ReportTable, part: Sequence[int], demands: Sequence[Demand], lang: str, *, page: float
) -> tuple[TableColumn, ...]:
    widths = shared([demands[place] for place in part], page)
    chosen = [table.columns[place] for place in part]
    aligns = [_align(column) for column in chosen]
    return tuple(
        TableColumn(column.name, column.label[lang], align, round(width, 2), gap)
        for column, align, width, gap in zip(chosen, aligns, widths, gaps(aligns), strict=True)
    )


def _rows(
    texts: Sequence[Sequence[str]], marks: Sequence[RowMarks], part: Sequence[int]
) -> Iterator[TableRow]:
    for row, one in zip(texts, marks, strict=False):
        yield TableRow(tuple(row[place] for place in part), one.kind, kept=one.kept)


def _caption(table: ReportTable, lang: str, *, continued: bool) -> str:
    title = table.title[lang]
    return say("products.document.continued", lang, title=title) if continued else title


def _source(table: ReportTable, part: Sequence[int]) -> str:
    """Return how a check finds the cells again: the name, and which rows and columns of it."""
    rows = min(len(table.frame), MOST_ROWS)
    if rows == len(table.frame) and len(part) == len(table.columns):
        return table.name
    names = ",".join(table.columns[place].name for place in part)
    return f"{table.name};rows=0-{rows - 1};columns={names}"


def _small_print(table: ReportTable, lang: str, floor: int | None) -> tuple[str, ...]:
    told = [glued(one) for one in notes(table, lang, floor)]
    rows = len(table.frame)
    if rows == 0:
        told.append(say("products.document.no_rows", lang))
    if rows > MOST_ROWS:
        write = Formatter(lang).integer
        told.insert(
            0,
            say(
                "products.document.cut",
                lang,
                shown=write(MOST_ROWS),
                rows=write(rows),
                sheet=table.name,
            ),
        )
    return tuple(told)
