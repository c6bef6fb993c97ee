"""Differences in perceived fairness with errors that allow for what the sheets of a unit share.

A trait that cuts across units has two errors: over units, and sheet by sheet. With few units the
first is uncertain and by chance often far too small, so that the wider interval counts (Angrist &
Pischke 2009, 8.2.3). Kinds of unit hold whole units: the means of both kinds have jackknife errors
over their units (`stats.means`), their difference the degrees of freedom of Welch (1947).
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.stats.group_gaps import Gap, estimate_gaps
from analysis.stats.means import Mean, estimate_mean, t_interval, welch_p_value

if TYPE_CHECKING:
    import pandas as pd

    from analysis.studies.fairness.comparing import Comparison
    from analysis.studies.fairness.config import FairnessConfig

NESTED = "unit_group"
"""Trait whose levels hold whole units."""


def estimate_justice_gaps(
    scores: pd.Series, compared: Comparison, units: pd.Series, config: FairnessConfig
) -> dict[str, Gap]:
    """Return the difference of each level to the reference.

    Parameters
    ----------
    scores : Series of float
        Index of one dimension by sheet; missing ones are left out.
    units : Series, index of `scores`
        Unit of each sheet; where none is known, and in the view of one unit, sheets stand alone.
    """
    levels = compared.levels.reindex(scores.index)
    if config.unit or units.isna().all():
        return estimate_gaps(scores, levels, compared.reference, confidence=config.confidence)
    if compared.trait == NESTED:
        return _nested_gaps(scores, levels, compared, units, config)
    plain = estimate_gaps(scores, levels, compared.reference, confidence=config.confidence)
    clustered = estimate_gaps(
        scores,
        levels,
        compared.reference,
        clusters=units,
        confidence=config.confidence,
        rng=np.random.default_rng(config.seed),
    )
    return {level: wider(one, plain[level]) for level, one in clustered.items()}


def wider(clustered: Gap, plain: Gap) -> Gap:
    """Return the gap over clusters with the error of whichever interval is wider."""
    if math.isnan(plain.ci_high) or math.isnan(clustered.ci_high):
        return clustered
    if clustered.ci_high - clustered.ci_low >= plain.ci_high - plain.ci_low:
        return clustered
    return replace(
        clustered,
        std_error=plain.std_error,
        ci_low=plain.ci_low,
        ci_high=plain.ci_high,
        p_value=plain.p_value,
        bootstrapped=False,
    )


def _nested_gaps(
    scores: pd.Series,
    levels: pd.Series,
    compared: Comparison,
    units: pd.Series,
    config: FairnessConfig,
) -> dict[str, Gap]:
    def mean_of(level: str) -> Mean:
        rows = levels.eq(level) & scores.notna()
        return estimate_mean(
            scores[rows].to_numpy(), clusters=units[rows].tolist(), confidence=config.confidence
        )

    reference = mean_of(compared.reference)
    means = {level: mean_of(level) for level in compared.others}
    return {
        level: _difference(one, reference, config.confidence)
        for level, one in means.items()
        if one.n and reference.n
    }


def _difference(one: Mean, reference: Mean, confidence: float) -> Gap:
    """Return the difference of two means of different units, with Welch's degrees of freedom."""
    squares = np.array([one.std_error, reference.std_error]) ** 2
    error, df = math.nan, math.nan
    if not np.isnan(squares).any() and squares.sum() > 0:
        error = math.sqrt(squares.sum())
        df = float(squares.sum() ** 2 / (squares**2 / np.array([one.df, reference.df])).sum())
    estimate = one.estimate - reference.estimate
    low, high = t_interval(estimate, error, df, confidence=confidence)
    return Gap(
        estimate=estimate,
        std_error=error,
        ci_low=low,
        ci_high=high,
        p_value=welch_p_value(one, reference),
        mean=one.estimate,
        reference_mean=reference.estimate,
        n=one.n,
        reference_n=reference.n,
        clusters=one.clusters + reference.clusters,
        fewest_clusters=min(one.clusters, reference.clusters),
    )
