"""Bootstrap interval of any figure of a table, drawing rows or whole clusters.

Percentiles, or bias-corrected and accelerated (Efron 1987), by scipy's `bootstrap`. What is drawn
are clusters where rows belong together (Cameron & Miller 2015, section VI): with fewer than about
thirty of them either interval is too narrow.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np

from analysis.checks import CONFIDENCE, check_number, check_option

Method = Literal["percentile", "bca"]
DRAWS = 999
FEWEST_DRAWN = 2


@dataclass(frozen=True)
class Bootstrapped:
    """A figure with its bootstrap interval.

    Attributes
    ----------
    estimate : float
        From the rows as they are.
    std_error, ci_low, ci_high : float
        NaN with fewer than two clusters, or where the figure is not defined for a draw.
    clusters : int
        What was drawn.
    method : {"percentile", "bca"}
        Percentiles stand in where the acceleration cannot be computed (no variation).
    """

    estimate: float
    std_error: float
    ci_low: float
    ci_high: float
    clusters: int
    method: Method


def bootstrap_interval(
    figure: Callable[[np.ndarray], float],
    clusters: np.ndarray,
    *,
    rng: np.random.Generator,
    method: Method = "bca",
    draws: int = DRAWS,
    confidence: float = CONFIDENCE,
) -> Bootstrapped:
    """Return the interval of `figure`.

    Parameters
    ----------
    figure : callable
        Takes the numbers of the drawn rows, with repeats, and returns the figure.
    clusters : ndarray of int, shape (n_rows,)
        What is drawn as a whole, numbered from 0 without gaps; `arange(n_rows)` draws rows.
    rng : Generator
    method : {"percentile", "bca"}
    draws : int, default 999

    Raises
    ------
    UsageError
        If there is no such method, or there are fewer than 99 draws.
    """
    check_option(method, name="method", allowed=get_args(Method))
    check_number(draws, name="draws", minimum=99)
    order = np.argsort(clusters, kind="stable")
    rows_of = np.split(order, np.cumsum(np.bincount(clusters))[:-1])
    count = len(rows_of)
    estimate, nan = float(figure(np.arange(clusters.size))), math.nan
    if count < FEWEST_DRAWN:
        return Bootstrapped(estimate, nan, nan, nan, count, method)

    def of_clusters(drawn: np.ndarray) -> float:
        return float(figure(np.concatenate([rows_of[int(one)] for one in drawn])))

    drawn = _bootstrap(of_clusters, count, "percentile", confidence, n_resamples=draws, rng=rng)
    if np.isnan(drawn.bootstrap_distribution).any():
        return Bootstrapped(estimate, nan, nan, nan, count, method)
    used, found = method, drawn
    if method == "bca":
        found = _bootstrap(
            of_clusters, count, "BCa", confidence, n_resamples=0, bootstrap_result=drawn
        )
    if np.isnan(found.confidence_interval).any():
        used, found = "percentile", drawn
    low, high = found.confidence_interval
    return Bootstrapped(estimate, float(drawn.standard_error), float(low), float(high), count, used)


def _bootstrap(
    figure: Callable[[np.ndarray], float],
    count: int,
    method: str,
    confidence: float,
    **more: object,
) -> Any:  # noqa: ANN401 - scipy's own result
    """Return scipy's bootstrap over `count` clusters; what is undefined is NaN, not a warning."""
    from scipy.stats import DegenerateDataWarning, bootstrap

    with warnings.catch_warnings(), np.errstate(invalid="ignore", divide="ignore"):
        warnings.simplefilter("ignore", DegenerateDataWarning)
        return bootstrap(
            (np.arange(count),),
            figure,
            vectorized=False,
            method=method,
            confidence_level=confidence,
            **more,
        )
