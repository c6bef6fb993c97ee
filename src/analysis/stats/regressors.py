"""Columns of a table as regressors: who can be used, and which columns are not too many.

A missing category is a level of its own (an export often lacks a column for some people, and
leaving them out would compare other people at every step); a missing number leaves the row out.
Columns that earlier ones determine are found by sweeping the cross-products (Goodnight 1979).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.stats.blocks import build_blocks

DEPENDENT = 1e-9
"""A column whose variance beside earlier ones is this share of its own is determined by them."""
NOT_RECORDED = "(not recorded)"


def complete_rows(frame: pd.DataFrame, columns: Sequence[str]) -> np.ndarray:
    """Return the rows in which no number is missing, shape (n,)."""
    numbers = [one for one in columns if _is_number(frame[one])]
    known: np.ndarray = frame[numbers].notna().all(axis=1).to_numpy(dtype=bool)
    return known


def design_columns(frame: pd.DataFrame, columns: Sequence[str]) -> np.ndarray:
    """Return the columns as a centred design without constant, shape (n, k).

    Parameters
    ----------
    frame : DataFrame, shape (n, ...)
        Rows that `complete_rows` has passed. Numbers enter as they are, other columns as
        indicators of all levels but one; columns that do not vary are left out.

    Raises
    ------
    UsageError
        If a column is not in the frame or is named twice.
    """
    filled = frame.assign(
        **{
            one: frame[one].astype("object").where(frame[one].notna(), NOT_RECORDED).astype("str")
            for one in columns
            if one in frame.columns and not _is_number(frame[one])
        }
    )
    return build_blocks(filled, {one: [one] for one in columns}).columns


def with_constant(columns: np.ndarray) -> np.ndarray:
    """Return the columns with a constant before them, shape (n, k + 1)."""
    return np.column_stack([np.ones(len(columns)), columns])


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


def numbered(values: pd.Series) -> np.ndarray:
    """Return values as numbers from 0; each missing one is a number of its own."""
    codes: np.ndarray = pd.factorize(values)[0].astype(int)
    alone = codes < 0
    codes[alone] = codes.max(initial=-1) + 1 + np.arange(int(alone.sum()))
    return codes


def _is_number(values: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
