"""How far units reach their own targets, and where they fall short: organisational results."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.checks import DisclosureClass, Status
from analysis.measures.appraisals import rules_of_schemes
from analysis.measures.attainment import indicator_attainment
from analysis.presenting.composing import GateDecision, Part
from analysis.presenting.composing.levels import unit_names
from analysis.schemas.bundle import ReportTable
from analysis.schemas.finding import Finding
from analysis.studies.accountability.parts import WORDS, nothing
from analysis.studies.accountability.staff import Staff

if TYPE_CHECKING:
    from analysis.store import StudyData
    from analysis.studies.accountability.config import AccountabilityConfig

NAME, QUESTION = "unit_attainment", "units"
CLASS: DisclosureClass = "organisational"
PERCENT = 100.0
WORST = 3
"""Indicators below target that are named for each unit."""
MOSTLY = 0.5


def estimate_units(data: StudyData, staff: Staff, config: AccountabilityConfig) -> Part:
    """Return the mean attainment of each unit's own indicators, in percent of target.

    A record of the organisation, not of persons; all indicators are counted, so that there is no
    interval. Indicators without target, realised value or direction are left out.
    """
    rows = _rows(data, config)
    if rows.empty:
        return _no_answer("no_unit_indicators", staff)
    known = rows.dropna(subset=["attainment"])
    if known.empty:
        return _no_answer("none_computed", staff)
    means = known.groupby("unit_id")["attainment"].agg(["mean", "size"])
    findings = tuple(
        _finding({"unit": str(unit)}, row["mean"], int(row["size"]))
        for unit, row in means.iterrows()
    )
    review = "many_not_computed" if len(known) / len(rows) < MOSTLY else ""
    if not config.unit:
        findings = (_finding({}, float(means["mean"].mean()), len(means), review), *findings)
    status: Status = "review" if review else "ok"
    return Part(
        findings=findings,
        tables=tuple(_tables(rows, known, data)),
        gates=(GateDecision(QUESTION, status, review, "unit_columns" if review else ""),),
    )


def unit_attainment(data: StudyData) -> pd.Series:
    """Return the mean attainment of each unit in percent, by unit id."""
    rows = _attained(data).dropna(subset=["attainment"])
    return rows.groupby("unit_id")["attainment"].mean()


def _rows(data: StudyData, config: AccountabilityConfig) -> pd.DataFrame:
    rows = _attained(data)
    return rows[rows["unit_id"].eq(config.unit)] if config.unit else rows


def _attained(data: StudyData) -> pd.DataFrame:
    rows = data.tables["unit_indicators"]
    rules = rules_of_schemes(
        data.tables["appraisals"]["scheme"].iloc[:0],
        data.rules,
        data.period.last_day,
        data.region.rules,
    )
    cap = rules[""].attainment_cap
    return rows.assign(attainment=indicator_attainment(rows, cap=cap) * PERCENT)


def _finding(group: dict[str, str], estimate: float, n: int, review: str = "") -> Finding:
    return WORDS.finding(
        NAME,
        method="mean_of_units" if not group else "mean_of_indicators",
        status="review" if review else "ok",
        reason_code=review or None,
        group=group,
        estimate=float(estimate),
        n=n,
        disclosure=CLASS,
    )


def _tables(rows: pd.DataFrame, known: pd.DataFrame, data: StudyData) -> list[ReportTable]:
    names = unit_names(data.region)
    summary = pd.DataFrame(
        {
            "n": rows.groupby("unit_id").size(),
            "computed": known.groupby("unit_id").size(),
            "below": known[known["attainment"] < PERCENT].groupby("unit_id").size(),
            "estimate": known.groupby("unit_id")["attainment"].mean(),
        }
    )
    counts = ["n", "computed", "below"]
    summary[counts] = summary[counts].fillna(0).astype("int64")
    declared = [unit for unit in names if unit in summary.index]
    frame = summary.reindex([*declared, *sorted(set(summary.index) - set(declared))])
    frame = frame.reset_index(names="unit")
    unit = WORDS.column("unit", "label", "text", codes=names)
    tables = [
        WORDS.table(
            NAME,
            frame,
            [
                unit,
                WORDS.column("n", "base", "integer", heading="indicators"),
                WORDS.column("computed", "base", "integer"),
                WORDS.column("below", "count", "integer", base="computed"),
                WORDS.column(
                    "estimate", "mean", "decimal", base="computed", heading="mean_attainment"
                ),
            ],
            disclosure=CLASS,
        )
    ]
    worst = known[known["attainment"] < PERCENT].sort_values("attainment", kind="stable")
    worst = worst.groupby("unit_id").head(WORST).sort_values(["unit_id", "attainment"])
    if worst.empty:
        return tables
    shown = worst.assign(unit=worst["unit_id"], n=1)
    columns = [
        unit,
        WORDS.column("indicator", "label", "text"),
        WORDS.column("attainment", "mean", "decimal", heading="attainment"),
    ]
    return [*tables, WORDS.table("areas_to_improve", shown, columns, disclosure=CLASS)]


def _no_answer(reason: str, staff: Staff) -> Part:
    return nothing(
        NAME,
        QUESTION,
        reason,
        "unit_indicators",
        scope=staff.scope,
        headline=False,
        disclosure=CLASS,
    )
