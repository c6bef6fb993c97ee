"""Work plans, reports, feedback and decisions: rows that cannot be, and orders that are odd."""

from __future__ import annotations

import pandas as pd

from analysis.intake.tables.places import rows_problem
from analysis.intake.tables.spans import first_days
from analysis.intake.tables.steps import Refusal, StepContext, Stepped
from analysis.intake.values.nip import nip_facts


def refuse_reports_before_period(frame: pd.DataFrame, _: StepContext) -> Stepped:
    """Refuse results and reports that are dated before the period which they are about."""
    refused: list[Refusal] = [
        (frame[day].lt(first_days(frame["period"])), "reported_before_period", day)
        for day in ("reported_date", "submitted_date")
        if day in frame and "period" in frame
    ]
    return Stepped(frame, tuple(refused))


def tell_late_agreement(frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Tell plans that were agreed after what they plan was due; they are kept."""
    if not {"agreed_date", "due_date"} <= set(frame):
        return Stepped(frame)
    late = frame["agreed_date"].gt(frame["due_date"])
    problems = rows_problem("intake.work.agreed_after_due", late, context, target="agreed_date")
    return Stepped(frame, problems=tuple(problems))


def refuse_own_feedback(frame: pd.DataFrame, _: StepContext) -> Stepped:
    """Refuse feedback of a superior to himself."""
    if not {"employee_id", "rater_id"} <= set(frame):
        return Stepped(frame)
    same = frame["employee_id"].eq(frame["rater_id"]) & frame["employee_id"].notna()
    return Stepped(frame, ((same, "rater_is_employee", "rater_id"),))


def refuse_decisions_before_start(frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Refuse decisions on employees in a year before their appointment."""
    if context.source.identifier != "nip" or not {"employee_id", "date"} <= set(frame):
        return Stepped(frame)
    began = nip_facts(frame["employee_id"])["start_year"]
    before = frame["date"].dt.year.astype("Int64").lt(began).fillna(value=False).astype("bool")
    return Stepped(frame, ((before, "decision_before_start", "date"),))
