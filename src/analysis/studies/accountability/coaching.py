"""How many employees with a low predikat have a coaching decision."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from analysis.measures.appraisals import annual_appraisals
from analysis.presenting.composing import GateDecision, Part
from analysis.studies.accountability.groups import Measured, estimate_whole_and_groups
from analysis.studies.accountability.low_predikat import LOW
from analysis.studies.accountability.parts import decided, nothing
from analysis.studies.accountability.staff import Staff

if TYPE_CHECKING:
    from analysis.schemas.finding import Finding
    from analysis.store import StudyData
    from analysis.studies.accountability.config import AccountabilityConfig

NAME, QUESTION = "coaching_share", "coaching"


def estimate_coaching(data: StudyData, staff: Staff, config: AccountabilityConfig) -> Part:
    """Return the share of employees with a low annual predikat who have a coaching decision.

    Decisions of the period and of later ones count, as coaching follows the appraisal. Sensitive:
    by kind of unit only, with the floors of that class.
    """
    annual = annual_appraisals(staff.rows_of(data.tables["appraisals"]))
    if annual["predikat_recorded"].isna().all():
        return _no_answer("no_predikat", "annual_recap", staff)
    decisions = pd.concat([data.tables["decisions"], _later(data)])
    if decisions.empty:
        return _no_answer("no_decisions", "decisions", staff)
    low = annual.loc[annual["predikat_recorded"].isin(LOW), "employee_id"].reset_index(drop=True)
    if low.empty:
        return _no_answer("no_low_predikat", "nothing_needed", staff)
    coached = decisions.loc[decisions["kind"].eq("coaching"), "employee_id"]
    measured = Measured(
        name=NAME,
        rows=pd.DataFrame({"employee_id": low, "value": low.isin(coached).astype("float64")}),
        staff=staff,
        config=config,
        method="coaching_decision_on_file",
        traits=("unit_group",),
        headline=False,
        disclosure="sensitive",
    )
    part = estimate_whole_and_groups(measured)
    return replace(part, gates=(_decision(part.findings[0], config),))


def _decision(whole: Finding, config: AccountabilityConfig) -> GateDecision:
    """Return the decision; that few have a low predikat is no lack of data."""
    if whole.reason_code == "few_persons":
        return GateDecision(QUESTION, "blocked", "few_low_predikat", "nothing_needed")
    return decided(QUESTION, whole, {}, min_cell=config.min_cell)


def _later(data: StudyData) -> pd.DataFrame:
    """Return the decisions after the last day of the period, as far as they are known."""
    known = data.history.get("decisions", data.tables["decisions"].iloc[:0])
    return known[known["date"] > pd.Timestamp(data.period.last_day)]


def _no_answer(reason: str, unblock: str, staff: Staff) -> Part:
    return nothing(
        NAME, QUESTION, reason, unblock, scope=staff.scope, headline=False, disclosure="sensitive"
    )
