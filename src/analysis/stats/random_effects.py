"""Estimates of one quantity in several places: their mean, and how far the places truly differ.

Each estimate is true value of its place + error of known or estimated variance. The spread of the
true values is that of Paule & Mandel (1982), at which the weighted sum of squares Q equals its
degrees of freedom; its interval profiles Q (Viechtbauer 2007), by F instead of chi-squared where
the variances come from one pooled estimate (Wald 1940). Errors are near normal. The mean has the
error of Knapp & Hartung (2003), never below the plain one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import optimize, stats

from analysis.checks import CONFIDENCE
from analysis.errors import UsageError

FEWEST_PLACES = 3


@dataclass(frozen=True)
class RandomEffects:
    """A mean over places, and the spread of the places about it.

    Attributes
    ----------
    mean, std_error, ci_low, ci_high : float
        Of the true values; NaN with fewer than three places.
    spread, spread_low, spread_high : float
        Standard deviation of the true values; 0 where the estimates lie no further apart than
        their errors have it.
    q : float
        Weighted sum of squares about the mean without any spread (Cochran 1954).
    p_value : float
        Of there being no spread.
    places : int
    """

    mean: float
    std_error: float
    ci_low: float
    ci_high: float
    spread: float
    spread_low: float
    spread_high: float
    q: float
    p_value: float
    places: int


def pool_random_effects(
    estimates: np.ndarray,
    variances: np.ndarray,
    *,
    error_degrees: float = math.inf,
    confidence: float = CONFIDENCE,
) -> RandomEffects:
    """Return mean and spread of the true values behind estimates.

    Parameters
    ----------
    estimates, variances : ndarray, shape (places,)
        No missing values; every variance above 0.
    error_degrees : float, default inf
        Degrees of freedom of the pooled estimate behind all variances; inf: they are known.

    Raises
    ------
    UsageError
        If shapes differ or a variance is not above 0.

    Examples
    --------
    >>> found = pool_random_effects(np.array([1.0, 3.0, 5.0]), np.array([1.0, 1.0, 1.0]))
    >>> found.mean, round(found.spread, 3)  # the variance 4 of the estimates less 1
    (3.0, 1.732)
    """
    y, v = np.asarray(estimates, dtype=float), np.asarray(variances, dtype=float)
    if y.shape != v.shape or not (v > 0).all():
        raise UsageError("stats.random_effects.variances", count=y.size)
    if y.size < FEWEST_PLACES:
        return RandomEffects(*(math.nan,) * 9, places=int(y.size))
    degrees, tail = y.size - 1, (1 - confidence) / 2
    law = _law_of_q(degrees, error_degrees)
    spread = _spread_where(y, v, degrees)
    low, high = (_spread_where(y, v, float(law.ppf(one))) for one in (1 - tail, tail))
    weights = 1 / (v + spread**2)
    mean = float(weights @ y / weights.sum())
    error = math.sqrt(max(_q(y, v, spread**2) / degrees, 1.0) / weights.sum())
    half = float(stats.t.ppf(1 - tail, degrees)) * error
    q = _q(y, v, 0.0)
    return RandomEffects(
        mean=mean,
        std_error=error,
        ci_low=mean - half,
        ci_high=mean + half,
        spread=spread,
        spread_low=low,
        spread_high=high,
        q=q,
        p_value=float(law.sf(q)),
        places=int(y.size),
    )


def _law_of_q(degrees: int, error_degrees: float) -> Any:  # noqa: ANN401 - a frozen scipy law
    """Return the distribution of Q at the true spread."""
    if math.isinf(error_degrees):
        return stats.chi2(degrees)
    return stats.f(degrees, error_degrees, scale=degrees)


def _q(y: np.ndarray, v: np.ndarray, extra: float) -> float:
    """Return the weighted sum of squares about the weighted mean at a variance between places."""
    weights = 1 / (v + extra)
    return float(weights @ (y - weights @ y / weights.sum()) ** 2)


def _spread_where(y: np.ndarray, v: np.ndarray, target: float) -> float:
    """Return the spread at which Q, which falls with it, has come down to the target."""
    if _q(y, v, 0.0) <= target:
        return 0.0
    high = float(np.ptp(y)) ** 2 + float(v.max())
    while _q(y, v, high) > target:
        high *= 4
    return math.sqrt(optimize.brentq(lambda extra: _q(y, v, extra) - target, 0.0, high))
