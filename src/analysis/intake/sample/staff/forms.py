"""Staff files: workbooks with titles, merged headers, sections and signatures, and plain text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from analysis.intake.sample.sheets import workbook, write_rows
from analysis.intake.sample.sizes import YEARS
from analysis.intake.sample.staff.office import Desk, period_words

GROUP = " > "
"""Stands between the merged header and the header below it."""


@dataclass(frozen=True)
class Form:
    """A kind of staff file.

    Attributes
    ----------
    table : str
        Frame of `Staff` that it shows.
    file : str
        Name, with {year}; .xlsx or .csv.
    columns : mapping of str to str
        Header ("group > header" where merged) to a key of `Desk.cells`.
    titles : tuple of str
        Lines above the header, with {year}, {period} and {unit}.
    years : tuple of int
        One file for each; the rows of all these years together where `file` has no {year}.
    sheets : {"", "period", "unit"}
        What each sheet holds; one sheet where empty.
    sections : bool
        Whether units are headings between the rows.
    numbered : bool
        Whether a row of column numbers stands below the header.
    signed : str
        Place of the signature below; none where empty.
    """

    table: str
    file: str
    columns: Mapping[str, str]
    titles: tuple[str, ...] = ()
    years: tuple[int, ...] = YEARS
    sheets: str = ""
    sections: bool = False
    numbered: bool = False
    signed: str = ""


def write_form(folder: Path, form: Form, frame: pd.DataFrame, desk: Desk) -> None:
    """Write the files of one form; `frame` has a column `of_year`."""
    if "{year}" not in form.file:
        inside = frame[frame["of_year"].isin(form.years)]
        _write_file(folder / form.file, form, inside, desk, form.years[-1])
        return
    for year in form.years:
        path = folder / form.file.format(year=year)
        _write_file(path, form, frame[frame["of_year"] == year], desk, year)


def _write_file(path: Path, form: Form, frame: pd.DataFrame, desk: Desk, year: int) -> None:
    if path.suffix == ".csv":
        columns = [desk.cells(frame, key) for key in form.columns.values()]
        write_rows(path, [list(form.columns), *zip(*columns, strict=True)], encoding="utf-8-sig")
        return
    with workbook(path) as book:
        for name, rows in _sheets(form, frame, desk):
            told = {"year": year, "period": _period(rows), "unit": _unit(rows, desk)}
            _write_sheet(book, name, form, rows, desk=desk, told=told)


def _sheets(form: Form, frame: pd.DataFrame, desk: Desk) -> Iterator[tuple[str, pd.DataFrame]]:
    if form.sheets == "period":
        for period, rows in frame.groupby("period", sort=True):
            yield period_words(str(period)).replace("Triwulan", "TW"), rows
    elif form.sheets == "unit":
        for unit, rows in frame.groupby("unit", sort=True):
            yield desk.region.units[int(str(unit))].id[:31], rows
    else:
        yield "Data", frame


def _period(rows: pd.DataFrame) -> str:
    return period_words(rows["period"].iloc[0]).upper() if "period" in rows and len(rows) else ""


def _unit(rows: pd.DataFrame, desk: Desk) -> str:
    return desk.cells(rows.head(1), "unit")[0] if len(rows) and "unit" in rows else ""


def _write_sheet(
    book: xlsxwriter.Workbook,
    name: str,
    form: Form,
    rows: pd.DataFrame,
    *,
    desk: Desk,
    told: Mapping[str, Any],
) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "align": "center"})
    for place, title in enumerate(form.titles):
        sheet.write(place, 0, title.format(**told), bold)
    top = len(form.titles) + bool(form.titles)
    top = _write_header(sheet, form, top, bold)
    if form.numbered:
        sheet.write_row(top, 0, list(range(1, len(form.columns) + 1)))
        top += 1
    top = _write_body(sheet, form, rows, desk, top)
    if form.signed:
        _sign(sheet, top + 1, len(form.columns) - 2, form.signed, told["year"])


def _write_header(
    sheet: Any,  # noqa: ANN401 - xlsxwriter worksheet
    form: Form,
    top: int,
    bold: Any,  # noqa: ANN401 - xlsxwriter format
) -> int:
    headers = [header.split(GROUP) for header in form.columns]
    if all(len(parts) == 1 for parts in headers):
        sheet.write_row(top, 0, list(form.columns), bold)
        return top + 1
    groups = [parts[0] for parts in headers]
    for place, parts in enumerate(headers):
        if len(parts) == 1:
            sheet.merge_range(top, place, top + 1, place, parts[0], bold)
            continue
        sheet.write(top + 1, place, parts[1], bold)
        if groups.index(parts[0]) == place:
            sheet.merge_range(top, place, top, place + groups.count(parts[0]) - 1, parts[0], bold)
    return top + 2


def _write_body(
    sheet: Any,  # noqa: ANN401 - xlsxwriter worksheet
    form: Form,
    rows: pd.DataFrame,
    desk: Desk,
    top: int,
) -> int:
    columns = [desk.cells(rows, key) for key in form.columns.values()]
    units = desk.cells(rows, "unit") if form.sections else []
    for place, cells in enumerate(zip(*columns, strict=True)):
        if units and (place == 0 or units[place] != units[place - 1]):
            sheet.write(top, 1, units[place])
            top += 1
        sheet.write_row(top, 0, ["" if one is None else one for one in cells])
        top += 1
    return top


def _sign(
    sheet: Any,  # noqa: ANN401 - xlsxwriter worksheet
    top: int,
    column: int,
    place: str,
    year: int,
) -> None:
    lines = (f"{place}, 5 Januari {year + 1}", "KEPALA BKPSDM", "", "", "Garondi Akuntara, S.Sos.",
             "NIP. -")  # fmt: skip
    for number, line in enumerate(lines):
        sheet.write(top + number, max(column, 0), line)
