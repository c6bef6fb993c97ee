"""Before and after of the same people: difference, standardised difference, normalised gain.

Source: Student (1908) for the paired difference; Lakens (2013) for d_z = mean / standard deviation
of the differences; Hake (1998) for the course-average normalised gain
g = (mean after - mean before) / (maximum - mean before). The standard error of g is that of a ratio
of means by linearisation (Cochran 1977, 2.11). None of them is an effect: nobody was compared with
people who were not trained.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.checks import CONFIDENCE
from analysis.stats.means import Mean, Numbers, estimate_mean, t_interval


@dataclass(frozen=True)
class PairedChange:
    """What changed from before to after.

    Attributes
    ----------
    before, after, difference : Mean
        Over the pairs; `difference` is after - before, in the unit of the scores.
    d_z : float
        Standardised difference; NaN where all differences agree or there are fewer than two pairs.
    """

    before: Mean
    after: Mean
    difference: Mean
    d_z: float

    @property
    def pairs(self) -> int:
        """Number of pairs."""
        return self.difference.n


@dataclass(frozen=True)
class NormalisedGain:
    """Share of what could still be learnt that was learnt.

    Attributes
    ----------
    estimate, std_error, ci_low, ci_high : float
        1 when everybody reached the maximum; NaN where nobody had anything left to learn.
    n : int
        Pairs that entered.
    full_before : int
        Pairs left out because the score before was already the maximum.
    """

    estimate: float
    std_error: float
    ci_low: float
    ci_high: float
    n: int
    full_before: int


def paired_change(
    before: Numbers,
    after: Numbers,
    *,
    clusters: Sequence[object] | None = None,
    confidence: float = CONFIDENCE,
) -> PairedChange:
    """Return the change over the complete pairs; a missing score never counts as zero.

    Parameters
    ----------
    before, after : sequence of float, shape (n,)
        Scores of the same people in the same order; a pair with a NaN is left out.
    clusters : sequence or None, shape (n,)
        The person of each pair, where some have several; None takes every pair for itself.
    """
    first, second, members = _complete(before, after, clusters)
    difference = estimate_mean(second - first, clusters=members, confidence=confidence)
    spread = difference.std_dev
    varies = not math.isnan(spread) and not difference.no_variation
    return PairedChange(
        before=estimate_mean(first, clusters=members, confidence=confidence),
        after=estimate_mean(second, clusters=members, confidence=confidence),
        difference=difference,
        d_z=difference.estimate / spread if varies and spread > 0 else math.nan,
    )


def normalised_gain(
    before: Numbers,
    after: Numbers,
    maximum: Numbers | float,
    *,
    clusters: Sequence[object] | None = None,
    confidence: float = CONFIDENCE,
) -> NormalisedGain:
    """Return the course-average normalised gain of the people who could still gain.

    Parameters
    ----------
    before, after : sequence of float, shape (n,)
    maximum : float or sequence of float, shape (n,)
        Highest possible score of each pair.
    clusters : sequence or None, shape (n,)
        See `paired_change`.
    """
    top = np.broadcast_to(np.asarray(maximum, dtype=float), np.shape(np.asarray(before)))
    known = ~np.isnan(np.asarray(before, float) + np.asarray(after, float) + top)
    first, second, highest = (np.asarray(x, dtype=float)[known] for x in (before, after, top))
    members = None if clusters is None else np.asarray(list(clusters), dtype=object)[known]
    room = highest - first
    open_ = room > 0
    full = int((~open_).sum())
    if not open_.any():
        nan = math.nan
        return NormalisedGain(nan, nan, nan, nan, 0, full)
    learnt, left = (second - first)[open_], room[open_]
    gain = float(learnt.sum() / left.sum())
    rest = estimate_mean(
        learnt - gain * left, clusters=None if members is None else members[open_].tolist()
    )
    error = rest.std_error / float(left.mean())
    low, high = t_interval(gain, error, rest.df, confidence=confidence)
    return NormalisedGain(gain, error, low, high, int(open_.sum()), full)


def _complete(
    before: Numbers, after: Numbers, clusters: Sequence[object] | None
) -> tuple[np.ndarray, np.ndarray, list[object] | None]:
    first, second = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    known = ~np.isnan(first + second)
    members = None if clusters is None else np.asarray(list(clusters), dtype=object)[known].tolist()
    return first[known], second[known], members
