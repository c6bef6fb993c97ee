"""Whether the appraisal tells people apart: the top share and the entropy of the labels."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd

from analysis.presenting.composing import GateDecision, Part
from analysis.presenting.composing.words import LANGUAGES
from analysis.privacy.merging import JOINED, merge_small
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding
from analysis.stats.clustered import estimate_share, measure_clustering
from analysis.stats.differentiation import measure_differentiation
from analysis.stats.gates import Gate, gate
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.numbers import of_share
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.rated import (
    Rated,
    compared_levels,
    enough_clusters,
    ordered_levels,
)

QUESTION = "differentiation"
LITTLE_VARIATION, ONE_LABEL = "little_variation", "one_label"


def label_gate(rated: Rated) -> Gate:
    """Return whether the labels vary enough, under one scheme, for groups to be compared."""
    counts = rated.labelled["predikat"].value_counts()
    outside = int(counts.sum() - counts.max()) if len(counts) else 0
    found = gate("label_outcome", outside_modal=outside)
    if found.status != "blocked" and rated.scheme_gate.status != "ok":
        return rated.scheme_gate
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
    reason = "few_in_group" if size.status == "review" else _reason(rated, labelled)
    entropy = entropy_finding(rated, config, reason, headline=True)
    findings = (
        _top_share(rated, labelled, config, reason),
        entropy,
        *_by_unit_group(rated, config),
    )
    unblock = {
        "few_in_group": "more_persons",
        "predikat_derived": "predikat_column",
        "few_clusters": "more_appraisers",
        "two_schemes": "one_scheme",
        ONE_LABEL: "scores_or_periodic",
    }
    asked = entropy.reason_code or ""
    decision = GateDecision(QUESTION, "review" if asked else "ok", asked, unblock.get(asked, ""))
    table = distribution_table(rated, merged_labels(rated, config))
    return Part(findings, (table,), gates=(decision,))


def _by_unit_group(rated: Rated, config: FairnessConfig) -> list[Finding]:
    """Return the entropy of every kind of unit in which the labels shown are not all alike.

    That all of a kind are alike would tell the label of each of them.
    """
    levels = compared_levels(rated.labelled, "unit_group", config)
    found = []
    for level in ordered_levels(levels, "unit_group"):
        people = rated.labelled[levels.eq(level)]
        part = replace(rated, people=people, scope={**rated.scope, "unit_group": level})
        if len(people["predikat"].map(merged_labels(part, config)).unique()) < 2:
            continue
        size = gate("group_comparison", smallest_group=len(people))
        reason = "few_in_group" if size.status == "review" else _reason(rated, people)
        found.append(entropy_finding(part, config, reason))
    return found


def _reason(rated: Rated, people: pd.DataFrame) -> str:
    """Return what asks for review of what is told of these persons."""
    own = "predikat_derived" if rated.derived else rated.scheme_gate.reason_code
    return own or enough_clusters(people["cluster"])[1]


def _clusters(labelled: pd.DataFrame) -> list[object] | None:
    """Return appraiser (or unit) of each person; None where they are too few to use."""
    if enough_clusters(labelled["cluster"])[0] != "ok":
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
        method=rated.method_of(share),
        status="review" if reason else "ok",
        reason_code=reason or None,
        group=rated.scope,
        **of_share(share, config),
        direction="none",
        headline=True,
    )


def entropy_finding(
    rated: Rated, config: FairnessConfig, reason: str, *, headline: bool = False
) -> Finding:
    """Return the entropy; its numerator are the persons outside the most used label.

    The entropy of labels given to a few would tell who they are; they are merged with a neighbour
    beforehand. Where that leaves one label of several, the numerator hides the finding.
    """
    labels = rated.labelled["predikat"]
    used = measure_differentiation(
        labels.map(merged_labels(rated, config)).tolist(),
        rated.rules.predikat,
        clusters=_clusters(rated.labelled),
        confidence=config.confidence,
    )
    outside = int(len(labels) - labels.value_counts().max())
    one_label = math.isnan(used.ci_low)
    told = reason or (ONE_LABEL if outside == 0 else "")
    return WORDS.finding(
        "entropy",
        method=f"shannon_over_{len(rated.rules.predikat)}_labels_rare_merged_delta_logit",
        status="review" if told else "ok",
        reason_code=told or None,
        group=rated.scope,
        estimate=used.entropy,
        std_error=None if one_label else used.std_error,
        ci_low=None if one_label else used.ci_low,
        ci_high=None if one_label else used.ci_high,
        confidence=config.confidence,
        n=used.n,
        numerator=used.outside_modal or outside,
        direction="none",
        headline=headline,
    )


def merged_labels(rated: Rated, config: FairnessConfig) -> dict[str, str]:
    """Return for each label the one it is counted with, so that each is given to enough persons.

    Neighbours in the order of the scheme are merged and called by the most used of them.
    """
    counts = rated.labelled["predikat"].value_counts().reindex(rated.rules.predikat, fill_value=0)
    frame = pd.DataFrame({"label": counts.index, "n": counts.to_numpy()})
    merged = merge_small(
        frame,
        "label",
        "n",
        order=list(counts.index),
        disclosure="personnel",
        min_cell=config.min_cell,
    )
    members: dict[str, list[str]] = {}
    for label, joined in merged.items():
        members.setdefault(joined, []).append(label)
    return {
        label: max(members[joined], key=lambda one: int(counts[one]))
        for label, joined in merged.items()
    }


def distribution_table(rated: Rated, merged: dict[str, str]) -> ReportTable:
    """Return how many persons have each label, the best first; merged labels under one name."""
    labels = rated.labelled["predikat"].map(merged)
    counts = labels.value_counts()
    joined = {
        name: JOINED.join(
            label for label in reversed(rated.rules.predikat) if merged[label] == name
        )
        for name in reversed(rated.rules.predikat)
        if name in merged.values()
    }
    rows = [
        {
            "predikat": told,
            "n": len(labels),
            "count": int(counts.get(name, 0)),
            "share": counts.get(name, 0) / len(labels),
        }
        for name, told in joined.items()
    ]
    names = {told: dict.fromkeys(LANGUAGES, told) for told in joined.values()}
    columns = [
        WORDS.column("predikat", "label", "text", codes=names),
        WORDS.column("n", "base", "integer", heading="persons"),
        WORDS.column("count", "count", "integer", heading="with_predikat"),
        WORDS.column("share", "share", "share"),
    ]
    return WORDS.table("distribution", pd.DataFrame(rows), columns)
