"""Readers of columns that have a meaning of their own, beyond their kind.

A column is looked up as "table.column" first, then as "column"; what is not listed is read by its
kind (`parsing`).
"""

from __future__ import annotations

from collections.abc import Callable

from analysis.intake.values import complaints, logs, personnel, promises, staff, training
from analysis.intake.values.reading import Reader

SPECIAL: dict[str, Callable[[], Reader]] = {
    **personnel.READERS,
    **staff.READERS,
    **training.READERS,
    **complaints.READERS,
    **logs.READERS,
    **promises.READERS,
}
"""Column to the function that makes its reader."""


def special_reader(table: str, column: str) -> Reader | None:
    """Return the reader of a column with a meaning of its own; None where there is none."""
    make = SPECIAL.get(f"{table}.{column}") or SPECIAL.get(column)
    return make() if make else None
