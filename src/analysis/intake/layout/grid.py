"""Plain views of a raw sheet: rows as lists of text, counts of filled cells, merged ranges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.intake.cells import cells_of
from analysis.intake.raw import RawSheet

_NUMBER = re.compile(r"[-+(]?(rp\.?)?\s*\d[\d.,\s]*%?\)?", re.IGNORECASE)


SMALL_SHEET = 3_000
"""Sheets up to this many rows are looked at cell by cell."""


def is_number(text: str) -> bool:
    """Whether `text` is written as a number, with either separator or a percent sign."""
    return _NUMBER.fullmatch(text) is not None


def for_looking(sheet: RawSheet) -> RawSheet:
    """Return a sheet whose cells are quick to look at one by one; a long one comes as it is."""
    if len(sheet.rows) > SMALL_SHEET:
        return sheet
    cells = np.empty(sheet.rows.shape, dtype=object)
    for place, position in enumerate(sheet.rows.columns):
        cells[:, place] = cells_of(sheet.rows[position])
    rows = pd.DataFrame(cells, index=sheet.rows.index, columns=sheet.rows.columns, dtype=object)
    return replace(sheet, rows=rows)


def _is_plain(rows: pd.DataFrame) -> bool:
    return bool(len(rows.columns)) and isinstance(rows[rows.columns[0]].dtype, np.dtype)


def row_texts(
    rows: pd.DataFrame, wanted: Sequence[int] | pd.Index | None = None
) -> dict[int, list[str]]:
    """Return raw row number to its cells, "" where blank; all rows unless `wanted` is given."""
    chosen = rows if wanted is None else rows.loc[list(wanted)]
    if _is_plain(chosen):
        lines = [[c if isinstance(c, str) else "" for c in row] for row in chosen.to_numpy()]
        return dict(zip(chosen.index.tolist(), lines, strict=True))
    columns = [cells_of(chosen[position]).tolist() for position in chosen.columns]
    cells = [["" if cell is None else cell for cell in row] for row in zip(*columns, strict=True)]
    return dict(zip(chosen.index.tolist(), cells or [[]] * len(chosen), strict=True))


def rows_of(rows: pd.DataFrame, wanted: pd.Index) -> pd.DataFrame:
    """Return the raw rows `wanted`, in order; a run of rows is a view, which costs nothing."""
    if wanted.empty:
        return rows.iloc[:0]
    first = rows.index.get_loc(wanted[0])
    if isinstance(first, int) and rows.index[first : first + len(wanted)].equals(wanted):
        return rows.iloc[first : first + len(wanted)]
    return rows.loc[wanted]


def positions_filled(rows: pd.DataFrame) -> list[int]:
    """Return the positions of columns that hold at least one cell."""
    if _is_plain(rows):
        filled = rows.notna().to_numpy().any(axis=0)
        return [int(position) for position in rows.columns.to_numpy()[filled]]
    return [int(position) for position in rows.columns if rows[position].notna().any()]


def filled_counts(rows: pd.DataFrame) -> np.ndarray:
    """Return the number of filled cells of each row, shape (rows,)."""
    if _is_plain(rows):
        return rows.notna().to_numpy().sum(axis=1, dtype=np.int32)
    counts = np.zeros(len(rows), dtype=np.int32)
    for column in rows.columns:
        counts += rows[column].notna().to_numpy()
    return counts


def matches(column: pd.Series, pattern: str) -> np.ndarray:
    """Return which cells contain the regular expression `pattern`, case ignored, shape (rows,)."""
    if isinstance(column.dtype, np.dtype):
        search = re.compile(pattern, re.IGNORECASE).search
        found = [isinstance(cell, str) and search(cell) is not None for cell in column.array]
        return np.array(found, dtype=bool)
    cells = pa.array(column, from_pandas=True)
    hit = pc.match_substring_regex(cells, pattern, ignore_case=True)
    return pc.fill_null(hit, fill_value=False).to_numpy(zero_copy_only=False).astype(bool)


def merged_over(sheet: RawSheet, row: int) -> list[tuple[int, int, int, int]]:
    """Return the merged ranges that cover a cell of `row`."""
    return [one for one in sheet.merged if one[0] <= row <= one[2]]


def merged_text(sheet: RawSheet, row: int, position: int, cells: Sequence[str]) -> str:
    """Return the text that a merged range of `row` shows at `position`, "" where there is none."""
    for _, first, _, last in merged_over(sheet, row):
        if first <= position <= last:
            return cells[first]
    return ""
