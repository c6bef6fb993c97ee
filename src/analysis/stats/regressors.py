"""Columns of a table as regressors: who can be used, and which columns are not too many.

Missing categories and determined columns: `stats.blocks`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.stats.blocks import build_blocks


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
    return build_blocks(frame, {one: [one] for one in columns}).columns


def with_constant(columns: np.ndarray) -> np.ndarray:
    """Return the columns with a constant before them, shape (n, k + 1)."""
    return np.column_stack([np.ones(len(columns)), columns])


def numbered(values: pd.Series) -> np.ndarray:
    """Return values as numbers from 0; each missing one is a number of its own."""
    codes: np.ndarray = pd.factorize(values)[0].astype(int)
    alone = codes < 0
    codes[alone] = codes.max(initial=-1) + 1 + np.arange(int(alone.sum()))
    return codes
