"""Plain views of a raw sheet: rows as lists of text, counts of filled cells, merged ranges."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from analysis.intake.raw import RawSheet

_NUMBER = re.compile(r"[-+(]?(rp\.?)?\s*\d[\d.,\s]*%?\)?", re.IGNORECASE)


def is_number(text: str) -> bool:
    """Whether `text` is written as a number, with either separator or a percent sign."""
    return _NUMBER.fullmatch(text) is not None


def row_texts(
    rows: pd.DataFrame, wanted: Sequence[int] | pd.Index | None = None
) -> dict[int, list[str]]:
    """Return raw row number to its cells, "" where blank; all rows unless `wanted` is given."""
    chosen = rows if wanted is None else rows.loc[list(wanted)]
    columns = [pa.array(chosen[c], from_pandas=True).to_pylist() for c in chosen.columns]
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
    return [int(position) for position in rows.columns if rows[position].notna().any()]


def filled_counts(rows: pd.DataFrame) -> np.ndarray:
    """Return the number of filled cells of each row, shape (rows,)."""
    counts = np.zeros(len(rows), dtype=np.int32)
    for column in rows.columns:
        counts += rows[column].notna().to_numpy()
    return counts


def matches(column: pd.Series, pattern: str) -> np.ndarray:
    """Return which cells contain the regular expression `pattern`, case ignored, shape (rows,)."""
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
