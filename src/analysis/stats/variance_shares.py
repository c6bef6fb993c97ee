"""Shares of the variance by source, with intervals from the restricted likelihood.

A share depends on the standard deviations relative to the residual's only, and so does the
deviance once the rest is profiled out (Bates et al. 2015, section 3). Its curvature in their
logarithms gives the errors of the shares, and the interval is symmetric on the logit scale (delta
method). Where a standard deviation is too uncertain for that, or zero, the bounds are where the
deviance has risen by the chi-squared quantile, the other sources held (Venzon & Moolgavkar 1988).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy import optimize, stats
from scipy.special import expit, logit

from analysis.checks import CONFIDENCE

STEP = 0.003
"""Step in a logarithm: the deviance has no slope at its smallest value, so one side is enough."""
UNCERTAIN = 0.5
"""Standard error of a logarithm from which the deviance itself gives the bounds."""
ZERO = 1e-4
Deviance = Callable[[np.ndarray], float]


@dataclass(frozen=True)
class VarianceShare:
    """A source's share of the total variance.

    Attributes
    ----------
    source : str
    share, ci_low, ci_high : float
        Between 0 and 1.
    std_error : float
        NaN where the bounds come from the deviance itself.
    method : {"delta", "likelihood"}
    ratio_low, ratio_high : float
        Bounds of the source's standard deviation over the residual's; 1 for the residual.
    """

    source: str
    share: float
    std_error: float
    ci_low: float
    ci_high: float
    method: str
    ratio_low: float = 1.0
    ratio_high: float = 1.0


def variance_shares(
    scales: Mapping[str, float], deviance: Deviance, *, confidence: float = CONFIDENCE
) -> tuple[VarianceShare, ...]:
    """Return the shares of every source, the residual last.

    Parameters
    ----------
    scales : mapping of str to float
        Standard deviation of every source over that of the residual, where the deviance is
        smallest.
    deviance : callable
        Restricted deviance of standard deviations in the order of `scales`.
    """
    theta = np.array(list(scales.values()), dtype=float)
    inside = np.flatnonzero(theta > ZERO)
    covariance = np.zeros((theta.size, theta.size))
    covariance[np.ix_(inside, inside)] = _covariance_of_logs(theta, inside, deviance)
    shares = np.append(theta**2, 1.0) / (1 + theta @ theta)
    uncertain = {
        at for at in range(theta.size) if at not in inside or not covariance[at, at] < UNCERTAIN**2
    }
    known = np.array([at not in uncertain for at in range(theta.size)], dtype=bool)
    covariance[~known] = 0.0
    covariance[:, ~known] = 0.0
    found = []
    for at, source in enumerate([*scales, "residual"]):
        if at in uncertain:
            low, high = _bounds_by_likelihood(at, theta, deviance, confidence)
            found.append(
                VarianceShare(
                    source,
                    float(shares[at]),
                    math.nan,
                    _as_share(low, at, theta),
                    _as_share(high, at, theta),
                    "likelihood",
                    low,
                    high,
                )
            )
        else:
            told = _by_delta(source, at, shares, covariance, confidence)
            found.append(_with_ratio(told, at, theta, covariance, confidence))
    return tuple(found)


def _covariance_of_logs(theta: np.ndarray, inside: np.ndarray, deviance: Deviance) -> np.ndarray:
    """Return twice the inverse curvature of the deviance in the logarithms."""
    if not inside.size:
        return np.empty((0, 0))
    base = deviance(theta)

    def rise(*moved: int) -> float:
        there = theta.copy()
        there[list(moved)] *= math.exp(STEP)
        return deviance(there) - base

    single = np.array([rise(at) for at in inside])
    curvature = np.diag(2 * single)
    for one in range(inside.size):
        for other in range(one):
            joint = rise(inside[one], inside[other]) - single[one] - single[other]
            curvature[one, other] = curvature[other, one] = joint
    values, vectors = np.linalg.eigh(curvature / STEP**2)
    with np.errstate(divide="ignore"):
        inverse = np.where(values > 0, 2 / values, np.inf)
    if np.isinf(inverse).any():
        return np.full((inside.size, inside.size), np.inf)
    return np.asarray(vectors * inverse @ vectors.T)


def _by_delta(
    source: str, at: int, shares: np.ndarray, covariance: np.ndarray, confidence: float
) -> VarianceShare:
    own = np.zeros(shares.size - 1)
    if at < own.size:
        own[at] = 1.0
    share = float(shares[at])
    moves = 2 * share * (own - shares[:-1])
    error = math.sqrt(max(float(moves @ covariance @ moves), 0.0))
    if not 0 < share < 1:
        return VarianceShare(source, share, error, share, share, "delta")
    half = float(stats.norm.ppf((1 + confidence) / 2)) * error / (share * (1 - share))
    low, high = expit(logit(share) - half), expit(logit(share) + half)
    return VarianceShare(source, share, error, float(low), float(high), "delta")


def _with_ratio(
    told: VarianceShare, at: int, theta: np.ndarray, covariance: np.ndarray, confidence: float
) -> VarianceShare:
    """Return the share with the bounds of its standard deviation, symmetric in the logarithm."""
    if at == theta.size:
        return told
    half = float(stats.norm.ppf((1 + confidence) / 2)) * math.sqrt(covariance[at, at])
    scale = float(theta[at])
    return replace(told, ratio_low=scale * math.exp(-half), ratio_high=scale * math.exp(half))


def _bounds_by_likelihood(
    at: int, theta: np.ndarray, deviance: Deviance, confidence: float
) -> tuple[float, float]:
    base = deviance(theta)
    cut = float(stats.chi2.ppf(confidence, 1))

    def above(scale: float) -> float:
        there = theta.copy()
        there[at] = scale
        return deviance(there) - base - cut

    outer = max(2 * theta[at], 0.1)
    while above(outer) < 0 and outer < 1e3:
        outer *= 2
    high = optimize.brentq(above, theta[at], outer, rtol=1e-4) if above(outer) > 0 else outer
    low = optimize.brentq(above, 0.0, theta[at], rtol=1e-4) if above(0.0) > 0 else 0.0
    return float(low), float(high)


def _as_share(scale: float, at: int, theta: np.ndarray) -> float:
    """Return the share of a source with this standard deviation, the others as they are."""
    rest = 1 + float(theta @ theta) - float(theta[at]) ** 2
    return scale**2 / (rest + scale**2)
