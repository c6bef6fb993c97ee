"""Which steps each canonical table takes."""

from __future__ import annotations

from analysis.intake.tables import appraisals, complaints, employees, service_log, trainings, work
from analysis.intake.tables.steps import Step

STEPS: dict[str, tuple[Step, ...]] = {
    "employees": employees.STEPS,
    "appraisals": appraisals.STEPS,
    "work_plan": (work.refuse_reports_before_period, work.tell_late_agreement),
    "performance_reports": (work.refuse_reports_before_period,),
    "feedback": (work.refuse_own_feedback,),
    "decisions": (work.refuse_decisions_before_start,),
    "complaints": complaints.STEPS,
    "service_log": service_log.STEPS,
    "trainings": (
        trainings.derive_status,
        trainings.empty_scores_of_absent,
        trainings.read_maximum,
        trainings.choose_attempt,
        trainings.refuse_impossible,
        trainings.refuse_other_units,
        trainings.tell_days_as_jp,
    ),
}
