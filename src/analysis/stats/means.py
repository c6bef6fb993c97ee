"""Means and differences of means with t-intervals; nothing here knows what was measured.

Source: Student (1908) for one mean, Welch (1947) for two with unequal variances. Values that belong
together (several rows of one person) enter by leaving out one cluster at a time, the jackknife CV3
of MacKinnon, Nielsen & Webb (2023), which for clusters of one is the ordinary variance of a mean.
Its t has the degrees of freedom of as many clusters of equal size, n^2 / sum of squared sizes - 1
(Carter, Schnepel & Steigerwald 2017): cluster sums with G - 1 are too sure where some are large.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from analysis.checks import CONFIDENCE

Numbers = Sequence[float] | np.ndarray
"""Numbers in order; missing ones are NaN."""

ROUND_OFF = 1e-12
"""Values this near each other, relative to their size, are the same number."""

SMALLEST_SAMPLE = 2
"""Values from which a variance can be estimated."""


@dataclass(frozen=True)
class Mean:
    """A mean with its error.

    Attributes
    ----------
    estimate : float
        NaN where there is no value.
    std_error, ci_low, ci_high : float
        NaN where there are fewer than two values (clusters).
    n : int
        Values used.
    clusters : int
        Independent groups of values; n where every value stands for itself.
    std_dev : float
        Standard deviation of the values; NaN below two.
    p_value : float
        Two-sided t-test of zero; NaN where the error is zero or unknown.
    df : float
        Degrees of freedom of the interval, at least 1; n - 1 where every value stands for itself,
        NaN below two clusters.
    """

    estimate: float
    std_error: float
    ci_low: float
    ci_high: float
    n: int
    clusters: int
    std_dev: float
    p_value: float
    df: float = math.nan

    @property
    def no_variation(self) -> bool:
        """Whether all values agree, so that no error can be estimated."""
        return self.std_error == 0


def estimate_mean(
    values: Numbers,
    *,
    clusters: Sequence[object] | None = None,
    confidence: float = CONFIDENCE,
    limits: tuple[float, float] = (-math.inf, math.inf),
) -> Mean:
    """Return the mean of the values that are not missing, with a t-interval.

    Parameters
    ----------
    values : sequence of float, shape (n,)
        NaN is left out, never taken for zero.
    clusters : sequence or None, shape (n,)
        What belongs together, for example the person; None takes every value for itself.
    confidence : float, default 0.95
    limits : (float, float)
        Range of the scale; the interval is kept inside it.
    """
    given = np.asarray(values, dtype=float)
    known = ~np.isnan(given)
    x = given[known]
    if x.size == 0:
        nan = math.nan
        return Mean(nan, nan, nan, nan, 0, 0, nan, nan)
    labels = np.arange(x.size) if clusters is None else _numbered(clusters, known)
    error, groups, df = _clustered_error(x, labels)
    low, high = t_interval(float(x.mean()), error, df, confidence=confidence)
    return Mean(
        estimate=float(x.mean()),
        std_error=error,
        ci_low=max(low, limits[0]) if not math.isnan(low) else low,
        ci_high=min(high, limits[1]) if not math.isnan(high) else high,
        n=int(x.size),
        clusters=groups,
        std_dev=float(x.std(ddof=1)) if x.size >= SMALLEST_SAMPLE else math.nan,
        p_value=t_p_value(float(x.mean()), error, df),
        df=df,
    )


def t_interval(
    estimate: float, std_error: float, df: float, *, confidence: float
) -> tuple[float, float]:
    """Return estimate -/+ t x standard error; NaN where the error or its df is not known."""
    if math.isnan(std_error) or not df >= 1:
        return math.nan, math.nan
    half = float(stats.t.ppf((1 + confidence) / 2, df)) * std_error
    return estimate - half, estimate + half


def welch_p_value(one: Mean, other: Mean) -> float:
    """Return the two-sided p-value of the difference of two independent means (Welch).

    NaN where either has fewer than two values or neither varies.
    """
    errors = np.array([one.std_error, other.std_error]) ** 2
    if np.isnan(errors).any() or errors.sum() == 0:
        return math.nan
    spare = np.array([one.df, other.df])
    df = errors.sum() ** 2 / (errors**2 / spare).sum()
    t = abs(one.estimate - other.estimate) / math.sqrt(errors.sum())
    return float(2 * stats.t.sf(t, df))


def _numbered(clusters: Sequence[object], known: np.ndarray) -> np.ndarray:
    import pandas as pd

    chosen = pd.Series(list(clusters), dtype="object")[known]
    numbered: np.ndarray = pd.factorize(chosen)[0]
    return numbered


def _clustered_error(x: np.ndarray, labels: np.ndarray) -> tuple[float, int, float]:
    """Return the standard error of the mean, the number of clusters and the degrees of freedom."""
    _, places = np.unique(labels, return_inverse=True)
    sizes = np.bincount(places)
    groups = int(sizes.size)
    if groups < SMALLEST_SAMPLE:
        return math.nan, groups, math.nan
    df = max(effective_clusters(sizes) - 1, 1.0)
    if np.ptp(x) <= ROUND_OFF * np.abs(x).max():
        return 0.0, groups, df
    moved = np.bincount(places, weights=x - x.mean()) / (x.size - sizes)
    return math.sqrt((groups - 1) / groups * float(moved @ moved)), groups, df


def effective_clusters(weights: np.ndarray) -> float:
    """Return how many clusters of equal weight the clusters are worth, at least 1.

    Parameters
    ----------
    weights : ndarray, shape (n_clusters,)
        Rows of each cluster, or another measure of what it contributes to the variance.
    """
    return float(weights.sum() ** 2 / (weights**2).sum())


def t_p_value(estimate: float, error: float, df: float) -> float:
    """Return the two-sided p-value of no mean; NaN where the error is not known or nothing."""
    if math.isnan(error) or error == 0:
        return math.nan
    return float(2 * stats.t.sf(abs(estimate) / error, df))
