"""Whether the predikat that was recorded is the one that the rules derive."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from analysis.measures.appraisals import annual_appraisals, matrix_predikat, rules_of_schemes
from analysis.presenting.composing import Part
from analysis.studies.accountability.groups import Measured, estimate_whole_and_groups
from analysis.studies.accountability.parts import decided, nothing
from analysis.studies.accountability.staff import Staff

if TYPE_CHECKING:
    from analysis.store import StudyData
    from analysis.studies.accountability.config import AccountabilityConfig

NAME, QUESTION = "predikat_differs_share", "predikat"


def estimate_differences(data: StudyData, staff: Staff, config: AccountabilityConfig) -> Part:
    """Return the share of annual predikat that differ from the rules of their scheme.

    A difference is no error: the leader, and the guide on distribution, may depart from the
    matrix. Appraisals without a recorded predikat, or without what the rules need, are left out.
    """
    annual = annual_appraisals(staff.rows_of(data.tables["appraisals"]))
    if annual.empty:
        return nothing(NAME, QUESTION, "no_annual", "annual_recap", scope=staff.scope)
    rules = rules_of_schemes(annual["scheme"], data.rules, data.period.last_day, data.region.rules)
    derived = matrix_predikat(annual, rules)
    known = derived.notna() & annual["predikat_recorded"].notna()
    if not known.any():
        reason = "no_predikat" if annual["predikat_recorded"].isna().all() else "no_ratings"
        return nothing(NAME, QUESTION, reason, "rating_columns", scope=staff.scope)
    differs = annual["predikat_recorded"].ne(derived)[known]
    measured = Measured(
        name=NAME,
        rows=pd.DataFrame(
            {
                "employee_id": annual.loc[known, "employee_id"],
                "value": differs.astype("float64"),
            }
        ).reset_index(drop=True),
        staff=staff,
        config=config,
        method="recorded_beside_rules_of_scheme",
        direction="none",
    )
    part = estimate_whole_and_groups(measured)
    return replace(part, gates=(decided(QUESTION, part.findings[0], {}, min_cell=config.min_cell),))
