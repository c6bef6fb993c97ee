"""Differences of means or shares between groups and a reference group, with clustered errors.

Source: the difference of two means as least squares on a group indicator, errors over clusters by
Liang & Zeger (1986) with the factor G/(G-1) x (N-1)/(N-2), t with G-1 degrees of freedom (Cameron &
Miller 2015, section VI). A cluster may hold both groups: what the two share then cancels, which the
test of two separate samples would miss. Without clusters: Welch (1947).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from analysis.checks import CONFIDENCE
from analysis.stats.means import estimate_mean, t_interval

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Gap:
    """A group beside the reference group.

    Attributes
    ----------
    estimate : float
        Mean of the group minus mean of the reference.
    std_error, ci_low, ci_high, p_value : float
        NaN where they cannot be estimated: a group of one, one cluster, no variation.
    mean, reference_mean : float
    n, reference_n : int
        Known values in the group and in the reference.
    clusters : int
        Clusters that hold either group; 0 without clusters.
    """

    estimate: float
    std_error: float
    ci_low: float
    ci_high: float
    p_value: float
    mean: float
    reference_mean: float
    n: int
    reference_n: int
    clusters: int


def estimate_gaps(
    values: pd.Series,
    levels: pd.Series,
    reference: str,
    *,
    clusters: pd.Series | None = None,
    confidence: float = CONFIDENCE,
) -> dict[str, Gap]:
    """Return the gap of every level to the reference level, in the order of first appearance.

    Parameters
    ----------
    values : Series of float, shape (n,)
        Scores, or an outcome of 0 and 1; missing ones are left out.
    levels : Series of str, index of `values`
        A missing level belongs to no group.
    reference : str
        Level with which every other is compared.
    clusters : Series or None, index of `values`
        What belongs together, such as the appraiser; a missing cluster stands for itself.
    """
    known = values.notna() & levels.notna()
    y = values[known].to_numpy(dtype=float)
    groups = levels[known].astype("str").to_numpy()
    labels = None if clusters is None else _numbered(clusters[known])
    others = [str(one) for one in dict.fromkeys(groups) if one != reference]
    return {
        one: _gap(y, groups == one, groups == reference, labels, confidence=confidence)
        for one in others
    }


def _gap(
    y: np.ndarray,
    inside: np.ndarray,
    compared: np.ndarray,
    labels: np.ndarray | None,
    *,
    confidence: float,
) -> Gap:
    n, m = int(inside.sum()), int(compared.sum())
    if not n or not m:
        return _without_reference(y[inside])
    mean, reference = float(y[inside].mean()), float(y[compared].mean())
    if labels is None:
        error, df = _welch(y[inside], y[compared])
        count = 0
    else:
        error, count = _clustered(y, inside, compared, labels)
        df = count - 1
    gap = mean - reference
    if error == 0 or df < 1:
        error = math.nan
    low, high = t_interval(gap, error, df, confidence=confidence)
    p_value = math.nan if math.isnan(error) else float(2 * stats.t.sf(abs(gap) / error, df))
    return Gap(gap, error, low, high, p_value, mean, reference, n, m, count)


def _without_reference(y: np.ndarray) -> Gap:
    nan = math.nan
    mean = float(y.mean()) if y.size else nan
    return Gap(nan, nan, nan, nan, nan, mean, nan, int(y.size), 0, 0)


def _welch(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    one, other = estimate_mean(x.tolist()), estimate_mean(y.tolist())
    parts = np.array([one.std_error, other.std_error]) ** 2
    if np.isnan(parts).any() or parts.sum() == 0:
        return math.nan, math.nan
    df = parts.sum() ** 2 / (parts**2 / [one.n - 1, other.n - 1]).sum()
    return math.sqrt(parts.sum()), float(df)


def _clustered(
    y: np.ndarray, inside: np.ndarray, compared: np.ndarray, labels: np.ndarray
) -> tuple[float, int]:
    n, m = inside.sum(), compared.sum()
    influence = np.where(inside, (y - y[inside].mean()) / n, 0.0)
    influence = np.where(compared, -(y - y[compared].mean()) / m, influence)
    used = inside | compared
    _, places = np.unique(labels[used], return_inverse=True)
    count = int(places.max()) + 1
    total = int(n + m)
    if count < 2 or total < 3:
        return math.nan, count
    sums = np.bincount(places, weights=influence[used])
    factor = count / (count - 1) * (total - 1) / (total - 2)
    return math.sqrt(factor * float(sums @ sums)), count


def _numbered(clusters: pd.Series) -> np.ndarray:
    """Return clusters as numbers; each missing one is a cluster of its own."""
    import pandas as pd

    codes: np.ndarray = pd.factorize(clusters)[0].astype(int)
    alone = codes < 0
    codes[alone] = codes.max(initial=-1) + 1 + np.arange(int(alone.sum()))
    return codes
