"""Rows, regressors and factors of the crossed model, and what had to be left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from analysis.stats.blocks import complete_rows, independent_columns
from analysis.stats.regressors import design_columns, with_constant

FEWEST_APPRAISERS = 5
"""Levels below which a variance over them means nothing (Bolker et al. 2009)."""


@dataclass(frozen=True)
class Roles:
    """Names of the columns, as in `crossed.fit_crossed`; empty where there is none."""

    value: str
    ratee: str
    rater: str
    group: str
    reference: str
    covariates: tuple[str, ...]
    unit: str


@dataclass(frozen=True)
class CrossedSkips:
    """What was left out.

    Attributes
    ----------
    no_value, no_group, no_person, no_number, own_rating : int
        Rows, each counted under the first that applies: without rating, without group, without
        ratee or rater, with a missing number among the covariates, rated by the ratee.
    effects : tuple of (str, str)
        Random effects left out with the reason: ("ratee", "one_rating_each"), ("unit", "one_unit"),
        ("unit", "one_appraiser_each").
    columns : tuple of str
        Levels whose coefficient the other regressors determine.
    """

    no_value: int
    no_group: int
    no_person: int
    no_number: int
    own_rating: int
    effects: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class CrossedRows:
    """The model in arrays.

    Attributes
    ----------
    y : ndarray, shape (n,)
    design : ndarray, shape (n, k)
        Constant, covariates, indicators of the levels, appraiser's means of these.
    gap_places, sorting_places : dict of str to int
        Columns of the design for every level.
    factors : dict of str to ndarray of int, shape (n,)
        "ratee", "appraiser", "unit", numbered from 0 without gaps.
    """

    y: np.ndarray
    design: np.ndarray
    gap_places: dict[str, int]
    sorting_places: dict[str, int]
    factors: dict[str, np.ndarray]
    used: np.ndarray
    ratees: int
    skipped: CrossedSkips
    reason_code: str = ""

    def model_frame(self) -> tuple[pd.DataFrame, str]:
        """Return the table and the formula for `mixedlm.lmer`."""
        names = [f"x{at}" for at in range(1, self.design.shape[1])]
        columns = dict(zip(names, self.design[:, 1:].T, strict=True))
        terms = ["1", *names, *(f"(1 | {one})" for one in self.factors)]
        return pd.DataFrame({"y": self.y, **columns, **self.factors}), f"y ~ {' + '.join(terms)}"


def prepare_rows(ratings: pd.DataFrame, roles: Roles, *, mundlak: bool) -> CrossedRows:
    """Return the rows that can be used, as `crossed.fit_crossed` describes them."""
    used, skipped = _usable(ratings, roles)
    rows = ratings[used]
    y = rows[roles.value].to_numpy(dtype=float)
    appraiser = pd.factorize(rows[roles.rater])[0]
    persons = pd.factorize(rows[roles.ratee])[0]
    ratees = int(persons.max(initial=-1)) + 1
    reason = _reason(ratings, roles.rater, y, appraiser)
    if reason:
        return CrossedRows(y, np.empty((y.size, 0)), {}, {}, {}, used, ratees, skipped, reason)
    factors, without = _factors(persons, appraiser, rows[roles.unit] if roles.unit else None)
    design, gaps, sorting, determined = _regressors(rows, appraiser, roles, mundlak=mundlak)
    told = replace(skipped, effects=without, columns=determined)
    return CrossedRows(y, design, gaps, sorting, factors, used, ratees, told)


def _usable(ratings: pd.DataFrame, roles: Roles) -> tuple[np.ndarray, CrossedSkips]:
    nobody = pd.Series(data=False, index=ratings.index)
    wrong = {
        "no_value": ratings[roles.value].isna(),
        "no_group": ratings[roles.group].isna() if roles.group else nobody,
        "no_person": ratings[[roles.ratee, roles.rater]].isna().any(axis=1),
        "no_number": pd.Series(~complete_rows(ratings, roles.covariates), index=ratings.index),
        "own_rating": ratings[roles.ratee].eq(ratings[roles.rater]),
    }
    left = np.ones(len(ratings), dtype=bool)
    counts: dict[str, Any] = {}
    for name, flags in wrong.items():
        out = left & flags.to_numpy(dtype=bool, na_value=False)
        counts[name] = int(out.sum())
        left &= ~out
    return left, CrossedSkips(**counts)


def _reason(ratings: pd.DataFrame, rater: str, y: np.ndarray, appraiser: np.ndarray) -> str:
    if len(ratings) and ratings[rater].isna().all():
        return "no_appraiser"
    if not y.size:
        return "no_ratings"
    if appraiser.max() + 1 < FEWEST_APPRAISERS:
        return "few_appraisers"
    return "no_variation" if np.ptp(y) == 0 else ""


def _factors(
    persons: np.ndarray, appraiser: np.ndarray, units: pd.Series | None
) -> tuple[dict[str, np.ndarray], tuple[tuple[str, str], ...]]:
    """Return the random effects that can be told apart, and those that cannot."""
    factors, without = {}, []
    if persons.max() + 1 < persons.size:
        factors["ratee"] = persons
    else:
        without.append(("ratee", "one_rating_each"))
    factors["appraiser"] = appraiser
    if units is not None:
        unit = pd.factorize(units, use_na_sentinel=False)[0]
        pairs = np.unique(unit * (appraiser.max() + 1) + appraiser).size
        if unit.max() == 0:
            without.append(("unit", "one_unit"))
        elif pairs == unit.max() + 1:
            without.append(("unit", "one_appraiser_each"))
        else:
            factors["unit"] = unit
    return factors, tuple(without)


def _regressors(
    rows: pd.DataFrame, appraiser: np.ndarray, roles: Roles, *, mundlak: bool
) -> tuple[np.ndarray, dict[str, int], dict[str, int], tuple[str, ...]]:
    base = with_constant(design_columns(rows, roles.covariates))
    levels = rows[roles.group].astype("str").to_numpy() if roles.group else np.empty(0, dtype=str)
    others = [str(one) for one in dict.fromkeys(levels) if one != roles.reference]
    inside = [(levels == one).astype(float) for one in others]
    means = [_means(one, appraiser) for one in inside] if mundlak else []
    whole = np.column_stack([base, *inside, *means])
    kept = independent_columns(whole)
    place = {int(old): new for new, old in enumerate(kept)}

    def placed(first: int, names: list[str]) -> dict[str, int]:
        return {one: place[at] for at, one in enumerate(names, first) if at in place}

    gaps = placed(base.shape[1], others)
    sorting = placed(base.shape[1] + len(others), others if mundlak else [])
    return whole[:, kept], gaps, sorting, tuple(one for one in others if one not in gaps)


def _means(values: np.ndarray, members: np.ndarray) -> np.ndarray:
    return np.asarray((np.bincount(members, values) / np.bincount(members))[members])
