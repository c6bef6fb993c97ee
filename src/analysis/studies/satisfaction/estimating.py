"""Indices with their errors, by group: exact values from integer totals, errors linearised.

The point value of an index is an exact fraction. Its standard error comes from `stats.index`
(linearisation of the sum of item means with per-item n; finite population, strata and clusters
only where the sheets were drawn). A region is the user-weighted mean of its units where the users
of all of them are known, otherwise all sheets are pooled.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pandas as pd
from scipy.stats import norm

from analysis.measures.indices import IndexScale, ItemTotals, weighted_mean
from analysis.stats.index import Scale01, SurveyDesign, estimate_index
from analysis.studies.satisfaction.estimate import EVERYBODY, Estimate
from analysis.studies.satisfaction.surveys import Survey

POOLED = "pooled_sheets"
USER_WEIGHTED = "user_weighted_units"
NOT_APPLICABLE = "not_applicable"
ITEM = "_item"
SCORE = "_score"
SMALLEST_UNIT = 5
"""Sheets every unit must have before the region is weighted by users; the disclosure floor."""


def estimate_groups(
    survey: Survey,
    by: Sequence[str],
    *,
    items: Sequence[str] = (),
    confidence: float,
) -> dict[tuple[str, ...], Estimate]:
    """Return the estimate of each group of sheets, pooled within the group.

    Parameters
    ----------
    survey : Survey
    by : sequence of str
        Group columns; empty means all sheets as one group, keyed by the empty tuple.
    items : sequence of str
        Items that form the index; empty means all of the survey's.
    confidence : float

    Returns
    -------
    dict
        By group values; groups of sheets without any answer are left out.
    """
    wanted = tuple(items or survey.items)
    key = (tuple(by), wanted, confidence)
    if key not in survey.found:
        if len(wanted) == 1 and not design_of(survey, by).is_structured:
            survey.found.update(_each_item(survey, tuple(by), confidence))
        else:
            survey.found[key] = _estimated(survey, tuple(by), wanted, confidence)
    return survey.found[key]


def _each_item(
    survey: Survey, by: tuple[str, ...], confidence: float
) -> dict[Hashable, dict[tuple[str, ...], Estimate]]:
    """Return the estimates of every item by itself, in one pass over the answers stacked."""
    kept = [*by, *(["weight"] if design_of(survey, by).weight else [])]
    stacked = pd.concat(
        [
            survey.sheets[[*kept, item]].rename(columns={item: SCORE}).assign(**{ITEM: item})
            for item in survey.items
        ],
        ignore_index=True,
    )
    design = replace(design_of(survey, by), population=_population_of_items(survey, by))
    stack = replace(survey, sheets=stacked)
    found = _by_group(stack, (*by, ITEM), (SCORE,), design, confidence)
    return {
        (by, (item,), confidence): {key[:-1]: one for key, one in found.items() if key[-1] == item}
        for item in survey.items
    }


def _population_of_items(survey: Survey, by: tuple[str, ...]) -> dict[Hashable, int] | None:
    users = _population(survey, by)
    if users is None:
        return None
    if isinstance(users, int):
        return dict.fromkeys(survey.items, users)
    return {(unit, item): size for unit, size in users.items() for item in survey.items}


def _estimated(
    survey: Survey, by: tuple[str, ...], items: tuple[str, ...], confidence: float
) -> dict[tuple[str, ...], Estimate]:
    if survey.sheets.empty or not items:
        return {}
    return _by_group(survey, by, items, design_of(survey, by), confidence)


def _by_group(
    survey: Survey,
    by: tuple[str, ...],
    items: tuple[str, ...],
    design: SurveyDesign,
    confidence: float,
) -> dict[tuple[str, ...], Estimate]:
    table = estimate_index(
        survey.sheets,
        items=items,
        by=by,
        design=design,
        scale=stats_scale(survey.scale),
        confidence=confidence,
        not_applicable=declarations(survey.sheets),
    )
    known = table.dropna(subset=list(by)) if by else table
    return {
        tuple(str(row[name]) for name in by): _estimate(row, items, survey.scale, design)
        for row in known.to_dict("records")
    }


def declarations(sheets: pd.DataFrame) -> str:
    """Return the column that declares items not applicable; empty where no sheet does."""
    held = NOT_APPLICABLE in sheets and bool(sheets[NOT_APPLICABLE].notna().any())
    return NOT_APPLICABLE if held else ""


def design_of(survey: Survey, by: Sequence[str] = ()) -> SurveyDesign:
    """Return the declared sampling with the columns and populations that belong to it."""
    sheets = survey.sheets
    present = {
        name: name
        for name in ("stratum", "cluster", "weight")
        if survey.designed and name in sheets and sheets[name].notna().all()
    }
    return SurveyDesign(
        sampling=survey.sampling,
        population=None if "stratum" in present else _population(survey, tuple(by)),
        **present,
    )


def _population(survey: Survey, by: tuple[str, ...]) -> int | dict[Hashable, int] | None:
    if not survey.users:
        return None
    if by == ("unit_id",):
        return {str(unit): users for unit, users in survey.users.items()}
    return None if by else sum(survey.users.values())


def stats_scale(scale: IndexScale) -> Scale01:
    """Return the scale as `stats.index` takes it."""
    return Scale01(
        multiplier=scale.slope,
        offset=-scale.origin * scale.slope,
        minimum=scale.minimum,
        maximum=scale.maximum,
    )


def estimate_region(
    survey: Survey, *, items: Sequence[str] = (), confidence: float
) -> Estimate | None:
    """Return the estimate of all sheets of the survey; None where nobody answered."""
    if is_user_weighted(survey):
        units = estimate_groups(survey, ["unit_id"], items=items, confidence=confidence)
        if all(one.exact is not None for one in units.values()):
            return weight_by_users(survey, units, confidence=confidence)
    return estimate_groups(survey, (), items=items, confidence=confidence).get(())


def is_user_weighted(survey: Survey) -> bool:
    """Tell whether the region is a mean of its units weighted by their users."""
    if survey.users is None or len(survey.users) < 2:
        return False
    return bool((survey.sheets["unit_id"].value_counts() >= SMALLEST_UNIT).all())


def weight_by_users(
    survey: Survey, units: Mapping[tuple[str, ...], Estimate], *, confidence: float
) -> Estimate:
    """Return the user-weighted mean of unit estimates; units count as independent."""
    users = {unit: (survey.users or {})[unit] for (unit,) in units}
    return _combined(survey, units, users, USER_WEIGHTED, confidence)


def mean_of_units(
    survey: Survey, units: Mapping[tuple[str, ...], Estimate], *, confidence: float
) -> Estimate:
    """Return the mean of unit estimates in which every unit counts the same."""
    return _combined(survey, units, {unit: 1 for (unit,) in units}, "mean_of_units", confidence)


def interval(
    survey: Survey, value: float, std_error: float, confidence: float
) -> tuple[float, float]:
    """Return a normal interval kept inside the scale of the index."""
    reach = float(norm.ppf(0.5 + confidence / 2)) * std_error
    low, high = survey.scale.limits
    return max(value - reach, low), min(value + reach, high)


def _combined(
    survey: Survey,
    units: Mapping[tuple[str, ...], Estimate],
    weights: Mapping[str, int],
    method: str,
    confidence: float,
) -> Estimate:
    values = {unit: one.exact for (unit,), one in units.items() if one.exact is not None}
    exact = weighted_mean(values, weights)
    total = sum(weights[unit] for unit in values)
    n = sum(one.n for one in units.values())
    if all(units[(unit,)].everybody for unit in values):
        return Estimate(exact, math.nan, math.nan, math.nan, n, method, EVERYBODY)
    errors = {
        unit: 0.0 if units[(unit,)].everybody else units[(unit,)].std_error for unit in values
    }
    error = math.sqrt(sum((weights[unit] / total * errors[unit]) ** 2 for unit in values))
    low, high = interval(survey, float(exact), error, confidence)
    return Estimate(exact, error, low, high, n, method)


def _estimate(
    row: Mapping[Hashable, Any], items: Sequence[str], scale: IndexScale, design: SurveyDesign
) -> Estimate:
    return Estimate(
        exact=_exact(row, items, scale, weighted=bool(design.weight)),
        std_error=float(row["std_error"]),
        ci_low=float(row["ci_low"]),
        ci_high=float(row["ci_high"]),
        n=int(row["n"]),
        method=POOLED,
        reason=str(row["reason_code"]),
    )


def _exact(
    row: Mapping[Hashable, Any], items: Sequence[str], scale: IndexScale, *, weighted: bool
) -> Fraction | None:
    if math.isnan(row["estimate"]):
        return None
    if weighted:
        return Fraction(float(row["estimate"]))
    totals = ItemTotals.of(
        {item: row[f"total_{item}"] for item in items}, {item: row[f"n_{item}"] for item in items}
    )
    return totals.index(scale)
