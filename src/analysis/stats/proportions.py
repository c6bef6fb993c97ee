"""A share with its interval.

Source: Wilson (1927), whose coverage is near the stated one on average; Clopper & Pearson (1934),
whose coverage is never below it and mostly above. Computed by statsmodels' `proportion_confint`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

from analysis.checks import CONFIDENCE, check_number, check_option

ShareInterval = Literal["wilson", "clopper_pearson"]
_METHODS = {"wilson": "wilson", "clopper_pearson": "beta"}


@dataclass(frozen=True)
class Proportion:
    """A share of persons, sheets or rows.

    Attributes
    ----------
    count, n : int
        Numerator and base.
    estimate, ci_low, ci_high : float
        Between 0 and 1; NaN where the base is 0.
    """

    count: int
    n: int
    estimate: float
    ci_low: float
    ci_high: float


def estimate_proportion(
    count: int, n: int, *, confidence: float = CONFIDENCE, interval: ShareInterval = "wilson"
) -> Proportion:
    """Return `count` of `n` with an interval.

    Parameters
    ----------
    interval : {"wilson", "clopper_pearson"}
        Wilson's score interval, or the exact one.

    Raises
    ------
    UsageError
        If the count is not between 0 and n, or there is no such interval.
    """
    check_number(count, name="count", minimum=0, maximum=n)
    check_option(interval, name="interval", allowed=get_args(ShareInterval))
    if n == 0:
        return Proportion(0, 0, math.nan, math.nan, math.nan)
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(count, n, alpha=1 - confidence, method=_METHODS[interval])
    return Proportion(int(count), int(n), count / n, float(low), float(high))
