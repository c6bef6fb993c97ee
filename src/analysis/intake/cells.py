"""Cells of text columns, taken out and put in without detours; many sheets are small."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.api.types import pandas_dtype

_TEXT = pd.StringDtype(na_value=np.nan)


def cells_of(column: pd.Series) -> np.ndarray:
    """Return the cells of a text column as objects, None where blank, shape (rows,)."""
    return pa.array(column, from_pandas=True).to_numpy(zero_copy_only=False)


def column_of(values: Sequence[Any], index: pd.Index, dtype: str) -> pd.Series:
    """Return a column of `dtype`, None where missing."""
    kind: Any = pandas_dtype(dtype)
    if isinstance(kind, np.dtype):
        return pd.Series(values, index=index, dtype=kind)
    return pd.Series(pd.array(list(values), dtype=kind), index=index, copy=False)


def same_text(text: str, index: pd.Index) -> pd.Series:
    """Return a text column that says the same in every row."""
    cells = pa.repeat(pa.scalar(text, pa.large_string()), len(index))
    array = pd.arrays.ArrowStringArray(cells, dtype=_TEXT)  # type: ignore[call-arg]
    return pd.Series(array, index=index, copy=False)


def map_texts(column: pd.Series, told: Mapping[str, Any], dtype: str) -> pd.Series:
    """Return what `told` says of each text of a column, missing where it says nothing.

    Every distinct text is looked up once, which is several times as fast as `Series.map`.
    """
    codes, distinct = pd.factorize(column)
    found = column_of(
        [*(told.get(str(text)) for text in distinct), None], pd.RangeIndex(len(distinct) + 1), dtype
    )
    return found.take(codes).set_axis(column.index)
