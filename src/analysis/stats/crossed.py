"""Ratings split into what comes from the ratee, the appraiser, the unit and the rest.

A linear model with crossed random effects (Bates et al. 2015), by restricted maximum likelihood:

    rating ~ group + appraiser's mean of the group + covariates + (1 | ratee) + (1 | appraiser)

The appraiser's mean of the group (Mundlak 1978) keeps the group's coefficient to comparisons
within appraisers, whatever the severities of those to whom the group is assigned; its own
coefficient says how far appraisers with more of the group differ, which is sorting. Fitted by
`mixedlm.lmer`, started from Henderson's first method (`stats.variance_start`). Whether severity can
be told from merit at all is for `stats.connectivity` and its gate to say, before.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd

from analysis.checks import CONFIDENCE
from analysis.stats.blocks import check_columns
from analysis.stats.crossed_fixed import FixedEffect, FixedPart
from analysis.stats.crossed_rows import CrossedRows, CrossedSkips, Roles, prepare_rows
from analysis.stats.variance_shares import Deviance, VarianceShare, variance_shares
from analysis.stats.variance_start import SMALLEST, start_values

if TYPE_CHECKING:
    from mixedlm.models.lmer import LmerResult

DEVIANCE_CHANGE = 1e-9
"""Change of the deviance, as a share of it, at which the search ends."""
GRADIENT_PER_ROW = 1e-8
"""Slope of the deviance per row at which it ends; lmer's own."""
SINGULAR = 1e-4
"""A standard deviation below this share of the residual's is zero (lme4's tolerance)."""


@dataclass(frozen=True)
class CrossedFit:
    """A fitted crossed model.

    Attributes
    ----------
    gaps : dict of str to FixedEffect
        For every level, its difference to the reference within appraisers.
    sorting : dict of str to FixedEffect
        For every level, what an appraiser with that level only gives beyond it, against one with
        the reference only: the contextual coefficient of Mundlak.
    random_gaps : dict of str to FixedEffect
        The gaps as they would be had the appraiser's means been left out.
    fixed_less_random : dict of str to FixedEffect
        `gaps` less `random_gaps`, the test of Hausman (1978) in the form of Mundlak: away from 0
        the group is sorted to appraisers by severity, and random effects alone would be wrong.
    variances : dict of str to float
        Of "ratee", "appraiser", "unit" and "residual", as far as they could be told apart.
    shares : tuple of VarianceShare
        Empty where the appraiser's means are in the model.
    severities : ndarray, shape (appraisers,)
        Shrunken effects of appraisers, below 0 where severe, from low to high, so that none can be
        told whose it is.
    severity_of_rating : ndarray, shape (n,)
        The effect of the appraiser of each row that was used, for re-scoring in memory.
    used : ndarray of bool, shape (rows of the table,)
    n, ratees, appraisers : int
    skipped : CrossedSkips
        What was left out of the rows and of the model, and why.
    converged, singular : bool
        Singular: a variance is estimated as zero.
    criterion : float
        Restricted deviance.
    reason_code : str
        "" or why there is no fit: "no_appraiser", "few_appraisers", "no_variation", "no_ratings".
    """

    gaps: dict[str, FixedEffect]
    sorting: dict[str, FixedEffect]
    random_gaps: dict[str, FixedEffect]
    fixed_less_random: dict[str, FixedEffect]
    variances: dict[str, float]
    shares: tuple[VarianceShare, ...]
    severities: np.ndarray
    severity_of_rating: np.ndarray
    used: np.ndarray
    n: int
    ratees: int
    appraisers: int
    skipped: CrossedSkips
    converged: bool
    singular: bool
    criterion: float
    reason_code: str = ""


def fit_crossed(
    ratings: pd.DataFrame,
    *,
    value: str,
    ratee: str,
    rater: str,
    group: str = "",
    reference: str = "",
    covariates: Sequence[str] = (),
    unit: str = "",
    mundlak: bool = True,
    near: CrossedFit | None = None,
    confidence: float = CONFIDENCE,
) -> CrossedFit:
    """Fit the crossed model.

    Parameters
    ----------
    ratings : DataFrame, one row a rating
        Rows without value, group, ratee or rater, with a missing number among the covariates, and
        ratings of oneself are left out and counted.
    value : str
        Column of numbers.
    ratee, rater : str
        Columns of who was rated by whom, named alike.
    group, reference : str
        Column of the levels and the level with which the others are compared; empty: none.
    unit : str, default ""
        Column of a further random effect; left out where units cannot be told from appraisers.
    mundlak : bool, default True
        Whether the appraiser's means of the group are in the model. True for gaps and sorting;
        False for shares and severities, since where a group is sorted its means take a part of
        what appraisers differ by; with them there are no shares.
    near : CrossedFit or None
        A fit of the same ratings, at whose variances the search starts.

    Raises
    ------
    UsageError
        If a covariate is not in the frame.
    """
    check_columns(ratings, covariates)
    roles = Roles(value, ratee, rater, group, reference, tuple(covariates), unit)
    rows = prepare_rows(ratings, roles, mundlak=mundlak)
    if rows.reason_code:
        return _without_fit(rows)
    model = _fitted(rows, near)
    return _told(model, rows, confidence)


