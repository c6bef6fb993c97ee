"""Who gets rewards, promotions, places to study and to learn, and who gets the harms.

Each kind of decision is laid beside the reference group as a ratio (the adverse-impact set; a risk
ratio for harms), then compared again among people of equal performance (`decision_gaps`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.presenting.composing import GateDecision, Part, combine
from analysis.schemas.finding import Finding
from analysis.stats.adverse_impact import AdverseImpact
from analysis.stats.clustered import ClusteredShare, estimate_share
from analysis.studies.fairness.comparing import (
    Comparison,
    comparisons,
    decide,
    judge_shares,
    pair_gate,
    worst,
)
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.decisions.at_equal_performance import estimate_decision_gaps
from analysis.studies.fairness.decisions.decided import LOW_PREDIKAT, Decided, read_decided
from analysis.studies.fairness.decisions.gender import decisions_of_gender
from analysis.studies.fairness.decisions.tables import decision_table, risk_verdict
from analysis.studies.fairness.groups.label_findings import ratio_method, verdict_of
from analysis.studies.fairness.groups.label_rows import LabelRow, clustering_of, label_rows
from analysis.studies.fairness.numbers import of_ratio, of_share
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.rated import Rated, enough_clusters

if TYPE_CHECKING:
    from analysis.checks import Status
    from analysis.store import StudyData

NAME, QUESTION = "adverse_impact_ratio", "decisions"
UNBLOCK = {
    "no_decisions": "decisions",
    "no_trainings": "decisions",
    "few_decisions": "decisions_complete",
    "rare_decision": "decisions_complete",
    "performance_unknown": "scores_or_periodic",
    "label_only": "scores_or_periodic",
    "no_groups": "traits",
    "two_schemes": "one_scheme",
}


def estimate_decisions(data: StudyData, rated: Rated, config: FairnessConfig) -> Part:
    """Return the ratios of every kind of decision, and the gaps at equal performance."""
    found = [(one, _compared(one, config)) for one in read_decided(data, rated)]
    impacts = [_impact(rated, one, compared, config) for one, compared in found]
    gaps = estimate_decision_gaps(rated, found, config)
    decision = Part(gates=(_decision([one for one, _ in found], gaps.findings),))
    return combine([*impacts, gaps, decisions_of_gender(gaps.findings), decision])


def _compared(decided: Decided, config: FairnessConfig) -> list[Comparison]:
    """Return the groups that are compared on a kind of decision; none where it is blocked."""
    if decided.gate.status == "blocked":
        return []
    return comparisons(decided.people, config, disclosure=decided.kind.disclosure)


def _decision(found: Sequence[Decided], gaps: Sequence[Finding]) -> GateDecision:
    """Return the decision on the question: at best `review` where no decisions are on file."""
    decision = decide(QUESTION, gaps)
    if decision.status != "blocked" and any(one.missing == "no_decisions" for one in found):
        decision = GateDecision(QUESTION, "review", "no_decisions")
    return replace(decision, unblock=UNBLOCK.get(decision.reason, decision.unblock))


def _impact(
    rated: Rated, decided: Decided, compared: list[Comparison], config: FairnessConfig
) -> Part:
    kind, judged = decided.kind, decided.gate
    if not compared:
        why = judged.reason_code if judged.status == "blocked" else "no_groups"
        return Part((_blocked(rated, decided, why),))
    rows = label_rows(decided.people, decided.outcome, compared, config, rare=True)
    clustering = clustering_of(decided.people, decided.outcome)
    whole = estimate_share(decided.outcome.tolist(), clustering, confidence=config.confidence)
    findings = [
        _share(rated, decided, {}, whole, config),
        *(
            _share(rated, decided, {row.compared.trait: row.level}, row.share, config)
            for row in rows
        ),
        *(
            _finding(rated, decided, row, row.impact, config)
            for row in rows
            if row.impact is not None
        ),
    ]
    return Part(tuple(findings), (decision_table(kind, rows),))


def _schemes(rated: Rated, decided: Decided) -> tuple[Status, str]:
    """Return what two rule sets ask of a kind of decision; only a low predikat rests on them."""
    return rated.schemes if decided.kind.name == LOW_PREDIKAT else ("ok", "")


def _share(
    rated: Rated,
    decided: Decided,
    group: dict[str, str],
    share: ClusteredShare,
    config: FairnessConfig,
) -> Finding:
    """Return the share of a group that has the decision; disclosure needs whole and groups."""
    size, judged = pair_gate(share.n, share.n), decided.gate
    status, reason = worst(
        [
            _schemes(rated, decided),
            (judged.status, judged.reason_code),
            (size.status, "few_in_group"),
            enough_clusters(decided.people["cluster"]),
        ]
    )
    kind = decided.kind
    return WORDS.finding(
        "decision_share",
        measure=f"{kind.name}_share",
        disclosure=kind.disclosure,
        method=rated.method_of(share),
        status="ok" if status == "ok" else "review",
        reason_code=reason or None,
        group={**rated.scope, **group},
        **of_share(share, config),
        direction="none" if kind.favourable else "lower",
    )


def _blocked(rated: Rated, decided: Decided, reason: str) -> Finding:
    return WORDS.blocked(
        NAME,
        reason,
        group={**rated.scope, "outcome": decided.kind.name},
        measure=f"{decided.kind.name}_share_ratio",
        disclosure=decided.kind.disclosure,
    )


def _finding(
    rated: Rated,
    decided: Decided,
    row: LabelRow,
    impact: AdverseImpact,
    config: FairnessConfig,
) -> Finding:
    kind, pair = decided.kind, pair_gate(impact.n, impact.reference_n)
    group = {**rated.scope, **row.compared.group(row.level, outcome=kind.name)}
    told = {"measure": f"{kind.name}_share_ratio", "disclosure": kind.disclosure}
    judged = [
        (pair.status, "few_in_group"),
        ("ok" if impact.reference_count else "blocked", "reference_without_decision"),
        _schemes(rated, decided),
        (decided.gate.status, decided.gate.reason_code),
    ]
    trait = row.compared.trait
    status, reason = judge_shares(rated, trait, row.gap, judged)
    if status == "blocked":
        return WORDS.blocked(NAME, reason, group=group, **told)
    return WORDS.finding(
        NAME,
        method=ratio_method(impact, "koopman", rated.clustered_beside(trait)),
        status=status,
        reason_code=reason or None,
        group=group,
        family=f"fairness.adverse_impact_ratio.{kind.name}",
        **of_ratio(impact, row.impact_adjusted, config),
        value_code=verdict_of(impact) if kind.favourable else risk_verdict(impact),
        direction="none" if kind.favourable else "lower",
        **told,
    )
