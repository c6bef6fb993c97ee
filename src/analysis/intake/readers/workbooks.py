"""Workbooks (XLSX, XLSM, XLSB, XLS, ODS) by calamine, every cell as text.

Formulas cannot be seen, only their stored results; number formats neither: 85 % reads "0.85".
"""

from __future__ import annotations

import datetime as dt
import gc
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import pyarrow as pa
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from analysis.errors import SourceError
from analysis.intake.raw import RawSheet
from analysis.intake.readers.frames import formula_note, text_frame

_EXACT_INTEGERS = 2**53
"""Whole numbers from here on have lost digits in a spreadsheet and keep their float form."""


def read_workbook(name: str, data: bytes, *, sheet: str = "") -> list[RawSheet]:
    """Return the sheets of a workbook, hidden ones too, or only the one named `sheet`.

    Raises
    ------
    SourceError
        If the file cannot be opened, has no sheet with cells, or has no sheet of that name.
    """
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = _visible_by_name(workbook)
        _check_sheets(name, shown, sheet)
        wanted = [sheet] if sheet else list(shown)
        with _collector_at_rest():
            return [
                _raw_sheet(name, workbook.get_sheet_by_name(one), hidden=not shown[one])
                for one in wanted
            ]
    except PasswordError as error:
        raise SourceError("intake.read.protected", file=name) from error
    except CalamineError as error:
        raise SourceError("intake.read.truncated", file=name) from error


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keep the garbage collector from walking millions of new cells again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _visible_by_name(workbook: CalamineWorkbook) -> dict[str, bool]:
    return {
        meta.name: meta.visible == SheetVisibleEnum.Visible
        for meta in workbook.sheets_metadata
        if meta.typ == SheetTypeEnum.WorkSheet
    }


def _check_sheets(name: str, shown: dict[str, bool], sheet: str) -> None:
    if not shown:
        raise SourceError("intake.read.no_sheets", file=name)
    if sheet and sheet not in shown:
        raise SourceError(
            "intake.read.wrong_sheet", file=name, sheet=sheet, sheets=", ".join(shown)
        )


def _raw_sheet(file: str, sheet: CalamineSheet, *, hidden: bool) -> RawSheet:
    rows = sheet.to_python(skip_empty_area=False)
    frame = text_frame(
        [pa.array(cell_texts(cells), pa.large_string()) for cells in zip(*rows, strict=True)]
    )
    merged = tuple(
        (first[0] + 1, first[1], last[0] + 1, last[1])
        for first, last in sheet.merged_cell_ranges or ()
    )
    return RawSheet(file, sheet.name, hidden, frame, merged, formula_note(frame))


def cell_texts(cells: Sequence[Any]) -> list[str]:
    """Return the cells of a column as text; equal cells are converted once."""
    kinds = set(map(type, cells))
    if kinds <= {str}:
        return list(cells)
    if bool in kinds:
        return [cell_text(cell) for cell in cells]
    distinct = set(cells)
    texts = {cell: cell_text(cell) for cell in distinct if type(cell) is not float}
    texts |= _number_texts([cell for cell in distinct if type(cell) is float])
    return [texts[cell] for cell in cells]


def _number_texts(numbers: Sequence[float]) -> dict[float, str]:
    """Return the text of each number; whole ones, which are most, are written all at once."""
    values = np.array(numbers, dtype="float64")
    whole = (values == np.floor(values)) & (np.abs(values) < _EXACT_INTEGERS)
    written = pa.array(values[whole].astype("int64")).cast(pa.string()).to_pylist()
    texts = dict(zip(values[whole].tolist(), written, strict=True))
    return texts | {number: _number_text(number) for number in values[~whole].tolist()}


def cell_text(cell: object) -> str:
    """Return one cell as text: whole numbers without ".0", dates as ISO, truth as TRUE or FALSE."""
    convert = _CONVERTERS.get(type(cell), str)
    return convert(cell)


def _number_text(number: float) -> str:
    whole = number == number // 1 and abs(number) < _EXACT_INTEGERS
    return str(int(number)) if whole else repr(number)


def _moment_text(moment: dt.datetime) -> str:
    return moment.isoformat(sep=" ", timespec="seconds")


def _duration_text(duration: dt.timedelta) -> str:
    minutes, seconds = divmod(int(duration.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}"


_CONVERTERS: dict[type, Callable[[Any], str]] = {
    str: str,
    float: _number_text,
    bool: lambda truth: "TRUE" if truth else "FALSE",
    dt.date: dt.date.isoformat,
    dt.datetime: _moment_text,
    dt.timedelta: _duration_text,
}
