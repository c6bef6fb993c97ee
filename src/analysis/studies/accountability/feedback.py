"""How often and how soon superiors give feedback, and who gets none at all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from analysis.presenting.composing import Part
from analysis.schemas.bundle import ReportTable
from analysis.studies.accountability.groups import Measured, estimate_whole_and_groups
from analysis.studies.accountability.parts import WORDS, decided, nothing
from analysis.studies.accountability.staff import Staff, has_silent_units

if TYPE_CHECKING:
    from analysis.store import StudyData
    from analysis.studies.accountability.config import AccountabilityConfig

SHARE, SHARE_QUESTION = "feedback_share", "feedback"
SOON, SOON_QUESTION = "feedback_soon_share", "feedback_soon"
SOON_DAYS = 14
"""Convention of this project: feedback within two weeks can still change the work."""
TIMES = {"0": 0, "1": 1, "2-3": 2, "4+": 4}
"""Band to its lowest number of feedbacks."""
UNBLOCK = {"units_without_feedback": "feedback_units"}


def estimate_feedback(data: StudyData, staff: Staff, config: AccountabilityConfig) -> Part:
    """Return the share of employees with any feedback in the period, and how often they got it."""
    if staff.register.empty:
        return nothing(SHARE, SHARE_QUESTION, "no_employees", "employees", scope=staff.scope)
    if data.tables["feedback"].empty:
        return nothing(SHARE, SHARE_QUESTION, "no_feedback", "feedback", scope=staff.scope)
    given = data.tables["feedback"]["employee_id"].value_counts()
    persons = staff.register.index.to_series().reset_index(drop=True)
    times = persons.map(given).fillna(0).astype("int64")
    rows = pd.DataFrame({"employee_id": persons, "value": times.gt(0).astype("float64")})
    measured = Measured(
        name=SHARE,
        rows=rows,
        staff=staff,
        config=config,
        method="any_feedback_in_period",
        review="units_without_feedback" if has_silent_units(rows, staff) else "",
    )
    part = estimate_whole_and_groups(measured)
    gates = (decided(SHARE_QUESTION, part.findings[0], UNBLOCK, min_cell=config.min_cell),)
    return replace(part, tables=(*part.tables, _times_table(times)), gates=gates)


def _times_table(times: pd.Series) -> ReportTable:
    """Return how many employees got feedback how many times."""
    bands = pd.Series(pd.NA, index=times.index, dtype="str")
    for band, least in TIMES.items():
        bands = bands.mask(times >= least, band)
    counts = bands.value_counts()
    rows = [{"feedback_times": band, "n": int(counts[band])} for band in TIMES if band in counts]
    rows.append({"feedback_times": None, "n": len(times)})
    columns = [
        WORDS.column("feedback_times", "label", "text", codes=WORDS.codes("feedback_times", TIMES)),
        WORDS.column("n", "base", "integer", heading="persons"),
    ]
    return WORDS.table("feedback_times", pd.DataFrame(rows), columns)


def estimate_soon(data: StudyData, staff: Staff, config: AccountabilityConfig) -> Part:
    """Return the share of submitted reports that feedback followed within two weeks.

    Only reports that were handed in at least two weeks before the end of the period count, so that
    every one of them had its two weeks.
    """
    if data.tables["feedback"].empty:
        return _no_answer("no_feedback", "feedback", staff)
    dated = data.tables["feedback"].dropna(subset=["date"])
    if dated.empty:
        return _no_answer("feedback_not_dated", "feedback_date", staff)
    window = pd.Timedelta(days=SOON_DAYS)
    reports = staff.rows_of(data.tables["performance_reports"])
    last = pd.Timestamp(data.period.last_day) - window
    followed = reports[reports["submitted_date"] <= last]
    if followed.empty:
        return _no_answer("no_reports", "performance_reports", staff)
    measured = Measured(
        name=SOON,
        rows=_followed(followed, dated, window),
        staff=staff,
        config=config,
        method=f"feedback_within_{SOON_DAYS}_days_of_report",
        headline=False,
    )
    part = estimate_whole_and_groups(measured)
    return replace(
        part, gates=(decided(SOON_QUESTION, part.findings[0], {}, min_cell=config.min_cell),)
    )


def _followed(reports: pd.DataFrame, feedback: pd.DataFrame, window: pd.Timedelta) -> pd.DataFrame:
    """Return for each report whether the first feedback from its day on lies in the window."""
    handed_in = reports[["employee_id", "submitted_date"]].sort_values("submitted_date")
    given = feedback[["employee_id", "date"]].sort_values("date")
    joined = pd.merge_asof(
        handed_in,
        given,
        left_on="submitted_date",
        right_on="date",
        by="employee_id",
        direction="forward",
        tolerance=window,
    )
    return pd.DataFrame(
        {
            "employee_id": joined["employee_id"],
            "value": joined["date"].notna().astype("float64"),
        }
    )


def _no_answer(reason: str, unblock: str, staff: Staff) -> Part:
    return nothing(SOON, SOON_QUESTION, reason, unblock, scope=staff.scope, headline=False)
