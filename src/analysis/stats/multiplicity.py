"""P-values of a family of tests, adjusted for their number.

Source: Holm (1979); Benjamini & Hochberg (1995); computed by statsmodels' `multipletests`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np

from analysis.checks import check_option

Adjustment = Literal["holm", "bh"]
_METHODS: dict[str, str] = {"holm": "holm", "bh": "fdr_bh"}


def adjust_p_values(p_values: Sequence[float], *, method: Adjustment) -> np.ndarray:
    """Return the adjusted p-values, in the order given.

    Parameters
    ----------
    p_values : sequence of float, shape (n_tests,)
        NaN for what could not be tested: it stays NaN and does not count as a test.
    method : {"holm", "bh"}
        Holm holds the chance of any false alarm, Benjamini-Hochberg the share of false alarms.
    """
    check_option(method, name="method", allowed=get_args(Adjustment))
    given = np.asarray(p_values, dtype=float)
    adjusted = np.full(given.shape, np.nan)
    known = ~np.isnan(given)
    if known.any():
        from statsmodels.stats.multitest import multipletests

        adjusted[known] = multipletests(given[known], method=_METHODS[method])[1]
    return adjusted
