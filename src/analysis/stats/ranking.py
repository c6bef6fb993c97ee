"""Ranks of units with joint confidence sets; see the notes of `rank_sets`."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd
from scipy import stats

from analysis.checks import CONFIDENCE, check_number
from analysis.errors import UsageError


def rank_sets(
    estimates: Sequence[float] | np.ndarray,
    std_errors: Sequence[float] | np.ndarray,
    *,
    labels: Sequence[Hashable] | None = None,
    dfs: Sequence[float] | np.ndarray | None = None,
    confidence: float = CONFIDENCE,
) -> pd.DataFrame:
    """Return the rank of each unit with sets that hold for all units at once.

    Parameters
    ----------
    estimates, std_errors : sequence of float, shape (n_units,)
        Independent estimates. A unit without estimate or error has no rank and takes no part.
    labels : sequence or None
        Names of the units; None means 0, 1, ...
    dfs : sequence of float or None
        Degrees of freedom of the errors; None means normal errors.
    confidence : float, default 0.95
        Probability that all sets hold the true ranks of their units, at least.

    Returns
    -------
    DataFrame
        One row a unit in the order given: label, estimate, rank (1 = highest, ties share the
        better rank), rank_best, rank_worst (Int64, missing without estimate or error).

    Notes
    -----
    All ordered pairs are tested (H: unit i is not above unit j) with Holm's step-down at
    1 - confidence. rank_best = 1 + units proven above; rank_worst = number of units less those
    proven below. Pairs with t errors use Welch's degrees of freedom.

    References
    ----------
    Mogstad, Romano, Shaikh & Wilhelm (2024), Review of Economic Studies 91, 476-518. Klein,
    Wright & Wieczorek (2020), JRSS A 183, 589-606.
    """
    check_number(confidence, name="confidence", minimum=0.0, maximum=1.0)
    theta, se = np.asarray(estimates, dtype=float), np.asarray(std_errors, dtype=float)
    df = np.full(len(theta), np.inf) if dfs is None else np.asarray(dfs, dtype=float)
    names = range(len(theta)) if labels is None else labels
    if not len(theta) == len(se) == len(df) == len(names):
        raise UsageError("stats.ranking.lengths", estimates=len(theta), std_errors=len(se))
    used = np.isfinite(theta) & np.isfinite(se) & (se >= 0)
    above = _proven_above(theta[used], se[used], df[used], 1 - confidence)
    out = pd.DataFrame({"label": list(names), "estimate": theta})
    order = pd.Series(theta[used]).rank(ascending=False, method="min").to_numpy()
    ranks = {
        "rank": order,
        "rank_best": 1 + above.sum(axis=0),
        "rank_worst": used.sum() - above.sum(axis=1),
    }
    return out.assign(**{name: _placed(found, used) for name, found in ranks.items()})


def _proven_above(theta: np.ndarray, se: np.ndarray, df: np.ndarray, alpha: float) -> np.ndarray:
    """Return a square matrix: True where unit i (row) is proven to lie above unit j (column)."""
    count = len(theta)
    variance = se[:, None] ** 2 + se[None, :] ** 2
    difference = theta[:, None] - theta[None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        score = np.where(difference == 0, 0.0, difference / np.sqrt(variance))
        parts = se**4 / df
        welch = variance**2 / (parts[:, None] + parts[None, :])
    p_values = stats.t.sf(score, np.where(np.isfinite(welch), np.maximum(welch, 1.0), np.inf))
    pairs = ~np.eye(count, dtype=bool)
    rejected = np.zeros((count, count), dtype=bool)
    rejected[pairs] = _holm(p_values[pairs], alpha)
    return rejected


def _holm(p_values: np.ndarray, alpha: float) -> np.ndarray:
    """Return which hypotheses Holm's step-down rejects at family-wise level `alpha`."""
    order = np.argsort(p_values, kind="stable")
    steps = alpha / np.arange(len(p_values), 0, -1)
    passed = np.cumprod(p_values[order] <= steps).astype(bool)
    rejected = np.zeros(len(p_values), dtype=bool)
    rejected[order[passed]] = True
    return rejected


def _placed(found: np.ndarray, used: np.ndarray) -> pd.Series:
    whole = np.full(len(used), np.nan)
    whole[used] = found
    return pd.Series(whole).astype("Int64")
