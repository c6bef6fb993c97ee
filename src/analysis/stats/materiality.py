"""From which size on a difference matters, in points of the scale at hand.

The limits are in `materiality.toml`, each with its source or the word "convention".
"""

from __future__ import annotations

import math
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd

from analysis.checks import check_option


def material_difference(
    name: str, ratings: np.ndarray | pd.Series, *, groups: np.ndarray | pd.Series | None = None
) -> float:
    """Return from how many points on a difference matters.

    Parameters
    ----------
    name : str
        Table of `materiality.toml`.
    ratings : ndarray or Series of float, shape (n,)
        Single ratings on the scale of the difference, at least two, none missing.
    groups : ndarray or Series or None, shape (n,)
        Group of each rating; the standard deviation is then that within groups, which does not
        grow with the difference between them. Ratings of no known group are left out.

    Raises
    ------
    UsageError
        If there is no such limit.

    Examples
    --------
    >>> round(material_difference("severity", np.array([80.0, 90.0, 100.0])), 6)
    2.0
    """
    check_option(name, name="materiality", allowed=tuple(_declared()))
    share = float(_declared()[name]["standard_deviations"])
    values = np.asarray(ratings, dtype=float)
    if groups is None:
        return share * float(np.std(values, ddof=1))
    codes, levels = pd.factorize(np.asarray(groups, dtype=object))
    codes, values = codes[codes >= 0], values[codes >= 0]
    means = np.bincount(codes, values) / np.bincount(codes)
    return share * math.sqrt(
        float(((values - means[codes]) ** 2).sum()) / (codes.size - len(levels))
    )


@cache
def _declared() -> dict[str, dict[str, Any]]:
    text = files("analysis.stats").joinpath("materiality.toml").read_text("utf-8")
    return tomllib.loads(text)
