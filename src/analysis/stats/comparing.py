"""Each group beside everybody else: mean, interval and an adjusted test.

Source: Welch (1947) for the difference of two means; Holm (1979) or Benjamini & Hochberg (1995)
over the groups.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.checks import CONFIDENCE
from analysis.stats.means import Mean, estimate_mean, welch_p_value
from analysis.stats.multiplicity import Adjustment, adjust_p_values


@dataclass(frozen=True)
class ComparedMean:
    """The mean of a group and how it differs from everybody outside it.

    Attributes
    ----------
    mean : Mean
    p_value, p_adjusted : float or None
        Welch's test against all others, and the same adjusted over the groups; None where it
        cannot be tested.
    """

    mean: Mean
    p_value: float | None
    p_adjusted: float | None


def compare_levels(
    values: pd.Series,
    levels: pd.Series,
    *,
    clusters: pd.Series | None = None,
    confidence: float = CONFIDENCE,
    limits: tuple[float, float] = (-math.inf, math.inf),
    adjustment: Adjustment = "bh",
) -> dict[str, ComparedMean]:
    """Return every level with its comparison, in the order of first appearance.

    Parameters
    ----------
    values : Series of float, shape (n,)
        Missing ones are left out.
    levels : Series of str, index of `values`
        A missing level belongs to no group and to nobody's others.
    clusters : Series or None, index of `values`
        See `stats.means.estimate_mean`.
    """
    known = values.notna() & levels.notna()
    x, groups = values[known].astype("float64"), levels[known].astype("str")
    members = None if clusters is None else clusters[known]

    def mean_of(rows: pd.Series) -> Mean:
        chosen: Sequence[Hashable] | None = None if members is None else members[rows].tolist()
        return estimate_mean(
            x[rows].to_numpy(), clusters=chosen, confidence=confidence, limits=limits
        )

    means = {str(level): mean_of(groups.eq(level)) for level in groups.unique()}
    p_values = [welch_p_value(one, mean_of(groups.ne(level))) for level, one in means.items()]
    adjusted = adjust_p_values(p_values, method=adjustment)
    return {
        level: ComparedMean(one, known_number(p), known_number(float(q)))
        for (level, one), p, q in zip(means.items(), p_values, adjusted, strict=True)
    }


def known_number(value: float) -> float | None:
    """Return the number, None where it is not one."""
    return None if math.isnan(value) else float(value)
