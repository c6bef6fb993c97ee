"""Whether appraisers are linked by shared ratees, so that severity could be told from merit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.measures.appraisals import RATERS
from analysis.presenting.composing import GateDecision, Part
from analysis.schemas.finding import Finding
from analysis.stats.connectivity import Connectivity, measure_connectivity
from analysis.stats.gates import Gate
from analysis.stats.severities import judge_severities
from analysis.studies.fairness.comparing import WORST_FIRST
from analysis.studies.fairness.config import FairnessConfig
from analysis.studies.fairness.parts import WORDS
from analysis.studies.fairness.ratings import Ratings

if TYPE_CHECKING:
    import pandas as pd

    from analysis.store import StudyData

NAME, QUESTION = "connectivity", "connectivity"
FEWEST_APPRAISERS = 10
UNBLOCK = {
    "no_appraisals": "appraisals",
    "no_appraiser": "rater_id",
    "few_appraisers": "more_appraisers",
    "weakly_connected": "second_ratings",
    "rests_on_one_person": "second_ratings",
    "few_ratees_per_appraiser": "earlier_periods",
}
VERDICTS = {"ok": "connected", "review": "partly_connected", "blocked": "not_connected"}
STATUSES = (*WORST_FIRST, "ok")


@dataclass(frozen=True)
class Links:
    """How appraisers hang together.

    Attributes
    ----------
    found : Connectivity or None
        None where no appraiser is known.
    judged : Gate
        Of "severity".
    """

    found: Connectivity | None
    judged: Gate


def judge_links(data: StudyData, ratings: Ratings, config: FairnessConfig) -> Links:
    """Return how appraisers are linked over all periods so far, and what that allows.

    Appraisals by superiors and by second appraisers count, annual and periodic. Where the scores
    among them link fewer appraisers than all appraisals do, the scores decide: a model of scores
    knows no other links.

    Parameters
    ----------
    ratings : Ratings
        Of earlier periods as well.
    """
    links = _judged(_rows(data, config))
    if ratings.is_label or links.found is None:
        return links
    return min(links, _judged(ratings.rows), key=_rank)


def assess_connectivity(links: Links, scope: dict[str, str]) -> Part:
    """Return the share of appraisers in the largest connected component."""
    judged = links.judged
    unblock = UNBLOCK.get(judged.reason_code, "")
    if links.found is None or judged.reason_code == "few_appraisers":
        finding = WORDS.blocked(
            NAME, judged.reason_code, group=scope, disclosure="organisational", headline=True
        )
    else:
        finding = _finding(links.found, judged, scope)
    decision = GateDecision(QUESTION, judged.status, judged.reason_code, unblock)
    return Part(findings=(finding,), gates=(decision,))


def _rows(data: StudyData, config: FairnessConfig) -> pd.DataFrame:
    past = data.history.get("appraisals", data.tables["appraisals"])
    role = past["rater_role"]
    rows = past[role.isna() | role.isin(RATERS)]
    return rows[rows["unit_id"].eq(config.unit)] if config.unit else rows


def _judged(rows: pd.DataFrame) -> Links:
    if rows.empty:
        return Links(None, Gate("severity", "blocked", "no_appraisals"))
    known = rows[rows["rater_id"].notna() & rows["rater_id"].ne(rows["employee_id"])]
    if known.empty:
        return Links(None, Gate("severity", "blocked", "no_appraiser"))
    found = measure_connectivity(known["rater_id"].tolist(), known["employee_id"].tolist())
    if found.appraisers < FEWEST_APPRAISERS:
        return Links(found, Gate("severity", "blocked", "few_appraisers"))
    return Links(found, judge_severities(found))


def _rank(links: Links) -> tuple[int, float]:
    share = math.nan if links.found is None else links.found.share
    return STATUSES.index(links.judged.status), share


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
