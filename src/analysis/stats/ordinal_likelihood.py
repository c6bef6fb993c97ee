"""The likelihood of the cumulative logit model over patterns of covariates.

logit P(y <= j) = threshold_j - x'slope (McCullagh 1980), so that a positive slope means higher
categories. Rows with the same covariates are counted together; categories of a pattern are the
columns of a table of counts. First and second derivatives are those of the multinomial likelihood
with respect to each cut's linear predictor, added up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

SMALLEST_PROBABILITY = 1e-150


@dataclass(frozen=True)
class Patterns:
    """Rows with the same covariates, counted by category.

    Attributes
    ----------
    columns : ndarray, shape (patterns, k)
    counts : ndarray, shape (patterns, categories)
    pattern : ndarray of int, shape (n,)
        Pattern of each row.
    category : ndarray of int, shape (n,)
        Category of each row, from 0.
    """

    columns: np.ndarray
    counts: np.ndarray
    pattern: np.ndarray
    category: np.ndarray

    @classmethod
    def of(cls, category: np.ndarray, columns: np.ndarray) -> Patterns:
        """Count rows with equal columns together.

        Parameters
        ----------
        category : ndarray of int, shape (n,)
            From 0 without gaps.
        columns : ndarray, shape (n, k)
        """
        first, pattern = _equal_rows(columns)
        size = int(category.max()) + 1
        cells = np.bincount(pattern * size + category, minlength=first.size * size)
        counts = cells.reshape(first.size, size).astype(float)
        return cls(columns[first], counts, pattern, category)

    @property
    def sizes(self) -> np.ndarray:
        """Rows of each pattern, shape (patterns,)."""
        return self.counts.sum(axis=1)

    @property
    def cuts(self) -> int:
        """Thresholds between categories."""
        return self.counts.shape[1] - 1

    def merged_above(self, cut: int) -> Patterns:
        """Return two categories: up to `cut`, and above it."""
        below = self.counts[:, : cut + 1].sum(axis=1)
        counts = np.column_stack([below, self.sizes - below])
        return Patterns(self.columns, counts, self.pattern, (self.category > cut).astype(int))


@dataclass(frozen=True)
class Likelihood:
    """Log-likelihood with its derivatives; thresholds come before slopes.

    Attributes
    ----------
    value : float
    gradient : ndarray, shape (cuts + k,)
    information : ndarray, shape (cuts + k, cuts + k)
        Observed: the negative second derivatives.
    """

    value: float
    gradient: np.ndarray
    information: np.ndarray


def probabilities(parameters: np.ndarray, columns: np.ndarray, cuts: int) -> np.ndarray:
    """Return the probability of each category, shape (rows, cuts + 1)."""
    upper = parameters[None, :cuts] - (columns @ parameters[cuts:])[:, None]
    edge = np.full((len(columns), 1), np.inf)
    low, high = np.hstack([-edge, upper]), np.hstack([upper, edge])
    turned = low > 0  # differences of tails near 1 lose their digits
    return np.where(turned, expit(-low) - expit(-high), expit(high) - expit(low))


def log_likelihood(parameters: np.ndarray, data: Patterns) -> float:
    """Return the log-likelihood; minus infinity where thresholds are out of order."""
    if (np.diff(parameters[: data.cuts]) <= 0).any():
        return -np.inf
    p = probabilities(parameters, data.columns, data.cuts)
    return float((data.counts * np.log(np.maximum(p, SMALLEST_PROBABILITY))).sum())


def evaluate(parameters: np.ndarray, data: Patterns) -> Likelihood:
    """Return the log-likelihood and its derivatives."""
    cuts, columns, counts = data.cuts, data.columns, data.counts
    p = np.maximum(probabilities(parameters, columns, cuts), SMALLEST_PROBABILITY)
    density, turn = _densities(parameters, columns, cuts)
    ratio, square = counts / p, counts / p**2
    first = density * (ratio[:, :-1] - ratio[:, 1:])
    own = turn * (ratio[:, :-1] - ratio[:, 1:]) - density**2 * (square[:, :-1] + square[:, 1:])
    beside = density[:, :-1] * density[:, 1:] * square[:, 1:-1]
    total = own.copy()
    total[:, :-1] += beside
    total[:, 1:] += beside
    return Likelihood(
        value=float((counts * np.log(p)).sum()),
        gradient=np.concatenate([first.sum(axis=0), -columns.T @ first.sum(axis=1)]),
        information=_information(own.sum(axis=0), beside.sum(axis=0), total, columns),
    )


def row_scores(parameters: np.ndarray, data: Patterns) -> np.ndarray:
    """Return the gradient of each row's log-likelihood, shape (n, cuts + k)."""
    cuts = data.cuts
    p = np.maximum(probabilities(parameters, data.columns, cuts), SMALLEST_PROBABILITY)
    density = _densities(parameters, data.columns, cuts)[0]
    at, category = data.pattern, data.category
    own = 1 / p[at, category]
    scores = np.zeros((at.size, cuts + data.columns.shape[1]))
    rows = np.arange(at.size)
    up, down = category < cuts, category > 0
    scores[rows[up], category[up]] = density[at[up], category[up]] * own[up]
    scores[rows[down], category[down] - 1] = -density[at[down], category[down] - 1] * own[down]
    scores[:, cuts:] = -scores[:, :cuts].sum(axis=1)[:, None] * data.columns[at]
    return scores


def starting_values(data: Patterns) -> np.ndarray:
    """Return thresholds at the observed shares, and slopes of 0."""
    shares = data.counts.sum(axis=0).cumsum()[:-1] / data.counts.sum()
    return np.concatenate([np.log(shares / (1 - shares)), np.zeros(data.columns.shape[1])])


def _densities(
    parameters: np.ndarray, columns: np.ndarray, cuts: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return first and second derivative of the logistic function at every cut."""
    upper = parameters[None, :cuts] - (columns @ parameters[cuts:])[:, None]
    below, above = expit(upper), expit(-upper)
    return below * above, below * above * (above - below)


def _information(
    own: np.ndarray, beside: np.ndarray, total: np.ndarray, columns: np.ndarray
) -> np.ndarray:
    thresholds = np.diag(own) + np.diag(beside, 1) + np.diag(beside, -1)
    cross = -total.T @ columns
    slopes = columns.T @ (total.sum(axis=1)[:, None] * columns)
    return -np.block([[thresholds, cross], [cross.T, slopes]])


def _equal_rows(columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the first row of each pattern, and the pattern of each row.

    Rows are told apart by a random combination of their columns, which is checked.
    """
    mix = columns @ np.random.default_rng(0).normal(size=columns.shape[1])
    _, first, pattern = np.unique(mix, return_index=True, return_inverse=True)
    if not np.array_equal(columns[first][pattern], columns):
        _, first, pattern = np.unique(columns, axis=0, return_index=True, return_inverse=True)
    return first, pattern.ravel()
