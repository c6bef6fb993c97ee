"""The numbers of an estimate as the fields of a finding; what could not be estimated is null."""

from __future__ import annotations

import math
from typing import Any

from analysis.stats.adverse_impact import AdverseImpact
from analysis.stats.clustered import ClusteredShare
from analysis.stats.coefficients import Coefficient
from analysis.stats.components import Component
from analysis.stats.group_gaps import Gap
from analysis.stats.means import Mean
from analysis.stats.proportions import Proportion
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.parts import POINTS

Estimated = Gap | Coefficient | Component | Mean
"""A difference with its error and its test, NaN where they are not known."""
Counted = ClusteredShare | Proportion
"""A share with its interval, its base and its count."""


def of_gap(
    gap: Estimated, p_adjusted: float, config: FairnessConfig, *, scale: float = 1.0
) -> dict[str, Any]:
    """Return estimate, error, interval and test of a difference, times `scale`."""
    return {
        "estimate": known(gap.estimate * scale),
        "std_error": known(gap.std_error * scale),
        "ci_low": known(gap.ci_low * scale),
        "ci_high": known(gap.ci_high * scale),
        "confidence": config.confidence,
        "p_value": known(gap.p_value),
        "p_adjusted": known(p_adjusted),
    }


def of_mean(mean: Mean, config: FairnessConfig) -> dict[str, Any]:
    """Return a mean, its error, interval and base."""
    return {
        "estimate": mean.estimate,
        "std_error": known(mean.std_error),
        "ci_low": known(mean.ci_low),
        "ci_high": known(mean.ci_high),
        "confidence": config.confidence,
        "n": mean.n,
    }


def of_share(share: Counted, config: FairnessConfig) -> dict[str, Any]:
    """Return a share, its interval, base and count."""
    return {
        "estimate": share.estimate,
        "ci_low": share.ci_low,
        "ci_high": share.ci_high,
        "confidence": config.confidence,
        "n": share.n,
        "numerator": share.count,
    }


def of_ratio(impact: AdverseImpact, p_adjusted: float, config: FairnessConfig) -> dict[str, Any]:
    """Return a ratio of shares, its interval and test, and base and count of the group."""
    return {
        "estimate": impact.ratio,
        "ci_low": known(impact.ci_low),
        "ci_high": known(impact.ci_high),
        "confidence": config.confidence,
        "p_value": known(impact.p_value),
        "p_adjusted": known(p_adjusted),
        "n": impact.n,
        "numerator": impact.count,
    }


def known(value: float) -> float | None:
    """Return the number, None where it is not one."""
    return None if math.isnan(value) else float(value)


def in_points(value: float) -> float | None:
    """Return a share in percentage points, None where it is not known."""
    return known(value * POINTS)
