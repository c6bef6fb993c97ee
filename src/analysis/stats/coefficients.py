"""One coefficient of a linear model with errors over clusters, for many clusters and for few.

The other regressors are taken out of the outcome and of the regressor (Frisch & Waugh 1933; Lovell
1963), so that every step works on two columns. Errors: CR1 of Liang & Zeger (1986), t with G - 1
degrees of freedom (Cameron & Miller 2015). Below 50 clusters of equal weight the wild cluster
bootstrap (`stats.wild_bootstrap`); where fewer than five clusters hold one of the groups, a test by
randomisation only (`stats.randomisation`; MacKinnon & Webb 2018). An outcome of 0 and 1 has the
errors of `stats.share_errors` and the normal distribution. Scores of the same person in several
clusters: errors over both (Cameron, Gelbach & Miller 2011), never below those over clusters alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from scipy import stats

from analysis.checks import CONFIDENCE
from analysis.stats.blocks import DEPENDENT, independent_columns
from analysis.stats.cluster_draws import MANY_CLUSTERS
from analysis.stats.group_gaps import DRAWS, SMALLEST_ERROR
from analysis.stats.means import effective_clusters, t_interval
from analysis.stats.randomisation import reassign_clusters
from analysis.stats.share_errors import error_of_equal_shares, error_of_own_shares
from analysis.stats.wild_bootstrap import draw_t_values

Inference = Literal["clustered", "wild_bootstrap", "randomisation", "none"]
FEW_TREATED = 5
"""Clusters holding a group below which only randomisation serves (gate `clusters`)."""


@dataclass(frozen=True)
class Coefficient:
    """A coefficient with its error.

    Attributes
    ----------
    estimate : float
        NaN where the other regressors determine the regressor.
    std_error, ci_low, ci_high, p_value : float
        NaN where they cannot be estimated; after randomisation there is a p-value only.
    n : int
        Rows.
    clusters : int
    fewest_clusters : int
        Clusters in which the regressor is not 0, or not 1, whichever are fewer; all clusters for a
        regressor with other values.
    equal_clusters : float
        Clusters of equal weight that bear as much on the coefficient.
    largest_weight : float
        Share of the information on the coefficient that comes from one cluster.
    inference : {"clustered", "wild_bootstrap", "randomisation", "none"}
    """

    estimate: float
    std_error: float
    ci_low: float
    ci_high: float
    p_value: float
    n: int
    clusters: int
    fewest_clusters: int
    equal_clusters: float
    largest_weight: float
    inference: Inference


@dataclass(frozen=True)
class Partialled:
    """A regression with the other regressors taken out.

    Attributes
    ----------
    outcome, regressor : ndarray, shape (n,)
        What the other regressors leave of each.
    others : ndarray, shape (n, k)
        Independent columns.
    inverse : ndarray, shape (k, k)
        Inverse of the cross-products of the others.
    clusters : ndarray of int, shape (n,)
        From 0 without gaps.
    lost : int
        Parameters beside the regressor. Absorbed means of cells within clusters count as one
        constant, as clusters of cells cannot be too sure of them.
    persons : ndarray of int or None, shape (n,)
        Who may be in several clusters; None where everybody is in one.
    """

    outcome: np.ndarray
    regressor: np.ndarray
    others: np.ndarray
    inverse: np.ndarray
    clusters: np.ndarray
    lost: int
    persons: np.ndarray | None = None

    @classmethod
    def of(
        cls,
        y: np.ndarray,
        x: np.ndarray,
        others: np.ndarray,
        clusters: np.ndarray,
        *,
        absorbed: bool = False,
        persons: np.ndarray | None = None,
    ) -> Partialled:
        """Take `others` (independent columns) out of `y` and `x`; `absorbed`: means are out."""
        inverse = np.linalg.inv(others.T @ others)
        slopes = inverse @ (others.T @ np.column_stack([y, x]))
        rest = np.column_stack([y, x]) - others @ slopes
        if rest[:, 1] @ rest[:, 1] <= DEPENDENT * max(float(x @ x), SMALLEST_ERROR):
            rest[:, 1] = 0.0
        lost = others.shape[1] + absorbed
        return cls(rest[:, 0], rest[:, 1], others, inverse, clusters, lost, persons)

    @cached_property
    def information(self) -> float:
        """Sum of squares of the regressor beside the others; 0 where they determine it."""
        return float(self.regressor @ self.regressor)

    @cached_property
    def estimate(self) -> float:
        """The coefficient; NaN without information."""
        known = self.information
        return float(self.regressor @ self.outcome) / known if known > 0 else math.nan

    @property
    def count(self) -> int:
        """Number of clusters."""
        return int(self.clusters.max()) + 1

    @property
    def weights(self) -> np.ndarray:
        """Information of each cluster, shape (clusters,)."""
        return np.bincount(self.clusters, self.regressor**2, self.count)

    @property
    def factor(self) -> float:
        """The correction of CR1."""
        groups, n = self.count, self.outcome.size
        return groups / (groups - 1) * (n - 1) / (n - self.lost - 1)

    def sums(self, values: np.ndarray) -> np.ndarray:
        """Return the sums of the values by cluster, shape (clusters,)."""
        return np.bincount(self.clusters, values, self.count)

    def error(self) -> float:
        """Return the CR1 standard error; NaN with one cluster or no spare row."""
        if self.count < 2 or self.outcome.size <= self.lost + 1 or not self.information > 0:
            return math.nan
        scores = self.regressor * (self.outcome - self.estimate * self.regressor)
        sums = self.sums(scores)
        squares = float(sums @ sums) + max(0.0, self._across(scores))
        return math.sqrt(self.factor * squares) / self.information

    def _across(self, scores: np.ndarray) -> float:
        """Return what the products of a person's scores in different clusters add up to."""
        if self.persons is None:
            return 0.0
        of_person = np.bincount(self.persons, scores)
        places = np.unique(self.persons * self.count + self.clusters, return_inverse=True)[1]
        within = np.bincount(places, scores)
        return float(of_person @ of_person - within @ within)


