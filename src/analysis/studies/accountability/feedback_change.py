"""Whether scores rise more after feedback, among employees who stood at the same level before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.checks import Status
from analysis.measures.appraisals import by_superiors
from analysis.periods import Period
from analysis.presenting.composing import GateDecision, Part
from analysis.stats.gates import gate
from analysis.stats.linear import incremental_gaps
from analysis.studies.accountability.parts import WORDS, nothing
from analysis.studies.accountability.staff import Staff

if TYPE_CHECKING:
    from analysis.stats.linear import GapStep
    from analysis.store import StudyData
    from analysis.studies.accountability.config import AccountabilityConfig

NAME, QUESTION = "feedback_change", "feedback_change"
SCORES = ("result_score", "behaviour_score")
"""Scores that are compared, the first that is recorded in two periods."""
WITH, WITHOUT = "with", "without"


def estimate_feedback_change(data: StudyData, staff: Staff, config: AccountabilityConfig) -> Part:
    """Return the later score of those with feedback less that of those without, in points.

    Adjusted for the score before (analysis of covariance): feedback counts from the end of the
    first period rated to the end of the last. Who gets feedback is chosen by superiors, so that the
    difference is no effect.
    """
    if data.tables["feedback"]["date"].isna().all():
        return _no_answer("no_feedback", "feedback", staff)
    pairs = _pairs(data, staff)
    if pairs.empty:
        return _no_answer("no_two_scores", "periodic_scores", staff)
    sizes = pairs["feedback"].value_counts().reindex([WITH, WITHOUT], fill_value=0)
    size = gate("group_comparison", smallest_group=int(sizes.min()))
    if size.status == "blocked":
        return _no_answer("few_to_compare", "more_persons", staff)
    step = incremental_gaps(
        pairs,
        value="later",
        group="feedback",
        reference=WITHOUT,
        steps={"raw": [], "same_level": ["earlier"]},
        clusters="unit",
        confidence=config.confidence,
        rng=np.random.default_rng(config.seed),
    )[WITH][-1]
    return _part(step, staff, review=size.status == "review", confidence=config.confidence)


def _part(step: GapStep, staff: Staff, *, review: bool, confidence: float) -> Part:
    gap = step.gap
    if np.isnan(gap.estimate) or np.isnan(gap.ci_low):
        return _no_answer("few_to_compare", "more_persons", staff)
    reason = "few_to_compare_with" if review else ""
    status: Status = "review" if review else "ok"
    finding = WORDS.finding(
        NAME,
        method=f"same_earlier_score_{gap.inference}",
        status=status,
        reason_code=reason or None,
        group=staff.scope,
        estimate=gap.estimate,
        std_error=None if np.isnan(gap.std_error) else gap.std_error,
        ci_low=gap.ci_low,
        ci_high=gap.ci_high,
        p_value=gap.p_value,
        n=gap.n,
        confidence=confidence,
        strength="associational",
    )
    decision = GateDecision(QUESTION, status, reason, "more_persons" if reason else "")
    return Part(findings=(finding,), gates=(decision,))


def _pairs(data: StudyData, staff: Staff) -> pd.DataFrame:
    """Return earlier and later score, feedback between them, and the unit of each employee."""
    rated = by_superiors(staff.rows_of(data.tables["appraisals"]))
    rated = rated[rated["assessment_kind"].eq("periodic")]
    for score in SCORES:
        means = rated.dropna(subset=[score]).pivot_table(
            index="employee_id", columns="period", values=score, aggfunc="mean"
        )
        if means.shape[1] > 1:
            return _joined(means, data, staff)
    return pd.DataFrame()


def _joined(means: pd.DataFrame, data: StudyData, staff: Staff) -> pd.DataFrame:
    ends = {str(period): Period.parse(str(period)).last_day for period in means.columns}
    first, last = min(ends, key=ends.__getitem__), max(ends, key=ends.__getitem__)
    both = means[[first, last]].dropna()
    dates = data.tables["feedback"]["date"]
    between = dates.gt(pd.Timestamp(ends[first])) & dates.le(pd.Timestamp(ends[last]))
    told = both.index.isin(data.tables["feedback"].loc[between, "employee_id"])
    employees = both.index.to_series()
    units = staff.of(employees, "unit_id").fillna(employees)
    return pd.DataFrame(
        {
            "earlier": both[first].to_numpy(),
            "later": both[last].to_numpy(),
            "feedback": np.where(told, WITH, WITHOUT),
            "unit": units.astype("str").to_numpy(),
        }
    )


def _no_answer(reason: str, unblock: str, staff: Staff) -> Part:
    return nothing(NAME, QUESTION, reason, unblock, scope=staff.scope, headline=False)
