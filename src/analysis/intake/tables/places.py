"""Problems of single rows, told with their number and place and never with what they say."""

from __future__ import annotations

import pandas as pd

from analysis.intake.raw import Problem
from analysis.intake.tables.steps import StepContext

MOST_ROWS_NAMED = 10


def rows_problem(
    code: str, mask: pd.Series, context: StepContext, *, target: str = "", **further: object
) -> list[Problem]:
    """Return the problem `code` for the rows of `mask`; nothing where there are none.

    Parameters
    ----------
    code : str
        Its text takes `count`, `place` (file and sheet), `rows` and, with `target`, `column`.
    mask : Series of bool
        Index = raw row number; missing counts as false.
    target : str
        Canonical column, told by its header in the file.
    """
    rows = sorted(set(mask.index[mask.fillna(value=False).to_numpy(dtype=bool)]))
    if not rows:
        return []
    shown = ", ".join(str(row) for row in rows[:MOST_ROWS_NAMED])
    more = ", …" if len(rows) > MOST_ROWS_NAMED else ""
    sheet = context.block.sheet
    place = f"{sheet.file}, {sheet.name}" if sheet.name else sheet.file
    told: dict[str, object] = {"count": len(rows), "place": place, "rows": shown + more, **further}
    if target:
        told["column"] = header_of(target, context)
    return [Problem(code, told)]


def header_of(target: str, context: StepContext) -> str:
    """Return the header that the file gives a canonical column, else the column's own name."""
    found = (one.column.header for one in context.mapping.matches if one.target == target)
    return next(found, target)
