"""Attainment of planned indicators: realised against target, with the direction of each.

Where more is better: realised / target; where less is better: target / realised, so that 1 is the
target reached in both. Convention of this project: PermenPANRB 6/2022 has no formula from target
and realised value to a rating, and none is implied here. The cap comes from the rule set (120 % in
PP 30/2019): without it one indicator far above its target outweighs many missed ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

Hindrance = Literal["no_target", "zero_target", "negative", "no_direction", "no_realised"]
HINDRANCES: tuple[Hindrance, ...] = (
    "no_target",
    "zero_target",
    "negative",
    "no_direction",
    "no_realised",
)
"""Why an indicator has no attainment, the first that holds."""


def find_hindrances(plan: pd.DataFrame) -> pd.Series:
    """Return why each indicator has no attainment; missing where nothing hinders it.

    Parameters
    ----------
    plan : DataFrame, one row an indicator
        With target, realised and direction ("higher" or "lower").
    """
    import pandas as pd

    target, realised = plan["target"].astype("float64"), plan["realised"].astype("float64")
    found = {
        "no_target": target.isna(),
        "zero_target": target.eq(0),
        "negative": (target < 0) | (realised < 0),
        "no_direction": ~plan["direction"].isin(["higher", "lower"]),
        "no_realised": realised.isna(),
    }
    reasons = pd.Series(pd.NA, index=plan.index, dtype="str")
    for reason in reversed(HINDRANCES):
        reasons = reasons.mask(found[reason], reason)
    return reasons


def indicator_attainment(plan: pd.DataFrame, *, cap: float | None) -> pd.Series:
    """Return the attainment of each indicator as a ratio; NaN where something hinders it.

    Parameters
    ----------
    plan : DataFrame, one row an indicator
        See `find_hindrances`.
    cap : float or None
        Highest attainment that counts (1.2). Without one, an indicator that should be low and is
        zero has no attainment, because the ratio has no limit.

    Returns
    -------
    Series of float
        Index of `plan`; 0 or more, at most `cap`.
    """
    target = plan["target"].astype("float64")
    realised = plan["realised"].astype("float64").abs()  # -0.0 has a ratio of minus infinity
    with_cap = np.inf if cap is None else cap
    lower = plan["direction"].eq("lower")
    ratio = (realised / target).mask(lower, target / realised).clip(upper=with_cap)
    usable = find_hindrances(plan).isna() & np.isfinite(ratio)
    return ratio.where(usable)


def person_attainment(plan: pd.DataFrame, *, cap: float | None) -> pd.Series:
    """Return the mean attainment over the indicators of each employee.

    Every indicator of an employee counts alike; employees without a usable one are left out.

    Returns
    -------
    Series of float
        By employee_id.
    """
    ratio = indicator_attainment(plan, cap=cap)
    known = ratio.notna()
    return ratio[known].groupby(plan.loc[known, "employee_id"]).mean()
