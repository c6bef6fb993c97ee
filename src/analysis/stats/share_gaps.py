"""Difference of two shares where persons of a cluster share something.

Persons of one cluster (appraiser, unit) are taken to be alike by one correlation, whatever group
they are in. The test is the score test with the common share and that correlation (Donner & Klar
2000, 6.1.2; without clusters the pooled test of two shares); the interval joins the Wilson
intervals of both shares at their effective sizes, and allows for clusters that hold both groups
(Newcombe 1998; Zou & Donner 2008). The correlation is that of the analysis of variance (Donner
1986) with the degrees of freedom that the two shares leave between and within clusters, never below
0. Where it is above 0 the variance is a sum of two mean squares, and t with the degrees of freedom
of Satterthwaite (1946) takes the place of the normal distribution: few where whole clusters form
the groups, many where the groups are mixed in the clusters. An error from cluster sums does not
serve here: in a small group without any person of a rare outcome all residuals agree, so that it is
near 0 where least is known.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

from analysis.stats.clustered import wilson_interval


@dataclass(frozen=True)
class ShareGap:
    """The share of a group less that of the reference.

    Attributes
    ----------
    std_error, ci_low, ci_high : float
    p_value : float
        Two-sided; NaN where nobody or everybody has the outcome, or where it lies in whole clusters
        that hold as many of the group as of the reference.
    design_effect : float
        Variance with clusters over variance without, under equal shares.
    df : float
        Degrees of freedom of that variance; infinite where persons of a cluster are not alike.
    """

    std_error: float
    ci_low: float
    ci_high: float
    p_value: float
    design_effect: float
    df: float = math.inf


def share_gap(
    outcome: np.ndarray, inside: np.ndarray, clusters: np.ndarray | None, *, confidence: float
) -> ShareGap:
    """Return error, interval and test of the difference of two shares.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
        0 or 1.
    inside : ndarray of bool, shape (n,)
        Who belongs to the group; the others are the reference. Neither may be empty.
    clusters : ndarray of int or None, shape (n,)
        What belongs together, as numbers from 0 without gaps; None: everybody for himself.
    """
    members = np.arange(outcome.size) if clusters is None else clusters
    pair = _Pair.of(outcome, inside, members)
    low, high = pair.interval(confidence)
    p_value, pooled = math.nan, float(outcome.mean())
    equal = pair.variance((pooled, pooled), pair.correlation)
    if equal > 0:
        p_value = float(2 * stats.t.sf(abs(pair.gap) / math.sqrt(equal), pair.df))
    plain = pair.variance((pooled, pooled), 0.0)
    design_effect = equal / plain if plain > 0 else 1.0
    error = math.sqrt(pair.variance(pair.shares, pair.correlation))
    return ShareGap(error or math.nan, low, high, p_value, design_effect, pair.df)


@dataclass(frozen=True)
class _Pair:
    """Shares and sizes of the group and the reference, and how they lie in the clusters.

    Attributes
    ----------
    shares, sizes : (float, float)
    together : (float, float)
        Mean size of the cluster of a person, counting persons of the same group only.
    overlap : float
        Sum over clusters of the products of both groups' parts.
    squares : MeanSquares
        Of what the shares leave.
    """

    shares: tuple[float, float]
    sizes: tuple[int, int]
    together: tuple[float, float]
    overlap: float
    squares: MeanSquares

    @classmethod
    def of(cls, outcome: np.ndarray, inside: np.ndarray, members: np.ndarray) -> _Pair:
        n, m = int(inside.sum()), int((~inside).sum())
        share, other = float(outcome[inside].mean()), float(outcome[~inside].mean())
        count = int(members.max()) + 1
        ours = np.bincount(members, inside.astype(float), count)
        theirs = np.bincount(members, (~inside).astype(float), count)
        rest = outcome - np.where(inside, share, other)
        return cls(
            (share, other),
            (n, m),
            (float(ours @ ours) / n, float(theirs @ theirs) / m),
            float(ours @ theirs) / (n * m),
            MeanSquares.of(rest, members, taken=inside.astype(float)),
        )

    @property
    def gap(self) -> float:
        return self.shares[0] - self.shares[1]

    @property
    def correlation(self) -> float:
        """Of two persons of one cluster, 0 or more."""
        return self.squares.correlation

    @property
    def df(self) -> float:
        """Degrees of freedom of the variance under equal shares."""
        even = (0.5, 0.5)
        return self.squares.df(self.variance(even, 1.0) / self.variance(even, 0.0))

    def variance(self, shares: tuple[float, float], correlation: float) -> float:
        """Return the variance of the gap when the shares are these."""
        spreads = [share * (1 - share) for share in shares]
        own = sum(
            spread * (1 + (size - 1) * correlation) / n
            for spread, size, n in zip(spreads, self.together, self.sizes, strict=True)
        )
        common = correlation * math.sqrt(spreads[0] * spreads[1]) * self.overlap
        return max(own - 2 * common, 0.0)

    def interval(self, confidence: float) -> tuple[float, float]:
        """Return the bounds of the gap from those of both shares."""
        worth = [
            n / (1 + (size - 1) * self.correlation)
            for n, size in zip(self.sizes, self.together, strict=True)
        ]
        tail = (1 + confidence) / 2
        few = float(stats.norm.ppf(tail) / stats.t.ppf(tail, self.df)) ** 2
        bounds = [
            wilson_interval(share, size * few, confidence=confidence)
            for share, size in zip(self.shares, worth, strict=True)
        ]
        alike = min(self.correlation * self.overlap * math.sqrt(worth[0] * worth[1]), 1.0)
        (down, up), (other_down, other_up) = (
            (share - low, high - share)
            for share, (low, high) in zip(self.shares, bounds, strict=True)
        )
        return (
            self.gap - _joined(down, other_up, alike),
            self.gap + _joined(up, other_down, alike),
        )


def _joined(one: float, other: float, alike: float) -> float:
    return math.sqrt(max(one**2 - 2 * alike * one * other + other**2, 0.0))


@dataclass(frozen=True)
class MeanSquares:
    """Analysis of variance of values in clusters.

    Attributes
    ----------
    between, within : float
        Mean squares; 0 where clusters are single values, or there is only one.
    between_df, within_df : float
    size : float
        Persons of a cluster, as the expected mean square between clusters counts them.
    """

    between: float
    within: float
    between_df: float
    within_df: float
    size: float

    @classmethod
    def of(
        cls, values: np.ndarray, members: np.ndarray, *, taken: np.ndarray | None = None
    ) -> MeanSquares:
        """Return the mean squares of values, shape (n,), in clusters numbered from 0.

        Parameters
        ----------
        taken : ndarray or None, shape (n,)
            Indicator of two groups from whose means the values are counted: the degree of freedom
            of their difference is taken from between and within clusters as it lies there.
        """
        sizes = np.bincount(members)
        held = sizes > 0
        sums, sizes_held = np.bincount(members, values)[held], sizes[held]
        n, groups = values.size, sizes_held.size
        lost = 0.0 if taken is None else _share_between(taken, members)
        kept = 0.0 if taken is None else 1 - lost
        between_df, within_df = groups - 1 - lost, n - groups - kept
        if groups < 2 or n <= groups or min(between_df, within_df) <= 0:
            return cls(0.0, 0.0, math.nan, math.nan, 1.0)
        squares = float((sums**2 / sizes_held).sum())
        return cls(
            between=(squares - float(values.sum()) ** 2 / n) / between_df,
            within=(float(values @ values) - squares) / within_df,
            between_df=between_df,
            within_df=within_df,
            size=(n - float(sizes_held @ sizes_held) / n) / (groups - 1),
        )

    @property
    def correlation(self) -> float:
        """Of two values of one cluster, 0 or more."""
        total = self.between + (self.size - 1) * self.within
        return max((self.between - self.within) / total, 0.0) if total > 0 else 0.0

    def df(self, alike: float) -> float:
        """Return the degrees of freedom of a variance in which clusters count (Satterthwaite).

        Parameters
        ----------
        alike : float
            The variance were persons of a cluster all alike, over that without clusters.
        """
        if not self.correlation > 0:
            return math.inf
        ours = alike / self.size * self.between
        rest = (1 - alike / self.size) * self.within
        spread = ours**2 / self.between_df + rest**2 / self.within_df
        return max((ours + rest) ** 2 / spread, 1.0) if spread > 0 else math.inf


def _share_between(taken: np.ndarray, members: np.ndarray) -> float:
    """Return how much of a variable lies between clusters, 0 to 1."""
    centred = taken - taken.mean()
    sizes = np.bincount(members)
    sums = np.bincount(members, centred)[sizes > 0]
    return float((sums**2 / sizes[sizes > 0]).sum() / (centred @ centred))


def intraclass_correlation(values: np.ndarray, members: np.ndarray) -> float:
    """Return the correlation of two values of one cluster, by analysis of variance.

    Parameters
    ----------
    values : ndarray, shape (n,)
    members : ndarray of int, shape (n,)
        Cluster of each value, as numbers from 0.

    Returns
    -------
    float
        0 or more; 0 where clusters are single values, or there is only one.
    """
    return MeanSquares.of(values, members).correlation
