"""Columns of a table: two tables side by side are parted, cells beside a table are kept."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.intake.layout.grid import positions_filled
from analysis.intake.layout.headers import Header
from analysis.intake.raw import RawColumn
from analysis.intake.values.folding import fold


def split_sides(header: Header, below: pd.DataFrame) -> list[Header]:
    """Return one header for each table that stands under `header`.

    A blank column parts two tables if what is right of it repeats a name of the left one, such as
    a second "No". Columns without a name that hold cells stay, as unnamed columns of the table
    they touch; blank columns without a name go.
    """
    sides: list[list[RawColumn]] = []
    for run in _runs(_with_unnamed(header.columns, below)):
        if sides and not _is_table_beside(sides[-1], run):
            sides[-1] += run
        else:
            sides.append(run)
    return [replace(header, columns=tuple(side)) for side in sides]


def _runs(columns: list[RawColumn]) -> list[list[RawColumn]]:
    """Return the columns in runs of neighbours, parted by blank columns."""
    runs: list[list[RawColumn]] = []
    for column in columns:
        if runs and column.position - runs[-1][-1].position == 1:
            runs[-1].append(column)
        else:
            runs.append([column])
    return runs


def _with_unnamed(named: tuple[RawColumn, ...], below: pd.DataFrame) -> list[RawColumn]:
    known = {column.position: column for column in named}
    filled = positions_filled(below)
    kept = [column for column in named if column.header or column.position in filled]
    extra = [RawColumn(position, "") for position in filled if position not in known]
    return sorted([*kept, *extra], key=lambda column: column.position)


def _is_table_beside(left: list[RawColumn], run: list[RawColumn]) -> bool:
    names = {fold(one.header) for one in left} - {""}
    named = [fold(column.header) for column in run if column.header]
    return len(named) > 1 and named[0] in names