def _fitted(rows: CrossedRows, near: CrossedFit | None) -> LmerResult:
    """Fit by `mixedlm.lmer`; what it warns of is told by the result.

    Its usual search goes on within rounding of the deviance, three times as long with large tables;
    it is left to the fits that do not end by `DEVIANCE_CHANGE`.
    """
    start = _start(rows, near)
    direct = {
        "optimizer": "L-BFGS-B",
        "use_analytic_gradient": True,
        "ftol": DEVIANCE_CHANGE,
        "gtol": GRADIENT_PER_ROW * rows.y.size,
    }
    model = _searched(rows, start, direct)
    return model if model.converged else _searched(rows, start, {})


def _searched(rows: CrossedRows, start: np.ndarray | None, search: dict[str, Any]) -> LmerResult:
    from mixedlm import lmer, lmerControl

    frame, formula = rows.model_frame()
    quiet = dict.fromkeys(("check_scaleX", "check_rankX", "check_nlev_gtreq_5"), "ignore")
    options: dict[str, Any] = {"check_conv": False, "check_singular": False, **quiet, **search}
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="mixedlm")
        return lmer(formula, frame, control=lmerControl(**options), start=start)


def _start(rows: CrossedRows, near: CrossedFit | None) -> np.ndarray | None:
    if near is None or set(near.variances) != {*rows.factors, "residual"}:
        return start_values(rows.y, rows.design, rows.factors)
    residual = near.variances["residual"]
    ratios = [math.sqrt(near.variances[name] / residual) for name in rows.factors]
    return np.maximum(ratios, SMALLEST)


def _told(model: LmerResult, rows: CrossedRows, confidence: float) -> CrossedFit:
    fixed = FixedPart(np.asarray(model.beta), np.asarray(model.vcov()), rows, confidence)
    effects = _effects_of(model, "appraiser")
    residual = float(model.sigma) ** 2
    scales = dict(zip(rows.factors, np.asarray(model.theta, dtype=float), strict=True))
    shares: tuple[VarianceShare, ...] = ()
    if not rows.sorting_places:
        deviance = cast("Deviance", model.as_function("deviance"))
        shares = variance_shares(scales, deviance, confidence=confidence)
    return CrossedFit(
        gaps=fixed.named(rows.gap_places),
        sorting=fixed.named(rows.sorting_places),
        random_gaps=fixed.without_sorting(),
        fixed_less_random={level: fixed.effect(*one) for level, one in fixed.changes().items()},
        variances={
            **{name: float(residual * scale**2) for name, scale in scales.items()},
            "residual": residual,
        },
        shares=shares,
        severities=np.sort(effects),
        severity_of_rating=effects[rows.factors["appraiser"]],
        used=rows.used,
        n=rows.y.size,
        ratees=rows.ratees,
        appraisers=effects.size,
        skipped=rows.skipped,
        converged=bool(model.converged),
        singular=bool(min(scales.values()) < SINGULAR),
        criterion=float(model.deviance),
    )


def _effects_of(model: LmerResult, name: str) -> np.ndarray:
    """Return the effects of a factor in the order of its numbers."""
    start = 0
    for structure in model.matrices.random_structures:
        own = model.u[start : start + structure.n_levels]
        if structure.grouping_factor == name:
            places = np.empty(structure.n_levels, dtype=int)
            for level, place in structure.level_map.items():
                places[int(level)] = place
            return np.asarray(own[places], dtype=float)
        start += structure.n_levels
    raise KeyError(name)


def _without_fit(rows: CrossedRows) -> CrossedFit:
    return CrossedFit(
        gaps={},
        sorting={},
        random_gaps={},
        fixed_less_random={},
        variances={},
        shares=(),
        severities=np.empty(0),
        severity_of_rating=np.empty(0),
        used=rows.used,
        n=rows.y.size,
        ratees=rows.ratees,
        appraisers=0,
        skipped=rows.skipped,
        converged=False,
        singular=False,
        criterion=math.nan,
        reason_code=rows.reason_code,
    )
