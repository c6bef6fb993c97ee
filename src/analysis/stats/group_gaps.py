"""Differences of means or shares between groups and a reference group, with clustered errors.

Source: the difference of two means as least squares on a group indicator, errors over clusters by
Liang & Zeger (1986) with the factor G/(G-1) x (N-1)/(N-2), t with G-1 degrees of freedom (Cameron &
Miller 2015, section VI). A cluster may hold both groups: what the two share then cancels, which the
test of two separate samples would miss. With fewer than 50 clusters the t distribution is too
narrow: then the wild cluster bootstrap with the null imposed (Cameron, Gelbach & Miller 2008), with
Webb's six weights (2023), gives the p-value (the observed t counts as a draw: Phipson & Smyth
2010) and, from the same draws, a symmetric interval. What counts is the number of clusters of equal
weight (Carter, Schnepel & Steigerwald 2017): a group in five of sixty clusters has few. Without
clusters: Welch (1947). Shares: `stats.share_gaps`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from analysis.checks import CONFIDENCE
from analysis.stats.cluster_draws import MANY_CLUSTERS
from analysis.stats.gap_sums import ClusterSums
from analysis.stats.means import estimate_mean, t_interval
from analysis.stats.regressors import numbered
from analysis.stats.share_gaps import share_gap

if TYPE_CHECKING:
    import pandas as pd

DRAWS = 1999
WEBB_WEIGHTS = np.sqrt([0.5, 1.0, 1.5])[[0, 0, 1, 1, 2, 2]] * [1, -1, 1, -1, 1, -1]
SMALLEST_ERROR = 1e-12
"""Standard errors up to this are none."""


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
    fewest_clusters : int
        Clusters that hold the group, or the reference, whichever are fewer; 0 without clusters.
    bootstrapped : bool
        Whether interval and p-value come from the wild cluster bootstrap.
    design_effect : float
        Of shares: variance of the gap with clusters over that without; 1 for scores.
    equal_clusters : float
        Clusters of equal size among which the persons of both groups are spread as much; NaN
        without clusters.
    of_shares : bool
        Whether the values are 0 and 1; errors of shares do not come from sums over clusters.
    df : float
        Of shares: degrees of freedom of test and interval (`stats.share_gaps`).
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
    fewest_clusters: int = 0
    bootstrapped: bool = False
    design_effect: float = 1.0
    equal_clusters: float = math.nan
    of_shares: bool = False
    df: float = math.inf


def estimate_gaps(
    values: pd.Series,
    levels: pd.Series,
    reference: str,
    *,
    clusters: pd.Series | None = None,
    confidence: float = CONFIDENCE,
    rng: np.random.Generator | None = None,
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
    rng : Generator or None
        Source of the bootstrap's weights; None keeps the t distribution with few clusters too.
        Shares (an outcome of 0 and 1) need none.
    """
    known = values.notna() & levels.notna()
    y = values[known].to_numpy(dtype=float)
    groups = levels[known].astype("str").to_numpy()
    labels = None if clusters is None else numbered(clusters[known])
    others = [str(one) for one in dict.fromkeys(groups) if one != reference]
    found = {}
    for one in others:
        used = (groups == one) | (groups == reference)
        members = None if labels is None else labels[used]
        found[one] = _gap(y[used], groups[used] == one, members, confidence=confidence, rng=rng)
    return found


def _gap(
    y: np.ndarray,
    inside: np.ndarray,
    labels: np.ndarray | None,
    *,
    confidence: float,
    rng: np.random.Generator | None,
) -> Gap:
    n, m = int(inside.sum()), int((~inside).sum())
    if not n or not m:
        return _without_reference(y)
    if np.isin(y, (0.0, 1.0)).all():
        return _of_shares(y, inside, labels, confidence=confidence)
    mean, reference = float(y[inside].mean()), float(y[~inside].mean())
    if labels is None:
        error, df = _welch(y[inside], y[~inside])
        return _with_interval(mean, reference, (n, m), error, df, confidence=confidence)
    sums = ClusterSums.of(y, inside, labels)
    error = sums.error() if sums.count > 1 and n + m > 2 else math.nan
    error = error if error > SMALLEST_ERROR else math.nan
    gap = _with_interval(mean, reference, (n, m), error, sums.count - 1, confidence=confidence)
    gap = replace(
        gap,
        clusters=sums.count,
        fewest_clusters=sums.fewest,
        equal_clusters=sums.equal_by_persons,
    )
    if rng is None or sums.equal_count >= MANY_CLUSTERS or math.isnan(error):
        return gap
    return _bootstrapped(gap, ClusterSums.of(y, inside, labels, null=True), confidence, rng)


def _of_shares(
    y: np.ndarray, inside: np.ndarray, labels: np.ndarray | None, *, confidence: float
) -> Gap:
    """Return the gap of an outcome of 0 and 1; without interval where all are in one cluster."""
    n, m = int(inside.sum()), int((~inside).sum())
    mean, reference = float(y[inside].mean()), float(y[~inside].mean())
    if labels is None:
        places, clusters, fewest, equal = None, 0, 0, math.nan
    else:
        places = np.unique(labels, return_inverse=True)[1]
        sums = ClusterSums.of(y, inside, places)
        clusters, fewest, equal = sums.count, sums.fewest, sums.equal_by_persons
    if clusters == 1:
        nan = math.nan
        return Gap(mean - reference, nan, nan, nan, nan, mean, reference, n, m, 1, 1)
    found = share_gap(y, inside, places, confidence=confidence)
    return Gap(
        estimate=mean - reference,
        std_error=found.std_error,
        ci_low=found.ci_low,
        ci_high=found.ci_high,
        p_value=found.p_value,
        mean=mean,
        reference_mean=reference,
        n=n,
        reference_n=m,
        clusters=clusters,
        fewest_clusters=fewest,
        design_effect=found.design_effect,
        equal_clusters=equal,
        of_shares=True,
        df=found.df,
    )


def _with_interval(
    mean: float,
    reference: float,
    sizes: tuple[int, int],
    error: float,
    df: float,
    *,
    confidence: float,
) -> Gap:
    gap = mean - reference
    low, high = t_interval(gap, error, df, confidence=confidence)
    p_value = math.nan if math.isnan(error) else float(2 * stats.t.sf(abs(gap) / error, df))
    return Gap(gap, error, low, high, p_value, mean, reference, *sizes, 0)


def _bootstrapped(gap: Gap, sums: ClusterSums, confidence: float, rng: np.random.Generator) -> Gap:
    """Return the gap with p-value and interval from the distribution of t under no gap."""
    weights = rng.choice(WEBB_WEIGHTS, size=(DRAWS, sums.count))
    drawn = np.abs(sums.t_values(weights))
    t = abs(gap.estimate) / gap.std_error
    beyond = int((drawn >= t - SMALLEST_ERROR).sum())
    half = float(np.quantile(drawn, confidence)) * gap.std_error
    return replace(
        gap,
        ci_low=gap.estimate - half,
        ci_high=gap.estimate + half,
        p_value=(beyond + 1) / (DRAWS + 1),
        bootstrapped=True,
    )


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
