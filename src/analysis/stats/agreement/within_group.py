"""Within-group agreement on one target: rwg and rwg(j).

One less the observed variance of the raters over the variance of raters who answer at random.
Source: James, Demaree & Wolf (1984, 1993), Journal of Applied Psychology 69, 85-98 and 78, 306-309.
The random answers are uniform, variance (A^2 - 1) / 12 for A answers; since few people use the
whole scale, this makes agreement look high, and answers skewed to the better side (the authors'
`SLIGHT_SKEW`) stand beside it. Unlike an intraclass correlation rwg needs no second target, and
says nothing on whether targets differ: where everybody gets one label it is 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.checks import check_number

SLIGHT_SKEW = (0.05, 0.15, 0.20, 0.35, 0.25)
"""Shares of five answers of people who lean a little to the better side (James et al. 1984)."""


@dataclass(frozen=True)
class WithinGroup:
    """Agreement of the raters of one target.

    Attributes
    ----------
    estimate : float
        0 to 1; NaN where it is undefined.
    raters : int
        Raters who answered every item.
    items : int
    beyond_random : bool
        Whether the raters differ by more than random answers: the estimate is then set to 0.
    reason : str
        "few_raters" (fewer than two), or empty.
    """

    estimate: float
    raters: int
    items: int
    beyond_random: bool = False
    reason: str = ""


def within_group_agreement(
    ratings: np.ndarray, *, answers: int, null: Sequence[float] = ()
) -> WithinGroup:
    """Return rwg of one item, or rwg(j) of several.

    Parameters
    ----------
    ratings : ndarray of float, shape (n_raters,) or (n_raters, n_items)
        Answers in steps of 1; raters with a missing item are left out.
    answers : int
        How many answers the scale has, at least 2.
    null : sequence of float, shape (answers,)
        Share of each answer where raters answer at random, in order; empty: all alike.

    Raises
    ------
    UsageError
        If the scale has fewer than two answers, or the null is not of them or does not add up to 1.
    """
    random = _random_variance(answers, null)
    given = np.asarray(ratings, dtype=float)
    table = given[:, None] if given.ndim == 1 else given
    complete = table[~np.isnan(table).any(axis=1)]
    raters, items = complete.shape
    if raters < 2:
        return WithinGroup(math.nan, raters, items, reason="few_raters")
    ratio = float(complete.var(axis=0, ddof=1).mean()) / random
    if ratio > 1:
        return WithinGroup(0.0, raters, items, beyond_random=True)
    agreed = items * (1 - ratio)
    return WithinGroup(agreed / (agreed + ratio), raters, items)


def _random_variance(answers: int, null: Sequence[float]) -> float:
    check_number(answers, name="answers", minimum=2)
    if not len(null):
        return (answers**2 - 1) / 12
    shares = np.asarray(null, dtype=float)
    check_number(shares.size, name="answers of the null", minimum=answers, maximum=answers)
    check_number(float(shares.min()), name="null", minimum=0)
    check_number(round(float(shares.sum()), 6), name="sum of the null", minimum=1, maximum=1)
    places = np.arange(answers)
    return float(shares @ places**2 - (shares @ places) ** 2)
