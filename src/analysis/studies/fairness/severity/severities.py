"""Severity of appraisers: where differences between ratings come from, and whom they meet."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.presenting.composing import GateDecision, Part, combine
from analysis.presenting.composing.chance import DIFFERENT
from analysis.stats.crossed import CrossedFit
from analysis.stats.crossed_fixed import FixedEffect
from analysis.stats.gates import Gate
from analysis.stats.severities import ShrunkenSeverities, describe_severities
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.numbers import known
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.rated import Rated
from analysis.studies.fairness.ratings import Ratings
from analysis.studies.fairness.severity.appraiser_bias import estimate_appraiser_bias
from analysis.studies.fairness.severity.connected import UNBLOCK, assess_connectivity, judge_links
from analysis.studies.fairness.severity.fits import (
    LEVEL,
    REFERENCE,
    TRAIT,
    SeverityFits,
    fit_severity,
    material_points,
)
from analysis.studies.fairness.severity.predikat_change import estimate_predikat_change
from analysis.studies.fairness.severity.tables import (
    distribution_table,
    shares_table,
    spread_table,
)

if TYPE_CHECKING:
    from analysis.schemas.finding import Finding
    from analysis.store import StudyData

QUESTION = "severity"
WHOLE, SORTED = ("variance_share", "severity_spread"), ("sorting", "fixed_less_random")
BLOCKED = {"weakly_connected": "not_connected", "no_ratings": "no_appraiser"}
"""Reasons that have another code where they block than where they ask for a review."""
UNBLOCK_FITS = {
    **UNBLOCK,
    "no_scores": "scores_or_periodic",
    "no_scores_no_appraiser": "scores_and_appraiser",
    "no_variation": "scores_or_periodic",
    "not_converged": "earlier_periods",
    "no_ratings": "rater_id",
    "singular": "earlier_periods",
    "two_schemes": "one_scheme",
}
LEFT_OUT = {"one_rating_each": "ratee_not_separate", "one_unit": "unit_not_separate"}


def estimate_severity(
    data: StudyData, rated: Rated, ratings: Ratings, config: FairnessConfig
) -> Part:
    """Return all that is said about appraisers: links, severity, sorting, bias of single ones.

    Parameters
    ----------
    ratings : Ratings
        Of earlier periods as well.
    """
    links = judge_links(data, ratings, config)
    fits = _under_one_scheme(fit_severity(ratings, links, config), rated)
    return combine(
        [
            assess_connectivity(links, rated.scope),
            _severity(fits, rated, config),
            _sorting(fits, rated, config),
            estimate_predikat_change(data, fits, rated),
            estimate_appraiser_bias(ratings, links, rated, config),
        ]
    )


def _under_one_scheme(fits: SeverityFits, rated: Rated) -> SeverityFits:
    """Return the fits with a verdict no better than that on the rule sets of the ratings."""
    if fits.judged.status == "ok" and rated.scheme_gate.status != "ok":
        return replace(fits, judged=rated.scheme_gate)
    return fits


def _severity(fits: SeverityFits, rated: Rated, config: FairnessConfig) -> Part:
    judged = fits.judged
    unblock = UNBLOCK_FITS.get(judged.reason_code, "")
    decision = GateDecision(QUESTION, judged.status, judged.reason_code, unblock)
    if fits.plain is None:
        found = [_blocked(name, _blocking(judged), rated.scope) for name in WHOLE]
        return Part(tuple(found), gates=(decision,))
    used = fits.ratings.rows[fits.plain.used]
    threshold = material_points("severity", used)
    spread = describe_severities(fits.plain, threshold=threshold)
    tables = [
        shares_table(fits.plain),
        spread_table(spread, fits.ratings.outcome),
        distribution_table(used, fits.plain, threshold),
    ]
    return Part(
        (
            *_shares(fits.plain, judged, rated, config),
            _spread(spread, judged, rated, config),
        ),
        tuple(one for one in tables if one is not None),
        gates=(decision,),
    )


def _blocking(judged: Gate) -> str:
    return BLOCKED.get(judged.reason_code, judged.reason_code)


def _blocked(name: str, reason: str, group: dict[str, str]) -> Finding:
    options = {"disclosure": "sensitive"} if name == "severity_spread" else {}
    return WORDS.blocked(name, reason, group=group, **options)


def _shares(
    fit: CrossedFit, judged: Gate, rated: Rated, config: FairnessConfig
) -> tuple[Finding, ...]:
    """Return each source's share of the variance, and why a source has none of its own."""
    found = [
        WORDS.finding(
            "variance_share",
            method=f"crossed_reml_{share.method}",
            status=judged.status,
            reason_code=judged.reason_code or None,
            group={**rated.scope, "component": share.source},
            estimate=share.share,
            std_error=known(share.std_error),
            ci_low=share.ci_low,
            ci_high=share.ci_high,
            confidence=config.confidence,
            n=fit.ratees,
            direction="none",
        )
        for share in fit.shares
    ]
    left_out = [
        _blocked(
            "variance_share",
            LEFT_OUT.get(reason, "unit_not_separate"),
            {**rated.scope, "component": source},
        )
        for source, reason in fit.skipped.effects
    ]
    return (*found, *left_out)


