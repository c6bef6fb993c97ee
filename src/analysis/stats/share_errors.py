"""Errors of a coefficient where the outcome is 0 or 1.

Binomial variances with one correlation within clusters, of the analysis of variance, never below 0
(`stats.mean_squares`): cluster sums of residuals are near 0 where nobody of a small group has a
rare outcome, which is where least is known. The test takes the shares that the other regressors
give, as if there were no effect (a score test; Donner & Klar 2000, 6.1.2). The interval takes those
of the fitted model, drawn towards one half by two persons on each side (Agresti & Caffo 2000).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from analysis.stats.mean_squares import MeanSquares

if TYPE_CHECKING:
    from analysis.stats.coefficients import Partialled

SMALLEST_SPREAD = 1e-12


def error_of_equal_shares(parts: Partialled, y: np.ndarray) -> float:
    """Return the standard error as if the coefficient were 0.

    Parameters
    ----------
    parts : Partialled
        With information on the coefficient.
    y : ndarray of 0 and 1, shape (n,)
        The outcome as it was; NaN comes back where it does not vary.
    """
    return _error(parts, y, np.clip(y - parts.outcome, 0.0, 1.0))


def error_of_own_shares(parts: Partialled, y: np.ndarray, x: np.ndarray) -> float:
    """Return the standard error at the fitted shares.

    Parameters
    ----------
    x : ndarray, shape (n,)
        The regressor as it was; an indicator has two sides, another regressor one.
    """
    fitted = np.clip(y - parts.outcome + parts.estimate * parts.regressor, 0.0, 1.0)
    inside = x > 0
    size = np.where(inside, inside.sum(), (~inside).sum())
    return _error(parts, y, (fitted * size + 1) / (size + 2))


def _error(parts: Partialled, y: np.ndarray, shares: np.ndarray) -> float:
    pooled = float(y.mean())
    if not 0 < pooled < 1:
        return math.nan
    spread = np.sqrt(shares * (1 - shares))
    spread = np.where(spread > SMALLEST_SPREAD, spread, math.sqrt(pooled * (1 - pooled)))
    alike = MeanSquares.of(parts.outcome / spread, parts.clusters).correlation
    moves = parts.regressor * spread
    together = parts.sums(moves)
    variance = (1 - alike) * float(moves @ moves) + alike * float(together @ together)
    return math.sqrt(max(variance, 0.0)) / parts.information
