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
    columns = _with_unnamed(header.columns, below)
    sides: list[list[RawColumn]] = [[]]
    for column in columns:
        starts = sides[-1] and column.position - sides[-1][-1].position > 1
        if starts and _repeats(sides[-1], column):
            sides.append([])
        sides[-1].append(column)
    return [replace(header, columns=tuple(side)) for side in sides]


def _with_unnamed(named: tuple[RawColumn, ...], below: pd.DataFrame) -> list[RawColumn]:
    known = {column.position: column for column in named}
    filled = positions_filled(below)
    kept = [column for column in named if column.header or column.position in filled]
    extra = [RawColumn(position, "") for position in filled if position not in known]
    return sorted([*kept, *extra], key=lambda column: column.position)


def _repeats(left: list[RawColumn], column: RawColumn) -> bool:
    return bool(column.header) and fold(column.header) in {fold(one.header) for one in left}
