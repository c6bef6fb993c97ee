"""Common factors of a covariance matrix by maximum likelihood.

Source: Joreskog (1967), Psychometrika 32, 443-482: for given uniquenesses the loadings follow from
eigenvectors, so that only the uniquenesses are searched, on the scale of correlations and not below
0.005, as R's `factanal` does. Loadings are not rotated; what is used of them (communalities, the
common variance of a sum) does not depend on rotation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import optimize

LOWEST = 0.005
"""Smallest uniqueness, as a share of the item's variance: below it the solution is improper."""
AT_BOUND = 1.01


@dataclass(frozen=True)
class FactorModel:
    """A fitted factor model, in the units of the covariance matrix.

    Attributes
    ----------
    loadings : ndarray, shape (items, factors)
        Each factor's loadings add up to 0 or more.
    uniquenesses : ndarray, shape (items,)
    improper : bool
        Whether a uniqueness lies at its lower bound (a Heywood case).
    converged : bool
    """

    loadings: np.ndarray
    uniquenesses: np.ndarray
    improper: bool
    converged: bool


def is_identified(items: int, factors: int) -> bool:
    """Tell whether so many factors can be estimated from so many items."""
    return factors >= 1 and (items - factors) ** 2 >= items + factors


def fit_factors(
    covariances: np.ndarray, factors: int = 1, *, start: np.ndarray | None = None
) -> FactorModel:
    """Return the maximum-likelihood solution.

    Parameters
    ----------
    covariances : ndarray, shape (items, items)
        Positive definite; see `is_identified` for how many factors it can tell.
    factors : int, default 1
    start : ndarray or None, shape (items,)
        Uniquenesses to start from, in the units of the covariance matrix.
    """
    scale = np.sqrt(np.diag(covariances))
    correlations = covariances / np.outer(scale, scale)
    items = len(scale)
    if start is None:
        first = (1 - 0.5 * factors / items) / np.diag(np.linalg.inv(correlations))
    else:
        first = start / scale**2
    found = optimize.minimize(
        _discrepancy,
        np.clip(first, LOWEST, 1.0),
        args=(correlations, factors),
        jac=True,
        method="L-BFGS-B",
        bounds=[(LOWEST, 1.0)] * items,
        options={"ftol": 1e-15, "gtol": 1e-9, "maxiter": 1000},
    )
    loadings = _loadings(found.x, correlations, factors)
    loadings = loadings * np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)
    return FactorModel(
        loadings=loadings * scale[:, None],
        uniquenesses=found.x * scale**2,
        improper=bool((found.x <= LOWEST * AT_BOUND).any()),
        converged=bool(np.abs(_projected(found.x, np.asarray(found.jac))).max() < 1e-3),
    )


def _projected(unique: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """Return the slope where the bounds leave room to follow it."""
    blocked = ((unique <= LOWEST) & (slope > 0)) | ((unique >= 1.0) & (slope < 0))
    return np.where(blocked, 0.0, slope)


def _scaled(unique: np.ndarray, correlations: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    root = np.sqrt(unique)
    values, vectors = np.linalg.eigh(correlations / np.outer(root, root))
    return values, vectors


def _loadings(unique: np.ndarray, correlations: np.ndarray, factors: int) -> np.ndarray:
    values, vectors = _scaled(unique, correlations)
    length = np.sqrt(np.maximum(values[-factors:] - 1, 0.0))
    return np.asarray(np.sqrt(unique)[:, None] * vectors[:, -factors:] * length)


def _discrepancy(
    unique: np.ndarray, correlations: np.ndarray, factors: int
) -> tuple[float, np.ndarray]:
    """Return the discrepancy of Joreskog (1967, eq. 24) and its slope in the uniquenesses."""
    values, vectors = _scaled(unique, correlations)
    rest = values[:-factors]
    loads = (
        np.sqrt(unique)[:, None]
        * vectors[:, -factors:]
        * np.sqrt(np.maximum(values[-factors:] - 1, 0.0))
    )
    common = (loads**2).sum(axis=1)
    slope = (common + unique - np.diag(correlations)) / unique**2
    return float((rest - np.log(rest)).sum() - rest.size), slope
