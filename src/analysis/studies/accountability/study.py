"""Run the accountability study: gate, estimate, put into words, protect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.checks import check_option
from analysis.presenting.composing import combine
from analysis.presenting.composing.levels import label_names
from analysis.presenting.composing.report import Composition, compose
from analysis.studies.accountability.attainment import estimate_attainment
from analysis.studies.accountability.coaching import estimate_coaching
from analysis.studies.accountability.config import AccountabilityConfig
from analysis.studies.accountability.development import estimate_development
from analysis.studies.accountability.feedback import estimate_feedback, estimate_soon
from analysis.studies.accountability.feedback_change import estimate_feedback_change
from analysis.studies.accountability.figures import FIGURES
from analysis.studies.accountability.follow_up import estimate_follow_up
from analysis.studies.accountability.funnel import STAGES, estimate_funnel
from analysis.studies.accountability.guide import estimate_guide
from analysis.studies.accountability.late_plans import estimate_late_plans
from analysis.studies.accountability.low_predikat import estimate_low_predikat
from analysis.studies.accountability.measurable import estimate_measurable
from analysis.studies.accountability.parts import QUESTIONS, TRAITS, WORDS
from analysis.studies.accountability.plans import estimate_plans
from analysis.studies.accountability.predikat import estimate_differences
from analysis.studies.accountability.ranks import estimate_ranks
from analysis.studies.accountability.reports import estimate_reports
from analysis.studies.accountability.result import AccountabilityResult
from analysis.studies.accountability.sections import (
    discussion_section,
    feedback_section,
    follow_up_section,
    funnel_section,
    limits_section,
    ranks_section,
    section_of,
    told_of,
)
from analysis.studies.accountability.staff import Staff, read_staff
from analysis.studies.accountability.units import estimate_units

if TYPE_CHECKING:
    from analysis.store import StudyData

ESTIMATORS = (
    estimate_plans,
    estimate_late_plans,
    estimate_measurable,
    estimate_attainment,
    estimate_reports,
    estimate_feedback,
    estimate_soon,
    estimate_feedback_change,
    estimate_funnel,
    estimate_differences,
    estimate_guide,
    estimate_low_predikat,
    estimate_coaching,
    estimate_ranks,
    estimate_units,
    estimate_development,
    estimate_follow_up,
)

MEASURES_OF_SECTION = {
    "plans": ("plan_share", "plan_late_share"),
    "measurable": ("measurable_share",),
    "attainment": ("attainment",),
    "reports": ("report_on_time_share",),
    "feedback": ("feedback_share", "feedback_soon_share"),
    "predikat": ("predikat_differs_share", "low_predikat_share"),
    "development": ("development_needs",),
}
"""Measures that are split by the traits of persons."""

OWN_TABLES = {
    "measurable": ("elements",),
    "attainment": ("indicators",),
    "feedback": ("feedback_times",),
    "funnel": ("funnel", "funnel_by_unit_group", "funnel_by_unit"),
    "guide": ("guide_conditions",),
    "coaching": ("coaching_share_by_unit_group",),
    "ranks": ("rank_agreement",),
    "units": ("unit_attainment", "areas_to_improve"),
    "development": ("needs", "needs_by_unit_group"),
    "follow_up": ("promise_states",),
}
LABELS = (*TRAITS, "stage", "need", "reference", "element", "feedback_times", "condition", "state")


def _tables_of(section: str) -> tuple[str, ...]:
    names = MEASURES_OF_SECTION.get(section, ())
    split = (f"{name}_by_{trait}" for name in names for trait in TRAITS)
    return (*split, *OWN_TABLES.get(section, ()))


COMPOSITION = Composition(
    words=WORDS,
    questions=QUESTIONS,
    sections={
        "plans": section_of(*MEASURES_OF_SECTION["plans"]),
        "measurable": section_of("measurable_share"),
        "attainment": section_of("attainment"),
        "reports": section_of("report_on_time_share"),
        "feedback": feedback_section,
        "funnel": funnel_section,
        "predikat": section_of(*MEASURES_OF_SECTION["predikat"]),
        "guide": told_of("guide_deviation"),
        "coaching": told_of("coaching_share"),
        "ranks": ranks_section,
        "units": told_of("unit_attainment"),
        "development": section_of("development_needs"),
        "follow_up": follow_up_section,
        "limits": limits_section,
        "discussion": discussion_section,
    },
    figures=FIGURES,
    figures_of_section={
        **MEASURES_OF_SECTION,
        "funnel": ("funnel",),
        "units": ("unit_attainment",),
        "development": ("needs", "development_needs"),
    },
    tables_of_section={
        section: _tables_of(section)
        for section in dict.fromkeys((*MEASURES_OF_SECTION, *OWN_TABLES))
    },
)


def run_accountability(
    data: StudyData, config: AccountabilityConfig | None = None
) -> AccountabilityResult:
    """Say whether work is planned, reported, talked over, rated by the rules and followed up.

    Parameters
    ----------
    data : StudyData
        With the tables of `TABLES`; no frame is changed.
    config : AccountabilityConfig or None
        None takes the defaults.

    Returns
    -------
    AccountabilityResult
        Every promised id has a finding, blocked with a reason where the data hold nothing.

    Raises
    ------
    UsageError
        If the unit of a one-page view is not a unit of the region.
    """
    chosen = config or AccountabilityConfig()
    if chosen.unit:
        check_option(chosen.unit, name="unit", allowed=[one.id for one in data.region.units])
    staff = read_staff(data, chosen)
    part = combine(estimate(data, staff, chosen) for estimate in ESTIMATORS)
    rules = data.rules.in_force("appraisal", data.period.last_day, data.region.rules)
    output, raw = compose(
        part,
        data,
        chosen,
        COMPOSITION,
        groups=label_names(part.tables, LABELS) | _stage_names(),
        rules_used={"appraisal": rules.id},
        warnings=["not_on_list"] if _misses_persons(data, staff) else [],
    )
    return AccountabilityResult(chosen, output, raw)


def _stage_names() -> dict[str, dict[str, dict[str, str]]]:
    """Return the names of all steps, for sentences about those without a row in a table."""
    return {"stage": WORDS.codes("stage", STAGES)}


def _misses_persons(data: StudyData, staff: Staff) -> bool:
    tables = ("work_plan", "performance_reports", "appraisals")
    return any(staff.misses(data.tables[name]) for name in tables)
