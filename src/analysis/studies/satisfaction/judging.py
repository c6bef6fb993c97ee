"""How far an estimate can be relied on: status, reason and caveat by the declared sampling."""

from __future__ import annotations

from dataclasses import dataclass, replace

from analysis.checks import Status
from analysis.stats.gates import gate
from analysis.studies.satisfaction.estimate import Estimate
from analysis.studies.satisfaction.parts import RANDOM_VARIATION_ONLY
from analysis.studies.satisfaction.surveys import Survey

FEW_IN_GROUP = "few_in_group"
TOO_FEW_TO_COMPARE = "too_few_to_compare"
FEW_ANSWERS = 30
"""Sheets below which an index is read with care; convention, as in the gate of comparisons."""


@dataclass(frozen=True)
class Judgement:
    """Status of a finding, why, and what to say beside it."""

    status: Status
    reason: str | None = None
    caveat: str | None = None


def judge(survey: Survey, estimate: Estimate, *, comparison: bool) -> Judgement:
    """Return how far an index can be relied on.

    Parameters
    ----------
    survey : Survey
    estimate : Estimate
    comparison : bool
        Whether the number is there to be set beside others (groups, benchmark, priorities);
        with voluntary or quota sampling that is always `review`.
    """
    caveat = None if survey.designed else RANDOM_VARIATION_ONLY
    if estimate.exact is None:
        return Judgement("blocked", estimate.reason or "no_sheets")
    if estimate.no_variation:
        return Judgement("review", "no_variation", caveat)
    if comparison:
        return replace(judge_comparison(survey, smallest_group=estimate.n), caveat=caveat)
    if estimate.n < FEW_ANSWERS:
        return Judgement("review", "few_answers", caveat)
    return Judgement("ok", None, caveat)


def judge_comparison(survey: Survey, *, smallest_group: int) -> Judgement:
    """Return whether groups can be compared: enough sheets in each, and how they were drawn."""
    size = gate("group_comparison", smallest_group=smallest_group)
    if size.status == "blocked":
        return Judgement("blocked", TOO_FEW_TO_COMPARE)
    drawn = gate("survey_comparison", sampling=survey.sampling)
    if drawn.status != "ok":
        return Judgement(drawn.status, drawn.reason_code)
    return Judgement(size.status, None if size.status == "ok" else FEW_IN_GROUP)
