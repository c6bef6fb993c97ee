"""Where the yearly cycle breaks: plan, report, feedback, appraisal, follow-up.

Every step is counted by itself among all employees on the staff list. Counting only those who also
have every step before would, from one step to the next, give away how few have dropped out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.measures.appraisals import annual_appraisals
from analysis.presenting.composing import GateDecision, Part
from analysis.presenting.composing.levels import LevelNames, level_names, unit_names
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding
from analysis.stats.clustered import Clustering
from analysis.stats.gates import SMALLEST_GROUP
from analysis.studies.accountability.groups import (
    FEWEST_GROUPS,
    Measured,
    clustering_of,
    finding_of,
    row_of,
    rows_of_trait,
    splits_by,
)
from analysis.studies.accountability.parts import WORDS, nothing
from analysis.studies.accountability.staff import Staff

if TYPE_CHECKING:
    from analysis.store import StudyData
    from analysis.studies.accountability.config import AccountabilityConfig

NAME, QUESTION = "funnel", "funnel"
UNIT = "unit"
TRAITS = ("unit_group", UNIT)
STAGES = ("plan", "report", "feedback", "appraisal", "follow_up")
TABLE_OF = {
    "plan": "work_plan",
    "report": "performance_reports",
    "feedback": "feedback",
    "appraisal": "appraisals",
    "follow_up": "decisions",
}
FEWEST_STAGES = 2


@dataclass(frozen=True)
class Step:
    """One step: its row for everybody, and by kind of unit and by unit where it can be split."""

    stage: str
    whole: dict[str, Any]
    groups: dict[str, dict[str, dict[str, Any]]]
    findings: tuple[Finding, ...]


def estimate_funnel(data: StudyData, staff: Staff, config: AccountabilityConfig) -> Part:
    """Return the share of all employees with each step of the cycle, by kind of unit and by unit.

    A step whose table holds nothing was not delivered: it is blocked, never 0 %. Units of fewer
    than ten employees stand in the table only, as far as they may be shown.
    """
    if staff.register.empty:
        return _no_answer("no_employees", "employees", staff)
    reached = {stage: _reached(stage, data) for stage in STAGES}
    known = [stage for stage in STAGES if len(reached[stage])]
    if len(known) < FEWEST_STAGES:
        return _no_answer("few_stages", "stages", staff)
    steps = [_step(stage, reached[stage], staff, config) for stage in known]
    silent = [stage for stage in STAGES if stage not in known]
    findings = [one for step in steps for one in step.findings]
    findings += [
        WORDS.blocked(NAME, "no_stage", group={**staff.scope, "stage": stage}) for stage in silent
    ]
    return Part(
        findings=tuple(findings),
        tables=tuple(_tables(steps, data)),
        gates=(_decision(steps, silent),),
    )


def _reached(stage: str, data: StudyData) -> pd.Series:
    """Return the employees with a step, each once; empty where its table holds nothing."""
    frame, last = data.tables[TABLE_OF[stage]], pd.Timestamp(data.period.last_day)
    if stage == "plan" and frame["agreed_date"].notna().any():
        frame = frame[frame["agreed_date"] <= last]
    elif stage == "report":
        frame = frame[frame["submitted_date"] <= last]
    elif stage == "appraisal":
        frame = annual_appraisals(frame).dropna(subset=["predikat_recorded"])
    return frame["employee_id"].drop_duplicates()


def _step(stage: str, reached: pd.Series, staff: Staff, config: AccountabilityConfig) -> Step:
    persons = staff.register.index.to_series().reset_index(drop=True)
    rows = pd.DataFrame({"employee_id": persons, "value": persons.isin(reached).astype("float64")})
    measured = Measured(
        name=NAME,
        rows=rows,
        staff=staff,
        config=config,
        method="each_step_of_all_employees",
        traits=TRAITS,
        headline=False,
    )
    clustering = clustering_of(measured)
    whole = row_of(measured, rows, clustering)
    split = {trait: _rows_of(measured, trait, clustering) for trait in splits_by(measured, whole)}
    groups = {trait: rows for trait, rows in split.items() if len(rows) >= FEWEST_GROUPS}
    findings = [finding_of(measured, whole, clustering, group={"stage": stage})]
    findings += [
        finding_of(measured, row, clustering, group={trait: level, "stage": stage})
        for trait, rows in groups.items()
        for level, row in rows.items()
        if row["persons"] >= SMALLEST_GROUP
    ]
    return Step(stage, whole, groups, tuple(findings))


def _rows_of(measured: Measured, trait: str, clustering: Clustering) -> dict[str, dict[str, Any]]:
    """Return the row of each kind of unit, small ones merged, or of each unit by itself."""
    if trait != UNIT:
        return rows_of_trait(measured, trait, clustering)
    units = measured.staff.of(measured.rows["employee_id"], "unit_id")
    return {
        str(unit): row_of(measured, measured.rows[units.eq(unit)], clustering)
        for unit in sorted(units.dropna().unique())
    }


def _tables(steps: list[Step], data: StudyData) -> list[ReportTable]:
    stages = WORDS.column(
        "stage", "label", "text", codes=WORDS.codes("stage", [one.stage for one in steps])
    )
    numbers = [
        WORDS.column("n", "base", "integer", heading="persons"),
        WORDS.column("count", "count", "integer", heading="count_funnel"),
        WORDS.column("estimate", "share", "share", heading="share"),
        WORDS.column("ci_low", "bound", "share"),
        WORDS.column("ci_high", "bound", "share"),
    ]
    wholes = pd.DataFrame([{"stage": one.stage, **one.whole} for one in steps])
    tables = [WORDS.table(NAME, wholes, [stages, *numbers])]
    for trait in TRAITS:
        split = [one for one in steps if trait in one.groups]
        if not split:
            continue
        names = _names(trait, split, data)
        levels = WORDS.column(trait, "label", "text", codes=names)
        frame = pd.DataFrame([row for one in split for row in _rows_by(trait, one)])
        tables.append(WORDS.table(f"{NAME}_by_{trait}", frame, [levels, stages, *numbers]))
    return tables


def _rows_by(trait: str, step: Step) -> list[dict[str, Any]]:
    """Return the rows of one step by a trait, the whole last."""
    rows = [{trait: level, **row} for level, row in step.groups[trait].items()]
    return [{"stage": step.stage, **row} for row in [*rows, {trait: None, **step.whole}]]


def _names(trait: str, split: list[Step], data: StudyData) -> LevelNames:
    if trait == UNIT:
        return unit_names(data.region)
    return level_names(trait, dict.fromkeys(level for one in split for level in one.groups[trait]))


def _decision(steps: list[Step], silent: list[str]) -> GateDecision:
    if silent:
        return GateDecision(QUESTION, "review", "some_stages", "stages")
    whole = steps[0].findings[0]
    reason = whole.reason_code or ""
    return GateDecision(QUESTION, whole.status, reason, "more_persons" if reason else "")


def _no_answer(reason: str, unblock: str, staff: Staff) -> Part:
    return nothing(NAME, QUESTION, reason, unblock, scope=staff.scope, headline=False)
