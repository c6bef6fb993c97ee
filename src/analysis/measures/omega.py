"""Omega total: how much of a scale's variance its common factors account for.

Source: McDonald (1999), Test Theory, chapter 6, for one factor: (sum of loadings)^2 / ((sum of
loadings)^2 + sum of uniquenesses), which unlike alpha lets items carry the construct unequally.
With several factors (dimensions) the common variance of the sum over all of them (omega total of
Revelle & Zinbarg 2009). It says how repeatable the sum is, not that it measures one thing. The
interval needs no distribution: the error from what each sheet moves the covariances by (as for
alpha, Yuan, Guarnaccia & Hayslip 2003), symmetric on the logit scale (Kelley & Pornprasertmanit
2016).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.checks import CONFIDENCE
from analysis.measures.factor_model import FactorModel, fit_factors, is_identified
from analysis.stats.means import t_interval

if TYPE_CHECKING:
    import pandas as pd

STEP = 1e-4
"""Change of a covariance for its slope, as a share of the items' standard deviations."""


@dataclass(frozen=True)
class Omega:
    """Omega total of one scale.

    Attributes
    ----------
    estimate : float
        0 to 1; NaN where it cannot be computed.
    std_error, ci_low, ci_high : float
        NaN where the solution is improper.
    n : int
        Sheets on which every item is answered.
    items, factors : int
    negative_loadings : int
        Items that load against the others (of one factor): keyed the wrong way.
    reason : str
        Why there is no estimate, or no interval: "few_items" (too few for so many factors),
        "few_respondents" (not more complete sheets than items), "no_variation" (an item has one
        answer), "collinear_items", "not_converged"; "improper" (an item without error of its own)
        leaves the estimate without an interval. Empty otherwise.
    """

    estimate: float
    std_error: float
    ci_low: float
    ci_high: float
    n: int
    items: int
    factors: int
    negative_loadings: int = 0
    reason: str = ""


def omega_total(
    answers: pd.DataFrame, *, factors: int = 1, confidence: float = CONFIDENCE
) -> Omega:
    """Return omega total over the sheets that answered every item.

    Parameters
    ----------
    answers : DataFrame, shape (n_sheets, n_items)
        Oriented answers (reversed items turned round); sheets with a missing answer are left out.
    factors : int, default 1
        1 for a scale of one dimension, else the number of its dimensions.
    confidence : float, default 0.95
    """
    complete = answers.dropna().to_numpy(dtype=float)
    n, items = complete.shape
    nan = math.nan
    nothing = Omega(nan, nan, nan, nan, n, items, factors)
    reason = _obstacle(complete, factors)
    if reason:
        return replace(nothing, reason=reason)
    covariances = np.cov(complete, rowvar=False)
    model = fit_factors(covariances, factors)
    if not model.converged:
        return replace(nothing, reason="not_converged")
    estimate = omega_of(model)
    against = int((model.loadings[:, 0] < 0).sum()) if factors == 1 else 0
    found = Omega(estimate, nan, nan, nan, n, items, factors, against)
    if model.improper:
        return replace(found, reason="improper")
    error = _error(complete, covariances, model)
    low, high = _logit_interval(estimate, error, n - 1, confidence)
    return Omega(estimate, error, low, high, n, items, factors, against)


def omega_of(model: FactorModel) -> float:
    """Return omega total of a factor model."""
    common = float((model.loadings.sum(axis=0) ** 2).sum())
    return common / (common + float(model.uniquenesses.sum()))


def _obstacle(complete: np.ndarray, factors: int) -> str:
    n, items = complete.shape
    if not is_identified(items, factors):
        return "few_items"
    if n <= items:
        return "few_respondents"
    if not np.ptp(complete, axis=0).all():
        return "no_variation"
    smallest = float(np.linalg.eigvalsh(np.corrcoef(complete, rowvar=False))[0])
    return "collinear_items" if smallest < 1e-8 else ""


def _error(complete: np.ndarray, covariances: np.ndarray, model: FactorModel) -> float:
    """Return the standard error from what each sheet moves the covariances by."""
    n = len(complete)
    centred = complete - complete.mean(axis=0)
    slopes = _slopes(covariances, model)
    moved = np.einsum("ij,jk,ik->i", centred, slopes, centred)
    return float(moved.std(ddof=1) / math.sqrt(n))


def _slopes(covariances: np.ndarray, model: FactorModel) -> np.ndarray:
    """Return how omega changes with each covariance; off the diagonal half to either side."""
    items, factors = model.loadings.shape
    scale = np.sqrt(np.diag(covariances))
    slopes = np.zeros((items, items))
    for one in range(items):
        for other in range(one, items):
            step = STEP * scale[one] * scale[other]
            ends = []
            for sign in (1, -1):
                shifted = covariances.copy()
                shifted[one, other] += sign * step
                shifted[other, one] = shifted[one, other]
                fitted = fit_factors(shifted, factors, start=model.uniquenesses)
                ends.append(omega_of(fitted))
            slope = (ends[0] - ends[1]) / (2 * step)
            slopes[one, other] = slopes[other, one] = slope if one == other else slope / 2
    return slopes


def _logit_interval(
    share: float, error: float, df: float, confidence: float
) -> tuple[float, float]:
    if not 0 < share < 1 or not error > 0:
        return math.nan, math.nan
    slope = 1 / (share * (1 - share))
    low, high = t_interval(math.log(share / (1 - share)), slope * error, df, confidence=confidence)
    return 1 / (1 + math.exp(-low)), 1 / (1 + math.exp(-high))
