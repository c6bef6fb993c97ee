"""A share with its interval. Source: Wilson (1927), as in statsmodels' `proportion_confint`."""

from __future__ import annotations

import math
from dataclasses import dataclass

from analysis.checks import CONFIDENCE, check_number


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


def estimate_proportion(count: int, n: int, *, confidence: float = CONFIDENCE) -> Proportion:
    """Return `count` of `n` with the score interval of Wilson.

    Raises
    ------
    UsageError
        If the count is not between 0 and n.
    """
    check_number(count, name="count", minimum=0, maximum=n)
    if n == 0:
        return Proportion(0, 0, math.nan, math.nan, math.nan)
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(count, n, alpha=1 - confidence, method="wilson")
    return Proportion(int(count), int(n), count / n, float(low), float(high))
