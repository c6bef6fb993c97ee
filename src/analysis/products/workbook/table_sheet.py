"""A sheet with one table: title, place, stamp and class over it, notes under it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.presenting.tables import KEPT_MARK, notes
from analysis.products.document.report import place_of, smallest_base
from analysis.products.workbook.cells import Row, is_numeric, rows_of
from analysis.products.workbook.look import GREY_TAB, TITLE_POINTS, number_format, row_height
from analysis.products.workbook.page import set_page
from analysis.products.workbook.widths import column_width, line_count, lines
from analysis.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from analysis.presenting.reading import Bundle
    from analysis.products.workbook.look import Look
    from analysis.products.workbook.plan import Part, TableSheet
    from analysis.schemas.bundle import ReportTable

MOST_WITHOUT_FILTER = 12
"""Rows from which on the headings have buttons to filter and sort."""
MOST_UPRIGHT = 116
"""Characters across the columns of a table that is printed on upright paper."""
LONGEST_HEADING = 255


@dataclass(frozen=True)
class Setting:
    """What all sheets of a part share: workbook, formats, bundle and language."""

    book: Workbook
    look: Look
    bundle: Bundle
    part: Part

    @property
    def lang(self) -> str:
        """Language of the part."""
        return self.part.lang

    @property
    def is_default(self) -> bool:
        """Whether the part is in the report's default language."""
        return self.lang == self.bundle.document.languages[0]

    def said(self, code: str, **values: object) -> str:
        """Return words of the workbook in the part's language."""
        return say(f"products.workbook.{code}", self.lang, **values)

    def sheet(self, name: str) -> Worksheet:
        """Return a new sheet with the colour of its part."""
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        if not self.is_default:
            sheet.set_tab_color(GREY_TAB)
        return sheet


def write_table_sheet(setting: Setting, told: TableSheet) -> None:
    """Add the sheet of a table to the workbook, and a name for the range of its cells."""
    sheet, table, lang = setting.sheet(told.name), told.table, setting.lang
    rows = rows_of(table, lang)
    widths = _columns(sheet, table, rows, lang)
    head = _write_top(setting, sheet, table, width=sum(widths))
    _write_head(setting, sheet, table, head)
    sheet.set_row(head, row_height(_tallest([one.label[lang] for one in table.columns], widths)))
    for place, row in enumerate(rows, head + 1):
        _write_row(setting, sheet, table, row, place)
        sheet.set_row(place, row_height(_tallest([one.text for one in row.cells], widths)))
    last = head + len(rows)
    _name_range(setting, told, head=head, last=last)
    _as_table(sheet, setting, table, rows, head=head)
    _write_notes(setting, sheet, table, last + 1, width=sum(widths))
    sheet.freeze_panes(head + 1, 1)
    sheet.repeat_rows(head)
    set_page(sheet, setting.bundle, lang, upright=sum(widths) <= MOST_UPRIGHT)


def write_lines(
    sheet: Worksheet, row: int, text: str, form: Format, width: int, *, height: float | None = None
) -> int:
    """Write a text in the first column, a line a row, and return the row after it."""
    for line in lines(text, width):
        sheet.write_string(row, 0, line, form)
        sheet.set_row(row, height)
        row += 1
    return row


def _tallest(texts: Sequence[str], widths: Sequence[int]) -> int:
    return max(line_count(text, width) for text, width in zip(texts, widths, strict=True))


def _columns(sheet: Worksheet, table: ReportTable, rows: list[Row], lang: str) -> list[int]:
    widths = [
        column_width(column.label[lang], [row.cells[place].text for row in rows])
        for place, column in enumerate(table.columns)
    ]
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    return widths


def _write_top(setting: Setting, sheet: Worksheet, table: ReportTable, *, width: int) -> int:
    """Write what stands over the table and return the row of its headings."""
    look, bundle, lang = setting.look, setting.bundle, setting.lang
    told = bundle.narrative
    title = table.title[lang]
    row = write_lines(sheet, 0, title, look.title(), width // 2, height=TITLE_POINTS)
    place = f"{told['title'][lang]} – {place_of(bundle, lang)}"
    row = write_lines(sheet, row, place, look.muted(), width)
    classed = say(f"products.class.{told['class']}", lang)
    sheet.write_string(row, 0, classed, look.of(bold=True))
    if stamp := bundle.stamp(lang):
        row += 1
        sheet.write_string(row, 0, stamp, look.stamp())
    row += 1
    link = f"internal:'{setting.part.contents}'!A1"
    sheet.write_url(row, 0, link, look.link(), setting.said("back"))
    return row + 2


def _write_head(setting: Setting, sheet: Worksheet, table: ReportTable, row: int) -> None:
    for place, column in enumerate(table.columns):
        form = setting.look.column_head(right=is_numeric(column), first=place == 0)
        sheet.write_string(row, place, column.label[setting.lang], form)


def _write_row(
    setting: Setting, sheet: Worksheet, table: ReportTable, row: Row, place: int
) -> None:
    for at, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True)):
        number = "" if cell.number is None else number_format(column.format, setting.lang)
        form = setting.look.cell(
            right=is_numeric(column),
            first=at == 0,
            total=row.marks.total,
            hidden=row.marks.hidden,
            number=number,
        )
        if cell.number is None:
            sheet.write_string(place, at, cell.text, form)
        else:
            sheet.write_number(place, at, cell.number, form)
    if row.marks.kept:
        sheet.write_string(place, len(table.columns), KEPT_MARK, setting.look.muted())


def _name_range(setting: Setting, told: TableSheet, *, head: int, last: int) -> None:
    from xlsxwriter.utility import xl_range_abs

    area = xl_range_abs(head, 0, last, len(told.table.columns) - 1)
    name = f"table_{told.table.name}_{setting.lang}"
    setting.book.define_name(name, f"='{told.name}'!{area}")


def _as_table(
    sheet: Worksheet, setting: Setting, table: ReportTable, rows: list[Row], *, head: int
) -> None:
    """Tell the spreadsheet that the cells are a table with a heading row, where it can be one."""
    lang = setting.lang
    labels = [column.label[lang] for column in table.columns]
    differ = len({label.casefold() for label in labels}) == len(labels)
    if not rows or not differ or not all(0 < len(one) <= LONGEST_HEADING for one in labels):
        return
    forms = [
        setting.look.column_head(right=is_numeric(column), first=place == 0)
        for place, column in enumerate(table.columns)
    ]
    sheet.add_table(
        head,
        0,
        head + len(rows),
        len(labels) - 1,
        {
            "name": f"cells_{table.name}_{lang}",
            "style": None,
            "autofilter": len(rows) > MOST_WITHOUT_FILTER,
            "title": table.name,
            "description": table.title[lang],
            "columns": [
                {"header": label, "header_format": form}
                for label, form in zip(labels, forms, strict=True)
            ],
        },
    )


def _write_notes(
    setting: Setting, sheet: Worksheet, table: ReportTable, row: int, *, width: int
) -> None:
    told = notes(table, setting.lang, smallest_base(setting.bundle, table))
    if table.frame.empty:
        told = [setting.said("empty"), *told]
    for note in told:
        row = write_lines(sheet, row + 1, note, setting.look.muted(), width) - 1
