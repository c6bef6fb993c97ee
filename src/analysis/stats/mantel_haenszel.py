"""Association of two yes/no traits within strata: common odds ratio, test, and homogeneity.

Source: Mantel & Haenszel (1959) for the common odds ratio and the test, with or without the
correction for continuity; Robins, Breslow & Greenland (1986) for the interval; Breslow & Day (1980)
with Tarone's (1985) correction for whether the odds ratios of the strata differ. Ratio, interval
and test are computed by statsmodels' `StratifiedTable`. A common odds ratio is no summary where the
strata differ.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from analysis.checks import CONFIDENCE
from analysis.errors import UsageError


@dataclass(frozen=True)
class MantelHaenszel:
    """What strata have in common.

    Attributes
    ----------
    odds_ratio, ci_low, ci_high : float
        NaN where it is undefined.
    statistic, p_value : float
        Chi-square on 1 degree of freedom, of no association within strata.
    homogeneity, homogeneity_p : float
        Breslow-Day-Tarone on strata - 1 degrees of freedom; NaN with one stratum.
    strata : int
        Strata in which both groups and both outcomes occur; the others tell nothing.
    left_out : int
        Persons of the other strata.
    n : int
        Persons of the strata used.
    reason : str
        Why there is none: "no_informative_stratum", "no_discordance" (in every stratum one of the
        diagonal cells is empty, so that the ratio is 0 or infinite); empty otherwise.
    """

    odds_ratio: float = math.nan
    ci_low: float = math.nan
    ci_high: float = math.nan
    statistic: float = math.nan
    p_value: float = math.nan
    homogeneity: float = math.nan
    homogeneity_p: float = math.nan
    strata: int = 0
    left_out: int = 0
    n: int = 0
    reason: str = ""


def mantel_haenszel(
    tables: np.ndarray, *, correction: bool = True, confidence: float = CONFIDENCE
) -> MantelHaenszel:
    """Return the common odds ratio of the first group to the second.

    Parameters
    ----------
    tables : ndarray, shape (n_strata, 2, 2)
        Persons by group (rows) and outcome (columns, with it first).
    correction : bool, default True
        Correct the test for continuity.

    Raises
    ------
    UsageError
        If the tables are not 2 x 2, or hold a negative or missing count.
    """
    given = np.asarray(tables, dtype=float)
    if given.ndim != 3 or given.shape[1:] != (2, 2) or not (given >= 0).all():
        raise UsageError("stats.mantel_haenszel.tables", shape=given.shape)
    informative = (given.sum(axis=1) > 0).all(axis=1) & (given.sum(axis=2) > 0).all(axis=1)
    used = given[informative]
    counted = MantelHaenszel(
        strata=len(used), left_out=int(given[~informative].sum()), n=int(used.sum())
    )
    if not len(used):
        return replace(counted, reason="no_informative_stratum")
    from statsmodels.stats.contingency_tables import StratifiedTable

    model = StratifiedTable(list(used))
    test = model.test_null_odds(correction=correction)
    tested = replace(counted, statistic=float(test.statistic), p_value=float(test.pvalue))
    size = used.sum(axis=(1, 2))
    for_group = float((used[:, 0, 0] * used[:, 1, 1] / size).sum())
    against = float((used[:, 0, 1] * used[:, 1, 0] / size).sum())
    if not for_group or not against:
        return replace(tested, reason="no_discordance")
    low, high = model.oddsratio_pooled_confint(alpha=1 - confidence)
    found = replace(
        tested, odds_ratio=float(model.oddsratio_pooled), ci_low=float(low), ci_high=float(high)
    )
    if len(used) < 2:
        return found
    homogeneity = _breslow_day_tarone(used, found.odds_ratio)
    p_value = float(stats.chi2.sf(homogeneity, len(used) - 1))
    return replace(found, homogeneity=homogeneity, homogeneity_p=p_value)


def _breslow_day_tarone(tables: np.ndarray, ratio: float) -> float:
    """Return the statistic of equal odds ratios; statsmodels' fails at a common ratio of 1.

    The expected first cell solves a quadratic equation, written so that it holds at a ratio of 1.
    """
    first, rows, columns = tables[:, 0, 0], tables[:, 0].sum(axis=1), tables[:, :, 0].sum(axis=1)
    rest = tables[:, 1, 1] - first
    middle = ratio * (rows + columns) + rest
    root = np.sqrt(middle**2 + 4 * (1 - ratio) * ratio * rows * columns)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = np.where(
            middle > 0,
            2 * ratio * rows * columns / (middle + root),
            (root - middle) / (2 * (1 - ratio)),
        )
    cells = np.array([expected, rows - expected, columns - expected, rest + expected])
    variances = 1 / (1 / cells).sum(axis=0)
    apart = first - expected
    return float((apart**2 / variances).sum() - apart.sum() ** 2 / variances.sum())
