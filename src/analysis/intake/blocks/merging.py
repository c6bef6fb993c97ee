"""Merged cells over several rows: what they say, they say of every row they cover."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pandas as pd

from analysis.intake.raw import LEFT_OUT_COLUMNS, DataBlock, Mapping, RuleEdit
from analysis.schemas.columns import Table

NUMBERS = frozenset({"integer", "number"})


def fill_merged(
    block: DataBlock, mapping: Mapping, table: Table
) -> tuple[DataBlock, tuple[RuleEdit, ...]]:
    """Repeat a merged cell in the blank cells it covers, except in columns of numbers.

    A number over several rows may be their sum; its other rows stay blank.

    Returns
    -------
    (DataBlock, tuple of RuleEdit)
        The block with a filled body, and how many cells of each column were filled.
    """
    targets = {match.column.position: match.target for match in mapping.matches}
    wanted = {place for place, target in targets.items() if _speaks(target, table)}
    ranges = [
        one
        for one in block.sheet.merged
        if one[2] > one[0] and one[1] in wanted and one[0] in block.body.index
    ]
    if not ranges:
        return block, ()
    body, filled = block.body.copy(), Counter[str]()
    for first, position, last, _ in ranges:
        body[position], count = _fill(body[position], first, last)
        filled[targets[position]] += count
    edits = tuple(
        RuleEdit(target, "merged_cell", "blank", "cell above", count)
        for target, count in sorted(filled.items())
        if count
    )
    return replace(block, body=body), edits


def _speaks(target: str, table: Table) -> bool:
    column = table.readable(target)
    return target not in LEFT_OUT_COLUMNS and column is not None and column.kind not in NUMBERS


def _fill(column: pd.Series, first: int, last: int) -> tuple[pd.Series, int]:
    """Return the column with the blank cells from `first` to `last` filled, and their number."""
    covered = (column.index > first) & (column.index <= last)
    blank = column.isna() & covered
    text = column.get(first)
    if not isinstance(text, str) or not blank.any():
        return column, 0
    return column.mask(blank, text), int(blank.sum())
