"""How far employees reach the targets of their plans."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from analysis.measures.appraisals import rules_of_schemes
from analysis.measures.attainment import HINDRANCES, find_hindrances, indicator_attainment
from analysis.presenting.composing import Part
from analysis.schemas.bundle import ReportTable
from analysis.studies.accountability.groups import Measured, estimate_whole_and_groups
from analysis.studies.accountability.parts import WORDS, decided, nothing
from analysis.studies.accountability.staff import Staff

if TYPE_CHECKING:
    from analysis.store import StudyData
    from analysis.studies.accountability.config import AccountabilityConfig

NAME, QUESTION = "attainment", "attainment"
PERCENT = 100.0
COLUMN_OF = {"no_target": "target", "no_realised": "realised", "no_direction": "direction"}
MOSTLY = 0.5
UNBLOCK = {"many_not_computed": "plan_columns"}


def estimate_attainment(data: StudyData, staff: Staff, config: AccountabilityConfig) -> Part:
    """Return the mean over employees of the mean attainment of their indicators, in percent.

    Every employee counts alike, whatever the number of indicators. Indicators without target,
    realised value or direction, and those with a zero target, are counted and left out.
    """
    plan = staff.rows_of(data.tables["work_plan"])
    if plan.empty:
        return nothing(NAME, QUESTION, "no_plans", "work_plan", scope=staff.scope)
    cap = _cap(data)
    ratio = indicator_attainment(plan, cap=cap)
    table = _table(plan, ratio)
    if ratio.isna().all():
        reason = str(find_hindrances(plan).value_counts().idxmax())
        unblock = COLUMN_OF.get(reason, "target")
        blocked = nothing(NAME, QUESTION, "none_computed", unblock, scope=staff.scope)
        return replace(blocked, tables=(table,))
    known = ratio.notna()
    means = ratio[known].groupby(plan.loc[known, "employee_id"]).mean() * PERCENT
    measured = Measured(
        name=NAME,
        rows=means.rename("value").rename_axis("employee_id").reset_index(),
        staff=staff,
        config=config,
        method=f"mean_of_persons_cap_{cap:.2f}" if cap else "mean_of_persons_no_cap",
        is_share=False,
        limits=(0.0, PERCENT * cap if cap else float("inf")),
        review="many_not_computed" if known.mean() < MOSTLY else "",
    )
    part = estimate_whole_and_groups(measured)
    gates = (decided(QUESTION, part.findings[0], UNBLOCK, min_cell=config.min_cell),)
    return replace(part, tables=(*part.tables, table), gates=gates)


def _cap(data: StudyData) -> float | None:
    """Return the cap of the rules in force at the end of the period."""
    rules = rules_of_schemes(
        data.tables["appraisals"]["scheme"].iloc[:0],
        data.rules,
        data.period.last_day,
        data.region.rules,
    )
    return rules[""].attainment_cap


def _table(plan: pd.DataFrame, ratio: pd.Series) -> ReportTable:
    """Return how many indicators have an attainment, and why the others have none."""
    reasons = find_hindrances(plan)
    reasons = reasons.mask(reasons.isna() & ratio.isna(), "no_limit")
    computed = int(ratio.notna().sum())
    counts = reasons.value_counts()
    found = {"computed": computed} | {one: int(counts.get(one, 0)) for one in OUTCOMES[1:]}
    rows = [{"indicator_outcome": one, "indicators": n} for one, n in found.items() if n]
    rows.append({"indicator_outcome": None, "indicators": len(plan)})
    columns = [
        WORDS.column(
            "indicator_outcome", "label", "text", codes=WORDS.codes("indicator_outcome", OUTCOMES)
        ),
        WORDS.column("indicators", "base", "integer"),
    ]
    return WORDS.table("indicators", pd.DataFrame(rows), columns, disclosure="organisational")


OUTCOMES = ("computed", *HINDRANCES, "no_limit")
