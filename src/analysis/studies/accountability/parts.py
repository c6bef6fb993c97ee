"""The measures of the study and its words."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.presenting.composing import GateDecision, Part, StudyWords
from analysis.schemas.finding import Finding

MEASURES: dict[str, tuple[str, str, str]] = {
    "plan_share": ("are_plans_agreed", "employees_with_agreed_plan", "share"),
    "attainment": ("are_targets_reached", "mean_attainment_of_employees", "percent_of_target"),
    "report_on_time_share": ("are_reports_in_time", "due_reports_in_time", "share"),
    "predikat_differs_share": ("is_predikat_by_the_rules", "predikat_differs_from_rules", "share"),
}
PROMISED = tuple(MEASURES)
"""Ids that every run writes, blocked with a reason where there is nothing to estimate."""

QUESTIONS = ("plans", "attainment", "reports", "predikat")
TRAITS = ("unit_group", "position_type", "gender")
WORDS = StudyWords("accountability", MEASURES, disclosure="personnel")


def nothing(name: str, question: str, reason: str, unblock: str, *, scope: dict[str, str]) -> Part:
    """Return the part of a question that cannot be answered, and what would unblock it."""
    return Part(
        findings=(WORDS.blocked(name, reason, group=scope, headline=True),),
        gates=(GateDecision(question, "blocked", reason, unblock),),
    )


def decided(question: str, whole: Finding, unblock: Mapping[str, str]) -> GateDecision:
    """Return the decision on a question from its finding about everybody in view.

    Parameters
    ----------
    unblock : mapping of reason to code of `[unblock.*]`
        What helps for each reason; for the others, more persons.
    """
    reason = whole.reason_code or ""
    return GateDecision(
        question, whole.status, reason, unblock.get(reason, "more_persons") if reason else ""
    )
