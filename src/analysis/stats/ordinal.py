"""Ordinal logistic regression by Newton's method on patterns of covariates.

The proportional odds model (McCullagh 1980; Agresti 2010, chapter 3), with errors from the observed
information or, with clusters, from cluster sums of scores (Liang & Zeger 1986). With two categories
it is logistic regression. A group of which everybody is at one end has no finite slope (Albert &
Anderson 1984); it shows as a direction in which the information has vanished since the start.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from analysis.stats.blocks import independent_columns
from analysis.stats.ordinal_likelihood import (
    Likelihood,
    Patterns,
    evaluate,
    log_likelihood,
    row_scores,
    starting_values,
)
from analysis.stats.regressors import with_constant

OrdinalReason = Literal["", "no_variation", "not_converged"]
ROUNDS = 60
CONVERGED = 1e-9
"""Newton decrement (twice the gain still expected) below which a step is the last."""
VANISHED = 1e-6
"""Information left, of that at slopes of 0, below which a direction has no finite slope."""
NOTABLE_PART = 0.1


@dataclass(frozen=True)
class OrdinalFit:
    """A fitted ordinal logit.

    Attributes
    ----------
    categories : ndarray, shape (categories,)
        Values of the outcome that occur, in order.
    thresholds : ndarray, shape (categories - 1,)
    slopes : ndarray, shape (k,)
        Log odds of a higher category per unit; NaN for columns that others determine.
    covariance : ndarray, shape (categories - 1 + k, categories - 1 + k)
        Thresholds before slopes; NaN for separated and determined columns.
    separated : ndarray of int
        Columns whose slope has no finite estimate; what is given is where the search stopped.
    log_likelihood : float
    n, patterns, rounds, clusters : int
        `clusters` is 0 where the covariance is from the information.
    reason_code : str
        "" or why there is no fit: all outcomes agree; the search did not end.
    data : Patterns or None
        What was fitted, with the independent columns only.
    kept : ndarray of int
        Places of the independent columns.
    """

    categories: np.ndarray
    thresholds: np.ndarray
    slopes: np.ndarray
    covariance: np.ndarray
    separated: np.ndarray
    log_likelihood: float
    n: int
    patterns: int
    rounds: int
    clusters: int
    reason_code: OrdinalReason
    data: Patterns | None
    kept: np.ndarray

    @property
    def std_errors(self) -> np.ndarray:
        """Standard errors of the slopes, shape (k,); NaN where no variance is left."""
        variances = self.covariance.diagonal()[len(self.thresholds) :]
        return np.sqrt(np.where(variances > 0, variances, np.nan))

    @property
    def parameters(self) -> np.ndarray:
        """Thresholds and the slopes of the independent columns."""
        return np.concatenate([self.thresholds, self.slopes[self.kept]])

    @property
    def parameter_covariance(self) -> np.ndarray:
        """Covariance of `parameters`."""
        cuts = len(self.thresholds)
        places = np.concatenate([np.arange(cuts), cuts + self.kept])
        return self.covariance[np.ix_(places, places)]


def fit_ordinal(
    outcome: np.ndarray, columns: np.ndarray, *, clusters: np.ndarray | None = None
) -> OrdinalFit:
    """Fit the proportional odds model.

    Parameters
    ----------
    outcome : ndarray, shape (n,)
        Ordered values without missing ones; only their order matters.
    columns : ndarray, shape (n, k)
        Without a constant and without missing values. Columns that earlier ones determine are left
        out.
    clusters : ndarray of int or None, shape (n,)
        What belongs together, from 0 without gaps.
    """
    categories, category = np.unique(outcome, return_inverse=True)
    if categories.size < 2:
        return _without_fit(categories, columns, "no_variation")
    kept = independent_columns(with_constant(columns))[1:] - 1
    data = Patterns.of(category, columns[:, kept])
    parameters, rounds = maximise(data)
    if parameters is None:
        return _without_fit(categories, columns, "not_converged")
    found = evaluate(parameters, data)
    apart = vanished_columns(found, data)
    covariance = _covariance(parameters, found, data, clusters)
    cuts = data.cuts
    covariance[cuts + apart] = np.nan
    covariance[:, cuts + apart] = np.nan
    return OrdinalFit(
        categories=categories,
        thresholds=parameters[:cuts],
        slopes=_placed(parameters[cuts:], kept, columns.shape[1]),
        covariance=_spread(covariance, kept, cuts, columns.shape[1]),
        separated=kept[apart],
        log_likelihood=found.value,
        n=outcome.size,
        patterns=len(data.columns),
        rounds=rounds,
        clusters=0 if clusters is None else int(clusters.max()) + 1,
        reason_code="",
        data=data,
        kept=kept,
    )


def maximise(data: Patterns) -> tuple[np.ndarray | None, int]:
    """Return the parameters of largest likelihood, None where the search does not end."""
    at = starting_values(data)
    for done in range(1, ROUNDS + 1):
        found = evaluate(at, data)
        try:
            step = np.linalg.solve(found.information, found.gradient)
        except np.linalg.LinAlgError:
            return None, done
        gain = float(found.gradient @ step)
        at = _stepped(at, step, found.value, data)
        if gain < CONVERGED:
            return at, done
    return None, ROUNDS


def vanished_columns(found: Likelihood, data: Patterns) -> np.ndarray:
    """Return the columns in whose direction the information has vanished since the start."""
    cuts = data.cuts
    start = evaluate(starting_values(data), data).information[cuts:, cuts:]
    if not start.size:
        return np.empty(0, dtype=int)
    scale = 1 / np.sqrt(np.maximum(start.diagonal(), np.finfo(float).tiny))
    root = np.linalg.cholesky(start * np.outer(scale, scale))
    inner = np.linalg.solve(root, found.information[cuts:, cuts:] * np.outer(scale, scale))
    values, vectors = np.linalg.eigh(np.linalg.solve(root, inner.T))
    lost = np.linalg.solve(root.T, vectors[:, values < VANISHED])
    if not lost.size:
        return np.empty(0, dtype=int)
    parts = np.abs(lost) / np.abs(lost).max(axis=0)
    return np.flatnonzero((parts > NOTABLE_PART).any(axis=1))


def clustered_meat(scores: np.ndarray, clusters: np.ndarray) -> np.ndarray:
    """Return the cross-products of the cluster sums of scores, times G / (G - 1)."""
    sums = np.column_stack([np.bincount(clusters, column) for column in scores.T])
    groups = len(sums)
    return sums.T @ sums * (groups / (groups - 1) if groups > 1 else np.nan)


def _stepped(at: np.ndarray, step: np.ndarray, value: float, data: Patterns) -> np.ndarray:
    """Return the step taken, halved until the likelihood does not fall."""
    slack = 1e-12 * (1 + abs(value))
    for halving in range(40):
        there = at + step * 0.5**halving
        if log_likelihood(there, data) >= value - slack:
            return there
    return at


def _covariance(
    parameters: np.ndarray, found: Likelihood, data: Patterns, clusters: np.ndarray | None
) -> np.ndarray:
    bread = np.linalg.pinv(found.information, hermitian=True, rcond=1e-14)
    if clusters is None:
        return bread
    return bread @ clustered_meat(row_scores(parameters, data), clusters) @ bread


def _placed(values: np.ndarray, kept: np.ndarray, size: int) -> np.ndarray:
    placed = np.full(size, np.nan)
    placed[kept] = values
    return placed


def _spread(covariance: np.ndarray, kept: np.ndarray, cuts: int, size: int) -> np.ndarray:
    placed = np.full((cuts + size, cuts + size), np.nan)
    places = np.concatenate([np.arange(cuts), cuts + kept])
    placed[np.ix_(places, places)] = covariance
    return placed


def _without_fit(categories: np.ndarray, columns: np.ndarray, reason: OrdinalReason) -> OrdinalFit:
    k, cuts = columns.shape[1], max(categories.size - 1, 0)
    return OrdinalFit(
        categories=categories,
        thresholds=np.full(cuts, np.nan),
        slopes=np.full(k, np.nan),
        covariance=np.full((cuts + k, cuts + k), np.nan),
        separated=np.empty(0, dtype=int),
        log_likelihood=np.nan,
        n=len(columns),
        patterns=0,
        rounds=0,
        clusters=0,
        reason_code=reason,
        data=None,
        kept=np.empty(0, dtype=int),
    )