def _spread(
    spread: ShrunkenSeverities, judged: Gate, rated: Rated, config: FairnessConfig
) -> Finding:
    return WORDS.finding(
        "severity_spread",
        method="crossed_reml_standard_deviation",
        status=judged.status,
        reason_code=judged.reason_code or None,
        group=rated.scope,
        estimate=spread.std_dev,
        ci_low=spread.ci_low,
        ci_high=spread.ci_high,
        confidence=config.confidence,
        n=spread.appraisers,
        value_code=_verdict(spread),
        direction="none",
        disclosure="sensitive",
    )


def _verdict(spread: ShrunkenSeverities) -> str:
    if spread.ci_low > spread.threshold:
        return "material"
    return "small" if spread.ci_high < spread.threshold else "unclear"


def _sorting(fits: SeverityFits, rated: Rated, config: FairnessConfig) -> Part:
    """Return what the group loses by whom it meets, and what holding appraisers equal changes."""
    group = {**rated.scope, TRAIT: LEVEL, "reference": REFERENCE}
    reason = _blocking(fits.judged) if fits.plain is None else _no_group(fits.within)
    if reason or fits.within is None:
        return Part(tuple(_blocked(name, reason, group) for name in SORTED))
    fit = fits.within
    met = _scaled(fit.sorting[LEVEL], _met_apart(fits.ratings, fit))
    moved = fit.fixed_less_random[LEVEL]
    return Part(
        (
            _sorted_finding("sorting", met, fit, fits.judged, group, config),
            _sorted_finding("fixed_less_random", moved, fit, fits.judged, group, config),
        )
    )


def _no_group(fit: CrossedFit | None) -> str:
    if fit is None or fit.reason_code or LEVEL not in fit.gaps or LEVEL not in fit.sorting:
        return "no_groups"
    return "" if fit.converged else "not_converged"


def _met_apart(ratings: Ratings, fit: CrossedFit) -> float:
    """Return how far apart the shares of the group lie among those whom group and others meet.

    An appraiser's share of the group, averaged over the ratings of the group less that over the
    others: the part of the variance of group membership that lies between appraisers.
    """
    used = ratings.rows[fit.used]
    inside = used[TRAIT].eq(LEVEL)
    share = inside.groupby(used["rater_id"]).transform("mean")
    return float(share[inside].mean() - share[~inside].mean())


def _scaled(effect: FixedEffect, factor: float) -> FixedEffect:
    return replace(
        effect,
        estimate=factor * effect.estimate,
        std_error=factor * effect.std_error,
        ci_low=factor * effect.ci_low,
        ci_high=factor * effect.ci_high,
    )


def _sorted_finding(  # noqa: PLR0917 - one effect and how it is told
    name: str,
    effect: FixedEffect,
    fit: CrossedFit,
    judged: Gate,
    group: dict[str, str],
    config: FairnessConfig,
) -> Finding:
    clear = not math.isnan(effect.p_value) and effect.p_value < DIFFERENT
    side = "lower" if effect.estimate < 0 else "higher"
    return WORDS.finding(
        name,
        method="crossed_reml_mundlak_t_by_appraiser",
        status=judged.status,
        reason_code=judged.reason_code or None,
        group=group,
        estimate=effect.estimate,
        std_error=effect.std_error,
        ci_low=effect.ci_low,
        ci_high=effect.ci_high,
        confidence=config.confidence,
        p_value=known(effect.p_value),
        n=fit.ratees,
        value_code=side if clear else "not_seen",
        strength="associational",
        direction="none",
    )
