"""What became of what citizens raised in forums, and of the actions promised after the survey."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.checks import DisclosureClass
from analysis.presenting.composing import GateDecision, Part, combine
from analysis.schemas.bundle import ReportTable
from analysis.stats.clustered import INDEPENDENT, estimate_share, measure_clustering
from analysis.stats.gates import FEWEST_CLUSTERS, gate
from analysis.studies.accountability.parts import WORDS, nothing
from analysis.studies.accountability.staff import Staff

if TYPE_CHECKING:
    from analysis.store import StudyData
    from analysis.studies.accountability.config import AccountabilityConfig

POINTS, PROMISES = "follow_up_share", "promise_share"
POINTS_QUESTION, PROMISES_QUESTION = "forum_points", "promises"
POINTS_CLASS: DisclosureClass = "service"
PROMISES_CLASS: DisclosureClass = "organisational"
STATES = ("done", "under_way", "planned", "dropped")
FOLLOWED = ("done", "under_way")
NOT_RECORDED = "not_recorded"


def estimate_follow_up(data: StudyData, staff: Staff, config: AccountabilityConfig) -> Part:
    """Return how much of what forums raised is followed up, and how many due promises are kept."""
    return combine([_points(data, staff, config), _promises(data, staff)])


def _points(data: StudyData, staff: Staff, config: AccountabilityConfig) -> Part:
    """Return the share of the points of the period's forums that are done or under way.

    A point without a readable state counts as not followed up: nothing on record says that it was.
    """
    rows = _of_unit(data.tables["forum_notes"], staff)
    if rows.empty:
        return _no_points("no_forum", "forum_notes", staff)
    if not rows["status"].isin(STATES).any():
        return _no_points("no_forum_status", "forum_status", staff)
    size = gate("group_comparison", smallest_group=len(rows))
    if size.status == "blocked":
        return _no_points("too_few_points", "more_forums", staff)
    values = rows["status"].isin(FOLLOWED).astype("float64").tolist()
    dated = rows["date"].nunique() >= FEWEST_CLUSTERS and rows["date"].notna().all()
    clustering = measure_clustering(values, rows["date"].tolist()) if dated else INDEPENDENT
    share = estimate_share(values, clustering, confidence=config.confidence)
    reason = "few_points" if size.status == "review" else ""
    found = WORDS.finding(
        POINTS,
        method=f"state_on_record_wilson_{'by_cluster' if dated else 'independent'}",
        status=size.status,
        reason_code=reason or None,
        group=staff.scope,
        estimate=share.estimate,
        ci_low=share.ci_low,
        ci_high=share.ci_high,
        n=len(rows),
        numerator=share.count,
        confidence=config.confidence,
        disclosure=POINTS_CLASS,
    )
    decision = GateDecision(POINTS_QUESTION, size.status, reason, "more_forums" if reason else "")
    return Part(findings=(found,), gates=(decision,))


def _promises(data: StudyData, staff: Staff) -> Part:
    """Return the share of the promised actions that fell due in the period and are done.

    Every promise is counted, so that there is no interval. They stand in the files of earlier
    periods; the state is the one of the last delivery.
    """
    held = _of_unit(data.history.get("follow_ups", data.tables["follow_ups"]), staff)
    first, last = (pd.Timestamp(day) for day in (data.period.first_day, data.period.last_day))
    rows = held[held["due"].between(first, last)]
    if rows.empty:
        return _no_promises("no_promises_due", "follow_ups", staff)
    if rows["status"].isna().all():
        return _no_promises("no_promise_status", "promise_status", staff)
    done = int(rows["status"].eq("done").sum())
    found = WORDS.finding(
        PROMISES,
        method="done_of_due",
        status="ok",
        group=staff.scope,
        estimate=done / len(rows),
        n=len(rows),
        numerator=done,
        disclosure=PROMISES_CLASS,
    )
    return Part(
        findings=(found,),
        tables=(_table(rows),),
        gates=(GateDecision(PROMISES_QUESTION, "ok"),),
    )


def _of_unit(rows: pd.DataFrame, staff: Staff) -> pd.DataFrame:
    unit = staff.scope.get("unit")
    return rows[rows["unit_id"].eq(unit)] if unit else rows


def _table(promises: pd.DataFrame) -> ReportTable:
    """Return how many promised actions there are in each state."""
    counts = promises["status"].fillna(NOT_RECORDED).value_counts()
    states = [one for one in (*STATES, NOT_RECORDED) if one in counts]
    rows = [{"state": one, "n": int(counts[one])} for one in states]
    rows.append({"state": None, "n": len(promises)})
    columns = [
        WORDS.column("state", "label", "text", codes=WORDS.codes("state", states)),
        WORDS.column("n", "base", "integer", heading="promises"),
    ]
    return WORDS.table("promise_states", pd.DataFrame(rows), columns, disclosure=PROMISES_CLASS)


def _no_points(reason: str, unblock: str, staff: Staff) -> Part:
    return nothing(
        POINTS,
        POINTS_QUESTION,
        reason,
        unblock,
        scope=staff.scope,
        headline=False,
        disclosure=POINTS_CLASS,
    )


def _no_promises(reason: str, unblock: str, staff: Staff) -> Part:
    return nothing(
        PROMISES,
        PROMISES_QUESTION,
        reason,
        unblock,
        scope=staff.scope,
        headline=False,
        disclosure=PROMISES_CLASS,
    )
