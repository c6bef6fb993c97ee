"""The findings about a label outcome: share, difference and ratio of one group."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.schemas.finding import Finding
from analysis.stats.adverse_impact import AdverseImpact
from analysis.stats.clustered import estimate_share
from analysis.stats.group_gaps import Gap
from analysis.studies.fairness.comparing import gap_method, judge_shares, pair_gate, worst
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.groups.label_rows import LabelRow, clustering_of
from analysis.studies.fairness.numbers import of_gap, of_ratio, of_share
from analysis.studies.fairness.parts import POINTS, TOP, WORDS
from analysis.studies.fairness.rated import Rated, enough_clusters

if TYPE_CHECKING:
    import pandas as pd

PASS_RATE = 0.8
"""Share from which a group cannot fall below four fifths of a reference that all of pass."""

WITHIN = ("within_four_fifths", "less_than_one")
"""Verdicts that say of no side that it is behind."""

Judged = Sequence[tuple[str, str]]
"""Statuses with their reasons; the worst one counts."""


def share_finding(rated: Rated, row: LabelRow, config: FairnessConfig) -> Finding:
    """Return the share of a group that has the top predikat."""
    size = pair_gate(row.share.n, row.share.n)
    judged = [
        rated.schemes,
        (size.status, "few_in_group"),
        enough_clusters(rated.labelled["cluster"]),
    ]
    status, reason = worst(judged)
    return WORDS.finding(
        "top_box_share",
        method=rated.method_of(row.share),
        status="ok" if status == "ok" else "review",
        reason_code=reason or None,
        group={**rated.scope, row.compared.trait: row.level},
        **of_share(row.share, config),
        direction="none",
    )


def gap_finding(
    rated: Rated, row: LabelRow, gap: Gap, judged: Judged, config: FairnessConfig
) -> Finding:
    """Return the difference of a group's share to the reference, in percentage points."""
    group = {**rated.scope, **row.compared.group(row.level)}
    status, reason = judge_shares(rated, row.compared.trait, gap, judged)
    if status == "blocked":
        return WORDS.blocked("gap_raw", reason, group=group)
    return WORDS.finding(
        "gap_raw",
        method=gap_method(gap, rated.clustered_beside(row.compared.trait)),
        status=status,
        reason_code=reason or None,
        group=group,
        **of_gap(gap, row.gap_adjusted, config, scale=POINTS),
        family="fairness.gap_raw.top_predikat",
        n=gap.n,
        numerator=row.share.count,
        direction="none",
    )


def good_finding(rated: Rated, outcome: pd.Series, config: FairnessConfig) -> Finding:
    """Return the share of everybody with "Baik or better", and whether four fifths could fail."""
    clustering = clustering_of(rated.labelled, outcome)
    share = estimate_share(outcome.tolist(), clustering, confidence=config.confidence)
    passes = "review" if share.estimate >= PASS_RATE else "ok"
    status, reason = worst(
        [(passes, "cannot_fail"), rated.schemes, enough_clusters(rated.labelled["cluster"])]
    )
    return WORDS.finding(
        "good_or_better_share",
        method=rated.method_of(share),
        status=status,
        reason_code=reason or None,
        group=rated.scope,
        **of_share(share, config),
        direction="none",
    )


def impact_finding(
    rated: Rated,
    row: LabelRow,
    impact: AdverseImpact,
    judged: Judged,
    config: FairnessConfig,
    *,
    outcome: str = TOP,
) -> Finding:
    """Return the ratio of a group's share to that of the reference, with its verdict."""
    further = {} if outcome == TOP else {"outcome": outcome}
    group = {**rated.scope, **row.compared.group(row.level, **further)}
    trait = row.compared.trait
    status, reason = judge_shares(rated, trait, row.gap, judged)
    if status != "blocked" and impact.reference_count == 0:
        status, reason = "blocked", "reference_without_outcome"
    headline = trait == "gender" and outcome == TOP and not rated.outcomes
    if status == "blocked":
        return WORDS.blocked("adverse_impact_ratio", reason, group=group, headline=headline)
    return WORDS.finding(
        "adverse_impact_ratio",
        measure=f"{outcome}_share_ratio",
        method=ratio_method(impact, "katz_log", rated.clustered_beside(trait)),
        status=status,
        reason_code=reason or None,
        group=group,
        family=f"fairness.adverse_impact_ratio.{outcome}",
        **of_ratio(impact, row.impact_adjusted, config),
        value_code=verdict_of(impact),
        direction="none",
        headline=headline,
    )


def ratio_method(impact: AdverseImpact, interval: str, clustered: str) -> str:
    """Return how a ratio of shares was judged, for `method`."""
    untested = math.isnan(impact.ci_low) and math.isnan(impact.p_value)
    how = "without_test" if untested else f"{interval}_fisher_exact_score_test"
    return f"ratio_of_shares_{how}_{clustered}"


def verdict_of(impact: AdverseImpact) -> str:
    """Return the side of the four-fifths rule, unless it hangs on less than one person."""
    if impact.verdict != WITHIN[0] and abs(impact.shortfall) < 1:
        return WITHIN[1]
    return impact.verdict
