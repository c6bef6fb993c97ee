"""Workbooks and delimited text as offices keep them; their bytes do not depend on the clock."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

FIXED_DATE = datetime(2026, 1, 2)
ROMAN = ("I", "II", "III", "IV")


def workbook(path: Path) -> xlsxwriter.Workbook:
    """Return a workbook whose bytes do not depend on the clock."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": FIXED_DATE, "author": "DATA CONTOH"})
    return book


def write_table(path: Path, sheet: str, rows: Sequence[Sequence[Any]]) -> None:
    """Write a workbook with one sheet of cells, blanks where a row is short."""
    with workbook(path) as book:
        page = book.add_worksheet(sheet)
        for place, row in enumerate(rows):
            page.write_row(place, 0, row)


def write_rows(
    path: Path,
    rows: Sequence[Sequence[Any]],
    *,
    encoding: str = "utf-8",
    separator: str = ";",
    line_end: str = "\r\n",
) -> None:
    """Write a text file, with semicolons where nothing else is said."""
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=separator, lineterminator=line_end).writerows(rows)


def each(rows: pd.DataFrame) -> list[Any]:
    """Return the rows as named tuples, in order."""
    return list(rows.itertuples(index=False))
