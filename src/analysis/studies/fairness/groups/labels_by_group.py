"""Groups compared on their labels: the top predikat, and "Baik or better"."""

from __future__ import annotations

from analysis.presenting.composing import GateDecision, Part
from analysis.privacy.floors import limit_of
from analysis.rules.appraisal import predikat_codes
from analysis.schemas.finding import Finding
from analysis.stats.gates import SMALLEST_GROUP, Gate
from analysis.studies.fairness.comparing import CANNOT_FAIL, comparisons, decide, pair_gate
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.groups.differentiation import label_gate
from analysis.studies.fairness.groups.label_findings import (
    Judged,
    gap_finding,
    good_finding,
    impact_finding,
    share_finding,
)
from analysis.studies.fairness.groups.label_rows import LabelRow, label_rows
from analysis.studies.fairness.groups.label_tables import good_table, impact_table, share_table
from analysis.studies.fairness.parts import GOOD, GOOD_OR_BETTER, GOOD_TRAIT, WORDS
from analysis.studies.fairness.rated import Rated


def compare_labels(rated: Rated, config: FairnessConfig) -> Part:
    """Return shares, gaps and ratios of the top predikat for every trait; blocked where it must be.

    With too few persons outside the most used label nothing is compared: equal labels are no
    evidence of equal treatment.
    """
    labelled = rated.labelled
    gate = label_gate(rated)
    if labelled.empty:
        return _blocked(rated, "no_annual", "annual_recap")
    if gate.status == "blocked":
        return _blocked(rated, gate.reason_code, "scores_or_periodic")
    found = comparisons(labelled, config)
    if not found:
        return _blocked(rated, "no_groups", "traits")
    outcome = labelled["predikat"].eq(rated.rules.top).astype("float64")
    rows = label_rows(labelled, outcome, found, config)
    findings = [one for row in rows for one in _findings(rated, row, gate, config)]
    tables = (share_table(rows), impact_table(rows))
    return Part(tuple(findings), tables, gates=_decisions(findings, gate))


def _blocked(rated: Rated, reason: str, unblock: str) -> Part:
    return Part(
        findings=(
            WORDS.blocked("gap_raw", reason, group=rated.scope),
            WORDS.blocked(
                "adverse_impact_ratio", reason, group=rated.scope, headline=not rated.outcomes
            ),
        ),
        gates=tuple(
            GateDecision(question, "blocked", reason, unblock)
            for question in ("group_labels", "impact")
        ),
    )


def _findings(rated: Rated, row: LabelRow, gate: Gate, config: FairnessConfig) -> list[Finding]:
    share = share_finding(rated, row, config)
    if row.gap is None or row.impact is None:
        return [share]
    judged = _judged(row.gap.n, row.gap.reference_n, gate)
    return [
        share,
        gap_finding(rated, row, row.gap, judged, config),
        impact_finding(rated, row, row.impact, judged, config),
    ]


def _judged(n: int, reference_n: int, gate: Gate) -> Judged:
    pair = pair_gate(n, reference_n)
    return [(gate.status, gate.reason_code), (pair.status, "few_in_group")]


def assess_good_or_better(rated: Rated, config: FairnessConfig) -> Part:
    """Return the share of "Baik or better", and its ratios, which cannot fail where all pass.

    No ratio is given where too few are below for two groups to be shown.
    """
    labelled = rated.labelled
    if len(labelled) < SMALLEST_GROUP or GOOD not in rated.rules.predikat:
        return Part()
    least = rated.rules.predikat.index(GOOD) + 1
    codes = predikat_codes(labelled["predikat"], rated.rules)
    outcome = codes.ge(least).astype("float64")
    whole = good_finding(rated, outcome, config)
    compared = [one for one in comparisons(labelled, config) if one.trait == GOOD_TRAIT]
    below = int((1 - outcome).sum())
    if not compared or 0 < below < 2 * limit_of("personnel", min_cell=config.min_cell).floor:
        return Part((whole,))
    rows = label_rows(labelled, outcome, compared, config)
    findings = [
        impact_finding(
            rated, row, row.impact, _judged_good(rated, row), config, outcome=GOOD_OR_BETTER
        )
        for row in rows
        if row.impact is not None
    ]
    return Part((whole, *findings), (good_table(rows, outcome),))


def _judged_good(rated: Rated, row: LabelRow) -> Judged:
    impact = row.impact
    if impact is None:
        return []
    pair = pair_gate(impact.n, impact.reference_n)
    passes = "review" if impact.cannot_fail else "ok"
    return [(passes, CANNOT_FAIL), rated.schemes, (pair.status, "few_in_group")]


def _decisions(findings: list[Finding], gate: Gate) -> tuple[GateDecision, ...]:
    return tuple(
        decide(question, [one for one in findings if one.id == f"fairness.{name}"], gate)
        for question, name in (("group_labels", "gap_raw"), ("impact", "adverse_impact_ratio"))
    )
