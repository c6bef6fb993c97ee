"""The gap between groups by ordinal logit, the check beside the linear models.

Regressors are those of a step of `stats.linear` without an effect of every appraiser: with few
ratees each, such effects bias the slopes of a logit (Neyman & Scott 1948), and odds ratios of
different steps may not be compared (Mood 2010). An outcome of 0 and 1 makes it the logit check of
a difference of shares.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from analysis.checks import CONFIDENCE
from analysis.stats.blocks import check_columns, complete_rows
from analysis.stats.means import effective_clusters
from analysis.stats.ordinal import OrdinalFit, fit_ordinal
from analysis.stats.ordinal_effects import AverageEffects, average_effects
from analysis.stats.proportional_odds import ProportionalOdds, check_proportional_odds
from analysis.stats.regressors import design_columns, numbered


@dataclass(frozen=True)
class OrdinalGap:
    """A group beside the reference group on an ordered outcome.

    Attributes
    ----------
    log_odds, std_error, ci_low, ci_high, p_value : float
        Of a higher category, the regressors held equal; the error is NaN where the slope has no
        finite estimate.
    categories : ndarray, shape (categories,)
    effects : AverageEffects
        Average differences of the probability of each category.
    proportional : ProportionalOdds
        Whether one slope serves at every cut; the group is its last column.
    n, group_n, clusters : int
    fewest_clusters : int
        Clusters that hold the group, or the reference, whichever are fewer; 0 without clusters.
    equal_clusters : float
        Clusters of equal size among which the persons are spread as much; NaN without clusters.
    reason_code : str
        "" or why there is no gap: "no_variation", "not_converged", "determined" (the regressors
        determine the group) or "separated" (everybody of the group is at one end; the effects are
        those of the limit and have no error).
    """

    log_odds: float
    std_error: float
    ci_low: float
    ci_high: float
    p_value: float
    categories: np.ndarray
    effects: AverageEffects
    proportional: ProportionalOdds
    n: int
    group_n: int
    clusters: int
    fewest_clusters: int
    equal_clusters: float
    reason_code: str


def estimate_ordinal_gaps(
    frame: pd.DataFrame,
    *,
    value: str,
    group: str,
    reference: str,
    covariates: Sequence[str] = (),
    clusters: str = "",
    confidence: float = CONFIDENCE,
) -> dict[str, OrdinalGap]:
    """Return the gap of every level to the reference level, in order of appearance.

    Parameters
    ----------
    frame : DataFrame, one row a person
        Rows without value or group, or with a missing number among the covariates, are left out.
    value : str
        Column of ordered numbers; only their order matters.
    covariates : sequence of str
        See `stats.regressors.design_columns`.
    clusters : str, default ""
        Column of what belongs together; a missing cluster stands for itself.

    Raises
    ------
    UsageError
        If a covariate is not in the frame.
    """
    check_columns(frame, covariates)
    known = frame[frame[value].notna() & frame[group].notna() & complete_rows(frame, covariates)]
    levels = known[group].astype("str")
    found = {}
    for one in (str(level) for level in dict.fromkeys(levels) if level != reference):
        pair = known[levels.isin([one, reference])]
        inside = levels[pair.index].eq(one).to_numpy(dtype=float)
        columns = np.column_stack([design_columns(pair, covariates), inside])
        together = np.unique(numbered(pair[clusters]), return_inverse=True)[1] if clusters else None
        fit = fit_ordinal(pair[value].to_numpy(dtype=float), columns, clusters=together)
        found[one] = _gap(fit, inside, together, confidence)
    return found


def _gap(
    fit: OrdinalFit, inside: np.ndarray, clusters: np.ndarray | None, confidence: float
) -> OrdinalGap:
    at = fit.slopes.size - 1
    slope = float(fit.slopes[at])
    error = math.nan if fit.data is None else float(fit.std_errors[at])
    law = stats.t(fit.clusters - 1) if fit.clusters > 1 else stats.norm()
    half = float(law.ppf((1 + confidence) / 2)) * error
    return OrdinalGap(
        log_odds=slope,
        std_error=error,
        ci_low=slope - half,
        ci_high=slope + half,
        p_value=float(2 * law.sf(abs(slope) / error)) if error > 0 else math.nan,
        categories=fit.categories,
        effects=average_effects(fit, at, confidence=confidence),
        proportional=check_proportional_odds(fit, clusters=clusters),
        n=fit.n,
        group_n=int(inside.sum()),
        clusters=fit.clusters,
        fewest_clusters=0 if clusters is None else _fewest(inside > 0, clusters),
        equal_clusters=math.nan if clusters is None else effective_clusters(np.bincount(clusters)),
        reason_code=_reason(fit),
    )


def _fewest(inside: np.ndarray, clusters: np.ndarray) -> int:
    return min(np.unique(clusters[side]).size for side in (inside, ~inside))


def _reason(fit: OrdinalFit) -> str:
    if fit.reason_code:
        return fit.reason_code
    at = fit.slopes.size - 1
    if at not in fit.kept:
        return "determined"
    return "separated" if at in fit.separated else ""
