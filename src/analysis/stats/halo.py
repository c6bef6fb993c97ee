"""Halo: how alike the ratings of one ratee are over aspects.

The ratings of a ratee differ little over aspects where one impression decides them all. Measured as
Saal, Downey & Lahey (1980) do, by the spread within a ratee and by how aspects vary together: their
mean covariance over their mean variance is 0 where aspects are judged apart and 1 where all move as
one. Severity of the whole appraisal counts as moving together. High values are no error by
themselves: aspects of work do go together (Murphy, Jako & Anhalt 1993).

The interval is symmetric on Fisher's scale for intraclass correlations, log((1 + (k - 1) h) /
(1 - h)) / 2, with the error of sums over appraisers (Fisher 1925; Liang & Zeger 1986), t with
appraisers - 1 degrees of freedom.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.checks import CONFIDENCE
from analysis.stats.cluster_draws import number_clusters
from analysis.stats.clustered import ClusteredShare, estimate_share, measure_clustering
from analysis.stats.means import Mean, estimate_mean, t_interval

ROUND_OFF = 1e-9


@dataclass(frozen=True)
class Halo:
    """How alike the ratings of one ratee are over aspects.

    Attributes
    ----------
    estimate, std_error, ci_low, ci_high : float
        Mean covariance of aspects over their mean variance, 0 to 1 (below 0 where aspects are
        traded off); NaN where it is undefined. No interval where aspects move as one, or there
        is one appraiser.
    spread : Mean
        Standard deviation of a ratee's ratings over aspects, in points of the scale.
    identical : ClusteredShare
        Ratees with one and the same rating on every aspect.
    n, aspects : int
        Ratees rated on every aspect.
    reason : str
        "few_aspects" (fewer than two), "few_ratees" (fewer than two), "no_variation" (every aspect
        has one rating for everybody), or empty.
    """

    estimate: float
    std_error: float
    ci_low: float
    ci_high: float
    spread: Mean
    identical: ClusteredShare
    n: int
    aspects: int
    reason: str = ""


def measure_halo(
    aspects: np.ndarray, raters: Sequence[object] | None, *, confidence: float = CONFIDENCE
) -> Halo:
    """Return how alike the ratings of one ratee are over aspects.

    Parameters
    ----------
    aspects : ndarray of float, shape (n_ratees, n_aspects)
        All on one scale; ratees with a missing aspect are left out.
    raters : sequence or None, shape (n_ratees,)
        Who rated; a missing one stands for himself. None: every ratee has an appraiser of his own.
    """
    given = np.asarray(aspects, dtype=float)
    known = ~np.isnan(given).any(axis=1)
    table = given[known]
    members = None
    if raters is not None:
        members = number_clusters(raters, len(given))[known].tolist()
    counted = _described(table, members, confidence)
    if counted.reason:
        return counted
    places = number_clusters(members, len(table))
    estimate, error, low, high = _halo(table, places, confidence)
    return replace(counted, estimate=estimate, std_error=error, ci_low=low, ci_high=high)


def _halo(
    table: np.ndarray, places: np.ndarray, confidence: float
) -> tuple[float, float, float, float]:
    """Return mean covariance over mean variance of the columns, its error and its interval."""
    return common_share(table - table.mean(axis=0), places, confidence=confidence)


def common_share(
    centred: np.ndarray, clusters: np.ndarray, *, confidence: float = CONFIDENCE
) -> tuple[float, float, float, float]:
    """Return mean product of two columns over their mean square, its error and its interval.

    Parameters
    ----------
    centred : ndarray of float, shape (n, k)
        About the means of the columns (halo), or about one mean (agreement of raters who differ
        from row to row).
    clusters : ndarray of int, shape (n,)
        Numbered from 0 without gaps.

    Returns
    -------
    tuple of float
        Estimate, standard error and bounds; the last three NaN where the columns move as one, or
        there is one cluster.
    """
    k, groups = centred.shape[1], int(clusters.max()) + 1
    own = np.bincount(clusters, (centred**2).sum(axis=1))
    whole = np.bincount(clusters, centred.sum(axis=1) ** 2)
    ratio = float(whole.sum() / own.sum())  # 1 + (k - 1) share
    estimate, nan = (ratio - 1) / (k - 1), math.nan
    if groups < 2 or ratio <= ROUND_OFF or k - ratio <= ROUND_OFF:
        return estimate, nan, nan, nan
    moved = (whole - ratio * own) / own.sum()
    error = math.sqrt(groups / (groups - 1) * float(moved @ moved))
    slope = (1 / ratio + 1 / (k - ratio)) / 2
    middle = math.log((k - 1) * ratio / (k - ratio)) / 2
    bounds = t_interval(middle, slope * error, groups - 1, confidence=confidence)
    low, high = ((math.exp(2 * z) - 1) / (math.exp(2 * z) + k - 1) for z in bounds)
    return estimate, error / (k - 1), low, high


def identical_by_chance(aspects: np.ndarray) -> float:
    """Return the share of ratees with one rating on every aspect if ratings were dealt at random.

    Each aspect keeps the frequencies of its ratings, so that what is left out is only how they go
    together; NaN without a ratee rated on every aspect.

    Parameters
    ----------
    aspects : ndarray of float, shape (n_ratees, n_aspects)
        Ratees with a missing aspect are left out.
    """
    given = np.asarray(aspects, dtype=float)
    table = given[~np.isnan(given).any(axis=1)]
    if not table.size:
        return math.nan
    values, places = np.unique(table, return_inverse=True)
    codes = places.reshape(table.shape)
    counts = [np.bincount(codes[:, at], minlength=values.size) for at in range(table.shape[1])]
    return float((np.array(counts) / len(table)).prod(axis=0).sum())


def _described(table: np.ndarray, members: list[int] | None, confidence: float) -> Halo:
    """Return how ratees' own ratings spread; the halo itself is still missing."""
    n, k = table.shape
    same = (np.ptp(table, axis=1) <= ROUND_OFF).astype(float).tolist() if n and k else []
    spread = table.std(axis=1, ddof=1) if k > 1 else np.full(n, math.nan)
    nan = math.nan
    return Halo(
        nan,
        nan,
        nan,
        nan,
        spread=estimate_mean(spread, clusters=members, confidence=confidence),
        identical=estimate_share(same, measure_clustering(same, members), confidence=confidence),
        n=n,
        aspects=k,
        reason=_halo_obstacle(table),
    )


def _halo_obstacle(table: np.ndarray) -> str:
    n, k = table.shape
    if k < 2:
        return "few_aspects"
    if n < 2:
        return "few_ratees"
    return "no_variation" if not np.ptp(table, axis=0).any() else ""
