"""Which performance reports are handed in by their due date."""

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

NAME, QUESTION = "report_on_time_share", "reports"
MANY_WITHOUT_DUE = 0.05


def estimate_reports(data: StudyData, staff: Staff, config: AccountabilityConfig) -> Part:
    """Return the share of due reports that were handed in by their due date.

    Reports due after the last day of the period, and reports without a due date, are left out. A
    report that was never handed in, or only after the period, is not in time.
    """
    reports = staff.rows_of(data.tables["performance_reports"])
    if reports.empty:
        reason = "no_reports"
        return nothing(NAME, QUESTION, reason, "performance_reports", scope=staff.scope)
    due = reports[reports["due_date"] <= pd.Timestamp(data.period.last_day)]
    if due.empty:
        return nothing(NAME, QUESTION, "no_due_dates", "due_date", scope=staff.scope)
    in_time = due["submitted_date"].le(due["due_date"])
    undated = float(reports["due_date"].isna().mean())
    measured = Measured(
        name=NAME,
        rows=pd.DataFrame(
            {"employee_id": due["employee_id"], "value": in_time.astype("float64")}
        ).reset_index(drop=True),
        staff=staff,
        config=config,
        method="submitted_by_due_date",
        review="due_dates_missing" if undated > MANY_WITHOUT_DUE else "",
    )
    part = estimate_whole_and_groups(measured)
    gates = (
        decided(
            QUESTION, part.findings[0], {"due_dates_missing": "due_date"}, min_cell=config.min_cell
        ),
    )
    return replace(part, gates=gates)
