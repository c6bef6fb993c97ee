"""Covariates in blocks: design columns of a linear model that belong together.

A categorical covariate becomes indicators of all its levels but the first, and its indicators stay
in one block: what one of them contributes to a gap depends on the level that is left out, what the
block contributes does not (Oaxaca & Ransom 1999; Yun 2005).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class BlockDesign:
    """The columns of the blocks, side by side.

    Attributes
    ----------
    columns : ndarray, shape (n, k)
        Centred on the mean of all rows; columns that do not vary are left out.
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
        Complete rows: no missing value in the columns of the blocks.
    blocks : mapping of str to sequence of str
        Name of each block and its columns; text, categorical and boolean columns are categorical.

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
        made = [part for column in columns for part in _columns_of(frame[column])]
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


def _columns_of(column: pd.Series) -> list[np.ndarray]:
    import pandas as pd

    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        made = [column.to_numpy(dtype=float)]
    else:
        codes, levels = pd.factorize(column, sort=True)
        made = [(codes == one).astype(float) for one in range(1, len(levels))]
    return [one - one.mean() for one in made if one.size and np.ptp(one) > 0]
