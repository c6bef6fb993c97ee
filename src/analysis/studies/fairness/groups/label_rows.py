"""A label outcome by group: shares, differences to the reference, and the adverse-impact set."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.stats.adverse_impact import AdverseImpact, compare_shares
from analysis.stats.clustered import (
    INDEPENDENT,
    ClusteredShare,
    Clustering,
    estimate_share,
    measure_clustering,
)
from analysis.stats.group_gaps import Gap, estimate_gaps
from analysis.stats.multiplicity import adjust_p_values
from analysis.studies.fairness.comparing import Comparison, without_few
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.rated import cluster_column, enough_clusters

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class LabelRow:
    """A level of a trait: its share and, but for the reference, gap and ratio with adjusted p.

    Attributes
    ----------
    compared : Comparison
    level : str
    share : ClusteredShare
        Of the persons of the level with the outcome.
    gap : Gap or None
    impact : AdverseImpact or None
    gap_adjusted, impact_adjusted : float
        Benjamini-Hochberg for the gaps, Holm for the ratios, over all rows; NaN without a test.
    """

    compared: Comparison
    level: str
    share: ClusteredShare
    gap: Gap | None = None
    impact: AdverseImpact | None = None
    gap_adjusted: float = math.nan
    impact_adjusted: float = math.nan


def label_rows(
    labelled: pd.DataFrame,
    outcome: pd.Series,
    found: list[Comparison],
    config: FairnessConfig,
    *,
    rare: bool = False,
) -> list[LabelRow]:
    """Return all levels of all traits, their p-values adjusted over all of them.

    Parameters
    ----------
    labelled : DataFrame
        By employee_id, with `cluster`.
    outcome : Series of float, index of `labelled`
        1 for persons with the favourable label, else 0.
    found : list of Comparison
    rare : bool, default False
        Ratios with score intervals, which serve for a few persons too.
    """
    clustering = clustering_of(labelled, outcome)
    rows = [
        row
        for compared in found
        for row in _of_trait(
            compared,
            outcome,
            labelled[cluster_column(compared.trait)],
            clustering,
            config,
            rare=rare,
        )
    ]
    gaps = [row.gap.p_value if row.gap else math.nan for row in rows]
    ratios = [row.impact.p_value if row.impact else math.nan for row in rows]
    return [
        replace(row, gap_adjusted=float(gap), impact_adjusted=float(ratio))
        for row, gap, ratio in zip(
            rows,
            adjust_p_values(gaps, method="bh"),
            adjust_p_values(ratios, method="holm"),
            strict=True,
        )
    ]


def clustering_of(people: pd.DataFrame, outcome: pd.Series) -> Clustering:
    """Return what persons of one `cluster` share of an outcome; nothing with too few clusters."""
    clusters = people["cluster"]
    if enough_clusters(clusters)[0] != "ok":
        return INDEPENDENT
    named = clusters.fillna(people.index.to_series())
    return measure_clustering(outcome.tolist(), named.tolist())


def _of_trait(
    compared: Comparison,
    outcome: pd.Series,
    clusters: pd.Series,
    clustering: Clustering,
    config: FairnessConfig,
    *,
    rare: bool,
) -> list[LabelRow]:
    levels, confidence = compared.levels, config.confidence
    found = estimate_gaps(
        outcome,
        levels,
        compared.reference,
        clusters=clusters,
        confidence=confidence,
        rng=np.random.default_rng(config.seed),
    )
    gaps = without_few(found)
    shares = {
        level: estimate_share(outcome[levels.eq(level)].tolist(), clustering, confidence=confidence)
        for level in compared.order
    }
    base = shares[compared.reference]
    impacts = {
        level: _ratio(share, base, gaps[level], confidence=confidence, rare=rare)
        for level, share in shares.items()
        if level != compared.reference
    }
    return [
        LabelRow(compared, level, share, gaps.get(level), impacts.get(level))
        for level, share in shares.items()
    ]


def _ratio(
    share: ClusteredShare, base: ClusteredShare, gap: Gap, *, confidence: float, rare: bool
) -> AdverseImpact:
    """Return the ratio of two shares, its interval as wide as persons of one appraiser are alike.

    Its p-value is the larger one of the exact test and of the gap, which allows for clusters; where
    the gap has no interval or no test, the ratio has none either.
    """
    found = compare_shares(
        share.count,
        share.n,
        base.count,
        base.n,
        confidence=confidence,
        design_effect=gap.design_effect,
        df=gap.df,
        interval="koopman" if rare else "katz",
    )
    if math.isnan(gap.ci_low):
        found = replace(found, ci_low=math.nan, ci_high=math.nan)
    return replace(found, p_value=float(np.maximum(found.p_value, gap.p_value)))
