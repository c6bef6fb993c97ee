"""How the explained variance of an outcome is shared among its drivers.

Functions of covariance matrices whose last row and column are the outcome; many matrices
(bootstrap draws) at a time.
"""

from __future__ import annotations

from itertools import combinations
from math import factorial

import numpy as np


def lmg_shares(covariances: np.ndarray) -> np.ndarray:
    """Return the LMG (Shapley) shares of R squared.

    Parameters
    ----------
    covariances : ndarray, shape (draws, p + 1, p + 1)
        The outcome comes last. All 2^p subsets of drivers are fitted.

    Returns
    -------
    ndarray, shape (draws, p)
        Share of each driver in R squared, adding up to 1; NaN where a driver or the outcome of a
        draw does not vary or drivers are collinear.

    References
    ----------
    Lindeman, Merenda & Gold (1980), pp. 119-127. Grömping (2006), Journal of Statistical
    Software 17(1): package relaimpo.
    """
    p = covariances.shape[1] - 1
    correlations = _correlations(covariances)
    fit: dict[tuple[int, ...], np.ndarray] = {(): np.zeros(len(covariances))}
    for size in range(1, p + 1):
        for subset in combinations(range(p), size):
            fit[subset] = _r_squared(correlations, subset)
    shares = np.zeros((len(covariances), p))
    for subset, value in fit.items():
        weight = factorial(len(subset)) * factorial(p - len(subset) - 1) if len(subset) < p else 0
        for driver in set(range(p)) - set(subset):
            gain = fit[tuple(sorted((*subset, driver)))] - value
            shares[:, driver] += weight / factorial(p) * gain
    return _as_shares(shares)


def relative_weights(covariances: np.ndarray) -> np.ndarray:
    """Return Johnson's relative weights as shares of R squared.

    Parameters and result as in `lmg_shares`; one eigendecomposition a draw, so that any number of
    drivers is possible.

    References
    ----------
    Johnson (2000), Multivariate Behavioral Research 35, 1-19.
    """
    p = covariances.shape[1] - 1
    correlations = _correlations(covariances)
    usable = np.isfinite(correlations).all(axis=(1, 2))
    among = np.where(usable[:, None, None], correlations[:, :p, :p], np.eye(p))
    values, vectors = np.linalg.eigh(among)
    root = vectors * np.sqrt(np.maximum(values, 0.0))[:, None, :] @ vectors.transpose(0, 2, 1)
    singular = values.min(axis=1) <= 1e-10
    root[singular] = np.eye(p)
    slopes = np.linalg.solve(root, correlations[:, :p, p, None])[..., 0]
    weights = (root**2 @ (slopes**2)[..., None])[..., 0]
    weights[singular | ~usable] = np.nan
    return _as_shares(weights)


def _correlations(covariances: np.ndarray) -> np.ndarray:
    spread = np.sqrt(np.diagonal(covariances, axis1=1, axis2=2))
    with np.errstate(divide="ignore", invalid="ignore"):
        return covariances / (spread[:, :, None] * spread[:, None, :])


def _r_squared(correlations: np.ndarray, subset: tuple[int, ...]) -> np.ndarray:
    """R squared of the outcome on a subset of drivers; NaN where it cannot be computed."""
    chosen = list(subset)
    among = correlations[:, chosen][:, :, chosen]
    outcome = correlations[:, chosen, -1]
    usable = np.isfinite(among).all(axis=(1, 2)) & np.isfinite(outcome).all(axis=1)
    usable[usable] = np.linalg.det(among[usable]) > 1e-10
    out = np.full(len(correlations), np.nan)
    slopes = np.linalg.solve(among[usable], outcome[usable][..., None])[..., 0]
    out[usable] = (slopes * outcome[usable]).sum(axis=1)
    return out


def _as_shares(parts: np.ndarray) -> np.ndarray:
    total = parts.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(total > 0, parts / total, np.nan)
