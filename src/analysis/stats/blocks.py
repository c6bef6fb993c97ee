"""Covariates in blocks: design columns of a linear model that belong together.

A categorical covariate becomes indicators of all its levels but the first, and its indicators stay
in one block: what one of them contributes to a gap depends on the level that is left out, what the
block contributes does not (Oaxaca & Ransom 1999; Yun 2005). The same holds for columns that others
of their block determine, such as a grade that follows from the position; they are left out.

A missing category is a level of its own (an export often lacks a column for some people, and
leaving them out would compare other people at every step); a missing number leaves the row out.
Columns that earlier ones determine are found by sweeping the cross-products (Goodnight 1979).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

DEPENDENT = 1e-9
"""A column whose variance beside earlier ones is this share of its own is determined by them."""
NOT_RECORDED = "(not recorded)"


@dataclass(frozen=True)
class BlockDesign:
    """The columns of the blocks, side by side.

    Attributes
    ----------
    columns : ndarray, shape (n, k)
        Centred on the mean of all rows; columns that do not vary, or that earlier ones of their
        block determine, are left out.
    places : dict of str to slice
        Where each block stands in the columns, in the order given; an empty slice for a block
        that does not vary.
    """

    columns: np.ndarray
    places: dict[str, slice]

    @property
    def width(self) -> int:
        """Number of columns."""
        return int(self.columns.shape[1])


def build_blocks(frame: pd.DataFrame, blocks: Mapping[str, Sequence[str]]) -> BlockDesign:
    """Return the design columns of the blocks.

    Parameters
    ----------
    frame : DataFrame, shape (n, ...)
        Rows that `complete_rows` has passed.
    blocks : mapping of str to sequence of str
        Name of each block and its columns. Numbers enter as they are; text, categorical and boolean
        columns as indicators of all levels but one, missing being a level.

    Raises
    ------
    UsageError
        If a column is not there, or stands in two blocks.
    """
    check_columns(frame, [one for names in blocks.values() for one in names])
    parts: list[np.ndarray] = []
    places: dict[str, slice] = {}
    start = 0
    for name, columns in blocks.items():
        made = _independent([part for column in columns for part in _columns_of(frame[column])])
        parts.extend(made)
        places[name] = slice(start, start + len(made))
        start += len(made)
    whole = np.column_stack(parts) if parts else np.empty((len(frame), 0))
    return BlockDesign(whole, places)


def check_columns(frame: pd.DataFrame, names: Sequence[str]) -> None:
    """Raise `UsageError` where a column is not in the frame or is named twice."""
    missing = [one for one in names if one not in frame.columns]
    twice = [one for one in dict.fromkeys(names) if list(names).count(one) > 1]
    if missing or twice:
        raise UsageError(
            "stats.blocks.columns",
            missing=", ".join(missing) or "-",
            twice=", ".join(twice) or "-",
            present=", ".join(str(one) for one in frame.columns[:20]),
        )


def complete_rows(frame: pd.DataFrame, columns: Sequence[str]) -> np.ndarray:
    """Return the rows in which no number is missing, shape (n,)."""
    numbers = [one for one in columns if _is_number(frame[one])]
    known: np.ndarray = frame[numbers].notna().all(axis=1).to_numpy(dtype=bool)
    return known


def independent_columns(matrix: np.ndarray) -> np.ndarray:
    """Return the places of the columns that earlier ones do not determine, in order.

    Parameters
    ----------
    matrix : ndarray, shape (n, k)
        Without missing values. A column of zeros is determined.
    """
    products = matrix.T @ matrix
    own = products.diagonal().copy()
    kept = []
    for at in range(len(own)):
        if own[at] <= 0 or products[at, at] <= DEPENDENT * own[at]:
            continue
        kept.append(at)
        row = products[at].copy()
        products -= np.outer(row, row) / row[at]
    return np.array(kept, dtype=int)


def _independent(columns: list[np.ndarray]) -> list[np.ndarray]:
    return [columns[at] for at in independent_columns(np.column_stack(columns))] if columns else []


def _columns_of(column: pd.Series) -> list[np.ndarray]:
    import pandas as pd

    if _is_number(column):
        made = [column.to_numpy(dtype=float)]
    else:
        known = column.astype("object").where(column.notna(), NOT_RECORDED).astype("str")
        codes, levels = pd.factorize(known, sort=True)
        made = [(codes == one).astype(float) for one in range(1, len(levels))]
    return [one - one.mean() for one in made if one.size and np.ptp(one) > 0]


def _is_number(values: pd.Series) -> bool:
    import pandas as pd

    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
