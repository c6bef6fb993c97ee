"""Run the accountability study: gate, estimate, put into words, protect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.checks import check_option
from analysis.presenting.composing import combine
from analysis.presenting.composing.levels import label_names
from analysis.presenting.composing.report import Composition, compose
from analysis.studies.accountability.attainment import estimate_attainment
from analysis.studies.accountability.config import AccountabilityConfig
from analysis.studies.accountability.figures import FIGURES
from analysis.studies.accountability.parts import QUESTIONS, TRAITS, WORDS
from analysis.studies.accountability.plans import estimate_plans
from analysis.studies.accountability.predikat import estimate_differences
from analysis.studies.accountability.reports import estimate_reports
from analysis.studies.accountability.result import AccountabilityResult
from analysis.studies.accountability.sections import (
    discussion_section,
    limits_section,
    section_of,
)
from analysis.studies.accountability.staff import Staff, read_staff

if TYPE_CHECKING:
    from analysis.store import StudyData

MEASURE_OF_SECTION = {
    "plans": "plan_share",
    "attainment": "attainment",
    "reports": "report_on_time_share",
    "predikat": "predikat_differs_share",
}

COMPOSITION = Composition(
    words=WORDS,
    questions=QUESTIONS,
    sections={
        **{section: section_of(name) for section, name in MEASURE_OF_SECTION.items()},
        "limits": limits_section,
        "discussion": discussion_section,
    },
    figures=FIGURES,
    figures_of_section={section: (name,) for section, name in MEASURE_OF_SECTION.items()},
    tables_of_section={
        section: (
            *(f"{name}_by_{trait}" for trait in TRAITS),
            *(("indicators",) if section == "attainment" else ()),
        )
        for section, name in MEASURE_OF_SECTION.items()
    },
)


def run_accountability(
    data: StudyData, config: AccountabilityConfig | None = None
) -> AccountabilityResult:
    """Say whether plans are agreed, reached, reported in time, and rated by the rules.

    Parameters
    ----------
    data : StudyData
        With the tables employees, work_plan, performance_reports and appraisals; no frame is
        changed.
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
    part = combine(
        estimate(data, staff, chosen)
        for estimate in (
            estimate_plans,
            estimate_attainment,
            estimate_reports,
            estimate_differences,
        )
    )
    rules = data.rules.in_force("appraisal", data.period.last_day, data.region.rules)
    output, raw = compose(
        part,
        data,
        chosen,
        COMPOSITION,
        groups=label_names(part.tables, TRAITS),
        rules_used={"appraisal": rules.id},
        warnings=["not_on_list"] if _misses_persons(data, staff) else [],
    )
    return AccountabilityResult(chosen, output, raw)


def _misses_persons(data: StudyData, staff: Staff) -> bool:
    tables = ("work_plan", "performance_reports", "appraisals")
    return any(staff.misses(data.tables[name]) for name in tables)
