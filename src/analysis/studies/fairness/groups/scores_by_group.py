"""Scores by group: the mean of each, and its difference to the reference group.

Scores vary where labels do not: the mean of a person's scores over annual and periodic appraisals
is one value a person, however often he or she was rated.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from analysis.presenting.composing import GateDecision, Part, combine
from analysis.schemas.finding import Finding
from analysis.stats.group_gaps import Gap, estimate_gaps
from analysis.stats.multiplicity import adjust_p_values
from analysis.studies.fairness.comparing import (
    Comparison,
    cluster_reason,
    comparisons,
    decide,
    gap_method,
    group_table,
    pair_gate,
    untested,
    without_few,
    worst,
)
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.numbers import known, of_gap
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.rated import Rated, cluster_column

if TYPE_CHECKING:
    from analysis.schemas.bundle import ReportTable

QUESTION = "group_scores"
Compared = list[tuple[Comparison, dict[str, Gap]]]


def compare_scores(rated: Rated, config: FairnessConfig) -> Part:
    """Return the mean difference of every group for every score that the appraisals hold."""
    if not rated.outcomes:
        return Part(gates=(GateDecision(QUESTION, "blocked", "no_scores", "scores_or_periodic"),))
    part = combine(_of_outcome(rated, outcome, config) for outcome in rated.outcomes)
    if not part.findings:
        return Part(gates=(GateDecision(QUESTION, "blocked", "no_groups", "traits"),))
    decision = decide(QUESTION, list(part.findings))
    return combine([part, Part(gates=(decision,))])


def _of_outcome(rated: Rated, outcome: str, config: FairnessConfig) -> Part:
    people = rated.people[rated.people[outcome].notna()]
    found: Compared = [
        (
            one,
            without_few(
                estimate_gaps(
                    people[outcome],
                    one.levels,
                    one.reference,
                    clusters=people[cluster_column(one.trait)],
                    confidence=config.confidence,
                    rng=np.random.default_rng(config.seed),
                )
            ),
        )
        for one in comparisons(people, config)
    ]
    if not found:
        return Part()
    flat = [(one, level, gaps[level]) for one, gaps in found for level in one.others]
    adjusted = adjust_p_values([gap.p_value for _, _, gap in flat], method="bh")
    p_of = {(one.trait, level): float(p) for (one, level, _), p in zip(flat, adjusted, strict=True)}
    findings = [
        _finding(rated, outcome, one, level, gap, p_of[one.trait, level], config)
        for one, level, gap in flat
    ]
    return Part(tuple(findings), (_table(outcome, found, p_of),))


def _finding(  # noqa: PLR0917 - one comparison and how it is told
    rated: Rated,
    outcome: str,
    compared: Comparison,
    level: str,
    gap: Gap,
    p_adjusted: float,
    config: FairnessConfig,
) -> Finding:
    group = {**rated.scope, **compared.group(level, outcome=outcome)}
    measure = f"{outcome}_gap"
    pair = pair_gate(gap.n, gap.reference_n)
    judged = [rated.schemes, (pair.status, "few_in_group")]
    status, reason = worst([untested(gap), *judged, cluster_reason(gap)])
    if status == "blocked":
        return WORDS.blocked("gap_raw", reason, group=group, measure=measure)
    return WORDS.finding(
        "gap_raw",
        measure=measure,
        method=gap_method(gap, rated.clustered_beside(compared.trait)),
        status=status,
        reason_code=reason or None,
        group=group,
        **of_gap(gap, p_adjusted, config),
        family=f"fairness.gap_raw.{outcome}",
        n=gap.n,
        direction="none",
        headline=compared.trait == "gender" and outcome == rated.outcomes[0],
    )


def _table(outcome: str, found: Compared, p_of: dict[tuple[str, str], float]) -> ReportTable:
    rows = []
    for one, gaps in found:
        reference = next(iter(gaps.values()))
        for level in one.order:
            gap = gaps.get(level)
            rows.append(
                {
                    "margin": one.trait,
                    "level": level,
                    "n": gap.n if gap else reference.reference_n,
                    "mean": gap.mean if gap else reference.reference_mean,
                    "gap_points": gap.estimate if gap else None,
                    "gap_low": known(gap.ci_low) if gap else None,
                    "gap_high": known(gap.ci_high) if gap else None,
                    "p_adjusted": known(p_of.get((one.trait, level), math.nan)),
                }
            )
    columns = [
        WORDS.column("n", "base", "integer", heading="persons"),
        WORDS.column("mean", "mean", "index"),
        WORDS.column("gap_points", "mean", "index", heading="gap_score"),
        WORDS.column("gap_low", "bound", "index"),
        WORDS.column("gap_high", "bound", "index"),
        WORDS.column("p_adjusted", "test", "pvalue"),
    ]
    note = WORDS.both("table_note.reference")
    compared = [one for one, _ in found]
    return group_table(f"{outcome}_by_group", rows, compared, columns, note=note)
