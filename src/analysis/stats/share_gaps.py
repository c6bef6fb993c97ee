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
from analysis.stats.mean_squares import MeanSquares


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
