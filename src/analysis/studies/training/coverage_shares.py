"""Shares of employees: with a course, at the minimum hours, above the maximum hours."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.rules.training import TrainingRules
from analysis.schemas.finding import Finding
from analysis.stats.proportions import estimate_proportion
from analysis.studies.training.config import TrainingConfig
from analysis.studies.training.judging import judge_share, method_of
from analysis.studies.training.participation import Participation
from analysis.studies.training.parts import WORDS
from analysis.studies.training.yearly_hours import above_maxima, reaching_minimum

NO_MINIMUM = "no_minimum"


def trained_share(participation: Participation, config: TrainingConfig) -> list[Finding]:
    """Return the share of employees with a course; none without a staff list."""
    if not participation.has_register:
        return []
    return [_finding("trained_share", participation.trained(), participation, config)]


def minimum_share(
    participation: Participation, rules: TrainingRules, config: TrainingConfig
) -> Finding:
    """Return the share of employees with a minimum who reach it."""
    reached, doubt = reaching_minimum(participation, rules)
    if reached.empty:
        return WORDS.blocked("jp20_share", NO_MINIMUM, group=config.scope, headline=True)
    return _finding("jp20_share", reached, participation, config, doubt=doubt, headline=True)


def over_limit_shares(
    participation: Participation, rules: TrainingRules, config: TrainingConfig
) -> list[Finding]:
    """Return for each status with a maximum the share of its employees above it."""
    return [
        _finding(
            "over_limit_share",
            above,
            participation,
            config,
            group={**config.scope, "status": status},
            direction="none",
        )
        for status, above in above_maxima(participation, rules).items()
    ]


def _finding(
    name: str,
    holds: pd.Series,
    participation: Participation,
    config: TrainingConfig,
    *,
    doubt: str = "",
    **values: Any,  # noqa: ANN401 - fields of the finding
) -> Finding:
    """Return the share of employees for whom something holds."""
    fields: dict[str, Any] = {"group": config.scope, **values}
    share = estimate_proportion(int(holds.sum()), len(holds), confidence=config.confidence)
    status, reason = judge_share(participation, share)
    if status == "blocked":
        return WORDS.blocked(name, reason, **fields)
    if status == "ok" and doubt:
        status, reason = "review", doubt
    return WORDS.finding(
        name,
        method=method_of(participation),
        status=status,
        reason_code=reason or None,
        estimate=share.estimate,
        ci_low=share.ci_low,
        ci_high=share.ci_high,
        confidence=config.confidence,
        n=share.n,
        numerator=share.count,
        **fields,
    )
