"""Krippendorff's alpha: agreement of any number of raters, with ratings missing.

alpha = 1 - observed / expected disagreement, over the pairs of ratings of one target and over all
pairs (Krippendorff 2011, Computing Krippendorff's alpha-reliability; Hayes & Krippendorff 2007).
The interval draws whole targets, or clusters of them, with replacement, percentiles; that of Hayes
& Krippendorff draws pairs of values as if they were independent and is narrower. Targets with a
single rating say nothing on agreement and are left out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal, get_args

import numpy as np

from analysis.checks import CONFIDENCE, check_option
from analysis.stats.agreement.draws import draw_targets, percentiles

Level = Literal["nominal", "ordinal", "interval", "ratio"]


@dataclass(frozen=True)
class Krippendorff:
    """Krippendorff's alpha.

    Attributes
    ----------
    estimate : float
        At most 1, 0 at chance, below 0 for systematic disagreement; NaN where it is undefined.
    ci_low, ci_high : float
        NaN without a generator, or where too many draws hold one value only.
    level : str
    targets : int
        Targets with two ratings or more.
    ratings : int
        Ratings of these targets.
    left_out : int
        Targets with one rating or none.
    reason : str
        Why there is none: "no_pairs" (no target has two ratings), "no_variation" (all ratings are
        the same: no disagreement could be expected), "negative_ratio" (a ratio scale with values
        below zero); empty otherwise.
    """

    estimate: float
    ci_low: float
    ci_high: float
    level: Level
    targets: int
    ratings: int
    left_out: int
    reason: str = ""


def krippendorff_alpha(
    ratings: np.ndarray,
    *,
    level: Level,
    rng: np.random.Generator | None = None,
    clusters: Sequence[object] | None = None,
    confidence: float = CONFIDENCE,
) -> Krippendorff:
    """Return Krippendorff's alpha.

    Parameters
    ----------
    ratings : ndarray of float, shape (n_targets, n_raters)
        NaN where a rating is missing. Labels are numbered in their order before.
    level : {"nominal", "ordinal", "interval", "ratio"}
        How far two values are apart: same or not; by ranks; by difference; by difference over sum.
    rng : Generator or None
        Source of the draws of the interval; None gives none.
    clusters : sequence or None, shape (n_targets,)
        Targets that belong together and are drawn together; a missing one stands for itself.

    Raises
    ------
    UsageError
        If there is no such level.
    """
    check_option(level, name="level", allowed=get_args(Level))
    given = np.asarray(ratings, dtype=float)
    paired = (~np.isnan(given)).sum(axis=1) >= 2
    pairs = _Pairs.of(given[paired], level)
    reason = pairs.obstacle()
    n = int(paired.sum())
    told = (level, n, pairs.codes.size, len(given) - n)
    if reason:
        return Krippendorff(math.nan, math.nan, math.nan, *told, reason)
    low, high = math.nan, math.nan
    if rng is not None:
        members = None if clusters is None else np.array(list(clusters), dtype=object)[paired]
        drawn = [pairs.alpha(times) for times in draw_targets(members, n, rng)]
        low, high = percentiles(np.array(drawn), confidence=confidence)
    return Krippendorff(pairs.alpha(np.ones(n)), low, high, *told)


@dataclass(frozen=True)
class _Pairs:
    """Ratings of targets that have two or more.

    Attributes
    ----------
    places : ndarray of int, shape (n_targets, n_raters)
        Which value each rating has; -1 where it is missing.
    rows, codes : ndarray of int, shape (n_ratings,)
        Target and value of each rating there is.
    values : ndarray, shape (n_values,)
        In ascending order.
    apart : ndarray, shape (n_targets,)
        Squared distances of all ordered pairs of a target over its ratings less one; of ordinal
        ratings it depends on the draw, and is empty.
    """

    places: np.ndarray
    rows: np.ndarray
    codes: np.ndarray
    values: np.ndarray
    level: Level
    apart: np.ndarray

    @classmethod
    def of(cls, table: np.ndarray, level: Level) -> _Pairs:
        known = ~np.isnan(table)
        values, codes = np.unique(table[known], return_inverse=True)
        places = np.full(table.shape, -1)
        places[known] = codes
        empty = np.empty(0)
        pairs = cls(places, np.nonzero(known)[0], codes, values, level, empty)
        return pairs if level == "ordinal" else replace(pairs, apart=pairs.within(values))

    def obstacle(self) -> str:
        if not self.values.size:
            return "no_pairs"
        if self.values.size < 2:
            return "no_variation"
        return "negative_ratio" if self.level == "ratio" and self.values[0] < 0 else ""

    def within(self, values: np.ndarray) -> np.ndarray:
        """Return the disagreement inside each target when the values are these."""
        given = self.places >= 0
        numbers = values[self.places]
        total = np.zeros(len(numbers))
        for one, other in combinations(range(numbers.shape[1]), 2):
            both = given[:, one] & given[:, other]
            total += 2 * np.where(both, self.distance(numbers[:, one], numbers[:, other]), 0.0)
        return np.asarray(total / (given.sum(axis=1) - 1))

    def distance(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Return squared distances of values; ordinal values are their middle ranks."""
        if self.level == "nominal":
            return (one != other).astype(float)
        squares = (one - other) ** 2
        if self.level != "ratio":
            return np.asarray(squares)
        sums = (one + other) ** 2
        return np.divide(squares, sums, out=np.zeros_like(squares), where=sums > 0)

    def alpha(self, times: np.ndarray) -> float:
        """Return alpha when each target counts so many times; NaN where nothing varies."""
        margin = np.bincount(self.codes, times[self.rows], self.values.size)
        values, apart = self.values, self.apart
        if self.level == "ordinal":
            values = np.cumsum(margin) - margin / 2
            apart = self.within(values)
        expected = self._expected(values, margin)
        if expected <= 0:
            return math.nan
        return float(1 - (margin.sum() - 1) * (times @ apart) / expected)

    def _expected(self, values: np.ndarray, margin: np.ndarray) -> float:
        """Return the squared distances of all ordered pairs of ratings."""
        if self.level == "nominal":
            return float(margin.sum() ** 2 - margin @ margin)
        if self.level == "ratio":
            return float(margin @ self.distance(values[:, None], values[None, :]) @ margin)
        centred = values - (margin @ values) / margin.sum()
        return float(2 * margin.sum() * (margin @ centred**2))
