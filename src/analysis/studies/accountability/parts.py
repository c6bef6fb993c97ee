"""The measures of the study and its words."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.checks import DisclosureClass
from analysis.presenting.composing import GateDecision, Part, StudyWords
from analysis.privacy.floors import limit_of
from analysis.schemas.finding import Finding

MEASURES: dict[str, tuple[str, str, str]] = {
    "plan_share": ("are_plans_agreed", "employees_with_agreed_plan", "share"),
    "attainment": ("are_targets_reached", "mean_attainment_of_employees", "percent_of_target"),
    "report_on_time_share": ("are_reports_in_time", "due_reports_in_time", "share"),
    "predikat_differs_share": ("is_predikat_by_the_rules", "predikat_differs_from_rules", "share"),
    "plan_late_share": ("are_plans_agreed_early", "plans_agreed_after_january", "share"),
    "measurable_share": ("are_indicators_measurable", "indicators_with_all_elements", "share"),
    "feedback_share": ("is_feedback_given", "employees_with_feedback", "share"),
    "feedback_soon_share": ("is_feedback_given_soon", "reports_with_feedback_in_14_days", "share"),
    "feedback_change": ("do_scores_rise_after_feedback", "adjusted_difference", "points"),
    "funnel": ("where_does_the_cycle_break", "employees_with_step", "share"),
    "guide_deviation": ("do_labels_follow_the_guide", "sub_units_that_differ", "share"),
    "low_predikat_share": ("how_many_predikat_are_low", "predikat_below_baik", "share"),
    "coaching_share": ("are_low_predikat_coached", "low_predikat_with_coaching", "share"),
    "rank_agreement": ("do_persons_and_units_agree", "spearman_of_units", "coefficient"),
    "unit_attainment": (
        "do_units_reach_their_targets",
        "mean_attainment_of_unit",
        "percent_of_target",
    ),
    "development_needs": ("what_do_employees_need_to_learn", "employees_with_need", "share"),
    "follow_up_share": ("is_what_citizens_raise_followed_up", "points_done_or_under_way", "share"),
    "promise_share": ("are_promises_kept", "due_actions_done", "share"),
}
PROMISED = tuple(MEASURES)
"""Ids that every run writes, blocked with a reason where there is nothing to estimate."""

BY_TRAITS = (
    "plan_share",
    "attainment",
    "report_on_time_share",
    "predikat_differs_share",
    "plan_late_share",
    "measurable_share",
    "feedback_share",
    "feedback_soon_share",
    "low_predikat_share",
    "development_needs",
)
"""Measures of persons that are split by `TRAITS`."""

QUESTIONS = (
    "plans",
    "late_plans",
    "measurable",
    "attainment",
    "reports",
    "feedback",
    "feedback_soon",
    "feedback_change",
    "funnel",
    "predikat",
    "guide",
    "low_predikat",
    "coaching",
    "ranks",
    "units",
    "development",
    "forum_points",
    "promises",
)
TRAITS = ("unit_group", "position_type", "gender")
WORDS = StudyWords("accountability", MEASURES, disclosure="personnel")


def nothing(
    name: str,
    question: str,
    reason: str,
    unblock: str,
    *,
    scope: dict[str, str],
    headline: bool = True,
    disclosure: DisclosureClass = "personnel",
) -> Part:
    """Return the part of a question that cannot be answered, and what would unblock it."""
    blocked = WORDS.blocked(name, reason, group=scope, headline=headline, disclosure=disclosure)
    return Part(findings=(blocked,), gates=(GateDecision(question, "blocked", reason, unblock),))


def is_too_rare(whole: Finding, *, min_cell: int | None = None) -> bool:
    """Tell whether a share will be hidden because too few are counted, or are left."""
    if whole.numerator is None or whole.n is None:
        return False
    floor = limit_of(whole.disclosure, min_cell=min_cell).floor
    few = min(whole.numerator, whole.n - whole.numerator)
    return 0 < few < floor


def nobody_differs(whole: Finding) -> bool:
    """Tell whether a share is one of everybody or of nobody, so that no group can stand out."""
    return whole.measure_unit == "share" and whole.estimate in (0.0, 1.0)


def decided(
    question: str, whole: Finding, unblock: Mapping[str, str], *, min_cell: int | None = None
) -> GateDecision:
    """Return the decision on a question from its finding about everybody in view.

    A share that is bound to be hidden answers nothing.

    Parameters
    ----------
    unblock : mapping of reason to code of `[unblock.*]`
        What helps for each reason; for the others, more persons.
    min_cell : int or None
        Raises the floor below which a share is hidden.
    """
    if is_too_rare(whole, min_cell=min_cell):
        return GateDecision(question, "blocked", "too_rare", "nothing_needed")
    reason = whole.reason_code or ""
    return GateDecision(
        question, whole.status, reason, unblock.get(reason, "more_persons") if reason else ""
    )
