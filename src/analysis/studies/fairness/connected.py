"""Whether appraisers are linked by shared ratees, so that severity could be told from merit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.measures.appraisals import RATERS
from analysis.presenting.composing import GateDecision, Part
from analysis.schemas.finding import Finding
from analysis.stats.connectivity import Connectivity, measure_connectivity
from analysis.stats.gates import Gate, gate
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.parts import WORDS

if TYPE_CHECKING:
    import pandas as pd

    from analysis.store import StudyData

NAME, QUESTION = "connectivity", "connectivity"
FEWEST_APPRAISERS = 10
UNBLOCK = {
    "weakly_connected": "second_ratings",
    "rests_on_one_person": "second_ratings",
    "few_ratees_per_appraiser": "earlier_periods",
}
VERDICTS = {"ok": "connected", "review": "partly_connected", "blocked": "not_connected"}


def assess_connectivity(data: StudyData, config: FairnessConfig) -> Part:
    """Return the share of appraisers in the largest connected component, over all periods so far.

    Appraisals by superiors and by second appraisers count, annual and periodic.
    """
    scope = {"unit": config.unit} if config.unit else {}
    rows = _rows(data, config)
    if rows.empty:
        return _blocked("no_appraisals", "appraisals", scope)
    if rows["rater_id"].isna().all():
        return _blocked("no_appraiser", "rater_id", scope)
    found = measure_connectivity(rows["rater_id"].tolist(), rows["employee_id"].tolist())
    if found.appraisers < FEWEST_APPRAISERS:
        return _blocked("few_appraisers", "more_appraisers", scope)
    judged = gate(
        "severity",
        connected_share=found.share,
        ratees_per_appraiser=found.ratees_per_appraiser,
        connected_share_without_bridge=found.share_without_bridge,
    )
    return Part(
        findings=(_finding(found, judged, scope),),
        gates=(
            GateDecision(
                QUESTION, judged.status, judged.reason_code, UNBLOCK.get(judged.reason_code, "")
            ),
        ),
    )


def _rows(data: StudyData, config: FairnessConfig) -> pd.DataFrame:
    past = data.history.get("appraisals", data.tables["appraisals"])
    role = past["rater_role"]
    rows = past[role.isna() | role.isin(RATERS)]
    return rows[rows["unit_id"].eq(config.unit)] if config.unit else rows


def _finding(found: Connectivity, judged: Gate, scope: dict[str, str]) -> Finding:
    return WORDS.finding(
        NAME,
        method="largest_component_of_appraisers_over_shared_ratees",
        status="ok" if judged.status == "ok" else "review",
        reason_code=judged.reason_code or None,
        group=scope,
        estimate=found.share,
        confidence=None,
        n=found.appraisers,
        value_code=VERDICTS[judged.status],
        disclosure="organisational",
        headline=True,
    )


def _blocked(reason: str, unblock: str, scope: dict[str, str]) -> Part:
    return Part(
        findings=(
            WORDS.blocked(NAME, reason, group=scope, disclosure="organisational", headline=True),
        ),
        gates=(GateDecision(QUESTION, "blocked", reason, unblock),),
    )
