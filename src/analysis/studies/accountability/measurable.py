"""Which planned indicators say what is measured, by when and in which direction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from analysis.measures.measurability import ELEMENTS, find_elements, recorded_elements
from analysis.presenting.composing import Part
from analysis.schemas.bundle import ReportTable
from analysis.studies.accountability.groups import Measured, estimate_whole_and_groups
from analysis.studies.accountability.parts import WORDS, decided, nothing
from analysis.studies.accountability.staff import Staff

if TYPE_CHECKING:
    from analysis.store import StudyData
    from analysis.studies.accountability.config import AccountabilityConfig

NAME, QUESTION = "measurable_share", "measurable"
UNBLOCK = {"element_not_recorded": "elements"}


def estimate_measurable(data: StudyData, staff: Staff, config: AccountabilityConfig) -> Part:
    """Return the share of planned indicators that have every element of the declared rule.

    An element whose column holds nothing at all was not delivered: indicators are then judged by
    the others, so that the share is an upper bound and needs review.
    """
    plan = staff.rows_of(data.tables["work_plan"])
    if plan.empty:
        return nothing(NAME, QUESTION, "no_plans", "work_plan", scope=staff.scope, headline=False)
    elements, judged = find_elements(plan), recorded_elements(plan)
    if not judged:
        blocked = "no_elements"
        return nothing(NAME, QUESTION, blocked, "elements", scope=staff.scope, headline=False)
    value = elements[list(judged)].all(axis=1).astype("float64")
    measured = Measured(
        name=NAME,
        rows=pd.DataFrame({"employee_id": plan["employee_id"], "value": value}).reset_index(
            drop=True
        ),
        staff=staff,
        config=config,
        method="_".join(judged),
        review="" if len(judged) == len(ELEMENTS) else "element_not_recorded",
        headline=False,
    )
    part = estimate_whole_and_groups(measured)
    gates = (decided(QUESTION, part.findings[0], UNBLOCK, min_cell=config.min_cell),)
    return replace(part, tables=(*part.tables, _table(elements, judged)), gates=gates)


def _table(elements: pd.DataFrame, judged: tuple[str, ...]) -> ReportTable:
    """Return how many indicators have each element, as far as its column was delivered."""
    rows = [{"element": one, "indicators": int(elements[one].sum())} for one in judged]
    rows.append({"element": None, "indicators": len(elements)})
    columns = [
        WORDS.column("element", "label", "text", codes=WORDS.codes("element", judged)),
        WORDS.column("indicators", "base", "integer"),
    ]
    return WORDS.table("elements", pd.DataFrame(rows), columns, disclosure="organisational")
