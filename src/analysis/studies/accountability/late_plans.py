"""Which plans were agreed only after the first month of their year."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from analysis.presenting.composing import Part
from analysis.studies.accountability.groups import Measured, estimate_whole_and_groups
from analysis.studies.accountability.parts import decided, nothing
from analysis.studies.accountability.staff import Staff

if TYPE_CHECKING:
    from analysis.store import StudyData
    from analysis.studies.accountability.config import AccountabilityConfig

NAME, QUESTION = "plan_late_share", "late_plans"
DUE_MONTH, DUE_DAY = 1, 31
"""Convention of this project: a plan for a year is agreed in January of that year."""


def estimate_late_plans(data: StudyData, staff: Staff, config: AccountabilityConfig) -> Part:
    """Return the share of agreed plans whose first agreement is later than 31 January.

    Persons without a dated agreement are left out: `plan_share` speaks of them.
    """
    plan = staff.rows_of(data.tables["work_plan"])
    if plan.empty:
        return nothing(NAME, QUESTION, "no_plans", "work_plan", scope=staff.scope, headline=False)
    agreed = plan[plan["agreed_date"] <= pd.Timestamp(data.period.last_day)]
    if agreed.empty:
        reason = "agreement_not_dated"
        return nothing(NAME, QUESTION, reason, "agreed_date", scope=staff.scope, headline=False)
    first = agreed.groupby("employee_id")["agreed_date"].min()
    due = pd.Timestamp(data.period.last_day.year, DUE_MONTH, DUE_DAY)
    measured = Measured(
        name=NAME,
        rows=first.gt(due).astype("float64").rename("value").reset_index(),
        staff=staff,
        config=config,
        method="first_agreement_after_january",
        direction="lower",
        headline=False,
    )
    part = estimate_whole_and_groups(measured)
    return replace(part, gates=(decided(QUESTION, part.findings[0], {}, min_cell=config.min_cell),))
