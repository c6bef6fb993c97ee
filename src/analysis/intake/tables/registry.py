"""Which steps each canonical table takes."""

from __future__ import annotations

from analysis.intake.tables import (
    appraisals,
    complaints,
    employees,
    forum,
    organisation,
    promises,
    service_log,
    staff_survey,
    survey_frame,
    trainings,
    work,
)
from analysis.intake.tables.steps import Step

STEPS: dict[str, tuple[Step, ...]] = {
    "employees": employees.STEPS,
    "appraisals": appraisals.STEPS,
    "work_plan": (
        *organisation.STEPS,
        work.refuse_reports_before_period,
        work.tell_late_agreement,
    ),
    "performance_reports": (work.refuse_reports_before_period,),
    "feedback": (work.refuse_own_feedback,),
    "decisions": (work.refuse_decisions_before_start,),
    "complaints": complaints.STEPS,
    "service_log": service_log.STEPS,
    "forum_notes": forum.STEPS,
    "unit_indicators": organisation.STEPS,
    "follow_ups": promises.STEPS,
    "staff_survey": staff_survey.STEPS,
    "survey_frame": survey_frame.STEPS,
    "trainings": trainings.STEPS,
}
