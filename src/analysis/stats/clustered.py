"""What rows share within a cluster, and shares and means whose interval allows for it.

Everybody rated by one superior, or working in one unit, shares that superior's or unit's habits:
a hundred persons then carry less evidence than a hundred separate judgements. The design effect
says by how much; the interval is Wilson's at the effective size n / deff.

Source: Kish (1965) for the design effect 1 + (size - 1) x correlation, with the cluster variance of
`stats.means`; Korn & Graubard (1998) for the effective size with its correction for few clusters,
never above n; Franco et al. (2019) for Wilson's interval at that size.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from analysis.checks import CONFIDENCE
from analysis.stats.means import Mean, estimate_mean, t_interval
from analysis.stats.proportions import estimate_proportion


@dataclass(frozen=True)
class Clustering:
    """How much evidence is lost because rows belong together.

    Attributes
    ----------
    effect : float
        Variance with clusters over variance without; 1 where nothing is shared.
    clusters : int
        Number of clusters; 0 where every row stands for itself.
    df : float
        Degrees of freedom of the variance; NaN stands for `clusters` - 1.
    size : float
        Mean size of the cluster of a row (large clusters hold more rows); NaN where not known.
    """

    effect: float = 1.0
    clusters: int = 0
    df: float = math.nan
    size: float = math.nan

    @property
    def spare(self) -> float:
        """Degrees of freedom, at least 1."""
        return max(self.clusters - 1 if math.isnan(self.df) else self.df, 1.0)

    def effective(self, n: int, *, confidence: float = CONFIDENCE) -> float:
        """Return the number of independent rows that `n` rows are worth, at most n."""
        if not self.clusters:
            return float(n)
        tail = (1 + confidence) / 2
        few = float(stats.norm.ppf(tail) / stats.t.ppf(tail, self.spare)) ** 2
        return n * min(few / self.effect, 1.0) if self.effect > 0 else float(n)

    def of_part(self, clusters: Sequence[object]) -> Clustering:
        """Return the clustering of a part of the rows, whose clusters are given.

        What rows of a cluster share is that of all rows; a part that has few rows of each cluster
        loses less by it, a part made of whole clusters as much.

        Parameters
        ----------
        clusters : sequence, shape (n_part,)
            Clusters of the rows of the part, named as in `measure_clustering`.
        """
        if not self.clusters or not self.size > 1 or not len(clusters):
            return self
        size = _size_of_a_rows_cluster(clusters)
        return replace(self, effect=1 + (self.effect - 1) * (size - 1) / (self.size - 1), size=size)


INDEPENDENT = Clustering()
"""Every row stands for itself."""


def measure_clustering(values: Sequence[float], clusters: Sequence[object] | None) -> Clustering:
    """Return the design effect of a mean over clusters.

    Parameters
    ----------
    values : sequence of float, shape (n,)
        An outcome of 0 and 1, or scores; missing ones are left out.
    clusters : sequence or None, shape (n,)
        What belongs together. None, or fewer than two clusters: `INDEPENDENT`.

    Notes
    -----
    A design effect below 1 (clusters more alike in their means than chance) makes up for few
    clusters; it never makes n rows worth more than n.
    """
    if clusters is None:
        return INDEPENDENT
    together = estimate_mean(values, clusters=clusters)
    apart = estimate_mean(values)
    if math.isnan(together.std_error) or not apart.std_error:
        return INDEPENDENT
    effect = (together.std_error / apart.std_error) ** 2
    known = ~np.isnan(np.asarray(values, dtype=float))
    members = [one for one, there in zip(clusters, known, strict=True) if there]
    size = _size_of_a_rows_cluster(members)
    return Clustering(effect, together.clusters, together.df, size)


def _size_of_a_rows_cluster(clusters: Sequence[object]) -> float:
    """Return the sum of squared sizes over the sum of sizes."""
    sizes = np.array(list(Counter(clusters).values()), dtype=float)
    return float((sizes**2).sum() / sizes.sum())


@dataclass(frozen=True)
class ClusteredShare:
    """A share, its base, and an interval that allows for clusters; NaN where there is no row.

    `clusters` is 0 where the interval takes every row for itself.
    """

    count: int
    n: int
    estimate: float
    ci_low: float
    ci_high: float
    clusters: int = 0


def estimate_share(
    outcome: Sequence[float],
    clustering: Clustering = INDEPENDENT,
    *,
    confidence: float = CONFIDENCE,
) -> ClusteredShare:
    """Return the share of ones among the outcomes that are known.

    Parameters
    ----------
    outcome : sequence of float, shape (n,)
        0, 1 or NaN.
    clustering : Clustering
        From the same outcome, of these rows; or of all rows, and then `of_part` of these.
    """
    given = np.asarray(outcome, dtype=float)
    known = given[~np.isnan(given)]
    plain = estimate_proportion(int(known.sum()), known.size, confidence=confidence)
    if not known.size:
        return ClusteredShare(0, 0, math.nan, math.nan, math.nan)
    low, high = wilson_interval(
        plain.estimate, clustering.effective(plain.n, confidence=confidence), confidence=confidence
    )
    return ClusteredShare(plain.count, plain.n, plain.estimate, low, high, clustering.clusters)


def estimate_clustered_mean(
    values: Sequence[float],
    clustering: Clustering = INDEPENDENT,
    *,
    confidence: float = CONFIDENCE,
    limits: tuple[float, float] = (-math.inf, math.inf),
) -> Mean:
    """Return the mean of the known values, its error widened by the design effect.

    Parameters
    ----------
    values : sequence of float, shape (n,)
    clustering : Clustering
        From the same values, of these rows; or of all rows, and then `of_part` of these.
    limits : (float, float)
        Range of the scale; the interval is kept inside it.
    """
    plain = estimate_mean(values, confidence=confidence, limits=limits)
    if not clustering.clusters or math.isnan(plain.std_error):
        return plain
    error = plain.std_error * math.sqrt(max(clustering.effect, 1.0))
    df = min(plain.n - 1, clustering.spare)
    low, high = t_interval(plain.estimate, error, df, confidence=confidence)
    return replace(
        plain,
        std_error=error,
        ci_low=max(low, limits[0]),
        ci_high=min(high, limits[1]),
        clusters=clustering.clusters,
        df=df,
    )


def wilson_interval(
    share: float, size: float, *, confidence: float = CONFIDENCE
) -> tuple[float, float]:
    """Return Wilson's score interval of a share at a size that need not be whole."""
    z = float(stats.norm.ppf((1 + confidence) / 2))
    middle = (share + z**2 / (2 * size)) / (1 + z**2 / size)
    half = z / (1 + z**2 / size) * math.sqrt(share * (1 - share) / size + (z / (2 * size)) ** 2)
    low = 0.0 if share == 0 else max(middle - half, 0.0)
    return low, 1.0 if share == 1 else min(middle + half, 1.0)
