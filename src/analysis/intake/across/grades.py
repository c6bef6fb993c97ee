"""Appraisers of a lower rank than those they appraise: told, never refused."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.intake.across.roster import Roster
from analysis.intake.raw import Problem
from analysis.intake.source import SourceDraft
from analysis.intake.values.golongan import RANKS

APPRAISALS = "appraisals"
NOT_ABOVE = frozenset({"peer", "self"})


def tell_lower_raters(draft: SourceDraft, roster: Roster) -> SourceDraft:
    """Count appraisals by a superior whose golongan is below that of the employee.

    Only ranks of PNS are compared; those of PPPK are no ladder with them.
    """
    needed = {"employee_id", "rater_id", "period"}
    if draft.context.source.table != APPRAISALS or not needed <= set(draft.frame):
        return draft
    frame = draft.frame
    if roster.frame["golongan"].isna().all():
        return draft
    places = {grade: place for place, grade in enumerate(RANKS)}
    own, rater = (
        roster.look_up(frame[person], frame["period"], "golongan").map(places)
        for person in ("employee_id", "rater_id")
    )
    role = frame.get("rater_role", pd.Series(pd.NA, index=frame.index, dtype="str"))
    lower = rater.lt(own) & ~role.isin(NOT_ABOVE) & draft.place["reason"].eq("").to_numpy()
    count = int(lower.sum())
    if not count:
        return draft
    told: dict[str, object] = {"count": count, "compared": int((rater.notna() & own.notna()).sum())}
    problem = Problem("intake.across.lower_rater", told)
    return replace(draft, problems=(*draft.problems, problem))
