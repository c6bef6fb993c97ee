"""Tables and findings seen as cells with bases and counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.privacy.floors import THEME_DOCUMENTS, Limit
from analysis.privacy.labels import PARTS_OF_INDEX, QUANTITIES, levels, period_levels
from analysis.privacy.margins import Key
from analysis.privacy.suppression import Cells, Count
from analysis.schemas.bundle import STATUS_COLUMN, ReportTable
from analysis.schemas.finding import Finding

if TYPE_CHECKING:
    import pandas as pd

_NO_LEVEL = "\0none"
_THEME = "theme"
_SHARE_UNITS = {"share": 1.0, "proportion": 1.0, "percent": 100.0}


def cells_of_table(table: ReportTable, limit: Limit) -> Cells:
    """Return the rows of a table as cells.

    A share without a count of its own is turned into the count it stands for where the class
    looks at numerators.
    """
    frame = table.frame
    names = table.of_role("label")
    columns = {name: levels(frame[name]) for name in names}
    bases = tuple(table.of_role("base"))
    values = {name: _floats(frame[name]) for name in bases}
    counts = []
    for column in table.columns:
        if column.role == "count" and column.base in bases:
            values[column.name] = _floats(frame[column.name])
            counts.append(Count(column.name, column.base, column.unfavourable))
        elif column.role == "count":
            values[column.name] = _floats(frame[column.name])
            bases += (column.name,)
        elif column.role == "share" and column.base in bases and limit.rule.checks_numerator:
            whole = 100.0 if column.name.endswith("_pct") else 1.0
            share = _floats(frame[column.name]) / whole
            values[column.name] = np.round(share * values[column.base])
            counts.append(Count(column.name, column.base, column.unfavourable))
    return build_cells(columns, len(frame), values, bases, tuple(counts))


def cells_of_findings(findings: Sequence[Finding], limit: Limit) -> Cells:
    """Return findings of one id as cells, their group keys as labels."""
    names = sorted({key for one in findings for key in one.group})
    columns = {name: [one.group.get(name) for one in findings] for name in names}
    values = {
        "n": _numbers([one.n for one in findings]),
        "numerator": _numbers([_numerator(one, limit) for one in findings]),
    }
    unfavourable = any(one.direction == "lower" for one in findings)
    counts = (Count("numerator", "n", unfavourable),)
    return build_cells(columns, len(findings), values, ("n",), counts)


def too_small(cells: Cells, limit: Limit, *, has_number: np.ndarray | None = None) -> np.ndarray:
    """Return which rows break the rule of their class by themselves.

    Parameters
    ----------
    cells : Cells
    limit : Limit
    has_number : ndarray of bool, shape (n_rows,), or None
        Rows that show any number; a class that needs a base hides those without one.
    """
    n_rows = len(cells.keys)
    small = np.zeros(n_rows, dtype=bool)
    if not limit.floor:
        return small
    for name in cells.bases:
        small |= cells.amounts[name] < limit.floor
    for count in cells.counts:
        for row in np.flatnonzero(~np.isnan(cells.amounts[count.name])):
            base = cells.amounts[count.base][row]
            small[row] |= not limit.count_is_safe(
                cells.amounts[count.name][row], base, unfavourable=count.unfavourable
            )
    small |= _small_themes(cells)
    if limit.rule.needs_base and has_number is not None:
        missing = [np.isnan(cells.amounts[name]) for name in cells.bases]
        small |= has_number & (np.all(missing, axis=0) if missing else True)
    return small


def number_columns(table: ReportTable) -> list[str]:
    """Return the columns that are emptied in a hidden row: all but labels and the status."""
    labels = set(table.of_role("label"))
    return [
        str(name) for name in table.frame.columns if name not in labels and name != STATUS_COLUMN
    ]


def rows_with_numbers(table: ReportTable) -> np.ndarray:
    """Return which rows show any number or code."""
    return table.frame[number_columns(table)].notna().any(axis=1).to_numpy()


def build_cells(
    columns: dict[str, list[str | None]],
    n_rows: int,
    values: dict[str, np.ndarray],
    bases: tuple[str, ...],
    counts: tuple[Count, ...] = (),
) -> Cells:
    """Return cells from levels by label (None is the total) and amounts by measure."""
    dimensions: list[list[str | None]] = []
    for name, column in columns.items():
        if name in QUANTITIES:
            dimensions.append([_NO_LEVEL if one is None else one for one in column])
        else:
            dimensions += period_levels(column) or [column]
    keys = tuple(zip(*dimensions, strict=True)) if dimensions else ((),) * n_rows
    composites = _composites(columns, n_rows)
    themes = np.array([one is not None for one in columns.get(_THEME, [None] * n_rows)])
    return Cells(keys, values, bases, counts, composites, themes)


def _composites(columns: dict[str, list[str | None]], n_rows: int) -> tuple[tuple[int, ...], ...]:
    """Return the rows that differ only in which part of an index they describe."""
    names = list(columns)
    found: dict[Key, list[int]] = {}
    for row in range(n_rows):
        key = tuple(columns[name][row] for name in names)
        for place, name in enumerate(names):
            if name in PARTS_OF_INDEX and key[place] is not None:
                found.setdefault((*key[:place], name, *key[place + 1 :], str(place)), []).append(
                    row
                )
    return tuple(tuple(rows) for rows in found.values() if len(rows) > 1)


def _small_themes(cells: Cells) -> np.ndarray:
    """Return which rows describe a theme found in too few documents."""
    small = np.zeros(len(cells.keys), dtype=bool)
    if not cells.themes.any():
        return small
    documents = cells.amounts[cells.counts[0].name if cells.counts else cells.bases[0]]
    return cells.themes & (documents < THEME_DOCUMENTS)


def _numerator(finding: Finding, limit: Limit) -> float | None:
    if finding.numerator is not None or not limit.rule.checks_numerator:
        return finding.numerator
    whole = _SHARE_UNITS.get(finding.measure_unit)
    if whole is None or finding.estimate is None or finding.n is None:
        return None
    return round(finding.estimate / whole * finding.n)


def _numbers(values: Sequence[float | None]) -> np.ndarray:
    return np.array([np.nan if one is None else float(one) for one in values], dtype=float)


def _floats(column: pd.Series) -> np.ndarray:
    return column.astype("Float64").to_numpy(dtype=float, na_value=np.nan)
