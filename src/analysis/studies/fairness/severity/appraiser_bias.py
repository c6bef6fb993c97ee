"""Whether appraisers differ in how a group fares with them: bias of single appraisers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.checks import Status
from analysis.presenting.composing import GateDecision, Part
from analysis.privacy.floors import limit_of
from analysis.stats.appraiser_group import AppraiserGroupSpread, estimate_appraiser_group_spread
from analysis.stats.gates import gate
from analysis.stats.random_effects import RandomEffects
from analysis.studies.fairness.comparing import worst
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.numbers import known
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.rated import Rated
from analysis.studies.fairness.ratings import BASIC_WORK, Ratings
from analysis.studies.fairness.severity.connected import Links
from analysis.studies.fairness.severity.fits import (
    LEVEL,
    RATEE,
    RATER,
    REFERENCE,
    TRAIT,
    VALUE,
    has_both,
    held_equal,
    material_points,
    why_no_ratings,
)

if TYPE_CHECKING:
    from analysis.schemas.bundle import ReportTable
    from analysis.schemas.finding import Finding

NAME, QUESTION = "appraiser_group_spread", "appraiser_group"
DEGREES_PER_COLUMN = 20
"""Degrees of freedom within cells from which a column may be held equal."""
UNBLOCK = {
    "no_appraisals": "appraisals",
    "no_appraiser": "rater_id",
    "no_scores": "scores_or_periodic",
    "no_scores_no_appraiser": "scores_and_appraiser",
    "no_groups": "traits",
    "no_variation": "scores_or_periodic",
    "few_appraisers_of_both": "earlier_periods",
    "two_schemes": "one_scheme",
}
BLOCKED = {"few_appraisers_of_both": "too_few_appraisers_of_both"}
"""Reasons that have another code where they block than where they ask for a review."""
VERDICTS = {"beyond": "material", "below": "small", "unclear": "unclear"}


def estimate_appraiser_bias(
    ratings: Ratings, links: Links, rated: Rated, config: FairnessConfig
) -> Part:
    """Return how far appraisers differ in the difference between women and men among their ratees.

    Appraisers need share nobody: everyone is compared with others of the same appraiser. Where the
    data hold labels only, nothing is estimated, since a rare label tells nothing within a team.

    Parameters
    ----------
    ratings : Ratings
        Of earlier periods as well.
    """
    group = {**rated.scope, TRAIT: LEVEL, "reference": REFERENCE}
    reason = _reason(ratings, links)
    found = None if reason else _spread(ratings, config)
    if found is None:
        return _nothing(reason or "no_groups", group)
    judged = gate("appraiser_group", appraisers=found.appraisers)
    if judged.status == "blocked":
        return _nothing(judged.reason_code, group)
    if found.differences is None:
        return _nothing(found.reason_code, group)
    limit = limit_of("sensitive", min_cell=config.min_cell)
    if not limit.base_is_safe(min(found.group_persons, found.reference_persons)):
        return _nothing("no_groups", group)
    status, reason = worst([rated.schemes, (judged.status, judged.reason_code)])
    finding = _finding(found, found.differences, (status, reason), group, config)
    decision = GateDecision(QUESTION, status, reason, UNBLOCK.get(reason, ""))
    return Part((finding,), (_table(found, found.differences),), gates=(decision,))


def _reason(ratings: Ratings, links: Links) -> str:
    rows = ratings.rows
    if rows.empty:
        return why_no_ratings(links)
    if ratings.is_label:
        return "no_scores" if ratings.by_appraiser else "no_scores_no_appraiser"
    if not (rows[RATER].notna() & rows[RATER].ne(rows[RATEE])).any():
        return "no_appraiser"
    return "" if has_both(ratings) else "no_groups"


def _spread(ratings: Ratings, config: FairnessConfig) -> AppraiserGroupSpread | None:
    """Return the spread of the gap over appraisers; None where nobody else rated the group.

    As much is held equal as persons are enough for: slopes that a few persons bear would be taken
    for differences between appraisers.
    """
    every = held_equal(ratings)
    basic = tuple(one for one in every if one in BASIC_WORK)
    for columns in dict.fromkeys((every, basic, ())):
        found = _spread_beside(ratings, columns, config)
        if found is None or found.degrees >= DEGREES_PER_COLUMN * found.columns:
            break
    return found


def _spread_beside(
    ratings: Ratings, columns: tuple[str, ...], config: FairnessConfig
) -> AppraiserGroupSpread | None:
    rows = ratings.rows
    found = estimate_appraiser_group_spread(
        rows,
        value=VALUE,
        ratee=RATEE,
        rater=RATER,
        group=TRAIT,
        reference=REFERENCE,
        threshold=material_points("appraiser_group", rows),
        covariates=columns,
        confidence=config.confidence,
    )
    return found.get(LEVEL)


def _finding(
    found: AppraiserGroupSpread,
    differences: RandomEffects,
    judged: tuple[Status, str],
    group: dict[str, str],
    config: FairnessConfig,
) -> Finding:
    return WORDS.finding(
        NAME,
        method="paule_mandel_q_profile_within_appraisers",
        status=judged[0],
        reason_code=judged[1] or None,
        group=group,
        estimate=differences.spread,
        ci_low=differences.spread_low,
        ci_high=differences.spread_high,
        confidence=config.confidence,
        p_value=differences.p_value,
        n=found.appraisers,
        value_code=VERDICTS[found.verdict],
        strength="associational",
        direction="none",
        disclosure="sensitive",
    )


def _nothing(reason: str, group: dict[str, str]) -> Part:
    told = BLOCKED.get(reason, reason)
    finding: Finding = WORDS.blocked(NAME, told, group=group, disclosure="sensitive")
    return Part((finding,), gates=(GateDecision(QUESTION, "blocked", reason, UNBLOCK[reason]),))


def _table(found: AppraiserGroupSpread, differences: RandomEffects) -> ReportTable:
    frame = pd.DataFrame(
        [
            {
                TRAIT: LEVEL,
                "appraisers": found.appraisers,
                "spread": differences.spread,
                "spread_low": differences.spread_low,
                "spread_high": differences.spread_high,
                "threshold": found.threshold,
                "behind": known(found.share_behind),
                "ahead": known(found.share_ahead),
            }
        ]
    )
    base = "appraisers"
    names = {LEVEL: WORDS.both("appraiser_group_level")}
    columns = [
        WORDS.column(TRAIT, "label", "text", heading="comparison", codes=names),
        WORDS.column(base, "base", "integer"),
        WORDS.column("spread", "mean", "index", base=base, heading="gap_spread"),
        WORDS.column("spread_low", "bound", "index", base=base),
        WORDS.column("spread_high", "bound", "index", base=base),
        WORDS.column("threshold", "mean", "index", base=base),
        WORDS.column("behind", "mean", "share", base=base),
        WORDS.column("ahead", "mean", "share", base=base),
    ]
    note = WORDS.both("table_note.appraiser_group")
    return WORDS.table("appraiser_group", frame, columns, disclosure="sensitive", note=note)
