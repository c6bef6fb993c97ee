"""Raking: weights under which sheets match known totals. See `docs/methods/raking.md`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.errors import UsageError
from analysis.stats.gates import GateStatus

Margins = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Raking:
    """Weights and how well they reach the margins.

    Attributes
    ----------
    weights : Series of float
        Mean 1 over the sheets, same index; NaN where blocked.
    status : {"ok", "review", "blocked"}
    reason_code : str
        "margin_without_sheets" or "sheets_without_margin" (blocked: `where` says which category),
        "no_sheets", "margins_not_reached" (review), or empty.
    where : str
        "variable: category" where blocked.
    iterations : int
    largest_error : float
        Largest difference between a weighted share and its margin, 0 to 1.
    design_effect : float
        Kish: n sum w^2 / (sum w)^2, at least 1; the loss of precision from unequal weights.
    bounded : int
        Sheets whose weight lies at a bound.
    """

    weights: pd.Series
    status: GateStatus
    reason_code: str = ""
    where: str = ""
    iterations: int = 0
    largest_error: float = float("nan")
    design_effect: float = float("nan")
    bounded: int = 0


def kish_design_effect(weights: pd.Series | np.ndarray) -> float:
    """Return n sum w^2 / (sum w)^2 (Kish 1992); NaN where all weights are 0 or there are none."""
    w = np.asarray(weights, dtype=float)
    total = w.sum()
    return float(len(w) * (w**2).sum() / total**2) if total > 0 else float("nan")


def rake(
    sheets: pd.DataFrame,
    margins: Margins,
    *,
    base_weight: str = "",
    bounds: tuple[float, float] = (0.2, 5.0),
    max_iterations: int = 500,
    tolerance: float = 1e-8,
) -> Raking:
    """Return weights that bring the weighted shares of the sheets to known margins.

    Parameters
    ----------
    sheets : DataFrame
        One row a sheet with the columns that `margins` names. A missing category keeps its
        weighted share of the sheets: the margin is applied to those that have one.
    margins : mapping of column to mapping of category to number
        Users (or shares) of each category; each margin is scaled to shares of its own total.
    base_weight : str, default ""
        Column of starting weights, >= 0; empty means equal.
    bounds : (float, float), default (0.2, 5.0)
        Smallest and largest weight relative to the starting weight.
    max_iterations : int, default 500
    tolerance : float, default 1e-8
        Largest difference of shares that counts as reached.

    Returns
    -------
    Raking
        blocked where a category with users has no sheets or a category of the sheets has no
        margin: no weights can make up for people who are not there.

    Raises
    ------
    UsageError
        If a column is missing, a margin is negative or adds up to 0, or bounds exclude 1.

    References
    ----------
    Deming & Stephan (1940), Annals of Mathematical Statistics 11, 427-444. Kish (1992), Journal
    of Official Statistics 8, 183-200, for the design effect.
    """
    _check(sheets, margins, base_weight, bounds)
    blank = pd.Series(np.nan, index=sheets.index, name="weight")
    if sheets.empty:
        return Raking(blank, "blocked", "no_sheets")
    reason, where = _unreachable(sheets, margins)
    if reason:
        return Raking(blank, "blocked", reason, where)
    base = sheets[base_weight].to_numpy(float) if base_weight else np.ones(len(sheets))
    base = base / base.mean()
    cells = [_cells(sheets[name], base, margin) for name, margin in margins.items()]
    weights, iterations, error = _iterate(base, cells, bounds, max_iterations, tolerance)
    reached = error <= tolerance
    ratio = weights / np.where(base > 0, base, 1.0)
    return Raking(
        pd.Series(weights / weights.mean(), index=sheets.index, name="weight"),
        "ok" if reached else "review",
        "" if reached else "margins_not_reached",
        iterations=iterations,
        largest_error=error,
        design_effect=kish_design_effect(weights),
        bounded=int(np.isin(ratio, bounds).sum()),
    )


def _check(
    sheets: pd.DataFrame, margins: Margins, base_weight: str, bounds: tuple[float, float]
) -> None:
    needed = [*margins, *([base_weight] if base_weight else [])]
    missing = sorted(set(needed) - set(sheets.columns))
    if missing or not margins:
        raise UsageError("stats.raking.columns", missing=", ".join(missing) or "-")
    for name, margin in margins.items():
        if min(margin.values(), default=-1) < 0 or sum(margin.values()) <= 0:
            raise UsageError("stats.raking.margin", margin=name)
    if not 0 < bounds[0] <= 1 <= bounds[1]:
        raise UsageError("stats.raking.bounds", low=bounds[0], high=bounds[1])
    if base_weight and not (sheets[base_weight] >= 0).all():
        raise UsageError("stats.raking.base_weight", column=base_weight)


def _unreachable(sheets: pd.DataFrame, margins: Margins) -> tuple[str, str]:
    """Return why the margins cannot be reached and where, both empty where they can."""
    for name, margin in margins.items():
        seen = set(sheets[name].dropna().astype(str))
        for category, users in margin.items():
            if users > 0 and str(category) not in seen:
                return "margin_without_sheets", f"{name}: {category}"
        served = {str(category) for category, users in margin.items() if users > 0}
        if strange := sorted(seen - served):
            return "sheets_without_margin", f"{name}: {strange[0]}"
    return "", ""


@dataclass(frozen=True)
class _Cells:
    """One margin: the category of each sheet as a number, and the share each category must have."""

    codes: np.ndarray
    target: np.ndarray


def _cells(values: pd.Series, base: np.ndarray, margin: Mapping[str, float]) -> _Cells:
    served = {str(category): users for category, users in margin.items() if users > 0}
    codes = pd.Categorical(values.astype("object").map(str, na_action="ignore"), list(served)).codes
    missing = base[codes < 0].sum() / base.sum()
    shares = np.array(list(served.values()), dtype=float)
    target = np.append(shares / shares.sum() * (1 - missing), missing)
    return _Cells(np.where(codes < 0, len(served), codes), target)


def _shares(weights: np.ndarray, cells: _Cells) -> np.ndarray:
    return np.bincount(cells.codes, weights, minlength=len(cells.target)) / weights.sum()


def _iterate(
    base: np.ndarray,
    margins: list[_Cells],
    bounds: tuple[float, float],
    max_iterations: int,
    tolerance: float,
) -> tuple[np.ndarray, int, float]:
    """Fit the margins in turn, hold the weights within bounds, repeat until nothing is missing."""
    weights, error, iterations = base, np.inf, 0
    while error > tolerance and iterations < max_iterations:
        for cells in margins:
            shares = _shares(weights, cells)
            factor = np.divide(cells.target, shares, out=np.ones_like(shares), where=shares > 0)
            weights = weights * factor[cells.codes]
        weights = np.clip(weights, bounds[0] * base, bounds[1] * base)
        error = max(float(np.abs(_shares(weights, c) - c.target).max()) for c in margins)
        iterations += 1
    return weights, iterations, error
