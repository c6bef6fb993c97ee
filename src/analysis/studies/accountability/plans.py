"""Which employees have an agreed work plan for the period."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from analysis.presenting.composing import Part
from analysis.studies.accountability.groups import Measured, estimate_whole_and_groups
from analysis.studies.accountability.parts import decided, nothing
from analysis.studies.accountability.staff import Staff, has_silent_units

if TYPE_CHECKING:
    from analysis.store import StudyData
    from analysis.studies.accountability.config import AccountabilityConfig

NAME, QUESTION = "plan_share", "plans"
UNBLOCK = {"agreement_not_dated": "agreed_date", "units_without_plans": "work_plan_units"}


def estimate_plans(data: StudyData, staff: Staff, config: AccountabilityConfig) -> Part:
    """Return the share of the employees on the staff list who have an agreed plan.

    A plan counts from one indicator that was agreed by the last day of the period. Where no
    agreement is dated anywhere, any plan on file counts and the answer needs review.
    """
    plan = data.tables["work_plan"]
    if staff.register.empty:
        return nothing(NAME, QUESTION, "no_employees", "employees", scope=staff.scope)
    if plan.empty:
        return nothing(NAME, QUESTION, "no_plans", "work_plan", scope=staff.scope)
    dated = plan["agreed_date"].notna().any()
    agreed = plan
    if dated:
        agreed = plan[plan["agreed_date"] <= pd.Timestamp(data.period.last_day)]
    persons = staff.register.index.to_series().reset_index(drop=True)
    rows = pd.DataFrame(
        {"employee_id": persons, "value": persons.isin(agreed["employee_id"]).astype("float64")}
    )
    silent = has_silent_units(rows, staff)
    review = "agreement_not_dated" if not dated else "units_without_plans" if silent else ""
    measured = Measured(
        name=NAME,
        rows=rows,
        staff=staff,
        config=config,
        method="agreed_by_end_of_period" if dated else "plan_on_file",
        review=review,
    )
    part = estimate_whole_and_groups(measured)
    return replace(
        part, gates=(decided(QUESTION, part.findings[0], UNBLOCK, min_cell=config.min_cell),)
    )
