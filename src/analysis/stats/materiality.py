"""From which size on a difference matters, in points of the scale at hand.

The limits are in `materiality.toml`, each with its source or the word "convention".
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.checks import check_option

if TYPE_CHECKING:
    import pandas as pd


def material_difference(name: str, ratings: np.ndarray | pd.Series) -> float:
    """Return from how many points on a difference matters.

    Parameters
    ----------
    name : str
        Table of `materiality.toml`.
    ratings : ndarray or Series of float, shape (n,)
        Single ratings on the scale of the difference, at least two, none missing.

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
    return share * float(np.std(np.asarray(ratings, dtype=float), ddof=1))


@cache
def _declared() -> dict[str, dict[str, Any]]:
    text = files("analysis.stats").joinpath("materiality.toml").read_text("utf-8")
    return tomllib.loads(text)
