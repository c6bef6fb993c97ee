"""The wild cluster bootstrap of one coefficient, with the null imposed.

Residuals without the regressor, cluster by cluster, are multiplied by Webb's six weights and the
t of the coefficient is computed anew (Cameron, Gelbach & Miller 2008; Webb 2023). All draws need
sums over clusters only (Roodman et al. 2019, section 5; MacKinnon 2023).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.stats.group_gaps import WEBB_WEIGHTS

if TYPE_CHECKING:
    from analysis.stats.coefficients import Partialled

CELLS = 4_000_000
"""Weights held at a time."""


def draw_t_values(parts: Partialled, *, draws: int, rng: np.random.Generator) -> np.ndarray:
    """Return t of the coefficient in each draw, shape (draws,).

    Parameters
    ----------
    parts : Partialled
        With at least two clusters and information on the coefficient. Absorbed effects must lie
        within clusters: then the weights pass through the absorbing.
    """
    step = max(1, CELLS // parts.count)
    found = []
    for first in range(0, draws, step):
        size = (min(step, draws - first), parts.count)
        found.append(t_values(parts, rng.choice(WEBB_WEIGHTS, size=size)))
    return np.concatenate(found)


def t_values(parts: Partialled, weights: np.ndarray) -> np.ndarray:
    """Return t for given weights of the clusters.

    Parameters
    ----------
    weights : ndarray, shape (draws, clusters)

    Returns
    -------
    ndarray, shape (draws,)
        0 where a draw has no error.
    """
    scores = parts.sums(parts.regressor * parts.outcome)
    slopes = weights @ scores / parts.information
    passed = np.zeros_like(weights)
    if parts.others.shape[1]:
        shared = np.column_stack([parts.sums(one * parts.outcome) for one in parts.others.T])
        own = np.column_stack([parts.sums(one * parts.regressor) for one in parts.others.T])
        passed = (weights @ shared) @ (own @ parts.inverse).T
    rest = weights * scores - slopes[:, None] * parts.weights - passed
    errors = np.sqrt(parts.factor * (rest**2).sum(axis=1)) / parts.information
    return np.divide(slopes, errors, out=np.zeros_like(slopes), where=errors > 0)
