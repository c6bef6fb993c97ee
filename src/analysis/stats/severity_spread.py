"""Severity: how far apart the means of appraisers lie, beyond what few ratees make by chance.

Source: Saal, Downey & Lahey (1980) for leniency and severity as differences between raters' means;
the spread beyond chance by analysis of variance of an unbalanced table (Searle, Casella & McCulloch
1992, 3.6), with the interval of Arvesen & Schmitz (1970): a jackknife over appraisers of the
logarithm of the F ratio, which needs no normal distribution (percentiles of drawn appraisers held
80-92 % in trials where this held 90-96 %). The spread still holds true differences between the
appraisers' units: only ratees whom several appraisers rated can tell the two apart
(`stats.connectivity`, gate `severity`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.checks import CONFIDENCE
from analysis.stats.means import t_interval

FEWEST_RATEES = 5
"""Ratees from which an appraiser's own mean and spread are told (gate `severity`)."""
FEWEST_FOR_JACKKNIFE = 3


@dataclass(frozen=True)
class SeveritySpread:
    """How far apart the means of appraisers lie.

    Attributes
    ----------
    estimate : float
        Standard deviation of appraisers' means beyond chance, in points of the scale; 0 where
        they lie no further apart than chance has it; NaN with fewer than two appraisers.
    std_error, ci_low, ci_high : float
        NaN where the ratings inside appraisers do not vary, or there are fewer than three.
    observed : float
        Standard deviation of the means as they are.
    by_chance : float
        The same, expected from the spread of ratings inside appraisers alone.
    means : ndarray, shape (raters,)
        In ascending order and without names, for a figure.
    raters, left_out, n : int
        Appraisers with enough ratees, the others, and ratings used.
    """

    estimate: float
    std_error: float
    ci_low: float
    ci_high: float
    observed: float
    by_chance: float
    means: np.ndarray
    raters: int
    left_out: int
    n: int


def measure_severity_spread(
    ratings: Sequence[float],
    raters: Sequence[object],
    *,
    fewest: int = FEWEST_RATEES,
    confidence: float = CONFIDENCE,
) -> SeveritySpread:
    """Return how far apart the means of appraisers lie.

    Parameters
    ----------
    ratings, raters : sequence, shape (n,)
        Rows without either are left out.
    fewest : int, default 5
        Ratees from which an appraiser counts.
    """
    groups = ratings_by_rater(ratings, raters)
    used = [one for one in groups if one.size >= max(fewest, 1)]
    table = _OneWay(
        sizes=np.array([one.size for one in used], dtype=float),
        means=np.array([one.mean() for one in used]),
        inside=np.array([((one - one.mean()) ** 2).sum() for one in used]),
    )
    n, left_out = int(table.sizes.sum()), len(groups) - len(used)
    means = np.sort(table.means)
    nan = math.nan
    if len(used) < 2 or n <= len(used):
        return SeveritySpread(nan, nan, nan, nan, nan, nan, means, len(used), left_out, n)
    estimate, error, low, high = _spread(table, confidence)
    return SeveritySpread(
        estimate=estimate,
        std_error=error,
        ci_low=low,
        ci_high=high,
        observed=float(means.std(ddof=1)),
        by_chance=math.sqrt(float((table.within() / table.sizes).mean())),
        means=means,
        raters=len(used),
        left_out=left_out,
        n=n,
    )


@dataclass(frozen=True)
class _OneWay:
    """Sizes, means and inner sums of squares of the groups of a one-way table."""

    sizes: np.ndarray
    means: np.ndarray
    inside: np.ndarray

    def within(self) -> float:
        """Return the variance inside groups."""
        return float(self.inside.sum() / (self.sizes.sum() - self.sizes.size))

    def mean_size(self) -> float:
        """Return the size of groups that enters the expected variance between them."""
        n = self.sizes.sum()
        return float((n - self.sizes @ self.sizes / n) / (self.sizes.size - 1))

    def between(self) -> float:
        """Return the mean square between groups."""
        centre = (self.sizes @ self.means) / self.sizes.sum()
        return float(self.sizes @ (self.means - centre) ** 2) / (self.sizes.size - 1)

    def log_ratios_without(self) -> np.ndarray:
        """Return the logarithm of the F ratio with each group left out in turn."""
        groups, n = self.sizes.size - 1, self.sizes.sum() - self.sizes
        first = self.sizes @ self.means - self.sizes * self.means
        second = self.sizes @ self.means**2 - self.sizes * self.means**2
        between = np.maximum(second - first**2 / n, 0.0) / (groups - 1)
        within = (self.inside.sum() - self.inside) / (n - groups)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.log(between / within))


def _spread(table: _OneWay, confidence: float) -> tuple[float, float, float, float]:
    """Return the standard deviation between groups, its error and its interval."""
    between, within, size = table.between(), table.within(), table.mean_size()
    estimate = math.sqrt(max((between - within) / size, 0.0))
    nan, groups = math.nan, table.sizes.size
    if not between or not within or groups < FEWEST_FOR_JACKKNIFE:
        return estimate, nan, nan, nan
    without = table.log_ratios_without()
    if not np.isfinite(without).all():
        return estimate, nan, nan, nan
    spare = groups - 1
    error = math.sqrt(spare / groups * float(((without - without.mean()) ** 2).sum()))
    bounds = t_interval(math.log(between / within), error, spare, confidence=confidence)
    low, high = (math.sqrt(max((math.exp(one) - 1) * within / size, 0.0)) for one in bounds)
    slope = between / (2 * size * estimate) if estimate else nan
    return estimate, slope * error, low, high


def ratings_by_rater(
    ratings: Sequence[float] | np.ndarray, raters: Sequence[object]
) -> list[np.ndarray]:
    """Return the known ratings of each known rater, in no particular order."""
    import pandas as pd

    given = np.asarray(ratings, dtype=float)
    codes, _ = pd.factorize(pd.Series(list(raters), dtype="object"))
    known = ~np.isnan(given) & (codes >= 0)
    order = np.argsort(codes[known], kind="stable")
    bounds = np.flatnonzero(np.diff(codes[known][order])) + 1
    return [one for one in np.split(given[known][order], bounds) if one.size]
