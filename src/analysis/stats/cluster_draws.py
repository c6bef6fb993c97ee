"""Cross-products of design columns when whole clusters are drawn with replacement.

A linear model needs of the data only the sums of products of its columns. These are added up once
for each cluster; a bootstrap draw is then a weighted sum of them, so that no draw goes through the
rows again (the pairs cluster bootstrap of Cameron, Gelbach & Miller 2008, section III); the same
for leaving out one cluster at a time (MacKinnon, Nielsen & Webb 2023).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

CLUSTERS_AT_ONCE = 2000
MANY_CLUSTERS = 50
"""Clusters (of equal weight) from which the t distribution and draws of clusters serve; below, the
wild bootstrap, or one is left out at a time (gate `clusters`)."""
RANK_TOLERANCE = 1e-9
"""Eigenvalues of a matrix scaled to a unit diagonal that count as zero, relative to the largest."""


def drawn_products(
    matrices: Sequence[np.ndarray],
    clusters: np.ndarray,
    *,
    draws: int,
    rng: np.random.Generator,
) -> list[np.ndarray]:
    """Return the cross-products of each matrix, of the data and of each draw of clusters.

    Parameters
    ----------
    matrices : sequence of ndarray, each of shape (n, q)
        Their rows are drawn together.
    clusters : ndarray of int, shape (n,)
        What is drawn as a whole, numbered from 0 without gaps.
    draws : int
        0, or a single cluster, gives the cross-products of the data only.

    Returns
    -------
    list of ndarray, each of shape (1 + draws, q, q)
        The data come first.
    """
    count = int(clusters.max()) + 1
    draws = draws if count > 1 else 0
    weights = np.ones((1 + draws, count))
    if draws:
        weights[1:] = rng.multinomial(count, np.full(count, 1 / count), size=draws)
    return _products(matrices, clusters, weights)


def products_without(matrices: Sequence[np.ndarray], clusters: np.ndarray) -> list[np.ndarray]:
    """Return the cross-products of each matrix, of the data and without each cluster in turn.

    Parameters as in `drawn_products`. For few clusters: the result grows with their number.

    Returns
    -------
    list of ndarray, each of shape (1 + clusters, q, q)
        The data come first; a single cluster is not left out.
    """
    count = int(clusters.max()) + 1
    weights = np.ones((1, count)) if count < 2 else 1.0 - np.eye(count + 1, count, k=-1)
    return _products(matrices, clusters, weights)


def _products(
    matrices: Sequence[np.ndarray], clusters: np.ndarray, weights: np.ndarray
) -> list[np.ndarray]:
    count = weights.shape[1]
    order = np.argsort(clusters, kind="stable")
    bounds = np.concatenate([[0], np.cumsum(np.bincount(clusters, minlength=count))])
    return [_weighted(matrix[order], bounds, weights) for matrix in matrices]


def _weighted(rows: np.ndarray, bounds: np.ndarray, weights: np.ndarray) -> np.ndarray:
    q = rows.shape[1]
    upper = np.triu_indices(q)
    sums = np.zeros((len(weights), upper[0].size))
    for first in range(0, bounds.size - 1, CLUSTERS_AT_ONCE):
        last = min(first + CLUSTERS_AT_ONCE, bounds.size - 1)
        parts = np.empty((last - first, upper[0].size))
        for place in range(first, last):
            own = rows[bounds[place] : bounds[place + 1]]
            parts[place - first] = (own.T @ own)[upper]
        sums += weights[:, first:last] @ parts
    whole = np.empty((len(weights), q, q))
    whole[:, upper[0], upper[1]] = sums
    whole[:, upper[1], upper[0]] = sums
    return whole


def solve_products(left: np.ndarray, right: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the least-squares coefficients of many sets of cross-products, and their ranks.

    Parameters
    ----------
    left : ndarray, shape (draws, p, p)
        Products of the regressors with each other.
    right : ndarray, shape (draws, p, r)
        Products of the regressors with r outcomes.

    Returns
    -------
    (ndarray of shape (draws, p, r), ndarray of int of shape (draws,))
        A regressor that a draw does not hold has coefficient 0; of collinear ones the solution of
        smallest length is given, and the rank is below p.
    """
    scale = np.sqrt(np.einsum("dii->di", left))
    inverse = np.divide(1.0, scale, out=np.zeros_like(scale), where=scale > 0)
    values, vectors = np.linalg.eigh(left * inverse[:, :, None] * inverse[:, None, :])
    kept = values > RANK_TOLERANCE * values[:, -1:].clip(min=1e-300)
    over = np.divide(1.0, values, out=np.zeros_like(values), where=kept)
    scaled = np.swapaxes(vectors, 1, 2) @ (right * inverse[:, :, None])
    found = inverse[:, :, None] * (vectors @ (over[:, :, None] * scaled))
    return found, kept.sum(axis=1)


def number_clusters(labels: Sequence[object] | np.ndarray | None, n: int) -> np.ndarray:
    """Return clusters as numbers from 0; each missing one, or every row, is one of its own.

    Parameters
    ----------
    labels : sequence or None, shape (n,)
        None takes every row for itself.
    """
    if labels is None:
        return np.arange(n)
    import pandas as pd

    codes = np.array(pd.factorize(pd.Series(list(labels), dtype="object"))[0], dtype=int)
    alone = codes < 0
    codes[alone] = codes.max(initial=-1) + 1 + np.arange(int(alone.sum()))
    return codes
