"""Complaints: what a status says, marks that are not set, times, and impossible orders."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from analysis.intake.raw import Problem, RuleEdit
from analysis.intake.tables.moments import counted, earlier, out_of_order, with_time
from analysis.intake.tables.steps import Step, StepContext, Stepped
from analysis.intake.units import region_names
from analysis.intake.values.complaints import Ending, ending_of
from analysis.intake.values.folding import fold

TIMES = {
    "received_at": "received_time",
    "forwarded_at": "forwarded_time",
    "first_response_at": "first_response_time",
    "closed_at": "closed_time",
}
"""Moment to the helper column in which some exports keep its time of day."""

IMPOSSIBLE = (
    ("received_at", "forwarded_at", "forwarded_before_received"),
    ("received_at", "first_response_at", "response_before_received"),
    ("received_at", "closed_at", "closed_before_received"),
    ("received_at", "reopened_at", "reopened_before_received"),
)

UNWELCOME = frozenset({"not_ours", "duplicate"})
"""Endings that an archived report may state as its reason."""


def join_times(frame: pd.DataFrame, _: StepContext) -> Stepped:
    """Put the time of day that stands in a column of its own on the day it belongs to."""
    joined = {
        moment: with_time(frame[moment], frame[clock])
        for moment, clock in TIMES.items()
        if moment in frame and clock in frame
    }
    edits = [
        edit
        for moment, values in joined.items()
        for edit in counted(
            moment,
            "time_joined",
            "date and time",
            "moment",
            values.ne(frame[moment]) & values.notna(),
        )
    ]
    return Stepped(frame.assign(**joined), edits=tuple(edits))


def derive_outcome(frame: pd.DataFrame, _: StepContext) -> Stepped:
    """Derive outcome and closed_by from the status; a column that states them itself goes first."""
    if "status" not in frame:
        return Stepped(frame)
    said = _endings(frame)
    outcome = said.map(lambda one: one.outcome, na_action="ignore").astype("str")
    closer = said.map(lambda one: one.closed_by or None, na_action="ignore").astype("str")
    known = frame.get("outcome", pd.Series(pd.NA, index=frame.index, dtype="str"))
    named = frame.get("closed_by", pd.Series(pd.NA, index=frame.index, dtype="str"))
    derived = frame.assign(outcome=known.fillna(outcome), closed_by=named.fillna(closer))
    return Stepped(
        derived,
        refused=((_contradict(known, outcome), "outcome_contradicts_status", "outcome"),),
        edits=tuple(_derived_edits(frame, outcome.where(known.isna()))),
    )


def mark_open(frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Read a blank in a column of marks as a report that is neither anonymous nor confidential."""
    if "confidentiality" not in frame:
        return Stepped(frame)
    position = context.mapping.position_of("confidentiality")
    raw = context.block.body[position] if position is not None else frame["confidentiality"]
    unmarked = raw.reindex(frame.index).isna()
    marked = frame.assign(confidentiality=frame["confidentiality"].mask(unmarked, "open"))
    return Stepped(
        marked, edits=tuple(counted("confidentiality", "unmarked_open", "blank", "open", unmarked))
    )


def refuse_impossible(frame: pd.DataFrame, _: StepContext) -> Stepped:
    """Refuse rows in which something happened before the report was received."""
    return Stepped(frame, refused=tuple(out_of_order(frame, IMPOSSIBLE)))


def tell_oddities(frame: pd.DataFrame, context: StepContext) -> Stepped:
    """Tell of reports about other regions, and of open ones that bear a date of closing."""
    problems = [*_other_areas(frame, context), *_open_but_closed(frame)]
    return Stepped(frame, problems=tuple(problems))


def _endings(frame: pd.DataFrame) -> pd.Series:
    """Return what each row's status says; an archived report may be so for a stated reason."""
    said = frame["status"].map(ending_of, na_action="ignore")
    if "status_reason" not in frame:
        return said
    reasons = frame["status_reason"].map(ending_of, na_action="ignore")
    better = [
        isinstance(one, Ending)
        and isinstance(why, Ending)
        and one.outcome == "archived"
        and why.outcome in UNWELCOME
        for one, why in zip(said, reasons, strict=True)
    ]
    told = [
        Ending(why.outcome, one.closed_by) if change else one
        for one, why, change in zip(said, reasons, better, strict=True)
    ]
    return pd.Series(told, index=frame.index, dtype=object)


def _contradict(known: pd.Series, outcome: pd.Series) -> pd.Series:
    return known.notna() & outcome.notna() & known.ne(outcome)


def _derived_edits(frame: pd.DataFrame, outcome: pd.Series) -> list[RuleEdit]:
    filled = outcome.notna()
    pairs = zip(frame.loc[filled, "status"], outcome[filled], strict=True)
    counts = Counter((fold(status), to) for status, to in pairs)
    return [
        RuleEdit("outcome", "outcome_of_status", status, to, count)
        for (status, to), count in sorted(counts.items())
    ]


def _other_areas(frame: pd.DataFrame, context: StepContext) -> list[Problem]:
    """Count reports whose place lies in another region; they stay, the agency is of this one."""
    if "area" not in frame:
        return []
    own = region_names(context.region)
    count = sum(fold(str(area)) not in own for area in frame["area"].dropna())
    return [Problem("intake.complaints.other_area", {"count": count})] if count else []


def _open_but_closed(frame: pd.DataFrame) -> list[Problem]:
    if not {"outcome", "closed_at"} <= set(frame.columns):
        return []
    closed = frame["outcome"].eq("open") & frame["closed_at"].notna()
    if "reopened_at" in frame:
        closed &= ~earlier(frame["closed_at"], frame["reopened_at"]).fillna(False)
    count = int(closed.sum())
    return [Problem("intake.complaints.open_but_closed", {"count": count})] if count else []


STEPS: tuple[Step, ...] = (
    join_times,
    derive_outcome,
    mark_open,
    refuse_impossible,
    tell_oddities,
)
"""The steps of complaints, in order."""
