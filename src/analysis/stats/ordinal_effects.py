"""How an ordinal logit's group differs in probabilities: average discrete changes.

Everybody is taken once with the column at its higher value and once at its lower one, all else as
it is; the difference of the mean probabilities is in percentage points, which a reader knows and
which, unlike odds ratios, does not change its meaning with what else is in the model (Mood 2010;
Long & Freese 2014, section 4.5). Errors by the delta method.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

from analysis.checks import CONFIDENCE
from analysis.stats.ordinal import OrdinalFit
from analysis.stats.ordinal_likelihood import Patterns, probabilities


@dataclass(frozen=True)
class AverageEffects:
    """Average change in the probability of each category.

    Attributes
    ----------
    estimates, std_errors, ci_low, ci_high, p_values : ndarray, shape (categories,)
        Errors are NaN where the slope is not finite; estimates then are those of its limit. They
        are NaN as well where no variance is left.
    """

    estimates: np.ndarray
    std_errors: np.ndarray
    ci_low: np.ndarray
    ci_high: np.ndarray
    p_values: np.ndarray


def average_effects(
    fit: OrdinalFit, column: int, *, confidence: float = CONFIDENCE
) -> AverageEffects:
    """Return the average effects of moving a column from its lowest to its highest value.

    Parameters
    ----------
    fit : OrdinalFit
    column : int
        Place of an indicator among the columns of the fit. NaN results where others determine it,
        or nothing was fitted.

    Notes
    -----
    With clusters the interval is t with G - 1 degrees of freedom, otherwise normal.
    """
    if fit.data is None or column not in fit.kept:
        nothing = np.full(fit.categories.size, math.nan)
        return AverageEffects(*(nothing,) * 5)
    at = int(np.flatnonzero(fit.kept == column)[0])
    values = fit.data.columns[:, at]
    high, low = (
        _mean_and_slopes(fit.parameters, fit.data, at, end) for end in (values.max(), values.min())
    )
    estimates, moves = high[0] - low[0], high[1] - low[1]
    variances = np.einsum("ca,ab,cb->c", moves, fit.parameter_covariance, moves)
    errors = np.sqrt(np.where(variances > 0, variances, math.nan))
    law = stats.t(fit.clusters - 1) if fit.clusters > 1 else stats.norm()
    half = law.ppf((1 + confidence) / 2) * errors
    with np.errstate(divide="ignore", invalid="ignore"):
        p_values = 2 * law.sf(np.abs(estimates) / errors)
    return AverageEffects(estimates, errors, estimates - half, estimates + half, p_values)


def _mean_and_slopes(
    parameters: np.ndarray, data: Patterns, at: int, value: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return mean probabilities (categories,) and their derivatives (categories, parameters)."""
    columns = data.columns.copy()
    columns[:, at] = value
    cuts, weights = data.cuts, data.sizes / data.sizes.sum()
    p = probabilities(parameters, columns, cuts)
    upper = p.cumsum(axis=1)[:, :-1]
    density = np.clip(upper * (1 - upper), 0.0, None)
    padded = np.hstack([np.zeros((len(p), 1)), density, np.zeros((len(p), 1))])
    by_threshold = np.zeros((cuts + 1, cuts))
    own = weights @ density
    by_threshold[np.arange(cuts), np.arange(cuts)] = own
    by_threshold[np.arange(1, cuts + 1), np.arange(cuts)] = -own
    by_slope = -((weights[:, None] * np.diff(padded, axis=1)).T @ columns)
    return weights @ p, np.hstack([by_threshold, by_slope])
