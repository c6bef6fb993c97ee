"""Reliability of a scale: Cronbach's alpha with its interval.

Source: Cronbach (1951), alpha = k / (k - 1) x (1 - sum of item variances / variance of the sum);
interval by Feldt (1965): (1 - alpha) / (1 - estimate) follows F with n - 1 and (n - 1)(k - 1)
degrees of freedom. It takes answers to be normal, and is too narrow where a few respondents feel
strongly and most do not (docs/methods/coverage.md). From 100 sheets the interval is therefore that
of Yuan, Guarnaccia & Hayslip (2003), as in Maydeu-Olivares, Coffman & Hartmann (2007), which asks
for no distribution but for more sheets. Alpha says how far items vary together, not that they
measure one thing, and it assumes that all items carry the construct equally (tau-equivalence).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import stats

from analysis.checks import CONFIDENCE
from analysis.stats.means import t_interval

if TYPE_CHECKING:
    import pandas as pd

FEWEST_ITEMS = 2
Interval = Literal["feldt", "distribution_free"]
MANY_SHEETS = 100
"""Complete sheets from which the interval needs no distribution."""


@dataclass(frozen=True)
class Alpha:
    """Cronbach's alpha of one scale.

    Attributes
    ----------
    estimate : float
        At most 1, below 0 where items run against each other; NaN where it cannot be computed.
    ci_low, ci_high : float
    n : int
        Sheets on which every item is answered.
    items : int
    reason : str
        Why there is no estimate: "one_item", "few_respondents" (fewer than two complete sheets) or
        "no_variation"; empty where there is one.
    interval : {"feldt", "distribution_free"}
        How the interval is made.
    """

    estimate: float
    ci_low: float
    ci_high: float
    n: int
    items: int
    reason: str = ""
    interval: Interval = "feldt"


def cronbach_alpha(answers: pd.DataFrame, *, confidence: float = CONFIDENCE) -> Alpha:
    """Return alpha over the sheets that answered every item.

    Parameters
    ----------
    answers : DataFrame, shape (n_sheets, n_items)
        Oriented answers (reversed items turned round); sheets with a missing answer are left out.
    confidence : float, default 0.95
    """
    complete = answers.dropna().astype("float64")
    n, items = complete.shape
    reason = _obstacle(complete)
    if reason:
        return Alpha(math.nan, math.nan, math.nan, n, items, reason)
    whole = float(complete.sum(axis=1).var(ddof=1))
    parts = float(complete.var(ddof=1).sum())
    estimate = items / (items - 1) * (1 - parts / whole)
    if n < MANY_SHEETS:
        low, high = feldt_interval(estimate, n=n, items=items, confidence=confidence)
    else:
        error = distribution_free_error(complete.to_numpy())
        low, high = t_interval(estimate, error, n - 1, confidence=confidence)
        high = min(high, 1.0)
    interval: Interval = "feldt" if n < MANY_SHEETS else "distribution_free"
    return Alpha(estimate, low, high, n, items, interval=interval)


def feldt_interval(
    alpha: float, *, n: int, items: int, confidence: float = CONFIDENCE
) -> tuple[float, float]:
    """Return the interval of Feldt for an alpha of `items` items over `n` sheets.

    Examples
    --------
    >>> [round(one, 4) for one in feldt_interval(0.85, n=89, items=7)]
    [0.7971, 0.8932]
    """
    spare = (n - 1, (n - 1) * (items - 1))
    tail = (1 - confidence) / 2
    return (
        1 - (1 - alpha) * float(stats.f.isf(tail, *spare)),
        1 - (1 - alpha) * float(stats.f.ppf(tail, *spare)),
    )


def distribution_free_error(answers: np.ndarray) -> float:
    """Return the standard error of alpha from what each sheet moves it by.

    Parameters
    ----------
    answers : ndarray, shape (n_sheets, n_items)
        Complete; sums of sheets that are not all the same.
    """
    return float(alpha_moves(answers).std(ddof=1) / math.sqrt(len(answers)))


def alpha_moves(answers: np.ndarray) -> np.ndarray:
    """Return what each sheet moves alpha by, shape (n_sheets,).

    Parameters
    ----------
    answers : ndarray, shape (n_sheets, n_items)
        Complete; sums of sheets that are not all the same.
    """
    n, items = answers.shape
    centred = answers - answers.mean(axis=0)
    of_sum, of_items = centred.sum(axis=1) ** 2, (centred**2).sum(axis=1)
    whole, parts = of_sum.sum() / (n - 1), of_items.sum() / (n - 1)
    moved = (of_sum - whole) * parts - (of_items - parts) * whole
    return np.asarray(items / (items - 1) * moved / whole**2)


def _obstacle(complete: pd.DataFrame) -> str:
    n, items = complete.shape
    if items < FEWEST_ITEMS:
        return "one_item"
    if n < 2:
        return "few_respondents"
    sums = complete.sum(axis=1)
    return "no_variation" if sums.eq(sums.iloc[0]).all() else ""
