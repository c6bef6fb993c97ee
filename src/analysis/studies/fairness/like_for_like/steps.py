"""What is left of the difference between groups as more is held equal.

Raw; at equal grade and position; in the same unit as well; and, from single ratings, under the same
appraiser. All steps but the last are about the same persons. A change from one step to the next
is a change of who is compared with whom, not a cause of the difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from analysis.presenting.composing import GateDecision, Part, combine
from analysis.schemas.finding import Finding
from analysis.studies.fairness.comparing import TOO_RARE, decide
from analysis.studies.fairness.comparing import UNBLOCK as ASKED
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.like_for_like.alike import Alike, outcome_gate, read_alike
from analysis.studies.fairness.like_for_like.judged_gaps import JudgedGap, gap_finding
from analysis.studies.fairness.like_for_like.ordered_labels import check_ordered_labels
from analysis.studies.fairness.like_for_like.same_work import judge_same_work
from analysis.studies.fairness.like_for_like.tables import step_tables
from analysis.studies.fairness.like_for_like.within_appraiser import NAME as WITHIN
from analysis.studies.fairness.like_for_like.within_appraiser import judge_within, within_findings
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.rated import Rated
from analysis.studies.fairness.ratings import Ratings

ADJUSTED = "gap_adjusted"
QUESTIONS = {ADJUSTED: "like_for_like", WITHIN: "same_appraiser"}
UNBLOCK = {
    **ASKED,
    TOO_RARE: "scores_or_periodic",
    "no_annual": "annual_recap",
    "no_groups": "traits",
    "no_work": "work_columns",
    "no_appraiser": "rater_id",
    "no_appraiser_of_both": "second_ratings",
    "few_shared_appraisers": "more_appraisers",
    "rests_on_few_appraisers": "more_appraisers",
    "rests_on_less_than_half": "second_ratings",
}


def compare_like_for_like(rated: Rated, ratings: Ratings, config: FairnessConfig) -> Part:
    """Return the differences of all groups at equal work, unit and appraiser, with their tables."""
    gate = outcome_gate(rated, ratings)
    if ratings.is_label and rated.labelled.empty:
        return _nothing(rated, QUESTIONS, "no_annual")
    if gate.status == "blocked":
        return _nothing(rated, QUESTIONS, gate.reason_code)
    alike = read_alike(rated, ratings, config)
    if not alike.compared:
        return _nothing(rated, QUESTIONS, "no_groups")
    steps = judge_same_work(alike, config)
    within = judge_within(alike, config) if ratings.by_appraiser else []
    return combine(
        [
            _answer(ADJUSTED, _adjusted_findings(rated, alike, steps, config)),
            _within(rated, alike, within, config),
            Part(tables=step_tables(alike, [*steps, *within], config)),
            check_ordered_labels(rated, ratings, config),
        ]
    )


def _within(
    rated: Rated, alike: Alike, judged: Sequence[JudgedGap], config: FairnessConfig
) -> Part:
    if not judged:
        return _nothing(rated, {WITHIN: QUESTIONS[WITHIN]}, "no_appraiser")
    return _answer(WITHIN, within_findings(judged, alike, rated.scope, config))


def _adjusted_findings(
    rated: Rated, alike: Alike, judged: Sequence[JudgedGap], config: FairnessConfig
) -> tuple[Finding, ...]:
    return tuple(
        gap_finding(
            ADJUSTED,
            one,
            alike,
            config,
            method=f"{one.stage}_{one.gap.inference}_{rated.clustered_beside(one.compared.trait)}"
            if one.gap
            else "",
            scope=rated.scope,
            stage=one.stage,
        )
        for one in judged
    )


def _answer(name: str, findings: tuple[Finding, ...]) -> Part:
    return Part(findings=findings, gates=(_decision(QUESTIONS[name], findings),))


def _decision(question: str, findings: Sequence[Finding]) -> GateDecision:
    decision = decide(question, findings)
    unblock = UNBLOCK.get(decision.reason, "more_persons") if decision.reason else ""
    return replace(decision, unblock=unblock)


def _nothing(rated: Rated, names: Sequence[str] | dict[str, str], reason: str) -> Part:
    return Part(
        findings=tuple(WORDS.blocked(name, reason, group=rated.scope) for name in names),
        gates=tuple(
            GateDecision(QUESTIONS[name], "blocked", reason, UNBLOCK[reason]) for name in names
        ),
    )
