"""Whether one slope serves at every cut between categories: the test of Brant (1990).

A logistic regression is fitted at every cut; under proportional odds their slopes agree. The Wald
statistic of their differences allows for the cuts sharing the same persons, and with clusters for
persons sharing a cluster. A large sample rejects for differences of no importance, so that the
slopes at the cuts stand beside the test.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

from analysis.stats.ordinal import OrdinalFit, clustered_meat, maximise, vanished_columns
from analysis.stats.ordinal_likelihood import Patterns, evaluate, probabilities, row_scores


@dataclass(frozen=True)
class WaldTest:
    """A chi-squared test; NaN where it could not be done."""

    statistic: float
    df: int
    p_value: float


NOT_TESTED = WaldTest(math.nan, 0, math.nan)


@dataclass(frozen=True)
class ProportionalOdds:
    """The check of an ordinal logit.

    Attributes
    ----------
    overall : WaldTest
        All slopes together.
    by_column : tuple of WaldTest, k
        Each column by itself; not tested for columns that others determine.
    slopes : ndarray, shape (cuts, k)
        Log odds of being above each cut; NaN where nothing was fitted.
    reason_code : str
        "" or why there is no test: fewer than two cuts; at some cut a slope has no finite
        estimate; no fit.
    """

    overall: WaldTest
    by_column: tuple[WaldTest, ...]
    slopes: np.ndarray
    reason_code: str


def check_proportional_odds(
    fit: OrdinalFit, *, clusters: np.ndarray | None = None
) -> ProportionalOdds:
    """Return the test of Brant for a fitted ordinal logit.

    Parameters
    ----------
    fit : OrdinalFit
    clusters : ndarray of int or None, shape (n,)
        As in the fit.
    """
    if fit.data is None:
        return _untested(fit, fit.reason_code)
    if fit.data.cuts < 2:
        return _untested(fit, "two_categories")
    parts = [fit.data.merged_above(cut) for cut in range(fit.data.cuts)]
    found = [maximise(part)[0] for part in parts]
    fitted = [one for one in found if one is not None]
    if len(fitted) < len(parts) or any(
        vanished_columns(evaluate(one, part), part).size
        for one, part in zip(fitted, parts, strict=True)
    ):
        return _untested(fit, "separated_at_a_cut")
    slopes = np.array([one[1:] for one in fitted])
    covariance = _covariance(fitted, parts, clusters)
    placed = np.full((len(parts), fit.slopes.size), np.nan)
    placed[:, fit.kept] = slopes
    every = range(slopes.shape[1])
    tests = {int(at): _wald(slopes, covariance, [own]) for own, at in enumerate(fit.kept)}
    return ProportionalOdds(
        overall=_wald(slopes, covariance, list(every)),
        by_column=tuple(tests.get(at, NOT_TESTED) for at in range(fit.slopes.size)),
        slopes=placed,
        reason_code="",
    )


def _covariance(
    fitted: list[np.ndarray], parts: list[Patterns], clusters: np.ndarray | None
) -> np.ndarray:
    """Return the covariance of the slopes of all cuts, shape (cuts, k, cuts, k)."""
    bread = [
        np.linalg.inv(evaluate(one, part).information)
        for one, part in zip(fitted, parts, strict=True)
    ]
    meat = _meat(fitted, parts) if clusters is None else _robust_meat(fitted, parts, clusters)
    size = len(fitted[0])
    out = np.empty((len(parts), size, len(parts), size))
    for one in range(len(parts)):
        for other in range(len(parts)):
            out[one, :, other, :] = bread[one] @ meat[one, :, other, :] @ bread[other]
    return out[:, 1:, :, 1:]


def _meat(fitted: list[np.ndarray], parts: list[Patterns]) -> np.ndarray:
    """Return the covariance of the scores of two cuts, from the fitted shares above each."""
    columns = _signed(parts[0].columns)
    above = [
        probabilities(one, part.columns, 1)[:, 1] for one, part in zip(fitted, parts, strict=True)
    ]
    size = columns.shape[1]
    out = np.empty((len(parts), size, len(parts), size))
    for one, p in enumerate(above):
        for other, q in enumerate(above):
            both = q if other >= one else p
            weights = parts[0].sizes * (both - p * q)
            out[one, :, other, :] = columns.T @ (weights[:, None] * columns)
    return out


def _robust_meat(
    fitted: list[np.ndarray], parts: list[Patterns], clusters: np.ndarray
) -> np.ndarray:
    scores = [row_scores(one, part) for one, part in zip(fitted, parts, strict=True)]
    size = len(fitted[0])
    meat = clustered_meat(np.hstack(scores), clusters)
    return meat.reshape(len(parts), size, len(parts), size)


def _signed(columns: np.ndarray) -> np.ndarray:
    """Return the derivatives of the linear predictor of being below: threshold 1, slope -x."""
    return np.column_stack([np.ones(len(columns)), -columns])


def _wald(slopes: np.ndarray, covariance: np.ndarray, chosen: list[int]) -> WaldTest:
    """Test that the chosen slopes of every cut equal those of the first."""
    cuts, k = len(slopes), len(chosen)
    if not k:
        return NOT_TESTED
    whole = covariance[:, chosen][:, :, :, chosen].reshape(cuts * k, cuts * k)
    contrast = np.hstack([np.tile(np.eye(k), (cuts - 1, 1)), -np.eye((cuts - 1) * k)])
    apart = contrast @ slopes[:, chosen].ravel()
    spread = contrast @ whole @ contrast.T
    df = int(np.linalg.matrix_rank(spread, hermitian=True))
    if df < (cuts - 1) * k:
        return NOT_TESTED
    statistic = float(apart @ np.linalg.solve(spread, apart))
    return WaldTest(statistic, df, float(stats.chi2.sf(statistic, df)))


def _untested(fit: OrdinalFit, reason: str) -> ProportionalOdds:
    nothing = np.full((len(fit.thresholds), fit.slopes.size), np.nan)
    return ProportionalOdds(NOT_TESTED, (NOT_TESTED,) * fit.slopes.size, nothing, reason)
