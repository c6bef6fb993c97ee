"""Whether the appraisal tells people apart: the top share and the entropy of the labels."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd

from analysis.presenting.composing import GateDecision, Part
from analysis.privacy.merging import merge_small
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding
from analysis.stats.clustered import estimate_share, measure_clustering
from analysis.stats.differentiation import Differentiation, measure_differentiation
from analysis.stats.gates import Gate, gate
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.rated import Rated

QUESTION = "differentiation"
FEWEST_CLUSTERS = 8
LITTLE_VARIATION = "little_variation"


def label_gate(rated: Rated) -> Gate:
    """Return whether the labels vary enough for groups to be compared on them."""
    counts = rated.labelled["predikat"].value_counts()
    outside = int(counts.sum() - counts.max()) if len(counts) else 0
    found = gate("label_outcome", outside_modal=outside)
    return replace(found, reason_code=LITTLE_VARIATION) if found.status == "review" else found


def estimate_differentiation(rated: Rated, config: FairnessConfig) -> Part:
    """Return the share of the top predikat, the entropy of the labels, and their distribution."""
    labelled = rated.labelled
    size = gate("group_comparison", smallest_group=len(labelled))
    if size.status == "blocked":
        reason = "few_persons" if len(labelled) else "no_annual"
        blocked = [
            WORDS.blocked(name, reason, group=rated.scope, headline=True)
            for name in ("top_box_share", "entropy")
        ]
        asked = "more_persons" if len(labelled) else "annual_recap"
        return Part(tuple(blocked), gates=(GateDecision(QUESTION, "blocked", reason, asked),))
    used = measure_differentiation(
        labelled["predikat"].tolist(),
        rated.rules.predikat,
        clusters=_clusters(labelled),
        confidence=config.confidence,
    )
    reason = "few_in_group" if size.status == "review" else _reason(rated)
    findings = (
        _top_share(rated, labelled, config, reason),
        _entropy(rated, used, config, reason),
    )
    unblock = {"few_in_group": "more_persons", "predikat_derived": "predikat_column"}
    decision = GateDecision(QUESTION, "review" if reason else "ok", reason, unblock.get(reason, ""))
    return Part(findings, (distribution_table(used, config),), gates=(decision,))


def _reason(rated: Rated) -> str:
    return "predikat_derived" if rated.derived else ""


def _clusters(labelled: pd.DataFrame) -> list[object] | None:
    """Return appraiser (or unit) of each person; None where they are too few to use."""
    if labelled["cluster"].dropna().nunique() < FEWEST_CLUSTERS:
        return None
    return labelled["cluster"].fillna(labelled.index.to_series()).tolist()


def _top_share(
    rated: Rated, labelled: pd.DataFrame, config: FairnessConfig, reason: str
) -> Finding:
    outcome = labelled["predikat"].eq(rated.rules.top).astype("float64").tolist()
    clustering = measure_clustering(outcome, _clusters(labelled))
    share = estimate_share(outcome, clustering, confidence=config.confidence)
    return WORDS.finding(
        "top_box_share",
        method=f"wilson_{rated.clustered_by if clustering.clusters else 'independent'}",
        status="review" if reason else "ok",
        reason_code=reason or None,
        group=rated.scope,
        estimate=share.estimate,
        ci_low=share.ci_low,
        ci_high=share.ci_high,
        confidence=config.confidence,
        n=share.n,
        numerator=share.count,
        direction="none",
        headline=True,
    )


def _entropy(rated: Rated, used: Differentiation, config: FairnessConfig, reason: str) -> Finding:
    one_label = math.isnan(used.ci_low)
    told = reason or ("one_label" if used.outside_modal == 0 else "")
    return WORDS.finding(
        "entropy",
        method=f"shannon_over_{len(rated.rules.predikat)}_labels_delta_logit",
        status="review" if told else "ok",
        reason_code=told or None,
        group=rated.scope,
        estimate=used.entropy,
        std_error=None if one_label else used.std_error,
        ci_low=None if one_label else used.ci_low,
        ci_high=None if one_label else used.ci_high,
        confidence=config.confidence,
        n=used.n,
        numerator=used.outside_modal,
        direction="none",
        headline=True,
    )


def distribution_table(used: Differentiation, config: FairnessConfig) -> ReportTable:
    """Return how many persons have each label; neighbours are merged until each may be shown."""
    counts = pd.DataFrame({"label": list(used.counts), "n": list(used.counts.values())})
    merged = merge_small(
        counts,
        "label",
        "n",
        order=list(used.counts),
        disclosure="personnel",
        min_cell=config.min_cell,
    )
    sums = counts.assign(label=counts["label"].map(merged)).groupby("label", sort=False)["n"].sum()
    rows = [
        {"predikat": label, "n": used.n, "count": int(count), "share": count / used.n}
        for label, count in reversed(list(sums.items()))
    ]
    columns = [
        WORDS.column("predikat", "label", "text"),
        WORDS.column("n", "base", "integer", heading="persons"),
        WORDS.column("count", "count", "integer", heading="with_predikat"),
        WORDS.column("share", "share", "share"),
    ]
    return WORDS.table("distribution", pd.DataFrame(rows), columns)
