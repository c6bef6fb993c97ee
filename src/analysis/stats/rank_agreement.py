"""How far two measures of the same units put them in the same order.

Spearman's rho is the correlation of mid-ranks; its interval is Fisher's transformation with the
variance (1 + rho^2 / 2) / (n - 3) of Bonett & Wright (2000), which holds up to |rho| = 0.95.
Kendall's tau-b and its test are SciPy's: exact without ties, otherwise by the normal approximation.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from analysis.checks import CONFIDENCE

FEWEST_PAIRS = 4
"""Pairs below which the variance has no meaning."""
NEARLY_ONE = 1 - 1e-12


@dataclass(frozen=True)
class RankAgreement:
    """Agreement of two orders.

    Attributes
    ----------
    n : int
        Units with both measures.
    rho, ci_low, ci_high : float
        Spearman's coefficient and its interval, -1 to 1; NaN where a measure has no spread or there
        are fewer than four units.
    tau : float
        Kendall's tau-b.
    p_value : float
        Of tau against no association.
    """

    n: int
    rho: float
    ci_low: float
    ci_high: float
    tau: float
    p_value: float


def estimate_rank_agreement(
    first: Sequence[float], second: Sequence[float], *, confidence: float = CONFIDENCE
) -> RankAgreement:
    """Return how far two measures of the same units agree in their order.

    Parameters
    ----------
    first, second : sequence of float, shape (n_units,)
        Pairs with a missing value are left out.
    confidence : float
        Coverage of the interval.
    """
    x, y = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    known = ~(np.isnan(x) | np.isnan(y))
    x, y = x[known], y[known]
    if x.size < FEWEST_PAIRS or np.ptp(x) == 0 or np.ptp(y) == 0:
        return RankAgreement(x.size, *[math.nan] * 5)
    ranks = stats.rankdata(x), stats.rankdata(y)
    rho = float(np.clip(np.corrcoef(*ranks)[0, 1], -1.0, 1.0))
    kendall = stats.kendalltau(x, y)
    low, high = _interval(rho, x.size, confidence)
    return RankAgreement(x.size, rho, low, high, float(kendall.statistic), float(kendall.pvalue))


def _interval(rho: float, n: int, confidence: float) -> tuple[float, float]:
    middle = math.atanh(max(-NEARLY_ONE, min(rho, NEARLY_ONE)))
    z = float(stats.norm.ppf((1 + confidence) / 2))
    half = z * math.sqrt((1 + rho**2 / 2) / (n - 3))
    return math.tanh(middle - half), math.tanh(middle + half)