def estimate_coefficient(
    y: np.ndarray,
    x: np.ndarray,
    others: np.ndarray,
    clusters: np.ndarray,
    *,
    confidence: float = CONFIDENCE,
    rng: np.random.Generator | None = None,
) -> Coefficient:
    """Return the coefficient of `x` beside `others`.

    Parameters
    ----------
    y, x : ndarray, shape (n,)
        Outcome and regressor without missing values.
    others : ndarray, shape (n, k)
        Other regressors; the constant is one of them. Columns determined by others are allowed.
    clusters : ndarray of int, shape (n,)
        What belongs together, as any numbers.
    rng : Generator or None
        Source of the bootstrap's weights and of random assignments; None keeps CR1 and t.

    Notes
    -----
    The outcome is taken to be a share when all its values are 0 or 1; then there is no bootstrap,
    and as test and interval have errors of their own, the two may differ at the margin.
    """
    used = others[:, independent_columns(others)]
    places = np.unique(clusters, return_inverse=True)[1]
    return infer(Partialled.of(y, x, used, places), y, x, confidence=confidence, rng=rng)


def infer(
    parts: Partialled,
    y: np.ndarray,
    x: np.ndarray,
    *,
    confidence: float = CONFIDENCE,
    rng: np.random.Generator | None = None,
) -> Coefficient:
    """Return the coefficient of a regression whose other regressors are already taken out.

    Parameters
    ----------
    y, x : ndarray, shape (n,)
        As they were before; they tell whether the outcome is a share and who is in the group.
    """
    if not parts.information > 0 or parts.count < 2:
        return _told(parts, x, math.nan, (math.nan,) * 3)
    if _is_share(y):
        plain = _of_shares(parts, y, x, confidence)
    else:
        plain = _of_scores(parts, x, confidence)
    if rng is None or plain.inference == "none":
        return plain
    if plain.fewest_clusters < FEW_TREATED:
        return without_error(plain, reassign_clusters(parts, x, rng=rng))
    if plain.equal_clusters >= MANY_CLUSTERS or _is_share(y):
        return plain
    return _bootstrapped(plain, parts, confidence, rng)


def _of_scores(parts: Partialled, x: np.ndarray, confidence: float) -> Coefficient:
    estimate, error = parts.estimate, parts.error()
    if not error > SMALLEST_ERROR * max(1.0, abs(estimate)):
        return _told(parts, x, math.nan, (math.nan,) * 3)
    low, high = t_interval(estimate, error, parts.count - 1, confidence=confidence)
    p_value = float(2 * stats.t.sf(abs(estimate) / error, parts.count - 1))
    return _told(parts, x, error, (low, high, p_value))


def _of_shares(parts: Partialled, y: np.ndarray, x: np.ndarray, confidence: float) -> Coefficient:
    null = error_of_equal_shares(parts, y)
    if not null > SMALLEST_ERROR:
        return _told(parts, x, math.nan, (math.nan,) * 3)
    error = error_of_own_shares(parts, y, x)
    half = float(stats.norm.ppf((1 + confidence) / 2)) * error
    low, high = parts.estimate - half, parts.estimate + half
    return _told(parts, x, error, (low, high, float(2 * stats.norm.sf(abs(parts.estimate) / null))))


def _told(parts: Partialled, x: np.ndarray, error: float, bounds: tuple[float, ...]) -> Coefficient:
    """Return the coefficient with its error and (low, high, p)."""
    weights, known = parts.weights, parts.information > 0
    low, high, p_value = bounds
    return Coefficient(
        estimate=parts.estimate,
        std_error=error,
        ci_low=low,
        ci_high=high,
        p_value=p_value,
        n=parts.outcome.size,
        clusters=parts.count,
        fewest_clusters=_fewest(parts, x),
        equal_clusters=effective_clusters(weights) if known else math.nan,
        largest_weight=float(weights.max() / weights.sum()) if known else math.nan,
        inference="none" if math.isnan(error) else "clustered",
    )


def _bootstrapped(
    plain: Coefficient, parts: Partialled, confidence: float, rng: np.random.Generator
) -> Coefficient:
    drawn = np.abs(draw_t_values(parts, draws=DRAWS, rng=rng))
    t = abs(plain.estimate) / plain.std_error
    beyond = int((drawn >= t - SMALLEST_ERROR).sum())
    half = float(np.quantile(drawn, confidence)) * plain.std_error
    return replace(
        plain,
        ci_low=plain.estimate - half,
        ci_high=plain.estimate + half,
        p_value=(beyond + 1) / (DRAWS + 1),
        inference="wild_bootstrap",
    )


def without_error(plain: Coefficient, p_value: float) -> Coefficient:
    """Return the coefficient as randomisation leaves it: a p-value, no error and no interval."""
    return replace(
        plain,
        std_error=math.nan,
        ci_low=math.nan,
        ci_high=math.nan,
        p_value=p_value,
        inference="randomisation",
    )


def _is_share(y: np.ndarray) -> bool:
    return bool(np.isin(y, (0.0, 1.0)).all())


def _fewest(parts: Partialled, x: np.ndarray) -> int:
    if not _is_share(x):
        return parts.count
    return int(min((parts.sums(side) > 0).sum() for side in (x, 1 - x)))
