"""Totals that do not add up: rows and columns in which an office printed a sum of its own.

A difference is told, never corrected: which of the numbers is wrong only the office can say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.intake.cells import cells_of
from analysis.intake.layout.grid import row_texts
from analysis.intake.lexicon import level_names
from analysis.intake.raw import DataBlock, Problem, RawColumn
from analysis.intake.values.folding import fold
from analysis.intake.values.numbers import NumberRole, number_reader

_SUM = re.compile(r"(?:sub ?)?(?:grand )?(?:total|jumlah|jml)\b")
_TOTAL_HEADERS = frozenset({"total", "jumlah", "jml", "total pegawai", "jumlah pegawai"})
_TOLERANCE = 0.005
_LONGEST = 20_000
_ROWS_NAMED = 10
_READ = number_reader(NumberRole(thousands=True))


def totals_that_differ(block: DataBlock) -> list[Problem]:
    """Return one problem for total rows, and one for total columns, that are not the sums.

    Total rows count as right if they are the sum or number of the rows above them, the sum of
    those since the last total or section, or of those below; means and blank cells are not judged.
    Only columns of levels ("L", "P", "PNS") are added up to a column "Total".
    """
    if block.body.empty or len(block.body) > _LONGEST:
        return []
    return [*_rows(block), *_columns(block)]


def _rows(block: DataBlock) -> list[Problem]:
    totals = block.structural.index[block.structural.eq("total").to_numpy()]
    if totals.empty:
        return []
    breaks = block.structural.index[block.structural.isin(["total", "section"]).to_numpy()]
    texts = row_texts(block.sheet.rows, totals)
    wrong: dict[int, list[str]] = {}
    for column in block.columns:
        found = {int(row): _stated(block, texts, int(row), column) for row in totals}
        stated = {row: number for row, number in found.items() if number is not None}
        numbers = _numbers(block.body[column.position]) if stated else pd.Series(dtype="float64")
        if numbers.notna().sum() < 2:
            continue
        for row, number in stated.items():
            if not _adds_up(number, numbers, row, breaks):
                wrong.setdefault(row, []).append(column.header or "-")
    if not wrong:
        return []
    columns = ", ".join(dict.fromkeys(name for names in wrong.values() for name in names))
    told: dict[str, object] = {"sheet": block.sheet.name or "-", "columns": columns}
    return [Problem("intake.layout.total_rows", {**told, "rows": _listed(sorted(wrong))})]


def _stated(
    block: DataBlock, texts: dict[int, list[str]], row: int, column: RawColumn
) -> float | None:
    """Return the number that a total row states; None for means, marks and blank cells."""
    cells = texts[row]
    words = next((fold(cell) for cell in cells if cell and _number(cell) is None), "")
    if not _SUM.match(words):
        return None
    places = {int(position): place for place, position in enumerate(block.sheet.rows.columns)}
    return _number(cells[places[column.position]])


def _adds_up(stated: float, numbers: pd.Series, row: int, breaks: pd.Index) -> bool:
    above = numbers[numbers.index < row].dropna()
    since = max((int(one) for one in breaks if one < row), default=0)
    until = min((int(one) for one in breaks if one > row), default=numbers.index[-1] + 1)
    below = numbers[(numbers.index > row) & (numbers.index < until)]
    sums = [above.sum(), above[above.index > since].sum(), below.sum(), float(len(above))]
    return any(abs(stated - one) <= max(_TOLERANCE * abs(one), 0.51) for one in sums)


def _columns(block: DataBlock) -> list[Problem]:
    """Compare a column "Total" with the sum of the level columns beside it."""
    found = [column for column in block.columns if fold(column.header) in _TOTAL_HEADERS]
    levels = [column for column in block.columns if _is_level(column)]
    if len(found) != 1 or len(levels) < 2:
        return []
    stated = _numbers(block.body[found[0].position])
    parts = pd.concat([_numbers(block.body[one.position]) for one in levels], axis=1)
    known = stated.notna() & parts.notna().all(axis=1)
    wrong = known & ~pd.Series(np.isclose(parts.sum(axis=1), stated), index=stated.index)
    if not wrong.any():
        return []
    told: dict[str, object] = {
        "sheet": block.sheet.name or "-",
        "column": found[0].header,
        "parts": ", ".join(one.header for one in levels),
        "count": int(wrong.sum()),
        "rows": _listed([int(row) for row in wrong.index[wrong]]),
    }
    return [Problem("intake.layout.total_column", told)]


def _is_level(column: RawColumn) -> bool:
    words = fold(column.header).split()
    return bool(words) and (fold(column.header) in level_names() or set(words) <= level_names())


def _numbers(column: pd.Series) -> pd.Series:
    read = (_number(cell) if cell is not None else None for cell in cells_of(column))
    return pd.Series([np.nan if one is None else one for one in read], column.index, "float64")


def _number(text: str) -> float | None:
    reading = _READ(text)
    return float(reading.value) if isinstance(reading.value, int | float) else None


def _listed(rows: Sequence[int]) -> str:
    shown = ", ".join(map(str, rows[:_ROWS_NAMED]))
    return f"{shown}, …" if len(rows) > _ROWS_NAMED else shown
