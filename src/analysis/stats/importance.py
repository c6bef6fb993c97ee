"""Importance and performance of items: what to improve first.

See `docs/methods/importance-performance.md` for the method and its sources.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd

from analysis.checks import CONFIDENCE, check_number, check_option
from analysis.errors import UsageError
from analysis.stats.design import SKM_SCALE, Scale01
from analysis.stats.drivers import lmg_shares, relative_weights

LMG_DRIVERS = 12
"""Largest number of drivers for which all subsets are fitted; above it, relative weights."""

MIN_COMPLETE_PER_ITEM = 5
"""Complete sheets an item needs before its importance is derived (convention)."""

Method = Literal["auto", "lmg", "relative_weights", "rest_correlation"]
_CELLS = 20_000_000
"""Largest number of bootstrap counts held at once."""


@dataclass(frozen=True)
class Importance:
    """Derived importance of each item.

    Attributes
    ----------
    table : DataFrame
        One row an item: item, importance, importance_low, importance_high. For "lmg" and
        "relative_weights" shares of the explained variance (0 to 1, adding up to 1); for
        "rest_correlation" the correlation of the item with the mean of the others (-1 to 1).
        NaN with a reason_code.
    method : {"lmg", "relative_weights", "rest_correlation"}
    n : int
        Complete sheets.
    reason_code : str
        "few_complete_sheets", "item_without_variation", "collinear_items" or empty.
    """

    table: pd.DataFrame
    method: str
    n: int
    reason_code: str = ""


def derived_importance(
    sheets: pd.DataFrame,
    *,
    items: Sequence[str],
    outcome: str = "",
    method: Method = "auto",
    draws: int = 500,
    seed: int = 0,
    confidence: float = CONFIDENCE,
) -> Importance:
    """Derive how much each item matters from how it goes with overall satisfaction.

    Parameters
    ----------
    sheets : DataFrame
        One row a sheet; only complete sheets are used.
    items : sequence of str
        At least two columns.
    outcome : str, default ""
        Column of overall satisfaction that is not one of the items; empty where the form has none.
    method : {"auto", "lmg", "relative_weights", "rest_correlation"}
        "auto": without an outcome the correlation with the mean of the other items, with one LMG
        up to 12 items and relative weights above.
    draws : int, default 500
        Bootstrap samples of sheets for the percentile interval.
    seed : int, default 0
    confidence : float, default 0.95

    Raises
    ------
    UsageError
        If a column is missing, or a method needs an outcome and has none.
    """
    chosen = _method(method, outcome, len(items))
    columns = [*items, *([outcome] if outcome and chosen != "rest_correlation" else [])]
    _check_columns(sheets, columns, items)
    complete = sheets[columns].dropna().to_numpy(dtype=float)
    if len(complete) < MIN_COMPLETE_PER_ITEM * len(items):
        return Importance(_empty(items), chosen, len(complete), "few_complete_sheets")
    varying = complete.std(axis=0) > 0
    if not varying.all():
        return Importance(_empty(items), chosen, len(complete), "item_without_variation")
    point = _measure(chosen, _covariances(complete, np.ones((1, len(complete)))))[0]
    if not np.isfinite(point).all():
        return Importance(_empty(items), chosen, len(complete), "collinear_items")
    spread = _measure(chosen, _bootstrap_covariances(complete, draws, seed))
    tails = [50 * (1 - confidence), 50 * (1 + confidence)]
    low, high = np.nanpercentile(spread, tails, axis=0)
    table = pd.DataFrame(
        {"item": list(items), "importance": point, "importance_low": low, "importance_high": high}
    )
    return Importance(table, chosen, len(complete))


def importance_performance(
    performance: Mapping[str, float], importance: Mapping[str, float]
) -> pd.DataFrame:
    """Place each item among the four fields of the importance-performance grid.

    Parameters
    ----------
    performance, importance : mapping of item to float
        Same items. The lines of the grid are the means over the items.

    Returns
    -------
    DataFrame
        item, performance, importance, quadrant: "concentrate_here" (important, below average),
        "keep_up", "low_priority" or "possible_overkill"; empty where either figure is missing.

    References
    ----------
    Martilla & James (1977), Journal of Marketing 41(1), 77-79.
    """
    if set(performance) != set(importance):
        raise UsageError("stats.importance.items", items=", ".join(sorted(performance)))
    out = pd.DataFrame({"item": list(performance), "performance": list(performance.values())})
    out = out.assign(importance=[importance[item] for item in performance])
    good = out["performance"] >= out["performance"].mean()
    matters = out["importance"] >= out["importance"].mean()
    known = out[["performance", "importance"]].notna().all(axis=1)
    names = {
        (True, False): "concentrate_here",
        (True, True): "keep_up",
        (False, False): "low_priority",
        (False, True): "possible_overkill",
    }
    fields = [names[m, g] if k else "" for m, g, k in zip(matters, good, known, strict=True)]
    return out.assign(quadrant=fields)


def customer_satisfaction_index(
    performance: Mapping[str, float], importance: Mapping[str, float], scale: Scale01 = SKM_SCALE
) -> float:
    """Return the CSI (0 to 100): performance weighted by stated importance, over the best answer.

    CSI = 100 * sum(importance_i * performance_i) / (maximum * sum(importance_i)), with both as
    item means on the answer scale. NaN where a figure is missing.

    References
    ----------
    Aritonang (2005), Kepuasan Pelanggan, as applied in Indonesian SKM reports (secondary).
    """
    if set(performance) != set(importance):
        raise UsageError("stats.importance.items", items=", ".join(sorted(performance)))
    weights = np.array([importance[item] for item in performance], dtype=float)
    scores = np.array(list(performance.values()), dtype=float)
    check_number(float(np.nan_to_num(weights).min()), name="importance", minimum=0.0)
    if weights.sum() == 0:
        return float("nan")
    return float(100 * (weights * scores).sum() / (scale.maximum * weights.sum()))


def _method(method: str, outcome: str, n_items: int) -> str:
    check_option(method, name="method", allowed=get_args(Method))
    if method == "auto" and not outcome:
        return "rest_correlation"
    if method == "auto":
        return "lmg" if n_items <= LMG_DRIVERS else "relative_weights"
    if method != "rest_correlation" and not outcome:
        raise UsageError("stats.importance.outcome", method=method)
    if method == "lmg":
        check_number(n_items, name="number of items for lmg", maximum=LMG_DRIVERS)
    return method


def _check_columns(sheets: pd.DataFrame, columns: list[str], items: Sequence[str]) -> None:
    check_number(len(items), name="number of items", minimum=2)
    missing = sorted(set(columns) - set(sheets.columns))
    if missing or len(set(columns)) < len(columns):
        raise UsageError("stats.importance.columns", missing=", ".join(missing) or "-")


def _empty(items: Sequence[str]) -> pd.DataFrame:
    nothing = dict.fromkeys(("importance", "importance_low", "importance_high"), np.nan)
    return pd.DataFrame({"item": list(items)}).assign(**nothing)


def _bootstrap_covariances(data: np.ndarray, draws: int, seed: int) -> np.ndarray:
    """Return the covariance matrices of samples of sheets drawn with replacement."""
    check_number(draws, name="draws", minimum=1)
    rng = np.random.default_rng(seed)
    n = len(data)
    step = max(1, _CELLS // n)
    found = []
    for first in range(0, draws, step):
        size = min(step, draws - first)
        counts = [np.bincount(rng.integers(0, n, n), minlength=n) for _ in range(size)]
        found.append(_covariances(data, np.array(counts, dtype=float)))
    return np.concatenate(found)


def _covariances(data: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Return the covariance matrices under frequency weights, shape (draws, columns, columns)."""
    centred = data - data.mean(axis=0)
    rows, columns = np.triu_indices(data.shape[1])
    total = counts.sum(axis=1)[:, None]
    means = counts @ centred / total
    second = counts @ (centred[:, rows] * centred[:, columns]) / total
    upper = second - means[:, rows] * means[:, columns]
    out = np.empty((len(counts), data.shape[1], data.shape[1]))
    out[:, rows, columns] = upper
    out[:, columns, rows] = upper
    return out


def _measure(method: str, covariances: np.ndarray) -> np.ndarray:
    """Return the importances, shape (draws, items); NaN where an item of a draw does not vary."""
    if method == "rest_correlation":
        return _rest_correlations(covariances)
    return (lmg_shares if method == "lmg" else relative_weights)(covariances)


def _rest_correlations(covariances: np.ndarray) -> np.ndarray:
    """Correlation of each item with the sum of the others, from the covariances of the items."""
    variance = np.diagonal(covariances, axis1=1, axis2=2)
    with_all = covariances.sum(axis=2)
    with_rest = with_all - variance
    rest = with_all.sum(axis=1, keepdims=True) - 2 * with_all + variance
    with np.errstate(divide="ignore", invalid="ignore"):
        return with_rest / np.sqrt(variance * rest)
