"""The difference between groups once work, and then the unit as well, is held equal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from analysis.checks import Status
from analysis.stats.coefficients import FEW_TREATED
from analysis.stats.linear import GapStep, incremental_gaps
from analysis.studies.fairness.comparing import SPARE, Comparison, cluster_reason, pair_gate, worst
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.like_for_like.alike import (
    LEVEL,
    SAME_UNIT,
    SAME_WORK,
    UNIT_TRAIT,
    Alike,
    counts_are_safe,
    parameters,
)
from analysis.studies.fairness.like_for_like.judged_gaps import (
    JudgedGap,
    with_adjusted,
    with_outcome_gate,
)
from analysis.studies.fairness.rated import cluster_column

if TYPE_CHECKING:
    import pandas as pd

Judged = tuple[Status, str]


def judge_same_work(alike: Alike, config: FairnessConfig) -> list[JudgedGap]:
    """Return every comparison at equal work, and at equal work and unit."""
    found = [one for compared in alike.compared for one in _of_trait(alike, compared, config)]
    judged = [with_outcome_gate(one, alike) for one in found]
    return [
        one
        for stage in (SAME_WORK, SAME_UNIT)
        for one in with_adjusted([gap for gap in judged if gap.stage == stage])
    ]


def _of_trait(alike: Alike, compared: Comparison, config: FairnessConfig) -> list[JudgedGap]:
    stages = (SAME_WORK, *((SAME_UNIT,) if alike.has_units else ()))
    work = alike.work_beside(compared.trait)
    if not work:
        return [
            JudgedGap(compared, level, stage, "blocked", "no_work")
            for level in compared.others
            for stage in stages
        ]
    steps = {SAME_WORK: work, SAME_UNIT: ("unit_id",)}
    gaps = incremental_gaps(
        alike.people.assign(**{LEVEL: compared.levels}),
        value="value",
        group=LEVEL,
        reference=compared.reference,
        steps={stage: steps[stage] for stage in stages},
        clusters=cluster_column(compared.trait),
        confidence=config.confidence,
        rng=np.random.default_rng(config.seed),
    )
    return [
        _judged(alike, compared, level, step, config)
        for level in compared.others
        for step in gaps[level]
    ]


def _judged(
    alike: Alike, compared: Comparison, level: str, step: GapStep, config: FairnessConfig
) -> JudgedGap:
    levels = compared.levels.reindex(alike.people.index)
    pair = alike.people[levels.isin([level, compared.reference])]
    inside = levels[pair.index].eq(level)
    raw = alike.raw[compared.trait][level]
    status, reason = _verdict(compared.trait, step, pair, cluster_reason(raw))
    counted = alike.is_label
    return JudgedGap(
        compared,
        level,
        step.step,
        status,
        reason,
        gap=step.gap,
        n=step.group_n,
        reference_n=step.reference_n,
        count=int(pair.loc[inside, "value"].sum()) if counted else None,
        hidden=counted and not counts_are_safe(pair["value"], inside, config),
    )


def _verdict(trait: str, step: GapStep, pair: pd.DataFrame, clusters: Judged) -> Judged:
    if clusters[0] == "blocked":
        return clusters
    if reason := _why_not(trait, step, pair):
        return "blocked", reason
    size = pair_gate(step.group_n, step.reference_n)
    return worst([(size.status, "few_in_group"), clusters])


def _why_not(trait: str, step: GapStep, pair: pd.DataFrame) -> str:
    """Return why a comparison cannot be made; empty where it can."""
    spare = len(pair) - parameters(pair, step.held_equal) - 2
    reasons = (
        (trait == UNIT_TRAIT and step.step == SAME_UNIT, "unit_is_the_group"),
        (spare < SPARE, "few_to_hold_equal"),
        (math.isnan(step.gap.estimate), "work_never_alike"),
        (step.gap.equal_clusters < FEW_TREATED, "little_in_common"),
        (step.gap.inference == "none", "values_equal"),
    )
    return next((reason for holds, reason in reasons if holds), "")
