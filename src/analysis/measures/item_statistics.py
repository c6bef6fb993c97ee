"""Each item of a scale beside the others: item-rest correlation and alpha without it.

Source: the correlation of an item with the sum of the others, never with a sum that holds the item
itself (Nunnally & Bernstein 1994, p. 304), with Fisher's (1921) interval; alpha of the scale
without the item, and how much it gains or loses by that, with the interval of the difference from
what each sheet moves both by (as for alpha itself, Yuan, Guarnaccia & Hayslip 2003). An item that
stands apart may be badly worded, keyed the wrong way, or the only one that measures its side of the
construct: the numbers do not tell which.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from analysis.checks import CONFIDENCE
from analysis.measures.reliability import Alpha, alpha_moves, cronbach_alpha
from analysis.stats.means import t_interval

if TYPE_CHECKING:
    import pandas as pd

FEWEST_ITEMS = 3
"""Items from which a scale without one of them is still a scale."""
FEWEST_FOR_FISHER = 4
"""Sheets from which Fisher's interval of a correlation has an error."""


@dataclass(frozen=True)
class ItemStatistic:
    """One item of a scale.

    Attributes
    ----------
    item : str
    mean, std_dev : float
        Over the complete sheets.
    item_rest, rest_low, rest_high : float
        Correlation with the sum of the other items, -1 to 1; NaN where the item or the others do
        not vary.
    alpha_without : Alpha
        Alpha of the other items.
    gain, gain_low, gain_high : float
        Alpha without the item less alpha with it: above 0 the scale is better off without.
    at_end : float
        Share of the answers at the lowest or the highest answer given, whichever is more frequent.
    """

    item: str
    mean: float
    std_dev: float
    item_rest: float
    rest_low: float
    rest_high: float
    alpha_without: Alpha
    gain: float
    gain_low: float
    gain_high: float
    at_end: float


@dataclass(frozen=True)
class ItemStatistics:
    """All items of a scale.

    Attributes
    ----------
    items : tuple of ItemStatistic
        In the order of the columns; empty where there is a reason.
    alpha : Alpha
        Of the whole scale.
    n : int
        Sheets on which every item is answered.
    reason : str
        "few_items" (fewer than three), "few_respondents" (fewer than two complete sheets),
        "no_variation", or empty.
    """

    items: tuple[ItemStatistic, ...]
    alpha: Alpha
    n: int
    reason: str = ""


def item_statistics(answers: pd.DataFrame, *, confidence: float = CONFIDENCE) -> ItemStatistics:
    """Return every item beside the others, over the sheets that answered every item.

    Parameters
    ----------
    answers : DataFrame, shape (n_sheets, n_items)
        Oriented answers (reversed items turned round); sheets with a missing answer are left out.
    confidence : float, default 0.95
    """
    complete = answers.dropna().astype("float64")
    alpha = cronbach_alpha(complete, confidence=confidence)
    if complete.shape[1] < FEWEST_ITEMS:
        return ItemStatistics((), alpha, len(complete), "few_items")
    if alpha.reason:
        return ItemStatistics((), alpha, len(complete), alpha.reason)
    told = tuple(
        _statistic(complete, place, alpha, confidence) for place in range(complete.shape[1])
    )
    return ItemStatistics(told, alpha, len(complete))


def _statistic(
    complete: pd.DataFrame, place: int, alpha: Alpha, confidence: float
) -> ItemStatistic:
    item = complete.columns[place]
    own, others = complete[item].to_numpy(), complete.drop(columns=item)
    without = cronbach_alpha(others, confidence=confidence)
    correlation = _correlation(own, others.sum(axis=1).to_numpy())
    rest_low, rest_high = fisher_interval(correlation, own.size, confidence=confidence)
    gain = without.estimate - alpha.estimate
    gain_low, gain_high = math.nan, math.nan
    if not without.reason:
        moved = alpha_moves(others.to_numpy()) - alpha_moves(complete.to_numpy())
        error = float(moved.std(ddof=1) / math.sqrt(own.size))
        gain_low, gain_high = t_interval(gain, error, own.size - 1, confidence=confidence)
    return ItemStatistic(
        item=str(item),
        mean=float(own.mean()),
        std_dev=float(own.std(ddof=1)),
        item_rest=correlation,
        rest_low=rest_low,
        rest_high=rest_high,
        alpha_without=without,
        gain=gain,
        gain_low=gain_low,
        gain_high=gain_high,
        at_end=float(max((own == own.min()).mean(), (own == own.max()).mean())),
    )


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    if not np.ptp(one) or not np.ptp(other):
        return math.nan
    return float(np.corrcoef(one, other)[0, 1])


def fisher_interval(
    correlation: float, n: int, *, confidence: float = CONFIDENCE
) -> tuple[float, float]:
    """Return Fisher's interval of a correlation over `n` pairs.

    NaN where the correlation is not known or perfect, or there are fewer than four pairs.

    Examples
    --------
    >>> [round(one, 3) for one in fisher_interval(0.6, 30)]
    [0.306, 0.79]
    """
    if math.isnan(correlation) or abs(correlation) >= 1 or n < FEWEST_FOR_FISHER:
        return math.nan, math.nan
    half = float(stats.norm.ppf((1 + confidence) / 2)) / math.sqrt(n - 3)
    middle = math.atanh(correlation)
    return math.tanh(middle - half), math.tanh(middle + half)
