"""Which share of the employees has an annual predikat below "Baik"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from analysis.measures.appraisals import annual_appraisals
from analysis.presenting.composing import Part
from analysis.studies.accountability.groups import Measured, estimate_whole_and_groups
from analysis.studies.accountability.parts import decided, nothing
from analysis.studies.accountability.staff import Staff

if TYPE_CHECKING:
    from analysis.store import StudyData
    from analysis.studies.accountability.config import AccountabilityConfig

NAME, QUESTION = "low_predikat_share", "low_predikat"
LOW = ("Butuh Perbaikan", "Cukup", "Kurang", "Sangat Kurang", "Buruk")
"""Predikat below "Baik", of all schemes."""


def estimate_low_predikat(data: StudyData, staff: Staff, config: AccountabilityConfig) -> Part:
    """Return the share of recorded annual predikat below "Baik", by groups and never by unit.

    Nearly everybody is rated "Baik" or better, so that the shares of most units would be hidden.
    """
    if staff.scope:
        return _no_answer("one_unit", "nothing_needed", staff)
    annual = annual_appraisals(staff.rows_of(data.tables["appraisals"]))
    known = annual.dropna(subset=["predikat_recorded"]).reset_index(drop=True)
    if known.empty:
        return _no_answer("no_predikat", "annual_recap", staff)
    measured = Measured(
        name=NAME,
        rows=pd.DataFrame(
            {
                "employee_id": known["employee_id"],
                "value": known["predikat_recorded"].isin(LOW).astype("float64"),
            }
        ),
        staff=staff,
        config=config,
        method="recorded_below_baik",
        direction="lower",
        headline=False,
    )
    part = estimate_whole_and_groups(measured)
    return replace(part, gates=(decided(QUESTION, part.findings[0], {}, min_cell=config.min_cell),))


def _no_answer(reason: str, unblock: str, staff: Staff) -> Part:
    return nothing(NAME, QUESTION, reason, unblock, scope=staff.scope, headline=False)
