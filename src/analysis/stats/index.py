"""Satisfaction index with linearised errors, by group, over any number of answer sheets.

DuckDB makes two passes over the answers (sums and counts of the items; squares of the
linearised values); everything else happens on frames with one row a group. Source: Woodruff
(1971) and Särndal, Swensson & Wretman (1992) 5.5 and 10; see `docs/methods/satisfaction-index.md`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from analysis.checks import CONFIDENCE, check_number
from analysis.errors import UsageError
from analysis.stats.answers import Answers, AnswerSource
from analysis.stats.design import SKM_SCALE, UNDECLARED, Scale01, SurveyDesign
from analysis.stats.variance import add_variance

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Scale01", "SurveyDesign", "estimate_index"]


def estimate_index(
    answers: Answers,
    *,
    items: Sequence[str],
    by: Sequence[str] = (),
    design: SurveyDesign = UNDECLARED,
    scale: Scale01 = SKM_SCALE,
    min_answered: int = 1,
    confidence: float = CONFIDENCE,
    not_applicable: str = "",
) -> pd.DataFrame:
    """Estimate the satisfaction index of each group with its linearised error.

    The index is offset + multiplier * (sum of the item means) / k. Each item mean has its own
    denominator; blanks are never counted as 0.

    Parameters
    ----------
    answers : DataFrame, pyarrow Table or path of a Parquet file or folder
        One row a sheet; item columns numeric, missing where blank.
    items : sequence of str
        Item columns; k = their number, less the items declared not applicable in a group.
    by : sequence of str, default ()
        Group columns; empty means one row for all sheets. A missing value is a group of its own.
    design : SurveyDesign
    scale : Scale01, default 25 * mean on answers 1 to 4
    min_answered : int, default 1
        Sheets with fewer answered items are left out.
    confidence : float, default 0.95
        Strictly between 0 and 1.
    not_applicable : str, default ""
        Column with the items declared not applicable, separated by semicolons. An item that
        nobody in a group answered is left out of the index only if all its sheets declare it.

    Returns
    -------
    DataFrame
        One row a group, sorted by `by`: the group columns; n (sheets used), left_out (sheets not
        used), k; n_<item>, total_<item>, mean_<item> (answer scale; weighted where the design has
        weights); estimate, std_error, ci_low, ci_high (index scale); design_effect (variance over
        that of a simple random sample drawn with replacement); df; covers ("sampling",
        "random_variation" or "everybody"); reason_code.
        estimate is NaN with reason "no_sheets" or "item_without_answers". std_error, interval and
        df are NaN with "single_sheet", "item_answered_once", "single_cluster", "lonely_stratum"
        or "everybody_answered"; "no_variation" marks an error of exactly 0, and
        "population_below_n" a declared population that was smaller than n and not used.

    Raises
    ------
    UsageError
        If a column is missing, an item is not numeric, a weight is negative or an option is
        outside its range.

    Notes
    -----
    Linearised value of sheet j: z_j = multiplier/k * sum over answered items of
    w_j (x_ij - mean_i) / W_i, 0 outside the group. Without strata and clusters each group is its
    own sample of n sheets: V = (1 - f) n/(n-1) sum z^2, t interval with n - 1 df. With them V is
    summed over strata, n_h counted over the whole sample; df = clusters (or sheets) of the group
    less its strata. Clusters are taken as drawn with replacement.

    References
    ----------
    Woodruff (1971), JASA 66, 411-414. Korn & Graubard (1999), Analysis of Health Surveys, 5.2.

    Examples
    --------
    >>> import pandas as pd
    >>> sheets = pd.DataFrame({"u1": [4, 3, None], "u2": [2, 3, 4]})
    >>> estimate_index(sheets, items=["u1", "u2"])[["n", "estimate"]].round(2)
       n  estimate
    0  3     81.25
    """
    check_number(confidence, name="confidence", minimum=0.0, maximum=1.0)
    if not items or len(set(items)) < len(items):
        raise UsageError("stats.index.items", items=", ".join(items))
    with AnswerSource(
        answers,
        items=items,
        by=by,
        design=design,
        min_answered=min_answered,
        not_applicable=not_applicable,
    ) as source:
        groups = source.group_totals()
        groups = _with_means(groups, source.declared_not_applicable(groups), scale)
        groups = add_variance(groups, source, design, scale.multiplier)
    groups = _with_interval(groups, confidence, scale)
    return _labelled(groups, items, by)


def _with_means(groups: pd.DataFrame, declared: np.ndarray, scale: Scale01) -> pd.DataFrame:
    """Add item means, k, the estimate and the reason why there is none."""
    n_items = declared.shape[1]
    bases = groups[[f"s{i}" for i in range(n_items)]].to_numpy(float)
    totals = groups[[f"t{i}" for i in range(n_items)]].to_numpy(float)
    answered = bases > 0
    means = np.divide(totals, bases, out=np.full_like(totals, np.nan), where=answered)
    k = (answered | ~declared).sum(axis=1)
    unanswered = (~answered & ~declared).any(axis=1) | (k == 0)
    sums = np.where(answered, means, 0.0).sum(axis=1)
    estimate = scale.offset + scale.multiplier * sums / np.maximum(k, 1)
    reason = np.where(unanswered, "item_without_answers", "")
    reason = np.where(groups["n"] == 0, "no_sheets", reason)
    out = groups.assign(k=np.where(groups["n"] == 0, 0, k))
    out[[f"m{i}" for i in range(n_items)]] = means
    return out.assign(estimate=np.where(reason == "", estimate, np.nan), reason_code=reason)


def _with_interval(groups: pd.DataFrame, confidence: float, scale: Scale01) -> pd.DataFrame:
    """Add the t interval, cut at the ends of the scale."""
    low, high = scale.limits
    usable = groups["df"].where(groups["df"] > 0)
    half = stats.t.ppf(0.5 + confidence / 2, usable) * groups["std_error"]
    return groups.assign(
        ci_low=(groups["estimate"] - half).clip(lower=low),
        ci_high=(groups["estimate"] + half).clip(upper=high),
    )


def _labelled(groups: pd.DataFrame, items: Sequence[str], by: Sequence[str]) -> pd.DataFrame:
    """Give the columns their public names and order, and sort the rows by group."""
    names = {f"b{i}": name for i, name in enumerate(by)}
    for i, item in enumerate(items):
        names |= {f"n{i}": f"n_{item}", f"t{i}": f"total_{item}", f"m{i}": f"mean_{item}"}
    of_items = [f"{kind}_{item}" for item in items for kind in ("n", "total", "mean")]
    order = [*by, "n", "left_out", "k", *of_items, "estimate", "std_error", "ci_low", "ci_high"]
    order += ["design_effect", "df", "covers", "reason_code"]
    named = groups.rename(columns=names)[order]
    return named.sort_values(list(by)).reset_index(drop=True) if by else named
