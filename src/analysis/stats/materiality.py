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

ROUND_OFF = 1e-10
"""Standard deviations that count as zero, relative to the largest rating."""


def material_difference(
    name: str,
    ratings: np.ndarray | pd.Series,
    *,
    groups: np.ndarray | pd.Series | pd.DataFrame,
) -> float:
    """Return from how many points on a difference matters.

    Parameters
    ----------
    name : str
        Table of `materiality.toml`.
    ratings : ndarray or Series of float, shape (n,)
        Single ratings on the scale of the difference, at least two, none missing.
    groups : ndarray, Series or DataFrame, shape (n,) or (n, k)
        What each rating belongs to, such as its appraiser and the group of its ratee; the standard
        deviation is then that within the combinations, which does not grow with the differences
        between them. Missing is a level of its own.

    Returns
    -------
    float
        0 where no two ratings belong together, or all that do are alike.

    Raises
    ------
    UsageError
        If there is no such limit.

    Examples
    --------
    >>> ratings, appraisers = np.array([80.0, 90.0, 100.0]), np.array(["a", "a", "a"])
    >>> round(material_difference("severity", ratings, groups=appraisers), 6)
    2.0
    """
    check_option(name, name="materiality", allowed=tuple(_declared()))
    share = float(_declared()[name]["standard_deviations"])
    values = np.asarray(ratings, dtype=float)
    told = pd.DataFrame(groups)
    cells = told.groupby(list(told), dropna=False, sort=False)
    codes = cells.ngroup().to_numpy()
    spare = codes.size - cells.ngroups
    if not spare:
        return 0.0
    means = np.bincount(codes, values) / np.bincount(codes)
    within = math.sqrt(float(((values - means[codes]) ** 2).sum()) / spare)
    return share * within if within > ROUND_OFF * float(np.abs(values).max()) else 0.0


@cache
def _declared() -> dict[str, dict[str, Any]]:
    text = files("analysis.stats").joinpath("materiality.toml").read_text("utf-8")
    return tomllib.loads(text)
