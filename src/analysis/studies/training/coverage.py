"""Who was trained: hours (JP) of every employee of the staff list, with or without a course."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from analysis.periods import Period
from analysis.presenting.composing import GateDecision, Part
from analysis.rules.training import TrainingRules
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding
from analysis.stats.comparing import known_number
from analysis.stats.gates import gate
from analysis.stats.means import Mean, estimate_mean
from analysis.studies.training.config import TrainingConfig
from analysis.studies.training.coverage_shares import (
    NO_MINIMUM,
    minimum_share,
    over_limit_shares,
    trained_share,
)
from analysis.studies.training.judging import (
    NEARLY_ALL,
    TOO_FEW,
    WITHOUT_REGISTER,
    judge_persons,
    method_of,
)
from analysis.studies.training.participation import Participation
from analysis.studies.training.parts import WORDS

NO_LISTS, NOBODY, NO_STATUS = "no_lists", "nobody_attended", "no_status"
NOT_A_YEAR = "not_a_year"
YEAR = "Y"
JP_LIMITS = (0.0, math.inf)
PER_PARTICIPANT = "jp_per_participant"
UNBLOCK = {
    NO_LISTS: "trainings",
    NOBODY: "trainings",
    NO_STATUS: "status_column",
    "jp_not_recorded": "jp_hours",
    "jp_missing": "jp_hours",
    WITHOUT_REGISTER: "employees",
    "status_unknown": "status_of_employees",
    NO_MINIMUM: "status_of_employees",
    NOT_A_YEAR: "whole_year",
    TOO_FEW: "employees",
    NEARLY_ALL: "",
}
"""What would unblock a question, by the reason of its decision."""


def estimate_coverage(
    participation: Participation, rules: TrainingRules, period: Period, config: TrainingConfig
) -> Part:
    """Return JP an employee, who was trained at all, and how many reach the hours of the rules."""
    reason = obstacle(participation)
    if reason:
        return _nothing(reason, config)
    mean = estimate_mean(
        participation.hours().to_numpy(), confidence=config.confidence, limits=JP_LIMITS
    )
    first = jp_finding(participation, mean, config, group=config.scope, headline=True)
    findings = [first, *trained_share(participation, config)]
    if period.rhythm == YEAR:
        minimum = minimum_share(participation, rules, config)
        findings += [minimum, *over_limit_shares(participation, rules, config)]
    else:
        minimum = WORDS.blocked("jp20_share", NOT_A_YEAR, group=config.scope, headline=True)
        findings.append(minimum)
    gates = (_decision("coverage", first), _decision("minimum", minimum))
    return Part(tuple(findings), (_states(participation),), gates=gates)


def obstacle(participation: Participation) -> str:
    """Return why no hours can be counted; empty where they can."""
    if participation.listed.empty:
        return NO_LISTS
    if participation.attended.empty:
        unstated = participation.by_state()["unstated"]
        return NO_STATUS if unstated else NOBODY
    missing = gate("jp_recorded", missing_share=participation.jp_missing_share)
    return missing.reason_code if missing.status == "blocked" else ""


def jp_finding(
    participation: Participation,
    mean: Mean,
    config: TrainingConfig,
    *,
    group: dict[str, str],
    headline: bool = False,
    **tested: Any,  # noqa: ANN401 - p-values and family
) -> Finding:
    """Return the mean JP of a group of employees."""
    status, reason = judge_persons(participation, mean.n)
    if status == "blocked":
        return WORDS.blocked("jp_mean", reason, group=group, headline=headline)
    if not participation.has_register:
        tested["measure"] = PER_PARTICIPANT
    return WORDS.finding(
        "jp_mean",
        method=method_of(participation),
        status=status,
        reason_code=reason or None,
        group=group,
        headline=headline,
        estimate=mean.estimate,
        std_error=known_number(mean.std_error),
        ci_low=known_number(mean.ci_low),
        ci_high=known_number(mean.ci_high),
        confidence=config.confidence,
        n=mean.n,
        **tested,
    )


def _states(participation: Participation) -> ReportTable:
    """Return the rows of the lists by what they say about taking part."""
    counts = {state: n for state, n in participation.by_state().items() if n}
    total: list[tuple[str | None, int]] = [(None, sum(counts.values()))]
    rows = [*total, *counts.items()]
    columns = [
        WORDS.column("state", "label", "text", codes=WORDS.codes("state", counts)),
        WORDS.column("n", "base", "integer", heading="rows"),
    ]
    return WORDS.table("states", pd.DataFrame(rows, columns=["state", "n"]), columns)


def _nothing(reason: str, config: TrainingConfig) -> Part:
    findings = tuple(
        WORDS.blocked(name, reason, group=config.scope, headline=True)
        for name in ("jp_mean", "jp20_share")
    )
    questions = ("coverage", "minimum")
    gates = tuple(GateDecision(one, "blocked", reason, UNBLOCK[reason]) for one in questions)
    return Part(findings=findings, gates=gates)


def _decision(question: str, finding: Finding) -> GateDecision:
    reason = finding.reason_code or ""
    return GateDecision(question, finding.status, reason, UNBLOCK.get(reason, ""))
